//! A project: one document with its label set, its annotations and their links.

use super::annotation::{Annotation, AnnotationId, AnnotationSet, Link};
use super::label::LabelSet;
use super::span::Target;
use super::text::Text;
use std::sync::Arc;

/// A moment as RFC 3339 text in UTC. Attest only stores and compares it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(Arc<str>);

impl Timestamp {
    /// The moment with this spelling.
    #[must_use]
    pub fn new(rfc3339: &str) -> Self {
        Self(rfc3339.into())
    }

    /// Its spelling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Fields of a file that this version does not know: a name and its value as JSON text, in the file's order. They are
/// carried along and written back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown(pub Vec<(String, String)>);

/// Whether work on a document goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    /// Being worked on.
    #[default]
    Open,
    /// Declared finished by a person.
    Done,
}

/// The article and what is known about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its identifier; Attest makes it from the text's hash, so that the same text is the same document.
    pub id: String,
    /// What people read in lists and file names.
    pub title: String,
    /// The article.
    pub text: Text,
    /// SHA-256 of the text's UTF-8 bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// Where the text came from, such as a file name; empty when unknown.
    pub source: String,
    /// Whether work goes on.
    pub status: Status,
    /// What a file held beside these.
    pub unknown: Unknown,
}

impl Document {
    /// A document made from an article's text. `title` falls back to the text's first line.
    #[must_use]
    pub fn of(text: Text, title: Option<&str>, source: &str) -> Self {
        let sha256 = sha256_hex(text.as_str());
        Self::hashed(text, sha256, title, source)
    }

    /// [`Document::of`] a text whose hash is known.
    #[must_use]
    pub fn hashed(text: Text, sha256: String, title: Option<&str>, source: &str) -> Self {
        let given = title.map(str::trim).filter(|title| !title.is_empty());
        Self {
            id: ["d-", sha256.get(..16).unwrap_or_default()].concat(),
            title: given.map_or_else(|| title_of(&text), str::to_owned),
            text,
            sha256,
            source: source.to_owned(),
            status: Status::Open,
            unknown: Unknown::default(),
        }
    }
}

/// An annotation whose quote is no longer in the text: kept and shown, but it has no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphan {
    /// The annotation as it was; its target belongs to another text.
    pub annotation: Annotation,
    /// The quote of each span of the target.
    pub quotes: Vec<String>,
    /// What a file held beside these.
    pub unknown: Unknown,
}

impl Orphan {
    /// What it covered, its quotes joined as [`Target::quote`] does.
    #[must_use]
    pub fn quote(&self) -> String {
        self.quotes.join(" … ")
    }
}

/// One document with everything that was said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The article.
    pub document: Document,
    /// What spans can be called.
    pub labels: LabelSet,
    /// The annotations in text order.
    pub annotations: AnnotationSet,
    /// Relations between annotations, in the order of their identifiers.
    pub links: Vec<Link>,
    /// Annotations that lost their place.
    pub orphans: Vec<Orphan>,
    /// The keys of the suggestions that a person rejected, in order and each once.
    pub rejected: Vec<String>,
    /// What a file held beside these.
    pub unknown: Unknown,
}

impl Project {
    /// A project without annotations, with the default labels.
    #[must_use]
    pub fn new(document: Document) -> Self {
        Self {
            document,
            labels: LabelSet::default(),
            annotations: AnnotationSet::default(),
            links: Vec::new(),
            orphans: Vec::new(),
            rejected: Vec::new(),
            unknown: Unknown::default(),
        }
    }

    /// Whether a person rejected the suggestion with this key.
    #[must_use]
    pub fn is_rejected(&self, key: &str) -> bool {
        self.rejected.binary_search_by(|known| known.as_str().cmp(key)).is_ok()
    }

    /// The annotation without a place that has this identifier. O(orphans).
    #[must_use]
    pub fn orphan(&self, id: &AnnotationId) -> Option<&Orphan> {
        self.orphans.iter().find(|orphan| orphan.annotation.id == *id)
    }

    /// Whether an annotation has this identifier, with a place or without.
    #[must_use]
    pub fn has_annotation(&self, id: &AnnotationId) -> bool {
        self.annotations.get(id).is_some() || self.orphan(id).is_some()
    }

    /// The words that a target covers.
    #[must_use]
    pub fn quote(&self, target: &Target) -> String {
        target.quote(&self.document.text)
    }
}

/// Lower-case hexadecimal SHA-256 (FIPS 180-4) of a text's UTF-8 bytes.
#[must_use]
pub fn sha256_hex(text: &str) -> String {
    use sha2::{Digest, Sha256};
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digest = Sha256::digest(text.as_bytes());
    let nibbles = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.map(|nibble| DIGITS[usize::from(nibble)]).collect()
}

/// The first block, without the marks of a Markdown heading, cut to a length that fits a list.
fn title_of(text: &Text) -> String {
    const LONGEST: usize = 120;
    let first = text.blocks().first().map_or("Untitled", |block| text.block_str(block));
    let line = first.trim().trim_start_matches('#').trim();
    if line.chars().count() <= LONGEST {
        return line.to_owned();
    }
    let cut: String = line.chars().take(LONGEST).collect();
    [cut.trim_end(), "…"].concat()
}
