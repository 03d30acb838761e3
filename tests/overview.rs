//! The numbers of the overview are those of counting character by character.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::label::LabelId;
use attest::domain::overview::RuleCount;
use attest::domain::project::Project;
use proptest::option;
use proptest::prelude::*;
use support::marks::marked;
use support::{at, id, random};

/// Which code points annotations of a label cover.
fn counted(project: &Project, label: Option<&LabelId>) -> Vec<bool> {
    let is_covered = |place| {
        project.annotations.iter().any(|annotation| {
            label.is_none_or(|label| annotation.label == *label) && annotation.target.covers(at(place))
        })
    };
    (0..project.document.text.end().get()).map(is_covered).collect()
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn what_is_covered_is_what_counting_finds(project in random::project(), label in option::of(random::some_label())) {
        let covered = counted(&project, label.as_ref());
        let spans = project.covered(label.as_ref());
        prop_assert!(spans.windows(2).all(|pair| pair[0].end() < pair[1].start()));
        for (place, is_covered) in (0..).zip(&covered) {
            prop_assert_eq!(spans.iter().any(|span| span.covers(at(place))), *is_covered);
        }
        for count in project.label_counts() {
            let covered = counted(&project, Some(&count.label)).into_iter().filter(|is_covered| *is_covered).count();
            prop_assert_eq!(count.covered as usize, covered);
        }
        let all: u32 = project.label_counts().iter().map(|count| count.annotations).sum();
        prop_assert_eq!(all as usize, project.annotations.len());
    }

    #[test]
    fn the_parts_of_a_bar_are_the_shares_that_counting_finds(
        project in random::project(), label in option::of(random::some_label()), count in 0..40usize,
    ) {
        let covered = counted(&project, label.as_ref());
        let shares = project.coverage(label.as_ref(), count as u32);
        prop_assert_eq!(shares.len(), count);
        for (part, share) in shares.into_iter().enumerate() {
            let part = &covered[covered.len() * part / count..covered.len() * (part + 1) / count];
            let expected = part.iter().filter(|is_covered| **is_covered).count() as f32 / part.len().max(1) as f32;
            prop_assert_eq!(share, expected);
        }
    }
}

#[test]
fn suggestions_are_counted_by_rule() {
    let mut project = marked("[figure:30] [figure:40] [claim:it fell]");
    for (name, origin) in [("a1", "suggestion:number"), ("a2", "suggestion:number"), ("a3", "suggestion:cue")] {
        let mut annotation = (**project.annotations.get(&id(name)).unwrap()).clone();
        annotation.origin = origin.to_owned();
        project.annotations.insert(annotation.into());
    }
    project.rejected = vec!["cue|x".to_owned(), "number|50".to_owned(), "strange".to_owned(), "verb|y".to_owned()];
    let counts = project.rule_counts(&|key| key.split_once('|').map(|(rule, _)| rule.to_owned()));
    let count = |rule: &str, accepted, rejected| RuleCount { rule: rule.to_owned(), accepted, rejected };
    assert_eq!(counts, [count("cue", 1, 1), count("number", 2, 1), count("verb", 0, 1)]);
}
