//! What is said about an annotation or a change, in live messages and in lists.

use crate::app::hits::{Hit, Hits, Kind};
use crate::domain::annotation::{Annotation, Link};
use crate::domain::edit::{Change, Summary};
use crate::domain::links::Direction;
use crate::domain::project::{Orphan, Project};

/// How many characters of a quote are said.
const EXCERPT: usize = 80;

/// A number of things: "1 annotation", "2 annotations". `what` is called so in the singular and with an s in the plural.
#[must_use]
pub fn counted(number: usize, what: &str) -> String {
    [number.to_string().as_str(), " ", what, if number == 1 { "" } else { "s" }].concat()
}

/// A quote cut to a length that can be listened to, line ends shown as blanks. `limit` counts code points.
#[must_use]
pub fn excerpt(quote: &str, limit: usize) -> String {
    let mut shown: String =
        quote.chars().take(limit).map(|character| if character == '\n' { ' ' } else { character }).collect();
    if quote.chars().nth(limit).is_some() {
        shown.truncate(shown.trim_end().len());
        shown.push('…');
    }
    shown
}

pub(super) fn name_and_quote(project: &Project, annotation: &Annotation) -> String {
    with_quote(project, "", annotation, ": ")
}

/// Words, an annotation's label, words, its quote.
fn with_quote(project: &Project, before: &str, annotation: &Annotation, between: &str) -> String {
    let quote = project.quote(&annotation.target);
    [before, project.labels.name(&annotation.label), between, &excerpt(&quote, EXCERPT)].concat()
}

/// What a link is to one of its ends: "attributed to: said Konashenkov".
#[must_use]
pub fn link_words(project: &Project, (direction, link): (Direction, &Link)) -> String {
    let kind = match direction {
        Direction::Outgoing => type_name(project, link).to_owned(),
        Direction::Incoming => inverse(type_name(project, link)),
    };
    let other = direction.other_end(link);
    let (quote, after) = match project.annotations.get(other) {
        Some(annotation) => (project.quote(&annotation.target), ""),
        None => (project.orphan(other).map(Orphan::quote).unwrap_or_default(), " (without a place)"),
    };
    [&kind, ": ", &excerpt(&quote, EXCERPT), after].concat()
}

/// What people call the type of a link; its identifier when the label set does not know it.
fn type_name<'a>(project: &'a Project, link: &'a Link) -> &'a str {
    project.labels.link_type(&link.kind).map_or(link.kind.as_str(), |kind| kind.name.as_str())
}

/// A type of link as the annotation that it leads to has it.
fn inverse(kind: &str) -> String {
    match kind {
        "attributes" => "attributed to".to_owned(),
        "quantifies" => "quantified by".to_owned(),
        "illustrates" => "illustrated by".to_owned(),
        other => other.to_owned() + " (from)",
    }
}

/// "Figure suggested: 30 percent, 3 of 12".
pub(super) fn hit(project: &Project, hits: &Hits, hit: &Hit) -> String {
    let quote = excerpt(&project.quote(&hit.target), EXCERPT);
    let (position, count) = ((hits.position() + 1).to_string(), hits.count().to_string());
    let (label, suggested) = match (&hits.kind, &hit.label) {
        (Kind::Suggestions, Some(label)) => (project.labels.name(label), " suggested: "),
        _ => ("", ""),
    };
    [label, suggested, &quote, ", ", &position, " of ", &count].concat()
}

pub(super) fn what_happened(project: &Project, change: &Change) -> String {
    let one = |before: &str, annotation: &Annotation, between: &str| with_quote(project, before, annotation, between);
    let many = |count: usize, done: &str| count.to_string() + done;
    match change.summary() {
        Summary::Added(annotation) => one("", &annotation, " added: "),
        Summary::Removed(annotation) => one("", &annotation, " removed: "),
        Summary::Relabelled(annotation) => one("Now ", &annotation, ": "),
        Summary::Moved(annotation) => one("", &annotation, " is now: "),
        Summary::Noted(annotation) => one("Note of ", &annotation, " changed: "),
        Summary::Described(annotation) => one("", &annotation, " described: "),
        Summary::Linked(link) => {
            let end = |id| project.annotations.get(id).map(|annotation| name_and_quote(project, annotation));
            let [from, to] = [&link.from, &link.to].map(|id| end(id).unwrap_or_default());
            [from.as_str(), " ", type_name(project, &link), " ", &to].concat()
        }
        Summary::Unlinked(_) => "Link removed".to_owned(),
        Summary::AddedMany(count) => many(count, " annotations added"),
        Summary::RejectedSuggestions(1) => "Suggestion rejected".to_owned(),
        Summary::RejectedSuggestions(count) => many(count, " suggestions rejected"),
        Summary::RestoredSuggestions(1) => "Suggestion offered again".to_owned(),
        Summary::RestoredSuggestions(count) => many(count, " suggestions offered again"),
        Summary::Labels => "Labels changed".to_owned(),
        Summary::Orphans(count) => counted(count, "annotation") + " without a place",
        Summary::RemovedMany(count) => many(count, " annotations removed"),
        Summary::ChangedMany(count) => many(count, " annotations changed"),
        Summary::Project => "The article\u{2019}s details changed".to_owned(),
    }
}

pub(super) fn is_removal(change: &Change) -> bool {
    matches!(change.summary(), Summary::Removed(_) | Summary::RemovedMany(_))
}
