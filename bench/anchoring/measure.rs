//! What is counted: how many annotations are found again, and how many end up where they do not belong.

use super::edits::{Dice, Edited, Kind, Truth, edit, spans};
use attest::domain::anchor::{Caution, reanchor_with};
use attest::domain::annotation::{Annotation, AnnotationId, AnnotationSet, Attributes};
use attest::domain::label::LabelId;
use attest::domain::project::{Document, Project, Timestamp, Unknown};
use attest::domain::span::{Span, Target};
use attest::domain::text::Text;
use std::ops::Range;
use std::sync::Arc;

/// One annotation after one edit: what truly became of it, and where it was put, with what score.
pub struct Case {
    pub truth: Truth,
    /// Where an identical line has its like: an annotation says the same on either.
    pub twins: Vec<Range<usize>>,
    pub put: Option<(Range<usize>, f64)>,
}

/// What cases add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Annotations whose quote is still there, whole or touched.
    pub findable: usize,
    /// Those of them that were put there.
    pub found: usize,
    /// All annotations.
    pub all: usize,
    /// Those that were put anywhere else.
    pub wrong: usize,
}

impl Tally {
    /// Counts cases in which a place was taken only from a score on.
    pub fn of(cases: &[Case], floor: f64) -> Self {
        let mut tally = Self::default();
        for case in cases {
            let put = case.put.as_ref().filter(|(_, score)| *score >= floor).map(|(range, _)| range);
            let shared = |one: &Range<usize>, other: &Range<usize>| {
                one.end.min(other.end).saturating_sub(one.start.max(other.start))
            };
            let (is_findable, is_right) = match (&case.truth, put) {
                // What was not touched has to be found to the character.
                (Truth::Whole(range), put) => (true, put.is_some_and(|put| put == range || case.twins.contains(put))),
                (Truth::Touched(range), Some(put)) => {
                    let union = range.end.max(put.end) - range.start.min(put.start);
                    (true, shared(range, put) * 2 >= union)
                }
                (Truth::Touched(_), None) => (true, false),
                (Truth::Scraps(range), put) => (false, put.is_some_and(|put| shared(range, put) > 0)),
                (Truth::Gone, _) => (false, false),
            };
            tally.all += 1;
            tally.findable += usize::from(is_findable);
            tally.found += usize::from(is_findable && is_right);
            tally.wrong += usize::from(put.is_some() && !is_right);
        }
        tally
    }

    /// The share of what could be found that was, in percent.
    pub fn recall(self) -> f64 {
        100.0 * self.found as f64 / self.findable.max(1) as f64
    }

    /// The share of all annotations that were put where they do not belong, in percent.
    pub fn wrong_share(self) -> f64 {
        100.0 * self.wrong as f64 / self.all.max(1) as f64
    }
}

/// An article, its annotations, and one edited version.
pub struct Trial {
    pub project: Project,
    pub edited: Edited,
    pub spans: Vec<Range<usize>>,
}

impl Trial {
    pub fn new(source: &str, kind: Kind, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let spans = spans(source, &mut dice);
        let edited = edit(source, kind, &mut dice);
        Self { project: project(source, &spans), edited, spans }
    }

    /// What Attest makes of it.
    pub fn with_attest(&self, caution: Caution) -> Vec<Case> {
        let anchored = reanchor_with(&self.project, &Text::stored(self.edited.text.clone()), caution);
        let old: Vec<char> = self.project.document.text.as_str().chars().collect();
        let case = |one: &attest::domain::anchor::Anchored| {
            let fragment = &one.fragments[0];
            let put = fragment.outcome.found().map(|found| (range(found.span), f64::from(found.score.get()) / 1000.0));
            self.case(&old, &range(fragment.old), put)
        };
        anchored.iter().map(case).collect()
    }
}

impl Trial {
    /// What became of a span, beside where it was put.
    pub fn case(&self, old: &[char], span: &Range<usize>, put: Option<(Range<usize>, f64)>) -> Case {
        let lines: Vec<&[char]> = old.split(|character| *character == '\n').collect();
        let mut twins = Vec::new();
        let mut own: Option<(&[char], usize)> = None;
        for pass in 0..2 {
            let mut start = 0;
            for line in &lines {
                if pass == 0 && start <= span.start && span.end <= start + line.len() {
                    own = Some((line, span.start - start));
                }
                let is_twin =
                    |(text, offset): &(&[char], usize)| pass == 1 && text == line && start + offset != span.start;
                if let Some((_, offset)) = own.filter(is_twin)
                    && let Truth::Whole(range) = self.edited.truth(old, start + offset..start + offset + span.len())
                {
                    twins.push(range);
                }
                start += line.len() + 1;
            }
        }
        Case { truth: self.edited.truth(old, span.clone()), twins, put }
    }
}

/// A project with a claim on each span.
pub fn project(source: &str, spans: &[Range<usize>]) -> Project {
    let text = Text::stored(source.to_owned());
    let annotation = |(index, span): (usize, &Range<usize>)| {
        Some(Arc::new(Annotation {
            id: AnnotationId::new(&format!("a-{index}")),
            label: LabelId::new("claim"),
            target: Target::one(Span::of(span.start as u32, span.end as u32)?),
            note: String::new(),
            attributes: Attributes::default(),
            origin: "human".to_owned(),
            creator: String::new(),
            created: Timestamp::new("2026-01-01T00:00:00Z"),
            modified: Timestamp::new("2026-01-01T00:00:00Z"),
            unknown: Unknown::default(),
        }))
    };
    let annotations = AnnotationSet::of(spans.iter().enumerate().filter_map(annotation));
    Project { annotations, ..Project::new(Document::of(text, None, "bench")) }
}

fn range(span: Span) -> Range<usize> {
    span.start().get() as usize..span.end().get() as usize
}

/// The project's own articles: their names and texts.
pub const ARTICLES: [(&str, &str); 4] = [
    ("flood", include_str!("articles/flood.txt")),
    ("strike", include_str!("articles/strike.txt")),
    ("vaccine", include_str!("articles/vaccine.txt")),
    ("budget", include_str!("articles/budget.txt")),
];
