//! Finding text: the hits are those of a scan from every place, whatever the text holds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::annotation::AnnotationId;
use attest::domain::edit::{Command, Rejected};
use attest::domain::find::{Blanks, Case, Extent, Search, find, identical};
use attest::domain::label::LabelId;
use attest::domain::project::Project;
use attest::domain::span::{Span, Target};
use attest::domain::text::Text;
use proptest::prelude::*;
use std::time::Instant;
use support::marks::{marked, show};
use support::random::{moment, project_on, span_of};
use support::{hard, id, mark_all, span};
use unicode_segmentation::UnicodeSegmentation;

fn search() -> impl Strategy<Value = Search> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(case, extent, blanks)| Search {
        case: if case { Case::Matched } else { Case::Ignored },
        extent: if extent { Extent::WholeWords } else { Extent::Anywhere },
        blanks: if blanks { Blanks::Folded } else { Blanks::Exact },
    })
}

/// A text, a stretch of it with some letters turned into capitals, and how to search for it.
fn question() -> impl Strategy<Value = (Text, String, Search)> {
    hard::text().prop_flat_map(|text| {
        let words = span_of(&text).prop_map({
            let text = text.clone();
            move |span| text.slice(span.start(), span.end()).unwrap().to_owned()
        });
        let words =
            (words, any::<bool>()).prop_map(|(words, is_loud)| if is_loud { words.to_uppercase() } else { words });
        (Just(text), prop_oneof![4 => words.boxed(), 1 => hard::string().boxed()], search())
    })
}

/// What two stretches have to share to be equal.
fn folded(stretch: &str, search: Search) -> Vec<char> {
    let mut characters: Vec<char> = Vec::new();
    let mut stretch = stretch.chars().peekable();
    while let Some(character) = stretch.next() {
        if search.blanks == Blanks::Folded && character.is_whitespace() {
            let mut run = vec![character];
            while let Some(blank) = stretch.next_if(|next| next.is_whitespace()) {
                run.push(blank);
            }
            characters.push(if run.contains(&'\n') { '\n' } else { ' ' });
        } else if search.case == Case::Ignored {
            characters.extend(character.to_lowercase().next().map(|small| if small == 'ς' { 'σ' } else { small }));
        } else {
            characters.push(character);
        }
    }
    characters
}

/// Places where neither a cluster nor, when whole words are asked for, a word is cut, by another implementation. Blocks are
/// looked at one by one.
fn allowed_places(text: &Text, extent: Extent) -> Vec<bool> {
    let mut allowed = vec![true; text.end().get() as usize + 1];
    for block in text.blocks() {
        let source = text.block_str(block);
        let first = block.start().get() as usize;
        let mut forbid = |unit: &str, byte: usize| {
            let start = first + source[..byte].chars().count();
            allowed[start + 1..start + unit.chars().count()].fill(false);
        };
        source.grapheme_indices(true).for_each(|(byte, cluster)| forbid(cluster, byte));
        if extent == Extent::WholeWords {
            // Blanks and punctuation are no words, but some such segments are longer than a character.
            let is_word = |word: &str| word.chars().any(char::is_alphanumeric);
            source
                .split_word_bound_indices()
                .filter(|(_, word)| is_word(word))
                .for_each(|(byte, word)| forbid(word, byte));
        }
    }
    allowed
}

/// The hits of a scan that tries every stretch, shortest first, from every place.
fn scanned(text: &Text, words: &str, search: Search) -> Vec<Span> {
    let wanted = folded(words, search);
    let allowed = allowed_places(text, search.extent);
    let characters: Vec<char> = text.as_str().chars().collect();
    let is_blank = |place: usize| characters.get(place).is_some_and(|character| character.is_whitespace());
    let cuts_a_run = |edge: usize| search.blanks == Blanks::Folded && edge > 0 && is_blank(edge - 1) && is_blank(edge);
    let mut hits = Vec::new();
    let mut from = 0;
    while !wanted.is_empty() && from < characters.len() {
        let mut hit = None;
        for to in from + 1..=characters.len() {
            let stretch: String = characters[from..to].iter().collect();
            let folded = folded(&stretch, search);
            if folded.len() > wanted.len() {
                break;
            }
            if folded == wanted && [from, to].into_iter().all(|edge| allowed[edge] && !cuts_a_run(edge)) {
                hit = Some(to);
                break;
            }
        }
        hits.extend(hit.and_then(|to| Span::of(from as u32, to as u32)));
        from = hit.unwrap_or(from + 1);
    }
    hits
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn the_hits_are_those_of_a_scan_from_every_place((text, words, search) in question()) {
        let hits = find(&text, &words, search);
        let is_word = |hit: &Span| text.slice(hit.start(), hit.end()).unwrap().chars().any(char::is_alphanumeric);
        let expected = scanned(&text, &words, search);
        // What counts as a word beside letters and numbers (a sign, an emoji) is this project's own decision.
        if search.extent == Extent::Anywhere || expected.iter().chain(&hits).all(is_word) && words.chars().all(|character| character.is_alphanumeric() || character.is_whitespace()) {
            prop_assert_eq!(hits, expected, "{:?} in {:?}", words, text.as_str());
        }
    }

    #[test]
    fn hits_are_in_order_apart_and_cut_no_cluster((text, words, search) in question()) {
        let hits = find(&text, &words, search);
        for pair in hits.windows(2) {
            prop_assert!(pair[0].end() <= pair[1].start());
        }
        for hit in hits {
            for edge in [hit.start(), hit.end()] {
                prop_assert_eq!(text.grapheme_floor(edge), edge);
            }
        }
    }

    #[test]
    fn what_stands_again_is_marked_in_one_step_and_unmarked_in_one(project in hard::text().prop_map(|text| Text::stored(text.as_str().repeat(3))).prop_flat_map(|text| project_on(&text)), search in search()) {
        for annotation in project.annotations.iter() {
            let targets = identical(&project, annotation, search);
            for (index, target) in targets.iter().enumerate() {
                let others = targets[index + 1..].iter().chain([&annotation.target]);
                prop_assert!(others.into_iter().all(|other| !other.hull().overlaps(target.hull())));
                prop_assert_eq!(target.spans().len(), annotation.target.spans().len());
                if search.case == Case::Matched && search.blanks == Blanks::Exact {
                    prop_assert_eq!(project.quote(target), project.quote(&annotation.target));
                }
            }
            match project.plan(all(&project, annotation.id.as_str(), &targets), &moment()) {
                Ok(change) => {
                    let mut marked = project.clone();
                    marked.apply(&change);
                    prop_assert_eq!(marked.annotations.len(), project.annotations.len() + targets.len());
                    let own = marked.annotations.get(&annotation.id).unwrap();
                    prop_assert_eq!(identical(&marked, own, search), [], "all are marked now");
                    marked.apply(&change.inverse());
                    prop_assert_eq!(&marked, &project);
                }
                Err(rejected) => {
                    prop_assert_eq!(rejected, Rejected::NothingToDo);
                    prop_assert!(targets.is_empty());
                }
            }
        }
    }
}

fn all(project: &Project, annotation: &str, targets: &[Target]) -> Command {
    let label = project.annotations.get(&id(annotation)).unwrap().label.clone();
    let targets =
        (0..).zip(targets).map(|(number, target)| (AnnotationId::new(&format!("new{number}")), target.clone()));
    mark_all(&label, targets.collect(), &format!("propagated:{annotation}"))
}

const LOOSE: Search = Search { case: Case::Ignored, extent: Extent::Anywhere, blanks: Blanks::Exact };

/// Shows the hits in a text as figures.
#[track_caller]
fn check(text: &str, words: &str, search: Search, expected: &str) {
    let mut project = marked(text);
    let hits = find(&project.document.text, words, search);
    let targets = (0..).zip(hits).map(|(number, hit)| (id(&format!("h{number}")), Target::one(hit))).collect();
    let command = mark_all(&LabelId::new("figure"), targets, "human");
    if let Ok(change) = project.plan(command, &moment()) {
        project.apply(&change);
    }
    assert_eq!(show(&project), expected);
}

#[test]
fn capital_and_small_letters_are_told_apart_when_asked() {
    let matched = Search { case: Case::Matched, ..LOOSE };
    check("The end of the road", "THE", LOOSE, "[figure:The] end of [figure:the] road");
    check("The end of the road", "the", matched, "The end of [figure:the] road");
    check("ΣΟΦΟΣ σοφός", "σοφοσ", LOOSE, "[figure:ΣΟΦΟΣ] σοφός");
    check("İstanbul", "istan", LOOSE, "[figure:İstan]bul");
    check("İstanbul", "İstan", LOOSE, "[figure:İstan]bul");
}

#[test]
fn whole_words_are_found_when_asked() {
    let words = Search { extent: Extent::WholeWords, ..LOOSE };
    check("a cat, a catalogue, can't", "cat", LOOSE, "a [figure:cat], a [figure:cat]alogue, can't");
    check("a cat, a catalogue, can't", "cat", words, "a [figure:cat], a catalogue, can't");
    check("a cat, a catalogue, can't", "can", words, "a cat, a catalogue, can't");
    check("up 30% and 130%", "30%", words, "up [figure:30%] and 130%");
}

#[test]
fn white_space_is_folded_when_asked() {
    let folded = Search { blanks: Blanks::Folded, ..LOOSE };
    check("30\u{a0}people, 30  people", "30 people", LOOSE, "30\u{a0}people, 30  people");
    check("30\u{a0}people, 30  people", "30 people", folded, "[figure:30\u{a0}people], [figure:30  people]");
    check("30\npeople, 30 people", "30 people", folded, "30\npeople, [figure:30 people]");
    check("30\n\n people", "30\npeople", folded, "[figure:30\n\n people]");
}

#[test]
fn hits_do_not_overlap_and_no_words_find_nothing() {
    check("ananas", "ana", LOOSE, "[figure:ana]nas");
    check("aaaaa", "aa", LOOSE, "[figure:aa][figure:aa]a");
    check("aab aaab", "aab", LOOSE, "[figure:aab] a[figure:aab]");
    check("aaa", "", LOOSE, "aaa");
}

#[test]
fn a_hit_does_not_cut_a_letter_from_its_accent() {
    check("cafe\u{301} cafe", "cafe", LOOSE, "cafe\u{301} [figure:cafe]");
    check("👨‍👩‍👧 👨", "👨", LOOSE, "👨‍👩‍👧 [figure:👨]");
}

#[track_caller]
fn check_identical(source: &str, expected: &[&str]) {
    let project = marked(source);
    let first = project.annotations.get(&id("a1")).unwrap();
    let targets = identical(&project, first, Search { case: Case::Matched, ..LOOSE });
    let quotes: Vec<String> = targets.iter().map(|target| project.quote(target)).collect();
    assert_eq!(quotes, expected, "{source}");
}

#[test]
fn the_same_words_elsewhere_are_found_unless_they_are_marked_so() {
    check_identical("[figure:30 people] came, 30 people left", &["30 people"]);
    check_identical("[figure:30 people] came, [claim:30 people] left", &["30 people"]);
    check_identical("[figure:30 people] came, [figure:30 people] left", &[]);
    check_identical("a[figure:aa]aa", &["aa"]);
    check_identical(
        "[claim#1:It fell,] he said, [claim#1:and rose]. It fell, he said, and rose.",
        &["It fell, … and rose"],
    );
    check_identical("[claim#1:It fell,] he said, [claim#1:and rose]. It fell, she said, and rose.", &[]);
}

#[test]
fn marking_all_passes_over_what_is_marked_and_takes_nothing_beyond_the_text() {
    let project = marked("[figure:30] and 30");
    let command = |targets| mark_all(&LabelId::new("figure"), targets, "human");
    let (first, second) = (Target::one(span(0, 2)), Target::one(span(7, 9)));
    let change = project.plan(command(vec![(id("n1"), first.clone()), (id("n2"), second.clone())]), &moment()).unwrap();
    assert_eq!(change.edits().len(), 1);
    let twice = vec![(id("n1"), second.clone()), (id("n2"), second)];
    assert_eq!(project.plan(command(twice), &moment()).unwrap().edits().len(), 1);
    let existing = id("a1");
    let rejected = project.plan(command(vec![(id("n1"), first)]), &moment()).unwrap_err();
    assert_eq!(rejected, Rejected::Duplicate { existing });
    let beyond = command(vec![(id("n1"), Target::one(span(7, 99)))]);
    assert_eq!(project.plan(beyond, &moment()).unwrap_err(), Rejected::OutsideText);
    assert_eq!(project.plan(command(Vec::new()), &moment()).unwrap_err(), Rejected::NothingToDo);
}

#[test]
fn a_megabyte_that_almost_matches_everywhere_takes_no_longer_than_it_is() {
    let text = Text::stored("a".repeat(1_000_000));
    let start = Instant::now();
    let words = Search { extent: Extent::WholeWords, ..LOOSE };
    assert!(find(&text, &format!("{}b", "a".repeat(5_000)), LOOSE).is_empty());
    assert!(find(&text, "aa", words).is_empty(), "it is one word");
    assert!(find(&Text::stored("\u{301}".repeat(100_000)), "\u{301}\u{301}", LOOSE).len() <= 1);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
