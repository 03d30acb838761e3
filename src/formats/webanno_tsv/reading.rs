//! From the rows of a WebAnno TSV file to an article: the text from its `#Text=` lines, annotations from the columns.
//!
//! Any layers are read, not only Attest's own: the value of a feature `label` or `value`, or else of the first that has one, is
//! the label, and the other features are attributes.

use crate::domain::annotation::AnnotationId;
use crate::domain::text::Text;
use crate::formats::ImportNote;
use crate::formats::exchange::groups::text_in;
use crate::formats::exchange::reading::{Found, Reading};
use crate::formats::exchange::units::Units;
use crate::formats::exchange::{File, Import};
use std::collections::BTreeMap;

/// Whether a file is a WebAnno TSV 3 file, by its first line.
pub(crate) fn fits(file: &File) -> bool {
    let start = &file.bytes[..file.bytes.len().min(64)];
    let start = start.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(start);
    start.starts_with(b"#FORMAT=WebAnno TSV 3") && text_in(file).is_ok()
}

/// What a layer's annotations are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Span,
    Relation,
    Chain,
}

/// A layer, as the header declares it.
struct Layer {
    kind: Kind,
    /// Its type, such as `custom.Span`.
    name: String,
    /// Its features, each a column.
    features: Vec<String>,
}

/// A span of a layer while its rows are read. Offsets are UTF-16 code units.
struct Marked {
    layer: usize,
    place: String,
    begin: u32,
    end: u32,
    /// The value of each feature.
    values: Vec<String>,
}

/// A relation: its label, and for each end the row, and the number of the span there or 0 for the only one.
struct Related {
    place: String,
    label: String,
    /// The type of what it relates.
    about: String,
    from: (String, u32),
    to: (String, u32),
}

/// The document so far.
#[derive(Default)]
struct Document {
    layers: Vec<Layer>,
    text: String,
    /// How long the text is in UTF-16 code units.
    length: u32,
    marks: Vec<Marked>,
    /// For each layer and number, the span; and for each row, the spans on it.
    numbered: BTreeMap<(usize, u32), usize>,
    on_row: BTreeMap<String, Vec<usize>>,
    relations: Vec<Related>,
    notes: Vec<ImportNote>,
    /// How many blanks may still be put between sentences: no more than the file has characters.
    blanks: u32,
    has_chains: bool,
}

/// Reads one file; `None` when there is no text in it.
pub(super) fn read_document(file: &File, source: &str) -> Option<Import> {
    let mut document = Document { blanks: source.len() as u32, ..Document::default() };
    let source = source.trim_start_matches('\u{feff}');
    let mut lines: Vec<String> = Vec::new();
    let mut rows: Vec<(usize, &str)> = Vec::new();
    for (number, line) in (1..).zip(source.split('\n').map(|line| line.trim_end_matches('\r')).chain([""])) {
        if line.is_empty() {
            document.sentence(file, &std::mem::take(&mut lines), &std::mem::take(&mut rows));
        } else if let Some(text) = line.strip_prefix("#Text=") {
            lines.push(unescape_text(text));
        } else if let Some(declared) = line.strip_prefix("#T_") {
            document.declare(declared);
        } else if !line.starts_with('#') || line.starts_with("#\t") {
            rows.push((number, line));
        }
    }
    if document.text.trim().is_empty() { None } else { Some(document.finish(file)) }
}

impl Document {
    fn note(&mut self, place: &str, problem: impl Into<String>) {
        self.notes.push(ImportNote { place: place.to_owned(), problem: problem.into() });
    }

    /// Takes a line such as `SP=custom.Span|label`.
    fn declare(&mut self, declared: &str) {
        let (kind, rest) = declared.split_once('=').unwrap_or((declared, ""));
        let mut parts = rest.split('|').map(str::to_owned);
        let name = parts.next().unwrap_or_default();
        let mut features: Vec<String> = parts.collect();
        if features.is_empty() {
            features.push(String::new());
        }
        let kind = match kind {
            "RL" => Kind::Relation,
            "CH" => Kind::Chain,
            _ => Kind::Span,
        };
        self.layers.push(Layer { kind, name, features });
    }

    /// Takes a sentence: its text, and its rows with their lines in the file.
    fn sentence(&mut self, file: &File, lines: &[String], rows: &[(usize, &str)]) {
        if lines.is_empty() {
            return;
        }
        let begin = rows.iter().find_map(|(_, row)| offsets(row)).map(|(begin, _)| begin);
        if !self.text.is_empty() {
            self.push("\n");
        }
        if let Some(gap) = begin.and_then(|begin| begin.checked_sub(self.length)).filter(|gap| *gap <= self.blanks) {
            self.blanks -= gap;
            self.push(&" ".repeat(gap as usize));
        }
        let start = self.length;
        let text = lines.join("\n");
        self.push(&text);
        let units = Units::of(&text);
        let begin = begin.unwrap_or(start);
        if begin != start {
            let place = rows.first().map_or(file.name.clone(), |(line, _)| format!("{}, line {line}", file.name));
            self.note(&place, "its offsets do not fit the text before it; they are counted from where it stands");
        }
        for (line, row) in rows {
            let place = format!("{}, line {line}", file.name);
            // In wider numbers, since an offset of a file may be anything.
            let shifted = |offset: u32| u32::try_from(i64::from(offset) - i64::from(begin) + i64::from(start)).ok();
            match offsets(row).and_then(|(from, to)| shifted(from).zip(shifted(to))) {
                Some((from, to)) => {
                    let local =
                        |at: u32| at.checked_sub(start).and_then(|at| units.of_utf16(at)).map(|at| units.byte(at));
                    let bytes = local(from).zip(local(to)).and_then(|(from, to)| text.get(from as usize..to as usize));
                    let word = row.split('\t').nth(2).unwrap_or_default();
                    if bytes != Some(unescape_text(word).as_str()) {
                        self.note(
                            &place,
                            format!("the text does not have “{word}” where the row has it; what it marks is kept"),
                        );
                    }
                    self.row(&place, row, from, to);
                }
                None => self.note(&place, "this is no token with offsets; left out"),
            }
        }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.length += text.chars().map(|sign| sign.len_utf16() as u32).sum::<u32>();
    }

    /// Takes a token's row, given where the token is.
    fn row(&mut self, place: &str, row: &str, begin: u32, end: u32) {
        let cells: Vec<&str> = row.split('\t').collect();
        let name = cells.first().copied().unwrap_or_default();
        let mut columns = cells.into_iter().skip(3);
        for layer in 0..self.layers.len() {
            let cells: Vec<&str> = columns.by_ref().take(self.layers[layer].features.len()).collect();
            match self.layers[layer].kind {
                Kind::Span => self.spans(layer, place, name, &cells, begin, end),
                Kind::Relation => self.related(layer, place, name, &cells),
                Kind::Chain => self.has_chains |= cells.iter().any(|cell| *cell != "_"),
            }
        }
    }

    /// Takes what a layer says of a token: the annotations on it side by side in each column.
    fn spans(&mut self, layer: usize, place: &str, row: &str, cells: &[&str], begin: u32, end: u32) {
        let columns: Vec<Vec<&str>> =
            cells.iter().map(|cell| if *cell == "_" { Vec::new() } else { split_escaped(cell, '|') }).collect();
        let count = columns.iter().map(Vec::len).max().unwrap_or_default();
        for index in 0..count {
            let values: Vec<(&str, u32)> =
                columns.iter().map(|column| column.get(index).map_or(("*", 0), |cell| numbered(cell))).collect();
            let number = values.iter().map(|(_, number)| *number).max().unwrap_or_default();
            let known = if number == 0 { None } else { self.numbered.get(&(layer, number)).copied() };
            let mark = known.unwrap_or(self.marks.len());
            if let Some(marked) = self.marks.get_mut(mark) {
                marked.end = marked.end.max(end);
            } else {
                let value = |value: &str| if value == "*" { String::new() } else { unescape_value(value) };
                let values = values.iter().map(|(written, _)| value(written)).collect();
                self.marks.push(Marked { layer, place: place.to_owned(), begin, end, values });
                if number > 0 {
                    self.numbered.insert((layer, number), mark);
                }
            }
            self.on_row.entry(row.to_owned()).or_default().push(mark);
        }
    }

    /// Takes the relations that lead to a token: `attributes` and `1-2[1_2]`, several with `|` between them.
    fn related(&mut self, layer: usize, place: &str, row: &str, cells: &[&str]) {
        let declared = &self.layers[layer];
        let Some(ends) = declared.features.iter().position(|feature| feature.starts_with("BT_")) else { return };
        let about = declared.features[ends].trim_start_matches("BT_").to_owned();
        let label = label_place(&declared.features).filter(|place| *place != ends);
        let name = short(&declared.name).to_owned();
        let Some(written) = cells.get(ends).filter(|cell| **cell != "_") else { return };
        let labels = label.and_then(|label| cells.get(label)).map_or(Vec::new(), |cell| split_escaped(cell, '|'));
        for (index, end) in split_escaped(written, '|').into_iter().enumerate() {
            let label = labels.get(index).map_or("*", |label| numbered(label).0);
            let label = if matches!(label, "*" | "_") { name.clone() } else { unescape_value(label) };
            let (from, numbers) = end.split_once('[').unwrap_or((end, "0_0]"));
            let numbers = numbers.trim_end_matches(']').split_once('_').unwrap_or(("0", "0"));
            let number = |digits: &str| digits.parse().unwrap_or(0);
            self.relations.push(Related {
                place: place.to_owned(),
                label,
                about: about.clone(),
                from: (from.to_owned(), number(numbers.0)),
                to: (row.to_owned(), number(numbers.1)),
            });
        }
    }

    fn finish(mut self, file: &File) -> Import {
        self.push("\n");
        let units = Units::of(&self.text);
        let mut reading = Reading::of(Text::stored(std::mem::take(&mut self.text)), None, &file.name, "webanno-tsv");
        for note in std::mem::take(&mut self.notes) {
            reading.note(note.place, note.problem);
        }
        if self.has_chains {
            reading.note(file.name.clone(), "chains are not read; left out");
        }
        // Which annotation each span of the file is in: the parts of one annotation share its identifier.
        let mut found: Vec<Found> = Vec::new();
        let mut found_of: Vec<Option<usize>> = Vec::new();
        let mut by_id: BTreeMap<(String, String), usize> = BTreeMap::new();
        for mark in &self.marks {
            let Some(span) = units.of_utf16(mark.begin).zip(units.of_utf16(mark.end)) else {
                reading.note(mark.place.clone(), "its offsets are no places in the text; left out");
                found_of.push(None);
                continue;
            };
            let next = self.found(mark, span);
            let key = (next.id.clone(), next.label.clone());
            let whole = by_id.get(&key).copied().filter(|place| !key.0.is_empty() && found[*place].is_apart_from(span));
            let place = whole.unwrap_or(found.len());
            match found.get_mut(place) {
                Some(whole) => whole.spans.push(span),
                None => found.push(next),
            }
            by_id.insert(key, place);
            found_of.push(Some(place));
        }
        let ids: Vec<Option<AnnotationId>> = found.into_iter().map(|found| reading.add(found)).collect();
        for related in &self.relations {
            let end = |(row, number): &(String, u32)| {
                let mark = self.end(&related.about, row, *number)?;
                ids.get(found_of.get(mark).copied().flatten()?)?.as_ref()
            };
            reading.link(&related.place, "", &related.label, end(&related.from), end(&related.to));
        }
        reading.finish()
    }

    /// A span of the file as an annotation.
    fn found(&self, mark: &Marked, span: (u32, u32)) -> Found {
        let layer = &self.layers[mark.layer];
        let mut found = Found { place: mark.place.clone(), spans: vec![span], ..Found::default() };
        let label =
            label_place(&layer.features).filter(|place| mark.values.get(*place).is_some_and(|value| !value.is_empty()));
        let is_label =
            |place: usize, feature: &str| !matches!(feature, "attestId" | "note") && !mark.values[place].is_empty();
        let label = label.or_else(|| {
            (0..mark.values.len())
                .find(|place| layer.features.get(*place).is_some_and(|feature| is_label(*place, feature)))
        });
        for (place, (feature, value)) in layer.features.iter().zip(&mark.values).enumerate() {
            match feature.as_str() {
                _ if value.is_empty() => {}
                _ if Some(place) == label => found.label = value.clone(),
                "attestId" => found.id = value.clone(),
                "note" => found.note = value.clone(),
                _ => {
                    found.attributes.insert(feature.clone(), value.clone());
                }
            }
        }
        if found.label.is_empty() {
            found.label = short(&layer.name).to_owned();
        }
        found
    }

    /// The span that an end of a relation means.
    fn end(&self, about: &str, row: &str, number: u32) -> Option<usize> {
        let layer = self.layers.iter().position(|layer| layer.kind == Kind::Span && layer.name == about);
        if number > 0 {
            let own = layer.and_then(|layer| self.numbered.get(&(layer, number)));
            return own
                .or_else(|| (0..self.layers.len()).find_map(|layer| self.numbered.get(&(layer, number))))
                .copied();
        }
        let on_row = self.on_row.get(row)?;
        let own = on_row.iter().find(|mark| layer.is_none_or(|layer| self.marks[**mark].layer == layer));
        own.or(on_row.first()).copied()
    }
}

/// The feature that is the label.
fn label_place(features: &[String]) -> Option<usize> {
    ["label", "value"].iter().find_map(|name| features.iter().position(|feature| feature == name))
}

/// The last part of a type's name.
fn short(name: &str) -> &str {
    let last = name.rsplit('.').next().unwrap_or(name);
    if last.is_empty() { "Span" } else { last }
}

/// The offsets of a row: `1-2<TAB>5-9<TAB>word…`.
fn offsets(row: &str) -> Option<(u32, u32)> {
    let mut cells = row.split('\t');
    let name = cells.next()?;
    let (begin, end) = cells.next()?.split_once('-')?;
    let is_name =
        name.split_once('-').is_some_and(|(sentence, _)| sentence.bytes().all(|digit| digit.is_ascii_digit()));
    let (begin, end) = (begin.parse().ok()?, end.parse().ok()?);
    is_name.then_some((begin, end))
}

/// The parts between separators that have no backslash before them.
fn split_escaped(cell: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut is_escaped) = (0, false);
    for (place, character) in cell.char_indices() {
        if character == separator && !is_escaped {
            parts.push(&cell[start..place]);
            start = place + separator.len_utf8();
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    parts.push(&cell[start..]);
    parts
}

/// A value and the number in brackets behind it, 0 when there is none.
fn numbered(cell: &str) -> (&str, u32) {
    let number = || {
        let (value, number) = cell.strip_suffix(']')?.rsplit_once('[')?;
        let is_escaped = value.len() - value.trim_end_matches('\\').len();
        (is_escaped % 2 == 0).then_some((value, number.parse().ok()?))
    };
    number().unwrap_or((cell, 0))
}

fn unescape_text(text: &str) -> String {
    unescape(text, &|escaped| match escaped {
        't' => Some('\t'),
        'n' => Some('\n'),
        'f' => Some('\u{c}'),
        'r' => Some('\r'),
        'b' => Some('\u{8}'),
        '\\' | '\u{0}'..='\u{7}' | '\u{e}'..='\u{1f}' => Some(escaped),
        _ => None,
    })
}

fn unescape_value(value: &str) -> String {
    unescape(value, &|escaped| match escaped {
        't' => Some('\t'),
        'n' => Some('\n'),
        '\\' | '[' | ']' | '|' | '_' | '-' | ';' | '*' => Some(escaped),
        _ => None,
    })
}

/// A backslash before what is no escape stays.
fn unescape(text: &str, meant: &dyn Fn(char) -> Option<char>) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let escaped = if character == '\\' { characters.clone().next().and_then(meant) } else { None };
        if escaped.is_some() {
            characters.next();
        }
        plain.push(escaped.unwrap_or(character));
    }
    plain
}
