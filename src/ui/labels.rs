//! The labels, as buttons: to mark a selection, to pick up a pen, to change an annotation.

use crate::app::action::Action;
use crate::app::state::App;
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::browser::page;
use crate::domain::label::{Label, LabelId};

/// What a press on a label asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Mark the selection; without one, become the pen. On a narrow page, where these buttons stand for the inspector's
    /// too, change the active annotation first.
    Pen,
    /// Mark the selection.
    Mark,
    /// Change the active annotation.
    Relabel,
    /// Mark all hits.
    MarkHits,
}

/// Puts one button for each label into a frame.
pub(super) fn label_buttons(frame: Build, app: App, purpose: Purpose) -> Build {
    let ids = move || app.labels.read().labels().iter().map(|label| label.id.as_str().to_owned()).collect();
    frame.each(ids, move |id| label_button(app, LabelId::new(id), purpose))
}

fn label_button(app: App, id: LabelId, purpose: Purpose) -> Build {
    let read = {
        let id = id.clone();
        move |part: fn(&Label) -> &str| {
            app.labels.read().get(&id).map(|label| part(label).to_owned()).unwrap_or_default()
        }
    };
    let (name, tip, key, has_key) = (read.clone(), read.clone(), read.clone(), read);
    let (position, pressed, chosen) = (id.clone(), id.clone(), id);
    let act = move || {
        app.dispatch(match purpose {
            Purpose::Pen if page::is_narrow() => Action::ChooseLabel(chosen.clone()),
            Purpose::Pen => Action::PickPen(chosen.clone()),
            Purpose::MarkHits => Action::MarkHits(Some(chosen.clone())),
            Purpose::Mark | Purpose::Relabel => Action::ChooseLabel(chosen.clone()),
        });
    };
    let is_pressed = move || match purpose {
        Purpose::Pen => Some(app.with_session(|session| session.pen.as_ref() == Some(&pressed)).to_string()),
        Purpose::Mark | Purpose::MarkHits => None,
        Purpose::Relabel => {
            let active = app.active.get();
            let label = app.with_workspace(|workspace| {
                active
                    .and_then(|id| workspace.project().annotations.get(&id).map(|annotation| annotation.label.clone()))
            });
            Some((label.flatten().as_ref() == Some(&pressed)).to_string())
        }
    };
    button("label", act)
        // The keyboard stays where it is, so that the next key still acts on the article.
        .on("mousedown", |event| event.prevent_default())
        .attr_with("data-label", move || app.labels.read().position(&position).map(|index| index.to_string()))
        .attr_with("title", move || Some(tip(|label| &label.description)))
        .attr_with("aria-pressed", is_pressed)
        .child(element("span").class("swatch").attr("aria-hidden", "true"))
        .child(element("span").class("label-name").attr("dir", "auto").text_with(move || name(|label| &label.name)))
        .child(
            element("kbd")
                .attr("aria-hidden", "true")
                .flag("hidden", move || has_key(|label| &label.key).is_empty())
                .text_with(move || key(|label| &label.key)),
        )
}
