//! What the names on the command line stand for: files, the files of folders and archives, standard input.

use super::Failure;
use super::options::Options;
use super::output::Screen;
use crate::formats::exchange::archive::{self, Limits};
use crate::formats::exchange::bundle::{Bundles, Kind, Opened, Outcome, beside};
use crate::formats::exchange::{File, Import};
use std::io::Read;
use std::path::Path;

/// What can be read: all files of all names.
#[derive(Default)]
pub(super) struct Input {
    sets: Vec<Set>,
    /// Whether each name could be read.
    is_good: bool,
}

/// Files that may belong together.
struct Set {
    origin: Origin,
    files: Vec<File>,
    /// What may belong to them, and is no article.
    beside: Vec<File>,
}

/// How a set was named.
#[derive(PartialEq, Eq)]
enum Origin {
    /// File by file.
    Named,
    /// As the folder that they are in.
    Folder(String),
    /// As the archive that they are in.
    Archive(String),
}

/// What is done with a bundle of files, given what it is called in messages and how it was named; whether it was good.
type TakeBundle<'t> = dyn FnMut(String, Opened, Manner, &mut Screen) -> Result<bool, Failure> + 't;

/// What is done with one of Attest's own files, given what it is called in messages and what was read; whether it was good.
pub(super) type TakeOwn<'t> = dyn FnMut(&str, Result<&Import, &str>, &mut Screen) -> Result<bool, Failure> + 't;

/// An article, and where it was found.
pub(super) struct Article {
    /// What it is called in messages: the file, with the archive before it.
    pub(super) name: String,
    /// The article, and what in its file did not fit.
    pub(super) import: Import,
}

impl Input {
    /// Reads the files of all names. What cannot be read is told of, and left out.
    pub(super) fn of(options: &Options, screen: &mut Screen) -> Self {
        let mut input = Self { sets: Vec::new(), is_good: true };
        let mut named = Set { origin: Origin::Named, files: Vec::new(), beside: Vec::new() };
        for name in &options.files {
            let result = if Path::new(name).is_dir() {
                input.folder(name, screen)
            } else {
                input.file(name, &mut named.files, screen)
            };
            if let Err(problem) = result {
                input.complain(screen, &problem);
            }
        }
        let others = named.files.iter().flat_map(|file| beside(&file.name));
        let is_new = |name: &String| named.files.iter().all(|file| file.name != *name);
        named.beside = others.filter(is_new).filter_map(|name| read(&name).ok()).collect();
        if !named.files.is_empty() {
            input.sets.insert(0, named);
        }
        input
    }

    /// Whether more than one article can come of it.
    pub(super) fn is_of_many(&self) -> bool {
        !matches!(self.sets.as_slice(), [] | [Set { origin: Origin::Named, .. }])
            || self.sets.first().is_some_and(|set| set.files.len() > 1)
    }

    /// A file, or the archive that it is.
    fn file(&mut self, name: &str, files: &mut Vec<File>, screen: &mut Screen) -> Result<(), String> {
        let file = read(name)?;
        if archive::is_meant(&file) {
            return self.archive(&file, screen);
        }
        files.push(file);
        Ok(())
    }

    fn archive(&mut self, file: &File, screen: &mut Screen) -> Result<(), String> {
        let unpacked = archive::read(&file.bytes, Limits::default());
        let unpacked = unpacked.map_err(|problem| format!("{}: {problem}", file.name))?;
        for note in &unpacked.notes {
            self.complain(screen, &format!("{}: {note}", file.name));
        }
        let origin = Origin::Archive(file.name.clone());
        self.sets.push(Set { origin, files: unpacked.files, beside: Vec::new() });
        Ok(())
    }

    /// The files in a folder, in the order of their names.
    fn folder(&mut self, name: &str, screen: &mut Screen) -> Result<(), String> {
        let trouble = |problem| format!("{name}: {problem}");
        let mut inside = Vec::new();
        for entry in std::fs::read_dir(name).map_err(trouble)? {
            let path = entry.map_err(trouble)?.path();
            let is_hidden = path.file_name().is_none_or(|file| file.to_string_lossy().starts_with('.'));
            if path.is_file() && !is_hidden {
                inside.extend(path.to_str().map(str::to_owned));
            }
        }
        inside.sort();
        let mut files = Vec::new();
        for name in inside {
            if let Err(problem) = self.file(&name, &mut files, screen) {
                self.complain(screen, &problem);
            }
        }
        self.sets.push(Set { origin: Origin::Folder(name.to_owned()), files, beside: Vec::new() });
        Ok(())
    }

    fn complain(&mut self, screen: &mut Screen, problem: &str) {
        self.is_good = false;
        screen.complain(problem);
    }

    /// Gives each bundle of files to a function; whether all was well.
    fn each_bundle(self, said: Option<Kind>, screen: &mut Screen, take: &mut TakeBundle<'_>) -> Result<bool, Failure> {
        let mut is_good = self.is_good;
        let sets: Vec<(Origin, Bundles)> =
            self.sets.into_iter().map(|set| (set.origin, Bundles::of(set.files, set.beside, said))).collect();
        let all: usize = sets.iter().map(|(_, bundles)| bundles.remaining()).sum();
        let mut before = 0;
        for (origin, mut bundles) in sets {
            let own = bundles.remaining();
            let (mut is_empty, manner) = (true, if origin == Origin::Named { Manner::Named } else { Manner::Within });
            screen.progress(before, all);
            while let Some(opened) = bundles.next() {
                is_empty &= matches!(opened.outcome, Outcome::Foreign(_));
                let name = match &origin {
                    Origin::Archive(archive) => format!("{archive}/{}", opened.name),
                    _ => opened.name.clone(),
                };
                is_good &= take(name, opened, manner, screen)?;
                screen.progress(before + own - bundles.remaining(), all);
            }
            if is_empty {
                is_good = false;
                match &origin {
                    Origin::Folder(name) | Origin::Archive(name) => {
                        screen.complain(&format!("{name}: there is no article in it"));
                    }
                    // Each of them was told of, unless there was nothing to tell.
                    Origin::Named if own == 0 => screen.complain("there is no article in the files"),
                    Origin::Named => {}
                }
            }
            before += own;
        }
        Ok(is_good)
    }

    /// Gives each article to a function; whether all was well. What could not be read is told of.
    pub(super) fn each(
        self,
        said: Option<Kind>,
        screen: &mut Screen,
        take: &mut dyn FnMut(Article, &mut Screen) -> Result<(), Failure>,
    ) -> Result<bool, Failure> {
        self.each_bundle(said, screen, &mut |name, opened, manner, screen| match (opened.outcome, manner) {
            (Outcome::Articles(imports), _) => {
                for import in imports {
                    take(Article { name: name.clone(), import }, screen)?;
                }
                Ok(true)
            }
            (Outcome::Foreign(problem), Manner::Within) => {
                screen.note(&format!("{name}: {problem}"));
                Ok(true)
            }
            (Outcome::Foreign(problem), Manner::Named) => {
                screen.complain(&format!("{name}: {problem}; --from text takes it for an article"));
                Ok(false)
            }
            (Outcome::Failed(problem), _) => {
                screen.complain(&format!("{name}: {problem}"));
                Ok(false)
            }
        })
    }

    /// Gives each of Attest's own files to a function, with what was read of it; whether all was well. Files that were named are
    /// taken for such files, others have to be some.
    pub(super) fn each_own(mut self, screen: &mut Screen, take: &mut TakeOwn<'_>) -> Result<bool, Failure> {
        let has_named = self.sets.first().is_some_and(|set| set.origin == Origin::Named);
        let rest = if has_named { self.sets.split_off(1) } else { std::mem::take(&mut self.sets) };
        let rest = Self { sets: rest, is_good: true };
        let mut number = 0usize;
        let mut is_good = true;
        for (input, said) in [(self, Some(Kind::Own)), (rest, None)] {
            is_good &= input.each_bundle(said, screen, &mut |name, opened, manner, screen| match &opened.outcome {
                _ if opened.kind != Some(Kind::Own) && manner == Manner::Within => Ok(true),
                Outcome::Articles(imports) => {
                    number += 1;
                    imports.first().map_or(Ok(true), |import| take(&name, Ok(import), screen))
                }
                Outcome::Failed(problem) | Outcome::Foreign(problem) => {
                    number += 1;
                    take(&name, Err(problem), screen)
                }
            })?;
        }
        if number == 0 && is_good {
            screen.complain("there is no annotation file in it");
        }
        Ok(is_good && number > 0)
    }
}

/// Whether a file was named itself, or is in a folder or archive that was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    Named,
    Within,
}

fn read(name: &str) -> Result<File, String> {
    let mut bytes = Vec::new();
    let result = if name == "-" {
        std::io::stdin().read_to_end(&mut bytes).map(drop)
    } else {
        std::fs::read(name).map(|read| bytes = read)
    };
    result.map_err(|problem| format!("{name}: {problem}"))?;
    Ok(File { name: name.to_owned(), bytes })
}
