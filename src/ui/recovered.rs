//! What could not be read: kept unharmed, to be downloaded, or let go of for good, which is asked about.

use super::dialog::{Inside, dialog};
use crate::app::action::Dialog;
use crate::app::signal::State;
use crate::app::state::{App, Request};
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::browser::{clock, element as dom, task};

pub(super) fn recovered(app: App) -> Build {
    let inside = move || {
        let has_notes = move || app.with_facts(|facts| !facts.notes.is_empty());
        let has_asides = move || app.with_facts(|facts| !facts.asides.is_empty());
        let nothing = || element("p").class("hint").text("Everything could be read.");
        element("div")
            .class("dialog-parts")
            .when(has_notes, move || notes(app))
            .when(has_asides, move || asides(app))
            .when(move || !has_notes() && !has_asides(), nothing)
    };
    dialog(app, Dialog::Recovered, "What did not fit", Inside::WhenOpen(Box::new(inside)))
}

fn notes(app: App) -> Build {
    let note = |note: &String| element("li").attr("dir", "auto").text(note);
    let list = app.with_facts_untracked(|facts| facts.notes.iter().map(note).collect());
    element("section").child(element("h3").text("In the opened file")).child(
        element("ul")
            .class("notes")
            .attr("tabindex", "0")
            .attr("aria-label", "Notes on the opened file")
            .children(list),
    )
}

fn asides(app: App) -> Build {
    let keys = move || app.with_facts(|facts| facts.asides.iter().map(|aside| aside.key.clone()).collect());
    let words = "These pieces could not be read. They were moved aside unharmed; download them before you delete them.";
    element("section")
        .child(element("h3").text("In this browser\u{2019}s storage"))
        .child(element("p").class("hint").text(words))
        .child(element("ul").class("cards").each(keys, move |key| aside(app, key)))
}

fn aside(app: App, key: &str) -> Build {
    let shown = app.with_facts_untracked(|facts| facts.asides.iter().find(|aside| aside.key == key).cloned());
    let (downloaded, discarded) = (key.to_owned(), key.to_owned());
    let (is_sure, keep) = (State::new(false), "keep-".to_owned() + key);
    let ask = {
        let keep = keep.clone();
        move || {
            is_sure.set(true);
            let keep = keep.clone();
            task::spawn(async move { dom::focus(&keep) });
        }
    };
    let delete = move || app.ask(Request::DiscardAside(discarded.clone()));
    let (original, when) = shown.map(|aside| (aside.original, aside.when)).unwrap_or_default();
    element("li")
        .class("card aside")
        .child(
            element("span")
                .class("card-open")
                .child(element("span").class("card-title").text(&original))
                .child(element("span").class("card-facts").text("set aside ").text(&clock::local(&when))),
        )
        .child(button("quiet", move || app.ask(Request::DownloadAside(downloaded.clone()))).text("Download"))
        // In the place of the first button is then the one that does no harm, for a press too many.
        .when(move || is_sure.get(), move || button("quiet danger", delete.clone()).text("Delete for good"))
        .when(move || is_sure.get(), move || button("quiet", move || is_sure.set(false)).attr("id", &keep).text("Keep"))
        .when(move || !is_sure.get(), move || button("quiet danger", ask.clone()).text("Delete\u{2026}"))
}
