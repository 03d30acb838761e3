//! Keeping what is open: it is loaded, written change by change, tried once more, and brought up to what other tabs did.
//!
//! Values in, values out: the store is read and written here, and what the screen has to show and to tell because of it comes
//! back as [`Step`]s, to be taken in their order. Not here: which document is to be opened ([`super::opening`]), and any words.

use super::saved::{Heard, Saved, Store, Unsaved};
use super::workspace::Workspace;
use crate::domain::history::Entry;
use crate::domain::project::Project;

/// Whether the work is saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// Nothing is open yet.
    #[default]
    Idle,
    /// Everything is in the store.
    Saved,
    /// The last change is not.
    Unsaved(Unsaved),
}

impl From<Result<(), Unsaved>> for Saving {
    fn from(result: Result<(), Unsaved>) -> Self {
        result.map_or_else(Self::Unsaved, |()| Self::Saved)
    }
}

/// What the screen has to show or to tell.
#[derive(Debug)]
pub enum Step {
    /// Show a document in the place of what is open.
    Show(Box<Workspace>, Origin),
    /// Show that nothing is open.
    Close,
    /// Something was to be saved, and this came of it.
    Report(Result<(), Unsaved>),
    /// Something stored could not be read, and is set aside.
    TellDamage,
    /// Let an entry of another tab into what is open.
    Follow(Entry),
    /// The list of articles is another one.
    RenewLibrary,
    /// The whole store was emptied.
    TellEmptied,
    /// Another version of the article that was just made has annotations.
    OfferReview,
    /// What was opened had been removed, and is back with all that was marked in it.
    TellBack,
    /// The site has brought along an article that it did not have before.
    TellNews,
    /// Let the work of this project take the place of what is open, as one change that is saved and can be undone.
    Replace(Box<Project>),
}

/// Where a document comes from that is to be shown.
#[derive(Debug)]
pub enum Origin {
    /// It was made just now. Whether it could be stored is reported next.
    Made,
    /// It was kept in memory because it could not be saved. Whether it can be now is reported next.
    Parked,
    /// It was read from the store.
    Stored {
        /// Whether what is changed in it now can be saved.
        saving: Saving,
        /// What did not fit in it, each as a sentence.
        notes: Vec<String>,
    },
}

/// Saves an entry that is already applied to what is open.
pub fn save<S: Store>(saved: &mut Saved<S>, open: Option<&Workspace>, entry: &Entry) -> Vec<Step> {
    let mut steps = Vec::new();
    match open {
        Some(open) => {
            let result = saved.append(entry, open.project());
            report(saved, id_of(open), result, entry.at.as_str(), &mut steps);
        }
        None => steps.push(Step::Report(Err(Unsaved::Refused))),
    }
    steps
}

/// Tries once more to save what could not be saved, as when the page is hidden or left. `now` is the moment, RFC 3339.
pub fn try_again<S: Store>(saved: &mut Saved<S>, open: Option<&Workspace>, saving: Saving, now: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    if let (Some(open), Saving::Unsaved(_)) = (open, saving) {
        flush(saved, open, now, &mut steps);
    }
    steps
}

/// Takes in that another tab changed the store: the key, and its new value unless it was removed. `key` is `None` when the whole
/// store was emptied. `now` is the moment, RFC 3339.
pub fn hear<S: Store>(
    saved: &mut Saved<S>,
    open: &Workspace,
    key: Option<&str>,
    value: Option<&str>,
    now: &str,
) -> Vec<Step> {
    let mut steps = Vec::new();
    match saved.hear(key, value, open.text()) {
        Heard::Entry(entry) => steps.push(Step::Follow(entry)),
        Heard::Reload => catch_up(saved, id_of(open), now, &mut steps),
        Heard::Library => steps.push(Step::RenewLibrary),
        Heard::Cleared => {
            steps.push(Step::TellEmptied);
            flush(saved, open, now, &mut steps);
        }
        Heard::Nothing => {}
    }
    steps
}

/// Loads a document, stored or kept in memory because it could not be saved. Whether it could be loaded.
pub(super) fn load<S: Store>(saved: &mut Saved<S>, id: &str, now: &str, steps: &mut Vec<Step>) -> bool {
    if let Some(workspace) = saved.unpark(id) {
        show_parked(saved, id, workspace, now, steps);
        return true;
    }
    let Ok(loaded) = saved.open(id, now) else {
        steps.push(Step::TellDamage);
        return false;
    };
    // What could not be set aside must not be written over.
    let is_writable = loaded.damage.iter().all(|damage| damage.aside.is_some());
    let saving = if is_writable { Saving::Saved } else { Saving::Unsaved(Unsaved::Full) };
    let notes = loaded.notes.iter().map(ToString::to_string).collect();
    let workspace = Workspace::new(loaded.project, loaded.history);
    steps.push(Step::Show(Box::new(workspace), Origin::Stored { saving, notes }));
    if !loaded.damage.is_empty() {
        steps.push(Step::TellDamage);
    }
    true
}

#[inline(never)]
fn show_parked<S: Store>(saved: &mut Saved<S>, id: &str, workspace: Workspace, now: &str, steps: &mut Vec<Step>) {
    let result = saved.flush(workspace.project(), now);
    steps.push(Step::Show(Box::new(workspace), Origin::Parked));
    report(saved, id, result, now, steps);
}

/// Reports what came of saving, and takes in what other tabs did meanwhile.
pub(super) fn report<S: Store>(
    saved: &mut Saved<S>,
    id: &str,
    result: Result<(), Unsaved>,
    now: &str,
    steps: &mut Vec<Step>,
) {
    steps.push(Step::Report(result));
    catch_up(saved, id, now, steps);
}

fn flush<S: Store>(saved: &mut Saved<S>, open: &Workspace, now: &str, steps: &mut Vec<Step>) {
    let result = saved.flush(open.project(), now);
    report(saved, id_of(open), result, now, steps);
}

fn catch_up<S: Store>(saved: &mut Saved<S>, id: &str, now: &str, steps: &mut Vec<Step>) {
    if saved.must_reload() {
        load(saved, id, now, steps);
    }
}

/// The identifier of what is open.
pub(super) fn id_of(open: &Workspace) -> &str {
    &open.project().document.id
}
