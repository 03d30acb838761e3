//! The label set alone, `*.labels.json`: labels with the types of links and attributes, to be used on other articles.
//!
//! Its parts have the shapes that they have in the annotation file ([`super::attest`]); its `format` is `attest-labels`.

use super::attest::{read_definitions, read_labels, version_of, write_label_set};
use super::json::{Fields, Json, Writer};
use super::{ImportNote, ReadError};
use crate::domain::label::LabelSet;

/// What `format` is in such a file.
const FORMAT: &str = "attest-labels";

/// The version of the format that this module reads and writes.
pub const VERSION: u64 = 1;

/// Reads a label set. An annotation file is read as well: only for its label set.
///
/// A label without an identifier, or with one that stands twice, is left out with a note; a colour that is none is replaced,
/// and a key that another label has is taken away, each with a note.
///
/// # Errors
/// [`ReadError`], when the file as a whole cannot be used.
pub fn read(source: &str) -> Result<(LabelSet, Vec<ImportNote>), ReadError> {
    let malformed = |detail| ReadError::Malformed { detail };
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mut file = Json::check(source).and_then(Fields::of).map_err(malformed)?;
    let format = file.take("format").and_then(|format| format.string().ok()).unwrap_or_default();
    let is_article = format == "attest";
    if !is_article && format != FORMAT {
        return Err(ReadError::Foreign);
    }
    let version = file.take("version").map_or(0, version_of);
    if version > VERSION {
        return Err(ReadError::Newer { version });
    }
    let mut notes = Vec::new();
    let mut note = |list: &str, index: usize, problem: String| {
        notes.push(ImportNote { place: [list, "[", &index.to_string(), "]"].concat(), problem });
    };
    let labels = read_labels(&file.list("labels"), &mut |index, problem| note("labels", index, problem));
    if labels.is_empty() {
        return Err(ReadError::NoLabels);
    }
    let set = read_definitions(&mut file, LabelSet::new(labels), &mut |list, index, why| {
        note(list, index, ["left out, ", why].concat());
    });
    let set = set.map_err(malformed)?;
    if !is_article {
        for (name, _) in file.rest().map_err(malformed)? {
            let problem = "left out, it is not known here".to_owned();
            notes.push(ImportNote { place: name.into_owned(), problem });
        }
    }
    Ok((set, notes))
}

/// Writes a label set: UTF-8, LF, one label a line. The same set always gives the same bytes.
#[must_use]
pub fn write(set: &LabelSet) -> String {
    let mut out = Writer::with_capacity(4096);
    out.raw("{\n  \"format\": \"");
    out.raw(FORMAT);
    out.raw("\",\n  \"version\": 1");
    write_label_set(&mut out, set);
    out.raw("\n}\n");
    out.finish()
}
