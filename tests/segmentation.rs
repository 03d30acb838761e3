//! Grapheme clusters and words are those of the crate `unicode-segmentation` and of the Unicode Consortium's own tests;
//! the table of classes is what the crate's answers say. Sentences begin where a reader expects it.
//!
//! With every new version of the crate, write the table again (some minutes), and read the failures that are left as
//! news from Unicode:
//!
//! ```sh
//! WRITE_TABLE=1 cargo test --test segmentation -- --ignored; cargo test --test segmentation
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
use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;
use unicode_segmentation::UnicodeSegmentation;

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/domain/text/segment/classes.bin");

/// A character of each class, in the order of `PAIRS`.
const OF_EACH_CLASS: [char; 36] = [
    '!', 'A', '\u{301}', '\u{903}', '😀', '0', 'क', '\u{94d}', 'က', 'カ', '\u{ad}', '\u{102b}', ',', '\0', 'א', ':',
    '\u{70f}', '_', ' ', '.', '\u{600}', '\u{1161}', 'ℹ', '\u{b}', '\u{e33}', '\u{1100}', '\u{11a8}', '\n', '\r', '"',
    '\'', '\u{200c}', '\u{200d}', '🇦', '각', '가',
];

const HANGUL_SYLLABLES: RangeInclusive<char> = '가'..='힣';

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
    match unit {
        Unit::Cluster => source.grapheme_indices(true).map(|(start, _)| start).collect(),
        Unit::Word => source.split_word_bound_indices().map(|(start, _)| start).collect(),
        Unit::Sentence => panic!("sentences are not the crate's"),
    }
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

/// Which class behaves how, by the crate's answers.
fn classes_by_behaviour() -> HashMap<[u64; 2], usize> {
    let classes: HashMap<[u64; 2], usize> =
        OF_EACH_CLASS.iter().enumerate().map(|(class, character)| (behaviour(*character), class)).collect();
    assert_eq!(classes.len(), OF_EACH_CLASS.len(), "the contexts do not tell all classes apart");
    classes
}

/// The runs of one class, from U+0000 on, that the table is made of. The last, of `Other`, is left out.
fn runs_by_the_crate() -> Vec<(usize, u32)> {
    let classes = classes_by_behaviour();
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

/// The runs in the form that `RUNS` in `segment.rs` describes.
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

/// The runs of the table: class, first and last code point. The last run is there as well.
fn runs_of_the_table() -> Vec<(usize, RangeInclusive<u32>)> {
    let table = std::fs::read(TABLE).unwrap();
    let mut bytes = table.iter().map(|byte| u32::from(*byte));
    let mut runs = Vec::new();
    let mut start = 0;
    while let Some(head) = bytes.next() {
        let mut length = head % 7 + 1;
        if length == 7 {
            for shift in (0..).step_by(7) {
                let group = bytes.next().unwrap();
                length += (group & 0x7f) << shift;
                if group < 0x80 {
                    break;
                }
            }
        }
        runs.push((head as usize / 7, start..=start + length - 1));
        start += length;
    }
    runs.push((0, start..=u32::from(char::MAX)));
    runs
}

#[test]
#[ignore = "asks the crate about each of a million characters, which takes minutes"]
fn the_table_is_what_the_crate_says() {
    let table = encoded(&runs_by_the_crate());
    if std::env::var_os("WRITE_TABLE").is_some() {
        std::fs::write(TABLE, &table).unwrap();
    }
    assert!(std::fs::read(TABLE).unwrap() == table, "classes.bin is out of date: see the first lines of this file");
}

/// What the test above has found cannot change but with the crate or the table. So this one looks at the version, and
/// at both ends, the middle and the neighbours of each run.
#[test]
fn each_run_of_the_table_begins_and_ends_where_the_crate_says() {
    assert_eq!(unicode_segmentation::UNICODE_VERSION, (17, 0, 0), "see the first lines of this file");
    let classes = classes_by_behaviour();
    let (lv, lvt) = (classes[&behaviour('가')], classes[&behaviour('각')]);
    for (class, run) in runs_of_the_table() {
        let (first, last) = (*run.start(), *run.end());
        let samples = BTreeSet::from([first, first.midpoint(last), last]);
        for character in samples.into_iter().filter_map(char::from_u32) {
            let expected = match u32::from(character) {
                code if class == lvt && (code - 0xac00) % 28 == 0 => lv,
                _ => class,
            };
            assert_eq!(classes.get(&behaviour(character)), Some(&expected), "U+{:04X}", u32::from(character));
        }
    }
}

#[test]
fn every_three_classes_in_a_row_are_cut_as_the_crate_cuts_them() {
    for first in OF_EACH_CLASS {
        for second in OF_EACH_CLASS {
            for third in OF_EACH_CLASS {
                check_against_the_crate(&String::from_iter([first, second, third]));
            }
        }
    }
}

#[test]
fn every_character_of_the_first_two_planes_is_cut_as_the_crate_cuts_it() {
    let characters: Vec<char> = ('\0'..='\u{1ffff}').chain('\u{e0000}'..='\u{e0200}').collect();
    for some in characters.chunks(64) {
        check_against_the_crate(&some.iter().flat_map(|character| ['a', *character]).collect::<String>());
    }
}

/// A character of some class, from anywhere in the table; each class as often as any other.
fn character() -> impl Strategy<Value = char> {
    let mut runs_of_classes = vec![Vec::new(); OF_EACH_CLASS.len()];
    for (class, run) in runs_of_the_table() {
        runs_of_classes[class].push(run);
    }
    runs_of_classes.retain(|runs| !runs.is_empty());
    (select(runs_of_classes), any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(
        |(runs, run, place)| {
            let run = &runs[run.index(runs.len())];
            let code = run.start() + place.index(run.clone().count()) as u32;
            char::from_u32(code).unwrap_or('!')
        },
    )
}

/// What the rules with a longer memory are about.
const SEQUENCES: [&str; 24] = [
    "\r\n",
    "👨\u{200d}👩\u{200d}👧",
    "👍🏽",
    "❤\u{fe0f}\u{200d}🔥",
    "\u{200d}ℹ",
    "'\u{200d}😀",
    "🇸🇾",
    "🇦\u{ad}",
    "🇺🇸🇬",
    "1\u{fe0f}\u{20e3}",
    "क\u{94d}",
    "क\u{94d}\u{200d}ष",
    "\u{9cd}\u{9bc}",
    "က\u{1039}",
    "\u{1112}\u{1161}\u{11ab}",
    "한",
    "group's",
    "U.S.",
    "1,234.5",
    "a:b",
    "צה\"ל",
    "ג'",
    "カ_",
    "  ",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => select(&OF_EACH_CLASS[..]).prop_map(String::from),
        4 => character().prop_map(String::from),
        2 => select(&SEQUENCES[..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    // Few different pieces, often repeated, make long runs.
    (vec(piece, 1..8), vec(any::<prop::sample::Index>(), 0..24))
        .prop_map(|(pieces, order)| order.iter().map(|index| index.get(&pieces).as_str()).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2048, ..support::laws() })]

    #[test]
    fn any_text_is_cut_as_the_crate_cuts_it(text in text()) {
        check_against_the_crate(&text);
    }

    #[test]
    fn next_and_previous_are_the_boundaries_around_an_offset(text in text()) {
        for unit in [Unit::Cluster, Unit::Word, Unit::Sentence] {
            let boundaries: BTreeSet<usize> = ours(unit, &text).into_iter().chain([0, text.len()]).collect();
            for place in 0..=text.len() {
                let (floor, ceil) = (boundaries.range(..=place).next_back(), boundaries.range(place..).next());
                prop_assert_eq!(Some(&unit.floor(&text, place)), floor);
                prop_assert_eq!(Some(&unit.ceil(&text, place)), ceil);
                prop_assert_eq!(unit.next(&text, place), *boundaries.range(place + 1..).next().unwrap_or(&text.len()));
                prop_assert_eq!(unit.previous(&text, place), *boundaries.range(..place).next_back().unwrap_or(&0));
            }
        }
    }

    #[test]
    fn a_sentence_begins_at_a_cluster_and_never_at_a_blank(text in text()) {
        for place in ours(Unit::Sentence, &text).into_iter().filter(|place| *place > 0) {
            prop_assert!(Unit::Cluster.is_boundary(&text, place));
            prop_assert!(!text[place..].starts_with(char::is_whitespace));
        }
    }
}

/// Cases of the Unicode Character Database: code points in hexadecimal, with `÷` where a unit begins and `×` where not.
#[track_caller]
fn check_official(unit: Unit, cases: &str) {
    let mut count = 0;
    for case in cases.lines().filter(|line| line.starts_with('÷')) {
        let (mut source, mut expected) = (String::new(), Vec::new());
        for part in case.split_whitespace() {
            match part {
                "÷" => expected.push(source.len()),
                "×" => {}
                code => source.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap()),
            }
        }
        expected.pop();
        assert_eq!(ours(unit, &source), expected, "{unit:?} of {case}");
        count += 1;
    }
    assert!(count > 500, "only {count} cases");
}

#[test]
fn clusters_pass_the_tests_of_the_unicode_consortium() {
    check_official(Unit::Cluster, include_str!("segmentation/grapheme_break_test.txt"));
}

#[test]
fn words_pass_the_tests_of_the_unicode_consortium() {
    check_official(Unit::Word, include_str!("segmentation/word_break_test.txt"));
}

/// Sentences begin where a `|` stands, and nowhere else.
#[track_caller]
fn check_sentences(marked: &str) {
    let source = marked.replace('|', "");
    let mut shown = source.clone();
    for place in ours(Unit::Sentence, &source).into_iter().rev().filter(|place| *place > 0) {
        shown.insert(place, '|');
    }
    assert_eq!(shown, marked);
}

#[test]
fn a_sentence_ends_with_a_stop_and_a_blank() {
    check_sentences("One came. |Two did not! |Did three? |No… |Four.");
    check_sentences("A gap.  \u{a0}|Here.");
    check_sentences("No gap.Here, nor in example.com, v1.Two or Yahoo!Inc");
    check_sentences("What?! |Yes... |No");
    check_sentences("قال. |نعم؟ |لا۔ |و");
    check_sentences("यह है। |वह है॥ |हाँ");
}

#[test]
fn quotation_marks_and_brackets_go_with_their_sentence() {
    check_sentences("He left. |\"Why?\" |She knew. |(Or not.) |“So.” |‘Ah.’ |„Ja.“ |»Nein.« |«Oui. » |Ende.");
    check_sentences("It was [sic]. |[Ed.] |Next. |’Twas. |”Ja.” |Nu");
    check_sentences("\"Stop!\" he said. |He did.");
}

#[test]
fn what_goes_on_is_no_new_sentence() {
    check_sentences("approx. five, i.e. some, c. élan, гл. пять, ul. śniadeckich, č. žluť, κ. ά");
    check_sentences("Yahoo! (\"so called\") is. . . there");
    check_sentences("The Jr., the Sr.; the etc.: \"and so on.\", he said");
    check_sentences("1.5 million, 3.14 and 10.000,5");
}

#[test]
fn one_letter_with_a_full_stop_is_an_abbreviation() {
    check_sentences("The U.S. Army and J. R. R. Tolkien (A. Milne), J.-P. Sartre, \"B. Brecht\", д. Иванова, د. محمد");
    check_sentences("the group's. |That is it. |Um 5. |Dann");
    check_sentences("점. |그것. |이");
}

#[test]
fn chinese_and_japanese_sentences_need_no_blank() {
    check_sentences("国防部说。|是！|“是。”|他说：“不？！”|好｡|３．５倍。|2024年。’”|完");
    check_sentences("「約。」|（はい。）|『え？』 |そう。\"");
}

#[test]
fn a_paragraph_separator_ends_a_sentence() {
    check_sentences("a\u{2029}|b\u{2028} |c\u{85}|d \r\n |e");
}

#[test]
fn a_text_without_a_sentence_has_none() {
    for source in ["", " ", "...", ". ", "\u{301}. \u{301}", "a", "。", "\""] {
        check_sentences(source);
    }
}
