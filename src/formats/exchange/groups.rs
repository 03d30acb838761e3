//! Files that belong together: those of one article have one name, up to the ending.

use super::{File, Import, Imported};
use crate::domain::project::Project;
use crate::formats::{ImportNote, ReadError, attest, plain};

/// The name of a project's files without an ending: its title, without what file systems refuse.
pub(crate) fn stem_of(project: &Project) -> String {
    attest::file_stem(&project.document.title)
}

/// Whether a file's name ends so, in capitals or not.
pub(crate) fn has_ending(name: &str, ending: &str) -> bool {
    let start = name.len().checked_sub(ending.len());
    start.and_then(|start| name.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

/// The name without this ending, if it has it.
pub(crate) fn without_ending<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    if has_ending(name, ending) { name.get(..name.len() - ending.len()) } else { None }
}

/// The file of this name, in capitals or not.
pub(crate) fn named<'a>(files: &'a [File], stem: &str, ending: &str) -> Option<&'a File> {
    files.iter().find(|file| without_ending(&file.name, ending) == Some(stem))
}

/// The text in a file, as it stands there, with its line ends and a byte order mark.
pub(crate) fn text_in(file: &File) -> Result<String, String> {
    match std::str::from_utf8(&file.bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => plain::decode(&file.bytes).map_err(|problem| problem.to_string()),
    }
}

/// What a reader gives for the articles that it found: a refusal when there are none. What it has to say about files that
/// belong to no article goes with the first one.
pub(crate) fn imported(mut imports: Vec<Import>, strays: Vec<ImportNote>) -> Imported {
    match imports.first_mut() {
        Some(first) => {
            first.notes.extend(strays);
            Ok(imports)
        }
        None => match strays.first() {
            Some(stray) => Err(ReadError::Malformed { detail: stray.to_string() }),
            None => Err(ReadError::NoText),
        },
    }
}

/// A note about a file as a whole.
pub(crate) fn about(file: &File, problem: impl Into<String>) -> ImportNote {
    ImportNote { place: file.name.clone(), problem: problem.into() }
}
