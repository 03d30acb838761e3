//! Taking the annotations of an earlier version over, as a person decided.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::annex::reviewing::{Kind, heard, words};
use attest::domain::anchor::review::{Decision, compared, likeness, taken_over};
use attest::domain::anchor::{next_version, reanchor};
use attest::domain::annotation::{AnnotationId, Link};
use attest::domain::project::{Document, Project, Unknown};
use attest::domain::text::Text;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;
use support::marks::{marked, show};
use support::{hard, id, random};

const OLD: &str = "The river\n[claim:The dam holds], [attribution:said the mayor].\n[figure:Twelve schools] stay shut.\n[caption:A view of the old market hall in the evening sun.]";
const NEW: &str =
    "The river\nThe dam holds, said the mayor on Monday.\nTwelve schools stay shut.\nThe bakery is open again.";

fn version(text: &str) -> Project {
    Project::new(Document::of(Text::stored(text.to_owned()), None, ""))
}

fn decide(decisions: &[(&str, Decision)]) -> BTreeMap<AnnotationId, Decision> {
    decisions.iter().map(|(name, decision)| (id(name), decision.clone())).collect()
}

fn decision() -> impl Strategy<Value = Decision> {
    prop_oneof![
        Just(Decision::Follow),
        Just(Decision::Wait),
        Just(Decision::Drop),
        vec(0..3usize, 1..3).prop_map(Decision::Choose),
    ]
}

proptest! {
    // Each case compares two versions.
    #![proptest_config(ProptestConfig { cases: 96, ..support::laws() })]

    #[test]
    fn followed_annotations_come_back_from_their_words(project in random::project(), new in hard::long_text()) {
        let anchored = reanchor(&project, &new);
        prop_assert_eq!(heard(&words(&anchored), &project.document.text, &new), anchored);
    }

    #[test]
    fn words_that_make_no_sense_give_nothing_that_is_outside_the_texts(source in "[a0-9 \\tsmelotu]{0,30}", text in hard::text()) {
        for anchored in heard(&source, &text, &text) {
            for fragment in anchored.fragments {
                prop_assert!(fragment.old.end() <= text.end());
                prop_assert!(fragment.outcome.found().is_none_or(|found| found.span.end() <= text.end()));
            }
        }
    }

    #[test]
    fn without_decisions_it_is_the_next_version(project in random::project(), new in hard::long_text()) {
        let current = Project::new(Document::of(new.clone(), None, ""));
        let anchored = reanchor(&project, &new);
        let taken = taken_over(&project, &current, &anchored, &BTreeMap::new());
        let next = next_version(&project, current.document, &anchored);
        prop_assert_eq!(&taken.annotations, &next.annotations);
        prop_assert_eq!(&taken.orphans, &next.orphans);
    }

    #[test]
    fn what_was_there_stays_and_nothing_goes_but_what_was_dropped(
        (old, current, decisions) in (random::project(), hard::long_text()).prop_flat_map(|(old, new)| {
            let count = old.annotations.len();
            (Just(old), random::project_on(&new), vec(decision(), count))
        })
    ) {
        let anchored = reanchor(&old, &current.document.text);
        let decisions: BTreeMap<AnnotationId, Decision> =
            old.annotations.iter().map(|annotation| annotation.id.clone()).zip(decisions).collect();
        let taken = taken_over(&old, &current, &anchored, &decisions);
        for annotation in current.annotations.iter() {
            prop_assert_eq!(taken.annotations.get(&annotation.id), Some(annotation));
        }
        for orphan in &current.orphans {
            prop_assert!(taken.orphans.contains(orphan));
        }
        prop_assert_eq!(&taken.document.text, &current.document.text);
        let waits = |id: &AnnotationId| taken.orphans.iter().any(|orphan| orphan.annotation.id == *id);
        for annotation in old.annotations.iter() {
            let is_there = taken.annotations.get(&annotation.id).is_some() || waits(&annotation.id);
            let has_its_like = current.annotations.iter().any(|other| other.label == annotation.label);
            if decisions[&annotation.id] != Decision::Drop {
                prop_assert!(is_there || has_its_like, "{} is gone", annotation.id);
            }
        }
        for annotation in taken.annotations.iter() {
            prop_assert!(taken.labels.get(&annotation.label).is_some() || current.labels.get(&annotation.label).is_none() && old.labels.get(&annotation.label).is_none());
            prop_assert!(annotation.target.hull().end() <= taken.document.text.end());
        }
        let ids: Vec<_> = taken.links.iter().map(|link| &link.id).collect();
        let mut unique = ids.clone();
        unique.sort();
        unique.dedup();
        prop_assert_eq!(ids.len(), unique.len());
    }

    #[test]
    fn pieces_make_the_texts_again_and_what_is_shared_is_the_same(old in "[ab ,]{0,30}", new in "[ab ,]{0,30}") {
        let (one, other) = compared(&old, &new);
        let whole = |pieces: &[(&str, bool)]| pieces.iter().map(|piece| piece.0).collect::<String>();
        prop_assert_eq!(whole(&one), old.clone());
        prop_assert_eq!(whole(&other), new.clone());
        let shared = |pieces: &[(&str, bool)]| -> String {
            pieces.iter().filter(|piece| piece.1).flat_map(|piece| piece.0.chars()).filter(|sign| !sign.is_whitespace()).collect()
        };
        prop_assert_eq!(shared(&one), shared(&other));
        if old == new {
            prop_assert!(one.iter().all(|piece| piece.1));
        }
    }
}

#[test]
fn each_annotation_becomes_what_was_decided() {
    let (old, current) = (marked(OLD), version(NEW));
    let anchored = reanchor(&old, &current.document.text);
    let kinds: Vec<Kind> = anchored.iter().map(Kind::of).collect();
    assert_eq!(kinds[..3], [Kind::Same, Kind::Same, Kind::Moved]);
    assert!(kinds[3].waits());

    let taken = taken_over(&old, &current, &anchored, &decide(&[("a2", Decision::Drop), ("a3", Decision::Wait)]));
    assert_eq!(show(&taken), NEW.replace("The dam holds", "[claim:The dam holds]"));
    let waiting: Vec<&str> = taken.orphans.iter().map(|orphan| orphan.annotation.id.as_str()).collect();
    assert_eq!(waiting, ["a3", "a4"]);
}

#[test]
fn a_person_chooses_between_places() {
    let old = marked("Report\nBefore it rained all day. [figure:12 schools] closed. After it the sun came out.");
    let current =
        version("Report\nNothing is as it was. 12 schools closed there.\nNobody knows why. 12 schools closed here.");
    let anchored = reanchor(&old, &current.document.text);
    assert_eq!(Kind::of(&anchored[0]), Kind::Unsure, "{anchored:?}");
    let taken = |place| show(&taken_over(&old, &current, &anchored, &decide(&[("a1", Decision::Choose(vec![place]))])));
    let expected = [
        current.document.text.as_str().replacen("12 schools", "[figure:12 schools]", 1),
        "[figure:12 schools] closed here.".to_owned(),
    ];
    let shown = [taken(0), taken(1)];
    assert!(shown.iter().any(|text| *text == expected[0]), "{shown:?}");
    assert!(shown.iter().any(|text| text.ends_with(&expected[1])), "{shown:?}");
    let nowhere = taken_over(&old, &current, &anchored, &decide(&[("a1", Decision::Choose(vec![9]))]));
    assert_eq!(nowhere.orphans.len(), 1);
}

#[test]
fn links_lead_to_what_was_there_already() {
    let mut old = marked(OLD);
    let kind = "attributes".to_owned();
    old.links = vec![Link { id: "l1".to_owned(), kind, from: id("a2"), to: id("a1"), unknown: Unknown::default() }];
    let mut current = version(NEW);
    // The claim has been marked anew, under another name.
    let mut again = (**old.annotations.get(&id("a1")).unwrap()).clone();
    again.id = id("again");
    current.annotations.insert(std::sync::Arc::new(again));
    let taken = taken_over(&old, &current, &reanchor(&old, &current.document.text), &BTreeMap::new());
    assert_eq!(taken.annotations.get(&id("a1")), None);
    assert_eq!((taken.links[0].from.as_str(), taken.links[0].to.as_str()), ("a2", "again"));

    // Twice is the same as once.
    let twice = taken_over(&old, &taken, &reanchor(&old, &current.document.text), &BTreeMap::new());
    assert_eq!((&twice.annotations, &twice.links, &twice.orphans), (&taken.annotations, &taken.links, &taken.orphans));
}

#[test]
fn differences_are_told_by_word() {
    let (old, new) = compared("The dam holds, they said.", "The old dam held, they said.");
    let marked = |pieces: Vec<(&str, bool)>| -> String {
        pieces
            .iter()
            .map(|(text, is_shared)| if *is_shared { (*text).to_owned() } else { format!("<{text}>") })
            .collect()
    };
    assert_eq!(marked(old), "The dam <holds>, they said.");
    assert_eq!(marked(new), "The <old >dam <held>, they said.");
}

#[test]
fn likeness_is_how_much_of_the_text_was_there_before() {
    let text = "The dam holds, they said, and twelve schools stay shut until Monday.";
    assert_eq!(likeness(text, text), 1000);
    assert_eq!(likeness(text, "Something else altogether was said by somebody else."), 0);
    let changed = likeness(&format!("{text} More is known tomorrow morning."), text);
    assert!((500..1000).contains(&changed), "{changed}");
}
