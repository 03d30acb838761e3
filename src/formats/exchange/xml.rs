//! XML, read tag by tag: as much of it as files of annotations use, and nothing that can grow.
//!
//! There is no document type: a file with one is refused, so no entity but the five of XML itself is ever replaced, and
//! what is read is never longer than the file. Elements may stand 200 deep. Namespaces are left to who reads.
//!
//! The tests hold it against the crate `roxmltree`, which is no part of the app (`tests/xml.rs`).

use std::borrow::Cow;
use std::collections::BTreeMap;

/// How deep elements may stand in each other.
const DEEPEST: usize = 200;

/// What comes next in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// An element begins.
    Open {
        /// Its name, with its prefix.
        name: &'a str,
        /// Its attributes in order, those of `xmlns` among them.
        attributes: Vec<(&'a str, Cow<'a, str>)>,
    },
    /// The innermost element ends; `<a/>` gives this as well.
    Close,
    /// Text between tags.
    Text(Cow<'a, str>),
}

/// A file while it is read.
#[derive(Debug)]
pub struct Xml<'a> {
    source: &'a str,
    rest: &'a str,
    /// The names of the elements that have begun and not ended.
    open: Vec<&'a str>,
    /// Whether the innermost element ended with its own tag.
    ends: bool,
    /// Whether the outermost element has begun.
    has_root: bool,
    /// Bytes of the source whose lines were counted, and how many line ends they hold.
    counted: (usize, usize),
}

impl<'a> Xml<'a> {
    /// A reader of this text.
    #[must_use]
    pub fn of(source: &'a str) -> Self {
        let rest = source.strip_prefix('\u{feff}').unwrap_or(source);
        Self { source, rest, open: Vec::new(), ends: false, has_root: false, counted: (0, 0) }
    }

    /// How many elements have begun and not ended.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The line that is reached. Asked again and again, it costs one walk over the file.
    pub fn line(&mut self) -> usize {
        let read = self.source.len() - self.rest.len();
        let passed = &self.source.as_bytes()[self.counted.0..read];
        self.counted = (read, self.counted.1 + passed.iter().filter(|byte| **byte == b'\n').count());
        self.counted.1 + 1
    }

    /// What comes next; `None` at the end of the file.
    ///
    /// # Errors
    /// What is wrong with the file, and in which line.
    #[allow(clippy::should_implement_trait, reason = "an error ends the events, which an iterator could not tell")]
    pub fn next(&mut self) -> Result<Option<Event<'a>>, String> {
        self.event().map_err(|problem| format!("line {}: {problem}", self.line()))
    }

    fn event(&mut self) -> Result<Option<Event<'a>>, &'static str> {
        if std::mem::take(&mut self.ends) {
            self.open.pop();
            return Ok(Some(Event::Close));
        }
        loop {
            if !self.rest.starts_with('<') {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                if rest.is_empty() && !self.open.is_empty() {
                    return Err("the file ends within an element");
                }
                self.rest = rest;
                if !self.open.is_empty() {
                    if text.contains("]]>") {
                        return Err("“]]>” stands outside of CDATA");
                    }
                    return Ok(Some(Event::Text(unescape(text, Blanks::Kept)?)));
                }
                if !text.bytes().all(is_blank) {
                    return Err("there is text outside of the outermost element");
                }
                if rest.is_empty() {
                    return if self.has_root { Ok(None) } else { Err("there is no element in it") };
                }
            } else if let Some(rest) = self.rest.strip_prefix("<!--") {
                let (comment, rest) = rest.split_once("-->").ok_or("a comment does not end")?;
                if comment.contains("--") || comment.ends_with('-') {
                    return Err("a comment holds “--”");
                }
                check(comment)?;
                self.rest = rest;
            } else if let Some(rest) = self.rest.strip_prefix("<?") {
                let (instruction, rest) = rest.split_once("?>").ok_or("an instruction does not end")?;
                check(instruction)?;
                self.rest = rest;
            } else if let Some(rest) = self.rest.strip_prefix("<![CDATA[").filter(|_| !self.open.is_empty()) {
                let (text, rest) = rest.split_once("]]>").ok_or("CDATA does not end")?;
                check(text)?;
                self.rest = rest;
                return Ok(Some(Event::Text(with_lf(text))));
            } else if self.rest.starts_with("<!") {
                return Err("it has a document type or another declaration, which is not read");
            } else if let Some(rest) = self.rest.strip_prefix("</") {
                let (name, rest) = rest.split_once('>').ok_or("a tag does not end")?;
                if self.open.pop() != Some(name.trim_end_matches(blank)) {
                    return Err("a tag ends an element that is not the innermost");
                }
                self.rest = rest;
                return Ok(Some(Event::Close));
            } else {
                return self.tag().map(Some);
            }
        }
    }

    /// Takes a tag that begins an element.
    fn tag(&mut self) -> Result<Event<'a>, &'static str> {
        if self.open.is_empty() && std::mem::replace(&mut self.has_root, true) {
            return Err("there are two outermost elements");
        }
        if self.open.len() >= DEEPEST {
            return Err("its elements stand too deep in each other");
        }
        self.rest = &self.rest[1..];
        let name = self.name()?;
        let mut attributes: Vec<(&'a str, Cow<'a, str>)> = Vec::new();
        let mut names: BTreeMap<&str, ()> = BTreeMap::new();
        loop {
            let after = self.rest.trim_start_matches(blank);
            let has_blank = after.len() < self.rest.len();
            self.rest = after;
            if let Some(rest) = after.strip_prefix('>') {
                self.rest = rest;
                break;
            }
            if let Some(rest) = after.strip_prefix("/>") {
                self.rest = rest;
                self.ends = true;
                break;
            }
            if !has_blank {
                return Err("there is no blank before an attribute");
            }
            let attribute = self.name()?;
            let after = self.rest.trim_start_matches(blank).strip_prefix('=').ok_or("an attribute has no value")?;
            let after = after.trim_start_matches(blank);
            let quote =
                after.chars().next().filter(|sign| matches!(sign, '"' | '\'')).ok_or("a value has no quotes")?;
            let (value, rest) = after[1..].split_once(quote).ok_or("a value does not end")?;
            if value.contains('<') {
                return Err("a value holds “<”");
            }
            if names.insert(attribute, ()).is_some() {
                return Err("an attribute stands twice in a tag");
            }
            attributes.push((attribute, unescape(value, Blanks::Spaces)?));
            self.rest = rest;
        }
        self.open.push(name);
        Ok(Event::Open { name, attributes })
    }

    fn name(&mut self) -> Result<&'a str, &'static str> {
        let is_end = |sign: char| blank(sign) || matches!(sign, '=' | '/' | '>' | '<' | '"' | '\'' | '&');
        let end = self.rest.find(is_end).ok_or("a tag does not end")?;
        let (name, rest) = self.rest.split_at(end);
        // Not all that XML forbids is refused here: a file with such names means no harm.
        let is_name = !name.is_empty() && !name.starts_with(|first: char| matches!(first, '-' | '.' | '0'..='9'));
        self.rest = rest;
        if is_name { check(name).map(|()| name) } else { Err("a name is missing") }
    }
}

/// What becomes of line breaks and tabulators.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blanks {
    /// Line breaks are LF.
    Kept,
    /// Each is a space, as in attributes.
    Spaces,
}

fn blank(sign: char) -> bool {
    matches!(sign, ' ' | '\t' | '\n' | '\r')
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether XML can hold a character (Char in XML 1.0).
pub(crate) fn is_character(sign: char) -> bool {
    matches!(sign, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn check(text: &str) -> Result<(), &'static str> {
    if text.chars().all(is_character) { Ok(()) } else { Err("it holds a character that XML does not have") }
}

fn with_lf(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
}

/// The text that is meant: references replaced, line ends made one.
fn unescape(text: &str, blanks: Blanks) -> Result<Cow<'_, str>, &'static str> {
    check(text)?;
    let is_plain = |byte: u8| match blanks {
        Blanks::Kept => byte != b'&' && byte != b'\r',
        Blanks::Spaces => !matches!(byte, b'&' | b'\r' | b'\n' | b'\t'),
    };
    if text.bytes().all(is_plain) {
        return Ok(Cow::Borrowed(text));
    }
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '&' => {
                let (reference, rest) = characters.as_str().split_once(';').ok_or("a reference does not end")?;
                plain.push(referred(reference)?);
                characters = rest.chars();
            }
            '\r' if characters.as_str().starts_with('\n') => {}
            '\r' | '\n' | '\t' if blanks == Blanks::Spaces => plain.push(' '),
            '\r' => plain.push('\n'),
            _ => plain.push(character),
        }
    }
    Ok(Cow::Owned(plain))
}

/// The character of `amp`, `#10` or `#x1F30A`.
fn referred(reference: &str) -> Result<char, &'static str> {
    let number = |digits: &str, radix: u32| {
        // A sign would be read as a part of the number.
        let is_plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, radix).ok().filter(|_| is_plain);
        code.and_then(char::from_u32).filter(|character| is_character(*character))
    };
    let character = match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => match (reference.strip_prefix("#x"), reference.strip_prefix('#')) {
            (Some(digits), _) => number(digits, 16),
            (None, Some(digits)) => number(digits, 10),
            (None, None) => None,
        },
    };
    character.ok_or("a reference is to no character")
}

/// Writes a value for an attribute: what a reader would change is written as a reference, and a character that XML does not
/// have as U+FFFD.
pub(crate) fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' => escaped.push_str(&format!("&#{};", u32::from(character))),
            _ if is_character(character) => escaped.push(character),
            _ => escaped.push('\u{fffd}'),
        }
    }
    escaped
}
