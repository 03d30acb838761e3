//! Grapheme clusters and words are those of the crate `unicode-segmentation` and of the Unicode Consortium's own tests;
//! the table of classes is what the crate's answers say. Sentences begin where a reader expects it.
//!
//! After a new version of the crate, write the table again, and read the failures that are left as news from Unicode:
//!
//! ```sh
//! WRITE_TABLE=1 cargo test --test segmentation the_table; cargo test --test segmentation
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

// Byte offsets never leave `domain::text`, so its segmenter is compiled into this test once more.
#[path = "../src/domain/text/segment.rs"]
mod segment;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use segment::Unit;
use std::collections::HashMap;
use unicode_segmentation::UnicodeSegmentation;

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/domain/text/segment/classes.bin");

/// A character of each class, in the order of `PAIRS`.
const OF_EACH_CLASS: [char; 36] = [
    '!', 'A', '\u{301}', '\u{903}', '😀', '0', 'क', '\u{94d}', 'က', 'カ', '\u{ad}', '\u{102b}', ',', '\0', 'א', ':',
    '\u{70f}', '_', ' ', '.', '\u{600}', '\u{1161}', 'ℹ', '\u{b}', '\u{e33}', '\u{1100}', '\u{11a8}', '\n', '\r', '"',
    '\'', '\u{200c}', '\u{200d}', '🇦', '각', '가',
];

const HANGUL_SYLLABLES: std::ops::RangeInclusive<char> = '가'..='힣';

/// What stands before and behind a character while the crate is asked about it; enough to tell the classes apart.
const CONTEXTS: [(&str, &str); 10] = [
    ("က", "\u{94d}क"),
    ("カ", "'0"),
    ("ℹ", "\u{200d}😀"),
    ("\u{1161}", "\u{1161}"),
    (" ", "\u{11a8}"),
    ("א", ""),
    ("0", "0"),
    ("\r", "🇦"),
    ("क", "क"),
    ("א", "א"),
];

fn theirs(unit: Unit, source: &str) -> Vec<usize> {
    let starts: Vec<usize> = match unit {
        Unit::Cluster => source.grapheme_indices(true).map(|(start, _)| start).collect(),
        Unit::Word => source.split_word_bound_indices().map(|(start, _)| start).collect(),
        Unit::Sentence => panic!("sentences are not the crate's"),
    };
    starts
}

fn ours(unit: Unit, source: &str) -> Vec<usize> {
    (0..source.len()).filter(|place| unit.is_boundary(source, *place)).collect()
}

#[track_caller]
fn check_against_the_crate(source: &str) {
    for unit in [Unit::Cluster, Unit::Word] {
        assert_eq!(ours(unit, source), theirs(unit, source), "{unit:?} of {source:?}");
    }
}

/// A character in all contexts, one on each line.
fn in_contexts(character: char) -> String {
    let mut lines = String::new();
    for (before, behind) in CONTEXTS {
        lines.extend([before, character.encode_utf8(&mut [0; 4]), behind, "\n"]);
    }
    lines
}

/// Before which of the characters a unit begins, as bits.
fn shape(starts: &[usize], source: &str) -> u64 {
    let mut bits = 0;
    let mut starts = starts.iter().peekable();
    for (index, (place, _)) in source.char_indices().enumerate() {
        if starts.next_if(|start| **start == place).is_some() {
            bits |= 1 << index;
        }
    }
    bits
}

/// The crate's answers about a character.
fn behaviour(character: char) -> [u64; 2] {
    let source = in_contexts(character);
    [Unit::Cluster, Unit::Word].map(|unit| shape(&theirs(unit, &source), &source))
}

/// The runs of one class, from U+0000 on, as the table has them.
fn runs_by_the_crate() -> Vec<(usize, u32)> {
    let classes: HashMap<[u64; 2], usize> =
        OF_EACH_CLASS.iter().enumerate().map(|(class, character)| (behaviour(*character), class)).collect();
    assert_eq!(classes.len(), OF_EACH_CLASS.len(), "the contexts do not tell all classes apart");
    let lvt = classes[&behaviour('각')];
    let mut runs: Vec<(usize, u32)> = Vec::new();
    for code in 0..=u32::from(char::MAX) {
        let class = match char::from_u32(code) {
            Some(character) if HANGUL_SYLLABLES.contains(&character) => lvt,
            Some(character) => *classes
                .get(&behaviour(character))
                .unwrap_or_else(|| panic!("U+{code:04X} behaves like no class that is known")),
            None => 0,
        };
        match runs.last_mut() {
            Some((last, length)) if *last == class => *length += 1,
            _ => runs.push((class, 1)),
        }
    }
    assert_eq!(runs.pop().map(|(class, _)| class), Some(0));
    runs
}

fn encoded(runs: &[(usize, u32)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (class, length) in runs {
        bytes.push((*class as u32 * 7 + length.min(&7) - 1) as u8);
        if *length >= 7 {
            let mut rest = length - 7;
            while rest >= 0x80 {
                bytes.push((rest & 0x7f | 0x80) as u8);
                rest >>= 7;
            }
            bytes.push(rest as u8);
        }
    }
    bytes
}

#[test]
fn the_table_is_what_the_crate_says() {
    let table = encoded(&runs_by_the_crate());
    if std::env::var_os("WRITE_TABLE").is_some() {
        std::fs::write(TABLE, &table).unwrap();
    }
    assert!(std::fs::read(TABLE).unwrap() == table, "classes.bin is out of date: see the first lines of this file");
}

#[test]
fn every_character_is_cut_in_every_context_as_the_crate_cuts_it() {
    for character in '\0'..=char::MAX {
        check_against_the_crate(&in_contexts(character));
    }
}
