//! Reactions: work that runs again whenever a signal it read has changed.
//!
//! Boxed, so that the code around a reaction is in the program once and not once for each.

use leptos::prelude::{Effect, RenderEffect, StoredValue};

/// Runs at once, and again after changes, for as long as the current owner lives.
pub fn react(mut work: Box<dyn FnMut()>) {
    StoredValue::new_local(RenderEffect::new(move |_| work()));
}

/// Runs when everything that is going on is done, and again after changes.
pub fn watch(work: impl FnMut() + 'static) {
    watch_boxed(Box::new(work));
}

fn watch_boxed(mut work: Box<dyn FnMut()>) {
    Effect::new(move |_| work());
}
