//! The articles in any files: which of them belong together, what each is, and what is in it.
//!
//! For files that were chosen at once, those of a folder and those of an archive alike. Not here: unpacking an archive
//! ([`super::archive`]), and where files come from.

use super::groups::{has_ending, without_ending};
use super::{File, Format, Import};
use crate::domain::project::{Document, Project};
use crate::domain::text::Text;
use crate::formats::conll::layer_of;
use crate::formats::{attest, plain};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Attest's own annotation file.
    Own,
    /// An article's text and nothing else.
    Text,
    /// A file of another tool's.
    Other(Format),
}

impl Kind {
    /// The kind of this key, if it is read: `attest`, `text`, or that of a format.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        match key {
            "attest" => Some(Self::Own),
            "text" => Some(Self::Text),
            _ => Format::all().find(|format| format.key() == key && format.is_read()).map(Self::Other),
        }
    }

    /// The kind of a file by what is in it and how it is named; `None` when it is none that is read.
    fn recognised(file: &File) -> Option<Self> {
        let is_own = has_ending(&file.name, ".attest.json")
            || is_object(&file.bytes) && plain::decode(&file.bytes).is_ok_and(|source| attest::read(&source).is_ok());
        let other = || Format::recognise(std::slice::from_ref(file)).map(Self::Other);
        let text = || is_text(file).then_some(Self::Text);
        if is_own { Some(Self::Own) } else { other().or_else(text) }
    }
}

/// What was read of some files that belong together.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The place of the main one in the list.
    pub place: usize,
    /// Its name.
    pub name: String,
    /// What it was taken for; `None` when nothing fits.
    pub kind: Option<Kind>,
    /// What is in it.
    pub outcome: Outcome,
}

/// What became of a file.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// These articles are in it.
    Articles(Vec<Import>),
    /// It could not be read, as the end of a sentence.
    Failed(String),
    /// It is no article and no annotations, as the end of a sentence.
    Foreign(String),
}

/// The articles in some files, read one after the other.
pub struct Bundles {
    files: Vec<File>,
    queue: VecDeque<Bundle>,
    /// The texts that belong to a file by their name.
    tied: BTreeSet<usize>,
    /// How many bundles are in the queue, without those texts.
    remaining: usize,
    /// The documents that were read, and the texts that went with a file that was read.
    documents: BTreeSet<String>,
    texts: BTreeSet<usize>,
}

/// Files that belong together, by their place in the list.
struct Bundle {
    kind: Option<Kind>,
    main: usize,
    /// The others; those that are marked are named like the main file.
    others: Vec<(usize, Tie)>,
}

/// Why a file goes with another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// It has its name, or there is no other.
    Name,
    /// It may be what the main file is about; that file says so itself.
    Chance,
}

impl Bundles {
    /// Sorts files, which have names of their own. Those of `beside` may be needed for the others and are no articles. `said` is
    /// what all of them are, where that is known.
    ///
    /// What tools keep beside articles (`annotation.conf`, `TypeSystem.xml`) and hidden files are passed over.
    #[must_use]
    pub fn of(files: Vec<File>, beside: Vec<File>, said: Option<Kind>) -> Self {
        let own = files.len();
        let files: Vec<File> = files.into_iter().chain(beside).collect();
        let queue = Sorting::of(&files).queue(own, said);
        let names = queue.iter().flat_map(|bundle| &bundle.others).filter(|(_, tie)| *tie == Tie::Name);
        let tied: BTreeSet<usize> = names.map(|(place, _)| *place).collect();
        let remaining = queue.iter().filter(|bundle| !tied.contains(&bundle.main)).count();
        Self { files, queue, tied, remaining, documents: BTreeSet::new(), texts: BTreeSet::new() }
    }

    /// How many are still to be read; texts that belong to a file by their name do not count.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.remaining
    }

    /// Reads a bundle; `None` when it has nothing that was not read already.
    fn open(&mut self, bundle: &Bundle) -> Option<Opened> {
        let file = self.files.get(bundle.main)?;
        let outcome = match bundle.kind {
            Some(Kind::Text) if self.texts.contains(&bundle.main) => return None,
            Some(Kind::Text) => match plain::decode(&file.bytes) {
                Ok(source) => {
                    let document = Document::of(Text::import(&source), None, &file.name);
                    Outcome::Articles(vec![Import { project: Project::new(document), notes: Vec::new() }])
                }
                Err(problem) => Outcome::Failed(problem.to_string()),
            },
            Some(Kind::Own) => match plain::decode(&file.bytes) {
                Ok(source) => match attest::read(&source) {
                    Ok((project, notes)) => Outcome::Articles(vec![Import { project, notes }]),
                    Err(problem) => Outcome::Failed(problem.to_string()),
                },
                Err(problem) => Outcome::Failed(problem.to_string()),
            },
            Some(Kind::Other(format)) => match format.read(&self.together(bundle)) {
                Ok(imports) => Outcome::Articles(imports),
                Err(problem) => Outcome::Failed(problem.to_string()),
            },
            None => Outcome::Foreign("it is none of the formats that Attest reads, or it is broken".to_owned()),
        };
        let mut opened = Opened { place: bundle.main, name: file.name.clone(), kind: bundle.kind, outcome };
        if let Outcome::Articles(imports) = &mut opened.outcome {
            let is_copy = is_copy(bundle.kind, &file.name);
            imports.retain(|import| {
                let is_bare = import.project.annotations.is_empty() && import.project.orphans.is_empty();
                !(is_copy && is_bare && self.documents.contains(&import.project.document.id))
            });
            if imports.is_empty() {
                return None;
            }
            self.documents.extend(imports.iter().map(|import| import.project.document.id.clone()));
            self.texts.extend(bundle.others.iter().filter(|(_, tie)| *tie == Tie::Name).map(|(place, _)| *place));
        }
        Some(opened)
    }

    /// The files of a bundle. A text that lies in another folder gets the main file's name, by which its reader knows it.
    fn together(&self, bundle: &Bundle) -> Vec<File> {
        let Some(main) = self.files.get(bundle.main) else { return Vec::new() };
        let mut files = vec![main.clone()];
        for (place, tie) in &bundle.others {
            let Some(other) = self.files.get(*place) else { continue };
            let mut other = other.clone();
            if *tie == Tie::Name && has_ending(&other.name, ".txt") && bundle.kind == Some(Kind::Other(Format::Brat)) {
                other.name = [stem(&main.name), ".txt"].concat();
            }
            files.push(other);
        }
        files
    }
}

impl Iterator for Bundles {
    type Item = Opened;

    fn next(&mut self) -> Option<Opened> {
        loop {
            let bundle = self.queue.pop_front()?;
            if !self.tied.contains(&bundle.main) {
                self.remaining = self.remaining.saturating_sub(1);
            }
            if let Some(opened) = self.open(&bundle) {
                return Some(opened);
            }
        }
    }
}

/// Which files belong together.
struct Sorting<'f> {
    files: &'f [File],
    /// Each text's name without its ending, with its folders.
    texts: BTreeMap<&'f str, usize>,
    /// The same without folders; nothing where several texts have one name.
    bare: BTreeMap<&'f str, Option<usize>>,
    /// The names, without their endings, of the files that may be about such a text.
    annotated: BTreeSet<&'f str>,
    /// The second table that belongs to a table of this name.
    relations: BTreeMap<&'f str, usize>,
}

impl<'f> Sorting<'f> {
    fn of(files: &'f [File]) -> Self {
        let mut sorting = Self {
            files,
            texts: BTreeMap::new(),
            bare: BTreeMap::new(),
            annotated: BTreeSet::new(),
            relations: BTreeMap::new(),
        };
        for (place, file) in files.iter().enumerate() {
            if let Some(stem) = without_ending(&file.name, ".txt") {
                sorting.texts.insert(stem, place);
                sorting.bare.entry(base(stem)).and_modify(|known| *known = None).or_insert(Some(place));
            }
            if let Some(stem) = without_ending(&file.name, RELATIONS) {
                sorting.relations.insert(stem, place);
            }
            if ABOUT_A_TEXT.iter().any(|ending| has_ending(&file.name, ending)) {
                sorting.annotated.insert(stem(&file.name));
            }
        }
        sorting
    }

    /// The bundles of the first so many files: annotations in the order of the files, then texts, which some of those may
    /// have brought along.
    fn queue(&self, own: usize, said: Option<Kind>) -> VecDeque<Bundle> {
        let (mut bundles, mut last): (Vec<Bundle>, Vec<Bundle>) = (Vec::new(), Vec::new());
        let mut by_stem: BTreeMap<String, usize> = BTreeMap::new();
        let mut layers = Vec::new();
        for (main, file) in self.files.iter().enumerate().take(own) {
            if is_passed_over(file) {
                continue;
            }
            let is_beside = without_ending(&file.name, ".txt").is_some_and(|stem| self.annotated.contains(stem));
            let kind = match said {
                Some(Kind::Other(format)) if has_text_beside(format) && has_ending(&file.name, ".txt") => None,
                Some(said) => Some(said),
                None if is_beside => Some(Kind::Text),
                None => Kind::recognised(file),
            };
            let bundle = Bundle { kind, main, others: Vec::new() };
            match kind {
                None if said.is_some() => {}
                Some(Kind::Text) => last.push(bundle),
                Some(_) if is_copy(kind, &file.name) => last.push(bundle),
                Some(Kind::Other(Format::Conll)) if layer_of(&file.name).1 > 1 => layers.push(bundle),
                Some(Kind::Other(format @ (Format::Brat | Format::Conll))) => {
                    let stem = if format == Format::Conll { layer_of(&file.name).0 } else { stem(&file.name) };
                    match by_stem.get(stem).and_then(|place| bundles.get_mut(*place)) {
                        Some(bundle) if bundle.kind == kind => bundle.others.push((main, Tie::Chance)),
                        _ => {
                            by_stem.insert(stem.to_owned(), bundles.len());
                            bundles.push(bundle);
                        }
                    }
                }
                _ => bundles.push(bundle),
            }
        }
        for layer in layers {
            let Some(file) = self.files.get(layer.main) else { continue };
            match by_stem.get(layer_of(&file.name).0).and_then(|place| bundles.get_mut(*place)) {
                Some(first) if first.kind == layer.kind => first.others.push((layer.main, Tie::Chance)),
                _ => bundles.push(layer),
            }
        }
        self.add_texts(&mut bundles);
        bundles.into_iter().chain(last).collect()
    }

    /// Gives each bundle the texts that its main file may be about.
    fn add_texts(&self, bundles: &mut [Bundle]) {
        let number = |format| bundles.iter().filter(|bundle| bundle.kind == Some(Kind::Other(format))).count();
        let is_searched = number(Format::WebAnnotation).saturating_mul(self.texts.len()) <= MOST_PAIRS;
        let is_one_table = number(Format::Csv) == 1 && self.texts.len() == 1;
        for bundle in bundles {
            let (Some(Kind::Other(format)), Some(main)) = (bundle.kind, self.files.get(bundle.main)) else { continue };
            if !has_text_beside(format) {
                continue;
            }
            let stem = stem(&main.name);
            let by_name = self.texts.get(stem).or_else(|| self.bare.get(base(stem)).and_then(Option::as_ref)).copied();
            let only = self.texts.values().next().filter(|_| is_one_table && format == Format::Csv).copied();
            match by_name.or(only) {
                Some(text) => bundle.others.push((text, Tie::Name)),
                None if format == Format::WebAnnotation && is_searched => {
                    bundle.others.extend(self.texts.values().map(|text| (*text, Tie::Chance)));
                }
                None => {}
            }
            if format == Format::Csv {
                bundle.others.extend(self.relations.get(stem).map(|table| (*table, Tie::Name)));
            }
        }
    }
}

/// The endings of files whose text stands in a file of its own, with the ending `.txt`.
const ABOUT_A_TEXT: [&str; 6] = [".ann", ".a1", ".a2", ".csv", ".tsv", ".jsonld"];

/// How the name of a table of links ends.
const RELATIONS: &str = ".relations.csv";

/// So often at most a text is looked at for a file that does not have its name.
const MOST_PAIRS: usize = 1_000;

/// The names of the files that may have to be found beside this one for it to be read.
#[must_use]
pub fn beside(name: &str) -> Vec<String> {
    if !ABOUT_A_TEXT.iter().any(|ending| has_ending(name, ending)) {
        return Vec::new();
    }
    [".txt", RELATIONS].iter().map(|ending| [stem(name), ending].concat()).filter(|other| other != name).collect()
}

/// Whether this format has the article's text in a file of its own.
fn has_text_beside(format: Format) -> bool {
    matches!(format, Format::Brat | Format::Csv | Format::WebAnnotation)
}

/// Whether a file is kept by tools beside articles and holds none.
fn is_passed_over(file: &File) -> bool {
    let name = base(&file.name);
    let is_types =
        || String::from_utf8_lossy(&file.bytes[..file.bytes.len().min(4096)]).contains("<typeSystemDescription");
    name.starts_with('.')
        || has_ending(name, ".conf")
        || has_ending(name, RELATIONS)
        || ["label_config.json", "label_config.xml", "relations.csv"].contains(&name)
        || has_ending(name, ".xml") && is_types()
}

/// Whether a file may be a copy of an article that another one has annotated: a text, or what INCEpTION calls the document
/// before anybody has worked on it.
fn is_copy(kind: Option<Kind>, name: &str) -> bool {
    kind == Some(Kind::Text) || base(stem(name)) == "INITIAL_CAS"
}

/// Whether a file is called a text, or is not called anything.
fn is_text(file: &File) -> bool {
    let is_named = [".txt", ".text", ".md", ".markdown"].iter().any(|ending| has_ending(&file.name, ending));
    let is_plain = || plain::decode(&file.bytes).is_ok_and(|source| !source.trim_start().starts_with(['{', '[', '<']));
    is_named || !base(&file.name).contains('.') && is_plain()
}

/// Whether a file may hold a JSON object.
fn is_object(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64)];
    head.iter().find(|byte| byte.is_ascii_graphic()) == Some(&b'{')
}

/// A name without its ending; of a CSV file for spreadsheets, without both.
fn stem(name: &str) -> &str {
    let folders = name.len() - base(name).len();
    let stem = without_ending(name, ".spreadsheet.csv").or_else(|| Some(name.rsplit_once('.')?.0));
    stem.filter(|stem| stem.len() > folders).unwrap_or(name)
}

/// A name without its folders.
fn base(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
