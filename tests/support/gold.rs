//! Articles with gold answers, and how near suggestions come to them.
//!
//! The project's own are in `tests/gold/`: `tuning` was looked at while the rules were written, `held-out` was not.

use super::marks::marked;
use attest::domain::label::LabelId;
use attest::domain::span::{Span, Target};
use attest::domain::suggest::{self, Lexicon, Suggestion};
use attest::domain::text::Text;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The labels that are evaluated.
pub const LABELS: [&str; 4] = ["claim", "figure", "caption", "attribution"];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!("../../suggestion-words.txt")));

/// What the rules suggest, going by the project's words.
pub fn suggest(text: &Text, labels: &[LabelId]) -> Vec<Suggestion> {
    suggest::suggest(text, labels, &LEXICON)
}

/// An article and what is to be marked in it.
pub struct Gold {
    /// Its style or file name.
    pub name: String,
    /// The article.
    pub text: Text,
    /// Label and target of each answer.
    pub answers: Vec<(String, Target)>,
}

/// The articles of `tests/gold/tuning` or `tests/gold/held-out`, by name.
pub fn own(set: &str) -> Vec<Gold> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold").join(set);
    let read = |path: &PathBuf| {
        let project = marked(&fs::read_to_string(path).expect("a gold file is UTF-8"));
        let answers = project
            .annotations
            .iter()
            .map(|annotation| (annotation.label.as_str().to_owned(), annotation.target.clone()))
            .collect();
        Gold { name: name_of(path), text: project.document.text, answers }
    };
    files(&folder, "txt").iter().map(read).collect()
}

/// The pairs of `.txt` and `.ann` of a folder in brat's format, or PolNeAR's, where an attribution is an event of source, cue and
/// content. Several `.ann` of one text (`name_1f2e.ann`) are taken for several annotators' work, and the first is read.
pub fn brat(folder: &Path) -> Vec<Gold> {
    let notes = files(folder, "ann");
    let pair = |path: &PathBuf| {
        let name = name_of(path);
        let note = notes.iter().find(|note| name_of(note) == name || is_one_annotators(&name_of(note), &name))?;
        let text = Text::stored(String::from_utf8_lossy(&fs::read(path).ok()?).into_owned());
        let answers = answers_of(&String::from_utf8_lossy(&fs::read(note).ok()?), &text);
        Some(Gold { name, text, answers })
    };
    files(folder, "txt").iter().filter_map(pair).collect()
}

fn is_one_annotators(note: &str, name: &str) -> bool {
    note.strip_prefix(name).is_some_and(|rest| rest.len() == 5 && rest.starts_with('_'))
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let listing = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = listing.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files.sort();
    files
}

fn name_of(path: &Path) -> String {
    path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The text-bound annotations with one of the four labels, and the events of source, cue and content.
fn answers_of(notes: &str, text: &Text) -> Vec<(String, Target)> {
    let mut bound: BTreeMap<&str, (&str, Vec<Span>)> = BTreeMap::new();
    let mut answers = Vec::new();
    for line in notes.lines() {
        let mut fields = line.split('\t');
        let (Some(id), Some(place)) = (fields.next(), fields.next()) else { continue };
        if let Some((label, offsets)) = place.split_once(' ').filter(|_| id.starts_with('T')) {
            let spans: Vec<Span> = offsets.split(';').filter_map(span_of).collect();
            if let Some(target) = target_of(spans.clone(), text).filter(|_| LABELS.contains(&&*label.to_lowercase())) {
                // PolNeAR repeats each cue under the name of its event.
                if label != "Attribution" {
                    answers.push((label.to_lowercase(), target));
                }
            }
            bound.insert(id, (label, spans));
        } else if id.starts_with('E') {
            let parts = |role: &str| -> Vec<Span> {
                let arguments = place.split(' ').filter_map(|argument| argument.split_once(':'));
                let of_role =
                    arguments.filter(|(found, _)| found.trim_end_matches(|digit: char| digit.is_ascii_digit()) == role);
                of_role.filter_map(|(_, id)| bound.get(id)).flat_map(|(_, spans)| spans.clone()).collect()
            };
            let source_and_cue = [parts("Source"), parts("Cue")].concat();
            answers.extend(target_of(source_and_cue, text).map(|target| ("attribution".to_owned(), target)));
            answers.extend(
                target_of(without_that(parts("Content"), text), text).map(|target| ("claim".to_owned(), target)),
            );
        }
    }
    answers
}

/// PolNeAR's contents begin with "that", Attest's claims behind it.
fn without_that(mut spans: Vec<Span>, text: &Text) -> Vec<Span> {
    for span in &mut spans {
        let is_that = text.slice(span.start(), span.end()).is_some_and(|quote| quote.starts_with("that "));
        if let Some(rest) = Span::of(span.start().get() + 5, span.end().get()).filter(|_| is_that) {
            *span = rest;
        }
    }
    spans
}

fn span_of(offsets: &str) -> Option<Span> {
    let (start, end) = offsets.split_once(' ')?;
    Span::of(start.parse().ok()?, end.parse().ok()?)
}

/// One target of these spans; those with nothing but blanks and commas between them are one. A comma at the end is left out.
fn target_of(mut spans: Vec<Span>, text: &Text) -> Option<Target> {
    spans.sort();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        let last = joined.last().copied();
        let between = last.and_then(|last| text.slice(last.end(), span.start()));
        let adjoins = between.is_some_and(|between| between.chars().all(|sign| sign == ',' || sign == ' '));
        match last.filter(|_| adjoins) {
            Some(last) => *joined.last_mut()? = Span::new(last.start(), span.end())?,
            None => joined.push(span),
        }
    }
    let trimmed = joined.into_iter().filter_map(|span| {
        let quote = text.slice(span.start(), span.end())?;
        let trail = quote.len() - quote.trim_end_matches([',', ' ', ':', '.']).len();
        Span::of(span.start().get(), span.end().get() - trail as u32)
    });
    Target::new(trimmed.collect())
}

/// What was suggested, what was to be found, and how much of both agrees.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// How many answers there are.
    pub gold: usize,
    /// How many suggestions there are.
    pub suggested: usize,
    /// How many suggestions are an answer exactly.
    pub exact: usize,
    /// How many suggestions overlap an answer with the same label.
    pub near: usize,
    /// How many answers a suggestion with the same label overlaps.
    pub touched: usize,
}

impl Score {
    /// Of exact agreement: precision, recall and their harmonic mean, from 0 to 1.
    pub fn exact(&self) -> [f64; 3] {
        means(ratio(self.exact, self.suggested), ratio(self.exact, self.gold))
    }

    /// The same of overlap.
    pub fn overlapping(&self) -> [f64; 3] {
        means(ratio(self.near, self.suggested), ratio(self.touched, self.gold))
    }

    fn add(&mut self, other: Self) {
        self.gold += other.gold;
        self.suggested += other.suggested;
        self.exact += other.exact;
        self.near += other.near;
        self.touched += other.touched;
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn means(precision: f64, recall: f64) -> [f64; 3] {
    let sum = precision + recall;
    [precision, recall, if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum }]
}

/// The score for one label over several articles.
pub fn score(articles: &[Gold], label: &str) -> Score {
    let mut total = Score::default();
    for article in articles {
        let gold: Vec<&Target> =
            article.answers.iter().filter(|(of, _)| of == label).map(|(_, target)| target).collect();
        let suggestions = suggest(&article.text, &[LabelId::new(label)]);
        let overlap = |one: &Target, other: &Target| one.spans().iter().any(|span| other.overlaps(*span));
        total.add(Score {
            gold: gold.len(),
            suggested: suggestions.len(),
            exact: suggestions.iter().filter(|suggestion| gold.contains(&&suggestion.target)).count(),
            near: suggestions
                .iter()
                .filter(|suggestion| gold.iter().any(|gold| overlap(gold, &suggestion.target)))
                .count(),
            touched: gold.iter().filter(|gold| suggestions.iter().any(|found| overlap(gold, &found.target))).count(),
        });
    }
    total
}

/// For each rule, how many suggestions it made, how many of them exact and how many near.
pub fn by_rule(articles: &[Gold]) -> BTreeMap<&'static str, Score> {
    let mut rules: BTreeMap<&'static str, Score> = BTreeMap::new();
    for article in articles {
        for suggestion in suggest(&article.text, &LABELS.map(LabelId::new)) {
            let of_label = || article.answers.iter().filter(|(label, _)| label == suggestion.label.as_str());
            let is_exact = of_label().any(|(_, target)| *target == suggestion.target);
            let is_near =
                of_label().any(|(_, target)| target.spans().iter().any(|span| suggestion.target.overlaps(*span)));
            let score = rules.entry(suggestion.rule).or_default();
            score.suggested += 1;
            score.exact += usize::from(is_exact);
            score.near += usize::from(is_near);
        }
    }
    rules
}
