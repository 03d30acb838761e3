//! Where results and messages go: standard output, files, folders, archives, and the terminal.

use super::Failure;
use crate::formats::exchange::File;
use crate::formats::exchange::archive;
use crate::formats::exchange::collection::Collection;
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Writes to standard output.
pub(super) fn say(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|problem| match problem.kind() {
        ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::Trouble(format!("standard output: {problem}")),
    })
}

/// Writes a file.
pub(super) fn save(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(|problem| Failure::Trouble(format!("{}: {problem}", path.display())))
}

/// Fewer files than this are read before anybody wonders.
const FEW: usize = 20;
/// The width of the bar.
const WIDTH: usize = 24;

/// Standard error: what is told to whoever runs a command, and how far it is.
pub(super) struct Screen {
    is_terminal: bool,
    is_coloured: bool,
    /// The bar that stands there.
    shown: String,
}

impl Screen {
    pub(super) fn of_stderr() -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        let is_set = |name: &str, is_meant: fn(&str) -> bool| {
            std::env::var_os(name).is_some_and(|value| is_meant(&value.to_string_lossy()))
        };
        let is_plain = is_set("NO_COLOR", |value| !value.is_empty()) || is_set("TERM", |value| value == "dumb");
        Self { is_terminal, is_coloured: is_terminal && !is_plain, shown: String::new() }
    }

    /// Tells of something.
    pub(super) fn note(&mut self, text: &str) {
        self.clear();
        eprintln!("{text}");
    }

    /// Tells why something was not done.
    pub(super) fn complain(&mut self, problem: &str) {
        let name = if self.is_coloured { "\u{1b}[1;31mattest:\u{1b}[0m" } else { "attest:" };
        self.note(&format!("{name} {problem}"));
    }

    /// Shows how many of how many files are done, on a terminal, if they are many.
    pub(super) fn progress(&mut self, done: usize, all: usize) {
        if !self.is_terminal || all <= FEW {
            return;
        }
        let filled = (done * WIDTH).checked_div(all).unwrap_or(WIDTH).min(WIDTH);
        let bar = format!("[{}{}] {done} of {all}", "#".repeat(filled), "-".repeat(WIDTH - filled));
        if bar != self.shown {
            eprint!("\r{bar}");
            self.shown = bar;
        }
    }

    /// Takes the bar away.
    pub(super) fn clear(&mut self) {
        if !self.shown.is_empty() {
            eprint!("\r{}\r", " ".repeat(self.shown.chars().count()));
            self.shown.clear();
        }
    }
}

/// Where files are written.
pub(super) struct Out {
    place: Place,
    names: Collection,
}

enum Place {
    StandardOutput,
    Folder(PathBuf),
    /// Written when all files are there.
    Archive(PathBuf, Vec<File>),
}

impl Out {
    /// By its name: `-`, one that ends in `.zip`, or a folder.
    pub(super) fn named(name: &str) -> Self {
        let path = PathBuf::from(name);
        let is_archive = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip")) && !path.is_dir();
        let place = match name {
            "-" => Place::StandardOutput,
            _ if is_archive => Place::Archive(path, Vec::new()),
            _ => Place::Folder(path),
        };
        Self { place, names: Collection::default() }
    }

    /// Writes the files of one article; to standard output only the first. `name` says whose they are.
    pub(super) fn add(&mut self, name: &str, files: Vec<File>, screen: &mut Screen) -> Result<(), Failure> {
        match &mut self.place {
            Place::StandardOutput => {
                let Some((first, rest)) = files.split_first() else { return Ok(()) };
                if !rest.is_empty() {
                    let rest: Vec<&str> = rest.iter().map(|file| file.name.as_str()).collect();
                    screen.note(&format!("{name}: only {} is written; left out: {}", first.name, rest.join(", ")));
                }
                say(&first.bytes)
            }
            Place::Archive(_, gathered) => {
                gathered.extend(self.names.add(files));
                Ok(())
            }
            Place::Folder(folder) => {
                for file in self.names.add(files) {
                    let path = folder.join(&file.name);
                    let parent = path.parent().unwrap_or(folder);
                    let trouble = |problem| Failure::Trouble(format!("{}: {problem}", parent.display()));
                    std::fs::create_dir_all(parent).map_err(trouble)?;
                    save(&path, &file.bytes)?;
                }
                Ok(())
            }
        }
    }

    /// Writes what waited until all files are there.
    pub(super) fn finish(self) -> Result<(), Failure> {
        let Place::Archive(path, files) = self.place else { return Ok(()) };
        let bytes = archive::write(&files);
        save(&path, &bytes.map_err(|problem| Failure::Trouble(format!("{}: {problem}", path.display())))?)
    }
}
