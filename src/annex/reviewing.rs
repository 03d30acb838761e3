//! Annotations that were followed into another version, as words; and which of them wait for a person.
//!
//! Not here: how they are followed ([`crate::domain::anchor`]), and the screen.

use super::lines::{fields, line};
use crate::domain::anchor::review::excerpt;
use crate::domain::anchor::{Anchored, Found, Fragment, Outcome, Score};
use crate::domain::annotation::AnnotationId;
use crate::domain::span::Span;
use crate::domain::text::Text;

/// What became of an annotation as a whole: of its spans, what needs a person most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Its words stand where they stood.
    Same,
    /// Its words stand elsewhere.
    Moved,
    /// Other words stand in their place.
    Changed,
    /// There is more than one place, or none that is certain.
    Unsure,
    /// Nothing like it is there.
    Lost,
}

impl Kind {
    /// All of them, what waits for a person last.
    pub const ALL: [Self; 5] = [Self::Same, Self::Moved, Self::Changed, Self::Unsure, Self::Lost];

    /// What became of an annotation.
    #[must_use]
    pub fn of(anchored: &Anchored) -> Self {
        let kind = |fragment: &Fragment| match fragment.outcome {
            Outcome::Same(_) => Self::Same,
            Outcome::Moved(_) => Self::Moved,
            Outcome::Changed(_) => Self::Changed,
            Outcome::Unsure(_) => Self::Unsure,
            Outcome::Lost => Self::Lost,
        };
        anchored.fragments.iter().map(kind).max().unwrap_or(Self::Lost)
    }

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "Same",
            Self::Moved => "Moved",
            Self::Changed => "Changed",
            Self::Unsure => "Unsure",
            Self::Lost => "Lost",
        }
    }

    /// Whether it waits for a person.
    #[must_use]
    pub fn waits(self) -> bool {
        matches!(self, Self::Unsure | Self::Lost)
    }
}

/// Followed annotations as words: a line for each, with a field for each span.
#[must_use]
pub fn words(anchored: &[Anchored]) -> String {
    let one = |anchored: &Anchored| {
        let spans: Vec<String> = anchored.fragments.iter().map(fragment_words).collect();
        let fields: Vec<&str> = [anchored.id.as_str()].into_iter().chain(spans.iter().map(String::as_str)).collect();
        line(&fields)
    };
    anchored.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn fragment_words(fragment: &Fragment) -> String {
    let (kind, found): (_, &[Found]) = match &fragment.outcome {
        Outcome::Same(found) => ("same", std::slice::from_ref(found)),
        Outcome::Moved(found) => ("moved", std::slice::from_ref(found)),
        Outcome::Changed(found) => ("changed", std::slice::from_ref(found)),
        Outcome::Unsure(found) => ("unsure", found),
        Outcome::Lost => ("lost", &[]),
    };
    let places = found.iter().map(|found| format!(" {} {}", span_words(found.span), found.score.get()));
    format!("{} {kind}{}", span_words(fragment.old), places.collect::<String>())
}

fn span_words(span: Span) -> String {
    format!("{} {}", span.start().get(), span.end().get())
}

/// The followed annotations of such words. What does not fit the two texts is left out.
#[must_use]
pub fn heard(words: &str, old: &Text, new: &Text) -> Vec<Anchored> {
    let one = |line: &str| {
        let mut parts = fields(line).into_iter();
        let id = AnnotationId::new(&parts.next()?);
        let fragments: Vec<Fragment> = parts.map(|part| fragment_of(&part, old, new)).collect::<Option<_>>()?;
        (!fragments.is_empty()).then_some(Anchored { id, fragments })
    };
    words.lines().filter_map(one).collect()
}

fn fragment_of(words: &str, old: &Text, new: &Text) -> Option<Fragment> {
    let mut parts = words.split(' ');
    let mut number = || parts.next()?.parse::<u32>().ok();
    let span = Span::of(number()?, number()?).filter(|span| span.end() <= old.end())?;
    let kind = parts.next()?;
    let mut found = Vec::new();
    while let Some(start) = parts.next() {
        let place =
            Span::of(start.parse().ok()?, parts.next()?.parse().ok()?).filter(|span| span.end() <= new.end())?;
        let score = Score::new(parts.next()?.parse().ok()?);
        found.push(Found { span: place, score, shown: excerpt(new, place) });
    }
    let outcome = match (kind, found.pop()) {
        ("same", Some(found)) => Outcome::Same(found),
        ("moved", Some(found)) => Outcome::Moved(found),
        ("changed", Some(found)) => Outcome::Changed(found),
        ("unsure", Some(last)) => {
            found.push(last);
            Outcome::Unsure(found)
        }
        ("lost", None) => Outcome::Lost,
        _ => return None,
    };
    Some(Fragment { old: span, shown: excerpt(old, span), outcome })
}
