//! Work beside the page, one piece at a time: what a screen starts, hears of and stops.
//!
//! Not here: what the work is ([`crate::annex::work`]), and the thread itself ([`crate::browser::worker`]).

use crate::annex::work::{Files, Task, outcome};
use crate::app::signal::State;
use crate::browser::reaction;
use crate::browser::worker::{self, Parcel, Reply, Work};
use std::cell::RefCell;
use std::rc::Rc;

/// What is told when the thread fails. Nothing that it would have made is used.
const FAILED: &str =
    "The browser stopped this work, perhaps for want of memory. Nothing has changed. Close other tabs, then try again.";

/// What comes of a piece of work: its words and files, or a sentence that says why nothing does.
pub(super) type Done = Result<(String, Files), String>;

/// Who waits for it; nobody any more once it was told.
type Waiting = RefCell<Option<Box<dyn FnOnce(Done)>>>;

/// A place for one piece of work.
#[derive(Clone, Copy)]
pub(super) struct Thread {
    work: State<Option<Work>>,
    progress: State<Option<String>>,
}

/// Stops the work when the part of the screen goes that holds it.
struct Stop(Thread);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.stop();
    }
}

impl Thread {
    pub(super) fn new() -> Self {
        Self { work: State::new(None), progress: State::new(None) }
    }

    /// Starts a piece of work in the place of the one that goes on. What comes of it is its words and files, or a sentence
    /// that says why nothing does.
    pub(super) fn start(self, task: &Task, files: Files, done: impl FnOnce(Done) + 'static) {
        self.stop();
        self.progress.set(Some(String::new()));
        let waiting: Rc<Waiting> = Rc::new(RefCell::new(Some(Box::new(done))));
        let finish = move |waiting: &Waiting, result: Done| {
            self.stop();
            let done = waiting.take();
            if let Some(done) = done {
                done(result);
            }
        };
        let heard = waiting.clone();
        let work = worker::work(Parcel { words: task.words(), files }, move |reply| match reply {
            Reply::Progress(words) => self.progress.set(Some(words)),
            Reply::Done(parcel) => {
                finish(&heard, outcome(&parcel.words).map(|words| (words.to_owned(), parcel.files)));
            }
            Reply::Failed => finish(&heard, Err(FAILED.to_owned())),
        });
        if work.is_none() {
            return finish(&waiting, Err(FAILED.to_owned()));
        }
        self.work.set(work);
    }

    /// Stops what goes on; nothing comes of it.
    pub(super) fn stop(self) {
        self.work.update_if(|work| work.take().is_some());
        self.progress.update_if(|progress| progress.take().is_some());
    }

    /// Tells how far work is that goes on in the page itself.
    pub(super) fn tell(self, words: String) {
        self.progress.set(Some(words));
    }

    /// How far the work is, in words that may be empty; `None` while there is none.
    pub(super) fn progress(self) -> Option<String> {
        self.progress.get()
    }

    /// Stops the work when the current part of the screen goes.
    pub(super) fn stop_with_the_screen(self) {
        reaction::hold(Box::new(Stop(self)));
    }
}
