//! Which blocks are near the viewport.
//!
//! Found by bisection, as blocks stand one below the other: some twenty positions a frame, where an
//! `IntersectionObserver` of 2,500 blocks costs milliseconds in every frame in which anything changes.

use super::{article, window};
use std::ops::Range;

/// The blocks within one height of the window above and below it, and in a low window somewhat further: a list that comes
/// or goes where it is seen would move the text.
#[must_use]
pub fn near() -> Range<usize> {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default().max(1000.0);
    let first = first_block_where(&|top, bottom| bottom > -height && top < bottom);
    let after = first_block_where(&|top, _| top > 2.0 * height);
    first..after.max(first)
}

/// The first block of which something holds that then holds of all further ones; given its upper and lower edge.
fn first_block_where(holds: &dyn Fn(f64, f64) -> bool) -> usize {
    let (mut low, mut high) = (0, article::count());
    while low < high {
        let middle = (low + high) / 2;
        let area = article::frame(middle).map(|frame| frame.get_bounding_client_rect());
        if area.is_some_and(|area| holds(area.top(), area.bottom())) { high = middle } else { low = middle + 1 }
    }
    low
}
