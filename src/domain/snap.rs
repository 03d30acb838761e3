//! Snapping: from what a hand selected to the span that is meant.
//!
//! Both ends are moved out to whole words (UAX #29), then blanks and stray punctuation are trimmed. Quotation marks
//! and brackets stay when their partner is inside too; the full stop of an abbreviation ("U.S.") stays.

use super::span::Span;
use super::text::{CodePoint, Text, is_punctuation, reads_as_word};

/// How closely a selection is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// Whole words, trimmed.
    Words,
    /// The selected characters, but never part of a grapheme cluster. White space at the ends is still trimmed.
    Characters,
}

/// The span that a selection between two offsets (in either order) stands for; `None` when nothing but white space
/// is selected.
#[must_use]
pub fn snap(text: &Text, from: CodePoint, to: CodePoint, precision: Precision) -> Option<Span> {
    let (start, end) = (from.min(to).min(text.end()), from.max(to).min(text.end()));
    let (start, end) = trim_blanks(text, start, end)?;
    let (start, end) = (text.grapheme_floor(start), text.grapheme_ceil(end));
    if precision == Precision::Characters {
        return Span::new(start, end);
    }
    let start = match text.segment_at(start) {
        Some((from, to)) if is_word(text, from, to) => from,
        _ => start,
    };
    let last = CodePoint::new(end.get().saturating_sub(1));
    let end = match text.segment_at(last) {
        Some((from, to)) if is_word(text, from, to) => to,
        _ => end,
    };
    trim_punctuation(text, start, end).or_else(|| Span::new(start, end))
}

fn is_word(text: &Text, start: CodePoint, end: CodePoint) -> bool {
    text.slice(start, end).is_some_and(reads_as_word)
}

fn trim_blanks(text: &Text, start: CodePoint, end: CodePoint) -> Option<(CodePoint, CodePoint)> {
    let slice = text.slice(start, end)?;
    let lead = slice.chars().take_while(|character| character.is_whitespace()).count() as u32;
    let trail = slice.chars().rev().take_while(|character| character.is_whitespace()).count() as u32;
    let (start, end) = (start.get() + lead, end.get().saturating_sub(trail));
    (start < end).then_some((CodePoint::new(start), CodePoint::new(end)))
}

fn trim_punctuation(text: &Text, start: CodePoint, end: CodePoint) -> Option<Span> {
    let characters: Vec<char> = text.slice(start, end)?.chars().collect();
    let (mut from, mut to) = (0, characters.len());
    loop {
        let inside = &characters[from..to];
        if inside.first().is_some_and(|first| is_stray_at_start(*first, inside)) {
            from += 1;
        } else if inside.last().is_some_and(|last| is_stray_at_end(*last, inside)) {
            to -= 1;
        } else {
            break;
        }
    }
    Span::of(start.get() + from as u32, start.get() + to as u32)
}

fn is_stray_at_start(first: char, inside: &[char]) -> bool {
    if first.is_whitespace() {
        return true;
    }
    if !is_punctuation(first) {
        return false;
    }
    let second_is_digit = inside.get(1).is_some_and(|second| second.is_ascii_digit());
    match first {
        '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '.' if second_is_digit => false,
        // A slash opens a photo credit ("/Agency Photo").
        '/' => inside.get(1).is_none_or(|second| second.is_whitespace()),
        '¿' | '¡' => false,
        _ => !opens_a_pair_within(first, inside),
    }
}

fn is_stray_at_end(last: char, inside: &[char]) -> bool {
    if last.is_whitespace() {
        return true;
    }
    if !is_punctuation(last) {
        return false;
    }
    match last {
        '.' => !ends_an_abbreviation(inside),
        '\u{2030}' | '\u{2031}' | '\u{2032}' | '\u{2033}' => false,
        _ => !closes_a_pair_within(last, inside),
    }
}

/// "U.S." and "a.m.": single letters, each with its full stop.
fn ends_an_abbreviation(inside: &[char]) -> bool {
    let word: Vec<char> = inside.iter().rev().take_while(|character| !character.is_whitespace()).copied().collect();
    let letters_and_stops = word.chunks(2).all(|pair| pair.len() == 2 && pair[0] == '.' && pair[1].is_alphabetic());
    letters_and_stops && word.len() >= 4
}

const BRACKETS: [(char, char); 13] = [
    ('(', ')'), ('[', ']'), ('{', '}'), ('“', '”'), ('„', '“'), ('„', '”'), ('‘', '’'), ('«', '»'), ('»', '«'), ('‹', '›'),
    ('「', '」'), ('『', '』'), ('（', '）'),
];

fn opens_a_pair_within(first: char, inside: &[char]) -> bool {
    if matches!(first, '"' | '\'') {
        return inside.iter().skip(1).any(|character| *character == first);
    }
    BRACKETS.iter().any(|(open, close)| *open == first && inside.iter().skip(1).any(|character| character == close))
}

fn closes_a_pair_within(last: char, inside: &[char]) -> bool {
    let before = &inside[..inside.len() - 1];
    if matches!(last, '"' | '\'') {
        // An odd number of marks before it means that one is still open.
        return before.iter().filter(|character| **character == last).count() % 2 == 1;
    }
    BRACKETS.iter().any(|(open, close)| {
        *close == last && {
            let opened = before.iter().filter(|character| *character == open).count();
            let closed = before.iter().filter(|character| *character == close).count();
            opened > closed
        }
    })
}
