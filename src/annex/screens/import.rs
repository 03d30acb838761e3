//! Opening files of other tools: what was found in them, what becomes of their labels, what did not fit; and then the articles.
//!
//! Not here: how files are read ([`crate::annex::importing`]) and labels mapped ([`crate::domain::label::mapping`]); both happen in a
//! thread beside the page.

use super::frame::{Stand, screen};
use super::pieces::portions;
use super::state::Annex;
use super::thread::Thread;
use crate::annex::importing::{Article, Reading, Refused, Used, progress};
use crate::annex::lines::fields;
use crate::annex::work::{Files, Task};
use crate::app::annex::{Answer, Screen};
use crate::app::incoming;
use crate::app::session::counted;
use crate::app::signal::State;
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::browser::element as dom;
use crate::browser::file::Chosen;
use crate::browser::{reaction, task, wire};
use crate::domain::label::mapping::{Fate, proposed};
use crate::domain::label::{LabelId, LabelSet};
use crate::formats::labels;

/// So many articles are opened at once.
const FEW: usize = 3;

/// After so many milliseconds the screen tells that files are being read.
const PATIENCE: u32 = 400;

/// How far the opening is.
#[derive(Clone)]
enum Stage {
    /// Nothing is being opened.
    Nothing,
    /// Files are being read, or their labels mapped.
    Working(&'static str),
    /// Everything was read; a person looks at it.
    Found(Reading),
    /// It could not be done, for this reason.
    Failed(String),
}

/// What the screen knows.
#[derive(Clone, Copy)]
pub(super) struct Import {
    annex: Annex,
    stage: State<Stage>,
    /// The labels that the label set does not have, and what is to become of them.
    rows: State<Vec<(Used, Fate)>>,
    thread: Thread,
    /// Counts what was asked for, so that what comes late is not taken for what was asked last.
    turn: State<u32>,
}

/// Ends what goes on when the screen goes.
struct Leave(Import);

impl Drop for Leave {
    fn drop(&mut self) {
        self.0.thread.stop();
        self.0.stage.set(Stage::Nothing);
    }
}

pub(super) fn import(annex: Annex) -> (Import, Build) {
    let import = Import {
        annex,
        stage: State::new(Stage::Nothing),
        rows: State::new(Vec::new()),
        thread: Thread::new(),
        turn: State::new(0),
    };
    let inside = move || {
        reaction::hold(Box::new(Leave(import)));
        element("div").each(move || vec![import.key()], move |_| import.inside())
    };
    (import, screen(annex, Screen::Import, Stand::Over, "Open files of other tools", inside))
}

impl Import {
    /// Reads files, shows what is to be looked at in them, and opens them.
    pub(super) fn read(self, chosen: Vec<Chosen>) {
        self.thread.stop();
        self.turn.update(|turn| *turn += 1);
        let turn = *self.turn.read_untracked();
        self.stage.set(Stage::Working("Reading"));
        let is_current =
            move || *self.turn.read_untracked() == turn && matches!(*self.stage.read_untracked(), Stage::Working(_));
        task::after(PATIENCE, move || {
            if is_current() {
                self.annex.screen.set(Some(Screen::Import));
            }
        });
        task::spawn(async move {
            let (mut read, mut files, mut refused) = (Vec::new(), Files::new(), Vec::new());
            for file in chosen {
                let name = file.name();
                let bytes = if file.size() > incoming::LARGEST {
                    Err("it is larger than 64 MB")
                } else {
                    file.bytes().await.map_err(|()| "the browser cannot read it (is it a folder?)")
                };
                match bytes {
                    Ok(bytes) => {
                        files.push((name, bytes));
                        read.push(file);
                    }
                    Err(problem) => refused.push(Refused { name, problem: problem.to_owned() }),
                }
            }
            if is_current() {
                self.thread.start(&Task::Read, files, move |done| self.found(done, read, refused));
            }
        });
    }

    /// Takes what was read: opens it at once where there is nothing to decide and nothing to tell.
    fn found(self, done: super::thread::Done, chosen: Vec<Chosen>, mut refused: Vec<Refused>) {
        let mut reading = match done {
            Ok((words, files)) => Reading::heard(&words, files.into_iter().map(text_of).collect()),
            Err(problem) => return self.fail(problem),
        };
        reading.refused.append(&mut refused);
        let back: Vec<Chosen> = chosen
            .into_iter()
            .enumerate()
            .filter(|(place, _)| reading.back.contains(place))
            .map(|(_, file)| file)
            .collect();
        if !back.is_empty() {
            wire::send(wire::ANSWER, "", "", back);
        }
        let set = self.set();
        let mut rows: Vec<(Used, Fate)> = Vec::new();
        for used in reading.articles.iter().flat_map(|article| &article.labels) {
            if set.get(&used.id).is_some() {
                continue;
            }
            match rows.iter_mut().find(|(known, _)| known.id == used.id) {
                Some((known, _)) => known.count += used.count,
                None => rows.push((used.clone(), proposed(&used.name, &set))),
            }
        }
        let has_notes = reading.articles.iter().any(|article| !article.notes.is_empty());
        let is_plain = rows.is_empty() && !has_notes;
        self.rows.set(rows);
        match (reading.articles.is_empty(), reading.refused.as_slice()) {
            (true, []) => self.finish(None),
            (true, [refused]) => self.finish(Some(sentence(refused))),
            (false, []) if is_plain => self.open(&reading),
            _ => {
                self.stage.set(Stage::Found(reading));
                if *self.annex.screen.read_untracked() == Some(Screen::Import) {
                    task::next_frame(|| dom::focus("import-open"));
                } else {
                    self.annex.screen.set(Some(Screen::Import));
                }
            }
        }
    }

    /// The labels that are offered: those of the open article.
    fn set(self) -> LabelSet {
        self.annex.project.read_untracked().as_ref().map(|project| project.labels.clone()).unwrap_or_default()
    }

    fn open(self, reading: &Reading) {
        let set = self.set();
        let fates: Vec<(LabelId, Fate)> =
            self.rows.read_untracked().iter().map(|(used, fate)| (used.id.clone(), fate.clone())).collect();
        let articles: Vec<String> = reading.articles.iter().map(|article| article.file.clone()).collect();
        if fates.is_empty() && set == LabelSet::default() {
            return self.hand_over(articles, 0);
        }
        let set = (String::new(), labels::write(&set).into_bytes());
        let files = [set].into_iter().chain(articles.into_iter().map(|file| (String::new(), file.into_bytes())));
        self.stage.set(Stage::Working("Opening"));
        self.thread.start(&Task::Map(fates), files.collect(), move |done| match done {
            Ok((words, files)) => {
                let left_out = fields(&words).first().and_then(|count| count.parse().ok()).unwrap_or_default();
                self.hand_over(files.into_iter().map(text_of).collect(), left_out);
            }
            Err(problem) => self.fail(problem),
        });
    }

    /// Has the page open the articles; the last one stays open. Of many, one in each frame, until the screen is closed.
    fn hand_over(self, articles: Vec<String>, left_out: usize) {
        if articles.len() <= FEW {
            return self.opened(&articles, articles.len(), left_out);
        }
        self.stage.set(Stage::Working("Opening"));
        self.annex.screen.set(Some(Screen::Import));
        task::spawn(async move {
            let mut done = 0;
            for article in &articles {
                task::frame().await;
                if !matches!(*self.stage.read_untracked(), Stage::Working(_)) {
                    break;
                }
                self.annex.answer(&Answer::Open(article.clone()));
                done += 1;
                self.thread.tell(progress(done, articles.len()));
            }
            self.opened(&[], done, left_out);
        });
    }

    /// Has the page open the last articles, closes the screen and tells what was done.
    fn opened(self, articles: &[String], count: usize, left_out: usize) {
        let mut words = if count > 1 {
            Some(["Opened ", &count.to_string(), " articles; all are under Articles."].concat())
        } else {
            None
        };
        if left_out > 0 {
            let left_out = [&counted(left_out, "annotation"), " left out, as you chose."].concat();
            words = Some(words.map_or(left_out.clone(), |words| [&words, " ", &left_out].concat()));
        }
        self.close();
        for article in articles {
            self.annex.answer(&Answer::Open(article.clone()));
        }
        if let Some(words) = words {
            self.annex.answer(&Answer::Tell(words));
        }
    }

    fn finish(self, words: Option<String>) {
        self.close();
        if let Some(words) = words {
            self.annex.answer(&Answer::Tell(words));
        }
    }

    fn close(self) {
        self.stage.set(Stage::Nothing);
        // Another screen may be open; it stays.
        let screen = *self.annex.screen.read_untracked();
        match screen {
            None => self.annex.answer(&Answer::Closed),
            Some(Screen::Import) => self.annex.close(),
            Some(_) => {}
        }
    }

    fn fail(self, problem: String) {
        if *self.annex.screen.read_untracked() == Some(Screen::Import) {
            self.stage.set(Stage::Failed(problem));
        } else {
            self.finish(Some(problem));
        }
    }

    /// What is shown, in a word: it is built anew when that changes.
    fn key(self) -> String {
        let turn = self.turn.read_untracked().to_string();
        let stage = match &*self.stage.read() {
            Stage::Nothing => "nothing",
            Stage::Working(what) => what,
            Stage::Found(_) => "found",
            Stage::Failed(_) => "failed",
        };
        [stage, &turn].concat()
    }

    fn inside(self) -> Build {
        match &*self.stage.read_untracked() {
            Stage::Nothing => element("p").class("hint").text("Nothing is being opened."),
            Stage::Failed(problem) => element("p").attr("role", "alert").class("failed").text(problem),
            Stage::Working(what) => self.working(what),
            Stage::Found(reading) => self.looked_at(reading),
        }
    }

    fn working(self, what: &'static str) -> Build {
        let words = move || match self.thread.progress() {
            Some(words) if !words.is_empty() => [what, ": ", &words].concat(),
            _ => [what, "\u{2026}"].concat(),
        };
        element("div")
            .class("import-part")
            .child(element("p").attr("role", "status").text_with(words))
            .child(element("progress").attr("aria-label", what))
            .child(element("div").class("import-foot").child(button("", move || self.annex.close()).text("Cancel")))
    }

    fn looked_at(self, reading: &Reading) -> Build {
        let mut parts = Vec::new();
        if !reading.articles.is_empty() {
            parts.push(self.articles(&reading.articles));
        }
        if !self.rows.read_untracked().is_empty() {
            parts.push(self.labels());
        }
        if reading.articles.iter().any(|article| !article.notes.is_empty()) {
            parts.push(notes(&reading.articles));
        }
        if !reading.refused.is_empty() {
            parts.push(refusals(&reading.refused));
        }
        let open = move || {
            let stage = self.stage.get_untracked();
            if let Stage::Found(reading) = stage {
                self.open(&reading);
            }
        };
        let foot = element("footer").class("screen-foot");
        let foot = if reading.articles.is_empty() {
            let words = "Nothing has changed.";
            foot.child(element("span").class("hint").text(words)).child(
                button("main", move || self.annex.close())
                    .attr("id", "import-open")
                    .attr("autofocus", "")
                    .text("Close"),
            )
        } else {
            let name = match reading.articles.len() {
                1 => "Open the article".to_owned(),
                count => ["Open ", &count.to_string(), " articles"].concat(),
            };
            foot.child(button("", move || self.annex.close()).text("Cancel"))
                .child(button("main", open).attr("id", "import-open").attr("autofocus", "").text(&name))
        };
        element("div").class("import").children(parts).child(foot)
    }

    fn articles(self, articles: &[Article]) -> Build {
        let item = |article: &Article| {
            let facts = [&article.format, ", ", &counted(article.annotations, "annotation")].concat();
            element("li")
                .child(element("span").class("card-title").attr("dir", "auto").text(&article.title))
                .text(" ")
                .child(element("span").class("card-facts").text(&facts))
        };
        let list = portioned(articles, item);
        element("section").class("import-part").child(element("h3").text("Read")).child(list)
    }

    fn labels(self) -> Build {
        let set = self.set();
        let row = |(place, (used, fate)): (usize, &(Used, Fate))| self.row(place, used, fate, &set);
        let rows = self.rows.read_untracked().iter().enumerate().map(row).collect();
        let words = "Your label set does not have these. Say what becomes of them; links, notes and details stay.";
        element("section")
            .class("import-part")
            .child(element("h3").text("Labels of the files"))
            .child(element("p").class("hint").text(words))
            .child(element("ul").class("import-labels").attr("aria-label", "Labels of the files").children(rows))
    }

    fn row(self, place: usize, used: &Used, fate: &Fate, set: &LabelSet) -> Build {
        let option = |value: &str, name: &str, is_chosen: bool| {
            let option = element("option").attr("value", value).text(name);
            if is_chosen { option.attr("selected", "") } else { option }
        };
        let mut options =
            vec![option("create", &["New label \u{201c}", &used.name, "\u{201d}"].concat(), *fate == Fate::Create)];
        for label in set.labels() {
            let is_chosen = *fate == Fate::Map(label.id.clone());
            options.push(option(&["to ", label.id.as_str()].concat(), &["Make it ", &label.name].concat(), is_chosen));
        }
        options.push(option("skip", "Leave its annotations out", *fate == Fate::Skip));
        let chosen = move |event: leptos::ev::Event| {
            let value = dom::value(&event);
            let fate = match (value.as_str(), value.strip_prefix("to ")) {
                (_, Some(label)) => Fate::Map(LabelId::new(label)),
                ("skip", _) => Fate::Skip,
                _ => Fate::Create,
            };
            self.rows.update(|rows| {
                if let Some(row) = rows.get_mut(place) {
                    row.1 = fate;
                }
            });
        };
        let is_skipped = move || self.rows.read().get(place).is_some_and(|(_, fate)| *fate == Fate::Skip);
        let count = used.count;
        let told = move || {
            if is_skipped() {
                [&counted(count, "annotation"), " left out"].concat()
            } else {
                counted(count, "annotation")
            }
        };
        element("li").child(
            element("label")
                .child(
                    element("span")
                        .class("import-label")
                        .child(element("span").class("import-name").attr("dir", "auto").text(&used.name))
                        .text(" ")
                        .child(element("span").class("card-facts").flag(".failed", is_skipped).text_with(told)),
                )
                .child(element("select").attr("dir", "auto").children(options).on("change", chosen)),
        )
    }
}

fn notes(articles: &[Article]) -> Build {
    let many = articles.len() > 1;
    let all: Vec<String> = articles
        .iter()
        .flat_map(|article| {
            article
                .notes
                .iter()
                .map(move |note| if many { [&article.title, " \u{2013} ", note].concat() } else { note.clone() })
        })
        .collect();
    let title = [&counted(all.len(), "thing"), " did not fit"].concat();
    let list = portioned(&all, |note| element("li").attr("dir", "auto").text(note));
    element("section")
        .class("import-part")
        .child(element("h3").text(&title))
        .child(list.attr("tabindex", "0").attr("role", "group").attr("aria-label", &title))
}

fn refusals(refused: &[Refused]) -> Build {
    let list = portioned(refused, |refused| element("li").attr("dir", "auto").text(&why(refused)));
    element("section").class("import-part").child(element("h3").text("Not opened")).child(list)
}

/// A list of which only so much is built as is asked for.
fn portioned<T: Clone + 'static>(items: &[T], item: impl Fn(&T) -> Build + 'static) -> Build {
    let items = items.to_vec();
    portions(items.len(), move |place| items.get(place).map(&item)).class("portions import-list")
}

fn why(refused: &Refused) -> String {
    ["\u{201c}", &refused.name, "\u{201d}: ", &refused.problem, "."].concat()
}

fn sentence(refused: &Refused) -> String {
    ["\u{201c}", &refused.name, "\u{201d} was not opened: ", &refused.problem, ". Nothing has changed."].concat()
}

fn text_of((_, bytes): (String, Vec<u8>)) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}
