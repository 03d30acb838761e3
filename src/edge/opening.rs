//! Opening articles: the last one, the site's own, files, pasted text.

use super::annex;
use super::saving::{self, Keeper};
use crate::app::action::Dialog;
use crate::app::incoming::{self, Incoming};
use crate::app::keeping::Step;
use crate::app::opening;
use crate::app::state::{App, HintButton, Request};
use crate::browser::file::{self, Chosen};
use crate::browser::{clock, html, listen, task, wire};
use crate::domain::project::Document;
use crate::domain::text::Text;
use std::cell::RefCell;

/// The site's own article, beside `index.html`.
const BUNDLED: &str = "article.txt";

/// How long a removed article can be brought back at least, in minutes.
const REMEMBERED: f64 = 10.0;

thread_local! {
    static KEEPER: RefCell<Option<Keeper>> = const { RefCell::new(None) };
}

/// Opens the article that was open last, or the one that the site brings along. A site's new article is opened once.
pub(super) fn open_what_was_open(app: App, keeper: &Keeper) {
    KEEPER.replace(Some(keeper.clone()));
    let steps = opening::start(&mut keeper.saved(), &clock::minutes_ago(REMEMBERED), clock::now().as_str());
    show(app, keeper, steps);
    let opened = app.document.get_untracked();
    if app.with_facts_untracked(|facts| !facts.asides.is_empty()) {
        app.tell("Something saved earlier could not be read. It is kept unharmed.", HintButton::ShowRecovered);
    }
    let keeper = keeper.clone();
    app.change_facts(|facts| facts.is_starting = opened.is_none());
    task::spawn(async move {
        let bundled = file::fetch(BUNDLED).await.and_then(|bytes| incoming::text_of(&bytes));
        open_what_the_site_has(app, &keeper, bundled, opened.as_deref());
        app.change_facts(|facts| facts.is_starting = false);
    });
}

fn open_what_the_site_has(app: App, keeper: &Keeper, bundled: Option<String>, at_start: Option<&str>) {
    let Some(source) = bundled else {
        if app.workspace_untracked().is_none() {
            app.tell("There is no article yet. Open a file or paste a text.", HintButton::None);
            app.show(Dialog::Articles);
        }
        return;
    };
    let document = Document::of(Text::import(&source), None, BUNDLED);
    let seen = app.settings.get_untracked().bundled;
    if seen != document.id {
        app.settings.update(|settings| settings.bundled.clone_from(&document.id));
    }
    let (open, now) = (app.workspace_untracked(), clock::now());
    let steps = opening::open_site_article(&mut keeper.saved(), open.as_ref(), at_start, &seen, document, now.as_str());
    drop(open);
    if !steps.is_empty() {
        show(app, keeper, steps);
    }
}

/// Opens files that are chosen in the page's file input, dropped anywhere, or opened with Attest by the system.
pub(super) fn take_files(app: App) {
    listen::on_document("change", move |event| {
        let files = file::chosen(event);
        if !files.is_empty() {
            app.hide_dialog();
            open_files(app, files);
        }
    });
    wire::hear(wire::OPEN, move |_, _, files| open_files(app, files));
    listen::on_drag("dragover", move |event| {
        if file::carries_files(event.data_transfer().as_ref()) {
            event.prevent_default();
            show_drop(app, true);
        }
    });
    listen::on_drag("dragleave", move |event| {
        if event.related_target().is_none() {
            show_drop(app, false);
        }
    });
    listen::on_drag("drop", move |event| {
        show_drop(app, false);
        let data = event.data_transfer();
        if file::carries_files(data.as_ref()) {
            event.prevent_default();
            open_files(app, file::dropped(data.as_ref()));
        }
    });
}

fn show_drop(app: App, is_dropping: bool) {
    if app.with_facts_untracked(|facts| facts.is_dropping) != is_dropping {
        app.change_facts(|facts| facts.is_dropping = is_dropping);
    }
}

/// Answers what only the edge can do.
pub(super) fn answer(app: App, keeper: &Keeper, request: Request) {
    match request {
        Request::Open(id) => {
            let now = clock::now();
            let steps = opening::turn_to(&mut keeper.saved(), app.workspace_untracked().as_ref(), &id, now.as_str());
            show(app, keeper, steps);
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
            let now = clock::now();
            let restored = opening::restore(&mut keeper.saved(), app.workspace_untracked().as_ref(), &id, now.as_str());
            match restored {
                Ok(steps) => show(app, keeper, steps),
                // To be tried again: nothing else on the page leads to an article that is not on the list.
                Err(unsaved) => app.tell(&unsaved.to_string(), HintButton::Restore(id)),
            }
        }
        Request::OpenBundled => {
            let keeper = keeper.clone();
            task::spawn(async move {
                match file::fetch(BUNDLED).await.and_then(|bytes| incoming::text_of(&bytes)) {
                    Some(source) => open_document(app, &keeper, Document::of(Text::import(&source), None, BUNDLED)),
                    None => app.tell("This site brings no article along.", HintButton::None),
                }
            });
        }
        Request::Update => wire::send(wire::UPDATE, "", "", Vec::new()),
        Request::DownloadAside(key) => {
            if let Some(contents) = keeper.aside(&key) {
                file::download(&(key.replace('/', "-") + ".json"), &contents);
            }
        }
        Request::DiscardAside(key) => {
            keeper.discard(&key);
            saving::refresh(app, keeper);
        }
    }
}

fn open_files(app: App, files: Vec<Chosen>) {
    if files.iter().any(|file| incoming::is_foreign(&file.name())) {
        annex::read(app, files);
    } else {
        open_known(app, files);
    }
}

/// Opens files that the page understands by itself one after the other; the last one stays open.
pub(super) fn open_known(app: App, files: Vec<Chosen>) {
    let Some(keeper) = KEEPER.with_borrow(Clone::clone) else { return };
    task::spawn(async move {
        for chosen in files {
            let name = chosen.name();
            app.change_facts(|facts| facts.busy = Some("Opening ".to_owned() + &name));
            // Let the message be painted before the work begins.
            task::frame().await;
            let bytes = if chosen.size() > incoming::LARGEST {
                Err("it is larger than 64 MB")
            } else {
                chosen.bytes().await.map_err(|()| "the browser cannot read it (is it a folder?)")
            };
            let result = match bytes {
                Ok(bytes) => open_file(app, &keeper, &name, &bytes),
                Err(problem) => Err(problem.to_owned()),
            };
            app.change_facts(|facts| facts.busy = None);
            if let Err(problem) = result {
                let text =
                    ["\u{201c}", &name, "\u{201d} was not opened: ", &problem, ". Nothing has changed."].concat();
                app.tell(&text, HintButton::None);
            }
        }
    });
}

fn open_file(app: App, keeper: &Keeper, name: &str, bytes: &[u8]) -> Result<(), String> {
    let (text, title) = match incoming::understand(name, bytes)? {
        Incoming::Project(project, notes) => {
            let count = notes.len();
            let now = clock::now();
            let steps =
                opening::open_file(&mut keeper.saved(), app.workspace_untracked().as_ref(), *project, now.as_str());
            show(app, keeper, steps);
            app.change_facts(|facts| facts.notes = notes);
            if count > 0 {
                let text = count.to_string()
                    + if count == 1 { " thing in the file did not fit." } else { " things in the file did not fit." };
                app.tell(&text, HintButton::ShowNotes);
            }
            return Ok(());
        }
        Incoming::Page(source) => {
            let (text, title) = html::text_of(&source).ok_or("it cannot be read as a web page")?;
            (text, Some(title))
        }
        Incoming::Text(text) => (text, None),
    };
    let text = Text::import(&text);
    if text.blocks().is_empty() {
        return Err("there is no text in it".to_owned());
    }
    open_document(app, keeper, Document::of(text, title.as_deref(), name));
    Ok(())
}

/// Opens an annotation file that the annex made of other files.
pub(super) fn open_answer(app: App, keeper: &Keeper, file: &str) {
    if let Err(problem) = open_file(app, keeper, ".json", file.as_bytes()) {
        app.tell(&problem, HintButton::None);
    }
}

/// Shows and tells what came of opening something, and looks up the list of articles.
fn show(app: App, keeper: &Keeper, steps: Vec<Step>) {
    saving::carry_out(app, keeper, steps);
    saving::refresh(app, keeper);
}

fn open_document(app: App, keeper: &Keeper, document: Document) {
    let now = clock::now();
    let steps = opening::open_text(&mut keeper.saved(), app.workspace_untracked().as_ref(), document, now.as_str());
    show(app, keeper, steps);
}

fn remove(app: App, keeper: &Keeper, id: &str) {
    let now = clock::now();
    let title = app.with_facts_untracked(|facts| {
        facts.library.iter().find(|card| card.id == id).map(|card| card.title.clone()).unwrap_or_default()
    });
    let removed = opening::remove(&mut keeper.saved(), app.workspace_untracked().as_ref(), id, now.as_str());
    match removed {
        Ok(steps) => {
            show(app, keeper, steps);
            app.tell(&["Removed \u{201c}", &title, "\u{201d}."].concat(), HintButton::Restore(id.to_owned()));
        }
        Err(unsaved) => app.tell(&unsaved.to_string(), HintButton::Download),
    }
}
