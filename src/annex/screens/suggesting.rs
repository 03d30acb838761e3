//! Suggestions: the words that the rules go by are fetched when they are first asked for, and kept while the page is open.
//!
//! Not here: what is suggested ([`crate::domain::suggest`]), and what a person does with it ([`crate::app::session`]).

use super::state::Annex;
use crate::app::annex::{Answer, hits_text};
use crate::browser::{file, task};
use crate::domain::label::LabelId;
use crate::domain::suggest::{Lexicon, suggest as suggested};
use crate::formats::plain;
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

/// Answers with suggestions, at once or as soon as the words are here. Who asks again meanwhile waits for the same.
pub(super) fn suggest(annex: Annex) {
    match KEPT.with_borrow(Words::clone) {
        Words::Here(lexicon) => answer(annex, &lexicon),
        Words::Coming => {}
        Words::Missing => {
            KEPT.set(Words::Coming);
            task::spawn(async move {
                if let Some(lexicon) = lexicon().await {
                    answer(annex, &lexicon);
                } else {
                    let words = "Suggestions could not be loaded. Check the connection, then ask for them again.";
                    annex.answer(&Answer::Tell(words.to_owned()));
                    rest(annex);
                }
            });
        }
    }
}

/// The words, fetched if they are not here; `None` when they are not to be had.
pub(super) async fn lexicon() -> Option<Arc<Lexicon>> {
    if let Words::Here(lexicon) = KEPT.with_borrow(Words::clone) {
        return Some(lexicon);
    }
    let source = file::fetch(WORDS).await.and_then(|bytes| plain::decode(&bytes).ok());
    let lexicon = source.map(|source| Arc::new(Lexicon::read(&source)));
    KEPT.set(lexicon.clone().map_or(Words::Missing, Words::Here));
    lexicon
}

fn answer(annex: Annex, lexicon: &Lexicon) {
    if let Some(project) = annex.project.get_untracked() {
        let labels: Vec<LabelId> = project.labels.labels().iter().map(|label| label.id.clone()).collect();
        annex.answer(&Answer::Hits(hits_text(&suggested(&project.document.text, &labels, lexicon))));
    }
    rest(annex);
}

/// Tells the page that the annex need not hear of changes, unless a screen is open.
fn rest(annex: Annex) {
    if annex.screen.read_untracked().is_none() {
        annex.answer(&Answer::Closed);
    }
}
