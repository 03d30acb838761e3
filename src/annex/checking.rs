//! What the check does about doubts: mends all of one kind in one step, and remembers which a person has settled.
//!
//! A doubt that is settled is in the annotation's field `settledDoubts` of the annotation file (`docs/annotation-file.md`), so it goes with
//! the annotation, and undo brings the doubt back.
//!
//! Not here: what is doubtful ([`crate::domain::lint`]), and the screen.

use crate::domain::annotation::{Annotation, AnnotationId};
use crate::domain::edit::{Change, Edit};
use crate::domain::lint::{Doubt, DoubtKind, doubts};
use crate::domain::project::{Project, Timestamp, Unknown};
use crate::formats::json::{Json, Writer};
use std::sync::Arc;

/// The field of an annotation that lists the names of what is settled.
const FIELD: &str = "settledDoubts";

/// What the check finds in a project.
#[derive(Clone, Debug, Default)]
pub struct Check {
    /// The doubts that are open, in text order.
    pub open: Vec<Doubt>,
    /// How many more are settled.
    pub settled: usize,
}

impl Check {
    /// Checks a project.
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let found = doubts(project);
        let count = found.len();
        let open: Vec<Doubt> = found.into_iter().filter(|doubt| !is_settled(project, doubt)).collect();
        Self { settled: count - open.len(), open }
    }

    /// The kinds of which there are open doubts, each with its doubts in text order.
    #[must_use]
    pub fn by_kind(&self) -> Vec<(DoubtKind, Vec<&Doubt>)> {
        let of = |kind| (kind, self.open.iter().filter(|doubt| doubt.kind == kind).collect::<Vec<_>>());
        DoubtKind::all().map(of).filter(|(_, doubts)| !doubts.is_empty()).collect()
    }
}

fn is_settled(project: &Project, doubt: &Doubt) -> bool {
    let annotation = project.annotations.get(&doubt.annotation);
    annotation.is_some_and(|annotation| settled(annotation).iter().any(|name| name == doubt.kind.name()))
}

/// What a person has settled about an annotation, by the names of the kinds, also those that are not known here.
#[must_use]
pub fn settled(annotation: &Annotation) -> Vec<String> {
    let field = annotation.unknown.0.iter().find(|(name, _)| name == FIELD);
    let items = field.and_then(|(_, value)| Json::check(value).and_then(Json::items).ok()).unwrap_or_default();
    items.into_iter().filter_map(|item| item.string().ok().map(|name| name.into_owned())).collect()
}

/// Mends all open doubts of a kind that can be mended, as one change, and says how many those were. Of two that stand in each
/// other's way, the first in text order is mended.
#[must_use]
pub fn mend_all(project: &Project, kind: DoubtKind, now: &Timestamp) -> Option<(Change, usize)> {
    let mut after = project.clone();
    let (mut edits, mut count) = (Vec::new(), 0);
    loop {
        let before = count;
        for doubt in Check::of(&after).open {
            let Some(fix) = doubt.fix.filter(|_| doubt.kind == kind) else { continue };
            if let Ok(change) = after.plan(fix.command, now) {
                after.apply(&change);
                edits.extend(change.edits().iter().cloned());
                count += 1;
            }
        }
        // Several links of one annotation may be unfit, and each doubt takes one away.
        if count == before || kind != DoubtKind::UnfitLink {
            break;
        }
    }
    (count > 0).then(|| (Change::new(edits), count))
}

/// Settles one doubt: it is right as it is. `None` when it is settled already, or the annotation is gone.
#[must_use]
pub fn settle(project: &Project, id: &AnnotationId, kind: DoubtKind) -> Option<Change> {
    let annotation = project.annotations.get(id)?;
    let mut names = settled(annotation);
    if names.iter().any(|name| name == kind.name()) {
        return None;
    }
    names.push(kind.name().to_owned());
    Some(Change::new(vec![with_settled(annotation, &names)]))
}

/// Opens all doubts again that were settled, as one change.
#[must_use]
pub fn unsettle_all(project: &Project) -> Option<Change> {
    let is_concerned = |annotation: &&Arc<Annotation>| annotation.unknown.0.iter().any(|(name, _)| name == FIELD);
    let edits: Vec<Edit> =
        project.annotations.iter().filter(is_concerned).map(|annotation| with_settled(annotation, &[])).collect();
    (!edits.is_empty()).then(|| Change::new(edits))
}

fn with_settled(annotation: &Arc<Annotation>, names: &[String]) -> Edit {
    let mut unknown: Unknown = annotation.unknown.clone();
    unknown.0.retain(|(name, _)| name != FIELD);
    if !names.is_empty() {
        let mut list = Writer::default();
        list.raw("[");
        for name in names {
            list.next();
            list.string(name);
        }
        list.raw("]");
        unknown.0.push((FIELD.to_owned(), list.finish()));
    }
    let after = Annotation { unknown, ..(**annotation).clone() };
    Edit::Annotation { before: Some(annotation.clone()), after: Some(Arc::new(after)) }
}
