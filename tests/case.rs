//! Letters are compared by the small forms that the standard library knows, one character for one.
//!
//! With every new version of the compiler, write the table again:
//!
//! ```sh
//! WRITE_TABLE=1 cargo test --test case
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use attest::domain::text::{folded, small};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/domain/text/case/runs.bin");

/// The standard library's answer. It has one character of two small ones, İ, whose second is a mark.
fn small_by_std(character: char) -> char {
    let mut small = character.to_lowercase();
    let first = small.next().unwrap();
    assert!(small.all(|mark| mark == '\u{307}'), "{character:?} has small forms of a new kind");
    first
}

/// Letters from one to another, all or every other one, whose small forms are equally far behind them.
struct Run {
    first: u32,
    last: u32,
    is_alternating: bool,
    distance: i32,
}

impl Run {
    /// Takes a letter in that goes on with the run, if it does.
    fn takes(&mut self, letter: u32, distance: i32) -> bool {
        let step = letter - self.last;
        let is_alternating = if self.first == self.last { step == 2 } else { self.is_alternating };
        let goes_on = distance == self.distance && step == 1 + u32::from(is_alternating) && letter - self.first < 128;
        if goes_on {
            (self.last, self.is_alternating) = (letter, is_alternating);
        }
        goes_on
    }

    /// In the form that `RUNS` in `case.rs` describes.
    fn encoded(&self) -> [u8; 7] {
        let [first, distance] = [self.first.to_le_bytes(), self.distance.to_le_bytes()];
        let length = (self.last - self.first) as u8 * 2 + u8::from(self.is_alternating);
        [first[0], first[1], first[2], length, distance[0], distance[1], distance[2]]
    }
}

fn table_by_std() -> Vec<u8> {
    let mut runs: Vec<Run> = Vec::new();
    for character in ('\u{80}'..=char::MAX).filter(|character| small_by_std(*character) != *character) {
        let letter = u32::from(character);
        let distance = u32::from(small_by_std(character)).cast_signed() - letter.cast_signed();
        if !runs.last_mut().is_some_and(|run| run.takes(letter, distance)) {
            runs.push(Run { first: letter, last: letter, is_alternating: false, distance });
        }
    }
    runs.iter().flat_map(Run::encoded).collect()
}

#[test]
fn the_table_is_what_the_standard_library_says() {
    let table = table_by_std();
    if std::env::var_os("WRITE_TABLE").is_some() {
        std::fs::write(TABLE, &table).unwrap();
    }
    assert!(std::fs::read(TABLE).unwrap() == table, "runs.bin is out of date: see the first lines of this file");
}

#[test]
fn every_character_is_compared_by_its_small_form() {
    for character in '\0'..=char::MAX {
        let expected = if character == 'ς' { 'σ' } else { small_by_std(character) };
        assert_eq!(small(character), expected, "U+{:04X}", u32::from(character));
    }
}

#[test]
fn a_letter_compared_is_compared_the_same_again() {
    for character in '\0'..=char::MAX {
        assert_eq!(small(small(character)), small(character), "U+{:04X}", u32::from(character));
    }
}

#[test]
fn words_that_differ_in_capitals_are_the_same() {
    for (loud, quiet) in
        [("ÅNGSTRÖM", "ångström"), ("ΟΔΥΣΣΕΎΣ", "Οδυσσεύς"), ("ЖУРНАЛ", "журнал"), ("İstanbul", "istanbul"), ("ẞ", "ß")]
    {
        assert_eq!(folded(loud), folded(quiet));
    }
    assert_ne!(folded("ı"), folded("i"), "a Turkish word is another one");
}
