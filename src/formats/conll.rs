//! CoNLL-2003 with IOB2 tags: a token a line, its tag in the last column, a blank line between sentences.
//!
//! A token has one tag, so overlapping annotations do not fit into one file. They are not left out: each goes to the first
//! of several files, the *layers*, in which it overlaps nothing, the longest first. The files have the same tokens, so they can be
//! trained on one by one, or laid over each other again. The first has the most text marked; a figure within a claim is in
//! the second.
//!
//! Not here: offsets and white space, which the format does not have. What is read has one blank between tokens and a line
//! for each sentence.

use super::exchange::groups::{about, has_ending, imported, stem_of, text_in};
use super::exchange::losses::{loss, losses, subject};
use super::exchange::names::Names;
use super::exchange::reading::{Found, Reading};
use super::exchange::tokens::{edges, is_blank, sentences, tokens};
use super::exchange::{Export, File, Import, Imported};
use crate::domain::annotation::Annotation;
use crate::domain::order::sort;
use crate::domain::project::Project;
use crate::domain::span::Span;
use crate::domain::text::Text;
use std::ops::Range;
use std::sync::Arc;

/// Writes a `.conll` file for each layer: four columns with tabulators between them, LF line ends.
#[must_use]
pub fn write(project: &Project) -> Export {
    let mut losses = losses(project, &[]);
    let used = project.annotations.iter().map(|annotation| annotation.label.as_str());
    let labels = Names::of(&mut used.into_iter(), "label", &mut losses);
    let tokens = tokens(&project.document.text, &edges(project));
    let sentences = sentences(project, &tokens);

    let mut marks: Vec<(&Arc<Annotation>, Vec<Range<usize>>)> = Vec::new();
    for annotation in project.annotations.iter() {
        let subject = subject(project, annotation);
        let spans = annotation.target.spans();
        let ranges: Vec<Range<usize>> = spans.iter().filter_map(|span| tokens_in(&tokens, *span)).collect();
        let is_trimmed = |(span, range): (&Span, &Range<usize>)| {
            tokens[range.start].start() > span.start() || tokens[range.end - 1].end() < span.end()
        };
        if ranges.is_empty() {
            losses.push(loss(&subject, "it covers nothing but white space", "left out"));
            continue;
        }
        if ranges.len() < spans.len() || spans.iter().zip(&ranges).any(is_trimmed) {
            losses.push(loss(&subject, "it covers white space at its ends", "written without it"));
        }
        if ranges.len() > 1 {
            let choice = format!("written as {} spans", ranges.len());
            losses.push(loss(&subject, "the format has no annotations of several parts", &choice));
        }
        marks.push((annotation, ranges));
    }
    sort(&mut marks, |one, other| one.0.target.length() > other.0.target.length());
    let mut layers = vec![Layer { tags: vec![None; tokens.len()] }];
    for (mark, (annotation, ranges)) in marks.iter().enumerate() {
        let free = layers.iter().position(|layer| layer.under(ranges).is_none());
        let number = free.unwrap_or(layers.len());
        if number == layers.len() {
            layers.push(Layer { tags: vec![None; tokens.len()] });
        }
        let other =
            number.checked_sub(1).and_then(|before| layers[before].under(ranges)).and_then(|tag| marks.get(tag));
        if let Some((other, _)) = other {
            let problem = format!("it overlaps {}, and a token has one tag", subject(project, other));
            let choice = format!("written in the file of layer {}", number + 1);
            losses.push(loss(&subject(project, annotation), &problem, &choice));
        }
        layers[number].mark(mark, ranges);
    }
    losses.push(loss("the article", "white space is not kept, only tokens and sentences", "left out"));

    let stem = stem_of(project);
    let text = &project.document.text;
    let mut files = Vec::new();
    for (number, layer) in layers.iter().enumerate() {
        let name = if number == 0 { format!("{stem}.conll") } else { format!("{stem}.layer{}.conll", number + 1) };
        // With tabulators, spaCy would take the first word of this line for a token.
        let mut rows = String::from("-DOCSTART- -X- O O\n");
        for sentence in &sentences {
            rows.push('\n');
            for index in sentence.clone() {
                let token = tokens[index];
                rows.push_str(text.slice(token.start(), token.end()).unwrap_or_default());
                rows.push_str("\t-X-\t_\t");
                match layer.tags[index].and_then(|(mark, place)| Some((marks.get(mark)?, place))) {
                    Some(((annotation, _), place)) => {
                        rows.push_str(place);
                        rows.push_str(labels.get(annotation.label.as_str()));
                    }
                    None => rows.push('O'),
                }
                rows.push('\n');
            }
        }
        files.push(File::of(name, rows));
    }
    Export { files, losses }
}

/// The tokens that a span covers, which begin and end where it does but for white space.
fn tokens_in(tokens: &[Span], span: Span) -> Option<Range<usize>> {
    let first = tokens.partition_point(|token| token.end() <= span.start());
    let last = tokens.partition_point(|token| token.start() < span.end());
    (first < last).then_some(first..last)
}

/// One file's tags: for each token the mark on it, and whether the mark begins there.
struct Layer {
    tags: Vec<Option<(usize, &'static str)>>,
}

impl Layer {
    /// A mark that one on these tokens would overlap.
    fn under(&self, ranges: &[Range<usize>]) -> Option<usize> {
        ranges.iter().flat_map(|range| &self.tags[range.clone()]).find_map(|tag| tag.map(|(mark, _)| mark))
    }

    fn mark(&mut self, mark: usize, ranges: &[Range<usize>]) {
        for range in ranges {
            for index in range.clone() {
                self.tags[index] = Some((mark, if index == range.start { "B-" } else { "I-" }));
            }
        }
    }
}

/// Reads files of tokens and tags: IOB1, IOB2, BIOES and BILOU, columns with tabulators or blanks between them, several
/// articles a file where lines of `-DOCSTART-` divide it. Files that differ in their tags alone are layers of one article.
///
/// # Errors
/// [`super::ReadError`], when there is no token in them.
pub fn read(files: &[File]) -> Imported {
    let mut found: Vec<Article> = Vec::new();
    let mut strays = Vec::new();
    let mut ordered: Vec<&File> = files.iter().collect();
    sort(&mut ordered, |one, other| layer_of(&one.name) < layer_of(&other.name));
    for file in ordered {
        let source = match text_in(file) {
            Ok(source) => source,
            Err(problem) => {
                strays.push(about(file, problem));
                continue;
            }
        };
        let articles = articles_in(file, &source);
        if articles.is_empty() {
            strays.push(about(file, "there is no token with a tag in it; left out"));
        }
        let (stem, layer) = layer_of(&file.name);
        let bases: Vec<usize> = (0..found.len()).filter(|index| layer > 1 && found[*index].stem == stem).collect();
        for (number, article) in articles.into_iter().enumerate() {
            let base = bases.get(number).and_then(|base| found.get_mut(*base));
            match base.filter(|base| base.text == article.text) {
                Some(base) => {
                    base.marks.extend(article.marks);
                    base.notes.extend(article.notes);
                }
                None => {
                    if !bases.is_empty() {
                        strays.push(about(
                            file,
                            "its tokens are not those of the first layer; it is an article of its own",
                        ));
                    }
                    found.push(article);
                }
            }
        }
    }
    imported(found.into_iter().map(Article::finish).collect(), strays)
}

/// Whether a file holds tokens with tags: by its ending or its first line, and otherwise by its first rows.
pub(crate) fn fits(file: &File) -> bool {
    let head = String::from_utf8_lossy(&file.bytes[..file.bytes.len().min(4096)]).into_owned();
    if head.trim_start_matches('\u{feff}').starts_with("-DOCSTART-") {
        return true;
    }
    let rows = head.lines().filter(|row| !row.trim().is_empty() && !is_comment(row)).take(20);
    let is_row = |row: &str| columns(row).is_some_and(|(_, tag)| tag == "O" || scheme(tag).is_some());
    let (mut count, mut fitting) = (0, 0);
    for row in rows {
        count += 1;
        fitting += usize::from(is_row(row));
    }
    let needed = if ENDINGS.iter().any(|ending| has_ending(&file.name, ending)) { count / 2 } else { count.max(3) };
    count > 0 && fitting > 0 && fitting >= needed
}

const ENDINGS: [&str; 6] = [".conll", ".conll2003", ".iob", ".iob2", ".bio", ".bioes"];

/// A file's name without its layer and ending, and the layer: `("a", 2)` of `a.layer2.conll`.
pub(crate) fn layer_of(name: &str) -> (&str, u32) {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let layer = stem.rsplit_once(".layer").and_then(|(stem, number)| Some((stem, number.parse().ok()?)));
    layer.unwrap_or((stem, 1))
}

/// A span: its line in the file, its label, and its start and end in code points.
struct Mark {
    line: usize,
    label: String,
    start: u32,
    end: u32,
}

/// One article of a file while its rows are read.
struct Article {
    stem: String,
    source: String,
    text: String,
    /// How many code points the text has.
    length: u32,
    marks: Vec<Mark>,
    notes: Vec<(usize, &'static str)>,
    /// Whether the next token begins a sentence, and whether the one before ended its span.
    ends_sentence: bool,
    ends_span: bool,
}

impl Article {
    fn of(file: &File) -> Self {
        Self {
            stem: layer_of(&file.name).0.to_owned(),
            source: file.name.clone(),
            text: String::new(),
            length: 0,
            marks: Vec::new(),
            notes: Vec::new(),
            ends_sentence: false,
            ends_span: false,
        }
    }

    /// Adds a token and what its tag says: whether a span goes on, and of which label.
    fn token(&mut self, line: usize, token: &str, tag: &str) {
        if !self.text.is_empty() {
            self.text.push(if self.ends_sentence { '\n' } else { ' ' });
            self.length += 1;
        }
        let is_first = std::mem::take(&mut self.ends_sentence);
        let ends_span = std::mem::take(&mut self.ends_span);
        let start = self.length;
        self.text.push_str(token);
        self.length += token.chars().count() as u32;
        let (prefix, label) = scheme(tag).unwrap_or(("I", tag));
        if matches!(tag, "O" | "_" | "-" | "") {
            return;
        }
        // A span goes on only behind the token that it has reached, a blank before this one.
        let goes_on = matches!(prefix, "I" | "E" | "L" | "M") && !is_first && !ends_span;
        match self.marks.last_mut().filter(|mark| goes_on && mark.end + 1 == start && mark.label == label) {
            Some(mark) => mark.end = self.length,
            None => self.marks.push(Mark { line, label: label.to_owned(), start, end: self.length }),
        }
        self.ends_span = matches!(prefix, "E" | "L" | "S" | "U");
    }

    fn finish(self) -> Import {
        let place = self.source.clone();
        let mut reading = Reading::of(Text::stored(self.text.replace('\r', "\n")), None, &self.source, "conll");
        reading.note(
            place,
            "the format keeps no white space: the text has one blank between tokens and a line for each sentence",
        );
        for (line, problem) in self.notes {
            reading.note(format!("{}, line {line}", self.source), problem);
        }
        for Mark { line, label, start, end } in self.marks {
            let place = format!("{}, line {line}", self.source);
            reading.add(Found { place, label, spans: vec![(start, end)], ..Found::default() });
        }
        reading.finish()
    }
}

/// The articles in a file's rows.
fn articles_in(file: &File, source: &str) -> Vec<Article> {
    let mut articles: Vec<Article> = Vec::new();
    let mut article = Article::of(file);
    for (line, row) in (1..).zip(source.trim_start_matches('\u{feff}').split('\n')) {
        let row = row.trim_end_matches('\r');
        if row.trim().is_empty() {
            article.ends_sentence = true;
        } else if row.starts_with("-DOCSTART-") {
            let next = Article::of(file);
            articles.push(std::mem::replace(&mut article, next));
        } else if is_comment(row) {
            article.notes.push((line, "a comment; left out"));
        } else if let Some((token, tag)) = columns(row) {
            article.token(line, token, tag);
        } else {
            article.notes.push((line, "this is no token with a tag; left out"));
        }
    }
    articles.push(article);
    articles.retain(|article| !article.text.is_empty());
    articles
}

/// The first and the last column.
fn columns(row: &str) -> Option<(&str, &str)> {
    let is_tabbed = row.contains('\t');
    let is_between = |sign: char| if is_tabbed { sign == '\t' } else { is_blank(sign) };
    let row = row.trim_end_matches(is_blank);
    let (token, tag) = (row.split(is_between).next()?, row.rsplit(is_between).next()?);
    let is_two = token.len() + tag.len() < row.len();
    (is_two && !token.trim().is_empty()).then_some((token.trim(), tag))
}

/// A comment, such as CoNLL-U files have: it has no tag at its end.
fn is_comment(row: &str) -> bool {
    row.starts_with("# ") && columns(row).is_none_or(|(_, tag)| tag != "O" && scheme(tag).is_none())
}

/// The prefix and the label of a tag such as `B-claim`.
fn scheme(tag: &str) -> Option<(&str, &str)> {
    let (prefix, label) = tag.split_once('-')?;
    let is_known = matches!(prefix, "B" | "I" | "E" | "S" | "L" | "U" | "M");
    (is_known && !label.is_empty()).then_some((prefix, label))
}
