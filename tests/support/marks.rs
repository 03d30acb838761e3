//! Fixtures that show their spans: `[figure:200,000 people] had lived`.
//!
//! `[label:` opens an annotation and `]` closes the innermost one. Several spans of one annotation carry one number:
//! `[claim#1:X,] said Y, [claim#1:and Z]`. Where two cross, the one to close is named: `[claim#1:a [figure#1:b[/claim#1] c]`.
//! A bracket of the text itself is written with a backslash before it.

use super::noon;
use attest::domain::annotation::{Annotation, AnnotationId, AnnotationSet, Attributes};
use attest::domain::label::LabelId;
use attest::domain::project::{Document, Project, Unknown};
use attest::domain::span::{Span, Target};
use attest::domain::text::Text;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// One annotation of a fixture while it is read.
#[derive(Debug)]
struct Mark {
    /// `claim` or `claim#1`.
    key: String,
    spans: Vec<Span>,
}

/// The project that a marked text shows. Its annotations are called `a1`, `a2` … in the order in which they open.
pub fn marked(source: &str) -> Project {
    let mut plain = String::new();
    let mut length = 0;
    let mut marks: Vec<Mark> = Vec::new();
    let mut open: Vec<(usize, u32)> = Vec::new();
    let mut rest = source;
    while let Some(character) = rest.chars().next() {
        if let Some(escaped) = rest.strip_prefix('\\').filter(|after| after.starts_with(['[', ']', '\\'])) {
            plain.extend(escaped.chars().next());
            length += 1;
            rest = &escaped[1..];
        } else if let Some((key, after)) = closing_name(rest) {
            let place = open.iter().rposition(|(mark, _)| marks[*mark].key == key);
            let (mark, start) = open.remove(place.unwrap_or_else(|| panic!("{key} is not open in {source:?}")));
            marks[mark].spans.extend(Span::of(start, length));
            rest = after;
        } else if let Some((key, after)) = opening_name(rest) {
            let known = marks.iter().position(|mark| mark.key == key && key.contains('#'));
            open.push((known.unwrap_or(marks.len()), length));
            if known.is_none() {
                marks.push(Mark { key: key.to_owned(), spans: Vec::new() });
            }
            rest = after;
        } else if character == ']' {
            let (mark, start) = open.pop().unwrap_or_else(|| panic!("nothing is open at {rest:?}"));
            marks[mark].spans.extend(Span::of(start, length));
            rest = &rest[1..];
        } else {
            plain.push(character);
            length += 1;
            rest = &rest[character.len_utf8()..];
        }
    }
    assert!(open.is_empty(), "not closed in {source:?}");
    let annotations = marks.into_iter().enumerate().map(|(index, mark)| {
        let label = mark.key.split('#').next().unwrap_or_default();
        let target = Target::new(mark.spans).unwrap_or_else(|| panic!("{} has no proper spans", mark.key));
        Arc::new(annotation(&format!("a{}", index + 1), label, target))
    });
    let mut project = Project::new(Document::of(Text::stored(plain), None, "fixture.txt"));
    project.annotations = AnnotationSet::of(annotations);
    project
}

/// An annotation with nothing but a label and a target, made by a person at noon.
pub fn annotation(id: &str, label: &str, target: Target) -> Annotation {
    Annotation {
        id: AnnotationId::new(id),
        label: LabelId::new(label),
        target,
        note: String::new(),
        attributes: Attributes::default(),
        origin: "human".to_owned(),
        creator: String::new(),
        created: noon(),
        modified: noon(),
        unknown: Unknown::default(),
    }
}

/// The marked text of a project: the reverse of [`marked`], for expectations.
pub fn show(project: &Project) -> String {
    let keys = keys(project);
    let mut open: Vec<(Span, &str)> = Vec::new();
    let mut shown = String::new();
    // Spans in text order, so that of two that open in one place the longer opens first.
    let mut spans: Vec<(Span, &str)> = Vec::new();
    for (annotation, key) in project.annotations.iter().zip(&keys) {
        spans.extend(annotation.target.spans().iter().map(|span| (*span, key.as_str())));
    }
    spans.sort_by_key(|(span, _)| *span);
    let mut spans = spans.into_iter().peekable();
    let characters = project.document.text.as_str().chars().map(Some).chain([None]);
    for (place, character) in (0..).zip(characters) {
        while let Some(last) = open.iter().rposition(|(span, _)| span.end().get() == place) {
            let (_, key) = open.remove(last);
            let closing = if last == open.len() { "]".to_owned() } else { format!("[/{key}]") };
            shown.push_str(&closing);
        }
        while let Some((span, key)) = spans.next_if(|(span, _)| span.start().get() == place) {
            let _ = write!(shown, "[{key}:");
            open.push((span, key));
        }
        if let Some('[' | ']' | '\\') = character {
            shown.push('\\');
        }
        shown.extend(character);
    }
    shown
}

/// A name for each annotation, numbered when its label alone would not say which is meant.
fn keys(project: &Project) -> Vec<String> {
    let crosses =
        |one: Span, other: Span| one.start() < other.start() && other.start() < one.end() && one.end() < other.end();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut keys = Vec::new();
    for annotation in project.annotations.iter() {
        let spans = annotation.target.spans();
        let is_crossed = project
            .annotations
            .iter()
            .flat_map(|other| other.target.spans())
            .any(|other| spans.iter().any(|span| crosses(*span, *other) || crosses(*other, *span)));
        let label = annotation.label.as_str();
        if spans.len() > 1 || is_crossed {
            let number = numbers.entry(label).or_default();
            *number += 1;
            keys.push(format!("{label}#{number}"));
        } else {
            keys.push(label.to_owned());
        }
    }
    keys
}

/// `claim#1` and what follows, of `[claim#1:…`.
fn opening_name(rest: &str) -> Option<(&str, &str)> {
    let (name, after) = rest.strip_prefix('[')?.split_once(':')?;
    is_name(name).then_some((name, after))
}

/// `claim#1` and what follows, of `[/claim#1]…`.
fn closing_name(rest: &str) -> Option<(&str, &str)> {
    let (name, after) = rest.strip_prefix("[/")?.split_once(']')?;
    is_name(name).then_some((name, after))
}

fn is_name(name: &str) -> bool {
    let (label, number) = name.split_once('#').unwrap_or((name, "1"));
    let is_label = !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_lowercase());
    is_label && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}
