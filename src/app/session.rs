//! A session: where a person is in the article, and what each action does there.
//!
//! [`Session::perform`] is the one writer. It takes values and gives values; what has to happen outside (saving, scrolling,
//! speaking) comes back as [`Effect`]s.

mod details;
mod hits;
mod words;

use super::action::{Action, Dialog, Direction, Granularity, Selecting};
use super::annex::{Ask, Screen};
use super::caret::{Caret, Extend};
use super::hits::Hits;
use super::workspace::Workspace;
use crate::domain::annotation::{Annotation, AnnotationId};
use crate::domain::edit::{Command, Edge, Rejected, with_edge};
use crate::domain::history::Entry;
use crate::domain::label::LabelId;
use crate::domain::project::Timestamp;
use crate::domain::span::{Span, Target};
use crate::domain::text::{CodePoint, Text};
use std::sync::Arc;

pub use words::{counted, excerpt, link_words};

/// Where a person is. Nothing of it is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The caret and the selection.
    pub caret: Caret,
    /// Whether the selection is complete, so that labels can be offered for it.
    pub is_settled: bool,
    /// The annotation that keys act on.
    pub active: Option<AnnotationId>,
    /// The label that every selection gets at once.
    pub pen: Option<LabelId>,
    /// The dialog that is open.
    pub dialog: Option<Dialog>,
    /// The span that an edge under the hand would give, while it is dragged.
    pub preview: Option<Span>,
    /// What is walked through.
    pub hits: Option<Hits>,
    /// The annotation whose link waits for its other end.
    pub linking: Option<AnnotationId>,
    /// Whether the named values of the active annotation are shown.
    pub has_details: bool,
}

/// Something to be done outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Save this entry; it has been applied.
    Save(Entry),
    /// Tell screen readers.
    Say(String),
    /// Tell everybody, with an undo button where that helps.
    Hint(String, Mend),
    /// Scroll until a place can be seen.
    Reveal(CodePoint),
    /// Move the caret by a line of the screen: only the browser knows where lines break.
    MoveLine(Direction, Extend),
    /// Put the keyboard into the note of the active annotation.
    FocusNote,
    /// Put the keyboard into the field of a named value, by its place in the label set.
    FocusAttribute(usize),
    /// Put the keyboard into the article.
    FocusArticle,
    /// Put the keyboard into the field for the words that are looked for.
    FocusFind,
    /// Ask the annex.
    Ask(Ask),
    /// Download the annotation file.
    Download,
}

/// What a hint offers to put things right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Nothing.
    None,
    /// Undo.
    Undo,
    /// A download.
    Download,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            caret: Caret::at(CodePoint::ZERO),
            is_settled: false,
            active: None,
            pen: None,
            dialog: None,
            preview: None,
            hits: None,
            linking: None,
            has_details: false,
        }
    }
}

impl Session {
    /// A session at the start of a text.
    #[must_use]
    pub fn at_start_of(text: &Text) -> Self {
        let start = text.blocks().first().map_or(CodePoint::ZERO, |block| block.start());
        Self { caret: Caret::at(start), ..Self::default() }
    }

    /// The span that a label would mark now.
    #[must_use]
    pub fn selected(&self, text: &Text) -> Option<Span> {
        self.caret.span(text)
    }

    /// Does what an action asks for. `fresh` is an annotation identifier that was never used; neither was any that begins so.
    pub fn perform(&mut self, workspace: &mut Workspace, action: Action, now: &Timestamp, fresh: &str) -> Vec<Effect> {
        let effects = self.act(workspace, action, now, fresh);
        if effects.iter().any(|effect| matches!(effect, Effect::Save(_))) {
            self.forget_if_gone(workspace);
        }
        effects
    }

    /// Does what can be done while no article is open: dialogs open and close, and so do the annex's screens.
    pub fn perform_without_article(&mut self, action: &Action) -> Vec<Effect> {
        match *action {
            Action::Toggle(dialog) => self.toggle(dialog),
            Action::Visit(screen) => return self.visit(screen, None),
            _ => {}
        }
        Vec::new()
    }

    /// A screen of the annex takes the place of a dialog.
    fn visit(&mut self, screen: Screen, label: Option<LabelId>) -> Vec<Effect> {
        self.dialog = None;
        vec![Effect::Ask(Ask::Show(screen, label))]
    }

    fn toggle(&mut self, dialog: Dialog) {
        self.dialog = if self.dialog == Some(dialog) { None } else { Some(dialog) };
    }

    fn act(&mut self, workspace: &mut Workspace, action: Action, now: &Timestamp, fresh: &str) -> Vec<Effect> {
        match action {
            Action::ChooseLabel(label) => self.choose(workspace, label, now, fresh),
            Action::PickPen(label) if self.selected(workspace.text()).is_some() => {
                self.mark(workspace, label, now, fresh)
            }
            Action::PickPen(label) => self.toggle_pen(workspace, label),
            Action::Select(caret) => {
                self.caret = caret;
                self.is_settled = false;
                Vec::new()
            }
            Action::SelectionEnd(selecting) => self.end_selection(workspace, selecting, now, fresh),
            Action::MarkWithPen => match self.pen.clone() {
                Some(label) => self.mark(workspace, label, now, fresh),
                None => Vec::new(),
            },
            Action::AddFragment => self.add_fragment(workspace, now),
            Action::Escape => self.escape(),
            Action::Caret(motion, extend) => {
                let caret = self.caret.moved(workspace.text(), motion, extend);
                self.put_caret(caret)
            }
            Action::CaretTo(place, extend) => {
                let caret = self.caret.to(place, extend, crate::domain::snap::Precision::Words);
                self.put_caret(caret)
            }
            Action::CaretLine(direction, extend) => vec![Effect::MoveLine(direction, extend)],
            Action::Activate(id) => {
                let mut effects = self.activate(workspace, id);
                effects.extend(self.end_link(workspace, now, fresh));
                effects
            }
            Action::ActivateAt(place) => {
                let mut effects = self.activate_at(workspace, place);
                effects.extend(self.end_link(workspace, now, fresh));
                effects
            }
            Action::StartLink => self.start_link(workspace),
            Action::EndLink => self.end_link(workspace, now, fresh),
            Action::Unlink(id) => Self::unlink(workspace, id, now),
            Action::ShowDetails(is_shown) => {
                self.has_details = is_shown;
                Vec::new()
            }
            Action::OpenDetails => self.open_details(workspace),
            Action::SetAttribute(name, value) => self.set_attribute(workspace, name, value, now),
            Action::Walk(direction) => self.walk(workspace, direction),
            Action::NudgeEdge(edge, direction, granularity) => self.nudge(workspace, edge, direction, granularity, now),
            Action::PlaceFragment(fragment, span) => {
                self.on_active(workspace, now, |id| Command::Move { id, fragment, span })
            }
            Action::RemoveFragment(fragment) => {
                self.on_active(workspace, now, |id| Command::RemoveFragment { id, fragment })
            }
            Action::PlaceOrphan(id) => self.place_orphan(workspace, id, now),
            Action::Remove => self.remove(workspace, now),
            Action::RemoveAll => execute(workspace, Command::RemoveAll, now),
            Action::Note(id, note) => match workspace.execute(Command::Note { id, note }, now) {
                Ok(entry) => vec![Effect::Save(entry)],
                Err(rejected) => refused(&rejected),
            },
            Action::EndNote => {
                workspace.end_note();
                Vec::new()
            }
            Action::OpenNote => {
                if self.active.is_some() {
                    vec![Effect::FocusNote]
                } else {
                    Vec::new()
                }
            }
            Action::FocusArticle => {
                workspace.end_note();
                vec![Effect::FocusArticle]
            }
            Action::Undo => {
                let entry = workspace.undo(now);
                self.follow(workspace, entry, "Undone", "Nothing to undo")
            }
            Action::Redo => {
                let entry = workspace.redo(now);
                self.follow(workspace, entry, "Done again", "Nothing to redo")
            }
            Action::OpenFind => self.open_find(workspace),
            Action::Find(words, search) => self.find(workspace, &words, search),
            Action::FindIdentical => self.find_identical(workspace),
            Action::Suggest => vec![Effect::Ask(Ask::Suggest)],
            Action::Visit(screen) => self.visit(screen, self.label_in_hand(workspace)),
            Action::ShowSuggestions(found) => self.suggest(workspace, found),
            Action::StepHit(direction) => self.step_hit(workspace, direction),
            Action::MarkHit => self.mark_hit(workspace, now, fresh),
            Action::MarkHits(label) => self.mark_hits(workspace, label.as_ref(), now, fresh),
            Action::RejectHits(label) => self.reject_hits(workspace, label.as_ref(), now),
            Action::CloseHits => self.close_hits(),
            Action::Download => vec![Effect::Download],
            Action::Toggle(dialog) => {
                self.toggle(dialog);
                Vec::new()
            }
        }
    }

    /// Lets go of what is no longer there, after the project has changed, here or in another tab.
    pub fn forget_if_gone(&mut self, workspace: &Workspace) {
        if let Some(hits) = &mut self.hits {
            hits.refresh(workspace.project());
        }
        let is_there = |id: &AnnotationId| workspace.project().annotations.get(id).is_some();
        for id in [&mut self.active, &mut self.linking] {
            if !id.as_ref().is_some_and(is_there) {
                *id = None;
            }
        }
        if self.pen.as_ref().is_none_or(|label| workspace.project().labels.get(label).is_none()) {
            self.pen = None;
        }
    }

    fn choose(&mut self, workspace: &mut Workspace, label: LabelId, now: &Timestamp, fresh: &str) -> Vec<Effect> {
        if self.selected(workspace.text()).is_some() {
            return self.mark(workspace, label, now, fresh);
        }
        if self.pen.is_some() || self.active.is_none() {
            return self.toggle_pen(workspace, label);
        }
        self.on_active(workspace, now, |id| Command::Relabel { id, label })
    }

    fn toggle_pen(&mut self, workspace: &Workspace, label: LabelId) -> Vec<Effect> {
        let name = workspace.project().labels.name(&label).to_owned();
        if self.pen.as_ref() == Some(&label) {
            self.pen = None;
            return vec![Effect::Say(name + " pen put down")];
        }
        self.pen = Some(label);
        self.active = None;
        self.linking = None;
        vec![Effect::Say(name + " pen: every selection is marked until Escape")]
    }

    fn mark(&mut self, workspace: &mut Workspace, label: LabelId, now: &Timestamp, fresh: &str) -> Vec<Effect> {
        let Some(span) = self.selected(workspace.text()) else { return Vec::new() };
        let id = AnnotationId::new(fresh);
        let command = Command::Mark { id: id.clone(), label, target: Target::one(span) };
        match workspace.execute(command, now) {
            Ok(entry) => {
                self.active = Some(id);
                self.drop_selection(span.end());
                let mut effects = saved(workspace, entry);
                effects.push(Effect::Reveal(span.end()));
                effects
            }
            Err(Rejected::Duplicate { existing }) => {
                self.active = Some(existing.clone());
                self.drop_selection(span.end());
                refused(&Rejected::Duplicate { existing })
            }
            Err(rejected) => refused(&rejected),
        }
    }

    fn end_selection(
        &mut self,
        workspace: &mut Workspace,
        selecting: Selecting,
        now: &Timestamp,
        fresh: &str,
    ) -> Vec<Effect> {
        if self.selected(workspace.text()).is_none() {
            self.is_settled = false;
            return Vec::new();
        }
        self.is_settled = true;
        match (selecting, &self.pen, &self.active) {
            (Selecting::Fragment, _, Some(_)) => self.add_fragment(workspace, now),
            (Selecting::New, Some(label), _) => {
                let label = label.clone();
                self.mark(workspace, label, now, fresh)
            }
            _ => Vec::new(),
        }
    }

    #[inline(never)]
    fn add_fragment(&mut self, workspace: &mut Workspace, now: &Timestamp) -> Vec<Effect> {
        let Some(span) = self.selected(workspace.text()) else { return Vec::new() };
        if self.active.is_none() {
            return vec![Effect::Hint(
                "Make an annotation active first; then a selection can become part of it.".to_owned(),
                Mend::None,
            )];
        }
        let effects = self.on_active(workspace, now, |id| Command::AddFragment { id, span });
        self.drop_selection(span.end());
        effects
    }

    #[inline(never)]
    fn place_orphan(&mut self, workspace: &mut Workspace, id: AnnotationId, now: &Timestamp) -> Vec<Effect> {
        let told = |told: &str| vec![Effect::Hint(told.to_owned(), Mend::None)];
        let Some(span) = self.selected(workspace.text()) else {
            return told("Select the words it belongs to first.");
        };
        match workspace.execute(Command::Place { id: id.clone(), target: Target::one(span) }, now) {
            Ok(entry) => {
                self.active = Some(id);
                self.drop_selection(span.end());
                let placed = self.active_in(workspace).map(|placed| words::name_and_quote(workspace.project(), placed));
                let placed = "Placed. ".to_owned() + &placed.unwrap_or_default();
                vec![
                    Effect::Hint(placed, Mend::Undo),
                    Effect::Save(entry),
                    Effect::Reveal(span.end()),
                    Effect::FocusArticle,
                ]
            }
            Err(Rejected::Duplicate { .. }) => told(
                "These words have this label already. Select other words, or remove the annotation without a place.",
            ),
            Err(rejected) => refused(&rejected),
        }
    }

    fn escape(&mut self) -> Vec<Effect> {
        if self.hits.is_some() {
            self.drop_selection(self.caret.focus);
            return self.close_hits();
        }
        if !self.caret.is_bare() {
            self.drop_selection(self.caret.focus);
            return Vec::new();
        }
        if self.linking.is_some() {
            return self.drop_link();
        }
        if self.pen.take().is_some() {
            return vec![Effect::Say("Pen put down".to_owned())];
        }
        self.active = None;
        Vec::new()
    }

    fn put_caret(&mut self, caret: Caret) -> Vec<Effect> {
        self.caret = caret;
        self.is_settled = !caret.is_bare();
        vec![Effect::Reveal(caret.focus)]
    }

    fn drop_selection(&mut self, place: CodePoint) {
        self.caret = Caret::at(place);
        self.is_settled = false;
    }

    fn activate(&mut self, workspace: &Workspace, id: Option<AnnotationId>) -> Vec<Effect> {
        self.active = id.filter(|id| workspace.project().annotations.get(id).is_some());
        let Some(annotation) = self.active_in(workspace) else { return Vec::new() };
        let start = annotation.target.hull().start();
        self.drop_selection(start);
        vec![Effect::Reveal(start)]
    }

    fn activate_at(&mut self, workspace: &Workspace, place: CodePoint) -> Vec<Effect> {
        let stack = workspace.project().annotations.stack_at(place);
        let current = stack.iter().position(|annotation| Some(&annotation.id) == self.active.as_ref());
        let next = current.map_or(0, |current| (current + 1) % stack.len().max(1));
        self.active = stack.get(next).map(|annotation| annotation.id.clone());
        self.drop_selection(place);
        match self.active_in(workspace) {
            Some(annotation) => vec![Effect::Say(words::name_and_quote(workspace.project(), annotation))],
            None => Vec::new(),
        }
    }

    fn walk(&mut self, workspace: &Workspace, direction: Direction) -> Vec<Effect> {
        let annotations = &workspace.project().annotations;
        let count = annotations.len();
        if count == 0 {
            return vec![Effect::Hint("There are no annotations yet.".to_owned(), Mend::None)];
        }
        let from = self.active.as_ref().and_then(|id| annotations.position(id));
        let after_caret =
            || annotations.iter().position(|annotation| annotation.target.hull().start() >= self.caret.focus);
        let next = match (from, direction) {
            (Some(from), Direction::Forward) => (from + 1) % count,
            (Some(from), Direction::Backward) => (from + count - 1) % count,
            (None, Direction::Forward) => after_caret().unwrap_or(0),
            (None, Direction::Backward) => (after_caret().unwrap_or(count) + count - 1) % count,
        };
        let Some(annotation) = annotations.at(next).cloned() else { return Vec::new() };
        let mut effects = self.activate(workspace, Some(annotation.id.clone()));
        let said = words::name_and_quote(workspace.project(), &annotation);
        effects.push(Effect::Say([&said, ", ", &(next + 1).to_string(), " of ", &count.to_string()].concat()));
        effects
    }

    fn nudge(
        &mut self,
        workspace: &mut Workspace,
        edge: Edge,
        direction: Direction,
        granularity: Granularity,
        now: &Timestamp,
    ) -> Vec<Effect> {
        let Some(annotation) = self.active_in(workspace) else { return Vec::new() };
        let spans = annotation.target.spans();
        let (fragment, place) = match edge {
            Edge::Start => (0, spans[0].start()),
            Edge::End => (spans.len() - 1, spans[spans.len() - 1].end()),
        };
        let step = granularity.step(edge);
        let place = match direction {
            Direction::Forward => workspace.text().next(place, step),
            Direction::Backward => workspace.text().previous(place, step),
        };
        let Some(span) = with_edge(spans[fragment], edge, place) else {
            return vec![Effect::Hint(
                "It cannot get shorter by that; press Delete to remove it.".to_owned(),
                Mend::None,
            )];
        };
        let mut effects = self.on_active(workspace, now, |id| Command::Move { id, fragment, span });
        effects.push(Effect::Reveal(place));
        effects
    }

    fn remove(&mut self, workspace: &mut Workspace, now: &Timestamp) -> Vec<Effect> {
        let Some(annotation) = self.active_in(workspace).cloned() else { return Vec::new() };
        let effects = execute(workspace, Command::Remove { id: annotation.id.clone() }, now);
        self.active = None;
        self.drop_selection(annotation.target.hull().start());
        effects
    }

    fn follow(&mut self, workspace: &Workspace, entry: Option<Entry>, done: &str, nothing: &str) -> Vec<Effect> {
        let Some(entry) = entry else { return vec![Effect::Hint(nothing.to_owned(), Mend::None)] };
        let mut effects =
            vec![Effect::Say([done, ". ", &words::what_happened(workspace.project(), &entry.change)].concat())];
        if let Some(annotation) = entry.change.focus() {
            self.active = Some(annotation.id.clone());
            effects.push(Effect::Reveal(annotation.target.hull().start()));
        }
        effects.push(Effect::Save(entry));
        effects
    }

    fn on_active(
        &mut self,
        workspace: &mut Workspace,
        now: &Timestamp,
        command: impl FnOnce(AnnotationId) -> Command,
    ) -> Vec<Effect> {
        match self.active.clone() {
            Some(id) => execute(workspace, command(id), now),
            None => Vec::new(),
        }
    }

    /// The label of the pen, or of the active annotation.
    fn label_in_hand(&self, workspace: &Workspace) -> Option<LabelId> {
        self.pen.clone().or_else(|| self.active_in(workspace).map(|annotation| annotation.label.clone()))
    }

    fn active_in<'a>(&self, workspace: &'a Workspace) -> Option<&'a Arc<Annotation>> {
        workspace.project().annotations.get(self.active.as_ref()?)
    }
}

fn execute(workspace: &mut Workspace, command: Command, now: &Timestamp) -> Vec<Effect> {
    match workspace.execute(command, now) {
        Ok(entry) => saved(workspace, entry),
        Err(rejected) => refused(&rejected),
    }
}

fn saved(workspace: &Workspace, entry: Entry) -> Vec<Effect> {
    let said = words::what_happened(workspace.project(), &entry.change);
    let is_removal = words::is_removal(&entry.change);
    let telling = if is_removal { Effect::Hint(said, Mend::Undo) } else { Effect::Say(said) };
    vec![telling, Effect::Save(entry)]
}

fn refused(rejected: &Rejected) -> Vec<Effect> {
    match rejected {
        Rejected::NothingToDo => Vec::new(),
        other => vec![Effect::Hint(other.to_string(), Mend::None)],
    }
}
