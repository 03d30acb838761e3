//! The state line, the messages, and what screen readers are told.

use super::app;
use super::icon::Icon;
use crate::app::action::{Action, Dialog};
use crate::app::state::{HintButton, Request, Saving};
use crate::browser::clock;
use leptos::prelude::*;

#[component]
pub(super) fn StatusLine() -> impl IntoView {
    let app = app();
    let minutes = RwSignal::new(0u32);
    crate::browser::task::every(60_000, move || minutes.update(|minutes| *minutes += 1));
    let count = move || app.with_workspace(|workspace| workspace.project().annotations.len()).unwrap_or_default();
    let counted = move || if count() == 1 { "1 annotation".to_owned() } else { format!("{} annotations", count()) };
    let saved = move || match app.saving.get() {
        Saving::Idle => "",
        Saving::Saved => "Saved in this browser",
        Saving::Unsaved(_) => "Not saved",
    };
    let used = move || {
        let percent = app.used.get() * 100.0;
        if percent > 0.0 && percent < 1.0 {
            "Storage under 1 % used".to_owned()
        } else {
            format!("Storage {percent:.0} % used")
        }
    };
    let downloaded = move || {
        minutes.track();
        app.downloaded.with(|moment| {
            if moment.is_empty() { "Not downloaded yet".to_owned() } else { format!("Downloaded {}", ago(moment)) }
        })
    };
    view! {
        <footer class="status" data-bar="bottom" data-tool="">
            <span class="status-saved" class:unsaved=move || matches!(app.saving.get(), Saving::Unsaved(_))>{saved}</span>
            <span>{counted}</span>
            <span class="status-more">{used}</span>
            <span class="status-more">{downloaded}</span>
            <Show when=move || !app.asides.with(Vec::is_empty)>
                <button type="button" class="link" on:click=move |_| app.show(Dialog::Recovered)>"Unreadable data set aside"</button>
            </Show>
        </footer>
    }
}

fn ago(moment: &str) -> String {
    let minutes = ((clock::milliseconds(None) - clock::milliseconds(Some(moment))) / 60_000.0).floor().max(0.0) as u64;
    match minutes {
        0 => "just now".to_owned(),
        1..60 => format!("{minutes} min ago"),
        60..2880 => format!("{} h ago", minutes / 60),
        _ => format!("{} days ago", minutes / 1440),
    }
}

#[component]
pub(super) fn Messages() -> impl IntoView {
    let app = app();
    // A message that needs nothing from the person goes by itself.
    Effect::new(move |_| {
        if let Some(hint) = app.hint.get() {
            let time = if hint.button == HintButton::None { 6_000 } else { 12_000 };
            let needs_person =
                matches!(hint.button, HintButton::Download | HintButton::ShowRecovered | HintButton::ShowNotes);
            if !needs_person {
                crate::browser::task::after(time, move || {
                    let is_same =
                        app.hint.with_untracked(|now| now.as_ref().is_some_and(|now| now.number == hint.number));
                    if is_same {
                        app.hint.set(None);
                    }
                });
            }
        }
    });
    let button = move || {
        let button = app.hint.with(|hint| hint.as_ref().map(|hint| hint.button.clone()))?;
        let name = match &button {
            HintButton::None => return None,
            HintButton::Undo | HintButton::Restore(_) => "Undo",
            HintButton::Download => "Download",
            HintButton::ShowRecovered | HintButton::ShowNotes => "Show",
        };
        let act = move |_| {
            app.hint.set(None);
            match &button {
                HintButton::None => {}
                HintButton::Undo => app.dispatch(Action::Undo),
                HintButton::Download => app.dispatch(Action::Download),
                HintButton::Restore(id) => app.ask(Request::RestoreDocument(id.clone())),
                HintButton::ShowRecovered | HintButton::ShowNotes => app.show(Dialog::Recovered),
            }
        };
        Some(view! { <button type="button" class="link" on:click=act>{name}</button> })
    };
    view! {
        <div class="messages" data-tool="">
            <div role="status" aria-live="polite" class="message" class:shown=move || app.hint.with(Option::is_some)>
                <span>{move || app.hint.with(|hint| hint.as_ref().map(|hint| hint.text.clone()))}</span>
                {button}
                <Show when=move || app.hint.with(Option::is_some)>
                    <button type="button" class="quiet small" aria-label="Dismiss" on:click=move |_| app.hint.set(None)>
                        <Icon name="close" />
                    </button>
                </Show>
            </div>
        </div>
        <div class="visually-hidden" role="log" aria-live="polite" aria-label="What happened">{move || app.said.get()}</div>
        <Show when=move || app.busy.with(Option::is_some)>
            <div class="busy" role="status"><span>{move || app.busy.get()}</span><progress></progress></div>
        </Show>
        <Show when=move || app.is_dropping.get()>
            <div class="drop"><span>"Drop a text, a web page or an annotation file to open it"</span></div>
        </Show>
    }
}
