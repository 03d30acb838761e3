//! Keys and help.

use super::dialog::{Inside, dialog};
use crate::app::action::Dialog;
use crate::app::keymap::{HELP, Line};
use crate::app::state::App;
use crate::browser::build::{Build, element};
use crate::browser::element as dom;
use crate::domain::label::Label;

pub(super) fn help(app: App) -> Build {
    let inside = move || {
        let note = "On a Mac, Ctrl is the Command key. Everything you do is kept in this browser\u{2019}s local storage; \
                    nothing is sent anywhere.";
        element("div")
            .class("dialog-parts")
            .child(labels(app))
            .child(keys())
            .child(single_keys(app))
            .child(element("p").class("hint").text(note))
    };
    dialog(app, Dialog::Help, "Keys and help", Inside::WhenOpen(Box::new(inside)))
}

fn labels(app: App) -> Build {
    let entry = |(index, label): (usize, &Label)| {
        let name = element("dt")
            .attr("data-label", &index.to_string())
            .child(element("span").class("swatch").attr("aria-hidden", "true"))
            .child(element("span").attr("dir", "auto").text(&label.name))
            .child(element("kbd").text(&label.key));
        [name, element("dd").attr("dir", "auto").text(&label.description)]
    };
    let entries = app.labels.read_untracked().labels().iter().enumerate().flat_map(entry).collect();
    element("dl").class("label-help").children(entries)
}

fn keys() -> Build {
    let line = |line: &Line| {
        let keys = line.keys.split(" / ").map(|keys| element("kbd").text(keys)).collect();
        let head = element("th").attr("scope", "row").children(keys);
        element("tr").child(head).child(element("td").text(line.does))
    };
    let table = |(topic, lines): &(&str, &[Line])| {
        let rows = lines.iter().map(line).collect();
        element("table").child(element("caption").text(topic)).child(element("tbody").children(rows))
    };
    element("div").class("keys").children(HELP.iter().map(table).collect())
}

fn single_keys(app: App) -> Build {
    let toggled = move |event| {
        let is_on = dom::is_checked(&event);
        app.settings.update(|settings| settings.single_keys = is_on);
    };
    element("label")
        .class("setting")
        .child(
            element("input")
                .attr("type", "checkbox")
                .field_with("checked", move || app.settings.read().single_keys.to_string())
                .on("change", toggled),
        )
        .child(element("span").text("Single keys (1 … 4, n, p, [ ], ?) act while the article has the focus"))
}
