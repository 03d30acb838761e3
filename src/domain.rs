//! What annotating is: a text, spans of it, labels, annotations, and the edits that turn one state into the next.
//!
//! Not here: the browser, files, clocks, randomness. Times and identifiers arrive as arguments, and nothing in
//! this module panics on what a user typed or a file held.

pub mod agreement;
pub mod anchor;
pub mod annotation;
pub mod color;
pub mod edit;
pub mod filter;
pub mod find;
pub mod history;
pub mod join;
pub mod label;
pub mod lanes;
pub mod links;
pub mod lint;
pub mod order;
pub mod overview;
pub mod project;
pub mod snap;
pub mod span;
pub mod suggest;
pub mod text;
