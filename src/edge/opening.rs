//! Opening articles: the last one, the site's own, files, pasted text.

use super::saving::{self, Keeper};
use crate::app::action::Dialog;
use crate::app::saved::Damage;
use crate::app::state::{App, HintButton, Request, Saving};
use crate::app::workspace::Workspace;
use crate::browser::file::{self, Chosen};
use crate::browser::{clock, html, listen, task};
use crate::domain::edit::{Command, Rejected};
use crate::domain::history::History;
use crate::domain::project::{Document, Project};
use crate::domain::text::Text;
use crate::formats::{attest, plain};
use leptos::prelude::*;
use std::cell::RefCell;

/// The site's own article, beside `index.html`.
const BUNDLED: &str = "article.txt";

/// Files larger than this are refused: they would not fit the storage many times over.
const LARGEST: f64 = 64.0 * 1024.0 * 1024.0;

/// How long a removed article can be brought back at least, in minutes.
const REMEMBERED: f64 = 10.0;

thread_local! {
    static KEEPER: RefCell<Option<Keeper>> = const { RefCell::new(None) };
}

/// Opens the article that was open last, or the one that the site brings along. A site's new article is opened once.
pub(super) fn open_what_was_open(app: App, keeper: &Keeper) {
    KEEPER.replace(Some(keeper.clone()));
    keeper.with(|saved| saved.purge(Some(&clock::minutes_ago(REMEMBERED))));
    let last = keeper.with(|saved| saved.last_open());
    let is_open = last.is_some_and(|id| load(app, keeper, &id));
    saving::refresh(app, keeper);
    if !app.asides.with_untracked(Vec::is_empty) {
        app.tell("Something saved earlier could not be read. It is kept unharmed.", HintButton::ShowRecovered);
    }
    let keeper = keeper.clone();
    task::spawn(async move {
        let bundled = file::fetch(BUNDLED).await.and_then(|bytes| plain::decode(&bytes).ok());
        let Some(source) = bundled else {
            if !is_open {
                app.tell("There is no article yet. Open a file or paste a text.", HintButton::None);
                app.show(Dialog::Articles);
            }
            return;
        };
        let document = Document::of(Text::import(&source), None, BUNDLED);
        let is_news = app.settings.with_untracked(|settings| settings.bundled != document.id);
        if is_news {
            app.settings.update(|settings| settings.bundled.clone_from(&document.id));
        }
        if !is_open || is_news {
            open_document(app, &keeper, document);
        }
        if is_open && is_news {
            app.tell("This site has a new article. The one you had open is under Articles.", HintButton::None);
        }
    });
}

/// Opens files that are dropped anywhere, and text or files that are pasted outside of text fields.
pub(super) fn take_dropped_files(app: App, _keeper: &Keeper) {
    listen::on_drag("dragover", move |event| {
        if file::carries_files(event.data_transfer().as_ref()) {
            event.prevent_default();
            app.is_dropping.set(true);
        }
    });
    listen::on_drag("dragleave", move |event| {
        if event.related_target().is_none() {
            app.is_dropping.set(false);
        }
    });
    listen::on_drag("drop", move |event| {
        app.is_dropping.set(false);
        let data = event.data_transfer();
        if file::carries_files(data.as_ref()) {
            event.prevent_default();
            open_files(app, file::dropped(data.as_ref()));
        }
    });
}

/// Answers what only the edge can do.
pub(super) fn answer(app: App, keeper: &Keeper, request: Request) {
    match request {
        Request::Open(id) => {
            keeper.park(app);
            match keeper.unpark(&id) {
                Some(workspace) => {
                    let project = workspace.project().clone();
                    app.open(workspace);
                    let now = clock::now();
                    saving::report(app, keeper.with(|saved| saved.create(&project, now.as_str())));
                }
                None => {
                    load(app, keeper, &id);
                }
            }
            saving::refresh(app, keeper);
        }
        Request::Paste(text) => {
            let text = Text::import(&text);
            if text.blocks().is_empty() {
                app.tell("There is no text to open: what was pasted is empty.", HintButton::None);
            } else {
                open_document(app, keeper, Document::of(text, None, "pasted text"));
            }
        }
        Request::RemoveDocument(id) => remove(app, keeper, &id),
        Request::RestoreDocument(id) => {
            if keeper.with(|saved| saved.restore_document(&id)).is_ok() {
                load(app, keeper, &id);
            }
            saving::refresh(app, keeper);
        }
        Request::OpenBundled => {
            let keeper = keeper.clone();
            task::spawn(async move {
                match file::fetch(BUNDLED).await.and_then(|bytes| plain::decode(&bytes).ok()) {
                    Some(source) => open_document(app, &keeper, Document::of(Text::import(&source), None, BUNDLED)),
                    None => app.tell("This site brings no article along.", HintButton::None),
                }
            });
        }
        Request::DownloadAside(key) => {
            if let Some(contents) = keeper.aside(&key) {
                file::download(&format!("{}.json", key.replace('/', "-")), &contents);
            }
        }
        Request::DiscardAside(key) => {
            keeper.discard(&key);
            saving::refresh(app, keeper);
        }
    }
}

/// Opens files one after the other; the last one stays open.
pub(super) fn open_files(app: App, files: Vec<Chosen>) {
    let Some(keeper) = KEEPER.with_borrow(Clone::clone) else { return };
    task::spawn(async move {
        for chosen in files {
            app.busy.set(Some(format!("Opening {}", chosen.name())));
            // Let the message be painted before the work begins.
            task::frame().await;
            let result = open_file(app, &keeper, &chosen).await;
            app.busy.set(None);
            if let Err(problem) = result {
                app.tell(
                    &format!("\u{201c}{}\u{201d} was not opened: {problem}. Nothing has changed.", chosen.name()),
                    HintButton::None,
                );
            }
        }
    });
}

async fn open_file(app: App, keeper: &Keeper, chosen: &Chosen) -> Result<(), String> {
    if chosen.size() > LARGEST {
        return Err("it is larger than 64 MB".to_owned());
    }
    let bytes = chosen.bytes().await.map_err(|()| "the browser cannot read it (is it a folder?)".to_owned())?;
    let source = plain::decode(&bytes).map_err(|problem| problem.to_string())?;
    let name = chosen.name();
    let lower = name.to_lowercase();
    let start = source.trim_start().chars().take(200).collect::<String>().to_lowercase();
    if lower.ends_with(".json") {
        let (project, notes) =
            attest::read(&source).map_err(|error| error.to_string().trim_end_matches('.').to_owned())?;
        app.notes.set(notes.iter().map(ToString::to_string).collect());
        open_project(app, keeper, project);
        if !notes.is_empty() {
            let count = notes.len();
            let text = if count == 1 {
                "One thing in the file did not fit.".to_owned()
            } else {
                format!("{count} things in the file did not fit.")
            };
            app.tell(&text, HintButton::ShowNotes);
        }
        return Ok(());
    }
    let is_html = lower.ends_with(".html")
        || lower.ends_with(".htm")
        || start.starts_with("<!doctype html")
        || start.starts_with("<html");
    let (text, title) = if is_html {
        let (text, title) = html::text_of(&source).ok_or("it cannot be read as a web page")?;
        (text, Some(title))
    } else {
        (source, None)
    };
    let text = Text::import(&text);
    if text.blocks().is_empty() {
        return Err("there is no text in it".to_owned());
    }
    open_document(app, keeper, Document::of(text, title.as_deref(), &name));
    Ok(())
}

/// Opens a stored document. Returns whether it could be opened.
pub(super) fn load(app: App, keeper: &Keeper, id: &str) -> bool {
    let now = clock::now();
    let loaded = keeper.with(|saved| saved.open(id, now.as_str()));
    match loaded {
        Ok(loaded) => {
            app.notes.set(loaded.notes.iter().map(ToString::to_string).collect());
            let is_writable = loaded.damage.iter().all(|damage| damage.aside.is_some());
            app.open(Workspace::new(loaded.project, loaded.history));
            app.saving.set(if is_writable { Saving::Saved } else { Saving::Unsaved(crate::app::saved::Unsaved::Full) });
            tell_damage(app, keeper, &loaded.damage);
            true
        }
        Err(damage) => {
            tell_damage(app, keeper, std::slice::from_ref(&damage));
            false
        }
    }
}

/// Opens an article: with the work already done on it if this text was opened before, anew if not.
fn open_document(app: App, keeper: &Keeper, document: Document) {
    keeper.park(app);
    keeper.with(|saved| saved.delete_if_removed(&document.id));
    if keeper.with(|saved| saved.is_known(&document.id)) && load(app, keeper, &document.id) {
        saving::refresh(app, keeper);
        return;
    }
    create(app, keeper, Project::new(document));
}

/// Opens an annotation file. If the same article is here already, the file's work takes the place of what is there, as
/// one step that can be undone.
fn open_project(app: App, keeper: &Keeper, mut project: Project) {
    keeper.park(app);
    let document = &project.document;
    let same = [document.id.clone(), Document::of(document.text.clone(), None, "").id];
    let known = same.into_iter().find(|id| keeper.with(|saved| saved.holds(id, &document.text)));
    if let Some(id) = known
        && load(app, keeper, &id)
    {
        let had = app.with_workspace_untracked(|workspace| workspace.project().annotations.len()).unwrap_or_default();
        match app.execute(Command::Replace(Box::new(project)), &clock::now()) {
            Some(Ok(entry)) => {
                saving::save(app, keeper, &entry);
                let button = if had > 0 { HintButton::Undo } else { HintButton::None };
                app.tell("The file\u{2019}s annotations took the place of those that were here.", button);
            }
            Some(Err(Rejected::NothingToDo)) => app.tell("The file holds just what is here already.", HintButton::None),
            Some(Err(rejected)) => app.tell(&rejected.to_string(), HintButton::None),
            None => {}
        }
        saving::refresh(app, keeper);
        return;
    }
    if keeper.with(|saved| saved.is_known(&document.id)) {
        // Another text under the same name: this one gets a name of its own.
        project.document.id = Document::of(document.text.clone(), None, "").id;
    }
    create(app, keeper, project);
}

fn create(app: App, keeper: &Keeper, project: Project) {
    let now = clock::now();
    let result = keeper.with(|saved| saved.create(&project, now.as_str()));
    app.saving.set(Saving::Idle);
    app.downloaded.set(String::new());
    app.open(Workspace::new(project, History::default()));
    saving::report(app, result);
    saving::refresh(app, keeper);
}

fn remove(app: App, keeper: &Keeper, id: &str) {
    let now = clock::now();
    let title = app.library.with_untracked(|cards| {
        cards.iter().find(|card| card.id == id).map(|card| card.title.clone()).unwrap_or_default()
    });
    let is_open = app.document.get_untracked().as_deref() == Some(id);
    if let Err(unsaved) = keeper.with(|saved| saved.remove_document(id, now.as_str())) {
        app.tell(&unsaved.to_string(), HintButton::Download);
        return;
    }
    if is_open {
        let next = keeper.with(|saved| saved.cards()).into_iter().next();
        match next {
            Some(card) => drop(load(app, keeper, &card.id)),
            None => {
                app.close();
                app.show(Dialog::Articles);
            }
        }
    }
    saving::refresh(app, keeper);
    app.tell(&format!("Removed \u{201c}{title}\u{201d}."), HintButton::Restore(id.to_owned()));
}

fn tell_damage(app: App, keeper: &Keeper, damage: &[Damage]) {
    if damage.is_empty() {
        return;
    }
    saving::refresh(app, keeper);
    app.tell(
        "Something saved earlier could not be read. It is kept unharmed, and Attest goes on without it.",
        HintButton::ShowRecovered,
    );
}
