//! The article's text: one immutable string, its blocks, and the arithmetic between its three kinds of offset.
//!
//! Not here: which part of the text is chosen ([`super::span`]) or how a choice is snapped ([`super::snap`]).

mod block;
mod boundary;
mod case;
mod offset;
mod segment;

pub use block::Block;
pub use boundary::Step;
pub(super) use boundary::{is_punctuation, reads_as_word};
pub use case::{folded, small};
pub use offset::{CodePoint, Utf16};

use offset::OffsetIndex;
use std::ops::Range;
use std::sync::Arc;

/// An article's text as it is stored: line ends are LF, there is no leading byte order mark, and nothing else has been
/// touched.
///
/// Cloning is cheap (two reference counts). Every offset that goes in or comes out is a newtype: [`CodePoint`] counts
/// Unicode scalar values from the start of the whole text, [`Utf16`] counts UTF-16 code units from the start of one
/// block, as the browser does. Bytes never leave this module.
#[derive(Clone, Debug)]
pub struct Text {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    source: String,
    index: OffsetIndex,
    blocks: Vec<Block>,
}

impl Text {
    /// Takes text from outside: CRLF and lone CR become LF, and a leading byte order mark is dropped. O(n).
    #[must_use]
    pub fn import(source: &str) -> Self {
        let source = source.strip_prefix('\u{feff}').unwrap_or(source);
        if source.contains('\r') {
            Self::stored(source.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            Self::stored(source.to_owned())
        }
    }

    /// Takes text that was stored before, exactly as it is: offsets written against it stay true. O(n).
    #[must_use]
    pub fn stored(source: String) -> Self {
        let index = OffsetIndex::of(&source);
        let blocks = block::blocks_of(&source);
        Self { inner: Arc::new(Inner { source, index, blocks }) }
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.inner.source
    }

    /// The offset just after the last code point, which is the length in code points.
    #[must_use]
    pub fn end(&self) -> CodePoint {
        self.inner.index.end()
    }

    /// The blocks in text order: every line that holds more than white space.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.inner.blocks
    }

    /// The text of a block, without its line end.
    #[must_use]
    pub fn block_str(&self, block: &Block) -> &str {
        self.inner.source.get(block.bytes()).unwrap_or_default()
    }

    /// The index of the block that holds `at`, or of the first one after it; the last block when none follows.
    /// `None` only in a text without blocks. A block holds the offset at its own end. O(log blocks).
    #[must_use]
    pub fn block_at(&self, at: CodePoint) -> Option<usize> {
        let blocks = self.blocks();
        let first = blocks.partition_point(|block| block.end() < at);
        if blocks.is_empty() { None } else { Some(first.min(blocks.len() - 1)) }
    }

    /// The indices of the blocks that share at least one code point with the half-open range. O(log blocks).
    #[must_use]
    pub fn blocks_in(&self, start: CodePoint, end: CodePoint) -> Range<usize> {
        let blocks = self.blocks();
        let first = blocks.partition_point(|block| block.end() <= start);
        let last = blocks.partition_point(|block| block.start() < end);
        first..last.max(first)
    }

    /// The text between two offsets, or `None` when they are out of order or beyond the end.
    #[must_use]
    pub fn slice(&self, start: CodePoint, end: CodePoint) -> Option<&str> {
        if start > end || end > self.end() {
            return None;
        }
        self.inner.source.get(self.byte(start)..self.byte(end))
    }

    /// Turns an offset of the whole text into a UTF-16 offset within a block, clamped to the block.
    #[must_use]
    pub fn to_utf16(&self, block: &Block, at: CodePoint) -> Utf16 {
        let at = at.clamp(block.start(), block.end());
        let index = &self.inner.index;
        let source = &self.inner.source;
        Utf16::new(index.utf16(source, at) - index.utf16(source, block.start()))
    }

    /// Turns a UTF-16 offset within a block into an offset of the whole text, clamped to the block. An offset that
    /// falls inside a surrogate pair gives the start of that code point.
    #[must_use]
    pub fn from_utf16(&self, block: &Block, at: Utf16) -> CodePoint {
        let index = &self.inner.index;
        let source = &self.inner.source;
        let base = index.utf16(source, block.start());
        index.code_point_of_utf16(source, base.saturating_add(at.get())).clamp(block.start(), block.end())
    }

    /// The nearest place to go from `at` in one `step`, or the text's edge. Never inside a grapheme cluster.
    #[must_use]
    pub fn next(&self, at: CodePoint, step: Step) -> CodePoint {
        boundary::next(self, at, step)
    }

    /// [`Text::next`], towards the start.
    #[must_use]
    pub fn previous(&self, at: CodePoint, step: Step) -> CodePoint {
        boundary::previous(self, at, step)
    }

    /// The last grapheme cluster boundary at or before `at` (UAX #29, extended clusters).
    #[must_use]
    pub fn grapheme_floor(&self, at: CodePoint) -> CodePoint {
        boundary::grapheme_floor(self, at)
    }

    /// The first grapheme cluster boundary at or after `at` (UAX #29, extended clusters).
    #[must_use]
    pub fn grapheme_ceil(&self, at: CodePoint) -> CodePoint {
        boundary::grapheme_ceil(self, at)
    }

    /// The word (UAX #29 segment) that covers the code point at `at`: its start and end. White space and punctuation
    /// are segments of their own.
    #[must_use]
    pub fn segment_at(&self, at: CodePoint) -> Option<(CodePoint, CodePoint)> {
        boundary::segment_at(self, at)
    }

    /// Byte offset of a code point offset, clamped to the text.
    fn byte(&self, at: CodePoint) -> usize {
        self.inner.index.byte(&self.inner.source, at)
    }

    /// Code point offset of a byte offset that stands on a character boundary.
    fn code_point(&self, byte: usize) -> CodePoint {
        self.inner.index.code_point(&self.inner.source, byte)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner) || self.inner.source == other.inner.source
    }
}

impl Eq for Text {}
