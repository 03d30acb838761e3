//! Guidelines: what to mark and where a mark begins and ends, as a text that people write and read.
//!
//! `# ` begins the title and `## ` a section; a line that ends with a colon and stands above a list is a small heading; `- ` begins an
//! item of a list, which goes on in lines that are moved in by two blanks. `good: `, `bad: ` and `not: ` begin an example each. In any
//! of it, `[label:words]` shows a mark; parts of one mark carry one number: `[claim#1:X], said Y, [claim#1:and Z]`.
//!
//! Not here: what the guidelines say (`guidelines.txt`), and how they look.

/// Guidelines, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guidelines {
    /// What they are called; empty when they do not say.
    pub title: String,
    /// What stands before the first section.
    pub intro: Vec<Part>,
    /// The sections in order.
    pub sections: Vec<Section>,
}

/// A section with its heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// What the heading says, without the key.
    pub title: String,
    /// The key of the label that the section is about: of `## Claim (key 1)`, `1`. A section that names none is about no label.
    pub key: Option<String>,
    /// What stands in it.
    pub parts: Vec<Part>,
}

/// A stretch of guidelines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// What the list below it is about, with its colon.
    Heading(String),
    /// A paragraph.
    Paragraph(Vec<Piece>),
    /// A list, item by item.
    List(Vec<Vec<Piece>>),
    /// Examples that stand together.
    Examples(Vec<Example>),
}

/// A sentence with marks, and whether they are right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Whether they are.
    pub verdict: Verdict,
    /// The sentence.
    pub pieces: Vec<Piece>,
}

/// What an example is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is right.
    Good,
    /// It is wrong, and the check doubts it.
    Bad,
    /// It is wrong, and only a person can see it.
    Not,
}

/// The word that an example begins with.
const VERDICTS: &[(Verdict, &str)] = &[(Verdict::Good, "good"), (Verdict::Bad, "bad"), (Verdict::Not, "not")];

impl Verdict {
    /// The word that such an example begins with.
    #[must_use]
    pub fn word(self) -> &'static str {
        VERDICTS.iter().find(|(known, _)| *known == self).map_or("", |(_, word)| word)
    }
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// A mark.
    Mark {
        /// The label, as the guidelines call it.
        label: String,
        /// What the parts of one mark have in common; empty where it has one part only.
        number: String,
        /// What is marked.
        inside: Vec<Piece>,
    },
}

/// Reads guidelines. What is of no form that is known is a paragraph, so that nothing is left out.
#[must_use]
pub fn read(source: &str) -> Guidelines {
    let mut reading = Reading::default();
    let mut lines = source.lines().map(str::trim_end).peekable();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("# ").filter(|_| reading.is_at_start()) {
            title.trim().clone_into(&mut reading.done.title);
        } else if let Some(title) = line.strip_prefix("## ") {
            reading.begin(title.trim());
        } else if let Some(item) = line.strip_prefix("- ") {
            reading.item(item);
        } else if let Some((verdict, example)) = example_of(line) {
            reading.example(verdict, example);
        } else if let Some(more) = line.strip_prefix("  ").filter(|_| reading.is_in_item) {
            reading.more(more.trim_start());
        } else if line.trim().is_empty() {
            reading.end_paragraph();
        } else {
            let is_alone = reading.paragraph.is_empty();
            let mut after = lines.clone();
            let is_above_list = after.find(|line| !line.is_empty()).is_some_and(|line| line.starts_with("- "));
            if is_alone && is_above_list && line.ends_with(':') {
                reading.add(Part::Heading(line.trim().to_owned()));
            } else {
                reading.say(line.trim());
            }
        }
    }
    reading.end_paragraph();
    reading.done
}

/// Guidelines while they are read.
#[derive(Default)]
struct Reading {
    done: Guidelines,
    /// The paragraph that is going on.
    paragraph: String,
    /// The item of a list that may go on, as it is written.
    item: String,
    is_in_item: bool,
}

impl Reading {
    fn is_at_start(&self) -> bool {
        self.done == Guidelines::default() && self.paragraph.is_empty()
    }

    fn parts(&mut self) -> &mut Vec<Part> {
        match self.done.sections.last_mut() {
            Some(section) => &mut section.parts,
            None => &mut self.done.intro,
        }
    }

    fn begin(&mut self, heading: &str) {
        self.end_paragraph();
        let named = heading.strip_suffix(')').and_then(|heading| heading.split_once(" (key "));
        let (title, key) = named.map_or((heading, None), |(title, key)| (title, Some(key.to_owned())));
        self.done.sections.push(Section { title: title.to_owned(), key, parts: Vec::new() });
    }

    fn add(&mut self, part: Part) {
        self.end_paragraph();
        self.parts().push(part);
    }

    fn say(&mut self, words: &str) {
        self.is_in_item = false;
        join(&mut self.paragraph, words);
    }

    fn end_paragraph(&mut self) {
        self.is_in_item = false;
        let paragraph = std::mem::take(&mut self.paragraph);
        if !paragraph.is_empty() {
            let pieces = pieces(&paragraph);
            self.parts().push(Part::Paragraph(pieces));
        }
    }

    fn item(&mut self, words: &str) {
        self.end_paragraph();
        words.trim().clone_into(&mut self.item);
        let pieces = pieces(&self.item);
        match self.parts().last_mut() {
            Some(Part::List(items)) => items.push(pieces),
            _ => self.parts().push(Part::List(vec![pieces])),
        }
        self.is_in_item = true;
    }

    fn more(&mut self, words: &str) {
        join(&mut self.item, words);
        let pieces = pieces(&self.item);
        if let Some(Part::List(items)) = self.parts().last_mut()
            && let Some(item) = items.last_mut()
        {
            *item = pieces;
        }
    }

    fn example(&mut self, verdict: Verdict, words: &str) {
        self.end_paragraph();
        let example = Example { verdict, pieces: pieces(words) };
        match self.parts().last_mut() {
            Some(Part::Examples(examples)) => examples.push(example),
            _ => self.parts().push(Part::Examples(vec![example])),
        }
    }
}

fn join(text: &mut String, words: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(words);
}

fn example_of(line: &str) -> Option<(Verdict, &str)> {
    VERDICTS.iter().find_map(|(verdict, word)| Some((*verdict, line.strip_prefix(word)?.strip_prefix(": ")?.trim())))
}

/// The pieces of a sentence with marks. A bracket that opens no mark, or has no partner, is a character like others.
#[must_use]
pub fn pieces(source: &str) -> Vec<Piece> {
    // What is open: the pieces before it, and the label and number of it.
    let mut open: Vec<(Vec<Piece>, &str)> = Vec::new();
    let mut done: Vec<Piece> = Vec::new();
    let mut rest = source;
    while let Some(character) = rest.chars().next() {
        if let Some((name, after)) = opening(rest) {
            open.push((std::mem::take(&mut done), name));
            rest = after;
            continue;
        }
        rest = &rest[character.len_utf8()..];
        let closed = if character == ']' { open.pop() } else { None };
        match closed {
            Some((before, name)) => {
                let (label, number) = name.split_once('#').unwrap_or((name, ""));
                let mark = Piece::Mark {
                    label: label.to_owned(),
                    number: number.to_owned(),
                    inside: std::mem::replace(&mut done, before),
                };
                done.push(mark);
            }
            None => add_words(&mut done, character.encode_utf8(&mut [0; 4])),
        }
    }
    while let Some((mut before, name)) = open.pop() {
        for words in ["[", name, ":"] {
            add_words(&mut before, words);
        }
        for piece in std::mem::take(&mut done) {
            match piece {
                Piece::Words(words) => add_words(&mut before, &words),
                mark @ Piece::Mark { .. } => before.push(mark),
            }
        }
        done = before;
    }
    done
}

fn add_words(pieces: &mut Vec<Piece>, words: &str) {
    match pieces.last_mut() {
        Some(Piece::Words(before)) => before.push_str(words),
        _ => pieces.push(Piece::Words(words.to_owned())),
    }
}

/// The name and what follows, of `[claim#1:…`.
fn opening(rest: &str) -> Option<(&str, &str)> {
    let (name, after) = rest.strip_prefix('[')?.split_once(':')?;
    let (label, number) = name.split_once('#').unwrap_or((name, "1"));
    let is_label = label.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '_'));
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (!label.is_empty() && is_label && is_number).then_some((name, after))
}

/// The words of pieces, without the marks.
#[must_use]
pub fn words_of(pieces: &[Piece]) -> String {
    let words = |piece: &Piece| match piece {
        Piece::Words(words) => words.clone(),
        Piece::Mark { inside, .. } => words_of(inside),
    };
    pieces.iter().map(words).collect()
}
