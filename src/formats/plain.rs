//! Plain text files: bytes to text, or a clear refusal.

use std::fmt;

/// Why bytes are not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotText {
    /// There is nothing but white space in it.
    Empty,
    /// It is some other kind of file.
    Binary,
    /// It is text in an encoding that does not say what it is.
    Encoding,
}

impl fmt::Display for NotText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Empty => "it is empty",
            Self::Binary => "it is not a text file",
            Self::Encoding => "its text is neither UTF-8 nor UTF-16; save it as UTF-8 and try again",
        })
    }
}

/// Decodes UTF-8, with or without a byte order mark, and UTF-16 with one. The mark is dropped; line ends stay.
///
/// # Errors
/// [`NotText`], when the bytes are no text that could be shown.
pub fn decode(bytes: &[u8]) -> Result<String, NotText> {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => decode_utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => decode_utf16(rest, u16::from_be_bytes)?,
        _ => {
            let rest = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
            match std::str::from_utf8(rest) {
                Ok(text) => text.to_owned(),
                Err(_) if looks_binary(rest) => return Err(NotText::Binary),
                Err(_) => return Err(NotText::Encoding),
            }
        }
    };
    if text.contains('\0') || looks_binary(text.as_bytes()) {
        return Err(NotText::Binary);
    }
    if text.trim().is_empty() { Err(NotText::Empty) } else { Ok(text) }
}

#[inline(never)]
fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NotText> {
    if !bytes.len().is_multiple_of(2) {
        return Err(NotText::Encoding);
    }
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).collect::<Result<String, _>>().map_err(|_| NotText::Encoding)
}

/// Control characters that no text has, in the first few thousand bytes.
fn looks_binary(bytes: &[u8]) -> bool {
    let is_odd = |byte: &&u8| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127);
    let head = &bytes[..bytes.len().min(8192)];
    head.contains(&0) || head.iter().filter(is_odd).count() * 50 > head.len()
}
