//! Comparing two sets of annotations: every annotation counts once, and the numbers are those of the cited scheme.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::agreement::{Agreement, Credit, Outcome, Tally, compare};
use attest::domain::annotation::AnnotationSet;
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::Arc;
use support::hard;
use support::marks::marked;
use support::random::annotation_of;

fn two_sets() -> impl Strategy<Value = (AnnotationSet, AnnotationSet)> {
    let set = |text: &_| vec(annotation_of(text).prop_map(Arc::new), 0..8).prop_map(AnnotationSet::of);
    hard::text().prop_flat_map(move |text| (set(&text), set(&text)))
}

/// The largest number of exact pairs: those that are the same but for their identifiers, each used once.
fn exact_at_most(gold: &AnnotationSet, answer: &AnnotationSet) -> u32 {
    let mut left: Vec<_> = answer.iter().map(|annotation| (&annotation.label, &annotation.target)).collect();
    let mut count = 0;
    for annotation in gold.iter() {
        if let Some(place) = left.iter().position(|other| *other == (&annotation.label, &annotation.target)) {
            left.swap_remove(place);
            count += 1;
        }
    }
    count
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn every_annotation_is_in_one_match((gold, answer) in two_sets()) {
        let agreement = compare(&gold, &answer);
        let mut seen: Vec<_> = agreement.matches.iter().filter_map(|matched| matched.gold.clone()).collect();
        prop_assert_eq!(seen.len(), gold.len());
        seen.sort();
        prop_assert!(seen.iter().eq(gold.iter_by_id().map(|annotation| &annotation.id)));
        let mut seen: Vec<_> = agreement.matches.iter().filter_map(|matched| matched.answer.clone()).collect();
        seen.sort();
        prop_assert!(seen.iter().eq(answer.iter_by_id().map(|annotation| &annotation.id)));
    }

    #[test]
    fn no_two_that_were_left_over_could_have_been_a_pair((gold, answer) in two_sets()) {
        let agreement = compare(&gold, &answer);
        for missing in agreement.matches.iter().filter(|matched| matched.outcome == Outcome::Missing) {
            for spurious in agreement.matches.iter().filter(|matched| matched.outcome == Outcome::Spurious) {
                let one = gold.get(missing.gold.as_ref().unwrap()).unwrap();
                let other = answer.get(spurious.answer.as_ref().unwrap()).unwrap();
                prop_assert!(one.target.spans().iter().all(|span| !other.target.overlaps(*span)));
            }
        }
    }

    #[test]
    fn as_many_are_exact_as_can_be((gold, answer) in two_sets()) {
        prop_assert_eq!(compare(&gold, &answer).total.exact, exact_at_most(&gold, &answer));
    }

    #[test]
    fn the_labels_tallies_add_up_to_all((gold, answer) in two_sets()) {
        let Agreement { labels, total, .. } = compare(&gold, &answer);
        let sum = |count: fn(&Tally) -> u32| labels.iter().map(|(_, tally)| count(tally)).sum::<u32>();
        prop_assert_eq!(sum(Tally::gold), gold.len() as u32);
        prop_assert_eq!(sum(Tally::answer), answer.len() as u32);
        prop_assert_eq!((total.gold(), total.answer()), (gold.len() as u32, answer.len() as u32));
        for (label, tally) in &labels {
            prop_assert_eq!(tally.gold() as usize, gold.iter().filter(|annotation| annotation.label == *label).count());
            prop_assert_eq!(tally.answer() as usize, answer.iter().filter(|annotation| annotation.label == *label).count());
        }
    }

    #[test]
    fn a_set_agrees_with_itself_and_the_other_way_round_swaps_precision_and_recall((gold, answer) in two_sets()) {
        let own = compare(&gold, &gold);
        prop_assert_eq!(own.total.exact as usize, gold.len());
        prop_assert_eq!(own.total.score(Credit::Exact).f1, 1.0);
        let (there, back) = (compare(&gold, &answer).total, compare(&answer, &gold).total);
        prop_assert_eq!(there.exact, back.exact);
        let (strict, turned) = (there.score(Credit::Exact), back.score(Credit::Exact));
        prop_assert_eq!((strict.precision, strict.recall, strict.f1), (turned.recall, turned.precision, turned.f1));
        let partial = there.score(Credit::Partial);
        let overlap = there.score(Credit::Overlap);
        for score in [strict, partial, overlap] {
            for share in [score.precision, score.recall, score.f1] {
                prop_assert!((0.0..=1.0).contains(&share));
            }
        }
        prop_assert!(strict.f1 <= partial.f1 && partial.f1 <= overlap.f1);
        // An inexact pair counts half, or wholly.
        prop_assert!((strict.f1 + overlap.f1 - 2.0 * partial.f1).abs() < 1e-5);
    }
}

/// Compares two marked texts and gives the outcomes in text order.
#[track_caller]
fn check(gold: &str, answer: &str, outcomes: &[Outcome]) -> Tally {
    let (gold, answer) = (marked(gold), marked(answer));
    assert_eq!(gold.document.text, answer.document.text);
    let agreement = compare(&gold.annotations, &answer.annotations);
    let found: Vec<Outcome> = agreement.matches.iter().map(|matched| matched.outcome).collect();
    assert_eq!(found, outcomes);
    agreement.total
}

#[test]
fn each_outcome_is_told_from_the_others() {
    use Outcome::{Exact, Missing, Partial, Spurious, WrongLabel};
    check("[figure:30 people] left", "[figure:30 people] left", &[Exact]);
    check("[figure:30 people] left", "[figure:30] people left", &[Partial]);
    check("[figure:30 people] left", "[claim:30 people left]", &[WrongLabel]);
    check("[figure:30 people] left", "30 people left", &[Missing]);
    check("30 people left", "[figure:30 people] left", &[Spurious]);
    check("[figure:30] people [claim:left]", "[figure:30] [figure:people] left", &[Exact, Spurious, Missing]);
}

#[test]
fn a_nested_figure_and_its_claim_find_their_own_partners() {
    use Outcome::{Exact, Partial};
    let gold = "[claim:[figure:30 people] left]";
    check(gold, gold, &[Exact, Exact]);
    check(gold, "[claim:[figure:30] people] left", &[Partial, Partial]);
}

#[test]
fn the_parts_of_a_split_claim_are_compared_together() {
    use Outcome::{Exact, Missing, Partial};
    let gold = "[claim#1:It rose,] [attribution:said Y], [claim#1:and fell]";
    check(gold, gold, &[Exact, Exact]);
    check(gold, "[claim:It rose,] said Y, and fell", &[Partial, Missing]);
    // What only stands in the gap of a split annotation shares nothing with it.
    check("[claim#1:a] b [claim#1:c]", "a [claim:b] c", &[Missing, Outcome::Spurious]);
}

#[test]
fn the_larger_common_part_wins() {
    let (gold, answer) = (marked("[claim:one two three] four"), marked("[claim:one] [claim:two three four]"));
    let agreement = compare(&gold.annotations, &answer.annotations);
    assert_eq!(agreement.matches[0].answer, Some(support::id("a2")));
    assert_eq!(agreement.matches[0].outcome, Outcome::Partial);
}

#[test]
fn the_scores_of_a_small_case_are_those_computed_by_hand() {
    // Gold 4, answer 5; one exact, one partial, one wrong label, one missing, two spurious.
    let tally = check(
        "[claim:aa] [figure:bb cc] [caption:dd] [claim:ee] ff gg",
        "[claim:aa] [figure:bb] cc [figure:dd] ee [claim:ff] [claim:gg]",
        &[
            Outcome::Exact,
            Outcome::Partial,
            Outcome::WrongLabel,
            Outcome::Missing,
            Outcome::Spurious,
            Outcome::Spurious,
        ],
    );
    let strict = tally.score(Credit::Exact);
    assert_eq!((strict.precision, strict.recall), (1.0 / 5.0, 1.0 / 4.0));
    let partial = tally.score(Credit::Partial);
    assert_eq!((partial.precision, partial.recall, partial.f1), (1.5 / 5.0, 1.5 / 4.0, 3.0 / 9.0));
    assert_eq!(Tally::default().score(Credit::Exact).f1, 1.0);
}
