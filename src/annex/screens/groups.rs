//! Groups of annotations: each with its heading, its number and its rows, of which only the first stand there until more are
//! asked for.
//!
//! Not here: what the groups are ([`super::doubts`], [`super::comparison`]).

use crate::app::signal::{Derived, State};
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use std::collections::BTreeMap;

/// How many rows of a group are shown at first, and how many more at a time.
const SHOWN: usize = 30;
const MORE: usize = 100;

/// How many rows of each group are shown, where it is not the usual number. A group is known by the identifier of its heading.
#[derive(Clone, Copy)]
pub(super) struct Limits(State<BTreeMap<String, usize>>);

impl Limits {
    pub(super) fn new() -> Self {
        Self(State::new(BTreeMap::new()))
    }

    /// Has the usual number shown of each group.
    pub(super) fn reset(self) {
        self.0.set(BTreeMap::new());
    }

    fn of(self, group: &str) -> usize {
        self.0.read().get(group).copied().unwrap_or(SHOWN)
    }

    fn raise(self, group: &str) {
        self.0.update(|limits| *limits.entry(group.to_owned()).or_insert(SHOWN) += MORE);
    }

    /// Has so many rows of a group shown that the one at this place is among them.
    pub(super) fn reach(self, group: &str, place: usize) {
        if place >= self.0.read_untracked().get(group).copied().unwrap_or(SHOWN) {
            self.0.update(|limits| {
                limits.insert(group.to_owned(), place + 1);
            });
        }
    }
}

/// The rows of a group.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Rows<R> {
    /// How many there are.
    pub(super) number: usize,
    /// The first of them, each behind everything that is shown of it: a row whose words are other ones is another row.
    pub(super) first: Vec<(String, R)>,
}

/// A group. `intro` puts what belongs between the heading and the rows into its frame; `rows` gives no more rows than it is
/// asked for.
pub(super) fn group<R: Clone + PartialEq + Send + Sync + 'static>(
    limits: Limits,
    (id, title): (&str, &str),
    intro: impl FnOnce(Build) -> Build,
    rows: impl Fn(usize) -> Rows<R> + Send + Sync + 'static,
    item: impl Fn(&R) -> Build + 'static,
) -> Build {
    let group: std::sync::Arc<str> = id.into();
    let limit = {
        let group = group.clone();
        move || limits.of(&group)
    };
    let rows = {
        let limit = limit.clone();
        Derived::new(move || rows(limit()))
    };
    let number = move || rows.read().number;
    let rest = move || number().saturating_sub(limit());
    let is_longer = rest.clone();
    let more = move || {
        let (group, rest) = (group.clone(), rest.clone());
        button("", move || limits.raise(&group)).text_with(move || format!("Show {} more", rest().min(MORE)))
    };
    let heading = element("h3")
        .attr("id", id)
        .text(title)
        .text(" ")
        .child(element("span").class("group-number").text_with(move || number().to_string()));
    let frame = element("section").class("group").attr("aria-labelledby", id).child(heading);
    intro(frame)
        .child(element("ul").attr("role", "list").each(
            move || rows.read().first.iter().map(|(key, _)| key.clone()).collect(),
            move |key| {
                let rows = rows.read_untracked();
                rows.first.iter().find(|(known, _)| known == key).map_or_else(|| element("li"), |(_, row)| item(row))
            },
        ))
        .when(move || is_longer() > 0, more)
}

/// A row: the button that goes to the annotation, and below it the same in other words, if there are some: what is said
/// of them, and they themselves.
pub(super) fn item(go: Build, other: Option<(Build, &str)>) -> Build {
    let item = element("li").class("group-row").child(go);
    match other {
        None => item,
        Some((said, words)) => {
            let words = element("span").attr("dir", "auto").text(words);
            item.child(element("p").class("group-other").child(said).child(words))
        }
    }
}
