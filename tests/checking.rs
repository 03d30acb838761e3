//! The check: all doubts of a kind are mended in one step, and what a person has settled is not doubted again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::annex::checking::{Check, mend_all, settle, settled, unsettle_all};
use attest::domain::edit::Command;
use attest::domain::lint::{DoubtKind, doubts};
use attest::domain::project::Project;
use attest::formats::attest::{read, write};
use proptest::prelude::*;
use std::collections::BTreeSet;
use support::id;
use support::marks::{marked, show};
use support::random::{self, moment};

fn applied(project: &Project, change: &attest::domain::edit::Change) -> Project {
    let mut after = project.clone();
    after.apply(change);
    let mut undone = after.clone();
    undone.apply(&change.inverse());
    assert_eq!(undone, *project, "one undo takes it back");
    after
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn mending_a_kind_leaves_only_doubts_of_it_that_were_in_the_way(project in random::project()) {
        for kind in DoubtKind::all() {
            let can_mend = doubts(&project).iter().any(|doubt| doubt.kind == kind && doubt.fix.is_some());
            let mended = mend_all(&project, kind, &moment());
            prop_assert_eq!(mended.is_some(), can_mend);
            if let Some((change, count)) = mended {
                let after = applied(&project, &change);
                let of_kind = |project: &Project| doubts(project).iter().filter(|doubt| doubt.kind == kind).count();
                prop_assert!(count >= 1);
                // A doubt of this kind that was there before and could be mended is gone.
                if kind != DoubtKind::UnfitLink {
                    prop_assert!(of_kind(&after) < of_kind(&project), "{:?} in {}\nand in {}", kind, show(&project), show(&after));
                }
            }
        }
    }

    #[test]
    fn what_is_settled_is_silent_and_the_rest_is_not(project in random::project(), which in any::<prop::sample::Index>()) {
        let before = Check::of(&project);
        prop_assert_eq!((before.settled, before.open.len()), (0, doubts(&project).len()));
        if before.open.is_empty() {
            return Ok(());
        }
        let doubt = &before.open[which.index(before.open.len())];
        if project.annotations.get(&doubt.annotation).is_none() {
            return Ok(());
        }
        let change = settle(&project, &doubt.annotation, doubt.kind).expect("it is open");
        let after = applied(&project, &change);
        let check = Check::of(&after);
        prop_assert_eq!((check.settled, check.open.len()), (1, before.open.len() - 1));
        prop_assert!(settle(&after, &doubt.annotation, doubt.kind).is_none(), "once");
        // It is in the file, and comes back out of it.
        let (read, notes) = read(&write(&after)).unwrap();
        prop_assert!(notes.is_empty());
        prop_assert_eq!(Check::of(&read).settled, 1);
        let opened = applied(&after, &unsettle_all(&after).unwrap());
        prop_assert_eq!(opened, project);
    }
}

#[test]
fn every_kind_has_a_name_and_a_title_of_its_own() {
    let all: Vec<DoubtKind> = DoubtKind::all().collect();
    for part in [DoubtKind::name, DoubtKind::title] {
        let names: BTreeSet<&str> = all.iter().map(|kind| part(*kind)).collect();
        assert_eq!(names.len(), all.len());
        assert!(!names.contains(""));
    }
    assert!(all.iter().all(|kind| kind.name().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
    assert!(all.is_sorted());
    let documented = include_str!("../docs/check.md");
    for kind in all {
        let row = format!("| {} | `{}` |", kind.title().replace(['\u{201c}', '\u{201d}'], "\""), kind.name());
        assert!(documented.replace(['\u{201c}', '\u{201d}'], "\"").contains(&row), "{row}");
    }
}

#[test]
fn one_step_mends_all_of_a_kind_and_nothing_else() {
    let project = marked("[claim:The dam rose,] and [claim:the road was shut.] Some [figure:45] metres fell.");
    let check = Check::of(&project);
    let kinds: Vec<(DoubtKind, usize)> = check.by_kind().iter().map(|(kind, doubts)| (*kind, doubts.len())).collect();
    assert_eq!(kinds, [(DoubtKind::FinalStop, 2), (DoubtKind::NoUnit, 1)]);
    let (change, count) = mend_all(&project, DoubtKind::FinalStop, &moment()).unwrap();
    assert_eq!(count, 2);
    let after = applied(&project, &change);
    assert_eq!(show(&after), "[claim:The dam rose], and [claim:the road was shut]. Some [figure:45] metres fell.");
    assert!(mend_all(&after, DoubtKind::FinalStop, &moment()).is_none());
    assert!(mend_all(&after, DoubtKind::Question, &moment()).is_none());
}

#[test]
fn of_two_that_would_become_the_same_one_is_mended() {
    let project = marked("[claim:[claim:The dam rose,];] It fell.");
    let (change, count) = mend_all(&project, DoubtKind::FinalStop, &moment()).unwrap();
    assert_eq!(count, 1);
    assert_eq!(show(&applied(&project, &change)), "[claim:[claim:The dam rose],]; It fell.");
    let same = marked("[claim:[claim:The dam rose],] fell");
    assert!(mend_all(&same, DoubtKind::FinalStop, &moment()).is_none(), "the mended one is there already");
}

#[test]
fn what_is_settled_stays_when_the_annotation_changes_and_goes_with_it() {
    let project = marked("Some [figure:45] of them fell.");
    let project = applied(&project, &settle(&project, &id("a1"), DoubtKind::NoUnit).unwrap());
    assert_eq!(settled(project.annotations.get(&id("a1")).unwrap()), ["no-unit"]);
    let noted = project.plan(Command::Note { id: id("a1"), note: "Cattle.".to_owned() }, &moment()).unwrap();
    let project = applied(&project, &noted);
    assert_eq!(Check::of(&project).settled, 1);
    let gone = applied(&project, &project.plan(Command::Remove { id: id("a1") }, &moment()).unwrap());
    assert!(unsettle_all(&gone).is_none());
    assert!(settle(&gone, &id("a1"), DoubtKind::NoUnit).is_none());
}

#[test]
fn names_of_other_kinds_are_kept_and_what_is_no_list_is_none() {
    let mut project = marked("Some [figure:45] of them fell.");
    let put = |project: &mut Project, value: &str| {
        let mut annotation = (**project.annotations.get(&id("a1")).unwrap()).clone();
        annotation.unknown.0 = vec![("settledDoubts".to_owned(), value.to_owned()), ("x".to_owned(), "1".to_owned())];
        project.annotations.remove(&annotation.id);
        project.annotations.insert(annotation.into());
    };
    put(&mut project, r#"["of-later","no-cue",7]"#);
    let after = applied(&project, &settle(&project, &id("a1"), DoubtKind::NoUnit).unwrap());
    let unknown = &after.annotations.get(&id("a1")).unwrap().unknown.0;
    assert_eq!(unknown[0], ("x".to_owned(), "1".to_owned()));
    assert_eq!(unknown[1].1, r#"["of-later","no-cue","no-unit"]"#);
    put(&mut project, r#"{"no":"list"}"#);
    assert_eq!(Check::of(&project).settled, 0);
}
