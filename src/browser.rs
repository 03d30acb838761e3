//! The browser, as far as Attest uses it. The only module that names `web_sys`, `js_sys`, `wasm_bindgen` or `gloo`.
//!
//! Not here: decisions. Each function does one thing to the page or tells one thing about it.

pub mod article;
pub mod build;
pub mod clock;
pub mod controls;
pub mod element;
pub mod file;
pub mod geometry;
pub mod highlight;
pub mod html;
pub mod keys;
pub mod listen;
pub mod page;
pub mod panic;
pub mod place;
pub mod reaction;
pub mod selection;
pub mod storage;
pub mod task;
pub mod viewport;
pub mod wire;
pub mod worker;

/// A place in the article as the browser tells it: a block's index and a UTF-16 offset in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The block's index.
    pub block: usize,
    /// The offset in the block's text node.
    pub offset: crate::domain::text::Utf16,
}

fn window() -> web_sys::Window {
    #[expect(
        clippy::expect_used,
        reason = "the app is started by a page; without a window there is nothing to recover"
    )]
    web_sys::window().expect("a window")
}

fn document() -> web_sys::Document {
    #[expect(clippy::expect_used, reason = "as for the window")]
    window().document().expect("a document")
}
