//! The list of what a format cannot carry, put together from what it does carry.
//!
//! Not here: losses that only the format itself knows of, such as a span that begins with a line break.

use super::Loss;
use crate::domain::annotation::{Annotation, Link};
use crate::domain::label::{Label, LabelSet};
use crate::domain::project::{Document, Project, Status};

/// A part of a project that a format has room for or has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The identifiers of annotations and links.
    Identifiers,
    /// Notes on annotations.
    Notes,
    /// Named values of annotations.
    Attributes,
    /// Where annotations came from, if not from a person.
    Origins,
    /// Who made them.
    Creators,
    /// When they were made and changed.
    Times,
    /// Relations between annotations.
    Links,
    /// Annotations without a place.
    Orphans,
    /// Names, keys, colours and descriptions of labels.
    Labels,
    /// The article's title.
    Title,
    /// Where the article came from.
    Source,
    /// Whether the article is done.
    Status,
    /// Fields that Attest itself does not know.
    Unknown,
}

/// What of a project is lost in a format that carries these parts, besides the text and the labelled spans.
pub(crate) fn losses(project: &Project, carried: &[Part]) -> Vec<Loss> {
    let mut losses = Losses { carried, list: Vec::new() };
    losses.document(&project.document);
    losses.labels(&project.labels);
    for annotation in project.annotations.iter() {
        losses.annotation(project, annotation);
    }
    for link in &project.links {
        losses.link(project, link);
    }
    for orphan in &project.orphans {
        let subject = told(project.labels.name(&orphan.annotation.label), &orphan.quote());
        losses.leave_out(Part::Orphans, &subject, "it has no place in the text");
    }
    if !project.annotations.is_empty() {
        losses.leave_out(Part::Identifiers, "all annotations", "the format gives them identifiers of its own");
        losses.leave_out(Part::Times, "all annotations", "when they were made and changed has no place in the format");
    }
    if !project.rejected.is_empty() {
        let problem =
            format!("which suggestions were rejected ({}) has no place in the format", project.rejected.len());
        losses.list.push(loss("the article", &problem, "left out"));
    }
    losses.unknown("the file", &project.unknown.0);
    losses.list
}

/// Adds a loss for each annotation of several parts, in a format that knows only annotations of one.
pub(crate) fn push_parts(project: &Project, losses: &mut Vec<Loss>) {
    for annotation in project.annotations.iter().filter(|annotation| annotation.target.spans().len() > 1) {
        let parts = annotation.target.spans().len();
        let (problem, choice) = (format!("it has {parts} parts"), format!("written as {parts} annotations"));
        losses.push(loss(&subject(project, annotation), &problem, &choice));
    }
}

/// How a loss names an annotation: `Figure “200,000 people”`.
#[must_use]
pub fn subject(project: &Project, annotation: &Annotation) -> String {
    told(project.labels.name(&annotation.label), &project.quote(&annotation.target))
}

/// How a loss names a link.
pub(crate) fn link_subject(project: &Project, link: &Link) -> String {
    let end = |id| project.annotations.get(id).map_or_else(|| format!("{id}"), |end| subject(project, end));
    format!("link {} from {} to {}", link.kind, end(&link.from), end(&link.to))
}

/// One loss.
pub(crate) fn loss(subject: &str, problem: &str, choice: &str) -> Loss {
    Loss { subject: subject.to_owned(), problem: problem.to_owned(), choice: choice.to_owned() }
}

/// A label's name and the words it stands on, in one line that fits a list.
fn told(name: &str, quote: &str) -> String {
    format!("{name} “{}”", shortened(quote))
}

/// A text as one line that fits a list.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut line: String = text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}

struct Losses<'a> {
    carried: &'a [Part],
    list: Vec<Loss>,
}

impl Losses<'_> {
    fn document(&mut self, document: &Document) {
        const ARTICLE: &str = "the article";
        if document.title != Document::of(document.text.clone(), None, "").title {
            self.leave_out(Part::Title, ARTICLE, &format!("its title “{}” has no place in the format", document.title));
        }
        if !document.source.is_empty() {
            self.leave_out(Part::Source, ARTICLE, &format!("where it came from, “{}”, has no place", document.source));
        }
        if document.status == Status::Done {
            self.leave_out(Part::Status, ARTICLE, "that it is done has no place in the format");
        }
        self.unknown(ARTICLE, &document.unknown.0);
    }

    fn labels(&mut self, labels: &LabelSet) {
        let known = LabelSet::default();
        for label in labels.labels() {
            let subject = format!("label {}", label.name);
            let plain = known.get(&label.id).cloned().unwrap_or_else(|| Label::plain(&label.id));
            let is_plain = |label: &Label| {
                (&label.name, &label.key, &label.description) == (&plain.name, &plain.key, &plain.description)
                    && (label.color == plain.color || plain.key.is_empty())
            };
            if !is_plain(label) {
                self.leave_out(
                    Part::Labels,
                    &subject,
                    "its name, key, colour and description have no place in the format",
                );
            }
            self.unknown(&subject, &label.unknown.0);
        }
        let types = [
            (labels.has_usual_link_types(), "its types of links have no place in the format"),
            (labels.has_usual_attribute_types(), "its types of attributes have no place in the format"),
        ];
        for (_, problem) in types.iter().filter(|(is_usual, _)| !is_usual) {
            self.leave_out(Part::Labels, "the label set", problem);
        }
        for label in known.labels().iter().filter(|label| labels.get(&label.id).is_none()) {
            self.leave_out(
                Part::Labels,
                "the label set",
                &format!("that {} is not in it has no place in the format", label.name),
            );
        }
    }

    fn annotation(&mut self, project: &Project, annotation: &Annotation) {
        let subject = subject(project, annotation);
        if !annotation.note.is_empty() {
            self.leave_out(Part::Notes, &subject, "its note has no place in the format");
        }
        for name in annotation.attributes.keys() {
            self.leave_out(Part::Attributes, &subject, &format!("its attribute “{name}” has no place in the format"));
        }
        if annotation.origin != "human" {
            let problem = format!("that it came from “{}” has no place in the format", annotation.origin);
            self.leave_out(Part::Origins, &subject, &problem);
        }
        if !annotation.creator.is_empty() {
            let problem = format!("that “{}” made it has no place in the format", annotation.creator);
            self.leave_out(Part::Creators, &subject, &problem);
        }
        self.unknown(&subject, &annotation.unknown.0);
    }

    fn link(&mut self, project: &Project, link: &Link) {
        let subject = link_subject(project, link);
        let is_placed = [&link.from, &link.to].iter().all(|end| project.annotations.get(end).is_some());
        if !self.carried.contains(&Part::Links) {
            self.leave_out(Part::Links, &subject, "the format has no relations");
        } else if !is_placed {
            self.leave_out(Part::Orphans, &subject, "an end of it has no place in the text");
        }
        self.unknown(&subject, &link.unknown.0);
    }

    fn unknown(&mut self, subject: &str, fields: &[(String, String)]) {
        for (name, _) in fields {
            self.leave_out(Part::Unknown, subject, &format!("its field “{name}” has no place in the format"));
        }
    }

    fn leave_out(&mut self, part: Part, subject: &str, problem: &str) {
        if !self.carried.contains(&part) {
            self.list.push(loss(subject, problem, "left out"));
        }
    }
}
