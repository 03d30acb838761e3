//! The margin of a block: its annotations in text order, as buttons. The same list serves eyes, keyboard and screen
//! readers, which cannot see what is painted.

use crate::app::action::Action;
use crate::app::session::{counted, excerpt, link_words};
use crate::app::signal::{Derived, Switch};
use crate::app::state::App;
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::domain::annotation::{Annotation, AnnotationId};
use crate::domain::label::LabelSet;
use crate::domain::text::Text;
use std::sync::Arc;

/// How many code points of a quote or a note stand in the margin.
const EXCERPT: usize = 90;

/// The annotations that begin in a block, in text order.
type Rows = Derived<Vec<Row>>;

/// An annotation, and what its links say, a line each.
type Row = (Arc<Annotation>, String);

pub(super) fn margin(app: App, block: usize) -> Build {
    // One question for the whole block: what is in it is asked again only when the block's own annotations changed.
    let rows = Derived::new(move || rows_of(app, block));
    let ids = move || rows.read().iter().map(|(annotation, _)| annotation.id.as_str().to_owned()).collect();
    let unfolded = Switch::new();
    let folded_name = move || counted(rows.read().len(), "annotation");
    let fold = button("fold", move || unfolded.turn())
        .attr_with("aria-expanded", move || Some(unfolded.is_on().to_string()))
        .text_with(folded_name);
    let list = element("ul")
        .attr("aria-label", "Annotations of this block")
        .each(ids, move |id| element("li").child(item(app, rows, &AnnotationId::new(id))));
    element("div")
        .class("margin")
        .attr("data-margin", "")
        .attr("data-tool", "")
        .flag("hidden", move || rows.read().is_empty())
        .flag(".unfolded", move || unfolded.is_on())
        .child(fold)
        .child(list)
}

/// An annotation that runs over several blocks is listed where it begins.
fn rows_of(app: App, block: usize) -> Vec<Row> {
    let rows = app.with_workspace(|workspace| {
        let block = workspace.text().blocks().get(block)?;
        let begins = workspace.in_block(block).filter(|annotation| annotation.target.hull().start() >= block.start());
        let project = workspace.project();
        let with_links = |annotation: &Arc<Annotation>| {
            let mut links = String::new();
            for link in project.links_of(&annotation.id) {
                links.push_str(if links.is_empty() { "" } else { "\n" });
                links.push_str(&link_words(project, link));
            }
            (annotation.clone(), links)
        };
        Some(begins.map(with_links).collect())
    });
    rows.flatten().unwrap_or_default()
}

fn item(app: App, rows: Rows, id: &AnnotationId) -> Build {
    let read = {
        let id = id.clone();
        move |part: fn(&LabelSet, &Text, &Row) -> String| {
            let rows = rows.read();
            let text = app.text_untracked();
            let labels = app.labels.read();
            let found = rows.iter().find(|(annotation, _)| annotation.id == id).zip(text);
            found.map(|(annotation, text)| part(&labels, &text, annotation)).unwrap_or_default()
        }
    };
    let is = |which: fn(App) -> Option<AnnotationId>| {
        let id = id.clone();
        move || which(app).as_ref() == Some(&id)
    };
    let point = |is_on: bool| {
        let id = id.clone();
        move |_| {
            if is_on || app.hover.read_untracked().as_ref() == Some(&id) {
                app.hover_over(is_on.then(|| id.clone()));
            }
        }
    };
    let is_active = is(|app| app.active.get());
    let (label, name, quote) = (read.clone(), read.clone(), read.clone());
    let (note, noted) = (read.clone(), read.clone());
    let (links, linked) = (read.clone(), read);
    let activate = id.clone();
    button("item", move || app.dispatch(Action::Activate(Some(activate.clone()))))
        .attr_with("data-label", move || Some(label(label_position)))
        .attr_with("aria-current", move || is_active().then(|| "true".to_owned()))
        .flag(".hovered", is(|app| app.hover.get()))
        .on("dblclick", move |_| app.dispatch(Action::OpenNote))
        .on("pointerenter", point(true))
        .on("pointerleave", point(false))
        .on("focus", point(true))
        .on("blur", point(false))
        .child(element("span").class("item-name").text_with(move || name(label_name) + ":"))
        // What it is called is what is seen: "Figure: 200,000 people. Note: check the source".
        .text(" ")
        .child(element("span").class("item-quote").attr("dir", "auto").text_with(move || quote(excerpt_of)))
        .when(
            move || !noted(note_of).is_empty(),
            move || {
                let note = note.clone();
                let text = element("span").attr("dir", "auto").text_with(move || note(note_of));
                element("span")
                    .class("item-note")
                    .child(element("span").class("visually-hidden").text(". Note: "))
                    .child(text)
            },
        )
        .when(
            move || !linked(links_of).is_empty(),
            move || {
                let links = links.clone();
                let text = element("span").attr("dir", "auto").text_with(move || links(links_of));
                element("span")
                    .class("item-links")
                    .child(element("span").class("visually-hidden").text(". "))
                    .child(text)
            },
        )
}

fn label_position(labels: &LabelSet, _: &Text, (annotation, _): &Row) -> String {
    labels.position(&annotation.label).unwrap_or_default().to_string()
}

fn label_name(labels: &LabelSet, _: &Text, (annotation, _): &Row) -> String {
    labels.name(&annotation.label).to_owned()
}

fn excerpt_of(_: &LabelSet, text: &Text, (annotation, _): &Row) -> String {
    excerpt(&annotation.target.quote(text), EXCERPT)
}

fn note_of(_: &LabelSet, _: &Text, (annotation, _): &Row) -> String {
    excerpt(&annotation.note, EXCERPT)
}

fn links_of(_: &LabelSet, _: &Text, (_, links): &Row) -> String {
    links.clone()
}
