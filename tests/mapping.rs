//! From the labels of another tool to those of the label set.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::annotation::{Annotation, AnnotationId, AnnotationSet, Link};
use attest::domain::label::mapping::{Fate, map, proposed};
use attest::domain::label::{LabelId, LabelSet};
use attest::domain::project::{Project, Unknown};
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::Arc;
use support::marks::{marked, show};
use support::{id, random};

/// Names of labels elsewhere, two of which the label set has as well.
const FOREIGN: [&str; 6] = ["CLAIM", "claim", "figure", "Person", "org", "7"];

/// A project whose annotations and orphans have labels from elsewhere.
fn foreign_project() -> impl Strategy<Value = Project> {
    (random::project(), vec(0..FOREIGN.len(), 40)).prop_map(|(mut project, picks)| {
        let mut picks = picks.into_iter().cycle();
        let mut other = |annotation: &Annotation| Annotation {
            label: LabelId::new(FOREIGN[picks.next().unwrap()]),
            ..annotation.clone()
        };
        let annotations: Vec<_> = project.annotations.iter().map(|annotation| Arc::new(other(annotation))).collect();
        project.annotations = AnnotationSet::of(annotations);
        for orphan in &mut project.orphans {
            orphan.annotation = other(&orphan.annotation);
        }
        project
    })
}

fn fates() -> impl Strategy<Value = Vec<(LabelId, Fate)>> {
    let fate = prop_oneof![
        Just(Fate::Create),
        Just(Fate::Skip),
        Just(Fate::Map(LabelId::new("caption"))),
        Just(Fate::Map(LabelId::new("no such label"))),
    ];
    vec((0..FOREIGN.len()).prop_map(|place| LabelId::new(FOREIGN[place])), 0..5)
        .prop_flat_map(move |labels| {
            let count = labels.len();
            (Just(labels), vec(fate.clone(), count))
        })
        .prop_map(|(labels, fates)| labels.into_iter().zip(fates).collect())
}

fn all(project: &Project) -> Vec<Annotation> {
    let orphans = project.orphans.iter().map(|orphan| orphan.annotation.clone());
    project.annotations.iter().map(|annotation| (**annotation).clone()).chain(orphans).collect()
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn nothing_but_labels_changes_and_nothing_is_left_out_but_what_is_skipped(project in foreign_project(), fates in fates()) {
        let set = LabelSet::default();
        let mapped = map(&project, &set, &fates);
        let (before, after) = (all(&project), all(&mapped.project));
        prop_assert_eq!(before.len(), after.len() + mapped.annotations);
        for annotation in &before {
            let is_known = set.get(&annotation.label).is_some();
            let fate = fates.iter().find(|(label, _)| *label == annotation.label).map_or(&Fate::Create, |(_, fate)| fate);
            let wanted = match fate {
                Fate::Skip if !is_known => None,
                Fate::Map(to) if !is_known && set.get(to).is_some() => Some(to),
                _ => Some(&annotation.label),
            };
            let found = after.iter().find(|other| other.id == annotation.id);
            let expected = wanted.map(|label| Annotation { label: label.clone(), ..annotation.clone() });
            prop_assert_eq!(found, expected.as_ref());
        }
        for annotation in &after {
            prop_assert!(mapped.project.labels.get(&annotation.label).is_some(), "{} is in no set", annotation.label);
        }
        prop_assert_eq!(&mapped.project.document, &project.document);
        let is_gone = |end: &AnnotationId| before.iter().any(|one| one.id == *end) && !after.iter().any(|one| one.id == *end);
        for link in &project.links {
            let is_kept = mapped.project.links.contains(link);
            prop_assert_eq!(is_kept, !is_gone(&link.from) && !is_gone(&link.to));
        }
    }

    #[test]
    fn new_labels_have_keys_and_names_of_their_own(project in foreign_project()) {
        let labels = map(&project, &LabelSet::default(), &[]).project.labels;
        let labels = labels.labels();
        for (index, label) in labels.iter().enumerate() {
            for other in &labels[..index] {
                prop_assert!(label.id != other.id && (label.key.is_empty() || label.key != other.key));
                prop_assert!(label.color != other.color);
            }
        }
    }
}

#[test]
fn a_label_of_the_same_name_is_proposed() {
    let set = LabelSet::default();
    let proposal = |name: &str| match proposed(name, &set) {
        Fate::Map(label) => label.as_str().to_owned(),
        other => format!("{other:?}"),
    };
    for (name, expected) in [
        ("CLAIM", "claim"),
        ("Claims", "claim"),
        ("claim_", "claim"),
        ("Figures", "figure"),
        ("AT-TRIBUTION", "attribution"),
        ("Person", "Create"),
        ("class", "Create"),
        ("", "Create"),
        ("!", "Create"),
        ("s", "Create"),
    ] {
        assert_eq!(proposal(name), expected, "{name}");
    }
}

#[test]
fn a_link_goes_with_an_end_that_is_skipped_and_stays_otherwise() {
    let mut project = marked("[claim:It holds], [attribution:he said], [person:Ana] too.");
    let link = |id: &str, from: &str, to: &str| Link {
        id: id.to_owned(),
        kind: "attributes".to_owned(),
        from: support::id(from),
        to: support::id(to),
        unknown: Unknown::default(),
    };
    project.links = vec![link("l1", "a2", "a1"), link("l2", "a2", "a3")];
    let person = LabelId::new("person");
    let mapped = map(&project, &LabelSet::default(), &[(person.clone(), Fate::Skip)]);
    assert_eq!(show(&mapped.project), "[claim:It holds], [attribution:he said], Ana too.");
    assert_eq!(mapped.annotations, 1);
    assert_eq!(mapped.project.links, [link("l1", "a2", "a1")]);

    let mapped = map(&project, &LabelSet::default(), &[(person, Fate::Map(LabelId::new("attribution")))]);
    assert_eq!(mapped.project.annotations.get(&id("a3")).unwrap().label.as_str(), "attribution");
    assert_eq!(mapped.project.links.len(), 2);
}
