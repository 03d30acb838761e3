//! The annotation file, `*.attest.json`, version 1: everything about one article in one file.
//!
//! The format is specified in `docs/annotation-file.md` and, as a JSON Schema, in `docs/attest.schema.json`. Offsets are
//! code points, half-open, of `document.text`.

mod definition;
mod dto;
mod place;

pub(crate) use definition::{read_definitions, read_labels, write_attribute_type, write_link_type};
pub(super) use dto::spare_color;
pub(crate) use dto::{
    AnnotationRecord, DocumentRecord, mend_color, read_label, read_link, read_orphan, status_name, status_of,
    write_annotation, write_document, write_label, write_link, write_orphan,
};
pub(super) use place::{Fit, fit};

use super::json::{Fields, Json, Writer};
use super::{ImportNote, ReadError};
use crate::domain::annotation::{Annotation, AnnotationId, AnnotationSet, Link};
use crate::domain::join::join;
use crate::domain::label::LabelSet;
use crate::domain::order::sort;
use crate::domain::project::{Document, Orphan, Project, Unknown, sha256_hex};
use crate::domain::text::Text;
use definition::stands_twice;
use dto::unreadable;
use std::borrow::Cow;
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
    read_with(source, None)
}

/// Reads a snapshot: the same file without the article's text, which is given.
///
/// # Errors
/// [`ReadError`], when the file as a whole cannot be used.
pub(crate) fn read_snapshot(source: &str, text: Text) -> Result<(Project, Vec<ImportNote>), ReadError> {
    read_with(source, Some(text))
}

/// Writes the annotation file: UTF-8, LF, one annotation a line. The same project always gives the same bytes.
#[must_use]
pub fn write(project: &Project) -> String {
    compose(project, Some(&project.document.text))
}

/// Writes a snapshot: the same file without the article's text.
#[must_use]
pub(crate) fn write_snapshot(project: &Project) -> String {
    compose(project, None)
}

/// A file name for a project's annotation file.
#[must_use]
pub fn file_name(title: &str) -> String {
    file_stem(title) + ".attest.json"
}

/// What the names of a project's files begin with: its title without what file systems refuse.
#[must_use]
pub fn file_stem(title: &str) -> String {
    let is_refused = |character: char| character.is_control() || r#"\/:*?"<>|"#.contains(character);
    let is_invisible = |character: char| matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept: String = title
        .chars()
        .filter(|character| !is_invisible(*character))
        .map(|character| if is_refused(character) { ' ' } else { character })
        .take(80)
        .collect();
    let words = join(kept.split_whitespace(), " ");
    let words = words.trim_matches(['.', ' ']);
    if words.is_empty() { "article" } else { words }.to_owned()
}

fn read_with(source: &str, text: Option<Text>) -> Result<(Project, Vec<ImportNote>), ReadError> {
    let malformed = |detail| ReadError::Malformed { detail };
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mut file = Json::check(source).and_then(Fields::of).map_err(malformed)?;
    // A foreign file may have a `format` of any type; that makes it foreign, not malformed.
    let format = file.take("format").and_then(|format| format.string().ok());
    if format.as_deref() != Some("attest") {
        return Err(ReadError::Foreign);
    }
    let version = file.take("version").map_or(0, version_of);
    if version > VERSION {
        return Err(ReadError::Newer { version });
    }
    let mut document = DocumentRecord::read(file.take("document").unwrap_or(Json::EMPTY)).map_err(malformed)?;
    let written = document.text.take().filter(|text| !text.trim().is_empty());
    // A snapshot's hash was made here, of the text beside it: making it again would take as long as reading the rest.
    let hash = text.is_some().then(|| std::mem::take(&mut document.sha256)).filter(|hash| hash.len() == 64);
    let text = text.or_else(|| written.map(Text::stored)).ok_or(ReadError::NoText)?;

    let mut reading = Reading::default();
    let document = reading.document(document, text, hash);
    let labels = read_labels(&file.list("labels"), &mut |index, problem| reading.note("labels", index, problem));
    let labels = if labels.is_empty() { LabelSet::default() } else { LabelSet::new(labels) };
    let tell = &mut |list: &str, index, why: &str| reading.leave_out(list, index, why);
    let mut labels = read_definitions(&mut file, labels, tell).map_err(malformed)?;
    for (index, part) in file.list(ANNOTATIONS).into_iter().enumerate() {
        reading.annotation(index, part, &document.text, &mut labels);
    }
    for (index, part) in file.list("orphans").into_iter().enumerate() {
        reading.orphan(index, part);
    }
    reading.part_ids();
    let mut links = Vec::new();
    for (index, part) in file.list("links").into_iter().enumerate() {
        reading.link(index, part, &mut links);
    }
    sort(&mut links, |one: &Link, other| one.id < other.id);
    let mut rejected = Vec::new();
    for (index, part) in file.list("rejected").into_iter().enumerate() {
        match part.string() {
            Ok(key) => rejected.push(key.into_owned()),
            Err(problem) => reading.leave_out("rejected", index, &unreadable(problem)),
        }
    }
    sort(&mut rejected, |one, other| one < other);
    rejected.dedup();
    let Reading { annotations, orphans, notes, .. } = reading;
    let annotations = AnnotationSet::of(annotations.into_iter().map(Arc::new));
    let unknown = file.unknown().map_err(malformed)?;
    Ok((Project { document, labels, annotations, links, orphans, rejected, unknown }, notes))
}

/// A version however it is written (`2`, `2.0`, `"2"`, `1e30`), rounded up, so that a newer file is never taken for an
/// old one; 0 when it is no number.
pub(super) fn version_of(version: Json<'_>) -> u64 {
    match version.written() {
        "1" => 1,
        other => number_of(other),
    }
}

#[inline(never)]
fn number_of(written: &str) -> u64 {
    let number = written.trim_matches('"');
    let (number, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let exponent = exponent.parse().unwrap_or(if exponent.starts_with('-') { -99 } else { 99 });
    let (mut version, mut rest): (u64, bool) = (0, false);
    let places = whole.len() as i32 + 99.min(exponent);
    let digits = whole.bytes().chain(fraction.bytes()).chain(std::iter::repeat_n(b'0', 99));
    for (place, digit) in (0..).zip(digits) {
        if !digit.is_ascii_digit() {
            return 0;
        }
        if place < places {
            version = version.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
        } else {
            rest |= digit != b'0';
        }
    }
    version.saturating_add(u64::from(rest))
}

/// The list of a file that has its annotations.
const ANNOTATIONS: &str = "annotations";

/// A file while its parts are read one by one, so that a bad part spoils only itself.
#[derive(Default)]
struct Reading {
    annotations: Vec<Annotation>,
    orphans: Vec<Orphan>,
    notes: Vec<ImportNote>,
    /// Where each annotation and orphan stood; the former first.
    places: [Vec<(&'static str, usize)>; 2],
    /// The identifiers that the file gives, in order.
    taken: Vec<AnnotationId>,
}

impl Reading {
    fn document(&mut self, record: DocumentRecord, text: Text, hash: Option<String>) -> Document {
        let hash = hash.unwrap_or_else(|| sha256_hex(text.as_str()));
        let made = Document::hashed(text, hash, Some(&record.title), &record.source);
        if !record.sha256.is_empty() && record.sha256 != made.sha256 {
            let problem = "the hash does not fit the text: the text was changed after the file was written";
            self.notes.push(ImportNote { place: "document.sha256".to_owned(), problem: problem.to_owned() });
        }
        if !matches!(record.status.as_str(), "" | "open" | "done") {
            let problem =
                ["the status \u{201c}", &record.status, "\u{201d} is not known here; the article counts as open"];
            self.notes.push(ImportNote { place: "document.status".to_owned(), problem: problem.concat() });
        }
        let id = if record.id.is_empty() { made.id.clone() } else { record.id };
        Document { id, status: status_of(&record.status), unknown: record.unknown, ..made }
    }

    fn annotation(&mut self, index: usize, part: Json<'_>, text: &Text, labels: &mut LabelSet) {
        let AnnotationRecord { mut annotation, quotes, strange } = match AnnotationRecord::read(part) {
            Ok(record) => record,
            Err(problem) => return self.leave_out(ANNOTATIONS, index, &problem),
        };
        if !strange.is_empty() {
            self.note_strange(index, &strange);
        }
        let fit = fit(&mut annotation.target, &quotes, text);
        if labels.get(&annotation.label).is_none() {
            let label = annotation.label.as_str();
            let problem = ["the label \u{201c}", label, "\u{201d} was not in the file's label set and was added"];
            self.note(ANNOTATIONS, index, problem.concat());
            labels.keep(&annotation.label, None);
        }
        if fit == Fit::Exact {
            return self.keep(ANNOTATIONS, index, annotation);
        }
        self.misfit(index, annotation, quotes, fit);
    }

    #[inline(never)]
    fn note_strange(&mut self, index: usize, strange: &[String]) {
        let strange = join(strange.iter().map(String::as_str), ", ");
        let problem = ["what its spans hold beside start, end and quote was left out: ", &strange];
        self.note(ANNOTATIONS, index, problem.concat());
    }

    /// Takes in an annotation whose quotes do not all stand where it says.
    #[inline(never)]
    fn misfit(&mut self, index: usize, annotation: Annotation, quotes: Vec<Option<Cow<'_, str>>>, fit: Fit) {
        let quotes: Vec<String> = quotes.into_iter().map(|quote| quote.unwrap_or_default().into_owned()).collect();
        let quote = join(quotes.iter().map(String::as_str), " … ");
        let told = if fit == Fit::Moved {
            self.keep(ANNOTATIONS, index, annotation);
            "\u{201d} stands elsewhere; the annotation was moved there"
        } else {
            self.keep_aside(ANNOTATIONS, index, Orphan { annotation, quotes, unknown: Unknown::default() });
            "\u{201d} is not at its place in the text, nor anywhere else just once; kept aside as an orphan"
        };
        self.note(ANNOTATIONS, index, ["the quote \u{201c}", &quote, told].concat());
    }

    #[inline(never)]
    fn orphan(&mut self, index: usize, part: Json<'_>) {
        match read_orphan(part) {
            Ok(orphan) => self.keep_aside("orphans", index, orphan),
            Err(problem) => self.leave_out("orphans", index, &problem),
        }
    }

    #[inline(never)]
    fn link(&mut self, index: usize, part: Json<'_>, links: &mut Vec<Link>) {
        match read_link(part).map_err(unreadable) {
            Ok(link) if [&link.from, &link.to].iter().any(|end| self.taken.binary_search(end).is_err()) => {
                self.leave_out("links", index, "an end of it is not in the file");
            }
            Ok(link) if links.iter().any(|other| other.id == link.id) => {
                self.leave_out("links", index, &stands_twice(&link.id));
            }
            Ok(link) => links.push(link),
            Err(problem) => self.leave_out("links", index, &problem),
        }
    }

    fn keep(&mut self, list: &'static str, index: usize, annotation: Annotation) {
        self.places[0].push((list, index));
        self.annotations.push(annotation);
    }

    fn keep_aside(&mut self, list: &'static str, index: usize, orphan: Orphan) {
        self.places[1].push((list, index));
        self.orphans.push(orphan);
    }

    /// Makes sure that each annotation and orphan has an identifier of its own; says so where it has to be another one.
    fn part_ids(&mut self) {
        let count = self.annotations.len();
        let id = |place: usize| match place.checked_sub(count) {
            None => &self.annotations[place].id,
            Some(place) => &self.orphans[place].annotation.id,
        };
        let mut order: Vec<usize> = (0..count + self.orphans.len()).collect();
        sort(&mut order, |one, other| id(*one) < id(*other));
        self.taken = order.iter().map(|place| id(*place).clone()).collect();
        let mut number = 1u32;
        for (rank, place) in order.into_iter().enumerate() {
            let asked = self.taken[rank].clone();
            if rank == 0 || self.taken[rank - 1] != asked {
                number = 1;
                continue;
            }
            // What is made of one identifier differs from what is made of another, so only those of the file can be in the way.
            let own = loop {
                number += 1;
                let own = AnnotationId::new(&[asked.as_str(), "-", &number.to_string()].concat());
                if self.taken.binary_search(&own).is_err() {
                    break own;
                }
            };
            let (list, index) = match place.checked_sub(count) {
                None => self.places[0][place],
                Some(place) => self.places[1][place],
            };
            self.note(list, index, [&stands_twice(asked.as_str()), "; this one is now ", own.as_str()].concat());
            match place.checked_sub(count) {
                None => self.annotations[place].id = own,
                Some(place) => self.orphans[place].annotation.id = own,
            }
        }
    }

    #[inline(never)]
    fn leave_out(&mut self, list: &str, index: usize, why: &str) {
        self.note(list, index, ["left out, ", why].concat());
    }

    fn note(&mut self, list: &str, index: usize, problem: String) {
        self.notes.push(ImportNote { place: [list, "[", &index.to_string(), "]"].concat(), problem });
    }
}

/// Puts the file together by hand at the top level, so that every label, annotation and link has a line of its own.
fn compose(project: &Project, text: Option<&Text>) -> String {
    let own = &project.document.text;
    let mut out = Writer::with_capacity(own.as_str().len() + project.annotations.len() * 240 + 1024);
    out.raw("{\n  \"format\": \"attest\",\n  \"version\": 1,\n  \"document\": ");
    write_document(&mut out, &project.document, text);
    write_label_set(&mut out, &project.labels);
    write_list(&mut out, "annotations", &mut project.annotations.iter(), &|out, annotation| {
        write_annotation(out, annotation, own);
    });
    write_list(&mut out, "links", &mut project.links.iter(), &|out, link| write_link(out, link));
    if !project.orphans.is_empty() {
        write_list(&mut out, "orphans", &mut project.orphans.iter(), &|out, orphan| write_orphan(out, orphan));
    }
    if !project.rejected.is_empty() {
        write_list(&mut out, "rejected", &mut project.rejected.iter(), &|out, key| out.string(key));
    }
    for (name, value) in &project.unknown.0 {
        out.raw(",\n  ");
        out.string(name);
        out.raw(": ");
        out.raw(value);
    }
    out.raw("\n}\n");
    out.finish()
}

/// Writes the labels and, where they are not the usual ones, the types of links and attributes, after a field.
pub(crate) fn write_label_set(out: &mut Writer, set: &LabelSet) {
    write_list(out, "labels", &mut set.labels().iter(), &|out, label| write_label(out, label));
    if !set.has_usual_link_types() {
        write_list(out, "linkTypes", &mut set.link_types().iter(), &|out, link| write_link_type(out, link));
    }
    if !set.has_usual_attribute_types() {
        let mut types = set.attribute_types().iter();
        write_list(out, "attributeTypes", &mut types, &|out, attribute| write_attribute_type(out, attribute));
    }
}

fn write_list<T>(out: &mut Writer, name: &str, items: &mut dyn Iterator<Item = T>, write: &dyn Fn(&mut Writer, T)) {
    out.raw(",\n  \"");
    out.raw(name);
    out.raw("\": [");
    let mut separator = "\n    ";
    for item in items {
        out.raw(separator);
        write(out, item);
        separator = ",\n    ";
    }
    out.raw(if separator.starts_with(',') { "\n  ]" } else { "]" });
}
