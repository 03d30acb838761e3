//! WebAnno TSV 3.3, which INCEpTION and WebAnno write and read: tokens in rows, layers of annotations in columns.
//!
//! Offsets are UTF-16 code units of the document. Readers build the document from the lines `#Text=` alone and put a line
//! break between two sentences, so what is a sentence here is a line of the text, or several where a span goes on.
//! Every annotation has a number of its own in brackets, which keeps those apart that overlap.
//!
//! The layers are `custom.Span` and `custom.Relation`, which every INCEpTION project has. The parts of an annotation that has
//! several are spans with one `attestId`, and are one annotation again when Attest reads them.

use super::exchange::groups::{about, imported, stem_of, text_in};
use super::exchange::losses::{Part, link_subject, loss, losses, subject};
use super::exchange::tokens::{Covered, edges, tokens};
use super::exchange::units::Units;
use super::exchange::{Export, File, Imported, Loss};
use crate::domain::annotation::{Annotation, AnnotationId};
use crate::domain::project::Project;
use crate::domain::span::Span;
use crate::domain::text::CodePoint;
use std::collections::BTreeMap;
use std::ops::Range;

mod reading;

pub(crate) use reading::fits;

/// Writes one `.tsv` file.
#[must_use]
pub fn write(project: &Project) -> Export {
    let mut losses = losses(project, &[Part::Identifiers, Part::Notes, Part::Links]);
    let text = &project.document.text;
    let tokens = tokens(text, &edges(project));
    let units = Units::of(text.as_str());
    let sentences = sentences(project, &tokens, &mut losses);
    let parts = parts(project, &tokens, &mut losses);
    let mut on_token: Vec<Vec<usize>> = vec![Vec::new(); tokens.len()];
    for (number, part) in parts.iter().enumerate() {
        part.tokens.clone().for_each(|token| on_token[token].push(number));
    }
    let rows = row_names(&sentences, tokens.len());
    let relations = relations(project, &parts, &rows, &mut losses);

    let mut out = String::from("#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|attestId|label|note\n");
    if !relations.is_empty() {
        out.push_str("#T_RL=custom.Relation|label|BT_custom.Span\n");
    }
    out.push('\n');
    for sentence in &sentences {
        for line in text.slice(sentence.start, sentence.end).unwrap_or_default().split('\n') {
            out.push_str("\n#Text=");
            out.push_str(&escape_text(line));
        }
        out.push('\n');
        for index in sentence.tokens.clone() {
            let token = tokens[index];
            let (begin, end) = (units.utf16(token.start().get()), units.utf16(token.end().get()));
            let word = escape_text(text.slice(token.start(), token.end()).unwrap_or_default());
            out.push_str(&format!("{}\t{begin}-{end}\t{word}\t", rows[index]));
            let marks = &on_token[index];
            column(&mut out, marks, &|number| (parts[number].annotation.id.as_str(), Some(number)));
            column(&mut out, marks, &|number| (parts[number].annotation.label.as_str(), Some(number)));
            column(&mut out, marks, &|number| (parts[number].annotation.note.as_str(), Some(number)));
            if !relations.is_empty() {
                let own = relations.get(&index).map_or(&[][..], Vec::as_slice);
                let all: Vec<usize> = (0..own.len()).collect();
                column(&mut out, &all, &|place| (own[place].0, None));
                let ends: Vec<&str> = own.iter().map(|(_, ends)| ends.as_str()).collect();
                out.push_str(if ends.is_empty() { "_" } else { "" });
                out.push_str(&ends.join("|"));
                out.push('\t');
            }
            out.push('\n');
        }
    }
    Export { files: vec![File::of(format!("{}.tsv", stem_of(project)), out)], losses }
}

/// Reads `.tsv` files, each with one article.
///
/// # Errors
/// [`super::ReadError`], when none of them is one of WebAnno's with text in it.
pub fn read(files: &[File]) -> Imported {
    let mut imports = Vec::new();
    let mut strays = Vec::new();
    for file in files {
        match text_in(file) {
            Ok(source) if fits(file) => match reading::read_document(file, &source) {
                Some(import) => imports.push(import),
                None => strays.push(about(file, "there is no text in it; left out")),
            },
            Ok(_) => strays.push(about(file, "this is no WebAnno TSV 3 file; left out")),
            Err(problem) => strays.push(about(file, problem)),
        }
    }
    imported(imports, strays)
}

/// A stretch of the text that a reader takes for a sentence, and its tokens.
struct Sentence {
    start: CodePoint,
    /// Before the line break that a reader puts back.
    end: CodePoint,
    tokens: Range<usize>,
}

/// The sentences: they break where nothing but one line break and blanks stands between two tokens and no span goes on.
/// Of more line breaks, all but the last belong to the sentence before.
fn sentences(project: &Project, tokens: &[Span], losses: &mut Vec<Loss>) -> Vec<Sentence> {
    const ARTICLE: &str = "the article";
    let text = &project.document.text;
    let between = |start: CodePoint, end: CodePoint| text.slice(start, end).unwrap_or_default();
    let Some((first, last)) = tokens.first().zip(tokens.last()) else {
        losses.push(loss(ARTICLE, "there is no word in it", "written without text"));
        return Vec::new();
    };
    if !between(CodePoint::ZERO, first.start()).chars().all(|sign| sign == ' ') {
        losses.push(loss(ARTICLE, "it begins with white space other than blanks", "written as blanks"));
    }
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut covered = Covered::of(project);
    let mut begin = 0;
    for (index, pair) in (1..).zip(tokens.windows(2)) {
        let (gap_start, gap_end) = (pair[0].end(), pair[1].start());
        let gap = between(gap_start, gap_end);
        let Some((before, after)) = gap.rsplit_once('\n') else { continue };
        if after.chars().all(|sign| sign == ' ') && !covered.joins(gap_start, gap_end) {
            let end = CodePoint::new(gap_start.get() + before.chars().count() as u32);
            sentences.push(Sentence { start: tokens[begin].start(), end, tokens: begin..index });
            begin = index;
        }
    }
    let rest = between(last.end(), text.end());
    let mut end = text.end();
    if rest.ends_with('\n') {
        end = CodePoint::new(end.get() - 1);
    } else {
        losses.push(loss(
            ARTICLE,
            "it does not end with a line break, and readers of the format add one",
            "written so",
        ));
    }
    sentences.push(Sentence { start: tokens[begin].start(), end, tokens: begin..tokens.len() });
    sentences
}

/// One span of an annotation, as tokens. Its number in the file is its place in the list and one more.
struct Written<'a> {
    annotation: &'a Annotation,
    tokens: Range<usize>,
}

fn parts<'a>(project: &'a Project, tokens: &[Span], losses: &mut Vec<Loss>) -> Vec<Written<'a>> {
    let mut parts = Vec::new();
    for annotation in project.annotations.iter() {
        let before = parts.len();
        let mut is_trimmed = false;
        for span in annotation.target.spans() {
            let first = tokens.partition_point(|token| token.end() <= span.start());
            let last = tokens.partition_point(|token| token.start() < span.end());
            is_trimmed |= first >= last || tokens[first].start() > span.start() || tokens[last - 1].end() < span.end();
            if first < last {
                parts.push(Written { annotation, tokens: first..last });
            }
        }
        let count = parts.len() - before;
        let mut lose = |problem: &str, choice: &str| losses.push(loss(&subject(project, annotation), problem, choice));
        match count {
            0 => lose("it covers nothing but white space", "left out"),
            _ if is_trimmed => lose("it covers white space at its ends", "written without it"),
            _ => {}
        }
        if count > 1 {
            lose(
                "the format has no annotations of several parts",
                &format!("written as {count} spans with one attestId"),
            );
        }
        if annotation.note.contains('\r') {
            lose("its note holds a carriage return", "written as a blank");
        }
    }
    parts
}

/// What the format calls each token: the number of its sentence and its own in it.
fn row_names(sentences: &[Sentence], count: usize) -> Vec<String> {
    let mut names = Vec::with_capacity(count);
    for (number, sentence) in sentences.iter().enumerate() {
        names.extend((1..=sentence.tokens.len()).map(|place| format!("{}-{place}", number + 1)));
    }
    names
}

/// The kind and the ends of the links of each token that the format writes them at: the first of what the link leads to.
type Relations<'a> = BTreeMap<usize, Vec<(&'a str, String)>>;

fn relations<'a>(
    project: &'a Project,
    parts: &[Written<'a>],
    rows: &[String],
    losses: &mut Vec<Loss>,
) -> Relations<'a> {
    let mut numbers: BTreeMap<&AnnotationId, usize> = BTreeMap::new();
    for (number, part) in parts.iter().enumerate() {
        numbers.entry(&part.annotation.id).or_insert(number);
    }
    let mut relations: Relations<'_> = BTreeMap::new();
    for link in &project.links {
        let is_placed = [&link.from, &link.to].iter().all(|end| project.annotations.get(end).is_some());
        match numbers.get(&link.from).zip(numbers.get(&link.to)) {
            Some((from, to)) => {
                let source = &rows[parts[*from].tokens.start];
                let ends = format!("{source}[{}_{}]", from + 1, to + 1);
                relations.entry(parts[*to].tokens.start).or_default().push((&link.kind, ends));
            }
            None if is_placed => {
                losses.push(loss(&link_subject(project, link), "an end of it could not be written", "left out"));
            }
            None => {}
        }
    }
    if project.links.iter().any(|link| !link.id.is_empty()) && !relations.is_empty() {
        losses.push(loss("all links", "the format gives them no identifiers", "left out"));
    }
    relations
}

/// Writes a column of a token's row: the value of each annotation on it, with its number if it has one.
fn column<'a>(out: &mut String, marks: &[usize], value: &dyn Fn(usize) -> (&'a str, Option<usize>)) {
    for (place, mark) in marks.iter().enumerate() {
        if place > 0 {
            out.push('|');
        }
        let (value, number) = value(*mark);
        out.push_str(&if value.is_empty() { "*".to_owned() } else { escape_value(value) });
        if let Some(number) = number {
            out.push_str(&format!("[{}]", number + 1));
        }
    }
    out.push_str(if marks.is_empty() { "_\t" } else { "\t" });
}

fn escape_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => escaped.push_str("\\\\"),
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\u{c}' => escaped.push_str("\\f"),
            '\r' => escaped.push_str("\\r"),
            '\u{8}' => escaped.push_str("\\b"),
            '\u{0}'..='\u{7}' | '\u{e}'..='\u{1f}' => escaped.extend(['\\', character]),
            _ => escaped.push(character),
        }
    }
    escaped
}

fn escape_value(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    let mut characters = value.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' | '[' | ']' | '|' | '_' | ';' | '*' => escaped.extend(['\\', character]),
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push(' '),
            '-' if characters.peek() == Some(&'>') => escaped.push_str("\\-"),
            _ => escaped.push(character),
        }
    }
    escaped
}
