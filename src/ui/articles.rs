//! The articles: open another, switch, remove.

use super::icon::Icon;
use super::{DialogFrame, app};
use crate::app::action::{Action, Dialog};
use crate::app::saved::Card;
use crate::app::state::Request;
use crate::browser::{clock, file};
use leptos::prelude::*;

#[component]
pub(super) fn Articles() -> impl IntoView {
    view! {
        <DialogFrame which=Dialog::Articles title="Articles">
            <Openers />
            <Cards />
        </DialogFrame>
    }
}

#[component]
fn Openers() -> impl IntoView {
    let app = app();
    let pasted = RwSignal::new(String::new());
    let input = NodeRef::<leptos::html::Input>::new();
    let chosen = move |_| {
        if let Some(input) = input.get_untracked() {
            app.hide_dialog();
            crate::edge::open_files(app, file::chosen(&input));
        }
    };
    let paste = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = pasted.get_untracked();
        pasted.set(String::new());
        app.hide_dialog();
        app.ask(Request::Paste(text));
    };
    view! {
        <section class="openers" aria-label="Open another">
            <label class="file">
                <Icon name="open" />
                <span>"Open a file"</span>
                <input
                    node_ref=input
                    type="file"
                    multiple
                    accept=".txt,.md,.html,.htm,.json,text/plain,text/markdown,text/html,application/json"
                    on:change=chosen
                />
            </label>
            <p class="hint">"Text, Markdown, a web page (its text only) or an annotation file. Or drop files anywhere on the page."</p>
            <form class="paste" on:submit=paste>
                <label for="paste">"Or paste a text"</label>
                <textarea
                    id="paste"
                    rows="3"
                    dir="auto"
                    prop:value=move || pasted.get()
                    on:input=move |event| pasted.set(event_target_value(&event))
                ></textarea>
                <button type="submit" disabled=move || pasted.with(|text| text.trim().is_empty())>"Open the pasted text"</button>
            </form>
        </section>
    }
}

#[component]
fn Cards() -> impl IntoView {
    let app = app();
    let has_annotations =
        move || app.with_workspace(|workspace| !workspace.project().annotations.is_empty()) == Some(true);
    view! {
        <section aria-label="Articles in this browser">
            <ul class="cards">
                <For each=move || app.library.get() key=|card| card.clone() children=|card| view! { <CardItem card /> } />
            </ul>
            <Show when=move || app.library.with(Vec::is_empty)>
                <p class="hint">"There are no articles in this browser yet."</p>
            </Show>
            <footer class="cards-foot">
                <button type="button" class="quiet" on:click=move |_| {
                    app.hide_dialog();
                    app.ask(Request::OpenBundled);
                }>"Open this site\u{2019}s article"</button>
                <button type="button" class="quiet danger" disabled=move || !has_annotations() on:click=move |_| {
                    app.hide_dialog();
                    app.dispatch(Action::RemoveAll);
                }>"Remove all annotations of the open article"</button>
            </footer>
        </section>
    }
}

#[component]
fn CardItem(card: Card) -> impl IntoView {
    let app = app();
    let id = StoredValue::new(card.id.clone());
    let is_open = move || app.document.with(|document| document.as_ref() == Some(&id.get_value()));
    let counted =
        if card.annotations == 1 { "1 annotation".to_owned() } else { format!("{} annotations", card.annotations) };
    let changed = if card.modified.is_empty() { "not saved".to_owned() } else { clock::local(&card.modified) };
    let remove = format!("Remove {}", card.title);
    view! {
        <li class="card" class:open=is_open>
            <button type="button" class="card-open" aria-current=move || is_open().then_some("true") on:click=move |_| {
                app.hide_dialog();
                if !is_open() {
                    app.ask(Request::Open(id.get_value()));
                }
            }>
                <span class="card-title" dir="auto">{card.title}</span>
                <span class="card-facts">{counted} " · " {changed}</span>
            </button>
            <button type="button" class="quiet danger" aria-label=remove title="Remove" on:click=move |_| app.ask(Request::RemoveDocument(id.get_value()))>
                <Icon name="delete" />
            </button>
        </li>
    }
}
