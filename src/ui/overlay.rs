//! What lies over the article without changing it: the caret, the edge handles, the palette.

use super::app;
use super::palette::Palette;
use crate::app::action::Action;
use crate::browser::geometry::{self, Area};
use crate::browser::{article, element};
use crate::domain::edit::{Edge, with_edge};
use crate::domain::snap::Precision;
use crate::domain::span::Span;
use crate::domain::text::CodePoint;
use crate::edge::{offset_of, spot_of};
use leptos::prelude::*;

#[component]
pub(super) fn Overlay() -> impl IntoView {
    view! {
        <div class="overlay">
            <Caret />
            <Handles />
            <Palette />
        </div>
    }
}

#[component]
fn Caret() -> impl IntoView {
    let app = app();
    let focus = Memo::new(move |_| app.with_session(|session| session.caret.focus));
    let area = move || {
        app.layout.track();
        app.document.track();
        let text = app.text_untracked()?;
        geometry::caret(spot_of(&text, focus.get())?)
    };
    let pixels = move |part: fn(&Area) -> f64| move || area().map(|area| format!("{}px", part(&area)));
    view! {
        <div
            class="caret"
            aria-hidden="true"
            style:left=pixels(|area| area.left)
            style:top=pixels(|area| area.top)
            style:height=pixels(|area| area.height)
        ></div>
    }
}

/// One edge of one span of the active annotation.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Handle {
    fragment: usize,
    edge: Edge,
    span: Span,
    area: Area,
    left: f64,
}

#[component]
fn Handles() -> impl IntoView {
    let app = app();
    let handles = Memo::new(move |_| {
        app.layout.track();
        let id = app.active.get()?;
        let (text, target) = app.with_workspace(|workspace| {
            let annotation = workspace.project().annotations.get(&id)?;
            Some((workspace.text().clone(), annotation.target.clone()))
        })??;
        let mut handles = Vec::new();
        for (fragment, span) in target.spans().iter().enumerate() {
            for edge in [Edge::Start, Edge::End] {
                let place = if edge == Edge::Start { span.start() } else { span.end() };
                // The box of the character inside the edge tells the line that the edge is on.
                let (from, to) = match edge {
                    Edge::Start => (place, text.next(place, crate::domain::text::Step::Grapheme)),
                    Edge::End => (text.previous(place, crate::domain::text::Step::Grapheme), place),
                };
                let Some((from, to)) = spot_of(&text, from).zip(spot_of(&text, to)) else { continue };
                let boxes = geometry::boxes(from.block, from.offset, to.offset);
                let Some(area) = (if edge == Edge::Start { boxes.first() } else { boxes.last() }).copied() else {
                    continue;
                };
                let runs_left = article::is_right_to_left(from.block);
                let left = if (edge == Edge::Start) == runs_left { area.left + area.width } else { area.left };
                let left = if edge == Edge::End && !runs_left { area.left + area.width } else { left };
                handles.push(Handle { fragment, edge, span: *span, area, left });
            }
        }
        Some(handles)
    });
    let drag = RwSignal::new(None::<(usize, Edge, Span)>);
    let place_under = move |event: &leptos::ev::PointerEvent| -> Option<CodePoint> {
        let text = app.text_untracked()?;
        offset_of(&text, geometry::hit(f64::from(event.client_x()), f64::from(event.client_y()))?.spot)
    };
    let moved = move |event: &leptos::ev::PointerEvent, handle: Handle| {
        let Some(text) = app.text_untracked() else { return };
        let Some(place) = place_under(event) else { return };
        let Some(raw) = with_edge(handle.span, handle.edge, place) else { return };
        let precision = if event.alt_key() { Precision::Characters } else { Precision::Words };
        let snapped = crate::domain::snap::snap(&text, raw.start(), raw.end(), precision);
        let Some(snapped) = snapped else { return };
        let span = match handle.edge {
            Edge::Start => Span::new(snapped.start(), handle.span.end()),
            Edge::End => Span::new(handle.span.start(), snapped.end()),
        };
        if let Some(span) = span {
            drag.set(Some((handle.fragment, handle.edge, span)));
            app.preview.set(Some(span));
        }
    };
    let released = move || {
        app.preview.set(None);
        if let Some((fragment, _, span)) = drag.get_untracked() {
            drag.set(None);
            app.dispatch(Action::PlaceFragment(fragment, span));
        }
    };
    let view_of = move |handle: Handle| {
        let name = if handle.edge == Edge::Start { "handle start" } else { "handle end" };
        view! {
            <div
                class=name
                aria-hidden="true"
                data-tool=""
                style:left=format!("{}px", handle.left)
                style:top=format!("{}px", handle.area.top)
                style:height=format!("{}px", handle.area.height)
                on:pointerdown=move |event| {
                    event.prevent_default();
                    element::capture_pointer(&event);
                    drag.set(Some((handle.fragment, handle.edge, handle.span)));
                }
                on:pointermove=move |event| {
                    if drag.get_untracked().is_some() {
                        moved(&event, handle);
                    }
                }
                on:pointerup=move |_| released()
                on:pointercancel=move |_| {
                    drag.set(None);
                    app.preview.set(None);
                }
            ></div>
        }
    };
    move || handles.get().unwrap_or_default().into_iter().map(view_of).collect_view()
}
