//! The application's state in signals: one writer ([`App::dispatch`]), many readers.
//!
//! Not here: what an action does ([`super::session`]) and what happens outside because of it (`edge`).

use super::action::{Action, Dialog};
use super::keeping::Saving;
use super::keymap::{Context, Focus, Press, action_for, acts_over_a_dialog};
use super::saved::{Aside, Card, Settings};
use super::session::{Effect, Mend, Session};
use super::signal::{Derived, State};
use super::workspace::Workspace;
use crate::domain::annotation::AnnotationId;
use crate::domain::edit::{Command, Rejected};
use crate::domain::history::Entry;
use crate::domain::label::LabelSet;
use crate::domain::project::{Project, Timestamp};
use crate::domain::span::Span;
use crate::domain::text::Text;
use leptos::prelude::*;
use std::ops::Range;
use std::sync::RwLockReadGuard;

/// What the edge does with what it is given.
type Hook<T> = Box<dyn Fn(T)>;

/// Everything that is on the screen, as one value that is cheap to copy and to hand around.
#[derive(Clone, Copy)]
pub struct App {
    workspace: State<Option<Workspace>>,
    session: State<Session>,
    /// Carries an action out; set once, by the edge, which knows the clock.
    performer: StoredValue<Option<Hook<Action>>, LocalStorage>,
    /// Does what only the edge can do; set once, by the edge.
    asker: StoredValue<Option<Hook<Request>>, LocalStorage>,
    /// Which annotation the pointer or the keyboard is on, without making it active.
    pub hover: State<Option<AnnotationId>>,
    /// The blocks near the viewport.
    pub near: State<Range<usize>>,
    /// Grows whenever lines may break elsewhere: a resize, another font, another article.
    pub layout: State<u32>,
    /// What the bars and dialogs tell.
    pub facts: State<Facts>,
    /// Whether a screen of the annex is open, or on its way.
    pub has_annex: State<bool>,
    /// What the person has set.
    pub settings: State<Settings>,
    /// Memos of parts of the session.
    pub active: Derived<Option<AnnotationId>>,
    /// The labels.
    pub labels: Derived<LabelSet>,
    /// The open article's title; empty while nothing is open.
    pub title: Derived<String>,
    /// The identifier of the open document; changes when another article is opened.
    pub document: Derived<Option<String>>,
}

/// What the bars and dialogs tell, besides the work itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// What screen readers are told.
    pub said: String,
    /// What everybody is told, until it is dismissed or replaced, or goes by itself where it offers nothing that is not also elsewhere.
    pub hint: Option<Hint>,
    /// Whether the work is saved.
    pub saving: Saving,
    /// What the browser says about keeping the storage, as the end of a sentence; empty before it was asked.
    pub kept: &'static str,
    /// The articles.
    pub library: Vec<Card>,
    /// How much of the storage is used, in percent; at least 1 when anything is.
    pub used: u32,
    /// When the open article was last downloaded, RFC 3339; empty if never.
    pub downloaded: String,
    /// What could not be read and is set aside.
    pub asides: Vec<Aside>,
    /// What an opened file held that did not fit.
    pub notes: Vec<String>,
    /// What is being read or built, while that takes time.
    pub busy: Option<String>,
    /// Whether files are being dragged over the page.
    pub is_dropping: bool,
    /// Whether it is not known yet which article is to be opened.
    pub is_starting: bool,
}

/// A message with a way to put things right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What happened.
    pub text: String,
    /// What its button does.
    pub button: HintButton,
    /// Tells one message from the next of the same words.
    pub number: u32,
}

/// A message's button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HintButton {
    /// None.
    None,
    /// Undo the last step.
    Undo,
    /// Download the annotation file.
    Download,
    /// Bring a removed article back.
    Restore(String),
    /// Show what was set aside.
    ShowRecovered,
    /// Show what an opened file held that did not fit.
    ShowNotes,
    /// Reload the page with a newer version of the site.
    Update,
    /// Follow the annotations of an earlier version.
    Review,
}

/// Something only the edge can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Open a stored document.
    Open(String),
    /// Make a document of pasted text and open it.
    Paste(String),
    /// Take a document off the list.
    RemoveDocument(String),
    /// Bring it back.
    RestoreDocument(String),
    /// Open the article that this site brings along.
    OpenBundled,
    /// Download something that was set aside, by its key.
    DownloadAside(String),
    /// Delete it.
    DiscardAside(String),
    /// Reload the page with a newer version of the site.
    Update,
}

impl App {
    /// The state of a page where nothing is open yet. Provided once, as context.
    #[must_use]
    pub fn new() -> Self {
        let workspace: State<Option<Workspace>> = State::new(None);
        let session = State::new(Session::default());
        let project =
            move |part: fn(&Project) -> String| workspace.read().as_ref().map(|workspace| part(workspace.project()));
        let labels = move || {
            let workspace = workspace.read();
            workspace.as_ref().map(|workspace| workspace.project().labels.clone()).unwrap_or_default()
        };
        let title = move || project(|project| project.document.title.clone()).unwrap_or_default();
        Self {
            workspace,
            session,
            performer: StoredValue::new_local(None),
            asker: StoredValue::new_local(None),
            hover: State::new(None),
            near: State::new(0..0),
            layout: State::new(0),
            facts: State::new(Facts::default()),
            has_annex: State::new(false),
            settings: State::new(Settings::default()),
            active: Derived::new(move || session.read().active.clone()),
            labels: Derived::new(labels),
            title: Derived::new(title),
            document: Derived::new(move || project(|project| project.document.id.clone())),
        }
    }

    /// Lets the edge carry actions and requests out.
    pub fn connect(&self, perform: impl Fn(Action) + 'static, ask: impl Fn(Request) + 'static) {
        self.performer.set_value(Some(Box::new(perform)));
        self.asker.set_value(Some(Box::new(ask)));
    }

    /// Does what a person asked for. The only way in.
    pub fn dispatch(&self, action: Action) {
        self.performer.with_value(|perform| {
            if let Some(perform) = perform {
                perform(action);
            }
        });
    }

    /// Asks the edge for something.
    pub fn ask(&self, request: Request) {
        self.asker.with_value(|ask| {
            if let Some(ask) = ask {
                ask(request);
            }
        });
    }

    /// Performs an action on the state, at a moment and with an identifier nobody has used. Only what changed is
    /// announced: the workspace when something is to be saved, the session when it is different.
    pub fn perform(&self, action: Action, now: &Timestamp, fresh: &str) -> Vec<Effect> {
        let mut session = self.session.get_untracked();
        let before = session.clone();
        let mut effects = Vec::new();
        self.workspace.update_if(|workspace| {
            let Some(workspace) = workspace else {
                effects = session.perform_without_article(&action);
                return false;
            };
            effects = session.perform(workspace, action, now, fresh);
            effects.iter().any(|effect| matches!(effect, Effect::Save(_)))
        });
        if session != before {
            self.session.set(session);
        }
        effects
    }

    /// Carries out a command that no action stands for, such as taking over a file.
    pub fn execute(&self, command: Command, now: &Timestamp) -> Option<Result<Entry, Rejected>> {
        let mut result = None;
        self.workspace.update_if(|workspace| {
            result = workspace.as_mut().map(|workspace| workspace.execute(command, now));
            matches!(result, Some(Ok(_)))
        });
        self.drop_what_is_gone();
        result
    }

    /// The pointer is over an annotation, or over none.
    pub fn hover_over(&self, id: Option<AnnotationId>) {
        if *self.hover.read_untracked() != id {
            self.hover.set(id);
        }
    }

    /// Lets an entry into the workspace that was not made here: another tab's, or one that this tab's annex planned.
    pub fn follow(&self, entry: &Entry) {
        self.workspace.update(|workspace| {
            if let Some(workspace) = workspace {
                workspace.follow(entry);
            }
        });
        self.drop_what_is_gone();
    }

    /// Puts another workspace in the place of the open one. The session starts anew when the article is another one.
    pub fn open(&self, workspace: Workspace) {
        let id = Some(workspace.project().document.id.clone());
        let is_same = self.document.get_untracked() == id;
        let start = Session::at_start_of(workspace.text());
        self.workspace.set(Some(workspace));
        if is_same {
            self.drop_what_is_gone();
        } else {
            let dialog = self.session.read_untracked().dialog;
            self.session.set(Session { dialog, ..start });
            self.hover.set(None);
        }
    }

    /// Closes the open article; nothing is open then.
    pub fn close(&self) {
        self.workspace.set(None);
        self.change_facts(|facts| facts.saving = Saving::Idle);
        self.session.set(Session::default());
        self.hover.set(None);
    }

    /// Opens a dialog, also while no article is open.
    pub fn show(&self, dialog: Dialog) {
        self.session.update(|session| session.dialog = Some(dialog));
    }

    /// Closes the dialog.
    pub fn hide_dialog(&self) {
        self.session.update(|session| session.dialog = None);
    }

    /// Reads the session.
    pub fn with_session<T>(&self, read: impl FnOnce(&Session) -> T) -> T {
        read(&self.session.read())
    }

    /// Reads the session without being told of its changes.
    pub fn with_session_untracked<T>(&self, read: impl FnOnce(&Session) -> T) -> T {
        read(&self.session.read_untracked())
    }

    /// Changes the part of the session that no action stands for, such as the edge under a dragging hand.
    pub fn preview(&self, span: Option<Span>) {
        if self.session.read_untracked().preview != span {
            self.session.update(|session| session.preview = span);
        }
    }

    /// Reads what the bars and dialogs tell.
    pub fn with_facts<T>(&self, read: impl FnOnce(&Facts) -> T) -> T {
        read(&self.facts.read())
    }

    /// Reads it without being told of its changes.
    pub fn with_facts_untracked<T>(&self, read: impl FnOnce(&Facts) -> T) -> T {
        read(&self.facts.read_untracked())
    }

    /// Changes what the bars and dialogs tell.
    pub fn change_facts(&self, change: impl FnOnce(&mut Facts)) {
        self.facts.update(change);
    }

    /// Reads the workspace; `None` while nothing is open.
    pub fn with_workspace<T>(&self, read: impl FnOnce(&Workspace) -> T) -> Option<T> {
        self.workspace.read().as_ref().map(read)
    }

    /// How many annotations of the open article have no place in it.
    #[must_use]
    pub fn orphans(&self) -> usize {
        self.with_workspace(|workspace| workspace.project().orphans.len()).unwrap_or_default()
    }

    /// Reads the workspace without being told of its changes.
    pub fn with_workspace_untracked<T>(&self, read: impl FnOnce(&Workspace) -> T) -> Option<T> {
        self.workspace.read_untracked().as_ref().map(read)
    }

    /// The workspace, without being told of its changes; `None` while nothing is open. It cannot be changed while this is held.
    pub fn workspace_untracked(&self) -> RwLockReadGuard<'static, Option<Workspace>> {
        self.workspace.read_untracked()
    }

    /// The open article's text.
    #[must_use]
    pub fn text_untracked(&self) -> Option<Text> {
        self.with_workspace_untracked(|workspace| workspace.text().clone())
    }

    /// What a key press asks for.
    #[must_use]
    pub fn action_for(&self, press: &Press, focus: Focus, right_to_left: bool) -> Option<Action> {
        let single_keys = self.settings.read_untracked().single_keys;
        self.meaning(press, focus, right_to_left, single_keys)
    }

    /// Whether an action that a key asks for may be done while a dialog makes the page wait.
    #[must_use]
    pub fn acts_over_a_dialog(&self, action: &Action) -> bool {
        acts_over_a_dialog(action, self.session.read_untracked().dialog.is_none())
    }

    /// What a key asks for in the article that a person chose by its name, also when such keys are switched off.
    #[must_use]
    pub fn action_named(&self, press: &Press) -> Option<Action> {
        self.meaning(press, Focus::Article, false, true)
    }

    fn meaning(&self, press: &Press, focus: Focus, right_to_left: bool, single_keys: bool) -> Option<Action> {
        let session = self.session.get_untracked();
        let text = self.text_untracked();
        let selected = text.and_then(|text| session.selected(&text));
        let labels = self.labels.get_untracked();
        let context = Context {
            focus,
            labels: &labels,
            single_keys,
            right_to_left,
            has_active: session.active.is_some(),
            is_linking: session.linking.is_some(),
            can_mark_with_pen: session.pen.is_some() && selected.is_some(),
            walk: session.hits.as_ref().map(|hits| &hits.kind),
        };
        action_for(press, &context)
    }

    /// Tells screen readers something; saying the same twice is heard twice.
    pub fn say(&self, text: &str) {
        self.change_facts(|facts| {
            let again = facts.said == text;
            facts.said = text.to_owned();
            if again {
                facts.said.push('\u{a0}');
            }
        });
    }

    /// Tells everybody something.
    pub fn tell(&self, text: &str, button: HintButton) {
        self.change_facts(|facts| {
            let number = facts.hint.as_ref().map_or(0, |hint| hint.number) + 1;
            facts.hint = Some(Hint { text: text.to_owned(), button, number });
        });
    }

    /// The button that mends what an effect told of.
    #[must_use]
    pub fn button_for(mend: Mend) -> HintButton {
        match mend {
            Mend::None => HintButton::None,
            Mend::Undo => HintButton::Undo,
            Mend::Download => HintButton::Download,
        }
    }

    fn drop_what_is_gone(&self) {
        let mut session = self.session.get_untracked();
        self.with_workspace_untracked(|workspace| session.forget_if_gone(workspace));
        if *self.session.read_untracked() != session {
            self.session.set(session);
        }
    }
}

impl Default for App {
    fn default() -> Self {
        Self::new()
    }
}
