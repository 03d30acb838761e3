//! What the JSON formats of other tools have in common: one record for each article, in lines or in a list, and an
//! annotation's words as fields.

use super::gathering::Gathering;
use super::groups::imported;
use super::reading::Found;
use super::{File, Import, Imported};
use crate::domain::annotation::Annotation;
use crate::formats::json::{Fields, Json, Writer};
use crate::formats::{ImportNote, ReadError};
use std::borrow::Cow;

/// No more articles than this are read of one opening: more could not be kept in a browser.
const MOST_ARTICLES: usize = 5_000;

/// No more records than this are told of that could not be read.
const MOST_STRAYS: usize = 100;

/// Why a record without a text is none.
pub(crate) const NO_TEXT: &str = "it has no text";

/// Reads one record, whose place is given, or says why it is none.
pub(crate) type ReadRecord<'r> = dyn Fn(&str, Json<'_>) -> Result<Import, String> + 'r;

/// Reads every record of every file: the lines of JSON Lines, the items of a list, or one object.
///
/// # Errors
/// [`ReadError`], when no record could be read.
pub(crate) fn read_all(files: &[File], read: &ReadRecord<'_>) -> Imported {
    let (mut imports, mut strays) = (Vec::new(), Vec::new());
    let mut tell = |place: &str, problem: &str| {
        if strays.len() < MOST_STRAYS {
            strays.push(ImportNote { place: place.to_owned(), problem: ["left out, ", problem].concat() });
        }
    };
    for file in files {
        let Ok(source) = std::str::from_utf8(&file.bytes) else {
            tell(&file.name, "it is not UTF-8");
            continue;
        };
        let source = source.strip_prefix('\u{feff}').unwrap_or(source);
        let mut record = |place: &str, json: Result<Json<'_>, String>| {
            if imports.len() >= MOST_ARTICLES {
                return tell(place, "there are too many articles; split the file");
            }
            match json.and_then(|json| read(place, json)) {
                Ok(import) => imports.push(import),
                Err(problem) => tell(place, &problem),
            }
        };
        match Json::check(source) {
            Ok(json) => {
                for (index, item) in json.items_or_one().into_iter().enumerate() {
                    record(&place(&file.name, "", index), Ok(item));
                }
            }
            // Not one value: a value a line.
            Err(_) => {
                for (number, line) in (1u32..).zip(source.split('\n')) {
                    if !line.trim().is_empty() {
                        record(&[&file.name, " line ", &number.to_string()].concat(), Json::check(line));
                    }
                }
            }
        }
    }
    if imports.is_empty() && strays.iter().all(|stray| stray.problem.ends_with(NO_TEXT)) {
        return Err(ReadError::NoText);
    }
    imported(imports, strays)
}

/// Whether the first record of a file has fields of all these names.
pub(crate) fn first_has(file: &File, names: &[&str]) -> bool {
    let source = std::str::from_utf8(&file.bytes).unwrap_or_default();
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    // Quick to say of a large file, and asked of it by many formats.
    if !names.iter().all(|name| source.contains(&["\"", name, "\""].concat())) {
        return false;
    }
    let line = || source.split('\n').find(|line| !line.trim().is_empty()).unwrap_or_default();
    let first = Json::check(source).or_else(|_| Json::check(line())).ok();
    let first = first.and_then(|json| json.items_or_one().into_iter().next());
    first
        .and_then(|record| Fields::of(record).ok())
        .is_some_and(|mut fields| names.iter().all(|name| fields.take(name).is_some()))
}

/// A place in a file: `line 3: spans[2]`.
pub(crate) fn place(record: &str, list: &str, index: usize) -> String {
    let separator = if list.is_empty() { "" } else { ": " };
    [record, separator, list, "[", &index.to_string(), "]"].concat()
}

/// Writes what people and the clock say about an annotation, as fields of the object that is open.
pub(crate) fn write_words(out: &mut Writer, annotation: &Annotation) {
    out.optional("note", &annotation.note);
    if !annotation.attributes.is_empty() {
        out.name("attributes");
        out.texts(annotation.attributes.iter());
    }
    out.optional("creator", &annotation.creator);
    out.optional("created", annotation.created.as_str());
    out.optional("modified", annotation.modified.as_str());
}

/// Takes what [`write_words`] writes.
///
/// # Errors
/// What is wrong with an attribute.
pub(crate) fn read_words(fields: &mut Fields<'_>, found: &mut Found) -> Result<(), String> {
    found.note = fields.string("note");
    for (name, value) in fields.object("attributes").rest()? {
        let value = value.string().unwrap_or(Cow::Borrowed(value.written()));
        found.attributes.insert(name.into_owned(), value.into_owned());
    }
    found.creator = fields.string("creator");
    found.created = fields.string("created");
    found.modified = fields.string("modified");
    Ok(())
}

/// Notes the fields that nobody took, but for those that are of no use outside their tool.
///
/// # Errors
/// What was wrong with the first field that could not be read.
pub(crate) fn note_rest(
    place: &str,
    fields: Fields<'_>,
    gathering: &mut Gathering,
    useless: &[&str],
) -> Result<(), String> {
    let rest = fields.rest()?;
    let names: Vec<&str> = rest.iter().map(|(name, _)| name.as_ref()).filter(|name| !useless.contains(name)).collect();
    if !names.is_empty() {
        gathering.note(place, &["what it holds besides was left out: ", &names.join(", ")].concat());
    }
    Ok(())
}
