//! Folding: the log goes into the snapshot, and its entries into the history, which makes undo possible after a reload.
//!
//! Not here: the log itself, and what follows from an entry ([`crate::domain::history`]).

use super::entry::{self, Place};
use super::keys::{fingerprint, fold_key, history_key, number_of, snapshot_key};
use super::{Damage, Saved, Store, Unsaved};
use crate::domain::history::{Entry, History};
use crate::domain::join::join;
use crate::domain::project::Project;
use crate::domain::text::Text;
use crate::formats::attest;
use crate::formats::json::Json;

/// How many entries the log may grow to before it is worth folding.
pub const FOLD_AT: usize = 300;

/// How many folded entries are kept for undo at least.
pub(super) const KEPT_HISTORY: usize = 1_500;

/// What a number of folds counts as that another program has broken: no tab knows it from before.
const BROKEN_FOLD: u32 = u32::MAX / 2;

impl<S: Store> Saved<S> {
    /// Whether the log has grown enough to be folded when there is time. The tab whose entry is the newest does it: that entry may
    /// be amended at this moment, and what another tab has not heard of it would be folded away.
    pub fn wants_fold(&self) -> bool {
        self.open.as_ref().is_some_and(|open| {
            let is_own = open.last.tab == self.tab;
            is_own && open.is_stored && open.backlog.is_empty() && open.applied.len() >= FOLD_AT
        })
    }

    /// Folds the log into the snapshot. Does nothing when another tab has written something this one has not applied.
    ///
    /// # Errors
    /// [`Unsaved`]; nothing is lost.
    #[inline(never)]
    pub fn fold(&mut self, project: &Project) -> Result<(), Unsaved> {
        let Some(open) = self.open.as_ref().filter(|open| open.is_stored) else { return Ok(()) };
        let id = open.id.clone();
        let log = self.log(&id);
        if open.is_frozen || self.is_behind(&log) || !open.backlog.is_empty() {
            return Ok(());
        }
        // No piece of the history is written over, whatever has become of the number of folds.
        let last =
            self.history_keys(&id).iter().filter_map(|key| number_of(key.rsplit('/').next()?)).max().unwrap_or(0);
        let fold = open.fold.max(last) + 1;
        self.store.set(&snapshot_key(&id), &attest::write_snapshot(project))?;
        let entries: Vec<String> = log.iter().filter_map(|(_, key)| self.store.get(key)).collect();
        if !entries.is_empty() {
            let history = ["[", &join(entries.iter().map(String::as_str), ","), "]"].concat();
            if self.store.set(&history_key(&id, fold), &history).is_err() {
                // Without room for the history undo ends here, but no work is lost. Steps before a gap cannot be taken back.
                self.trim_history(&id, 0);
            }
        }
        self.store.set(&fold_key(&id), &fold.to_string())?;
        for (_, key) in &log {
            self.store.remove(key);
        }
        self.trim_history(&id, KEPT_HISTORY);
        if let Some(open) = &mut self.open {
            open.fold = fold;
            open.applied.clear();
            open.newest = None;
        }
        Ok(())
    }

    /// A full store: the snapshot may be smaller than the log that leads to it, above all after much was removed. Undo ends here
    /// then: steps before a gap cannot be taken back.
    #[inline(never)]
    pub(super) fn fold_for_room(&mut self, project: &Project, now: &str) -> Result<(), Unsaved> {
        let Some(open) = &self.open else { return Err(Unsaved::Refused) };
        if open.is_frozen || !open.is_stored {
            return Err(Unsaved::Full);
        }
        let (id, fold) = (open.id.clone(), open.fold + 1);
        let log = self.log(&id);
        if self.is_behind(&log) {
            return Err(Unsaved::Full);
        }
        self.trim_history(&id, 0);
        // First of all: other tabs learn by it that the snapshot holds more than the entries that they know.
        self.store.set(&fold_key(&id), &fold.to_string())?;
        if let Some(open) = &mut self.open {
            open.fold = fold;
        }
        self.store.set(&snapshot_key(&id), &attest::write_snapshot(project))?;
        for (_, key) in &log {
            self.store.remove(key);
        }
        // And last of all, since browsers tell them key by key: until now they may have found the number without the snapshot, or
        // entries that it had left behind.
        let fold = fold + 1;
        let is_told = self.store.set(&fold_key(&id), &fold.to_string()).is_ok();
        if let Some(open) = &mut self.open {
            if is_told {
                open.fold = fold;
            }
            open.applied.clear();
            open.newest = None;
            open.backlog.clear();
        }
        self.write_card(project, now);
        Ok(())
    }

    /// Follows the folded entries, also in a project whose snapshot is lost, and tells which they are.
    pub(super) fn read_history(
        &self,
        id: &str,
        text: &Text,
        history: &mut History,
        mut lost: Option<&mut Project>,
        damage: &mut Vec<Damage>,
        now: &str,
    ) -> Followed {
        let (mut followed, mut before) = (Followed::default(), None);
        let keys = self.history_keys(id);
        for key in &keys {
            let source = self.store.get(key).unwrap_or_default();
            let entries = Json::check(&source).and_then(Json::items).and_then(|items| {
                items.into_iter().map(|item| entry::read(item, text)).collect::<Result<Vec<_>, String>>()
            });
            match entries {
                Ok(entries) => {
                    for (place, entry) in entries {
                        if lacks_one(&mut before, &place) {
                            *history = History::default();
                        }
                        if let Some(news) = followed.news(&place, &entry) {
                            history.follow(&news);
                            if let Some(project) = &mut lost {
                                project.apply(&news.change);
                            }
                        }
                    }
                }
                Err(why) => {
                    // Steps before a gap cannot be taken back.
                    *history = History::default();
                    keys.iter().take_while(|older| *older < key).for_each(|older| self.store.remove(older));
                    damage.push(self.set_aside(key, why, now));
                }
            }
        }
        followed
    }

    /// Drops the oldest folded entries while at least `kept` remain.
    pub(super) fn trim_history(&self, id: &str, kept: usize) {
        let keys = self.history_keys(id);
        let counts: Vec<usize> = keys
            .iter()
            .map(|key| self.store.get(key).map_or(0, |source| source.matches("\"turn\":").count()))
            .collect();
        let mut total: usize = counts.iter().sum();
        for (key, count) in keys.iter().zip(counts) {
            if total < kept + count {
                break;
            }
            self.store.remove(key);
            total -= count;
        }
    }

    /// Whether another tab has written, amended or folded something that this one has not taken in: a snapshot made now
    /// would lack it.
    pub(super) fn is_behind(&self, log: &[(Place, String)]) -> bool {
        let Some(open) = self.open.as_ref().filter(|_| !self.is_outdated) else { return true };
        let is_applied = |(place, key): &(Place, String)| {
            let source = self.store.get(key).unwrap_or_default();
            open.applied(place) == Some(fingerprint(&source))
        };
        !log.iter().all(is_applied) || self.fold_count(&open.id) != open.fold
    }

    pub(super) fn fold_count(&self, id: &str) -> u32 {
        self.store.get(&fold_key(id)).map_or(0, |value| number_of(&value).unwrap_or(BROKEN_FOLD))
    }
}

/// The entries that a history has followed, in the order of their places.
#[derive(Default)]
pub(super) struct Followed(Vec<(Place, Entry)>);

impl Followed {
    /// What the history is still to follow of an entry. A fold that was cut off leaves entries both there and in the log; and one
    /// that another tab folded before it was amended stands there as it was then, and in the log as it is now.
    pub(super) fn news(&mut self, place: &Place, entry: &Entry) -> Option<Entry> {
        match self.0.binary_search_by(|(known, _)| known.cmp(place)) {
            Ok(rank) => {
                let known = &mut self.0[rank].1;
                let further = entry::further(known, entry)?;
                known.clone_from(entry);
                Some(further)
            }
            Err(rank) => {
                self.0.insert(rank, (place.clone(), entry.clone()));
                Some(entry.clone())
            }
        }
    }

    pub(super) fn last(&self) -> Option<&Place> {
        self.0.last().map(|(place, _)| place)
    }
}

/// Whether an entry is missing between the one of the number `before` and this one, because it could not be read, now or long ago.
/// Steps before such a gap cannot be taken back: the later ones were made on what it left. The highest number so far is `before` the
/// next: one that could be written only after a fold comes after higher ones.
pub(super) fn lacks_one(before: &mut Option<u32>, place: &Place) -> bool {
    let highest = before.map_or(place.number, |before| before.max(place.number));
    before.replace(highest).is_some_and(|before| place.number > before.saturating_add(1))
}
