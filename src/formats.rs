//! File formats, one module each: `read` takes a file's text, `write` gives it.
//!
//! A reader that understands a file but not all of it gives what it understood and an [`ImportNote`] for each thing it
//! did not; nothing disappears unmentioned.

pub mod attest;
pub mod brat;
pub mod conll;
pub mod csv;
pub mod doccano;
pub mod exchange;
pub mod guidelines;
pub mod html;
pub(crate) mod json;
pub mod label_studio;
pub mod labels;
pub mod markdown;
pub mod page;
pub mod plain;
pub mod spacy;
pub mod tei;
pub mod uima_xmi;
pub mod web_annotation;
pub mod webanno_tsv;

use std::fmt;

/// Why a file was not read at all. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is not JSON, or JSON of an unexpected shape.
    Malformed {
        /// The parser's words, with line and column.
        detail: String,
    },
    /// It is JSON of some other program.
    Foreign,
    /// It was written by a newer version of Attest.
    Newer {
        /// The version it names.
        version: u64,
    },
    /// It names no text to annotate.
    NoText,
    /// It names no label that could be used.
    NoLabels,
}

impl fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { detail } => {
                formatter.write_str(&["This is not a readable annotation file: ", detail, "."].concat())
            }
            Self::Foreign => formatter.write_str(
                "This is JSON, but not an Attest annotation file (it has no \u{201c}format\u{201d}: \u{201c}attest\u{201d}).",
            ),
            Self::Newer { version } => formatter.write_str(
                &[
                    "This file has version ",
                    &version.to_string(),
                    " of the format; this Attest reads version ",
                    &attest::VERSION.to_string(),
                    ". Open it with a newer Attest.",
                ]
                .concat(),
            ),
            Self::NoLabels => formatter.write_str("This file holds no labels."),
            Self::NoText => formatter.write_str("This annotation file holds no article text."),
        }
    }
}

impl std::error::Error for ReadError {}

/// One thing in a file that could not be taken as it stood, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportNote {
    /// Where in the file: `annotations[3]`, or an identifier.
    pub place: String,
    /// What was wrong and what was done.
    pub problem: String,
}

impl fmt::Display for ImportNote {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&[&self.place, ": ", &self.problem].concat())
    }
}
