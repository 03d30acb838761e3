//! Doubts: annotations that do not look like what the guidelines ask for, and what one key could do about them.
//!
//! The rules about words know English, and are silent about annotations with letters of other scripts. Not here: what is
//! certainly wrong; a command that would make it is rejected ([`super::edit`]).

mod words;

use super::annotation::{Annotation, AnnotationId};
use super::edit::Command;
use super::order::sort;
use super::project::{Project, Timestamp};
use super::snap::{Precision, snap};
use super::span::{Span, Target};
use super::text::{CodePoint, Step, Text, is_punctuation};
use std::sync::Arc;
use words::{has_credit, has_cue, has_number, has_source, is_latin};

/// What a doubt is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoubtKind {
    /// A part begins or ends with white space.
    BlankEdge,
    /// A part begins or ends within a word.
    CutWord,
    /// It ends with a full stop, a comma or the like.
    FinalStop,
    /// A claim begins with "that".
    LeadingThat,
    /// A claim is a question.
    Question,
    /// A figure has neither a unit nor a thing that is counted.
    NoUnit,
    /// A figure has no number.
    NoNumber,
    /// An attribution names no source.
    NoSource,
    /// An attribution has no word of saying.
    NoCue,
    /// A caption is not the whole block.
    PartOfCaption,
    /// A caption has no credit.
    NoCredit,
    /// Another annotation has the same label on the same spans.
    Twice,
    /// Another annotation has another label on the same spans.
    TwoLabels,
    /// The same words have another label elsewhere.
    LabelledOtherwise,
    /// A link from it leads where its type does not lead.
    UnfitLink,
}

/// All kinds with their names in files and what people call them.
const KINDS: &[(DoubtKind, &str, &str)] = &[
    (DoubtKind::BlankEdge, "blank-edge", "A blank at the edge"),
    (DoubtKind::CutWord, "cut-word", "A word cut in two"),
    (DoubtKind::FinalStop, "final-stop", "A punctuation mark at the end"),
    (DoubtKind::LeadingThat, "leading-that", "\u{201c}That\u{201d} at the start"),
    (DoubtKind::Question, "question", "A question"),
    (DoubtKind::NoUnit, "no-unit", "A figure without a unit"),
    (DoubtKind::NoNumber, "no-number", "A figure without a number"),
    (DoubtKind::NoSource, "no-source", "An attribution without a source"),
    (DoubtKind::NoCue, "no-cue", "An attribution without a word of saying"),
    (DoubtKind::PartOfCaption, "part-of-caption", "Part of a caption"),
    (DoubtKind::NoCredit, "no-credit", "A caption without a credit"),
    (DoubtKind::Twice, "twice", "Marked twice"),
    (DoubtKind::TwoLabels, "two-labels", "Two labels on the same words"),
    (DoubtKind::LabelledOtherwise, "labelled-otherwise", "Another label elsewhere"),
    (DoubtKind::UnfitLink, "unfit-link", "A link that does not fit"),
];

impl DoubtKind {
    /// All kinds, in the order in which they are told.
    pub fn all() -> impl Iterator<Item = Self> {
        KINDS.iter().map(|(kind, ..)| *kind)
    }

    /// Its name in files: small letters and hyphens.
    #[must_use]
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, name, _)| name)
    }

    /// What people call it.
    #[must_use]
    pub fn title(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(.., title)| title)
    }

    /// Why it is doubtful, for a person.
    #[must_use]
    pub fn why(self) -> &'static str {
        match self {
            Self::BlankEdge => "It begins or ends with a blank.",
            Self::CutWord => "It begins or ends within a word.",
            Self::FinalStop => "It ends with a punctuation mark, which belongs to the sentence.",
            Self::LeadingThat => "It begins with \u{201c}that\u{201d}, which belongs to the attribution.",
            Self::Question => "It is a question, and a question asserts nothing.",
            Self::NoUnit => "It has no unit and nothing that is counted.",
            Self::NoNumber => "It has no number.",
            Self::NoSource => "It does not say who says so.",
            Self::NoCue => "It does not say that anybody says so.",
            Self::PartOfCaption => "A caption is the whole block, with its credit.",
            Self::NoCredit => "It has no credit, such as \u{201c}/Agency Photo\u{201d}.",
            Self::Twice => "The same words have the same label twice.",
            Self::TwoLabels => "The same words have two labels.",
            Self::LabelledOtherwise => "The same words have another label elsewhere.",
            Self::UnfitLink => "A link from it leads to a label that its type does not lead to.",
        }
    }
}

/// What can be done about a doubt.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What it does, for a person.
    pub title: &'static str,
    /// The command. It fits the project in which the doubt was found.
    pub command: Command,
}

/// One doubt about one annotation.
#[derive(Clone, Debug)]
pub struct Doubt {
    /// Which annotation.
    pub annotation: AnnotationId,
    /// What it is about.
    pub kind: DoubtKind,
    /// Why it is doubtful, for a person.
    pub why: &'static str,
    /// What can be done about it in one step, if that is known.
    pub fix: Option<Fix>,
}

/// All doubts about a project, in text order, at most one of each kind for an annotation. O(n log n) comparisons of quotes.
#[must_use]
pub fn doubts(project: &Project) -> Vec<Doubt> {
    let mut found = Vec::new();
    for annotation in project.annotations.iter() {
        look_at(project, annotation, &mut found);
    }
    compare_places(project, &mut found);
    compare_words(project, &mut found);
    for link in &project.links {
        let ends = project.annotations.get(&link.from).zip(project.annotations.get(&link.to));
        let is_fit = project
            .labels
            .link_type(&link.kind)
            .zip(ends)
            .is_none_or(|(link_type, (from, to))| link_type.fits(&from.label, &to.label));
        if !is_fit {
            let fix = ("Remove the link", Command::Unlink { id: link.id.clone() });
            tell(project, &link.from, DoubtKind::UnfitLink, Some(fix), &mut found);
        }
    }
    sort(&mut found, |one: &(usize, Doubt), other| (one.0, one.1.kind) < (other.0, other.1.kind));
    found.dedup_by(|later, kept| (later.0, later.1.kind) == (kept.0, kept.1.kind));
    found.into_iter().map(|(_, doubt)| doubt).collect()
}

/// Adds a doubt, with its fix if that fits the project.
fn tell(
    project: &Project,
    id: &AnnotationId,
    kind: DoubtKind,
    fix: Option<(&'static str, Command)>,
    found: &mut Vec<(usize, Doubt)>,
) {
    let fix = fix.filter(|(_, command)| project.plan(command.clone(), &Timestamp::default()).is_ok());
    let fix = fix.map(|(title, command)| Fix { title, command });
    let place = project.annotations.position(id).unwrap_or(usize::MAX);
    found.push((place, Doubt { annotation: id.clone(), kind, why: kind.why(), fix }));
}

/// What can be seen from one annotation alone.
fn look_at(project: &Project, annotation: &Annotation, found: &mut Vec<(usize, Doubt)>) {
    let text = &project.document.text;
    let id = &annotation.id;
    let put = |target: Option<Target>| target.map(|target| Command::SetTarget { id: id.clone(), target });
    let label = annotation.label.as_str();
    let precision = if label == "caption" { Precision::Characters } else { Precision::Words };
    let quote = annotation.target.quote(text);
    let edges = edges(text, &annotation.target, precision);

    let trimmed = snapped(text, &annotation.target, precision);
    if edges.has_blank {
        let fix = match trimmed.clone() {
            Some(target) => Some(("Trim it", put(Some(target)))),
            None => Some(("Remove it", Some(Command::Remove { id: id.clone() }))),
        };
        let fix = fix.and_then(|(title, command)| Some((title, command?)));
        tell(project, id, DoubtKind::BlankEdge, fix, found);
    }
    if edges.cuts_word {
        let fix = put(trimmed.clone()).map(|command| ("Take in the whole word", command));
        tell(project, id, DoubtKind::CutWord, fix, found);
    }
    if edges.has_stop {
        let fix = put(trimmed).map(|command| ("Leave the punctuation mark out", command));
        tell(project, id, DoubtKind::FinalStop, fix, found);
    }
    match label {
        "claim" => {
            if quote.trim_end().ends_with('?') || is_asked(text, annotation.target.hull().end()) {
                tell(project, id, DoubtKind::Question, None, found);
            }
            if let Some(target) = without_that(text, &annotation.target) {
                let fix = put(target).map(|command| ("Leave \u{201c}that\u{201d} out", command));
                tell(project, id, DoubtKind::LeadingThat, fix, found);
            }
        }
        "figure" if is_latin(&quote) => {
            if !has_number(&quote) {
                tell(project, id, DoubtKind::NoNumber, None, found);
            } else if !has_unit(&quote) && !annotation.attributes.contains_key("unit") {
                let fix =
                    put(with_next_word(text, &annotation.target)).map(|command| ("Take in the next word", command));
                tell(project, id, DoubtKind::NoUnit, fix, found);
            }
        }
        "attribution" if is_latin(&quote) => {
            if !has_source(&quote) {
                tell(project, id, DoubtKind::NoSource, None, found);
            }
            if !has_cue(&quote) {
                tell(project, id, DoubtKind::NoCue, None, found);
            }
        }
        "caption" => {
            let whole = whole_blocks(text, annotation.target.hull());
            if whole.is_some() && whole != Some(annotation.target.clone()) {
                let fix = put(whole).map(|command| ("Take in the whole block", command));
                tell(project, id, DoubtKind::PartOfCaption, fix, found);
            }
            if is_latin(&quote) && !has_credit(&quote) && !annotation.attributes.contains_key("credit") {
                tell(project, id, DoubtKind::NoCredit, None, found);
            }
        }
        _ => {}
    }
}

/// What is doubtful at the edges of a target's spans.
#[derive(Default)]
struct Edges {
    has_blank: bool,
    cuts_word: bool,
    has_stop: bool,
}

fn edges(text: &Text, target: &Target, precision: Precision) -> Edges {
    let mut edges = Edges::default();
    for span in target.spans() {
        let quote = text.slice(span.start(), span.end()).unwrap_or_default();
        let last = quote.chars().next_back();
        if quote.starts_with(char::is_whitespace) || last.is_some_and(char::is_whitespace) {
            // A blank that carries an accent is a character like others.
            let trimmed = snap(text, span.start(), span.end(), Precision::Characters);
            edges.has_blank |= trimmed.is_none_or(|trimmed| trimmed.length() < span.length());
        }
        if precision == Precision::Words
            && let Some(snapped) = snap(text, span.start(), span.end(), precision)
        {
            edges.cuts_word |= snapped.start() < span.start() || span.end() < snapped.end();
            let is_stop = last.is_some_and(|last| matches!(last, '.' | ',' | ';' | ':' | '!' | '…' | '。' | '،' | '؛'));
            edges.has_stop |= is_stop && snapped.end() < span.end();
        }
    }
    edges
}

/// A target with all its spans snapped; without those that hold nothing but blanks.
fn snapped(text: &Text, target: &Target, precision: Precision) -> Option<Target> {
    let snapped = |span: &Span| snap(text, span.start(), span.end(), precision);
    Target::new(target.spans().iter().filter_map(snapped).collect())
}

/// Whether a question mark follows, perhaps behind a closing quotation mark.
fn is_asked(text: &Text, end: CodePoint) -> bool {
    let behind = text.slice(end, CodePoint::new(text.end().get().min(end.get() + 2))).unwrap_or_default();
    behind.trim_start_matches(['"', '\'', '”', '’', '»']).starts_with('?')
}

/// A target without the "that" that it begins with, if it does; nothing when nothing else would be left of its first span.
fn without_that(text: &Text, target: &Target) -> Option<Option<Target>> {
    let span = target.spans()[0];
    let quote = text.slice(span.start(), span.end())?;
    let rest = quote.get(..4).filter(|word| word.eq_ignore_ascii_case("that")).and_then(|_| quote.get(4..))?;
    let words = rest.trim_start();
    if words.len() == rest.len() {
        return None;
    }
    let start = span.end().get() - words.chars().count() as u32;
    Some(Span::new(CodePoint::new(start), span.end()).and_then(|rest| target.replacing(0, rest)))
}

/// Whether there is something beside numbers and punctuation: a word, or a sign such as "%" or "€".
fn has_unit(quote: &str) -> bool {
    quote.chars().any(|character| !character.is_numeric() && !character.is_whitespace() && !is_punctuation(character))
}

/// A target with the word that follows it, if that may be a unit.
fn with_next_word(text: &Text, target: &Target) -> Option<Target> {
    let last = *target.spans().last()?;
    let end = text.next(last.end(), Step::WordEnd);
    let added = text.slice(last.end(), end)?;
    let word = added.trim_start_matches([' ', '\u{a0}', '\u{202f}', '-']);
    if added.len() > word.len() + 2 || !word.starts_with(|character: char| has_unit(character.encode_utf8(&mut [0; 4])))
    {
        return None;
    }
    target.replacing(target.spans().len() - 1, Span::new(last.start(), end)?)
}

/// The blocks that a span touches, as one span without white space at its ends.
fn whole_blocks(text: &Text, span: Span) -> Option<Target> {
    let touched = text.blocks().get(text.blocks_in(span.start(), span.end()))?;
    let whole = snap(text, touched.first()?.start(), touched.last()?.end(), Precision::Characters)?;
    Some(Target::one(whole))
}

/// Annotations that cover the same spans.
fn compare_places(project: &Project, found: &mut Vec<(usize, Doubt)>) {
    for annotation in project.annotations.iter() {
        let same = project
            .annotations
            .overlapping(annotation.target.spans()[0])
            .filter(|other| other.target == annotation.target && comes_before(project, other, annotation));
        for other in same {
            let kind = if other.label == annotation.label { DoubtKind::Twice } else { DoubtKind::TwoLabels };
            let remove = Command::Remove { id: annotation.id.clone() };
            tell(project, &annotation.id, kind, Some(("Remove it", remove)), found);
        }
    }
}

/// Of two annotations on the same spans, the older one comes first.
fn comes_before(project: &Project, one: &Annotation, other: &Annotation) -> bool {
    (&one.created, project.labels.position(&one.label), &one.id)
        < (&other.created, project.labels.position(&other.label), &other.id)
}

/// Annotations of the same words in different places, with different labels.
fn compare_words(project: &Project, found: &mut Vec<(usize, Doubt)>) {
    let mut quoted: Vec<(String, &Arc<Annotation>)> = Vec::with_capacity(project.annotations.len());
    for annotation in project.annotations.iter() {
        quoted.push((project.quote(&annotation.target), annotation));
    }
    sort(&mut quoted, |one, other| one.0 < other.0);
    for group in quoted.chunk_by(|one, other| one.0 == other.0) {
        let Some((_, first)) = group.first() else { continue };
        if group.iter().all(|(_, annotation)| annotation.label == first.label) {
            continue;
        }
        for (_, annotation) in group {
            // Where the other place has this label too, the two places agree.
            let has_label = |target: &Target| {
                let mut there = project.annotations.overlapping(target.spans()[0]);
                there.any(|other| other.target == *target && other.label == annotation.label)
            };
            if group.iter().any(|(_, other)| !has_label(&other.target)) {
                tell(project, &annotation.id, DoubtKind::LabelledOtherwise, None, found);
            }
        }
    }
}
