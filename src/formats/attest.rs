//! The annotation file, `*.attest.json`, version 1: everything about one article in one file.
//!
//! The format is specified in `docs/annotation-file.md` and, as a JSON Schema, in `docs/attest.schema.json`. Offsets are
//! code points, half-open, of `document.text`.

mod dto;
mod place;

pub(crate) use dto::{AnnotationRecord, DocumentRecord, LabelRecord, LinkRecord, OrphanRecord, status_name, status_of};

use super::{ImportNote, ReadError};
use crate::domain::annotation::{Annotation, AnnotationId, AnnotationSet, Link};
use crate::domain::label::{Label, LabelId, LabelSet};
use crate::domain::project::{Document, Orphan, Project, Unknown};
use crate::domain::text::Text;
use dto::FileRecord;
use place::Placed;
use serde::Serialize;
use std::collections::HashSet;
use std::sync::Arc;

/// The version of the format that this module reads and writes.
pub const VERSION: u64 = 1;

/// Reads an annotation file.
///
/// Annotations whose quote does not fit are moved to the quote's only other occurrence or set aside as orphans, each with a
/// note; an annotation of an unknown label brings that label along, with a note.
///
/// # Errors
/// [`ReadError`], when the file as a whole cannot be used.
pub fn read(source: &str) -> Result<(Project, Vec<ImportNote>), ReadError> {
    let file = parse(source)?;
    let document: DocumentRecord = parse_part(file.document.as_deref())?;
    let text = document.text.clone().filter(|text| !text.trim().is_empty()).ok_or(ReadError::NoText)?;
    Ok(assemble(file, document, Text::stored(text)))
}

/// Reads a snapshot: the same file without the article's text, which is given.
///
/// # Errors
/// [`ReadError`], when the file as a whole cannot be used.
pub(crate) fn read_snapshot(source: &str, text: Text) -> Result<(Project, Vec<ImportNote>), ReadError> {
    let file = parse(source)?;
    let document: DocumentRecord = parse_part(file.document.as_deref())?;
    Ok(assemble(file, document, text))
}

/// Writes the annotation file: UTF-8, LF, one annotation a line. The same project always gives the same bytes.
#[must_use]
pub fn write(project: &Project) -> String {
    let document = DocumentRecord::of(&project.document);
    compose(project, &DocumentRecord { text: Some(project.document.text.as_str().to_owned()), ..document })
}

/// Writes a snapshot: the same file without the article's text.
#[must_use]
pub(crate) fn write_snapshot(project: &Project) -> String {
    compose(project, &DocumentRecord::of(&project.document))
}

/// A file name for a project's annotation file: its title without what file systems refuse.
#[must_use]
pub fn file_name(title: &str) -> String {
    let is_refused = |character: char| character.is_control() || r#"\/:*?"<>|"#.contains(character);
    let is_invisible = |character: char| matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept: String = title
        .chars()
        .filter(|character| !is_invisible(*character))
        .map(|character| if is_refused(character) { ' ' } else { character })
        .take(80)
        .collect();
    let words = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.trim_matches(['.', ' ']);
    if words.is_empty() { "article.attest.json".to_owned() } else { format!("{words}.attest.json") }
}

fn parse(source: &str) -> Result<FileRecord, ReadError> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let file: FileRecord = serde_json::from_str(source).map_err(|error| malformed(&error))?;
    match (file.format.as_str(), file.version) {
        ("attest", version) if version > VERSION => Err(ReadError::Newer { version }),
        ("attest", _) => Ok(file),
        _ => Err(ReadError::Foreign),
    }
}

fn parse_part<T: for<'a> serde::Deserialize<'a> + Default>(
    part: Option<&serde_json::value::RawValue>,
) -> Result<T, ReadError> {
    part.map_or_else(|| Ok(T::default()), |part| serde_json::from_str(part.get()).map_err(|error| malformed(&error)))
}

fn malformed(error: &serde_json::Error) -> ReadError {
    ReadError::Malformed { detail: error.to_string() }
}

fn assemble(file: FileRecord, document: DocumentRecord, text: Text) -> (Project, Vec<ImportNote>) {
    let mut notes = Vec::new();
    let mut labels = read_labels(&file, &mut notes);
    let document = read_document(document, text, &mut notes);
    let mut annotations = Vec::with_capacity(file.annotations.len());
    let mut orphans = Vec::new();
    let mut seen: HashSet<AnnotationId> = HashSet::with_capacity(file.annotations.len());
    for (index, part) in file.annotations.iter().enumerate() {
        let place = || format!("annotations[{index}]");
        let record: AnnotationRecord = match serde_json::from_str(part.get()) {
            Ok(record) => record,
            Err(error) => {
                notes.push(ImportNote { place: place(), problem: format!("left out, it cannot be read: {error}") });
                continue;
            }
        };
        let strange = record.spans.iter().flat_map(|span| &span.unknown.0).map(|(name, _)| name.as_str());
        let strange: Vec<&str> = strange.collect();
        if !strange.is_empty() {
            let problem =
                format!("what its spans hold beside start, end and quote was left out: {}", strange.join(", "));
            notes.push(ImportNote { place: place(), problem });
        }
        match place::place(record, &document.text) {
            Ok(Placed { mut annotation, quotes, moved }) => {
                if let Some(problem) = take_id(&mut annotation, &mut seen) {
                    notes.push(ImportNote { place: place(), problem });
                }
                if labels.get(&annotation.label).is_none() {
                    let problem = format!(
                        "the label \u{201c}{}\u{201d} was not in the file's label set and was added",
                        annotation.label
                    );
                    notes.push(ImportNote { place: place(), problem });
                    labels = with_label(&labels, &annotation.label);
                }
                match moved {
                    place::Fit::Exact => annotations.push(Arc::new(annotation)),
                    place::Fit::Moved => {
                        let problem = format!(
                            "the quote \u{201c}{}\u{201d} stands elsewhere; the annotation was moved there",
                            quotes.join(" … ")
                        );
                        notes.push(ImportNote { place: place(), problem });
                        annotations.push(Arc::new(annotation));
                    }
                    place::Fit::Lost => {
                        let problem = format!(
                            "the quote \u{201c}{}\u{201d} is not at its place in the text, nor anywhere else just once; kept aside as an orphan",
                            quotes.join(" … ")
                        );
                        notes.push(ImportNote { place: place(), problem });
                        orphans.push(Orphan { annotation, quotes, unknown: Unknown::default() });
                    }
                }
            }
            Err(problem) => notes.push(ImportNote { place: place(), problem }),
        }
    }
    for (index, part) in file.orphans.iter().enumerate() {
        match serde_json::from_str::<OrphanRecord>(part.get())
            .map_err(|error| error.to_string())
            .and_then(OrphanRecord::into_orphan)
        {
            Ok(mut orphan) => {
                if let Some(problem) = take_id(&mut orphan.annotation, &mut seen) {
                    notes.push(ImportNote { place: format!("orphans[{index}]"), problem });
                }
                orphans.push(orphan);
            }
            Err(problem) => notes.push(ImportNote { place: format!("orphans[{index}]"), problem }),
        }
    }
    let links = read_links(&file, &seen, &mut notes);
    let annotations = AnnotationSet::of(annotations);
    (Project { document, labels, annotations, links, orphans, unknown: file.unknown }, notes)
}

fn read_document(record: DocumentRecord, text: Text, notes: &mut Vec<ImportNote>) -> Document {
    let made = Document::of(text, Some(&record.title), &record.source);
    if !record.sha256.is_empty() && record.sha256 != made.sha256 {
        let problem = "the hash does not fit the text: the text was changed after the file was written".to_owned();
        notes.push(ImportNote { place: "document.sha256".to_owned(), problem });
    }
    if !matches!(record.status.as_str(), "" | "open" | "done") {
        let problem =
            format!("the status \u{201c}{}\u{201d} is not known here; the article counts as open", record.status);
        notes.push(ImportNote { place: "document.status".to_owned(), problem });
    }
    let id = if record.id.is_empty() { made.id.clone() } else { record.id.clone() };
    Document { id, status: record.status(), unknown: record.unknown, ..made }
}

fn read_labels(file: &FileRecord, notes: &mut Vec<ImportNote>) -> LabelSet {
    if file.labels.is_empty() {
        return LabelSet::default();
    }
    let mut labels: Vec<Label> = Vec::new();
    for (index, part) in file.labels.iter().enumerate() {
        let mut note = |problem: String| notes.push(ImportNote { place: format!("labels[{index}]"), problem });
        match serde_json::from_str::<LabelRecord>(part.get()) {
            Ok(record) if record.id.is_empty() => note("left out, it has no id".to_owned()),
            Ok(record) if labels.iter().any(|label| label.id.as_str() == record.id) => {
                note(format!("left out, the identifier {} stands twice", record.id));
            }
            Ok(record) => {
                let asked = record.color.clone();
                let label = record.into_label(index);
                if !asked.is_empty() && label.color != asked {
                    note(format!(
                        "the colour \u{201c}{asked}\u{201d} is not of the form #rrggbb; it is now {}",
                        label.color
                    ));
                }
                labels.push(label);
            }
            Err(error) => note(format!("left out, it cannot be read: {error}")),
        }
    }
    LabelSet::new(labels)
}

fn read_links(file: &FileRecord, known: &HashSet<AnnotationId>, notes: &mut Vec<ImportNote>) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for (index, part) in file.links.iter().enumerate() {
        let place = format!("links[{index}]");
        match serde_json::from_str::<LinkRecord>(part.get()) {
            Err(error) => notes.push(ImportNote { place, problem: format!("left out, it cannot be read: {error}") }),
            Ok(record) => {
                let link = record.into_link();
                if !known.contains(&link.from) || !known.contains(&link.to) {
                    notes.push(ImportNote { place, problem: "left out, an end of it is not in the file".to_owned() });
                } else if links.iter().any(|other| other.id == link.id) {
                    notes.push(ImportNote {
                        place,
                        problem: format!("left out, the identifier {} stands twice", link.id),
                    });
                } else {
                    links.push(link);
                }
            }
        }
    }
    links.sort_by(|left, right| left.id.cmp(&right.id));
    links
}

/// Makes sure that an annotation's identifier is its own; says so when it has to be another one.
fn take_id(annotation: &mut Annotation, seen: &mut HashSet<AnnotationId>) -> Option<String> {
    if seen.insert(annotation.id.clone()) {
        return None;
    }
    let id = unused_id(&annotation.id, seen);
    let problem = format!("the identifier {} stands twice; this one is now {id}", annotation.id);
    seen.insert(id.clone());
    annotation.id = id;
    Some(problem)
}

fn unused_id(taken: &AnnotationId, seen: &HashSet<AnnotationId>) -> AnnotationId {
    let mut number = 2u32;
    loop {
        let id = AnnotationId::new(&format!("{taken}-{number}"));
        if !seen.contains(&id) {
            return id;
        }
        number += 1;
    }
}

fn with_label(labels: &LabelSet, id: &LabelId) -> LabelSet {
    let mut all = labels.labels().to_vec();
    all.push(Label {
        id: id.clone(),
        name: id.as_str().to_owned(),
        key: String::new(),
        color: dto::spare_color(all.len()).to_owned(),
        description: String::new(),
        unknown: Unknown::default(),
    });
    LabelSet::new(all)
}

/// Puts the file together by hand at the top level, so that every label, annotation and link has a line of its own.
fn compose(project: &Project, document: &DocumentRecord) -> String {
    let text = &project.document.text;
    let mut out = String::with_capacity(text.as_str().len() + project.annotations.len() * 240 + 1024);
    out.push_str("{\n  \"format\": \"attest\",\n  \"version\": 1,\n  \"document\": ");
    push_json(&mut out, document);
    push_list(&mut out, "labels", project.labels.labels().iter().map(LabelRecord::of));
    let annotations = project.annotations.iter().map(|annotation| AnnotationRecord::of(annotation, text));
    push_list(&mut out, "annotations", annotations);
    push_list(&mut out, "links", project.links.iter().map(LinkRecord::of));
    if !project.orphans.is_empty() {
        push_list(&mut out, "orphans", project.orphans.iter().map(OrphanRecord::of));
    }
    for (key, value) in &project.unknown.0 {
        out.push_str(",\n  ");
        push_json(&mut out, key);
        out.push_str(": ");
        out.push_str(value);
    }
    out.push_str("\n}\n");
    out
}

fn push_list<T: Serialize>(out: &mut String, name: &str, items: impl Iterator<Item = T>) {
    out.push_str(",\n  ");
    push_json(out, name);
    out.push_str(": [");
    let mut separator = "\n    ";
    let mut is_empty = true;
    for item in items {
        out.push_str(separator);
        push_json(out, &item);
        separator = ",\n    ";
        is_empty = false;
    }
    out.push_str(if is_empty { "]" } else { "\n  ]" });
}

fn push_json<T: Serialize + ?Sized>(out: &mut String, value: &T) {
    // Strings, numbers and maps with string keys cannot fail to be written.
    out.push_str(&serde_json::to_string(value).unwrap_or_default());
}
