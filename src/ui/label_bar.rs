//! The labels, as buttons: to mark a selection, or to pick up a pen.

use super::app;
use crate::app::action::Action;
use crate::domain::label::Label;
use leptos::prelude::*;

/// What a press on a label asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Mark the selection; without one, become the pen.
    Pen,
    /// Mark the selection.
    Mark,
    /// Change the active annotation.
    Relabel,
}

/// One button for each label.
#[component]
pub(super) fn LabelButtons(
    /// What they are for.
    purpose: Purpose,
    /// Which label is pressed in.
    #[prop(into)]
    pressed: Signal<Option<crate::domain::label::LabelId>>,
) -> impl IntoView {
    let app = app();
    let button = move |(index, label): (usize, Label)| {
        let id = label.id.clone();
        let choose = label.id.clone();
        let is_pressed = move || pressed.with(|pressed| pressed.as_ref() == Some(&id));
        let shows_state = purpose != Purpose::Mark;
        view! {
            <button
                type="button"
                class="label"
                data-label=index.to_string()
                title=label.description.clone()
                aria-pressed=move || shows_state.then(|| is_pressed().to_string())
                on:click=move |_| {
                    app.dispatch(match purpose {
                        Purpose::Pen => Action::PickPen(choose.clone()),
                        Purpose::Mark | Purpose::Relabel => Action::ChooseLabel(choose.clone()),
                    });
                }
            >
                <span class="swatch" aria-hidden="true"></span>
                <span class="label-name" dir="auto">{label.name.clone()}</span>
                {(!label.key.is_empty()).then(|| view! { <kbd aria-hidden="true">{label.key.clone()}</kbd> })}
            </button>
        }
    };
    move || app.labels.with(|labels| labels.labels().iter().cloned().enumerate().map(button).collect_view())
}
