//! Putting an annotation of a file in its place: where it says, if the quote is there; where the quote is, if that is
//! one place; nowhere otherwise.

use crate::domain::span::{Span, Target};
use crate::domain::text::{CodePoint, Text};
use std::borrow::Cow;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::formats) enum Fit {
    /// Every quote is where the file says, or the file gives no quote to check.
    Exact,
    /// Some quote was found somewhere else, just once; the others are where the file says.
    Moved,
    /// Some quote was not found, or in several places. The target is as it was.
    Lost,
}

/// Fits a target to the text by what is to stand in its spans.
pub(in crate::formats) fn fit(target: &mut Target, quotes: &[Option<Cow<'_, str>>], text: &Text) -> Fit {
    let is_there = |(span, quote): (&Span, &Option<Cow<'_, str>>)| {
        text.slice(span.start(), span.end()).is_some_and(|slice| quote.as_deref().is_none_or(|quote| quote == slice))
    };
    let parts = || target.spans().iter().zip(quotes);
    if parts().all(is_there) {
        return Fit::Exact;
    }
    let found = parts().filter_map(|(span, quote)| {
        if is_there((span, quote)) { Some(*span) } else { only_occurrence(text, quote.as_deref()?) }
    });
    let found = found.collect();
    match Target::new(found).filter(|found| found.spans().len() == quotes.len()) {
        Some(found) => {
            *target = found;
            Fit::Moved
        }
        None => Fit::Lost,
    }
}

fn only_occurrence(text: &Text, quote: &str) -> Option<Span> {
    let source = text.as_str();
    let first = if quote.is_empty() { None } else { source.find(quote) }?;
    if source.rfind(quote) != Some(first) {
        return None;
    }
    let start = source.get(..first)?.chars().count() as u32;
    Span::new(CodePoint::new(start), CodePoint::new(start + quote.chars().count() as u32))
}
