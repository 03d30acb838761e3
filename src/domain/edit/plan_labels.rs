//! Planning changes of the label set: what may be added, renamed and removed, and what becomes of the annotations.

use super::{Change, Edit, Rejected};
use crate::domain::annotation::Annotation;
use crate::domain::color::Color;
use crate::domain::label::{Label, LabelId, LabelSet};
use crate::domain::project::{Orphan, Project, Timestamp};
use std::fmt;
use std::sync::Arc;

/// What a person asks for about the label set.
#[derive(Clone, Debug)]
pub enum LabelEdit {
    /// A new label, behind the others.
    Add(Label),
    /// Another name; the identifier stays.
    Rename {
        /// Which label.
        id: LabelId,
        /// The new name.
        name: String,
    },
    /// Another key, or none.
    SetKey {
        /// Which label.
        id: LabelId,
        /// The new key; empty for none.
        key: String,
    },
    /// Another colour.
    SetColor {
        /// Which label.
        id: LabelId,
        /// The new colour, `#rrggbb`.
        color: String,
    },
    /// Another description.
    Describe {
        /// Which label.
        id: LabelId,
        /// When to use it.
        description: String,
    },
    /// Another place in the order.
    Place {
        /// Which label.
        id: LabelId,
        /// How many labels are to stand before it; the last place when there are fewer.
        position: usize,
    },
    /// Take a label away.
    Remove {
        /// Which label.
        id: LabelId,
        /// The label that its annotations get. Without one, the label has to be unused.
        heir: Option<LabelId>,
    },
    /// Take over a whole label set. Labels that it lacks and that are in use stay, behind the others.
    Replace(Box<LabelSet>),
}

/// What is wrong with a change of the label set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabelProblem {
    /// There is a label with this identifier.
    TakenId,
    /// A label needs a name.
    NoName,
    /// The key is none that a keyboard reports as one character.
    NotAKey,
    /// Another label has this key.
    TakenKey {
        /// That label's name.
        by: String,
    },
    /// The colour is not of the form `#rrggbb`.
    NotAColor,
    /// Annotations have the label.
    InUse {
        /// How many, orphans included.
        count: usize,
    },
    /// It is the only label.
    LastLabel,
    /// The annotations would go to the label that goes away.
    OwnHeir,
}

impl fmt::Display for LabelProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::TakenKey { by } => {
                return write!(
                    formatter,
                    "\u{201c}{by}\u{201d} has this key. Choose another key, or give that label another one."
                );
            }
            Self::InUse { count } => {
                return write!(
                    formatter,
                    "Annotations with this label: {count}. Choose the label that they are to get."
                );
            }
            Self::TakenId => "There is such a label already. Choose another name.",
            Self::NoName => "A label needs a name.",
            Self::NotAKey => "A key is one character, such as 5 or q.",
            Self::NotAColor => "A colour is written as # and six digits, such as #1d5fbf.",
            Self::LastLabel => "This is the only label. Add another one first.",
            Self::OwnHeir => "Choose another label for its annotations.",
        })
    }
}

impl Project {
    #[inline(never)]
    pub(super) fn plan_labels(&self, edit: LabelEdit, now: &Timestamp) -> Result<Change, Rejected> {
        let mut labels = self.labels.labels().to_vec();
        match edit {
            LabelEdit::Remove { id, heir } => return self.plan_label_removal(&id, heir.as_ref(), now),
            LabelEdit::Replace(set) => return self.plan_label_set(&set),
            LabelEdit::Add(label) => {
                if label.id.as_str().is_empty() || self.labels.get(&label.id).is_some() {
                    return Err(Rejected::Label(LabelProblem::TakenId));
                }
                labels.push(label);
                self.check_label(&labels, labels.len() - 1)?;
            }
            LabelEdit::Place { id, position } => {
                let place = self.place_of(&id)?;
                let label = labels.remove(place);
                labels.insert(position.min(labels.len()), label);
            }
            LabelEdit::Rename { id, name } => {
                let place = self.place_of(&id)?;
                labels[place].name = name;
                self.check_label(&labels, place)?;
            }
            LabelEdit::SetKey { id, key } => {
                let place = self.place_of(&id)?;
                labels[place].key = key;
                self.check_label(&labels, place)?;
            }
            LabelEdit::SetColor { id, color } => {
                let place = self.place_of(&id)?;
                labels[place].color = color;
                self.check_label(&labels, place)?;
            }
            LabelEdit::Describe { id, description } => {
                let place = self.place_of(&id)?;
                labels[place].description = description;
            }
        }
        let after = self.labels.with_labels(labels);
        if after == self.labels {
            return Err(Rejected::NothingToDo);
        }
        Ok(Change::new(vec![Edit::Labels { before: self.labels.clone(), after }]))
    }

    fn place_of(&self, id: &LabelId) -> Result<usize, Rejected> {
        self.labels.position(id).ok_or(Rejected::NoSuchLabel)
    }

    /// Whether one label is well made and has a key of its own. What is wrong with another one, as a file brought it, is
    /// not held against this one, nor what was wrong with it before.
    fn check_label(&self, labels: &[Label], place: usize) -> Result<(), Rejected> {
        let label = &labels[place];
        let before = self.labels.get(&label.id);
        let is_new = |part: fn(&Label) -> &String| before.is_none_or(|before| part(before) != part(label));
        if is_new(|label| &label.name) && label.name.trim().is_empty() {
            return Err(Rejected::Label(LabelProblem::NoName));
        }
        if is_new(|label| &label.color) && Color::parse(&label.color).is_none() {
            return Err(Rejected::Label(LabelProblem::NotAColor));
        }
        if !is_new(|label| &label.key) || label.key.is_empty() {
            return Ok(());
        }
        let mut characters = label.key.chars();
        let is_key = characters.next().is_some_and(|key| !key.is_whitespace() && !key.is_control());
        if !is_key || characters.next().is_some() {
            return Err(Rejected::Label(LabelProblem::NotAKey));
        }
        match labels.iter().find(|other| other.id != label.id && other.key == label.key) {
            Some(other) => Err(Rejected::Label(LabelProblem::TakenKey { by: other.name.clone() })),
            None => Ok(()),
        }
    }

    /// How many annotations and orphans have a label.
    #[must_use]
    pub fn uses_of(&self, label: &LabelId) -> usize {
        let orphans = self.orphans.iter().filter(|orphan| orphan.annotation.label == *label).count();
        self.annotations.iter().filter(|annotation| annotation.label == *label).count() + orphans
    }

    fn plan_label_removal(&self, id: &LabelId, heir: Option<&LabelId>, now: &Timestamp) -> Result<Change, Rejected> {
        let place = self.place_of(id)?;
        let mut labels = self.labels.labels().to_vec();
        labels.remove(place);
        if labels.is_empty() {
            return Err(Rejected::Label(LabelProblem::LastLabel));
        }
        let count = self.uses_of(id);
        let mut edits = Vec::new();
        match heir {
            Some(heir) if heir == id => return Err(Rejected::Label(LabelProblem::OwnHeir)),
            Some(heir) => {
                self.place_of(heir)?;
                let moved = |annotation: &Annotation| Annotation {
                    label: heir.clone(),
                    modified: now.clone(),
                    ..annotation.clone()
                };
                for before in self.annotations.iter().filter(|annotation| annotation.label == *id) {
                    let after = Some(Arc::new(moved(before)));
                    edits.push(Edit::Annotation { before: Some(before.clone()), after });
                }
                let is_here = |orphan: &Orphan| orphan.annotation.label == *id;
                if self.orphans.iter().any(is_here) {
                    let mut after = self.orphans.clone();
                    for orphan in after.iter_mut().filter(|orphan| is_here(orphan)) {
                        orphan.annotation = moved(&orphan.annotation);
                    }
                    edits.push(Edit::Orphans { before: self.orphans.clone(), after });
                }
            }
            None if count > 0 => return Err(Rejected::Label(LabelProblem::InUse { count })),
            None => {}
        }
        edits.push(Edit::Labels { before: self.labels.clone(), after: self.labels.with_labels(labels) });
        Ok(Change::new(edits))
    }

    fn plan_label_set(&self, set: &LabelSet) -> Result<Change, Rejected> {
        let mut labels = set.labels().to_vec();
        for label in self.labels.labels() {
            if set.get(&label.id).is_none() && self.uses_of(&label.id) > 0 {
                let mut kept = label.clone();
                if set.by_key(&kept.key).is_some() {
                    kept.key.clear();
                }
                labels.push(kept);
            }
        }
        if labels.is_empty() {
            return Err(Rejected::Label(LabelProblem::LastLabel));
        }
        let after = set.with_labels(labels);
        if after == self.labels {
            return Err(Rejected::NothingToDo);
        }
        Ok(Change::new(vec![Edit::Labels { before: self.labels.clone(), after }]))
    }
}
