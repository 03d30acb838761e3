//! What a format cannot carry of a project, item by item.
//!
//! A writer says which [`Part`]s of a project its format holds; the rest of them is found and named here, in the same words
//! for every format. Not here: what only one format cannot do, such as overlaps, which its writer adds.

use super::exchange::Loss;
use crate::domain::annotation::{Annotation, AnnotationId, Link};
use crate::domain::label::LabelSet;
use crate::domain::project::{Project, Status, Unknown, sha256_hex};

/// What was done about a thing that has no place in a format.
pub(crate) const LEFT_OUT: &str = "left out";

/// A part of a project that some formats carry and others do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The article's title.
    Title,
    /// Where the article came from.
    Source,
    /// Whether the article is declared finished.
    Status,
    /// Names, keys, colours and descriptions of labels that are not of the default set.
    Labels,
    /// Several spans of one annotation.
    Fragments,
    /// Notes on annotations.
    Notes,
    /// Named values of annotations.
    Attributes,
    /// Who made an annotation.
    Creators,
    /// When annotations were made and changed.
    Times,
    /// What annotations are called in the file.
    Identifiers,
    /// Links between annotations.
    Links,
    /// What links are called in the file.
    LinkIdentifiers,
    /// Annotations whose quote is no longer in the text.
    Orphans,
}

/// Everything of a project that is not among the parts that a format carries.
pub(crate) fn of(project: &Project, carried: &[Part]) -> Losses {
    let mut losses = Losses::default();
    losses.document(project, carried);
    losses.labels(project, carried);
    let lost = |part: Part| !carried.contains(&part);
    for annotation in project.annotations.iter() {
        losses.annotation(project, annotation, carried);
    }
    for link in &project.links {
        let subject = name_of_link(project, link);
        let ends_are_there = [&link.from, &link.to].iter().all(|end| project.annotations.get(end).is_some());
        if lost(Part::Links) {
            losses.add(&subject, "links between annotations have no place in this format", LEFT_OUT);
        } else if !ends_are_there && lost(Part::Orphans) {
            losses.add(&subject, "an end of it has no place in the text", LEFT_OUT);
        } else {
            losses.unknown(&subject, &link.unknown);
        }
    }
    if lost(Part::Orphans) {
        for orphan in &project.orphans {
            let label = project.labels.name(&orphan.annotation.label);
            let subject = [label, " \u{201c}", &shortened(&orphan.quotes.join(" … ")), "\u{201d}"].concat();
            losses.add(&subject, "its quote is no longer in the text", LEFT_OUT);
        }
    }
    losses.bookkeeping(project, carried);
    losses
}

/// Losses while they are found.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    found: Vec<Loss>,
}

impl Losses {
    /// Notes one.
    pub(crate) fn add(&mut self, subject: &str, problem: &str, choice: &str) {
        let [subject, problem, choice] = [subject, problem, choice].map(str::to_owned);
        self.found.push(Loss { subject, problem, choice });
    }

    /// All of them.
    pub(crate) fn finish(self) -> Vec<Loss> {
        self.found
    }

    fn document(&mut self, project: &Project, carried: &[Part]) {
        const SUBJECT: &str = "the article";
        let document = &project.document;
        if !carried.contains(&Part::Title) {
            self.add(SUBJECT, "its title has no place in this format", LEFT_OUT);
        }
        if !carried.contains(&Part::Source) && !document.source.is_empty() {
            let problem = ["where it came from (", &shortened(&document.source), ") has no place in this format"];
            self.add(SUBJECT, &problem.concat(), LEFT_OUT);
        }
        if !carried.contains(&Part::Status) && document.status == Status::Done {
            self.add(SUBJECT, "that work on it is done has no place in this format", LEFT_OUT);
        }
        let usual = ["d-", sha256_hex(document.text.as_str()).get(..16).unwrap_or_default()].concat();
        if document.id != usual {
            self.add(SUBJECT, "an identifier that does not follow from its text has no place in this format", LEFT_OUT);
        }
        self.unknown(SUBJECT, &document.unknown);
        self.unknown("the annotation file", &project.unknown);
    }

    fn labels(&mut self, project: &Project, carried: &[Part]) {
        let usual = LabelSet::default();
        for label in project.labels.labels() {
            let subject = ["label ", &label.name].concat();
            if usual.get(&label.id) != Some(label) && !carried.contains(&Part::Labels) {
                let problem = ["its name, key, colour and description: only \u{201c}", label.id.as_str(), "\u{201d}"];
                self.add(&subject, &problem.concat(), "written without them");
            } else {
                self.unknown(&subject, &label.unknown);
            }
        }
        for label in usual.labels() {
            if project.labels.get(&label.id).is_none() && !carried.contains(&Part::Labels) {
                let problem = "that it is not in the label set has no place in this format";
                self.add(&["label ", &label.name].concat(), problem, LEFT_OUT);
            }
        }
    }

    fn annotation(&mut self, project: &Project, annotation: &Annotation, carried: &[Part]) {
        let subject = name_of(project, annotation);
        let lost = |part: Part| !carried.contains(&part);
        let spans = annotation.target.spans().len();
        if spans > 1 && lost(Part::Fragments) {
            let number = spans.to_string();
            self.add(
                &subject,
                &["it has ", &number, " parts"].concat(),
                &["written as ", &number, " annotations"].concat(),
            );
        }
        if lost(Part::Notes) && !annotation.note.is_empty() {
            let problem = ["its note (", &shortened(&annotation.note), ") has no place in this format"];
            self.add(&subject, &problem.concat(), LEFT_OUT);
        }
        if lost(Part::Attributes) {
            for (name, value) in &annotation.attributes {
                let problem = ["its ", name, " (", &shortened(value), ") has no place in this format"];
                self.add(&subject, &problem.concat(), LEFT_OUT);
            }
        }
        if lost(Part::Creators) && !annotation.creator.is_empty() {
            let problem = ["who made it (", &shortened(&annotation.creator), ") has no place in this format"];
            self.add(&subject, &problem.concat(), LEFT_OUT);
        }
        if annotation.origin != "human" {
            let problem = ["how it came about (", &shortened(&annotation.origin), ") has no place in this format"];
            self.add(&subject, &problem.concat(), LEFT_OUT);
        }
        self.unknown(&subject, &annotation.unknown);
    }

    /// What every annotation or link has and nobody looks for: said once, since a thousand lines would hide the rest.
    fn bookkeeping(&mut self, project: &Project, carried: &[Part]) {
        const SUBJECT: &str = "every annotation";
        if !project.annotations.is_empty() {
            if !carried.contains(&Part::Times) {
                self.add(SUBJECT, "when it was made and changed has no place in this format", LEFT_OUT);
            }
            if !carried.contains(&Part::Identifiers) {
                self.add(SUBJECT, "its identifier has no place in this format", "numbered instead");
            }
        }
        if !project.links.is_empty() && carried.contains(&Part::Links) && !carried.contains(&Part::LinkIdentifiers) {
            self.add("every link", "its identifier has no place in this format", LEFT_OUT);
        }
    }

    fn unknown(&mut self, subject: &str, unknown: &Unknown) {
        for (name, _) in &unknown.0 {
            let problem = ["what another program stored with it (", &shortened(name), ") has no place in this format"];
            self.add(subject, &problem.concat(), LEFT_OUT);
        }
    }
}

/// An annotation for a person: `Figure “200,000 people”`.
pub(crate) fn name_of(project: &Project, annotation: &Annotation) -> String {
    let quote = shortened(&project.quote(&annotation.target));
    [project.labels.name(&annotation.label), " \u{201c}", &quote, "\u{201d}"].concat()
}

/// A link for a person: `link quantifies from Figure “30 people” to Claim “30 people left”`.
pub(crate) fn name_of_link(project: &Project, link: &Link) -> String {
    let end = |id: &AnnotationId| {
        project.annotations.get(id).map_or_else(|| id.as_str().to_owned(), |annotation| name_of(project, annotation))
    };
    ["link ", &link.kind, " from ", &end(&link.from), " to ", &end(&link.to)].concat()
}

/// A text cut to a length that fits a line.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((byte, _)) => [text.get(..byte).unwrap_or_default(), "…"].concat(),
        None => text.to_owned(),
    }
}
