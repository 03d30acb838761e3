//! The label set: changing it one step at a time, and carrying it from one article to another.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::color::next_color;
use attest::domain::edit::{Command, LabelEdit, LabelProblem, Rejected};
use attest::domain::label::{Label, LabelId, LabelSet};
use attest::domain::project::{Project, Unknown};
use attest::formats::ReadError;
use attest::formats::labels::{read, write};
use proptest::prelude::*;
use support::marks::{marked, show};
use support::random::{self, moment};

const TEXT: &str = "[claim:It fell by [figure:30 metres]]";

fn label(id: &str, key: &str) -> Label {
    Label {
        id: LabelId::new(id),
        name: id.to_uppercase(),
        key: key.to_owned(),
        color: next_color([]).to_owned(),
        description: String::new(),
        unknown: Unknown::default(),
    }
}

fn named(id: &str) -> LabelId {
    LabelId::new(id)
}

#[track_caller]
fn done(project: &Project, edit: LabelEdit) -> Project {
    let change = project.plan(Command::EditLabels(edit), &moment()).unwrap();
    let mut after = project.clone();
    after.apply(&change);
    let mut before = after.clone();
    before.apply(&change.inverse());
    assert_eq!(before, *project, "it is one step");
    after
}

#[track_caller]
fn refused(project: &Project, edit: LabelEdit) -> LabelProblem {
    match project.plan(Command::EditLabels(edit), &moment()) {
        Err(Rejected::Label(problem)) => problem,
        other => panic!("{other:?}"),
    }
}

fn ids(project: &Project) -> Vec<&str> {
    project.labels.labels().iter().map(|label| label.id.as_str()).collect()
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn a_label_set_that_is_written_reads_back_the_same_and_without_a_note(project in random::project()) {
        let (back, notes) = read(&write(&project.labels)).unwrap();
        prop_assert_eq!(notes, []);
        prop_assert_eq!(&back, &project.labels);
        let (of_article, _) = read(&attest::formats::attest::write(&project)).unwrap();
        prop_assert_eq!(of_article, project.labels);
    }

    #[test]
    fn a_damaged_label_set_never_panics(place in 0..900usize, length in 0..30usize, patch in "[\\[\\]{}\",:0-9a-z ]{0,6}") {
        let written: Vec<char> = write(&LabelSet::default()).chars().collect();
        let start = place % written.len();
        let end = (start + length).min(written.len());
        let damaged: String = written[..start].iter().copied().chain(patch.chars()).chain(written[end..].iter().copied()).collect();
        if let Ok((set, _)) = read(&damaged) {
            prop_assert_eq!(read(&write(&set)).unwrap(), (set, Vec::new()));
        }
    }

    #[test]
    fn removing_a_label_leaves_no_annotation_without_one(project in random::project(), gone in random::some_label(), heir in random::some_label()) {
        let command = Command::EditLabels(LabelEdit::Remove { id: gone.clone(), heir: Some(heir.clone()) });
        match project.plan(command, &moment()) {
            Ok(change) => {
                let mut after = project.clone();
                after.apply(&change);
                prop_assert_eq!(after.uses_of(&gone), 0);
                prop_assert_eq!(after.uses_of(&heir), project.uses_of(&gone) + project.uses_of(&heir));
                prop_assert!(after.labels.get(&gone).is_none());
                prop_assert_eq!(&after.links, &project.links);
                after.apply(&change.inverse());
                prop_assert_eq!(after, project);
            }
            Err(rejected) => prop_assert_eq!(rejected, Rejected::Label(LabelProblem::OwnHeir)),
        }
    }
}

#[test]
fn labels_are_added_renamed_recoloured_and_put_in_order() {
    let project = done(&marked(TEXT), LabelEdit::Add(label("quote", "q")));
    assert_eq!(ids(&project), ["claim", "figure", "caption", "attribution", "quote"]);
    let project = done(&project, LabelEdit::Place { id: named("quote"), position: 1 });
    assert_eq!(ids(&project), ["claim", "quote", "figure", "caption", "attribution"]);
    let project = done(&project, LabelEdit::Place { id: named("claim"), position: 99 });
    assert_eq!(ids(&project), ["quote", "figure", "caption", "attribution", "claim"]);
    let project = done(&project, LabelEdit::Rename { id: named("claim"), name: "Assertion".to_owned() });
    let project = done(&project, LabelEdit::SetColor { id: named("claim"), color: "#012345".to_owned() });
    let project = done(&project, LabelEdit::SetKey { id: named("claim"), key: "a".to_owned() });
    let project = done(&project, LabelEdit::Describe { id: named("claim"), description: "Says so.".to_owned() });
    let claim = project.labels.get(&named("claim")).unwrap();
    assert_eq!((claim.name.as_str(), claim.color.as_str(), claim.key.as_str()), ("Assertion", "#012345", "a"));
    assert_eq!(claim.description, "Says so.");
    assert_eq!(show(&project), TEXT, "annotations keep their labels");
}

#[test]
fn a_change_that_does_not_fit_is_refused_with_what_to_do() {
    let project = marked(TEXT);
    let rename = |name: &str| LabelEdit::Rename { id: named("claim"), name: name.to_owned() };
    let key = |key: &str| LabelEdit::SetKey { id: named("claim"), key: key.to_owned() };
    let color = |color: &str| LabelEdit::SetColor { id: named("claim"), color: color.to_owned() };
    assert_eq!(refused(&project, LabelEdit::Add(label("claim", ""))), LabelProblem::TakenId);
    assert_eq!(refused(&project, LabelEdit::Add(label("", ""))), LabelProblem::TakenId);
    assert_eq!(
        refused(&project, LabelEdit::Add(label("new", "2"))),
        LabelProblem::TakenKey { by: "Figure".to_owned() }
    );
    assert_eq!(refused(&project, rename(" \u{a0}")), LabelProblem::NoName);
    assert_eq!(refused(&project, key("2")), LabelProblem::TakenKey { by: "Figure".to_owned() });
    for wrong in ["Enter", " ", "\t", "12"] {
        assert_eq!(refused(&project, key(wrong)), LabelProblem::NotAKey, "{wrong:?}");
    }
    assert_eq!(refused(&project, color("red;}")), LabelProblem::NotAColor);
    assert!(done(&project, key("")).labels.get(&named("claim")).unwrap().key.is_empty());
    for problem in [
        LabelProblem::TakenId,
        LabelProblem::NoName,
        LabelProblem::NotAKey,
        LabelProblem::NotAColor,
        LabelProblem::LastLabel,
        LabelProblem::OwnHeir,
        LabelProblem::InUse { count: 2 },
        LabelProblem::TakenKey { by: "Claim".to_owned() },
    ] {
        assert!(Rejected::Label(problem.clone()).to_string().ends_with('.'), "{problem:?}");
    }
    let gone = Command::EditLabels(LabelEdit::Place { id: named("gone"), position: 0 });
    assert_eq!(project.plan(gone, &moment()), Err(Rejected::NoSuchLabel));
    assert_eq!(project.plan(Command::EditLabels(rename("Claim")), &moment()), Err(Rejected::NothingToDo));
}

#[test]
fn a_label_goes_away_unused_or_with_an_heir() {
    let project = marked(TEXT);
    let remove = |id: &str, heir: Option<&str>| LabelEdit::Remove { id: named(id), heir: heir.map(LabelId::new) };
    assert_eq!(ids(&done(&project, remove("caption", None))), ["claim", "figure", "attribution"]);
    assert_eq!(refused(&project, remove("figure", None)), LabelProblem::InUse { count: 1 });
    assert_eq!(refused(&project, remove("figure", Some("figure"))), LabelProblem::OwnHeir);
    let moved = done(&project, remove("figure", Some("caption")));
    assert_eq!(show(&moved), "[claim:It fell by [caption:30 metres]]");
    let mut alone = marked("[claim:a]");
    alone.labels = alone.labels.with_labels(vec![alone.labels.labels()[0].clone()]);
    assert_eq!(refused(&alone, remove("claim", None)), LabelProblem::LastLabel);
}

#[test]
fn a_label_set_is_taken_over_and_labels_in_use_stay() {
    let set = LabelSet::new(vec![label("rumour", "1")]).with_link_types(Vec::new());
    let after = done(&marked(TEXT), LabelEdit::Replace(Box::new(set)));
    assert_eq!(ids(&after), ["rumour", "claim", "figure"]);
    assert_eq!(after.labels.get(&named("claim")).unwrap().key, "", "the key 1 is rumour's now");
    assert_eq!(after.labels.get(&named("figure")).unwrap().key, "2");
    assert!(after.labels.link_types().is_empty());
}

#[test]
fn a_new_label_gets_an_identifier_of_its_own() {
    let set = LabelSet::default();
    for (name, id) in [("Claim", "claim-2"), (" Named source! ", "named-source"), ("Ärger", "Ärger"), ("…", "label")]
    {
        assert_eq!(set.new_id(name).as_str(), id);
    }
}

#[test]
fn a_new_label_gets_a_key_and_a_colour_of_its_own() {
    let mut set = LabelSet::default();
    for digit in 5..=9 {
        let (key, color) = (set.free_key(), set.free_color());
        assert_eq!(key, digit.to_string());
        assert!(set.labels().iter().all(|label| label.color != color));
        set.add(Label { key, color: color.to_owned(), ..label(&format!("label-{digit}"), "") });
    }
    assert_eq!(set.free_key(), "", "there are no more digits");
    set.add(label("claim", "x"));
    assert_eq!(set.by_key("x"), None, "there is a claim already");
}

#[test]
fn a_label_file_looks_like_this() {
    let set = LabelSet::new(vec![label("rumour", "1")]);
    assert_eq!(
        write(&set),
        "{\n  \"format\": \"attest-labels\",\n  \"version\": 1,\n  \"labels\": [\n    \
         {\"id\":\"rumour\",\"name\":\"RUMOUR\",\"key\":\"1\",\"color\":\"#1d5fbf\"}\n  ]\n}\n"
    );
}

#[test]
fn what_is_wrong_in_a_label_file_is_told_and_spoils_only_itself() {
    let (set, notes) = read(
        r##"{"format": "attest-labels", "labels": [{"id": "a", "key": "1", "color": "red"}, {"id": "a"}, 7, {"id": "b", "key": "1"}], "more": 1}"##,
    )
    .unwrap();
    let labels: Vec<(&str, &str)> = set.labels().iter().map(|label| (label.id.as_str(), label.key.as_str())).collect();
    assert_eq!(labels, [("a", "1"), ("b", "")]);
    let places: Vec<&str> = notes.iter().map(|note| note.place.as_str()).collect();
    assert_eq!(places, ["labels[0]", "labels[1]", "labels[2]", "labels[3]", "more"]);
    assert_eq!(read("{\"format\": \"other\"}"), Err(ReadError::Foreign));
    assert_eq!(read("{\"format\": \"attest-labels\", \"version\": 2}"), Err(ReadError::Newer { version: 2 }));
    assert_eq!(read("{\"format\": \"attest-labels\", \"labels\": []}"), Err(ReadError::NoLabels));
    for version in ["1", "1.0", "\"1\""] {
        let file = format!(r#"{{"format": "attest-labels", "version": {version}, "labels": [{{"id": "a"}}]}}"#);
        assert!(read(&file).is_ok(), "{version}");
    }
    assert!(matches!(read("no json"), Err(ReadError::Malformed { .. })));
}
