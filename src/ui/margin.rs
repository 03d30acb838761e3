//! The margin of a block: its annotations in text order, as buttons. The same list serves eyes, keyboard and screen
//! readers, which cannot see what is painted.

use super::app;
use crate::app::action::Action;
use crate::app::session::excerpt;
use crate::domain::annotation::AnnotationId;
use leptos::prelude::*;

/// How many code points of a quote stand in the margin.
const EXCERPT: usize = 90;

/// One item of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    id: AnnotationId,
    label: usize,
    name: String,
    quote: String,
    note: String,
}

#[component]
pub(super) fn Margin(
    /// The block's index.
    block: usize,
) -> impl IntoView {
    let app = app();
    let rows = Memo::new(move |_| {
        app.with_workspace(|workspace| {
            let Some(block) = workspace.text().blocks().get(block) else { return Vec::new() };
            let project = workspace.project();
            // An annotation that runs over several blocks is listed at the one where it begins.
            let begins_here =
                workspace.in_block(block).filter(|annotation| annotation.target.hull().start() >= block.start());
            begins_here
                .map(|annotation| Row {
                    id: annotation.id.clone(),
                    label: project.labels.position(&annotation.label).unwrap_or_default(),
                    name: project.labels.name(&annotation.label).to_owned(),
                    quote: excerpt(&project.quote(&annotation.target), EXCERPT),
                    note: excerpt(&annotation.note, EXCERPT),
                })
                .collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    let is_unfolded = RwSignal::new(false);
    let count = move || rows.with(Vec::len);
    let fold_name = move || if count() == 1 { "1 annotation".to_owned() } else { format!("{} annotations", count()) };
    view! {
        <Show when=move || { count() > 0 }>
            <div class="margin" data-margin="" data-tool="" class:unfolded=move || is_unfolded.get()>
                <button
                    type="button"
                    class="fold"
                    aria-expanded=move || is_unfolded.get().to_string()
                    on:click=move |_| is_unfolded.update(|is_unfolded| *is_unfolded = !*is_unfolded)
                >
                    {fold_name}
                </button>
                <ul aria-label="Annotations of this block">
                    <For each=move || rows.get() key=|row| row.id.clone() children=move |row| view! { <Item row rows /> } />
                </ul>
            </div>
        </Show>
    }
}

#[component]
fn Item(row: Row, rows: Memo<Vec<Row>>) -> impl IntoView {
    let app = app();
    let id = StoredValue::new(row.id.clone());
    // The button stays the same element while its annotation changes, so that the keyboard stays on it.
    let row = Memo::new(move |_| {
        let now = rows.with(|rows| rows.iter().find(|other| other.id == row.id).cloned());
        now.unwrap_or_else(|| row.clone())
    });
    let is_active = Memo::new(move |_| app.active.with(|active| active.as_ref() == Some(&id.get_value())));
    let is_hovered = Memo::new(move |_| app.hover.with(|hover| hover.as_ref() == Some(&id.get_value())));
    let point = move |is_on: bool| {
        if is_on || is_hovered.get_untracked() {
            app.hover_over(is_on.then(|| id.get_value()));
        }
    };
    view! {
        <li>
            <button
                type="button"
                class="item"
                data-label=move || row.with(|row| row.label.to_string())
                aria-current=move || is_active.get().then_some("true")
                class:hovered=move || is_hovered.get()
                on:click=move |_| app.dispatch(Action::Activate(Some(id.get_value())))
                on:dblclick=move |_| app.dispatch(Action::OpenNote)
                on:pointerenter=move |_| point(true)
                on:pointerleave=move |_| point(false)
                on:focus=move |_| point(true)
                on:blur=move |_| point(false)
            >
                <span class="item-name">{move || row.with(|row| row.name.clone())}</span>
                <span class="visually-hidden">": "</span>
                <span class="item-quote" dir="auto">{move || row.with(|row| row.quote.clone())}</span>
                <Show when=move || row.with(|row| !row.note.is_empty())>
                    <span class="visually-hidden">". Note: "</span>
                    <span class="item-note" dir="auto">{move || row.with(|row| row.note.clone())}</span>
                </Show>
            </button>
        </li>
    }
}
