//! The palette: the labels, beside the selection and never over it; on a touch screen, docked at the bottom.

use super::app;
use super::label_bar::{LabelButtons, Purpose};
use crate::app::action::Action;
use crate::browser::{geometry, page};
use crate::edge::stretches_of;
use leptos::prelude::*;

/// Where the palette stands: the middle of the selection's first or last line, and whether above or below it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stand {
    x: f64,
    y: f64,
    is_above: bool,
}

#[component]
pub(super) fn Palette() -> impl IntoView {
    let app = app();
    let stand = Memo::new(move |_| {
        app.layout.track();
        let text = app.text_untracked()?;
        let span = app.with_session(|session| if session.is_settled { session.selected(&text) } else { None })?;
        let stretches = stretches_of(&text, span);
        let boxes = |(start, end): &(crate::browser::Spot, crate::browser::Spot)| {
            geometry::boxes(start.block, start.offset, end.offset)
        };
        let first = stretches.first().map(boxes)?.first().copied()?;
        let last = stretches.last().map(boxes)?.last().copied()?;
        // Above, unless the selection begins too close to the bar at the top.
        let is_above = geometry::height_above(&first) > page::covered().0 + 60.0;
        let line = if is_above { first } else { last };
        let y = if is_above { line.top } else { line.top + line.height };
        Some(Stand { x: line.left + line.width / 2.0, y, is_above })
    });
    let can_extend = move || app.active.with(Option::is_some);
    view! {
        <Show when=move || stand.with(Option::is_some)>
            <div
                class="palette"
                class:above=move || stand.get().is_some_and(|stand| stand.is_above)
                role="toolbar"
                aria-label="Label the selection"
                data-tool=""
                style:--x=move || stand.get().map(|stand| format!("{}px", stand.x))
                style:--y=move || stand.get().map(|stand| format!("{}px", stand.y))
            >
                <LabelButtons purpose=Purpose::Mark pressed=Signal::derive(|| None) />
                <Show when=can_extend>
                    <button
                        type="button"
                        class="label"
                        title="Make the selection another part of the active annotation"
                        on:click=move |_| app.dispatch(Action::AddFragment)
                    >
                        <span class="label-name">"Add part"</span>
                        <kbd aria-hidden="true">"+"</kbd>
                    </button>
                </Show>
            </div>
        </Show>
    }
}
