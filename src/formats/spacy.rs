//! spaCy and Prodigy: JSON Lines, one article a line, with `text`, `tokens`, `spans` and `relations`.
//!
//! Offsets are code points; `token_end` is the last token, not the one after it. Tokens are words (UAX #29), cut at every
//! span's edges, and rebuild the text exactly: `text` and, where `ws` is true, one blank. Spans overlap freely, as spaCy's
//! span groups (`doc.spans`) do; `doc.ents` refuses overlaps. Keys that Prodigy does not know it keeps, so identifiers,
//! notes, attributes and times are keys of a span (`id`, `note` …), and what is known of the article is in `meta`. All is
//! ASCII, so that a reader that ends a line at U+2028 reads it too.
//!
//! A discontinuous annotation is written as spans with one `id` and a `part` each; spaCy sees several spans. Not here:
//! spaCy's binary `DocBin`.

use super::attest::{status_name, status_of};
use super::exchange::gathering::{Gathering, Spot, Unit};
use super::exchange::groups::stem_of;
use super::exchange::losses::{self, Part};
use super::exchange::reading::Found;
use super::exchange::{Export, File, Imported};
use super::exchange::{records, tokens};
use super::json::{self, Fields, Json, Writer};
use crate::domain::annotation::{Annotation, AnnotationId};
use crate::domain::order::sort;
use crate::domain::project::Project;
use crate::domain::span::Span;
use crate::domain::text::{CodePoint, Text};
use std::collections::BTreeMap;

/// In the origin of what was read.
const FORMAT: &str = "spacy";

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

/// A token: what it covers, and whether one blank follows that no token covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Token {
    span: Span,
    has_blank: bool,
}

/// Writes one line, `<title>.jsonl`.
#[must_use]
pub fn write(project: &Project) -> Export {
    let document = &project.document;
    let mut losses = losses::losses(project, CARRIED);
    losses::push_parts(project, &mut losses);
    let tokens = tokens_of(&document.text, project);
    let mut out = Writer::with_capacity(document.text.as_str().len() * 8);
    out.raw("{");
    out.field("text", document.text.as_str());
    out.name("tokens");
    out.raw("[");
    for (index, token) in (0..).zip(&tokens) {
        out.next();
        out.raw("{");
        out.field("text", document.text.slice(token.span.start(), token.span.end()).unwrap_or_default());
        write_ends(&mut out, token.span);
        out.raw(",\"id\":");
        out.number(index);
        out.raw(if token.has_blank { ",\"ws\":true}" } else { ",\"ws\":false}" });
    }
    out.raw("]");
    out.name("spans");
    out.raw("[");
    for annotation in project.annotations.iter() {
        let spans = annotation.target.spans();
        for (part, span) in (1..).zip(spans) {
            out.next();
            write_span(&mut out, annotation, *span, &tokens, (spans.len() > 1).then_some(part));
        }
    }
    out.raw("]");
    out.name("relations");
    out.raw("[");
    for link in &project.links {
        let (Some(from), Some(to)) = (project.annotations.get(&link.from), project.annotations.get(&link.to)) else {
            continue;
        };
        out.next();
        out.raw("{");
        for (name, annotation) in [("head", from), ("child", to)] {
            // A relation is between single spans: the first ones.
            out.name(name);
            out.number(last_token(&tokens, annotation.target.spans()[0]));
        }
        for (name, annotation) in [("head_span", from), ("child_span", to)] {
            out.name(name);
            out.raw("{");
            write_place(&mut out, annotation.target.spans()[0], &tokens);
            out.field("label", annotation.label.as_str());
            out.raw("}");
        }
        out.field("label", &link.kind);
        out.field("id", &link.id);
        out.field("head_id", link.from.as_str());
        out.field("child_id", link.to.as_str());
        out.raw("}");
    }
    out.raw("]");
    out.name("meta");
    out.raw("{");
    out.field("title", &document.title);
    out.optional("source", &document.source);
    out.field("status", status_name(document.status));
    out.raw("},\"answer\":\"accept\"}\n");
    let name = [&stem_of(project), ".jsonl"].concat();
    Export { files: vec![File::of(name, json::ascii(&out.finish()))], losses }
}

fn write_span(out: &mut Writer, annotation: &Annotation, span: Span, tokens: &[Token], part: Option<u32>) {
    out.raw("{");
    write_place(out, span, tokens);
    out.field("label", annotation.label.as_str());
    out.field("id", annotation.id.as_str());
    if let Some(part) = part {
        out.name("part");
        out.number(part);
    }
    if part.is_none_or(|part| part == 1) {
        records::write_words(out, annotation);
    }
    out.raw("}");
}

fn write_place(out: &mut Writer, span: Span, tokens: &[Token]) {
    write_ends(out, span);
    out.raw(",\"token_start\":");
    out.number(tokens.partition_point(|token| token.span.start() < span.start()) as u32);
    out.raw(",\"token_end\":");
    out.number(last_token(tokens, span));
}

fn write_ends(out: &mut Writer, span: Span) {
    out.name("start");
    out.number(span.start().get());
    out.name("end");
    out.number(span.end().get());
}

/// The token that ends where a span ends.
fn last_token(tokens: &[Token], span: Span) -> u32 {
    tokens.partition_point(|token| token.span.end() < span.end()) as u32
}

/// The words of a text and what is between them, cut at the edges of all spans.
fn tokens_of(text: &Text, project: &Project) -> Vec<Token> {
    let (mut starts, mut ends) = (Vec::new(), Vec::new());
    for span in project.annotations.iter().flat_map(|annotation| annotation.target.spans()) {
        starts.push(span.start());
        ends.push(span.end());
    }
    for edges in [&mut starts, &mut ends] {
        sort(edges, |one, other| one < other);
    }
    let edges = tokens::edges(project);
    let mut all: Vec<Token> = Vec::new();
    let mut at = CodePoint::ZERO;
    let words = tokens::tokens(text, &edges);
    for word in words.into_iter().map(Some).chain([None]) {
        let until = word.map_or(text.end(), Span::start);
        let next = CodePoint::new(at.get() + 1);
        // A blank where a span begins, or after which one ends, has to be a token, or the span would have none to begin or
        // end with.
        let is_free = next <= until && starts.binary_search(&at).is_err() && ends.binary_search(&next).is_err();
        if let Some(before) = all.last_mut().filter(|_| is_free && text.slice(at, next) == Some(" ")) {
            before.has_blank = true;
            at = next;
        }
        while at < until {
            let edge = edges.get(edges.partition_point(|edge| *edge <= at)).copied().unwrap_or(until);
            all.extend(Span::new(at, edge.min(until)).map(|span| Token { span, has_blank: false }));
            at = edge.min(until);
        }
        if let Some(span) = word {
            all.push(Token { span, has_blank: false });
            at = span.end();
        }
    }
    all
}

/// Whether a file holds articles with spans.
pub(crate) fn fits(file: &File) -> bool {
    records::first_has(file, &["text", "spans"])
}

/// Reads JSON Lines, or one list, of articles with spans.
///
/// A span without offsets is placed by its tokens. Spans with one `id` and a `part` each are one annotation.
///
/// # Errors
/// [`super::ReadError`], when nothing in the files is an article with a text.
pub fn read(files: &[File]) -> Imported {
    records::read_all(files, &|place, record| {
        let mut fields = Fields::of(record)?;
        let text = fields.text("text").unwrap_or_default();
        let mut meta = fields.object("meta");
        let [title, source, status] = ["title", "source", "status"].map(|name| meta.string(name));
        let mut gathering = Gathering::of(&text, &title, &source, FORMAT, Unit::CodePoint).ok_or(records::NO_TEXT)?;
        records::note_rest(place, meta, &mut gathering, &[])?;
        let tokens = fields.list("tokens");
        let mut read = Reading { tokens: token_ends(&tokens), spans: Vec::new() };
        for (index, span) in fields.list("spans").into_iter().enumerate() {
            let place = records::place(place, "spans", index);
            if let Err(problem) = read.span(&place, span, &mut gathering) {
                gathering.note(&place, &["left out, ", &problem].concat());
            }
        }
        let named = read.gather(&mut gathering);
        for (index, relation) in fields.list("relations").into_iter().enumerate() {
            let place = records::place(place, "relations", index);
            if let Err(problem) = read.relation(&place, relation, &named, &mut gathering) {
                gathering.note(&place, &["left out, ", &problem].concat());
            }
        }
        let answer = fields.string("answer");
        if !matches!(answer.as_str(), "" | "accept") {
            gathering.note(place, &["its answer is ", &answer, "; its spans were read all the same"].concat());
        }
        records::note_rest(place, fields, &mut gathering, &["_input_hash", "_task_hash", "_view_id", "_timestamp"])?;
        Ok(gathering.finish(status_of(&status)))
    })
}

/// An article while its spans are read.
struct Reading {
    /// Start and end of each token.
    tokens: Vec<Option<(u32, u32)>>,
    spans: Vec<ReadSpan>,
}

/// A span as it was read.
struct ReadSpan {
    found: Found,
    ends: (u32, u32),
    part: Option<u32>,
}

/// What the spans of an article are called here: by identifier, and by place.
#[derive(Default)]
struct Named {
    by_id: BTreeMap<String, AnnotationId>,
    by_place: BTreeMap<(u32, u32), AnnotationId>,
    by_last_token: BTreeMap<u32, AnnotationId>,
}

impl Reading {
    fn span(&mut self, place: &str, span: Json<'_>, gathering: &mut Gathering) -> Result<(), String> {
        let mut fields = Fields::of(span)?;
        let token = |fields: &mut Fields<'_>, name: &str| -> Option<(u32, u32)> {
            *self.tokens.get(fields.number(name)? as usize)?
        };
        let tokens = token(&mut fields, "token_start").zip(token(&mut fields, "token_end"));
        let ends = fields.number("start").zip(fields.number("end"));
        let ends = ends.or(tokens.map(|((start, _), (_, end))| (start, end)));
        let mut found = Found { id: fields.string("id"), label: fields.string("label"), ..Found::default() };
        let part = fields.number("part");
        records::read_words(&mut fields, &mut found)?;
        records::note_rest(place, fields, gathering, &["text", "source", "input_hash", "pattern"])?;
        let ends = ends.ok_or("a span needs start and end, whole numbers, or tokens")?;
        place.clone_into(&mut found.place);
        self.spans.push(ReadSpan { found, ends, part });
        Ok(())
    }

    /// Makes annotations of the spans.
    fn gather(&mut self, gathering: &mut Gathering) -> Named {
        let mut fragments: BTreeMap<String, Vec<(u32, u32)>> = BTreeMap::new();
        for span in self.spans.iter().filter(|span| span.part.is_some()) {
            fragments.entry(span.found.id.clone()).or_default().push(span.ends);
        }
        let mut named = Named::default();
        let last_token: BTreeMap<u32, u32> =
            (0..).zip(&self.tokens).filter_map(|(index, token)| Some((token.as_ref()?.1, index))).collect();
        for span in &self.spans {
            let mut parts = vec![span.ends];
            if span.part.is_some() {
                // All parts of an annotation are taken with the first of them.
                let Some(all) = fragments.remove(&span.found.id) else { continue };
                parts = all;
            }
            let name = span.found.id.clone();
            let spots: Vec<Spot> = parts.into_iter().map(|(start, end)| Spot::at(start, end)).collect();
            let Some(id) = gathering.annotation(span.found.clone(), &spots) else { continue };
            if !name.is_empty() {
                named.by_id.entry(name).or_insert_with(|| id.clone());
            }
            named.by_place.entry(span.ends).or_insert_with(|| id.clone());
            if let Some(token) = last_token.get(&span.ends.1) {
                named.by_last_token.entry(*token).or_insert(id);
            }
        }
        named
    }

    fn relation(
        &self,
        place: &str,
        relation: Json<'_>,
        named: &Named,
        gathering: &mut Gathering,
    ) -> Result<(), String> {
        let mut fields = Fields::of(relation)?;
        let mut end = |name: &str| {
            let id = fields.text(&[name, "_id"].concat()).and_then(|id| named.by_id.get(id.as_ref()));
            let mut span = fields.object(&[name, "_span"].concat());
            let place = span.number("start").zip(span.number("end"));
            let token = fields.number(name);
            id.or_else(|| named.by_place.get(&place?)).or_else(|| named.by_last_token.get(&token?)).cloned()
        };
        let (from, to) = (end("head"), end("child"));
        let (id, kind) = (fields.string("id"), fields.string("label"));
        fields.rest()?;
        gathering.link(place, &id, &kind, from.as_ref(), to.as_ref());
        Ok(())
    }
}

fn token_ends(tokens: &[Json<'_>]) -> Vec<Option<(u32, u32)>> {
    let ends = |token: &Json<'_>| {
        let mut fields = Fields::of(*token).ok()?;
        fields.number("start").zip(fields.number("end"))
    };
    tokens.iter().map(ends).collect()
}
