//! Files of the site that a screen shows: fetched when they are first asked for, and kept while the page is open.

use crate::app::signal::State;
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::browser::{file, task};
use crate::formats::plain;
use std::sync::Arc;

/// A text file beside `index.html`.
#[derive(Clone, Copy)]
pub(super) struct SiteFile {
    address: &'static str,
    fetched: State<Fetched>,
}

/// How far it is here.
#[derive(Clone, PartialEq, Eq)]
enum Fetched {
    /// Not asked for yet, or on its way.
    Coming,
    /// Not to be had.
    Missing,
    /// Here.
    Here(Arc<str>),
}

impl SiteFile {
    pub(super) fn new(address: &'static str) -> Self {
        Self { address, fetched: State::new(Fetched::Coming) }
    }

    /// What is in it, once it is here; whoever asks is told.
    pub(super) fn read(self) -> Option<Arc<str>> {
        match &*self.fetched.read() {
            Fetched::Here(source) => Some(source.clone()),
            _ => None,
        }
    }

    /// Fetches it, unless it is here.
    fn ask(self) {
        if matches!(*self.fetched.read_untracked(), Fetched::Here(_)) {
            return;
        }
        self.fetched.set(Fetched::Coming);
        task::spawn(async move {
            let source = file::fetch(self.address).await.and_then(|bytes| plain::decode(&bytes).ok());
            self.fetched.set(source.map_or(Fetched::Missing, |source| Fetched::Here(source.into())));
        });
    }

    /// What is built of it; until it is here, and when it is not to be had, words about it and a button that tries again.
    /// `name` is what people call it, such as "The guidelines".
    pub(super) fn shown(self, frame: Build, name: &'static str, build: impl Fn(&str) -> Build + 'static) -> Build {
        self.ask();
        let is = move |wanted: Fetched| move || *self.fetched.read() == wanted;
        let missing = move || {
            let words = [name, " could not be loaded. Check the connection, then try again."].concat();
            element("div")
                .class("missing")
                .attr("role", "alert")
                .child(element("p").text(&words))
                .child(button("main", move || self.ask()).text("Try again"))
        };
        frame
            .when(is(Fetched::Coming), || element("p").class("hint").attr("role", "status").text("Loading\u{2026}"))
            .when(is(Fetched::Missing), missing)
            .when(move || self.read().is_some(), move || build(&self.read().unwrap_or_else(|| "".into())))
    }
}
