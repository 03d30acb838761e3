//! brat standoff: the text in a `.txt` file and, beside it, what is said about it in an `.ann` file, a line each.
//!
//! Offsets are code points of the text file. brat's own reader ends a line at ten characters, so a span that holds one of
//! them, or a tabulator, is written as fragments around it, and such fragments are one span again when they are read.
//! Not here: events and normalisations, which Attest has nothing for.

use super::exchange::groups::{about, has_ending, imported, named, stem_of, text_in, without_ending};
use super::exchange::losses::{Part, link_subject, loss, losses, subject};
use super::exchange::names::{Names, is_safe};
use super::exchange::reading::{Found, Reading};
use super::exchange::tokens::is_blank;
use super::exchange::units::Held;
use super::exchange::{Export, File, Import, Imported, Loss};
use crate::domain::annotation::{Annotation, AnnotationId};
use crate::domain::project::Project;
use crate::domain::span::Span;
use crate::domain::text::{CodePoint, Text};
use std::collections::BTreeMap;

/// Writes `.ann`, `.txt` and `annotation.conf`, which brat needs in the folder.
#[must_use]
pub fn write(project: &Project) -> Export {
    let mut losses = losses(project, &[Part::Notes, Part::Attributes, Part::Links]);
    let labels = project.labels.labels().iter().map(|label| label.id.as_str());
    let used = project.annotations.iter().map(|annotation| annotation.label.as_str());
    let labels = Names::of(&mut labels.chain(used), "label", &mut losses);
    let kinds = Names::of(&mut project.links.iter().map(|link| link.kind.as_str()), "kind of link", &mut losses);
    let mut writing = Writing {
        project,
        lines: String::new(),
        losses,
        values: BTreeMap::new(),
        ids: BTreeMap::new(),
        attributes: 0,
        notes: 0,
    };
    let mut notes = String::new();
    for annotation in project.annotations.iter() {
        writing.annotation(annotation, labels.get(annotation.label.as_str()), &mut notes);
    }
    writing.links(&kinds);
    writing.lines.push_str(&notes);
    let stem = stem_of(project);
    let files = vec![
        File::of(format!("{stem}.ann"), writing.lines),
        File::of(format!("{stem}.txt"), project.document.text.as_str()),
        File::of("annotation.conf", configuration(&labels, &kinds, &writing.values)),
    ];
    Export { files, losses: writing.losses }
}

/// Reads pairs of `.txt` and `.ann` files (or `.a1` and `.a2`) of one name.
///
/// # Errors
/// [`super::ReadError`], when there is no such pair.
pub fn read(files: &[File]) -> Imported {
    let mut imports = Vec::new();
    let mut strays = Vec::new();
    for file in files {
        let Some(stem) = without_ending(&file.name, ".txt") else {
            let ending = ENDINGS.iter().find_map(|ending| without_ending(&file.name, ending));
            if ending.is_some_and(|stem| named(files, stem, ".txt").is_none()) {
                strays.push(about(file, "the .txt file of this name is missing; left out"));
            } else if ending.is_none() && !has_ending(&file.name, ".conf") {
                strays.push(about(file, "this is no file of brat's; left out"));
            }
            continue;
        };
        let lines: Vec<&File> = ENDINGS.iter().filter_map(|ending| named(files, stem, ending)).collect();
        if lines.is_empty() {
            strays.push(about(file, "the .ann file of this name is missing; left out"));
            continue;
        }
        match text_in(file) {
            Ok(text) => match Held::of(&text) {
                held if held.is_blank() => strays.push(about(file, "there is no text in it; left out")),
                held => imports.push(read_pair(file, &held, &lines)),
            },
            Err(problem) => strays.push(about(file, problem)),
        }
    }
    imported(imports, strays)
}

/// Whether a file holds annotations in this format.
pub(crate) fn fits(file: &File) -> bool {
    let is_row = |row: &str| row.starts_with(['T', 'R', 'A', 'E', 'N', 'M', '#', '*']) && row.contains('\t');
    let text = String::from_utf8_lossy(&file.bytes);
    ENDINGS.iter().any(|ending| has_ending(&file.name, ending))
        && text.trim_start_matches('\u{feff}').lines().find(|row| !row.trim().is_empty()).is_none_or(is_row)
}

/// The endings of the files that hold annotations.
const ENDINGS: [&str; 3] = [".ann", ".a1", ".a2"];

/// Whether a character ends a line of an `.ann` file for some reader, or a field.
fn is_break(character: char) -> bool {
    matches!(
        character,
        '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

struct Writing<'a> {
    project: &'a Project,
    lines: String,
    losses: Vec<Loss>,
    /// The values of each attribute, for the configuration.
    values: BTreeMap<&'a str, BTreeMap<&'a str, ()>>,
    /// The number of each annotation that was written.
    ids: BTreeMap<&'a AnnotationId, usize>,
    /// How many attributes and notes were written.
    attributes: usize,
    notes: usize,
}

impl<'a> Writing<'a> {
    fn annotation(&mut self, annotation: &'a Annotation, label: &str, notes: &mut String) {
        let project = self.project;
        let text = &project.document.text;
        let subject = subject(project, annotation);
        let spans = annotation.target.spans();
        let fragments: Vec<Vec<Span>> = spans.iter().map(|span| fragments(text, *span)).collect();
        let all: Vec<Span> = fragments.iter().flatten().copied().collect();
        let quotes: Vec<&str> = all.iter().filter_map(|part| text.slice(part.start(), part.end())).collect();
        let quote = quotes.join(" ");
        if quote.chars().all(is_blank) {
            self.losses.push(loss(&subject, "it covers nothing but white space", "left out"));
            return;
        }
        let is_whole = |(span, parts): (&Span, &Vec<Span>)| {
            parts.first().is_some_and(|part| part.start() == span.start())
                && parts.last().is_some_and(|part| part.end() == span.end())
        };
        if !spans.iter().zip(&fragments).all(is_whole) {
            self.losses.push(loss(
                &subject,
                "it begins or ends with a line break or a tabulator, which brat does not mark",
                "written without it",
            ));
        }
        if spans.windows(2).any(|pair| are_one(text, pair[0], pair[1])) {
            self.losses.push(loss(
                &subject,
                "its parts are apart by line breaks alone, which brat does not tell from one part",
                "written so",
            ));
        }
        let number = self.ids.len() + 1;
        self.ids.insert(&annotation.id, number);
        let places: Vec<String> =
            all.iter().map(|part| format!("{} {}", part.start().get(), part.end().get())).collect();
        self.lines.push_str(&format!("T{number}\t{label} {}\t{quote}\n", places.join(";")));
        for (name, value) in annotation.attributes.iter() {
            let is_value = !value.is_empty() && !value.chars().any(|sign| is_blank(sign) || matches!(sign, '|' | ','));
            if !is_safe(name) || !is_value {
                let problem = format!("brat takes no attribute such as “{name}” with such a value");
                self.losses.push(loss(&subject, &problem, "left out"));
                continue;
            }
            self.values.entry(name).or_default().insert(value, ());
            self.attributes += 1;
            let count = self.attributes;
            self.lines.push_str(&format!("A{count}\t{name} T{number} {value}\n"));
        }
        if !annotation.note.is_empty() {
            self.note(annotation, number, &subject, notes);
        }
    }

    fn note(&mut self, annotation: &Annotation, number: usize, subject: &str, notes: &mut String) {
        let one_line: String = annotation.note.chars().map(|sign| if is_break(sign) { ' ' } else { sign }).collect();
        let trimmed = one_line.trim_matches(is_blank);
        if trimmed.is_empty() {
            self.losses.push(loss(subject, "its note is nothing but white space", "left out"));
            return;
        }
        if trimmed != annotation.note {
            self.losses.push(loss(
                subject,
                "its note has line breaks, tabulators or blanks at its ends",
                "written in one line",
            ));
        }
        self.notes += 1;
        let count = self.notes;
        notes.push_str(&format!("#{count}\tAnnotatorNotes T{number}\t{trimmed}\n"));
    }

    fn links(&mut self, kinds: &Names) {
        let mut count = 0;
        for link in &self.project.links {
            let ends = self.ids.get(&link.from).zip(self.ids.get(&link.to));
            let Some((from, to)) = ends else {
                let is_placed = [&link.from, &link.to].iter().all(|end| self.project.annotations.get(end).is_some());
                if is_placed {
                    let subject = link_subject(self.project, link);
                    self.losses.push(loss(&subject, "an end of it could not be written", "left out"));
                }
                continue;
            };
            count += 1;
            self.lines.push_str(&format!("R{count}\t{} Arg1:T{from} Arg2:T{to}\n", kinds.get(&link.kind)));
        }
    }
}

/// A span without its breaks: what stands before, between and after them.
fn fragments(text: &Text, span: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = None;
    let covered = text.slice(span.start(), span.end()).unwrap_or_default();
    for (at, character) in (span.start().get()..).map(CodePoint::new).zip(covered.chars()) {
        if is_break(character) {
            parts.extend(start.take().and_then(|start| Span::new(start, at)));
        } else if start.is_none() {
            start = Some(at);
        }
    }
    parts.extend(start.and_then(|start| Span::new(start, span.end())));
    parts
}

/// Whether two fragments, the first before the second, are one span with breaks in it.
fn are_one(text: &Text, one: Span, other: Span) -> bool {
    let between = text.slice(one.end(), other.start()).unwrap_or("-");
    !between.is_empty() && between.chars().all(is_break)
}

/// What brat has to be told of a folder: the names that may be used in it.
fn configuration(labels: &Names, kinds: &Names, values: &BTreeMap<&str, BTreeMap<&str, ()>>) -> String {
    let mut lines = String::from("[entities]\n\n");
    for label in labels.written() {
        lines.push_str(label);
        lines.push('\n');
    }
    lines.push_str("\n[relations]\n\n");
    for kind in kinds.written() {
        lines.push_str(&format!("{kind}\tArg1:<ENTITY>, Arg2:<ENTITY>\n"));
    }
    lines.push_str("\n[events]\n\n[attributes]\n\n");
    for (name, values) in values {
        let values: Vec<&str> = values.keys().copied().collect();
        lines.push_str(&format!("{name}\tArg:<ENTITY>, Value:{}\n", values.join("|")));
    }
    lines
}

fn read_pair(file: &File, held: &Held, lines: &[&File]) -> Import {
    let mut pair = Pair { reading: Reading::of(held.text.clone(), None, &file.name, "brat"), found: Vec::new() };
    let mut sources = Vec::new();
    for file in lines {
        match text_in(file) {
            Ok(source) => sources.push((file.name.as_str(), source)),
            Err(problem) => pair.reading.note(file.name.clone(), problem),
        }
    }
    let rows = || {
        sources.iter().flat_map(|(name, source)| {
            let rows = source.trim_start_matches('\u{feff}').split('\n').map(|row| row.trim_end_matches('\r'));
            (1..).zip(rows).filter(|(_, row)| !row.trim().is_empty()).map(move |(line, row)| (*name, line, row))
        })
    };
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, line, row) in rows().filter(|(_, _, row)| row.starts_with('T')) {
        let place = format!("{name}, line {line}");
        match text_bound(row, held) {
            Ok((id, found)) => {
                if places.insert(id, pair.found.len()).is_some() {
                    pair.reading
                        .note(place.clone(), format!("{id} stands twice; what is said of it goes to the later one"));
                }
                pair.found.push(Found { place, ..found });
            }
            Err(problem) => pair.reading.note(place, problem),
        }
    }
    for (name, line, row) in rows() {
        pair.about_other(&format!("{name}, line {line}"), row, &places);
    }
    let Pair { mut reading, found } = pair;
    let ids: Vec<Option<AnnotationId>> = found.into_iter().map(|found| reading.add(found)).collect();
    for (name, line, row) in rows().filter(|(_, _, row)| row.starts_with('R')) {
        let place = format!("{name}, line {line}");
        let Some((id, kind, from, to)) = relation(row) else {
            reading.note(place, "this is no relation between two annotations; left out");
            continue;
        };
        let end = |id: &str| places.get(id).and_then(|index| ids.get(*index)).and_then(Option::as_ref);
        let (from, to) = (end(from).cloned(), end(to).cloned());
        reading.link(&place, id, kind, from.as_ref(), to.as_ref());
    }
    reading.finish()
}

/// A text and what was found in its lines so far.
struct Pair {
    reading: Reading,
    found: Vec<Found>,
}

impl Pair {
    /// Takes a line that says something of an annotation.
    fn about_other(&mut self, place: &str, row: &str, places: &BTreeMap<&str, usize>) {
        let (_, rest) = row.split_once('\t').unwrap_or((row, ""));
        let (data, tail) = rest.split_once('\t').unwrap_or((rest, ""));
        let mut words = data.split_whitespace();
        let (kind, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let about = places.get(target).and_then(|index| self.found.get_mut(*index));
        let problem = match (row.chars().next(), about) {
            (Some('T' | 'R'), _) => return,
            (Some('#'), Some(found)) => {
                if !found.note.is_empty() {
                    found.note.push('\n');
                }
                found.note.push_str(tail.trim());
                return;
            }
            (Some('A' | 'M'), Some(found)) => {
                let value = words.next().unwrap_or("true");
                found.attributes.insert(kind.to_owned(), value.to_owned());
                return;
            }
            (Some('#' | 'A' | 'M'), None) => "what it is about is no annotation of the text; left out",
            (Some('E'), _) => "events are not read; left out, and the annotation that triggers it is kept",
            (Some('N'), _) => "references to other resources are not read; left out",
            (Some('*'), _) => "that annotations mean the same is not read; left out",
            _ => "this is no line of brat's; left out",
        };
        self.reading.note(place, problem);
    }
}

/// Understands `T1<TAB>claim 11 20;24 27<TAB>the dam 3 m`.
fn text_bound<'a>(row: &'a str, held: &Held) -> Result<(&'a str, Found), String> {
    let unreadable = || "this is no annotation with a label and offsets; left out".to_owned();
    let (id, rest) = row.split_once('\t').ok_or_else(unreadable)?;
    let (data, quote) = rest.split_once('\t').unwrap_or((rest, ""));
    let (label, places) = data.split_once(' ').ok_or_else(unreadable)?;
    let mut spans: Vec<Span> = Vec::new();
    for place in places.split(';') {
        let (start, end) = place.trim().split_once(' ').ok_or_else(unreadable)?;
        let offset = |digits: &str| digits.trim().parse::<u32>().ok().map(|raw| held.place(raw));
        let span = offset(start).zip(offset(end)).and_then(|(start, end)| Span::of(start, end));
        spans.push(span.ok_or_else(unreadable)?);
    }
    crate::domain::order::sort(&mut spans, |one, other| one < other);
    let text = &held.text;
    let slices: Vec<&str> = spans.iter().filter_map(|span| text.slice(span.start(), span.end())).collect();
    let is_there = slices.len() == spans.len()
        && (quote.is_empty()
            || slices.join(" ").trim_end() == quote.trim_end()
            || slices.concat().trim_end() == quote.trim_end());
    let mut quotes = Vec::new();
    if is_there {
        let mut joined: Vec<Span> = Vec::new();
        for span in spans {
            match joined.last_mut() {
                Some(last) if are_one(text, *last, span) => *last = Span::new(last.start(), span.end()).unwrap_or(span),
                _ => joined.push(span),
            }
        }
        spans = joined;
    } else {
        // The words of each fragment, as long as it is, with one blank between two.
        let mut rest = quote.chars();
        for span in &spans {
            quotes.push(rest.by_ref().take(span.length() as usize).collect::<String>());
            rest.next();
        }
    }
    let spans = spans.iter().map(|span| (span.start().get(), span.end().get())).collect();
    Ok((id, Found { id: id.to_owned(), label: label.to_owned(), spans, quotes, ..Found::default() }))
}

/// Understands `R1<TAB>attributes Arg1:T1 Arg2:T2`: its identifier, kind and ends.
fn relation(row: &str) -> Option<(&str, &str, &str, &str)> {
    let (id, data) = row.split_once('\t')?;
    let mut words = data.split_whitespace();
    let kind = words.next()?;
    let mut end = || words.next().and_then(|word| word.split_once(':')).map(|(_, id)| id);
    let (from, to) = (end()?, end()?);
    words.next().is_none().then_some((id, kind, from, to))
}
