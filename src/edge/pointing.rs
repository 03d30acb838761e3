//! The hand: what the mouse, the finger and the page's own selection say about the article.

use crate::app::action::{Action, Selecting};
use crate::app::caret::{Caret, Extend};
use crate::app::state::App;
use crate::browser::place::offset_of;
use crate::browser::{element, geometry, listen, selection, task};
use crate::domain::snap::Precision;
use std::cell::Cell;
use std::rc::Rc;

/// How long a third click may take to follow the second, in milliseconds. Only a pen has to wait for it.
const MULTI_CLICK: u32 = 300;

/// How far apart presses may be to count as clicks in the same place, in CSS pixels.
const SAME_PLACE: i32 = 6;

/// What the hand is doing.
#[derive(Debug, Default)]
struct Hand {
    /// Whether a mouse button is held that went down in the article.
    is_selecting: Cell<bool>,
    is_exact: Cell<bool>,
    adds_fragment: Cell<bool>,
    /// How many clicks in a row the last press was the latest of.
    clicks: Cell<i32>,
    /// Where the last press was, in CSS pixels of the window.
    pressed_at: Cell<(i32, i32)>,
    /// Grows with every press, so that a late reaction to an earlier one can be dropped.
    presses: Cell<u32>,
    /// The press whose selection is still to be finished.
    unfinished: Cell<Option<u32>>,
    /// Whether the page's selection may have changed since it was last looked at.
    is_unread: Cell<bool>,
    wants_hover: Cell<Option<(f64, f64)>>,
}

thread_local! {
    static HAND: Rc<Hand> = Rc::default();
}

fn hand() -> Rc<Hand> {
    HAND.with(Rc::clone)
}

/// Whether a hand is selecting right now.
pub(super) fn is_selecting() -> bool {
    let hand = hand();
    hand.is_selecting.get() || hand.unfinished.get().is_some()
}

/// Follows the page's own selection while a hand makes it.
pub(super) fn hear_the_selection(app: App) {
    listen::on_document("selectionchange", move |_| follow_the_selection(app));
}

/// Takes over what is selected in the page, if that is news.
pub(super) fn follow_the_selection(app: App) {
    let hand = hand();
    if !hand.is_selecting.get() && selection::read().is_some_and(selection::is_known) {
        return;
    }
    let Some(caret) = caret_of_page(app, &hand) else { return };
    let known = app.with_session_untracked(|session| session.caret);
    if (known.anchor, known.focus) == (caret.anchor, caret.focus) && !hand.is_selecting.get() {
        return;
    }
    app.dispatch(Action::Select(caret));
    if !hand.is_selecting.get() && !caret.is_bare() {
        // Handles on a touch screen, or "select all": nobody lets go of anything.
        app.dispatch(Action::SelectionEnd(Selecting::Undecided));
    }
}

/// Follows presses, clicks and movements.
pub(super) fn hear_the_pointer(app: App) {
    // Only mouse events count clicks.
    listen::on_document("mousedown", move |event| {
        hand().clicks.set(element::as_mouse(event).map_or(0, |event| event.detail()));
    });
    listen::on_pointer("pointerdown", move |event| {
        let hand = hand();
        let point = (event.client_x(), event.client_y());
        let (before_x, before_y) = hand.pressed_at.replace(point);
        let is_same_place = (point.0 - before_x).abs() < SAME_PLACE && (point.1 - before_y).abs() < SAME_PLACE;
        if hand.unfinished.get().is_some() && hand.clicks.get() > 1 && is_same_place {
            // A third click takes the place of the second.
            hand.unfinished.set(None);
        } else {
            settle(app);
        }
        hand.presses.set(hand.presses.get() + 1);
        let is_in_article = element::closest(event, "[data-block]").is_some();
        let is_primary = event.button() == 0 && event.pointer_type() != "touch";
        hand.is_selecting.set(is_in_article && is_primary);
        hand.is_unread.set(is_in_article);
        hand.is_exact.set(event.alt_key());
        hand.adds_fragment.set(event.ctrl_key() || event.meta_key());
        let is_outside = element::closest(event, "#article, [data-tool], dialog").is_none();
        if is_outside && event.button() == 0 && !app.with_session_untracked(|session| session.caret.is_bare()) {
            let focus = app.with_session_untracked(|session| session.caret.focus);
            app.dispatch(Action::CaretTo(focus, Extend::No));
            selection::clear();
        }
    });
    // Before the browser's own reaction to a press: in a selection, which is not shown, that would be to drag its text.
    listen::on_document("mousedown", move |event| {
        let is_plain = element::as_mouse(event).is_some_and(|event| event.button() == 0 && !event.shift_key());
        if is_plain && element::closest(event, "[data-block]").is_some() {
            selection::clear();
        }
    });
    listen::on_pointer("pointermove", move |event| {
        let hand = hand();
        if hand.is_selecting.get() {
            if hand.is_exact.replace(event.alt_key()) != event.alt_key()
                && let Some(caret) = caret_of_page(app, &hand)
            {
                app.dispatch(Action::Select(caret));
            }
            return;
        }
        if event.pointer_type() != "touch" && event.buttons() == 0 {
            let is_in_article = element::closest(event, "[data-block]").is_some();
            hover_soon(app, &hand, is_in_article.then(|| (f64::from(event.client_x()), f64::from(event.client_y()))));
        }
    });
    listen::on_pointer("pointerup", move |_| {
        let hand = hand();
        if !hand.is_selecting.replace(false) {
            return;
        }
        // The browser settles the selection after this event.
        let press = hand.presses.get();
        hand.unfinished.set(Some(press));
        task::after(0, move || end_selection(app, press));
    });
    listen::on_pointer("pointercancel", move |_| hand().is_selecting.set(false));
    listen::on_document("click", move |event| {
        if element::closest(event, "[data-block]").is_none() || hand().adds_fragment.get() {
            return;
        }
        let (Some(event), Some(text)) = (element::as_mouse(event), app.text_untracked()) else { return };
        let is_bare = selection::read().is_none_or(|selected| selected.anchor == selected.focus);
        if !is_bare || event.detail() > 1 {
            return;
        }
        let Some(hit) = geometry::hit(f64::from(event.client_x()), f64::from(event.client_y())) else { return };
        let place = hit.on.unwrap_or(hit.spot);
        let Some(place) = offset_of(&text, place) else { return };
        if hit.on.is_some() {
            app.dispatch(Action::ActivateAt(place));
        } else {
            app.dispatch(Action::Activate(None));
            app.dispatch(Action::CaretTo(place, Extend::No));
        }
    });
}

/// Takes over what the hand has selected before a key acts on it: browsers tell of a selection some time after they
/// have made it, and a key may follow sooner.
pub(super) fn settle(app: App) {
    let hand = hand();
    if !hand.is_unread.take() {
        return;
    }
    if hand.unfinished.take().is_some() {
        hand.is_selecting.set(false);
        select_what_the_page_has(app, &hand);
        finish(app, &hand);
    } else if !hand.is_selecting.get() {
        select_what_the_page_has(app, &hand);
    }
}

fn end_selection(app: App, press: u32) {
    let hand = hand();
    if hand.unfinished.get() != Some(press) {
        return;
    }
    select_what_the_page_has(app, &hand);
    // What is read now must not be read again: the page keeps it until the caret is mirrored.
    hand.is_unread.set(false);
    let has_pen = app.with_session_untracked(|session| session.pen.is_some());
    if has_pen && hand.clicks.get() == 2 {
        // Perhaps a third click follows: then the block is meant, not the word.
        task::after(MULTI_CLICK, move || {
            let hand = self::hand();
            if hand.unfinished.get() == Some(press) {
                finish(app, &hand);
            }
        });
    } else {
        finish(app, &hand);
    }
}

fn select_what_the_page_has(app: App, hand: &Hand) {
    if let Some(caret) = caret_of_page(app, hand)
        && app.with_session_untracked(|session| session.caret) != caret
    {
        app.dispatch(Action::Select(caret));
    }
}

fn finish(app: App, hand: &Hand) {
    hand.unfinished.set(None);
    if !app.with_session_untracked(|session| session.caret.is_bare()) {
        let selecting = if hand.adds_fragment.get() { Selecting::Fragment } else { Selecting::New };
        app.dispatch(Action::SelectionEnd(selecting));
    }
}

fn caret_of_page(app: App, hand: &Hand) -> Option<Caret> {
    let text = app.text_untracked()?;
    let selected = selection::hear()?;
    let (anchor, focus) = (offset_of(&text, selected.anchor)?, offset_of(&text, selected.focus)?);
    let precision = if hand.is_exact.get() { Precision::Characters } else { Precision::Words };
    Some(Caret { anchor, focus, precision })
}

/// Looks once a frame what the pointer is on.
fn hover_soon(app: App, hand: &Rc<Hand>, point: Option<(f64, f64)>) {
    let is_waiting = hand.wants_hover.replace(Some(point.unwrap_or((f64::NAN, f64::NAN)))).is_some();
    if is_waiting {
        return;
    }
    let hand = hand.clone();
    task::next_frame(move || {
        let Some((x, y)) = hand.wants_hover.take() else { return };
        if x.is_nan() {
            // Over the margin, its own items tell.
            return;
        }
        let place = geometry::hit(x, y).and_then(|hit| hit.on);
        let place = place.and_then(|spot| offset_of(&app.text_untracked()?, spot));
        let hovered = place.and_then(|place| {
            app.with_workspace_untracked(|workspace| {
                workspace.project().annotations.stack_at(place).first().map(|annotation| annotation.id.clone())
            })?
        });
        app.hover_over(hovered);
    });
}
