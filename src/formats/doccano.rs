//! doccano: JSON Lines with `text`, `entities` and `relations`, one article a line.
//!
//! doccano stores offsets as they come. Its screen counts UTF-16 code units, and people who use its files in Python count
//! code points: on a text with emoji no file is right for both. [`write`] writes for the screen; [`write_in`] and
//! [`read_in`] take either. The file says which it is (`offset_unit`, kept by doccano among the article's metadata).
//! It is pure ASCII, because doccano guesses the encoding.
//!
//! The project in doccano has to allow overlapping and relations, or doccano drops spans without saying so. Notes,
//! attributes and parts of one annotation have no place. `label_config.json` beside it is for doccano's page of labels.

use super::attest::{status_name, status_of};
use super::exchange::gathering::{Gathering, Spot, Unit};
use super::exchange::groups::stem_of;
use super::exchange::losses::{self, Part, loss};
use super::exchange::reading::Found;
use super::exchange::records;
use super::exchange::units::Units;
use super::exchange::{Export, File, Imported};
use super::json::{self, Fields, Json, Writer};
use crate::domain::annotation::AnnotationId;
use crate::domain::label::Label;
use crate::domain::project::Project;
use crate::domain::span::Span;
use crate::domain::text::{CodePoint, Text};
use std::collections::BTreeMap;

const CARRIED: &[Part] = &[Part::Title, Part::Source, Part::Status, Part::Links];

/// A file of labels beside the articles is no article.
const LABEL_CONFIG: &str = "label_config.json";

/// Writes `<title>.jsonl` for doccano's screen, in UTF-16 code units, and `label_config.json`.
#[must_use]
pub fn write(project: &Project) -> Export {
    write_in(project, Unit::Utf16)
}

/// Writes `<title>.jsonl` with offsets in a unit, and `label_config.json`.
#[must_use]
pub fn write_in(project: &Project, unit: Unit) -> Export {
    let document = &project.document;
    let text = &document.text;
    let mut losses = losses::losses(project, CARRIED);
    losses::push_parts(project, &mut losses);
    let units = Units::of(text.as_str());
    if units.utf16(text.end().get()) != text.end().get() {
        let (problem, choice) = match unit {
            Unit::Utf16 => (
                "it has characters, such as emoji, that doccano's screen counts twice and Python once",
                "offsets are right on doccano's screen; in Python, from the first of them on, they are not",
            ),
            Unit::CodePoint => (
                "it has characters, such as emoji, that Python counts once and doccano's screen twice",
                "offsets are right in Python; on doccano's screen, from the first of them on, they are not",
            ),
        };
        losses.push(loss("the article", problem, choice));
    }
    let offset = |at: CodePoint| match unit {
        Unit::CodePoint => at.get(),
        Unit::Utf16 => units.utf16(at.get()),
    };
    let mut first_entity: BTreeMap<&AnnotationId, u32> = BTreeMap::new();
    let mut out = Writer::with_capacity(text.as_str().len() * 2 + 1024);
    out.raw("{");
    out.field("text", text.as_str());
    out.raw(",\"entities\":[");
    let mut number = 0;
    for annotation in project.annotations.iter() {
        for span in annotation.target.spans() {
            number += 1;
            first_entity.entry(&annotation.id).or_insert(number);
            out.next();
            out.raw("{\"id\":");
            out.number(number);
            out.field("label", annotation.label.as_str());
            out.raw(",\"start_offset\":");
            out.number(offset(span.start()));
            out.raw(",\"end_offset\":");
            out.number(offset(span.end()));
            out.raw("}");
            if cuts_a_character(text, *span) {
                let subject = losses::subject(project, annotation);
                losses.push(loss(&subject, "it cuts what doccano's screen shows as one character", "written as it is"));
            }
        }
    }
    out.raw("],\"relations\":[");
    for (number, link) in (1..).zip(&project.links) {
        let (Some(from), Some(to)) = (first_entity.get(&link.from), first_entity.get(&link.to)) else { continue };
        out.next();
        out.raw("{\"id\":");
        out.number(number);
        for (name, end) in [("from_id", from), ("to_id", to)] {
            out.name(name);
            out.number(*end);
        }
        out.field("type", if link.kind.is_empty() { "relates" } else { &link.kind });
        out.raw("}");
    }
    out.raw("]");
    out.field("title", &document.title);
    out.optional("source", &document.source);
    out.field("status", status_name(document.status));
    out.field("offset_unit", unit_name(unit));
    out.raw("}\n");
    let name = [&stem_of(project), ".jsonl"].concat();
    Export {
        files: vec![File::of(name, json::ascii(&out.finish())), File::of(LABEL_CONFIG, label_config(project))],
        losses,
    }
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::CodePoint => "code point",
        Unit::Utf16 => "UTF-16",
    }
}

fn cuts_a_character(text: &Text, span: Span) -> bool {
    [span.start(), span.end()].iter().any(|at| text.grapheme_floor(*at) != *at)
}

/// The labels as doccano's page of labels takes them.
fn label_config(project: &Project) -> String {
    let mut out = Writer::default();
    out.raw("[");
    for label in project.labels.labels() {
        out.next();
        out.raw("\n  {");
        out.field("text", label.id.as_str());
        if let Some(key) = shortcut(label) {
            out.field("suffix_key", key);
        }
        out.field("background_color", &label.color);
        out.field("text_color", "#ffffff");
        out.raw("}");
    }
    out.raw("\n]\n");
    json::ascii(&out.finish())
}

/// doccano knows digits and lower-case letters as shortcuts.
fn shortcut(label: &Label) -> Option<&str> {
    let is_key =
        |key: &&str| key.len() == 1 && key.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    Some(label.key.as_str()).filter(is_key)
}

/// Whether a file is from doccano.
pub(crate) fn fits(file: &File) -> bool {
    let kinds: [&[&str]; 3] = [&["text", "entities"], &["text", "label", "id"], &["data", "label"]];
    kinds.iter().any(|names| records::first_has(file, names))
}

/// Reads what doccano exports, or [`write`] wrote. A file that does not say what its offsets count is taken to count UTF-16
/// code units, as doccano's screen does.
///
/// # Errors
/// [`super::ReadError`], when nothing in the files is an article with a text.
pub fn read(files: &[File]) -> Imported {
    read_as(files, None)
}

/// Reads what doccano exports, with offsets in a unit, whatever the file says.
///
/// # Errors
/// [`super::ReadError`], when nothing in the files is an article with a text.
pub fn read_in(files: &[File], unit: Unit) -> Imported {
    read_as(files, Some(unit))
}

fn read_as(files: &[File], asked: Option<Unit>) -> Imported {
    let articles: Vec<File> = files.iter().filter(|file| !file.name.ends_with(LABEL_CONFIG)).cloned().collect();
    records::read_all(&articles, &|place, record| {
        let mut fields = Fields::of(record)?;
        let text = fields.text("text").or_else(|| fields.text("data")).unwrap_or_default();
        let said = match fields.string("offset_unit").as_str() {
            "code point" => Some(Unit::CodePoint),
            "UTF-16" => Some(Unit::Utf16),
            _ => None,
        };
        let unit = asked.or(said).unwrap_or(Unit::Utf16);
        let [title, source, status] = ["title", "source", "status"].map(|name| fields.string(name));
        let mut gathering = Gathering::of(&text, &title, &source, "doccano", unit).ok_or(records::NO_TEXT)?;
        if asked.or(said).is_none() && gathering.has_astral() {
            let told =
                "it does not say what its offsets count; they were taken for UTF-16 code units, as on doccano's screen";
            gathering.note(place, told);
        }
        let mut known: BTreeMap<String, AnnotationId> = BTreeMap::new();
        for list in ["entities", "label", "labels"] {
            for (index, entity) in fields.list_or_one(list).into_iter().enumerate() {
                let place = records::place(place, list, index);
                match entity_of(entity, &place, &mut gathering) {
                    // Of two with one identifier doccano's relations mean the later.
                    Ok((name, found, spot)) => {
                        if let Some(id) = gathering.annotation(Found { place, ..found }, &[spot]) {
                            known.insert(name, id);
                        }
                    }
                    Err(problem) => gathering.note(&place, &["left out, ", &problem].concat()),
                }
            }
        }
        for (index, relation) in fields.list("relations").into_iter().enumerate() {
            let place = records::place(place, "relations", index);
            if let Err(problem) = read_relation(&place, relation, &known, &mut gathering) {
                gathering.note(&place, &["left out, ", &problem].concat());
            }
        }
        records::note_rest(place, fields, &mut gathering, &["id"])?;
        Ok(gathering.finish(status_of(&status)))
    })
}

/// An entity, as an object or as `[start, end, label]`, with what relations call it.
fn entity_of(entity: Json<'_>, place: &str, gathering: &mut Gathering) -> Result<(String, Found, Spot), String> {
    let wrong = "a span needs start and end, whole numbers";
    if entity.is_list() {
        let [start, end, label] = entity.items()?[..] else { return Err("expected [start, end, label]".to_owned()) };
        let (start, end) = start.number().zip(end.number()).ok_or(wrong)?;
        let label = label.string()?.into_owned();
        return Ok((String::new(), Found { label, ..Found::default() }, Spot::at(start, end)));
    }
    let mut fields = Fields::of(entity)?;
    let name = fields.take("id").map(|id| id.written().to_owned()).unwrap_or_default();
    let ends = fields.number("start_offset").zip(fields.number("end_offset"));
    let label = fields.string("label");
    records::note_rest(place, fields, gathering, &["prob", "user", "created_at", "updated_at"])?;
    let (start, end) = ends.ok_or(wrong)?;
    Ok((name, Found { label, ..Found::default() }, Spot::at(start, end)))
}

fn read_relation(
    place: &str,
    relation: Json<'_>,
    known: &BTreeMap<String, AnnotationId>,
    gathering: &mut Gathering,
) -> Result<(), String> {
    let mut fields = Fields::of(relation)?;
    let mut end = |name: &str| fields.take(name).and_then(|id| known.get(id.written())).cloned();
    let (from, to) = (end("from_id"), end("to_id"));
    let kind = fields.string("type");
    fields.rest()?;
    gathering.link(place, "", &kind, from.as_ref(), to.as_ref());
    Ok(())
}
