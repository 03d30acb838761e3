//! The exports of several articles, side by side in one folder or archive.

use super::File;
use std::collections::BTreeMap;

/// The names that are taken. It keeps no file but the small ones that exports share, such as `annotation.conf`.
#[derive(Debug, Default)]
pub struct Collection {
    /// In small letters, since some file systems know no others; with the contents of a file that may be shared.
    taken: BTreeMap<String, Option<Vec<u8>>>,
}

impl Collection {
    /// The files of one export, the main one first, under names that no other has: a clash puts a number before the names of
    /// all of them, so that they still belong together. A file that is not named after the article and is the same for another
    /// one is not given again; where it is different, the export gets a folder of its own.
    pub fn add(&mut self, files: Vec<File>) -> Vec<File> {
        let Some(main) = files.first() else { return files };
        let stem = main.name.rsplit_once('.').map_or(main.name.as_str(), |(stem, _)| stem);
        // `Title.attest.json` and `Title.layer2.conll` are named after `Title`.
        let stem = stem.strip_suffix(".attest").unwrap_or(stem).to_owned();
        let is_shared: Vec<bool> = files.iter().map(|file| !file.name.starts_with(&stem)).collect();
        let mut number = 1u32;
        let prefix = loop {
            let prefix = self.prefix(&files, &is_shared, &stem, number);
            number += 1;
            if let Some(prefix) = prefix {
                break prefix;
            }
        };
        let mut added = Vec::new();
        for (file, is_shared) in files.into_iter().zip(is_shared) {
            let name = match (prefix.is_folder, is_shared) {
                (false, true) => file.name,
                _ => [&prefix.text, file.name.as_str()].concat(),
            };
            let contents = is_shared.then(|| file.bytes.clone());
            if self.taken.insert(name.to_lowercase(), contents).is_none() {
                added.push(File { name, bytes: file.bytes });
            }
        }
        added
    }

    /// What to put before the names of an export at this try; `None` when names are then taken.
    fn prefix(&self, files: &[File], is_shared: &[bool], stem: &str, number: u32) -> Option<Prefix> {
        let fits = |prefix: &str, is_folder: bool| {
            files.iter().zip(is_shared).all(|(file, is_shared)| {
                let name = if *is_shared && !is_folder { file.name.clone() } else { [prefix, &file.name].concat() };
                match self.taken.get(&name.to_lowercase()) {
                    None => true,
                    Some(contents) => *is_shared && contents.as_ref() == Some(&file.bytes),
                }
            })
        };
        let is_other = |(file, _): (&File, &bool)| {
            self.taken.get(&file.name.to_lowercase()).is_some_and(|contents| contents.as_ref() != Some(&file.bytes))
        };
        let is_folder = files.iter().zip(is_shared).filter(|(_, is_shared)| **is_shared).any(is_other);
        let text = match (is_folder, number) {
            (false, 1) => String::new(),
            (false, _) => format!("{number}-"),
            (true, 1) => format!("{stem}/"),
            (true, _) => format!("{number}-{stem}/"),
        };
        fits(&text, is_folder).then_some(Prefix { text, is_folder })
    }
}

/// What stands before the names of an export.
struct Prefix {
    text: String,
    /// Whether it is a folder, which then holds all files; otherwise those that are shared stay as they are.
    is_folder: bool,
}
