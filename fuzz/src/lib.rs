//! What every fuzz target does with its bytes, and what has to hold of what was read.

use attest::domain::project::Project;
use attest::formats::attest as own;
use attest::formats::exchange::archive::{self, Limits};
use attest::formats::exchange::bundle::{Bundles, Outcome};
use attest::formats::exchange::{File, Format};
use std::collections::BTreeSet;

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
