//! Stored documents as they are, looked at without opening them, and which of them may be an earlier version of an article.

use super::keys::text_key;
use super::{Saved, Store, entry};
use crate::domain::project::{Document, Project};
use crate::domain::text::Text;
use crate::formats::attest;
use crate::formats::json::Writer;

/// How many blocks of an article are looked for in another.
const SAMPLE: usize = 12;

/// Blocks of at most so many bytes say little about the article.
const SHORT: usize = 40;

impl<S: Store> Saved<S> {
    /// The text of a stored document.
    pub fn text_of(&self, id: &str) -> Option<String> {
        self.read_text(id).ok()?.text
    }

    /// A stored document with all its changes, without opening it. What cannot be read is passed over and stays where it
    /// is; `None` when that is the article or its annotations as a whole.
    pub fn peek(&self, id: &str) -> Option<Project> {
        let text = Text::stored(self.text_of(id)?);
        let snapshot = self.store.get(&super::keys::snapshot_key(id))?;
        let (mut project, _) = attest::read_snapshot(&snapshot, text.clone()).ok()?;
        for (_, key) in self.log(id) {
            if let Some(Ok((_, entry))) = self.store.get(&key).map(|source| entry::check(&source, &text)) {
                project.apply(&entry.change);
            }
        }
        Some(project)
    }

    /// Whether an article with annotations is stored that is called the same as this one, or that has most of its blocks.
    pub fn has_earlier_version(&self, document: &Document) -> bool {
        let text = &document.text;
        let blocks = text.blocks().iter().map(|block| text.block_str(block)).filter(|block| block.len() > SHORT);
        let sample: Vec<String> = blocks.take(SAMPLE).map(as_stored).collect();
        self.cards().iter().any(|card| {
            let is_like = || {
                let source = self.store.get(&text_key(&card.id)).unwrap_or_default();
                let shared = sample.iter().filter(|block| source.contains(block.as_str())).count();
                shared > 1 && shared * 2 > sample.len()
            };
            card.id != document.id && card.annotations > 0 && (card.title == document.title || is_like())
        })
    }
}

/// A block as it stands within the stored text, which is JSON.
fn as_stored(block: &str) -> String {
    let mut out = Writer::default();
    out.string(block);
    out.finish().trim_matches('"').to_owned()
}
