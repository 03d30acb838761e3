//! What comes in and goes out as files: which kind a file is, and what is in it.
//!
//! Not here: reading the bytes of a file, taking the text out of a web page, and where the result is opened.

use crate::domain::project::{Project, sha256_hex};
use crate::formats::{attest, page, plain};

/// A file as it was understood.
#[derive(Debug)]
pub enum Incoming {
    /// An article's text.
    Text(String),
    /// A web page without what is no text, whose text is still to be taken out.
    Page(String),
    /// An annotation file, and what in it did not fit.
    Project(Box<Project>, Vec<String>),
}

/// Understands a file by its name and contents.
///
/// # Errors
/// What is wrong with it, as the end of a sentence without its full stop.
pub fn understand(name: &str, bytes: &[u8]) -> Result<Incoming, String> {
    let source = plain::decode(bytes).map_err(|problem| problem.to_string())?;
    let name = name.to_ascii_lowercase();
    if name.ends_with(".json") {
        let (project, notes) =
            attest::read(&source).map_err(|error| error.to_string().trim_end_matches('.').to_owned())?;
        return Ok(Incoming::Project(Box::new(project), notes.iter().map(ToString::to_string).collect()));
    }
    let start: String = source.trim_start().chars().take(16).collect::<String>().to_ascii_lowercase();
    let is_page = name.ends_with(".html")
        || name.ends_with(".htm")
        || start.starts_with("<!doctype html")
        || start.starts_with("<html");
    Ok(if is_page { Incoming::Page(page::bare(&source)) } else { Incoming::Text(source) })
}

/// Files larger than this many bytes are refused: they would not fit the storage many times over.
pub const LARGEST: f64 = 64.0 * 1024.0 * 1024.0;

/// Endings of files that the annex reads: other tools' annotations, archives, JSON that need not be Attest's.
macro_rules! foreign {
    () => {
        ".ann,.a1,.a2,.conf,.conll,.bio,.iob,.iob2,.csv,.tsv,.json,.jsonl,.jsonld,.ndjson,.xmi,.xml,.zip"
    };
}

/// The endings of all files that can be opened, with a comma between them, as a file input takes them.
pub const ENDINGS: &str = concat!(".txt,.md,.html,.htm,", foreign!());

/// Whether a file of this name is for the annex to read, with those that were chosen along with it.
#[must_use]
pub fn is_foreign(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !name.contains(".attest") && foreign!().split(',').any(|ending| name.ends_with(ending))
}

/// The annotation file of a project: its name and contents. The text's hash is made anew, since that of a stored article is
/// taken as it stands.
#[must_use]
pub fn annotation_file(project: &Project) -> (String, String) {
    let mut project = project.clone();
    project.document.sha256 = sha256_hex(project.document.text.as_str());
    (attest::file_name(&project.document.title), attest::write(&project))
}

/// The text of a file that the site brings along; `None` when it is none.
#[must_use]
pub fn text_of(bytes: &[u8]) -> Option<String> {
    plain::decode(bytes).ok()
}
