//! The named values of an annotation.

/// Named values, such as a certainty, in the order of their names.
///
/// A sorted list, because an annotation has a handful at most; a map of its own would be 2 kB of the first load.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(String, String)>);

impl Attributes {
    /// The value of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&String> {
        Some(&self.0[self.place(name).ok()?].1)
    }

    /// Whether there is a value of this name.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    /// Puts a value in the place of the one of this name.
    pub fn insert(&mut self, name: String, value: String) {
        match self.place(&name) {
            Ok(place) => self.0[place].1 = value,
            Err(place) => self.0.insert(place, (name, value)),
        }
    }

    /// Takes the value of this name away.
    pub fn remove(&mut self, name: &str) {
        if let Ok(place) = self.place(name) {
            self.0.remove(place);
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names and values, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &String)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// The names in order.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(name, _)| name)
    }

    /// Where a name is, or where it would have to be.
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(name))
    }
}

impl FromIterator<(String, String)> for Attributes {
    /// Of two values of one name the last is kept.
    fn from_iter<I: IntoIterator<Item = (String, String)>>(values: I) -> Self {
        let mut attributes = Self::default();
        for (name, value) in values {
            attributes.insert(name, value);
        }
        attributes
    }
}
