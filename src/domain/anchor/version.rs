//! The project of a new version: what was found stands in its place, and the rest waits as orphans.

use super::Anchored;
use crate::domain::annotation::{Annotation, AnnotationSet};
use crate::domain::label::LabelId;
use crate::domain::project::{Document, Orphan, Project, Status, Unknown};
use crate::domain::span::Target;
use std::sync::Arc;

/// The project that a new version starts with: `old`'s labels and links, its annotations where `anchored` has found them,
/// and as orphans those that wait for a person, after the orphans that were there. Of two annotations that would now be
/// the same, the second waits too. The old project stays as it is.
///
/// `document` has the text that `anchored` was made on, and is open again unless nothing but places has changed. To take
/// this over as one step that can be undone, give it to [`crate::domain::edit::Command::Replace`].
#[must_use]
pub fn next_version(old: &Project, document: Document, anchored: &[Anchored]) -> Project {
    let mut annotations: Vec<Arc<Annotation>> = Vec::with_capacity(anchored.len());
    let mut orphans = old.orphans.clone();
    let mut taken: Vec<(Target, LabelId)> = Vec::new();
    let mut is_changed = false;
    for one in anchored {
        let Some(annotation) = old.annotations.get(&one.id) else { continue };
        let inside = one.target().filter(|target| target.hull().end() <= document.text.end());
        // Text order keeps what could be the same together, so a short look back is enough.
        let is_free = |target: &Target| {
            !taken.iter().rev().take(64).any(|(other, label)| other == target && *label == annotation.label)
        };
        is_changed |= one.fragments.iter().any(|fragment| fragment.shown.quote != found_quote(fragment));
        match inside.filter(is_free) {
            Some(target) => {
                taken.push((target.clone(), annotation.label.clone()));
                annotations.push(Arc::new(Annotation { target, ..(**annotation).clone() }));
            }
            None => orphans.push(Orphan {
                annotation: (**annotation).clone(),
                quotes: one.fragments.iter().map(|fragment| fragment.shown.quote.clone()).collect(),
                unknown: Unknown::default(),
            }),
        }
    }
    let status = if is_changed { Status::Open } else { old.document.status };
    Project {
        document: Document { status, ..document },
        labels: old.labels.clone(),
        annotations: AnnotationSet::of(annotations),
        links: old.links.clone(),
        orphans,
        rejected: Vec::new(),
        unknown: old.unknown.clone(),
    }
}

fn found_quote(fragment: &super::Fragment) -> &str {
    fragment.outcome.found().map_or("", |found| found.shown.quote.as_str())
}
