//! What could not be read: kept unharmed, to be downloaded or let go of.

use super::{DialogFrame, app};
use crate::app::action::Dialog;
use crate::app::saved::Aside;
use crate::app::state::Request;
use crate::browser::clock;
use leptos::prelude::*;

#[component]
pub(super) fn Recovered() -> impl IntoView {
    view! {
        <DialogFrame which=Dialog::Recovered title="What did not fit">
            <Notes />
            <Asides />
        </DialogFrame>
    }
}

#[component]
fn Notes() -> impl IntoView {
    let app = app();
    view! {
        <Show when=move || !app.notes.with(Vec::is_empty)>
            <section aria-label="Notes on the opened file">
                <h3>"In the opened file"</h3>
                <ul class="notes">
                    {move || app.notes.get().into_iter().map(|note| view! { <li dir="auto">{note}</li> }).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Asides() -> impl IntoView {
    let app = app();
    let item = move |aside: Aside| {
        let (take, drop) = (aside.key.clone(), aside.key.clone());
        view! {
            <li class="card">
                <span class="card-open">
                    <span class="card-title">{aside.original}</span>
                    <span class="card-facts">"set aside " {clock::local(&aside.when)}</span>
                </span>
                <button type="button" class="quiet" on:click=move |_| app.ask(Request::DownloadAside(take.clone()))>"Download"</button>
                <button type="button" class="quiet danger" on:click=move |_| app.ask(Request::DiscardAside(drop.clone()))>"Delete"</button>
            </li>
        }
    };
    view! {
        <Show when=move || !app.asides.with(Vec::is_empty)>
            <section aria-label="Set aside">
                <h3>"In this browser\u{2019}s storage"</h3>
                <p class="hint">"These pieces could not be read. They were moved aside unharmed; download them before you delete them."</p>
                <ul class="cards">{move || app.asides.get().into_iter().map(item).collect_view()}</ul>
            </section>
        </Show>
        <Show when=move || app.asides.with(Vec::is_empty) && app.notes.with(Vec::is_empty)>
            <p class="hint">"Everything could be read."</p>
        </Show>
    }
}
