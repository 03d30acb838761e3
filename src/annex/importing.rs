//! Files of other tools, read: which belong together, what is in them, and what of it did not fit.
//!
//! Not here: how a format is read ([`crate::formats`]), what becomes of labels ([`crate::domain::label::mapping`]), and the screen.

use super::lines::{fields, line};
use crate::app::incoming::is_foreign;
use crate::domain::label::LabelId;
use crate::domain::project::Project;
use crate::formats::attest;
use crate::formats::exchange::archive::{self, Limits};
use crate::formats::exchange::bundle::{Bundles, Kind, Outcome};
use crate::formats::exchange::{File, Format, Import};
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

/// Files of one format that are read together, by their places among the files.
type Bundle = (Format, Vec<usize>);

/// Which files are read together, which the page reads, and which nobody does.
#[derive(Default)]
struct Sorted {
    bundles: Vec<Bundle>,
    back: Vec<usize>,
    refused: Vec<Refused>,
}

/// Reads files, and those in archives among them; tells how far it is when there are several articles.
#[must_use]
pub fn read(files: &[File], tell: &dyn Fn(&str)) -> Reading {
    let (packed, loose): (Vec<usize>, Vec<usize>) =
        (0..files.len()).partition(|place| archive::is_meant(&files[*place]));
    let mut reading = Reading::default();
    read_loose(&loose.iter().map(|place| files[*place].clone()).collect::<Vec<File>>(), tell, &mut reading);
    for place in &mut reading.back {
        *place = loose[*place];
    }
    for place in packed {
        unpack(&files[place], tell, &mut reading);
    }
    reading
}

fn read_loose(files: &[File], tell: &dyn Fn(&str), reading: &mut Reading) {
    let Sorted { bundles, back, refused } = sort(files);
    reading.back = back;
    reading.refused = refused;
    let count = bundles.len();
    for (index, (format, places)) in bundles.into_iter().enumerate() {
        let together: Vec<File> = places.iter().filter_map(|place| files.get(*place).cloned()).collect();
        match format.read(&together) {
            Ok(imports) => {
                reading.articles.extend(imports.into_iter().map(|import| article(format.name(), &import)));
            }
            Err(error) => {
                let names: Vec<&str> = together.iter().map(|file| file.name.as_str()).collect();
                let problem = format!("as {}: {}", format.name(), error.to_string().trim_end_matches('.'));
                reading.refused.push(Refused { name: names.join(", "), problem });
            }
        }
        if count > 1 {
            tell(&progress(index + 1, count));
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
    let mut bundles = Bundles::of(unpacked.files, Vec::new(), None);
    let count = bundles.remaining();
    while let Some(opened) = bundles.next() {
        let format = match opened.kind {
            Some(Kind::Other(format)) => format.name(),
            Some(Kind::Own) => "Attest",
            Some(Kind::Text) | None => "text",
        };
        match opened.outcome {
            Outcome::Articles(imports) => {
                reading.articles.extend(imports.iter().map(|import| article(format, import)));
            }
            Outcome::Failed(problem) | Outcome::Foreign(problem) => {
                let problem = problem.trim_end_matches('.').to_owned();
                reading.refused.push(Refused { name: within(&opened.name), problem });
            }
        }
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

/// The name of a file without its folders and its last ending, in small letters.
fn stem(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase()
}

/// What the files of other tools bring along that holds no annotations.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Companion {
    /// The article.
    Text,
    /// Settings that a reader may look into.
    Settings(&'static [Format]),
    /// Nothing that is known.
    None,
}

fn companion(name: &str) -> Companion {
    let name = name.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&[".txt", ".text", ".md"]) {
        Companion::Text
    } else if ends(&[".conf"]) {
        Companion::Settings(&[Format::Brat])
    } else if ends(&["typesystem.xml"]) {
        Companion::Settings(&[Format::UimaXmi])
    } else if ends(&["label_config.xml", "label_config.json"]) {
        Companion::Settings(&[Format::LabelStudio, Format::Doccano])
    } else if ends(&[".relations.csv"]) {
        Companion::Settings(&[Format::Csv])
    } else {
        Companion::None
    }
}

fn sort(files: &[File]) -> Sorted {
    let mut sorted = Sorted::default();
    let mut members: Vec<Bundle> = Vec::new();
    let mut others: Vec<usize> = Vec::new();
    for (place, file) in files.iter().enumerate() {
        let format = if is_foreign(&file.name) { Format::recognise(std::slice::from_ref(file)) } else { None };
        match (format, members.iter_mut().find(|(known, _)| Some(*known) == format)) {
            (Some(_), Some((_, places))) => places.push(place),
            (Some(format), None) => members.push((format, vec![place])),
            (None, _) => others.push(place),
        }
    }
    let mut taken = vec![false; files.len()];
    for (format, places) in members {
        let named = |place: &usize| files.get(*place).map(|file| file.name.as_str()).unwrap_or_default();
        let stems: Vec<String> = places.iter().map(|place| stem(named(place))).collect();
        let texts: Vec<usize> =
            others.iter().copied().filter(|place| companion(named(place)) == Companion::Text).collect();
        let takes_texts = format.endings().contains(&".txt");
        // A lone table and a lone text belong together whatever they are called.
        let is_pair = texts.len() == 1 && (places.len() == 1 || format == Format::WebAnnotation);
        let mut along: Vec<usize> = Vec::new();
        for place in &others {
            let belongs = match companion(named(place)) {
                Companion::Text => {
                    takes_texts && (stems.contains(&stem(named(place))) || is_pair && format != Format::Brat)
                }
                Companion::Settings(formats) => formats.contains(&format),
                Companion::None => false,
            };
            if belongs {
                taken[*place] = true;
                along.push(*place);
            }
        }
        if !matches!(
            format,
            Format::Brat | Format::Doccano | Format::Spacy | Format::LabelStudio | Format::UimaXmi | Format::WebannoTsv
        ) {
            sorted.bundles.push((format, places.into_iter().chain(along).collect()));
            continue;
        }
        // One article after the other, so that it can be told how far it is, and a broken one spoils only itself.
        let mut by_stem: Vec<(String, Vec<usize>)> = Vec::new();
        for (place, stem) in places.into_iter().zip(stems) {
            match by_stem.iter_mut().find(|(known, _)| *known == stem) {
                Some((_, places)) => places.push(place),
                None => by_stem.push((stem, vec![place])),
            }
        }
        for (own, mut together) in by_stem {
            let is_for_it = |place: &usize| companion(named(place)) != Companion::Text || stem(named(place)) == own;
            together.extend(along.iter().copied().filter(is_for_it));
            sorted.bundles.push((format, together));
        }
    }
    for place in others.into_iter().filter(|place| !taken[*place]) {
        let name = files.get(place).map(|file| file.name.clone()).unwrap_or_default();
        let small = name.to_lowercase();
        // An article by itself, or JSON that may be Attest's: the page knows both, and says what is wrong with them.
        if !is_foreign(&name) || small.ends_with(".json") {
            sorted.back.push(place);
        } else {
            let problem = "it is none of the formats that Attest reads, or it is broken".to_owned();
            sorted.refused.push(Refused { name, problem });
        }
    }
    sorted
}

impl Reading {
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
