//! What the page and its annex say to each other: everything said is understood as it was meant, and noise means nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use attest::app::annex::{Answer, Ask, Screen, entry_of, entry_text, hits_of, hits_text};
use attest::app::keymap::Press;
use attest::domain::annotation::AnnotationId;
use attest::domain::edit::Command;
use attest::domain::history::{Entry, Turn};
use attest::domain::label::LabelId;
use attest::domain::project::{Document, Project, Timestamp};
use attest::domain::span::{Span, Target};
use attest::domain::suggest::{Suggestion, key};
use attest::domain::text::{CodePoint, Text};
use proptest::prelude::*;

const SCREENS: [Screen; 11] = [
    Screen::Commands,
    Screen::Guidelines,
    Screen::Doubts,
    Screen::Practice,
    Screen::Agreement,
    Screen::Labels,
    Screen::Overview,
    Screen::Library,
    Screen::Export,
    Screen::Import,
    Screen::Review,
];

#[test]
fn every_screen_has_a_name_of_its_own() {
    for (place, screen) in SCREENS.iter().enumerate() {
        assert!(screen.name().chars().all(|letter| letter.is_ascii_lowercase()) && !screen.name().is_empty());
        assert!(SCREENS[place + 1..].iter().all(|other| other.name() != screen.name()));
        for label in [None, Some(LabelId::new("figure")), Some(LabelId::new("two words"))] {
            let ask = Ask::Show(*screen, label);
            let (head, body) = ask.say();
            assert_eq!(Ask::heard(head, &body), Some(ask.clone()));
        }
    }
}

proptest! {
    #[test]
    fn what_is_asked_is_heard(file in any::<String>()) {
        for ask in [Ask::Project(file), Ask::Suggest, Ask::Read] {
            let (head, body) = ask.say();
            prop_assert_eq!(Ask::heard(head, &body), Some(ask.clone()));
        }
    }

    #[test]
    fn what_is_answered_is_heard(
        words in any::<String>(), key in "\\PC{1,9}", held in any::<[bool; 3]>(), place in any::<u32>(),
    ) {
        let [command, alt, shift] = held;
        let answers = [
            Answer::Entry(words.clone()),
            Answer::Open(words.clone()),
            Answer::Go(AnnotationId::new(&words)),
            Answer::Choose(LabelId::new(&words)),
            Answer::PlaceOrphan(AnnotationId::new(&words)),
            Answer::Press(Press { key, code: String::new(), command, alt, shift }),
            Answer::Hits(words.clone()),
            Answer::Tell(words.clone()),
            Answer::Done(words.clone()),
            Answer::OpenStored(words.clone()),
            Answer::Remove(words),
            Answer::Place(CodePoint::new(place)),
            Answer::Select(Span::of(place / 2, place / 2 + 1).unwrap()),
            Answer::Closed,
            Answer::Failed,
            Answer::Update,
        ];
        for answer in answers {
            let (head, body) = answer.say();
            prop_assert_eq!(Answer::heard(head, &body), Some(answer));
        }
    }

    #[test]
    fn noise_means_nothing(head in any::<String>(), body in any::<String>()) {
        let known = ["project", "show", "suggest", "read", "entry", "open", "go", "choose", "press", "hits", "tell", "done", "stored",
            "orphan", "place", "select", "remove", "closed", "failed", "update"];
        if !known.contains(&head.as_str()) {
            prop_assert_eq!(Ask::heard(&head, &body), None);
            prop_assert_eq!(Answer::heard(&head, &body), None);
        }
        prop_assert!(hits_of(&body).iter().all(|hit| hit.label.is_some()));
        prop_assert!(entry_of(&body, &Text::import("A text.")).is_err());
    }

    #[test]
    fn suggestions_come_as_they_went(spans in prop::collection::vec((0u32..1000, 1u32..50), 1..5)) {
        let mut at = 0;
        let mut made = Vec::new();
        for (gap, length) in spans {
            made.push(Span::of(at + gap, at + gap + length).unwrap());
            at += gap + length + 1;
        }
        let target = Target::new(made).unwrap();
        let suggestion = Suggestion { label: LabelId::new("claim"), target: target.clone(), rule: "claim/quoted" };
        let hits = hits_of(&hits_text(&[suggestion.clone(), suggestion]));
        prop_assert_eq!(hits.len(), 2);
        prop_assert_eq!(&hits[0].target, &target);
        prop_assert_eq!(&hits[0].origin, "suggestion:claim/quoted");
        prop_assert_eq!(&hits[0].key, &key(&LabelId::new("claim"), &target));
    }
}

#[test]
fn an_entry_comes_as_it_went_and_only_into_a_text_that_has_its_place() {
    let text = Text::import("About 3,000 people left the valley.");
    let project = Project::new(Document::of(text.clone(), None, "test"));
    let now = Timestamp::new("2026-01-01T00:00:00Z");
    let target = Target::one(Span::of(0, 18).unwrap());
    let mark = Command::Mark { id: AnnotationId::new("a1"), label: LabelId::new("figure"), target };
    let entry = Entry { turn: Turn::Do, change: project.plan(mark, &now).unwrap(), at: now };
    let written = entry_text(&entry, &text);
    assert_eq!(entry_of(&written, &text).unwrap(), entry);
    assert!(entry_of(&written, &Text::import("Short.")).is_err());
}
