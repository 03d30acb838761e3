//! The application without its screen: what is open, what keys mean, where the caret goes, what is saved.
//!
//! Everything here but `state` and `signal`, which put it into signals, builds and is tested natively.

pub mod action;
pub mod annex;
pub mod caret;
pub mod hits;
pub mod incoming;
pub mod keeping;
pub mod keymap;
pub mod library;
pub mod opening;
pub mod saved;
pub mod session;
pub mod workspace;

#[cfg(target_arch = "wasm32")]
pub mod signal;
#[cfg(target_arch = "wasm32")]
pub mod state;
