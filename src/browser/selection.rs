//! The page's selection, in places of the article.

use super::article::{root, spot, text_node};
use super::{Spot, window};
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{Node, Selection, Text};

/// A selection: where it began and where it goes on to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selected {
    /// Where the hand began.
    pub anchor: Spot,
    /// Where it is.
    pub focus: Spot,
}

/// What is selected in the article; `None` when the selection lies wholly outside of it.
#[must_use]
pub fn read() -> Option<Selected> {
    let selection = current()?;
    let (anchor, focus) = (selection.anchor_node()?, selection.focus_node()?);
    let root = root()?;
    let touches = |node: &Node| root.contains(Some(node)) && !is_in_margin(node);
    if !touches(&anchor) && !touches(&focus) {
        return None;
    }
    Some(Selected { anchor: spot(&anchor, selection.anchor_offset())?, focus: spot(&focus, selection.focus_offset())? })
}

thread_local! {
    /// What was selected when [`hear`] or [`write`] last knew it.
    static KNOWN: Cell<Option<Selected>> = const { Cell::new(None) };
}

/// What [`read`] tells, which is known from now on.
#[must_use]
pub fn hear() -> Option<Selected> {
    let selected = read();
    KNOWN.set(selected);
    selected
}

/// Whether what is selected was heard or written, and nobody has selected anything since.
#[must_use]
pub fn is_known(selected: Selected) -> bool {
    KNOWN.get() == Some(selected)
}

/// Whether a hand has selected something in the text that is not known yet. Browsers tell of it with the next frame.
#[must_use]
pub fn is_unheard() -> bool {
    let is_in_text = || {
        let selection = current()?;
        Some(selection.anchor_node()?.is_instance_of::<Text>() && selection.focus_node()?.is_instance_of::<Text>())
    };
    read().is_some_and(|selected| !is_known(selected)) && is_in_text() == Some(true)
}

/// Selects in the page from one place to another.
pub fn write(anchor: Spot, focus: Spot) {
    KNOWN.set(Some(Selected { anchor, focus }));
    let (Some(selection), Some(from), Some(to)) = (current(), text_node(anchor.block), text_node(focus.block)) else {
        return;
    };
    let within = |spot: Spot, length: u32| spot.offset.get().min(length);
    let (from_offset, to_offset) = (within(anchor, from.length()), within(focus, to.length()));
    // In the text itself: Firefox selects the article's element when the keyboard enters it, which tells no place.
    let is_at =
        |node: Option<Node>, offset: u32, text: &Node, wanted: u32| node.as_ref() == Some(text) && offset == wanted;
    if is_at(selection.anchor_node(), selection.anchor_offset(), &from, from_offset)
        && is_at(selection.focus_node(), selection.focus_offset(), &to, to_offset)
    {
        return;
    }
    // Fails only for offsets beyond the text, which were clamped.
    selection.set_base_and_extent(&from, from_offset, &to, to_offset).ok();
}

/// Drops the page's selection.
pub fn clear() {
    if let Some(selection) = current() {
        selection.remove_all_ranges().ok();
    }
}

fn current() -> Option<Selection> {
    window().get_selection().ok().flatten()
}

fn is_in_margin(node: &Node) -> bool {
    node.parent_element().is_some_and(|parent| parent.closest("[data-margin]").is_ok_and(|margin| margin.is_some()))
}
