//! Putting an annotation of a file in its place: where it says, if the quote is there; where the quote is, if that is
//! one place; nowhere otherwise.

use super::AnnotationRecord;
use crate::domain::annotation::Annotation;
use crate::domain::span::{Span, Target};
use crate::domain::text::{CodePoint, Text};

pub(super) struct Placed {
    pub(super) annotation: Annotation,
    pub(super) quotes: Vec<String>,
    pub(super) moved: Fit,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Every quote is where the file says, or the file gives no quote to check.
    Exact,
    /// Some quote was found somewhere else, just once; the others are where the file says.
    Moved,
    /// Some quote was not found, or in several places.
    Lost,
}

/// Places a record's annotation in the text.
///
/// # Errors
/// What is wrong with it, when it is no annotation at all.
pub(super) fn place(record: AnnotationRecord, text: &Text) -> Result<Placed, String> {
    let target = record.target()?;
    let quotes = record.quotes();
    if record.label.is_empty() {
        return Err("left out, it has no label".to_owned());
    }
    let found = target.spans().iter().zip(&quotes).map(|(span, quote)| {
        if fits(text, *span, quote.as_deref()) { Some(*span) } else { only_occurrence(text, quote.as_deref()?) }
    });
    let found = found.collect::<Option<Vec<Span>>>().and_then(Target::new);
    let quotes = quotes.into_iter().map(Option::unwrap_or_default).collect();
    let (target, moved) = match found {
        Some(found) if found == target => (target, Fit::Exact),
        Some(found) => (found, Fit::Moved),
        None => (target, Fit::Lost),
    };
    Ok(Placed { annotation: record.into_annotation(target), quotes, moved })
}

fn fits(text: &Text, span: Span, quote: Option<&str>) -> bool {
    text.slice(span.start(), span.end()).is_some_and(|slice| quote.is_none_or(|quote| quote == slice))
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
