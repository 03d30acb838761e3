//! The one sort: it does what the standard library's stable sort does, and compares a sorted slice just once through.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::order::sort;
use proptest::collection::vec;
use proptest::prelude::*;
use std::cell::Cell;

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn any_slice_is_sorted_as_the_stable_sort_sorts_it(keys in vec(0..40u8, 0..200)) {
        // Few keys, so that many are equal; the place tells them apart.
        let mut sorted: Vec<(u8, usize)> = keys.into_iter().zip(0..).collect();
        let mut expected = sorted.clone();
        sort(&mut sorted, |one, other| one.0 < other.0);
        expected.sort_by_key(|item| item.0);
        prop_assert_eq!(sorted, expected);
    }

    #[test]
    fn any_words_are_sorted_by_a_total_order(mut words in vec(support::hard::string(), 0..60)) {
        let mut expected = words.clone();
        sort(&mut words, |one, other| one > other);
        expected.sort_by(|one, other| other.cmp(one));
        prop_assert_eq!(words, expected);
    }

    #[test]
    fn a_comparison_that_contradicts_itself_loses_nothing(answers in vec(any::<bool>(), 1..99), length in 0..99usize) {
        let (asked, mut items): (Cell<usize>, Vec<usize>) = (Cell::new(0), (0..length).collect());
        sort(&mut items, |_, _| answers[asked.replace(asked.get() + 1) % answers.len()]);
        items.sort_unstable();
        prop_assert_eq!(items, (0..length).collect::<Vec<_>>());
    }
}

#[test]
fn a_sorted_slice_is_compared_once_through_and_any_other_not_often() {
    let comparisons = |mut items: Vec<u32>| {
        let count = Cell::new(0);
        sort(&mut items, |one, other| {
            count.set(count.get() + 1);
            one < other
        });
        assert!(items.is_sorted());
        count.get()
    };
    assert_eq!(comparisons((0..10_000).collect()), 9_999);
    assert!(comparisons((0..10_000).rev().collect()) < 10_000 * 14);
    assert!(comparisons((0..10_000).map(|number| number * 7_919 % 10_007).collect()) < 10_000 * 14);
}
