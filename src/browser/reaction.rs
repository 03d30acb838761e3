//! Reactions: work that runs again whenever a signal it read has changed.
//!
//! Boxed, so that the code around a reaction is in the program once and not once for each.

use leptos::prelude::{Effect, RenderEffect, StoredValue};
use std::any::Any;

/// Runs at once, and again after changes, for as long as the current owner lives.
pub fn react(mut work: Box<dyn FnMut()>) {
    hold(Box::new(RenderEffect::new(move |_| work())));
}

/// Keeps a value for as long as the current owner lives.
pub fn hold(value: Box<dyn Any>) {
    StoredValue::new_local(value);
}

/// Runs when everything that is going on is done, and again after changes.
pub fn watch(work: impl FnMut() + 'static) {
    watch_boxed(Box::new(work));
}

fn watch_boxed(mut work: Box<dyn FnMut()>) {
    Effect::new(move |_| work());
}
