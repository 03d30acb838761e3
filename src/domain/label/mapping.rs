//! From the labels of another tool to those of a label set.

use super::{Label, LabelId, LabelSet};
use crate::domain::annotation::{Annotation, AnnotationId, AnnotationSet};
use crate::domain::project::{Orphan, Project};
use crate::domain::text::small;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What becomes of a label that a label set does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It joins the label set.
    Create,
    /// Its annotations get this label of the set.
    Map(LabelId),
    /// Its annotations are left out.
    Skip,
}

/// A project with labels of a set, and what was left out of it.
#[derive(Clone, Debug)]
pub struct Mapped {
    /// The project.
    pub project: Project,
    /// How many annotations and orphans were left out.
    pub annotations: usize,
}

/// What to do with a label unless a person says otherwise: it is the label of the set that is called the same, apart from
/// capitals, signs and an English plural, and otherwise a new one.
#[must_use]
pub fn proposed(name: &str, labels: &LabelSet) -> Fate {
    let wanted = bare(name);
    let is_same =
        |label: &&Label| !wanted.is_empty() && (bare(label.id.as_str()) == wanted || bare(&label.name) == wanted);
    labels.labels().iter().find(is_same).map_or(Fate::Create, |label| Fate::Map(label.id.clone()))
}

/// The letters and digits of a name, small, as a singular.
fn bare(name: &str) -> String {
    let bare: String = name.chars().filter(|character| character.is_alphanumeric()).map(small).collect();
    match bare.strip_suffix('s') {
        Some(one) if one.chars().count() > 2 && !one.ends_with('s') => one.to_owned(),
        _ => bare,
    }
}

/// The project with the labels of a set: what it calls by one of them stays so, and of its other labels becomes what is
/// said here, or if nothing is said a label of its own. Notes, attributes, links and fields that are not known stay.
#[must_use]
pub fn map(project: &Project, labels: &LabelSet, fates: &[(LabelId, Fate)]) -> Mapped {
    let fate_of = |label: &LabelId| {
        let said = || fates.iter().find(|(known, _)| known == label).map(|(_, fate)| fate);
        if labels.get(label).is_some() { None } else { Some(said().unwrap_or(&Fate::Create)) }
    };
    let mut set = labels.clone();
    let mut take = |annotation: &Annotation| {
        let label = match fate_of(&annotation.label) {
            None => annotation.label.clone(),
            Some(Fate::Map(to)) if labels.get(to).is_some() => to.clone(),
            Some(Fate::Skip) => return None,
            Some(Fate::Create | Fate::Map(_)) => {
                if set.get(&annotation.label).is_none() {
                    set.add(new_label(project, &set, &annotation.label));
                }
                annotation.label.clone()
            }
        };
        Some(Annotation { label, ..annotation.clone() })
    };
    let annotations: Vec<Arc<Annotation>> =
        project.annotations.iter().filter_map(|annotation| take(annotation)).map(Arc::new).collect();
    let placed = |orphan: &Orphan| Some(Orphan { annotation: take(&orphan.annotation)?, ..orphan.clone() });
    let orphans: Vec<Orphan> = project.orphans.iter().filter_map(placed).collect();
    let kept: BTreeSet<&AnnotationId> = annotations
        .iter()
        .map(|annotation| &annotation.id)
        .chain(orphans.iter().map(|orphan| &orphan.annotation.id))
        .collect();
    let is_kept = |id: &AnnotationId| kept.contains(id) || !project.has_annotation(id);
    let links: Vec<_> = project.links.iter().filter(|link| is_kept(&link.from) && is_kept(&link.to)).cloned().collect();
    let left_out = project.annotations.len() + project.orphans.len() - kept.len();
    Mapped {
        annotations: left_out,
        project: Project {
            labels: set,
            annotations: AnnotationSet::of(annotations),
            orphans,
            links,
            ..project.clone()
        },
    }
}

/// A label of a project for a set that does not have it: with a colour and a key that are free there.
fn new_label(project: &Project, set: &LabelSet, id: &LabelId) -> Label {
    let known = project.labels.get(id).cloned().unwrap_or_else(|| Label::plain(id));
    let is_free = !known.key.is_empty() && set.by_key(&known.key).is_none();
    Label { key: if is_free { known.key } else { set.free_key() }, color: set.free_color().to_owned(), ..known }
}
