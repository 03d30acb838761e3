//! The annotations without a place in the text: what each was about, and the buttons that place or remove it.
//!
//! Not here: which words are selected. The page knows, and carries the placing out.

use super::{Visit, go, list, read};
use crate::annex::screens::pieces::labelled;
use crate::annex::screens::state::Annex;
use crate::app::annex::Answer;
use crate::app::session::excerpt;
use crate::app::signal::Derived;
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::browser::element as dom;
use crate::domain::annotation::AnnotationId;
use crate::domain::edit::Command;
use crate::domain::project::{Orphan, Project};

/// The heading of the list.
const HEADING: &str = "overview-orphans";

/// One annotation of the list, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    id: AnnotationId,
    place: Option<usize>,
    label: String,
    quote: String,
    note: String,
}

pub(super) fn orphans(Visit { annex, orphans: limit, .. }: Visit) -> Build {
    let count = move || read(annex, |project| project.orphans.len());
    let rows = Derived::new(move || {
        let limit = *limit.read();
        read(annex, |project| {
            project.orphans.iter().take(limit).map(|orphan| row_of(project, orphan)).collect::<Vec<_>>()
        })
    });
    let keys = move || rows.read().iter().map(Row::key).collect();
    let item = move |key: &str| {
        let row = rows.read_untracked().iter().find(|row| row.key() == key).cloned();
        row.map_or_else(|| element("li"), |row| item(annex, &row))
    };
    let rest = move || count().saturating_sub(*limit.read());
    let more = move || {
        button("quiet link", move || limit.update(|limit| *limit += list::ROWS))
            .text_with(move || ["Show ", &rest().min(list::ROWS).to_string(), " more"].concat())
    };
    let hint = move || {
        let words = match count() {
            1 => "Its words are not in the text. Select those it belongs to, then place it there.",
            _ => "Their words are not in the text. Select those that one belongs to, then place it there.",
        };
        words.to_owned()
    };
    let section = move || {
        element("section")
            .child(element("h3").attr("id", HEADING).text("Without a place in the text"))
            .child(element("p").class("hint").text_with(hint))
            .child(element("ul").class("orphans").attr("aria-labelledby", HEADING).each(keys, item))
            .when(move || rest() > 0, more)
    };
    element("div").when(move || count() > 0, section)
}

fn row_of(project: &Project, orphan: &Orphan) -> Row {
    let annotation = &orphan.annotation;
    Row {
        id: annotation.id.clone(),
        place: project.labels.position(&annotation.label),
        label: project.labels.name(&annotation.label).to_owned(),
        quote: excerpt(&orphan.quote(), list::EXCERPT),
        note: annotation.note.clone(),
    }
}

impl Row {
    /// Everything that is shown of it: a row whose words are other ones is another row.
    fn key(&self) -> String {
        let place = self.place.map(|place| place.to_string()).unwrap_or_default();
        [self.id.as_str(), &place, &self.label, &self.quote, &self.note].join("\u{1f}")
    }
}

/// The button that removes an annotation.
fn removing_id(id: &AnnotationId) -> String {
    ["orphan-", id.as_str()].concat()
}

fn item(annex: Annex, row: &Row) -> Build {
    let named = |what: &str| [what, ": ", &row.label, ", ", &row.quote].concat();
    let (placed, removed) = (row.id.clone(), row.clone());
    let place = button("", move || go(annex, &Answer::PlaceOrphan(placed.clone())))
        .attr("aria-label", &named("Place at the selection"))
        .text("Place at the selection");
    let remove = button("quiet danger", move || remove(annex, &removed))
        .attr("id", &removing_id(&row.id))
        .attr("aria-label", &named("Remove"))
        .text("Remove");
    let mut item = element("li").class("orphan").child(labelled(
        element("p").class("orphan-words"),
        row.place,
        &row.label,
        &row.quote,
    ));
    if !row.note.is_empty() {
        let before = element("span").class("visually-hidden").text("Note: ");
        let note = element("span").attr("dir", "auto").text(&row.note);
        item = item.child(element("p").class("orphan-note").child(before).child(note));
    }
    item.child(element("div").class("orphan-acts").child(place).child(remove))
}

fn remove(annex: Annex, row: &Row) {
    let Some(project) = annex.project.get_untracked() else { return };
    // The keyboard moves on before the row goes, so that it is not lost with it.
    let ids: Vec<&AnnotationId> = project.orphans.iter().map(|orphan| &orphan.annotation.id).collect();
    let place = ids.iter().position(|id| **id == row.id).unwrap_or_default();
    let beside = ids.get(place + 1).or_else(|| ids.get(place.checked_sub(1)?));
    dom::focus(&beside.map_or_else(|| list::FOUND.to_owned(), |id| removing_id(id)));
    let done = annex.execute(Command::Remove { id: row.id.clone() });
    annex.tell(done, ["Removed. ", &row.label, ": ", &row.quote].concat());
}
