//! Unpacking an archive, file by file, within its limits.

use super::listing::{Entry, Listing};
use super::names::Name;
use super::{Limits, NotRead, Unpacked, checksum, is_archive};
use crate::formats::ImportNote;
use crate::formats::exchange::File;
use crate::formats::exchange::groups::without_ending;
use crate::formats::exchange::losses::shortened;
use miniz_oxide::inflate::{DecompressError, TINFLStatus, decompress_to_vec_with_limit};
use rawzip::CompressionMethod;
use std::collections::BTreeMap;

/// More notes than this are counted, not kept.
const MOST_NOTES: usize = 100;

/// Reads an archive, and those within it (`.zip`, as INCEpTION keeps each person's annotations): their files stand in a
/// folder of their name. Archives within those are left out.
///
/// Time and memory are in proportion to the size of the archive and to what [`Limits`] allows to be unpacked.
///
/// # Errors
/// [`NotRead`], when there is nothing to be had of it.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Unpacked, NotRead> {
    if !is_archive(bytes) && !Listing::of(bytes).is_whole {
        return Err(NotRead::Foreign);
    }
    let mut reading =
        Reading { limits, files: Vec::new(), places: BTreeMap::new(), spent: 0, notes: Vec::new(), more: 0, beyond: 0 };
    let is_whole = reading.archive("", bytes, Depth::Outer);
    if !is_whole && reading.files.is_empty() && reading.notes.is_empty() {
        return Err(NotRead::Damaged);
    }
    if reading.places.contains_key("[Content_Types].xml") || reading.files.first().is_some_and(is_mime_type) {
        return Err(NotRead::Office);
    }
    Ok(reading.finish(is_whole))
}

/// Whether a file is the one with which an OpenDocument file or an EPUB begins.
fn is_mime_type(file: &File) -> bool {
    file.name == "mimetype" && file.bytes.starts_with(b"application/")
}

/// Whether an archive is one that was given, or stands in one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Outer,
    Inner,
}

/// What of an archive is unpacked so far.
struct Reading {
    limits: Limits,
    files: Vec<File>,
    /// Where each name stands in the list.
    places: BTreeMap<String, usize>,
    /// How many bytes were unpacked, those that were then left out as well.
    spent: usize,
    notes: Vec<ImportNote>,
    /// How many notes were not kept.
    more: usize,
    /// How many files were beyond the limit of their number.
    beyond: usize,
}

impl Reading {
    /// Reads an archive whose files stand in a folder; whether its list was whole.
    fn archive(&mut self, folder: &str, bytes: &[u8], depth: Depth) -> bool {
        let Listing { entries, is_whole } = Listing::of(bytes);
        for entry in entries {
            let shown = shortened(&[folder, &entry.name].concat());
            let name = match Name::of(&entry.name) {
                Name::NoFile => continue,
                Name::Taken(name) => name,
                Name::Absolute(name) => {
                    self.note(&shown, "its name begins at the top of a computer; it is taken from the archive's top");
                    name
                }
                Name::Climbing => {
                    self.note(&shown, "its name leads out of the archive; left out");
                    continue;
                }
                Name::Empty => {
                    self.note("a file", "it has no name; left out");
                    continue;
                }
            };
            let name = [folder, &name].concat();
            if self.files.len() >= self.limits.files {
                self.beyond += 1;
                continue;
            }
            match self.contents(&entry, bytes) {
                Ok(contents) => self.take(name, contents, &shown, depth),
                Err(problem) => self.note(&shown, &problem),
            }
        }
        is_whole
    }

    /// Takes a file; of an archive within the archive, its files.
    fn take(&mut self, name: String, bytes: Vec<u8>, shown: &str, depth: Depth) {
        if let Some(stem) = without_ending(&name, ".zip").filter(|_| is_archive(&bytes)) {
            if depth == Depth::Inner {
                self.note(shown, "it is an archive in an archive in an archive; left out");
            } else if !self.archive(&[stem, "/"].concat(), &bytes, Depth::Inner) {
                self.note(shown, DAMAGED);
            }
            return;
        }
        match self.places.get(&name).and_then(|place| self.files.get_mut(*place)) {
            Some(file) => {
                file.bytes = bytes;
                self.note(shown, "this name stands twice; the later file was read");
            }
            None => {
                self.places.insert(name.clone(), self.files.len());
                self.files.push(File { name, bytes });
            }
        }
    }

    /// What is in a file, or why it is left out.
    fn contents(&mut self, entry: &Entry, bytes: &[u8]) -> Result<Vec<u8>, String> {
        if entry.is_encrypted {
            return Err("it is encrypted; unpack the archive, then open the files that were in it".to_owned());
        }
        if entry.is_symlink {
            return Err("it only points to another file; left out".to_owned());
        }
        let packed = entry.packed.clone().and_then(|place| bytes.get(place));
        let packed = packed.ok_or("what is in it is not in the archive, which may be cut off; left out")?;
        let allowed = self.limits.of_file(packed.len(), self.spent);
        let size = usize::try_from(entry.size).ok().filter(|size| *size <= allowed);
        let size = size.ok_or_else(|| self.too_large(entry.size))?;
        let contents = match entry.method {
            CompressionMethod::STORE if packed.len() == size => packed.to_vec(),
            CompressionMethod::STORE => return Err(WRONG_SIZE.to_owned()),
            // A byte more than it says would show; the memory taken for it is never more than that.
            CompressionMethod::DEFLATE => decompress_to_vec_with_limit(packed, size.max(1)).map_err(|problem| {
                let DecompressError { status, output } = problem;
                self.spent = self.spent.saturating_add(output.len());
                if status == TINFLStatus::HasMoreOutput { WRONG_SIZE } else { BROKEN }
            })?,
            method => {
                let name = method.name().map_or_else(|| format!("method {}", method.as_u16()), str::to_owned);
                return Err(format!(
                    "it is packed with {name}, which is not read here; unpack the archive, then open the files that were in it"
                ));
            }
        };
        self.spent = self.spent.saturating_add(contents.len());
        if contents.len() != size {
            return Err(WRONG_SIZE.to_owned());
        }
        if checksum(&contents) != entry.checksum {
            return Err(BROKEN.to_owned());
        }
        Ok(contents)
    }

    /// Why a file of this size is left out.
    fn too_large(&self, size: u64) -> String {
        let most = self.limits.bytes >> 20;
        if size > self.limits.bytes as u64 {
            return format!("it is larger than the {most} MB that are unpacked of an archive; left out");
        }
        if size > self.limits.bytes.saturating_sub(self.spent) as u64 {
            return format!(
                "with it, more than {most} MB would be unpacked; left out, put it into an archive of its own"
            );
        }
        format!("it is packed more than {} times smaller than it is, which no article is; left out", self.limits.ratio)
    }

    fn note(&mut self, place: &str, problem: &str) {
        if self.notes.len() < MOST_NOTES {
            self.notes.push(ImportNote { place: place.to_owned(), problem: problem.to_owned() });
        } else {
            self.more += 1;
        }
    }

    fn finish(self, is_whole: bool) -> Unpacked {
        let mut notes = self.notes;
        let mut about = |problem: String| notes.push(ImportNote { place: "the archive".to_owned(), problem });
        if !is_whole {
            about(DAMAGED.to_owned());
        }
        if self.beyond > 0 {
            let (most, beyond) = (self.limits.files, self.beyond);
            about(format!("no more than {most} files are read of one archive; {beyond} were left out"));
        }
        if self.more > 0 {
            about(format!("{} more things in it did not fit", self.more));
        }
        Unpacked { files: self.files, notes }
    }
}

const DAMAGED: &str = "its list of files is damaged or cut off; what could be found without it was read";
const BROKEN: &str = "it is damaged; left out";
const WRONG_SIZE: &str = "it is not as large as the archive says; left out";
