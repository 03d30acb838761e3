//! What every fuzz target does with its bytes, and what has to hold of what was read.

use attest::app::saved::{Saved, Store, Unsaved};
use attest::app::workspace::Workspace;
use attest::domain::annotation::AnnotationId;
use attest::domain::edit::Command;
use attest::domain::history::History;
use attest::domain::label::LabelId;
use attest::domain::project::{Document, Project, Timestamp, sha256_hex};
use attest::domain::span::{Span, Target};
use attest::domain::text::{CodePoint, Text};
use attest::formats::attest as own;
use attest::formats::exchange::archive::{self, Limits};
use attest::formats::exchange::bundle::{Bundles, Outcome};
use attest::formats::exchange::{File, Format};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Reads a file of a format of another tool, with a text beside it: the bytes up to the first zero byte are the file, those
/// behind it the text.
pub fn read(format: Format, data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == 0);
    let ending = format.endings().first().copied().unwrap_or_default();
    let file = |ending: &str, bytes: &[u8]| File { name: format!("story{ending}"), bytes: bytes.to_vec() };
    let mut files = vec![file(ending, parts.next().unwrap_or_default())];
    files.extend(parts.next().map(|text| file(".txt", text)));
    for import in format.read(&files).into_iter().flatten() {
        check(&import.project);
    }
}

/// Reads Attest's own file.
pub fn read_own(data: &[u8]) {
    if let Ok((project, _)) = own::read(&String::from_utf8_lossy(data)) {
        check(&project);
    }
}

/// Reads an archive, within limits that are soon reached, and the articles in it.
///
/// # Panics
/// When more is unpacked than allowed, when a name leads anywhere, or when what was read is written and read as something else.
pub fn read_archive(data: &[u8]) {
    let limits = Limits { files: 20, bytes: 4 << 20, ratio: 200 };
    let Ok(unpacked) = archive::read(data, limits) else { return };
    let files = unpacked.files;
    assert!(files.len() <= limits.files, "{} files", files.len());
    assert!(files.iter().map(|file| file.bytes.len()).sum::<usize>() <= limits.bytes, "too large");
    let names: BTreeSet<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names.len(), files.len(), "a name stands twice");
    for name in names {
        assert!(name.split('/').all(|part| !matches!(part, "" | "." | "..")), "{name:?} leads somewhere");
    }
    // A name may be too long to be written; and what looks like an office document is refused.
    if let Ok(again) = archive::write(&files)
        .map_err(drop)
        .and_then(|written| archive::read(&written, Limits::default()).map_err(drop))
    {
        assert_eq!(again.files, files);
    }
    for opened in Bundles::of(files, Vec::new(), None) {
        if let Outcome::Articles(imports) = opened.outcome {
            imports.iter().for_each(|import| check(&import.project));
        }
    }
}

/// Opens an article from a store in which other programs have written: the bytes are pieces that end with a zero byte. Of each,
/// the first byte chooses a key, the second a place in its value, the third how much there is cut out, and the rest is put in; a
/// piece whose first byte is 255 is a key of its own and, after a line end, its value.
///
/// # Panics
/// When what was opened breaks a promise, or an edit does not survive the next opening.
pub fn read_saved(data: &[u8]) {
    let store = Memory::default();
    let project = Project::new(Document::of(Text::import("Flood\nAbout 200 people left, Ana said.\n"), None, "fuzz"));
    let id = project.document.id.clone();
    let mut saved = Saved::new(store.clone(), "one");
    saved.create(&project, "2026-01-01T00:00:00Z").expect("there is room");
    let mut workspace = Workspace::new(project, History::default());
    for (number, name) in ["a", "b", "c", "d"].into_iter().enumerate() {
        if number == 2 {
            saved.fold(workspace.project()).expect("there is room");
        }
        mark(&mut saved, &mut workspace, name, 6 + number as u32 * 4).expect("a new mark");
    }

    for piece in data.split(|byte| *byte == 0).take(9) {
        store.spoil(piece);
    }

    let mut saved = Saved::new(store.clone(), "two");
    saved.purge(None);
    let _ = (saved.cards(), saved.asides(), saved.settings(), saved.last_open());
    let Ok(mut loaded) = saved.open(&id, "2026-01-02T00:00:00Z") else { return };
    // As it is done before a file is written.
    loaded.project.document.sha256 = sha256_hex(loaded.project.document.text.as_str());
    check(&loaded.project);
    let mut workspace = Workspace::new(loaded.project, loaded.history);
    let mut steps = 0;
    while steps < 99 && workspace.undo(&now()).is_some() {
        steps += 1;
    }
    while workspace.redo(&now()).is_some() {}
    check(workspace.project());

    // The person goes on as if nothing had happened.
    let Ok(loaded) = saved.open(&id, "2026-01-02T00:00:00Z") else { panic!("it opened a moment ago") };
    let mut workspace = Workspace::new(loaded.project, loaded.history);
    if workspace.text().end() >= CodePoint::new(4) && mark(&mut saved, &mut workspace, "fresh", 0).is_some() {
        let again = Saved::new(store, "three").open(&id, "2026-01-03T00:00:00Z").expect("it was written");
        assert_eq!(again.project.annotations, workspace.project().annotations);
    }
}

fn now() -> Timestamp {
    Timestamp::new("2026-01-01T00:00:00Z")
}

/// Marks four characters and saves that; `None` where it cannot be done.
fn mark(saved: &mut Saved<Memory>, workspace: &mut Workspace, name: &str, from: u32) -> Option<()> {
    let target = Target::one(Span::of(from, from + 4)?);
    let mark = Command::Mark { id: AnnotationId::new(name), label: LabelId::new("claim"), target };
    let entry = workspace.execute(mark, &now()).ok()?;
    saved.append(&entry, workspace.project()).ok()
}

/// A store of which every tab has a clone.
#[derive(Clone, Debug, Default)]
struct Memory(Rc<RefCell<BTreeMap<String, String>>>);

impl Memory {
    fn spoil(&self, piece: &[u8]) {
        let mut values = self.0.borrow_mut();
        let (which, rest) = match piece {
            [255, rest @ ..] => {
                let rest = String::from_utf8_lossy(rest);
                let (key, value) = rest.split_once('\n').unwrap_or((&rest, ""));
                values.insert(format!("attest/{key}"), value.to_owned());
                return;
            }
            [which, rest @ ..] if !rest.is_empty() => (usize::from(*which), rest),
            _ => return,
        };
        let count = values.len();
        let Some(value) = values.values_mut().nth(which % count) else { return };
        let characters: Vec<char> = value.chars().collect();
        let from = usize::from(rest[0]) * characters.len() / 256;
        let cut = rest.get(1).map_or(0, |cut| usize::from(*cut));
        let put = String::from_utf8_lossy(rest.get(2..).unwrap_or_default()).into_owned();
        let tail = characters.iter().skip(from + cut);
        *value = characters.iter().take(from).copied().chain(put.chars()).chain(tail.copied()).collect();
    }
}

impl Store for Memory {
    fn get(&self, key: &str) -> Option<String> {
        self.0.borrow().get(key).cloned()
    }

    fn set(&self, key: &str, value: &str) -> Result<(), Unsaved> {
        self.0.borrow_mut().insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) {
        self.0.borrow_mut().remove(key);
    }

    fn keys(&self) -> Vec<String> {
        self.0.borrow().keys().cloned().collect()
    }

    fn used(&self) -> usize {
        self.0.borrow().iter().map(|(key, value)| key.len() + value.len()).sum()
    }
}

/// Asserts what holds of every project that was read.
///
/// # Panics
/// When it does not hold.
pub fn check(project: &Project) {
    let text = &project.document.text;
    let mut ids = BTreeSet::new();
    for annotation in project.annotations.iter() {
        assert!(annotation.target.hull().end() <= text.end(), "{annotation:?} reaches beyond the text");
        assert!(ids.insert(annotation.id.as_str()), "{} stands twice", annotation.id);
    }
    let written = own::write(project);
    let (again, notes) = own::read(&written).expect("what was written is read");
    assert!(notes.is_empty(), "{notes:?}");
    assert_eq!(&again, project);
}
