//! The command line: check, count, convert and suggest, for many documents at once.
//!
//! Not here: what a format is, or what a rule suggests. It exists in native builds with the feature `cli` alone.

mod convert;
mod input;
mod inspect;
mod options;
mod output;
mod suggest;

use options::{Command, Options};
use output::{Screen, say};

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
    let mut screen = Screen::of_stderr();
    let outcome = performed(arguments, &mut screen);
    screen.clear();
    match outcome {
        Ok(true) | Err(Failure::Closed) => 0,
        Ok(false) => 1,
        Err(Failure::Trouble(problem)) => {
            screen.complain(&problem);
            1
        }
        Err(Failure::Usage(problem)) => {
            let command = arguments.first().and_then(|name| Command::named(name));
            let more = command
                .map_or_else(|| "attest --help".to_owned(), |command| format!("attest {} --help", command.name()));
            screen.complain(&format!("{problem}; {more} tells what there is"));
            2
        }
    }
}

/// Whether all files were as they should be.
fn performed(arguments: &[String], screen: &mut Screen) -> Result<bool, Failure> {
    let Some((first, rest)) = arguments.split_first() else {
        return Err(Failure::Usage("say what to do".to_owned()));
    };
    let is_help = |argument: &String| argument == "-h" || argument == "--help";
    if is_help(first) || first == "help" {
        let help = match rest.first() {
            None => options::HELP,
            Some(name) => Command::named(name).ok_or_else(|| unknown(name))?.help(),
        };
        return say(help.as_bytes()).map(|()| true);
    }
    let command = Command::named(first).ok_or_else(|| unknown(first))?;
    if rest.iter().any(is_help) {
        return say(command.help().as_bytes()).map(|()| true);
    }
    let options = Options::of(command, rest)?;
    match command {
        Command::Check => inspect::check(&options, screen),
        Command::Stats => inspect::stats(&options, screen),
        Command::Suggest => suggest::suggest(&options, screen),
        Command::Convert => convert::convert(&options, screen),
    }
}

fn unknown(command: &str) -> Failure {
    Failure::Usage(format!("there is no command “{command}”"))
}
