//! The workspace: the open project with its history and its lanes, changed only through here.

use crate::domain::annotation::{Annotation, AnnotationId};
use crate::domain::edit::{Change, Command, Edit, Rejected};
use crate::domain::history::{Entry, History, Turn};
use crate::domain::lanes::Lanes;
use crate::domain::project::{Project, Timestamp};
use crate::domain::span::Span;
use crate::domain::text::{Block, Text};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// What is open. Every change gives the [`Entry`] that is to be saved.
#[derive(Clone, Debug)]
pub struct Workspace {
    project: Project,
    history: History,
    lanes: Lanes,
    /// The annotation whose note is being typed: further letters belong to the same step of undo.
    noting: Option<AnnotationId>,
    revision: u32,
}

/// The number of the next state that a workspace is in.
static NEXT: AtomicU32 = AtomicU32::new(1);

fn next_revision() -> u32 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Workspace {
    /// A project with the steps that led to it.
    #[must_use]
    pub fn new(project: Project, history: History) -> Self {
        let lanes = Lanes::of(&project.annotations);
        Self { project, history, lanes, noting: None, revision: next_revision() }
    }

    /// The project as it is now.
    #[must_use]
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The article's text.
    #[must_use]
    pub fn text(&self) -> &Text {
        &self.project.document.text
    }

    /// What can be undone and redone.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Which state of which workspace this is: another number, another project. Never 0.
    #[must_use]
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// Carries a command out.
    ///
    /// # Errors
    /// [`Rejected`]; nothing has changed then.
    pub fn execute(&mut self, command: Command, now: &Timestamp) -> Result<Entry, Rejected> {
        let noting = match &command {
            Command::Note { id, .. } => Some(id.clone()),
            _ => None,
        };
        let change = self.project.plan(command, now)?;
        let continues =
            noting.is_some() && noting == self.noting && self.history.last().and_then(Change::noted) == noting.as_ref();
        let turn = if continues { Turn::Amend } else { Turn::Do };
        self.noting = noting;
        Ok(self.commit(Entry { turn, change, at: now.clone() }))
    }

    /// Ends the step of undo that gathers the letters of a note.
    pub fn end_note(&mut self) {
        self.noting = None;
    }

    /// Takes the last step back; `None` when there is none.
    pub fn undo(&mut self, now: &Timestamp) -> Option<Entry> {
        self.noting = None;
        let change = self.history.undo()?;
        Some(self.commit(Entry { turn: Turn::Undo, change, at: now.clone() }))
    }

    /// Does the last undone step again; `None` when there is none.
    pub fn redo(&mut self, now: &Timestamp) -> Option<Entry> {
        self.noting = None;
        let change = self.history.redo()?;
        Some(self.commit(Entry { turn: Turn::Redo, change, at: now.clone() }))
    }

    /// Follows an entry that another tab made, or the annex.
    pub fn follow(&mut self, entry: &Entry) {
        self.noting = None;
        self.commit(entry.clone());
    }

    /// The annotations that show in a block, in text order.
    pub fn in_block(&self, block: &Block) -> impl Iterator<Item = &Arc<Annotation>> {
        let span = Span::new(block.start(), block.end());
        span.into_iter().flat_map(|span| self.project.annotations.overlapping(span))
    }

    /// The underline lane of an annotation.
    #[must_use]
    pub fn lane(&self, id: &AnnotationId) -> u8 {
        self.lanes.get(id)
    }

    fn commit(&mut self, entry: Entry) -> Entry {
        self.project.apply(&entry.change);
        self.revision = next_revision();
        for edit in entry.change.edits() {
            if let Edit::Annotation { before, after } = edit {
                for annotation in before.iter().chain(after) {
                    self.lanes.place(&self.project.annotations, &annotation.id);
                }
            }
        }
        self.history.follow(&entry);
        entry
    }
}
