//! W3C Web Annotation (JSON-LD): one collection with one page of annotations, and the article beside it as plain text.
//!
//! An annotation's label is a body with the purpose `classifying`, since it is taken from a set that was agreed on;
//! `tagging` is for words that anyone may add. Both are read. Its note is a body with the purpose `commenting`; its
//! attributes are one body with the purpose `describing`, a JSON object, since a name and a value have no other place in
//! the model and a key that the context does not know would be lost. Each span is a target with a
//! `TextPositionSelector`, in code points as the model demands, and a `TextQuoteSelector`. A link is an annotation with the
//! motivation `linking`: its target is the annotation that it starts from, its body the one that it leads to.
//!
//! Identifiers that are IRIs are written as they are, others as `urn:attest:…`. Not here: other selectors than those
//! two and `FragmentSelector` with `char=`, and fetching anything.

mod reading;

pub(crate) use reading::fits;
pub use reading::read;

use super::attest::file_name;
use super::exchange::groups::stem_of;
use super::exchange::losses::{self, Part, loss};
use super::exchange::{Export, File, Loss};
use super::json::Writer;
use crate::domain::annotation::{Annotation, Link};
use crate::domain::project::{Document, Project, Timestamp};
use crate::domain::span::Span;
use crate::domain::text::{CodePoint, Text};

/// The context that every file names.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// Before identifiers that are no IRIs: of documents, of annotations, of links.
const DOCUMENT: &str = "urn:attest:document:";
const ANNOTATION: &str = "urn:attest:annotation:";
const LINK: &str = "urn:attest:link:";
/// How many code points of the text stand before and after a quote.
const CONTEXT_LENGTH: u32 = 32;

/// What the model carries. (Not the source's name: that is the name of the text file, or it is lost.)
const CARRIED: &[Part] = &[
    Part::Title,
    Part::Source,
    Part::Notes,
    Part::Attributes,
    Part::Creators,
    Part::Times,
    Part::Identifiers,
    Part::Links,
];

/// Writes `<title>.jsonld` and the article as a text file.
#[must_use]
pub fn write(project: &Project) -> Export {
    let document = &project.document;
    let mut losses = losses::losses(project, CARRIED);
    let stem = stem_of(project);
    let is_file = |source: &str| {
        source.ends_with(".txt") && !source.starts_with('.') && file_name(source) == [source, ".attest.json"].concat()
    };
    let text_name = if is_file(&document.source) { document.source.clone() } else { [&stem, ".txt"].concat() };
    if !document.source.is_empty() && document.source != text_name && !is_page(&document.source) {
        losses.push(loss(
            "the article",
            "where it came from is not the address of a page, nor the name of a text file",
            "left out",
        ));
    }
    let source = source_of(document);
    let collection = ["urn:attest:collection:", &encoded(&document.id)].concat();
    let page = ["urn:attest:page:", &encoded(&document.id)].concat();
    let links: Vec<&Link> = project.links.iter().filter(|link| is_whole(project, link)).collect();
    let total = (project.annotations.len() + links.len()) as u32;
    let mut out = Writer::with_capacity(1024 + 640 * total as usize);
    out.raw("{");
    out.field("@context", CONTEXT);
    out.field("id", &collection);
    out.field("type", "AnnotationCollection");
    out.field("label", &document.title);
    out.name("total");
    out.number(total);
    out.raw(",\"first\":{");
    out.field("id", &page);
    out.field("type", "AnnotationPage");
    out.field("partOf", &collection);
    out.raw(",\"startIndex\":0,\"items\":[");
    let mut separator = "\n";
    for annotation in project.annotations.iter() {
        out.raw(separator);
        write_annotation(&mut out, project, annotation, &source, &mut losses);
        separator = ",\n";
    }
    for link in links {
        out.raw(separator);
        write_link(&mut out, link);
        separator = ",\n";
    }
    out.raw("\n]}}\n");
    Export {
        files: vec![File::of([&stem, ".jsonld"].concat(), out.finish()), File::of(text_name, document.text.as_str())],
        losses,
    }
}

fn write_annotation(
    out: &mut Writer,
    project: &Project,
    annotation: &Annotation,
    source: &str,
    losses: &mut Vec<Loss>,
) {
    out.raw("{");
    out.field("id", &iri(ANNOTATION, annotation.id.as_str()));
    out.field("type", "Annotation");
    out.field("motivation", "classifying");
    write_time(out, project, annotation, "created", &annotation.created, losses);
    write_time(out, project, annotation, "modified", &annotation.modified, losses);
    if !annotation.creator.is_empty() {
        out.raw(",\"creator\":{\"type\":\"Person\"");
        out.field("name", &annotation.creator);
        out.raw("}");
    }
    out.raw(",\"body\":[");
    write_body(out, "classifying", "text/plain", annotation.label.as_str());
    if !annotation.note.is_empty() {
        write_body(out, "commenting", "text/plain", &annotation.note);
    }
    if !annotation.attributes.is_empty() {
        let mut attributes = Writer::default();
        attributes.texts(annotation.attributes.iter());
        write_body(out, "describing", "application/json", &attributes.finish());
    }
    out.raw("],\"target\":[");
    for span in annotation.target.spans() {
        out.next();
        out.raw("{\"type\":\"SpecificResource\"");
        out.field("source", source);
        out.raw(",\"selector\":[{\"type\":\"TextPositionSelector\",\"start\":");
        out.number(span.start().get());
        out.raw(",\"end\":");
        out.number(span.end().get());
        out.raw("},{\"type\":\"TextQuoteSelector\"");
        let [prefix, exact, suffix] = around(&project.document.text, *span);
        out.field("exact", exact);
        out.field("prefix", prefix);
        out.field("suffix", suffix);
        out.raw("}]}");
    }
    out.raw("]}");
    let spans = annotation.target.spans().len();
    if spans > 1 {
        let number = spans.to_string();
        let problem = ["it has ", &number, " parts, and the model relates each target of an annotation on its own"];
        let choice = ["written as one annotation with ", &number, " targets"];
        losses.push(loss(&losses::subject(project, annotation), &problem.concat(), &choice.concat()));
    }
}

fn write_body(out: &mut Writer, purpose: &str, format: &str, value: &str) {
    out.next();
    out.raw("{\"type\":\"TextualBody\"");
    out.field("purpose", purpose);
    out.field("format", format);
    out.field("value", value);
    out.raw("}");
}

/// The model wants an `xsd:dateTime` in UTC; anything else would make the whole annotation invalid.
fn write_time(
    out: &mut Writer,
    project: &Project,
    annotation: &Annotation,
    name: &str,
    time: &Timestamp,
    losses: &mut Vec<Loss>,
) {
    if is_moment(time.as_str()) {
        out.field(name, time.as_str());
    } else if !time.as_str().is_empty() {
        let problem = ["when it was ", name, " (", &losses::shortened(time.as_str()), ") is no moment in UTC"].concat();
        losses.push(loss(&losses::subject(project, annotation), &problem, "left out"));
    }
}

fn write_link(out: &mut Writer, link: &Link) {
    out.raw("{");
    out.field("id", &iri(LINK, &link.id));
    out.field("type", "Annotation");
    out.field("motivation", "linking");
    out.raw(",\"body\":[{\"type\":\"SpecificResource\",\"purpose\":\"linking\"");
    out.field("source", &iri(ANNOTATION, link.to.as_str()));
    out.raw("}");
    write_body(out, "classifying", "text/plain", &link.kind);
    out.raw("]");
    out.field("target", &iri(ANNOTATION, link.from.as_str()));
    out.raw("}");
}

fn is_whole(project: &Project, link: &Link) -> bool {
    [&link.from, &link.to].iter().all(|end| project.annotations.get(end).is_some())
}

/// What stands before a span, in it and after it; no grapheme cluster is cut.
fn around(text: &Text, span: Span) -> [&str; 3] {
    let (start, end) = (span.start(), span.end());
    let before = text.grapheme_ceil(CodePoint::new(start.get().saturating_sub(CONTEXT_LENGTH))).min(start);
    let after = CodePoint::new(end.get().saturating_add(CONTEXT_LENGTH)).min(text.end());
    let after = text.grapheme_floor(after).max(end);
    [(before, start), (start, end), (end, after)].map(|(start, end)| text.slice(start, end).unwrap_or_default())
}

/// What an article is called: the address of its page, or its identifier.
fn source_of(document: &Document) -> String {
    if is_page(&document.source) { document.source.clone() } else { [DOCUMENT, &encoded(&document.id)].concat() }
}

fn is_page(source: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| source.len() > scheme.len() + 2 && source.starts_with(scheme))
        && is_iri(source)
}

/// An identifier as an IRI: itself if it is one already.
fn iri(prefix: &str, id: &str) -> String {
    if is_iri(id) && !id.starts_with("urn:attest:") { id.to_owned() } else { [prefix, &encoded(id)].concat() }
}

/// Whether this is an absolute IRI without anything that would have to be looked at twice.
fn is_iri(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&byte);
    let (scheme, rest) = id.split_once(':').unwrap_or_default();
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_lowercase())
        && scheme.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    is_scheme && !rest.is_empty() && rest.bytes().all(is_plain) && rest.matches('#').count() < 2
}

/// Percent-encoded (RFC 3986): all but its unreserved characters.
fn encoded(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(|nibble| char::from(b"0123456789ABCDEF"[usize::from(nibble)])));
        }
    }
    out
}

/// Whether this is RFC 3339 in UTC: `2026-11-22T12:00:00Z`, with or without a fraction.
fn is_moment(time: &str) -> bool {
    let bytes = time.as_bytes();
    let digits = |from: usize, until: usize| {
        let digits = time.get(from..until).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        digits.and_then(|digits| digits.parse::<u32>().ok())
    };
    let ranges: [(usize, u32, u32); 5] = [(5, 1, 12), (8, 1, 31), (11, 0, 23), (14, 0, 59), (17, 0, 59)];
    let is_in_range =
        ranges.iter().all(|(at, low, high)| digits(*at, at + 2).is_some_and(|part| (*low..=*high).contains(&part)));
    let longest = match (digits(0, 4), digits(5, 7)) {
        (Some(year), Some(2)) if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        (Some(_), Some(2)) => 28,
        (Some(_), Some(4 | 6 | 9 | 11)) => 30,
        (Some(1..), _) => 31,
        _ => 0,
    };
    let signs = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    let fraction = time.get(19..).and_then(|rest| rest.strip_suffix('Z'));
    let is_fraction = |fraction: &str| {
        let digits = fraction.strip_prefix('.').filter(|digits| (1..=9).contains(&digits.len()));
        fraction.is_empty() || digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    is_in_range
        && signs.iter().all(|(at, sign)| bytes.get(*at) == Some(sign))
        && digits(8, 10).is_some_and(|day| day <= longest)
        && fraction.is_some_and(is_fraction)
}
