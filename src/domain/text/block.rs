//! Blocks: the lines of an article that are shown, each in one element with one text node.

use super::CodePoint;
use super::offset::is_continuation;
use std::ops::Range;

/// One shown line of the text: the headline, a paragraph, a caption. Lines of white space alone are not blocks; they
/// stay in the text and count in every offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    start: CodePoint,
    end: CodePoint,
    byte_start: u32,
    byte_end: u32,
}

impl Block {
    /// The offset of the block's first code point.
    #[must_use]
    pub fn start(&self) -> CodePoint {
        self.start
    }

    /// The offset just after the block's last code point, before its line end.
    #[must_use]
    pub fn end(&self) -> CodePoint {
        self.end
    }

    pub(super) fn bytes(&self) -> Range<usize> {
        self.byte_start as usize..self.byte_end as usize
    }
}

pub(super) fn blocks_of(source: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    // Where the line begins, and how many code points have been passed.
    let (mut start, mut from, mut count) = (0u32, 0u32, 0u32);
    for (at, byte) in (0u32..).zip(source.bytes().chain([b'\n'])) {
        if byte == b'\n' {
            if source.get(start as usize..at as usize).is_some_and(|line| !line.trim().is_empty()) {
                blocks.push(Block {
                    start: CodePoint::new(from),
                    end: CodePoint::new(count),
                    byte_start: start,
                    byte_end: at,
                });
            }
            (start, from) = (at + 1, count + 1);
        }
        count += u32::from(!is_continuation(byte));
    }
    blocks
}
