//! `attest convert`: articles in another format.

use super::Failure;
use super::input::Input;
use super::options::Options;
use super::output::{Out, Screen, say};
use crate::formats::attest;
use crate::formats::exchange::{File, Format};

/// Writes each article in another format, and tells what that cannot carry.
pub(super) fn convert(options: &Options, screen: &mut Screen) -> Result<bool, Failure> {
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
    let mut out = Out::named(out);
    let is_good = Input::of(options, screen).each(options.from, screen, &mut |article, screen| {
        let (name, project) = (&article.name, &article.import.project);
        for note in &article.import.notes {
            screen.note(&format!("{name}: {note}"));
        }
        let files = match format {
            None => vec![File::of(attest::file_name(&project.document.title), attest::write(project))],
            Some(format) => {
                let export = format.write(project);
                for loss in &export.losses {
                    screen.note(&format!("{name}: {loss}"));
                }
                export.files
            }
        };
        out.add(name, files, screen)
    })?;
    out.finish()?;
    Ok(is_good)
}
