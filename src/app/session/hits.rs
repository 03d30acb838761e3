//! What a person does with hits: look, walk, mark, accept, reject.

use super::{Effect, Mend, Session, execute, words};
use crate::app::action::Direction;
use crate::app::caret::Caret;
use crate::app::hits::{Hit, Hits, Kind};
use crate::app::workspace::Workspace;
use crate::domain::annotation::AnnotationId;
use crate::domain::edit::{Command, Proposal};
use crate::domain::find::Search;
use crate::domain::label::LabelId;
use crate::domain::project::Timestamp;
use crate::domain::snap::Precision;
use std::sync::Arc;

impl Session {
    #[inline(never)]
    pub(super) fn find(&mut self, workspace: &Workspace, words: &str, search: Search) -> Vec<Effect> {
        let from = self.caret.anchor.min(self.caret.focus);
        self.hits = Some(Hits::of_words(workspace.project(), words, search, from));
        self.show_hit(workspace)
    }

    #[inline(never)]
    pub(super) fn open_find(&mut self, workspace: &Workspace) -> Vec<Effect> {
        let is_open = self.hits.as_ref().is_some_and(|hits| matches!(hits.kind, Kind::Words(..)));
        // What is selected is looked for, as in other programs.
        let selected =
            self.selected(workspace.text()).and_then(|span| workspace.text().slice(span.start(), span.end()));
        let words = selected.filter(|words| !words.contains('\n')).unwrap_or_default().to_owned();
        if !is_open || !words.is_empty() {
            self.hits = Some(Hits::of_words(workspace.project(), &words, Search::default(), self.caret.focus));
        }
        vec![Effect::FocusFind]
    }

    #[inline(never)]
    pub(super) fn find_identical(&mut self, workspace: &Workspace) -> Vec<Effect> {
        let hits = self.active.as_ref().and_then(|id| Hits::of_identical(workspace.project(), id));
        let Some(hits) = hits else {
            return vec![Effect::Hint(
                "Make an annotation active first; then its words are looked for.".to_owned(),
                Mend::None,
            )];
        };
        if hits.count() == 0 {
            return vec![Effect::Hint("These words stand nowhere else unmarked.".to_owned(), Mend::None)];
        }
        self.hits = Some(hits);
        self.show_hit(workspace)
    }

    /// Shows what the rules suggest that is neither marked nor rejected.
    #[inline(never)]
    pub(super) fn suggest(&mut self, workspace: &Workspace, found: Arc<[Hit]>) -> Vec<Effect> {
        let hits = Hits::of_suggestions(workspace.project(), found, self.caret.focus);
        if hits.count() == 0 {
            return vec![Effect::Hint("The rules suggest nothing more in this article.".to_owned(), Mend::None)];
        }
        self.hits = Some(hits);
        self.active = None;
        self.show_hit(workspace)
    }

    #[inline(never)]
    pub(super) fn step_hit(&mut self, workspace: &Workspace, direction: Direction) -> Vec<Effect> {
        match &mut self.hits {
            Some(hits) => hits.step(direction),
            None => return Vec::new(),
        }
        self.show_hit(workspace)
    }

    #[inline(never)]
    pub(super) fn close_hits(&mut self) -> Vec<Effect> {
        self.hits = None;
        vec![Effect::FocusArticle]
    }

    /// Marks every hit: found words with this label, others with their own; or only those that would get this label.
    #[inline(never)]
    pub(super) fn mark_hits(
        &mut self,
        workspace: &mut Workspace,
        label: Option<&LabelId>,
        now: &Timestamp,
        fresh: &str,
    ) -> Vec<Effect> {
        let Some(hits) = &self.hits else { return Vec::new() };
        let is_wanted = |hit: &&Hit| label.is_none() || hit.label.is_none() || hit.label.as_ref() == label;
        let chosen: Vec<Hit> = hits.open().filter(is_wanted).cloned().collect();
        if chosen.is_empty() {
            return Vec::new();
        }
        let is_done = chosen.len() == hits.count();
        let effects = accept(workspace, chosen, label, now, fresh);
        self.go_on(workspace, effects, is_done)
    }

    /// Marks the current hit.
    #[inline(never)]
    pub(super) fn mark_hit(&mut self, workspace: &mut Workspace, now: &Timestamp, fresh: &str) -> Vec<Effect> {
        let Some(hits) = &self.hits else { return Vec::new() };
        let Some(hit) = hits.current().filter(|hit| hit.label.is_some()).cloned() else { return Vec::new() };
        let is_last = hits.count() == 1;
        let effects = accept(workspace, vec![hit], None, now, fresh);
        self.go_on(workspace, effects, is_last)
    }

    /// Rejects the current suggestion, or all of a label.
    #[inline(never)]
    pub(super) fn reject_hits(
        &mut self,
        workspace: &mut Workspace,
        label: Option<&LabelId>,
        now: &Timestamp,
    ) -> Vec<Effect> {
        let Some(hits) = self.hits.as_ref().filter(|hits| hits.kind == Kind::Suggestions) else { return Vec::new() };
        let keys: Vec<String> = match label {
            Some(_) => hits.open().filter(|hit| hit.label.as_ref() == label).map(|hit| hit.key.clone()).collect(),
            None => hits.current().map(|hit| hit.key.clone()).into_iter().collect(),
        };
        let is_last = hits.count() == keys.len();
        let effects = execute(workspace, Command::RejectSuggestions(keys), now);
        self.go_on(workspace, effects, is_last)
    }

    fn go_on(&mut self, workspace: &Workspace, mut effects: Vec<Effect>, is_done: bool) -> Vec<Effect> {
        if is_done {
            effects.extend(self.close_hits());
        } else if let Some(hits) = &mut self.hits {
            hits.refresh(workspace.project());
            // What happened is said first, then what comes next.
            for effect in self.show_hit(workspace) {
                match (effect, effects.first_mut()) {
                    (Effect::Say(next), Some(Effect::Say(said))) => *said = [said, ". ", &next].concat(),
                    (effect, _) => effects.push(effect),
                }
            }
        }
        effects
    }

    /// Shows the current hit: found words are selected, so that a label's key marks them.
    fn show_hit(&mut self, workspace: &Workspace) -> Vec<Effect> {
        let Some(hits) = &self.hits else { return Vec::new() };
        let Some(hit) = hits.current() else {
            let is_asked = matches!(&hits.kind, Kind::Words(words, _) if !words.is_empty());
            return if is_asked { vec![Effect::Say("Not found".to_owned())] } else { Vec::new() };
        };
        let place = hit.target.hull();
        let said = words::hit(workspace.project(), hits, hit);
        if matches!(hits.kind, Kind::Words(..)) {
            self.caret = Caret { anchor: place.start(), focus: place.end(), precision: Precision::Characters };
            self.is_settled = true;
        } else {
            self.caret = Caret::at(place.start());
            self.is_settled = false;
        }
        vec![Effect::Reveal(place.start()), Effect::Say(said)]
    }
}

fn accept(
    workspace: &mut Workspace,
    hits: Vec<Hit>,
    label: Option<&LabelId>,
    now: &Timestamp,
    fresh: &str,
) -> Vec<Effect> {
    let proposal = |(number, hit): (usize, Hit)| {
        let label = hit.label.as_ref().or(label)?.clone();
        let id = AnnotationId::new(&[fresh, "-", &number.to_string()].concat());
        Some(Proposal { id, label, target: hit.target, origin: hit.origin })
    };
    let proposals = hits.into_iter().enumerate().filter_map(proposal).collect();
    execute(workspace, Command::Accept(proposals), now)
}
