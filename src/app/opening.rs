//! Which document is opened for what a person asks: what was open last, the site's own article, a text, an annotation file, one of
//! the list; and which one when that is taken off the list or cannot be read.
//!
//! Values in, values out, as in [`super::keeping`]. In what follows `open` is what is open, and `now` the moment, RFC 3339. Not here:
//! where texts and files come from.

use super::keeping::{Origin, Step, id_of, load, report};
use super::saved::{Saved, Store, Unsaved};
use super::workspace::Workspace;
use crate::domain::history::History;
use crate::domain::project::{Document, Project};

/// Opens what was open last, if it can be, after deleting what was removed before a moment (RFC 3339).
pub fn start<S: Store>(saved: &mut Saved<S>, removed_before: &str, now: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    saved.purge(Some(removed_before));
    if let Some(id) = saved.last_open() {
        load(saved, &id, now, &mut steps);
    }
    steps
}

/// Opens the article that the site brings along, if nothing could be opened at the start or the site had another one before, but not
/// in the place of what a person has opened since. `seen` is the identifier of the one that it had, `at_start` that of the document
/// that was opened at the start.
pub fn open_site_article<S: Store>(
    saved: &mut Saved<S>,
    open: Option<&Workspace>,
    at_start: Option<&str>,
    seen: &str,
    document: Document,
    now: &str,
) -> Vec<Step> {
    let is_open = at_start == Some(document.id.as_str());
    let has_opened = open.map(id_of) != at_start;
    let is_news = seen != document.id;
    if has_opened || is_open || at_start.is_some() && !is_news {
        return Vec::new();
    }
    let mut steps = open_text(saved, open, document, now);
    if at_start.is_some() {
        steps.push(Step::TellNews);
    }
    steps
}

/// Opens an article: with the work already done on it if this text was opened before, also if it was removed meanwhile and has
/// not been deleted yet; anew if not.
pub fn open_text<S: Store>(saved: &mut Saved<S>, open: Option<&Workspace>, document: Document, now: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    park(saved, open);
    let was_removed = saved.is_removed(&document.id);
    take_back(saved, &document.id);
    if saved.is_known(&document.id) && load(saved, &document.id, now, &mut steps) {
        if was_removed {
            steps.push(Step::TellBack);
        }
        return steps;
    }
    let is_version = saved.has_earlier_version(&document);
    create(saved, Project::new(document), now, &mut steps);
    if is_version {
        steps.push(Step::OfferReview);
    }
    steps
}

/// Opens an annotation file. If the same article is here already, removed or not, the file's work takes the place of what is there.
pub fn open_file<S: Store>(
    saved: &mut Saved<S>,
    open: Option<&Workspace>,
    mut project: Project,
    now: &str,
) -> Vec<Step> {
    let mut steps = Vec::new();
    park(saved, open);
    let document = &project.document;
    let own = Document::of(document.text.clone(), None, &document.source);
    let is_here = saved.holds(&document.id, &document.text);
    let id = if is_here { document.id.clone() } else { own.id.clone() };
    if saved.is_known(&id) {
        take_back(saved, &id);
        if !load(saved, &id, now, &mut steps) {
            // Its text was lost, but not the work on it.
            create(saved, Project::new(own), now, &mut steps);
        }
        steps.push(Step::Replace(Box::new(project)));
        return steps;
    }
    if saved.is_known(&document.id) {
        // Another text under the same name: this one gets a name of its own.
        project.document.id = own.id;
    }
    create(saved, project, now, &mut steps);
    steps
}

/// Turns to another document of the list, on which it is again if it was removed. Where it cannot be read, the one that is open stays so.
pub fn turn_to<S: Store>(saved: &mut Saved<S>, open: Option<&Workspace>, id: &str, now: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    park(saved, open);
    take_back(saved, id);
    if !load(saved, id, now, &mut steps)
        && let Some(open) = open
    {
        load(saved, id_of(open), now, &mut steps);
    }
    steps
}

/// Takes a document off the list. In the place of the open one comes the one that was changed last, or none if that cannot be read.
///
/// # Errors
/// [`Unsaved`], when that cannot be noted; the document stays on the list and open.
pub fn remove<S: Store>(
    saved: &mut Saved<S>,
    open: Option<&Workspace>,
    id: &str,
    now: &str,
) -> Result<Vec<Step>, Unsaved> {
    let mut steps = Vec::new();
    saved.remove_document(id, open, now)?;
    if open.map(id_of) == Some(id) {
        let next = saved.cards().into_iter().next();
        if !next.is_some_and(|card| load(saved, &card.id, now, &mut steps)) {
            steps.push(Step::Close);
        }
    }
    Ok(steps)
}

/// Puts a removed document on the list again, and turns to it.
///
/// # Errors
/// [`Unsaved`], when that cannot be noted; the document stays removed.
pub fn restore<S: Store>(
    saved: &mut Saved<S>,
    open: Option<&Workspace>,
    id: &str,
    now: &str,
) -> Result<Vec<Step>, Unsaved> {
    saved.restore_document(id)?;
    Ok(turn_to(saved, open, id, now))
}

fn create<S: Store>(saved: &mut Saved<S>, project: Project, now: &str, steps: &mut Vec<Step>) {
    let result = saved.create(&project, now);
    let id = project.document.id.clone();
    steps.push(Step::Show(Box::new(Workspace::new(project, History::default())), Origin::Made));
    report(saved, &id, result, now, steps);
}

/// What is opened is removed no longer, or it would be deleted some time.
fn take_back<S: Store>(saved: &mut Saved<S>, id: &str) {
    if saved.is_removed(id) {
        // Where there is no room for it, the first change takes it back.
        saved.restore_document(id).ok();
    }
}

fn park<S: Store>(saved: &mut Saved<S>, open: Option<&Workspace>) {
    if let Some(open) = open {
        saved.park(open);
    }
}
