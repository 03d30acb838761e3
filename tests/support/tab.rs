//! A tab without a screen: the very code that opens and saves, on a store that others share, and a book of what the person was told
//! is saved.

use super::disk::{Event, Hand};
use super::ledger::{Cell, Ledger, Sight};
use attest::app::action::Action;
use attest::app::keeping::{self, Origin, Saving, Step};
use attest::app::opening;
use attest::app::saved::{Saved, Settings};
use attest::app::session::{Effect, Session};
use attest::app::workspace::Workspace;
use attest::domain::edit::Command;
use attest::domain::history::Entry;
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
    /// What the person is told of whether the work is saved.
    pub saving: Saving,
    sight: Sight,
    /// What was made here and not yet acknowledged, by document.
    pending: BTreeMap<String, Vec<(Cell, usize)>>,
}

impl Tab {
    /// Starts a tab, on a site that brings this article along.
    pub fn start(hand: Hand, bundled: &str, purge_before: &str, now: &Timestamp, book: &mut Book) -> Self {
        let saved = Saved::new(hand.clone(), &format!("t{:03}", hand.writer));
        let heard = hand.disk.events.borrow().len();
        let mut tab = Self {
            hand,
            saved,
            workspace: None,
            session: Session::default(),
            heard,
            saving: Saving::Idle,
            sight: Sight::default(),
            pending: BTreeMap::new(),
        };
        let steps = opening::start(&mut tab.saved, purge_before, now.as_str());
        tab.carry_out(steps, now, book);
        let at_start = tab.id();
        let document = Document::of(Text::import(bundled), None, "test");
        let settings = tab.saved.settings();
        if settings.bundled != document.id {
            let settings = Settings { bundled: document.id.clone(), ..settings.clone() };
            tab.saved.set_settings(&settings).ok();
        }
        let (open, at_start, seen) = (tab.workspace.as_ref(), at_start.as_deref(), &settings.bundled);
        let steps = opening::open_site_article(&mut tab.saved, open, at_start, seen, document, now.as_str());
        tab.carry_out(steps, now, book);
        tab
    }

    pub fn id(&self) -> Option<String> {
        self.workspace.as_ref().map(|workspace| workspace.project().document.id.clone())
    }

    pub fn project(&self) -> Option<&Project> {
        self.workspace.as_ref().map(Workspace::project)
    }

    /// Whether the person is told "Saved".
    pub fn says_saved(&self) -> bool {
        self.saving == Saving::Saved
    }

    pub fn act(&mut self, action: Action, now: &Timestamp, fresh: &str, book: &mut Book) {
        let Some(workspace) = &mut self.workspace else { return };
        for effect in self.session.perform(workspace, action, now, fresh) {
            if let Effect::Save(entry) = effect {
                self.save(&entry, now, book);
            }
        }
    }

    fn save(&mut self, entry: &Entry, now: &Timestamp, book: &mut Book) {
        let Some(id) = self.id() else { return };
        let made = book.entry(id.clone()).or_default().made(&mut self.sight, &entry.change);
        self.pending.entry(id).or_default().extend(made);
        let steps = keeping::save(&mut self.saved, self.workspace.as_ref(), entry);
        self.carry_out(steps, now, book);
    }

    /// Tries once more to save, as when the tab is hidden or left.
    pub fn flush(&mut self, now: &Timestamp, book: &mut Book) {
        let steps = keeping::try_again(&mut self.saved, self.workspace.as_ref(), self.saving, now.as_str());
        self.carry_out(steps, now, book);
        self.saved.flush_parked(now.as_str()).ok();
    }

    pub fn fold(&mut self) {
        if let Some(workspace) = &self.workspace {
            self.saved.fold(workspace.project()).ok();
        }
    }

    /// Hears what other tabs did, up to a number of events.
    pub fn hear(&mut self, most: usize, now: &Timestamp, book: &mut Book) {
        let events: Vec<Event> = self.hand.disk.events.borrow().iter().skip(self.heard).take(most).cloned().collect();
        self.heard += events.len();
        let own = self.hand.writer;
        for event in events.into_iter().filter(|event| event.writer != own) {
            let Some(workspace) = &self.workspace else { continue };
            let (key, value) = (Some(event.key.as_str()), event.value.as_deref());
            let steps = keeping::hear(&mut self.saved, workspace, key, value, now.as_str());
            self.carry_out(steps, now, book);
        }
    }

    /// Opens an article's text.
    pub fn open_text(&mut self, source: &str, now: &Timestamp, book: &mut Book) {
        let document = Document::of(Text::import(source), None, "test");
        let steps = opening::open_text(&mut self.saved, self.workspace.as_ref(), document, now.as_str());
        self.carry_out(steps, now, book);
    }

    /// Opens an annotation file.
    pub fn open_file(&mut self, project: Project, now: &Timestamp, book: &mut Book) {
        let steps = opening::open_file(&mut self.saved, self.workspace.as_ref(), project, now.as_str());
        self.carry_out(steps, now, book);
    }

    /// Opens an article of the list.
    pub fn open_card(&mut self, id: &str, now: &Timestamp, book: &mut Book) {
        let steps = opening::turn_to(&mut self.saved, self.workspace.as_ref(), id, now.as_str());
        self.carry_out(steps, now, book);
    }

    pub fn remove(&mut self, id: &str, now: &Timestamp, book: &mut Book) {
        let removed = opening::remove(&mut self.saved, self.workspace.as_ref(), id, now.as_str());
        self.carry_out(removed.unwrap_or_default(), now, book);
    }

    pub fn restore(&mut self, id: &str, now: &Timestamp, book: &mut Book) {
        let restored = opening::restore(&mut self.saved, self.workspace.as_ref(), id, now.as_str());
        self.carry_out(restored.unwrap_or_default(), now, book);
    }

    /// What `edge/saving` does with the steps, as far as there is no screen to it.
    fn carry_out(&mut self, steps: Vec<Step>, now: &Timestamp, book: &mut Book) {
        for step in steps {
            match step {
                Step::Show(workspace, origin) => self.show(*workspace, &origin, book),
                Step::Close => (self.workspace, self.saving) = (None, Saving::Idle),
                Step::Report(result) => {
                    self.saving = Saving::from(result);
                    if self.says_saved() && self.hand.left.get() != Some(0) {
                        self.acknowledge(book);
                    }
                }
                Step::Follow(entry) => self.follow(&entry, book),
                Step::Replace(project) => {
                    let workspace = self.workspace.as_mut().expect("it was opened");
                    if let Ok(entry) = workspace.execute(Command::Replace(project), now) {
                        self.save(&entry, now, book);
                    }
                }
                Step::TellDamage
                | Step::RenewLibrary
                | Step::TellEmptied
                | Step::OfferReview
                | Step::TellNews
                | Step::TellBack => {}
            }
        }
    }

    fn show(&mut self, workspace: Workspace, origin: &Origin, book: &mut Book) {
        let id = workspace.project().document.id.clone();
        match origin {
            Origin::Made => {
                let ledger = book.entry(id.clone()).or_default();
                let made = ledger.created(&mut Sight::default(), workspace.project());
                self.pending.entry(id.clone()).or_default().extend(made);
            }
            Origin::Parked => {}
            Origin::Stored { saving, .. } => self.saving = *saving,
        }
        if self.id().as_ref() == Some(&id) {
            self.session.forget_if_gone(&workspace);
        } else {
            self.session = Session::at_start_of(workspace.text());
        }
        if let Some(ledger) = book.get(&id) {
            self.sight = ledger.sight(workspace.project());
        }
        self.workspace = Some(workspace);
    }

    fn follow(&mut self, entry: &Entry, book: &Book) {
        let Some(workspace) = &mut self.workspace else { return };
        workspace.follow(entry);
        self.session.forget_if_gone(workspace);
        if let Some(ledger) = book.get(&workspace.project().document.id) {
            ledger.followed(&mut self.sight, &entry.change);
        }
    }

    /// The person may rely on what was made here of the open document.
    fn acknowledge(&mut self, book: &mut Book) {
        if let Some(id) = self.id() {
            let made = self.pending.remove(&id).unwrap_or_default();
            book.entry(id).or_default().acknowledge(&made);
        }
    }
}
