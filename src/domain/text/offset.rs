//! Offsets as newtypes, and the table that converts between them.

/// How many code points lie between two entries of the conversion table. A conversion reads at most this many
/// characters; the table costs 12 bytes for each stride of a text that is not plain ASCII, and nothing for one that is.
const STRIDE: usize = 64;

/// A place between two characters, counted in Unicode code points (scalar values) from the start of the whole text.
/// This is the unit of the annotation file, of W3C `TextPositionSelector` and of Python string indices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodePoint(u32);

impl CodePoint {
    /// The start of the text.
    pub const ZERO: Self = Self(0);

    /// The offset with this many code points before it.
    #[must_use]
    pub const fn new(count: u32) -> Self {
        Self(count)
    }

    /// How many code points stand before this offset.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// A place between two UTF-16 code units, counted from the start of a block: the unit of the browser's DOM ranges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Utf16(u32);

impl Utf16 {
    /// The offset with this many code units before it.
    #[must_use]
    pub const fn new(count: u32) -> Self {
        Self(count)
    }

    /// How many code units stand before this offset.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// Where every `STRIDE`-th code point stands in bytes and in UTF-16 code units.
#[derive(Debug)]
pub(super) struct OffsetIndex {
    code_points: u32,
    utf16: u32,
    /// Empty when the text is ASCII, where all three offsets are one number.
    marks: Vec<Mark>,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    byte: u32,
    utf16: u32,
}

impl OffsetIndex {
    pub(super) fn of(source: &str) -> Self {
        if source.is_ascii() {
            let length = source.len() as u32;
            return Self { code_points: length, utf16: length, marks: Vec::new() };
        }
        let mut marks = Vec::with_capacity(source.len() / STRIDE + 1);
        let (mut code_points, mut utf16) = (0u32, 0u32);
        // Byte by byte, since decoding a megabyte of characters takes three times as long.
        for (byte, value) in (0u32..).zip(source.bytes()) {
            if is_continuation(value) {
                continue;
            }
            if (code_points as usize).is_multiple_of(STRIDE) {
                marks.push(Mark { byte, utf16 });
            }
            code_points += 1;
            // Four bytes in UTF-8 are two code units in UTF-16.
            utf16 += if value >= 0xf0 { 2 } else { 1 };
        }
        Self { code_points, utf16, marks }
    }

    pub(super) fn end(&self) -> CodePoint {
        CodePoint(self.code_points)
    }

    pub(super) fn byte(&self, source: &str, at: CodePoint) -> usize {
        if at.0 >= self.code_points {
            return source.len();
        }
        let Some((mark, rest)) = self.mark_before(at) else { return at.0 as usize };
        let start = mark.byte as usize;
        let tail = source.get(start..).unwrap_or_default();
        start + tail.char_indices().nth(rest).map_or(tail.len(), |(byte, _)| byte)
    }

    pub(super) fn utf16(&self, source: &str, at: CodePoint) -> u32 {
        if at.0 >= self.code_points {
            return self.utf16;
        }
        let Some((mark, rest)) = self.mark_before(at) else { return at.0 };
        let tail = source.get(mark.byte as usize..).unwrap_or_default();
        mark.utf16 + tail.chars().take(rest).map(|character| character.len_utf16() as u32).sum::<u32>()
    }

    pub(super) fn code_point(&self, source: &str, byte: usize) -> CodePoint {
        if self.marks.is_empty() {
            return CodePoint((byte as u32).min(self.code_points));
        }
        let stride = self.marks.partition_point(|mark| mark.byte as usize <= byte).saturating_sub(1);
        let from = self.marks.get(stride).map_or(0, |mark| mark.byte as usize);
        let counted = source.get(from..byte.min(source.len())).map_or(0, |part| part.chars().count());
        CodePoint((stride * STRIDE + counted) as u32)
    }

    pub(super) fn code_point_of_utf16(&self, source: &str, at: u32) -> CodePoint {
        if self.marks.is_empty() {
            return CodePoint(at.min(self.code_points));
        }
        let stride = self.marks.partition_point(|mark| mark.utf16 <= at).saturating_sub(1);
        let mark = self.marks.get(stride).copied().unwrap_or(Mark { byte: 0, utf16: 0 });
        let tail = source.get(mark.byte as usize..).unwrap_or_default();
        let mut utf16 = mark.utf16;
        let mut counted = (stride * STRIDE) as u32;
        for character in tail.chars() {
            let next = utf16 + character.len_utf16() as u32;
            if next > at {
                break;
            }
            utf16 = next;
            counted += 1;
        }
        CodePoint(counted)
    }

    /// The mark at or before `at` and the code points left to walk; `None` for ASCII.
    fn mark_before(&self, at: CodePoint) -> Option<(Mark, usize)> {
        let at = at.0 as usize;
        self.marks.get(at / STRIDE).map(|mark| (*mark, at % STRIDE))
    }
}

/// Whether a byte of UTF-8 is one of a character's further bytes.
pub(super) fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}
