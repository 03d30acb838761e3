//! Where places of the article are on the screen, and the other way round.

use super::article::{root, spot, text_node};
use super::{Spot, document, window};
use crate::domain::text::Utf16;
use web_sys::DomRect;

/// A rectangle in CSS pixels from the article's upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// From the article's left edge.
    pub left: f64,
    /// From the article's upper edge.
    pub top: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// A point of the article under a pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The place between two characters that is nearest.
    pub spot: Spot,
    /// The start of the character that the pointer is on; `None` beside the text.
    pub on: Option<Spot>,
}

/// The boxes that a stretch of a block covers, one for each line of the screen.
#[must_use]
pub fn boxes(block: usize, start: Utf16, end: Utf16) -> Vec<Area> {
    let Some(origin) = root().map(|root| root.get_bounding_client_rect()) else { return Vec::new() };
    client_boxes(block, start, end)
        .into_iter()
        .map(|area| Area {
            left: area.left() - origin.left(),
            top: area.top() - origin.top(),
            width: area.width(),
            height: area.height(),
        })
        .collect()
}

/// The thin box of a caret.
#[must_use]
pub fn caret(at: Spot) -> Option<Area> {
    let length = text_node(at.block)?.length();
    let offset = at.offset.get().min(length);
    // A range of one character tells the line even at its end, where an empty range may have no box.
    let (start, end, is_after) =
        if offset < length { (offset, offset + 1, false) } else { (offset.saturating_sub(1), offset, true) };
    let area = *boxes(at.block, Utf16::new(start), Utf16::new(end)).first()?;
    let runs_left = super::article::is_right_to_left(at.block);
    let left = if is_after == runs_left { area.left } else { area.left + area.width };
    Some(Area { left, width: 0.0, ..area })
}

/// How far below the window's upper edge an area begins.
#[must_use]
pub fn height_above(area: &Area) -> f64 {
    root().map_or(0.0, |root| root.get_bounding_client_rect().top() + area.top)
}

/// What is under a point of the window.
#[must_use]
pub fn hit(x: f64, y: f64) -> Option<Hit> {
    let position = document().caret_position_from_point(x as f32, y as f32)?;
    let node = position.offset_node()?;
    if !root()?.contains(Some(&node)) {
        return None;
    }
    let nearest = spot(&node, position.offset())?;
    let length = text_node(nearest.block)?.length();
    let at = nearest.offset.get();
    let is_on = |start: u32, end: u32| {
        client_boxes(nearest.block, Utf16::new(start), Utf16::new(end)).iter().any(|area| {
            area.left() - 1.0 <= x && x <= area.right() + 1.0 && area.top() - 2.0 <= y && y <= area.bottom() + 6.0
        })
    };
    let start = if at < length && is_on(at, at + 1) {
        Some(at)
    } else if at > 0 && is_on(at - 1, at) {
        Some(at - 1)
    } else {
        None
    };
    Some(Hit { spot: nearest, on: start.map(|start| Spot { offset: Utf16::new(start), ..nearest }) })
}

/// The place one line of the screen further down (or up) at the same distance from the left; `None` at the article's
/// edge.
#[must_use]
pub fn line_from(at: Spot, is_down: bool) -> Option<Spot> {
    let origin = root()?.get_bounding_client_rect();
    let area = caret(at)?;
    let x = origin.left() + area.left;
    let middle = origin.top() + area.top + area.height / 2.0;
    let step = area.height.max(8.0) / 2.0;
    // Blocks are set apart: look further until another line answers.
    for count in 2..16 {
        let distance = step * f64::from(count);
        let y = if is_down { middle + distance } else { middle - distance };
        if let Some(found) = spot_in_line(x, y) {
            let is_other = caret(found).is_some_and(|other| (other.top - area.top).abs() > area.height / 2.0);
            if is_other {
                return Some(found);
            }
        }
    }
    None
}

fn spot_in_line(x: f64, y: f64) -> Option<Spot> {
    let position = document().caret_position_from_point(x as f32, y as f32)?;
    let node = position.offset_node()?;
    let is_text = node.node_type() == web_sys::Node::TEXT_NODE && root()?.contains(Some(&node));
    if is_text { spot(&node, position.offset()) } else { None }
}

/// Scrolls a place into view if it is not, with room around it.
pub fn reveal(at: Spot) {
    let (Some(origin), Some(area)) = (root().map(|root| root.get_bounding_client_rect()), caret(at)) else { return };
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(600.0);
    let (top, bottom) = (origin.top() + area.top, origin.top() + area.top + area.height);
    let (above, below) = super::page::covered();
    let (free, margin) = (height - above - below, 24.0);
    if top < above + margin {
        window().scroll_by_with_x_and_y(0.0, top - above - free * 0.25);
    } else if bottom > height - below - margin {
        window().scroll_by_with_x_and_y(0.0, bottom - above - free * 0.7);
    }
}

fn client_boxes(block: usize, start: Utf16, end: Utf16) -> Vec<DomRect> {
    let range = || {
        let text = text_node(block)?;
        let range = document().create_range().ok()?;
        range.set_start(&text, start.get().min(text.length())).ok()?;
        range.set_end(&text, end.get().min(text.length())).ok()?;
        range.get_client_rects()
    };
    let Some(list) = range() else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.item(index)).collect()
}
