//! Laws of the three kinds of offset, and of blocks, against a reference that counts `chars()` one by one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::text::{Block, CodePoint, Text, Utf16};
use proptest::prelude::*;
use std::ops::Range;
use support::{at, hard, offsets};

/// The characters between two offsets, counted from the start of the text.
fn characters(text: &Text, range: Range<CodePoint>) -> String {
    let (start, end) = (range.start.get() as usize, range.end.get() as usize);
    text.as_str().chars().skip(start).take(end - start).collect()
}

fn utf16_length(part: &str) -> u32 {
    part.encode_utf16().count() as u32
}

/// Checks every offset of every block both ways, and every UTF-16 offset, halves of surrogate pairs included.
fn check_block_offsets(text: &Text, block: &Block) {
    let (start, end) = (block.start(), block.end());
    let mut place = start;
    let mut utf16 = 0;
    for character in characters(text, start..end).chars() {
        assert_eq!(text.to_utf16(block, place), Utf16::new(utf16), "at {place:?}");
        assert_eq!(text.from_utf16(block, Utf16::new(utf16)), place, "at UTF-16 {utf16}");
        if character.len_utf16() == 2 {
            let half = Utf16::new(utf16 + 1);
            assert_eq!(text.from_utf16(block, half), place, "half a surrogate pair gives the pair's start");
        }
        place = at(place.get() + 1);
        utf16 += character.len_utf16() as u32;
    }
    assert_eq!(place, end);
    assert_eq!(text.to_utf16(block, end), Utf16::new(utf16));
    assert_eq!(text.from_utf16(block, Utf16::new(utf16)), end);
}

fn check_offsets(text: &Text) {
    assert_eq!(text.end().get() as usize, text.as_str().chars().count());
    for block in text.blocks() {
        check_block_offsets(text, block);
    }
}

/// The lines that hold more than white space, with the offset of their first character.
fn lines_to_show(source: &str) -> Vec<(u32, &str)> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in source.split('\n') {
        if line.chars().any(|character| !character.is_whitespace()) {
            lines.push((start, line));
        }
        start += line.chars().count() as u32 + 1;
    }
    lines
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn every_offset_of_a_block_survives_the_way_to_utf16_and_back(text in hard::text()) {
        check_offsets(&text);
    }

    #[test]
    fn a_text_longer_than_the_conversion_table_s_stride_converts_as_well(text in hard::long_text()) {
        check_offsets(&text);
    }

    #[test]
    fn a_slice_is_the_characters_between_its_offsets(text in hard::long_text(), start in 0..900u32, length in 0..900u32) {
        let (start, end) = (at(start), at(start + length));
        match text.slice(start, end) {
            Some(slice) => prop_assert_eq!(slice, characters(&text, start..end)),
            None => prop_assert!(end > text.end()),
        }
    }

    #[test]
    fn a_slice_out_of_order_or_beyond_the_end_is_none(text in hard::text(), beyond in 1..9u32) {
        let end = text.end();
        prop_assert_eq!(text.slice(at(0), end), Some(text.as_str()));
        prop_assert_eq!(text.slice(at(0), at(end.get() + beyond)), None);
        prop_assert_eq!(text.slice(end, at(0)), None);
        prop_assert_eq!(text.slice(at(u32::MAX), at(u32::MAX)), None);
    }

    #[test]
    fn offsets_outside_a_block_are_clamped_to_it(text in hard::text(), beyond in 0..99u32) {
        for block in text.blocks() {
            let length = utf16_length(text.block_str(block));
            prop_assert_eq!(text.to_utf16(block, at(block.end().get() + beyond)), Utf16::new(length));
            prop_assert_eq!(text.to_utf16(block, at(block.start().get().saturating_sub(beyond))), Utf16::new(0));
            prop_assert_eq!(text.from_utf16(block, Utf16::new(length + beyond)), block.end());
            prop_assert_eq!(text.from_utf16(block, Utf16::new(u32::MAX)), block.end());
        }
    }

    #[test]
    fn blocks_are_the_lines_that_hold_more_than_white_space(text in hard::text()) {
        let shown: Vec<(u32, &str)> = text.blocks().iter().map(|block| (block.start().get(), text.block_str(block))).collect();
        prop_assert_eq!(shown, lines_to_show(text.as_str()));
    }

    #[test]
    fn blocks_are_in_order_and_never_overlap(text in hard::text()) {
        for block in text.blocks() {
            prop_assert!(block.start() < block.end() && block.end() <= text.end());
            prop_assert_eq!(text.slice(block.start(), block.end()), Some(text.block_str(block)));
        }
        for pair in text.blocks().windows(2) {
            prop_assert!(pair[0].end() < pair[1].start(), "a line end stands between two blocks");
        }
    }

    #[test]
    fn the_block_at_an_offset_is_the_one_a_linear_scan_finds(text in hard::text()) {
        for place in offsets(&text).chain([at(text.end().get() + 7)]) {
            let blocks = text.blocks();
            let scanned = blocks.iter().position(|block| place <= block.end()).or(blocks.len().checked_sub(1));
            prop_assert_eq!(text.block_at(place), scanned);
        }
    }

    #[test]
    fn the_blocks_in_a_range_are_those_a_linear_scan_finds(text in hard::text(), start in 0..300u32, length in 0..90u32) {
        let (start, end) = (at(start), at(start + length));
        let shares = |index: &usize| {
            let block = text.blocks()[*index];
            start < end && block.start() < end && start < block.end()
        };
        let scanned: Vec<usize> = (0..text.blocks().len()).filter(shares).collect();
        let found: Vec<usize> = text.blocks_in(start, end).collect();
        if start < end {
            prop_assert_eq!(found, scanned);
        }
    }

    #[test]
    fn import_drops_a_leading_byte_order_mark_and_makes_line_ends_lf_and_nothing_else(source in hard::source()) {
        let mut expected = String::new();
        let mut rest = source.chars().peekable();
        if rest.peek() == Some(&'\u{feff}') {
            rest.next();
        }
        while let Some(character) = rest.next() {
            if character == '\r' {
                rest.next_if_eq(&'\n');
                expected.push('\n');
            } else {
                expected.push(character);
            }
        }
        let text = Text::import(&source);
        prop_assert_eq!(text.as_str(), expected);
    }

    #[test]
    fn what_was_imported_stays_as_it_is_when_stored_and_loaded(source in hard::source()) {
        let text = Text::import(&source);
        prop_assert_eq!(&Text::stored(text.as_str().to_owned()), &text);
        check_offsets(&text);
    }
}

#[test]
fn a_text_of_ten_thousand_astral_letters_converts_at_every_stride() {
    let text = Text::stored(format!("{}\n\n{}", "𐍈a".repeat(5_000), "é".repeat(5_000)));
    check_offsets(&text);
}

#[test]
fn an_empty_text_has_no_blocks_and_one_offset() {
    for source in ["", "\u{feff}", "\n\n", " \t\u{a0}\r\n"] {
        let text = Text::import(source);
        assert!(text.blocks().is_empty(), "{source:?}");
        assert_eq!(text.block_at(at(0)), None, "{source:?}");
        assert_eq!(text.blocks_in(at(0), at(9)), 0..0, "{source:?}");
    }
}

#[test]
fn only_the_first_byte_order_mark_is_dropped() {
    assert_eq!(Text::import("\u{feff}\u{feff}a\u{feff}").as_str(), "\u{feff}a\u{feff}");
}

#[test]
fn stored_text_keeps_its_carriage_returns_because_offsets_were_counted_with_them() {
    let text = Text::stored("a\r\nb".to_owned());
    assert_eq!(text.end(), at(4));
    assert_eq!(text.blocks()[1].start(), at(3));
}

#[test]
fn a_block_holds_the_offset_at_its_own_end() {
    let text = Text::stored("one\n\ntwo".to_owned());
    assert_eq!(text.block_at(at(3)), Some(0), "after the e");
    assert_eq!(text.block_at(at(4)), Some(1), "on the blank line");
    assert_eq!(text.block_at(at(99)), Some(1), "beyond the end");
}
