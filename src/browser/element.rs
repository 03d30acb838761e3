//! Single elements of the page: focus, dialogs, values.

use super::document;
use crate::app::keymap::Press;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement, HtmlElement, Node};

/// Puts the keyboard into the element of this identifier, and scrolls to it; but not to the article, which is longer than the
/// window.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(id == super::article::ID);
        element.focus_with_options(&options).ok();
    }
}

/// Puts the keyboard into a part of one of the elements that match a selector.
pub fn focus_within(selector: &str, place: usize, part: &str) {
    let within = || {
        let element: Element = document().query_selector_all(selector).ok()?.get(place as u32)?.dyn_into().ok()?;
        element.query_selector(part).ok()??.dyn_into::<HtmlElement>().ok()
    };
    if let Some(element) = within() {
        element.focus().ok();
    }
}

/// Whether the keyboard is in no element of the page.
#[must_use]
pub fn nothing_has_focus() -> bool {
    let document = document();
    let body: Option<Element> = document.body().map(Into::into);
    document.active_element().is_none_or(|active| Some(active) == body)
}

/// Whether the keyboard is in the element of this identifier or inside of it.
#[must_use]
pub fn has_focus(id: &str) -> bool {
    document().get_element_by_id(id).is_some_and(|element| holds_focus(&element))
}

/// Whether the keyboard is in an element or inside of it.
#[must_use]
pub fn holds_focus(element: &Element) -> bool {
    document().active_element().is_some_and(|active| element.contains(Some(&active)))
}

/// Whether the pointer or the keyboard is in the element that matches a selector.
#[must_use]
pub fn is_in_use(selector: &str) -> bool {
    let element = document().query_selector(selector).ok().flatten();
    element.is_some_and(|element| element.matches(":hover, :focus-within").unwrap_or_default())
}

/// Scrolls as far as the element of this identifier needs to be seen.
pub fn show(id: &str) {
    scroll_to(id, web_sys::ScrollLogicalPosition::Nearest);
}

/// Scrolls until the element of this identifier is at the start of what is seen.
pub fn show_at_start(id: &str) {
    scroll_to(id, web_sys::ScrollLogicalPosition::Start);
}

fn scroll_to(id: &str, place: web_sys::ScrollLogicalPosition) {
    if let Some(element) = document().get_element_by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(place);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Opens a dialog beside the page's own parts, which can be used meanwhile, or closes it.
pub fn set_beside(dialog: &Element, is_open: bool) {
    let Some(dialog) = dialog.dyn_ref::<HtmlDialogElement>() else { return };
    if is_open {
        dialog.show();
    } else if dialog.open() {
        dialog.close();
    }
}

/// Opens a dialog over the page, or closes it.
pub fn set_dialog(dialog: &Element, is_open: bool) {
    let Some(dialog) = dialog.dyn_ref::<HtmlDialogElement>() else { return };
    if is_open && !dialog.open() {
        // Fails only for a dialog that is open or not in the page.
        dialog.show_modal().ok();
    } else if !is_open && dialog.open() {
        dialog.close();
    } else {
        return;
    }
    keep_messages_in_front();
}

/// Has what is told heard, seen and pressed also over a dialog, which makes everything wait that is not inside of it: it is put
/// into the dialog, and back when that closes.
#[inline(never)]
pub fn keep_messages_in_front() {
    let document = document();
    let last = |selector: &str| {
        let found = document.query_selector_all(selector).ok()?;
        found.get(found.length().checked_sub(1)?)
    };
    let front = last(":modal").or_else(|| document.body().map(Into::into));
    if let (Some(front), Some(told)) = (front, last(".told"))
        && told.parent_node().as_ref() != Some(&front)
    {
        front.append_child(&told).ok();
    }
}

/// Whether the dialog that an event happened on is open. Browsers tell that a dialog was closed after a while; it may be open
/// again by then.
#[must_use]
pub fn is_open(event: &Event) -> bool {
    let dialog = event.current_target().and_then(|target| target.dyn_into::<HtmlDialogElement>().ok());
    dialog.is_some_and(|dialog| dialog.open())
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

/// The value of the field that an event happened in.
#[must_use]
pub fn value(event: &Event) -> String {
    event.target().map(|target| text_property(&target, "value")).unwrap_or_default()
}

/// Sets the value of the field that an event happened in.
pub fn set_value(event: &Event, value: &str) {
    if let Some(target) = event.target() {
        js_sys::Reflect::set(&target, &"value".into(), &value.into()).ok();
    }
}

/// Checks the checkbox that an event happened in, or not.
pub fn set_checked(event: &Event, is_checked: bool) {
    if let Some(target) = event.target() {
        js_sys::Reflect::set(&target, &"checked".into(), &is_checked.into()).ok();
    }
}

/// The value of the field of this identifier.
#[must_use]
pub fn value_of(id: &str) -> String {
    document().get_element_by_id(id).map(|field| text_property(&field, "value")).unwrap_or_default()
}

/// Empties the field of this identifier.
pub fn empty(id: &str) {
    if let Some(field) = document().get_element_by_id(id) {
        js_sys::Reflect::set(&field, &"value".into(), &"".into()).ok();
    }
}

/// Whether the checkbox that an event happened in is checked.
#[must_use]
pub fn is_checked(event: &Event) -> bool {
    let checked = event.target().and_then(|target| js_sys::Reflect::get(&target, &"checked".into()).ok());
    checked.is_some_and(|checked| checked.is_truthy())
}

/// Where in the element that hears it a mouse event happened: how far across and down it, from 0 to 1.
#[must_use]
pub fn place_within(event: &Event) -> Option<(f64, f64)> {
    let area = event.current_target()?.dyn_into::<Element>().ok()?.get_bounding_client_rect();
    let mouse = as_mouse(event)?;
    let share = |at: i32, from: f64, length: f64| ((f64::from(at) - from) / length.max(1.0)).clamp(0.0, 1.0);
    Some((share(mouse.client_x(), area.left(), area.width()), share(mouse.client_y(), area.top(), area.height())))
}

/// Takes the keyboard out of an element that goes: into the article, or while a dialog makes that wait, to the same button of the
/// item after or before, or to the button that closes the dialog.
pub fn focus_beside_what_goes(element: &Element) {
    match element.closest(":modal").ok().flatten() {
        Some(dialog) => focus_in_dialog(element, &dialog),
        None => focus(super::article::ID),
    }
}

#[inline(never)]
fn focus_in_dialog(element: &Element, dialog: &Element) {
    let buttons = |within: &Element| within.query_selector_all("button").ok();
    let active: Option<Node> = document().active_element().map(Into::into);
    let place = buttons(element)
        .and_then(|buttons| (0..buttons.length()).find(|&place| buttons.get(place) == active))
        .unwrap_or_default();
    let beside = |item: Option<Element>| buttons(&item?)?.get(place);
    let button = beside(element.next_element_sibling())
        .or_else(|| beside(element.previous_element_sibling()))
        .or_else(|| buttons(dialog)?.get(0));
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        button.focus().ok();
    }
}

/// Puts the keyboard on the button of the next item of a list, or of the one before.
pub fn focus_beside(event: &Event, is_forward: bool) {
    let Some(item) = closest(event, "li") else { return };
    let beside = if is_forward { item.next_element_sibling() } else { item.previous_element_sibling() };
    let button = beside.and_then(|beside| beside.query_selector("button").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        button.focus().ok();
    }
}

fn text_property(of: &wasm_bindgen::JsValue, name: &str) -> String {
    js_sys::Reflect::get(of, &name.into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

/// What was pressed, if it is a key that was.
#[must_use]
pub fn key_press(event: &Event) -> Option<Press> {
    super::keys::press(event.dyn_ref()?)
}

/// A mouse event, if it is one.
#[must_use]
pub fn as_mouse(event: &Event) -> Option<&web_sys::MouseEvent> {
    event.dyn_ref()
}

/// Sends the pointer's further events to the element that the event happened on.
pub fn capture_pointer(event: &Event) {
    let element = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    if let (Some(element), Some(event)) = (element, event.dyn_ref::<web_sys::PointerEvent>()) {
        // A pointer that is gone by now cannot be captured, and has nothing to say.
        element.set_pointer_capture(event.pointer_id()).ok();
    }
}
