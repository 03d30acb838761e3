//! The shapes of the annotation file's parts, and their way to and from the domain.

use crate::domain::annotation::{Annotation, AnnotationId, Attributes, Link};
use crate::domain::color::{Color, PALETTE};
use crate::domain::label::{Label, LabelId};
use crate::domain::order::sort;
use crate::domain::project::{Document, Orphan, Status, Timestamp, Unknown};
use crate::domain::span::{Span, Target};
use crate::domain::text::Text;
use crate::formats::json::{Fields, Json, Walk, Writer, carried};
use std::borrow::Cow;

/// `document`. The text is absent from a snapshot.
#[derive(Clone, Debug)]
pub(crate) struct DocumentRecord {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) text: Option<String>,
    pub(crate) sha256: String,
    pub(crate) source: String,
    pub(crate) status: String,
    pub(crate) unknown: Unknown,
}

impl DocumentRecord {
    pub(crate) fn read(source: Json<'_>) -> Result<Self, String> {
        let mut fields = Fields::of(source)?;
        Ok(Self {
            id: fields.string("id"),
            title: fields.string("title"),
            text: fields.text("text").map(Cow::into_owned),
            sha256: fields.string("sha256"),
            source: fields.string("source"),
            status: fields.string("status"),
            unknown: fields.unknown()?,
        })
    }
}

/// Writes `document`, with the article's text if that is given.
pub(crate) fn write_document(out: &mut Writer, document: &Document, text: Option<&Text>) {
    out.raw("{");
    out.field("id", &document.id);
    out.field("title", &document.title);
    if let Some(text) = text {
        out.field("text", text.as_str());
    }
    out.optional("sha256", &document.sha256);
    out.optional("source", &document.source);
    out.field("status", status_name(document.status));
    out.end(&document.unknown);
}

pub(crate) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Done => "done",
    }
}

pub(crate) fn status_of(name: &str) -> Status {
    if name == "done" { Status::Done } else { Status::Open }
}

/// Reads one of `labels`, whose colour may be any string.
pub(crate) fn read_label(source: Json<'_>) -> Result<Label, String> {
    let mut fields = Fields::of(source)?;
    let (id, name) = (fields.string("id"), fields.string("name"));
    Ok(Label {
        name: if name.trim().is_empty() { id.clone() } else { name },
        id: LabelId::new(&id),
        key: fields.string("key"),
        color: fields.string("color"),
        description: fields.string("description"),
        unknown: fields.unknown()?,
    })
}

/// Gives a label a colour if it has none that can be used; `index` chooses which. Whether it had another one.
pub(crate) fn mend_color(label: &mut Label, index: usize) -> bool {
    // Anything else could be a way into the style sheet.
    if Color::parse(&label.color).is_some() {
        return false;
    }
    let asked = std::mem::replace(&mut label.color, spare_color(index).to_owned());
    !asked.is_empty()
}

/// A colour for the label at this place when nobody chose one.
pub(in crate::formats) fn spare_color(index: usize) -> &'static str {
    PALETTE[index % PALETTE.len()]
}

pub(crate) fn write_label(out: &mut Writer, label: &Label) {
    out.raw("{");
    out.field("id", label.id.as_str());
    out.field("name", &label.name);
    out.optional("key", &label.key);
    out.optional("color", &label.color);
    out.optional("description", &label.description);
    out.end(&label.unknown);
}

pub(crate) fn read_link(source: Json<'_>) -> Result<Link, String> {
    let mut fields = Fields::of(source)?;
    Ok(Link {
        id: fields.string("id"),
        kind: fields.string("type"),
        from: AnnotationId::new(&fields.text("from").unwrap_or_default()),
        to: AnnotationId::new(&fields.text("to").unwrap_or_default()),
        unknown: fields.unknown()?,
    })
}

pub(crate) fn write_link(out: &mut Writer, link: &Link) {
    out.raw("{");
    out.field("id", &link.id);
    out.field("type", &link.kind);
    out.field("from", link.from.as_str());
    out.field("to", link.to.as_str());
    out.end(&link.unknown);
}

/// One of `annotations`, unchecked against any text.
#[derive(Debug)]
pub(crate) struct AnnotationRecord<'a> {
    pub(crate) annotation: Annotation,
    /// What stands in each span of the target, in text order, if it was said.
    pub(super) quotes: Vec<Option<Cow<'a, str>>>,
    /// The names of the fields of its spans that are not known.
    pub(super) strange: Vec<String>,
}

impl<'a> AnnotationRecord<'a> {
    /// # Errors
    /// Why this is no annotation at all.
    pub(crate) fn read(source: Json<'a>) -> Result<Self, String> {
        let mut walk = Walk::over(source).map_err(unreadable)?;
        let [mut id, mut label, mut note, mut origin, mut creator, mut created, mut modified] =
            [const { Cow::Borrowed("") }; 7];
        let (mut spans, mut attributes) = (None, Attributes::default());
        while let Some((name, value)) = walk.step() {
            let place = match &*name {
                "id" => &mut id,
                "label" => &mut label,
                "note" => &mut note,
                "origin" => &mut origin,
                "creator" => &mut creator,
                "created" => &mut created,
                "modified" => &mut modified,
                "spans" => {
                    spans = Some(value);
                    continue;
                }
                "attributes" => {
                    attributes = read_attributes(value).map_err(unreadable)?;
                    continue;
                }
                _ => {
                    walk.keep(name, value);
                    continue;
                }
            };
            *place = walk.string(&name, value);
        }
        let unknown = carried(walk.rest().map_err(unreadable)?);
        let (target, quotes, strange) = read_target(spans)?;
        if label.is_empty() {
            return Err("it has no label".to_owned());
        }
        if id.is_empty() {
            let hull = target.hull();
            let ends = [hull.start(), hull.end()].map(|end| end.get().to_string());
            id = Cow::Owned(["a-", &ends[0], "-", &ends[1], "-", &label].concat());
        }
        if origin.is_empty() {
            origin = Cow::Borrowed("human");
        }
        let stamp = Timestamp::new(&created);
        let annotation = Annotation {
            id: AnnotationId::new(&id),
            label: LabelId::new(&label),
            target,
            note: note.into_owned(),
            attributes,
            origin: origin.into_owned(),
            creator: creator.into_owned(),
            modified: if modified == created { stamp.clone() } else { Timestamp::new(&modified) },
            created: stamp,
            unknown,
        };
        Ok(Self { annotation, quotes, strange })
    }
}

/// A target, what is said to stand in each of its spans, and the names of the fields of its spans that are not known.
type Spans<'a> = (Target, Vec<Option<Cow<'a, str>>>, Vec<String>);

fn read_target(list: Option<Json<'_>>) -> Result<Spans<'_>, String> {
    let list = list.filter(|list| list.written() != "null");
    if list.is_some_and(|list| !list.is_list()) {
        return Err(unreadable("spans: expected a list".to_owned()));
    }
    let mut spans = Vec::with_capacity(1);
    let mut strange = Vec::new();
    for item in list.into_iter().flat_map(Json::parts) {
        let mut walk = Walk::over(item).map_err(unreadable)?;
        let (mut start, mut end, mut quote) = (None, None, None);
        while let Some((name, value)) = walk.step() {
            match &*name {
                "start" => start = walk.number(&name, value),
                "end" => end = walk.number(&name, value),
                "quote" => quote = (value.written() != "null").then(|| walk.string(&name, value)),
                _ => strange.push(name.into_owned()),
            }
        }
        walk.rest().map_err(unreadable)?;
        let ends = start.zip(end).and_then(|(start, end)| Span::of(start, end));
        spans.push((ends.ok_or("a span needs whole numbers with start before end")?, quote));
    }
    if spans.is_empty() {
        return Err("it has no spans".to_owned());
    }
    sort(&mut spans, |one, other| one.0 < other.0);
    let (spans, quotes) = spans.into_iter().unzip();
    Ok((Target::new(spans).ok_or("its spans overlap each other")?, quotes, strange))
}

fn read_attributes(object: Json<'_>) -> Result<Attributes, String> {
    let mut attributes = Attributes::default();
    if object.written() == "null" {
        return Ok(attributes);
    }
    let fields = Fields::of(object).map_err(|problem| ["attributes: ", &problem].concat())?;
    for (name, value) in fields.rest()? {
        attributes.insert(name.into_owned(), value.string()?.into_owned());
    }
    Ok(attributes)
}

pub(super) fn unreadable(mut problem: String) -> String {
    problem.insert_str(0, "it cannot be read: ");
    problem
}

/// Writes one of `annotations`, with the quotes of its spans.
pub(crate) fn write_annotation(out: &mut Writer, annotation: &Annotation, text: &Text) {
    write_quoted(out, annotation, &|_, span| text.slice(span.start(), span.end()).unwrap_or_default());
}

fn write_quoted<'q>(out: &mut Writer, annotation: &Annotation, quote: &dyn Fn(usize, Span) -> &'q str) {
    out.raw("{");
    out.field("id", annotation.id.as_str());
    out.field("label", annotation.label.as_str());
    out.name("spans");
    out.raw("[");
    for (index, span) in annotation.target.spans().iter().enumerate() {
        out.next();
        out.raw("{\"start\":");
        out.number(span.start().get());
        out.raw(",\"end\":");
        out.number(span.end().get());
        out.field("quote", quote(index, *span));
        out.raw("}");
    }
    out.raw("]");
    out.optional("note", &annotation.note);
    if !annotation.attributes.is_empty() {
        out.name("attributes");
        out.texts(annotation.attributes.iter());
    }
    out.field("origin", &annotation.origin);
    out.optional("creator", &annotation.creator);
    out.optional("created", annotation.created.as_str());
    out.optional("modified", annotation.modified.as_str());
    out.end(&annotation.unknown);
}

/// Reads one of `orphans`: an annotation whose quotes are not in the text.
pub(crate) fn read_orphan(source: Json<'_>) -> Result<Orphan, String> {
    let mut fields = Fields::of(source).map_err(unreadable)?;
    let record = AnnotationRecord::read(fields.take("annotation").unwrap_or(Json::EMPTY))?;
    let quotes = record.quotes.into_iter().map(|quote| quote.unwrap_or_default().into_owned()).collect();
    Ok(Orphan { annotation: record.annotation, quotes, unknown: fields.unknown().map_err(unreadable)? })
}

pub(crate) fn write_orphan(out: &mut Writer, orphan: &Orphan) {
    out.raw("{");
    out.name("annotation");
    write_quoted(out, &orphan.annotation, &|index, _| orphan.quotes.get(index).map_or("", String::as_str));
    out.end(&orphan.unknown);
}
