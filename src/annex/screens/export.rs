//! The work in another tool's format: which one, what it cannot keep, and the download.
//!
//! Not here: what is written ([`crate::annex::exporting`]); it is written in a thread beside the page.

use super::frame::{Stand, screen};
use super::pieces::portions;
use super::state::Annex;
use super::thread::Thread;
use crate::annex::exporting::{Group, Wish, Written, media_type};
use crate::annex::work::Task;
use crate::app::annex::{Answer, Screen};
use crate::app::saved::Store;
use crate::app::session::counted;
use crate::app::signal::State;
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::browser::element as dom;
use crate::browser::file;
use crate::browser::storage::LocalStore;
use crate::browser::task;
use crate::formats::attest;
use crate::formats::exchange::{File, Format, Unit, archive};

/// The key of the local storage that holds the format that was chosen last.
const LAST: &str = "attest/export";

/// Lists with this many items in all are open from the start.
const FEW: usize = 12;

/// How far the writing is.
#[derive(Clone, PartialEq, Eq)]
enum Phase {
    /// It goes on.
    Writing,
    /// It is done.
    Ready(Written),
    /// It could not be done, for this reason.
    Failed(String),
}

/// What the screen knows.
#[derive(Clone, Copy)]
struct Export {
    annex: Annex,
    wish: State<Wish>,
    phase: State<Phase>,
    thread: Thread,
}

pub(super) fn export(annex: Annex) -> Build {
    let kept = LocalStore::open().get(LAST).and_then(|word| Wish::heard(&word));
    let export = Export {
        annex,
        wish: State::new(kept.unwrap_or_else(|| Wish::of(Format::Brat))),
        phase: State::new(Phase::Writing),
        thread: Thread::new(),
    };
    screen(annex, Screen::Export, Stand::Over, "Download in another format", move || export.inside())
}

impl Export {
    fn inside(self) -> Build {
        if self.annex.project.read_untracked().is_none() {
            return element("p").class("hint").text("Open an article first.");
        }
        self.thread.stop_with_the_screen();
        self.write();
        let words =
            "The annotation file (Ctrl+S) keeps everything. These formats are for other tools; most of them keep less.";
        element("div")
            .class("export")
            .child(element("p").class("hint").text(words))
            .child(
                element("div")
                    .class("export-parts")
                    .child(self.formats())
                    .child(element("div").class("export-part").child(self.units()).child(self.report())),
            )
            .child(self.foot())
    }

    fn write(self) {
        self.thread.stop();
        self.phase.set(Phase::Writing);
        let wish = *self.wish.read_untracked();
        // The choice is on the screen before a large project is handed over.
        task::after_paint(move || {
            let is_open = *self.annex.screen.read_untracked() == Some(Screen::Export);
            if is_open && *self.wish.read_untracked() == wish {
                self.start(wish);
            }
        });
    }

    fn start(self, wish: Wish) {
        let files = vec![(String::new(), self.annex.file.read_untracked().clone().into_bytes())];
        self.thread.start(&Task::Write(wish), files, move |done| {
            self.phase.set(match done {
                Ok((words, files)) => {
                    let files = files.into_iter().map(|(name, bytes)| File { name, bytes }).collect();
                    Phase::Ready(Written::heard(&words, files))
                }
                Err(problem) => Phase::Failed(problem),
            });
        });
    }

    fn choose(self, wish: Wish) {
        if *self.wish.read_untracked() != wish {
            self.wish.set(wish);
            // Without room the next time begins with the usual format.
            LocalStore::open().set(LAST, &wish.word()).ok();
            self.write();
        }
    }

    fn formats(self) -> Build {
        let option = move |format: Format| {
            let chosen = self.wish.read_untracked().format;
            let field = element("input").attr("type", "radio").attr("name", "export-format");
            let field = if format == chosen { field.attr("autofocus", "").attr("checked", "") } else { field };
            let text = element("span")
                .child(element("span").class("export-name").text(format.name()))
                .text(" ")
                .child(element("span").class("hint").text(format.purpose()));
            element("label")
                .class("choice filled")
                .child(field.on("change", move |_| self.choose(Wish::of(format))))
                .child(text)
        };
        let options = Format::all().filter(|format| format.is_written()).map(option).collect();
        element("fieldset")
            .class("export-formats")
            .on("keydown", move |event| {
                if dom::key_press(&event).is_some_and(|press| press.key == "Enter") {
                    event.prevent_default();
                    self.download();
                }
            })
            .child(element("legend").text("Format"))
            .children(options)
    }

    /// What offsets count, where that can be chosen.
    fn units(self) -> Build {
        let has_units = move || Wish::has_units(self.wish.read().format);
        let choices = [
            (Unit::Utf16, "UTF-16 code units, as doccano\u{2019}s screen counts"),
            (Unit::CodePoint, "code points, as Python counts"),
        ];
        let option = move |(unit, name): (Unit, &'static str)| {
            let field = element("input").attr("type", "radio").attr("name", "export-unit");
            let field = if self.wish.read_untracked().unit == unit { field.attr("checked", "") } else { field };
            let chosen = move |_| {
                let format = self.wish.read_untracked().format;
                self.choose(Wish { format, unit });
            };
            element("label").class("choice").child(field.on("change", chosen)).child(element("span").text(name))
        };
        element("div").when(has_units, move || {
            element("fieldset")
                .class("export-units")
                .child(element("legend").text("Offsets count"))
                .children(choices.map(option).into())
        })
    }

    fn report(self) -> Build {
        let title = move || ["What ", self.wish.read().format.name(), " does not keep"].concat();
        let words = move || match &*self.phase.read() {
            Phase::Writing => "Writing\u{2026}".to_owned(),
            Phase::Failed(problem) => problem.clone(),
            Phase::Ready(written) => match count(written) {
                0 => "Nothing is lost.".to_owned(),
                count => counted(count, "thing") + ":",
            },
        };
        // One key for each outcome, so that the list is built anew for it.
        let keys = move || match &*self.phase.read() {
            Phase::Ready(written) if !written.groups.is_empty() => vec![self.wish.read_untracked().word()],
            _ => Vec::new(),
        };
        element("section")
            .class("export-report")
            .attr("aria-labelledby", "export-report")
            .child(element("h3").attr("id", "export-report").text_with(title))
            .child(
                element("p")
                    .attr("role", "status")
                    .flag(".failed", move || matches!(*self.phase.read(), Phase::Failed(_)))
                    .text_with(words),
            )
            .child(element("div").each(keys, move |_| self.groups()))
    }

    fn groups(self) -> Build {
        let phase = self.phase.read_untracked();
        let Phase::Ready(written) = &*phase else { return element("ul") };
        let is_open = count(written) <= FEW;
        element("ul").class("losses").children(written.groups.iter().map(|group| of_group(group, is_open)).collect())
    }

    fn foot(self) -> Build {
        let not_ready = move || !matches!(*self.phase.read(), Phase::Ready(_));
        let name = move || match &*self.phase.read() {
            Phase::Ready(written) if written.files.len() > 1 => "Download .zip".to_owned(),
            _ => "Download".to_owned(),
        };
        let names = move || match &*self.phase.read() {
            Phase::Ready(written) => written.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join("\n"),
            _ => String::new(),
        };
        element("footer")
            .class("screen-foot")
            .child(element("span").class("hint export-files").attr("dir", "auto").text_with(names))
            .child(button("main", move || self.download()).flag("disabled", not_ready).text_with(name))
    }

    fn download(self) {
        let phase = self.phase.read_untracked();
        let Phase::Ready(written) = &*phase else { return };
        let project = self.annex.project.read_untracked().clone();
        let title = project.map(|project| project.document.title.clone()).unwrap_or_default();
        let words = match hand_out(&written.files, &title) {
            Some(name) => ["Downloaded ", &name, "."].concat(),
            None => "The browser did not take the download. Nothing has changed; try again.".to_owned(),
        };
        drop(phase);
        self.annex.close();
        self.annex.answer(&Answer::Tell(words));
    }
}

/// Hands a file to the person, or several as an archive that is called like the article. Gives the name, unless the browser did
/// not take it.
fn hand_out(files: &[File], title: &str) -> Option<String> {
    if let [file] = files {
        let is_taken = file::download_bytes(&file.name, &file.bytes, media_type(&file.name));
        return is_taken.then(|| file.name.clone());
    }
    let name = attest::file_stem(title) + ".zip";
    let bytes = archive::write(files).ok()?;
    file::download_bytes(&name, &bytes, "application/zip").then_some(name)
}

fn count(written: &Written) -> usize {
    written.groups.iter().map(|group| group.items.len()).sum()
}

fn of_group(group: &Group, is_open: bool) -> Build {
    let item = |(subject, problem): &(String, String)| {
        let words = if problem.is_empty() { subject.clone() } else { [subject, ": ", problem].concat() };
        element("li").attr("dir", "auto").text(&words)
    };
    let head = element("summary")
        .child(element("span").class("loss-count").text(&group.items.len().to_string()))
        .child(element("span").text(&group.problem).text("; ").child(element("em").text(&group.choice)));
    let details = element("details").class("loss");
    let details = if is_open { details.attr("open", "") } else { details };
    let list = portions(group.items.len(), {
        let items = group.items.clone();
        move |place| items.get(place).map(item)
    });
    element("li").child(details.child(head).child(list))
}
