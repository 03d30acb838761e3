//! Events of the window and the document, for as long as the page lives.

use super::{article, document, window};
use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{DragEvent, Event, KeyboardEvent, PointerEvent, ResizeObserver, StorageEvent};

/// Listens to an event of the document.
pub fn on_document(name: &'static str, mut heard: impl FnMut(&Event) + 'static) {
    EventListener::new(&document(), name, move |event| heard(event)).forget();
}

/// Listens to an event of the window.
pub fn on_window(name: &'static str, mut heard: impl FnMut(&Event) + 'static) {
    // Scrolling must not wait for a listener; leaving the page must.
    let options = EventListenerOptions { passive: name == "scroll", ..EventListenerOptions::default() };
    EventListener::new_with_options(&window(), name, options, move |event| heard(event)).forget();
}

/// Listens to the article becoming wider, narrower, longer or shorter; told once as it is now.
pub fn on_article_size(heard: impl FnMut() + 'static) {
    let heard = Closure::<dyn FnMut()>::new(heard).into_js_value();
    if let (Some(root), Ok(observer)) = (article::root(), ResizeObserver::new(heard.unchecked_ref())) {
        observer.observe(&root);
    }
}

/// Listens to keys anywhere on the page, after the page's own elements: a key whose event one of them stops is not heard.
pub fn on_key(name: &'static str, mut heard: impl FnMut(&KeyboardEvent) + 'static) {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&window(), name, options, move |event| {
        if let Some(event) = event.dyn_ref() {
            heard(event);
        }
    })
    .forget();
}

/// Listens to the pointer anywhere on the page.
pub fn on_pointer(name: &'static str, mut heard: impl FnMut(&PointerEvent) + 'static) {
    EventListener::new(&window(), name, move |event| {
        if let Some(event) = event.dyn_ref() {
            heard(event);
        }
    })
    .forget();
}

/// Listens to things dragged over the page and dropped on it.
pub fn on_drag(name: &'static str, mut heard: impl FnMut(&DragEvent) + 'static) {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&window(), name, options, move |event| {
        if let Some(event) = event.dyn_ref() {
            heard(event);
        }
    })
    .forget();
}

/// Listens to other tabs writing the local storage: the key, or `None` when all was cleared, and its new value.
pub fn on_storage(mut heard: impl FnMut(Option<String>, Option<String>) + 'static) {
    EventListener::new(&window(), "storage", move |event| {
        if let Some(event) = event.dyn_ref::<StorageEvent>() {
            heard(event.key(), event.new_value());
        }
    })
    .forget();
}
