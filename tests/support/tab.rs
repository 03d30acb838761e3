//! A tab without a screen: what `edge/opening` and `edge/saving` do, with the very code that saves, on a store that others
//! share; and a book of what it was told is saved.

use super::disk::{Event, Hand};
use super::ledger::{Cell, Ledger, Sight};
use attest::app::action::Action;
use attest::app::saved::{Damage, Heard, Saved, Unsaved};
use attest::app::session::{Effect, Session};
use attest::app::workspace::Workspace;
use attest::domain::edit::Command;
use attest::domain::history::{Entry, History};
use attest::domain::project::{Document, Project, Timestamp};
use attest::domain::text::Text;
use std::collections::BTreeMap;

/// What was done to each document.
pub type Book = BTreeMap<String, Ledger>;

/// A tab.
pub struct Tab {
    pub hand: Hand,
    pub saved: Saved<Hand>,
    pub workspace: Option<Workspace>,
    pub session: Session,
    /// How many events it has heard.
    pub heard: usize,
    /// Whether the person is told "Saved".
    pub says_saved: bool,
    /// The time of the last step.
    pub now: Timestamp,
    sight: Sight,
    /// What was made here and not yet acknowledged, by document.
    pending: BTreeMap<String, Vec<(Cell, usize)>>,
}

impl Tab {
    /// Starts a tab: it opens what was open last, or the site's own article.
    pub fn start(hand: Hand, bundled: &str, purge_before: &str, now: &Timestamp, book: &mut Book) -> Self {
        let saved = Saved::new(hand.clone(), &format!("t{:03}", hand.writer));
        let heard = hand.disk.events.borrow().len();
        let mut tab = Self {
            hand,
            saved,
            workspace: None,
            session: Session::default(),
            heard,
            says_saved: false,
            now: now.clone(),
            sight: Sight::default(),
            pending: BTreeMap::new(),
        };
        tab.saved.purge(Some(purge_before));
        let is_open = tab.saved.last_open().is_some_and(|id| tab.load(&id, now, book));
        if !is_open {
            tab.open_text(bundled, now, book);
        }
        tab
    }

    pub fn id(&self) -> Option<String> {
        self.workspace.as_ref().map(|workspace| workspace.project().document.id.clone())
    }

    pub fn project(&self) -> Option<&Project> {
        self.workspace.as_ref().map(Workspace::project)
    }

    pub fn act(&mut self, action: Action, now: &Timestamp, fresh: &str, book: &mut Book) {
        let Some(workspace) = &mut self.workspace else { return };
        for effect in self.session.perform(workspace, action, now, fresh) {
            if let Effect::Save(entry) = effect {
                self.save(&entry, book);
            }
        }
    }

    fn save(&mut self, entry: &Entry, book: &mut Book) {
        let (Some(id), Some(workspace)) = (self.id(), &self.workspace) else { return };
        let made = book.entry(id.clone()).or_default().made(&mut self.sight, &entry.change);
        self.pending.entry(id).or_default().extend(made);
        let result = self.saved.append(entry, workspace.project());
        self.report(result, book);
    }

    /// What the person is told.
    fn report(&mut self, result: Result<(), Unsaved>, book: &mut Book) {
        self.says_saved = result.is_ok();
        let Some(id) = self.id() else { return };
        if result.is_ok() && self.hand.left.get() != Some(0) {
            let made = self.pending.remove(&id).unwrap_or_default();
            book.entry(id).or_default().acknowledge(&made);
        }
        self.catch_up(book);
    }

    fn catch_up(&mut self, book: &mut Book) {
        if self.saved.must_reload()
            && let Some(id) = self.id()
        {
            let now = self.now.clone();
            self.load(&id, &now, book);
        }
    }

    /// Tries once more to save, as when the tab is hidden or left.
    pub fn flush(&mut self, now: &Timestamp, book: &mut Book) {
        if let Some(workspace) = &self.workspace
            && !self.says_saved
        {
            let result = self.saved.flush(workspace.project(), now.as_str());
            self.report(result, book);
        }
    }

    pub fn fold(&mut self) {
        if let Some(workspace) = &self.workspace {
            self.saved.fold(workspace.project()).ok();
        }
    }

    /// Hears what other tabs did, up to a number of events.
    pub fn hear(&mut self, most: usize, book: &mut Book) {
        let events: Vec<Event> = self.hand.disk.events.borrow().iter().skip(self.heard).take(most).cloned().collect();
        self.heard += events.len();
        let own = self.hand.writer;
        for event in events.into_iter().filter(|event| event.writer != own) {
            let (Some(text), Some(id)) = (self.workspace.as_ref().map(|workspace| workspace.text().clone()), self.id())
            else {
                continue;
            };
            match self.saved.hear(Some(&event.key), event.value.as_deref(), &text) {
                Heard::Entry(entry) => {
                    if let Some(workspace) = &mut self.workspace {
                        workspace.follow(&entry);
                        self.session.forget_if_gone(workspace);
                    }
                    if let Some(ledger) = book.get(&id) {
                        ledger.followed(&mut self.sight, &entry.change);
                    }
                }
                Heard::Reload => self.catch_up(book),
                Heard::Cleared | Heard::Library | Heard::Nothing => {}
            }
        }
    }

    /// Opens a stored document.
    pub fn load(&mut self, id: &str, now: &Timestamp, book: &mut Book) -> bool {
        if let Some(workspace) = self.saved.unpark(id) {
            self.show(workspace, book);
            self.says_saved = false;
            self.flush(now, book);
            return true;
        }
        let Ok(loaded) = self.saved.open(id, now.as_str()) else { return false };
        let is_writable = loaded.damage.iter().all(|damage: &Damage| damage.aside.is_some());
        self.show(Workspace::new(loaded.project, loaded.history), book);
        self.says_saved = is_writable;
        true
    }

    /// Opens an article's text.
    pub fn open_text(&mut self, source: &str, now: &Timestamp, book: &mut Book) {
        let document = Document::of(Text::import(source), None, "test");
        self.park();
        if self.saved.card(&document.id).is_some_and(|card| !card.removed.is_empty()) {
            // The person took it away, and it is deleted now.
            book.entry(document.id.clone()).or_default().release(None);
        }
        self.saved.delete_if_removed(&document.id);
        if !(self.saved.is_known(&document.id) && self.load(&document.id, now, book)) {
            self.create(Project::new(document), now, book);
        }
    }

    /// Opens an annotation file.
    pub fn open_file(&mut self, mut project: Project, now: &Timestamp, book: &mut Book) {
        self.park();
        let document = &project.document;
        let own = Document::of(document.text.clone(), None, &document.source);
        let is_here = self.saved.holds(&document.id, &document.text);
        let id = if is_here { document.id.clone() } else { own.id.clone() };
        if self.saved.is_known(&id) {
            if !self.load(&id, now, book) {
                self.create(Project::new(own), now, book);
            }
            let workspace = self.workspace.as_mut().expect("it was loaded");
            if let Ok(entry) = workspace.execute(Command::Replace(Box::new(project)), now) {
                self.save(&entry, book);
            }
            return;
        }
        if self.saved.is_known(&document.id) {
            project.document.id = own.id;
        }
        self.create(project, now, book);
    }

    fn create(&mut self, project: Project, now: &Timestamp, book: &mut Book) {
        let result = self.saved.create(&project, now.as_str());
        let id = project.document.id.clone();
        self.sight = Sight::default();
        let made = book.entry(id.clone()).or_default().created(&mut self.sight, &project);
        self.pending.entry(id).or_default().extend(made);
        self.show(Workspace::new(project, History::default()), book);
        self.report(result, book);
    }

    /// Opens an article of the list.
    pub fn open_card(&mut self, id: &str, now: &Timestamp, book: &mut Book) {
        self.park();
        let open = self.id();
        if !self.load(id, now, book)
            && let Some(open) = open
        {
            self.load(&open, now, book);
        }
    }

    pub fn remove(&mut self, id: &str, now: &Timestamp, book: &mut Book) {
        let is_open = self.id().as_deref() == Some(id);
        if self.saved.remove_document(id, now.as_str()).is_err() {
            return;
        }
        if is_open && !self.saved.cards().into_iter().next().is_some_and(|card| self.load(&card.id, now, book)) {
            self.workspace = None;
        }
    }

    pub fn restore(&mut self, id: &str, now: &Timestamp, book: &mut Book) {
        if self.saved.restore_document(id).is_ok() {
            self.open_card(id, now, book);
        }
    }

    fn show(&mut self, workspace: Workspace, book: &Book) {
        let id = Some(workspace.project().document.id.clone());
        if self.id() == id {
            self.session.forget_if_gone(&workspace);
        } else {
            self.session = Session::at_start_of(workspace.text());
        }
        if let Some(ledger) = id.and_then(|id| book.get(&id)) {
            self.sight = ledger.sight(workspace.project());
        }
        self.workspace = Some(workspace);
    }

    fn park(&mut self) {
        if let Some(workspace) = &self.workspace {
            self.saved.park(workspace);
        }
    }
}
