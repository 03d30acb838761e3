//! `attest check` and `attest stats`: what is in files.

use super::Failure;
use super::input::Input;
use super::options::Options;
use super::output::{Screen, say};

/// Tells what in Attest's own files does not fit.
pub(super) fn check(options: &Options, screen: &mut Screen) -> Result<bool, Failure> {
    Input::of(options, screen).each_own(screen, &mut |name, read, screen| {
        let problems: Vec<String> = match read {
            Ok(import) => import.notes.iter().map(|note| format!("{name}: {note}")).collect(),
            Err(problem) => vec![format!("{name}: {problem}")],
        };
        for problem in &problems {
            screen.note(problem);
        }
        if problems.is_empty() {
            screen.clear();
            say(format!("{name}: fits\n").as_bytes())?;
        }
        Ok(problems.is_empty())
    })
}

/// Counts annotations, a row for each article and label.
pub(super) fn stats(options: &Options, screen: &mut Screen) -> Result<bool, Failure> {
    say(b"file\tlabel\tannotations\tspans\tcharacters\n")?;
    Input::of(options, screen).each(options.from, screen, &mut |article, screen| {
        let (name, project) = (&article.name, &article.import.project);
        screen.clear();
        for label in project.labels.labels() {
            let targets: Vec<_> = project
                .annotations
                .iter()
                .filter(|annotation| annotation.label == label.id)
                .map(|annotation| &annotation.target)
                .collect();
            let spans: usize = targets.iter().map(|target| target.spans().len()).sum();
            let characters: u32 = targets.iter().map(|target| target.length()).sum();
            say(format!("{name}\t{}\t{}\t{spans}\t{characters}\n", label.id, targets.len()).as_bytes())?;
        }
        Ok(())
    })
}
