//! Doubts: what looks wrong is found, what looks right is not, and a fix takes its doubt away in one step.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::annotation::Link;
use attest::domain::lint::{Doubt, DoubtKind, doubts};
use attest::domain::project::{Project, Unknown};
use proptest::prelude::*;
use support::id;
use support::marks::{marked, show};
use support::random::{self, moment};

fn fixed(project: &Project, doubt: &Doubt) -> Option<Project> {
    let fix = doubt.fix.as_ref()?;
    let change = project.plan(fix.command.clone(), &moment()).expect("a fix fits");
    let mut after = project.clone();
    after.apply(&change);
    let mut undone = after.clone();
    undone.apply(&change.inverse());
    assert_eq!(undone, *project, "one undo takes a fix back");
    Some(after)
}

fn has(project: &Project, doubt: &Doubt) -> bool {
    doubts(project).iter().any(|other| other.annotation == doubt.annotation && other.kind == doubt.kind)
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn a_fix_takes_its_doubt_away_and_one_undo_brings_it_back(project in random::project()) {
        for doubt in doubts(&project) {
            prop_assert!(doubt.why.ends_with('.'));
            if let Some(after) = fixed(&project, &doubt) {
                // Several links of one annotation may be unfit; each fix takes one away.
                if doubt.kind == DoubtKind::UnfitLink {
                    prop_assert_eq!(after.links.len() + 1, project.links.len());
                } else {
                    prop_assert!(!has(&after, &doubt), "{:?} in {}\nand in {}", doubt, show(&project), show(&after));
                }
            }
        }
    }

    #[test]
    fn doubts_are_in_text_order_and_name_annotations_that_are_there(project in random::project()) {
        let places: Vec<_> =
            doubts(&project).iter().map(|doubt| (project.annotations.position(&doubt.annotation), doubt.kind)).collect();
        prop_assert!(places.iter().all(|(place, kind)| place.is_some() || *kind == DoubtKind::UnfitLink));
        prop_assert!(places.is_sorted_by(|one, other| (one.0.unwrap_or(usize::MAX), one.1) <= (other.0.unwrap_or(usize::MAX), other.1)));
    }
}

/// Checks which doubts there are, and what fixing the first one gives.
#[track_caller]
fn check(source: &str, kinds: &[DoubtKind], after: &str) {
    let project = marked(source);
    let found = doubts(&project);
    assert_eq!(found.iter().map(|doubt| doubt.kind).collect::<Vec<_>>(), kinds, "{source}");
    let fixed = found.first().and_then(|doubt| fixed(&project, doubt));
    assert_eq!(fixed.map(|project| show(&project)).unwrap_or_default(), after, "{source}");
}

#[test]
fn edges_belong_to_words() {
    use DoubtKind::{BlankEdge, CutWord, FinalStop};
    check("[claim:The dam rose].", &[], "");
    check("[claim:The dam rose.]", &[FinalStop], "[claim:The dam rose].");
    check("[claim:The dam rose ]again", &[BlankEdge], "[claim:The dam rose] again");
    check("A[claim: ]b", &[BlankEdge], "A b");
    check("[claim:The dam ro]se", &[CutWord], "[claim:The dam rose]");
    check("[claim:She left for the U.S.] in May", &[], "");
    check("[claim:“It rose”] in May", &[], "");
    check(
        "[claim#1:It rose,] said Y, [claim#1:and fell.]",
        &[FinalStop],
        "[claim#1:It rose], said Y, [claim#1:and fell].",
    );
}

#[test]
fn a_claim_asserts_and_begins_behind_that() {
    use DoubtKind::{LeadingThat, Question};
    check("He said [claim:that it rose]", &[LeadingThat], "He said that [claim:it rose]");
    check("He said [claim:That\u{a0}it rose]", &[LeadingThat], "He said That\u{a0}[claim:it rose]");
    check("[claim:Thatched roofs burned]", &[], "");
    check("[claim:Did it rise]?", &[Question], "");
    check("“[claim:Did it rise]?” she asked", &[Question], "");
    check("“[claim:Did it rise?]”", &[Question], "");
    check("[claim:It rose]. Did it?", &[], "");
}

#[test]
fn a_figure_has_a_number_and_a_unit() {
    use DoubtKind::{NoNumber, NoUnit};
    check("[figure:30] people left", &[NoUnit], "[figure:30 people] left");
    check("[figure:30]-year bonds", &[NoUnit], "[figure:30-year] bonds");
    check("up [figure:30] % again", &[NoUnit], "up [figure:30 %] again");
    check("[figure:30%] and [figure:$5] and [figure:one in four]", &[], "");
    check("there were [figure:30]. People left", &[NoUnit], "");
    check("there were [figure:30]", &[NoUnit], "");
    check("[figure:many people] left", &[NoNumber], "");
    check("[figure:多くの人] left", &[], "");
    let mut project = marked("[figure:30] left");
    let mut figure = (**project.annotations.get(&id("a1")).unwrap()).clone();
    figure.attributes.insert("unit".to_owned(), "people".to_owned());
    project.annotations.insert(figure.into());
    assert!(doubts(&project).is_empty(), "the unit is said in another place");
}

#[test]
fn an_attribution_has_a_source_and_a_cue() {
    use DoubtKind::{NoCue, NoSource};
    check("It rose, [attribution:Ana Weir said]", &[], "");
    check("[attribution:According to the harbour office], it rose", &[], "");
    check("[attribution:Source(s): Reuters]", &[], "");
    check("It rose, [attribution:said] Ana", &[NoSource], "");
    check("It rose, [attribution:Ana Weir] said", &[NoCue], "");
    check("[attribution:said in a statement on Monday]", &[NoSource], "");
    check("[attribution:発表によると]", &[], "");
}

#[test]
fn a_caption_is_a_whole_block_with_its_credit() {
    use DoubtKind::{NoCredit, PartOfCaption};
    check("Text\n[caption:The dam at noon. /Wire Photo]\nText", &[], "");
    check(
        "[caption:The dam at noon.] /Wire Photo",
        &[PartOfCaption, NoCredit],
        "[caption:The dam at noon. /Wire Photo]",
    );
    check("[caption:The dam at noon.]", &[NoCredit], "");
}

#[test]
fn the_same_words_have_one_label() {
    use DoubtKind::{LabelledOtherwise, Twice, TwoLabels};
    check("[claim:[figure:30 people]]", &[TwoLabels], "[claim:30 people]");
    check("[figure:[figure:30 people]]", &[Twice], "[figure:30 people]");
    check("[figure:30 people], [claim:30 people]", &[LabelledOtherwise, LabelledOtherwise], "");
    check("[figure:30 people], [figure:30 people]", &[], "");
    // One place has both labels, the other one of them.
    check("[claim:[figure:30 people]], [figure:30 people]", &[LabelledOtherwise, TwoLabels], "");
}

#[test]
fn a_link_leads_where_its_type_does() {
    let mut project = marked("[attribution:Ana said] [claim:it rose]");
    let link = |kind: &str| Link {
        id: kind.to_owned(),
        kind: kind.to_owned(),
        from: id("a2"),
        to: id("a1"),
        unknown: Unknown::default(),
    };
    project.links = vec![link("attributes"), link("of its own")];
    let found = doubts(&project);
    assert_eq!(found.iter().map(|doubt| doubt.kind).collect::<Vec<_>>(), [DoubtKind::UnfitLink]);
    let after = fixed(&project, &found[0]).unwrap();
    assert_eq!(after.links, [link("of its own")]);
}
