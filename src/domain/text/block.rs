//! Blocks: the lines of an article that are shown, each in one element with one text node.

use super::CodePoint;
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
    let (mut byte_start, mut start) = (0, CodePoint::ZERO);
    for line in source.split('\n') {
        let (byte_end, end) =
            (byte_start + line.len() as u32, CodePoint::new(start.get() + line.chars().count() as u32));
        if !line.trim().is_empty() {
            blocks.push(Block { start, end, byte_start, byte_end });
        }
        (byte_start, start) = (byte_end + 1, CodePoint::new(end.get() + 1));
    }
    blocks
}
