//! What people press and what it stands in, as the page and its annex both have them: buttons, icons, dialogs.
//!
//! Not here: what a press does.

use super::build::{Build, drawing, element};
use super::element as dom;

/// A line icon, drawn for Attest on a grid of 24: the path of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icon(&'static str);

#[expect(missing_docs, reason = "each is what its button is called")]
impl Icon {
    pub const ARTICLES: Self = Self("M5 4h14v16H5zM8.5 8.5h7M8.5 12h7M8.5 15.5h4");
    pub const CLOSE: Self = Self("M6 6l12 12M18 6 6 18");
    pub const COMMANDS: Self = Self("M4.5 7h15M4.5 12h15M4.5 17h9M17 15l3 2-3 2");
    pub const DELETE: Self = Self("M4.5 6.5h15M9.5 6.5v-2.5h5v2.5M6.5 6.5l1 13.5h9l1-13.5M10 10.5v6M14 10.5v6");
    pub const DOWN: Self = Self("M6 9.5l6 6 6-6");
    pub const DOWNLOAD: Self = Self("M12 3.5v11M7.5 10.5l4.5 4.5 4.5-4.5M4.5 20h15");
    pub const FIND: Self = Self("M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 20.5 20.5");
    pub const HELP: Self =
        Self("M9 9a3 3 0 1 1 4.6 2.6c-1 .7-1.6 1.3-1.6 2.6M12 17.8v.2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18");
    pub const OPEN: Self = Self("M12 15.5v-11M7.5 8.5 12 4l4.5 4.5M4.5 20h15");
    pub const REDO: Self = Self("M16 5l4.5 4.5L16 14M20 9.5H10a6 6 0 0 0 0 12h3");
    pub const SUGGEST: Self = Self("M12 3l2 6 6 2-6 2-2 6-2-6-6-2 6-2zM19 16v5M16.5 18.5h5");
    pub const THEME: Self = Self("M12 3.5a8.5 8.5 0 1 0 0 17zM12 3.5a8.5 8.5 0 0 1 0 17");
    pub const UNDO: Self = Self("M8 5 3.5 9.5 8 14M4 9.5h10a6 6 0 0 1 0 12h-3");
    pub const UP: Self = Self("M6 14.5l6-6 6 6");
}

/// An icon. It says nothing to screen readers: its button has a name.
#[must_use]
pub fn icon(Icon(path): Icon) -> Build {
    let frame = drawing("svg").class("icon").attr("viewBox", "0 0 24 24").attr("aria-hidden", "true");
    frame.child(drawing("path").attr("d", path))
}

/// A button of these classes.
#[must_use]
pub fn button(classes: &str, act: impl FnMut() + 'static) -> Build {
    let mut act = act;
    element("button").attr("type", "button").class(classes).on("click", move |_| act())
}

/// A quiet button that shows an icon alone; its name is its label and, with the keys, its tip.
#[must_use]
pub fn icon_button(shown: Icon, label: &str, tip: &str, act: impl FnMut() + 'static) -> Build {
    button("quiet", act).attr("aria-label", label).attr("title", tip).child(icon(shown))
}

/// What is inside a dialog, to begin with: its heading, which has this identifier, and a button that closes it.
#[must_use]
pub fn dialog_inside(id: &str, title: &str, close: impl FnMut() + 'static) -> Build {
    // No header: outside of a section, that would be the page's own.
    let head = element("div").class("dialog-head").child(element("h2").attr("id", id).text(title)).child(icon_button(
        Icon::CLOSE,
        "Close",
        "Close (Escape)",
        close,
    ));
    element("div").class("dialog-inside").child(head)
}

/// A dialog of these classes, which the heading of this identifier names. `close` hears that the browser closes it.
#[must_use]
pub fn dialog(classes: &str, id: &str, close: impl Fn() + Clone + 'static) -> Build {
    let closes = close.clone();
    let frame = element("dialog").class(classes).attr("aria-labelledby", id);
    // Before Escape closes it, and not after: browsers tell of that in the next frame, and a key that is pressed meanwhile
    // would find it open. A file input inside has an event of this name too.
    let frame = frame.on("cancel", move |event| {
        if dom::is_on_itself(&event) {
            closes();
        }
    });
    frame.on("close", move |event| {
        // By now it may be open again.
        if !dom::is_open(&event) {
            close();
        }
        dom::keep_messages_in_front();
    })
}

/// Has a press beside a dialog close it: such a press falls on the dialog's own element.
#[must_use]
pub fn closed_beside(dialog: Build, close: impl Fn() + 'static) -> Build {
    dialog.on("click", move |event| {
        if dom::is_on_itself(&event) {
            close();
        }
    })
}
