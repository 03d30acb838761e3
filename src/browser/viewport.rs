//! Which blocks are near the viewport.

use super::article;
use js_sys::Array;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// Watches blocks come near the viewport (within one height of it) and leave.
#[derive(Debug)]
pub struct Watch {
    observer: IntersectionObserver,
    near: Rc<RefCell<BTreeSet<usize>>>,
    _callback: Closure<dyn FnMut(Array)>,
}

impl Watch {
    /// Calls back with the indices of the blocks that are near, whenever they change.
    pub fn new(changed: impl Fn(&BTreeSet<usize>) + 'static) -> Option<Self> {
        let near = Rc::new(RefCell::new(BTreeSet::new()));
        let seen = near.clone();
        let callback = Closure::new(move |entries: Array| {
            let mut near = seen.borrow_mut();
            for entry in entries.iter().filter_map(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok()) {
                let line = entry.target().first_element_child();
                let index = line.and_then(|line| line.get_attribute("data-block")).and_then(|index| index.parse().ok());
                let Some(index) = index else { continue };
                if entry.is_intersecting() {
                    near.insert(index)
                } else {
                    near.remove(&index)
                };
            }
            changed(&near);
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin("100% 0px");
        let function: &js_sys::Function = callback.as_ref().unchecked_ref();
        let observer = IntersectionObserver::new_with_options(function, &options).ok()?;
        Some(Self { observer, near, _callback: callback })
    }

    /// Watches blocks, by index.
    pub fn add(&self, blocks: std::ops::Range<usize>) {
        for frame in blocks.filter_map(article::frame) {
            self.observer.observe(&frame);
        }
    }

    /// Stops watching; for another article.
    pub fn clear(&self) {
        self.observer.disconnect();
        self.near.borrow_mut().clear();
    }
}
