//! Anchoring: what was described is found again, and nothing moves to where it does not belong.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::anchor::{Anchored, CONTEXT, Outcome, anchor, describe, next_version, reanchor};
use attest::domain::edit::Command;
use attest::domain::project::{Document, Project, Status};
use attest::domain::span::Span;
use attest::domain::text::Text;
use proptest::prelude::*;
use support::marks::{marked, show};
use support::{at, hard, noon, random, span};

const ARTICLE: &str = include_str!("../bench/anchoring/articles/budget.txt");

fn text_and_span() -> impl Strategy<Value = (Text, Span)> {
    prop_oneof![hard::text(), hard::long_text()]
        .prop_filter("a text has room for a span", |text| text.end().get() > 0)
        .prop_flat_map(|text| (Just(text.clone()), random::span_of(&text)))
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn a_described_span_is_found_where_it_is((text, span) in text_and_span()) {
        let outcome = anchor(&describe(&text, span), &text);
        let Outcome::Same(found) = outcome else { panic!("{outcome:?}") };
        prop_assert_eq!(found.span, span);
        prop_assert_eq!(found.score.get(), 1000);
    }

    #[test]
    fn nothing_moves_when_nothing_has_changed(project in random::project()) {
        for anchored in reanchor(&project, &project.document.text) {
            for fragment in &anchored.fragments {
                let Outcome::Same(found) = &fragment.outcome else { panic!("{fragment:?}") };
                prop_assert_eq!(found.span, fragment.old);
                prop_assert_eq!(&found.shown, &fragment.shown);
            }
        }
    }

    #[test]
    fn what_is_said_about_a_place_is_true(project in random::project(), new in prop_oneof![hard::text(), hard::long_text()]) {
        check_words(&project, &new)?;
    }

    #[test]
    fn what_is_said_about_a_place_is_true_also_where_much_was_kept(
        (project, cut, added) in (random::project(), any::<prop::sample::Index>(), hard::string()),
    ) {
        let old = project.document.text.as_str();
        let cut = old.char_indices().nth(cut.index(old.chars().count())).map_or(0, |(byte, _)| byte);
        check_words(&project, &Text::stored(format!("{}{added}{}", &old[..cut], &old[cut..])))?;
    }

    #[test]
    fn every_annotation_is_in_the_next_version_or_waits_there(project in random::project(), new in hard::text()) {
        let anchored = reanchor(&project, &new);
        let next = next_version(&project, Document::of(new, None, ""), &anchored);
        let waiting = next.orphans.len() - project.orphans.len();
        prop_assert_eq!(next.annotations.len() + waiting, project.annotations.len());
        for annotation in project.annotations.iter() {
            let orphan = next.orphans.iter().find(|orphan| orphan.annotation.id == annotation.id);
            prop_assert_eq!(next.annotations.get(&annotation.id).is_some(), orphan.is_none());
            if let Some(orphan) = orphan {
                prop_assert_eq!(&orphan.annotation, &**annotation);
                prop_assert_eq!(orphan.quotes.join(" … "), project.quote(&annotation.target));
            }
        }
        prop_assert_eq!(&next.links, &project.links);
        prop_assert_eq!(&next.labels, &project.labels);
    }

    #[test]
    fn an_edit_elsewhere_moves_no_annotation_to_where_it_does_not_belong(
        (from, length) in (0..3000u32, 1..160u32),
        (place, taken) in (0..3100usize, 0..200usize),
        added in "[a-z ,.]{0,80}",
    ) {
        let characters: Vec<char> = ARTICLE.chars().collect();
        let place = place.min(characters.len());
        let end = (place + taken).min(characters.len());
        let span = span(from, from + length);
        let (start, stop) = (from as usize, (from + length) as usize);
        prop_assume!(stop <= characters.len() && (end <= start || stop <= place));
        let new: String =
            characters[..place].iter().copied().chain(added.chars()).chain(characters[end..].iter().copied()).collect();
        let mut project = Project::new(Document::of(Text::stored(ARTICLE.to_owned()), None, ""));
        let annotation = support::marks::annotation("a", "claim", attest::domain::span::Target::one(span));
        let command = Command::Mark { id: annotation.id, label: annotation.label, target: annotation.target };
        let change = project.plan(command, &noon()).unwrap();
        project.apply(&change);

        let new = Text::stored(new);
        let shift = if end <= start { added.len() as i64 - (end - place) as i64 } else { 0 };
        let home = Span::of((i64::from(from) + shift) as u32, (i64::from(from + length) + shift) as u32).unwrap();
        for fragment in &reanchor(&project, &new)[0].fragments {
            if let Some(found) = fragment.outcome.found() {
                let around = |span: Span| {
                    let before = at(span.start().get().saturating_sub(CONTEXT));
                    let after = at((span.end().get() + CONTEXT).min(new.end().get()));
                    new.slice(before, after)
                };
                // The same words between the same words can't be told apart.
                prop_assert!(found.span == home || around(found.span) == around(home), "{:?}", fragment);
            }
        }
    }
}

/// Everything that an outcome claims, checked against the new text.
fn check_words(project: &Project, new: &Text) -> Result<(), TestCaseError> {
    let anchored = reanchor(project, new);
    prop_assert_eq!(anchored.len(), project.annotations.len());
    for fragment in anchored.iter().flat_map(|one| &one.fragments) {
        let old = project.document.text.slice(fragment.old.start(), fragment.old.end()).unwrap();
        prop_assert_eq!(&fragment.shown.quote, old);
        let candidates = match &fragment.outcome {
            Outcome::Unsure(candidates) => candidates.as_slice(),
            outcome => outcome.found().map_or(&[][..], std::slice::from_ref),
        };
        for found in candidates {
            let (start, end) = (found.span.start(), found.span.end());
            prop_assert_eq!(new.slice(start, end), Some(found.shown.quote.as_str()));
            prop_assert_eq!((new.grapheme_floor(start), new.grapheme_ceil(end)), (start, end));
            prop_assert!(found.score.get() <= 1000);
        }
        match &fragment.outcome {
            Outcome::Same(found) => prop_assert!(found.span == fragment.old && found.shown.quote == old),
            Outcome::Moved(found) => prop_assert!(found.span != fragment.old && found.shown.quote == old),
            Outcome::Changed(found) => prop_assert_ne!(&found.shown.quote, old),
            Outcome::Unsure(candidates) => prop_assert!(!candidates.is_empty()),
            Outcome::Lost => {}
        }
    }
    Ok(())
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Same(_) => "same",
        Outcome::Moved(_) => "moved",
        Outcome::Changed(_) => "changed",
        Outcome::Unsure(_) => "unsure",
        Outcome::Lost => "lost",
    }
}

/// Anchors a marked text in the text of another one, and compares what was found with its marks, and the outcomes in words.
#[track_caller]
fn check(old: &str, expected: &str, outcomes: &str) {
    let (old, expected) = (marked(old), marked(expected));
    let anchored: Vec<Anchored> = reanchor(&old, &expected.document.text);
    let next = next_version(&old, expected.document.clone(), &anchored);
    assert_eq!(show(&next), show(&expected));
    let words: Vec<&str> =
        anchored.iter().flat_map(|one| one.fragments.iter().map(|fragment| word(&fragment.outcome))).collect();
    assert_eq!(words.join(" "), outcomes);
}

#[test]
fn what_stands_before_an_edit_stays_and_what_stands_behind_it_is_shifted() {
    check(
        "[claim:The dam held] on Monday. Then [figure:3 metres] of water came over it, the board said.",
        "[claim:The dam held] on Monday and on Tuesday. Then [figure:3 metres] of water came over it, the board said.",
        "same moved",
    );
}

#[test]
fn a_typo_within_a_quote_changes_it_in_its_place() {
    check(
        "The ministry said [claim:the goverment had sent help] to the villages in the north.",
        "The ministry said [claim:the government had sent help] to the villages in the north.",
        "changed",
    );
}

#[test]
fn a_corrected_figure_is_a_change_and_not_another_figure_of_the_text() {
    check(
        "In Toumi, [figure:58 people] fell ill, and [figure:201 people] did in Sabra last year.",
        "In Toumi, [figure:61 people] fell ill, and [figure:201 people] did in Sabra last year.",
        "changed same",
    );
}

#[test]
fn a_sentence_that_was_taken_out_takes_its_annotation_along() {
    // The same words stand elsewhere, but those are someone else's.
    check(
        "The mayor came late. [attribution:Officials said] the road was closed. The river fell at night. Officials said the bridge was open.",
        "The mayor came late. The river fell at night. Officials said the bridge was open.",
        "lost",
    );
}

#[test]
fn a_moved_paragraph_takes_its_annotations_along() {
    check(
        "The first paragraph is about the dam and the river.\nHere [attribution:officials said] that [figure:40 houses] were gone, all of them old.\nA third one is about schools in the town.\nThe last one, which has more words than the others have, is about the people who came to help.\n",
        "The first paragraph is about the dam and the river.\nA third one is about schools in the town.\nThe last one, which has more words than the others have, is about the people who came to help.\nHere [attribution:officials said] that [figure:40 houses] were gone, all of them old.\n",
        "moved moved",
    );
}

#[test]
fn a_sentence_put_in_behind_a_quote_does_not_become_part_of_it() {
    check(
        "[claim:The union said that 7,800 drivers had joined.] The employers counted fewer of them.",
        "[claim:The union said that 7,800 drivers had joined.] In the port nobody had joined. The employers counted fewer of them.",
        "same",
    );
}

#[test]
fn of_two_captions_that_read_the_same_nobody_can_say_which_was_taken_out() {
    let caption = "People pass the town hall of Harnow on Tuesday. /Photo: Karel Dostan";
    check(
        &format!("The river rose.\n[caption:{caption}]\n\n[caption:{caption}]\n\nThe mayor said so."),
        &format!("The river rose.\n{caption}\n\nThe mayor said so."),
        "unsure unsure",
    );
}

#[test]
fn a_split_annotation_is_found_part_by_part() {
    check(
        "[claim#1:“The flour is gone,”] she said. [claim#1:“The oven I can dry.”] Then she went to the market square.",
        "Later: [claim#1:“The flour is gone,”] she told us. [claim#1:“The oven I can dry.”] Then she went to the market square.",
        "moved moved",
    );
}

#[test]
fn an_annotation_of_which_a_part_is_lost_waits_as_a_whole() {
    check(
        "[claim#1:“The flour is gone,”] she said. [claim#1:“The oven I can dry.”] Then she went to the market square.",
        "“The flour is gone,” she said. Then she went to the market square.",
        "same lost",
    );
}

#[test]
fn a_mark_that_now_belongs_to_the_last_letter_is_not_cut_off() {
    check("They met in the [figure:cafe] on Monday.", "They met in the [figure:cafe\u{301}] on Monday.", "changed");
}

#[test]
fn a_description_without_context_is_found_by_its_only_place() {
    let text = marked("The dam above Velin held [figure:43 million cubic metres], the board said.").document.text;
    let mut description = describe(&text, span(25, 49));
    (description.prefix, description.suffix, description.position) = (String::new(), String::new(), at(3));
    let Outcome::Moved(found) = anchor(&description, &text) else { panic!("it stands there once") };
    assert_eq!(found.span, span(25, 49));
}

#[test]
fn a_description_that_fits_two_places_alike_waits_for_a_person() {
    let text = Text::stored("Officials said yes. Officials said yes. Officials said yes.".to_owned());
    let mut description = describe(&text, span(0, 14));
    (description.prefix, description.suffix) = (String::new(), String::new());
    description.position = at(10);
    let Outcome::Unsure(candidates) = anchor(&description, &text) else { panic!("it stands there three times") };
    assert_eq!(candidates.len(), 3);
}

#[test]
fn a_number_that_differs_is_never_taken_from_elsewhere() {
    let old = marked("[claim:In Port Elan, 97 people with the vaccine fell ill.]").document.text;
    let new = Text::stored("In Port Elan, 62 people with the vaccine fell ill.".to_owned());
    let mut description = describe(&old, span(0, 50));
    description.position = at(0);
    assert!(matches!(anchor(&description, &new), Outcome::Unsure(candidates) if candidates.len() == 1));
}

#[test]
fn taking_over_a_new_version_is_one_step_and_undone_as_one() {
    let mut old = marked("[claim:The dam held] on Monday. [figure:3 metres] of water came over it.");
    old.document.status = Status::Done;
    let document = Document::of(Text::stored("The dam held on Monday.".to_owned()), None, "");
    let anchored = reanchor(&old, &document.text);
    let next = next_version(&old, document.clone(), &anchored);
    assert_eq!((next.annotations.len(), next.orphans.len(), next.document.status), (1, 1, Status::Open));

    let start = Project::new(document);
    let mut project = start.clone();
    let change = project.plan(Command::Replace(Box::new(next.clone())), &noon()).unwrap();
    project.apply(&change);
    assert_eq!(project, next);
    project.apply(&change.inverse());
    assert_eq!(project, start);
}
