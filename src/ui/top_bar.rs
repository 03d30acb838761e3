//! The bar at the top: the article's title, the labels as pens, and what is done to the whole article.

use super::labels::{Purpose, label_buttons};
use crate::app::action::{Action, Dialog};
use crate::app::annex::Screen;
use crate::app::state::App;
use crate::browser::build::{Build, element, found};
use crate::browser::controls::{Icon, button, icon, icon_button};
use leptos::prelude::*;

/// Fills the bar that stands in `index.html`.
pub(super) fn fill(app: App) {
    let title = move || app.title.get();
    let brand = button("brand", move || app.show(Dialog::Articles))
        .attr("title", "Articles (Ctrl+O)")
        // Its name is what is seen, so that people who speak to their machine can say it, and then what it is for.
        .child(element("span").class("brand-name").text("Attest"))
        .text(" ")
        .child(element("span").class("brand-title").attr("dir", "auto").text_with(title))
        .child(element("span").class("visually-hidden").text(", all articles"))
        // Comes with the title, which would push it aside.
        .child(icon(Icon::ARTICLES).flag("hidden", move || app.with_facts(|facts| facts.is_starting)));
    let pens = element("div").class("pens").attr("role", "group").attr("aria-label", "Labels");
    let _ = found("header")
        .child(element("div").class("top-title").child(brand))
        .child(label_buttons(pens, app, Purpose::Pen))
        .child(tools(app));
}

fn tools(app: App) -> Build {
    let cannot_undo = move || app.with_workspace(|workspace| workspace.history().can_undo()) != Some(true);
    let cannot_redo = move || app.with_workspace(|workspace| workspace.history().can_redo()) != Some(true);
    let theme_name = move || {
        let settings = app.settings.read();
        match settings.theme.as_str() {
            "light" => "Theme: light",
            "dark" => "Theme: dark",
            _ => "Theme: as the system",
        }
        .to_owned()
    };
    let next_theme = move || {
        app.settings.update(|settings| {
            settings.theme = match settings.theme.as_str() {
                "" => "dark",
                "dark" => "light",
                _ => "",
            }
            .to_owned();
        });
        app.say(&untrack(theme_name));
    };
    element("div")
        .class("tools")
        .attr("role", "group")
        .attr("aria-label", "Article")
        .child(
            icon_button(Icon::UNDO, "Undo", "Undo (Ctrl+Z)", move || app.dispatch(Action::Undo))
                .flag("disabled", cannot_undo),
        )
        .child(
            icon_button(Icon::REDO, "Redo", "Redo (Ctrl+Shift+Z)", move || app.dispatch(Action::Redo))
                .flag("disabled", cannot_redo),
        )
        .child(icon_button(Icon::FIND, "Find", "Find words and mark them (Ctrl+F)", move || {
            app.dispatch(Action::OpenFind);
        }))
        .child(icon_button(Icon::SUGGEST, "Suggest", "Suggest annotations by rules (s)", move || {
            app.dispatch(Action::Suggest);
        }))
        .child(
            button("quiet", next_theme)
                .attr_with("aria-label", move || Some(theme_name()))
                .attr_with("title", move || Some(theme_name()))
                .child(icon(Icon::THEME)),
        )
        .child(icon_button(Icon::COMMANDS, "All commands", "All commands (Ctrl+K)", move || {
            app.dispatch(Action::Visit(Screen::Commands));
        }))
        .child(icon_button(Icon::HELP, "Keys and help", "Keys and help (?)", move || app.show(Dialog::Help)))
        .child(
            button("main", move || app.dispatch(Action::Download))
                .attr("title", "Download the annotation file (Ctrl+S)")
                .child(icon(Icon::DOWNLOAD))
                .child(element("span").text("Download")),
        )
        .child(icon_button(Icon::DOWN, "Other formats", "Download in another format (Ctrl+Shift+S)", move || {
            app.dispatch(Action::Visit(Screen::Export));
        }))
}
