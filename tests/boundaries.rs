//! Where a caret can go: steps always get on, and never stop inside a grapheme cluster.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::text::{CodePoint, Step, Text};
use proptest::prelude::*;
use std::collections::BTreeSet;
use support::{at, hard, offsets};
use unicode_segmentation::UnicodeSegmentation;

const STEPS: [Step; 5] = [Step::Grapheme, Step::WordStart, Step::WordEnd, Step::Sentence, Step::Block];

/// Every boundary between grapheme clusters within or at the edge of a block.
fn cluster_boundaries(text: &Text) -> BTreeSet<CodePoint> {
    let mut boundaries = BTreeSet::new();
    for block in text.blocks() {
        let mut place = block.start();
        boundaries.insert(place);
        for cluster in text.block_str(block).graphemes(true) {
            place = at(place.get() + cluster.chars().count() as u32);
            boundaries.insert(place);
        }
    }
    boundaries
}

fn last_block_end(text: &Text) -> CodePoint {
    text.blocks().last().map_or(text.end(), |block| block.end())
}

fn first_block_start(text: &Text) -> CodePoint {
    text.blocks().first().map_or(at(0), |block| block.start())
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn a_step_forward_gets_on_until_the_last_block_ends(text in hard::text()) {
        for (step, place) in STEPS.iter().flat_map(|step| offsets(&text).map(move |place| (*step, place))) {
            let next = text.next(place, step);
            if place < last_block_end(&text) {
                prop_assert!(next > place, "{step:?} from {place:?} gave {next:?}");
            } else {
                prop_assert_eq!(next, place, "{:?} at the end", step);
            }
        }
    }

    #[test]
    fn a_step_back_gets_on_until_the_first_block_starts(text in hard::text()) {
        for (step, place) in STEPS.iter().flat_map(|step| offsets(&text).map(move |place| (*step, place))) {
            let previous = text.previous(place, step);
            if place > first_block_start(&text) {
                prop_assert!(previous < place, "{step:?} from {place:?} gave {previous:?}");
            } else {
                prop_assert_eq!(previous, place, "{:?} at the start", step);
            }
        }
    }

    #[test]
    fn no_step_stops_inside_a_grapheme_cluster_or_on_a_blank_line(text in hard::text()) {
        let boundaries = cluster_boundaries(&text);
        let inside = first_block_start(&text).get()..=last_block_end(&text).get();
        for (step, place) in STEPS.iter().flat_map(|step| inside.clone().map(move |place| (*step, at(place)))) {
            for reached in [text.next(place, step), text.previous(place, step)] {
                prop_assert!(boundaries.contains(&reached), "{step:?} from {place:?} gave {reached:?}");
            }
        }
    }

    #[test]
    fn one_cluster_forward_and_one_back_is_where_one_was(text in hard::text()) {
        let boundaries: Vec<CodePoint> = cluster_boundaries(&text).into_iter().collect();
        for pair in boundaries.windows(2) {
            prop_assert_eq!(text.next(pair[0], Step::Grapheme), pair[1]);
            prop_assert_eq!(text.previous(pair[1], Step::Grapheme), pair[0]);
        }
    }

    #[test]
    fn within_a_block_a_step_back_is_undone_by_a_step_forward(text in hard::text()) {
        let inside = first_block_start(&text).get()..last_block_end(&text).get();
        for (step, place) in STEPS.iter().flat_map(|step| inside.clone().map(move |place| (*step, at(place)))) {
            let next = text.next(place, step);
            let back = text.previous(next, step);
            prop_assert!(back < next);
            if text.block_at(back) == text.block_at(next) {
                prop_assert_eq!(text.next(back, step), next, "{:?}", step);
            }
        }
    }

    #[test]
    fn steps_from_a_later_place_never_end_earlier(text in hard::text()) {
        for step in STEPS {
            let places: Vec<CodePoint> = offsets(&text).collect();
            for pair in places.windows(2) {
                prop_assert!(text.next(pair[0], step) <= text.next(pair[1], step), "{step:?} after {:?}", pair[0]);
                prop_assert!(text.previous(pair[0], step) <= text.previous(pair[1], step), "{step:?} before {:?}", pair[1]);
            }
        }
    }

    #[test]
    fn floor_and_ceiling_are_the_cluster_boundaries_around_an_offset(text in hard::text()) {
        let boundaries = cluster_boundaries(&text);
        for block in text.blocks() {
            for place in (block.start().get()..=block.end().get()).map(at) {
                prop_assert_eq!(Some(&text.grapheme_floor(place)), boundaries.range(..=place).next_back());
                prop_assert_eq!(Some(&text.grapheme_ceil(place)), boundaries.range(place..).next());
            }
        }
    }

    #[test]
    fn a_segment_is_the_uax_29_word_around_an_offset(text in hard::text()) {
        for block in text.blocks() {
            let mut start = block.start();
            for word in text.block_str(block).split_word_bounds() {
                let end = at(start.get() + word.chars().count() as u32);
                let is_blank = word.chars().all(char::is_whitespace);
                for place in (start.get()..end.get()).map(at).filter(|_| !is_blank) {
                    prop_assert_eq!(text.segment_at(place), Some((start, end)), "around {:?}", place);
                }
                start = end;
            }
            prop_assert_eq!(start, block.end());
        }
    }

    #[test]
    fn offsets_beyond_the_text_do_no_harm(text in hard::text(), beyond in 1..99u32) {
        let place = at(text.end().get() + beyond);
        for step in STEPS {
            prop_assert!(text.previous(place, step) <= text.end());
            let _ = text.next(place, step);
        }
        prop_assert_eq!(text.segment_at(place), None);
        prop_assert!(text.grapheme_floor(place) <= text.end() && text.grapheme_ceil(place) <= text.end());
    }
}

/// Walks from one end to the other and shows every stop as `|`.
fn check(step: Step, source: &str, forwards: &str, backwards: &str) {
    let text = Text::stored(source.to_owned());
    let walk = |from: CodePoint, go: fn(&Text, CodePoint, Step) -> CodePoint| {
        let mut stops = BTreeSet::new();
        let mut place = from;
        while go(&text, place, step) != place {
            place = go(&text, place, step);
            stops.insert(place.get() as usize);
        }
        let mut shown = String::new();
        for (index, character) in source.chars().map(Some).chain([None]).enumerate() {
            if stops.contains(&index) {
                shown.push('|');
            }
            shown.extend(character);
        }
        shown
    };
    assert_eq!(walk(at(0), Text::next), forwards, "{step:?}, forwards");
    assert_eq!(walk(text.end(), Text::previous), backwards, "{step:?}, backwards");
}

#[test]
fn a_grapheme_step_takes_what_a_reader_calls_a_character() {
    check(Step::Grapheme, "né e\u{301}", "n|é| |e\u{301}|", "|n|é| |e\u{301}");
    check(Step::Grapheme, "a👨‍👩‍👧‍👦b", "a|👨‍👩‍👧‍👦|b|", "|a|👨‍👩‍👧‍👦|b");
    check(Step::Grapheme, "🇸🇾🇺🇸", "🇸🇾|🇺🇸|", "|🇸🇾|🇺🇸");
    check(Step::Grapheme, "กำ", "กำ|", "|กำ");
    check(Step::Grapheme, "क्षि", "क्षि|", "|क्षि");
}

#[test]
fn a_grapheme_step_goes_over_blank_lines_from_block_to_block() {
    check(Step::Grapheme, "ab\n \ncd", "a|b|\n \n|c|d|", "|a|b|\n \n|c|d");
}

#[test]
fn a_word_step_goes_from_word_start_to_word_start() {
    check(Step::WordStart, "he said: \"no\"", "he |said: \"|no\"|", "|he |said: \"|no\"");
    check(Step::WordStart, "around 45,000 people", "around |45,000 |people|", "|around |45,000 |people");
    check(Step::WordStart, "the group's U.S. raid", "the |group's |U.S. |raid|", "|the |group's |U.S. |raid");
    check(Step::WordStart, "a — b", "a — |b|", "|a — |b");
}

#[test]
fn a_word_step_can_go_from_word_end_to_word_end() {
    check(Step::WordEnd, "he said: \"no\"", "he| said|: \"no|\"|", "|he| said|: \"no|\"");
    check(Step::WordEnd, "one.\n\n— two", "one|.|\n\n— two|", "|one|.|\n\n|— two");
}

#[test]
fn signs_that_carry_meaning_are_words() {
    check(Step::WordStart, "30% of $5", "30|% |of |$|5|", "|30|% |of |$|5");
    check(Step::WordStart, "so 😀 yes", "so |😀 |yes|", "|so |😀 |yes");
}

#[test]
fn a_word_step_works_where_no_blanks_stand_between_words() {
    check(Step::WordStart, "国防部说，是", "国|防|部|说，|是|", "|国|防|部|说，|是");
    check(Step::WordEnd, "カタカナです", "カタカナ|で|す|", "|カタカナ|で|す");
    check(Step::WordStart, "قال المتحدث، نعم", "قال |المتحدث، |نعم|", "|قال |المتحدث، |نعم");
}

#[test]
fn a_sentence_step_goes_from_start_to_start_and_over_blocks() {
    check(
        Step::Sentence,
        "One came. Two did not.\n\nThree slept.",
        "One came. |Two did not.|\n\n|Three slept.|",
        "|One came. |Two did not.\n\n|Three slept.",
    );
}

#[test]
fn a_block_step_goes_from_start_to_start() {
    check(Step::Block, "One.\n\nTwo.\nThree.", "One.\n\n|Two.\n|Three.|", "|One.\n\n|Two.\n|Three.");
}

#[test]
fn blank_lines_at_the_edges_are_left_but_never_entered() {
    check(Step::Grapheme, "\n\na\n\n", "\n\n|a|\n\n", "\n\n|a|\n\n");
}

#[test]
fn a_text_without_blocks_has_only_its_edges() {
    let text = Text::stored(" \n ".to_owned());
    for step in STEPS {
        assert_eq!(text.next(at(1), step), text.end());
        assert_eq!(text.previous(at(1), step), at(0));
    }
}
