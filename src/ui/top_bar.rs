//! The bar at the top: the article's title, the labels as pens, and what is done to the whole article.

use super::app;
use super::icon::Icon;
use super::label_bar::{LabelButtons, Purpose};
use crate::app::action::{Action, Dialog};
use leptos::prelude::*;

#[component]
pub(super) fn TopBar() -> impl IntoView {
    let app = app();
    let title = move || app.with_workspace(|workspace| workspace.project().document.title.clone()).unwrap_or_default();
    let pen = Memo::new(move |_| app.with_session(|session| session.pen.clone()));
    let can_undo = move || app.with_workspace(|workspace| workspace.history().undo().is_some()) == Some(true);
    let can_redo = move || app.with_workspace(|workspace| workspace.history().redo().is_some()) == Some(true);
    let theme = move || app.settings.with(|settings| settings.theme.clone());
    let theme_name = move || match theme().as_str() {
        "light" => "Theme: light",
        "dark" => "Theme: dark",
        _ => "Theme: as the system",
    };
    let next_theme = move |_| {
        app.settings.update(|settings| {
            settings.theme = match settings.theme.as_str() {
                "" => "dark",
                "dark" => "light",
                _ => "",
            }
            .to_owned();
        });
        app.say(theme_name());
    };
    view! {
        <header class="top" data-bar="top" data-tool="">
            <div class="top-title">
                <button type="button" class="brand" on:click=move |_| app.show(Dialog::Articles) title="Articles (Ctrl+O)">
                    <span class="brand-name">"Attest"</span>
                    <span class="visually-hidden">", articles. Open: "</span>
                    <span class="brand-title" dir="auto">{title}</span>
                    <Icon name="articles" />
                </button>
            </div>
            <div class="pens" role="group" aria-label="Pens: every selection gets the label" class:has-pen=move || pen.get().is_some()>
                <LabelButtons purpose=Purpose::Pen pressed=pen />
            </div>
            <div class="tools" role="group" aria-label="Article">
                <button type="button" class="quiet" aria-label="Undo" title="Undo (Ctrl+Z)" disabled=move || !can_undo() on:click=move |_| app.dispatch(Action::Undo)>
                    <Icon name="undo" />
                </button>
                <button type="button" class="quiet" aria-label="Redo" title="Redo (Ctrl+Shift+Z)" disabled=move || !can_redo() on:click=move |_| app.dispatch(Action::Redo)>
                    <Icon name="redo" />
                </button>
                <button type="button" class="quiet" aria-label=theme_name title=theme_name on:click=next_theme>
                    <Icon name="theme" />
                </button>
                <button type="button" class="quiet" aria-label="Keys and help" title="Keys and help (?)" on:click=move |_| app.show(Dialog::Help)>
                    <Icon name="help" />
                </button>
                <button type="button" class="main" title="Download the annotation file (Ctrl+S)" on:click=move |_| app.dispatch(Action::Download)>
                    <Icon name="download" />
                    <span>"Download"</span>
                </button>
            </div>
        </header>
    }
}
