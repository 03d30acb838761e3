//! Work for later.

use super::window;
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// Runs something after the next frame has been painted.
pub fn after_paint(work: impl FnOnce() + 'static) {
    gloo::render::request_animation_frame(move |_| after(0, work)).forget_frame();
}

/// Runs something after the next frame has been painted, or soon where none is: a tab in the background paints nothing.
pub fn after_paint_or_soon(work: impl FnOnce() + 'static) {
    const SOON: u32 = 100;
    let work = Rc::new(Cell::new(Some(work)));
    let same = work.clone();
    let once = move || work.take().into_iter().for_each(|work| work());
    let other = move || same.take().into_iter().for_each(|work| work());
    after_paint(once);
    after(SOON, other);
}

/// Runs something in the next frame.
pub fn next_frame(work: impl FnOnce() + 'static) {
    gloo::render::request_animation_frame(move |_| work()).forget_frame();
}

/// Waits until the next frame has been painted.
pub async fn frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        after_paint(move || drop(resolve.call0(&wasm_bindgen::JsValue::UNDEFINED)));
    });
    // A promise that is never rejected.
    wasm_bindgen_futures::JsFuture::from(promise).await.ok();
}

/// Runs something after some milliseconds.
pub fn after(milliseconds: u32, work: impl FnOnce() + 'static) {
    gloo::timers::callback::Timeout::new(milliseconds, work).forget();
}

/// Runs something again and again.
pub fn every(milliseconds: u32, work: impl FnMut() + 'static) {
    gloo::timers::callback::Interval::new(milliseconds, work).forget();
}

/// Runs something when the browser has nothing else to do.
pub fn when_idle(work: impl FnOnce() + 'static) {
    let callback = Closure::once_into_js(work);
    if window().request_idle_callback(callback.unchecked_ref()).is_err() {
        window().set_timeout_with_callback(callback.unchecked_ref()).ok();
    }
}

/// Runs a future. Boxed, so that what runs it is in the program once.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    wasm_bindgen_futures::spawn_local(future);
}

trait ForgetFrame {
    fn forget_frame(self);
}

impl ForgetFrame for gloo::render::AnimationFrame {
    /// Dropping a frame's handle cancels it.
    fn forget_frame(self) {
        std::mem::forget(self);
    }
}
