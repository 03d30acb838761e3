//! A filter chooses what looking at each annotation chooses, and keeps text order.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::annotation::{Annotation, Attributes, Link};
use attest::domain::filter::{Filter, Linked, Origin};
use attest::domain::label::LabelId;
use attest::domain::project::{Project, Unknown};
use attest::domain::text::folded;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use support::marks::marked;
use support::{hard, id, random};

fn some_filter() -> impl Strategy<Value = Filter> {
    let value = (
        prop_oneof![Just("certainty".to_owned()), hard::string()],
        option::of(prop_oneof![Just("sure".to_owned()), hard::string()]),
    );
    let words = prop_oneof![2 => Just(String::new()), 1 => hard::string(), 1 => select(vec!["note", "SHE SAID", "a"]).prop_map(str::to_owned)];
    (
        option::of(random::some_label()),
        option::of(select(Origin::ALL.to_vec())),
        option::weighted(0.3, value),
        option::of(select(vec![Linked::Yes, Linked::No])),
        words,
    )
        .prop_map(|(label, origin, value, linked, words)| Filter { label, origin, value, linked, words })
}

/// The same, asked of one annotation in the plainest way.
fn fits(project: &Project, filter: &Filter, annotation: &Annotation) -> bool {
    let starts = |prefix: &str| annotation.origin.starts_with(prefix);
    let origin = match filter.origin {
        None => true,
        Some(Origin::Human) => starts("human"),
        Some(Origin::Suggestion) => starts("suggestion:"),
        Some(Origin::Propagated) => starts("propagated:"),
        Some(Origin::Import) => starts("import:"),
    };
    let has_link = project.links.iter().any(|link| link.from == annotation.id || link.to == annotation.id);
    let place = [folded(&project.quote(&annotation.target)), folded(&annotation.note)];
    origin
        && filter.label.iter().all(|label| annotation.label == *label)
        && filter.value.iter().all(|(name, value)| {
            let types = project.labels.attribute_types().iter().filter(|known| known.name == *name);
            let fitting = types.filter(|known| known.is_for(&annotation.label)).count();
            match value {
                Some(value) => annotation.attributes.get(name) == Some(value),
                None => fitting > 0 && !annotation.attributes.contains_key(name),
            }
        })
        && filter.linked.iter().all(|linked| has_link == (*linked == Linked::Yes))
        && filter.words.split_whitespace().all(|word| place.iter().any(|place| place.contains(&folded(word))))
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn a_filter_chooses_what_a_look_at_each_chooses(project in random::project(), filter in some_filter()) {
        let chosen: Vec<_> = project.filtered(&filter).into_iter().map(|annotation| annotation.id.clone()).collect();
        let expected: Vec<_> = project
            .annotations
            .iter()
            .filter(|annotation| fits(&project, &filter, annotation))
            .map(|annotation| annotation.id.clone())
            .collect();
        prop_assert_eq!(chosen, expected);
    }

    #[test]
    fn the_origins_share_all_annotations_among_them(project in random::project()) {
        let of = |origin| project.filtered(&Filter { origin: Some(origin), ..Filter::default() }).len();
        prop_assert_eq!(Origin::ALL.into_iter().map(of).sum::<usize>(), project.annotations.len());
    }
}

/// The quotes that a filter chooses.
#[track_caller]
fn check(project: &Project, filter: &Filter, expected: &[&str]) {
    let chosen = project.filtered(filter);
    let quotes: Vec<String> = chosen.iter().map(|annotation| project.quote(&annotation.target)).collect();
    assert_eq!(quotes, expected);
}

fn example() -> Project {
    let mut project = marked("[claim:Prices rose by [figure:30%]], [attribution:said ΟΔΟΣ]. [figure:45] stayed.");
    let mut change = |name: &str, change: &dyn Fn(&mut Annotation)| {
        let mut annotation = (**project.annotations.get(&id(name)).unwrap()).clone();
        change(&mut annotation);
        project.annotations.insert(annotation.into());
    };
    let named = |name: &str, value: &str| [(name.to_owned(), value.to_owned())].into_iter().collect::<Attributes>();
    change("a1", &|annotation| "Check the SOURCE".clone_into(&mut annotation.note));
    change("a2", &|annotation| annotation.attributes = named("certainty", "unsure"));
    change("a3", &|annotation| "suggestion:cue".clone_into(&mut annotation.origin));
    change("a4", &|annotation| "somebody:else".clone_into(&mut annotation.origin));
    let (from, to) = (id("a3"), id("a1"));
    project.links =
        vec![Link { id: "l1".to_owned(), kind: "attributes".to_owned(), from, to, unknown: Unknown::default() }];
    project
}

#[test]
fn each_part_of_a_filter_narrows_it() {
    let project = example();
    let all = Filter::default();
    check(&project, &all, &["Prices rose by 30%", "30%", "said ΟΔΟΣ", "45"]);
    check(&project, &Filter { label: Some(LabelId::new("figure")), ..all.clone() }, &["30%", "45"]);
    check(&project, &Filter { origin: Some(Origin::Suggestion), ..all.clone() }, &["said ΟΔΟΣ"]);
    check(&project, &Filter { origin: Some(Origin::Human), ..all.clone() }, &["Prices rose by 30%", "30%"]);
    let certainty = |value: Option<&str>| Some(("certainty".to_owned(), value.map(str::to_owned)));
    check(&project, &Filter { value: certainty(Some("unsure")), ..all.clone() }, &["30%"]);
    check(&project, &Filter { value: certainty(Some("sure")), ..all.clone() }, &[]);
    check(&project, &Filter { value: certainty(None), ..all.clone() }, &["Prices rose by 30%", "said ΟΔΟΣ", "45"]);
    let kind = Some(("kind".to_owned(), None));
    check(&project, &Filter { value: kind, ..all.clone() }, &["30%", "45"]);
    check(&project, &Filter { linked: Some(Linked::Yes), ..all.clone() }, &["Prices rose by 30%", "said ΟΔΟΣ"]);
    check(&project, &Filter { linked: Some(Linked::No), ..all.clone() }, &["30%", "45"]);
    let words = |words: &str| Filter { words: words.to_owned(), ..all.clone() };
    check(&project, &words("source RISE"), &[]);
    check(&project, &words(" source  ROSE "), &["Prices rose by 30%"]);
    check(&project, &words("οδος"), &["said ΟΔΟΣ"]);
    check(&project, &Filter { label: Some(LabelId::new("figure")), ..words("30") }, &["30%"]);
}
