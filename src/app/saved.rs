//! What is kept: the work as JSON in a key-value store, so that an edit writes the edit and not the document.
//!
//! | key | value |
//! |---|---|
//! | `attest/text/<document>` | the article: the `document` part of the annotation file |
//! | `attest/snapshot/<document>` | the rest of the annotation file, as it was at the last fold |
//! | `attest/change/<document>/<number>-<tab>` | one entry of the log since then |
//! | `attest/history/<document>/<number>` | folded entries, for undo after a reload |
//! | `attest/fold/<document>` | how often the log was folded |
//! | `attest/card/<document>` | title, count and dates, for the list of articles |
//! | `attest/settings` | what the person has set |
//! | `attest/open` | the document that was open last |
//! | `attest/aside/…` | what could not be read, unharmed |
//! | `attest/export` | the format that was chosen last for other tools; written by the annex's screen, not here |
//!
//! Entries say what is to be there afterwards ([`Project::apply`]), so replaying some of them twice ends in the same
//! state, and a fold may be cut off anywhere: the snapshot is written first, its entries are removed after.
//!
//! Not here: the browser's storage itself ([`Store`] is a trait) and the clock.

pub(super) mod entry;
mod folding;
mod keys;
mod library;
mod reading;
mod settings;
mod shelf;
mod versions;
mod writing;

pub use folding::FOLD_AT;
pub use library::{Aside, Card};
pub use settings::Settings;
pub use shelf::Unchanged;

use super::workspace::Workspace;
use crate::domain::history::{Entry, History, Turn};
use crate::domain::project::Project;
use crate::domain::text::Text;
use crate::formats::ImportNote;
use entry::Place;
use folding::lacks_one;
use keys::{LARGEST, fingerprint, fold_key, place_of, snapshot_key, text_key};
use std::fmt;

/// Roughly what browsers grant a site, in UTF-16 code units of keys and values.
pub const QUOTA: usize = 5 * 1024 * 1024;

/// A place that keeps strings by key, such as the browser's local storage.
pub trait Store {
    /// The value of a key.
    fn get(&self, key: &str) -> Option<String>;
    /// Sets a key, or leaves everything as it was.
    ///
    /// # Errors
    /// [`Unsaved`], when the store is full or refuses.
    fn set(&self, key: &str, value: &str) -> Result<(), Unsaved>;
    /// Removes a key.
    fn remove(&self, key: &str);
    /// All keys, in no particular order.
    fn keys(&self) -> Vec<String>;
    /// How long the value of a key is, in UTF-16 code units; 0 if it has none. For stores that can tell without giving the value away.
    fn length(&self, key: &str) -> usize {
        self.get(key).map_or(0, |value| utf16_length(&value))
    }
    /// How much is stored, in UTF-16 code units of keys and values.
    fn used(&self) -> usize;
}

fn utf16_length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Why something was not saved. What was stored before is unharmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsaved {
    /// The store is full.
    Full,
    /// The document is larger than any store.
    TooLarge,
    /// There is no store, or it refuses to be written.
    Refused,
    /// Another tab has stored the same article, which came with other annotations here.
    Taken,
}

impl fmt::Display for Unsaved {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Full => "Not saved: the browser\u{2019}s storage is full. Download your work, then remove articles you no longer need.",
            Self::TooLarge => "Not saved: this article is larger than what a browser keeps for a page. Download your work before you close the tab.",
            Self::Refused => "Not saved: the browser refuses storage here (a private window?). Download your work before you close the tab.",
            Self::Taken => "Not saved: another tab has stored this article with other annotations. Download your work, load this page again, then open the file to put it in their place.",
        })
    }
}

/// Something stored that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Its key.
    pub key: String,
    /// What was wrong.
    pub why: String,
    /// The key under which it is kept now; `None` when even that could not be written, and it stays where it is.
    pub aside: Option<String>,
}

/// A document as it was loaded.
#[derive(Debug)]
pub struct Loaded {
    /// The project with all changes applied.
    pub project: Project,
    /// Its steps.
    pub history: History,
    /// What could not be read, and is set aside.
    pub damage: Vec<Damage>,
    /// What did not fit within the snapshot.
    pub notes: Vec<ImportNote>,
}

/// What a change in the store, made by another tab, means for the open document.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// A further entry, to be followed.
    Entry(Entry),
    /// The order of entries can only be told from the store: load the document again.
    Reload,
    /// The list of articles changed.
    Library,
    /// The whole store was emptied.
    Cleared,
    /// Nothing to do.
    Nothing,
}

/// The saved work, seen from one tab.
#[derive(Debug)]
pub struct Saved<S> {
    store: S,
    tab: String,
    open: Option<Open>,
    /// Documents that could not be saved, while another one is open.
    parked: Vec<(Open, Workspace)>,
    /// Whether another tab did something that this one can only take in by loading the document again.
    is_outdated: bool,
}

/// The open document's place in its log.
#[derive(Debug)]
struct Open {
    id: String,
    /// The place of the last entry that this tab has applied.
    last: Place,
    /// The last entry, while it is known to be the newest of the log: the tab that wrote it can amend it where it stands.
    newest: Option<(Place, Entry)>,
    fold: u32,
    /// The entries of the log that this tab has applied, by their places, with the fingerprints of their text: an amended
    /// entry keeps its place.
    applied: Vec<(Place, u64)>,
    /// Entries that could not be written yet, as JSON, oldest first.
    backlog: Vec<(Place, String)>,
    /// Whether it came with annotations that no entry tells of.
    is_filled: bool,
    /// Whether text and snapshot are in the store.
    is_stored: bool,
    /// Whether the log holds something unreadable that must not be written over.
    is_frozen: bool,
    /// Whether a person removed it while it was parked, or before.
    is_removed: bool,
}

impl<S: Store> Saved<S> {
    /// The work in a store, as the tab of this name sees it. Two tabs must have different names.
    pub fn new(store: S, tab: &str) -> Self {
        Self { store, tab: tab.to_owned(), open: None, parked: Vec::new(), is_outdated: false }
    }

    /// The store.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// The document that was open last, in any tab.
    pub fn last_open(&self) -> Option<String> {
        self.store.get("attest/open")
    }

    /// Whether a document of this identifier and text is stored.
    pub fn holds(&self, id: &str, text: &Text) -> bool {
        self.read_text(id).is_ok_and(|document| document.text.as_deref() == Some(text.as_str()))
    }

    /// Whether anything is stored or parked under a document's identifier; its text may be unreadable or gone.
    pub fn is_known(&self, id: &str) -> bool {
        self.parked.iter().any(|(parked, _)| parked.id == id)
            || [text_key(id), snapshot_key(id)].iter().any(|key| self.store.get(key).is_some())
    }

    /// Keeps the open document in memory if the store does not have all of it. None is open then.
    pub fn park(&mut self, workspace: &Workspace) {
        if !self.is_saved()
            && let Some(open) = self.open.take()
        {
            self.parked.push((open, workspace.clone()));
        }
    }

    /// Makes a parked document the open one, still to be written.
    pub fn unpark(&mut self, id: &str) -> Option<Workspace> {
        let place = self.parked.iter().position(|(parked, _)| parked.id == id)?;
        let (open, workspace) = self.parked.remove(place);
        self.open = Some(open);
        self.is_outdated = true;
        Some(workspace)
    }

    /// Tries once more to write what is parked, but for what is removed. What is written now is parked no longer.
    ///
    /// # Errors
    /// [`Unsaved`], when some of it still cannot be written.
    pub fn flush_parked(&mut self, now: &str) -> Result<(), Unsaved> {
        let ids: Vec<String> = self.parked().map(|workspace| workspace.project().document.id.clone()).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let (open, is_outdated) = (self.open.take(), self.is_outdated);
        let mut result = Ok(());
        for id in ids {
            if let Some(workspace) = self.unpark(&id) {
                result = result.and(self.flush(workspace.project(), now));
                self.park(&workspace);
            }
        }
        (self.open, self.is_outdated) = (open, is_outdated);
        if let Some(open) = &self.open {
            self.store.set("attest/open", &open.id).ok();
        }
        result
    }

    /// The parked documents that are not removed.
    pub fn parked(&self) -> impl Iterator<Item = &Workspace> {
        self.parked.iter().filter(|(parked, _)| !self.is_removed(&parked.id)).map(|(_, workspace)| workspace)
    }

    /// Loads a document and makes it the open one. `now` names what is set aside.
    ///
    /// # Errors
    /// [`Damage`], when the article's text itself is unreadable or absent; it has been set aside.
    pub fn open(&mut self, id: &str, now: &str) -> Result<Loaded, Damage> {
        let mut stored = match self.stored(id) {
            Ok(stored) => stored,
            Err(why) => {
                // Whoever has it open can write it again.
                if let Some(open) = self.open.as_mut().filter(|open| open.id == id) {
                    open.is_stored = false;
                }
                return Err(self.set_aside(&text_key(id), why, now));
            }
        };
        let mut damage = Vec::new();
        let mut history = History::default();
        // The steps that led to a lost snapshot bring back what they made.
        let lost = stored.lost_snapshot.take().map(|why| {
            damage.push(self.set_aside(&snapshot_key(id), why, now));
            &mut stored.project
        });
        let mut followed = self.read_history(id, &stored.text, &mut history, lost, &mut damage, now);
        let mut open = Open::new(id, self.fold_count(id));
        open.last = followed.last().cloned().unwrap_or_default();
        let mut before = followed.last().map(|place| place.number);
        for logged in stored.log {
            let place = logged.place;
            match logged.read {
                Ok((entry, fingerprint)) => {
                    stored.project.apply(&entry.change);
                    if lacks_one(&mut before, &place) {
                        history = History::default();
                    }
                    if let Some(news) = followed.news(&place, &entry) {
                        history.follow(&news);
                    }
                    open.note(place.clone(), fingerprint);
                    open.newest = Some((place.clone(), entry)).filter(|_| place.tab != self.tab);
                }
                Err(why) => {
                    damage.push(self.set_aside(&logged.key, why, now));
                    open.newest = None;
                }
            }
            if place.number <= LARGEST {
                open.last = open.last.max(place);
            }
        }
        open.is_stored = true;
        open.is_frozen = damage.iter().any(|damage| damage.aside.is_none());
        self.open = Some(open);
        self.is_outdated = false;
        // Failing to note which document is open loses no work.
        self.store.set("attest/open", id).ok();
        Ok(Loaded { project: stored.project, history, damage, notes: stored.notes })
    }

    /// Stores a document that is not stored yet, and makes it the open one. Of a document that has lost its text, that alone is
    /// stored; then it is to be loaded.
    ///
    /// # Errors
    /// [`Unsaved`]; the document is open all the same and every further edit tries again.
    pub fn create(&mut self, project: &Project, now: &str) -> Result<(), Unsaved> {
        let mut open = Open::new(&project.document.id, 0);
        open.is_filled = !project.annotations.is_empty();
        self.open = Some(open);
        self.is_outdated = false;
        self.write_backlog(project, now)
    }

    /// Saves one entry, already applied to the project.
    ///
    /// # Errors
    /// [`Unsaved`]; the entry is kept and written with the next one.
    pub fn append(&mut self, entry: &Entry, project: &Project) -> Result<(), Unsaved> {
        let fold = self.fold_count(&project.document.id);
        let Some(open) = &mut self.open else { return Err(Unsaved::Refused) };
        let text = &project.document.text;
        let amended = match &open.newest {
            Some((place, own)) if place.tab == self.tab && entry.turn == Turn::Amend && fold == open.fold => {
                entry::amended(own, entry).map(|own| (place.clone(), own))
            }
            _ => None,
        };
        let (place, own) = amended.unwrap_or_else(|| {
            let number = open.backlog.last().map_or(0, |(place, _)| place.number).max(open.last.number) + 1;
            (Place { number, tab: self.tab.clone() }, entry.clone())
        });
        open.backlog.retain(|(waiting, _)| *waiting != place);
        open.backlog.push((place.clone(), entry::write(&own, &place, text)));
        open.newest = Some((place, own));
        self.flush(project, entry.at.as_str())
    }

    /// Writes what could not be written before.
    ///
    /// # Errors
    /// [`Unsaved`], when it still cannot.
    pub fn flush(&mut self, project: &Project, now: &str) -> Result<(), Unsaved> {
        match self.write_backlog(project, now) {
            Err(Unsaved::Full) => {
                self.make_room();
                self.write_backlog(project, now).or_else(|_| self.fold_for_room(project, now))
            }
            other => other,
        }
    }

    /// Takes in that another tab changed the store: the key, and its new value unless it was removed. `key` is `None`
    /// when the whole store was emptied.
    pub fn hear(&mut self, key: Option<&str>, value: Option<&str>, text: &Text) -> Heard {
        let Some(key) = key else {
            if let Some(open) = &mut self.open {
                open.is_stored = false;
                open.newest = None;
            }
            return Heard::Cleared;
        };
        if key.starts_with("attest/card/") {
            return Heard::Library;
        }
        let fold = self.open.as_ref().map_or(0, |open| self.fold_count(&open.id));
        let Some(open) = &mut self.open else { return Heard::Nothing };
        let is_text = key == text_key(&open.id);
        if is_text {
            // A text that was deleted is written again with the next change; one that another tab stored is not that of a file whose
            // annotations are here alone.
            open.is_stored = self.store.get(key).is_some() && !open.is_filled;
        }
        let place = place_of(&open.id, key).filter(|place| place.number <= LARGEST);
        if place.is_none() && key != fold_key(&open.id) && !(is_text && open.is_stored) {
            return Heard::Nothing;
        }
        if let Some(place) = place {
            let Some(value) = value.filter(|value| open.applied(&place) != Some(fingerprint(value))) else {
                return Heard::Nothing;
            };
            // A fold puts what it took in before everything written since, whatever the numbers say; and what this tab hears of an
            // entry that its own fold has taken in is no news.
            let stored = self.store.get(key).filter(|_| fold == open.fold && open.backlog.is_empty());
            if stored.is_some() && place > open.last {
                // The tab that loads what cannot be read sets it aside; this one has lost nothing.
                let Ok((_, entry)) = entry::check(value, text) else {
                    return Heard::Nothing;
                };
                open.last = place.clone();
                open.know(place, fingerprint(value), entry.clone());
                return Heard::Entry(entry);
            }
            // What is stored and not what was told: by now it may have been amended further.
            if let Some(source) = stored
                && let Some((_, known)) = open.newest.as_ref().filter(|(newest, _)| *newest == place)
                && let Ok((_, entry)) = entry::check(&source, text)
                && let Some(further) = entry::further(known, &entry)
            {
                open.know(place, fingerprint(&source), entry);
                return Heard::Entry(further);
            }
        }
        open.newest = None;
        if self.store.get(&snapshot_key(&open.id)).is_none() {
            // Another tab deletes it. All of it is here, and is written again with the next change.
            open.is_stored = false;
            return Heard::Nothing;
        }
        self.is_outdated = true;
        Heard::Reload
    }

    /// Whether the document is to be loaded again, because of what another tab did to it. Not while something of this tab is
    /// still to be written.
    pub fn must_reload(&self) -> bool {
        self.is_outdated && self.is_saved()
    }

    /// Whether everything asked to be saved is in the store.
    pub fn is_saved(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.is_stored && open.backlog.is_empty())
    }

    #[inline(never)]
    fn set_aside(&self, key: &str, why: String, now: &str) -> Damage {
        let Some(source) = self.store.get(key) else {
            return Damage { key: key.to_owned(), why, aside: Some(String::new()) };
        };
        let mut aside = ["attest/aside/", now, "/", key].concat();
        // At the same moment by a clock that was set back, something else may have been set aside.
        while self.store.get(&aside).is_some_and(|kept| kept != source) {
            aside.push('~');
        }
        // Without room for two copies it stays where it is: between taking one away and writing the other, both could be lost.
        let moved = self.store.set(&aside, &source).is_ok();
        if moved {
            self.store.remove(key);
        }
        Damage { key: key.to_owned(), why, aside: moved.then_some(aside) }
    }
}

impl Open {
    fn new(id: &str, fold: u32) -> Self {
        Self {
            id: id.to_owned(),
            last: Place::default(),
            newest: None,
            fold,
            applied: Vec::new(),
            backlog: Vec::new(),
            is_filled: false,
            is_stored: false,
            is_frozen: false,
            is_removed: false,
        }
    }

    /// The fingerprint of the entry that this tab has applied at a place.
    fn applied(&self, place: &Place) -> Option<u64> {
        self.rank(place).ok().map(|rank| self.applied[rank].1)
    }

    /// Notes the newest entry, as it is by now.
    fn know(&mut self, place: Place, fingerprint: u64, entry: Entry) {
        self.note(place.clone(), fingerprint);
        self.newest = Some((place, entry));
    }

    fn note(&mut self, place: Place, fingerprint: u64) {
        match self.rank(&place) {
            Ok(rank) => self.applied[rank].1 = fingerprint,
            Err(rank) => self.applied.insert(rank, (place, fingerprint)),
        }
    }

    fn rank(&self, place: &Place) -> Result<usize, usize> {
        self.applied.binary_search_by(|(known, _)| known.cmp(place))
    }
}
