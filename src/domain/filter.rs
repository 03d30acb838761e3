//! Choosing annotations: by label, by where they came from, by a named value, by links, by words.
//!
//! Not here: what is shown of them, and finding words in the article itself ([`super::find`]).

use super::annotation::{Annotation, AnnotationId};
use super::label::LabelId;
use super::order::sort;
use super::project::Project;
use super::suggest;
use super::text::folded;
use std::sync::Arc;

/// Where an annotation came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A person marked it.
    Human,
    /// A rule suggested it, and a person accepted it.
    Suggestion,
    /// The same words were marked elsewhere.
    Propagated,
    /// It was in a file of another tool.
    Import,
}

impl Origin {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Human, Self::Suggestion, Self::Propagated, Self::Import];

    /// The origin that an annotation names; `None` when it names one that is not known.
    #[must_use]
    pub fn of(annotation: &Annotation) -> Option<Self> {
        Some(match annotation.origin.split(':').next() {
            Some("human" | "") | None => Self::Human,
            Some(suggest::ORIGIN) => Self::Suggestion,
            Some("propagated") => Self::Propagated,
            Some("import") => Self::Import,
            _ => return None,
        })
    }
}

/// Whether annotations have links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linked {
    /// They have at least one.
    Yes,
    /// They have none.
    No,
}

/// What an annotation must be to be chosen; what is not said does not matter. The default chooses all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Its label.
    pub label: Option<LabelId>,
    /// Where it came from.
    pub origin: Option<Origin>,
    /// The name of a named value, and that value; `None` for the value where it could have one of this name and has none.
    pub value: Option<(String, Option<String>)>,
    /// Whether it has links.
    pub linked: Option<Linked>,
    /// Words that its quote or its note has, all of them, parts of words too. Capital and small letters are the same.
    pub words: String,
}

impl Project {
    /// The annotations that a filter chooses, in text order. O((annotations + links) log links + length of the quotes).
    #[must_use]
    pub fn filtered(&self, filter: &Filter) -> Vec<&Arc<Annotation>> {
        let words = Words::of(&filter.words);
        let mut ends: Vec<&AnnotationId> = Vec::new();
        if filter.linked.is_some() {
            ends = self.links.iter().flat_map(|link| [&link.from, &link.to]).collect();
            sort(&mut ends, |one, other| one < other);
        }
        let is_chosen = |annotation: &Arc<Annotation>| {
            filter.label.as_ref().is_none_or(|label| annotation.label == *label)
                && filter.origin.is_none_or(|origin| Origin::of(annotation) == Some(origin))
                && filter.value.as_ref().is_none_or(|(name, value)| {
                    let could_have = || self.labels.attributes_of(&annotation.label).any(|known| known.name == *name);
                    annotation.attributes.get(name) == value.as_ref() && (value.is_some() || could_have())
                })
                && filter
                    .linked
                    .is_none_or(|linked| (linked == Linked::Yes) == ends.binary_search(&&annotation.id).is_ok())
                && (words.is_empty()
                    || words.are_in(&[&self.quote(&annotation.target), "\n", &annotation.note].concat()))
        };
        self.annotations.iter().filter(|annotation| is_chosen(annotation)).collect()
    }
}

/// Words to look for, separated by blanks, in the form in which they are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// The words of what a person typed.
    #[must_use]
    pub fn of(typed: &str) -> Self {
        Self(typed.split_whitespace().map(folded).collect())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a text has all of them, parts of words too.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        self.are_in_folded(&folded(text))
    }

    /// The same of a text that is [`folded`] already.
    #[must_use]
    pub fn are_in_folded(&self, text: &str) -> bool {
        self.each(&|word| text.contains(word))
    }

    /// Whether something holds of each word, which is [`folded`].
    #[must_use]
    pub fn each(&self, holds: &dyn Fn(&str) -> bool) -> bool {
        self.0.iter().all(|word| holds(word))
    }
}
