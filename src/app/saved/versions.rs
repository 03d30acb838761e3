//! Which stored documents may be an earlier version of an article.

use super::keys::text_key;
use super::{Card, Saved, Store};
use crate::domain::project::Document;
use crate::formats::json::Writer;

/// How many blocks of an article are looked for in another.
const SAMPLE: usize = 12;

/// Blocks of at most so many bytes say little about the article.
const SHORT: usize = 40;

impl<S: Store> Saved<S> {
    /// The articles of the list that have annotations to follow, without this one, the last changed first.
    pub fn annotated_beside(&self, document: &Document) -> impl Iterator<Item = Card> {
        self.cards().into_iter().filter(|card| card.id != document.id && card.annotations > 0)
    }

    /// Whether any of these is called the same as this one, or has most of its first blocks.
    ///
    /// This is asked whenever an article is made, and decides whether following annotations is offered. So the stored texts are looked
    /// through as they stand, for a dozen blocks word for word: an article that was reworded throughout is missed. Which of them most
    /// likely is the earlier version, by how many of its words are the same, is asked only once a person wants to follow
    /// ([`crate::domain::anchor::review::likeness`]).
    pub fn has_earlier_version(&self, document: &Document) -> bool {
        let text = &document.text;
        let blocks = text.blocks().iter().map(|block| text.block_str(block)).filter(|block| block.len() > SHORT);
        let sample: Vec<String> = blocks.take(SAMPLE).map(as_stored).collect();
        self.annotated_beside(document).any(|card| {
            let is_like = || {
                let source = self.store.get(&text_key(&card.id)).unwrap_or_default();
                let shared = sample.iter().filter(|block| source.contains(block.as_str())).count();
                shared > 1 && shared * 2 > sample.len()
            };
            card.title == document.title || is_like()
        })
    }
}

/// A block as it stands within the stored text, which is JSON.
fn as_stored(block: &str) -> String {
    let mut out = Writer::default();
    out.string(block);
    out.finish().trim_matches('"').to_owned()
}
