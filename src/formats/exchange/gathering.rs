//! From where a file says that something is to a span of the text as it is stored: by offsets in the file's own unit and
//! text, by a quote, or by both.
//!
//! What is done with an annotation when its place is known is [`super::reading`]. Not here: any file's syntax.

use super::Import;
use super::losses::shortened;
use super::reading::{Found, Reading};
use super::units::{Held, Units};
use crate::domain::annotation::AnnotationId;
use crate::domain::project::Status;
use crate::domain::span::{Span, Target};
use crate::domain::text::{CodePoint, Text};

/// How many bytes are searched for quotes that are not where a file says: a few seconds. What is not found by then has no
/// place.
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

/// How a span was put in its place, the better way first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Settled {
    /// Where the file says.
    There,
    /// Where the file says, if its offsets count UTF-16 code units.
    InUtf16,
    /// Where its quote is.
    Moved,
}

/// A project while it is put together from a file that says where things are in its own way.
pub(crate) struct Gathering {
    reading: Reading,
    held: Held,
    unit: Unit,
    /// Only when the units differ on this text.
    units: Option<Units>,
    /// How many bytes may still be searched for quotes.
    patience: u64,
}

impl Gathering {
    /// A project without annotations, for the text of a file; `None` when there is nothing but white space in it.
    pub(crate) fn of(raw: &str, title: &str, source: &str, format: &'static str, unit: Unit) -> Option<Self> {
        let held = Held::of(raw);
        if held.text.as_str().trim().is_empty() {
            return None;
        }
        let is_astral = raw.chars().any(|character| character.len_utf16() == 2);
        Some(Self {
            reading: Reading::of(held.text.clone(), Some(title), source, format),
            held,
            unit,
            units: is_astral.then(|| Units::of(raw)),
            patience: PATIENCE,
        })
    }

    /// Whether the two units differ on this text.
    pub(crate) fn has_astral(&self) -> bool {
        self.units.is_some()
    }

    /// Says that something did not fit.
    pub(crate) fn note(&mut self, place: &str, problem: &str) {
        self.reading.note(place, problem);
    }

    /// Takes an annotation with these spans; gives what it is called here, unless it was left out.
    pub(crate) fn annotation(&mut self, mut found: Found, spots: &[Spot]) -> Option<AnnotationId> {
        let (mut spans, mut how) = (Vec::with_capacity(spots.len()), Settled::There);
        for spot in spots {
            let Some((span, settled)) = self.settle(spot) else { return self.orphan(found, spots) };
            spans.push(span);
            how = how.max(settled);
        }
        if how != Settled::There
            && let Some(target) = Target::new(spans.clone())
        {
            let told = if how == Settled::Moved {
                "\u{201d} stands elsewhere; the annotation was moved there"
            } else {
                "\u{201d} is at its offsets only if they count UTF-16 code units; they were taken so"
            };
            let quote = shortened(&target.quote(&self.held.text));
            self.note(&found.place, &["the quote \u{201c}", &quote, told].concat());
        }
        found.spans = spans.iter().map(|span| (span.start().get(), span.end().get())).collect();
        self.reading.add(found)
    }

    /// Takes a link between annotations, by what they are called here.
    pub(crate) fn link(
        &mut self,
        place: &str,
        id: &str,
        kind: &str,
        from: Option<&AnnotationId>,
        to: Option<&AnnotationId>,
    ) {
        let kind = if kind.is_empty() { "relates" } else { kind };
        self.reading.link(place, id, kind, from, to);
    }

    /// The whole of it.
    pub(crate) fn finish(self, status: Status) -> Import {
        let mut import = self.reading.finish();
        import.project.document.status = status;
        import
    }

    /// Keeps an annotation whose place was not found, if it says what stood there.
    fn orphan(&mut self, mut found: Found, spots: &[Spot]) -> Option<AnnotationId> {
        let mut from = 0u32;
        for spot in spots {
            let Some(quote) = spot.quote.as_ref().filter(|quote| !quote.is_empty()) else {
                self.note(&found.place, "left out, its offsets are not in order or beyond the article's end");
                return None;
            };
            // Its target belongs to another text; without offsets the quotes stand one after another.
            let usable = spot.offsets.filter(|(start, end)| start < end && *start >= from);
            let (start, end) = usable.unwrap_or((from, from.saturating_add(quote.chars().count() as u32)));
            from = end;
            found.spans.push((start, end));
            found.quotes.push(quote.clone());
        }
        self.reading.add_orphan(found)
    }

    fn settle(&mut self, spot: &Spot) -> Option<(Span, Settled)> {
        let quote = spot.quote.as_deref();
        let fits = |span: &Span| {
            let slice = self.held.text.slice(span.start(), span.end());
            slice.is_some_and(|slice| quote.is_none_or(|quote| is_same(slice, quote)))
        };
        let span_in = |unit: Unit| {
            let (start, end) = spot.offsets?;
            Span::new(self.stored(start, unit)?, self.stored(end, unit)?).filter(fits)
        };
        if let Some(span) = span_in(self.unit) {
            return Some((span, Settled::There));
        }
        let other = if self.has_astral() && quote.is_some() { span_in(Unit::Utf16) } else { None };
        if let Some(span) = other {
            return Some((span, Settled::InUtf16));
        }
        self.patience = self.patience.checked_sub(4 * self.held.text.as_str().len() as u64)?;
        let span = occurrence(&self.held.text, &spot.prefix, quote?, &spot.suffix)?;
        Some((span, if spot.offsets.is_some() { Settled::Moved } else { Settled::There }))
    }

    /// An offset of the file's text as an offset of the stored text; `None` within a character that the unit counts twice.
    /// Offsets beyond the end stay beyond it.
    fn stored(&self, offset: u32, unit: Unit) -> Option<CodePoint> {
        let raw = match (&self.units, unit) {
            (Some(units), Unit::Utf16) => units.of_utf16(offset)?,
            _ => offset,
        };
        Some(CodePoint::new(self.held.place(raw)))
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
