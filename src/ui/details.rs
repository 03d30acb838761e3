//! The details of the active annotation: its links to others and its named values.

use crate::app::action::Action;
use crate::app::annex::Screen;
use crate::app::session::link_words;
use crate::app::state::App;
use crate::browser::build::{Build, element};
use crate::browser::controls::{Icon, button, icon_button};
use crate::browser::element as dom;
use crate::domain::annotation::{Annotation, Link};
use crate::domain::label::AttributeType;
use crate::domain::links::Direction;
use crate::domain::project::Project;

/// Reads the active annotation.
fn read_active<T>(app: App, read: impl Fn(&Project, &Annotation) -> T) -> Option<T> {
    let mut found = None;
    with_active(app, &mut |project, annotation| found = Some(read(project, annotation)));
    found
}

/// The same, once for all types.
fn with_active(app: App, read: &mut dyn FnMut(&Project, &Annotation)) {
    let Some(id) = app.active.get() else { return };
    app.with_workspace(|workspace| {
        let project = workspace.project();
        if let Some(annotation) = project.annotations.get(&id) {
            read(project, annotation);
        }
    });
}

/// The links of the active annotation, each a button that goes to its other end.
pub(super) fn links(app: App) -> Build {
    let ids = move || {
        let ids = |project: &Project, annotation: &Annotation| {
            project.links_of(&annotation.id).map(|(_, link)| link.id.clone()).collect()
        };
        read_active(app, ids).unwrap_or_default()
    };
    let start = button("quiet link", move || {
        app.dispatch(Action::StartLink);
        app.dispatch(Action::FocusArticle);
    });
    element("div")
        .class("links")
        .child(element("ul").attr("aria-label", "Links").each(ids, move |id| link(app, id)))
        .child(start.attr("title", "Link it with another annotation (l)").text_with(move || {
            let is_waiting = app.with_session(|session| session.linking.is_some());
            (if is_waiting { "Choose the other end\u{2026}" } else { "Link with\u{2026}" }).to_owned()
        }))
}

fn link(app: App, id: &str) -> Build {
    let id = id.to_owned();
    let (said, removed) = (id.clone(), id.clone());
    let go = move || {
        let other = read_link(app, &id, |project, (direction, link)| {
            project.annotations.get(direction.other_end(link)).map(|annotation| annotation.id.clone())
        });
        match other.flatten() {
            Some(other) => {
                app.dispatch(Action::Activate(Some(other)));
                app.dispatch(Action::FocusArticle);
            }
            // Where those without a place are listed.
            None => app.dispatch(Action::Visit(Screen::Overview)),
        }
    };
    let words = move || read_link(app, &said, link_words).unwrap_or_default();
    element("li").child(button("quiet link", go).attr("dir", "auto").text_with(words)).child(
        icon_button(Icon::CLOSE, "Remove this link", "Remove this link", move || {
            app.dispatch(Action::Unlink(removed.clone()));
        })
        .class("quiet small"),
    )
}

fn read_link<T>(app: App, id: &str, read: fn(&Project, (Direction, &Link)) -> T) -> Option<T> {
    read_active(app, |project, annotation| {
        let link = project.links_of(&annotation.id).find(|(_, link)| link.id == id)?;
        Some(read(project, link))
    })?
}

/// The named values that annotations of its label can have, folded until they are wanted.
pub(super) fn details_of(app: App) -> Build {
    let is_open = move || app.with_session(|session| session.has_details);
    let fold = button("quiet link", move || {
        let is_open = app.with_session_untracked(|session| session.has_details);
        app.dispatch(Action::ShowDetails(!is_open));
    });
    let values = move || {
        let values = |project: &Project, annotation: &Annotation| {
            let mut told = String::from("Details");
            for attribute in project.labels.attributes_of(&annotation.label) {
                if let Some(value) = annotation.attributes.get(&attribute.name) {
                    let title = attribute.values.iter().find(|known| known.value == *value);
                    told.push_str(if told.len() > "Details".len() { ", " } else { ": " });
                    told.push_str(title.map_or(value, |known| &known.title));
                }
            }
            told
        };
        read_active(app, values).unwrap_or_default()
    };
    let fold = fold
        .attr("title", "How sure, what kind (e)")
        .attr_with("aria-expanded", move || Some(is_open().to_string()))
        .text_with(values);
    let fields = move || {
        let places = |project: &Project, annotation: &Annotation| {
            let types = project.labels.attribute_types().iter().enumerate();
            let fitting = types.filter(|(_, attribute)| attribute.is_for(&annotation.label));
            fitting.map(|(place, _)| place.to_string()).collect()
        };
        read_active(app, places).unwrap_or_default()
    };
    let build = move || element("div").class("attributes").each(fields, move |place| field(app, place));
    element("div").class("details").child(fold).when(is_open, build)
}

/// One named value: a choice where its type has values, a field where any text will do.
fn field(app: App, place: &str) -> Build {
    let known = app.labels.get().attribute_types().get(place.parse().unwrap_or(usize::MAX)).cloned();
    let Some(AttributeType { name, title, values, .. }) = known else { return element("div") };
    let field = if values.is_empty() {
        element("input").attr("type", "text").attr("dir", "auto").attr("autocomplete", "off")
    } else {
        let option = |value: &str, title: &str| element("option").attr("value", value).text(title);
        let options = values.iter().map(|known| option(&known.value, &known.title)).collect();
        element("select").child(option("", "\u{2013}")).children(options)
    };
    let read = name.clone();
    let value = move || {
        let value = |_: &Project, annotation: &Annotation| annotation.attributes.get(&read).cloned();
        read_active(app, value).flatten().unwrap_or_default()
    };
    let change = move |event| app.dispatch(Action::SetAttribute(name.clone(), dom::value(&event)));
    let field = field.attr("id", &("attribute-".to_owned() + place)).field_with("value", value).on("change", change);
    element("label").child(element("span").attr("dir", "auto").text(&title)).child(field)
}
