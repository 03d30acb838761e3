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

/// The span that a selection between two offsets (in either order) stands for; `None` when nothing but white space and
/// invisible characters is selected.
#[must_use]
pub fn snap(text: &Text, from: CodePoint, to: CodePoint, precision: Precision) -> Option<Span> {
    let (start, end) = (from.min(to).min(text.end()), from.max(to).min(text.end()));
    let (start, end) = trim_blanks(text, start, end)?;
    let (start, end) = (text.grapheme_floor(start), text.grapheme_ceil(end));
    if precision == Precision::Characters {
        return Span::new(start, end);
    }
    let (start, end) = whole_words(text, start, end);
    let span = trim_punctuation(text, start, end).or_else(|| Span::new(start, end))?;
    // A word rule or a trimmed sign may stand within a cluster ("กำ", the keycap "*️⃣").
    Span::new(text.grapheme_floor(span.start()), text.grapheme_ceil(span.end()))
}

/// The ends moved out to where neither cuts a word or a grapheme cluster. Each can reach into another of the other kind: the
/// Arabic number sign (U+0600) belongs to the word before it, and forms a cluster with the letter behind.
fn whole_words(text: &Text, start: CodePoint, end: CodePoint) -> (CodePoint, CodePoint) {
    let (mut start, mut end) = (start, end);
    loop {
        if let Some((from, to)) = text.segment_at(start)
            && is_word(text, from, to)
        {
            start = from;
        }
        if let Some((from, to)) = text.segment_at(CodePoint::new(end.get().saturating_sub(1)))
            && is_word(text, from, to)
        {
            end = with_abbreviation_stop(text, start, to);
        }
        let clusters = (text.grapheme_floor(start), text.grapheme_ceil(end));
        if clusters == (start, end) {
            return clusters;
        }
        (start, end) = clusters;
    }
}

fn is_word(text: &Text, start: CodePoint, end: CodePoint) -> bool {
    text.slice(start, end).is_some_and(reads_as_word)
}

/// White space, and the control characters that cannot be seen. None of them is part of a larger grapheme cluster, but
/// for a blank that carries a combining mark.
fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn trim_blanks(text: &Text, start: CodePoint, end: CodePoint) -> Option<(CodePoint, CodePoint)> {
    let slice = text.slice(start, end)?;
    let lead = slice.chars().take_while(|character| is_blank(*character)).count() as u32;
    let trail = slice.chars().rev().take_while(|character| is_blank(*character)).count() as u32;
    let (start, end) = (start.get() + lead, end.get().saturating_sub(trail));
    (start < end).then_some((CodePoint::new(start), CodePoint::new(end)))
}

/// The end behind the last full stop of "U.S." when `end` stands before it.
fn with_abbreviation_stop(text: &Text, start: CodePoint, end: CodePoint) -> CodePoint {
    let behind = CodePoint::new(end.get() + 1);
    let characters: Vec<char> = text.slice(start, behind).unwrap_or_default().chars().collect();
    if characters.last() == Some(&'.') && ends_an_abbreviation(&characters) { behind } else { end }
}

fn trim_punctuation(text: &Text, start: CodePoint, end: CodePoint) -> Option<Span> {
    let characters: Vec<char> = text.slice(start, end)?.chars().collect();
    let outside =
        start.get().checked_sub(1).and_then(|before| text.slice(CodePoint::new(before), start)?.chars().next());
    let (mut from, mut to) = (0, characters.len());
    loop {
        let inside = &characters[from..to];
        let before = from.checked_sub(1).map_or(outside, |before| Some(characters[before]));
        if inside.first().is_some_and(|first| is_stray_at_start(before, *first, inside)) {
            from += 1;
        } else if inside.last().is_some_and(|last| is_stray_at_end(*last, inside)) {
            to -= 1;
        } else {
            break;
        }
    }
    Span::of(start.get() + from as u32, start.get() + to as u32)
}

fn is_stray_at_start(before: Option<char>, first: char, inside: &[char]) -> bool {
    if is_blank(first) {
        return true;
    }
    if !is_punctuation(first) {
        return false;
    }
    // Within a word or a range ("and/or", "2014-2017") a sign joins and belongs to neither side.
    let joins = before.is_some_and(char::is_alphanumeric);
    let second = inside.get(1).copied().unwrap_or(' ');
    match first {
        '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '.' | '~' if second.is_numeric() => joins,
        // A slash opens a photo credit ("/Agency Photo").
        '/' if !is_blank(second) => joins,
        _ => !opens_a_pair_within(first, inside),
    }
}

fn is_stray_at_end(last: char, inside: &[char]) -> bool {
    if is_blank(last) {
        return true;
    }
    if !is_punctuation(last) {
        return false;
    }
    match last {
        '.' => !ends_an_abbreviation(inside),
        _ => !closes_a_pair_within(last, inside),
    }
}

/// "U.S.", "a.m." and "Ph.D.": several parts of one or two letters, each with its full stop.
fn ends_an_abbreviation(inside: &[char]) -> bool {
    let is_of_word = |character: &&char| character.is_alphanumeric() || **character == '.';
    let word: Vec<char> = inside.iter().rev().take_while(is_of_word).copied().collect();
    let Some(('.', parts)) = word.split_first().map(|(stop, parts)| (*stop, parts)) else { return false };
    let is_short =
        |part: &[char]| matches!(part.len(), 1 | 2) && part.iter().all(|character| character.is_alphabetic());
    parts.contains(&'.') && parts.split(|character| *character == '.').all(is_short)
}

/// Which mark is closed by which. Where both are one mark, or one pair is another turned round, only the blanks beside a
/// mark tell its side.
const PAIRS: [&str; 29] = [
    "()", "[]", "{}", "¿?", "¡!", "\"\"", "''", "“”", "„“", "„”", "””", "‘’", "‚‘", "‚’", "«»", "»«", "‹›", "›‹",
    "「」", "『』", "《》", "〈〉", "【】", "〔〕", "（）", "［］", "｛｝", "｢｣", "〝〟",
];

fn is_pair(open: char, close: char) -> bool {
    PAIRS.iter().any(|pair| pair.chars().eq([open, close]))
}

/// Whether the mark can stand on either side of what it encloses.
fn is_two_sided(mark: char) -> bool {
    matches!(mark, '"' | '\'' | '”' | '»' | '›')
}

/// Whether the mark that `inside` begins with is closed within it.
fn opens_a_pair_within(first: char, inside: &[char]) -> bool {
    let is_two_sided = is_two_sided(first);
    if is_two_sided && inside.get(1).is_none_or(|second| is_blank(*second)) {
        return false;
    }
    let mut open = 1;
    for index in (1..inside.len()).filter(|index| !is_within_a_word(inside, *index)) {
        if is_pair(first, inside[index]) && !(is_two_sided && is_blank(inside[index - 1])) {
            open -= 1;
        } else if inside[index] == first && !is_two_sided {
            open += 1;
        }
        if open == 0 {
            return true;
        }
    }
    false
}

/// Whether the mark that `inside` ends with was opened within it.
fn closes_a_pair_within(last: char, inside: &[char]) -> bool {
    let end = inside.len() - 1;
    let free = |index: &usize| !is_within_a_word(inside, *index);
    if is_pair(last, last) {
        // An odd number of marks before it means that one is still open.
        let is_turned_away = end.checked_sub(1).is_none_or(|before| is_blank(inside[before]));
        let marks = (0..end).filter(free).filter(|index| inside[*index] == last).count();
        if marks % 2 == 1 && !is_turned_away {
            return true;
        }
    }
    let mut closed = 1;
    for index in (0..end).rev().filter(free) {
        if inside[index] != last && is_pair(inside[index], last) {
            closed -= 1;
        } else if inside[index] == last {
            closed += 1;
        }
        if closed == 0 {
            return true;
        }
    }
    false
}

/// Whether the mark at `index` is an apostrophe, or the sign of a Hebrew abbreviation: between two letters of a script
/// that puts blanks between words.
fn is_within_a_word(inside: &[char], index: usize) -> bool {
    let beside = [index.checked_sub(1).and_then(|before| inside.get(before)), inside.get(index + 1)];
    let is_hebrew = |character: &char| matches!(character, '\u{5d0}'..='\u{5ea}');
    let is_spaced = |character: &char| character.is_alphanumeric() && *character < '\u{1100}';
    match inside[index] {
        '\'' | '’' => beside.into_iter().all(|character| character.is_some_and(is_spaced)),
        '"' => beside.into_iter().all(|character| character.is_some_and(is_hebrew)),
        _ => false,
    }
}
