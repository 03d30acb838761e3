//! The inspector: the active annotation's label, quote and note.

use super::app;
use super::icon::Icon;
use super::label_bar::{LabelButtons, Purpose};
use crate::app::action::Action;
use crate::browser::clock;
use leptos::prelude::*;

#[component]
pub(super) fn Inspector() -> impl IntoView {
    let app = app();
    let active = Memo::new(move |_| {
        let id = app.active.get()?;
        app.with_workspace(|workspace| workspace.project().annotations.get(&id).cloned())?
    });
    let id = Memo::new(move |_| active.with(|active| active.as_ref().map(|annotation| annotation.id.clone())));
    view! {
        <Show when=move || id.with(Option::is_some)>
            <Details active />
        </Show>
    }
}

#[component]
fn Details(active: Memo<Option<std::sync::Arc<crate::domain::annotation::Annotation>>>) -> impl IntoView {
    let app = app();
    let label = Memo::new(move |_| active.with(|active| active.as_ref().map(|annotation| annotation.label.clone())));
    let note = Memo::new(move |_| {
        active.with(|active| active.as_ref().map(|annotation| annotation.note.clone()).unwrap_or_default())
    });
    let name = move || {
        let label = label.get();
        app.labels.with(|labels| label.map(|label| labels.name(&label).to_owned())).unwrap_or_default()
    };
    let quotes = Memo::new(move |_| {
        let text = app.text_untracked();
        active.with(|active| match (active, text) {
            (Some(annotation), Some(text)) => {
                let quote = |span: &crate::domain::span::Span| {
                    text.slice(span.start(), span.end()).unwrap_or_default().to_owned()
                };
                annotation.target.spans().iter().map(quote).collect::<Vec<_>>()
            }
            _ => Vec::new(),
        })
    });
    let created = move || {
        let created = active.with(|active| active.as_ref().map(|annotation| annotation.created.as_str().to_owned()));
        created.filter(|created| !created.is_empty()).map(|created| format!("Made {}", clock::local(&created)))
    };
    let typed = move |event| {
        if let Some(id) = active.with_untracked(|active| active.as_ref().map(|annotation| annotation.id.clone())) {
            app.dispatch(Action::Note(id, event_target_value(&event)));
        }
    };
    view! {
        <aside class="inspector" aria-label="Active annotation" data-tool="">
            <header class="inspector-head">
                <h2>{name}</h2>
                <button type="button" class="quiet" aria-label="Close" title="Close (Escape)" on:click=move |_| {
                    app.dispatch(Action::Activate(None));
                    app.dispatch(Action::FocusArticle);
                }>
                    <Icon name="close" />
                </button>
            </header>
            <div class="relabel" role="group" aria-label="Label">
                <LabelButtons purpose=Purpose::Relabel pressed=label />
            </div>
            <ul class="quotes" aria-label="Quote">
                {move || {
                    let quotes = quotes.get();
                    let is_split = quotes.len() > 1;
                    quotes.into_iter().enumerate().map(|(fragment, quote)| view! {
                        <li>
                            <q dir="auto">{quote}</q>
                            {is_split.then(|| view! {
                                <button
                                    type="button"
                                    class="quiet small"
                                    aria-label=format!("Remove part {}", fragment + 1)
                                    title="Remove this part"
                                    on:click=move |_| app.dispatch(Action::RemoveFragment(fragment))
                                >
                                    <Icon name="close" />
                                </button>
                            })}
                        </li>
                    }).collect_view()
                }}
            </ul>
            <label class="note-label" for="note">"Note"</label>
            <textarea
                id="note"
                rows="3"
                dir="auto"
                placeholder="Why, how sure, what to check"
                prop:value=move || note.get()
                on:input=typed
                on:blur=move |_| app.dispatch(Action::EndNote)
            ></textarea>
            <footer class="inspector-foot">
                <span class="made">{created}</span>
                <button type="button" class="quiet danger" title="Remove (Delete)" on:click=move |_| {
                    app.dispatch(Action::Remove);
                    app.dispatch(Action::FocusArticle);
                }>
                    <Icon name="delete" />
                    <span>"Remove"</span>
                </button>
            </footer>
        </aside>
    }
}
