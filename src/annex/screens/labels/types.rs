//! The types of links and the details that annotations can have: a row for each.

use super::{Visit, free_name};
use crate::app::annex::Answer;
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::browser::{element as dom, task};
use crate::domain::label::{AttributeType, AttributeValue, LabelId, LabelSet, LinkType};
use crate::domain::project::Unknown;

/// The rows of one kind.
#[derive(Clone, Copy)]
struct Rows {
    /// What people call what a row is for.
    one: &'static str,
    selector: &'static str,
    /// The button that adds one.
    adds: &'static str,
    count: fn(&LabelSet) -> usize,
}

const LINKS: Rows = Rows {
    one: "type of link",
    selector: ".type-rows.links > li",
    adds: "add-link",
    count: |set| set.link_types().len(),
};

const DETAILS: Rows = Rows {
    one: "detail",
    selector: ".type-rows.details > li",
    adds: "add-detail",
    count: |set| set.attribute_types().len(),
};

impl Visit {
    /// Takes over a set without what had a row at this place: tells so, and puts the keyboard into a row beside it.
    fn leave_row(self, set: LabelSet, rows: Rows, name: &str, place: usize) {
        let count = (rows.count)(&set);
        if self.replace(set) {
            self.annex.answer(&Answer::Done(["Removed the ", rows.one, " \u{201c}", name, "\u{201d}."].concat()));
            task::next_frame(move || match count.checked_sub(1) {
                Some(last) => dom::focus_within(rows.selector, place.min(last), "button"),
                None => dom::focus(rows.adds),
            });
        }
    }

    /// Takes over a set with a new row at the end, and puts the keyboard into it.
    fn add_row(self, set: LabelSet, rows: Rows) {
        let place = (rows.count)(&set).saturating_sub(1);
        if self.replace(set) {
            task::next_frame(move || dom::focus_within(rows.selector, place, "input"));
        }
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

/// Checkboxes for labels; none checked stands for all. `spoken` names them for those who do not see the row that they are in.
fn checks(
    visit: Visit,
    (name, spoken): (&str, impl Fn() -> Option<String> + 'static),
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
    element("fieldset")
        .class("checks")
        .attr_with("aria-label", spoken)
        .child(element("legend").text(name))
        .each(ids, item)
}

pub(super) fn links(visit: Visit) -> Build {
    let ids = move || visit.set().link_types().iter().map(|link| link.id.clone()).collect();
    let add = move || {
        let set = visit.set_untracked();
        let number = (1..).find(|number| set.link_type(&format!("link-{number}")).is_none()).unwrap_or(1);
        let id = format!("link-{number}");
        let link = LinkType {
            name: free_name("relates to", |name| set.link_types().iter().all(|link| link.name != name)),
            id,
            from: Vec::new(),
            to: Vec::new(),
            unknown: Unknown::default(),
        };
        let links = set.link_types().iter().cloned().chain([link]).collect();
        visit.add_row(set.with_link_types(links), LINKS);
    };
    let list = element("ul")
        .class("type-rows links")
        .attr("aria-label", "Types of links")
        .each(ids, move |id| link_row(visit, id));
    let parts = element("div")
        .class("dialog-parts")
        .child(list)
        .child(button("", add).attr("id", LINKS.adds).text("Add a type of link"));
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
    let (again, leaving) = (name.clone(), name.clone());
    let named = |what: &'static str| {
        let name = name.clone();
        move || Some([what, &name()].concat())
    };
    let (named, removed, starts, ends) =
        (named("Name of the link "), named("Remove the link "), named("From: "), named("To: "));
    let (renamed, from, to) = (change.clone(), change.clone(), change);
    let (start, end) = (read.clone(), read);
    let gone = move || {
        let set = visit.set_untracked();
        let links = set.link_types().iter().filter(|link| link.id != id).cloned().collect();
        let (name, place) = (leaving(), set.link_types().iter().position(|link| link.id == id).unwrap_or_default());
        visit.leave_row(set.with_link_types(links), LINKS, &name, place);
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
                        .attr_with("aria-label", named)
                        .attr("title", "A verb, such as \u{201c}quantifies\u{201d}")
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
                .child(button("quiet danger", gone).attr_with("aria-label", removed).text("Remove")),
        )
        .child(checks(
            visit,
            ("From", starts),
            move || start(|link| link.from.clone()),
            move |labels| from(&|link| link.from.clone_from(&labels)),
        ))
        .child(checks(
            visit,
            ("To", ends),
            move || end(|link| link.to.clone()),
            move |labels| to(&|link| link.to.clone_from(&labels)),
        ))
}

pub(super) fn attributes(visit: Visit) -> Build {
    let places = move || (0..visit.set().attribute_types().len()).map(|place| place.to_string()).collect();
    let add = move || {
        let set = visit.set_untracked();
        let types = set.attribute_types();
        let is_free = |name: &String| types.iter().all(|known| known.name != *name);
        let name = (1..).map(|number| format!("detail-{number}")).find(is_free).unwrap_or_default();
        let added = AttributeType {
            title: free_name("New detail", |title| types.iter().all(|known| known.title != title)),
            name,
            labels: Vec::new(),
            values: Vec::new(),
            unknown: Unknown::default(),
        };
        let types = types.iter().cloned().chain([added]).collect();
        visit.add_row(set.with_attribute_types(types), DETAILS);
    };
    let list = element("ul")
        .class("type-rows details")
        .attr("aria-label", "Details")
        .each(places, move |place| attribute_row(visit, place.parse().unwrap_or_default()));
    let parts = element("div")
        .class("dialog-parts")
        .child(list)
        .child(button("", add).attr("id", DETAILS.adds).text("Add a detail"));
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
            let title = types.remove(place).title;
            visit.leave_row(set.with_attribute_types(types), DETAILS, &title, place);
        }
    };
    let named = move |what: &'static str| move || Some([what, &read(|known| known.title.clone())].concat());
    let title = element("input")
        .attr("type", "text")
        .attr("dir", "auto")
        .attr_with("aria-label", named("Name of the detail "))
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
        .attr_with("aria-label", named("Values of "))
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
            element("div").class("row").child(title).child(values).child(
                button("quiet danger", gone).attr_with("aria-label", named("Remove the detail ")).text("Remove"),
            ),
        )
        .child(checks(visit, ("For", named("For: ")), chosen, move |labels| {
            change(&|known| known.labels.clone_from(&labels));
        }))
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
