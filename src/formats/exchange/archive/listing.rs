//! Where the files in an archive are: by its own list, and where that is gone, by the header before each file.
//!
//! Not here: unpacking, and whether a name is one that is taken.

use super::names;
use rawzip::extra_fields::ExtraFields;
use rawzip::{CompressionMethod, ZipArchive};
use std::ops::Range;

/// What stands before each file.
pub(super) const LOCAL: [u8; 4] = *b"PK\x03\x04";
/// What stands at an archive's end, and is all that there is of an empty one.
pub(super) const END: [u8; 4] = *b"PK\x05\x06";
/// What stands behind a file whose header was written before its size was known.
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";

/// Flags of a header: the file is encrypted; its sizes stand behind it; its name is UTF-8.
const ENCRYPTED: u16 = 1;
const SIZES_BEHIND: u16 = 1 << 3;
const UTF8: u16 = 1 << 11;

/// The extra field with sizes of 64 bits, where those of a header are all ones.
const ZIP64: u16 = 1;

/// A file as an archive lists it.
pub(super) struct Entry {
    /// Its name, as it stands there.
    pub(super) name: String,
    pub(super) is_encrypted: bool,
    /// Whether it is only a pointer to another file.
    pub(super) is_symlink: bool,
    /// How it is packed.
    pub(super) method: CompressionMethod,
    /// What [`super::checksum`] is to give of its contents.
    pub(super) checksum: u32,
    /// How many bytes it is to have unpacked.
    pub(super) size: u64,
    /// Where its contents are in the archive, packed; `None` when they are not.
    pub(super) packed: Option<Range<usize>>,
}

/// The files of an archive.
pub(super) struct Listing {
    /// In the archive's order.
    pub(super) entries: Vec<Entry>,
    /// Whether they come from the archive's own list. Otherwise that was damaged.
    pub(super) is_whole: bool,
}

impl Listing {
    /// Lists the files of an archive. Takes time and memory in proportion to its size.
    pub(super) fn of(bytes: &[u8]) -> Self {
        match listed(bytes) {
            Some(entries) => Self { entries, is_whole: true },
            None => Self { entries: found(bytes), is_whole: false },
        }
    }
}

/// The files by the archive's own list; `None` when it is damaged.
fn listed(bytes: &[u8]) -> Option<Vec<Entry>> {
    let archive = ZipArchive::from_slice(bytes).ok()?;
    let mut records = archive.entries();
    let mut entries = Vec::new();
    // An archive that was cut off and has another in it ends, as it seems, with the list of that one.
    let mut is_of_start = !bytes.starts_with(&LOCAL);
    while let Some(record) = records.next_entry().ok()? {
        let place = archive.get_entry(record.wayfinder()).ok().map(|entry| entry.compressed_data_range());
        let flags = record.flags();
        is_of_start |= record.local_header_offset() == 0;
        entries.push(Entry {
            name: names::decoded(record.file_path().as_bytes(), flags.is_utf8(), record.extra_fields()),
            is_encrypted: flags.is_encrypted(),
            is_symlink: record.mode().is_symlink(),
            method: record.compression_method(),
            checksum: record.crc32(),
            size: record.uncompressed_size_hint(),
            packed: place.and_then(|(start, end)| Some(usize::try_from(start).ok()?..usize::try_from(end).ok()?)),
        });
    }
    is_of_start.then_some(entries)
}

/// The files that have a header of their own, one behind the other. The last may be cut off.
fn found(bytes: &[u8]) -> Vec<Entry> {
    let (mut entries, mut from) = (Vec::new(), 0);
    while let Some(header) = place_of(bytes, LOCAL, from) {
        let Some((entry, end)) = entry_at(bytes, header) else { break };
        entries.push(entry);
        let Some(end) = end else { break };
        from = end;
    }
    entries
}

/// The file whose header stands here, and where it ends, if it does; `None` when the header is cut off.
fn entry_at(bytes: &[u8], header: usize) -> Option<(Entry, Option<usize>)> {
    let [flags, method] = [6, 8].map(|offset| number(bytes, header + offset, 2));
    let [mut checksum, mut packed, mut size] = [14, 18, 22].map(|offset| number(bytes, header + offset, 4));
    let [name, extra] = [26, 28].map(|offset| number(bytes, header + offset, 2));
    let name_at = header + 30;
    let extra_at = name_at + name? as usize;
    let start = extra_at + extra? as usize;
    let (name, extra) = (bytes.get(name_at..extra_at)?, bytes.get(extra_at..start)?);
    let flags = flags? as u16;
    if flags & SIZES_BEHIND != 0 {
        (checksum, packed, size) = sizes_behind(bytes, start);
    } else if let Some((_, sizes)) = ExtraFields::new(extra).find(|(id, _)| id.as_u16() == ZIP64) {
        let is_long = |value: Option<u64>| value == Some(u64::from(u32::MAX));
        let behind_size = if is_long(size) { 8 } else { 0 };
        packed = if is_long(packed) { number(sizes, behind_size, 8) } else { packed };
        size = if is_long(size) { number(sizes, 0, 8) } else { size };
    }
    let end = packed.and_then(|packed| start.checked_add(usize::try_from(packed).ok()?));
    let end = end.filter(|end| *end <= bytes.len());
    let entry = Entry {
        name: names::decoded(name, flags & UTF8 != 0, ExtraFields::new(extra)),
        is_encrypted: flags & ENCRYPTED != 0,
        is_symlink: false,
        method: CompressionMethod::new(method? as u16),
        checksum: checksum.unwrap_or_default() as u32,
        size: size.unwrap_or_default(),
        packed: end.map(|end| start..end),
    };
    Some((entry, end))
}

/// The checksum, the packed and the unpacked size of a file that begins here and has them behind it, where it ends.
fn sizes_behind(bytes: &[u8], start: usize) -> (Option<u64>, Option<u64>, Option<u64>) {
    let mut from = start;
    while let Some(place) = place_of(bytes, DESCRIPTOR, from) {
        for width in [4, 8] {
            let packed = number(bytes, place + 8, width);
            if packed == Some((place - start) as u64) {
                return (number(bytes, place + 4, 4), packed, number(bytes, place + 8 + width, width));
            }
        }
        from = place + 1;
    }
    (None, None, None)
}

/// Where these four bytes stand first, from a place on.
fn place_of(bytes: &[u8], mark: [u8; 4], from: usize) -> Option<usize> {
    bytes.get(from..)?.windows(4).position(|four| four == mark).map(|place| from + place)
}

/// The number of so many bytes that stands here, the lowest byte first.
fn number(bytes: &[u8], place: usize, width: usize) -> Option<u64> {
    let digits = bytes.get(place..place.checked_add(width)?)?;
    Some(digits.iter().rev().fold(0, |number, digit| (number << 8) | u64::from(*digit)))
}
