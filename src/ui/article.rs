//! The article: an element of `index.html` whose blocks `boot.js` and the edge build once, with the margins and the overlay
//! laid beside them.

use super::margin::margin;
use super::overlay::overlay;
use crate::app::signal::State;
use crate::app::state::App;
use crate::browser::build::{element, found};
use crate::browser::reaction::react;
use crate::browser::{article, element as dom, task};
use leptos::prelude::*;
use std::cell::RefCell;
use std::ops::Range;

const HELP: &str = "Arrow keys move the caret, Shift selects, 1 to 4 mark. N and P go to the next and previous annotation. \
                    Press question mark for all keys.";

/// Fills what stands around the article in `index.html`.
pub(super) fn fill(app: App) {
    let name = move || {
        let title = app.title.read();
        Some(if title.is_empty() { "Article".to_owned() } else { "Article: ".to_owned() + &title })
    };
    let count =
        move || app.with_workspace(|workspace| workspace.project().annotations.len()).unwrap_or_default().to_string();
    let is_empty = move || app.document.read().is_none() && !app.with_facts(|facts| facts.is_starting);
    let empty = || {
        element("div")
            .class("empty")
            .child(element("h1").text("No article is open"))
            .child(element("p").text("Open a file, paste a text, or drop a file anywhere on this page."))
    };
    show_margins(app);
    let _ = found("article")
        .attr_with("aria-label", name)
        .attr_with("data-annotation-count", move || Some(count()))
        .flag("hidden", is_empty);
    let _ = found(".sheet")
        .flag(".below-hits", move || app.with_session(|session| session.hits.is_some()))
        .when(is_empty, empty)
        .child(element("p").attr("id", "article-help").class("visually-hidden").text(HELP));
}

/// Lays over the article what stands there without being of it.
pub(super) fn cover(app: App) {
    let _ = found(".sheet").child(overlay(app));
}

/// How many margins are built in one frame at most.
const MARGINS_A_FRAME: usize = 8;

/// How many blocks may come near at once before their margins wait for the scrolling to rest.
const MARGINS_IN_PASSING: usize = 3;

/// How long scrolling has to rest, in milliseconds.
const REST: u32 = 90;

/// Keeps a margin beside each block near the viewport: built when the block comes near, dropped when it leaves. In fast
/// scrolling, where a margin would live for a few frames, none is built.
fn show_margins(app: App) {
    let shown: RefCell<Vec<(usize, Owner)>> = RefCell::default();
    let before: RefCell<(Option<String>, Range<usize>)> = RefCell::new((None, 0..0));
    let outer = Owner::current().unwrap_or_default();
    // Grows when there is something left to build.
    let turns = State::new(0u32);
    react(Box::new(move || {
        turns.track();
        let now = (app.document.get_untracked(), app.near.get());
        let was = before.replace(now.clone());
        let (is_new, has_moved) = (was.0 != now.0 || was.1.is_empty(), was.1 != now.1);
        let near = now.1;
        let mut shown = shown.borrow_mut();
        shown.retain(|(block, owner)| {
            // The keyboard is not taken away from a margin that is scrolled out of sight.
            let has_focus = || article::frame(*block).is_some_and(|frame| dom::holds_focus(&frame));
            let stays = !is_new && (near.contains(block) || has_focus());
            if !stays {
                owner.cleanup();
            }
            stays
        });
        let missing: Vec<usize> = near.clone().filter(|block| shown.iter().all(|(known, _)| known != block)).collect();
        if has_moved && !is_new && missing.len() > MARGINS_IN_PASSING {
            task::after(REST, move || {
                if *app.near.read_untracked() == near {
                    turns.update(|turns| *turns += 1);
                }
            });
            return;
        }
        let most = if is_new { missing.len() } else { MARGINS_A_FRAME };
        for block in missing.iter().copied().take(most) {
            if let Some(frame) = article::frame(block) {
                let owner = outer.child();
                owner.with(|| untrack(|| margin(app, block).append_to(&frame)));
                shown.push((block, owner));
            }
        }
        if missing.len() > most {
            task::next_frame(move || turns.update(|turns| *turns += 1));
        }
    }));
}
