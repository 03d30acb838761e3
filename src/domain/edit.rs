//! Editing: a command is checked against a project and gives a change; a change is applied, and its inverse undoes it.
//!
//! Not here: remembering changes ([`super::history`]) and storing them.

mod change;
mod plan;
mod plan_labels;
mod plan_links;

pub use change::{Change, Edit, Summary};
pub use plan_labels::{LabelEdit, LabelProblem};

use super::annotation::{Annotation, AnnotationId};
use super::label::LabelId;
use super::project::{Project, Status, Timestamp};
use super::span::{Span, Target};
use super::text::CodePoint;
use plan::{Verdict, changed};
use std::fmt;

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
    /// Make several annotations at once, for example of all that has the same text, or of suggestions. What is marked so
    /// already is passed over.
    Accept(Vec<Proposal>),
    /// Remember that suggestions were rejected, by their keys.
    RejectSuggestions(Vec<String>),
    /// Offer suggestions again that had been rejected, by their keys.
    RestoreSuggestions(Vec<String>),
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
    /// Put an annotation on other spans.
    SetTarget {
        /// Which annotation.
        id: AnnotationId,
        /// All its spans.
        target: Target,
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
    /// Give an annotation a named value, or take it away.
    SetAttribute {
        /// Which annotation.
        id: AnnotationId,
        /// The attribute's name.
        name: String,
        /// The whole new value; nothing to take it away.
        value: Option<String>,
    },
    /// Relate two annotations.
    Link {
        /// The identifier of the link to be made.
        id: String,
        /// The identifier of its type.
        kind: String,
        /// The annotation it starts from.
        from: AnnotationId,
        /// The annotation it leads to.
        to: AnnotationId,
    },
    /// Take a link away.
    Unlink {
        /// Which.
        id: String,
    },
    /// Give an orphan a place in the text, which makes an annotation of it again.
    Place {
        /// Which orphan, by its annotation's identifier.
        id: AnnotationId,
        /// Where.
        target: Target,
    },
    /// Take an annotation or an orphan away, with its links.
    Remove {
        /// Which.
        id: AnnotationId,
    },
    /// Take all annotations away, with their links.
    RemoveAll,
    /// Change the label set.
    EditLabels(LabelEdit),
    /// Say whether work on the document goes on.
    SetStatus(Status),
    /// Take over labels, annotations, links, orphans and what is not known from a file of the same text.
    Replace(Box<Project>),
}

/// An annotation that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The identifier of the annotation.
    pub id: AnnotationId,
    /// What to call it.
    pub label: LabelId,
    /// Where.
    pub target: Target,
    /// Where it comes from: `human`, `propagated:<annotation id>`, or `suggestion:<rule>`.
    pub origin: String,
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
    /// Annotations of this label have no attribute of this name.
    NoSuchAttribute,
    /// The attribute has other values.
    NoSuchValue {
        /// Those it has, for people.
        values: String,
    },
    /// The link is gone.
    NoSuchLink,
    /// The label set has no such type of link.
    NoSuchLinkType,
    /// A link was to lead back to its start.
    LinkToItself,
    /// The same two annotations already have the same link.
    DuplicateLink,
    /// The type of link does not lead from the one label to the other.
    LinkDoesNotFit {
        /// Where it would lead, and which type would fit, for people.
        reason: String,
    },
    /// The label set cannot be changed so.
    Label(LabelProblem),
    /// There is nothing to do.
    NothingToDo,
    /// The file belongs to another text.
    OtherText,
}

impl fmt::Display for Rejected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NoSuchValue { values } => {
                return formatter.write_str(&["Choose one of these values: ", values, "."].concat());
            }
            Self::LinkDoesNotFit { reason } => reason,
            Self::Label(problem) => return problem.fmt(formatter),
            Self::NoSuchAttribute => "Annotations of this label have no such attribute.",
            Self::NoSuchLink => "That link is no longer there.",
            Self::NoSuchLinkType => "That type of link is not in this article\u{2019}s label set.",
            Self::LinkToItself => "A link leads to another annotation. Choose one.",
            Self::DuplicateLink => "These two already have this link.",
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

impl Project {
    /// Checks a command and says what it would change. The project itself stays as it is.
    ///
    /// # Errors
    /// [`Rejected`], when the command does not fit the project as it is now.
    pub fn plan(&self, command: Command, now: &Timestamp) -> Result<Change, Rejected> {
        match command {
            Command::Mark { id, label, target } => self.plan_mark(id, label, target, now),
            Command::Accept(proposals) => self.plan_proposals(proposals, now),
            Command::RejectSuggestions(keys) => self.plan_rejection(keys, Verdict::Rejected),
            Command::RestoreSuggestions(keys) => self.plan_rejection(keys, Verdict::Restored),
            Command::Relabel { id, label } => self.plan_relabel(&id, label, now),
            Command::Move { id, fragment, span } => {
                let target = self.known(&id)?.target.replacing(fragment, span).ok_or(Rejected::NoSuchFragment)?;
                self.plan_target(&id, target, now)
            }
            Command::SetTarget { id, target } => self.plan_target(&id, target, now),
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
            Command::SetAttribute { id, name, value } => self.plan_attribute(&id, name, value, now),
            Command::Link { id, kind, from, to } => self.plan_link(id, &kind, from, to),
            Command::Unlink { id } => self.plan_unlink(&id),
            Command::Place { id, target } => self.plan_place(&id, target, now),
            Command::Remove { id } => match self.orphan_index(&id) {
                Some(place) if self.annotations.get(&id).is_none() => Ok(self.plan_farewell(place)),
                _ => {
                    self.known(&id)?;
                    Ok(self.plan_removal(|annotation| annotation.id == id))
                }
            },
            Command::RemoveAll if self.annotations.is_empty() => Err(Rejected::NothingToDo),
            Command::RemoveAll => Ok(self.plan_removal(|_| true)),
            Command::EditLabels(edit) => self.plan_labels(edit, now),
            Command::SetStatus(after) if after == self.document.status => Err(Rejected::NothingToDo),
            Command::SetStatus(after) => Ok(Change::new(vec![Edit::Status { before: self.document.status, after }])),
            Command::Replace(other) => self.plan_replacement(&other),
        }
    }

    /// Carries a change out. Each edit's `after` wins over whatever is there, so that a log replayed twice, or in two
    /// tabs, ends in the same state. No link is left or made without both of its ends, and no annotation without its label:
    /// another tab may have taken one away.
    pub fn apply(&mut self, change: &Change) {
        let sets = change.edits().iter().any(|edit| matches!(edit, Edit::Labels { .. }));
        let known = if sets { Some(self.labels.clone()) } else { None };
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
                Edit::RejectedSuggestion { before, after } => {
                    if let Some(before) = before {
                        self.rejected.retain(|key| key != before);
                    }
                    if let Some(after) = after.as_ref().filter(|after| !self.is_rejected(after)) {
                        let place = self.rejected.partition_point(|key| key < after);
                        self.rejected.insert(place, after.clone());
                    }
                }
            }
        }
        // Another tab may have given an orphan its place meanwhile.
        self.orphans.retain(|orphan| self.annotations.get(&orphan.annotation.id).is_none());
        let may_part_links =
            |edit: &Edit| !matches!(edit, Edit::Annotation { after: Some(_), .. } | Edit::Status { .. });
        if change.edits().iter().any(may_part_links) {
            self.drop_links_without_ends();
        }
        match known {
            Some(known) => {
                let labels: Vec<LabelId> = self.annotations.iter().map(|annotation| annotation.label.clone()).collect();
                labels.iter().for_each(|label| self.labels.keep(label, Some(&known)));
            }
            None => {
                for edit in change.edits() {
                    if let Edit::Annotation { after: Some(after), .. } = edit {
                        self.labels.keep(&after.label, None);
                    }
                }
            }
        }
    }

    fn drop_links_without_ends(&mut self) {
        let mut links = std::mem::take(&mut self.links);
        links.retain(|link| self.has_annotation(&link.from) && self.has_annotation(&link.to));
        self.links = links;
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
