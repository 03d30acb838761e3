//! The history: a log of what was done, undone and redone, and the two stacks that follow from it.
//!
//! Not here: where the log is kept. The same entries are stored, replayed after a crash, and heard by other tabs.

use super::edit::{Change, Edit};
use super::project::Timestamp;
use std::mem::discriminant;

/// How an entry turns the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// A new step; what had been undone is forgotten.
    Do,
    /// A continuation of a step, the next letter of a note. The step is the last of this tab, behind which another tab may have
    /// done something.
    Amend,
    /// The last step taken back.
    Undo,
    /// The last step taken back, done again.
    Redo,
}

/// One line of the log. `change` is what was applied to the project, also for an undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which way.
    pub turn: Turn,
    /// What it applied.
    pub change: Change,
    /// When.
    pub at: Timestamp,
}

/// The steps that can be taken back and those that can be done again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    done: Vec<Change>,
    undone: Vec<Change>,
}

impl History {
    /// Follows one entry of the log. Where an undo or a redo is not of the step that is next (its log was cut off, or another tab
    /// did something at the same time), the steps no longer lead back, and there are none to be taken back from then on.
    pub fn follow(&mut self, entry: &Entry) {
        match entry.turn {
            Turn::Do => {
                self.done.push(entry.change.clone());
                self.undone.clear();
            }
            Turn::Amend => {
                match self.done.iter_mut().rfind(|step| step.is_continued_by(&entry.change)) {
                    Some(step) => *step = step.amended(&entry.change),
                    None => self.done.push(entry.change.clone()),
                }
                self.undone.clear();
            }
            Turn::Undo => self.turn(entry.change.inverse(), |history| [&mut history.done, &mut history.undone]),
            Turn::Redo => self.turn(entry.change.clone(), |history| [&mut history.undone, &mut history.done]),
        }
    }

    fn turn(&mut self, step: Change, stacks: fn(&mut Self) -> [&mut Vec<Change>; 2]) {
        let [from, to] = stacks(self);
        if from.pop().is_some_and(|next| is_alike(&next, &step)) {
            to.push(step);
        } else {
            *self = Self::default();
        }
    }

    /// The change that takes the last step back.
    #[must_use]
    pub fn undo(&self) -> Option<Change> {
        self.done.last().map(Change::inverse)
    }

    /// The change that does the last undone step again.
    #[must_use]
    pub fn redo(&self) -> Option<Change> {
        self.undone.last().cloned()
    }

    /// Whether there is a step to take back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Whether there is an undone step to do again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// The last step done.
    #[must_use]
    pub fn last(&self) -> Option<&Change> {
        self.done.last()
    }

    /// How many steps can be taken back.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.done.len()
    }
}

/// Whether two changes do the same, as far as it takes to tell steps apart.
fn is_alike(one: &Change, other: &Change) -> bool {
    let are_alike = |(one, other): (&Edit, &Edit)| match (one, other) {
        (Edit::Annotation { .. } | Edit::Link { .. } | Edit::RejectedSuggestion { .. }, _) => one == other,
        _ => discriminant(one) == discriminant(other),
    };
    one.edits().len() == other.edits().len() && one.edits().iter().zip(other.edits()).all(are_alike)
}
