//! Spans, and the target of an annotation: one or more of them.
//!
//! Not here: which text they are of. A span is checked against a text when a command uses it ([`super::edit`]).

use super::order::sort;
use super::text::{CodePoint, Text};

/// A non-empty half-open stretch of code points: `[start, end)`.
///
/// Ordered by start, then the longer one first, which is text order with the outer span before the inner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    start: CodePoint,
    end: CodePoint,
}

impl Span {
    /// The span from `start` up to `end`, or `None` when that is empty or backwards.
    #[must_use]
    pub fn new(start: CodePoint, end: CodePoint) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// [`Span::new`] from counts of code points.
    #[must_use]
    pub fn of(start: u32, end: u32) -> Option<Self> {
        Self::new(CodePoint::new(start), CodePoint::new(end))
    }

    /// The offset of the first code point.
    #[must_use]
    pub fn start(self) -> CodePoint {
        self.start
    }

    /// The offset just after the last code point.
    #[must_use]
    pub fn end(self) -> CodePoint {
        self.end
    }

    /// How many code points it covers; never 0.
    #[must_use]
    pub fn length(self) -> u32 {
        self.end.get() - self.start.get()
    }

    /// Whether the code point that begins at `at` is covered.
    #[must_use]
    pub fn covers(self, at: CodePoint) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether both cover at least one common code point.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl PartialOrd for Span {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Span {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.start.cmp(&other.start).then(other.end.cmp(&self.end))
    }
}

/// What an annotation is about: one span, or several when the statement is split ("X," said Y, "and Z").
///
/// Never empty, in text order, and no two of its spans overlap. W3C: the target's segments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    spans: Vec<Span>,
}

impl Target {
    /// A target of one span.
    #[must_use]
    pub fn one(span: Span) -> Self {
        Self { spans: vec![span] }
    }

    /// A target of these spans, put in text order; `None` when there is none or when two overlap. Spans that only
    /// touch are kept as they are.
    #[must_use]
    pub fn new(mut spans: Vec<Span>) -> Option<Self> {
        sort(&mut spans, |one, other| one < other);
        let apart = spans.windows(2).all(|pair| pair[0].end <= pair[1].start);
        (!spans.is_empty() && apart).then_some(Self { spans })
    }

    /// The spans in text order.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The smallest span that holds them all.
    #[must_use]
    pub fn hull(&self) -> Span {
        let start = self.spans[0].start;
        Span { start, end: self.spans.last().map_or(start, |span| span.end) }
    }

    /// How many code points are covered.
    #[must_use]
    pub fn length(&self) -> u32 {
        self.spans.iter().map(|span| span.length()).sum()
    }

    /// Whether some span covers the code point that begins at `at`.
    #[must_use]
    pub fn covers(&self, at: CodePoint) -> bool {
        self.spans.iter().any(|span| span.covers(at))
    }

    /// Whether some span overlaps the given one.
    #[must_use]
    pub fn overlaps(&self, other: Span) -> bool {
        self.spans.iter().any(|span| span.overlaps(other))
    }

    /// This target and one more span; spans that overlap or touch it are joined with it.
    #[must_use]
    pub fn with(&self, added: Span) -> Self {
        let mut joined = added;
        let mut spans = Vec::with_capacity(self.spans.len() + 1);
        for span in &self.spans {
            if span.start <= joined.end && joined.start <= span.end {
                joined = Span { start: span.start.min(joined.start), end: span.end.max(joined.end) };
            } else {
                spans.push(*span);
            }
        }
        spans.push(joined);
        sort(&mut spans, |one, other| one < other);
        Self { spans }
    }

    /// This target without its `index`-th span; `None` when that was the last one or there is no such span.
    #[must_use]
    pub fn without(&self, index: usize) -> Option<Self> {
        if self.spans.len() < 2 || index >= self.spans.len() {
            return None;
        }
        let mut spans = self.spans.clone();
        spans.remove(index);
        Some(Self { spans })
    }

    /// This target with its `index`-th span replaced; others that it then overlaps are joined with it. `None` when there
    /// is no such span.
    #[must_use]
    pub fn replacing(&self, index: usize, span: Span) -> Option<Self> {
        if index >= self.spans.len() {
            return None;
        }
        match self.without(index) {
            Some(rest) => Some(rest.with(span)),
            None => Some(Self::one(span)),
        }
    }

    /// The covered text, the spans' quotes joined by " … ". Empty where a span lies outside the text.
    #[must_use]
    pub fn quote(&self, text: &Text) -> String {
        let mut quote = String::new();
        for span in &self.spans {
            if !quote.is_empty() {
                quote.push_str(" … ");
            }
            quote.push_str(text.slice(span.start, span.end).unwrap_or_default());
        }
        quote
    }
}
