//! The work in another tool's format, and what that format could not carry.
//!
//! Not here: how a format is written ([`crate::formats`]), and the screen.

use super::lines::{fields, line};
use crate::formats::attest;
use crate::formats::doccano;
use crate::formats::exchange::{Export, File, Format, Loss, Unit};
use std::collections::BTreeMap;

/// What is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// In which format.
    pub format: Format,
    /// What offsets count, in a format that leaves the choice.
    pub unit: Unit,
}

impl Wish {
    /// A format as it is usually written.
    #[must_use]
    pub fn of(format: Format) -> Self {
        Self { format, unit: Unit::Utf16 }
    }

    /// Whether what offsets count can be chosen in a format.
    #[must_use]
    pub fn has_units(format: Format) -> bool {
        format == Format::Doccano
    }

    /// The wish in one word.
    #[must_use]
    pub fn word(self) -> String {
        let unit = if Self::has_units(self.format) && self.unit == Unit::CodePoint { "+code-points" } else { "" };
        [self.format.key(), unit].concat()
    }

    /// The wish that is meant by a word; `None` when no format that is written is called so.
    #[must_use]
    pub fn heard(word: &str) -> Option<Self> {
        let (key, unit) = match word.strip_suffix("+code-points") {
            Some(key) => (key, Unit::CodePoint),
            None => (word, Unit::Utf16),
        };
        let format = Format::all().find(|format| format.is_written() && format.key() == key)?;
        Some(Self { format, unit })
    }
}

/// What was written, or will be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The files, the main one first.
    pub files: Vec<File>,
    /// What the format could not carry, the same things together.
    pub groups: Vec<Group>,
}

/// Losses of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What cannot be carried; where the losses differ in names or numbers, three dots stand for those.
    pub problem: String,
    /// What was done instead.
    pub choice: String,
    /// What it is about, item by item: the subject, and the problem where it is not the group's own.
    pub items: Vec<(String, String)>,
}

/// Writes the project of an annotation file.
///
/// # Errors
/// What is wrong with the annotation file, as a sentence.
pub fn write(file: &str, wish: Wish) -> Result<Written, String> {
    let (project, _) = attest::read(file).map_err(|error| error.to_string())?;
    let Export { files, losses } = match wish.format {
        Format::Doccano => doccano::write_in(&project, wish.unit),
        format => format.write(&project),
    };
    Ok(Written { files, groups: grouped(losses) })
}

/// Losses of one kind together, in the order in which the first of each kind comes.
#[must_use]
pub fn grouped(losses: Vec<Loss>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: BTreeMap<(String, String), usize> = BTreeMap::new();
    for Loss { subject, problem, choice } in losses {
        let kind = (outline(&problem), outline(&choice));
        let place = *known.entry(kind).or_insert_with(|| {
            groups.push(Group { problem: problem.clone(), choice: choice.clone(), items: Vec::new() });
            groups.len() - 1
        });
        let group = &mut groups[place];
        if group.choice != choice {
            group.choice = outline(&choice);
        }
        group.items.push((subject, problem));
    }
    for group in &mut groups {
        if group.items.iter().any(|(_, problem)| *problem != group.problem) {
            group.problem = outline(&group.problem);
        }
        for (_, problem) in &mut group.items {
            if *problem == group.problem {
                problem.clear();
            }
        }
    }
    groups
}

/// A sentence with three dots for what stands in quotation marks and for numbers.
fn outline(sentence: &str) -> String {
    let (mut outline, mut depth, mut was_digit) = (String::new(), 0u32, false);
    for character in sentence.chars() {
        if character == '”' {
            depth = depth.saturating_sub(1);
        }
        let is_digit = character.is_ascii_digit();
        if depth == 0 && !is_digit {
            outline.push(character);
        } else if depth == 0 && !was_digit {
            outline.push('…');
        }
        if character == '“' {
            if depth == 0 {
                outline.push('…');
            }
            depth += 1;
        }
        was_digit = is_digit;
    }
    outline
}

impl Written {
    /// The groups as words.
    #[must_use]
    pub fn words(&self) -> String {
        let mut lines = Vec::new();
        for group in &self.groups {
            lines.push(line(&["group", &group.problem, &group.choice]));
            lines.extend(group.items.iter().map(|(subject, problem)| line(&["item", subject, problem])));
        }
        lines.join("\n")
    }

    /// What was written, from such words and the files.
    #[must_use]
    pub fn heard(words: &str, files: Vec<File>) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for line in words.lines() {
            let mut parts = fields(line).into_iter();
            let kind = parts.next().unwrap_or_default();
            let (one, other) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            match (kind.as_str(), groups.last_mut()) {
                ("group", _) => groups.push(Group { problem: one, choice: other, items: Vec::new() }),
                ("item", Some(group)) => group.items.push((one, other)),
                _ => {}
            }
        }
        Self { files, groups }
    }
}

/// The media type of a file, by its name.
#[must_use]
pub fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "json" | "jsonl" => "application/json",
        "jsonld" => "application/ld+json",
        "csv" => "text/csv;charset=utf-8",
        "tsv" => "text/tab-separated-values;charset=utf-8",
        "xml" | "xmi" => "application/xml",
        "html" => "text/html;charset=utf-8",
        "md" => "text/markdown;charset=utf-8",
        _ => "text/plain;charset=utf-8",
    }
}
