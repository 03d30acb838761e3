//! The command line: check, count, convert and suggest, for many documents at once.
//!
//! Not here: what a format is, or what a rule suggests. It exists in native builds with the feature `cli` alone.

use crate::domain::annotation::{Annotation, AnnotationId, Attributes};
use crate::domain::label::LabelId;
use crate::domain::project::{Document, Project, Timestamp, Unknown};
use crate::domain::suggest::{Lexicon, suggest};
use crate::domain::text::Text;
use crate::formats::exchange::{File, Format};
use crate::formats::{attest, plain};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{ErrorKind, IsTerminal, Read, Write};
use std::path::Path;
use std::sync::Arc;

/// The words that suggestions go by.
const WORDS: &str = include_str!("../suggestion-words.txt");

const HELP: &str = "\
Checks, counts and converts annotated articles, and suggests annotations.

Usage: attest check FILE…
       attest stats FILE…
       attest suggest FILE [-o OUT]
       attest convert IN… --to FORMAT -o OUT [--from FORMAT]

  check    tells what in annotation files does not fit: hash, quotes, links; exit code 1 when something does not
  stats    counts annotations by label, a row for each file and label, as tab-separated values
  suggest  adds to an article or an annotation file what the rules would mark
  convert  writes each article in another format; OUT is a folder, or - for a single file

  FILE and IN may be - for standard input, or a folder, which stands for the files in it. A text beside the file that
  belongs to it (story.ann with story.txt) is found by its name. --from says what the files are, where that is not clear
  from what is in them; attest, or text for plain text, are formats too.
  Results go to standard output, everything else to standard error.
  Exit codes: 0 all went well; 1 a file has a problem; 2 the command cannot be understood.
  attest convert --to help    lists the formats
  -h, --help                  shows this
";

/// Why a command ended early.
enum Failure {
    /// The command itself cannot be understood.
    Usage(String),
    /// A file could not be read or written.
    Trouble(String),
    /// Whoever read the output has gone, which is nobody's mistake.
    Closed,
}

/// Runs a command, given without the program's name; the exit code.
#[must_use]
pub fn run(arguments: &[String]) -> u8 {
    let outcome = match arguments.split_first() {
        Some((command, rest)) => match command.as_str() {
            "-h" | "--help" | "help" => say(HELP.as_bytes()).map(|()| true),
            _ if rest.iter().any(|argument| argument == "-h" || argument == "--help") => {
                say(HELP.as_bytes()).map(|()| true)
            }
            "check" => Options::of(rest).and_then(|options| check(&options)),
            "stats" => Options::of(rest).and_then(|options| stats(&options)),
            "suggest" => Options::of(rest).and_then(|options| suggested(&options)),
            "convert" => Options::of(rest).and_then(|options| convert(&options)),
            other => Err(Failure::Usage(format!("there is no command “{other}”"))),
        },
        None => Err(Failure::Usage("say what to do".to_owned())),
    };
    match outcome {
        Ok(true) | Err(Failure::Closed) => 0,
        Ok(false) => 1,
        Err(Failure::Trouble(problem)) => {
            eprintln!("attest: {problem}");
            1
        }
        Err(Failure::Usage(problem)) => {
            eprintln!("attest: {problem}; attest --help tells what there is");
            2
        }
    }
}

/// What stands behind a command.
struct Options {
    files: Vec<String>,
    out: Option<String>,
    format: Option<String>,
    from: Option<String>,
}

impl Options {
    fn of(arguments: &[String]) -> Result<Self, Failure> {
        let mut options = Self { files: Vec::new(), out: None, format: None, from: None };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let place = match argument.as_str() {
                "-o" | "--output" => &mut options.out,
                "--to" => &mut options.format,
                "--from" => &mut options.from,
                other if other.starts_with('-') && other != "-" => {
                    return Err(Failure::Usage(format!("there is no option “{other}”")));
                }
                _ => {
                    options.files.push(argument.clone());
                    continue;
                }
            };
            let value = rest.next().ok_or_else(|| Failure::Usage(format!("{argument} needs a value")))?;
            *place = Some(value.clone());
        }
        if options.files.is_empty() && options.format.as_deref() != Some("help") {
            return Err(Failure::Usage("no file is named".to_owned()));
        }
        if let Some(from) = options.from.as_deref().filter(|from| !OWN.contains(from))
            && !Format::all().any(|format| format.key() == from && format.is_read())
        {
            return Err(Failure::Usage(format!("no format “{from}” is read")));
        }
        options.files = without_texts(within(&options.files)?);
        Ok(options)
    }
}

/// What is no format of another tool: Attest's own file, and plain text.
const OWN: [&str; 2] = ["attest", "text"];

/// The endings of files whose text may stand in a file of its own.
const BESIDE_A_TEXT: [&str; 3] = [".ann", ".csv", ".jsonld"];

/// The names, with the files in a folder in the place of the folder, in the order of their names. What a tool keeps beside
/// its articles (`annotation.conf`) is passed over, and so are hidden files.
fn within(names: &[String]) -> Result<Vec<String>, Failure> {
    let mut files = Vec::new();
    for name in names {
        if !Path::new(name).is_dir() {
            files.push(name.clone());
            continue;
        }
        let trouble = |problem| Failure::Trouble(format!("{name}: {problem}"));
        let mut inside = Vec::new();
        for entry in std::fs::read_dir(name).map_err(trouble)? {
            let path = entry.map_err(trouble)?.path();
            let is_passed_over = |file: &str| file.starts_with('.') || file.ends_with(".conf");
            if path.is_file() && !path.file_name().and_then(|file| file.to_str()).is_none_or(is_passed_over) {
                inside.extend(path.to_str().map(str::to_owned));
            }
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}

/// The names without the texts that belong to another of them.
fn without_texts(names: Vec<String>) -> Vec<String> {
    let stems: BTreeSet<String> =
        names.iter().filter_map(|name| stem(name, &BESIDE_A_TEXT)).map(str::to_owned).collect();
    let is_taken = |name: &String| stem(name, &[".txt"]).is_some_and(|stem| stems.contains(stem));
    names.into_iter().filter(|name| !is_taken(name)).collect()
}

/// A name without its ending, if it is one of these.
fn stem<'a>(name: &'a str, endings: &[&str]) -> Option<&'a str> {
    endings.iter().find_map(|ending| name.strip_suffix(ending))
}

fn say(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|problem| match problem.kind() {
        ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::Trouble(format!("standard output: {problem}")),
    })
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

/// The projects of the file of a name, or of standard input; says why when there are none to be had.
fn opened(name: &str, from: Option<&str>) -> Option<Vec<(Project, Vec<String>)>> {
    let found = read(name).and_then(|file| projects(file, from));
    found.inspect_err(|problem| eprintln!("attest: {problem}")).ok()
}

/// The projects of a file, with the text beside it if there is one, and what in it did not fit. `from` is the key of its
/// format, if that was said.
fn projects(file: File, from: Option<&str>) -> Result<Vec<(Project, Vec<String>)>, String> {
    let told = |notes: Vec<crate::formats::ImportNote>| notes.iter().map(ToString::to_string).collect();
    let source = plain::decode(&file.bytes).map_err(|problem| format!("{}: {problem}", file.name))?;
    if from.is_none_or(|from| from == "attest") {
        match attest::read(&source) {
            Ok((project, notes)) => return Ok(vec![(project, told(notes))]),
            Err(problem) if from.is_some() || file.name.ends_with(".attest.json") => {
                return Err(format!("{}: {problem}", file.name));
            }
            Err(_) => {}
        }
    }
    let name = file.name.clone();
    let text = stem(&name, &BESIDE_A_TEXT).and_then(|stem| read(&format!("{stem}.txt")).ok());
    let files: Vec<File> = std::iter::once(file).chain(text).collect();
    let format = match from {
        Some(from) => Format::all().find(|format| format.key() == from),
        None => Format::recognise(&files),
    };
    match format {
        Some(format) => {
            let imports = format.read(&files).map_err(|problem| format!("{name}: {problem}"))?;
            Ok(imports.into_iter().map(|import| (import.project, told(import.notes))).collect())
        }
        None if from.is_none() && source.trim_start().starts_with(['{', '[']) => {
            Err(format!("{name}: it is of no format that is read here"))
        }
        None => Ok(vec![(Project::new(Document::of(Text::import(&source), None, &name)), Vec::new())]),
    }
}

fn check(options: &Options) -> Result<bool, Failure> {
    let mut is_good = true;
    for name in &options.files {
        let problems = match read(name).and_then(|file| {
            let source = plain::decode(&file.bytes).map_err(|problem| format!("{name}: {problem}"))?;
            attest::read(&source).map_err(|problem| format!("{name}: {problem}"))
        }) {
            Ok((_, notes)) => notes.iter().map(|note| format!("{name}: {note}")).collect(),
            Err(problem) => vec![problem],
        };
        is_good &= problems.is_empty();
        for problem in &problems {
            eprintln!("{problem}");
        }
        if problems.is_empty() {
            say(format!("{name}: fits\n").as_bytes())?;
        }
    }
    Ok(is_good)
}

fn stats(options: &Options) -> Result<bool, Failure> {
    let mut is_good = true;
    say(b"file\tlabel\tannotations\tspans\tcharacters\n")?;
    for name in &options.files {
        let Some(found) = opened(name, options.from.as_deref()) else {
            is_good = false;
            continue;
        };
        for (project, _) in &found {
            for label in project.labels.labels() {
                let targets: Vec<_> = project
                    .annotations
                    .iter()
                    .filter(|annotation| annotation.label == label.id)
                    .map(|annotation| &annotation.target)
                    .collect();
                let spans: usize = targets.iter().map(|target| target.spans().len()).sum();
                let characters: u32 = targets.iter().map(|target| target.length()).sum();
                let row = format!("{name}\t{}\t{}\t{spans}\t{characters}\n", label.id, targets.len());
                say(row.as_bytes())?;
            }
        }
    }
    Ok(is_good)
}

fn suggested(options: &Options) -> Result<bool, Failure> {
    let [name] = options.files.as_slice() else {
        return Err(Failure::Usage("suggest takes one file".to_owned()));
    };
    let found = read(name).and_then(|file| projects(file, options.from.as_deref())).map_err(Failure::Trouble)?;
    let Some((mut project, _)) = found.into_iter().next() else { return Ok(false) };
    let labels: Vec<LabelId> = project.labels.labels().iter().map(|label| label.id.clone()).collect();
    let is_there = |project: &Project, suggestion: &crate::domain::suggest::Suggestion| {
        project
            .annotations
            .iter()
            .any(|annotation| annotation.label == suggestion.label && annotation.target == suggestion.target)
    };
    let lexicon = Lexicon::read(WORDS);
    for (number, suggestion) in suggest(&project.document.text, &labels, &lexicon).into_iter().enumerate() {
        let id = AnnotationId::new(&format!("s-{}", number + 1));
        if is_there(&project, &suggestion) || project.annotations.get(&id).is_some() {
            continue;
        }
        project.annotations.insert(Arc::new(Annotation {
            id,
            label: suggestion.label,
            target: suggestion.target,
            note: String::new(),
            attributes: Attributes::default(),
            origin: format!("suggestion:{}", suggestion.rule),
            creator: String::new(),
            created: Timestamp::default(),
            modified: Timestamp::default(),
            unknown: Unknown::default(),
        }));
    }
    let written = attest::write(&project);
    match options.out.as_deref() {
        None | Some("-") => say(written.as_bytes())?,
        Some(out) => save(Path::new(out), written.as_bytes()).map_err(Failure::Trouble)?,
    }
    Ok(true)
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|problem| format!("{}: {problem}", path.display()))
}

fn convert(options: &Options) -> Result<bool, Failure> {
    let key = options.format.as_deref().ok_or_else(|| Failure::Usage("convert needs --to FORMAT".to_owned()))?;
    if key == "help" {
        let mut list = "attest: Attest's own annotation file\n".to_owned();
        for format in Format::all().filter(|format| format.is_written()) {
            list.push_str(&format!("{}: {}, {}\n", format.key(), format.name(), format.purpose()));
        }
        return say(list.as_bytes()).map(|()| true);
    }
    let format = Format::all().find(|format| format.key() == key && format.is_written());
    if format.is_none() && key != "attest" {
        return Err(Failure::Usage(format!("there is no format “{key}”; attest convert --to help lists them")));
    }
    let out = options.out.as_deref().ok_or_else(|| Failure::Usage("convert needs -o OUT".to_owned()))?;
    let (mut is_good, mut taken) = (true, BTreeMap::new());
    let is_watched = std::io::stderr().is_terminal() && options.files.len() > 20;
    for (done, name) in options.files.iter().enumerate() {
        if is_watched {
            eprint!("\r{done} of {}", options.files.len());
        }
        let Some(found) = opened(name, options.from.as_deref()) else {
            is_good = false;
            continue;
        };
        for (project, notes) in &found {
            notes.iter().for_each(|note| eprintln!("{name}: {note}"));
            let files = match format {
                None => vec![File::of(attest::file_name(&project.document.title), attest::write(project))],
                Some(format) => {
                    let export = format.write(project);
                    export.losses.iter().for_each(|loss| eprintln!("{name}: {loss}"));
                    export.files
                }
            };
            if out == "-" && files.len() > 1 {
                let rest: Vec<&str> = files[1..].iter().map(|file| file.name.as_str()).collect();
                eprintln!("{name}: only {} is written; left out: {}", files[0].name, rest.join(", "));
            }
            for file in files {
                if out == "-" {
                    say(&file.bytes)?;
                    break;
                }
                // Two articles may have one title; neither replaces the other.
                let times: &mut u32 = taken.entry(file.name.clone()).or_default();
                *times += 1;
                let own = if *times > 1 { format!("{times}-{}", file.name) } else { file.name.clone() };
                let path = Path::new(out).join(own.replace('/', "-"));
                std::fs::create_dir_all(out).map_err(|problem| Failure::Trouble(format!("{out}: {problem}")))?;
                save(&path, &file.bytes).map_err(Failure::Trouble)?;
            }
        }
    }
    if is_watched {
        eprintln!("\r{0} of {0}", options.files.len());
    }
    Ok(is_good)
}
