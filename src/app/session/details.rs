//! What an annotation has beside its place and its note: links to others and named values.

use super::{Effect, Mend, Session, execute, refused, words};
use crate::app::workspace::Workspace;
use crate::domain::annotation::AnnotationId;
use crate::domain::edit::Command;
use crate::domain::project::Timestamp;

impl Session {
    /// Lets a person choose the other end of a link from the active annotation.
    #[inline(never)]
    pub(super) fn start_link(&mut self, workspace: &Workspace) -> Vec<Effect> {
        let Some(annotation) = self.active_in(workspace) else { return Vec::new() };
        let from = words::name_and_quote(workspace.project(), annotation);
        self.linking = Some(annotation.id.clone());
        self.drop_selection(self.caret.focus);
        let how = ". Click the other end, or go to it with n and p and press Enter. Escape makes no link.";
        vec![Effect::Hint(["Link from ", &from, how].concat(), Mend::None)]
    }

    /// Makes the link that fits between where it was started and the active annotation. Of several that fit, the first in
    /// the label set's order that is not there yet.
    pub(super) fn end_link(&mut self, workspace: &mut Workspace, now: &Timestamp, fresh: &str) -> Vec<Effect> {
        match (self.linking.clone(), self.active.clone()) {
            (Some(one), Some(other)) if one != other => self.link(workspace, one, &other, now, fresh),
            _ => Vec::new(),
        }
    }

    #[inline(never)]
    fn link(
        &mut self,
        workspace: &mut Workspace,
        one: AnnotationId,
        other: &AnnotationId,
        now: &Timestamp,
        fresh: &str,
    ) -> Vec<Effect> {
        let project = workspace.project();
        let command = |kind: &str, from: &AnnotationId, to: &AnnotationId| Command::Link {
            id: fresh.to_owned(),
            kind: kind.to_owned(),
            from: from.clone(),
            to: to.clone(),
        };
        let possible = project.possible_links(&one, other);
        let wanted = match (possible.first(), project.labels.link_types().first()) {
            (Some(link), _) => command(&link.link_type.id, &link.from, &link.to),
            // It will be refused, with the reason.
            (None, Some(any)) => command(&any.id, &one, other),
            (None, None) => return self.drop_link(),
        };
        self.linking = None;
        self.active = Some(one);
        match workspace.execute(wanted, now) {
            Ok(entry) => {
                let said = words::what_happened(workspace.project(), &entry.change);
                vec![Effect::Hint(said, Mend::Undo), Effect::Save(entry)]
            }
            Err(rejected) => refused(&rejected),
        }
    }

    /// Makes no link after all.
    #[inline(never)]
    pub(super) fn drop_link(&mut self) -> Vec<Effect> {
        self.active = self.linking.take();
        vec![Effect::Hint("No link made.".to_owned(), Mend::None)]
    }

    /// Shows the named values of the active annotation, with the keyboard in the first.
    #[inline(never)]
    pub(super) fn open_details(&mut self, workspace: &Workspace) -> Vec<Effect> {
        let Some(annotation) = self.active_in(workspace) else { return Vec::new() };
        let types = workspace.project().labels.attribute_types();
        let first = types.iter().position(|attribute| attribute.is_for(&annotation.label));
        self.has_details = true;
        first.map(Effect::FocusAttribute).into_iter().collect()
    }

    /// Gives the active annotation a named value; an empty one takes it away.
    #[inline(never)]
    pub(super) fn set_attribute(
        &mut self,
        workspace: &mut Workspace,
        name: String,
        value: String,
        now: &Timestamp,
    ) -> Vec<Effect> {
        let value = Some(value).filter(|value| !value.is_empty());
        self.on_active(workspace, now, |id| Command::SetAttribute { id, name, value })
    }

    #[inline(never)]
    pub(super) fn unlink(workspace: &mut Workspace, id: String, now: &Timestamp) -> Vec<Effect> {
        execute(workspace, Command::Unlink { id }, now)
    }
}
