//! The floors of the measurement in `bench/anchoring`: a change that finds less, or puts more where it does not belong, fails.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../bench/anchoring/edits.rs"]
mod edits;
#[allow(dead_code, reason = "what is compared with other ways of anchoring is not needed here")]
#[path = "../bench/anchoring/measure.rs"]
mod measure;

use attest::domain::anchor::Caution;
use edits::Kind;
use measure::{ARTICLES, Case, Tally, Trial};

/// Seeds that neither the tuning nor the report uses.
const SEEDS: std::ops::Range<u64> = 5000..5004;

fn tally(kind: Kind) -> Tally {
    let trials = SEEDS.flat_map(|seed| ARTICLES.iter().map(move |(_, text)| Trial::new(text, kind, seed)));
    let cases: Vec<Case> = trials.flat_map(|trial| trial.with_attest(Caution::default())).collect();
    Tally::of(&cases, 0.0)
}

#[test]
fn annotations_are_found_again_and_hardly_ever_in_a_wrong_place() {
    let (mut found, mut findable, mut wrong, mut all) = (0, 0, 0, 0);
    for kind in Kind::ALL {
        let tally = tally(kind);
        let lowest = if matches!(kind, Kind::Rewording | Kind::EverythingAtOnce) { 85.0 } else { 96.0 };
        assert!(tally.recall() >= lowest, "{}: {:.2} % found", kind.name(), tally.recall());
        (found, findable) = (found + tally.found, findable + tally.findable);
        (wrong, all) = (wrong + tally.wrong, all + tally.all);
    }
    let (recall, share) = (100.0 * found as f64 / findable as f64, 100.0 * wrong as f64 / all as f64);
    assert!(recall >= 95.0, "{recall:.2} % found");
    assert!(share <= 0.2, "{share:.3} % in a wrong place");
}

#[test]
fn the_edits_really_edit() {
    for kind in Kind::ALL {
        let trial = Trial::new(ARTICLES[0].1, kind, 1);
        assert_ne!(trial.edited.text, ARTICLES[0].1, "{}", kind.name());
    }
}
