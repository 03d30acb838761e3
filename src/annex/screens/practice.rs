//! Practice: an article to be marked, and afterwards what was found, missed and marked beyond, with the reasons.
//!
//! Nothing of the answers is in the page's elements before the person asks for them.

use super::comparison::{self, Words, comparison};
use super::frame::{Stand, screen};
use super::groups::Limits;
use super::state::Annex;
use crate::app::annex::{Answer, Screen};
use crate::app::saved::Saved;
use crate::app::session::counted;
use crate::app::signal::{Derived, Switch};
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::browser::storage::LocalStore;
use crate::browser::{element as dom, task};
use crate::domain::agreement::Outcome;
use crate::domain::project::{Document, Project, Status};
use crate::formats::attest;
use std::sync::Arc;

const WORDS: Words = Words {
    outcomes: &[
        (Outcome::Missing, "Missed"),
        (Outcome::Partial, "Found with other edges"),
        (Outcome::WrongLabel, "Found, with another label"),
        (Outcome::Spurious, "Marked beyond the answers"),
        (Outcome::Exact, "Found"),
    ],
    gold: "Answer",
    columns: [" answers", " yours"],
};

pub(super) fn practice(annex: Annex) -> Build {
    let limits = Limits::new();
    screen(annex, Screen::Practice, Stand::Beside, "Practice", move || {
        let frame = element("div").class("practice");
        annex.practice.shown(frame, "The practice article", move |source| inside(annex, limits, source))
    })
}

fn inside(annex: Annex, limits: Limits, source: &str) -> Build {
    let Ok((gold, _)) = attest::read(source) else {
        return element("p").text("The practice article of this site cannot be read. Tell whoever keeps the site.");
    };
    let gold = Arc::new(gold);
    let is_open = {
        let gold = gold.clone();
        Derived::new(move || annex.project().is_some_and(|project| project.document.text == gold.document.text))
    };
    let are_shown = Switch::new();
    let (to_open, to_compare) = (gold.clone(), gold);
    element("div")
        .class("practice-inside")
        .child(element("p").text(
            "A short news article to mark by yourself. Afterwards, compare with the answers: each says why it is marked so.",
        ))
        .when(move || !is_open.get(), move || {
            let gold = to_open.clone();
            element("div")
                .class("practice-step")
                .child(element("p").class("hint").text(
                    "It opens as an article of its own. The one that is open now stays under Articles, with all that you marked.",
                ))
                .child(button("main", move || open(annex, &gold)).text("Open the practice article"))
        })
        .when(move || is_open.get() && !are_shown.is_on(), move || {
            let show = move || {
                are_shown.turn();
                // The button goes, and the keyboard with it.
                task::next_frame(|| dom::focus(comparison::ID));
            };
            let number = move || annex.project().map_or(0, |project| project.annotations.len());
            element("div")
                .class("practice-step")
                .child(element("p").text("Mark each claim, figure, caption and attribution. The guidelines tell where they begin and end."))
                .child(element("p").class("hint").text_with(move || format!("{} so far.", counted(number(), "annotation"))))
                .child(
                    element("p")
                        .class("screen-more")
                        .child(button("main", show).text("Show the answers"))
                        .child(button("", move || annex.show(Screen::Guidelines)).text("Guidelines")),
                )
        })
        .when(move || is_open.get() && are_shown.is_on(), move || {
            element("div")
                .class("practice-step")
                .child(element("p").class("hint").text(
                    "A press on a line goes there. What was missed is selected, so that a label\u{2019}s key marks it.",
                ))
                .child(comparison(annex, limits, to_compare.clone(), WORDS))
                .child(element("p").child(button("", move || are_shown.turn()).text("Hide the answers")))
        })
}

/// Opens the article as it was left; without annotations when it is new.
fn open(annex: Annex, gold: &Project) {
    let document = &gold.document;
    let saved = Saved::new(LocalStore::open(), "");
    annex.answer(&if saved.holds(&document.id, &document.text) {
        Answer::OpenStored(document.id.clone())
    } else {
        let document = Document { status: Status::Open, ..document.clone() };
        let blank = Project { labels: gold.labels.clone(), ..Project::new(document) };
        Answer::Open(attest::write(&blank))
    });
}
