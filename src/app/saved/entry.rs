//! The stored shape of a log entry, and its place in the log.

use super::keys::LARGEST;
use crate::domain::annotation::Annotation;
use crate::domain::edit::{Change, Edit};
use crate::domain::history::{Entry, Turn};
use crate::domain::label::{Label, LabelSet};
use crate::domain::project::{Orphan, Timestamp, Unknown};
use crate::domain::text::Text;
use crate::formats::attest::{
    AnnotationRecord, mend_color, read_definitions, read_label, read_link, read_orphan, status_name, status_of,
    write_annotation, write_attribute_type, write_label, write_link, write_link_type, write_orphan,
};
use crate::formats::json::{Fields, Json, Writer};
use std::borrow::Cow;
use std::sync::Arc;

/// Orders the entries of a log: by number, then by tab.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::app) struct Place {
    pub(super) number: u32,
    pub(super) tab: String,
}

const TURNS: [(Turn, &str); 4] = [(Turn::Do, "do"), (Turn::Amend, "amend"), (Turn::Undo, "undo"), (Turn::Redo, "redo")];

/// An entry as JSON.
pub(in crate::app) fn write(entry: &Entry, place: &Place, text: &Text) -> String {
    let mut out = Writer::default();
    out.raw("{\"number\":");
    out.number(place.number);
    out.field("tab", &place.tab);
    let turn = TURNS.iter().find(|(turn, _)| *turn == entry.turn);
    out.field("turn", turn.map_or("", |(_, name)| name));
    out.field("at", entry.at.as_str());
    out.name("edits");
    out.raw("[");
    for edit in entry.change.edits() {
        out.next();
        write_edit(&mut out, edit, text);
    }
    out.raw("]}");
    out.finish()
}

/// An entry and its place, checked against the text.
///
/// # Errors
/// Why it cannot be read.
pub(super) fn read(source: Json<'_>, text: &Text) -> Result<(Place, Entry), String> {
    let mut fields = Fields::of(source)?;
    let (number, tab) = (fields.number("number"), fields.text("tab"));
    let turn = fields.text("turn").unwrap_or_default();
    let turn = TURNS.iter().find(|(_, name)| *name == turn);
    let (at, edits) = (fields.text("at"), fields.take("edits"));
    fields.rest()?;
    let number = number.filter(|number| *number <= LARGEST);
    let (Some(number), Some(tab), Some((turn, _)), Some(at), Some(edits)) = (number, tab, turn, at, edits) else {
        return Err("it is no entry of a log, or one of a newer version".to_owned());
    };
    let mut read = Vec::new();
    for edit in edits.items()? {
        read.push(read_edit(edit, text)?);
    }
    Ok((
        Place { number, tab: tab.into_owned() },
        Entry { turn: *turn, change: Change::new(read), at: Timestamp::new(&at) },
    ))
}

/// An entry and its place, from a text whose syntax is not known to be right.
///
/// # Errors
/// Why it cannot be read.
pub(in crate::app) fn check(source: &str, text: &Text) -> Result<(Place, Entry), String> {
    read(Json::check(source)?, text)
}

/// An entry continued by an amendment of the same annotation; `None` when they do not belong together.
pub(super) fn amended(own: &Entry, later: &Entry) -> Option<Entry> {
    let is_note = matches!(own.turn, Turn::Do | Turn::Amend) && own.change.noted().is_some();
    is_note.then(|| Entry { turn: own.turn, change: own.change.amended(&later.change), at: later.at.clone() })
}

/// What an entry does beyond what it did when it was `known`, before it was amended; `None` when it was not, or is another one.
pub(super) fn further(known: &Entry, now: &Entry) -> Option<Entry> {
    let sides = |entry: &Entry| match entry.change.edits() {
        [Edit::Annotation { after: after @ Some(_), .. }] => Some(after.clone()),
        _ => None,
    };
    let change = Change::new(vec![Edit::Annotation { before: sides(known)?, after: sides(now)? }]);
    let further = Entry { turn: Turn::Amend, change, at: now.at.clone() };
    (amended(known, &further).as_ref() == Some(now) && further.change.noted().is_some()).then_some(further)
}

fn write_edit(out: &mut Writer, edit: &Edit, text: &Text) {
    match edit {
        Edit::Annotation { before, after } => write_sides(out, "annotation", [before, after], &|out, side| {
            write_optional(out, side.as_deref(), &|out, side| write_annotation(out, side, text));
        }),
        Edit::Link { before, after } => write_sides(out, "link", [before, after], &|out, side| {
            write_optional(out, side.as_ref(), &write_link);
        }),
        Edit::Status { before, after } => {
            write_sides(out, "status", [before, after], &|out, side| out.string(status_name(*side)));
        }
        Edit::Labels { before, after } => {
            write_sides(out, "labels", [before, after], &write_labels);
        }
        Edit::Orphans { before, after } => {
            write_sides(out, "orphans", [before, after], &|out, side| write_items(out, side, &write_orphan));
        }
        Edit::RejectedSuggestion { before, after } => write_sides(out, "rejected", [before, after], &|out, side| {
            write_optional(out, side.as_ref(), &|out, key| out.string(key));
        }),
        Edit::Unknown { before, after } => {
            write_sides(out, "unknown", [before, after], &|out, side| write_items(out, side, &write_unknown));
        }
    }
}

fn write_sides<T>(out: &mut Writer, kind: &str, sides: [&T; 2], write: &dyn Fn(&mut Writer, &T)) {
    out.raw("{");
    out.name(kind);
    out.raw("{");
    for (name, side) in ["before", "after"].into_iter().zip(sides) {
        out.name(name);
        write(out, side);
    }
    out.raw("}}");
}

fn write_optional<T>(out: &mut Writer, item: Option<&T>, write: &dyn Fn(&mut Writer, &T)) {
    match item {
        Some(item) => write(out, item),
        None => out.raw("null"),
    }
}

fn write_items<T>(out: &mut Writer, items: &[T], write: &dyn Fn(&mut Writer, &T)) {
    out.raw("[");
    for item in items {
        out.next();
        write(out, item);
    }
    out.raw("]");
}

/// Labels alone are a list, as they were before there were types of links and attributes in a label set.
fn write_labels(out: &mut Writer, set: &LabelSet) {
    if set.has_usual_link_types() && set.has_usual_attribute_types() {
        return write_items(out, set.labels(), &write_label);
    }
    out.raw("{\"labels\":");
    write_items(out, set.labels(), &write_label);
    out.raw(",\"linkTypes\":");
    write_items(out, set.link_types(), &write_link_type);
    out.raw(",\"attributeTypes\":");
    write_items(out, set.attribute_types(), &write_attribute_type);
    out.raw("}");
}

fn read_edit(source: Json<'_>, text: &Text) -> Result<Edit, String> {
    const UNKNOWN: &str = "it holds an edit of a kind that is not known here";
    let mut edit = Fields::of(source)?;
    for kind in ["annotation", "link", "rejected", "status", "labels", "orphans", "unknown"] {
        let Some(sides) = edit.take(kind) else { continue };
        let mut sides = Fields::of(sides)?;
        let (before, after) = (sides.take("before"), sides.take("after"));
        let annotation = |side: Option<Json<'_>>| side.map(|side| read_annotation(side, text)).transpose();
        if kind == "annotation" {
            return Ok(Edit::Annotation { before: annotation(before)?, after: annotation(after)? });
        }
        return read_other_edit(kind, before, after);
    }
    Err(UNKNOWN.to_owned())
}

/// An edit of anything but an annotation.
#[inline(never)]
fn read_other_edit(kind: &str, before: Option<Json<'_>>, after: Option<Json<'_>>) -> Result<Edit, String> {
    if kind == "link" {
        let link = |side: Option<Json<'_>>| side.map(read_link).transpose();
        return Ok(Edit::Link { before: link(before)?, after: link(after)? });
    }
    if kind == "rejected" {
        let key = |side: Option<Json<'_>>| side.map(|side| side.string().map(Cow::into_owned)).transpose();
        return Ok(Edit::RejectedSuggestion { before: key(before)?, after: key(after)? });
    }
    let (before, after) = before.zip(after).ok_or("a side of an edit is missing")?;
    Ok(match kind {
        "status" => {
            let status = |side: Json<'_>| side.string().map(|name| status_of(&name));
            Edit::Status { before: status(before)?, after: status(after)? }
        }
        "labels" => Edit::Labels { before: read_labels(before)?, after: read_labels(after)? },
        "orphans" => Edit::Orphans { before: read_orphans(before)?, after: read_orphans(after)? },
        _ => Edit::Unknown { before: read_unknown(before)?, after: read_unknown(after)? },
    })
}

fn read_annotation(source: Json<'_>, text: &Text) -> Result<Arc<Annotation>, String> {
    let annotation = AnnotationRecord::read(source)?.annotation;
    if annotation.target.hull().end() > text.end() {
        return Err(["annotation ", annotation.id.as_str(), " reaches beyond the text"].concat());
    }
    Ok(Arc::new(annotation))
}

#[inline(never)]
fn read_labels(source: Json<'_>) -> Result<LabelSet, String> {
    if let Ok(parts) = source.items() {
        return read_label_list(parts);
    }
    let mut fields = Fields::of(source)?;
    let labels = read_label_list(fields.list("labels"))?;
    let mut problem = None;
    let tell = &mut |_: &str, _, why: &str| problem = Some(why.to_owned());
    let labels = read_definitions(&mut fields, labels, tell)?;
    fields.rest()?;
    problem.map_or(Ok(labels), Err)
}

fn read_label_list(parts: Vec<Json<'_>>) -> Result<LabelSet, String> {
    let mut labels: Vec<Label> = Vec::new();
    for (index, part) in parts.into_iter().enumerate() {
        let mut label = read_label(part)?;
        mend_color(&mut label, index);
        labels.push(label);
    }
    Ok(LabelSet::new(labels))
}

fn write_unknown(out: &mut Writer, unknown: &Unknown) {
    out.raw("{");
    out.end(unknown);
}

#[inline(never)]
fn read_unknown(source: Json<'_>) -> Result<[Unknown; 2], String> {
    let mut read = Vec::new();
    for part in source.items()? {
        read.push(Fields::of(part)?.unknown()?);
    }
    read.try_into().map_err(|_| "an edit of what is not known is incomplete".to_owned())
}

#[inline(never)]
fn read_orphans(source: Json<'_>) -> Result<Vec<Orphan>, String> {
    source.items()?.into_iter().map(read_orphan).collect()
}
