//! The practice article and the guidelines: both are files of the site, and both hold to what they teach.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::agreement::{Credit, compare};
use attest::domain::lint::doubts;
use attest::domain::project::Project;
use attest::formats::attest::{read, write};
use serde_json::Value;
use support::marks::marked;

const PRACTICE: &str = include_str!("../practice.attest.json");
const GUIDELINES: &str = include_str!("../guidelines.txt");
const README: &str = include_str!("../README.md");

fn gold() -> Project {
    let (project, notes) = read(PRACTICE).unwrap();
    assert_eq!(notes, []);
    project
}

#[test]
fn the_practice_file_is_what_attest_would_write_and_fits_the_schema() {
    assert_eq!(write(&gold()), PRACTICE);
    let schema: Value = serde_json::from_str(include_str!("../docs/attest.schema.json")).unwrap();
    let file: Value = serde_json::from_str(PRACTICE).unwrap();
    assert!(jsonschema::draft202012::new(&schema).unwrap().is_valid(&file));
}

#[test]
fn the_gold_raises_no_doubt() {
    let gold = gold();
    let doubts = doubts(&gold);
    let shown: Vec<String> = doubts
        .iter()
        .map(|doubt| format!("{}: {}", gold.quote(&gold.annotations.get(&doubt.annotation).unwrap().target), doubt.why))
        .collect();
    assert_eq!(shown, Vec::<String>::new());
}

#[test]
fn the_gold_has_all_labels_nested_and_split_annotations_and_a_reason_for_each() {
    let gold = gold();
    let labels = gold.labels.labels();
    assert_eq!(gold.labels, attest::domain::label::LabelSet::default(), "the practice uses the default labels");
    for label in labels {
        assert!(gold.uses_of(&label.id) >= 2, "{}", label.name);
    }
    assert!((8..=16).contains(&gold.document.text.blocks().len()));
    let all: Vec<_> = gold.annotations.iter().collect();
    assert!(all.iter().any(|annotation| annotation.target.spans().len() > 1));
    let holds = |one: &attest::domain::span::Target, other: &attest::domain::span::Target| {
        one != other && one.hull().start() <= other.hull().start() && other.hull().end() <= one.hull().end()
    };
    assert!(all.iter().filter(|inner| all.iter().any(|outer| holds(&outer.target, &inner.target))).count() >= 5);
    for annotation in all {
        assert!(annotation.note.ends_with('.'), "{} has no reason", annotation.id);
        for (name, value) in annotation.attributes.iter() {
            let known = gold.labels.attributes_of(&annotation.label).find(|attribute| attribute.name == *name);
            assert!(known.is_some_and(|known| known.allows(value)), "{name} {value} of {}", annotation.id);
        }
    }
    for link in &gold.links {
        let label = |id| &gold.annotations.get(id).unwrap().label;
        assert!(gold.labels.link_type(&link.kind).unwrap().fits(label(&link.from), label(&link.to)), "{}", link.id);
    }
}

#[test]
fn an_empty_answer_finds_nothing_and_the_gold_finds_all() {
    let gold = gold();
    let empty = Project::new(gold.document.clone());
    assert_eq!(compare(&gold.annotations, &empty.annotations).total.missing as usize, gold.annotations.len());
    assert_eq!(compare(&gold.annotations, &gold.annotations).total.score(Credit::Exact).f1, 1.0);
}

/// The examples of the guidelines that begin with this word.
fn examples(kind: &str) -> Vec<&'static str> {
    GUIDELINES.lines().filter_map(|line| line.strip_prefix(kind)?.strip_prefix(": ")).collect()
}

#[test]
fn good_examples_of_the_guidelines_raise_no_doubt_and_bad_ones_do() {
    for example in examples("good") {
        let doubts: Vec<_> = doubts(&marked(example)).into_iter().map(|doubt| doubt.why).collect();
        assert_eq!(doubts, Vec::<&str>::new(), "{example}");
    }
    for example in examples("bad") {
        assert!(!doubts(&marked(example)).is_empty(), "{example}");
    }
    for label in ["claim", "figure", "caption", "attribution"] {
        for kind in ["good", "bad"] {
            let shows_it = |example: &&str| example.contains(&format!("[{label}"));
            assert!(examples(kind).iter().any(shows_it), "a {kind} example of a {label}");
        }
    }
}

#[test]
fn the_guidelines_have_every_label_with_its_key_and_definition_as_the_readme_has_it() {
    for label in attest::domain::label::LabelSet::default().labels() {
        assert!(GUIDELINES.contains(&format!("\n## {} (key {})\n", label.name, label.key)), "{}", label.name);
        let row = README.lines().find(|line| line.starts_with(&format!("| {} |", label.id))).unwrap();
        let definition = row.split('|').nth(3).unwrap().trim().split('.').next().unwrap();
        let flat = GUIDELINES.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(definition), "{definition}");
    }
}
