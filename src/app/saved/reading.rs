//! Stored documents as they stand in the store: read without being opened, and without a trace.
//!
//! Not here: the folded entries, which are the steps that led to a snapshot and no part of it, and what becomes of what cannot be read.

use super::entry::{self, Place};
use super::keys::{LARGEST, fingerprint, place_of, snapshot_key, text_key};
use super::{Saved, Store};
use crate::domain::history::Entry;
use crate::domain::order::sort;
use crate::domain::project::{Document, Project};
use crate::domain::text::Text;
use crate::formats::ImportNote;
use crate::formats::attest::{self, DocumentRecord};
use crate::formats::json::Json;

/// A document in its parts: the snapshot, and the entries of the log since.
pub(super) struct Stored {
    /// The article.
    pub(super) text: Text,
    /// The snapshot; without annotations when that is lost.
    pub(super) project: Project,
    /// What did not fit within the snapshot.
    pub(super) notes: Vec<ImportNote>,
    /// Why the snapshot could not be read; `None` when it could.
    pub(super) lost_snapshot: Option<String>,
    /// The log, in order.
    pub(super) log: Vec<Logged>,
}

/// An entry of the log as it is stored.
pub(super) struct Logged {
    pub(super) place: Place,
    pub(super) key: String,
    /// The entry with the fingerprint of its text, or why it cannot be read.
    pub(super) read: Result<(Entry, u64), String>,
}

impl Stored {
    /// The project with every change of the log that can be read.
    fn into_project(mut self) -> Project {
        for (entry, _) in self.log.iter().filter_map(|logged| logged.read.as_ref().ok()) {
            self.project.apply(&entry.change);
        }
        self.project
    }
}

impl<S: Store> Saved<S> {
    /// A stored document with everything that is known of it; `None` when some of it cannot be read.
    pub fn project_of(&self, id: &str) -> Option<Project> {
        let stored = self.stored(id).ok()?;
        let is_whole = stored.lost_snapshot.is_none() && stored.log.iter().all(|logged| logged.read.is_ok());
        is_whole.then(|| stored.into_project())
    }

    /// A stored document with all its changes. What cannot be read of them is passed over; `None` when that is the article or its
    /// snapshot.
    pub fn peek(&self, id: &str) -> Option<Project> {
        let stored = self.stored(id).ok()?;
        stored.lost_snapshot.is_none().then(|| stored.into_project())
    }

    /// The text of a stored document.
    pub fn text_of(&self, id: &str) -> Option<String> {
        self.read_text(id).ok()?.text
    }

    /// A document in its parts.
    ///
    /// # Errors
    /// Why its text cannot be read, without which there is no document.
    pub(super) fn stored(&self, id: &str) -> Result<Stored, String> {
        let mut document = self.read_text(id)?;
        let text = Text::stored(document.text.take().unwrap_or_default());
        let snapshot = self.store.get(&snapshot_key(id)).ok_or_else(|| "it is not there".to_owned());
        let read =
            snapshot.and_then(|source| attest::read_snapshot(&source, text.clone()).map_err(|error| error.to_string()));
        let ((mut project, notes), lost_snapshot) = match read {
            Ok(read) => (read, None),
            Err(why) => {
                let mut made = Document::of(text.clone(), Some(&document.title), &document.source);
                made.unknown = document.unknown;
                ((Project::new(made), Vec::new()), Some(why))
            }
        };
        // It is that of its key, whatever is written in it.
        id.clone_into(&mut project.document.id);
        let log = self.log(id).into_iter().map(|(place, key)| self.logged(place, key, &text)).collect();
        Ok(Stored { text, project, notes, lost_snapshot, log })
    }

    fn logged(&self, place: Place, key: String, text: &Text) -> Logged {
        let source = self.store.get(&key).unwrap_or_default();
        let read = if place.number <= LARGEST {
            entry::check(&source, text).map(|(_, entry)| (entry, fingerprint(&source)))
        } else {
            Err("its number is larger than any of an entry".to_owned())
        };
        Logged { place, key, read }
    }

    /// The article's part of a stored document, with its text.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(super) fn read_text(&self, id: &str) -> Result<DocumentRecord, String> {
        let source = self.store.get(&text_key(id)).ok_or("it is not there")?;
        let record = Json::check(&source).and_then(DocumentRecord::read)?;
        let is_blank = record.text.as_ref().is_none_or(|text| text.trim().is_empty());
        if is_blank { Err("it holds no text".to_owned()) } else { Ok(record) }
    }

    /// The entries of a document's log in order, with their keys.
    pub(super) fn log(&self, id: &str) -> Vec<(Place, String)> {
        let keys = self.store.keys().into_iter();
        let mut log: Vec<(Place, String)> =
            keys.filter_map(|key| place_of(id, &key).map(|place| (place, key))).collect();
        sort(&mut log, |one, other| one.0 < other.0);
        log
    }

    /// The keys of a document's folded entries in order.
    pub(super) fn history_keys(&self, id: &str) -> Vec<String> {
        let prefix = ["attest/history/", id, "/"].concat();
        let mut keys: Vec<String> = self.store.keys().into_iter().filter(|key| key.starts_with(&prefix)).collect();
        sort(&mut keys, |one, other| one < other);
        keys
    }
}
