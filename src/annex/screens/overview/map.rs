//! The picture of the whole article: a lane for each label, and a place in it that hand and keyboard choose.

use super::{Visit, go, label_keys, label_name, label_place, read};
use crate::annex::picture::{PARTS, first_in, lane, part, told};
use crate::annex::screens::state::Annex;
use crate::app::annex::Answer;
use crate::browser::build::{Build, drawing, element};
use crate::browser::element as dom;
use crate::domain::label::LabelId;
use crate::domain::project::Project;
use crate::domain::span::Span;
use crate::domain::text::CodePoint;

/// How high a lane is, and the highest column in it, in CSS pixels.
const LANE: u32 = 20;
const HEIGHT: u32 = 15;

/// Of how many steps the keyboard makes its way through the article.
const STEPS: u32 = 100;

/// What fills the columns of a label, by its place among the labels; the page's underlines have as many styles.
const PATTERNS: [&str; 4] = ["", "M-2 2l4-4M0 8l8-8M6 10l4-4", "M2 2h2v2h-2zM6 6h2v2h-2z", "M0 4h8"];

pub(super) fn map(Visit { annex, step, .. }: Visit) -> Build {
    let parts = move || read(annex, |project| PARTS.min(project.document.text.end().get())).max(1);
    let lanes = move || label_keys(annex).len() as u32;
    let names = move |key: &str| {
        let (place, name) = (LabelId::new(key), LabelId::new(key));
        element("li")
            .attr("dir", "auto")
            .attr_with("data-label", move || label_place(annex, &place))
            .text_with(move || label_name(annex, &name))
    };
    let size = move || Some(format!("0 0 {} {}", parts(), lanes() * LANE));
    let picture = drawing("svg")
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .attr_with("viewBox", size)
        .attr_with("height", move || Some((lanes() * LANE).to_string()))
        .each(move || label_keys(annex), move |key| column(annex, LabelId::new(key), parts));
    let stretch = move || {
        let project = annex.project()?;
        stretch_at(&project, *step.read(), STEPS).map(|stretch| told(&project, stretch))
    };
    let words = move || stretch().unwrap_or_default();
    let picture = element("div")
        .class("overview-picture")
        .attr("role", "slider")
        .attr("tabindex", "0")
        .attr("aria-label", "Place in the article")
        .attr("aria-describedby", "overview-map-help")
        .attr("aria-valuemin", "0")
        .attr("aria-valuemax", &(STEPS - 1).to_string())
        .attr_with("aria-valuenow", move || Some(step.read().to_string()))
        .attr_with("aria-valuetext", stretch)
        .on("keydown", move |event| {
            let Some(press) = dom::key_press(&event).filter(|press| !press.command && !press.alt) else { return };
            let now = *step.read_untracked();
            let next = match press.key.as_str() {
                "ArrowRight" | "ArrowUp" => now + 1,
                "ArrowLeft" | "ArrowDown" => now.saturating_sub(1),
                "PageUp" => now + 10,
                "PageDown" => now.saturating_sub(10),
                "Home" => 0,
                "End" => STEPS,
                "Enter" => {
                    event.prevent_default();
                    return visit(annex, now, STEPS, None);
                }
                _ => return,
            };
            event.prevent_default();
            step.set(next.min(STEPS - 1));
        })
        .on("pointermove", move |event| {
            let Some((across, _)) = dom::place_within(&event) else { return };
            let at = (across * f64::from(STEPS)) as u32;
            step.update_if(|step| std::mem::replace(step, at.min(STEPS - 1)) != at);
        })
        .on("click", move |event| {
            let Some((across, down)) = dom::place_within(&event) else { return };
            let parts = parts();
            let label = label_keys(annex).get((down * f64::from(lanes())) as usize).map(|key| LabelId::new(key));
            visit(annex, ((across * f64::from(parts)) as u32).min(parts - 1), parts, label.as_ref());
        })
        .child(picture)
        .child(
            element("span")
                .class("overview-place")
                .attr("aria-hidden", "true")
                .style_with("--at", move || Some(((f64::from(*step.read()) + 0.5) / f64::from(STEPS)).to_string())),
        );
    let help = "Click, or arrow keys and Enter, to go to a place.";
    element("section")
        .child(element("h3").text("Where"))
        .child(
            element("div")
                .class("overview-map")
                .child(element("ul").attr("aria-hidden", "true").each(move || label_keys(annex), names))
                .child(picture),
        )
        .child(
            element("p").class("hint overview-told").attr("aria-hidden", "true").attr("dir", "auto").text_with(words),
        )
        .child(element("p").class("hint").attr("id", "overview-map-help").text(help))
}

/// The lane of a label: its columns, and what they are filled with.
fn column(annex: Annex, id: LabelId, parts: impl Fn() -> u32 + 'static) -> Build {
    let (place, path) = (id.clone(), id);
    let position = move |project: &Project, id: &LabelId| project.labels.position(id).unwrap_or_default();
    let drawn = move || {
        Some(read(annex, |project| {
            let bottom = (position(project, &path) as u32 + 1) * LANE - 2;
            lane(&project.coverage(Some(&path), parts()), bottom, HEIGHT)
        }))
    };
    let pattern = {
        let id = place.clone();
        move || read(annex, |project| position(project, &id))
    };
    let (filled, named) = (pattern.clone(), pattern.clone());
    let fill = drawing("pattern")
        .attr("width", "8")
        .attr("height", "8")
        .attr("patternUnits", "userSpaceOnUse")
        .attr_with("id", move || Some(format!("overview-fill-{}", named())))
        .child(drawing("rect").attr("width", "8").attr("height", "8").flag(".full", {
            let pattern = pattern.clone();
            move || pattern() % PATTERNS.len() == 0
        }))
        .child(drawing("path").attr_with("d", move || Some(PATTERNS[pattern() % PATTERNS.len()].to_owned())));
    drawing("g").attr_with("data-label", move || label_place(annex, &place)).child(fill).child(
        drawing("path")
            .class("overview-lane")
            .attr_with("fill", move || Some(format!("url(#overview-fill-{})", filled())))
            .attr_with("d", drawn),
    )
}

/// One of so many equal parts of the text, or the character where it would be in a text shorter than that.
fn stretch_at(project: &Project, index: u32, count: u32) -> Option<Span> {
    let end = project.document.text.end().get();
    let at = (u64::from(end) * u64::from(index) / u64::from(count.max(1))) as u32;
    part(project, index, count).or_else(|| Span::of(at.min(end.saturating_sub(1)), at.min(end.saturating_sub(1)) + 1))
}

/// Goes to the first annotation of a label, or of any, in one of so many equal parts of the text; to the place itself where there
/// is none.
fn visit(annex: Annex, index: u32, count: u32, label: Option<&LabelId>) {
    let Some(project) = annex.project.get_untracked() else { return };
    let Some(stretch) = stretch_at(&project, index, count) else { return };
    let place: CodePoint = project.document.text.grapheme_floor(stretch.start());
    match first_in(&project, stretch, label) {
        Some(id) => go(annex, &Answer::Go(id)),
        None => go(annex, &Answer::Place(place)),
    }
}
