//! Planning links: whether two annotations can be related, and what to say when they cannot.

use super::{Change, Edit, Rejected};
use crate::domain::annotation::{AnnotationId, Link};
use crate::domain::label::{LabelId, LabelSet, LinkType};
use crate::domain::project::{Project, Unknown};

impl Project {
    #[inline(never)]
    pub(super) fn plan_link(
        &self,
        id: String,
        kind: &str,
        from: AnnotationId,
        to: AnnotationId,
    ) -> Result<Change, Rejected> {
        let ends = [&self.known(&from)?.label, &self.known(&to)?.label];
        let link_type = self.labels.link_type(kind).ok_or(Rejected::NoSuchLinkType)?;
        if from == to {
            return Err(Rejected::LinkToItself);
        }
        if self.links.iter().any(|link| link.kind == kind && link.from == from && link.to == to) {
            return Err(Rejected::DuplicateLink);
        }
        if self.links.iter().any(|link| link.id == id) {
            return Err(Rejected::TakenIdentifier);
        }
        if !link_type.fits(ends[0], ends[1]) {
            return Err(Rejected::LinkDoesNotFit { reason: why_not(&self.labels, link_type, ends) });
        }
        let link = Link { id, kind: kind.to_owned(), from, to, unknown: Unknown::default() };
        Ok(Change::new(vec![Edit::Link { before: None, after: Some(link) }]))
    }

    #[inline(never)]
    pub(super) fn plan_unlink(&self, id: &str) -> Result<Change, Rejected> {
        let link = self.links.iter().find(|link| link.id == id).ok_or(Rejected::NoSuchLink)?;
        Ok(Change::new(vec![Edit::Link { before: Some(link.clone()), after: None }]))
    }
}

/// Where a type of link leads, and which types fit between two labels.
#[inline(never)]
fn why_not(labels: &LabelSet, link_type: &LinkType, [from, to]: [&LabelId; 2]) -> String {
    let mut reason = ["\u{201c}", &link_type.name, "\u{201d} leads from "].concat();
    push_names(&mut reason, labels, &link_type.from);
    reason.push_str(" to ");
    push_names(&mut reason, labels, &link_type.to);
    reason.push_str(", not from ");
    push_names(&mut reason, labels, std::slice::from_ref(from));
    reason.push_str(" to ");
    push_names(&mut reason, labels, std::slice::from_ref(to));
    reason.push('.');
    let mut lead = " Here fits: ";
    for other in labels.link_types() {
        let direction = match () {
            () if other.fits(from, to) => "",
            () if other.fits(to, from) => " (the other way round)",
            () => continue,
        };
        for part in [lead, &other.name, direction] {
            reason.push_str(part);
        }
        lead = ", ";
    }
    reason.push_str(if lead == ", " { "." } else { " No type of link fits between these two." });
    reason
}

/// "Claim, Figure or Caption"; "any" for no labels.
fn push_names(text: &mut String, labels: &LabelSet, ids: &[LabelId]) {
    if ids.is_empty() {
        text.push_str("any");
    }
    for (index, id) in ids.iter().enumerate() {
        text.push_str(match index {
            0 => "",
            _ if index + 1 == ids.len() => " or ",
            _ => ", ",
        });
        text.push_str(labels.name(id));
    }
}
