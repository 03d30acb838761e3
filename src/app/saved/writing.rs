//! How changes get into the store, and what is given up when it is full.

use super::folding::KEPT_HISTORY;
use super::keys::{LARGEST, change_key, fingerprint, fold_key, snapshot_key, text_key};
use super::{QUOTA, Saved, Store, Unsaved};
use crate::domain::project::Project;
use crate::formats::attest::{self, write_document};
use crate::formats::json::Writer;

/// The characters of the shortest annotation of a snapshot.
const LEAST_RECORD: usize = 64;

impl<S: Store> Saved<S> {
    pub(super) fn write_backlog(&mut self, project: &Project, now: &str) -> Result<(), Unsaved> {
        let Some(open) = &self.open else { return Err(Unsaved::Refused) };
        if open.is_frozen {
            return Err(Unsaved::Refused);
        }
        let card = self.card(&open.id);
        // What a person has removed may have been deleted by another tab.
        if !open.is_stored || card.as_ref().is_none_or(|card| !card.removed.is_empty()) {
            self.write_whole(project, now)?;
        }
        let Some(open) = &mut self.open else { return Err(Unsaved::Refused) };
        while let Some((place, source)) = open.backlog.first() {
            if place.number > LARGEST {
                return Err(Unsaved::Refused);
            }
            self.store.set(&change_key(&open.id, place), source)?;
            let (place, source) = open.backlog.remove(0);
            open.note(place.clone(), fingerprint(&source));
            open.last = place.max(std::mem::take(&mut open.last));
        }
        self.renew_card(project, now, card);
        Ok(())
    }

    /// Writes what the store lacks of text and snapshot. What is there stays: another tab may have written it.
    fn write_whole(&mut self, project: &Project, now: &str) -> Result<(), Unsaved> {
        // Known without trying, which takes long, and for which what others need would be given up.
        let least = project.document.text.end().get() as usize + project.annotations.len() * LEAST_RECORD;
        if least > QUOTA {
            return Err(Unsaved::TooLarge);
        }
        let id = project.document.id.as_str();
        let snapshot = snapshot_key(id);
        let is_new = self.store.get(&snapshot).is_none();
        if is_new {
            self.store.set(&snapshot, &attest::write_snapshot(project))?;
        } else if self.open.as_ref().is_some_and(|open| open.is_filled) {
            // Neither is to go: the person is told to download this one.
            return Err(Unsaved::Taken);
        }
        let text = self.read_text(id);
        let had_text = text.is_ok();
        if let Err(why) = text {
            let mut source = Writer::default();
            write_document(&mut source, &project.document, Some(&project.document.text));
            let is_free = self.set_aside(&text_key(id), why, now).aside.is_some();
            let written = if is_free { self.store.set(&text_key(id), &source.finish()) } else { Err(Unsaved::Full) };
            if written.is_err() {
                if is_new {
                    self.store.remove(&snapshot);
                }
                return written;
            }
        }
        if is_new && had_text {
            // Its deletion was cut off. Tabs that have it open are told by a new number, where nobody tells them of the text.
            let before = self.open.as_ref().map_or(0, |open| open.fold).max(self.fold_count(id));
            if let Err(unsaved) = self.store.set(&fold_key(id), &(before + 1).to_string()) {
                self.store.remove(&snapshot);
                return Err(unsaved);
            }
        }
        let (fold, log) = (self.fold_count(id), self.log(id));
        let Some(open) = &mut self.open else { return Err(Unsaved::Refused) };
        if !is_new {
            self.is_outdated = true;
        } else if log.is_empty() {
            // What the snapshot holds already need not be written as entries too.
            open.backlog.clear();
        }
        open.newest = None;
        open.is_filled = false;
        open.is_stored = true;
        open.fold = fold;
        self.store.set("attest/open", id).ok();
        Ok(())
    }

    /// Gives up what can be given up: the older half of the open document's undo history, and documents removed by
    /// the person.
    #[inline(never)]
    pub(super) fn make_room(&mut self) {
        self.purge(None);
        if let Some(id) = self.open.as_ref().map(|open| open.id.clone()) {
            self.trim_history(&id, KEPT_HISTORY / 2);
        }
    }
}
