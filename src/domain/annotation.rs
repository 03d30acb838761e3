//! Annotations, the links between them, and the ordered set that holds them.

mod attributes;
mod set;

pub use attributes::Attributes;
pub use set::AnnotationSet;

use super::label::LabelId;
use super::project::{Timestamp, Unknown};
use super::span::{Span, Target};
use std::fmt;
use std::sync::Arc;

/// Names an annotation in its project and in the annotation file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnnotationId(Arc<str>);

impl AnnotationId {
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

impl fmt::Display for AnnotationId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// One annotation: a label on a target, with what a person has to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Its identifier.
    pub id: AnnotationId,
    /// What the target is called.
    pub label: LabelId,
    /// Where it is.
    pub target: Target,
    /// A person's note; empty when there is none.
    pub note: String,
    /// Named values, such as a certainty.
    pub attributes: Attributes,
    /// Where it came from: `human`, `suggestion:<rule>`, `propagated:<annotation id>` or `import:<format>`.
    pub origin: String,
    /// Who made it; empty when nobody said.
    pub creator: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// What a file held beside these.
    pub unknown: Unknown,
}

impl Annotation {
    /// Its place in text order: the first span's start, then the longer first, then the identifier.
    fn key(&self) -> (Span, &AnnotationId) {
        (self.target.hull(), &self.id)
    }
}

/// A directed relation between two annotations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its identifier, unique among the links of a project.
    pub id: String,
    /// What the relation is, such as `attributes`.
    pub kind: String,
    /// The annotation it starts from.
    pub from: AnnotationId,
    /// The annotation it leads to.
    pub to: AnnotationId,
    /// What a file held beside these.
    pub unknown: Unknown,
}
