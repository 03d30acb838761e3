//! The shapes of the annotation file's parts, and their way to and from the domain.

use crate::domain::annotation::{Annotation, AnnotationId, Link};
use crate::domain::label::{Label, LabelId};
use crate::domain::project::{Document, Orphan, Status, Timestamp};
use crate::domain::span::{Span, Target};
use crate::domain::text::Text;
use crate::formats::record::record;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The whole file, its parts still to be read one by one, so that a bad part spoils only itself.
#[derive(Debug, Default)]
pub(super) struct FileRecord {
    pub(super) format: String,
    pub(super) version: u64,
    pub(super) document: Option<Box<RawValue>>,
    pub(super) labels: Vec<Box<RawValue>>,
    pub(super) annotations: Vec<Box<RawValue>>,
    pub(super) links: Vec<Box<RawValue>>,
    pub(super) orphans: Vec<Box<RawValue>>,
    pub(super) unknown: crate::domain::project::Unknown,
}

impl<'de> serde::Deserialize<'de> for FileRecord {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> serde::de::Visitor<'de> for Fields {
            type Value = FileRecord;
            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("an object")
            }
            fn visit_map<M: serde::de::MapAccess<'de>>(self, mut map: M) -> Result<FileRecord, M::Error> {
                let mut file = FileRecord::default();
                while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
                    match key.as_ref() {
                        "format" => file.format = read_loosely(&map.next_value::<Box<RawValue>>()?),
                        "version" => file.version = read_version(&map.next_value::<Box<RawValue>>()?),
                        "document" => file.document = Some(map.next_value()?),
                        "labels" => file.labels = map.next_value::<Option<_>>()?.unwrap_or_default(),
                        "annotations" => file.annotations = map.next_value::<Option<_>>()?.unwrap_or_default(),
                        "links" => file.links = map.next_value::<Option<_>>()?.unwrap_or_default(),
                        "orphans" => file.orphans = map.next_value::<Option<_>>()?.unwrap_or_default(),
                        _ => {
                            let value: Box<RawValue> = map.next_value()?;
                            file.unknown.0.push((key.into_owned(), value.get().to_owned()));
                        }
                    }
                }
                Ok(file)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// A version however it is written (`2`, `2.0`, `"2"`, `1e30`), rounded up, so that a newer file is never taken for an old one.
fn read_version(part: &RawValue) -> u64 {
    part.get().trim_matches('"').parse::<f64>().map_or(0, |version| version.ceil() as u64)
}

/// A foreign file may have a `format` of any type; that makes it foreign, not malformed.
fn read_loosely<T: for<'a> serde::Deserialize<'a> + Default>(part: &RawValue) -> T {
    serde_json::from_str(part.get()).unwrap_or_default()
}

record!(
    /// `document`. The text is absent from a snapshot.
    DocumentRecord {
        @always id: String,
        @always title: String,
        text: Option<String>,
        sha256: String,
        source: String,
        @always status: String,
    }
);

record!(
    /// One of `labels`.
    LabelRecord {
        @always id: String,
        @always name: String,
        key: String,
        color: String,
        description: String,
    }
);

record!(
    /// One of `spans`.
    SpanRecord {
        @always start: Option<u32>,
        @always end: Option<u32>,
        quote: Option<String>,
    }
);

record!(
    /// One of `annotations`.
    AnnotationRecord {
        @always id: String,
        @always label: String,
        @always spans: Vec<SpanRecord>,
        note: String,
        attributes: BTreeMap<String, String>,
        @always origin: String,
        creator: String,
        created: String,
        modified: String,
    }
);

record!(
    /// One of `links`.
    LinkRecord {
        @always id: String,
        @always kind = "type": String,
        @always from: String,
        @always to: String,
    }
);

record!(
    /// One of `orphans`: an annotation whose quotes are not in the text.
    OrphanRecord {
        @always annotation: AnnotationRecord,
    }
);

impl PartialEq for SpanRecord {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end, &self.quote, &self.unknown) == (other.start, other.end, &other.quote, &other.unknown)
    }
}

impl PartialEq for AnnotationRecord {
    /// Only asked for the comparison with the default, which has no identifier.
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl DocumentRecord {
    /// A document without its text.
    pub(crate) fn of(document: &Document) -> Self {
        Self {
            id: document.id.clone(),
            title: document.title.clone(),
            text: None,
            sha256: document.sha256.clone(),
            source: document.source.clone(),
            status: status_name(document.status).to_owned(),
            unknown: document.unknown.clone(),
        }
    }

    pub(crate) fn status(&self) -> Status {
        status_of(&self.status)
    }
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

impl LabelRecord {
    pub(crate) fn of(label: &Label) -> Self {
        Self {
            id: label.id.as_str().to_owned(),
            name: label.name.clone(),
            key: label.key.clone(),
            color: label.color.clone(),
            description: label.description.clone(),
            unknown: label.unknown.clone(),
        }
    }

    /// The label; `index` chooses a colour where the file gives none that can be used.
    pub(crate) fn into_label(self, index: usize) -> Label {
        let color = if is_color(&self.color) { self.color } else { spare_color(index).to_owned() };
        let name = if self.name.trim().is_empty() { self.id.clone() } else { self.name };
        Label {
            id: LabelId::new(&self.id),
            name,
            key: self.key,
            color,
            description: self.description,
            unknown: self.unknown,
        }
    }
}

/// Whether a colour is `#rrggbb`. Anything else could be a way into the style sheet.
fn is_color(color: &str) -> bool {
    color
        .strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A colour for the label at this place when nobody chose one.
pub(super) fn spare_color(index: usize) -> &'static str {
    const COLORS: [&str; 8] = ["#1d5fbf", "#a55a00", "#1c7a46", "#8a3ab0", "#b3264a", "#0f7285", "#6b6400", "#5a5f6b"];
    COLORS[index % COLORS.len()]
}

impl LinkRecord {
    pub(crate) fn of(link: &Link) -> Self {
        Self {
            id: link.id.clone(),
            kind: link.kind.clone(),
            from: link.from.as_str().to_owned(),
            to: link.to.as_str().to_owned(),
            unknown: link.unknown.clone(),
        }
    }

    pub(crate) fn into_link(self) -> Link {
        Link {
            id: self.id,
            kind: self.kind,
            from: AnnotationId::new(&self.from),
            to: AnnotationId::new(&self.to),
            unknown: self.unknown,
        }
    }
}

impl AnnotationRecord {
    /// An annotation with the quotes of its spans.
    pub(crate) fn of(annotation: &Annotation, text: &Text) -> Self {
        let quote = |span: &Span| text.slice(span.start(), span.end()).unwrap_or_default().to_owned();
        Self::with_quotes(annotation, annotation.target.spans().iter().map(quote))
    }

    fn with_quotes(annotation: &Annotation, quotes: impl Iterator<Item = String>) -> Self {
        let spans = annotation.target.spans().iter().zip(quotes).map(|(span, quote)| SpanRecord {
            start: Some(span.start().get()),
            end: Some(span.end().get()),
            quote: Some(quote),
            unknown: Default::default(),
        });
        Self {
            id: annotation.id.as_str().to_owned(),
            label: annotation.label.as_str().to_owned(),
            spans: spans.collect(),
            note: annotation.note.clone(),
            attributes: annotation.attributes.clone(),
            origin: annotation.origin.clone(),
            creator: annotation.creator.clone(),
            created: annotation.created.as_str().to_owned(),
            modified: annotation.modified.as_str().to_owned(),
            unknown: annotation.unknown.clone(),
        }
    }

    /// The target as the record gives it, unchecked against any text; a problem when it is none.
    pub(crate) fn target(&self) -> Result<Target, String> {
        let span = |record: &SpanRecord| Some(Span::of(record.start?, record.end?)).flatten();
        let spans: Option<Vec<Span>> = self.spans.iter().map(span).collect();
        let spans = spans.ok_or("left out, a span needs whole numbers with start before end")?;
        if spans.is_empty() {
            return Err("left out, it has no spans".to_owned());
        }
        Target::new(spans).ok_or_else(|| "left out, its spans overlap each other".to_owned())
    }

    /// The annotation on the given target.
    pub(crate) fn into_annotation(self, target: Target) -> Annotation {
        let hull = target.hull();
        let id = if self.id.is_empty() {
            format!("a-{}-{}-{}", hull.start().get(), hull.end().get(), self.label)
        } else {
            self.id
        };
        let origin = if self.origin.is_empty() { "human".to_owned() } else { self.origin };
        Annotation {
            id: AnnotationId::new(&id),
            label: LabelId::new(&self.label),
            target,
            note: self.note,
            attributes: self.attributes,
            origin,
            creator: self.creator,
            created: Timestamp::new(&self.created),
            modified: Timestamp::new(&self.modified),
            unknown: self.unknown,
        }
    }

    /// The quotes of the spans, in text order.
    pub(super) fn quotes(&self) -> Vec<Option<String>> {
        let mut spans: Vec<&SpanRecord> = self.spans.iter().collect();
        spans.sort_by_key(|span| span.start);
        spans.into_iter().map(|span| span.quote.clone()).collect()
    }
}

impl OrphanRecord {
    pub(crate) fn of(orphan: &Orphan) -> Self {
        let annotation = AnnotationRecord::with_quotes(&orphan.annotation, orphan.quotes.iter().cloned());
        Self { annotation, unknown: orphan.unknown.clone() }
    }

    pub(crate) fn into_orphan(self) -> Result<Orphan, String> {
        let target = self.annotation.target()?;
        if self.annotation.label.is_empty() {
            return Err("left out, it has no label".to_owned());
        }
        let quotes = self.annotation.quotes().into_iter().map(Option::unwrap_or_default).collect();
        Ok(Orphan { annotation: self.annotation.into_annotation(target), quotes, unknown: self.unknown })
    }
}
