//! A project while it is put together from another tool's file, part by part, so that a bad part spoils only itself.
//!
//! Not here: how the parts are found in a file.

use super::Import;
use super::losses::shortened;
use crate::domain::annotation::{Annotation, AnnotationId, AnnotationSet, Attributes, Link};
use crate::domain::label::{Label, LabelId, LabelSet};
use crate::domain::order::sort;
use crate::domain::project::{Document, Orphan, Project, Timestamp, Unknown};
use crate::domain::span::{Span, Target};
use crate::domain::text::Text;
use crate::formats::ImportNote;
use crate::formats::attest::{Fit, fit, spare_color};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// More notes than this are counted, not kept: a file of a million broken parts has one thing to say.
const MOST_NOTES: usize = 1_000;
/// No label set is larger, and looking labels up one by one stays quick.
const MOST_LABELS: usize = 500;

/// One annotation as a file gives it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// Where in the file it stands, for a person.
    pub(crate) place: String,
    /// Its identifier; made up when empty.
    pub(crate) id: String,
    /// The label's identifier.
    pub(crate) label: String,
    /// Start and end of each of its spans in code points of the text as stored, in any order.
    pub(crate) spans: Vec<(u32, u32)>,
    /// What is to stand in each span, in the order of the spans; empty when the file does not say.
    pub(crate) quotes: Vec<String>,
    /// Its note.
    pub(crate) note: String,
    /// Its named values.
    pub(crate) attributes: Attributes,
    /// Who made it.
    pub(crate) creator: String,
    /// When it was made, as RFC 3339 text.
    pub(crate) created: String,
    /// When it was last changed, as RFC 3339 text.
    pub(crate) modified: String,
}

impl Found {
    /// Whether a span overlaps none of its own, so that it can be one of them.
    pub(crate) fn is_apart_from(&self, (start, end): (u32, u32)) -> bool {
        self.spans.iter().all(|own| end <= own.0 || own.1 <= start)
    }
}

/// The project so far.
pub(crate) struct Reading {
    document: Document,
    labels: Vec<Label>,
    annotations: Vec<Arc<Annotation>>,
    orphans: Vec<Orphan>,
    links: Vec<Link>,
    notes: Vec<ImportNote>,
    /// How many notes were not kept.
    more_notes: usize,
    /// The format's short name.
    format: &'static str,
    /// The identifiers that are taken, of annotations and of links, as keys, with the number to try next.
    taken: BTreeMap<String, u32>,
    taken_links: BTreeMap<String, u32>,
    /// How many identifiers were made up, for annotations and for links.
    made: (u32, u32),
}

impl Reading {
    /// A project on this text, with the default labels. `title` falls back to the text's first line.
    pub(crate) fn of(text: Text, title: Option<&str>, source: &str, format: &'static str) -> Self {
        Self {
            document: Document::of(text, title, source),
            labels: LabelSet::default().labels().to_vec(),
            annotations: Vec::new(),
            orphans: Vec::new(),
            links: Vec::new(),
            notes: Vec::new(),
            more_notes: 0,
            format,
            taken: BTreeMap::new(),
            taken_links: BTreeMap::new(),
            made: (0, 0),
        }
    }

    /// Tells of a thing that did not fit.
    pub(crate) fn note(&mut self, place: impl Into<String>, problem: impl Into<String>) {
        if self.notes.len() < MOST_NOTES {
            self.notes.push(ImportNote { place: place.into(), problem: problem.into() });
        } else {
            self.more_notes += 1;
        }
    }

    /// Takes an annotation; gives its identifier, or `None` when it cannot be kept. One whose quote is elsewhere is moved
    /// there if that is one place, and otherwise kept as an orphan, each with a note.
    pub(crate) fn add(&mut self, mut found: Found) -> Option<AnnotationId> {
        let place = found.place.clone();
        if found.label.is_empty() {
            self.note(place, "left out, it has no label");
            return None;
        }
        let mut parts: Vec<(Span, Option<String>)> = Vec::with_capacity(found.spans.len());
        let mut quotes = std::mem::take(&mut found.quotes).into_iter();
        for (start, end) in std::mem::take(&mut found.spans) {
            let quote = quotes.next();
            match Span::of(start, end) {
                Some(span) => parts.push((span, quote)),
                None => self.note(place.clone(), format!("its span from {start} to {end} is empty and was left out")),
            }
        }
        sort(&mut parts, |one, other| one.0 < other.0);
        let Some(mut target) = Target::new(parts.iter().map(|(span, _)| *span).collect()) else {
            let problem = if parts.is_empty() { "left out, it has no span" } else { "left out, its spans overlap" };
            self.note(place, problem);
            return None;
        };
        let quotes: Vec<Option<Cow<str>>> = parts.into_iter().map(|(_, quote)| quote.map(Cow::Owned)).collect();
        let fit = fit(&mut target, &quotes, &self.document.text);
        let has_quotes = quotes.iter().all(Option::is_some);
        if fit == Fit::Lost && !has_quotes {
            let (start, end) = (target.hull().start().get(), target.hull().end().get());
            self.note(place, format!("left out, the text does not reach from {start} to {end}"));
            return None;
        }
        let annotation = self.make(found, target)?;
        let kept = annotation.id.clone();
        if fit == Fit::Exact {
            self.annotations.push(Arc::new(annotation));
            return Some(kept);
        }
        let quotes: Vec<String> = quotes.into_iter().map(|quote| quote.unwrap_or_default().into_owned()).collect();
        if fit == Fit::Moved {
            let quote = shortened(&quotes.join(" … "));
            self.annotations.push(Arc::new(annotation));
            self.note(place, format!("the quote “{quote}” stands elsewhere; the annotation was moved there"));
        } else {
            self.set_aside(place, annotation, quotes);
        }
        Some(kept)
    }

    /// Takes an annotation whose place was looked for and not found; its spans belong to another text.
    pub(crate) fn add_orphan(&mut self, mut found: Found) -> Option<AnnotationId> {
        let quotes = std::mem::take(&mut found.quotes);
        let spans: Vec<Span> = found.spans.drain(..).filter_map(|(start, end)| Span::of(start, end)).collect();
        let place = found.place.clone();
        let target = Target::new(spans).filter(|target| target.spans().len() == quotes.len());
        let Some((target, false)) = target.map(|target| (target, found.label.is_empty())) else {
            self.note(place, "left out, it has no label or no place");
            return None;
        };
        let annotation = self.make(found, target)?;
        let kept = annotation.id.clone();
        self.set_aside(place, annotation, quotes);
        Some(kept)
    }

    fn set_aside(&mut self, place: String, annotation: Annotation, quotes: Vec<String>) {
        let quote = shortened(&quotes.join(" … "));
        self.orphans.push(Orphan { annotation, quotes, unknown: Unknown::default() });
        let told = "is not at its place in the text, nor anywhere else just once; kept aside as an orphan";
        self.note(place, format!("the quote “{quote}” {told}"));
    }

    /// The annotation on a target, under a name of its own and a label of the set; `None` when it cannot be kept.
    fn make(&mut self, found: Found, target: Target) -> Option<Annotation> {
        if !self.know_label(&found.label) {
            self.note(found.place, "left out, there are too many different labels");
            return None;
        }
        let id = self.own_id(&found.place, &found.id);
        Some(Annotation {
            id: AnnotationId::new(&id),
            label: LabelId::new(&found.label),
            target,
            note: found.note,
            attributes: found.attributes,
            origin: format!("import:{}", self.format),
            creator: found.creator,
            created: Timestamp::new(&found.created),
            modified: Timestamp::new(&found.modified),
            unknown: Unknown::default(),
        })
    }

    /// Takes a link between two annotations that were taken; a note when an end is missing.
    pub(crate) fn link(
        &mut self,
        place: &str,
        id: &str,
        kind: &str,
        from: Option<&AnnotationId>,
        to: Option<&AnnotationId>,
    ) {
        let Some((from, to)) = from.zip(to) else {
            self.note(place, "left out, an end of it is not in the file");
            return;
        };
        let own = if id.is_empty() {
            numbered(&mut self.taken_links, "l", &mut self.made.1)
        } else {
            unique(&mut self.taken_links, id)
        };
        if !id.is_empty() && own != id {
            self.note(place, format!("the identifier {id} stands twice; this one is now {own}"));
        }
        self.links.push(Link {
            id: own,
            kind: kind.to_owned(),
            from: from.clone(),
            to: to.clone(),
            unknown: Unknown::default(),
        });
    }

    /// The finished project.
    pub(crate) fn finish(self) -> Import {
        let mut links = self.links;
        sort(&mut links, |one: &Link, other| one.id < other.id);
        let project = Project {
            document: self.document,
            labels: LabelSet::new(self.labels),
            annotations: AnnotationSet::of(self.annotations),
            links,
            orphans: self.orphans,
            rejected: Vec::new(),
            unknown: Unknown::default(),
        };
        let mut notes = self.notes;
        if self.more_notes > 0 {
            let problem = format!("{} more things in it did not fit", self.more_notes);
            notes.push(ImportNote { place: "the article".to_owned(), problem });
        }
        Import { project, notes }
    }

    fn own_id(&mut self, place: &str, asked: &str) -> String {
        if asked.is_empty() {
            return numbered(&mut self.taken, "a", &mut self.made.0);
        }
        let own = unique(&mut self.taken, asked);
        if own != asked {
            self.note(place, format!("the identifier {asked} stands twice; this one is now {own}"));
        }
        own
    }

    /// Makes sure that a label is in the set; whether it could.
    fn know_label(&mut self, label: &str) -> bool {
        if self.labels.iter().any(|known| known.id.as_str() == label) {
            return true;
        }
        if self.labels.len() >= MOST_LABELS {
            return false;
        }
        let color = spare_color(self.labels.len()).to_owned();
        self.labels.push(Label { color, ..Label::plain(&LabelId::new(label)) });
        true
    }
}

/// The name itself if it is free, and otherwise with a number behind it. Amortised O(log n), since for each name the number
/// to try next is remembered.
fn unique(taken: &mut BTreeMap<String, u32>, asked: &str) -> String {
    let Some(mut number) = taken.get(asked).copied() else {
        taken.insert(asked.to_owned(), 2);
        return asked.to_owned();
    };
    loop {
        let own = format!("{asked}-{number}");
        number += 1;
        if !taken.contains_key(&own) {
            taken.insert(asked.to_owned(), number);
            taken.insert(own.clone(), 2);
            return own;
        }
    }
}

/// The first name of this stem with a number that is free, from the number on.
fn numbered(taken: &mut BTreeMap<String, u32>, stem: &str, number: &mut u32) -> String {
    loop {
        *number += 1;
        let own = format!("{stem}{number}");
        if !taken.contains_key(&own) {
            taken.insert(own.clone(), 2);
            return own;
        }
    }
}
