//! Underline lanes: overlapping annotations never share one, and a line never jumps because of another annotation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::annotation::{Annotation, AnnotationId, AnnotationSet};
use attest::domain::lanes::Lanes;
use attest::domain::span::Target;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;
use support::marks::{annotation, marked};
use support::{id, span};

/// How many identifiers random steps choose from.
const IDS: u32 = 12;

/// Gives an annotation a target, or takes it away.
type Step = (AnnotationId, Option<Target>);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let one = (0..40u32, 1..15u32).prop_map(|(start, length)| span(start, start + length));
    let target = prop_oneof![
        4 => one.clone().prop_map(Target::one).boxed(),
        1 => vec(one, 2..4).prop_filter_map("spans lie apart", Target::new).boxed(),
    ];
    let name = (0..IDS).prop_map(|number| AnnotationId::new(&format!("a{number}")));
    vec((name, proptest::option::weighted(0.8, target)), 0..40)
}

fn follow(set: &mut AnnotationSet, lanes: &mut Lanes, (id, target): &Step) {
    match target {
        Some(target) => set.insert(Arc::new(annotation(id.as_str(), "claim", target.clone()))),
        None => drop(set.remove(id)),
    }
    lanes.place(set, id);
}

fn overlap(one: &Annotation, other: &Annotation) -> bool {
    one.id != other.id && one.target.spans().iter().any(|span| other.target.overlaps(*span))
}

fn check_that_no_lane_is_shared(set: &AnnotationSet, lanes: &Lanes) {
    for one in set.iter() {
        for other in set.iter().filter(|other| overlap(one, other)) {
            assert_ne!(lanes.get(&one.id), lanes.get(&other.id), "{one:?}\nand\n{other:?}");
        }
    }
}

fn lanes_of(set: &AnnotationSet, lanes: &Lanes) -> HashMap<AnnotationId, u8> {
    set.iter().map(|entry| (entry.id.clone(), lanes.get(&entry.id))).collect()
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn overlapping_annotations_never_share_a_lane(steps in steps()) {
        let (mut set, mut lanes) = (AnnotationSet::default(), Lanes::default());
        for step in &steps {
            follow(&mut set, &mut lanes, step);
            check_that_no_lane_is_shared(&set, &lanes);
        }
        check_that_no_lane_is_shared(&set, &Lanes::of(&set));
    }

    #[test]
    fn the_lane_of_a_living_annotation_changes_only_when_it_is_moved_itself(steps in steps()) {
        let (mut set, mut lanes) = (AnnotationSet::default(), Lanes::default());
        for step in &steps {
            let mut before = lanes_of(&set, &lanes);
            follow(&mut set, &mut lanes, step);
            let mut after = lanes_of(&set, &lanes);
            before.remove(&step.0);
            after.remove(&step.0);
            prop_assert_eq!(before, after);
        }
    }

    #[test]
    fn a_new_annotation_takes_the_lowest_lane_that_is_free(steps in steps()) {
        let (mut set, mut lanes) = (AnnotationSet::default(), Lanes::default());
        for step in &steps {
            let is_new = set.get(&step.0).is_none();
            follow(&mut set, &mut lanes, step);
            if let Some(placed) = set.get(&step.0).filter(|_| is_new) {
                let taken: Vec<u8> = set.iter().filter(|other| overlap(placed, other)).map(|other| lanes.get(&other.id)).collect();
                let lowest = (0..=u8::MAX).find(|lane| !taken.contains(lane));
                prop_assert_eq!(Some(lanes.get(&step.0)), lowest);
            }
        }
    }

    #[test]
    fn a_moved_annotation_keeps_its_lane_where_that_is_free(steps in steps()) {
        let (mut set, mut lanes) = (AnnotationSet::default(), Lanes::default());
        for step in &steps {
            let before = set.get(&step.0).map(|entry| lanes.get(&entry.id));
            follow(&mut set, &mut lanes, step);
            if let (Some(before), Some(placed)) = (before, set.get(&step.0)) {
                let is_taken = set.iter().filter(|other| overlap(placed, other)).any(|other| lanes.get(&other.id) == before);
                prop_assert!(is_taken || lanes.get(&step.0) == before);
            }
        }
    }

    #[test]
    fn whole_spans_need_no_more_lanes_than_the_deepest_place(steps in steps()) {
        let mut set = AnnotationSet::default();
        for (id, target) in steps {
            if let Some(target) = target {
                set.insert(Arc::new(annotation(id.as_str(), "claim", Target::one(target.hull()))));
            }
        }
        let lanes = Lanes::of(&set);
        let needed = set.iter().map(|entry| usize::from(lanes.get(&entry.id)) + 1).max().unwrap_or_default();
        let deepest = (0..60).map(|place| set.stack_at(support::at(place)).len()).max().unwrap_or_default();
        prop_assert_eq!(needed, deepest);
    }

    #[test]
    fn a_whole_set_gets_its_lanes_as_if_one_came_after_the_other(steps in steps()) {
        let (mut whole, mut lanes) = (AnnotationSet::default(), Lanes::default());
        for step in &steps {
            follow(&mut whole, &mut lanes, step);
        }
        let (mut set, mut lanes) = (AnnotationSet::default(), Lanes::default());
        for annotation in whole.iter() {
            set.insert(annotation.clone());
            lanes.place(&set, &annotation.id);
        }
        prop_assert_eq!(lanes_of(&whole, &Lanes::of(&whole)), lanes_of(&whole, &lanes));
    }

    #[test]
    fn a_removed_annotation_gives_its_lane_back(steps in steps()) {
        let (mut set, mut lanes) = (AnnotationSet::default(), Lanes::default());
        for step in &steps {
            follow(&mut set, &mut lanes, step);
        }
        for number in 0..IDS {
            follow(&mut set, &mut lanes, &(AnnotationId::new(&format!("a{number}")), None));
        }
        follow(&mut set, &mut lanes, &(id("new"), Some(Target::one(span(0, 60)))));
        prop_assert_eq!(lanes.get(&id("new")), 0);
    }
}

#[test]
fn a_figure_within_a_claim_within_a_caption_has_the_third_lane() {
    let project = marked("[caption:A square. [claim:About [figure:30 people] fled] it]. [claim:Then came night]");
    let lanes = Lanes::of(&project.annotations);
    let lane = |name| lanes.get(&id(name));
    assert_eq!([lane("a1"), lane("a2"), lane("a3"), lane("a4")], [0, 1, 2, 0]);
}

#[test]
fn an_attribution_in_the_gap_of_a_split_claim_shares_its_lane() {
    let project = marked("[claim#1:It fell,] [attribution:said Y,] [claim#1:and burned]");
    let lanes = Lanes::of(&project.annotations);
    assert_eq!((lanes.get(&id("a1")), lanes.get(&id("a2"))), (0, 0));
}

#[test]
fn more_annotations_in_one_place_than_there_are_lanes_share_the_last() {
    let many = (0..300).map(|number| Arc::new(annotation(&format!("a{number:03}"), "claim", Target::one(span(0, 9)))));
    let set = AnnotationSet::of(many);
    let lanes = Lanes::of(&set);
    let used: Vec<u8> = set.iter().map(|entry| lanes.get(&entry.id)).collect();
    assert_eq!(used[..256], (0..=u8::MAX).collect::<Vec<_>>());
    assert!(used[256..].iter().all(|lane| *lane == u8::MAX));
}
