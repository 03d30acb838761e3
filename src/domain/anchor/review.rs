//! What a person decides about annotations that were followed into a new version, and the project that comes of it.

use super::diff::hash;
use super::{Anchored, Excerpt, Outcome, SHOWN, next_version};
use crate::domain::annotation::{AnnotationId, AnnotationSet, Link};
use crate::domain::label::{Label, LabelId, LabelSet};
use crate::domain::order::sort;
use crate::domain::project::Project;
use crate::domain::span::Span;
use crate::domain::text::{CodePoint, Text};
use std::collections::BTreeMap;

/// What is to become of an annotation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Decision {
    /// It stands where it was found; where it was not, it is kept without a place.
    #[default]
    Follow,
    /// Each of its spans stands where it was found, or at the offered place of this number, from 0.
    Choose(Vec<usize>),
    /// It is kept without a place.
    Wait,
    /// It is left out.
    Drop,
}

/// The project of the new version: `current`, which is open with the new text and may have annotations of its own, with
/// the annotations of the `old` version where `anchored` has them and a person decided. Of what both have (by identifier,
/// or the same label on the same target), `current`'s stays.
#[must_use]
pub fn taken_over(
    old: &Project,
    current: &Project,
    anchored: &[Anchored],
    decisions: &BTreeMap<AnnotationId, Decision>,
) -> Project {
    let decision = |id: &AnnotationId| decisions.get(id).cloned().unwrap_or_default();
    let kept: Vec<Anchored> = anchored
        .iter()
        .filter(|one| decision(&one.id) != Decision::Drop)
        .map(|one| decided(one, &decision(&one.id)))
        .collect();
    let mut next = next_version(old, current.document.clone(), &kept);
    join(&mut next, current);
    next
}

/// An annotation with the places that were decided.
fn decided(one: &Anchored, decision: &Decision) -> Anchored {
    let mut one = one.clone();
    match decision {
        Decision::Follow | Decision::Drop => {}
        Decision::Wait => one.fragments.iter_mut().for_each(|fragment| fragment.outcome = Outcome::Lost),
        Decision::Choose(places) => {
            for (fragment, place) in one.fragments.iter_mut().zip(places) {
                if let Outcome::Unsure(offered) = &fragment.outcome
                    && let Some(found) = offered.get(*place).cloned()
                {
                    fragment.outcome = if found.shown.quote == fragment.shown.quote {
                        Outcome::Moved(found)
                    } else {
                        Outcome::Changed(found)
                    };
                }
            }
        }
    }
    one
}

/// Adds what is there already, which goes before what was followed. Links lead to what stayed.
fn join(next: &mut Project, current: &Project) {
    let own: BTreeMap<(&[Span], &LabelId), &AnnotationId> = current
        .annotations
        .iter()
        .map(|annotation| ((annotation.target.spans(), &annotation.label), &annotation.id))
        .collect();
    let mut instead: BTreeMap<AnnotationId, AnnotationId> = BTreeMap::new();
    let mut annotations: Vec<_> = current.annotations.iter().cloned().collect();
    for annotation in next.annotations.iter() {
        match own.get(&(annotation.target.spans(), &annotation.label)) {
            Some(same) => drop(instead.insert(annotation.id.clone(), (*same).clone())),
            None if current.has_annotation(&annotation.id) => {}
            None => annotations.push(annotation.clone()),
        }
    }
    next.annotations = AnnotationSet::of(annotations);
    let placed = &next.annotations;
    next.orphans.retain(|orphan| {
        placed.get(&orphan.annotation.id).is_none() && current.orphan(&orphan.annotation.id).is_none()
    });
    next.orphans.extend(current.orphans.iter().cloned());

    let mut links = current.links.clone();
    for link in std::mem::take(&mut next.links) {
        let end = |id: &AnnotationId| instead.get(id).unwrap_or(id).clone();
        let link = Link { from: end(&link.from), to: end(&link.to), ..link };
        let is_same = |other: &Link| {
            other.id == link.id || (&other.kind, &other.from, &other.to) == (&link.kind, &link.from, &link.to)
        };
        let has_ends = next.has_annotation(&link.from) && next.has_annotation(&link.to);
        if has_ends && link.from != link.to && !links.iter().any(is_same) {
            links.push(link);
        }
    }
    sort(&mut links, |one, other| one.id < other.id);
    next.links = links;
    next.labels = joined_labels(&next.labels, current);
    next.rejected.clone_from(&current.rejected);
    let known: Vec<(String, String)> = std::mem::take(&mut next.unknown.0);
    next.unknown = current.unknown.clone();
    next.unknown.0.extend(known.into_iter().filter(|(name, _)| current.unknown.0.iter().all(|(own, _)| own != name)));
}

/// The labels of the earlier version, and those that something in the open project has.
fn joined_labels(labels: &LabelSet, current: &Project) -> LabelSet {
    let orphans = current.orphans.iter().map(|orphan| &orphan.annotation.label);
    let used: Vec<&LabelId> = current.annotations.iter().map(|annotation| &annotation.label).chain(orphans).collect();
    let mut all = labels.clone();
    for label in current.labels.labels() {
        if used.contains(&&label.id) && labels.get(&label.id).is_none() {
            let key = if all.by_key(&label.key).is_none() { label.key.clone() } else { String::new() };
            all.add(Label { key, ..label.clone() });
        }
    }
    all
}

/// A span of a text with what stands around it.
#[must_use]
pub fn excerpt(text: &Text, span: Span) -> Excerpt {
    let part = |start: u32, end: u32| {
        let end = end.min(text.end().get());
        text.slice(CodePoint::new(start), CodePoint::new(end)).unwrap_or_default().to_owned()
    };
    let (start, end) = (span.start().get(), span.end().get());
    Excerpt {
        before: part(start.saturating_sub(SHOWN as u32), start),
        quote: part(start, end),
        after: part(end, end.saturating_add(SHOWN as u32)),
    }
}

/// A stretch of a text, and whether the other text has it too.
pub type Piece<'a> = (&'a str, bool);

/// Which words of two texts the other has as well, in the same order: the longest sequence of words that both have.
/// Long texts are compared from their ends alone.
#[must_use]
pub fn compared<'a>(old: &'a str, new: &'a str) -> (Vec<Piece<'a>>, Vec<Piece<'a>>) {
    const MOST: usize = 300;
    let (old_words, new_words) = (words(old), words(new));
    let same = |(one, other): &(&&str, &&str)| one == other;
    let start = old_words.iter().zip(&new_words).take_while(same).count();
    let room = old_words.len().min(new_words.len()) - start;
    let end = old_words.iter().rev().zip(new_words.iter().rev()).take(room).take_while(same).count();
    let (old_middle, new_middle) = (&old_words[start..old_words.len() - end], &new_words[start..new_words.len() - end]);
    let mut kept = (vec![true; old_words.len()], vec![true; new_words.len()]);
    kept.0[start..old_words.len() - end].fill(false);
    kept.1[start..new_words.len() - end].fill(false);
    if old_middle.len() <= MOST && new_middle.len() <= MOST {
        for (one, other) in common(old_middle, new_middle) {
            kept.0[start + one] = true;
            kept.1[start + other] = true;
        }
    }
    (pieces(old, &old_words, &kept.0), pieces(new, &new_words, &kept.1))
}

/// Words, and each other character by itself.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = first.is_alphanumeric();
        let end = if is_word {
            rest.find(|character: char| !character.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        words.push(&rest[..end]);
        rest = &rest[end..];
    }
    words
}

/// The places of a longest common subsequence.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut lengths = vec![0u32; (old.len() + 1) * width];
    for one in (0..old.len()).rev() {
        for other in (0..new.len()).rev() {
            let at = one * width + other;
            lengths[at] = if old[one] == new[other] {
                lengths[at + width + 1] + 1
            } else {
                lengths[at + width].max(lengths[at + 1])
            };
        }
    }
    let (mut one, mut other, mut places) = (0, 0, Vec::new());
    while one < old.len() && other < new.len() {
        let at = one * width + other;
        if old[one] == new[other] {
            places.push((one, other));
            (one, other) = (one + 1, other + 1);
        } else if lengths[at + width] >= lengths[at + 1] {
            one += 1;
        } else {
            other += 1;
        }
    }
    places
}

/// Neighbours that are alike as one piece. White space alone between two words that differ is as they are.
fn pieces<'a>(text: &'a str, words: &[&str], kept: &[bool]) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    let (mut start, mut end) = (0, 0);
    for (index, word) in words.iter().enumerate() {
        let around = [index.checked_sub(1), Some(index + 1)].map(|at| at.and_then(|at| kept.get(at)).copied());
        let is_gap = word.trim().is_empty() && around == [Some(false), Some(false)];
        let is_shared = kept[index] && !is_gap;
        end += word.len();
        match pieces.last_mut() {
            Some(last) if last.1 == is_shared => last.0 = &text[start..end],
            _ => {
                start = end - word.len();
                pieces.push((&text[start..end], is_shared));
            }
        }
    }
    pieces
}

/// How much of a text another has as well, in thousandths: of the sequences of four words, those that it has. Reads both from end to
/// end: for choosing between articles, not for every one that is opened.
#[must_use]
pub fn likeness(new: &str, old: &str) -> u16 {
    const TOGETHER: usize = 4;
    let sequences = |text: &str| -> Vec<u64> {
        let hashes: Vec<u64> = text.split_whitespace().map(|word| hash(word.bytes().map(u64::from))).collect();
        let join = |words: &[u64]| {
            words.iter().fold(0u64, |sum, word| sum.rotate_left(13).wrapping_mul(31).wrapping_add(*word))
        };
        let mut sequences: Vec<u64> =
            if hashes.len() < TOGETHER { vec![join(&hashes)] } else { hashes.windows(TOGETHER).map(join).collect() };
        sequences.sort_unstable();
        sequences.dedup();
        sequences
    };
    let (new, old) = (sequences(new), sequences(old));
    let shared = new.iter().filter(|one| old.binary_search(one).is_ok()).count();
    (shared * 1000 / new.len().max(1)) as u16
}
