//! The picture of an article shows what its shares say, and a place in it is a place in the text.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::annex::picture::{first_in, lane, part, told};
use attest::domain::label::LabelId;
use proptest::collection::vec;
use proptest::prelude::*;
use support::marks::marked;
use support::{at, id, random, span};

/// The columns of a path: where each begins, how wide and how high it is.
fn columns(path: &str, bottom: u32) -> Vec<(usize, usize, u32)> {
    let column = |column: &str| {
        let (from, rest) = column.split_once(' ').expect("a place");
        let (stands, rest) = rest.split_once("v-").expect("a way up");
        let (high, rest) = rest.split_once('h').expect("a way to the right");
        let (run, down) = rest.split_once('v').expect("a way down");
        assert_eq!((stands, down), (bottom.to_string().as_str(), format!("{high}z").as_str()));
        (from.parse().unwrap(), run.parse().unwrap(), high.parse().unwrap())
    };
    path.split('M').skip(1).map(column).collect()
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn a_column_stands_where_something_is_covered_and_is_as_high_as_its_share(
        shares in vec(prop_oneof![2 => Just(0.0f32), 1 => Just(1.0), 2 => 0.0..=1.0f32], 0..60), height in 8..40u32,
    ) {
        let mut drawn = vec![0; shares.len()];
        let mut end = (0, 0);
        for (from, run, high) in columns(&lane(&shares, 50, height), 50) {
            prop_assert!(run > 0 && (from, high) != end, "neighbours of one height are one column");
            drawn[from..from + run].fill(high);
            end = (from + run, high);
        }
        for (share, high) in shares.into_iter().zip(drawn) {
            prop_assert_eq!(share > 0.0, high > 0);
            prop_assert!(high <= height);
            prop_assert!((high as f32 - share * height as f32).abs() <= 1.0 || (share > 0.0 && high == 4));
        }
    }

    #[test]
    fn parts_share_the_text_among_them(project in random::project(), count in 1..50u32) {
        let mut reached = at(0);
        for index in 0..count {
            if let Some(stretch) = part(&project, index, count) {
                prop_assert_eq!(stretch.start(), reached);
                let length = project.document.text.end().get() / count;
                prop_assert!((length..=length + 1).contains(&stretch.length()), "all are as long, but for one");
                reached = stretch.end();
                prop_assert!(told(&project, stretch).starts_with("Paragraph "));
            }
        }
        prop_assert_eq!(reached, project.document.text.end());
    }
}

#[test]
fn a_place_is_told_in_words() {
    let project = marked("Headline\n[claim:Prices rose by [figure:30%]].\nThat [figure:45] stayed, said Y.");
    assert_eq!(told(&project, span(9, 26)), "Paragraph 2 of 3: Claim: 1, Figure: 1. “Prices rose by 30%.”");
    assert_eq!(told(&project, span(1, 3)), "Paragraph 1 of 3: nothing marked. “eadline”");
    assert_eq!(told(&project, span(8, 40)), "Paragraph 2 of 3: Claim: 1, Figure: 2. “Prices rose by 30%.”");
}

#[test]
fn the_first_annotation_of_a_stretch_is_found_by_its_label() {
    let project = marked("Headline\n[claim:Prices rose by [figure:30%]].\nThat [figure:45] stayed, said Y.");
    let figure = LabelId::new("figure");
    assert_eq!(first_in(&project, span(0, 40), None), Some(id("a1")));
    assert_eq!(first_in(&project, span(0, 40), Some(&figure)), Some(id("a2")));
    assert_eq!(first_in(&project, span(28, 40), Some(&figure)), Some(id("a3")));
    assert_eq!(first_in(&project, span(0, 9), None), None);
}
