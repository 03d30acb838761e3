//! Agreement: how far one set of annotations of a text is the same as another, such as an answer and the gold.
//!
//! The outcomes and their two credits are those of MUC-5 (Chinchor and Sundheim, 1993) as SemEval-2013 task 9 uses them
//! (Segura-Bedmar, Martínez and Herrero-Zazo, 2013). Not here: how annotations of another text would be put in place.

use super::annotation::{Annotation, AnnotationId, AnnotationSet};
use super::label::LabelId;
use super::order::sort;
use super::span::Target;
use std::sync::Arc;

/// How a pair, or one annotation that has no partner, compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The same spans and the same label.
    Exact,
    /// The same label; the spans share something but are not the same.
    Partial,
    /// The spans share something; the labels differ.
    WrongLabel,
    /// Only in the gold.
    Missing,
    /// Only in the answer.
    Spurious,
}

/// One annotation of either set, or a pair of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The annotation of the gold; `None` when the answer's is spurious.
    pub gold: Option<AnnotationId>,
    /// The annotation of the answer; `None` when the gold's is missing.
    pub answer: Option<AnnotationId>,
    /// How they compare.
    pub outcome: Outcome,
}

/// How many annotations had which outcome. A pair with a wrong label counts once for the gold's label and once for the
/// answer's, so for one label `gold` is `exact + partial + wrong_gold + missing`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Pairs with the same spans and label.
    pub exact: u32,
    /// Pairs with the same label and other spans.
    pub partial: u32,
    /// Annotations of the gold that have another label in the answer.
    pub wrong_gold: u32,
    /// Annotations of the answer that have another label in the gold.
    pub wrong_answer: u32,
    /// Annotations of the gold alone.
    pub missing: u32,
    /// Annotations of the answer alone.
    pub spurious: u32,
}

/// How much an inexact pair counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credit {
    /// Nothing (SemEval-2013: strict evaluation).
    Exact,
    /// Half, when the label is right (MUC; SemEval-2013: partial evaluation).
    Partial,
    /// As much as an exact one, when the label is right: sharing anything is enough.
    Overlap,
}

/// The usual three numbers, each from 0 to 1. Where both sets are empty, all are 1; where one is, all are 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// How much of the answer is right.
    pub precision: f32,
    /// How much of the gold is found.
    pub recall: f32,
    /// Their harmonic mean.
    pub f1: f32,
}

impl Tally {
    /// How many annotations the gold has.
    #[must_use]
    pub fn gold(&self) -> u32 {
        self.exact + self.partial + self.wrong_gold + self.missing
    }

    /// How many annotations the answer has.
    #[must_use]
    pub fn answer(&self) -> u32 {
        self.exact + self.partial + self.wrong_answer + self.spurious
    }

    /// Precision, recall and F1.
    #[must_use]
    pub fn score(&self, credit: Credit) -> Score {
        let (gold, answer) = (self.gold(), self.answer());
        if gold == 0 && answer == 0 {
            return Score { precision: 1.0, recall: 1.0, f1: 1.0 };
        }
        let halves = match credit {
            Credit::Exact => 0,
            Credit::Partial => self.partial,
            Credit::Overlap => 2 * self.partial,
        };
        let right = (2 * self.exact + halves) as f32 / 2.0;
        let share = |of: u32| if of == 0 { 0.0 } else { right / of as f32 };
        Score { precision: share(answer), recall: share(gold), f1: 2.0 * right / (gold + answer) as f32 }
    }

    fn add(&mut self, outcome: Outcome, side: Side) {
        let count = match (outcome, side) {
            (Outcome::Exact, _) => &mut self.exact,
            (Outcome::Partial, _) => &mut self.partial,
            (Outcome::WrongLabel, Side::Gold) => &mut self.wrong_gold,
            (Outcome::WrongLabel, Side::Answer) => &mut self.wrong_answer,
            (Outcome::Missing, _) => &mut self.missing,
            (Outcome::Spurious, _) => &mut self.spurious,
        };
        *count += 1;
    }
}

/// Which set an annotation is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Gold,
    Answer,
}

/// What came out of comparing two sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Every annotation of both sets, once, in text order; of a pair the gold's place counts.
    pub matches: Vec<Match>,
    /// The tally of each label that occurs, in the order of the labels' identifiers.
    pub labels: Vec<(LabelId, Tally)>,
    /// The tally of all.
    pub total: Tally,
}

/// Compares an answer with the gold, both of one text.
///
/// Each annotation has one partner at most. Partners are found greedily: of all pairs that share something, the best goes
/// first: exact before the same label before another label, then the larger share of common characters (Jaccard), then text
/// order. The number of exact pairs is the largest possible; that of partial ones may be smaller than in an optimal
/// assignment, but each annotation has the partner that a person would give it.
/// O(pairs that share something × log of them).
#[must_use]
pub fn compare(gold: &AnnotationSet, answer: &AnnotationSet) -> Agreement {
    let mut pairs = pairs(gold, answer);
    sort(&mut pairs, |one: &Pair, other| one.rank() < other.rank());
    let mut partners: Vec<Option<(usize, Outcome)>> = vec![None; gold.len()];
    let mut is_taken = vec![false; answer.len()];
    for pair in pairs {
        if partners[pair.gold].is_none() && !is_taken[pair.answer] {
            partners[pair.gold] = Some((pair.answer, pair.outcome));
            is_taken[pair.answer] = true;
        }
    }

    let mut agreement = Agreement { matches: Vec::new(), labels: Vec::new(), total: Tally::default() };
    let mut rest =
        answer.iter().zip(is_taken).filter(|(_, is_taken)| !is_taken).map(|(annotation, _)| annotation).peekable();
    for (annotation, partner) in gold.iter().zip(partners) {
        while let Some(spurious) = rest.next_if(|other| other.target.hull() < annotation.target.hull()) {
            agreement.note(None, Some(spurious), Outcome::Spurious);
        }
        match partner {
            Some((place, outcome)) => agreement.note(Some(annotation), answer.at(place), outcome),
            None => agreement.note(Some(annotation), None, Outcome::Missing),
        }
    }
    for spurious in rest {
        agreement.note(None, Some(spurious), Outcome::Spurious);
    }
    sort(&mut agreement.labels, |one, other| one.0 < other.0);
    agreement
}

impl Agreement {
    fn note(&mut self, gold: Option<&Arc<Annotation>>, answer: Option<&Arc<Annotation>>, outcome: Outcome) {
        let id = |annotation: &Arc<Annotation>| annotation.id.clone();
        self.matches.push(Match { gold: gold.map(id), answer: answer.map(id), outcome });
        match outcome {
            Outcome::WrongLabel => {
                for (annotation, side) in [(gold, Side::Gold), (answer, Side::Answer)] {
                    self.tally_of(annotation).add(outcome, side);
                    self.total.add(outcome, side);
                }
            }
            _ => {
                self.tally_of(gold.or(answer)).add(outcome, Side::Gold);
                self.total.add(outcome, Side::Gold);
            }
        }
    }

    fn tally_of(&mut self, annotation: Option<&Arc<Annotation>>) -> &mut Tally {
        let label = annotation.map_or_else(|| LabelId::new(""), |annotation| annotation.label.clone());
        let place = self.labels.iter().position(|(known, _)| *known == label).unwrap_or_else(|| {
            self.labels.push((label, Tally::default()));
            self.labels.len() - 1
        });
        &mut self.labels[place].1
    }
}

/// An annotation of the gold and one of the answer that share something, by their places in text order.
struct Pair {
    gold: usize,
    answer: usize,
    outcome: Outcome,
    common: u32,
    united: u32,
}

impl Pair {
    /// Smaller is better.
    fn rank(&self) -> (Outcome, u32, usize, usize) {
        // Parts of a million, so that equal shares are equal.
        let apart = u64::from(self.united - self.common) * 1_000_000 / u64::from(self.united.max(1));
        (self.outcome, apart as u32, self.gold, self.answer)
    }
}

fn pairs(gold: &AnnotationSet, answer: &AnnotationSet) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (place, annotation) in gold.iter().enumerate() {
        for other in answer.overlapping(annotation.target.hull()) {
            let common = common(&annotation.target, &other.target);
            let Some(answer) = answer.position(&other.id).filter(|_| common > 0) else { continue };
            let outcome = match () {
                () if annotation.label != other.label => Outcome::WrongLabel,
                () if annotation.target == other.target => Outcome::Exact,
                () => Outcome::Partial,
            };
            let united = annotation.target.length() + other.target.length() - common;
            pairs.push(Pair { gold: place, answer, outcome, common, united });
        }
    }
    pairs
}

/// How many code points both targets cover.
fn common(one: &Target, other: &Target) -> u32 {
    let mut common = 0;
    for span in one.spans() {
        for other in other.spans() {
            let (start, end) = (span.start().max(other.start()), span.end().min(other.end()));
            common += end.get().saturating_sub(start.get());
        }
    }
    common
}
