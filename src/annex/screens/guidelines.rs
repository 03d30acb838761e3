//! The guidelines: what to mark, and where a mark begins and ends, opened at the label that a person has in hand.
//!
//! Not here: how the file is read ([`crate::formats::guidelines`]).

use super::frame::{Stand, screen};
use super::state::Annex;
use crate::app::annex::Screen;
use crate::app::session::counted;
use crate::app::signal::{Derived, State};
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::browser::{element as dom, task};
use crate::domain::filter::Words;
use crate::domain::label::{LabelId, LabelSet};
use crate::domain::text::folded;
use crate::formats::guidelines::{self, Example, Part, Piece, Section, Verdict, words_of};

pub(super) fn guidelines(annex: Annex) -> Build {
    let words = State::new(String::new());
    screen(annex, Screen::Guidelines, Stand::Beside, "Guidelines", move || {
        words.set(String::new());
        let frame = element("div").class("guide");
        annex.guidelines.shown(frame, "The guidelines", move |source| inside(annex, words, source))
    })
}

/// A section as it is shown.
struct Chapter {
    /// What its heading says; nothing of what stands before the first.
    title: String,
    /// The key of its label.
    key: String,
    /// The label that it is about, and that label's place.
    label: Option<(LabelId, usize)>,
    parts: Vec<Part>,
}

/// The chapters: what holds for all labels, the labels in their order, the rest. A label that the guidelines do not know has
/// the description that the label set gives; what they say of labels that are not in the set is left out.
fn chapters(source: &str, labels: &LabelSet) -> Vec<Chapter> {
    let read = guidelines::read(source);
    let plain = |title, parts| Chapter { title, key: String::new(), label: None, parts };
    let mut chapters = vec![plain(String::new(), read.intro)];
    let (mut known, rest): (Vec<Section>, Vec<Section>) =
        read.sections.into_iter().partition(|section| section.key.is_some());
    for (place, label) in labels.labels().iter().enumerate() {
        let is_of = |section: &Section| {
            let title = folded(&section.title);
            title == folded(label.id.as_str()) || title == folded(&label.name)
        };
        let parts = match known.iter().position(is_of) {
            Some(found) => known.remove(found).parts,
            None if label.description.is_empty() => continue,
            None => vec![Part::Paragraph(vec![Piece::Words(label.description.clone())])],
        };
        let (title, key) = (label.name.clone(), label.key.clone());
        chapters.push(Chapter { title, key, label: Some((label.id.clone(), place)), parts });
    }
    chapters.extend(rest.into_iter().map(|section| plain(section.title, section.parts)));
    chapters
}

fn inside(annex: Annex, words: State<String>, source: &str) -> Build {
    let labels = annex.project.read_untracked().as_ref().map(|project| project.labels.clone()).unwrap_or_default();
    let chapters = chapters(source, &labels);
    let wanted = Derived::new(move || Words::of(&words.read()));
    let hand = annex.label.get_untracked();
    let open_at = chapters
        .iter()
        .position(|chapter| hand.is_some() && chapter.label.as_ref().map(|(label, _)| label) == hand.as_ref());
    if let Some(place) = open_at {
        task::next_frame(move || go_to(place));
    }
    let lines: Vec<String> = chapters.iter().flat_map(lines_of).collect();
    let found = move || lines.iter().filter(|line| wanted.read().are_in_folded(line)).count();
    let told = move || match found() {
        _ if wanted.read().is_empty() => String::new(),
        0 => "Nothing says that. Try fewer letters.".to_owned(),
        number => counted(number, "place"),
    };
    let field = element("input")
        .attr("type", "text")
        .attr("role", "searchbox")
        .attr("aria-label", "Search the guidelines")
        .attr("placeholder", "Search the guidelines")
        .attr("autocomplete", "off")
        .on("input", move |event| words.set(dom::value(&event)));
    let mut list = element("nav").class("guide-contents").attr("aria-label", "Sections");
    for (place, chapter) in chapters.iter().enumerate().filter(|(_, chapter)| !chapter.title.is_empty()) {
        let entry = button("", move || {
            words.set(String::new());
            // It may have been hidden by the search.
            task::next_frame(move || go_to(place));
        });
        list = list.child(match &chapter.label {
            Some((_, label)) => entry.attr("data-label", &label.to_string()).text(&chapter.title),
            None => entry.text(&chapter.title),
        });
    }
    let field = field.field_with("value", move || words.get());
    let sections: Vec<Build> =
        chapters.iter().enumerate().map(|(place, chapter)| section(chapter, place, &labels, wanted)).collect();
    let more = element("p")
        .class("screen-more")
        .child(button("", move || annex.show(Screen::Doubts)).text("Check the annotations"))
        .child(button("", move || annex.show(Screen::Practice)).text("Practise"));
    element("div")
        .class("guide-inside")
        .child(field)
        .child(element("p").class("hint").attr("role", "status").text_with(told))
        .child(list)
        .children(sections)
        .child(more)
}

/// The heading of a chapter.
fn heading_id(place: usize) -> String {
    format!("guide-{place}")
}

fn go_to(place: usize) {
    let id = heading_id(place);
    dom::focus(&id);
    dom::show_at_start(&id);
}

/// What can be looked for: each line with the title of its chapter, folded.
fn lines_of(chapter: &Chapter) -> Vec<String> {
    chapter.parts.iter().flat_map(texts).map(|text| with_title(chapter, &text)).collect()
}

fn texts(part: &Part) -> Vec<String> {
    match part {
        Part::Heading(_) => Vec::new(),
        Part::Paragraph(pieces) => vec![words_of(pieces)],
        Part::List(items) => items.iter().map(|item| words_of(item)).collect(),
        Part::Examples(examples) => examples.iter().map(|example| words_of(&example.pieces)).collect(),
    }
}

fn with_title(chapter: &Chapter, text: &str) -> String {
    folded(&[&chapter.title, " ", text].concat())
}

fn section(chapter: &Chapter, place: usize, labels: &LabelSet, wanted: Derived<Words>) -> Build {
    let all = lines_of(chapter);
    let mut section = element("section")
        .class("guide-section")
        .flag("hidden", move || !all.iter().any(|line| wanted.read().are_in_folded(line)));
    if !chapter.title.is_empty() {
        let mut heading = element("h3").attr("id", &heading_id(place)).attr("tabindex", "-1");
        if let Some((_, label)) = &chapter.label {
            let swatch = element("span").class("swatch").attr("aria-hidden", "true");
            heading = heading.attr("data-label", &label.to_string()).child(swatch);
        }
        heading = heading.text(&chapter.title);
        if !chapter.key.is_empty() {
            heading = heading
                .text(" ")
                .child(element("span").class("visually-hidden").text("key"))
                .child(element("kbd").text(&chapter.key));
        }
        section = section.child(heading);
    }
    let only_with = |build: Build, text: &str| {
        let line = with_title(chapter, text);
        build.flag("hidden", move || !wanted.read().are_in_folded(&line))
    };
    let mut parts = chapter.parts.iter().peekable();
    while let Some(part) = parts.next() {
        section = section.child(match part {
            Part::Heading(title) => {
                let below = parts.peek().map(|part| texts(part)).unwrap_or_default();
                let below: Vec<String> = below.iter().map(|text| with_title(chapter, text)).collect();
                let heading =
                    element(if chapter.title.is_empty() { "h3" } else { "h4" }).text(title.trim_end_matches(':'));
                heading.flag("hidden", move || !below.iter().any(|line| wanted.read().are_in_folded(line)))
            }
            Part::Paragraph(pieces) => only_with(written(element("p"), labels, pieces), &words_of(pieces)),
            Part::List(items) => {
                let item = |item: &Vec<Piece>| only_with(written(element("li"), labels, item), &words_of(item));
                element("ul").class("guide-list").attr("role", "list").children(items.iter().map(item).collect())
            }
            Part::Examples(examples) => {
                let item = |example: &Example| only_with(shown(example, labels), &words_of(&example.pieces));
                let list = element("ul").class("guide-examples").attr("role", "list").attr("aria-label", "Examples");
                let all: Vec<String> = texts(part).iter().map(|text| with_title(chapter, text)).collect();
                list.flag("hidden", move || !all.iter().any(|line| wanted.read().are_in_folded(line)))
                    .children(examples.iter().map(item).collect())
            }
        });
    }
    section
}

fn shown(example: &Example, labels: &LabelSet) -> Build {
    let (sign, word) = match example.verdict {
        Verdict::Good => ("\u{2713}", "good"),
        Verdict::Bad => ("\u{2717}", "bad"),
        Verdict::Not => ("\u{2717}", "not"),
    };
    let verdict = element("span")
        .class(if example.verdict == Verdict::Good { "verdict good" } else { "verdict" })
        .child(element("span").attr("aria-hidden", "true").text(sign))
        .text(" ")
        .text(word);
    let words = written(element("span").class("guide-words"), labels, &example.pieces);
    element("li").child(verdict).child(element("span").class("visually-hidden").text(": ")).child(words)
}

/// Puts words into a frame, marks in the tint of their label. Who does not see tints hears "(Claim: …)".
fn written(frame: Build, labels: &LabelSet, pieces: &[Piece]) -> Build {
    pieces.iter().fold(frame, |frame, piece| match piece {
        Piece::Words(words) => frame.text(words),
        Piece::Mark { label, number, inside } => {
            let id = LabelId::new(label);
            let name = labels.name(&id);
            let mark = element("span").class("guide-mark").attr("title", name);
            let mark = match labels.position(&id) {
                Some(place) => mark.attr("data-label", &place.to_string()),
                None => mark,
            };
            let part = if number.is_empty() { ": " } else { ", a part: " };
            let hidden = |words: &str| element("span").class("visually-hidden").text(words);
            let mark = mark.child(hidden(&["(", name, part].concat()));
            frame.child(written(mark, labels, inside).child(hidden(")")))
        }
    })
}
