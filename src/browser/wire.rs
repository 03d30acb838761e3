//! The wire between the page and its annex: events of the window that carry two texts and, at times, files.
//!
//! Not here: what is said on it ([`crate::app::annex`]). The annex is loaded by `boot.js`.

use super::file::Chosen;
use super::window;
use gloo::events::EventListener;
use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{CustomEvent, CustomEventInit};

/// What the page asks of the annex.
pub const ASK: &str = "attest:ask";

/// What the annex answers.
pub const ANSWER: &str = "attest:answer";

/// Sent once, when the annex hears.
pub const READY: &str = "attest:ready";

/// Files that the system opens with Attest. Sent by `boot.js`.
pub const OPEN: &str = "attest:open";

/// Asks `boot.js` to reload the page with a newer version of the site.
pub const UPDATE: &str = "attest:update";

/// Sends two texts and files. Who hears has dealt with them when this returns, if the annex is there already.
pub fn send(name: &str, head: &str, body: &str, files: Vec<Chosen>) {
    let detail = Array::of2(&head.into(), &body.into());
    for file in files {
        detail.push(&file.into_value());
    }
    let init = CustomEventInit::new();
    init.set_detail(&detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        window().dispatch_event(&event).ok();
    }
}

/// Hears what is sent, for as long as the page lives.
pub fn hear(name: &'static str, mut heard: impl FnMut(&str, &str, Vec<Chosen>) + 'static) {
    EventListener::new(&window(), name, move |event| {
        let Some(event) = event.dyn_ref::<CustomEvent>() else { return };
        let detail = Array::from(&event.detail());
        let text = |index| detail.get(index).as_string().unwrap_or_default();
        let files = detail.iter().skip(2).filter_map(Chosen::of_value).collect();
        heard(&text(0), &text(1), files);
    })
    .forget();
}
