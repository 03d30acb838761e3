//! The annotations that a filter chooses, as buttons that go to them.

use super::{Visit, go, read};
use crate::annex::screens::pieces::labelled;
use crate::annex::screens::state::Annex;
use crate::app::annex::Answer;
use crate::app::session::{counted, excerpt};
use crate::app::signal::{Derived, State};
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::browser::element as dom;
use crate::domain::annotation::{Annotation, AnnotationId};
use crate::domain::filter::{Filter, Linked, Origin};
use crate::domain::label::{AttributeType, LabelId};
use crate::domain::project::Project;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How many rows are built at first, and how many more at a time.
pub(super) const ROWS: usize = 200;

/// What tells how many annotations are listed; it takes the keyboard when that has nowhere else to go.
pub(super) const FOUND: &str = "overview-found";

/// How many code points of a quote or a note are shown.
pub(super) const EXCERPT: usize = 120;

/// One annotation of the list, as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Row {
    place: Option<usize>,
    label: String,
    quote: String,
    note: String,
    facts: String,
}

pub(super) fn list(Visit { annex, filter, limit, .. }: Visit) -> Build {
    let change = move |change: &dyn Fn(&mut Filter)| {
        limit.set(ROWS);
        filter.update(change);
    };
    let chosen = Derived::new(move || {
        let filter = filter.read();
        read(annex, |project| {
            project.filtered(&filter).iter().map(|annotation| annotation.id.clone()).collect::<Vec<_>>()
        })
    });
    let count = move || chosen.read().len();
    let found = move || {
        let all = read(annex, |project| project.annotations.len());
        match count() {
            0 if all == 0 => "Nothing is marked yet.".to_owned(),
            0 => format!("None of {all} annotations is like that."),
            count if count == all => counted(all, "annotation"),
            count => format!("{count} of {all} annotations"),
        }
    };
    let keys = move || {
        read(annex, |project| {
            let chosen = chosen.read();
            let key = |id: &AnnotationId| {
                let annotation = project.annotations.get(id)?;
                let mut hasher = DefaultHasher::new();
                row_of(project, annotation).hash(&mut hasher);
                // A row whose words are other ones is another row.
                Some(format!("{:x} {id}", hasher.finish()))
            };
            chosen.iter().take(*limit.read()).filter_map(key).collect()
        })
    };
    let row = move |key: &str| {
        let id = AnnotationId::new(key.split_once(' ').map_or(key, |(_, id)| id));
        let row =
            annex.project.get_untracked().and_then(|project| Some(row_of(&project, project.annotations.get(&id)?)));
        row_button(annex, id, &row.unwrap_or_default())
    };
    let rest = move || count().saturating_sub(*limit.read());
    let more = move || {
        button("quiet link", move || limit.update(|limit| *limit += ROWS))
            .text_with(move || format!("Show {} more of {}", rest().min(ROWS), count()))
    };
    let is_narrowed = move || *filter.read() != Filter::default();
    let again = move || button("quiet link", move || change(&|filter| *filter = Filter::default())).text("Show all");
    let head = element("div")
        .class("overview-count")
        .child(element("p").attr("id", FOUND).attr("tabindex", "-1").attr("role", "status").text_with(found))
        .when(is_narrowed, again);
    element("section")
        .class("overview-chosen")
        .child(element("h3").text("Annotations"))
        .child(fields(annex, filter, change))
        .child(head)
        .child(
            element("ul")
                .class("overview-list")
                .attr("aria-label", "Chosen annotations")
                .on("keydown", |event| {
                    let Some(press) = dom::key_press(&event) else { return };
                    let is_forward = match press.key.as_str() {
                        "ArrowDown" => true,
                        "ArrowUp" => false,
                        _ => return,
                    };
                    event.prevent_default();
                    dom::focus_beside(&event, is_forward);
                })
                .each(keys, row),
        )
        .when(move || rest() > 0, more)
}

fn row_of(project: &Project, annotation: &Annotation) -> Row {
    let mut facts: Vec<String> = Vec::new();
    match Origin::of(annotation) {
        Some(Origin::Human) => {}
        Some(Origin::Suggestion) => facts.push("suggested".to_owned()),
        Some(Origin::Propagated) => facts.push("same words elsewhere".to_owned()),
        Some(Origin::Import) => facts.push("imported".to_owned()),
        None => facts.push(annotation.origin.clone()),
    }
    for attribute in project.labels.attributes_of(&annotation.label) {
        if let Some(value) = annotation.attributes.get(&attribute.name) {
            let known = attribute.values.iter().find(|known| known.value == *value);
            facts.push(known.map_or(value, |known| &known.title).clone());
        }
    }
    match project.links_of(&annotation.id).count() {
        0 => {}
        count => facts.push(counted(count, "link")),
    }
    Row {
        place: project.labels.position(&annotation.label),
        label: project.labels.name(&annotation.label).to_owned(),
        quote: excerpt(&project.quote(&annotation.target), EXCERPT),
        note: excerpt(&annotation.note, EXCERPT),
        facts: facts.join(", "),
    }
}

fn row_button(annex: Annex, id: AnnotationId, row: &Row) -> Build {
    let item = button("item", move || go(annex, &Answer::Go(id.clone())));
    let mut item = labelled(item, row.place, &row.label, &row.quote);
    if !row.note.is_empty() {
        let before = element("span").class("visually-hidden").text(". Note: ");
        let note = element("span").attr("dir", "auto").text(&row.note);
        item = item.child(element("span").class("item-note").child(before).child(note));
    }
    if !row.facts.is_empty() {
        let before = element("span").class("visually-hidden").text(". ");
        item = item.child(element("span").class("item-links").child(before).text(&row.facts));
    }
    element("li").child(item)
}

/// The fields of the filter.
fn fields(annex: Annex, filter: State<Filter>, change: impl Fn(&dyn Fn(&mut Filter)) + Copy + 'static) -> Build {
    let label = {
        let labels = move || {
            let titled = |project: &Project| {
                let labels = project.labels.labels().iter();
                labels.map(|label| [label.id.as_str(), "\n", &label.name].concat()).collect()
            };
            read(annex, titled)
        };
        let value = move || filter.read().label.as_ref().map(|label| label.as_str().to_owned()).unwrap_or_default();
        let field = element("select").child(option("", "Any")).each(labels, |key| {
            let (id, name) = key.split_once('\n').unwrap_or((key, key));
            option(id, name)
        });
        field.field_with("value", value).on("change", move |event| {
            let chosen = dom::value(&event);
            change(&|filter| filter.label = (!chosen.is_empty()).then(|| LabelId::new(&chosen)));
        })
    };
    let origin = {
        let names = ["By hand", "Suggested", "Same words elsewhere", "Imported"];
        let options = names.iter().enumerate().map(|(place, name)| option(&place.to_string(), name)).collect();
        let place = move |origin: Option<Origin>| Origin::ALL.iter().position(|known| Some(*known) == origin);
        let value = move || place(filter.read().origin).map(|place| place.to_string()).unwrap_or_default();
        let field = element("select").child(option("", "Any")).children(options);
        field.field_with("value", value).on("change", move |event| {
            let chosen = dom::value(&event).parse().ok().and_then(|place: usize| Origin::ALL.get(place).copied());
            change(&|filter| filter.origin = chosen);
        })
    };
    let linked = {
        let value = move || match filter.read().linked {
            None => String::new(),
            Some(Linked::Yes) => "yes".to_owned(),
            Some(Linked::No) => "no".to_owned(),
        };
        let field = element("select")
            .child(option("", "Any"))
            .child(option("yes", "With links"))
            .child(option("no", "Without"));
        field.field_with("value", value).on("change", move |event| {
            let linked = match dom::value(&event).as_str() {
                "yes" => Some(Linked::Yes),
                "no" => Some(Linked::No),
                _ => None,
            };
            change(&|filter| filter.linked = linked);
        })
    };
    let words = element("input")
        .attr("type", "search")
        .attr("id", "overview-words")
        .attr("dir", "auto")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", "Words in the quote or the note")
        .field_with("value", move || filter.read().words.clone())
        .on("input", move |event| {
            let words = dom::value(&event);
            change(&|filter| filter.words.clone_from(&words));
        });
    let field = |name: &str, field: Build| element("label").child(element("span").text(name)).child(field);
    element("div")
        .class("overview-fields")
        .attr("role", "group")
        .attr("aria-label", "Show only")
        .child(field("Label", label))
        .child(field("Made", origin))
        .child(field("Details", details(annex, filter, change)))
        .child(field("Links", linked))
        .child(field("Words", words).class("wide"))
}

/// The choice of a named value: a group for each type of attribute that has values to choose from.
fn details(annex: Annex, filter: State<Filter>, change: impl Fn(&dyn Fn(&mut Filter)) + Copy + 'static) -> Build {
    let known = move || read(annex, |project| project.labels.attribute_types().to_vec());
    let groups = move || {
        let types = known();
        let with_values = types.iter().enumerate().filter(|(_, attribute)| !attribute.values.is_empty());
        with_values.map(|(place, attribute)| format!("{place} {}", attribute.title)).collect()
    };
    let group = move |key: &str| {
        let place: usize = key.split(' ').next().and_then(|place| place.parse().ok()).unwrap_or(usize::MAX);
        let Some(AttributeType { title, values, .. }) = known().get(place).cloned() else { return element("optgroup") };
        let options = values.iter().enumerate();
        let options =
            options.map(|(index, known)| option(&format!("{place}.{index}"), &[&title, ": ", &known.title].concat()));
        element("optgroup")
            .attr("label", &title)
            .children(options.collect())
            .child(option(&format!("{place}.none"), &[&title, ": not said"].concat()))
    };
    let value = move || {
        let Some((name, value)) = filter.read().value.clone() else { return String::new() };
        let types = known();
        let found = types.iter().enumerate().find(|(_, known)| known.name == name);
        let Some((place, attribute)) = found else { return String::new() };
        match value {
            None => format!("{place}.none"),
            Some(value) => {
                let index = attribute.values.iter().position(|known| known.value == value);
                format!("{place}.{}", index.unwrap_or_default())
            }
        }
    };
    let field = element("select").child(option("", "Any")).each(groups, group);
    field.field_with("value", value).on("change", move |event| {
        let chosen = dom::value(&event);
        let types = annex.project.get_untracked().map(|project| project.labels.attribute_types().to_vec());
        let value = chosen.split_once('.').and_then(|(place, index)| {
            let attribute = types.as_ref()?.get(place.parse::<usize>().ok()?)?;
            let value = index.parse().ok().and_then(|index: usize| attribute.values.get(index));
            Some((attribute.name.clone(), value.map(|known| known.value.clone())))
        });
        change(&|filter| filter.value.clone_from(&value));
    })
}

fn option(value: &str, name: &str) -> Build {
    element("option").attr("value", value).text(name)
}
