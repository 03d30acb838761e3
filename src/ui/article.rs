//! The article: an element whose blocks the edge builds once, with the margins and the overlay laid beside them.

use super::margin::margin;
use super::overlay::overlay;
use crate::app::state::App;
use crate::browser::build::{Build, element};
use crate::browser::reaction::react;
use crate::browser::{article, task};
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;

const HELP: &str = "Arrow keys move the caret, Shift selects, 1 to 4 mark. N and P go to the next and previous annotation. \
                    Press question mark for all keys.";

pub(super) fn article(app: App) -> Build {
    let name = move || {
        let title = app.with_workspace(|workspace| workspace.project().document.title.clone());
        Some(title.map_or_else(|| "Article".to_owned(), |title| "Article: ".to_owned() + &title))
    };
    let count =
        move || app.with_workspace(|workspace| workspace.project().annotations.len()).unwrap_or_default().to_string();
    let is_empty = move || app.document.read().is_none();
    let empty = || {
        element("p")
            .class("empty")
            .text("No article is open. Open a file, paste a text, or drop a file anywhere on this page.")
    };
    show_margins(app);
    element("div")
        .class("sheet")
        .when(is_empty, empty)
        .child(
            element("article")
                .attr("id", article::ID)
                .class("article")
                .attr("data-article", "")
                .attr("role", "document")
                .attr("tabindex", "0")
                .attr("aria-describedby", "article-help")
                .attr_with("aria-label", name)
                .attr_with("data-annotation-count", move || Some(count()))
                .flag("hidden", is_empty),
        )
        .child(element("p").attr("id", "article-help").class("visually-hidden").text(HELP))
        .child(overlay(app))
}

/// How many margins are built in one frame at most, so that fast scrolling stays smooth.
const MARGINS_A_FRAME: usize = 8;

/// Keeps a margin beside each block near the viewport: built when the block comes near, dropped when it leaves.
fn show_margins(app: App) {
    let shown: RefCell<BTreeMap<usize, Owner>> = RefCell::default();
    let outer = Owner::current().unwrap_or_default();
    let frames = RwSignal::new(0u32);
    react(Box::new(move || {
        frames.track();
        let near = app.near.get();
        let mut shown = shown.borrow_mut();
        shown.retain(|block, owner| {
            let stays = near.contains(block);
            if !stays {
                owner.cleanup();
            }
            stays
        });
        let missing: Vec<usize> = near.filter(|block| !shown.contains_key(block)).collect();
        let is_first = shown.is_empty();
        for block in missing.iter().copied().take(if is_first { usize::MAX } else { MARGINS_A_FRAME }) {
            if let Some(frame) = article::frame(block) {
                let owner = outer.child();
                owner.with(|| untrack(|| margin(app, block).append_to(&frame)));
                shown.insert(block, owner);
            }
        }
        if !is_first && missing.len() > MARGINS_A_FRAME {
            task::next_frame(move || frames.update(|frames| *frames += 1));
        }
    }));
}
