//! The palette: the labels, beside the selection and never over it; on a touch screen, docked at the bottom.

use super::labels::{Purpose, label_buttons};
use super::overlay::pixels;
use crate::app::action::Action;
use crate::app::signal::Derived;
use crate::app::state::App;
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::browser::place::stretches_of;
use crate::browser::{Spot, geometry, page};

/// Where the palette stands, in tenths of a pixel: the middle of the selection's first or last line, above or below it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stand {
    x: f64,
    y: f64,
    is_above: bool,
}

pub(super) fn palette(app: App) -> Build {
    let stand = Derived::new(move || stand_of(app));
    let add_part = move || {
        button("label", move || app.dispatch(Action::AddFragment))
            .attr("title", "Make the selection another part of the active annotation")
            .child(element("span").class("label-name").text("Add part"))
            .child(element("kbd").attr("aria-hidden", "true").text("+"))
    };
    let bar = move || {
        let bar = element("div")
            .class("palette")
            .attr("role", "toolbar")
            .attr("aria-label", "Label the selection")
            .attr("data-tool", "")
            .flag(".above", move || stand.get().is_some_and(|stand| stand.is_above))
            .style_with("--x", move || stand.get().map(|stand| pixels(stand.x)))
            .style_with("--y", move || stand.get().map(|stand| pixels(stand.y)));
        label_buttons(bar, app, Purpose::Mark).when(move || app.active.read().is_some(), add_part)
    };
    element("div").when(move || stand.get().is_some(), bar)
}

fn stand_of(app: App) -> Option<Stand> {
    app.layout.track();
    let text = app.text_untracked()?;
    let span = app.with_session(|session| if session.is_settled { session.selected(&text) } else { None })?;
    let stretches = stretches_of(&text, span);
    let boxes = |(start, end): &(Spot, Spot)| geometry::boxes(start.block, start.offset, end.offset);
    let first = stretches.first().map(boxes)?.first().copied()?;
    let last = stretches.last().map(boxes)?.last().copied()?;
    // Above, unless the selection begins too close to the bar at the top.
    let is_above = geometry::height_above(&first) > page::covered().0 + 60.0;
    let line = if is_above { first } else { last };
    let y = if is_above { line.top } else { line.top + line.height };
    Some(Stand { x: line.left + line.width / 2.0, y, is_above })
}
