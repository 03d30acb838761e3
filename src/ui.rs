//! What is on the screen. Components read signals and dispatch actions; they decide nothing.

mod article;
mod articles;
mod help;
mod icon;
mod inspector;
mod label_bar;
mod margin;
mod overlay;
mod palette;
mod recovered;
mod status;
mod top_bar;

use crate::app::action::Dialog;
use crate::app::state::App;
use crate::browser;
use leptos::prelude::*;

/// Starts Attest in the page's body.
pub fn start() {
    browser::panic::show();
    leptos::mount::mount_to_body(Root);
}

#[component]
fn Root() -> impl IntoView {
    let app = App::new();
    provide_context(app);
    crate::edge::connect(app);
    view! {
        <a class="skip" href="#article" data-tool="">
            "Skip to the article"
        </a>
        <top_bar::TopBar />
        <main class="desk">
            <article::Article />
        </main>
        <inspector::Inspector />
        <status::StatusLine />
        <status::Messages />
        <articles::Articles />
        <help::Help />
        <recovered::Recovered />
    }
}

/// The state, from the context.
fn app() -> App {
    expect_context()
}

/// A dialog over the page, with a heading and a button that closes it.
#[component]
fn DialogFrame(
    /// Which one it is.
    which: Dialog,
    /// Its heading.
    title: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let app = app();
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let is_open = Memo::new(move |_| app.with_session(|session| session.dialog == Some(which)));
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            browser::element::set_dialog(&dialog, is_open.get());
        }
    });
    let closed = move || {
        if is_open.get_untracked() {
            app.hide_dialog();
        }
    };
    let heading = format!("{which:?}-title");
    view! {
        <dialog
            node_ref=dialog
            class="dialog"
            aria-labelledby=heading.clone()
            on:close=move |_| closed()
            on:click=move |event| {
                if browser::element::is_on_itself(&event) {
                    closed();
                }
            }
        >
            <div class="dialog-inside">
                <header class="dialog-head">
                    <h2 id=heading.clone()>{title}</h2>
                    <button type="button" class="quiet" aria-label="Close" on:click=move |_| closed()>
                        <icon::Icon name="close" />
                    </button>
                </header>
                <Show when=move || is_open.get()>{children()}</Show>
            </div>
        </dialog>
    }
}
