//! What a label set says beside its labels: which links there are between annotations, and which named values they have.

use super::LabelId;
use crate::domain::project::Unknown;

/// A kind of link, and which labels it may have at its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkType {
    /// Its stable identifier, the `type` of a link in the annotation file.
    pub id: String,
    /// What people read, as a verb: the start *attributes* the end.
    pub name: String,
    /// The labels that it may start from; empty when it may start from any.
    pub from: Vec<LabelId>,
    /// The labels that it may lead to; empty when it may lead to any.
    pub to: Vec<LabelId>,
    /// What a file held beside these.
    pub unknown: Unknown,
}

impl LinkType {
    /// Whether such a link may lead from an annotation of the one label to one of the other.
    #[must_use]
    pub fn fits(&self, from: &LabelId, to: &LabelId) -> bool {
        let allows = |labels: &[LabelId], label: &LabelId| labels.is_empty() || labels.contains(label);
        allows(&self.from, from) && allows(&self.to, to)
    }
}

/// A named value that annotations can have, such as a certainty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeType {
    /// Its name among the `attributes` of an annotation.
    pub name: String,
    /// What people read.
    pub title: String,
    /// The labels whose annotations have it; empty when all have.
    pub labels: Vec<LabelId>,
    /// The values to choose from; empty when any text will do.
    pub values: Vec<AttributeValue>,
    /// What a file held beside these.
    pub unknown: Unknown,
}

impl AttributeType {
    /// Whether annotations of this label have it.
    #[must_use]
    pub fn is_for(&self, label: &LabelId) -> bool {
        self.labels.is_empty() || self.labels.contains(label)
    }

    /// Whether it may have this value.
    #[must_use]
    pub fn allows(&self, value: &str) -> bool {
        self.values.is_empty() || self.values.iter().any(|known| known.value == value)
    }
}

/// One of the values of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeValue {
    /// How the annotation file spells it.
    pub value: String,
    /// What people read.
    pub title: String,
    /// The key that chooses it while its attribute is asked for; empty when it has none.
    pub key: String,
    /// What a file held beside these.
    pub unknown: Unknown,
}

/// An identifier, then the labels at the start and at the end.
const LINKS: [(&str, &[&str], &[&str]); 3] = [
    ("attributes", &["attribution"], &["claim", "figure", "caption"]),
    ("quantifies", &["figure"], &["claim"]),
    ("illustrates", &["caption"], &["claim"]),
];

/// A name, a title, the label (empty for all), and the values, each with its title and key.
type Row = (&'static str, &'static str, &'static str, &'static [[&'static str; 3]]);

const ATTRIBUTES: [Row; 10] = [
    ("certainty", "Certainty", "", &[["sure", "Sure", "s"], ["unsure", "Unsure", "u"]]),
    (
        "type",
        "Type",
        "claim",
        &[
            ["quantity", "Quantity in past or present", "q"],
            ["relation", "Correlation or causation", "c"],
            ["rule", "Law or rule", "l"],
            ["prediction", "Prediction", "p"],
            ["experience", "Personal experience", "e"],
            ["other", "Other", "o"],
        ],
    ),
    (
        "kind",
        "Kind",
        "figure",
        &[
            ["count", "Count", "c"],
            ["money", "Money", "m"],
            ["percent", "Percent", "p"],
            ["ratio", "Ratio", "r"],
            ["rate", "Rate", "t"],
            ["rank", "Rank", "k"],
            ["measure", "Measure", "e"],
        ],
    ),
    (
        "hedge",
        "Hedge",
        "figure",
        &[
            ["none", "None", "n"],
            ["about", "About", "a"],
            ["more than", "More than", "m"],
            ["at least", "At least", "l"],
            ["less than", "Less than", "e"],
            ["up to", "Up to", "u"],
            ["almost", "Almost", "t"],
            ["between", "Between, a range", "b"],
            ["other", "Other", "o"],
        ],
    ),
    ("value", "Value", "figure", &[]),
    ("unit", "Unit", "figure", &[]),
    (
        "speech",
        "Speech",
        "attribution",
        &[["direct", "Direct", "d"], ["indirect", "Indirect", "i"], ["mixed", "Mixed", "m"]],
    ),
    (
        "source",
        "Source",
        "attribution",
        &[
            ["person", "Named person", "p"],
            ["organisation", "Named organisation", "o"],
            ["unnamed", "Unnamed", "u"],
            ["document", "Document", "d"],
            ["publication", "Other publication", "b"],
            ["self", "This publication itself", "s"],
            ["none", "None stated", "n"],
        ],
    ),
    (
        "stance",
        "Stance",
        "attribution",
        &[
            ["neutral", "Neutral", "n"],
            ["supporting", "Supporting", "s"],
            ["doubting", "Doubting", "d"],
            ["denying", "Denying", "y"],
        ],
    ),
    ("credit", "Credit", "caption", &[]),
];

/// The links of news: an attribution *attributes* a claim, a figure or a caption, a figure *quantifies* a claim, a caption
/// *illustrates* one.
pub(super) fn usual_links() -> Vec<LinkType> {
    let mut links = Vec::with_capacity(LINKS.len());
    for (id, from, to) in LINKS {
        links.push(LinkType {
            id: id.to_owned(),
            name: id.to_owned(),
            from: ids(from),
            to: ids(to),
            unknown: Unknown::default(),
        });
    }
    links
}

/// The named values of the four labels of news.
pub(super) fn usual_attributes() -> Vec<AttributeType> {
    let mut attributes = Vec::with_capacity(ATTRIBUTES.len());
    for (name, title, label, values) in ATTRIBUTES {
        let mut known = Vec::with_capacity(values.len());
        for [value, title, key] in values {
            let (value, title, key) = ((*value).to_owned(), (*title).to_owned(), (*key).to_owned());
            known.push(AttributeValue { value, title, key, unknown: Unknown::default() });
        }
        attributes.push(AttributeType {
            name: name.to_owned(),
            title: title.to_owned(),
            labels: if label.is_empty() { Vec::new() } else { ids(&[label]) },
            values: known,
            unknown: Unknown::default(),
        });
    }
    attributes
}

fn ids(spellings: &[&str]) -> Vec<LabelId> {
    let mut ids = Vec::with_capacity(spellings.len());
    for spelling in spellings {
        ids.push(LabelId::new(spelling));
    }
    ids
}
