//! What all screens of the annex have around them.

use super::state::Annex;
use crate::app::annex::Screen;
use crate::browser::build::{Build, drawing, element};
use crate::browser::element as dom;

/// The style rules of the annex's screens. They come with the annex, so that the page starts without them.
pub(super) const STYLE: &str = concat!(
    include_str!("../../../style/annex/frame.css"),
    include_str!("../../../style/annex/commands.css"),
    include_str!("../../../style/annex/labels.css"),
    include_str!("../../../style/annex/library.css"),
    include_str!("../../../style/annex/overview.css"),
    include_str!("../../../style/annex/guidelines.css"),
    include_str!("../../../style/annex/doubts.css"),
    include_str!("../../../style/annex/comparison.css"),
    include_str!("../../../style/annex/export.css"),
    include_str!("../../../style/annex/import.css"),
    include_str!("../../../style/annex/review.css"),
);

/// How a screen stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// Over the page, which waits.
    Over,
    /// Beside the article, which can be worked on meanwhile.
    Beside,
}

/// A screen with its heading and a button that closes it. What is inside is built whenever it opens.
pub(super) fn screen(
    annex: Annex,
    which: Screen,
    stand: Stand,
    title: &str,
    inside: impl Fn() -> Build + 'static,
) -> Build {
    let is_open = move || *annex.screen.read() == Some(which);
    let close = move || {
        if *annex.screen.read_untracked() == Some(which) {
            annex.close();
        }
    };
    let id = ["annex-", which.name()].concat();
    // No header: outside of a section, that would be the page's own.
    let head =
        element("div").class("dialog-head").child(element("h2").attr("id", &id).text(title)).child(close_button(close));
    let parts = element("div").class("dialog-inside").child(head).when(is_open, inside);
    let frame = element("dialog")
        .class(match stand {
            Stand::Over => "dialog annex",
            Stand::Beside => "dialog annex beside",
        })
        .attr("aria-labelledby", &id)
        .on("close", move |event| {
            // Browsers tell of it in the next frame; by then it may be open again.
            if !dom::is_open(&event) {
                close();
            }
        });
    let frame = frame.on("keydown", move |event| {
        if dom::key_press(&event).is_some_and(|press| press.key == "Escape") {
            // It is this screen's; in the article it would mean something else. Closed at once, and not when the browser tells
            // that it has closed a dialog: the next key may be one that opens it again.
            event.stop_propagation();
            close();
        }
    });
    match stand {
        Stand::Beside => frame.attr("data-tool", "").child(parts).beside_while(is_open),
        Stand::Over => frame
            .on("click", move |event| {
                // A press beside the dialog falls on the dialog's own element.
                if dom::is_on_itself(&event) {
                    close();
                }
            })
            .child(parts)
            .open_while(is_open),
    }
}

/// A button of these classes.
pub(super) fn button(classes: &str, act: impl FnMut() + 'static) -> Build {
    let mut act = act;
    element("button").attr("type", "button").class(classes).on("click", move |_| act())
}

fn close_button(act: impl FnMut() + 'static) -> Build {
    let cross = drawing("svg")
        .class("icon")
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .child(drawing("path").attr("d", "M6 6l12 12M18 6 6 18"));
    button("quiet", act).attr("aria-label", "Close").attr("title", "Close (Escape)").child(cross)
}
