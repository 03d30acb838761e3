//! Writing an archive: always the same bytes for the same files.

use super::checksum;
use crate::formats::exchange::File;
use miniz_oxide::deflate::compress_to_vec;
use std::fmt;

/// How thoroughly files are packed, of 10; more takes longer and gains little on text.
const LEVEL: u8 = 6;
/// The version of the format that a reader has to know: 2.0, with folders and Deflate.
const VERSION: u32 = 20;
/// The flag that says that a name is UTF-8.
const UTF8: u32 = 1 << 11;
/// How a file is packed: not at all, or with Deflate.
const STORE: u32 = 0;
const DEFLATE: u32 = 8;
/// The first of January 1980, midnight, which is as early as the format goes. A real time would make each archive another.
const DATE: u32 = (1 << 5) | 1;

/// The files are more than an archive holds that every program reads: 65,534 files, and 4 GB in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

impl fmt::Display for TooLarge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "these are more files than one archive can hold; write them into a folder, or into several archives",
        )
    }
}

impl std::error::Error for TooLarge {}

/// The archive of these files, in their order. Their names are written as they are; that they are different is up to the
/// caller ([`super::super::collection::Collection`]).
///
/// # Errors
/// [`TooLarge`].
pub fn write(files: &[File]) -> Result<Vec<u8>, TooLarge> {
    let (mut archive, mut list) = (Vec::new(), Vec::new());
    for file in files {
        let packed = if file.bytes.is_empty() { Vec::new() } else { compress_to_vec(&file.bytes, LEVEL) };
        let (method, packed) =
            if packed.len() < file.bytes.len() { (DEFLATE, packed.as_slice()) } else { (STORE, file.bytes.as_slice()) };
        let mut described = Vec::new();
        put(&mut described, 2, [VERSION, UTF8, method, 0, DATE]);
        put(&mut described, 4, [checksum(&file.bytes), fitting(packed.len())?, fitting(file.bytes.len())?]);
        put(&mut described, 2, [u16::try_from(file.name.len()).map_err(|_| TooLarge)?.into(), 0]);
        let start = fitting(archive.len())?;
        archive.extend_from_slice(&super::listing::LOCAL);
        archive.extend_from_slice(&described);
        archive.extend_from_slice(file.name.as_bytes());
        archive.extend_from_slice(packed);
        list.extend_from_slice(b"PK\x01\x02");
        put(&mut list, 2, [VERSION]);
        list.extend_from_slice(&described);
        put(&mut list, 2, [0, 0, 0]);
        put(&mut list, 4, [0, start]);
        list.extend_from_slice(file.name.as_bytes());
    }
    let (start, length) = (fitting(archive.len())?, fitting(list.len())?);
    let number = u16::try_from(files.len()).ok().filter(|number| *number < u16::MAX).ok_or(TooLarge)?;
    archive.extend_from_slice(&list);
    archive.extend_from_slice(&super::listing::END);
    put(&mut archive, 2, [0, 0, number.into(), number.into()]);
    put(&mut archive, 4, [length, start]);
    put(&mut archive, 2, [0]);
    Ok(archive)
}

/// A size or place as the format has it, where its largest number means that the real one is elsewhere.
fn fitting(number: usize) -> Result<u32, TooLarge> {
    u32::try_from(number).ok().filter(|number| *number < u32::MAX).ok_or(TooLarge)
}

/// Adds numbers of so many bytes, the lowest byte first.
fn put<const COUNT: usize>(bytes: &mut Vec<u8>, width: usize, numbers: [u32; COUNT]) {
    for number in numbers {
        bytes.extend_from_slice(&number.to_le_bytes()[..width]);
    }
}
