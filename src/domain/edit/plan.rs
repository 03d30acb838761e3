//! Planning: whether a command about annotations fits the project, and the change that it makes.

use super::{Change, Edit, Proposal, Rejected};
use crate::domain::annotation::{Annotation, AnnotationId, AnnotationSet, Attributes, Link};
use crate::domain::join::join;
use crate::domain::label::LabelId;
use crate::domain::order::sort;
use crate::domain::project::{Project, Timestamp, Unknown};
use crate::domain::span::Target;
use std::sync::Arc;

/// What becomes of suggestions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// They are not offered any more.
    Rejected,
    /// They are offered again.
    Restored,
}

impl Project {
    pub(super) fn known(&self, id: &AnnotationId) -> Result<&Arc<Annotation>, Rejected> {
        self.annotations.get(id).ok_or(Rejected::NoSuchAnnotation)
    }

    /// Whether an annotation of this label can be at this target, among these others.
    fn check(
        &self,
        others: &AnnotationSet,
        id: &AnnotationId,
        label: &LabelId,
        target: &Target,
    ) -> Result<(), Rejected> {
        if self.labels.get(label).is_none() {
            return Err(Rejected::NoSuchLabel);
        }
        if target.hull().end() > self.document.text.end() {
            return Err(Rejected::OutsideText);
        }
        let same = others
            .overlapping(target.spans()[0])
            .find(|other| other.id != *id && other.label == *label && other.target == *target);
        same.map_or(Ok(()), |other| Err(Rejected::Duplicate { existing: other.id.clone() }))
    }

    pub(super) fn plan_mark(
        &self,
        id: AnnotationId,
        label: LabelId,
        target: Target,
        now: &Timestamp,
    ) -> Result<Change, Rejected> {
        if self.annotations.get(&id).is_some() {
            return Err(Rejected::TakenIdentifier);
        }
        self.check(&self.annotations, &id, &label, &target)?;
        let annotation = annotation(Proposal { id, label, target, origin: "human".to_owned() }, now);
        Ok(Change::new(vec![Edit::Annotation { before: None, after: Some(annotation) }]))
    }

    #[inline(never)]
    pub(super) fn plan_proposals(&self, proposals: Vec<Proposal>, now: &Timestamp) -> Result<Change, Rejected> {
        let mut planned = self.annotations.clone();
        let mut rejected = Rejected::NothingToDo;
        let mut edits = Vec::new();
        for proposal in proposals {
            if planned.get(&proposal.id).is_some() {
                return Err(Rejected::TakenIdentifier);
            }
            match self.check(&planned, &proposal.id, &proposal.label, &proposal.target) {
                Ok(()) => {
                    let after = annotation(proposal, now);
                    planned.insert(after.clone());
                    edits.push(Edit::Annotation { before: None, after: Some(after) });
                }
                Err(Rejected::Duplicate { existing }) => rejected = Rejected::Duplicate { existing },
                Err(other) => return Err(other),
            }
        }
        if edits.is_empty() { Err(rejected) } else { Ok(Change::new(edits)) }
    }

    #[inline(never)]
    pub(super) fn plan_rejection(&self, mut keys: Vec<String>, verdict: Verdict) -> Result<Change, Rejected> {
        sort(&mut keys, |one, other| one < other);
        keys.dedup();
        let mut edits = Vec::new();
        for key in keys {
            match (verdict, self.is_rejected(&key)) {
                (Verdict::Rejected, false) => edits.push(Edit::RejectedSuggestion { before: None, after: Some(key) }),
                (Verdict::Restored, true) => edits.push(Edit::RejectedSuggestion { before: Some(key), after: None }),
                _ => {}
            }
        }
        if edits.is_empty() { Err(Rejected::NothingToDo) } else { Ok(Change::new(edits)) }
    }

    #[inline(never)]
    pub(super) fn plan_attribute(
        &self,
        id: &AnnotationId,
        name: String,
        value: Option<String>,
        now: &Timestamp,
    ) -> Result<Change, Rejected> {
        let before = self.known(id)?;
        let value = value.filter(|value| !value.is_empty());
        if before.attributes.get(&name) == value.as_ref() {
            return Err(Rejected::NothingToDo);
        }
        let mut after = Annotation { modified: now.clone(), ..(**before).clone() };
        match value {
            // Also what the label set does not know can be taken away: a file may have brought it.
            None => after.attributes.remove(&name),
            Some(value) => {
                let known = self.labels.attributes_of(&before.label).find(|attribute| attribute.name == name);
                let known = known.ok_or(Rejected::NoSuchAttribute)?;
                if !known.allows(&value) {
                    let values = join(known.values.iter().map(|value| value.title.as_str()), ", ");
                    return Err(Rejected::NoSuchValue { values });
                }
                after.attributes.insert(name, value);
            }
        }
        Ok(changed(before, after))
    }

    pub(super) fn plan_relabel(&self, id: &AnnotationId, label: LabelId, now: &Timestamp) -> Result<Change, Rejected> {
        let before = self.known(id)?;
        if before.label == label {
            return Err(Rejected::NothingToDo);
        }
        self.check(&self.annotations, id, &label, &before.target)?;
        Ok(changed(before, Annotation { label, modified: now.clone(), ..(**before).clone() }))
    }

    pub(super) fn plan_target(&self, id: &AnnotationId, target: Target, now: &Timestamp) -> Result<Change, Rejected> {
        let before = self.known(id)?;
        if before.target == target {
            return Err(Rejected::NothingToDo);
        }
        self.check(&self.annotations, id, &before.label, &target)?;
        Ok(changed(before, Annotation { target, modified: now.clone(), ..(**before).clone() }))
    }

    /// The index of an orphan.
    pub(super) fn orphan_index(&self, id: &AnnotationId) -> Option<usize> {
        self.orphans.iter().position(|orphan| orphan.annotation.id == *id)
    }

    fn without_orphan(&self, index: usize) -> Edit {
        let mut after = self.orphans.clone();
        after.remove(index);
        Edit::Orphans { before: self.orphans.clone(), after }
    }

    #[inline(never)]
    pub(super) fn plan_place(&self, id: &AnnotationId, target: Target, now: &Timestamp) -> Result<Change, Rejected> {
        let index = self.orphan_index(id).ok_or(Rejected::NoSuchAnnotation)?;
        if self.annotations.get(id).is_some() {
            return Err(Rejected::TakenIdentifier);
        }
        let lost = &self.orphans[index].annotation;
        self.check(&self.annotations, id, &lost.label, &target)?;
        let annotation = Annotation { target, modified: now.clone(), ..lost.clone() };
        let placed = Edit::Annotation { before: None, after: Some(Arc::new(annotation)) };
        Ok(Change::new(vec![self.without_orphan(index), placed]))
    }

    #[inline(never)]
    pub(super) fn plan_farewell(&self, index: usize) -> Change {
        let id = &self.orphans[index].annotation.id;
        let loose = self.links.iter().filter(|link| link.from == *id || link.to == *id);
        let links = loose.map(|link| Edit::Link { before: Some(link.clone()), after: None });
        Change::new(links.chain([self.without_orphan(index)]).collect())
    }

    pub(super) fn plan_removal(&self, is_gone: impl Fn(&Annotation) -> bool) -> Change {
        let gone: Vec<&Arc<Annotation>> = self.annotations.iter().filter(|annotation| is_gone(annotation)).collect();
        let is_end_gone = |end: &AnnotationId| self.annotations.get(end).is_some_and(|annotation| is_gone(annotation));
        let is_loose = |link: &&Link| is_end_gone(&link.from) || is_end_gone(&link.to);
        let links =
            self.links.iter().filter(is_loose).map(|link| Edit::Link { before: Some(link.clone()), after: None });
        let annotations =
            gone.iter().map(|annotation| Edit::Annotation { before: Some((*annotation).clone()), after: None });
        Change::new(links.chain(annotations).collect())
    }

    #[inline(never)]
    pub(super) fn plan_replacement(&self, other: &Self) -> Result<Change, Rejected> {
        if self.document.text != other.document.text {
            return Err(Rejected::OtherText);
        }
        let mut edits = Vec::new();
        if self.labels != other.labels {
            edits.push(Edit::Labels { before: self.labels.clone(), after: other.labels.clone() });
        }
        for link in self.links.iter().filter(|link| !other.links.contains(link)) {
            edits.push(Edit::Link { before: Some(link.clone()), after: None });
        }
        for before in self.annotations.iter() {
            let after = other.annotations.get(&before.id);
            if after != Some(before) {
                edits.push(Edit::Annotation { before: Some(before.clone()), after: after.cloned() });
            }
        }
        for after in other.annotations.iter().filter(|after| self.annotations.get(&after.id).is_none()) {
            edits.push(Edit::Annotation { before: None, after: Some(after.clone()) });
        }
        for link in other.links.iter().filter(|link| !self.links.contains(link)) {
            edits.push(Edit::Link { before: None, after: Some(link.clone()) });
        }
        if self.orphans != other.orphans {
            edits.push(Edit::Orphans { before: self.orphans.clone(), after: other.orphans.clone() });
        }
        for key in self.rejected.iter().filter(|key| !other.is_rejected(key)) {
            edits.push(Edit::RejectedSuggestion { before: Some(key.clone()), after: None });
        }
        for key in other.rejected.iter().filter(|key| !self.is_rejected(key)) {
            edits.push(Edit::RejectedSuggestion { before: None, after: Some(key.clone()) });
        }
        if self.document.status != other.document.status {
            edits.push(Edit::Status { before: self.document.status, after: other.document.status });
        }
        let [before, after] = [self, other].map(|project| [project.unknown.clone(), project.document.unknown.clone()]);
        if before != after {
            edits.push(Edit::Unknown { before, after });
        }
        if edits.is_empty() { Err(Rejected::NothingToDo) } else { Ok(Change::new(edits)) }
    }
}

pub(super) fn changed(before: &Arc<Annotation>, after: Annotation) -> Change {
    Change::new(vec![Edit::Annotation { before: Some(before.clone()), after: Some(Arc::new(after)) }])
}

fn annotation(proposal: Proposal, now: &Timestamp) -> Arc<Annotation> {
    let Proposal { id, label, target, origin } = proposal;
    Arc::new(Annotation {
        id,
        label,
        target,
        note: String::new(),
        attributes: Attributes::default(),
        origin,
        creator: String::new(),
        created: now.clone(),
        modified: now.clone(),
        unknown: Unknown::default(),
    })
}
