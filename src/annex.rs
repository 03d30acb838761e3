//! The annex: a program of its own beside the page's, with the screens and formats that are used now and then. It is loaded when
//! one of them is first asked for, so that the page starts without them. `docs/adr/0011-the-annex.md` has the reasons.
//!
//! It never changes or saves the project: it plans, and the page applies ([`crate::app::annex`] is what they say to each other).
//! What takes long it does in a thread beside the page, which runs this same program.
//!
//! Everything but the screens builds and is tested natively.

pub mod checking;
pub mod exporting;
pub mod importing;
pub mod lines;
pub mod picture;
pub mod reviewing;
#[cfg(target_arch = "wasm32")]
mod screens;
pub mod work;

#[cfg(target_arch = "wasm32")]
pub use screens::start;
