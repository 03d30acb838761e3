//! Offsets in the units of other tools: UTF-16 code units and bytes of UTF-8, counted from the start of the whole text.
//! And the way from a text as a file holds it to the text as it is stored.
//!
//! Attest's own unit is the code point; here alone it is exchanged for others.

use crate::domain::text::Text;

/// Where each code point of a text begins in the two other units. O(n) to make, 8 bytes a code point.
pub(crate) struct Units {
    /// UTF-16 code units and bytes before each code point, and before the end.
    starts: Vec<(u32, u32)>,
}

impl Units {
    /// The units of this text.
    pub(crate) fn of(text: &str) -> Self {
        let mut starts = Vec::with_capacity(text.len() + 1);
        let (mut utf16, mut byte) = (0u32, 0u32);
        for character in text.chars() {
            starts.push((utf16, byte));
            utf16 += character.len_utf16() as u32;
            byte += character.len_utf8() as u32;
        }
        starts.push((utf16, byte));
        Self { starts }
    }

    /// UTF-16 code units before a code point; beyond the end, those of the whole text.
    pub(crate) fn utf16(&self, at: u32) -> u32 {
        self.start(at).0
    }

    /// Bytes of UTF-8 before a code point; beyond the end, those of the whole text.
    pub(crate) fn byte(&self, at: u32) -> u32 {
        self.start(at).1
    }

    /// Code points before a UTF-16 offset; `None` within a surrogate pair and beyond the end.
    pub(crate) fn of_utf16(&self, utf16: u32) -> Option<u32> {
        self.starts.binary_search_by(|start| start.0.cmp(&utf16)).ok().map(|at| at as u32)
    }

    /// Code points before a byte offset; `None` within a character and beyond the end.
    pub(crate) fn of_byte(&self, byte: u32) -> Option<u32> {
        self.starts.binary_search_by(|start| start.1.cmp(&byte)).ok().map(|at| at as u32)
    }

    fn start(&self, at: u32) -> (u32, u32) {
        self.starts.get(at as usize).or(self.starts.last()).copied().unwrap_or_default()
    }
}

/// A text as a file holds it: with any line ends, and perhaps with a byte order mark that counts as a character.
pub(crate) struct Held {
    /// The text as it is stored.
    pub(crate) text: Text,
    /// The offsets in the file's text, in code points, of the characters that are not stored.
    dropped: Vec<u32>,
}

impl Held {
    /// Takes a file's text.
    pub(crate) fn of(raw: &str) -> Self {
        let mut dropped = Vec::new();
        let mut characters = (0u32..).zip(raw.chars()).peekable();
        while let Some((at, character)) = characters.next() {
            let is_half_end = character == '\r' && characters.peek().is_some_and(|(_, next)| *next == '\n');
            if is_half_end || at == 0 && character == '\u{feff}' {
                dropped.push(at);
            }
        }
        Self { text: Text::import(raw), dropped }
    }

    /// Whether there is nothing but white space in it.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.as_str().trim().is_empty()
    }

    /// From an offset in the file's text to one in the text as stored. An offset beyond the end stays beyond it.
    pub(crate) fn place(&self, raw: u32) -> u32 {
        raw - self.dropped.partition_point(|dropped| *dropped < raw) as u32
    }
}
