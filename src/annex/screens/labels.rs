//! The label set: its labels, the types of its links, and the details that annotations can have.
//!
//! Every change is one step of undo. What is in use is never lost: a label that goes away leaves its annotations to another.

mod types;

use super::frame::{Stand, screen};
use super::state::Annex;
use crate::app::annex::{Answer, Screen};
use crate::app::session::counted;
use crate::app::signal::State;
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::browser::{element as dom, file, task};
use crate::domain::color::{Color, DISTINCT, PALETTE, least_difference};
use crate::domain::edit::{Command, LabelEdit};
use crate::domain::label::{Label, LabelId, LabelSet};
use crate::domain::project::Unknown;
use crate::formats::{attest, labels as file_format, plain};

/// The most that a file of labels may hold, in bytes.
const LARGEST: f64 = 4.0 * 1024.0 * 1024.0;

pub(super) fn labels(annex: Annex) -> Build {
    let visit = Visit { annex, told: State::new(String::new()), leaving: State::new(None) };
    screen(annex, Screen::Labels, Stand::Over, "Labels", move || {
        visit.told.set(String::new());
        visit.leaving.set(None);
        inside(visit)
    })
}

/// The choice of the label that gets the annotations of one that goes away.
const HEIR: &str = "label-heir";

/// The first of "name", "name 2", "name 3", … that is free.
fn free_name(name: &str, is_free: impl Fn(&str) -> bool) -> String {
    let name_of = |number: u32| if number == 1 { name.to_owned() } else { format!("{name} {number}") };
    (1..).map(name_of).find(|name| is_free(name)).unwrap_or_default()
}

/// What one visit of the screen has beside the project.
#[derive(Clone, Copy)]
struct Visit {
    annex: Annex,
    /// What was refused last, or told.
    told: State<String>,
    /// The label that is to go away and needs an heir.
    leaving: State<Option<LabelId>>,
}

impl Visit {
    fn set(self) -> LabelSet {
        self.annex.project().map(|project| project.labels.clone()).unwrap_or_default()
    }

    fn set_untracked(self) -> LabelSet {
        self.annex.project.get_untracked().map(|project| project.labels.clone()).unwrap_or_default()
    }

    /// Carries an edit out. What was refused is told.
    fn edit(self, edit: LabelEdit) -> bool {
        let result = self.annex.execute(Command::EditLabels(edit));
        let is_done = result.is_ok();
        self.told.set(result.err().unwrap_or_default());
        is_done
    }

    /// Tells what is wrong with what was typed, and shows again what holds.
    fn refuse(self, event: &leptos::ev::Event, told: &str, holds: &str) {
        self.told.set(told.to_owned());
        dom::set_value(event, holds);
    }

    fn replace(self, set: LabelSet) -> bool {
        self.edit(LabelEdit::Replace(Box::new(set)))
    }
}

fn inside(visit: Visit) -> Build {
    let has_project = move || visit.annex.project().is_some();
    element("div")
        .class("dialog-parts label-set")
        .child(element("p").class("problem").attr("role", "alert").text_with(move || visit.told.get()))
        .when(has_project, move || parts(visit))
        .when(
            move || !has_project(),
            || element("p").class("hint").text("Open an article first; the labels are its own."),
        )
}

fn parts(visit: Visit) -> Build {
    let ids = move || visit.set().labels().iter().map(|label| label.id.as_str().to_owned()).collect();
    let alike = move || alike(&visit.set());
    element("div")
        .class("dialog-parts")
        .child(colors())
        .child(element("ul").class("label-rows").attr("aria-label", "Labels").each(ids, move |id| row(visit, id)))
        .child(element("p").class("hint").attr("role", "status").text_with(alike))
        .child(
            element("div")
                .class("row")
                .child(button("main", move || add(visit)).text("Add a label"))
                .child(open_file(visit))
                .child(button("", move || download(visit)).text("Download these labels")),
        )
        .child(types::links(visit))
        .child(types::attributes(visit))
}

/// The colours that are offered.
fn colors() -> Build {
    let option = |color: &&str| element("option").attr("value", color);
    element("datalist").attr("id", "label-colors").children(PALETTE.iter().map(option).collect())
}

/// Names two labels whose colours some people could not tell apart.
fn alike(set: &LabelSet) -> String {
    let light = |label: &Label| Color::parse(&label.color).map(Color::light);
    for (place, one) in set.labels().iter().enumerate() {
        for other in &set.labels()[place + 1..] {
            if let (Some(first), Some(second)) = (light(one), light(other))
                && least_difference(first, second) < DISTINCT
            {
                return format!(
                    "\u{201c}{}\u{201d} and \u{201c}{}\u{201d} have colours that not everybody can tell apart. Their underlines differ.",
                    one.name, other.name
                );
            }
        }
    }
    String::new()
}

fn row(visit: Visit, id: &str) -> Build {
    let id = LabelId::new(id);
    let read = {
        let id = id.clone();
        move |part: fn(&Label) -> &String| visit.set().get(&id).map(|label| part(label).clone()).unwrap_or_default()
    };
    let named = |what: &'static str| {
        let read = read.clone();
        move || Some([what, &read(|label| &label.name)].concat())
    };
    let field =
        |what: &'static str, class: &str, part: fn(&Label) -> &String, edit: fn(LabelId, String) -> LabelEdit| {
            let (read, again, id) = (read.clone(), read.clone(), id.clone());
            element("input")
                .class(class)
                .attr_with("aria-label", named(what))
                .field_with("value", move || read(part))
                .on("change", move |event| {
                    if !visit.edit(edit(id.clone(), dom::value(&event))) {
                        dom::set_value(&event, &again(part));
                    }
                })
        };
    let color = field("Colour of ", "color", |label| &label.color, |id, color| LabelEdit::SetColor { id, color })
        .attr("type", "color")
        .attr("list", "label-colors");
    let name = field("Name of ", "name", |label| &label.name, |id, name| LabelEdit::Rename { id, name })
        .attr("type", "text")
        .attr("dir", "auto");
    let key = field("Key of ", "key", |label| &label.key, |id, key| LabelEdit::SetKey { id, key })
        .attr("type", "text")
        .attr("maxlength", "2")
        .attr("autocomplete", "off")
        .attr("placeholder", "no key");
    let description = field(
        "When to use ",
        "description",
        |label| &label.description,
        |id, description| LabelEdit::Describe { id, description },
    )
    .attr("type", "text")
    .attr("dir", "auto")
    .attr("placeholder", "When to use it");
    let place = {
        let id = id.clone();
        move || visit.set().position(&id).unwrap_or_default()
    };
    let step = |what: &'static str, sign: &str, by: isize| {
        let (place, id) = (place.clone(), id.clone());
        let is_last = move || {
            let place = place();
            if by < 0 { place == 0 } else { place + 1 == visit.set().labels().len() }
        };
        let act = move || {
            let position = visit.set_untracked().position(&id).unwrap_or_default().saturating_add_signed(by);
            visit.edit(LabelEdit::Place { id: id.clone(), position });
        };
        button("quiet small", act).attr_with("aria-label", named(what)).flag("disabled", is_last).text(sign)
    };
    let uses = {
        let id = id.clone();
        move || counted(visit.annex.project().map_or(0, |project| project.uses_of(&id)), "annotation")
    };
    let remove = {
        let id = id.clone();
        button("quiet danger", move || remove(visit, &id)).attr_with("aria-label", named("Remove ")).text("Remove")
    };
    let is_leaving = {
        let id = id.clone();
        move || visit.leaving.read().as_ref() == Some(&id)
    };
    let index = {
        let place = place.clone();
        move || Some(place().to_string())
    };
    element("li")
        .class("label-row")
        .attr_with("data-label", index)
        .child(element("span").class("swatch").attr("aria-hidden", "true"))
        .child(color)
        .child(name)
        .child(key)
        .child(step("Move up ", "\u{2191}", -1))
        .child(step("Move down ", "\u{2193}", 1))
        .child(element("span").class("card-facts").text_with(uses))
        .child(remove)
        .child(description)
        .when(is_leaving, move || heirs(visit, &id))
}

/// Takes a label away at once when nothing has it; otherwise asks who gets its annotations.
fn remove(visit: Visit, id: &LabelId) {
    let count = visit.annex.project.get_untracked().map_or(0, |project| project.uses_of(id));
    if count > 0 && visit.set_untracked().labels().len() > 1 {
        visit.leaving.set(Some(id.clone()));
        task::next_frame(|| dom::focus(HEIR));
    } else {
        leave(visit, id, None);
    }
}

fn leave(visit: Visit, id: &LabelId, heir: Option<LabelId>) {
    let name = visit.set_untracked().get(id).map(|label| label.name.clone()).unwrap_or_default();
    if visit.edit(LabelEdit::Remove { id: id.clone(), heir }) {
        visit.annex.answer(&Answer::Done(format!("Removed the label \u{201c}{name}\u{201d}.")));
    }
    visit.leaving.set(None);
}

fn heirs(visit: Visit, id: &LabelId) -> Build {
    let others = visit.set_untracked();
    let others: Vec<&Label> = others.labels().iter().filter(|label| label.id != *id).collect();
    let option = |label: &&Label| element("option").attr("value", label.id.as_str()).text(&label.name);
    let id = id.clone();
    element("div")
        .class("heirs")
        .child(
            element("label")
                .child(element("span").text("Its annotations become "))
                .child(element("select").attr("id", HEIR).children(others.iter().map(option).collect())),
        )
        .child(
            button("danger", move || leave(visit, &id, Some(LabelId::new(&dom::value_of(HEIR)))))
                .text("Remove the label"),
        )
        .child(button("", move || visit.leaving.set(None)).text("Keep it"))
}

/// Adds a label with a name, a key and a colour that no other has.
fn add(visit: Visit) {
    let set = visit.set_untracked();
    let name = free_name("New label", |name| set.labels().iter().all(|label| label.name != name));
    let (id, key, color) = (set.new_id(&name), set.free_key(), set.free_color().to_owned());
    let label = Label { id, name, key, color, description: String::new(), unknown: Unknown::default() };
    let place = set.labels().len();
    if visit.edit(LabelEdit::Add(label)) {
        task::next_frame(move || dom::focus_within(".label-rows > li", place, ".name"));
    }
}

fn open_file(visit: Visit) -> Build {
    let input = element("input")
        .attr("type", "file")
        .attr("accept", ".json,application/json")
        .attr("id", "label-file")
        .on("change", move |event| {
            let Some(chosen) = file::chosen_in(&event).into_iter().next() else { return };
            task::spawn(async move {
                let name = chosen.name();
                let bytes = if chosen.size() > LARGEST { Err(()) } else { chosen.bytes().await };
                let read = bytes
                    .map_err(|()| "the browser cannot read it, or it is too large".to_owned())
                    .and_then(|bytes| plain::decode(&bytes).map_err(|problem| problem.to_string()))
                    .and_then(|source| file_format::read(&source).map_err(|problem| problem.to_string()));
                match read {
                    Err(problem) => {
                        visit
                            .told
                            .set(format!("\u{201c}{name}\u{201d} was not opened: {problem} Nothing has changed."));
                    }
                    Ok((set, notes)) => {
                        let notes: Vec<String> = notes.iter().map(ToString::to_string).collect();
                        if visit.replace(set) {
                            visit
                                .annex
                                .answer(&Answer::Done(format!("These are the labels of \u{201c}{name}\u{201d} now.")));
                            visit.told.set(notes.join(" "));
                        }
                    }
                }
            });
        });
    element("label").class("file").child(element("span").text("Open a label set")).child(input)
}

fn download(visit: Visit) {
    let title = visit.annex.project.get_untracked().map(|project| project.document.title.clone()).unwrap_or_default();
    let name = attest::file_stem(&title) + ".labels.json";
    if !file::download(&name, &file_format::write(&visit.set_untracked())) {
        visit.told.set("The browser did not take the download. Try it again.".to_owned());
    }
}
