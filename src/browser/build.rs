//! Building elements, their changing parts driven by Leptos' signals.
//!
//! The same reactive system as Leptos' `view!`, without a type for each view: everything that changes is a boxed closure,
//! so that the code of an effect, a list or a listener is in the program once. `docs/adr/0007-views.md` has the numbers.

use super::document;
use crate::browser::element::{focus_beside_what_goes, holds_focus, set_beside, set_dialog};
use crate::browser::reaction::{hold, react, watch};
use leptos::prelude::{Owner, untrack};
use std::cell::RefCell;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, Node};

/// An element under construction. Cloning it gives the same element.
#[derive(Clone, Debug)]
pub struct Build(Element);

/// Starts an element.
#[must_use]
pub fn element(tag: &str) -> Build {
    // A tag is a literal of the user interface, so creating it cannot fail; were it ever wrong, a plain box stands in.
    let made = document().create_element(tag).or_else(|_| document().create_element("div"));
    #[expect(clippy::expect_used, reason = "a document can always make a div")]
    Build(made.expect("an element"))
}

/// The element of `index.html` that matches a selector, to be filled where it stands.
#[must_use]
pub fn found(selector: &str) -> Build {
    match document().query_selector(selector) {
        Ok(Some(element)) => Build(element),
        _ => element(selector),
    }
}

/// Starts an element of a vector drawing.
#[must_use]
pub fn drawing(tag: &str) -> Build {
    let made = document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag);
    made.map_or_else(|_| element("span"), Build)
}

/// Puts elements at the end of the page's body.
pub fn mount(parts: &[Build]) {
    for Build(part) in parts {
        if let Some(body) = document().body() {
            body.append_child(part).ok();
        }
    }
}

impl Build {
    /// An attribute.
    #[must_use]
    pub fn attr(self, name: &str, value: &str) -> Self {
        // Fails only for a name that is none.
        self.0.set_attribute(name, value).ok();
        self
    }

    /// The class names.
    #[must_use]
    pub fn class(self, names: &str) -> Self {
        self.attr("class", names)
    }

    /// An attribute that changes; absent while its value is `None`.
    #[must_use]
    pub fn attr_with(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        let element = self.0.clone();
        changing(
            Box::new(value),
            Box::new(move |value| {
                match value {
                    Some(value) => element.set_attribute(name, value).ok(),
                    None => element.remove_attribute(name).ok(),
                };
            }),
        );
        self
    }

    /// A class name or a boolean attribute that is there while something holds: `.name` or `name`.
    #[must_use]
    pub fn flag(self, name: &'static str, holds: impl Fn() -> bool + 'static) -> Self {
        let element = self.0.clone();
        let value = move || holds().then(String::new);
        changing(
            Box::new(value),
            Box::new(move |value| {
                match name.strip_prefix('.') {
                    Some(class) => element.class_list().toggle_with_force(class, value.is_some()).ok(),
                    None => element.toggle_attribute_with_force(name, value.is_some()).ok(),
                };
            }),
        );
        self
    }

    /// A style property that changes, set through the CSSOM, which the page's policy allows.
    #[must_use]
    pub fn style_with(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        let element: HtmlElement = self.0.clone().unchecked_into();
        changing(
            Box::new(value),
            Box::new(move |value| {
                let style = element.style();
                match value {
                    Some(value) => style.set_property(name, value).ok(),
                    None => style.remove_property(name).ok().map(drop),
                };
            }),
        );
        self
    }

    /// A property of a field that changes, such as `value` or `checked`: a string, or a boolean as `true` or `false`.
    #[must_use]
    pub fn field_with(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        let element = self.0.clone();
        changing(
            Box::new(move || Some(value())),
            Box::new(move |value| {
                let value = value.unwrap_or_default();
                let now = js_sys::Reflect::get(&element, &name.into()).ok();
                let wanted = match value {
                    "true" => JsValue::TRUE,
                    "false" => JsValue::FALSE,
                    other => other.into(),
                };
                // Setting the same value again would move the caret of a field that is being typed in.
                if now.as_ref() != Some(&wanted) {
                    js_sys::Reflect::set(&element, &name.into(), &wanted).ok();
                }
            }),
        );
        self
    }

    /// Text.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        self.0.append_child(&document().create_text_node(text)).ok();
        self
    }

    /// Text that changes.
    #[must_use]
    pub fn text_with(self, text: impl Fn() -> String + 'static) -> Self {
        let node = document().create_text_node("");
        self.0.append_child(&node).ok();
        changing(Box::new(move || Some(text())), Box::new(move |text| node.set_data(text.unwrap_or_default())));
        self
    }

    /// An element inside.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "an element is given away to the one it is put into")]
    pub fn child(self, child: Self) -> Self {
        self.0.append_child(&child.0).ok();
        self
    }

    /// Elements inside.
    #[must_use]
    pub fn children(self, children: Vec<Self>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    /// An element inside, there only while something holds; built anew each time.
    #[must_use]
    pub fn when(self, holds: impl Fn() -> bool + 'static, build: impl Fn() -> Self + 'static) -> Self {
        let keys = move || if holds() { vec![String::new()] } else { Vec::new() };
        self.each(keys, move |_| build())
    }

    /// Elements inside, one for each key and in the order of the keys; the element of a key stays while the key does.
    #[must_use]
    pub fn each(self, keys: impl Fn() -> Vec<String> + 'static, build: impl Fn(&str) -> Self + 'static) -> Self {
        let end: Node = document().create_comment("").into();
        self.0.append_child(&end).ok();
        keyed(self.0.clone(), end, Box::new(keys), Box::new(build));
        self
    }

    /// Does something when an event happens on the element.
    #[must_use]
    pub fn on(self, name: &str, heard: impl FnMut(Event) + 'static) -> Self {
        let heard: Box<dyn FnMut(Event)> = Box::new(heard);
        let closure = Closure::wrap(heard);
        self.0.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()).ok();
        hold(Box::new(closure));
        self
    }

    /// A dialog that is open over the page while something holds.
    #[must_use]
    pub fn open_while(self, holds: impl Fn() -> bool + 'static) -> Self {
        let dialog = self.0.clone();
        // Not at once, because a dialog opens only when it is in the page.
        watch(move || set_dialog(&dialog, holds()));
        self
    }

    /// A dialog that is open beside the page's own parts while something holds.
    #[must_use]
    pub fn beside_while(self, holds: impl Fn() -> bool + 'static) -> Self {
        let dialog = self.0.clone();
        watch(move || set_beside(&dialog, holds()));
        self
    }

    /// Appends this element to one that is in the page already, for as long as the current owner lives.
    pub fn append_to(self, parent: &Element) {
        parent.append_child(&self.0).ok();
        hold(Box::new(Removal(self.0)));
    }
}

/// A value that may change; `None` stands for absence.
type Value = Box<dyn Fn() -> Option<String>>;

/// What is done with it.
type Apply = Box<dyn Fn(Option<&str>)>;

/// Applies a value at once and whenever it changes.
fn changing(value: Value, apply: Apply) {
    let before: RefCell<Option<Option<String>>> = RefCell::new(None);
    react(Box::new(move || {
        let now = value();
        if before.borrow().as_ref() != Some(&now) {
            apply(now.as_deref());
            before.replace(Some(now));
        }
    }));
}

/// One element of a keyed list, with the owner of everything that reacts in it.
struct Kept {
    key: String,
    element: Element,
    owner: Owner,
}

fn keyed(parent: Element, end: Node, keys: Box<dyn Fn() -> Vec<String>>, build: Box<dyn Fn(&str) -> Build>) {
    let kept: RefCell<Vec<Kept>> = RefCell::default();
    let outer = Owner::current().unwrap_or_default();
    react(Box::new(move || {
        let wanted = keys();
        let mut old = std::mem::take(&mut *kept.borrow_mut());
        let mut new = Vec::with_capacity(wanted.len());
        for key in wanted {
            match old.iter().position(|kept| kept.key == key) {
                Some(place) => new.push(old.remove(place)),
                None => {
                    let owner = outer.child();
                    let Build(element) = owner.with(|| untracked(&mut || build(&key)));
                    new.push(Kept { key, element, owner });
                }
            }
        }
        for gone in old {
            // A keyboard that is nowhere would be lost. It goes first, while what hears of it is still there.
            if holds_focus(&gone.element) {
                focus_beside_what_goes(&gone.element);
            }
            gone.owner.cleanup();
            gone.element.remove();
        }
        // From the end: each element stands before the one placed last.
        let mut next = end.clone();
        for Kept { element, .. } in new.iter().rev() {
            if element.next_sibling().as_ref() != Some(&next) || element.parent_node().is_none() {
                parent.insert_before(element, Some(&next)).ok();
            }
            next = element.clone().into();
        }
        kept.replace(new);
    }));
}

/// Builds without making what is around depend on what is read inside.
fn untracked(build: &mut dyn FnMut() -> Build) -> Build {
    untrack(build)
}

/// Takes an element out of the page when it is dropped.
struct Removal(Element);

impl Drop for Removal {
    fn drop(&mut self) {
        self.0.remove();
    }
}
