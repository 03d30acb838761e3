//! Suggestions: the words that the rules go by are fetched when they are first asked for, and kept while the page is open.
//!
//! Not here: what is suggested ([`crate::domain::suggest`]), and what a person does with it ([`crate::app::session`]).

use crate::app::action::Action;
use crate::app::incoming;
use crate::app::state::{App, HintButton};
use crate::browser::{file, task};
use crate::domain::suggest::Lexicon;
use std::cell::RefCell;
use std::sync::Arc;

/// The site's list of words, beside `index.html`.
const WORDS: &str = "suggestion-words.txt";

/// How far the list of words is here.
#[derive(Clone)]
enum Words {
    /// Not asked for, or not to be had the last time.
    Missing,
    /// On its way.
    Coming,
    /// Read.
    Here(Arc<Lexicon>),
}

thread_local! {
    static KEPT: RefCell<Words> = const { RefCell::new(Words::Missing) };
}

/// Shows suggestions, at once or as soon as the words are here. Who asks again meanwhile waits for the same.
pub(super) fn suggest(app: App) {
    match KEPT.with_borrow(Words::clone) {
        Words::Here(lexicon) => app.dispatch(Action::ShowSuggestions(lexicon)),
        Words::Coming => {}
        Words::Missing => {
            KEPT.set(Words::Coming);
            task::spawn(async move {
                let Some(source) = file::fetch(WORDS).await.and_then(|bytes| incoming::text_of(&bytes)) else {
                    KEPT.set(Words::Missing);
                    app.tell(
                        "Suggestions could not be loaded. Check the connection, then ask for them again.",
                        HintButton::None,
                    );
                    return;
                };
                let lexicon = Arc::new(Lexicon::read(&source));
                KEPT.set(Words::Here(lexicon.clone()));
                app.dispatch(Action::ShowSuggestions(lexicon));
            });
        }
    }
}
