//! Questions about links: which an annotation has, and which it could have.
//!
//! Not here: making and removing them ([`super::edit`]).

use super::annotation::{AnnotationId, Link};
use super::label::LinkType;
use super::project::Project;

/// How a link stands to one of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// It starts here.
    Outgoing,
    /// It leads here.
    Incoming,
}

impl Direction {
    /// The end of a link that is not the one it stands so to.
    #[must_use]
    pub fn other_end(self, link: &Link) -> &AnnotationId {
        match self {
            Self::Outgoing => &link.to,
            Self::Incoming => &link.from,
        }
    }
}

/// A link that could be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PossibleLink<'a> {
    /// Its type.
    pub link_type: &'a LinkType,
    /// Where it would start.
    pub from: AnnotationId,
    /// Where it would lead.
    pub to: AnnotationId,
}

impl Project {
    /// The links of an annotation in both directions, by their identifiers. O(links).
    pub fn links_of(&self, id: &AnnotationId) -> impl Iterator<Item = (Direction, &Link)> {
        self.links.iter().filter_map(move |link| match () {
            () if link.from == *id => Some((Direction::Outgoing, link)),
            () if link.to == *id => Some((Direction::Incoming, link)),
            () => None,
        })
    }

    /// The links that could be made between two annotations and are not there: first those from `one` to `other`, then
    /// the others. None when either annotation is gone, or when both are the same.
    #[must_use]
    pub fn possible_links(&self, one: &AnnotationId, other: &AnnotationId) -> Vec<PossibleLink<'_>> {
        let mut possible = Vec::new();
        for (from, to) in [(one, other), (other, one)] {
            let (Some(start), Some(end)) = (self.annotations.get(from), self.annotations.get(to)) else { continue };
            let is_there =
                |kind: &str| self.links.iter().any(|link| link.kind == kind && link.from == *from && link.to == *to);
            for link_type in self.labels.link_types() {
                if from != to && link_type.fits(&start.label, &end.label) && !is_there(&link_type.id) {
                    possible.push(PossibleLink { link_type, from: from.clone(), to: to.clone() });
                }
            }
        }
        possible
    }
}
