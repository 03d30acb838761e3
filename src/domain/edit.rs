//! Editing: a command is checked against a project and gives a change; a change is applied, and its inverse undoes it.
//!
//! Not here: remembering changes ([`super::history`]) and storing them.

use super::annotation::{Annotation, AnnotationId, Link};
use super::label::{LabelId, LabelSet};
use super::project::{Orphan, Project, Status, Timestamp, Unknown};
use super::span::{Span, Target};
use super::text::CodePoint;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// What a person asks for.
#[derive(Clone, Debug)]
pub enum Command {
    /// Give a target a label.
    Mark {
        /// The identifier of the annotation to be made.
        id: AnnotationId,
        /// What to call it.
        label: LabelId,
        /// Where.
        target: Target,
    },
    /// Give an annotation another label.
    Relabel {
        /// Which.
        id: AnnotationId,
        /// The new label.
        label: LabelId,
    },
    /// Move one span of an annotation, for example one of its edges.
    Move {
        /// Which annotation.
        id: AnnotationId,
        /// Which of its spans, in text order.
        fragment: usize,
        /// Where it is to be.
        span: Span,
    },
    /// Add a span to an annotation.
    AddFragment {
        /// Which annotation.
        id: AnnotationId,
        /// The span; joined with those it overlaps or touches.
        span: Span,
    },
    /// Take a span away from an annotation that has several.
    RemoveFragment {
        /// Which annotation.
        id: AnnotationId,
        /// Which of its spans, in text order.
        fragment: usize,
    },
    /// Replace an annotation's note.
    Note {
        /// Which annotation.
        id: AnnotationId,
        /// The whole new note.
        note: String,
    },
    /// Take an annotation away, with its links.
    Remove {
        /// Which.
        id: AnnotationId,
    },
    /// Take all annotations away, with their links.
    RemoveAll,
    /// Say whether work on the document goes on.
    SetStatus(Status),
    /// Take over labels, annotations, links, orphans and what is not known from a file of the same text.
    Replace(Box<Project>),
}

/// Why a command was not carried out. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejected {
    /// The same target already has the same label.
    Duplicate {
        /// The annotation that is there.
        existing: AnnotationId,
    },
    /// Another annotation already has this identifier.
    TakenIdentifier,
    /// The annotation is gone.
    NoSuchAnnotation,
    /// The label is not in the label set.
    NoSuchLabel,
    /// A span reaches beyond the text, or would cover nothing.
    OutsideText,
    /// The annotation has no such span, or it is its only one.
    NoSuchFragment,
    /// There is nothing to do.
    NothingToDo,
    /// The file belongs to another text.
    OtherText,
}

impl fmt::Display for Rejected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Duplicate { .. } => "This span already has this label. Choose another label, or press Escape.",
            Self::TakenIdentifier => "That annotation is already there. Mark the span again.",
            Self::NoSuchAnnotation => "That annotation is no longer there.",
            Self::NoSuchLabel => "That label is not in this article's label set.",
            Self::OutsideText => "An annotation needs at least one character of the article.",
            Self::NoSuchFragment => "This is the annotation's only part. Press Delete to remove the annotation.",
            Self::NothingToDo => "There is nothing to change.",
            Self::OtherText => "That file belongs to another article.",
        })
    }
}

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
}

impl Edit {
    fn inverse(&self) -> Self {
        match self.clone() {
            Self::Annotation { before, after } => Self::Annotation { before: after, after: before },
            Self::Link { before, after } => Self::Link { before: after, after: before },
            Self::Status { before, after } => Self::Status { before: after, after: before },
            Self::Labels { before, after } => Self::Labels { before: after, after: before },
            Self::Orphans { before, after } => Self::Orphans { before: after, after: before },
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
        let mut changed = self.edits.iter().filter_map(|edit| match edit {
            Edit::Annotation { before, after } => Some((before, after)),
            _ => None,
        });
        match (changed.next(), changed.count()) {
            (Some((None, Some(after))), 0) => Summary::Added(after.clone()),
            (Some((Some(before), None)), 0) => Summary::Removed(before.clone()),
            (Some((Some(before), Some(after))), 0) if before.label != after.label => Summary::Relabelled(after.clone()),
            (Some((Some(before), Some(after))), 0) if before.target != after.target => Summary::Moved(after.clone()),
            (Some((Some(_), Some(after))), 0) => Summary::Noted(after.clone()),
            (Some((_, None)), others) => Summary::RemovedMany(others + 1),
            (Some(_), others) => Summary::ChangedMany(others + 1),
            (None, _) => Summary::Project,
        }
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
    /// One has another note, or other attributes.
    Noted(Arc<Annotation>),
    /// Several are gone.
    RemovedMany(usize),
    /// Several are new or different.
    ChangedMany(usize),
    /// The document's status, labels or links.
    Project,
}

impl Project {
    /// Checks a command and says what it would change. The project itself stays as it is.
    ///
    /// # Errors
    /// [`Rejected`], when the command does not fit the project as it is now.
    pub fn plan(&self, command: Command, now: &Timestamp) -> Result<Change, Rejected> {
        match command {
            Command::Mark { id, label, target } => self.plan_mark(id, label, target, now),
            Command::Relabel { id, label } => self.plan_relabel(&id, label, now),
            Command::Move { id, fragment, span } => {
                let target = self.known(&id)?.target.replacing(fragment, span).ok_or(Rejected::NoSuchFragment)?;
                self.plan_target(&id, target, now)
            }
            Command::AddFragment { id, span } => self.plan_target(&id, self.known(&id)?.target.with(span), now),
            Command::RemoveFragment { id, fragment } => {
                let target = self.known(&id)?.target.without(fragment).ok_or(Rejected::NoSuchFragment)?;
                self.plan_target(&id, target, now)
            }
            Command::Note { id, note } => {
                let before = self.known(&id)?;
                if before.note == note {
                    return Err(Rejected::NothingToDo);
                }
                Ok(changed(before, Annotation { note, modified: now.clone(), ..(**before).clone() }))
            }
            Command::Remove { id } => {
                self.known(&id)?;
                Ok(self.plan_removal(|annotation| annotation.id == id))
            }
            Command::RemoveAll if self.annotations.is_empty() => Err(Rejected::NothingToDo),
            Command::RemoveAll => Ok(self.plan_removal(|_| true)),
            Command::SetStatus(after) if after == self.document.status => Err(Rejected::NothingToDo),
            Command::SetStatus(after) => Ok(Change::new(vec![Edit::Status { before: self.document.status, after }])),
            Command::Replace(other) => self.plan_replacement(&other),
        }
    }

    /// Carries a change out. Each edit's `after` wins over whatever is there, so that a log replayed twice, or in two
    /// tabs, ends in the same state.
    pub fn apply(&mut self, change: &Change) {
        for edit in change.edits() {
            match edit {
                Edit::Annotation { before, after } => {
                    if let Some(before) = before {
                        self.annotations.remove(&before.id);
                    }
                    if let Some(after) = after {
                        self.annotations.insert(after.clone());
                    }
                }
                Edit::Link { before, after } => {
                    let gone = before.as_ref().or(after.as_ref()).map(|link| link.id.clone());
                    let place = self.links.iter().position(|link| Some(&link.id) == gone.as_ref());
                    match (place, after) {
                        (Some(place), Some(after)) => self.links[place] = after.clone(),
                        (Some(place), None) => drop(self.links.remove(place)),
                        (None, Some(after)) => {
                            let place = self.links.partition_point(|link| link.id < after.id);
                            self.links.insert(place, after.clone());
                        }
                        (None, None) => {}
                    }
                }
                Edit::Status { after, .. } => self.document.status = *after,
                Edit::Labels { after, .. } => self.labels = after.clone(),
                Edit::Orphans { after, .. } => self.orphans.clone_from(after),
                Edit::Unknown { after: [file, document], .. } => {
                    self.unknown.clone_from(file);
                    self.document.unknown.clone_from(document);
                }
            }
        }
    }

    fn known(&self, id: &AnnotationId) -> Result<&Arc<Annotation>, Rejected> {
        self.annotations.get(id).ok_or(Rejected::NoSuchAnnotation)
    }

    fn check(&self, id: &AnnotationId, label: &LabelId, target: &Target) -> Result<(), Rejected> {
        if self.labels.get(label).is_none() {
            return Err(Rejected::NoSuchLabel);
        }
        if target.hull().end() > self.document.text.end() {
            return Err(Rejected::OutsideText);
        }
        let same = self
            .annotations
            .overlapping(target.spans()[0])
            .find(|other| other.id != *id && other.label == *label && other.target == *target);
        same.map_or(Ok(()), |other| Err(Rejected::Duplicate { existing: other.id.clone() }))
    }

    fn plan_mark(&self, id: AnnotationId, label: LabelId, target: Target, now: &Timestamp) -> Result<Change, Rejected> {
        if self.annotations.get(&id).is_some() {
            return Err(Rejected::TakenIdentifier);
        }
        self.check(&id, &label, &target)?;
        let annotation = Annotation {
            id,
            label,
            target,
            note: String::new(),
            attributes: BTreeMap::new(),
            origin: "human".to_owned(),
            creator: String::new(),
            created: now.clone(),
            modified: now.clone(),
            unknown: Unknown::default(),
        };
        Ok(Change::new(vec![Edit::Annotation { before: None, after: Some(Arc::new(annotation)) }]))
    }

    fn plan_relabel(&self, id: &AnnotationId, label: LabelId, now: &Timestamp) -> Result<Change, Rejected> {
        let before = self.known(id)?;
        if before.label == label {
            return Err(Rejected::NothingToDo);
        }
        self.check(id, &label, &before.target)?;
        Ok(changed(before, Annotation { label, modified: now.clone(), ..(**before).clone() }))
    }

    fn plan_target(&self, id: &AnnotationId, target: Target, now: &Timestamp) -> Result<Change, Rejected> {
        let before = self.known(id)?;
        if before.target == target {
            return Err(Rejected::NothingToDo);
        }
        self.check(id, &before.label, &target)?;
        Ok(changed(before, Annotation { target, modified: now.clone(), ..(**before).clone() }))
    }

    fn plan_removal(&self, is_gone: impl Fn(&Annotation) -> bool) -> Change {
        let gone: Vec<&Arc<Annotation>> = self.annotations.iter().filter(|annotation| is_gone(annotation)).collect();
        let is_end_gone = |end: &AnnotationId| self.annotations.get(end).is_some_and(|annotation| is_gone(annotation));
        let is_loose = |link: &&Link| is_end_gone(&link.from) || is_end_gone(&link.to);
        let links =
            self.links.iter().filter(is_loose).map(|link| Edit::Link { before: Some(link.clone()), after: None });
        let annotations =
            gone.iter().map(|annotation| Edit::Annotation { before: Some((*annotation).clone()), after: None });
        Change::new(links.chain(annotations).collect())
    }

    fn plan_replacement(&self, other: &Self) -> Result<Change, Rejected> {
        if self.document.text != other.document.text {
            return Err(Rejected::OtherText);
        }
        let mut edits = Vec::new();
        if self.labels != other.labels {
            edits.push(Edit::Labels { before: self.labels.clone(), after: other.labels.clone() });
        }
        for link in self.links.iter().filter(|link| !other.links.contains(link)) {
            edits.push(Edit::Link { before: Some(link.clone()), after: None });
        }
        for before in self.annotations.iter() {
            let after = other.annotations.get(&before.id);
            if after != Some(before) {
                edits.push(Edit::Annotation { before: Some(before.clone()), after: after.cloned() });
            }
        }
        for after in other.annotations.iter().filter(|after| self.annotations.get(&after.id).is_none()) {
            edits.push(Edit::Annotation { before: None, after: Some(after.clone()) });
        }
        for link in other.links.iter().filter(|link| !self.links.contains(link)) {
            edits.push(Edit::Link { before: None, after: Some(link.clone()) });
        }
        if self.orphans != other.orphans {
            edits.push(Edit::Orphans { before: self.orphans.clone(), after: other.orphans.clone() });
        }
        if self.document.status != other.document.status {
            edits.push(Edit::Status { before: self.document.status, after: other.document.status });
        }
        let [before, after] = [self, other].map(|project| [project.unknown.clone(), project.document.unknown.clone()]);
        if before != after {
            edits.push(Edit::Unknown { before, after });
        }
        if edits.is_empty() { Err(Rejected::NothingToDo) } else { Ok(Change::new(edits)) }
    }
}

/// An edge of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Where it begins.
    Start,
    /// Where it ends.
    End,
}

/// The span with one edge at `place`; `None` when nothing would be left between the edges.
#[must_use]
pub fn with_edge(span: Span, edge: Edge, place: CodePoint) -> Option<Span> {
    match edge {
        Edge::Start => Span::new(place, span.end()),
        Edge::End => Span::new(span.start(), place),
    }
}

fn changed(before: &Arc<Annotation>, after: Annotation) -> Change {
    Change::new(vec![Edit::Annotation { before: Some(before.clone()), after: Some(Arc::new(after)) }])
}
