//! The label set: its labels, the types of its links, and the details that annotations can have.
//!
//! Every change is one step of undo. What is in use is never lost: a label that goes away leaves its annotations to another.

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
use crate::domain::label::{AttributeType, AttributeValue, Label, LabelId, LabelSet, LinkType};
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
        .child(links(visit))
        .child(attributes(visit))
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
    let name_of = |number| if number == 1 { "New label".to_owned() } else { format!("New label {number}") };
    let is_free = |name: &String| set.labels().iter().all(|label| label.name != *name);
    let name = (1..).map(name_of).find(is_free).unwrap_or_default();
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
    let name = attest::file_name(&title).replace(".attest.json", ".labels.json");
    if !file::download(&name, &file_format::write(&visit.set_untracked())) {
        visit.told.set("The browser did not take the download. Try it again.".to_owned());
    }
}

/// A folded part with a heading.
fn fold(title: &str, hint: &str, inside: Build) -> Build {
    element("details")
        .class("label-part")
        .child(element("summary").child(element("h3").text(title)))
        .child(element("p").class("hint").text(hint))
        .child(inside)
}

/// Checkboxes for labels; none checked stands for all.
fn checks(
    visit: Visit,
    name: &str,
    chosen: impl Fn() -> Vec<LabelId> + Clone + 'static,
    choose: impl Fn(Vec<LabelId>) + Clone + 'static,
) -> Build {
    let ids = move || visit.set().labels().iter().map(|label| label.id.as_str().to_owned()).collect();
    let item = move |id: &str| {
        let id = LabelId::new(id);
        let (read, is_chosen, chosen, choose) = (id.clone(), chosen.clone(), chosen.clone(), choose.clone());
        let checked = id.clone();
        let title = move || visit.set().get(&read).map(|label| label.name.clone()).unwrap_or_default();
        element("label")
            .class("option")
            .child(
                element("input")
                    .attr("type", "checkbox")
                    .field_with("checked", move || is_chosen().contains(&checked).to_string())
                    .on("change", move |event| {
                        let mut labels = chosen();
                        labels.retain(|label| *label != id);
                        if dom::is_checked(&event) {
                            labels.push(id.clone());
                        }
                        choose(labels);
                    }),
            )
            .child(element("span").attr("dir", "auto").text_with(title))
    };
    element("fieldset").class("checks").child(element("legend").text(name)).each(ids, item)
}

fn links(visit: Visit) -> Build {
    let ids = move || visit.set().link_types().iter().map(|link| link.id.clone()).collect();
    let add = move || {
        let set = visit.set_untracked();
        let number = (1..).find(|number| set.link_type(&format!("link-{number}")).is_none()).unwrap_or(1);
        let id = format!("link-{number}");
        let link = LinkType {
            name: "relates to".to_owned(),
            id,
            from: Vec::new(),
            to: Vec::new(),
            unknown: Unknown::default(),
        };
        let links = set.link_types().iter().cloned().chain([link]).collect();
        visit.replace(set.with_link_types(links));
    };
    let list =
        element("ul").class("type-rows").attr("aria-label", "Types of links").each(ids, move |id| link_row(visit, id));
    let parts = element("div").class("dialog-parts").child(list).child(button("", add).text("Add a type of link"));
    fold("Links", "What leads from one annotation to another. With no label chosen, any label will do.", parts)
}

fn link_row(visit: Visit, id: &str) -> Build {
    let id = id.to_owned();
    let change = {
        let id = id.clone();
        move |change: &dyn Fn(&mut LinkType)| {
            let set = visit.set_untracked();
            let mut links = set.link_types().to_vec();
            links.iter_mut().filter(|link| link.id == id).for_each(change);
            visit.replace(set.with_link_types(links));
        }
    };
    let read = {
        let id = id.clone();
        move |part: fn(&LinkType) -> Vec<LabelId>| visit.set().link_type(&id).map(part).unwrap_or_default()
    };
    let name = {
        let id = id.clone();
        move || visit.set().link_type(&id).map(|link| link.name.clone()).unwrap_or_default()
    };
    let again = name.clone();
    let (renamed, from, to) = (change.clone(), change.clone(), change);
    let (start, end) = (read.clone(), read);
    let gone = move || {
        let set = visit.set_untracked();
        let links = set.link_types().iter().filter(|link| link.id != id).cloned().collect();
        visit.replace(set.with_link_types(links));
    };
    element("li")
        .class("type-row")
        .child(
            element("div")
                .class("row")
                .child(
                    element("input")
                        .attr("type", "text")
                        .attr("dir", "auto")
                        .attr("aria-label", "Name of the link, as a verb")
                        .field_with("value", name)
                        .on("change", move |event| {
                            let name = dom::value(&event);
                            if name.trim().is_empty() {
                                visit.refuse(&event, "A link needs a name.", &again());
                            } else {
                                renamed(&|link| link.name.clone_from(&name));
                            }
                        }),
                )
                .child(button("quiet danger", gone).text("Remove")),
        )
        .child(checks(
            visit,
            "From",
            move || start(|link| link.from.clone()),
            move |labels| from(&|link| link.from.clone_from(&labels)),
        ))
        .child(checks(
            visit,
            "To",
            move || end(|link| link.to.clone()),
            move |labels| to(&|link| link.to.clone_from(&labels)),
        ))
}

fn attributes(visit: Visit) -> Build {
    let places = move || (0..visit.set().attribute_types().len()).map(|place| place.to_string()).collect();
    let add = move || {
        let set = visit.set_untracked();
        let types = set.attribute_types();
        let is_free = |name: &String| types.iter().all(|known| known.name != *name);
        let name = (1..).map(|number| format!("detail-{number}")).find(is_free).unwrap_or_default();
        let added = AttributeType {
            title: "New detail".to_owned(),
            name,
            labels: Vec::new(),
            values: Vec::new(),
            unknown: Unknown::default(),
        };
        let types = types.iter().cloned().chain([added]).collect();
        visit.replace(set.with_attribute_types(types));
    };
    let list = element("ul")
        .class("type-rows")
        .attr("aria-label", "Details")
        .each(places, move |place| attribute_row(visit, place.parse().unwrap_or_default()));
    let parts = element("div").class("dialog-parts").child(list).child(button("", add).text("Add a detail"));
    let hint = "What can be said about an annotation. Values are separated by commas; with none, any text will do. With no label chosen, all labels have it.";
    fold("Details", hint, parts)
}

fn attribute_row(visit: Visit, place: usize) -> Build {
    let change = move |change: &dyn Fn(&mut AttributeType)| {
        let set = visit.set_untracked();
        let mut types = set.attribute_types().to_vec();
        if let Some(known) = types.get_mut(place) {
            change(known);
        }
        visit.replace(set.with_attribute_types(types));
    };
    let read = move |part: fn(&AttributeType) -> String| {
        visit.set().attribute_types().get(place).map(part).unwrap_or_default()
    };
    let gone = move || {
        let set = visit.set_untracked();
        let mut types = set.attribute_types().to_vec();
        if place < types.len() {
            types.remove(place);
        }
        visit.replace(set.with_attribute_types(types));
    };
    let title = element("input")
        .attr("type", "text")
        .attr("dir", "auto")
        .attr("aria-label", "Name of the detail")
        .field_with("value", move || read(|known| known.title.clone()))
        .on("change", move |event| {
            let title = dom::value(&event);
            if title.trim().is_empty() {
                visit.refuse(&event, "A detail needs a name.", &read(|known| known.title.clone()));
            } else {
                change(&|known| known.title.clone_from(&title));
            }
        });
    let values = element("input")
        .attr("type", "text")
        .attr("dir", "auto")
        .attr_with("aria-label", move || Some(["Values of ", &read(|known| known.title.clone())].concat()))
        .attr("placeholder", "any text")
        .field_with("value", move || read(titles))
        .on("change", move |event| {
            let titles = dom::value(&event);
            change(&|known| known.values = values_of(&titles, &known.values));
        });
    let chosen = move || visit.set().attribute_types().get(place).map(|known| known.labels.clone()).unwrap_or_default();
    element("li")
        .class("type-row")
        .child(
            element("div").class("row").child(title).child(values).child(button("quiet danger", gone).text("Remove")),
        )
        .child(checks(visit, "For", chosen, move |labels| change(&|known| known.labels.clone_from(&labels))))
}

fn titles(known: &AttributeType) -> String {
    let titles: Vec<&str> = known.values.iter().map(|value| value.title.as_str()).collect();
    titles.join(", ")
}

/// The values of such a list. One that is there already keeps its spelling in the file and its key.
fn values_of(titles: &str, known: &[AttributeValue]) -> Vec<AttributeValue> {
    let mut values: Vec<AttributeValue> = Vec::new();
    for title in titles.split(',').map(str::trim).filter(|title| !title.is_empty()) {
        if values.iter().any(|value| value.title == title) {
            continue;
        }
        let same = known.iter().find(|value| value.title == title).cloned();
        values.push(same.unwrap_or_else(|| AttributeValue {
            value: title.to_lowercase().replace(' ', "-"),
            title: title.to_owned(),
            key: String::new(),
            unknown: Unknown::default(),
        }));
    }
    values
}
