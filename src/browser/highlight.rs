//! Painting by the CSS Custom Highlight API: ranges in named highlights, and the style rules of those names.
//!
//! Only blocks near the viewport have ranges: the browser's registry repaints in proportion to all ranges in it.
//! Bound by hand, because web-sys has these types only behind an unstable flag.

use super::article::text_node;
use super::{Spot, document};
use crate::domain::text::Utf16;
use js_sys::{Array, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{CssStyleSheet, Range};

#[wasm_bindgen]
extern "C" {
    type HighlightRegistry;
    #[wasm_bindgen(method)]
    fn set(this: &HighlightRegistry, name: &str, highlight: &Highlight);

    /// A set of ranges painted alike.
    #[derive(Debug)]
    type Highlight;
    #[wasm_bindgen(constructor)]
    fn new() -> Highlight;
    #[wasm_bindgen(method)]
    fn add(this: &Highlight, range: &Range);
    #[wasm_bindgen(method)]
    fn delete(this: &Highlight, range: &Range);
    #[wasm_bindgen(method)]
    fn clear(this: &Highlight);
    #[wasm_bindgen(method, setter)]
    fn set_priority(this: &Highlight, priority: i32);
}

/// A stretch of one block to be painted in the highlight of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// The highlight's name.
    pub highlight: String,
    /// Where it begins in the block's text.
    pub start: Utf16,
    /// Where it ends.
    pub end: Utf16,
}

/// What is painted now.
#[derive(Debug, Default)]
pub struct Painter {
    /// By name. There are a few dozen at most.
    highlights: Vec<(String, Highlight)>,
    /// By block. Only those near the viewport are painted.
    blocks: Vec<(usize, Vec<(Stroke, Range)>)>,
    sheet: Option<CssStyleSheet>,
}

impl Painter {
    /// Paints a block: what is there and still wanted stays, so that an edit touches only its own ranges.
    pub fn paint(&mut self, block: usize, wanted: Vec<Stroke>) {
        let mut kept = Vec::with_capacity(wanted.len());
        let place = self.blocks.iter().position(|(painted, _)| *painted == block);
        let mut old = place.map(|place| self.blocks.swap_remove(place).1).unwrap_or_default();
        for stroke in wanted {
            if let Some(place) = old.iter().position(|(painted, _)| *painted == stroke) {
                kept.push(old.swap_remove(place));
            } else if let Some(range) = range(block, stroke.start, stroke.end) {
                self.highlight(&stroke.highlight, 0).add(&range);
                kept.push((stroke, range));
            }
        }
        for (stroke, range) in old {
            self.highlight(&stroke.highlight, 0).delete(&range);
        }
        if !kept.is_empty() {
            self.blocks.push((block, kept));
        }
    }

    /// Takes the paint off every block that is not among the given ones.
    pub fn keep_only(&mut self, is_kept: impl Fn(usize) -> bool) {
        let gone: Vec<usize> = self.blocks.iter().map(|(block, _)| *block).filter(|block| !is_kept(*block)).collect();
        for block in gone {
            self.paint(block, Vec::new());
        }
    }

    /// Forgets everything painted; for another article.
    pub fn clear(&mut self) {
        self.blocks.clear();
        for (_, highlight) in &self.highlights {
            highlight.clear();
        }
    }

    /// Makes these stretches the only ones of a highlight that lies above the others by its priority.
    pub fn paint_only(&mut self, name: &str, priority: i32, stretches: &[(Spot, Spot)]) {
        let highlight = self.highlight(name, priority);
        highlight.clear();
        for (start, end) in stretches {
            if let Some(range) = range(start.block, start.offset, end.offset) {
                highlight.add(&range);
            }
        }
    }

    /// Replaces the style rules of the labels' highlights.
    pub fn set_rules(&mut self, rules: &str) {
        let sheet = self.sheet.get_or_insert_with(|| {
            #[expect(clippy::expect_used, reason = "a constructor without arguments")]
            let sheet = CssStyleSheet::new().expect("a style sheet");
            // Through the CSSOM, because the page's policy forbids style elements and attributes.
            Reflect::set(&document(), &"adoptedStyleSheets".into(), &Array::of1(&sheet)).ok();
            sheet
        });
        sheet.replace_sync(rules).ok();
    }

    fn highlight(&mut self, name: &str, priority: i32) -> &Highlight {
        let place = self.highlights.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            let highlight = Highlight::new();
            highlight.set_priority(priority);
            if let Some(registry) = registry() {
                registry.set(name, &highlight);
            }
            self.highlights.push((name.to_owned(), highlight));
            self.highlights.len() - 1
        });
        &self.highlights[place].1
    }
}

fn registry() -> Option<HighlightRegistry> {
    let css = Reflect::get(&js_sys::global(), &"CSS".into()).ok()?;
    let registry = Reflect::get(&css, &"highlights".into()).ok()?;
    (!registry.is_undefined()).then(|| registry.unchecked_into())
}

fn range(block: usize, start: Utf16, end: Utf16) -> Option<Range> {
    let text = text_node(block)?;
    let range = document().create_range().ok()?;
    range.set_start(&text, start.get()).ok()?;
    range.set_end(&text, end.get()).ok()?;
    Some(range)
}
