//! Keeping the work: every change at once, and what other tabs do to it.

use crate::app::action::Dialog;
use crate::app::incoming;
use crate::app::keeping::{self, Origin, Saving, Step};
use crate::app::saved::{Aside, Card, Saved, Settings, Store, Unsaved};
use crate::app::state::{App, HintButton};
use crate::app::workspace::Workspace;
use crate::browser::storage::{LocalStore, is_kept};
use crate::browser::{clock, file, listen, page, task};
use crate::domain::edit::{Command, Rejected};
use crate::domain::history::Entry;
use crate::domain::project::Project;
use std::cell::{Cell, RefCell, RefMut};
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

    /// The saved work. It must be let go of before anything else asks for it.
    pub(super) fn saved(&self) -> RefMut<'_, Saved<LocalStore>> {
        self.saved.borrow_mut()
    }

    pub(super) fn settings(&self) -> Settings {
        self.saved.borrow().settings()
    }

    pub(super) fn keep_settings(&self, settings: &Settings) {
        // A theme that is not remembered loses no work.
        self.saved.borrow().set_settings(settings).ok();
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
    let steps = keeping::save(&mut keeper.saved(), app.workspace_untracked().as_ref(), entry);
    carry_out(app, keeper, steps);
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

/// Shows and tells what came of opening and saving.
pub(super) fn carry_out(app: App, keeper: &Keeper, steps: Vec<Step>) {
    for step in steps {
        match step {
            Step::Show(workspace, origin) => show(app, *workspace, origin),
            Step::Close => {
                app.close();
                app.show(Dialog::Articles);
            }
            Step::Report(result) => tell(app, result),
            Step::TellDamage => {
                refresh(app, keeper);
                app.tell(
                    "Something saved earlier could not be read. It is kept unharmed, and Attest goes on without it.",
                    HintButton::ShowRecovered,
                );
            }
            Step::Follow(entry) => {
                app.follow(&entry);
                app.say("Changed in another tab");
                refresh_soon(app, keeper);
            }
            Step::RenewLibrary => refresh_soon(app, keeper),
            Step::TellEmptied => {
                app.tell(
                    "The browser\u{2019}s storage was emptied. What is open here was saved again.",
                    HintButton::None,
                );
                refresh_soon(app, keeper);
            }
            Step::OfferReview => {
                app.tell("An earlier version of this article has annotations.", HintButton::Review);
            }
            Step::TellBack => {
                app.tell("This article had been removed. It is back, with what was marked in it.", HintButton::None);
            }
            Step::TellNews => {
                if app.with_facts_untracked(|facts| facts.hint.is_none()) {
                    app.tell("This site has a new article. The one you had open is under Articles.", HintButton::None);
                }
            }
            Step::Replace(project) => replace(app, keeper, project),
        }
    }
}

fn show(app: App, workspace: Workspace, origin: Origin) {
    match origin {
        // How it is saved is told next.
        Origin::Made | Origin::Parked => app.change_facts(|facts| {
            facts.saving = Saving::Idle;
            facts.downloaded.clear();
            facts.notes.clear();
        }),
        Origin::Stored { saving, notes } => app.change_facts(|facts| {
            facts.notes = notes;
            facts.saving = saving;
        }),
    }
    app.open(workspace);
}

fn replace(app: App, keeper: &Keeper, project: Box<Project>) {
    let had = app.with_workspace_untracked(|workspace| workspace.project().annotations.len()).unwrap_or_default();
    match app.execute(Command::Replace(project), &clock::now()) {
        Some(Ok(entry)) => {
            save(app, keeper, &entry);
            let button = if had > 0 { HintButton::Undo } else { HintButton::None };
            app.tell("The file\u{2019}s annotations took the place of those that were here.", button);
        }
        Some(Err(Rejected::NothingToDo)) => app.tell("The file holds just what is here already.", HintButton::None),
        Some(Err(rejected)) => app.tell(&rejected.to_string(), HintButton::None),
        None => {}
    }
}

/// Tells whether the work is saved; a failure is told once.
fn tell(app: App, result: Result<(), Unsaved>) {
    let now = Saving::from(result);
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
        keeper.saved().set_downloaded(workspace.project(), now.as_str()).ok()
    });
    app.change_facts(|facts| facts.downloaded = now.as_str().to_owned());
    app.say(&("Downloaded ".to_owned() + &name));
    refresh(app, keeper);
}

/// Follows what other tabs write.
pub(super) fn hear_other_tabs(app: App, keeper: &Keeper) {
    let keeper = keeper.clone();
    listen::on_storage(move |key, value| {
        let open = app.workspace_untracked();
        let Some(workspace) = open.as_ref() else { return };
        let now = clock::now();
        let steps = keeping::hear(&mut keeper.saved(), workspace, key.as_deref(), value.as_deref(), now.as_str());
        drop(open);
        carry_out(app, &keeper, steps);
    });
}

/// Tries once more to save what could not be saved, and warns while that fails.
pub(super) fn save_before_leaving(app: App, keeper: &Keeper) {
    let try_again = {
        let keeper = keeper.clone();
        move || {
            let (saving, now) = (app.with_facts_untracked(|facts| facts.saving), clock::now());
            let steps =
                keeping::try_again(&mut keeper.saved(), app.workspace_untracked().as_ref(), saving, now.as_str());
            let is_saved = !steps.iter().any(|step| matches!(step, Step::Report(Err(_))));
            carry_out(app, &keeper, steps);
            let are_others_saved = keeper.saved().flush_parked(now.as_str()).is_ok();
            is_saved && are_others_saved
        }
    };
    let (when_hidden, when_left) = (try_again.clone(), try_again);
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
        if !keeper.saved().wants_fold() || page::is_hidden() {
            return;
        }
        let keeper = keeper.clone();
        task::when_idle(move || {
            // A fold that fails leaves the log as it was, and is tried again.
            app.with_workspace_untracked(|workspace| keeper.saved().fold(workspace.project()).ok());
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
