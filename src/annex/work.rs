//! What the annex does in a thread beside the page: words and files in, words and files out.
//!
//! The first line of the words says what is to be done; the rest is that piece of work's own.

use super::exporting::{self, Wish};
use super::importing;
use super::lines::{fields, line};
use super::reviewing;
use crate::domain::label::LabelId;
use crate::domain::label::mapping::{Fate, map};
use crate::domain::text::Text;
use crate::formats::exchange::File;
use crate::formats::{attest, labels};

/// Files by name, with their contents.
pub type Files = Vec<(String, Vec<u8>)>;

/// A piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Write the project of the annotation file that comes along.
    Write(Wish),
    /// Read the files that come along.
    Read,
    /// Give the projects of the annotation files that come along, after a file with a label set, labels of that set.
    Map(Vec<(LabelId, Fate)>),
    /// Find the annotations of the annotation file that comes along in the text that comes along after it.
    Compare,
}

impl Task {
    /// The task as words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Write(wish) => line(&["write", &wish.word()]),
            Self::Read => "read".to_owned(),
            Self::Map(fates) => {
                let mut lines = vec!["map".to_owned()];
                lines.extend(fates.iter().map(|(label, fate)| match fate {
                    Fate::Create => line(&[label.as_str(), "create"]),
                    Fate::Map(to) => line(&[label.as_str(), "map", to.as_str()]),
                    Fate::Skip => line(&[label.as_str(), "skip"]),
                }));
                lines.join("\n")
            }
            Self::Compare => "compare".to_owned(),
        }
    }

    /// The task that is meant by words; `None` when they mean none.
    #[must_use]
    pub fn heard(words: &str) -> Option<Self> {
        let mut lines = words.lines();
        let head = fields(lines.next()?);
        match head.first()?.as_str() {
            "write" => Some(Self::Write(Wish::heard(head.get(1)?)?)),
            "read" => Some(Self::Read),
            "compare" => Some(Self::Compare),
            "map" => {
                let fate = |line| {
                    let parts = fields(line);
                    let fate = match parts.get(1)?.as_str() {
                        "map" => Fate::Map(LabelId::new(parts.get(2)?)),
                        "skip" => Fate::Skip,
                        _ => Fate::Create,
                    };
                    Some((LabelId::new(parts.first()?), fate))
                };
                Some(Self::Map(lines.filter_map(fate).collect()))
            }
            _ => None,
        }
    }
}

/// Does a piece of work, named by the words; tells how far it is. The answer begins with a line `done`, or with a line
/// `failed` that has the reason in its second field.
#[must_use]
pub fn work(words: &str, files: Files, tell: &dyn Fn(&str)) -> (String, Files) {
    let done = match Task::heard(words) {
        Some(Task::Write(wish)) => write(wish, &files),
        Some(Task::Read) => Ok(read(files, tell)),
        Some(Task::Map(fates)) => map_all(&fates, &files, tell),
        Some(Task::Compare) => compare(&files),
        None => Err("There is no such work.".to_owned()),
    };
    match done {
        Ok((words, files)) => (["done\n", &words].concat(), files),
        Err(problem) => (line(&["failed", &problem]), Vec::new()),
    }
}

/// What came of a piece of work: its own words, or the reason why it was not done, as a sentence.
///
/// # Errors
/// That reason.
pub fn outcome(words: &str) -> Result<&str, String> {
    let (head, rest) = words.split_once('\n').unwrap_or((words, ""));
    let head = fields(head);
    if head.first().is_some_and(|head| head == "done") {
        return Ok(rest);
    }
    Err(head.into_iter().nth(1).unwrap_or_default())
}

fn text_of(file: Option<&(String, Vec<u8>)>) -> Result<&str, String> {
    let text = file.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok());
    text.ok_or_else(|| "There is nothing to work on.".to_owned())
}

fn write(wish: Wish, files: &Files) -> Result<(String, Files), String> {
    let written = exporting::write(text_of(files.first())?, wish)?;
    let words = written.words();
    Ok((words, written.files.into_iter().map(|file| (file.name, file.bytes)).collect()))
}

fn read(files: Files, tell: &dyn Fn(&str)) -> (String, Files) {
    let files: Vec<File> = files.into_iter().map(|(name, bytes)| File { name, bytes }).collect();
    let reading = importing::read(&files, tell);
    let words = reading.words();
    (words, reading.articles.into_iter().map(|article| (String::new(), article.file.into_bytes())).collect())
}

fn map_all(fates: &[(LabelId, Fate)], files: &Files, tell: &dyn Fn(&str)) -> Result<(String, Files), String> {
    let (set, _) = labels::read(text_of(files.first())?).map_err(|error| error.to_string())?;
    let (mut left_out, mut mapped) = (0, Vec::new());
    let count = files.len().saturating_sub(1);
    for (index, file) in files.iter().enumerate().skip(1) {
        let (project, _) = attest::read(text_of(Some(file))?).map_err(|error| error.to_string())?;
        let done = map(&project, &set, fates);
        left_out += done.annotations;
        mapped.push((file.0.clone(), attest::write(&done.project).into_bytes()));
        tell(&importing::progress(index, count));
    }
    Ok((line(&[&left_out.to_string()]), mapped))
}

fn compare(files: &Files) -> Result<(String, Files), String> {
    let (old, _) = attest::read(text_of(files.first())?).map_err(|error| error.to_string())?;
    let new = Text::stored(text_of(files.get(1))?.to_owned());
    let anchored = crate::domain::anchor::reanchor(&old, &new);
    Ok((reviewing::words(&anchored), Vec::new()))
}
