//! Walking through hits: found words, the same words elsewhere, suggestions; and what undo makes of what was done with them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::app::action::{Action, Direction};
use attest::app::hits::Kind;
use attest::app::session::Effect;
use attest::domain::find::Search;
use attest::domain::label::LabelId;
use support::desk::Desk;
use support::id;

fn find(words: &str) -> Action {
    Action::Find(words.to_owned(), Search::default())
}

#[test]
fn what_is_found_is_selected_so_that_a_label_marks_it() {
    let mut desk = Desk::at("The dam rose.\nA dam, the DAM.");
    desk.does(find("dam"));
    assert_eq!(desk.walk(), Some((1, 3)));
    desk.does(Action::StepHit(Direction::Forward));
    desk.does(Action::ChooseLabel(LabelId::new("figure")));
    desk.shows("The dam rose.\nA [figure:dam], the DAM.");
    desk.does(Action::StepHit(Direction::Forward));
    desk.does(Action::StepHit(Direction::Forward));
    assert_eq!(desk.walk(), Some((1, 3)), "from the last to the first");
}

#[test]
fn all_that_is_found_is_marked_in_one_step() {
    let mut desk = Desk::at("The dam rose.\nA [claim:dam], the DAM.");
    desk.does(find("dam"));
    desk.does(Action::MarkHits(Some(LabelId::new("claim"))));
    desk.shows("The [claim:dam] rose.\nA [claim:dam], the [claim:DAM].");
    desk.does(Action::Undo);
    desk.shows("The dam rose.\nA [claim:dam], the DAM.");
}

#[test]
fn the_same_words_elsewhere_are_marked_and_say_where_they_come_from() {
    let mut desk = Desk::at("[caption:A flag. /Wire Photo]\nA flag. /Wire Photo\nA text.\nA  flag. /wire photo");
    desk.does(Action::Activate(Some(id("a1"))));
    desk.does(Action::FindIdentical);
    assert_eq!(desk.walk(), Some((1, 2)));
    desk.does(Action::MarkHits(None));
    desk.shows("[caption:A flag. /Wire Photo]\n[caption:A flag. /Wire Photo]\nA text.\n[caption:A  flag. /wire photo]");
    assert_eq!(desk.origins(), ["human", "propagated:a1", "propagated:a1"]);
    assert_eq!(desk.session.hits, None, "nothing is left to walk through");
    desk.does(Action::Undo);
    assert_eq!(desk.origins(), ["human"]);
}

#[test]
fn without_another_place_of_the_same_words_nothing_opens() {
    let mut desk = Desk::at("[figure:Three] dams.");
    desk.does(Action::Activate(Some(id("a1"))));
    let effects = desk.does(Action::FindIdentical);
    assert!(matches!(effects.as_slice(), [Effect::Hint(..)]));
    assert_eq!(desk.session.hits, None);
}

#[test]
fn escape_is_done_with_the_hits_before_anything_else() {
    let mut desk = Desk::at("The dam rose.");
    desk.does(find("dam"));
    desk.does(Action::Escape);
    assert_eq!(desk.session.hits, None);
    assert!(desk.session.caret.is_bare());
}

#[test]
fn words_that_stand_nowhere_are_no_hit() {
    let mut desk = Desk::at("The dam rose.");
    let effects = desk.does(find("flood"));
    assert_eq!(effects, [Effect::Say("Not found".to_owned())]);
    assert_eq!(desk.walk(), Some((1, 0)));
    assert!(matches!(desk.session.hits.as_ref().unwrap().kind, Kind::Words(..)));
    assert!(desk.does(Action::MarkHits(Some(LabelId::new("claim")))).is_empty());
}

#[test]
fn what_was_marked_is_said_and_then_what_comes_next() {
    let mut desk = Desk::at("[figure:Two] dams.\nTwo men.\nTwo women.");
    desk.does(Action::Activate(Some(id("a1"))));
    desk.does(Action::FindIdentical);
    let said = |effects: Vec<Effect>| -> Vec<String> {
        let words = |effect| if let Effect::Say(words) = effect { Some(words) } else { None };
        effects.into_iter().filter_map(words).collect()
    };
    assert_eq!(said(desk.does(Action::MarkHit)), ["Figure added: Two. Two, 1 of 1"]);
    assert_eq!(said(desk.does(Action::MarkHit)), ["Figure added: Two"], "nothing comes next");
}
