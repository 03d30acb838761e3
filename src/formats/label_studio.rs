//! Label Studio: a list of tasks in JSON, and `label_config.xml`, the interface that they need.
//!
//! Offsets are code points. Each span is a region; a note is a second result with the region's identifier from a
//! `<TextArea perRegion="true">`; a link is a result of the type `relation`. What regions cannot say otherwise (attributes,
//! who and when, the parts of one annotation) is in the region's `meta`, which Label Studio does not show.
//!
//! Reading takes annotations; of a task that has none, predictions. Not here: media, tables, HTML without offsets.

mod reading;

pub(crate) use reading::fits;
pub use reading::read;

use super::attest::status_name;
use super::exchange::groups::stem_of;
use super::exchange::losses::{self, Part, loss};
use super::exchange::markup;
use super::exchange::records;
use super::exchange::{Export, File, Loss};
use super::json::Writer;
use crate::domain::annotation::{Annotation, AnnotationId};
use crate::domain::project::Project;
use crate::domain::span::Span;

const CARRIED: &[Part] = &[
    Part::Title,
    Part::Source,
    Part::Status,
    Part::Notes,
    Part::Attributes,
    Part::Creators,
    Part::Times,
    Part::Identifiers,
    Part::Links,
];

/// The names of the interface's controls.
const LABELS: &str = "label";
const TEXT: &str = "text";
const NOTE: &str = "note";

const HIDDEN: &str = "kept in the region's meta, which Label Studio does not show";

/// Writes `<title>.json` and `label_config.xml`.
#[must_use]
pub fn write(project: &Project) -> Export {
    let document = &project.document;
    let mut losses = losses::losses(project, CARRIED);
    losses::push_parts(project, &mut losses);
    let mut out = Writer::with_capacity(document.text.as_str().len() + 512 * project.annotations.len() + 1024);
    out.raw("[{\"data\":{");
    out.field(TEXT, document.text.as_str());
    out.field("title", &document.title);
    out.optional("source", &document.source);
    out.field("status", status_name(document.status));
    out.raw("},\"annotations\":[{\"result\":[");
    let mut separator = "\n";
    for annotation in project.annotations.iter() {
        for (part, span) in (1..).zip(annotation.target.spans()) {
            out.raw(separator);
            separator = ",\n";
            write_region(&mut out, project, annotation, part, *span);
            if part == 1 && !annotation.note.is_empty() {
                out.raw(separator);
                write_note(&mut out, annotation, *span);
            }
        }
        report_hidden(&mut losses, project, annotation);
    }
    for link in &project.links {
        let is_there = |end| project.annotations.get(end).is_some();
        if is_there(&link.from) && is_there(&link.to) {
            out.raw(separator);
            separator = ",\n";
            out.raw("{\"type\":\"relation\"");
            out.field("from_id", link.from.as_str());
            out.field("to_id", link.to.as_str());
            out.field("direction", "right");
            out.name("labels");
            out.raw("[");
            out.string(&link.kind);
            out.raw("]}");
        }
    }
    out.raw("\n]}]}]\n");
    let name = [&stem_of(project), ".json"].concat();
    let config = label_config(project, &mut losses);
    Export { files: vec![File::of(name, out.finish()), File::of("label_config.xml", config)], losses }
}

fn write_region(out: &mut Writer, project: &Project, annotation: &Annotation, part: u32, span: Span) {
    out.raw("{");
    // The first part has the annotation's own name, so that relations mean it.
    let name = annotation.id.as_str();
    let mut id = name.to_owned();
    while part > 1 && project.annotations.get(&AnnotationId::new(&id)).is_some() {
        id = [&id, "/", &part.to_string()].concat();
    }
    write_place(out, &id, LABELS, "labels", span);
    out.field("text", project.document.text.slice(span.start(), span.end()).unwrap_or_default());
    out.raw(",\"labels\":[");
    out.string(annotation.label.as_str());
    out.raw("]},\"meta\":{");
    if part == 1 {
        records::write_words(out, &Annotation { note: String::new(), ..annotation.clone() });
    }
    if annotation.target.spans().len() > 1 {
        out.field("annotation", name);
        out.name("part");
        out.number(part);
    }
    out.raw("}}");
}

/// Writes what every result begins with, and leaves its `value` open behind the offsets.
fn write_place(out: &mut Writer, id: &str, control: &str, kind: &str, span: Span) {
    out.field("id", id);
    out.field("from_name", control);
    out.field("to_name", TEXT);
    out.field("type", kind);
    out.raw(",\"value\":{\"start\":");
    out.number(span.start().get());
    out.raw(",\"end\":");
    out.number(span.end().get());
}

fn write_note(out: &mut Writer, annotation: &Annotation, span: Span) {
    out.raw("{");
    write_place(out, annotation.id.as_str(), NOTE, "textarea", span);
    out.raw(",\"text\":[");
    out.string(&annotation.note);
    out.raw("]}}");
}

fn report_hidden(losses: &mut Vec<Loss>, project: &Project, annotation: &Annotation) {
    if !annotation.creator.is_empty() {
        losses.push(loss(&losses::subject(project, annotation), "who made it is no user of Label Studio", HIDDEN));
    }
    for name in annotation.attributes.keys() {
        let problem = ["its ", name, " has no control in the interface"].concat();
        losses.push(loss(&losses::subject(project, annotation), &problem, HIDDEN));
    }
}

/// The interface: the labels with their colours and keys, the kinds of links, a field for a note on each region.
fn label_config(project: &Project, losses: &mut Vec<Loss>) -> String {
    let mut out = String::from("<View>\n  <Relations>\n");
    let mut kinds: Vec<&str> = project.labels.link_types().iter().map(|kind| kind.id.as_str()).collect();
    for link in &project.links {
        if !kinds.contains(&link.kind.as_str()) && kinds.len() < 100 {
            kinds.push(&link.kind);
        }
    }
    let mut value = |out: &mut String, element: &str, value: &str| {
        out.push_str(element);
        if !markup::push_xml(out, value) {
            losses.push(loss(
                value,
                "it has a character that XML cannot hold",
                "label_config.xml has U+FFFD in its place",
            ));
        }
        out.push('"');
    };
    for kind in kinds {
        value(&mut out, "    <Relation value=\"", kind);
        out.push_str("/>\n");
    }
    out.push_str("  </Relations>\n  <Labels name=\"label\" toName=\"text\">\n");
    for label in project.labels.labels() {
        value(&mut out, "    <Label value=\"", label.id.as_str());
        value(&mut out, " background=\"", &label.color);
        if !label.key.is_empty() {
            value(&mut out, " hotkey=\"", &label.key);
        }
        out.push_str("/>\n");
    }
    out.push_str(concat!(
        "  </Labels>\n  <Text name=\"text\" value=\"$text\" granularity=\"symbol\"/>\n",
        "  <TextArea name=\"note\" toName=\"text\" perRegion=\"true\" editable=\"true\" maxSubmissions=\"1\" ",
        "placeholder=\"Note\"/>\n</View>\n"
    ));
    out
}
