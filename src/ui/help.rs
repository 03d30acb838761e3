//! Keys and help.

use super::{DialogFrame, app};
use crate::app::action::Dialog;
use crate::app::keymap::{HELP, Line};
use leptos::prelude::*;

#[component]
pub(super) fn Help() -> impl IntoView {
    view! {
        <DialogFrame which=Dialog::Help title="Keys and help">
            <Labels />
            <Keys />
        </DialogFrame>
    }
}

#[component]
fn Labels() -> impl IntoView {
    let app = app();
    view! {
        <dl class="label-help">
            {app.labels.get().labels().iter().enumerate().map(|(index, label)| view! {
                <dt data-label=index.to_string()>
                    <span class="swatch" aria-hidden="true"></span>
                    <span dir="auto">{label.name.clone()}</span>
                    {(!label.key.is_empty()).then(|| view! { <kbd>{label.key.clone()}</kbd> })}
                </dt>
                <dd dir="auto">{label.description.clone()}</dd>
            }).collect_view()}
        </dl>
    }
}

#[component]
fn Keys() -> impl IntoView {
    let app = app();
    let single = move || app.settings.with(|settings| settings.single_keys);
    let line = |line: &Line| {
        view! {
            <tr>
                <th scope="row">{line.keys.split(" / ").map(|keys| view! { <kbd>{keys}</kbd> " " }).collect_view()}</th>
                <td>{line.does}</td>
            </tr>
        }
    };
    view! {
        <div class="keys">
            {HELP.iter().map(|(topic, lines)| view! {
                <table>
                    <caption>{*topic}</caption>
                    <tbody>{lines.iter().map(line).collect_view()}</tbody>
                </table>
            }).collect_view()}
        </div>
        <label class="setting">
            <input
                type="checkbox"
                prop:checked=single
                on:change=move |event| {
                    let is_on = event_target_checked(&event);
                    app.settings.update(|settings| settings.single_keys = is_on);
                }
            />
            "Single keys (1 … 4, n, p, [ ], ?) act while the article has the focus"
        </label>
        <p class="hint">
            "On a Mac, Ctrl is the Command key. Everything you do is kept in this browser\u{2019}s local storage; nothing is sent anywhere."
        </p>
    }
}
