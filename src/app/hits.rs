//! Hits: places in the article to be walked through and marked, one by one or all at once. They are found words, the words of
//! an annotation standing elsewhere, or what the rules suggest.
//!
//! Not here: finding them ([`crate::domain::find`]; suggestions are the annex's), and what a person does with them
//! ([`super::session`]).

use super::action::Direction;
use crate::domain::annotation::AnnotationId;
use crate::domain::find::{self, Search};
use crate::domain::label::LabelId;
use crate::domain::project::Project;
use crate::domain::span::Target;
use crate::domain::text::CodePoint;
use std::sync::Arc;

/// What the hits are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words that are looked for, and how.
    Words(String, Search),
    /// The words of this annotation, elsewhere.
    Identical(AnnotationId),
    /// What the rules suggest.
    Suggestions,
}

/// One place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Where it is.
    pub target: Target,
    /// The label that it would get; `None` for found words, which have none yet.
    pub label: Option<LabelId>,
    /// The origin of the annotation that it would become.
    pub origin: String,
    /// The key under which it is remembered when it is rejected; empty unless it is a suggestion.
    pub key: String,
}

/// The hits that are walked through, in text order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hits {
    /// What they are.
    pub kind: Kind,
    /// All that were found.
    found: Arc<[Hit]>,
    /// The indices of those that are still open: neither marked nor rejected.
    open: Vec<u32>,
    /// The place among the open ones.
    current: usize,
}

impl Hits {
    /// Looks for words. The current hit is the first at or after a place.
    #[must_use]
    pub fn of_words(project: &Project, words: &str, search: Search, from: CodePoint) -> Self {
        let hit = |span| Hit { target: Target::one(span), label: None, origin: "human".to_owned(), key: String::new() };
        let found = find::find(&project.document.text, words, search).into_iter().map(hit).collect();
        Self::new(Kind::Words(words.to_owned(), search), found, project, from)
    }

    /// Looks for the words of an annotation elsewhere, without regard to capitals and to how white space is set. `None` when
    /// the annotation is gone.
    #[must_use]
    pub fn of_identical(project: &Project, id: &AnnotationId) -> Option<Self> {
        let annotation = project.annotations.get(id)?;
        let search = Search { blanks: find::Blanks::Folded, extent: find::Extent::WholeWords, ..Search::default() };
        let origin = ["propagated:", id.as_str()].concat();
        let hit =
            |target| Hit { target, label: Some(annotation.label.clone()), origin: origin.clone(), key: String::new() };
        let found = find::identical(project, annotation, search).into_iter().map(hit).collect();
        Some(Self::new(Kind::Identical(id.clone()), found, project, annotation.target.hull().start()))
    }

    /// What the rules suggest.
    #[must_use]
    pub fn of_suggestions(project: &Project, found: Arc<[Hit]>, from: CodePoint) -> Self {
        Self::new(Kind::Suggestions, found, project, from)
    }

    fn new(kind: Kind, found: Arc<[Hit]>, project: &Project, from: CodePoint) -> Self {
        let mut hits = Self { kind, found, open: Vec::new(), current: 0 };
        hits.refresh(project);
        hits.go_to(from);
        hits
    }

    /// How many are open.
    #[must_use]
    pub fn count(&self) -> usize {
        self.open.len()
    }

    /// The place of the current hit among the open ones, from 0.
    #[must_use]
    pub fn position(&self) -> usize {
        self.current
    }

    /// The current hit; `None` when none is open.
    #[must_use]
    pub fn current(&self) -> Option<&Hit> {
        self.open.get(self.current).map(|index| &self.found[*index as usize])
    }

    /// The open hits in text order.
    pub fn open(&self) -> impl Iterator<Item = &Hit> {
        self.open.iter().map(|index| &self.found[*index as usize])
    }

    /// Goes to the next or previous hit, from the last to the first and the other way round.
    pub fn step(&mut self, direction: Direction) {
        let count = self.open.len().max(1);
        self.current = match direction {
            Direction::Forward => (self.current + 1) % count,
            Direction::Backward => (self.current + count - 1) % count,
        };
    }

    /// Leaves out what has been marked or rejected since, and takes in again what has been undone. Of what is no longer open,
    /// the next one takes the place.
    pub fn refresh(&mut self, project: &Project) {
        let place = self.current().map(|hit| hit.target.hull().start());
        let is_open = |hit: &Hit| {
            let label = hit.label.as_ref();
            let mut there = project.annotations.overlapping(hit.target.hull());
            let is_marked = there.any(|other| Some(&other.label) == label && other.target == hit.target);
            !(is_marked || matches!(self.kind, Kind::Suggestions) && project.is_rejected(&hit.key))
        };
        let open = (0..).zip(self.found.iter()).filter(|(_, hit)| is_open(hit)).map(|(index, _)| index).collect();
        if self.open != open {
            self.open = open;
            self.go_to(place.unwrap_or(CodePoint::ZERO));
        }
    }

    fn go_to(&mut self, place: CodePoint) {
        let next = self.open().position(|hit| hit.target.hull().start() >= place);
        self.current = next.unwrap_or(0);
    }
}
