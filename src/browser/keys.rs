//! Key presses, as the keymap wants them.

use crate::app::keymap::{Focus, Press};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, KeyboardEvent};

/// What was pressed. While a person composes a character (an input method), nothing was.
#[must_use]
pub fn press(event: &KeyboardEvent) -> Option<Press> {
    if event.is_composing() || event.default_prevented() {
        return None;
    }
    // AltGr types characters such as [ and { on many layouts; browsers then report Ctrl and Alt as held.
    let types = event.get_modifier_state("AltGraph");
    Some(Press {
        key: event.key(),
        code: event.code(),
        command: !types && (event.ctrl_key() || event.meta_key()),
        alt: !types && event.alt_key(),
        shift: event.shift_key(),
    })
}

/// Where a key was pressed.
#[must_use]
pub fn focus(target: Option<EventTarget>) -> Focus {
    let Some(element) = target.and_then(|target| target.dyn_into::<Element>().ok()) else { return Focus::Page };
    let is_in = |selector: &str| element.closest(selector).is_ok_and(|found| found.is_some());
    if is_in("textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=file]), [contenteditable]") {
        Focus::Field
    } else if is_in("dialog") {
        Focus::Page
    } else if is_in("[data-margin]") {
        Focus::Margin
    } else if element.id() == super::article::ID {
        Focus::Article
    } else {
        Focus::Page
    }
}
