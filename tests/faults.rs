//! Nothing that was acknowledged as saved is lost, whatever goes wrong: random sequences of what people do and of what fate
//! does to tabs and to the store. `docs/faults.md` tells more. `ATTEST_FAULTS` is the number of sequences, `ATTEST_FAULTS_SEED`
//! the first seed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::suggest::Lexicon;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use support::world::{Counts, World};

/// How many sequences are tried without being asked for more.
const SEQUENCES: u64 = 1_000;

/// How many steps a sequence has.
const STEPS: usize = 18;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |value| value.parse().expect("a number"))
}

#[test]
fn nothing_that_was_acknowledged_is_lost() {
    let lexicon = Arc::new(Lexicon::read(include_str!("../suggestion-words.txt")));
    let (first, count) = (number("ATTEST_FAULTS_SEED", 1), number("ATTEST_FAULTS", SEQUENCES));
    let mut counts = Counts::default();
    let mut failures = Vec::new();
    for seed in first..first + count {
        let mut world = World::new(seed, lexicon.clone());
        let result = catch_unwind(AssertUnwindSafe(|| {
            for _ in 0..STEPS {
                world.step();
            }
            world.settle();
        }));
        counts.one("sequences");
        for (what, count) in &world.counts.0 {
            counts.add(what, *count);
        }
        if result.is_err() {
            eprintln!("seed {seed} fails");
            if failures.is_empty() {
                eprintln!("{}", world.report());
            }
            failures.push(seed);
        }
    }
    eprintln!("{counts}{} failures", failures.len());
    assert!(failures.is_empty(), "{} sequences fail, with the seeds {failures:?}", failures.len());
}
