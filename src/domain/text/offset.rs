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
        let mut rest = source.as_bytes();
        while !rest.is_empty() {
            marks.push(Mark { byte: (source.len() - rest.len()) as u32, utf16 });
            let (length, counted, units) = stride_of(rest);
            code_points += counted;
            utf16 += units;
            rest = rest.get(length..).unwrap_or_default();
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
        if self.stride_after(at).is_some_and(|next| next.byte - mark.byte == STRIDE as u32) {
            // ASCII as far as the next mark.
            return start + rest;
        }
        let tail = source.get(start..).unwrap_or_default();
        start + tail.char_indices().nth(rest).map_or(tail.len(), |(byte, _)| byte)
    }

    pub(super) fn utf16(&self, source: &str, at: CodePoint) -> u32 {
        if at.0 >= self.code_points {
            return self.utf16;
        }
        let Some((mark, rest)) = self.mark_before(at) else { return at.0 };
        if self.stride_after(at).is_some_and(|next| next.utf16 - mark.utf16 == STRIDE as u32) {
            // No surrogate pair as far as the next mark.
            return mark.utf16 + rest as u32;
        }
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

    /// The mark that ends the stride in which `at` is; `None` in the last one.
    fn stride_after(&self, at: CodePoint) -> Option<&Mark> {
        self.marks.get(at.0 as usize / STRIDE + 1)
    }
}

/// How many bytes, code points and UTF-16 code units the stride has that begins a text.
fn stride_of(text: &[u8]) -> (usize, u32, u32) {
    // Nearly all of most texts, and told eight bytes at a time.
    if text.get(..STRIDE).is_some_and(<[u8]>::is_ascii) {
        return (STRIDE, STRIDE as u32, STRIDE as u32);
    }
    let (mut counted, mut units) = (0, 0);
    for (at, byte) in text.iter().enumerate() {
        if is_continuation(*byte) {
            continue;
        }
        if counted as usize == STRIDE {
            return (at, counted, units);
        }
        counted += 1;
        // Four bytes in UTF-8 are two code units in UTF-16.
        units += if *byte >= 0xf0 { 2 } else { 1 };
    }
    (text.len(), counted, units)
}

/// Whether a byte of UTF-8 is one of a character's further bytes.
fn is_continuation(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}
