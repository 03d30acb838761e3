//! The article in the page: blocks of one text node each, built once and never changed.

use super::{Spot, document};
use crate::domain::text::Utf16;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node, Text};

/// The identifier of the article's element.
pub const ID: &str = "article";

/// The article's element, once it is in the page.
#[must_use]
pub fn root() -> Option<HtmlElement> {
    document().get_element_by_id(ID)?.dyn_into().ok()
}

/// Takes all blocks out.
pub fn clear() {
    if let Some(root) = root() {
        root.set_text_content(None);
    }
}

/// How many blocks stand in one group. An element put beside a block makes the browser lay out the block's siblings again:
/// of 2,500 blocks that takes 17 ms, of 48 under one. `boot.js` makes the first group, of as many.
const GROUP: usize = 48;

/// Appends blocks, the first of them with this index. The first of all is the headline.
pub fn append<'a>(first: usize, texts: impl Iterator<Item = &'a str>) {
    let Some(root) = root() else { return };
    let mut group = root.last_element_child();
    for (index, text) in (first..).zip(texts) {
        if index.is_multiple_of(GROUP) {
            group = document().create_element("div").ok();
            if let Some(group) = &group {
                root.append_child(group).ok();
            }
        }
        if let (Some(group), Some(block)) = (&group, block(index, text)) {
            group.append_child(&block).ok();
        }
    }
}

fn block(index: usize, text: &str) -> Option<Element> {
    let document = document();
    let frame = document.create_element("div").ok()?;
    frame.set_class_name("block");
    let line = document.create_element(if index == 0 { "h1" } else { "p" }).ok()?;
    line.set_attribute("data-block", &index.to_string()).ok()?;
    line.set_attribute("dir", "auto").ok()?;
    line.append_child(&document.create_text_node(text)).ok()?;
    frame.append_child(&line).ok()?;
    Some(frame)
}

/// Whether the blocks in the page, at least one, are the first of these.
pub fn shows<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let shown = root().and_then(|root| root.text_content()).unwrap_or_default();
    let mut first = String::new();
    texts.take(count()).for_each(|text| first.push_str(text));
    !shown.is_empty() && shown == first
}

/// How many blocks are in the page.
#[must_use]
pub fn count() -> usize {
    let Some(root) = root() else { return 0 };
    let full = (root.child_element_count() as usize).saturating_sub(1) * GROUP;
    full + root.last_element_child().map_or(0, |group| group.child_element_count() as usize)
}

/// The element around a block's text and its margin.
#[must_use]
pub fn frame(block: usize) -> Option<Element> {
    let group = root()?.children().item((block / GROUP) as u32)?;
    group.children().item((block % GROUP) as u32)
}

/// The element that holds a block's text.
#[must_use]
pub fn line(block: usize) -> Option<HtmlElement> {
    frame(block)?.first_element_child()?.dyn_into().ok()
}

pub(super) fn text_node(block: usize) -> Option<Text> {
    line(block)?.first_child()?.dyn_into().ok()
}

/// Whether a block's text runs from right to left.
#[must_use]
pub fn is_right_to_left(block: usize) -> bool {
    let direction = line(block).and_then(|line| super::window().get_computed_style(&line).ok().flatten());
    direction.is_some_and(|style| style.get_property_value("direction").is_ok_and(|value| value == "rtl"))
}

/// The place in the article of a DOM boundary point. A point between blocks is the start of the next block, or the end of
/// the last; a point outside the article is its nearer end.
pub(super) fn spot(node: &Node, offset: u32) -> Option<Spot> {
    let root = root()?;
    if let Some(text) = node.dyn_ref::<Text>() {
        let line = text.parent_element()?;
        let index = line.get_attribute("data-block").and_then(|index| index.parse().ok());
        if let (Some(block), true) = (index, root.contains(Some(node))) {
            return Some(Spot { block, offset: Utf16::new(offset) });
        }
    }
    let point = document().create_range().ok()?;
    point.set_start(node, offset).ok()?;
    let (mut low, mut high) = (0, count());
    while low < high {
        let middle = (low + high) / 2;
        let is_before =
            text_node(middle).is_some_and(|text| point.compare_point(&text, 0).is_ok_and(|order| order < 0));
        if is_before { low = middle + 1 } else { high = middle }
    }
    match text_node(low) {
        Some(_) => Some(Spot { block: low, offset: Utf16::new(0) }),
        None => {
            let last = count().checked_sub(1)?;
            Some(Spot { block: last, offset: Utf16::new(text_node(last)?.length()) })
        }
    }
}
