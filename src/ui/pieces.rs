//! Pieces that several parts of the screen are made of: icons, buttons, dialogs.

use crate::app::action::Dialog;
use crate::app::state::App;
use crate::browser::build::{Build, drawing, element};
use crate::browser::element as dom;

/// A line icon, drawn for Attest on a grid of 24. It says nothing to screen readers: its button has a name.
pub(super) fn icon(name: &str) -> Build {
    let path = match name {
        "undo" => "M8 5 3.5 9.5 8 14M4 9.5h10a6 6 0 0 1 0 12h-3",
        "redo" => "M16 5l4.5 4.5L16 14M20 9.5H10a6 6 0 0 0 0 12h3",
        "download" => "M12 3.5v11M7.5 10.5l4.5 4.5 4.5-4.5M4.5 20h15",
        "articles" => "M5 4h14v16H5zM8.5 8.5h7M8.5 12h7M8.5 15.5h4",
        "theme" => "M12 3.5a8.5 8.5 0 1 0 0 17zM12 3.5a8.5 8.5 0 0 1 0 17",
        "help" => "M9 9a3 3 0 1 1 4.6 2.6c-1 .7-1.6 1.3-1.6 2.6M12 17.8v.2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18",
        "delete" => "M4.5 6.5h15M9.5 6.5v-2.5h5v2.5M6.5 6.5l1 13.5h9l1-13.5M10 10.5v6M14 10.5v6",
        "find" => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 20.5 20.5",
        "commands" => "M4.5 7h15M4.5 12h15M4.5 17h9M17 15l3 2-3 2",
        "suggest" => "M12 3l2 6 6 2-6 2-2 6-2-6-6-2 6-2zM19 16v5M16.5 18.5h5",
        "up" => "M6 14.5l6-6 6 6",
        "down" => "M6 9.5l6 6 6-6",
        "open" => "M12 15.5v-11M7.5 8.5 12 4l4.5 4.5M4.5 20h15",
        _ => "M6 6l12 12M18 6 6 18",
    };
    let frame = drawing("svg").class("icon").attr("viewBox", "0 0 24 24").attr("aria-hidden", "true");
    frame.child(drawing("path").attr("d", path))
}

/// A button of these classes.
pub(super) fn button(classes: &str, act: impl FnMut() + 'static) -> Build {
    let mut act = act;
    element("button").attr("type", "button").class(classes).on("click", move |_| act())
}

/// A quiet button that shows an icon alone; its name is its label and, with the keys, its tip.
pub(super) fn icon_button(name: &str, label: &str, tip: &str, act: impl FnMut() + 'static) -> Build {
    button("quiet", act).attr("aria-label", label).attr("title", tip).child(icon(name))
}

/// What is inside a dialog.
pub(super) enum Inside {
    /// Built once, and in the page while the dialog is closed too.
    Always(Build),
    /// Built whenever the dialog opens.
    WhenOpen(Box<dyn Fn() -> Build>),
}

/// A dialog over the page, with a heading and a button that closes it.
pub(super) fn dialog(app: App, which: Dialog, title: &str, inside: Inside) -> Build {
    let is_open = move || app.with_session(|session| session.dialog == Some(which));
    let close = move || {
        if app.with_session_untracked(|session| session.dialog == Some(which)) {
            app.hide_dialog();
        }
    };
    let id = match which {
        Dialog::Articles => "articles-title",
        Dialog::Help => "help-title",
        Dialog::Recovered => "recovered-title",
    };
    let head = element("header")
        .class("dialog-head")
        .child(element("h2").attr("id", id).text(title))
        .child(icon_button("close", "Close", "Close (Escape)", close));
    let body = element("div").class("dialog-inside").child(head);
    let body = match inside {
        Inside::Always(parts) => body.child(parts),
        Inside::WhenOpen(build) => body.when(is_open, build),
    };
    element("dialog")
        .class("dialog")
        .attr("aria-labelledby", id)
        .on("close", move |_| close())
        .on("click", move |event| {
            // A press beside the dialog falls on the dialog's own element.
            if dom::is_on_itself(&event) {
                close();
            }
        })
        .child(body)
        .open_while(is_open)
}
