//! Boundaries a caret or a span edge can stand on: grapheme clusters, words, sentences, blocks.
//!
//! Not here: where one cluster, word or sentence ends and the next begins ([`super::segment`]). Everything looks at one
//! block at a time; white space between blocks is stepped over. A step costs the length of what it crosses.

use super::segment::Unit;
use super::{Block, CodePoint, Text};
use std::iter::successors;

/// How far one step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One extended grapheme cluster: what a reader calls a character.
    Grapheme,
    /// To the start of a word, over blanks and punctuation.
    WordStart,
    /// To the end of a word, over blanks and punctuation.
    WordEnd,
    /// To the start of a sentence.
    Sentence,
    /// To the start of a block.
    Block,
}

/// Whether a UAX #29 segment reads as a word: it holds something besides blanks and punctuation. Signs that carry
/// meaning (`%`, `€`, `°`, emoji) count, so that "30%" can be reached as a whole.
pub(in crate::domain) fn reads_as_word(segment: &str) -> bool {
    segment.chars().any(|character| !character.is_whitespace() && !is_punctuation(character) && !is_joiner(character))
}

/// Punctuation that separates words and never carries a quantity or a name.
pub(in crate::domain) fn is_punctuation(character: char) -> bool {
    matches!(character,
        '!' | '"' | '\'' | '(' | ')' | ',' | '-' | '.' | '/' | ':' | ';' | '?' | '[' | ']' | '{' | '}' | '|' | '*' | '_'
        | '\\' | '`' | '~' | '¡' | '¿' | '«' | '»' | '·' | '\u{2010}'..='\u{2027}' | '\u{2039}'..='\u{203b}'
        | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{30fb}' | '،' | '؛' | '؟' | '۔'
        | '\u{ff01}'..='\u{ff03}' | '\u{ff07}'..='\u{ff0a}' | '\u{ff0c}'..='\u{ff0f}' | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}'
        | '\u{ff3b}'..='\u{ff3d}' | '\u{ff5b}'..='\u{ff65}' | '\u{0589}' | '\u{05be}' | '\u{05f3}' | '\u{05f4}' | '\u{0964}' | '\u{0965}')
}

fn is_joiner(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{00ad}' | '\u{fe0f}')
}

pub(super) fn next(text: &Text, at: CodePoint, step: Step) -> CodePoint {
    let Some(index) = text.block_at(at) else { return text.end() };
    let block = &text.blocks()[index];
    let after = |index: usize| text.blocks().get(index + 1);
    let enter = |block: &Block| match step {
        Step::WordEnd => next(text, block.start(), step),
        _ => block.start(),
    };
    if at < block.start() {
        return enter(block);
    }
    if at >= block.end() || step == Step::Block {
        // Blank lines behind the last block are left alone: from there no step leads back into the block.
        return after(index).map_or(at.min(text.end()).max(block.end()), enter);
    }
    let (source, offset) = (text.block_str(block), local(text, block, at));
    let found = match step {
        Step::Grapheme => Some(Unit::Cluster.next(source, offset)),
        Step::WordStart => {
            words(source, offset).map(|(start, _)| start).find(|start| *start > offset && is_whole(source, *start))
        }
        Step::WordEnd => words(source, offset).map(|(_, end)| end).find(|end| *end > offset && is_whole(source, *end)),
        Step::Sentence => Some(Unit::Sentence.next(source, offset)),
        Step::Block => None,
    };
    global(text, block, found.unwrap_or(source.len()))
}

pub(super) fn previous(text: &Text, at: CodePoint, step: Step) -> CodePoint {
    let Some(index) = text.block_at(at) else { return CodePoint::ZERO };
    let block = &text.blocks()[index];
    let before = || index.checked_sub(1).and_then(|index| text.blocks().get(index));
    let enter = |block: &Block| match step {
        Step::Block => block.start(),
        Step::Sentence | Step::WordStart => previous(text, block.end(), step),
        Step::Grapheme | Step::WordEnd => block.end(),
    };
    if at > block.end() {
        return enter(block);
    }
    if at <= block.start() {
        return before().map_or(at, enter);
    }
    let (source, offset) = (text.block_str(block), local(text, block, at));
    let found = match step {
        Step::Grapheme => Some(Unit::Cluster.previous(source, offset)),
        Step::WordStart => {
            words_back(source, offset).map(|(start, _)| start).find(|start| *start < offset && is_whole(source, *start))
        }
        Step::WordEnd => {
            words_back(source, offset).map(|(_, end)| end).find(|end| *end < offset && is_whole(source, *end))
        }
        Step::Sentence => Some(Unit::Sentence.previous(source, offset)),
        Step::Block => Some(0),
    };
    global(text, block, found.unwrap_or(0))
}

pub(super) fn grapheme_floor(text: &Text, at: CodePoint) -> CodePoint {
    match cluster_around(text, at) {
        Some((block, source, offset)) => global(text, block, Unit::Cluster.previous(source, offset)),
        None => at.min(text.end()),
    }
}

pub(super) fn grapheme_ceil(text: &Text, at: CodePoint) -> CodePoint {
    match cluster_around(text, at) {
        Some((block, source, offset)) => global(text, block, Unit::Cluster.next(source, offset)),
        None => at.min(text.end()),
    }
}

pub(super) fn segment_at(text: &Text, at: CodePoint) -> Option<(CodePoint, CodePoint)> {
    let block = &text.blocks()[text.block_at(at)?];
    if at < block.start() || at >= block.end() {
        return None;
    }
    let (source, offset) = (text.block_str(block), local(text, block, at));
    let (start, end) = segments(source, offset).next()?;
    Some((global(text, block, start), global(text, block, end)))
}

/// The block, its text and the byte offset in it, when `at` falls inside a grapheme cluster.
fn cluster_around(text: &Text, at: CodePoint) -> Option<(&Block, &str, usize)> {
    let block = &text.blocks()[text.block_at(at)?];
    if at <= block.start() || at >= block.end() {
        return None;
    }
    let (source, offset) = (text.block_str(block), local(text, block, at));
    (!is_whole(source, offset)).then_some((block, source, offset))
}

fn local(text: &Text, block: &Block, at: CodePoint) -> usize {
    text.byte(at.clamp(block.start(), block.end())) - block.bytes().start
}

fn global(text: &Text, block: &Block, offset: usize) -> CodePoint {
    text.code_point(block.bytes().start + offset)
}

/// Word segments as byte ranges, from the one that holds or begins at `offset` on.
fn segments(source: &str, offset: usize) -> impl Iterator<Item = (usize, usize)> {
    let segment = move |start: usize| (start < source.len()).then(|| (start, Unit::Word.next(source, start)));
    successors(segment(Unit::Word.floor(source, offset)), move |(_, end)| segment(*end))
}

/// Word segments as byte ranges, from the one that holds or ends at `offset` back.
fn segments_back(source: &str, offset: usize) -> impl Iterator<Item = (usize, usize)> {
    let segment = move |end: usize| (end > 0).then(|| (Unit::Word.previous(source, end), end));
    successors(segment(Unit::Word.ceil(source, offset)), move |(start, _)| segment(*start))
}

fn words(source: &str, offset: usize) -> impl Iterator<Item = (usize, usize)> {
    segments(source, offset).filter(|(start, end)| source.get(*start..*end).is_some_and(reads_as_word))
}

fn words_back(source: &str, offset: usize) -> impl Iterator<Item = (usize, usize)> {
    segments_back(source, offset).filter(|(start, end)| source.get(*start..*end).is_some_and(reads_as_word))
}

/// Whether no grapheme cluster is cut at `offset`. Word rules do cut some (Thai "กำ", a flag with a soft hyphen).
fn is_whole(source: &str, offset: usize) -> bool {
    Unit::Cluster.is_boundary(source, offset)
}
