//! Changes: what a command did, edit by edit, and how it is taken back.
//!
//! Not here: whether a command fits ([`super::plan`]).

use crate::domain::annotation::{Annotation, AnnotationId, Link};
use crate::domain::label::LabelSet;
use crate::domain::project::{Orphan, Status, Unknown};
use std::sync::Arc;

/// One thing replaced by another; either side may be absent. The inverse swaps the sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// An annotation made, changed or taken away.
    Annotation {
        /// As it was.
        before: Option<Arc<Annotation>>,
        /// As it is to be.
        after: Option<Arc<Annotation>>,
    },
    /// A link made or taken away.
    Link {
        /// As it was.
        before: Option<Link>,
        /// As it is to be.
        after: Option<Link>,
    },
    /// Another status.
    Status {
        /// As it was.
        before: Status,
        /// As it is to be.
        after: Status,
    },
    /// Another label set.
    Labels {
        /// As it was.
        before: LabelSet,
        /// As it is to be.
        after: LabelSet,
    },
    /// Other orphans.
    Orphans {
        /// As they were.
        before: Vec<Orphan>,
        /// As they are to be.
        after: Vec<Orphan>,
    },
    /// Other fields that are not known: those of the file, then those of its document.
    Unknown {
        /// As they were.
        before: [Unknown; 2],
        /// As they are to be.
        after: [Unknown; 2],
    },
    /// A suggestion rejected, or offered again.
    RejectedSuggestion {
        /// Its key, when it was rejected before.
        before: Option<String>,
        /// Its key, when it is to be rejected.
        after: Option<String>,
    },
}

impl Edit {
    fn inverse(&self) -> Self {
        match self.clone() {
            Self::Annotation { before, after } => Self::Annotation { before: after, after: before },
            Self::Link { before, after } => Self::Link { before: after, after: before },
            Self::Status { before, after } => Self::Status { before: after, after: before },
            Self::Labels { before, after } => Self::Labels { before: after, after: before },
            Self::Orphans { before, after } => Self::Orphans { before: after, after: before },
            Self::RejectedSuggestion { before, after } => Self::RejectedSuggestion { before: after, after: before },
            Self::Unknown { before, after } => Self::Unknown { before: after, after: before },
        }
    }
}

/// What a command did: edits in the order in which they apply. One change is one step of undo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    edits: Vec<Edit>,
}

impl Change {
    /// A change of these edits.
    #[must_use]
    pub fn new(edits: Vec<Edit>) -> Self {
        Self { edits }
    }

    /// The edits in order.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { edits: self.edits.iter().rev().map(Edit::inverse).collect() }
    }

    /// The annotation whose note, and nothing else, this change replaces.
    #[must_use]
    pub fn noted(&self) -> Option<&AnnotationId> {
        match self.edits.as_slice() {
            [Edit::Annotation { before: Some(before), after: Some(after) }] => {
                let (note, modified) = (after.note.clone(), after.modified.clone());
                let noted = Annotation { note, modified, ..(**before).clone() };
                (before.note != after.note && noted == **after).then_some(&after.id)
            }
            _ => None,
        }
    }

    /// Whether a later change goes on with the note that this one wrote.
    #[must_use]
    pub fn is_continued_by(&self, later: &Self) -> bool {
        match (self.edits.as_slice(), later.edits.as_slice()) {
            ([Edit::Annotation { after: here, .. }], [Edit::Annotation { before: from, .. }]) => {
                here == from && later.noted().is_some() && later.noted() == self.noted()
            }
            _ => false,
        }
    }

    /// This change followed by a later one, as one step; two edits of the same annotation become one edit.
    #[must_use]
    pub fn amended(&self, later: &Self) -> Self {
        match (self.edits.as_slice(), later.edits.as_slice()) {
            ([Edit::Annotation { before, after: Some(between) }], [Edit::Annotation { before: Some(same), after }])
                if between.id == same.id =>
            {
                Self { edits: vec![Edit::Annotation { before: before.clone(), after: after.clone() }] }
            }
            _ => Self { edits: self.edits.iter().chain(&later.edits).cloned().collect() },
        }
    }

    /// The annotation a person would look at after this change: the last one it made or changed.
    #[must_use]
    pub fn focus(&self) -> Option<&Arc<Annotation>> {
        self.edits.iter().rev().find_map(|edit| match edit {
            Edit::Annotation { after: Some(after), .. } => Some(after),
            _ => None,
        })
    }

    /// What to tell the person.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let (mut added, mut removed, mut changed) = (0, 0, 0);
        let mut one = None;
        for edit in &self.edits {
            if let Edit::Annotation { before, after } = edit {
                match (before, after) {
                    (None, _) => added += 1,
                    (_, None) => removed += 1,
                    _ => changed += 1,
                }
                one = Some((before, after));
            }
        }
        match (one, added, removed, changed) {
            (Some((None, Some(after))), 1, 0, 0) => Summary::Added(after.clone()),
            // One that is without a place again is not gone.
            (Some((Some(before), None)), 0, 1, 0) => {
                self.waiting().map_or_else(|| Summary::Removed(before.clone()), Summary::Orphans)
            }
            (Some((Some(before), Some(after))), 0, 0, 1) => match () {
                () if before.label != after.label => Summary::Relabelled(after.clone()),
                () if before.target != after.target => Summary::Moved(after.clone()),
                () if before.attributes != after.attributes || before.note == after.note => {
                    Summary::Described(after.clone())
                }
                () => Summary::Noted(after.clone()),
            },
            (Some(_), _, 0, 0) => Summary::AddedMany(added),
            (Some(_), 0, _, 0) => Summary::RemovedMany(removed),
            (Some(_), ..) => Summary::ChangedMany(added + removed + changed),
            (None, ..) => self.summary_of_the_rest(),
        }
    }

    /// What to tell of a change that leaves the annotations alone.
    fn summary_of_the_rest(&self) -> Summary {
        match self.edits.as_slice() {
            [Edit::Link { after: Some(link), .. }] => Summary::Linked(link.clone()),
            [Edit::Link { before: Some(link), .. }] => Summary::Unlinked(link.clone()),
            [Edit::RejectedSuggestion { after: Some(_), .. }, rest @ ..] => {
                Summary::RejectedSuggestions(rest.len() + 1)
            }
            [Edit::RejectedSuggestion { .. }, rest @ ..] => Summary::RestoredSuggestions(rest.len() + 1),
            [Edit::Labels { .. }] => Summary::Labels,
            _ => self.waiting().map_or(Summary::Project, Summary::Orphans),
        }
    }

    /// How many annotations are without a place after this change, if it says so.
    fn waiting(&self) -> Option<usize> {
        self.edits.iter().find_map(|edit| match edit {
            Edit::Orphans { after, .. } => Some(after.len()),
            _ => None,
        })
    }
}

/// What a change was, in a person's terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Summary {
    /// One annotation is new.
    Added(Arc<Annotation>),
    /// One annotation is gone.
    Removed(Arc<Annotation>),
    /// One has another label.
    Relabelled(Arc<Annotation>),
    /// One has other spans.
    Moved(Arc<Annotation>),
    /// One has another note.
    Noted(Arc<Annotation>),
    /// One has other attributes.
    Described(Arc<Annotation>),
    /// Several are new.
    AddedMany(usize),
    /// Several are gone.
    RemovedMany(usize),
    /// Several are new or different.
    ChangedMany(usize),
    /// Two are related.
    Linked(Link),
    /// Two are no longer related.
    Unlinked(Link),
    /// So many suggestions were rejected.
    RejectedSuggestions(usize),
    /// So many suggestions are offered again.
    RestoredSuggestions(usize),
    /// The label set is another one.
    Labels,
    /// So many annotations are without a place now.
    Orphans(usize),
    /// The document's status, or several things at once.
    Project,
}
