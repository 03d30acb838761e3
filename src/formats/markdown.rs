//! Markdown: the quotes of an article in a list for each label, with their notes. For reading and for pasting into a text,
//! not for coming back.

use super::exchange::groups::stem_of;
use super::exchange::losses::{self, Part, loss};
use super::exchange::{Export, File};
use crate::domain::annotation::Annotation;
use crate::domain::label::LabelId;
use crate::domain::project::{Orphan, Project, Status};

const CARRIED: &[Part] = &[
    Part::Title,
    Part::Source,
    Part::Status,
    Part::Notes,
    Part::Attributes,
    Part::Creators,
    Part::Links,
    Part::Orphans,
];

/// Writes `<title>.md`.
#[must_use]
pub fn write(project: &Project) -> Export {
    let document = &project.document;
    let mut losses = losses::losses(project, CARRIED);
    losses.push(loss("the article", "only its quotes are in this list", "the rest of its text left out"));
    let mut out = String::from("# ");
    push_inline(&mut out, &document.title);
    out.push_str("\n\n");
    if !document.source.is_empty() {
        out.push_str("Source: ");
        push_inline(&mut out, &document.source);
        out.push_str(". ");
    }
    out.push_str(if document.status == Status::Done { "Done. " } else { "In work. " });
    out.extend([project.annotations.len().to_string().as_str(), " annotations. Offsets count code points.\n"]);
    let mut labels: Vec<&LabelId> = project.labels.labels().iter().map(|label| &label.id).collect();
    for annotation in project.annotations.iter() {
        if project.labels.get(&annotation.label).is_none() && !labels.contains(&&annotation.label) {
            labels.push(&annotation.label);
        }
    }
    for label in labels {
        let mut heading = Some(project.labels.name(label));
        for annotation in project.annotations.iter().filter(|annotation| annotation.label == *label) {
            if let Some(name) = heading.take() {
                out.push_str("\n## ");
                push_inline(&mut out, name);
                out.push_str("\n\n");
            }
            let spans = annotation.target.spans().iter();
            let places: Vec<String> = spans
                .map(|span| [span.start().get().to_string(), span.end().get().to_string()].join("\u{2013}"))
                .collect();
            push_item(&mut out, project, annotation, &project.quote(&annotation.target), &places.join(", "));
        }
    }
    if !project.orphans.is_empty() {
        out.push_str("\n## No longer in the text\n\n");
    }
    for orphan in &project.orphans {
        let label = project.labels.name(&orphan.annotation.label);
        push_item(&mut out, project, &orphan.annotation, &orphan.quote(), label);
    }
    let name = [&stem_of(project), ".md"].concat();
    Export { files: vec![File::of(name, out)], losses }
}

/// A quote, what is said in brackets, and below it what is known of the annotation.
fn push_item(out: &mut String, project: &Project, annotation: &Annotation, quote: &str, bracket: &str) {
    out.push_str("- \u{201c}");
    push_inline(out, quote);
    out.push_str("\u{201d} (");
    push_inline(out, bracket);
    out.push_str(")\n");
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            out.push_str("  - ");
            push_inline(out, name);
            out.push_str(": ");
            push_inline(out, value);
            out.push('\n');
        }
    };
    line("Note", &annotation.note);
    for (name, value) in annotation.attributes.iter() {
        line(name, value);
    }
    line("By", &annotation.creator);
    for link in project.links.iter().filter(|link| link.from == annotation.id) {
        let to = project.annotations.get(&link.to).map(|to| losses::subject(project, to));
        let to = to.or_else(|| project.orphan(&link.to).map(Orphan::quote));
        line(&link.kind, &to.unwrap_or_default());
    }
}

/// Adds a text as one line that reads as it is written: what Markdown would take for marks has a backslash before it, and
/// white space that would end the line is a blank.
fn push_inline(out: &mut String, text: &str) {
    for character in text.chars() {
        if is_mark(character) {
            out.push('\\');
        }
        out.push(if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') { ' ' } else { character });
    }
}

/// Signs that mean something within a line, in CommonMark or its extensions.
fn is_mark(character: char) -> bool {
    matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' | '#' | '!' | '$' | '^' | '=')
}
