//! Zip archives: the files in one, and one of files. Bytes in, bytes out.
//!
//! An archive is data of somebody else's. Nothing of it is unpacked beyond [`Limits`], no name in it leads anywhere, and one
//! file that cannot be read spoils only itself. Not here: what the files are ([`super::bundle`]).

mod listing;
mod names;
mod reading;
mod writing;

pub use reading::read;
pub use writing::{TooLarge, write};

use super::File;
use super::groups::has_ending;
use crate::formats::ImportNote;
use std::fmt;

/// How much of an archive is unpacked at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many files, those of archives within it included.
    pub files: usize,
    /// How many bytes in all, unpacked.
    pub bytes: usize,
    /// How many times larger than packed a file may be. Up to [`Limits::SMALL`] bytes it may be any number of times.
    pub ratio: usize,
}

impl Limits {
    /// A file of up to so many bytes may be packed as tightly as it will: that is a megabyte.
    pub const SMALL: usize = 1 << 20;

    /// What one file may unpack to, given how large it is packed and how much of the archive is unpacked already.
    fn of_file(self, packed: usize, spent: usize) -> usize {
        let by_ratio = packed.saturating_mul(self.ratio).max(Self::SMALL);
        by_ratio.min(self.bytes.saturating_sub(spent))
    }
}

impl Default for Limits {
    /// 10,000 files and 256 MB, more than any corpus of news that a browser could hold; and a ratio of 200, where text has
    /// 3 to 5, and the most regular of markup 30.
    fn default() -> Self {
        Self { files: 10_000, bytes: 256 << 20, ratio: 200 }
    }
}

/// What was in an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// The files, in the archive's order. No name stands twice, each leads downwards only, and what computers keep for
    /// themselves (`__MACOSX`, `.DS_Store`) is not among them.
    pub files: Vec<File>,
    /// What was not taken, or not as it stood.
    pub notes: Vec<ImportNote>,
}

/// Why nothing of an archive was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// It is no zip archive.
    Foreign,
    /// It begins as one, and no file can be found in it.
    Damaged,
    /// It is the file of a word processor or a spreadsheet, which keep their documents in zip archives.
    Office,
}

impl fmt::Display for NotRead {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Foreign => "it is no zip archive",
            Self::Damaged => "the archive is damaged, and no file can be found in it",
            Self::Office => {
                "it is a document of a word processor or another office program; save it as plain text and try again"
            }
        })
    }
}

impl std::error::Error for NotRead {}

/// Whether a file is a zip archive, by how it begins.
#[must_use]
pub fn is_archive(bytes: &[u8]) -> bool {
    [listing::LOCAL, listing::END].iter().any(|mark| bytes.starts_with(mark))
}

/// Whether a file is to be read as an archive: it begins as one, or says that it is.
#[must_use]
pub fn is_meant(file: &File) -> bool {
    is_archive(&file.bytes) || has_ending(&file.name, ".zip")
}

/// The checksum of an archive's file: CRC-32 as in ISO 3309. A table of 16 numbers; the usual ones of a kilobyte and more
/// would be most of what this part of the page weighs.
fn checksum(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 16] = table();
    let half = |crc: u32| (crc >> 4) ^ TABLE[(crc & 15) as usize];
    !bytes.iter().fold(!0, |crc, byte| half(half(crc ^ u32::from(*byte))))
}

const fn table() -> [u32; 16] {
    let mut table = [0; 16];
    let mut index = 0;
    while index < 16 {
        let mut crc = index as u32;
        let mut bit = 0;
        while bit < 4 {
            crc = (crc >> 1) ^ (0xedb8_8320 * (crc & 1));
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
}
