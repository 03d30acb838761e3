//! Labels and the label set: what a span can be called, which links there can be, and which named values.

mod definition;
pub mod mapping;

pub use definition::{AttributeType, AttributeValue, LinkType};

use super::color::{PALETTE, next_color};
use super::project::Unknown;
use definition::{usual_attributes, usual_links};
use std::fmt;
use std::sync::Arc;

/// Names a label inside its label set and in the annotation file. Stable when the label is renamed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelId(Arc<str>);

impl LabelId {
    /// The identifier with this spelling.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self(id.into())
    }

    /// Its spelling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LabelId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// One label: a category that a span can be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its stable identifier.
    pub id: LabelId,
    /// What people read.
    pub name: String,
    /// The key that applies it, as the keyboard reports it; empty when it has none.
    pub key: String,
    /// Its colour as `#rrggbb`.
    pub color: String,
    /// When to use it.
    pub description: String,
    /// What a file held beside these.
    pub unknown: Unknown,
}

impl Label {
    /// A label of which only the identifier is known: it is called so, and has no key and no colour yet.
    #[must_use]
    pub fn plain(id: &LabelId) -> Self {
        Self {
            id: id.clone(),
            name: id.as_str().to_owned(),
            key: String::new(),
            color: String::new(),
            description: String::new(),
            unknown: Unknown::default(),
        }
    }
}

/// The labels of a project, in the order in which they are offered, with the types of its links and attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelSet {
    labels: Vec<Label>,
    links: Vec<LinkType>,
    attributes: Vec<AttributeType>,
}

impl LabelSet {
    /// A set of these labels, with the usual types of links and attributes; of two labels with one identifier the first
    /// is kept.
    #[must_use]
    pub fn new(labels: Vec<Label>) -> Self {
        let mut kept: Vec<Label> = Vec::with_capacity(labels.len());
        for label in labels {
            if kept.iter().all(|known| known.id != label.id) {
                kept.push(label);
            }
        }
        Self { labels: kept, links: usual_links(), attributes: usual_attributes() }
    }

    /// The same types of links and attributes with other labels.
    #[must_use]
    pub fn with_labels(&self, labels: Vec<Label>) -> Self {
        Self { labels: Self::new(labels).labels, ..self.clone() }
    }

    /// The same labels with other types of links; of two with one identifier the first is kept.
    #[must_use]
    pub fn with_link_types(mut self, links: Vec<LinkType>) -> Self {
        self.links.clear();
        for link in links {
            if self.link_type(&link.id).is_none() {
                self.links.push(link);
            }
        }
        self
    }

    /// The same labels with other types of attributes.
    #[must_use]
    pub fn with_attribute_types(self, attributes: Vec<AttributeType>) -> Self {
        Self { attributes, ..self }
    }

    /// The types of links in order.
    #[must_use]
    pub fn link_types(&self) -> &[LinkType] {
        &self.links
    }

    /// The type of links with this identifier.
    #[must_use]
    pub fn link_type(&self, id: &str) -> Option<&LinkType> {
        self.links.iter().find(|link| link.id == id)
    }

    /// The types of attributes in order.
    #[must_use]
    pub fn attribute_types(&self) -> &[AttributeType] {
        &self.attributes
    }

    /// What annotations of a label can have, in order.
    pub fn attributes_of(&self, label: &LabelId) -> impl Iterator<Item = &AttributeType> {
        self.attributes.iter().filter(move |attribute| attribute.is_for(label))
    }

    /// Whether the types of links are those that hold where nobody said others.
    #[must_use]
    pub fn has_usual_link_types(&self) -> bool {
        self.links == usual_links()
    }

    /// Whether the types of attributes are those that hold where nobody said others.
    #[must_use]
    pub fn has_usual_attribute_types(&self) -> bool {
        self.attributes == usual_attributes()
    }

    /// The labels in order.
    #[must_use]
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// The label with this identifier.
    #[must_use]
    pub fn get(&self, id: &LabelId) -> Option<&Label> {
        self.labels.iter().find(|label| label.id == *id)
    }

    /// The place of a label in the order.
    #[must_use]
    pub fn position(&self, id: &LabelId) -> Option<usize> {
        self.labels.iter().position(|label| label.id == *id)
    }

    /// The label that a key applies.
    #[must_use]
    pub fn by_key(&self, key: &str) -> Option<&Label> {
        self.labels.iter().find(|label| !label.key.is_empty() && label.key == key)
    }

    /// Sees to it that there is a label with this identifier: where it is missing, that of `known`, or one that is called as
    /// it is, is added behind the others.
    pub fn keep(&mut self, id: &LabelId, known: Option<&Self>) {
        if self.get(id).is_some() {
            return;
        }
        let color = || PALETTE[self.labels.len() % PALETTE.len()].to_owned();
        let made = || Label { color: color(), ..Label::plain(id) };
        let label = known.and_then(|known| known.get(id)).cloned().unwrap_or_else(made);
        self.labels.push(label);
    }

    /// Adds a label behind the others, unless there is one with its identifier.
    pub fn add(&mut self, label: Label) {
        if self.get(&label.id).is_none() {
            self.labels.push(label);
        }
    }

    /// A digit that is the key of no label, from 1 on; nothing when all are.
    #[must_use]
    pub fn free_key(&self) -> String {
        ('1'..='9').map(String::from).find(|key| self.by_key(key).is_none()).unwrap_or_default()
    }

    /// A colour for another label, as far from those of the labels as the palette has it.
    #[must_use]
    pub fn free_color(&self) -> &'static str {
        next_color(self.labels.iter().map(|label| label.color.as_str()))
    }

    /// An identifier for a new label of this name that no label has: its letters and digits in small form.
    #[must_use]
    pub fn new_id(&self, name: &str) -> LabelId {
        let mut spelling = String::new();
        for character in name.trim().chars() {
            if character.is_alphanumeric() {
                spelling.push(character.to_ascii_lowercase());
            } else if !spelling.ends_with('-') {
                spelling.push('-');
            }
        }
        let spelling = spelling.trim_matches('-');
        let spelling = if spelling.is_empty() { "label" } else { spelling };
        let mut id = LabelId::new(spelling);
        let mut number = 1u32;
        while self.get(&id).is_some() {
            number += 1;
            id = LabelId::new(&[spelling, "-", &number.to_string()].concat());
        }
        id
    }

    /// What people read for a label; its identifier when the set does not know it.
    #[must_use]
    pub fn name<'a>(&'a self, id: &'a LabelId) -> &'a str {
        self.get(id).map_or(id.as_str(), |label| label.name.as_str())
    }
}

impl Default for LabelSet {
    /// The four labels of news: claim, figure, caption, attribution, on the keys 1 to 4.
    fn default() -> Self {
        let label = |id: &str, name: &str, key: &str, color: &str, description: &str| Label {
            id: LabelId::new(id),
            name: name.to_owned(),
            key: key.to_owned(),
            color: color.to_owned(),
            description: description.to_owned(),
            unknown: Unknown::default(),
        };
        Self::new(vec![
            label(
                "claim",
                "Claim",
                "1",
                "#1d5fbf",
                "The smallest stretch that asserts something the world could show to be false, with its words of time, \
                 place and scope; without the cue (\u{201c}said that\u{201d}) and the final stop.",
            ),
            label(
                "figure",
                "Figure",
                "2",
                "#a55a00",
                "A numeric quantity or statistic: number, scale word and unit together. Not dates, nor names with \
                 digits in them.",
            ),
            label(
                "caption",
                "Caption",
                "3",
                "#1c7a46",
                "The text under a picture, as one block, its credit line included.",
            ),
            label(
                "attribution",
                "Attribution",
                "4",
                "#8a3ab0",
                "The words that give the source and the cue: who says so, and that they say it.",
            ),
        ])
    }
}
