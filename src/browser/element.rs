//! Single elements of the page: focus, dialogs, values.

use super::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement, HtmlElement};

/// Puts the keyboard into the element of this identifier, without scrolling to it. Returns whether it is there.
pub fn focus(id: &str) -> bool {
    let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok())
    else {
        return false;
    };
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"preventScroll".into(), &true.into()).ok();
    let focus = js_sys::Reflect::get(&element, &"focus".into())
        .ok()
        .and_then(|focus| focus.dyn_into::<js_sys::Function>().ok());
    focus.is_some_and(|focus| focus.call1(&element, &options).is_ok())
}

/// Whether the keyboard is in the element of this identifier or inside of it.
#[must_use]
pub fn has_focus(id: &str) -> bool {
    let (Some(active), Some(element)) = (document().active_element(), document().get_element_by_id(id)) else {
        return false;
    };
    element.contains(Some(&active))
}

/// Opens a dialog over the page, or closes it.
pub fn set_dialog(dialog: &HtmlDialogElement, is_open: bool) {
    if is_open && !dialog.open() {
        // Fails only for a dialog that is open or not in the page.
        dialog.show_modal().ok();
    } else if !is_open && dialog.open() {
        dialog.close();
    }
}

/// Whether an event happened on an element itself and not on something inside it.
#[must_use]
pub fn is_on_itself(event: &Event) -> bool {
    event.target().is_some() && event.target() == event.current_target()
}

/// The element under an event that matches a selector, or that is inside one that does.
#[must_use]
pub fn closest(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

/// A mouse event, if it is one.
#[must_use]
pub fn as_mouse(event: &Event) -> Option<&web_sys::MouseEvent> {
    event.dyn_ref()
}

/// Sends the pointer's further events to the element that the event happened on.
pub fn capture_pointer(event: &web_sys::PointerEvent) {
    if let Some(element) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
        // A pointer that is gone by now cannot be captured, and has nothing to say.
        element.set_pointer_capture(event.pointer_id()).ok();
    }
}
