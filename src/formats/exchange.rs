//! Other tools' formats: what is read from them and written for them.
//!
//! One module for each format, with `read`, `write` or both. A writer gives the files and, item by item, what the format
//! cannot carry ([`Loss`]); a reader gives the projects it understood and an [`ImportNote`] for each thing that it did not.
//! Nothing disappears unmentioned.
//!
//! Not here: Attest's own file ([`super::attest`]), and where files come from or go to.

pub mod archive;
pub mod bundle;
pub mod collection;
pub(crate) mod gathering;
pub(crate) mod groups;
pub(crate) mod losses;
pub(crate) mod markup;
pub(crate) mod names;
pub(crate) mod reading;
pub(crate) mod records;
pub(crate) mod tokens;
pub(crate) mod units;
pub mod xml;

mod format;

pub use format::Format;
pub use gathering::Unit;
pub use losses::subject;

use super::{ImportNote, ReadError};
use crate::domain::project::Project;
use std::fmt;

/// A file given to a reader, or made by a writer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, with the folders of an archive before it, separated by `/`.
    pub name: String,
    /// Its contents. Text is UTF-8 without a byte order mark when it is written.
    pub bytes: Vec<u8>,
}

impl File {
    /// A text file.
    #[must_use]
    pub fn of(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), bytes: text.into().into_bytes() }
    }
}

/// What a writer made of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// The files, the main one first.
    pub files: Vec<File>,
    /// What the format could not carry. Empty when the files hold everything.
    pub losses: Vec<Loss>,
}

/// One thing that a format cannot carry, and what the writer did about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What it is about, for a person: `Figure “200,000 people”`, `link attributes`, `the article`.
    pub subject: String,
    /// What cannot be carried: `overlaps Claim “…”`.
    pub problem: String,
    /// What was done instead: `left out`, `written as two spans`.
    pub choice: String,
}

impl fmt::Display for Loss {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}; {}", self.subject, self.problem, self.choice)
    }
}

/// A project that a reader understood.
///
/// Labels of the file that are none of the default set are in the project's label set as they came, so that a person can
/// map them afterwards. `origin` of its annotations is `import:<format>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The article with its annotations.
    pub project: Project,
    /// What in the file did not fit.
    pub notes: Vec<ImportNote>,
}

/// What a reader gives: one project for each article in the files.
pub type Imported = Result<Vec<Import>, ReadError>;
