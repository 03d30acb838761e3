//! The article: an element whose blocks the edge builds once, with the margins and the overlay laid beside them.

use super::app;
use super::margin::Margin;
use super::overlay::Overlay;
use crate::browser::article;
use leptos::portal::Portal;
use leptos::prelude::*;

#[component]
pub(super) fn Article() -> impl IntoView {
    let app = app();
    let name = move || {
        let title = app.with_workspace(|workspace| workspace.project().document.title.clone());
        title.map_or_else(|| "Article".to_owned(), |title| format!("Article: {title}"))
    };
    let count = move || app.with_workspace(|workspace| workspace.project().annotations.len()).unwrap_or_default();
    let is_empty = move || app.document.with(Option::is_none);
    view! {
        <div class="sheet">
            <Show when=is_empty>
                <p class="empty">"No article is open. Open a file, paste a text, or drop a file anywhere on this page."</p>
            </Show>
            <article
                id=article::ID
                class="article"
                data-article=""
                data-annotation-count=move || count().to_string()
                role="document"
                tabindex="0"
                aria-label=name
                aria-describedby="article-help"
                hidden=is_empty
            ></article>
            <p id="article-help" class="visually-hidden">
                "Arrow keys move the caret, Shift selects, 1 to 4 mark. N and P go to the next and previous annotation. Press question mark for all keys."
            </p>
            <Overlay />
        </div>
        <For
            each=move || app.near.get()
            key=|block| *block
            children=move |block| {
                article::frame(block).map(|frame| view! { <Portal mount=frame><Margin block /></Portal> })
            }
        />
    }
}
