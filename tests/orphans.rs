//! Annotations without a place in the text: a person selects the words that one belongs to, and it is placed there.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::app::action::Action;
use attest::app::caret::Extend;
use attest::app::session::{Effect, Mend};
use attest::app::workspace::Workspace;
use attest::domain::edit::{Command, Summary};
use attest::domain::history::History;
use attest::domain::project::{Orphan, Unknown};
use attest::domain::span::{Span, Target};
use attest::domain::text::CodePoint;
use support::desk::Desk;
use support::{id, marks, noon};

/// A person at an article, of which the figures `lost` and `gone` have no place.
fn desk() -> Desk {
    let source = "[claim:The dam held] on [figure:Monday].";
    let mut project = marks::marked(source);
    for name in ["lost", "gone"] {
        let annotation = marks::annotation(name, "figure", Target::one(Span::of(200, 208).unwrap()));
        project.orphans.push(Orphan { annotation, quotes: vec!["3 metres".to_owned()], unknown: Unknown::default() });
    }
    let mut desk = Desk::at(source);
    desk.workspace = Workspace::new(project, History::default());
    desk
}

fn select(desk: &mut Desk, start: u32, end: u32) {
    desk.does(Action::CaretTo(CodePoint::new(start), Extend::No));
    desk.does(Action::CaretTo(CodePoint::new(end), Extend::Yes));
}

#[test]
fn it_is_placed_at_the_selection_in_one_step() {
    let mut desk = desk();
    select(&mut desk, 4, 7);
    let effects = desk.does(Action::PlaceOrphan(id("lost")));
    desk.shows("[claim:The [figure:dam] held] on [figure:Monday].");
    assert_eq!(effects[0], Effect::Hint("Placed. Figure: dam".to_owned(), Mend::Undo));
    assert!(effects.contains(&Effect::FocusArticle) && matches!(effects[1], Effect::Save(_)));
    assert_eq!(desk.session.active, Some(id("lost")), "further parts can be added to it");
    assert!(desk.session.caret.is_bare());
    assert_eq!(desk.workspace.project().orphans.len(), 1);
    let effects = desk.does(Action::Undo);
    desk.shows("[claim:The dam held] on [figure:Monday].");
    assert_eq!(effects[0], Effect::Say("Undone. 2 annotations without a place".to_owned()), "it is not removed");
    assert_eq!(desk.workspace.project().orphans.len(), 2);
    desk.does(Action::Redo);
    desk.shows("[claim:The [figure:dam] held] on [figure:Monday].");
}

#[test]
fn without_a_selection_and_where_its_label_is_already_it_waits_on() {
    let mut desk = desk();
    let told = |effects: Vec<Effect>| match effects.as_slice() {
        [Effect::Hint(told, Mend::None)] => told.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(told(desk.does(Action::PlaceOrphan(id("lost")))), "Select the words it belongs to first.");
    select(&mut desk, 16, 22);
    assert!(told(desk.does(Action::PlaceOrphan(id("lost")))).starts_with("These words have this label already."));
    assert!(!desk.session.caret.is_bare(), "the selection may be changed and tried again");
    assert_eq!(told(desk.does(Action::PlaceOrphan(id("unknown")))), "That annotation is no longer there.");
    assert_eq!(desk.workspace.project().orphans.len(), 2);
}

#[test]
fn removing_one_tells_how_many_are_left() {
    let mut desk = desk();
    let entry = desk.workspace.execute(Command::Remove { id: id("lost") }, &noon()).unwrap();
    assert_eq!(entry.change.summary(), Summary::Orphans(1));
    let effects = desk.does(Action::Undo);
    assert_eq!(effects[0], Effect::Say("Undone. 2 annotations without a place".to_owned()));
}
