//! The annex: a program of its own beside the page's, with the screens and formats that are used now and then. It is loaded when
//! one of them is first asked for, so that the page starts without them. `docs/adr/0011-the-annex.md` has the reasons.
//!
//! It never changes or saves the project: it plans, and the page applies ([`crate::app::annex`] is what they say to each other).
//! What takes long it does in a thread beside the page, which runs this same program.
//!
//! Everything but the screens builds and is tested natively.

#[cfg(target_arch = "wasm32")]
mod agreement;
pub mod checking;
#[cfg(target_arch = "wasm32")]
mod commands;
#[cfg(target_arch = "wasm32")]
mod comparison;
#[cfg(target_arch = "wasm32")]
mod doubts;
#[cfg(target_arch = "wasm32")]
mod export;
pub mod exporting;
#[cfg(target_arch = "wasm32")]
mod frame;
#[cfg(target_arch = "wasm32")]
mod guidelines;
#[cfg(target_arch = "wasm32")]
mod import;
pub mod importing;
#[cfg(target_arch = "wasm32")]
mod labels;
#[cfg(target_arch = "wasm32")]
mod library;
pub mod lines;
#[cfg(target_arch = "wasm32")]
mod overview;
#[cfg(target_arch = "wasm32")]
mod page;
pub mod picture;
#[cfg(target_arch = "wasm32")]
mod pieces;
#[cfg(target_arch = "wasm32")]
mod practice;
#[cfg(target_arch = "wasm32")]
mod review;
pub mod reviewing;
#[cfg(target_arch = "wasm32")]
mod site_file;
#[cfg(target_arch = "wasm32")]
mod state;
#[cfg(target_arch = "wasm32")]
mod suggesting;
#[cfg(target_arch = "wasm32")]
mod thread;
pub mod work;

#[cfg(target_arch = "wasm32")]
pub use page::start;
