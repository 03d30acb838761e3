//! What lies over the article without changing it: the caret, the edge handles, the palette.

use super::palette::palette;
use crate::app::action::Action;
use crate::app::signal::Derived;
use crate::app::state::App;
use crate::browser::build::{Build, drawing, element};
use crate::browser::geometry::{self, Area};
use crate::browser::place::{offset_of, spot_of};
use crate::browser::{article, element as dom};
use crate::domain::annotation::AnnotationId;
use crate::domain::edit::{Edge, with_edge};
use crate::domain::snap::{Precision, snap};
use crate::domain::span::Span;
use crate::domain::text::{Step, Text};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

pub(super) fn overlay(app: App) -> Build {
    let handles = element("div").each(move || handle_keys(app), move |key| handle(app, key));
    element("div").class("overlay").child(curves(app)).child(caret(app)).child(handles).child(palette(app))
}

/// A quiet curve for each link of the active annotation, from its start to a small arrow at its end.
fn curves(app: App) -> Build {
    let path = Derived::new(move || {
        app.layout.track();
        let id = app.active.get()?;
        let path = app.with_workspace(|workspace| {
            let project = workspace.project();
            let place = |id: &AnnotationId| {
                let span = *project.annotations.get(id)?.target.spans().first()?;
                area_of(workspace.text(), span, Edge::Start)
            };
            let mut path = String::new();
            for (_, link) in project.links_of(&id) {
                if let Some((from, to)) = place(&link.from).zip(place(&link.to)) {
                    path.push_str(&curve(&from, &to));
                }
            }
            path
        });
        path.filter(|path| !path.is_empty())
    });
    let line = drawing("path").attr_with("d", move || path.get());
    drawing("svg").class("curves").attr("aria-hidden", "true").child(line)
}

/// The path of a curve between two places: between the lines that it joins, or above the line that both are in.
#[inline(never)]
fn curve(from: &Area, to: &Area) -> String {
    let is_beside = (from.top - to.top).abs() < from.height;
    let (leaves, arrives) = match () {
        () if is_beside => (from.top, to.top),
        () if from.top < to.top => (from.top + from.height, to.top),
        () => (from.top, to.top + to.height),
    };
    let bend = if is_beside { -from.height } else { (arrives - leaves) / 2.0 };
    let end_bend = if is_beside { arrives + bend } else { arrives - bend };
    let back = if arrives < leaves && !is_beside { 6.0 } else { -6.0 };
    let mut path = String::new();
    let numbers = [
        ("M", from.left),
        (" ", leaves),
        ("C", from.left),
        (" ", leaves + bend),
        (" ", to.left),
        (" ", end_bend),
        (" ", to.left),
        (" ", arrives),
        ("l", -4.0),
        (" ", back),
        ("h", 8.0),
        ("L", to.left),
        (" ", arrives),
    ];
    for (sign, number) in numbers {
        path.push_str(sign);
        path.push_str(&(number as i32).to_string());
    }
    path
}

fn caret(app: App) -> Build {
    // Measured once for the three lengths: to measure, the browser has to lay the page out.
    let area = Derived::new(move || {
        app.layout.track();
        app.document.track();
        let focus = app.with_session(|session| session.caret.focus);
        let text = app.text_untracked()?;
        geometry::caret(spot_of(&text, focus)?)
    });
    place(element("div").class("caret").attr("aria-hidden", "true"), area)
}

/// Puts an element where an area is; its width is its own.
fn place(element: Build, area: Derived<Option<Area>>) -> Build {
    let length = move |part: fn(&Area) -> f64| move || area.get().map(|area| pixels(part(&area)));
    element
        .style_with("left", length(|area| area.left))
        .style_with("top", length(|area| area.top))
        .style_with("height", length(|area| area.height))
}

/// One key for each edge of each span of the active annotation: `0s`, `0e`, `1s` …
fn handle_keys(app: App) -> Vec<String> {
    // A pen marks whatever is under it; edges would be in its way.
    if app.with_session(|session| session.pen.is_some()) {
        return Vec::new();
    }
    let count = active_spans(app).map_or(0, |(_, spans)| spans.len());
    (0..count).flat_map(|fragment| [fragment.to_string() + "s", fragment.to_string() + "e"]).collect()
}

fn active_spans(app: App) -> Option<(Text, Vec<Span>)> {
    let id = app.active.get()?;
    app.with_workspace(|workspace| {
        let annotation = workspace.project().annotations.get(&id)?;
        Some((workspace.text().clone(), annotation.target.spans().to_vec()))
    })?
}

/// Where an edge stands: the box of the character inside it tells the line, its side the place.
fn area_of(text: &Text, span: Span, edge: Edge) -> Option<Area> {
    let (from, to) = match edge {
        Edge::Start => (span.start(), text.next(span.start(), Step::Grapheme)),
        Edge::End => (text.previous(span.end(), Step::Grapheme), span.end()),
    };
    let (from, to) = (spot_of(text, from)?, spot_of(text, to)?);
    let boxes = geometry::boxes(from.block, from.offset, to.offset);
    let area = *(if edge == Edge::Start { boxes.first() } else { boxes.last() })?;
    let is_right = (edge == Edge::End) != article::is_right_to_left(from.block);
    Some(Area { left: if is_right { area.left + area.width } else { area.left }, ..area })
}

fn handle(app: App, key: &str) -> Build {
    let edge = if key.ends_with('s') { Edge::Start } else { Edge::End };
    let fragment: usize = key.trim_end_matches(['s', 'e']).parse().unwrap_or_default();
    let span = move || active_spans(app).and_then(|(text, spans)| Some((text, *spans.get(fragment)?)));
    let area = Derived::new(move || {
        app.layout.track();
        let (text, span) = span()?;
        area_of(&text, span, edge)
    });
    // The span as it was when the hand took the edge, and as the hand has made it.
    let drag: Rc<Cell<Option<(Span, Span)>>> = Rc::default();
    let (take, moving, release, cancel) = (drag.clone(), drag.clone(), drag.clone(), drag);
    let class = if edge == Edge::Start { "handle start" } else { "handle end" };
    place(element("div").class(class).attr("aria-hidden", "true").attr("data-tool", ""), area)
        .on("pointerdown", move |event| {
            event.prevent_default();
            dom::capture_pointer(&event);
            take.set(untrack(span).map(|(_, span)| (span, span)));
        })
        .on("pointermove", move |event| {
            if let Some((was, _)) = moving.get()
                && let Some(now) = dragged(app, &event, was, edge)
            {
                moving.set(Some((was, now)));
                app.preview(Some(now));
            }
        })
        .on("pointerup", move |_| {
            app.preview(None);
            if let Some((was, now)) = release.take()
                && was != now
            {
                app.dispatch(Action::PlaceFragment(fragment, now));
            }
        })
        .on("pointercancel", move |_| {
            cancel.take();
            app.preview(None);
        })
}

/// The span with its edge under the hand: at a word's edge, or with Alt at a character's.
fn dragged(app: App, event: &leptos::ev::Event, was: Span, edge: Edge) -> Option<Span> {
    let text = app.text_untracked()?;
    let event = dom::as_mouse(event)?;
    let hit = geometry::hit(f64::from(event.client_x()), f64::from(event.client_y()))?;
    let raw = with_edge(was, edge, offset_of(&text, hit.spot)?)?;
    let precision = if event.alt_key() { Precision::Characters } else { Precision::Words };
    let snapped = snap(&text, raw.start(), raw.end(), precision)?;
    match edge {
        Edge::Start => Span::new(snapped.start(), was.end()),
        Edge::End => Span::new(was.start(), snapped.end()),
    }
}

/// A length for a style, to a tenth of a pixel.
pub(super) fn pixels(length: f64) -> String {
    let tenths = (length * 10.0) as i32;
    let sign = if tenths < 0 { "-" } else { "" };
    let tenths = tenths.unsigned_abs();
    let (whole, rest) = (tenths / 10, tenths % 10);
    sign.to_owned() + &whole.to_string() + "." + &rest.to_string() + "px"
}
