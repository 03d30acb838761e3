//! A person at an article: actions go in, as from keys and mouse, and the project and the session show what came of them.

use super::marks::{marked, show};
use super::noon;
use attest::app::action::Action;
use attest::app::session::{Effect, Session};
use attest::app::workspace::Workspace;
use attest::domain::history::History;

/// A person at an article.
pub struct Desk {
    pub workspace: Workspace,
    pub session: Session,
    turn: u32,
}

impl Desk {
    pub fn at(source: &str) -> Self {
        let workspace = Workspace::new(marked(source), History::default());
        let session = Session::at_start_of(workspace.text());
        Self { workspace, session, turn: 0 }
    }

    pub fn does(&mut self, action: Action) -> Vec<Effect> {
        self.turn += 1;
        self.session.perform(&mut self.workspace, action, &noon(), &format!("n{}", self.turn))
    }

    #[track_caller]
    pub fn shows(&self, expected: &str) {
        assert_eq!(show(self.workspace.project()), expected);
    }

    pub fn walk(&self) -> Option<(usize, usize)> {
        self.session.hits.as_ref().map(|hits| (hits.position() + 1, hits.count()))
    }

    pub fn origins(&self) -> Vec<String> {
        self.workspace.project().annotations.iter().map(|annotation| annotation.origin.clone()).collect()
    }
}
