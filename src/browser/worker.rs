//! Work beside the page: the annex once more, in a thread of its own, for one piece of work.
//!
//! A thread for each piece, because it can be stopped at any moment, and because WebAssembly never gives memory back.
//!
//! Not here: what is worked on. Both sides speak in [`Parcel`]s.

use super::wire;
use crate::browser::page;
use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, WorkerOptions, WorkerType};

/// What the two sides send: words, and files by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parcel {
    /// What it is.
    pub words: String,
    /// Names and contents.
    pub files: Vec<(String, Vec<u8>)>,
}

/// What comes back of a piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It has come this far; the words say how far.
    Progress(String),
    /// It is done.
    Done(Parcel),
    /// It stopped, or could not be started.
    Failed,
}

/// A piece of work that goes on. Dropping it stops it.
#[derive(Debug)]
pub struct Work {
    worker: web_sys::Worker,
    _heard: [EventListener; 2],
}

impl Drop for Work {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Parcel {
    fn into_message(self) -> JsValue {
        let message = Array::of1(&self.words.into());
        for (name, bytes) in self.files {
            message.push(&Array::of2(&name.into(), &Uint8Array::from(bytes.as_slice())));
        }
        message.into()
    }

    fn of_message(message: &JsValue) -> Self {
        let parts = Array::from(message);
        let file = |part: JsValue| {
            let part = Array::from(&part);
            (part.get(0).as_string().unwrap_or_default(), Uint8Array::new(&part.get(1)).to_vec())
        };
        Self { words: parts.get(0).as_string().unwrap_or_default(), files: parts.iter().skip(1).map(file).collect() }
    }
}

/// Gives a parcel to a thread of its own. What comes back is heard until it is done or has failed.
#[must_use]
pub fn work(parcel: Parcel, heard: impl FnMut(Reply) + 'static) -> Option<Work> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = web_sys::Worker::new_with_options(&page::annex_address()?, &options).ok()?;
    let heard = Rc::new(RefCell::new(heard));
    let parcel = RefCell::new(Some(parcel));
    let (to, hears) = (worker.clone(), heard.clone());
    let on_message = EventListener::new(&worker, "message", move |event| {
        let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
        let data = event.data();
        // A text is news of the work, an array what came of it.
        match data.as_string().as_deref() {
            Some(wire::READY) => {
                if let Some(parcel) = parcel.borrow_mut().take() {
                    to.post_message(&parcel.into_message()).ok();
                }
            }
            Some(progress) => hears.borrow_mut()(Reply::Progress(progress.to_owned())),
            None => hears.borrow_mut()(Reply::Done(Parcel::of_message(&data))),
        }
    });
    let options = EventListenerOptions::enable_prevent_default();
    let on_error = EventListener::new_with_options(&worker, "error", options, move |event| {
        // It is told in words; unhandled, it would be the page's error as well.
        event.prevent_default();
        heard.borrow_mut()(Reply::Failed);
    });
    Some(Work { worker, _heard: [on_message, on_error] })
}

/// Serves the page, if this is a thread beside it: does the work, which may tell how far it is. Returns whether it is one.
pub fn serve(work: impl Fn(Parcel, &dyn Fn(&str)) -> Parcel + 'static) -> bool {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return false };
    let answering = scope.clone();
    EventListener::new(&scope, "message", move |event| {
        let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
        let tell = |progress: &str| drop(answering.post_message(&progress.into()));
        let done = work(Parcel::of_message(&event.data()), &tell);
        answering.post_message(&done.into_message()).ok();
    })
    .forget();
    scope.post_message(&wire::READY.into()).ok();
    true
}
