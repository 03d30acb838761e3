//! The annex: what the page asks of it, and what it does with the answers.
//!
//! Not here: what is said ([`crate::app::annex`]), and what the annex does ([`crate::annex`], a program of its own).

use super::opening;
use super::saving::{self, Keeper};
use crate::app::action::Action;
use crate::app::annex::{Answer, Ask, REFUSED, entry_of, hits_of};
use crate::app::caret::Extend;
use crate::app::incoming;
use crate::app::keymap::Press;
use crate::app::state::{App, HintButton, Request};
use crate::app::workspace::Workspace;
use crate::browser::file::Chosen;
use crate::browser::reaction::watch;
use crate::browser::{article, element, task, wire};
use std::cell::Cell;

/// How long after a change a screen of the annex is told of it, in milliseconds: not at every key.
const PAUSE: u32 = 120;

thread_local! {
    /// The project that the annex knows: the revision of the workspace, or 0 while it knows none.
    static KNOWN: Cell<u32> = const { Cell::new(0) };
    /// Whether a change is to be told already.
    static IS_TELLING: Cell<bool> = const { Cell::new(false) };
    static IS_READY: Cell<bool> = const { Cell::new(false) };
}

/// Hears answers, and tells the annex of changes while one of its screens is open.
pub(super) fn hear(app: App, keeper: &Keeper) {
    let keeper = keeper.clone();
    wire::hear(wire::READY, move |_, _, _| {
        IS_READY.set(true);
        app.change_facts(|facts| facts.busy = None);
    });
    wire::hear(wire::ANSWER, move |head, body, files| {
        // Files that the annex gives back are for the page to read.
        if !files.is_empty() {
            opening::open_known(app, files);
        } else if let Some(answer) = Answer::heard(head, body) {
            take(app, &keeper, answer);
        }
    });
    watch(move || {
        let revision = app.with_workspace(Workspace::revision).unwrap_or_default();
        if *app.has_annex.read() && revision != KNOWN.get() && !IS_TELLING.replace(true) {
            task::after(PAUSE, move || tell(app));
        }
    });
}

/// Asks the annex for something.
pub(super) fn ask(app: App, ask: &Ask) {
    send(app, ask, Vec::new());
}

/// Asks the annex to open files that the page does not understand by itself.
pub(super) fn read(app: App, files: Vec<Chosen>) {
    send(app, &Ask::Read, files);
}

fn send(app: App, ask: &Ask, files: Vec<Chosen>) {
    if !IS_READY.get() {
        app.change_facts(|facts| facts.busy = Some("Loading\u{2026}".to_owned()));
    }
    app.has_annex.set(true);
    tell(app);
    say(ask, files);
}

/// Tells which project is open, unless the annex knows.
fn tell(app: App) {
    IS_TELLING.set(false);
    let revision = app.with_workspace_untracked(Workspace::revision).unwrap_or_default();
    if KNOWN.replace(revision) != revision {
        let file = app.with_workspace_untracked(|workspace| incoming::annotation_file(workspace.project()).1);
        say(&Ask::Project(file.unwrap_or_default()), Vec::new());
    }
}

fn say(ask: &Ask, files: Vec<Chosen>) {
    let (head, body) = ask.say();
    wire::send(wire::ASK, head, &body, files);
}

#[inline(never)]
fn take(app: App, keeper: &Keeper, answer: Answer) {
    match answer {
        Answer::Entry(source) => enter(app, keeper, &source),
        Answer::Open(file) => opening::open_answer(app, keeper, &file),
        Answer::OpenStored(id) => app.ask(Request::Open(id)),
        Answer::Remove(id) => app.ask(Request::RemoveDocument(id)),
        Answer::Go(id) => {
            element::focus(article::ID);
            app.dispatch(Action::Activate(Some(id)));
        }
        Answer::PlaceOrphan(id) => app.dispatch(Action::PlaceOrphan(id)),
        Answer::Place(at) => {
            element::focus(article::ID);
            app.dispatch(Action::CaretTo(at, Extend::No));
        }
        Answer::Select(span) => {
            element::focus(article::ID);
            app.dispatch(Action::CaretTo(span.start(), Extend::No));
            app.dispatch(Action::CaretTo(span.end(), Extend::Yes));
        }
        Answer::Choose(label) => {
            element::focus(article::ID);
            app.dispatch(Action::ChooseLabel(label));
        }
        Answer::Press(press) => do_press(app, &press),
        Answer::Hits(hits) => app.dispatch(Action::ShowSuggestions(hits_of(&hits))),
        Answer::Tell(words) => app.tell(&words, HintButton::None),
        Answer::Done(words) => app.tell(&words, HintButton::Undo),
        Answer::Update => {
            app.tell("A newer Attest is here. Everything is saved; reload the page to use it.", HintButton::Update);
        }
        Answer::Closed => app.has_annex.set(false),
        Answer::Failed => {
            app.has_annex.set(false);
            KNOWN.set(0);
            app.change_facts(|facts| facts.busy = None);
            app.tell(
                "This part of Attest could not be loaded. Check the connection, then try again.",
                HintButton::None,
            );
        }
    }
}

/// Applies and saves what the annex planned, if the project is still the one that it was planned for.
fn enter(app: App, keeper: &Keeper, source: &str) {
    let entry = app.with_workspace_untracked(|workspace| {
        if workspace.revision() == KNOWN.get() { entry_of(source, workspace.text()) } else { Err(String::new()) }
    });
    match entry {
        Some(Ok(entry)) => {
            app.follow(&entry);
            saving::save(app, keeper, &entry);
            tell(app);
        }
        _ => app.tell(REFUSED, HintButton::None),
    }
}

fn do_press(app: App, press: &Press) {
    element::focus(article::ID);
    if let Some(action) = app.action_named(press) {
        app.dispatch(action);
    }
}
