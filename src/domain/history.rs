//! The history: a log of what was done, undone and redone, and the two stacks that follow from it.
//!
//! Not here: where the log is kept. The same entries are stored, replayed after a crash, and heard by other tabs.

use super::edit::Change;
use super::project::Timestamp;

/// How an entry turns the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// A new step; what had been undone is forgotten.
    Do,
    /// A continuation of the last step, such as the next letter of a note.
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
    /// Follows one entry of the log. An undo without a step to take back (its log was cut off) only changes the
    /// project, not the stacks.
    pub fn follow(&mut self, entry: &Entry) {
        match entry.turn {
            Turn::Do => {
                self.done.push(entry.change.clone());
                self.undone.clear();
            }
            Turn::Amend => {
                match self.done.last_mut() {
                    Some(last) => *last = last.amended(&entry.change),
                    None => self.done.push(entry.change.clone()),
                }
                self.undone.clear();
            }
            Turn::Undo => self.undone.extend(self.done.pop()),
            Turn::Redo => self.done.extend(self.undone.pop()),
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
