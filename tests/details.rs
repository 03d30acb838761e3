//! Links and named values by hand: what a person chooses, and what undo makes of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::app::action::{Action, Direction};
use attest::app::session::{Effect, link_words};
use attest::domain::label::LabelId;
use support::desk::Desk;
use support::id;

/// At a claim `a1`, a figure `a2` in it, and an attribution `a3`; the claim is active.
fn at_a_claim() -> Desk {
    let mut desk = Desk::at("[claim:It fell by [figure:30 metres]], [attribution:said Y].");
    desk.does(Action::Walk(Direction::Forward));
    desk
}

/// What the links of the active annotation say.
fn links(desk: &Desk) -> Vec<String> {
    let project = desk.workspace.project();
    project.links_of(desk.session.active.as_ref().unwrap()).map(|link| link_words(project, link)).collect()
}

fn value(desk: &Desk, name: &str) -> Option<String> {
    let active = desk.session.active.as_ref().unwrap();
    desk.workspace.project().annotations.get(active).unwrap().attributes.get(name).cloned()
}

fn hint(effects: &[Effect]) -> &str {
    effects
        .iter()
        .find_map(|effect| if let Effect::Hint(text, _) = effect { Some(text.as_str()) } else { None })
        .unwrap()
}

#[test]
fn a_link_leads_the_way_its_type_does_whichever_end_comes_first() {
    let mut desk = at_a_claim();
    desk.does(Action::StartLink);
    let place = desk.workspace.project().annotations.get(&id("a3")).unwrap().target.hull().start();
    let effects = desk.does(Action::ActivateAt(place));
    assert_eq!(hint(&effects), "Attribution: said Y attributes Claim: It fell by 30 metres");
    assert_eq!(desk.session.linking, None);
    assert_eq!(links(&desk), ["attributed to: said Y"]);
    desk.does(Action::Undo);
    assert_eq!(links(&desk), [""; 0]);
    desk.does(Action::Redo);
    assert_eq!(links(&desk), ["attributed to: said Y"]);
}

#[test]
fn the_other_end_is_walked_to() {
    let mut desk = at_a_claim();
    desk.does(Action::StartLink);
    desk.does(Action::Walk(Direction::Forward));
    assert_eq!(links(&desk), [""; 0], "walking past it is not choosing it");
    desk.does(Action::EndLink);
    assert_eq!(links(&desk), ["quantified by: 30 metres"]);
    let link = desk.workspace.project().links[0].id.clone();
    desk.does(Action::Unlink(link));
    assert_eq!(links(&desk), [""; 0]);
    desk.does(Action::Undo);
    assert_eq!(links(&desk), ["quantified by: 30 metres"]);
}

#[test]
fn what_does_not_fit_is_said_and_nothing_is_linked() {
    let mut desk = at_a_claim();
    desk.does(Action::Walk(Direction::Forward));
    desk.does(Action::ChooseLabel(LabelId::new("caption")));
    desk.does(Action::Walk(Direction::Forward));
    desk.does(Action::ChooseLabel(LabelId::new("figure")));
    desk.does(Action::StartLink);
    desk.does(Action::Walk(Direction::Backward));
    let effects = desk.does(Action::EndLink);
    assert!(hint(&effects).ends_with("No type of link fits between these two."), "{effects:?}");
    assert_eq!(links(&desk), [""; 0]);
    assert_eq!(desk.session.linking, None);
}

#[test]
fn escape_makes_no_link_and_goes_back() {
    let mut desk = at_a_claim();
    desk.does(Action::StartLink);
    desk.does(Action::Walk(Direction::Forward));
    desk.does(Action::Escape);
    assert_eq!((desk.session.linking.clone(), desk.session.active.clone()), (None, Some(id("a1"))));
    assert_eq!(links(&desk), [""; 0]);
}

#[test]
fn an_end_that_is_gone_ends_the_linking() {
    let mut desk = at_a_claim();
    desk.does(Action::StartLink);
    desk.does(Action::RemoveAll);
    assert_eq!(desk.session.linking, None);
}

#[test]
fn a_start_that_is_removed_ends_the_linking() {
    let mut desk = at_a_claim();
    desk.does(Action::StartLink);
    desk.does(Action::Remove);
    assert_eq!(desk.session.linking, None);
    desk.does(Action::Activate(Some(id("a2"))));
    assert_eq!(desk.session.active, Some(id("a2")));
}

#[test]
fn a_named_value_is_one_step_and_an_empty_one_takes_it_away() {
    let mut desk = at_a_claim();
    let set = |value: &str| Action::SetAttribute("certainty".to_owned(), value.to_owned());
    desk.does(set("unsure"));
    assert_eq!(value(&desk, "certainty").as_deref(), Some("unsure"));
    let effects = desk.does(set("perhaps"));
    assert!(hint(&effects).contains("Unsure"), "it says which there are: {effects:?}");
    desk.does(set(""));
    assert_eq!(value(&desk, "certainty"), None);
    desk.does(Action::Undo);
    assert_eq!(value(&desk, "certainty").as_deref(), Some("unsure"));
}
