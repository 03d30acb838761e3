//! Documents that are not open here: measured, and changed as another tab would change them.
//!
//! Nothing here sets aside what cannot be read, or makes a document the open one.

use super::entry::{self, Place};
use super::keys::{LARGEST, change_key};
use super::{Saved, Store, Unsaved, utf16_length};
use crate::domain::edit::{Command, Rejected};
use crate::domain::history::{Entry, Turn};
use crate::domain::project::Timestamp;
use crate::domain::text::Text;
use crate::formats::json::Json;
use std::collections::BTreeMap;
use std::fmt;

/// Why a stored document was not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unchanged {
    /// It cannot be read, or not all of it.
    Unreadable,
    /// The command does not fit it.
    Rejected(Rejected),
    /// The change could not be stored.
    Unsaved(Unsaved),
}

impl fmt::Display for Unchanged {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable => formatter.write_str("It cannot be read whole. Open it to see what is left."),
            Self::Rejected(rejected) => rejected.fmt(formatter),
            Self::Unsaved(unsaved) => unsaved.fmt(formatter),
        }
    }
}

impl<S: Store> Saved<S> {
    /// How much of the store each document takes, by identifier, in UTF-16 code units of keys and values.
    pub fn sizes(&self) -> BTreeMap<String, usize> {
        let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
        for key in self.store.keys() {
            let Some((part, id)) = key.strip_prefix("attest/").and_then(|rest| rest.split_once('/')) else { continue };
            let id = match part {
                "text" | "snapshot" | "fold" | "card" => id,
                // An identifier may have strokes in it; what follows it has none.
                "change" | "history" => id.rsplit_once('/').map_or(id, |(id, _)| id),
                _ => continue,
            };
            *sizes.entry(id.to_owned()).or_default() += utf16_length(&key) + self.store.length(&key);
        }
        sizes
    }

    /// Carries a command out on a stored document as one further entry of its log, which other tabs hear of. Not for the one that
    /// is open in the tab that asks.
    ///
    /// # Errors
    /// [`Unchanged`]; nothing is different then.
    pub fn change_stored(&self, id: &str, command: Command, now: &Timestamp) -> Result<(), Unchanged> {
        let mut project = self.project_of(id).ok_or(Unchanged::Unreadable)?;
        let change = project.plan(command, now).map_err(Unchanged::Rejected)?;
        let entry = Entry { turn: Turn::Do, change, at: now.clone() };
        let number =
            self.log(id).last().map(|(place, _)| place.number).or_else(|| self.last_folded(id, &project.document.text));
        let number = number.unwrap_or(0) + 1;
        if number > LARGEST {
            return Err(Unchanged::Unsaved(Unsaved::Refused));
        }
        let place = Place { number, tab: self.tab.clone() };
        let source = entry::write(&entry, &place, &project.document.text);
        self.store.set(&change_key(id, &place), &source).map_err(Unchanged::Unsaved)?;
        project.apply(&entry.change);
        self.write_card(&project, now.as_str());
        Ok(())
    }

    /// The number of the last entry that was folded, as far as it is still known.
    fn last_folded(&self, id: &str, text: &Text) -> Option<u32> {
        let source = self.store.get(self.history_keys(id).last()?)?;
        let entries = Json::check(&source).and_then(Json::items).ok()?;
        entries.into_iter().filter_map(|item| Some(entry::read(item, text).ok()?.0.number)).max()
    }
}
