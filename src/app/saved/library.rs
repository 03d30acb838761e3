//! The list of articles, and what was set aside.

use super::keys::{fold_key, snapshot_key, text_key};
use super::{Saved, Store, Unsaved};
use crate::app::workspace::Workspace;
use crate::domain::order::sort;
use crate::domain::project::{Project, Status, Unknown};
use crate::formats::attest::{status_name, status_of};
use crate::formats::json::{Fields, Json, Writer};

/// What the list of articles shows of one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Card {
    /// The document's identifier.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many annotations it has.
    pub annotations: usize,
    /// Whether work on it goes on.
    pub status: Status,
    /// When it was last changed, RFC 3339.
    pub modified: String,
    /// When it was last downloaded, RFC 3339; empty if never.
    pub downloaded: String,
    /// When it was removed, RFC 3339; empty while it is not. A removed document can be brought back until it is deleted: at a start
    /// some time later, or when a full store needs the room.
    pub removed: String,
}

/// Something that could not be read and was set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Its key now.
    pub key: String,
    /// When it was set aside, RFC 3339.
    pub when: String,
    /// The key it had.
    pub original: String,
}

impl<S: Store> Saved<S> {
    /// All documents that have not been removed, the last changed first.
    pub fn cards(&self) -> Vec<Card> {
        let mut cards: Vec<Card> = self.all_cards().into_iter().filter(|card| card.removed.is_empty()).collect();
        sort(&mut cards, |one, other| (&other.modified, &one.title) < (&one.modified, &other.title));
        cards
    }

    /// The card of one document.
    pub fn card(&self, id: &str) -> Option<Card> {
        let source = self.store.get(&card_key(id))?;
        let mut fields = Json::check(&source).and_then(Fields::of).ok()?;
        let card = Card {
            id: id.to_owned(),
            title: fields.string("title"),
            annotations: fields.number("annotations").unwrap_or_default() as usize,
            status: status_of(&fields.string("status")),
            modified: fields.string("modified"),
            downloaded: fields.string("downloaded"),
            removed: fields.string("removed"),
        };
        fields.rest().ok().map(|_| card)
    }

    /// Notes that a document was downloaded.
    ///
    /// # Errors
    /// [`Unsaved`], when that cannot be noted.
    pub fn set_downloaded(&self, project: &Project, now: &str) -> Result<(), Unsaved> {
        let id = &project.document.id;
        let card = self.card(id).unwrap_or_else(|| card_of(project, now));
        self.put_card(&Card { downloaded: now.to_owned(), ..card })
    }

    /// Takes a document off the list, from where it can be brought back until it is deleted ([`Card::removed`]). What is not saved of
    /// the open one stays in memory for that.
    ///
    /// # Errors
    /// [`Unsaved`], when that cannot be noted; the document stays on the list.
    pub fn remove_document(&mut self, id: &str, open: Option<&Workspace>, now: &str) -> Result<(), Unsaved> {
        let card = self.card(id).unwrap_or_else(|| Card { id: id.to_owned(), title: id.to_owned(), ..Card::default() });
        self.put_card(&Card { removed: now.to_owned(), ..card })?;
        if self.last_open().as_deref() == Some(id) {
            self.store.remove("attest/open");
        }
        if self.open.as_ref().is_some_and(|open| open.id == id) {
            if let Some(workspace) = open {
                self.park(workspace);
            }
            self.open = None;
        }
        self.mark_parked(id, true);
        Ok(())
    }

    /// Brings a removed document back.
    ///
    /// # Errors
    /// [`Unsaved`], when that cannot be noted.
    pub fn restore_document(&mut self, id: &str) -> Result<(), Unsaved> {
        self.mark_parked(id, false);
        match self.card(id) {
            Some(card) => self.put_card(&Card { removed: String::new(), ..card }),
            None => Ok(()),
        }
    }

    /// Deletes the documents that were removed before a moment (RFC 3339), or at any time.
    pub fn purge(&self, before: Option<&str>) {
        let is_due =
            |card: &Card| !card.removed.is_empty() && before.is_none_or(|before| card.removed.as_str() < before);
        for card in self.all_cards().into_iter().filter(is_due) {
            self.delete(&card.id);
        }
    }

    /// Whether a person removed a document; also when what was stored of it has been deleted since, and the rest is in memory.
    pub fn is_removed(&self, id: &str) -> bool {
        self.card(id).is_some_and(|card| !card.removed.is_empty())
            || self.parked.iter().any(|(parked, _)| parked.id == id && parked.is_removed)
    }

    fn mark_parked(&mut self, id: &str, is_removed: bool) {
        for (parked, _) in self.parked.iter_mut().filter(|(parked, _)| parked.id == id) {
            parked.is_removed = is_removed;
        }
    }

    /// The snapshot goes first: a tab that still works on the document sees by that it is to be written anew. The card goes last:
    /// while it says that the document was removed, what is left of it is not on the list.
    fn delete(&self, id: &str) {
        let parts = [["attest/change/", id, "/"].concat(), ["attest/history/", id, "/"].concat()];
        self.store.remove(&snapshot_key(id));
        for key in self.store.keys() {
            if parts.iter().any(|part| key.starts_with(part)) {
                self.store.remove(&key);
            }
        }
        for key in [fold_key(id), text_key(id), card_key(id)] {
            self.store.remove(&key);
        }
    }

    /// What was set aside, the latest first.
    pub fn asides(&self) -> Vec<Aside> {
        let mut asides: Vec<Aside> = self
            .store
            .keys()
            .into_iter()
            .filter_map(|key| {
                let (when, original) = key.strip_prefix("attest/aside/")?.split_once('/')?;
                Some(Aside { when: when.to_owned(), original: original.to_owned(), key: key.clone() })
            })
            .collect();
        sort(&mut asides, |one, other| one.key > other.key);
        asides
    }

    pub(super) fn write_card(&self, project: &Project, now: &str) {
        self.renew_card(project, now, self.card(&project.document.id));
    }

    /// The same where the card is known that is there.
    pub(super) fn renew_card(&self, project: &Project, now: &str, before: Option<Card>) {
        let card = card_of(project, now);
        let downloaded = before.map(|card| card.downloaded).unwrap_or_default();
        // The list of articles may then be behind; the article itself is saved.
        self.put_card(&Card { downloaded, ..card }).ok();
    }

    fn all_cards(&self) -> Vec<Card> {
        let card = |id: &str| {
            self.card(id).unwrap_or_else(|| Card { id: id.to_owned(), title: id.to_owned(), ..Card::default() })
        };
        self.store.keys().iter().filter_map(|key| key.strip_prefix("attest/text/").map(card)).collect()
    }

    fn put_card(&self, card: &Card) -> Result<(), Unsaved> {
        let mut out = Writer::default();
        out.raw("{\"annotations\":");
        out.number(card.annotations as u32);
        let status = if card.status == Status::Open { String::new() } else { status_name(card.status).to_owned() };
        for (name, value) in [
            ("id", &card.id),
            ("title", &card.title),
            ("modified", &card.modified),
            ("downloaded", &card.downloaded),
            ("removed", &card.removed),
            ("status", &status),
        ] {
            out.optional(name, value);
        }
        out.end(&Unknown::default());
        self.store.set(&card_key(&card.id), &out.finish())
    }
}

fn card_of(project: &Project, now: &str) -> Card {
    Card {
        id: project.document.id.clone(),
        title: project.document.title.clone(),
        annotations: project.annotations.len(),
        status: project.document.status,
        modified: now.to_owned(),
        ..Card::default()
    }
}

fn card_key(id: &str) -> String {
    ["attest/card/", id].concat()
}
