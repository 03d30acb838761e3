//! Attest: marks claims, figures, captions and attributions in news, in the browser, on the reader's own machine.
//!
//! The layers, and who may call whom, are in `ARCHITECTURE.md`; `tests/architecture.rs` holds them to it.
//!
//! `#[inline(never)]` stands on what the main job seldom or never does: so it can be loaded after the rest
//! (`docs/adr/0012-a-later-part.md`).

pub mod annex;
pub mod app;
pub mod domain;
pub mod formats;

#[cfg(all(feature = "cli", not(target_arch = "wasm32")))]
pub mod cli;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod edge;
#[cfg(target_arch = "wasm32")]
pub mod ui;
