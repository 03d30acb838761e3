//! The inspector: the active annotation's label, quote and note.

use super::details::{details_of, links};
use super::labels::{Purpose, label_buttons};
use crate::app::action::Action;
use crate::app::state::App;
use crate::browser::build::{Build, element};
use crate::browser::controls::{Icon, button, icon, icon_button};
use crate::browser::{clock, element as dom};
use crate::domain::annotation::Annotation;
use crate::domain::project::Project;

pub(super) fn inspector(app: App) -> Build {
    element("div").when(move || app.active.read().is_some(), move || details(app))
}

fn details(app: App) -> Build {
    let read = move |part: fn(&Project, &Annotation) -> String| {
        let id = app.active.get();
        let found = app.with_workspace(|workspace| {
            let project = workspace.project();
            id.and_then(|id| project.annotations.get(&id)).map(|annotation| part(project, annotation))
        });
        found.flatten().unwrap_or_default()
    };
    let close = move || {
        app.dispatch(Action::Activate(None));
        app.dispatch(Action::FocusArticle);
    };
    let remove = move || {
        app.dispatch(Action::Remove);
        app.dispatch(Action::FocusArticle);
    };
    let typed = move |event| {
        if let Some(id) = app.active.get_untracked() {
            app.dispatch(Action::Note(id, dom::value(&event)));
        }
    };
    let made = move || {
        let created = read(|_, annotation| annotation.created.as_str().to_owned());
        if created.is_empty() { created } else { "Made ".to_owned() + &clock::local(&created) }
    };
    let parts = move || {
        let count = read(|_, annotation| annotation.target.spans().len().to_string());
        (0..count.parse().unwrap_or(0usize)).map(|part| part.to_string()).collect()
    };
    let relabel = element("div").class("relabel").attr("role", "group").attr("aria-label", "Label");
    element("aside")
        .class("inspector")
        .attr("aria-label", "Active annotation")
        .attr("data-tool", "")
        .child(
            element("header")
                .class("inspector-head")
                .child(
                    element("h2").text_with(move || {
                        read(|project, annotation| project.labels.name(&annotation.label).to_owned())
                    }),
                )
                .child(icon_button(Icon::CLOSE, "Close", "Close (Escape)", close)),
        )
        .child(label_buttons(relabel, app, Purpose::Relabel))
        .child(element("ul").class("quotes").attr("aria-label", "Quote").each(parts, move |part| quote(app, part)))
        .child(links(app))
        .child(details_of(app))
        .child(element("label").class("note-label").attr("for", "note").text("Note"))
        .child(
            element("textarea")
                .attr("id", "note")
                .attr("rows", "3")
                .attr("dir", "auto")
                .attr("placeholder", "Why, how sure, what to check")
                .field_with("value", move || read(|_, annotation| annotation.note.clone()))
                .on("input", typed)
                .on("blur", move |_| app.dispatch(Action::EndNote)),
        )
        .child(
            element("footer").class("inspector-foot").child(element("span").class("made").text_with(made)).child(
                button("quiet danger", remove)
                    .attr("title", "Remove (Delete)")
                    .child(icon(Icon::DELETE))
                    .child(element("span").text("Remove")),
            ),
        )
}

/// One part of the quote; a part of several can be removed.
fn quote(app: App, part: &str) -> Build {
    let part: usize = part.parse().unwrap_or_default();
    let quotes = move || {
        let id = app.active.get();
        let found = app.with_workspace(|workspace| {
            let annotation = id.and_then(|id| workspace.project().annotations.get(&id))?;
            let span = annotation.target.spans().get(part)?;
            let quote = workspace.text().slice(span.start(), span.end())?.to_owned();
            Some((quote, annotation.target.spans().len()))
        });
        found.flatten().unwrap_or_default()
    };
    let remove = move || {
        icon_button(Icon::CLOSE, "Remove this part", "Remove this part", move || {
            app.dispatch(Action::RemoveFragment(part));
        })
        .class("quiet small")
    };
    element("li")
        .child(element("q").attr("dir", "auto").text_with(move || quotes().0))
        .when(move || quotes().1 > 1, remove)
}
