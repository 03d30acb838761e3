//! What the annex knows and shows, in signals.

use super::site_file::SiteFile;
use crate::app::annex::{Answer, REFUSED, Screen, entry_text};
use crate::app::signal::State;
use crate::browser::{clock, wire};
use crate::domain::edit::{Change, Command};
use crate::domain::history::{Entry, Turn};
use crate::domain::label::LabelId;
use crate::domain::project::Project;
use crate::formats::attest;
use std::sync::Arc;

/// Everything that the annex's screens read, as one value that is cheap to copy and to hand around.
#[derive(Clone, Copy)]
pub(super) struct Annex {
    /// The open project as the page told it last; `None` while nothing is open.
    pub(super) project: State<Option<Arc<Project>>>,
    /// The annotation file of it; empty while nothing is open.
    pub(super) file: State<String>,
    /// The screen that is open.
    pub(super) screen: State<Option<Screen>>,
    /// The label that the person had in hand when a screen was last asked for: of the pen, or of the active annotation.
    pub(super) label: State<Option<LabelId>>,
    /// The guidelines.
    pub(super) guidelines: SiteFile,
    /// The practice article with its answers.
    pub(super) practice: SiteFile,
}

impl Annex {
    pub(super) fn new() -> Self {
        Self {
            project: State::new(None),
            file: State::new(String::new()),
            screen: State::new(None),
            label: State::new(None),
            guidelines: SiteFile::new("guidelines.txt"),
            practice: SiteFile::new("practice.attest.json"),
        }
    }

    /// Takes over the project that the page has open.
    pub(super) fn know(self, file: &str) {
        let project = if file.is_empty() { None } else { attest::read(file).ok() };
        self.file.set(file.to_owned());
        self.project.set(project.map(|(project, _)| Arc::new(project)));
    }

    /// The open project; whoever asks is told of changes.
    pub(super) fn project(self) -> Option<Arc<Project>> {
        self.project.get()
    }

    /// Opens a screen in the place of the one that is open; the same again closes it.
    pub(super) fn show(self, screen: Screen) {
        if *self.screen.read_untracked() == Some(screen) {
            self.close();
        } else {
            self.screen.set(Some(screen));
        }
    }

    /// Closes the screen.
    pub(super) fn close(self) {
        if self.screen.read_untracked().is_some() {
            self.screen.set(None);
        }
        self.answer(&Answer::Closed);
    }

    /// Tells the page something.
    pub(super) fn answer(self, answer: &Answer) {
        let (head, body) = answer.say();
        wire::send(wire::ANSWER, head, &body, Vec::new());
    }

    /// Has the page carry a command out, as one step of undo. The project is the changed one when this returns.
    ///
    /// # Errors
    /// Why not, as a sentence; nothing has changed then.
    pub(super) fn execute(self, command: Command) -> Result<(), String> {
        let Some(project) = self.project.get_untracked() else { return Ok(()) };
        let change = project.plan(command, &clock::now()).map_err(|rejected| rejected.to_string())?;
        self.commit(&project, change)
    }

    /// Has the page apply a change that was planned for this project.
    ///
    /// # Errors
    /// Why not, as a sentence: the page refuses what was planned for an earlier state of the work, and tells so itself.
    pub(super) fn commit(self, project: &Project, change: Change) -> Result<(), String> {
        let entry = Entry { turn: Turn::Do, change, at: clock::now() };
        let before = self.project.get_untracked();
        self.answer(&Answer::Entry(entry_text(&entry, &project.document.text)));
        // The page tells the changed project before it goes on.
        let is_same = before.zip(self.project.get_untracked()).is_some_and(|(one, other)| Arc::ptr_eq(&one, &other));
        if is_same { Err(REFUSED.to_owned()) } else { Ok(()) }
    }

    /// Tells everybody that something was done, or why not.
    pub(super) fn tell(self, done: Result<(), String>, words: String) {
        self.answer(&match done {
            Ok(()) => Answer::Done(words),
            Err(problem) => Answer::Tell(problem),
        });
    }
}
