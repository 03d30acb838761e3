//! What stands on the command line: commands, options, and the help for them.

use super::Failure;
use crate::formats::exchange::bundle::Kind;

/// The help for the program.
pub(super) const HELP: &str = "\
Checks, counts and converts annotated articles, and suggests annotations.

Usage: attest check FILE…
       attest stats FILE… [--from FORMAT]
       attest suggest FILE… [-o OUT] [--from FORMAT]
       attest convert FILE… --to FORMAT -o OUT [--from FORMAT]

  check    tells what in annotation files does not fit: hash, quotes, links
  stats    counts annotations by label, a row for each file and label
  suggest  adds to articles and annotation files what the rules would mark
  convert  writes each article in another format

  FILE is a file, a folder or a zip archive, which stand for the files in them, or - for standard input. A text beside the
  file that belongs to it (story.ann with story.txt) is found by its name.
  Results go to standard output, everything else to standard error, in colour on a terminal unless NO_COLOR is set.
  Exit codes: 0 all went well; 1 a file has a problem; 2 the command cannot be understood.

  attest COMMAND --help  tells more of a command
  -h, --help             shows this
";

const CHECK: &str = "\
Tells what in Attest's annotation files does not fit: the hash of the text, quotes, links, identifiers.

Usage: attest check FILE…

  FILE is an annotation file, a folder or a zip archive, which stand for the annotation files in them, or - for standard input.
  Each file that fits is named on standard output, each problem on standard error.
  Exit codes: 0 all files fit; 1 a file does not, or none was found; 2 the command cannot be understood.

  attest check story.attest.json
  attest check corpus.zip
";

const STATS: &str = "\
Counts annotations by label, as tab-separated values: file, label, annotations, spans, characters.

Usage: attest stats FILE… [--from FORMAT]

  FILE is a file of any format that Attest reads, a folder or a zip archive, which stand for the files in them, or - for
  standard input. A text beside the file that belongs to it (story.ann with story.txt) is found by its name.
  --from FORMAT  says what the files are, where that is not clear from what is in them: attest, text for plain text, or a
                 format that attest convert --to help lists
  Exit codes: 0 all files were read; 1 a file has a problem; 2 the command cannot be understood.

  attest stats corpus.zip > counts.tsv
";

const SUGGEST: &str = "\
Adds to articles and annotation files what the rules would mark, and writes annotation files.

Usage: attest suggest FILE… [-o OUT] [--from FORMAT]

  FILE is a text or a file of any format that Attest reads, a folder or a zip archive, which stand for the files in them, or - for
  standard input.
  -o, --output OUT  where to write: for a single file, a file, or - for standard output, which is where it goes otherwise;
                    for several files, a folder or an archive, a folder or a zip archive (OUT.zip)
  --from FORMAT     says what the files are, where that is not clear from what is in them
  Exit codes: 0 all went well; 1 a file has a problem; 2 the command cannot be understood.

  attest suggest story.txt -o story.attest.json
  attest suggest articles/ -o suggested.zip
";

const CONVERT: &str = "\
Writes each article in another format, and tells what the format cannot carry.

Usage: attest convert FILE… --to FORMAT -o OUT [--from FORMAT]

  FILE is a file of any format that Attest reads, a folder or a zip archive, which stand for the files in them, or - for
  standard input. A text beside the file that belongs to it (story.ann with story.txt) is found by its name.
  --to FORMAT       the format to write; --to help lists them
  -o, --output OUT  a folder, a zip archive (OUT.zip), or - for standard output, where a single file is written
  --from FORMAT     says what the files are, where that is not clear from what is in them: attest, text for plain text, or a
                    format that --to help lists
  Exit codes: 0 all went well; 1 a file has a problem; 2 the command cannot be understood.

  attest convert corpus/ --to brat -o brat.zip
  attest convert export.zip --to attest -o articles/
";

/// What can be asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    Check,
    Stats,
    Suggest,
    Convert,
}

impl Command {
    /// The command of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Check, Self::Stats, Self::Suggest, Self::Convert].into_iter().find(|command| command.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Stats => "stats",
            Self::Suggest => "suggest",
            Self::Convert => "convert",
        }
    }

    pub(super) fn help(self) -> &'static str {
        match self {
            Self::Check => CHECK,
            Self::Stats => STATS,
            Self::Suggest => SUGGEST,
            Self::Convert => CONVERT,
        }
    }

    fn takes(self, option: &str) -> bool {
        match self {
            Self::Check => false,
            Self::Stats => option == "--from",
            Self::Suggest => ["--from", "-o", "--output"].contains(&option),
            Self::Convert => ["--from", "-o", "--output", "--to"].contains(&option),
        }
    }
}

/// What stands behind a command.
pub(super) struct Options {
    /// The files as they are named.
    pub(super) files: Vec<String>,
    /// Where the results go.
    pub(super) out: Option<String>,
    /// The key of the format that is to be written.
    pub(super) format: Option<String>,
    /// What the files are, if that was said.
    pub(super) from: Option<Kind>,
}

impl Options {
    /// Reads what stands behind a command.
    pub(super) fn of(command: Command, arguments: &[String]) -> Result<Self, Failure> {
        let mut options = Self { files: Vec::new(), out: None, format: None, from: None };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let option = argument.as_str();
            if !option.starts_with('-') || option == "-" {
                options.files.push(argument.clone());
                continue;
            }
            if !command.takes(option) {
                return Err(Failure::Usage(format!("{} has no option “{option}”", command.name())));
            }
            let value = rest.next().ok_or_else(|| Failure::Usage(format!("{option} needs a value")))?;
            match option {
                "--to" => options.format = Some(value.clone()),
                "--from" => {
                    let kind = Kind::of(value).ok_or_else(|| Failure::Usage(format!("no format “{value}” is read")))?;
                    options.from = Some(kind);
                }
                _ => options.out = Some(value.clone()),
            }
        }
        if options.files.is_empty() && options.format.as_deref() != Some("help") {
            return Err(Failure::Usage("no file is named".to_owned()));
        }
        Ok(options)
    }
}
