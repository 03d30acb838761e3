//! The ordered set against a plain list: whatever is inserted and removed, both answer alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::annotation::{Annotation, AnnotationId, AnnotationSet};
use attest::domain::span::{Span, Target};
use attest::domain::text::CodePoint;
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::Arc;
use support::marks::{annotation, marked, show};
use support::random::{some_id, some_label};
use support::{at, id, random, span};

/// Spans here lie in a text of this many code points, so that many overlap.
const LENGTH: u32 = 40;

#[derive(Clone, Debug)]
enum Operation {
    Insert(Annotation),
    Remove(AnnotationId),
}

fn some_span() -> impl Strategy<Value = Span> {
    (0..LENGTH, 1..12u32).prop_map(|(start, length)| span(start, start + length))
}

fn some_annotation() -> impl Strategy<Value = Annotation> {
    let several = vec(some_span(), 1..4).prop_filter_map("spans lie apart", Target::new);
    let target = prop_oneof![3 => some_span().prop_map(Target::one).boxed(), 1 => several.boxed()];
    (some_id(), some_label(), target).prop_map(|(id, label, target)| annotation(id.as_str(), label.as_str(), target))
}

fn operations() -> impl Strategy<Value = Vec<Operation>> {
    let insert = some_annotation().prop_map(Operation::Insert);
    vec(prop_oneof![3 => insert.boxed(), 1 => some_id().prop_map(Operation::Remove).boxed()], 0..40)
}

/// The same operations on a list that is searched from the front.
#[derive(Default)]
struct Listed(Vec<Arc<Annotation>>);

impl Listed {
    fn follow(&mut self, operation: &Operation) -> Option<Arc<Annotation>> {
        let id = match operation {
            Operation::Insert(annotation) => &annotation.id,
            Operation::Remove(id) => id,
        };
        let place = self.0.iter().position(|entry| entry.id == *id);
        let gone = place.map(|place| self.0.remove(place));
        if let Operation::Insert(annotation) = operation {
            self.0.push(Arc::new(annotation.clone()));
        }
        self.0.sort_by_key(|entry| {
            let hull = entry.target.hull();
            (hull.start(), u32::MAX - hull.end().get(), entry.id.clone())
        });
        gone
    }

    fn overlapping(&self, range: Span) -> Vec<&Arc<Annotation>> {
        let shares = |other: &Span| other.start() < range.end() && range.start() < other.end();
        self.0.iter().filter(|entry| entry.target.spans().iter().any(shares)).collect()
    }

    /// Shortest first; of equal length the later in text order first.
    fn stack_at(&self, at: CodePoint) -> Vec<&Arc<Annotation>> {
        let covers =
            |entry: &&Arc<Annotation>| entry.target.spans().iter().any(|span| span.start() <= at && at < span.end());
        let mut stack: Vec<(usize, &Arc<Annotation>)> = self.0.iter().filter(covers).enumerate().collect();
        stack.sort_by_key(|(place, entry)| (entry.target.length(), usize::MAX - place));
        stack.into_iter().map(|(_, entry)| entry).collect()
    }
}

fn check_answers(set: &AnnotationSet, listed: &Listed) {
    let entries: Vec<&Arc<Annotation>> = set.iter().collect();
    assert_eq!(entries, listed.0.iter().collect::<Vec<_>>());
    assert_eq!((set.len(), set.is_empty()), (listed.0.len(), listed.0.is_empty()));
    for (position, entry) in listed.0.iter().enumerate() {
        assert_eq!(set.position(&entry.id), Some(position));
        assert_eq!(set.get(&entry.id), Some(entry));
        assert_eq!(set.at(position), Some(entry));
    }
    assert_eq!(set.at(listed.0.len()), None);
    for place in 0..LENGTH + 14 {
        assert_eq!(set.stack_at(at(place)), listed.stack_at(at(place)), "at {place}");
        for length in [1, 3, LENGTH] {
            let range = span(place, place + length);
            assert_eq!(set.overlapping(range).collect::<Vec<_>>(), listed.overlapping(range), "in {range:?}");
        }
    }
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn after_any_insertions_and_removals_the_set_answers_like_a_linear_scan(operations in operations()) {
        let (mut set, mut listed) = (AnnotationSet::default(), Listed::default());
        for (step, operation) in operations.iter().enumerate() {
            let gone = listed.follow(operation);
            match operation {
                Operation::Insert(annotation) => set.insert(Arc::new(annotation.clone())),
                Operation::Remove(id) => prop_assert_eq!(set.remove(id), gone),
            }
            if step % 8 == 0 {
                check_answers(&set, &listed);
            }
        }
        check_answers(&set, &listed);
    }

    #[test]
    fn a_set_made_at_once_is_the_set_made_one_by_one(annotations in vec(some_annotation().prop_map(Arc::new), 0..20)) {
        let mut set = AnnotationSet::default();
        for annotation in &annotations {
            set.insert(annotation.clone());
        }
        let at_once = AnnotationSet::of(annotations);
        prop_assert_eq!(&at_once, &set);
        for entry in set.iter() {
            prop_assert_eq!(at_once.position(&entry.id), set.position(&entry.id));
        }
    }

    #[test]
    fn text_order_is_first_start_then_longer_first(operations in operations()) {
        let mut set = AnnotationSet::default();
        for operation in operations {
            if let Operation::Insert(annotation) = operation {
                set.insert(Arc::new(annotation));
            }
        }
        let hulls: Vec<Span> = set.iter().map(|entry| entry.target.hull()).collect();
        for pair in hulls.windows(2) {
            let in_order = pair[0].start() < pair[1].start() || pair[0].start() == pair[1].start() && pair[0].end() >= pair[1].end();
            prop_assert!(in_order, "{pair:?}");
        }
    }

    #[test]
    fn a_target_joined_with_a_span_covers_what_either_covers(annotation in some_annotation(), added in some_span()) {
        let joined = annotation.target.with(added);
        for place in (0..LENGTH + 14).map(at) {
            prop_assert_eq!(joined.covers(place), annotation.target.covers(place) || added.covers(place));
        }
        prop_assert_eq!(Target::new(joined.spans().to_vec()), Some(joined.clone()), "it keeps its invariant");
        prop_assert!(joined.length() <= annotation.target.length() + added.length());
    }

    #[test]
    fn replacing_a_span_leaves_the_others_covered(annotation in some_annotation(), index in 0..4usize, span in some_span()) {
        let target = &annotation.target;
        match target.replacing(index, span) {
            None => prop_assert!(index >= target.spans().len()),
            Some(replaced) => {
                let others = || target.spans().iter().enumerate().filter(|(other, _)| *other != index).map(|(_, span)| span);
                for place in (0..LENGTH + 14).map(at) {
                    let expected = span.covers(place) || others().any(|other| other.covers(place));
                    prop_assert_eq!(replaced.covers(place), expected);
                }
                prop_assert_eq!(Target::new(replaced.spans().to_vec()), Some(replaced));
            }
        }
    }

    #[test]
    fn a_shown_project_can_be_read_back(project in random::project()) {
        let shown = show(&project);
        let back = marked(&shown);
        prop_assert_eq!(&back.document.text, &project.document.text);
        let places = |project: &attest::domain::project::Project| -> Vec<(String, Vec<Span>)> {
            let entry = |entry: &Arc<Annotation>| (entry.label.to_string(), entry.target.spans().to_vec());
            let mut places: Vec<_> = project.annotations.iter().map(entry).collect();
            places.sort();
            places
        };
        prop_assert_eq!(places(&back), places(&project), "{}", shown);
    }
}

#[test]
fn a_figure_within_a_claim_is_met_first() {
    let project = marked("[claim:around [figure:200,000 people] had lived there]");
    let labels = |place| -> Vec<String> {
        project.annotations.stack_at(at(place)).iter().map(|entry| entry.label.to_string()).collect()
    };
    assert_eq!(labels(10), ["figure", "claim"]);
    assert_eq!(labels(30), ["claim"]);
    assert!(labels(99).is_empty());
}

#[test]
fn the_gap_of_a_split_claim_belongs_to_its_attribution_alone() {
    let project = marked("[claim#1:\"It fell,\"] [attribution:said Y,] [claim#1:\"and burned\"]");
    assert_eq!(show(&project), "[claim#1:\"It fell,\"] [attribution:said Y,] [claim#1:\"and burned\"]");
    let claim = project.annotations.get(&id("a1")).unwrap();
    assert_eq!(project.quote(&claim.target), "\"It fell,\" … \"and burned\"");
    let met = project.annotations.stack_at(at(12));
    assert_eq!(met.iter().map(|entry| entry.label.as_str()).collect::<Vec<_>>(), ["attribution"]);
}

#[test]
fn spans_that_cross_can_be_shown() {
    for source in
        ["[claim#1:a [figure#1:b[/claim#1] c]", "[claim#1:a [claim#2:b[/claim#1] c]", "\\[a\\] \\\\ [figure:b\\]]"]
    {
        assert_eq!(show(&marked(source)), source);
    }
}

#[test]
fn the_largest_offset_there_is_does_no_harm() {
    let project = marked("[claim:a]");
    assert!(project.annotations.stack_at(at(u32::MAX)).is_empty());
    assert!(Target::one(span(u32::MAX - 1, u32::MAX)).with(span(0, 1)).covers(at(0)));
}
