//! Names of the files in an archive: from bytes to text, and which are taken.

use super::checksum;
use rawzip::extra_fields::ExtraFields;

/// The extra field with a name in UTF-8, for archives whose names are in another encoding.
const UNICODE_PATH: u16 = 0x7075;

/// The upper half of code page 437, in which names are that do not say that they are UTF-8.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// A name as text. Programs that write UTF-8 and do not say so are many, so that counts as UTF-8 which can be.
pub(super) fn decoded(raw: &[u8], is_utf8: bool, extra: ExtraFields<'_>) -> String {
    let mut fields = extra;
    let unicode = fields.find_map(|(id, field)| unicode_name(field, raw).filter(|_| id.as_u16() == UNICODE_PATH));
    match (unicode.or_else(|| std::str::from_utf8(raw).ok()), is_utf8) {
        (Some(name), _) => name.to_owned(),
        (None, true) => String::from_utf8_lossy(raw).into_owned(),
        (None, false) => raw.iter().map(|byte| of_cp437(*byte)).collect(),
    }
}

/// The name in an extra field: a version, the checksum of the name that it stands for, and UTF-8.
fn unicode_name<'a>(field: &'a [u8], raw: &[u8]) -> Option<&'a str> {
    let (version, rest) = field.split_first()?;
    let (of, name) = rest.split_at_checked(4)?;
    let is_meant = *version == 1 && of == checksum(raw).to_le_bytes();
    std::str::from_utf8(name).ok().filter(|name| is_meant && !name.is_empty())
}

fn of_cp437(byte: u8) -> char {
    let upper = byte.checked_sub(128).and_then(|place| CP437.chars().nth(usize::from(place)));
    upper.unwrap_or(char::from(byte))
}

/// What becomes of a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// It is taken, as it stands or made safe.
    Taken(String),
    /// It was absolute, and is taken from the archive's top.
    Absolute(String),
    /// It leads out of the archive.
    Climbing,
    /// There is nothing of it.
    Empty,
    /// It is of a folder, or of a file that a computer keeps for itself.
    NoFile,
}

impl Name {
    /// What becomes of a name: its folders are separated by `/`, and there is no control character in it.
    pub(super) fn of(name: &str) -> Self {
        let safe = |character: char| match character {
            '\\' => '/',
            _ if character.is_control() => '_',
            _ => character,
        };
        let name: String = name.chars().map(safe).collect();
        let mut parts: Vec<&str> = name.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        let mut is_absolute = name.starts_with('/');
        while let Some(first) = parts.first_mut() {
            let [drive, b':', ..] = first.as_bytes() else { break };
            if !drive.is_ascii_alphabetic() {
                break;
            }
            is_absolute = true;
            *first = first.get(2..).unwrap_or_default();
            if matches!(*first, "" | ".") {
                parts.remove(0);
            }
        }
        let is_kept = |part: &&str| {
            part.starts_with("._") || ["__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"].contains(part)
        };
        match parts.last() {
            Some(_) if parts.contains(&"..") => Self::Climbing,
            None if name.is_empty() => Self::Empty,
            None => Self::NoFile,
            Some(_) if name.ends_with('/') || parts.iter().any(is_kept) => Self::NoFile,
            Some(_) if is_absolute => Self::Absolute(parts.join("/")),
            Some(_) => Self::Taken(parts.join("/")),
        }
    }
}
