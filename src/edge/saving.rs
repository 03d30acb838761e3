//! Keeping the work: every change at once, and what other tabs do to it.

use crate::app::incoming;
use crate::app::saved::{Aside, Card, Heard, Saved, Settings, Store, Unsaved};
use crate::app::state::{App, HintButton, Saving};
use crate::app::workspace::Workspace;
use crate::browser::storage::{LocalStore, is_kept};
use crate::browser::{clock, file, listen, page, task};
use crate::domain::history::Entry;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How often the state line's facts are looked up again, in milliseconds.
const FACTS: u32 = 1_500;

thread_local! {
    /// Whether the browser has been asked to keep the storage.
    static IS_ASKED: Cell<bool> = const { Cell::new(false) };
}

/// The saved work, shared by everything at the edge.
#[derive(Clone)]
pub(super) struct Keeper {
    saved: Rc<RefCell<Saved<LocalStore>>>,
    is_tidying: Rc<Cell<bool>>,
}

impl Keeper {
    pub(super) fn new() -> Self {
        let saved = Saved::new(LocalStore::open(), &clock::fresh_id(""));
        Self { saved: Rc::new(RefCell::new(saved)), is_tidying: Rc::default() }
    }

    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Saved<LocalStore>) -> T) -> T {
        act(&mut self.saved.borrow_mut())
    }

    pub(super) fn settings(&self) -> Settings {
        self.saved.borrow().settings()
    }

    pub(super) fn keep_settings(&self, settings: &Settings) {
        // A theme that is not remembered loses no work.
        self.saved.borrow().set_settings(settings).ok();
    }

    /// Keeps the open article in memory if the storage does not have it.
    pub(super) fn park(&self, app: App) {
        app.with_workspace_untracked(|workspace| self.with(|saved| saved.park(workspace)));
    }

    pub(super) fn aside(&self, key: &str) -> Option<String> {
        self.saved.borrow().store().get(key)
    }

    pub(super) fn discard(&self, key: &str) {
        self.saved.borrow().store().remove(key);
    }

    fn cards(&self, app: App) -> Vec<Card> {
        let saved = self.saved.borrow();
        let mut cards = saved.cards();
        let mut add = |workspace: &Workspace| {
            let document = &workspace.project().document;
            if cards.iter().all(|card| card.id != document.id) {
                cards.push(Card {
                    id: document.id.clone(),
                    title: document.title.clone(),
                    annotations: workspace.project().annotations.len(),
                    ..Card::default()
                });
            }
        };
        saved.parked().for_each(&mut add);
        app.with_workspace_untracked(add);
        cards
    }

    fn asides(&self) -> Vec<Aside> {
        self.saved.borrow().asides()
    }
}

/// Saves one entry, at once.
pub(super) fn save(app: App, keeper: &Keeper, entry: &Entry) {
    let result =
        app.with_workspace_untracked(|workspace| keeper.with(|saved| saved.append(entry, workspace.project())));
    report(app, keeper, result.unwrap_or(Err(Unsaved::Refused)));
    ask_to_be_kept(app);
    refresh_soon(app, keeper);
}

/// Asks the browser, once a visit, to keep the storage when space is short; with the first annotation of an article it may ask
/// the person.
fn ask_to_be_kept(app: App) {
    if IS_ASKED.replace(true) {
        return;
    }
    let count = app.with_workspace_untracked(|workspace| workspace.project().annotations.len());
    task::spawn(async move {
        let is_kept = is_kept(count == Some(1)).await;
        let told = if is_kept { ", kept when space is short" } else { ", may be cleared when space is short" };
        app.change_facts(|facts| facts.kept = told);
    });
}

/// Tries to save what is not saved yet.
pub(super) fn flush(app: App, keeper: &Keeper) -> bool {
    let now = clock::now();
    let result = app
        .with_workspace_untracked(|workspace| keeper.with(|saved| saved.flush(workspace.project(), now.as_str())))
        .unwrap_or(Ok(()));
    report(app, keeper, result);
    result.is_ok()
}

/// Shows whether the work is saved; a failure is told once. What other tabs did meanwhile is taken in.
pub(super) fn report(app: App, keeper: &Keeper, result: Result<(), Unsaved>) {
    tell(app, result);
    catch_up(app, keeper);
}

fn catch_up(app: App, keeper: &Keeper) {
    if keeper.with(|saved| saved.must_reload())
        && let Some(id) = app.document.get_untracked()
    {
        super::opening::load(app, keeper, &id);
    }
}

fn tell(app: App, result: Result<(), Unsaved>) {
    let now = match result {
        Ok(()) => Saving::Saved,
        Err(unsaved) => Saving::Unsaved(unsaved),
    };
    let before = app.with_facts_untracked(|facts| facts.saving);
    if before == now {
        return;
    }
    app.change_facts(|facts| facts.saving = now);
    match (before, now) {
        (_, Saving::Unsaved(unsaved)) => app.tell(&unsaved.to_string(), HintButton::Download),
        (Saving::Unsaved(_), Saving::Saved) => app.tell("Everything is saved again.", HintButton::None),
        _ => {}
    }
}

/// Downloads the annotation file of the open article.
pub(super) fn download(app: App, keeper: &Keeper) {
    let made = app.with_workspace_untracked(|workspace| incoming::annotation_file(workspace.project()));
    let Some((name, contents)) = made else { return };
    if !file::download(&name, &contents) {
        app.tell(
            "The browser refused the download. Check whether downloads are allowed for this page.",
            HintButton::None,
        );
        return;
    }
    let now = clock::now();
    app.with_workspace_untracked(|workspace| {
        // If it cannot be noted, the state line shows an older date.
        keeper.with(|saved| saved.set_downloaded(workspace.project(), now.as_str()).ok())
    });
    app.change_facts(|facts| facts.downloaded = now.as_str().to_owned());
    app.say(&("Downloaded ".to_owned() + &name));
    refresh(app, keeper);
}

/// Follows what other tabs write.
pub(super) fn hear_other_tabs(app: App, keeper: &Keeper) {
    let keeper = keeper.clone();
    listen::on_storage(move |key, value| {
        let Some(text) = app.text_untracked() else { return };
        match keeper.with(|saved| saved.hear(key.as_deref(), value.as_deref(), &text)) {
            Heard::Entry(entry) => {
                app.follow(&entry);
                app.say("Changed in another tab");
                refresh_soon(app, &keeper);
            }
            Heard::Reload => catch_up(app, &keeper),
            Heard::Library => refresh_soon(app, &keeper),
            Heard::Cleared => {
                app.tell(
                    "The browser\u{2019}s storage was emptied. What is open here was saved again.",
                    HintButton::None,
                );
                flush(app, &keeper);
                refresh_soon(app, &keeper);
            }
            Heard::Nothing => {}
        }
    });
}

/// Tries once more to save what could not be saved, and warns while that fails.
pub(super) fn save_before_leaving(app: App, keeper: &Keeper) {
    let flush = {
        let keeper = keeper.clone();
        move || !matches!(app.with_facts_untracked(|facts| facts.saving), Saving::Unsaved(_)) || flush(app, &keeper)
    };
    let (when_hidden, when_left) = (flush.clone(), flush);
    listen::on_document("visibilitychange", move |_| {
        if page::is_hidden() {
            when_hidden();
        }
    });
    listen::on_window("beforeunload", move |event| {
        if !when_left() {
            page::confirm_leaving(event);
        }
    });
}

/// Folds the log when it has grown long and the browser has nothing else to do.
pub(super) fn tidy_when_idle(app: App, keeper: &Keeper) {
    let keeper = keeper.clone();
    task::every(5_000, move || {
        if !keeper.with(|saved| saved.wants_fold()) || page::is_hidden() {
            return;
        }
        let keeper = keeper.clone();
        task::when_idle(move || {
            // A fold that fails leaves the log as it was, and is tried again.
            app.with_workspace_untracked(|workspace| keeper.with(|saved| saved.fold(workspace.project()).ok()));
        });
    });
}

/// Looks up the state line's facts and the list of articles, but not at every key press.
pub(super) fn refresh_soon(app: App, keeper: &Keeper) {
    if keeper.is_tidying.replace(true) {
        return;
    }
    let keeper = keeper.clone();
    task::after(FACTS, move || {
        keeper.is_tidying.set(false);
        refresh(app, &keeper);
    });
}

/// Looks up the state line's facts and the list of articles.
pub(super) fn refresh(app: App, keeper: &Keeper) {
    let used = keeper.saved.borrow().store().used();
    let percent = (used * 100).div_ceil(crate::app::saved::QUOTA);
    let (library, asides) = (keeper.cards(app), keeper.asides());
    let card = app.document.get_untracked().and_then(|id| keeper.saved.borrow().card(&id));
    app.change_facts(|facts| {
        facts.used = percent as u32;
        facts.library = library;
        facts.asides = asides;
        if let Some(card) = card {
            facts.downloaded = card.downloaded;
        }
    });
}
