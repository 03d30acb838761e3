//! What is said about an annotation or a change, in live messages and in lists.

use crate::app::hits::{Hit, Hits, Kind};
use crate::domain::annotation::Annotation;
use crate::domain::edit::{Change, Summary};
use crate::domain::project::Project;

/// How many characters of a quote are said.
const EXCERPT: usize = 80;

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
    let quote = project.quote(&annotation.target);
    format!("{}: {}", project.labels.name(&annotation.label), excerpt(&quote, EXCERPT))
}

/// "Figure suggested: 30 percent, 3 of 12".
pub(super) fn hit(project: &Project, hits: &Hits, hit: &Hit) -> String {
    let quote = excerpt(&project.quote(&hit.target), EXCERPT);
    let (position, count) = (hits.position() + 1, hits.count());
    match (&hits.kind, &hit.label) {
        (Kind::Suggestions, Some(label)) => {
            format!("{} suggested: {quote}, {position} of {count}", project.labels.name(label))
        }
        _ => format!("{quote}, {position} of {count}"),
    }
}

pub(super) fn what_happened(project: &Project, change: &Change) -> String {
    let name = |annotation: &Annotation| project.labels.name(&annotation.label).to_owned();
    let quote = |annotation: &Annotation| excerpt(&project.quote(&annotation.target), EXCERPT);
    match change.summary() {
        Summary::Added(annotation) => format!("{} added: {}", name(&annotation), quote(&annotation)),
        Summary::Removed(annotation) => format!("{} removed: {}", name(&annotation), quote(&annotation)),
        Summary::Relabelled(annotation) => format!("Now {}: {}", name(&annotation), quote(&annotation)),
        Summary::Moved(annotation) => format!("{} is now: {}", name(&annotation), quote(&annotation)),
        Summary::Noted(annotation) => format!("Note of {} changed: {}", name(&annotation), quote(&annotation)),
        Summary::Described(annotation) => format!("{} described: {}", name(&annotation), quote(&annotation)),
        Summary::Linked(link) => {
            let kind = project.labels.link_type(&link.kind).map_or(link.kind.as_str(), |kind| kind.name.as_str());
            let end = |id| project.annotations.get(id).map(|annotation| name_and_quote(project, annotation));
            let [from, to] = [&link.from, &link.to].map(|id| end(id).unwrap_or_default());
            format!("{from} {kind} {to}")
        }
        Summary::Unlinked(_) => "Link removed".to_owned(),
        Summary::AddedMany(count) => format!("{count} annotations added"),
        Summary::RejectedSuggestions(1) => "Suggestion rejected".to_owned(),
        Summary::RejectedSuggestions(count) => format!("{count} suggestions rejected"),
        Summary::RestoredSuggestions(1) => "Suggestion offered again".to_owned(),
        Summary::RestoredSuggestions(count) => format!("{count} suggestions offered again"),
        Summary::Labels => "Labels changed".to_owned(),
        Summary::RemovedMany(count) => format!("{count} annotations removed"),
        Summary::ChangedMany(count) => format!("{count} annotations changed"),
        Summary::Project => "The article\u{2019}s details changed".to_owned(),
    }
}

pub(super) fn is_removal(change: &Change) -> bool {
    matches!(change.summary(), Summary::Removed(_) | Summary::RemovedMany(_))
}
