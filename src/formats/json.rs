//! JSON objects and lists, read and written one level at a time.
//!
//! `serde_json` checks the syntax of all that is read. What its derives and visitors would do
//! besides, they would do anew for every record: they were a quarter of the wasm file. Here a value is the text of it, so an
//! object gives its fields by name, and what a reader does not take out is kept as it stands.

use crate::domain::project::Unknown;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// A JSON value whose syntax has been checked, as it is written, without white space around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Json<'a>(&'a str);

impl<'a> Json<'a> {
    /// An object without fields.
    pub(crate) const EMPTY: Self = Self("{}");

    /// Checks a text from outside.
    ///
    /// # Errors
    /// What is wrong, with line and column.
    pub(crate) fn check(source: &'a str) -> Result<Self, String> {
        let checked: Result<&RawValue, _> = serde_json::from_str(source);
        checked.map(|value| Self(value.get())).map_err(|error| told(&error))
    }

    /// Whether it is an object.
    pub(crate) fn is_object(self) -> bool {
        self.0.starts_with('{')
    }

    /// Whether it is a list.
    pub(crate) fn is_list(self) -> bool {
        self.0.starts_with('[')
    }

    /// The items of this list, or this value alone, as JSON-LD writes a list of one.
    pub(crate) fn items_or_one(self) -> Vec<Self> {
        if self.is_list() { self.list() } else { vec![self] }
    }

    /// The whole number that this is.
    pub(crate) fn number(self) -> Option<u32> {
        self.0.parse().ok()
    }

    /// How it is written.
    pub(crate) fn written(self) -> &'a str {
        self.0
    }

    /// The string that this is.
    ///
    /// # Errors
    /// What it is not.
    pub(crate) fn string(self) -> Result<Cow<'a, str>, String> {
        let inner = if self.0.as_bytes().first() == Some(&b'"') { self.0.get(1..self.0.len() - 1) } else { None };
        let inner = inner.ok_or("expected a string")?;
        if inner.as_bytes().contains(&b'\\') { unescaped(inner).map(Cow::Owned) } else { Ok(Cow::Borrowed(inner)) }
    }

    /// The items of the list that this is.
    ///
    /// # Errors
    /// What it is not.
    pub(crate) fn items(self) -> Result<Vec<Self>, String> {
        if self.is_list() { Ok(self.list()) } else { Err("expected a list".to_owned()) }
    }

    fn list(self) -> Vec<Self> {
        self.parts().collect()
    }

    /// What stands between the brackets: the items of a list; the names and values of an object by turns.
    pub(crate) fn parts(self) -> Parts<'a> {
        Parts { source: self.0, at: 1 }
    }
}

/// The parts of a list or an object that are still to come.
#[derive(Debug)]
pub(crate) struct Parts<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Iterator for Parts<'a> {
    type Item = Json<'a>;

    fn next(&mut self) -> Option<Json<'a>> {
        let bytes = self.source.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r' | b',' | b':')) {
            self.at += 1;
        }
        if self.at + 1 >= bytes.len() {
            return None;
        }
        let start = self.at;
        self.at = end_of_value(bytes, start);
        Some(Json(self.source.get(start..self.at).unwrap_or_default()))
    }
}

/// In few words: the parser's own say which of thirty things it expected, and they are all in the wasm file.
fn told(error: &serde_json::Error) -> String {
    let problem = if error.is_eof() { "the JSON ends too early" } else { "the JSON is malformed" };
    [problem, " at line ", &error.line().to_string(), ", column ", &error.column().to_string()].concat()
}

/// Where the value ends that begins at `at`. Since the syntax is known to be right, only strings and brackets have to be
/// told apart.
fn end_of_value(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0u32;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = end_of_string(bytes, at),
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth > 0 => depth -= 1,
            b',' | b':' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
        if depth == 0 && matches!(byte, b'"' | b']' | b'}') {
            break;
        }
    }
    at
}

/// The place of the quotation mark that ends the string that begins at `at`.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at += 1;
        match bytes.get(at) {
            Some(b'\\') => at += 1,
            Some(b'"') | None => return at,
            Some(_) => {}
        }
    }
}

fn unescaped(inner: &str) -> Result<String, String> {
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((plain, escape)) = rest.split_once('\\') {
        text.push_str(plain);
        let mut length = 1;
        text.push(match escape.as_bytes().first() {
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                length = 5;
                let mut code = hexadecimal(escape, 1);
                if code & 0xfc00 == 0xd800 && escape.get(5..7) == Some("\\u") {
                    // A character beyond the first 65,536 is written as two UTF-16 code units.
                    let low = hexadecimal(escape, 7);
                    if low & 0xfc00 == 0xdc00 {
                        length = 11;
                        code = 0x1_0000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
                    }
                }
                char::from_u32(code).ok_or("half a character (a lone surrogate)")?
            }
            byte => byte.map_or('\\', |byte| char::from(*byte)),
        });
        rest = escape.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    Ok(text)
}

fn hexadecimal(escape: &str, from: usize) -> u32 {
    escape.get(from..from + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0xdfff)
}

/// The fields of an object, in any order, to be taken out by name. Of two with one name the later counts. A field that
/// is absent or `null` has its usual value; what is wrong with one is told at the end, by [`Fields::rest`].
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    /// `None` once it was taken.
    fields: Vec<(Cow<'a, str>, Option<Json<'a>>)>,
    problem: Option<String>,
}

impl<'a> Fields<'a> {
    /// The fields of this object.
    ///
    /// # Errors
    /// What it is not.
    pub(crate) fn of(object: Json<'a>) -> Result<Self, String> {
        if !object.is_object() {
            return Err("expected an object".to_owned());
        }
        let mut fields = Vec::new();
        let mut parts = object.parts();
        while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
            if fields.is_empty() {
                // Room for an annotation, so that reading thousands of them does not grow thousands of lists step by step.
                fields.reserve(8);
            }
            fields.push((name.string()?, Some(value)));
        }
        Ok(Self { fields, problem: None })
    }

    /// Takes a field's value.
    pub(crate) fn take(&mut self, name: &str) -> Option<Json<'a>> {
        let mut found = None;
        for (known, value) in &mut self.fields {
            if known == name {
                found = value.take().or(found);
            }
        }
        found.filter(|value| value.0 != "null")
    }

    /// Takes a string.
    pub(crate) fn text(&mut self, name: &str) -> Option<Cow<'a, str>> {
        let read = self.take(name)?.string();
        self.checked(name, read)
    }

    /// Takes a string; empty when it is absent.
    pub(crate) fn string(&mut self, name: &str) -> String {
        self.text(name).unwrap_or_default().into_owned()
    }

    /// Takes a whole number.
    pub(crate) fn number(&mut self, name: &str) -> Option<u32> {
        let read = self.take(name)?.0.parse().map_err(|_| "expected a whole number".to_owned());
        self.checked(name, read)
    }

    /// Takes a list's items; none when it is absent.
    pub(crate) fn list(&mut self, name: &str) -> Vec<Json<'a>> {
        let read = self.take(name).map_or_else(|| Ok(Vec::new()), Json::items);
        self.checked(name, read).unwrap_or_default()
    }

    /// Takes a list's items, or the one value that stands in its place; none when it is absent.
    pub(crate) fn list_or_one(&mut self, name: &str) -> Vec<Json<'a>> {
        self.take(name).map_or_else(Vec::new, Json::items_or_one)
    }

    /// Takes an object's fields; none when it is absent.
    pub(crate) fn object(&mut self, name: &str) -> Fields<'a> {
        let read = Fields::of(self.take(name).unwrap_or(Json::EMPTY));
        self.checked(name, read).unwrap_or(Fields { fields: Vec::new(), problem: None })
    }

    /// What was not taken.
    ///
    /// # Errors
    /// What was wrong with the first field that could not be read.
    pub(crate) fn rest(self) -> Result<Vec<(Cow<'a, str>, Json<'a>)>, String> {
        match self.problem {
            Some(problem) => Err(problem),
            None => Ok(self.fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()),
        }
    }

    /// What was not taken, to be carried along.
    ///
    /// # Errors
    /// What was wrong with the first field that could not be read.
    pub(crate) fn unknown(self) -> Result<Unknown, String> {
        self.rest().map(carried)
    }

    fn checked<T>(&mut self, name: &str, read: Result<T, String>) -> Option<T> {
        checked(&mut self.problem, name, read)
    }
}

/// The fields of an object one after the other, for what is read ten thousand times: nothing is put in a list first and
/// looked for there. Of two with one name the later counts when each is put in the place of the one before.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    parts: Parts<'a>,
    unknown: Vec<(Cow<'a, str>, Json<'a>)>,
    problem: Option<String>,
}

impl<'a> Walk<'a> {
    /// Over the fields of this object.
    ///
    /// # Errors
    /// What it is not.
    pub(crate) fn over(object: Json<'a>) -> Result<Self, String> {
        if !object.is_object() {
            return Err("expected an object".to_owned());
        }
        Ok(Self { parts: object.parts(), unknown: Vec::new(), problem: None })
    }

    /// The next field's name and value.
    pub(crate) fn step(&mut self) -> Option<(Cow<'a, str>, Json<'a>)> {
        let name = self.parts.next()?.string();
        let value = self.parts.next()?;
        Some((self.checked("a field's name", name).unwrap_or_default(), value))
    }

    /// The string that a field has; empty where it is `null`.
    pub(crate) fn string(&mut self, name: &str, value: Json<'a>) -> Cow<'a, str> {
        if value.0 == "null" {
            return Cow::Borrowed("");
        }
        let read = value.string();
        self.checked(name, read).unwrap_or_default()
    }

    /// The whole number that a field has.
    pub(crate) fn number(&mut self, name: &str, value: Json<'a>) -> Option<u32> {
        let read = value.0.parse().map_err(|_| "expected a whole number".to_owned());
        self.checked(name, read)
    }

    /// Carries a field along that is not known.
    pub(crate) fn keep(&mut self, name: Cow<'a, str>, value: Json<'a>) {
        self.unknown.push((name, value));
    }

    /// The fields that are carried along.
    ///
    /// # Errors
    /// What was wrong with the first field that could not be read.
    pub(crate) fn rest(self) -> Result<Vec<(Cow<'a, str>, Json<'a>)>, String> {
        self.problem.map_or(Ok(self.unknown), Err)
    }

    fn checked<T>(&mut self, name: &str, read: Result<T, String>) -> Option<T> {
        checked(&mut self.problem, name, read)
    }
}

/// Fields to be carried along, as they are kept.
pub(crate) fn carried(fields: Vec<(Cow<'_, str>, Json<'_>)>) -> Unknown {
    Unknown(fields.into_iter().map(|(name, value)| (name.into_owned(), value.0.to_owned())).collect())
}

/// What was read; of the first that could not be read, the problem is noted under its name.
fn checked<T>(problem: &mut Option<String>, name: &str, read: Result<T, String>) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(found) => {
            problem.get_or_insert_with(|| [name, ": ", &found].concat());
            None
        }
    }
}

/// JSON in ASCII alone: everything else as `\uXXXX`. For readers that guess encodings, or that end a line at every
/// character that is called a separator.
pub(crate) fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            out.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            out.push_str("\\u");
            out.extend([12, 8, 4, 0].map(|shift| char::from(b"0123456789abcdef"[usize::from(*unit >> shift & 15)])));
        }
    }
    out
}

/// JSON being written.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    out: String,
}

impl Writer {
    /// Nothing yet, with room for this many bytes.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes) }
    }

    /// Writes JSON, or a part of it, as it stands.
    pub(crate) fn raw(&mut self, json: &str) {
        self.out.push_str(json);
    }

    /// Writes a string, its quotation marks, backslashes and control characters escaped (RFC 8259, section 7).
    pub(crate) fn string(&mut self, value: &str) {
        self.raw("\"");
        let mut plain = 0;
        for (at, byte) in value.bytes().enumerate() {
            let escape = match byte {
                b'"' => "\\\"",
                b'\\' => "\\\\",
                b'\n' => "\\n",
                b'\r' => "\\r",
                b'\t' => "\\t",
                8 => "\\b",
                12 => "\\f",
                0..=15 => "\\u000",
                16..=31 => "\\u001",
                _ => continue,
            };
            self.raw(value.get(plain..at).unwrap_or_default());
            self.raw(escape);
            if escape.len() > 2 {
                self.out.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
            }
            plain = at + 1;
        }
        self.raw(value.get(plain..).unwrap_or_default());
        self.raw("\"");
    }

    /// Writes a whole number.
    pub(crate) fn number(&mut self, value: u32) {
        self.raw(&value.to_string());
    }

    /// Separates an item of a list, or a field of an object, from the one before.
    pub(crate) fn next(&mut self) {
        if !self.out.ends_with(['{', '[']) {
            self.raw(",");
        }
    }

    /// Writes a field's name; its value has to follow.
    pub(crate) fn name(&mut self, name: &str) {
        self.next();
        self.string(name);
        self.raw(":");
    }

    /// Writes a field.
    pub(crate) fn field(&mut self, name: &str, value: &str) {
        self.name(name);
        self.string(value);
    }

    /// Writes a field unless it is empty.
    pub(crate) fn optional(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.field(name, value);
        }
    }

    /// Writes an object of these named texts.
    pub(crate) fn texts<'a>(&mut self, fields: impl Iterator<Item = (&'a String, &'a String)>) {
        self.raw("{");
        for (name, value) in fields {
            self.field(name, value);
        }
        self.raw("}");
    }

    /// Writes the fields that were not known when they were read, and ends the object.
    pub(crate) fn end(&mut self, unknown: &Unknown) {
        for (name, value) in &unknown.0 {
            self.name(name);
            self.raw(value);
        }
        self.raw("}");
    }

    /// What was written.
    pub(crate) fn finish(self) -> String {
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, Writer};

    #[test]
    fn strings_are_escaped_as_serde_json_does_it() {
        let all: String = (0..=0x2fff).filter_map(char::from_u32).chain("🌊\u{2028}\u{feff}".chars()).collect();
        for value in [all.as_str(), "", "plain", "\"", "a\\", "\u{0}\u{1f}\u{7f}"] {
            let mut out = Writer::default();
            out.string(value);
            let written = out.finish();
            assert_eq!(Some(&written), serde_json::to_string(value).ok().as_ref());
            assert_eq!(Json::check(&written).and_then(Json::string).as_deref(), Ok(value));
        }
    }
}
