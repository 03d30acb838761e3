//! Comma-separated values (RFC 4180): a row for each span, for tables, statistics and spreadsheets.
//!
//! Offsets stand in three units: `start` and `end` count code points, as Python does; further columns count UTF-16 code
//! units, as JavaScript and Java do, and bytes of UTF-8. They are of the `.txt` file that goes along.
//!
//! The data are exact. Spreadsheet programs take a cell that begins with `=`, `+`, `-`, `@` or a tabulator for a formula,
//! so there is a second variant for them, which has an apostrophe before such cells.

use super::ImportNote;
use super::exchange::groups::{about, has_ending, imported, named, stem_of, text_in, without_ending};
use super::exchange::losses::{Part, loss, losses, subject};
use super::exchange::reading::{Found, Reading};
use super::exchange::units::{Held, Units};
use super::exchange::{Export, File, Import, Imported, Loss};
use crate::domain::annotation::{Annotation, AnnotationId};
use crate::domain::project::Project;
use std::collections::BTreeMap;

/// The columns before those of attributes.
const COLUMNS: [&str; 15] = [
    "id",
    "label",
    "part",
    "start",
    "end",
    "start_utf16",
    "end_utf16",
    "start_byte",
    "end_byte",
    "text",
    "note",
    "origin",
    "creator",
    "created",
    "modified",
];

/// What stands before an attribute's name in its column's.
const ATTRIBUTE: &str = "attribute.";

/// How the names of the files end that hold links, and of those for spreadsheets.
const RELATIONS: &str = ".relations.csv";
const SPREADSHEET: &str = ".spreadsheet.csv";

/// Writes the table of annotations, the text, and a table of links if there are any.
#[must_use]
pub fn write(project: &Project) -> Export {
    let stem = stem_of(project);
    let mut table = Table::default();
    annotations(project, &mut table);
    let mut files = vec![
        File::of(format!("{stem}.csv"), table.written),
        File::of(format!("{stem}.txt"), project.document.text.as_str()),
    ];
    if !project.links.is_empty() {
        let mut table = Table::default();
        table.row(&["id", "type", "from", "to"]);
        for link in placed_links(project) {
            table.row(&[&link.id, &link.kind, link.from.as_str(), link.to.as_str()]);
        }
        files.push(File::of([&stem, RELATIONS].concat(), table.written));
    }
    Export { files, losses: own_losses(project) }
}

/// Writes one table for a spreadsheet program: with a byte order mark, by which Excel knows UTF-8, and without formulas.
#[must_use]
pub fn write_for_spreadsheets(project: &Project) -> Export {
    let mut losses = own_losses(project);
    losses.extend(project.links.iter().map(|link| {
        let subject = super::exchange::losses::link_subject(project, link);
        loss(&subject, "there is one table, of annotations", "left out")
    }));
    for annotation in project.annotations.iter() {
        let quote = project.quote(&annotation.target);
        let cells = [annotation.id.as_str(), annotation.label.as_str(), &annotation.note, &annotation.creator];
        let values = annotation.attributes.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]);
        if cells.into_iter().chain([quote.as_str()]).chain(values).any(is_formula) {
            losses.push(shielded(&subject(project, annotation)));
        }
    }
    let mut table = Table { written: "\u{feff}".to_owned(), shields_formulas: true };
    annotations(project, &mut table);
    Export { files: vec![File::of([&stem_of(project), SPREADSHEET].concat(), table.written)], losses }
}

const CARRIED: [Part; 7] =
    [Part::Identifiers, Part::Notes, Part::Attributes, Part::Origins, Part::Creators, Part::Times, Part::Links];

fn own_losses(project: &Project) -> Vec<Loss> {
    let mut losses = losses(project, &CARRIED);
    for annotation in project.annotations.iter() {
        for (name, _) in annotation.attributes.iter().filter(|(_, value)| value.is_empty()) {
            let problem = format!("its attribute “{name}” is empty, and so is the cell of one that it has not");
            losses.push(loss(&subject(project, annotation), &problem, "written as an empty cell"));
        }
    }
    losses
}

fn shielded(subject: &str) -> Loss {
    loss(subject, "a spreadsheet would take a cell of it for a formula", "written with an apostrophe before it")
}

fn placed_links(project: &Project) -> impl Iterator<Item = &crate::domain::annotation::Link> {
    let is_placed = |id: &AnnotationId| project.annotations.get(id).is_some();
    project.links.iter().filter(move |link| is_placed(&link.from) && is_placed(&link.to))
}

/// Whether a spreadsheet program would run a cell.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
}

/// A table while it is written.
#[derive(Default)]
struct Table {
    written: String,
    shields_formulas: bool,
}

impl Table {
    fn row(&mut self, cells: &[&str]) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.written.push(',');
            }
            let shield = if self.shields_formulas && is_formula(cell) { "'" } else { "" };
            if cell.contains(['"', ',', '\r', '\n', ';', '\t']) || cell.trim() != *cell {
                self.written.push('"');
                self.written.push_str(shield);
                self.written.push_str(&cell.replace('"', "\"\""));
                self.written.push('"');
            } else {
                self.written.push_str(shield);
                self.written.push_str(cell);
            }
        }
        self.written.push_str("\r\n");
    }
}

fn annotations(project: &Project, table: &mut Table) {
    let text = &project.document.text;
    let units = Units::of(text.as_str());
    let mut attributes: BTreeMap<&str, ()> = BTreeMap::new();
    for annotation in project.annotations.iter() {
        attributes.extend(annotation.attributes.keys().map(|name| (name.as_str(), ())));
    }
    let attribute_columns: Vec<String> = attributes.keys().map(|name| [ATTRIBUTE, name].concat()).collect();
    let header: Vec<&str> = COLUMNS.iter().copied().chain(attribute_columns.iter().map(String::as_str)).collect();
    table.row(&header);
    for annotation in project.annotations.iter() {
        for (part, span) in (1..).zip(annotation.target.spans()) {
            let (start, end) = (span.start().get(), span.end().get());
            let numbers = [part, start, end, units.utf16(start), units.utf16(end), units.byte(start), units.byte(end)]
                .map(|number: u32| number.to_string());
            let annotation: &Annotation = annotation;
            let mut row = vec![annotation.id.as_str(), annotation.label.as_str()];
            row.extend(numbers.iter().map(String::as_str));
            row.push(text.slice(span.start(), span.end()).unwrap_or_default());
            row.extend([annotation.note.as_str(), &annotation.origin, &annotation.creator]);
            row.extend([annotation.created.as_str(), annotation.modified.as_str()]);
            row.extend(attributes.keys().map(|name| annotation.attributes.get(name).map_or("", String::as_str)));
            table.row(&row);
        }
    }
}

/// Whether a file is a table with a label and offsets.
pub(crate) fn fits(file: &File) -> bool {
    let is_named = [".csv", ".tsv"].iter().any(|ending| has_ending(&file.name, ending));
    is_named && text_in(file).is_ok_and(|text| Rows::of(&text).next().is_some_and(|row| Header::of(&row).is_some()))
}

/// Reads tables with commas, semicolons or tabulators between the columns, each with the `.txt` file of its name. One table
/// and one text belong together whatever they are called.
///
/// # Errors
/// [`super::ReadError`], when there is no such pair.
pub fn read(files: &[File]) -> Imported {
    let mut imports = Vec::new();
    let mut strays = Vec::new();
    let texts: Vec<&File> = files.iter().filter(|file| has_ending(&file.name, ".txt")).collect();
    for file in files.iter().filter(|file| !has_ending(&file.name, ".txt")) {
        let endings = [RELATIONS, SPREADSHEET, ".csv", ".tsv"];
        let stem = endings.iter().find_map(|ending| without_ending(&file.name, ending));
        if has_ending(&file.name, RELATIONS) || file.name.ends_with("relations.csv") {
            continue;
        }
        let own = stem.and_then(|stem| named(files, stem, ".txt"));
        let Some(text) = own.or(if texts.len() == 1 { texts.first().copied() } else { None }) else {
            strays.push(about(file, "the .txt file of this name, with the article, is missing; left out"));
            continue;
        };
        let relations = stem.and_then(|stem| named(files, stem, RELATIONS));
        let relations = relations.or_else(|| files.iter().find(|file| file.name == "relations.csv"));
        match read_table(file, text, relations) {
            Ok(import) => imports.push(import),
            Err(note) => strays.push(note),
        }
    }
    imported(imports, strays)
}

fn read_table(file: &File, text_file: &File, relations: Option<&File>) -> Result<Import, ImportNote> {
    let raw = text_in(text_file).map_err(|problem| about(text_file, problem))?;
    let held = Held::of(&raw);
    if held.is_blank() {
        return Err(about(text_file, "there is no text in it; left out"));
    }
    let table = text_in(file).map_err(|problem| about(file, problem))?;
    let units = Units::of(&raw);
    let mut reading = Reading::of(held.text.clone(), None, &text_file.name, "csv");
    let mut rows = Rows::of(&table);
    let header = rows.next().as_deref().and_then(Header::of);
    let header = header.ok_or_else(|| about(file, "it has no columns for a label, a start and an end; left out"))?;
    for column in &header.strange {
        reading.note(file.name.clone(), format!("the column “{column}” is not known here; left out"));
    }
    let is_shielded = has_ending(&file.name, SPREADSHEET);
    let mut found: Vec<Found> = Vec::new();
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for (number, row) in (2..).zip(rows) {
        let place = format!("{}, row {number}", file.name);
        let cell = |column: Option<usize>| {
            let cell = column.and_then(|column| row.get(column)).map_or("", String::as_str);
            if is_shielded { cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell) } else { cell }
        };
        let number = |column: usize| cell(Some(column)).trim().parse::<u32>().ok();
        let offset = |end: usize| match header.offsets[0][end].and_then(number) {
            Some(at) => Some(held.place(at)),
            None => {
                let of_utf16 = header.offsets[1][end].and_then(number).and_then(|at| units.of_utf16(at));
                let at = of_utf16.or_else(|| header.offsets[2][end].and_then(number).and_then(|at| units.of_byte(at)));
                at.map(|at| held.place(at))
            }
        };
        let Some(span) = offset(0).zip(offset(1)) else {
            reading.note(place, "it has no start and end that fit the text; left out");
            continue;
        };
        let quote = header.text.map(|column| cell(Some(column)).replace("\r\n", "\n").replace('\r', "\n"));
        let id = cell(header.id).to_owned();
        // Rows of one identifier are the parts of one annotation, where the table counts parts.
        let is_part = !id.is_empty() && header.part.is_some_and(|column| number(column).is_some_and(|part| part > 1));
        if let Some(whole) = by_id.get(&id).filter(|_| is_part).and_then(|index| found.get_mut(*index)) {
            whole.spans.push(span);
            whole.quotes.extend(quote);
            continue;
        }
        let attributes = header.attributes.iter().filter_map(|(name, column)| {
            let value = cell(Some(*column));
            (!value.is_empty()).then(|| (name.clone(), value.to_owned()))
        });
        by_id.insert(id.clone(), found.len());
        found.push(Found {
            place,
            id,
            label: cell(Some(header.label)).to_owned(),
            spans: vec![span],
            quotes: quote.into_iter().collect(),
            note: cell(header.note).to_owned(),
            attributes: attributes.collect(),
            creator: cell(header.creator).to_owned(),
            created: cell(header.created).to_owned(),
            modified: cell(header.modified).to_owned(),
        });
    }
    let mut ids: BTreeMap<String, AnnotationId> = BTreeMap::new();
    for found in found {
        let asked = found.id.clone();
        if let Some(id) = reading.add(found) {
            ids.entry(asked).or_insert(id);
        }
    }
    if let Some(file) = relations {
        read_relations(file, &ids, &mut reading);
    }
    Ok(reading.finish())
}

fn read_relations(file: &File, ids: &BTreeMap<String, AnnotationId>, reading: &mut Reading) {
    let table = match text_in(file) {
        Ok(table) => table,
        Err(problem) => return reading.note(file.name.clone(), problem),
    };
    let mut rows = Rows::of(&table);
    let header = rows.next().unwrap_or_default();
    let column =
        |names: &[&str]| header.iter().position(|cell| names.contains(&cell.trim().to_ascii_lowercase().as_str()));
    let (id, kind) = (column(&["id"]), column(&["type", "kind", "label"]));
    let Some((from, to)) = column(&["from", "source", "head"]).zip(column(&["to", "target", "child"])) else {
        return reading.note(file.name.clone(), "it has no columns “from” and “to”; left out");
    };
    for (number, row) in (2..).zip(rows) {
        let place = format!("{}, row {number}", file.name);
        let cell = |column: usize| row.get(column).map_or("", String::as_str);
        let (id, kind) = (id.map_or("", cell), kind.map_or("", cell));
        reading.link(&place, id, kind, ids.get(cell(from)), ids.get(cell(to)));
    }
}

/// Which column holds what.
struct Header {
    label: usize,
    /// Start and end in code points, UTF-16 code units and bytes.
    offsets: [[Option<usize>; 2]; 3],
    id: Option<usize>,
    part: Option<usize>,
    text: Option<usize>,
    note: Option<usize>,
    creator: Option<usize>,
    created: Option<usize>,
    modified: Option<usize>,
    attributes: Vec<(String, usize)>,
    /// The names of the columns that are not known.
    strange: Vec<String>,
}

impl Header {
    /// The columns of a first row; `None` when it has no label or no offsets.
    fn of(row: &[String]) -> Option<Self> {
        let mut known = vec![false; row.len()];
        let mut column = |names: &[&str]| {
            let place = row.iter().position(|cell| names.contains(&cell.trim().to_ascii_lowercase().as_str()));
            if let Some(known) = place.and_then(|place| known.get_mut(place)) {
                *known = true;
            }
            place
        };
        let offsets = [
            [
                column(&["start", "begin", "start_offset", "start_char"]),
                column(&["end", "stop", "end_offset", "end_char"]),
            ],
            [column(&["start_utf16"]), column(&["end_utf16"])],
            [column(&["start_byte"]), column(&["end_byte"])],
        ];
        let label = column(&["label", "type", "category", "tag"])?;
        let (id, part) = (column(&["id"]), column(&["part"]));
        let (text, note) = (column(&["text", "quote", "covered_text"]), column(&["note", "comment"]));
        let (creator, created) = (column(&["creator", "annotator"]), column(&["created"]));
        let modified = column(&["modified"]);
        column(&["origin"]);
        let named = |(place, cell): (usize, &String)| Some((cell.strip_prefix(ATTRIBUTE)?.to_owned(), place));
        let attributes: Vec<(String, usize)> = row.iter().enumerate().filter_map(named).collect();
        let is_strange = |place: usize| !known[place] && attributes.iter().all(|(_, column)| *column != place);
        let strange = (0..row.len()).filter(|place| is_strange(*place)).map(|place| row[place].clone()).collect();
        let has_offsets = offsets.iter().any(|ends| ends.iter().all(Option::is_some));
        let header = Self { label, offsets, id, part, text, note, creator, created, modified, attributes, strange };
        has_offsets.then_some(header)
    }
}

/// The rows of a table, one by one. Whatever is in it, there are rows: a quotation mark that nothing closes closes at the
/// end, and one within a cell that began without one is a character.
struct Rows<'a> {
    rest: &'a str,
    separator: char,
}

impl<'a> Rows<'a> {
    /// The separator is the one of which the first line has most.
    fn of(table: &'a str) -> Self {
        let table = table.strip_prefix('\u{feff}').unwrap_or(table);
        let first = table.lines().next().unwrap_or_default();
        let count = |separator: char| first.matches(separator).count();
        let mut separator = ',';
        for other in [';', '\t'] {
            if count(other) > count(separator) {
                separator = other;
            }
        }
        Self { rest: table, separator }
    }

    /// Takes a cell and what ends it.
    fn cell(&mut self) -> (String, Option<char>) {
        let mut cell = String::new();
        if let Some(quoted) = self.rest.strip_prefix('"') {
            self.rest = quoted;
            loop {
                let (before, after) = self.rest.split_once('"').unwrap_or((self.rest, ""));
                cell.push_str(before);
                self.rest = after;
                match after.strip_prefix('"') {
                    Some(after) => {
                        cell.push('"');
                        self.rest = after;
                    }
                    None => break,
                }
            }
        }
        let end = self.rest.find([self.separator, '\n', '\r']).unwrap_or(self.rest.len());
        let (before, after) = self.rest.split_at(end);
        cell.push_str(before);
        let mut behind = after.chars();
        let end = behind.next();
        self.rest = behind.as_str();
        if end == Some('\r') {
            self.rest = self.rest.strip_prefix('\n').unwrap_or(self.rest);
        }
        (cell, end)
    }
}

impl Iterator for Rows<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        while !self.rest.is_empty() {
            let mut row = Vec::new();
            loop {
                let (cell, end) = self.cell();
                row.push(cell);
                if end != Some(self.separator) {
                    break;
                }
            }
            if row.iter().any(|cell| !cell.is_empty()) {
                return Some(row);
            }
        }
        None
    }
}
