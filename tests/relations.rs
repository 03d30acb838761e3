//! Links and named values: what fits is done and undone, what does not fit says what would.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::edit::{Command, Proposal, Rejected, Summary};
use attest::domain::label::LabelId;
use attest::domain::links::Direction;
use attest::domain::project::Project;
use attest::domain::span::Target;
use proptest::collection::vec;
use proptest::prelude::*;
use support::marks::{marked, show};
use support::random::{command_on, moment, project_on, some_id};
use support::{hard, id, span};

const STORY: &str = "[claim:It fell by [figure:30 metres]], [attribution:said Y]. [caption:Smoke. /Wire]";

fn link(name: &str, kind: &str, from: &str, to: &str) -> Command {
    Command::Link { id: name.to_owned(), kind: kind.to_owned(), from: id(from), to: id(to) }
}

/// Carries out a command and takes it back again.
#[track_caller]
fn done(project: &Project, command: Command) -> Project {
    let change = project.plan(command, &moment()).unwrap();
    let mut after = project.clone();
    after.apply(&change);
    let mut before = after.clone();
    before.apply(&change.inverse());
    assert_eq!(before, *project);
    after
}

#[track_caller]
fn refused(project: &Project, command: Command) -> Rejected {
    project.plan(command, &moment()).unwrap_err()
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn every_possible_link_can_be_made_and_no_other(
        (project, commands) in hard::text().prop_flat_map(|text| (project_on(&text), vec(command_on(&text), 0..12))),
        one in some_id(), other in some_id(),
    ) {
        let mut project = project;
        for command in commands {
            if let Ok(change) = project.plan(command, &moment()) {
                project.apply(&change);
            }
        }
        let possible: Vec<(String, _, _)> =
            project.possible_links(&one, &other).into_iter().map(|link| (link.link_type.id.clone(), link.from, link.to)).collect();
        for link_type in project.labels.link_types() {
            for (from, to) in [(&one, &other), (&other, &one)] {
                let command = Command::Link { id: "new".to_owned(), kind: link_type.id.clone(), from: from.clone(), to: to.clone() };
                let is_possible = possible.contains(&(link_type.id.clone(), from.clone(), to.clone()));
                prop_assert_eq!(project.plan(command, &moment()).is_ok(), is_possible);
            }
        }
    }
}

#[test]
fn a_link_is_made_seen_from_both_ends_and_undone() {
    let project = done(&marked(STORY), link("l1", "attributes", "a3", "a1"));
    let seen = |end: &str| -> Vec<(Direction, String)> {
        project.links_of(&id(end)).map(|(direction, link)| (direction, link.id.clone())).collect()
    };
    assert_eq!(seen("a3"), [(Direction::Outgoing, "l1".to_owned())]);
    assert_eq!(seen("a1"), [(Direction::Incoming, "l1".to_owned())]);
    assert_eq!(seen("a2"), []);
    let gone = done(&project, Command::Unlink { id: "l1".to_owned() });
    assert!(gone.links.is_empty());
    assert!(done(&project, Command::Remove { id: id("a3") }).links.is_empty());
}

#[test]
fn links_that_do_not_fit_are_refused_and_the_reason_names_what_would() {
    let project = done(&marked(STORY), link("l1", "attributes", "a3", "a1"));
    assert_eq!(refused(&project, link("l2", "attributes", "a3", "a1")), Rejected::DuplicateLink);
    assert_eq!(refused(&project, link("l1", "attributes", "a3", "a2")), Rejected::TakenIdentifier);
    assert_eq!(refused(&project, link("l2", "attributes", "a3", "a3")), Rejected::LinkToItself);
    assert_eq!(refused(&project, link("l2", "causes", "a3", "a2")), Rejected::NoSuchLinkType);
    assert_eq!(refused(&project, link("l2", "attributes", "a3", "a9")), Rejected::NoSuchAnnotation);
    assert_eq!(refused(&project, Command::Unlink { id: "l9".to_owned() }), Rejected::NoSuchLink);
    let says = |kind, from, to| refused(&project, link("l2", kind, from, to)).to_string();
    assert_eq!(
        says("attributes", "a2", "a1"),
        "\u{201c}attributes\u{201d} leads from Attribution to Claim, Figure or Caption, not from Figure to Claim. \
         Here fits: quantifies."
    );
    assert_eq!(
        says("quantifies", "a1", "a2"),
        "\u{201c}quantifies\u{201d} leads from Figure to Claim, not from Claim to Figure. Here fits: quantifies (the other \
         way round)."
    );
    assert!(says("illustrates", "a2", "a4").ends_with("No type of link fits between these two."));
}

fn set(annotation: &str, name: &str, value: &str) -> Command {
    let value = if value.is_empty() { None } else { Some(value.to_owned()) };
    Command::SetAttribute { id: id(annotation), name: name.to_owned(), value }
}

#[test]
fn an_attribute_is_given_changed_and_taken_away() {
    let value = |project: &Project| project.annotations.get(&id("a2")).unwrap().attributes.get("kind").cloned();
    let project = done(&marked(STORY), set("a2", "kind", "measure"));
    assert_eq!(value(&project).as_deref(), Some("measure"));
    let project = done(&project, set("a2", "kind", "count"));
    assert_eq!(value(&project).as_deref(), Some("count"));
    assert_eq!(refused(&project, set("a2", "kind", "count")), Rejected::NothingToDo);
    let change = project.plan(set("a2", "kind", ""), &moment()).unwrap();
    assert!(matches!(change.summary(), Summary::Described(_)));
    assert_eq!(value(&done(&project, set("a2", "kind", ""))), None);
}

#[test]
fn an_attribute_has_the_values_that_the_label_set_gives_it() {
    let project = marked(STORY);
    assert_eq!(refused(&project, set("a1", "kind", "count")), Rejected::NoSuchAttribute, "only figures have a kind");
    let refused = refused(&project, set("a1", "certainty", "perhaps"));
    assert_eq!(refused.to_string(), "Choose one of these values: Sure, Unsure.");
    done(&project, set("a2", "unit", "metres of fallen wall"));
    done(&project, set("a4", "certainty", "unsure"));
}

#[test]
fn an_attribute_that_a_file_brought_can_be_taken_away() {
    let mut project = marked(STORY);
    let mut claim = (**project.annotations.get(&id("a1")).unwrap()).clone();
    claim.attributes.insert("weather".to_owned(), "rain".to_owned());
    project.annotations.insert(claim.into());
    assert_eq!(refused(&project, set("a1", "weather", "sun")), Rejected::NoSuchAttribute);
    assert!(done(&project, set("a1", "weather", "")).annotations.get(&id("a1")).unwrap().attributes.is_empty());
}

#[test]
fn the_keys_of_the_usual_values_are_unique_and_the_usual_types_name_usual_labels() {
    let labels = attest::domain::label::LabelSet::default();
    for attribute in labels.attribute_types() {
        let mut keys: Vec<&str> = attribute.values.iter().map(|value| value.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), attribute.values.len(), "{}", attribute.name);
        assert!(attribute.labels.iter().all(|label| labels.get(label).is_some()), "{}", attribute.name);
    }
    for link in labels.link_types() {
        assert!(link.from.iter().chain(&link.to).all(|label| labels.get(label).is_some()), "{}", link.id);
    }
}

fn proposal(name: &str, label: &str, start: u32, end: u32) -> Proposal {
    let target = Target::one(span(start, end));
    Proposal { id: id(name), label: LabelId::new(label), target, origin: "suggestion:number".to_owned() }
}

#[test]
fn suggestions_are_taken_over_in_one_step_with_their_origin() {
    let project = marked("30 came, [figure:40] left");
    let suggestions = vec![proposal("s1", "figure", 0, 2), proposal("s2", "figure", 9, 11)];
    let after = done(&project, Command::Accept(suggestions.clone()));
    assert_eq!(show(&after), "[figure:30] came, [figure:40] left");
    assert_eq!(after.annotations.get(&id("s1")).unwrap().origin, "suggestion:number");
    assert_eq!(refused(&after, Command::Accept(suggestions)), Rejected::TakenIdentifier);
}

#[test]
fn a_rejected_suggestion_is_remembered_until_that_is_undone() {
    let project = marked("30 came");
    let keys = || vec!["number:30".to_owned(), "number:30".to_owned(), "cue:said".to_owned()];
    let after = done(&project, Command::RejectSuggestions(keys()));
    assert_eq!(after.rejected, ["cue:said", "number:30"]);
    assert!(after.is_rejected("cue:said") && !project.is_rejected("cue:said"));
    assert_eq!(refused(&after, Command::RejectSuggestions(keys())), Rejected::NothingToDo);
    assert_eq!(done(&after, Command::RestoreSuggestions(vec!["cue:said".to_owned()])).rejected, ["number:30"]);
    assert_eq!(refused(&project, Command::RestoreSuggestions(keys())), Rejected::NothingToDo);
}
