//! Agreement: another person's annotation file of the open article beside what is marked here.
//!
//! Not here: how two are compared ([`crate::domain::agreement`]), and how that is shown ([`super::comparison`]).

use super::comparison::{Words, comparison};
use super::frame::{Stand, screen};
use super::groups::Limits;
use super::state::Annex;
use crate::app::annex::Screen;
use crate::app::session::counted;
use crate::app::signal::State;
use crate::browser::build::{Build, element};
use crate::browser::file::{self, Chosen};
use crate::browser::task;
use crate::domain::agreement::Outcome;
use crate::domain::project::Project;
use crate::formats::{attest, plain};
use std::sync::Arc;

const WORDS: Words = Words {
    outcomes: &[
        (Outcome::Missing, "Only in the file"),
        (Outcome::Spurious, "Only here"),
        (Outcome::Partial, "With other edges"),
        (Outcome::WrongLabel, "With another label"),
    ],
    gold: "In the file",
    columns: [" in the file", " here"],
};

/// The other file.
#[derive(Clone)]
enum Other {
    None,
    /// It cannot be compared; why.
    Unfit(String),
    /// Its name, and what is in it.
    Read(String, Arc<Project>),
}

pub(super) fn agreement(annex: Annex) -> Build {
    let (other, limits) = (State::new(Other::None), Limits::new());
    screen(annex, Screen::Agreement, Stand::Beside, "Agreement", move || {
        other.set(Other::None);
        inside(annex, other, limits)
    })
}

fn inside(annex: Annex, other: State<Other>, limits: Limits) -> Build {
    let choose = element("label").class("file").text("Choose an annotation file").child(
        element("input").attr("type", "file").attr("accept", ".json,application/json").on("change", move |event| {
            if let Some(chosen) = file::chosen_in(&event).into_iter().next() {
                task::spawn(async move { other.set(read(annex, chosen).await) });
            }
        }),
    );
    let is_open = move || annex.project().is_some();
    let problem = move || if let Other::Unfit(problem) = &*other.read() { problem.clone() } else { String::new() };
    // The name is the key, with a number that no other reading has: each file is built anew.
    let read = move || match &*other.read() {
        Other::Read(name, project) => vec![format!("{:p} {name}", Arc::as_ptr(project))],
        _ => Vec::new(),
    };
    let is_of_this_article = move || {
        let open = annex.project();
        let other = other.read();
        matches!(&*other, Other::Read(_, project) if open.is_some_and(|open| open.document.text == project.document.text))
    };
    element("div")
        .class("practice-inside")
        .child(element("p").text(
            "Another person\u{2019}s annotation file of this article, compared with what is marked here. Nothing of it is taken over.",
        ))
        .when(is_open, move || choose.clone())
        .when(move || !is_open(), || element("p").text("Open an article first."))
        .child(element("p").class("hint").attr("role", "alert").text_with(problem))
        .each(
            move || if is_of_this_article() { read() } else { Vec::new() },
            move |_| {
                let Other::Read(name, project) = other.get_untracked() else { return element("div") };
                let exact = format!("{}: {}", name, counted(project.annotations.len(), "annotation"));
                element("div")
                    .class("practice-step")
                    .child(element("p").class("file-name").attr("dir", "auto").text(&exact))
                    .child(comparison(annex, limits, project, WORDS))
            },
        )
}

async fn read(annex: Annex, chosen: Chosen) -> Other {
    let name = chosen.name();
    let unfit = |why: &str| Other::Unfit(format!("\u{201c}{name}\u{201d} cannot be compared: {why}"));
    let Ok(bytes) = chosen.bytes().await else { return unfit("the browser cannot read it.") };
    let source = match plain::decode(&bytes) {
        Ok(source) => source,
        Err(_) => return unfit("it is no annotation file."),
    };
    let project = match attest::read(&source) {
        Ok((project, _)) => project,
        Err(problem) => return unfit(&problem.to_string()),
    };
    let open = annex.project.get_untracked();
    if open.is_none_or(|open| open.document.text != project.document.text) {
        return unfit("it is of another text than the article that is open. Open that article first.");
    }
    Other::Read(name, Arc::new(project))
}
