//! What all screens of the annex have around them.

use super::state::Annex;
use crate::app::annex::Screen;
use crate::browser::build::Build;
use crate::browser::{controls, element as dom};

/// The style rules of the annex's screens. They come with the annex, so that the page starts without them.
pub(super) const STYLE: &str = concat!(
    include_str!("../../../style/annex/frame.css"),
    include_str!("../../../style/annex/pieces.css"),
    include_str!("../../../style/annex/commands.css"),
    include_str!("../../../style/annex/labels.css"),
    include_str!("../../../style/annex/library.css"),
    include_str!("../../../style/annex/overview.css"),
    include_str!("../../../style/annex/guidelines.css"),
    include_str!("../../../style/annex/groups.css"),
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
    let parts = controls::dialog_inside(&id, title, close).when(is_open, inside);
    let classes = match stand {
        Stand::Over => "dialog annex",
        Stand::Beside => "dialog annex beside",
    };
    let frame = controls::dialog(classes, &id, close);
    let frame = frame.on("keydown", move |event| {
        if dom::key_press(&event).is_some_and(|press| press.key == "Escape") {
            // It is this screen's; in the article it would mean something else. Of itself, the browser closes none that
            // stands beside the article.
            event.stop_propagation();
            close();
        }
    });
    match stand {
        Stand::Beside => frame.attr("data-tool", "").child(parts).beside_while(is_open),
        Stand::Over => controls::closed_beside(frame, close).child(parts).open_while(is_open),
    }
}
