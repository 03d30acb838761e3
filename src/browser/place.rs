//! Between offsets of the text and places of the page.

use super::Spot;
use crate::domain::span::Span;
use crate::domain::text::{CodePoint, Text};

/// The place in the page of an offset in the text.
#[must_use]
pub fn spot_of(text: &Text, at: CodePoint) -> Option<Spot> {
    let index = text.block_at(at)?;
    Some(Spot { block: index, offset: text.to_utf16(&text.blocks()[index], at) })
}

/// The offset in the text of a place in the page.
#[must_use]
pub fn offset_of(text: &Text, spot: Spot) -> Option<CodePoint> {
    Some(text.from_utf16(text.blocks().get(spot.block)?, spot.offset))
}

/// A span cut into the blocks it touches: where it begins and ends in each.
#[must_use]
pub fn stretches_of(text: &Text, span: Span) -> Vec<(Spot, Spot)> {
    let stretch = |index: usize| {
        let block = text.blocks().get(index)?;
        let start = spot_of(text, span.start().max(block.start()))?;
        let end = spot_of(text, span.end().min(block.end()))?;
        (start.offset < end.offset).then_some((start, end))
    };
    text.blocks_in(span.start(), span.end()).filter_map(stretch).collect()
}
