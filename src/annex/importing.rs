//! Files of other tools, read: which belong together, what is in them, and what of it did not fit.
//!
//! Not here: how a format is read ([`crate::formats`]), what becomes of labels ([`crate::domain::label::mapping`]), and the screen.

use super::lines::{fields, line};
use crate::app::incoming::is_foreign;
use crate::domain::label::LabelId;
use crate::domain::project::Project;
use crate::formats::attest;
use crate::formats::exchange::archive::{self, Limits};
use crate::formats::exchange::bundle::{Bundles, Kind, Opened, Outcome};
use crate::formats::exchange::{File, Import};
use std::collections::BTreeMap;

/// What was found in some files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The articles with their annotations, in the order of the files.
    pub articles: Vec<Article>,
    /// The files that the page reads by itself, by their places among the files.
    pub back: Vec<usize>,
    /// The files that nothing could be made of.
    pub refused: Vec<Refused>,
}

/// An article that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Its title.
    pub title: String,
    /// What its format is called.
    pub format: String,
    /// How many annotations have a place in it.
    pub annotations: usize,
    /// The labels that its annotations have.
    pub labels: Vec<Used>,
    /// What in the files did not fit, as sentences' ends after a place.
    pub notes: Vec<String>,
    /// The annotation file of it.
    pub file: String,
}

/// A label, and how much has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// Its identifier.
    pub id: LabelId,
    /// What people read.
    pub name: String,
    /// How many annotations and orphans have it.
    pub count: usize,
}

/// Files that nothing could be made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Their names.
    pub name: String,
    /// Why, as the end of a sentence without its full stop.
    pub problem: String,
}

/// Reads files, and those in archives among them; tells how far it is when there are several articles.
#[must_use]
pub fn read(files: &[File], tell: &dyn Fn(&str)) -> Reading {
    let (packed, loose): (Vec<usize>, Vec<usize>) =
        (0..files.len()).partition(|place| archive::is_meant(&files[*place]));
    let mut reading = Reading::default();
    read_loose(files, &loose, tell, &mut reading);
    for place in packed {
        unpack(&files[place], tell, &mut reading);
    }
    reading
}

/// Reads files that were chosen; those that the page reads by itself are left to it.
fn read_loose(files: &[File], places: &[usize], tell: &dyn Fn(&str), reading: &mut Reading) {
    let bundles = Bundles::of(places.iter().map(|place| files[*place].clone()).collect(), Vec::new(), None);
    let mut rest = vec![true; places.len()];
    each(bundles, tell, |opened| {
        rest[opened.place] = false;
        let small = opened.name.to_lowercase();
        let is_known = matches!(opened.kind, Some(Kind::Own | Kind::Text));
        // JSON that nobody knows may be Attest's, and the page says what is wrong with it.
        if is_known || opened.kind.is_none() && (!is_foreign(&small) || small.ends_with(".json")) {
            reading.back.push(places[opened.place]);
        } else {
            reading.take(opened, str::to_owned);
        }
    });
    reading.back.sort_unstable();
    if reading.articles.is_empty() {
        // Settings, and what a file that could not be read would have brought along.
        for (place, _) in places.iter().zip(rest).filter(|(_, is_left)| *is_left) {
            let problem = "there is no article in it".to_owned();
            reading.refused.push(Refused { name: files[*place].name.clone(), problem });
        }
    }
}

/// Reads all that is in an archive.
fn unpack(file: &File, tell: &dyn Fn(&str), reading: &mut Reading) {
    let unpacked = match archive::read(&file.bytes, Limits::default()) {
        Ok(unpacked) => unpacked,
        Err(problem) => {
            reading.refused.push(Refused { name: file.name.clone(), problem: problem.to_string() });
            return;
        }
    };
    let within = |name: &str| [&file.name, ": ", name].concat();
    for note in unpacked.notes {
        reading.refused.push(Refused { name: within(&note.place), problem: note.problem });
    }
    each(Bundles::of(unpacked.files, Vec::new(), None), tell, |opened| reading.take(opened, within));
}

/// Opens one bundle after the other, and tells how far that is.
fn each(mut bundles: Bundles, tell: &dyn Fn(&str), mut take: impl FnMut(Opened)) {
    let count = bundles.remaining();
    while let Some(opened) = bundles.next() {
        take(opened);
        if count > 1 {
            tell(&progress(count - bundles.remaining(), count));
        }
    }
}

/// How far a piece of work on several things is.
#[must_use]
pub fn progress(done: usize, of: usize) -> String {
    format!("{done} of {of}")
}

fn article(format: &str, Import { project, notes }: &Import) -> Article {
    Article {
        title: project.document.title.clone(),
        format: format.to_owned(),
        annotations: project.annotations.len(),
        labels: used(project),
        notes: notes.iter().map(ToString::to_string).collect(),
        file: attest::write(project),
    }
}

/// The labels that something in a project has, those of the label set first.
#[must_use]
pub fn used(project: &Project) -> Vec<Used> {
    let mut counts: BTreeMap<&LabelId, usize> = BTreeMap::new();
    let orphans = project.orphans.iter().map(|orphan| &orphan.annotation.label);
    for label in project.annotations.iter().map(|annotation| &annotation.label).chain(orphans) {
        *counts.entry(label).or_default() += 1;
    }
    let known = project.labels.labels().iter().filter_map(|label| counts.remove_entry(&label.id));
    let mut used: Vec<(&LabelId, usize)> = known.collect();
    used.extend(counts);
    let named =
        |(id, count): (&LabelId, usize)| Used { id: id.clone(), name: project.labels.name(id).to_owned(), count };
    used.into_iter().map(named).collect()
}

impl Reading {
    /// Takes in what was opened; `name` tells where a file is.
    fn take(&mut self, opened: Opened, name: impl Fn(&str) -> String) {
        let format = match opened.kind {
            Some(Kind::Other(format)) => format.name(),
            Some(Kind::Own) => "Attest",
            Some(Kind::Text) | None => "text",
        };
        let problem = match opened.outcome {
            Outcome::Articles(imports) => {
                self.articles.extend(imports.iter().map(|import| article(format, import)));
                return;
            }
            Outcome::Failed(problem) => ["as ", format, ": ", &problem].concat(),
            Outcome::Foreign(problem) => problem,
        };
        let problem = problem.trim_end_matches('.').to_owned();
        self.refused.push(Refused { name: name(&opened.name), problem });
    }

    /// Everything but the annotation files as words.
    #[must_use]
    pub fn words(&self) -> String {
        let mut lines = Vec::new();
        for article in &self.articles {
            lines.push(line(&["article", &article.title, &article.format, &article.annotations.to_string()]));
            let label = |used: &Used| line(&["label", used.id.as_str(), &used.name, &used.count.to_string()]);
            lines.extend(article.labels.iter().map(label));
            lines.extend(article.notes.iter().map(|note| line(&["note", note])));
        }
        lines.extend(self.back.iter().map(|place| line(&["back", &place.to_string()])));
        lines.extend(self.refused.iter().map(|refused| line(&["refused", &refused.name, &refused.problem])));
        lines.join("\n")
    }

    /// What was read, from such words and the annotation files.
    #[must_use]
    pub fn heard(words: &str, files: Vec<String>) -> Self {
        let mut reading = Self::default();
        let mut files = files.into_iter();
        for line in words.lines() {
            let parts = fields(line);
            let part = |index: usize| parts.get(index).cloned().unwrap_or_default();
            let number = |index: usize| part(index).parse().unwrap_or_default();
            match (part(0).as_str(), reading.articles.last_mut()) {
                ("article", _) => reading.articles.push(Article {
                    title: part(1),
                    format: part(2),
                    annotations: number(3),
                    file: files.next().unwrap_or_default(),
                    ..Article::default()
                }),
                ("label", Some(article)) => {
                    article.labels.push(Used { id: LabelId::new(&part(1)), name: part(2), count: number(3) });
                }
                ("note", Some(article)) => article.notes.push(part(1)),
                ("back", _) => reading.back.push(number(1)),
                ("refused", _) => reading.refused.push(Refused { name: part(1), problem: part(2) }),
                _ => {}
            }
        }
        reading
    }
}
