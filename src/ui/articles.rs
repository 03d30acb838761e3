//! The articles: open another, switch, remove.

use super::dialog::{Inside, dialog};
use crate::app::action::{Action, Dialog};
use crate::app::annex::Screen;
use crate::app::incoming;
use crate::app::saved::Card;
use crate::app::session::counted;
use crate::app::state::{App, Request};
use crate::browser::build::{Build, element};
use crate::browser::controls::{Icon, button, icon, icon_button};
use crate::browser::{clock, element as dom, file};
use std::rc::Rc;

pub(super) fn articles(app: App) -> Build {
    // Always in the page, so that there is always a file input.
    let is_open = move || app.with_session(|session| session.dialog == Some(Dialog::Articles));
    // The list only while it is seen: its dates alone take longer than all the rest of the page's start.
    let parts = element("div").class("dialog-parts").child(openers(app)).when(is_open, move || cards(app));
    dialog(app, Dialog::Articles, "Articles", Inside::Always(parts))
}

fn openers(app: App) -> Build {
    let input = element("input")
        .attr("type", "file")
        .attr("id", file::INPUT)
        .attr("multiple", "")
        .attr("accept", incoming::ENDINGS);
    let words = "Text, Markdown, a web page (its text only), an annotation file, or another tool\u{2019}s files. \
                 Or drop files anywhere on the page.";
    let paste = move |event: leptos::ev::Event| {
        event.prevent_default();
        let text = dom::value_of("paste");
        dom::empty("paste");
        app.hide_dialog();
        app.ask(Request::Paste(text));
    };
    element("section")
        .class("openers")
        .attr("aria-label", "Open another")
        .child(
            element("label")
                .class("file")
                .child(icon(Icon::OPEN))
                .child(element("span").text("Open a file"))
                .child(input),
        )
        .child(element("p").class("hint").text(words))
        .child(
            element("form")
                .class("paste")
                .on("submit", paste)
                .child(element("label").attr("for", "paste").text("Or paste a text"))
                .child(
                    element("textarea").attr("id", "paste").attr("rows", "3").attr("dir", "auto").attr("required", ""),
                )
                .child(element("button").attr("type", "submit").text("Open the pasted text")),
        )
}

fn cards(app: App) -> Build {
    let has_none = move || app.with_workspace(|workspace| workspace.project().annotations.is_empty()) != Some(false);
    let ids = move || app.with_facts(|facts| facts.library.iter().map(|card| card.id.clone()).collect());
    let empty = || element("p").class("hint").text("There are no articles in this browser yet.");
    let open_bundled = move || {
        app.hide_dialog();
        app.ask(Request::OpenBundled);
    };
    let show_all = move || app.dispatch(Action::Visit(Screen::Library));
    let remove_all = move || {
        app.hide_dialog();
        app.dispatch(Action::RemoveAll);
    };
    element("section")
        .attr("aria-label", "Articles in this browser")
        .child(element("ul").class("cards").each(ids, move |id| card(app, id)))
        .when(move || app.with_facts(|facts| facts.library.is_empty()), empty)
        .child(
            element("footer")
                .class("cards-foot")
                .child(button("quiet", show_all).text("All articles\u{2026}"))
                .child(button("quiet", open_bundled).text("Open this site\u{2019}s article"))
                .child(
                    button("quiet danger", remove_all)
                        .flag("disabled", has_none)
                        .text("Remove all annotations of the open article"),
                ),
        )
}

fn card(app: App, id: &str) -> Build {
    let id: Rc<str> = id.into();
    let read = {
        let id = id.clone();
        move |part: fn(&Card) -> String| {
            app.with_facts(|facts| facts.library.iter().find(|card| *card.id == *id).map(part)).unwrap_or_default()
        }
    };
    let is_open = {
        let id = id.clone();
        move || app.document.read().as_deref() == Some(&*id)
    };
    let open = {
        let id = id.clone();
        move || {
            app.hide_dialog();
            if app.document.read_untracked().as_deref() != Some(&*id) {
                app.ask(Request::Open(id.to_string()));
            }
        }
    };
    let (is_current, title_of, name_of) = (is_open.clone(), read.clone(), read.clone());
    let facts = |card: &Card| {
        let changed = if card.modified.is_empty() { "not saved".to_owned() } else { clock::local(&card.modified) };
        counted(card.annotations, "annotation") + " · " + &changed
    };
    let title = |card: &Card| card.title.clone();
    element("li")
        .class("card")
        .flag(".open", is_open)
        .child(
            button("card-open", open)
                .attr_with("aria-current", move || is_current().then(|| "true".to_owned()))
                .child(element("span").class("card-title").attr("dir", "auto").text_with(move || title_of(title)))
                .child(element("span").class("card-facts").text_with(move || read(facts))),
        )
        .child(
            icon_button(Icon::DELETE, "", "Remove", move || app.ask(Request::RemoveDocument(id.to_string())))
                .class("quiet danger")
                .attr_with("aria-label", move || Some("Remove ".to_owned() + &name_of(title))),
        )
}
