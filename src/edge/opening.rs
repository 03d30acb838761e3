//! Opening articles: the last one, the site's own, files, pasted text.

use super::annex;
use super::saving::{self, Keeper};
use crate::app::action::Dialog;
use crate::app::incoming::{self, Incoming};
use crate::app::saved::{Damage, Unsaved};
use crate::app::state::{App, HintButton, Request, Saving};
use crate::app::workspace::Workspace;
use crate::browser::file::{self, Chosen};
use crate::browser::{clock, html, listen, task, wire};
use crate::domain::edit::{Command, Rejected};
use crate::domain::history::History;
use crate::domain::project::{Document, Project};
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
    keeper.with(|saved| saved.purge(Some(&clock::minutes_ago(REMEMBERED))));
    let last = keeper.with(|saved| saved.last_open());
    let is_open = last.is_some_and(|id| load(app, keeper, &id));
    saving::refresh(app, keeper);
    if app.with_facts_untracked(|facts| !facts.asides.is_empty()) {
        app.tell("Something saved earlier could not be read. It is kept unharmed.", HintButton::ShowRecovered);
    }
    let keeper = keeper.clone();
    app.change_facts(|facts| facts.is_starting = !is_open);
    task::spawn(async move {
        let bundled = file::fetch(BUNDLED).await.and_then(|bytes| incoming::text_of(&bytes));
        open_what_the_site_has(app, &keeper, bundled, is_open);
        app.change_facts(|facts| facts.is_starting = false);
    });
}

fn open_what_the_site_has(app: App, keeper: &Keeper, bundled: Option<String>, is_open: bool) {
    let Some(source) = bundled else {
        if !is_open {
            app.tell("There is no article yet. Open a file or paste a text.", HintButton::None);
            app.show(Dialog::Articles);
        }
        return;
    };
    let document = Document::of(Text::import(&source), None, BUNDLED);
    let is_news = app.settings.read_untracked().bundled != document.id;
    if is_news {
        app.settings.update(|settings| settings.bundled.clone_from(&document.id));
    }
    if !is_open || is_news {
        open_document(app, keeper, document);
    }
    let has_told = app.with_facts_untracked(|facts| facts.hint.is_some());
    if is_open && is_news && !has_told {
        app.tell("This site has a new article. The one you had open is under Articles.", HintButton::None);
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
            turn_to(app, keeper, &id);
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
                turn_to(app, keeper, &id);
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
            open_project(app, keeper, *project);
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

/// Opens another document of the list. Where it cannot be read, the one that is open stays so.
fn turn_to(app: App, keeper: &Keeper, id: &str) {
    keeper.park(app);
    if !load(app, keeper, id)
        && let Some(open) = app.document.get_untracked()
    {
        load(app, keeper, &open);
    }
    saving::refresh(app, keeper);
}

/// Opens a document, stored or kept in memory because it could not be. Returns whether it could be opened.
pub(super) fn load(app: App, keeper: &Keeper, id: &str) -> bool {
    if let Some(workspace) = keeper.with(|saved| saved.unpark(id)) {
        app.open(workspace);
        saving::flush(app, keeper);
        return true;
    }
    let now = clock::now();
    let loaded = keeper.with(|saved| saved.open(id, now.as_str()));
    match loaded {
        Ok(loaded) => {
            let notes = loaded.notes.iter().map(ToString::to_string).collect();
            let is_writable = loaded.damage.iter().all(|damage| damage.aside.is_some());
            app.open(Workspace::new(loaded.project, loaded.history));
            app.change_facts(|facts| {
                facts.notes = notes;
                facts.saving = if is_writable { Saving::Saved } else { Saving::Unsaved(Unsaved::Full) };
            });
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
    let is_version = keeper.with(|saved| saved.has_earlier_version(&document));
    create(app, keeper, Project::new(document));
    if is_version {
        app.tell("An earlier version of this article has annotations.", HintButton::Review);
    }
}

/// Opens an annotation file. If the same article is here already, the file's work takes the place of what is there, as
/// one step that can be undone.
fn open_project(app: App, keeper: &Keeper, mut project: Project) {
    keeper.park(app);
    let document = &project.document;
    let own = Document::of(document.text.clone(), None, &document.source);
    let is_here = keeper.with(|saved| saved.holds(&document.id, &document.text));
    let id = if is_here { document.id.clone() } else { own.id.clone() };
    if keeper.with(|saved| saved.is_known(&id)) {
        if !load(app, keeper, &id) {
            // Its text was lost, but not the work on it.
            create(app, keeper, Project::new(own));
        }
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
        project.document.id = own.id;
    }
    create(app, keeper, project);
}

fn create(app: App, keeper: &Keeper, project: Project) {
    let now = clock::now();
    let result = keeper.with(|saved| saved.create(&project, now.as_str()));
    app.change_facts(|facts| {
        facts.saving = Saving::Idle;
        facts.downloaded.clear();
    });
    app.open(Workspace::new(project, History::default()));
    saving::report(app, keeper, result);
    saving::refresh(app, keeper);
}

fn remove(app: App, keeper: &Keeper, id: &str) {
    let now = clock::now();
    let title = app.with_facts_untracked(|facts| {
        facts.library.iter().find(|card| card.id == id).map(|card| card.title.clone()).unwrap_or_default()
    });
    let is_open = app.document.get_untracked().as_deref() == Some(id);
    if let Err(unsaved) = keeper.with(|saved| saved.remove_document(id, now.as_str())) {
        app.tell(&unsaved.to_string(), HintButton::Download);
        return;
    }
    if is_open {
        let next = keeper.with(|saved| saved.cards()).into_iter().next();
        if !next.is_some_and(|card| load(app, keeper, &card.id)) {
            app.close();
            app.show(Dialog::Articles);
        }
    }
    saving::refresh(app, keeper);
    app.tell(&["Removed \u{201c}", &title, "\u{201d}."].concat(), HintButton::Restore(id.to_owned()));
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
