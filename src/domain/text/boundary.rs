//! Boundaries a caret or a span edge can stand on: grapheme clusters, words and sentences (UAX #29), blocks.
//!
//! Everything looks at one block at a time; white space between blocks is stepped over. A step costs the length of the
//! word or cluster it crosses, a sentence step the length of its block.

use super::{Block, CodePoint, Text};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

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
        Step::Grapheme => GraphemeCursor::new(offset, source.len(), true).next_boundary(source, 0).ok().flatten(),
        Step::WordStart => {
            words(source, offset).map(|(start, _)| start).find(|start| *start > offset && is_whole(source, *start))
        }
        Step::WordEnd => words(source, offset).map(|(_, end)| end).find(|end| *end > offset && is_whole(source, *end)),
        Step::Sentence => sentences(source).find(|start| *start > offset && is_whole(source, *start)),
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
        Step::Grapheme => GraphemeCursor::new(offset, source.len(), true).prev_boundary(source, 0).ok().flatten(),
        Step::WordStart => last_word(source, offset, |(start, _)| start),
        Step::WordEnd => last_word(source, offset, |(_, end)| end),
        Step::Sentence => {
            sentences(source).take_while(|start| *start < offset).filter(|start| is_whole(source, *start)).last()
        }
        Step::Block => Some(0),
    };
    global(text, block, found.unwrap_or(0))
}

pub(super) fn grapheme_floor(text: &Text, at: CodePoint) -> CodePoint {
    match cluster_around(text, at) {
        Some((block, source, offset)) => {
            let floor = GraphemeCursor::new(offset, source.len(), true).prev_boundary(source, 0);
            global(text, block, floor.ok().flatten().unwrap_or(0))
        }
        None => at.min(text.end()),
    }
}

pub(super) fn grapheme_ceil(text: &Text, at: CodePoint) -> CodePoint {
    match cluster_around(text, at) {
        Some((block, source, offset)) => {
            let ceil = GraphemeCursor::new(offset, source.len(), true).next_boundary(source, 0);
            global(text, block, ceil.ok().flatten().unwrap_or(source.len()))
        }
        None => at.min(text.end()),
    }
}

pub(super) fn segment_at(text: &Text, at: CodePoint) -> Option<(CodePoint, CodePoint)> {
    let block = &text.blocks()[text.block_at(at)?];
    if at < block.start() || at >= block.end() {
        return None;
    }
    let (source, offset) = (text.block_str(block), local(text, block, at));
    let (start, end) = segments(source, offset).find(|(_, end)| *end > offset)?;
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

/// UAX #29 word segments as byte ranges, starting a little before `offset`: at the last blank from which the rules
/// need no context, so that a long block is not read from its start.
fn segments(source: &str, offset: usize) -> impl Iterator<Item = (usize, usize)> {
    let head = source.get(..offset).unwrap_or(source).trim_end_matches(' ');
    let from = head.rfind(' ').unwrap_or(0);
    let from = source.get(..from).map_or(0, |part| part.trim_end_matches(' ').len());
    let tail = source.get(from..).unwrap_or_default();
    tail.split_word_bound_indices().map(move |(start, part)| (from + start, from + start + part.len()))
}

fn words(source: &str, offset: usize) -> impl Iterator<Item = (usize, usize)> {
    segments(source, offset).filter(|(start, end)| source.get(*start..*end).is_some_and(reads_as_word))
}

/// Whether no grapheme cluster is cut at `offset`. Word and sentence rules do cut some (Thai "กำ", a flag with a soft hyphen).
fn is_whole(source: &str, offset: usize) -> bool {
    GraphemeCursor::new(offset, source.len(), true).is_boundary(source, 0).unwrap_or(true)
}

/// The largest word edge below `offset`. Looks back blank by blank until a word is found.
fn last_word(source: &str, offset: usize, edge: fn((usize, usize)) -> usize) -> Option<usize> {
    let mut from = offset;
    loop {
        let found = words(source, from)
            .map(edge)
            .take_while(|place| *place < offset)
            .filter(|place| is_whole(source, *place))
            .last();
        if found.is_some() || from == 0 {
            return found;
        }
        let head = source.get(..from).unwrap_or_default().trim_end_matches(' ');
        from = head.rfind(' ').unwrap_or(0);
    }
}

/// Byte offsets of sentence starts (UAX #29), without the block's own start.
fn sentences(source: &str) -> impl Iterator<Item = usize> {
    source.split_sentence_bound_indices().map(|(start, _)| start)
}
