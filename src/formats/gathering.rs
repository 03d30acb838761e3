//! A project being put together from the parts of another tool's file.
//!
//! A reader names the article's text and hands over what it finds; here each annotation is put in its place, gets an
//! identifier of its own and a label of the set, and what does not fit is noted. Not here: any file's syntax.

use super::ImportNote;
use super::attest::spare_color;
use super::exchange::Import;
use super::losses::shortened;
use crate::domain::annotation::{Annotation, AnnotationId, AnnotationSet, Link};
use crate::domain::label::{Label, LabelId, LabelSet};
use crate::domain::order::sort;
use crate::domain::project::{Document, Orphan, Project, Status, Timestamp, Unknown};
use crate::domain::span::{Span, Target};
use crate::domain::text::{CodePoint, Text};
use std::collections::BTreeMap;
use std::sync::Arc;

/// More notes than this are counted, not kept: a file of a million broken parts has one thing to say.
const MOST_NOTES: usize = 1_000;
/// No label set has more labels than this; a file that has is not read as one.
const MOST_LABELS: usize = 1_000;
/// How many bytes are searched for quotes that are not where a file says: a few seconds. What is not found by then is an
/// orphan.
const PATIENCE: u64 = 4_000_000_000;

/// What a file counts offsets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Unicode code points, as Python does.
    CodePoint,
    /// UTF-16 code units, as JavaScript and Java do: a character beyond the first 65,536 counts twice.
    Utf16,
}

/// Where one span of an annotation is said to be: by offsets, by a quote, or by both.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spot {
    /// Start and end, in the file's unit, in the text as the file has it.
    pub(crate) offsets: Option<(u32, u32)>,
    /// What is to stand there.
    pub(crate) quote: Option<String>,
    /// What is to stand just before the quote.
    pub(crate) prefix: String,
    /// What is to stand just after the quote.
    pub(crate) suffix: String,
}

impl Spot {
    /// A place by offsets alone.
    pub(crate) fn at(start: u32, end: u32) -> Self {
        Self { offsets: Some((start, end)), ..Self::default() }
    }
}

/// What a file says about one annotation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// Its identifier, if it has one.
    pub(crate) id: String,
    /// Its label, as the file has it.
    pub(crate) label: String,
    /// Its spans.
    pub(crate) spots: Vec<Spot>,
    pub(crate) note: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) creator: String,
    pub(crate) created: String,
    pub(crate) modified: String,
}

/// How a span was put in its place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Settled {
    /// Where the file says.
    There,
    /// Where the file says, if its offsets count UTF-16 code units.
    InUtf16,
    /// Where its quote is.
    Moved,
}

/// A project while its parts are read one by one.
#[derive(Debug)]
pub(crate) struct Gathering {
    format: &'static str,
    text: Text,
    unit: Unit,
    /// The places of the file's text, in code points, that the stored text is without: the CR of each CRLF.
    dropped: Vec<u32>,
    /// The places of the file's text, in code points, of the characters that UTF-16 counts twice.
    astral: Vec<u32>,
    labels: Vec<Label>,
    known_labels: BTreeMap<String, ()>,
    annotations: Vec<Arc<Annotation>>,
    orphans: Vec<Orphan>,
    links: Vec<Link>,
    /// Every identifier with the number that was last put behind it.
    taken: BTreeMap<String, u32>,
    /// How many bytes may still be searched for quotes.
    patience: u64,
    notes: Notes,
}

impl Gathering {
    /// A project without annotations, for the text of a file; `None` when there is nothing but white space in it.
    ///
    /// `format` names the format in the origin of annotations.
    pub(crate) fn of(source: &str, format: &'static str, unit: Unit) -> Option<Self> {
        if source.trim().is_empty() {
            return None;
        }
        let (mut stored, mut dropped, mut astral) = (String::with_capacity(source.len()), Vec::new(), Vec::new());
        let mut characters = source.chars().peekable();
        let mut place = 0;
        while let Some(character) = characters.next() {
            if character != '\r' {
                stored.push(character);
            } else if characters.peek() == Some(&'\n') {
                dropped.push(place);
            } else {
                stored.push('\n');
            }
            if character.len_utf16() == 2 {
                astral.push(place);
            }
            place += 1;
        }
        let labels = LabelSet::default().labels().to_vec();
        Some(Self {
            format,
            text: Text::stored(stored),
            unit,
            dropped,
            astral,
            known_labels: labels.iter().map(|label| (label.id.as_str().to_owned(), ())).collect(),
            labels,
            annotations: Vec::new(),
            orphans: Vec::new(),
            links: Vec::new(),
            taken: BTreeMap::new(),
            patience: PATIENCE,
            notes: Notes::default(),
        })
    }

    /// Whether the two units differ on this text.
    pub(crate) fn has_astral(&self) -> bool {
        !self.astral.is_empty()
    }

    /// Says that something did not fit.
    pub(crate) fn note(&mut self, place: &str, problem: &str) {
        self.notes.add(place, problem);
    }

    /// Takes an annotation in; gives what it is called here, unless it was left out.
    pub(crate) fn annotation(&mut self, place: &str, found: Found) -> Option<AnnotationId> {
        if found.label.is_empty() {
            self.note(place, "left out, it has no label");
            return None;
        }
        let (mut spans, mut how) = (Vec::with_capacity(found.spots.len()), Settled::There);
        for spot in &found.spots {
            let Some((span, settled)) = self.settle(spot) else { return self.orphan(place, found) };
            spans.push(span);
            how = how.max(settled);
        }
        let Some(target) = Target::new(spans) else {
            self.note(place, "left out, its parts overlap each other or there are none");
            return None;
        };
        let made = self.make(place, found, target)?;
        let quote = || shortened(&made.target.quote(&self.text));
        match how {
            Settled::There => {}
            Settled::InUtf16 => {
                let told = ["the offsets of \u{201c}", &quote(), "\u{201d} count UTF-16 code units; taken so"].concat();
                self.note(place, &told);
            }
            Settled::Moved => {
                let told = ["the quote \u{201c}", &quote(), "\u{201d} stands elsewhere; the annotation was moved there"];
                let told = told.concat();
                self.note(place, &told);
            }
        }
        let id = made.id.clone();
        self.annotations.push(Arc::new(made));
        Some(id)
    }

    /// Takes a link in, whose ends are called as they are here.
    pub(crate) fn link(&mut self, id: &str, kind: &str, from: &AnnotationId, to: &AnnotationId) {
        let number = (self.links.len() + 1).to_string();
        // Links without a name keep the order of the file.
        let padding = "0000".get(number.len()..).unwrap_or_default();
        let asked = if id.is_empty() { ["l-", padding, &number].concat() } else { id.to_owned() };
        let kind = if kind.is_empty() { "relates" } else { kind };
        let id = self.own_id("link ", &asked);
        self.links.push(Link {
            id,
            kind: kind.to_owned(),
            from: from.clone(),
            to: to.clone(),
            unknown: Unknown::default(),
        });
    }

    /// The whole of it.
    pub(crate) fn finish(mut self, title: &str, source: &str, status: Status) -> Import {
        let document = Document { status, ..Document::of(self.text, Some(title), source) };
        let mut project = Project::new(document);
        project.labels = LabelSet::new(self.labels);
        project.annotations = AnnotationSet::of(self.annotations);
        project.orphans = self.orphans;
        sort(&mut self.links, |one, other| one.id < other.id);
        project.links = self.links;
        Import { project, notes: self.notes.finish() }
    }

    /// Keeps an annotation whose place was not found, if it says what stood there.
    fn orphan(&mut self, place: &str, found: Found) -> Option<AnnotationId> {
        let (mut quotes, mut spans, mut from) = (Vec::new(), Vec::new(), 0);
        for spot in &found.spots {
            let Some(quote) = spot.quote.as_ref().filter(|quote| !quote.is_empty()) else {
                self.note(place, "left out, its offsets are not whole numbers, not in order or beyond the article's end");
                return None;
            };
            // Its target belongs to another text; without offsets the quotes stand one after another.
            let (start, end) = spot.offsets.unwrap_or((from, from.saturating_add(quote.chars().count() as u32)));
            from = end.saturating_add(1);
            spans.extend(Span::of(start, end));
            quotes.push(quote.clone());
        }
        let told = ["the quote \u{201c}", &shortened(&quotes.join(" … ")), "\u{201d} is not at its place in the text, nor anywhere else just once; kept aside as an orphan"];
        self.note(place, &told.concat());
        let made = Target::new(spans).filter(|target| target.spans().len() == quotes.len());
        let length = quotes.concat().chars().count() as u32;
        let annotation = self.make(place, found, made.or_else(|| Span::of(0, length).map(Target::one))?)?;
        let id = annotation.id.clone();
        if annotation.target.spans().len() != quotes.len() {
            quotes = vec![quotes.join(" … ")];
        }
        self.orphans.push(Orphan { annotation, quotes, unknown: Unknown::default() });
        Some(id)
    }

    fn make(&mut self, place: &str, found: Found, target: Target) -> Option<Annotation> {
        if !self.known_labels.contains_key(&found.label) {
            if self.labels.len() >= MOST_LABELS {
                self.note(place, "left out, there are too many different labels");
                return None;
            }
            self.known_labels.insert(found.label.clone(), ());
            self.labels.push(Label {
                id: LabelId::new(&found.label),
                name: found.label.clone(),
                key: String::new(),
                color: spare_color(self.labels.len()).to_owned(),
                description: String::new(),
                unknown: Unknown::default(),
            });
        }
        let asked = if found.id.is_empty() {
            let hull = target.hull();
            let [start, end] = [hull.start(), hull.end()].map(|end| end.get().to_string());
            ["a-", &start, "-", &end, "-", &found.label].concat()
        } else {
            found.id
        };
        let id = self.own_id("", &asked);
        if id != asked {
            let told = ["the identifier ", &asked, " stands twice; this one is now ", &id].concat();
            self.note(place, &told);
        }
        Some(Annotation {
            id: AnnotationId::new(&id),
            label: LabelId::new(&found.label),
            target,
            note: found.note,
            attributes: found.attributes,
            origin: ["import:", self.format].concat(),
            creator: found.creator,
            created: Timestamp::new(&found.created),
            modified: Timestamp::new(&found.modified),
            unknown: Unknown::default(),
        })
    }

    /// An identifier that nothing else of this kind has.
    fn own_id(&mut self, kind: &str, asked: &str) -> String {
        let mut id = asked.to_owned();
        let mut number = self.taken.get(&[kind, asked].concat()).copied().unwrap_or(0);
        loop {
            number += 1;
            if number > 1 {
                id = [asked, "-", &number.to_string()].concat();
            }
            if !self.taken.contains_key(&[kind, &id].concat()) {
                break;
            }
        }
        // Where the next of the same name begins to count: a file in which all have one name is read in one pass.
        self.taken.insert([kind, asked].concat(), number);
        self.taken.entry([kind, &id].concat()).or_insert(1);
        id
    }

    fn settle(&mut self, spot: &Spot) -> Option<(Span, Settled)> {
        let quote = spot.quote.as_deref();
        let fits = |span: &Span| {
            let slice = self.text.slice(span.start(), span.end());
            slice.is_some_and(|slice| quote.is_none_or(|quote| is_same(slice, quote)))
        };
        let offsets = spot.offsets;
        let span_in = |unit: Unit| {
            let (start, end) = offsets?;
            Span::new(self.stored(start, unit), self.stored(end, unit)).filter(fits)
        };
        if let Some(span) = span_in(self.unit) {
            return Some((span, Settled::There));
        }
        if let (Unit::CodePoint, true, Some(_)) = (self.unit, self.has_astral(), quote)
            && let Some(span) = span_in(Unit::Utf16)
        {
            return Some((span, Settled::InUtf16));
        }
        self.patience = self.patience.checked_sub(4 * self.text.as_str().len() as u64)?;
        let span = occurrence(&self.text, &spot.prefix, quote?, &spot.suffix)?;
        Some((span, if offsets.is_some() { Settled::Moved } else { Settled::There }))
    }

    /// An offset of the file's text as an offset of the stored text. Offsets beyond the end stay beyond it.
    fn stored(&self, offset: u32, unit: Unit) -> CodePoint {
        let mut offset = offset;
        if unit == Unit::Utf16 {
            // The n-th character that counts twice stands at its place plus n in UTF-16.
            let (mut low, mut high) = (0, self.astral.len());
            while low < high {
                let middle = usize::midpoint(low, high);
                if self.astral[middle].saturating_add(middle as u32) < offset { low = middle + 1 } else { high = middle }
            }
            offset -= low as u32;
        }
        CodePoint::new(offset - self.dropped.partition_point(|place| *place < offset) as u32)
    }
}

/// Whether a quote is what stands in the text. Its line ends may be those of another system, or be written as a backslash
/// and an n, as Label Studio does.
fn is_same(slice: &str, quote: &str) -> bool {
    let has_other_ends = quote.contains('\r') || quote.contains("\\n");
    let with_lf = || quote.replace("\r\n", "\n").replace('\r', "\n");
    slice == quote || has_other_ends && (slice == with_lf() || slice == with_lf().replace("\\n", "\n"))
}

/// The one place where a quote stands with what is around it; if that is nowhere, with one side of it; if that is nowhere,
/// the one place where it stands at all.
pub(crate) fn occurrence(text: &Text, prefix: &str, quote: &str, suffix: &str) -> Option<Span> {
    let source = text.as_str();
    if quote.is_empty() {
        return None;
    }
    for (prefix, suffix) in [(prefix, suffix), (prefix, ""), ("", suffix), ("", "")] {
        let wanted = [prefix, quote, suffix].concat();
        if let Some(first) = source.find(&wanted) {
            if source.rfind(&wanted) != Some(first) {
                return None;
            }
            let start = source.get(..first + prefix.len())?.chars().count() as u32;
            return Span::of(start, start + quote.chars().count() as u32);
        }
    }
    None
}

/// Notes, up to a number that a person could read.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    kept: Vec<ImportNote>,
    more: usize,
}

impl Notes {
    /// Adds one.
    pub(crate) fn add(&mut self, place: &str, problem: &str) {
        if self.kept.len() < MOST_NOTES {
            self.kept.push(ImportNote { place: place.to_owned(), problem: problem.to_owned() });
        } else {
            self.more += 1;
        }
    }

    /// All of them, with a last one that counts those that were not kept.
    pub(crate) fn finish(mut self) -> Vec<ImportNote> {
        if self.more > 0 {
            let problem = ["there are ", &self.more.to_string(), " more things that did not fit"].concat();
            self.kept.push(ImportNote { place: "the file".to_owned(), problem });
        }
        self.kept
    }
}
