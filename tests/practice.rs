//! The practice article and the guidelines: both are files of the site, and both hold to what they teach.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::agreement::{Credit, compare};
use attest::domain::annotation::AnnotationSet;
use attest::domain::label::LabelSet;
use attest::domain::lint::doubts;
use attest::domain::project::{Document, Project};
use attest::domain::span::{Span, Target};
use attest::domain::text::Text;
use attest::formats::attest::{read, write};
use attest::formats::guidelines::{self, Example, Part, Piece, Section, Verdict, words_of};
use proptest::prelude::*;
use serde_json::Value;
use std::sync::Arc;
use support::marks::annotation;

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
    assert_eq!(gold.labels, LabelSet::default(), "the practice uses the default labels");
    for label in labels {
        assert!(gold.uses_of(&label.id) >= 2, "{}", label.name);
    }
    assert!((8..=16).contains(&gold.document.text.blocks().len()));
    let all: Vec<_> = gold.annotations.iter().collect();
    assert!(all.iter().any(|annotation| annotation.target.spans().len() > 1));
    let holds = |one: &Target, other: &Target| {
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

/// The parts of the guidelines, wherever they stand.
fn parts() -> Vec<Part> {
    let read = guidelines::read(GUIDELINES);
    read.intro.into_iter().chain(read.sections.into_iter().flat_map(|section| section.parts)).collect()
}

/// The examples of the guidelines that are of this kind.
fn examples(verdict: Verdict) -> Vec<Example> {
    let examples = |part| if let Part::Examples(examples) = part { examples } else { Vec::new() };
    parts().into_iter().flat_map(examples).filter(|example| example.verdict == verdict).collect()
}

/// The project that an example shows.
fn shown(example: &Example) -> Project {
    fn add(pieces: &[Piece], text: &mut String, marks: &mut Vec<(String, Vec<Span>)>) {
        for piece in pieces {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Mark { label, number, inside } => {
                    let start = text.chars().count() as u32;
                    let key = format!("{label}#{number}");
                    let known = marks.iter().position(|mark| mark.0 == key && !number.is_empty());
                    let place = known.unwrap_or(marks.len());
                    if known.is_none() {
                        marks.push((key, Vec::new()));
                    }
                    add(inside, text, marks);
                    marks[place].1.push(Span::of(start, text.chars().count() as u32).unwrap());
                }
            }
        }
    }
    let (mut text, mut marks) = (String::new(), Vec::new());
    add(&example.pieces, &mut text, &mut marks);
    let annotations = marks.into_iter().enumerate().map(|(index, (key, spans))| {
        let label = key.split('#').next().unwrap();
        Arc::new(annotation(&format!("a{index}"), label, Target::new(spans).unwrap()))
    });
    let mut project = Project::new(Document::of(Text::stored(text), None, "example"));
    project.annotations = AnnotationSet::of(annotations);
    project
}

#[test]
fn good_examples_of_the_guidelines_raise_no_doubt_and_bad_ones_do() {
    for example in examples(Verdict::Good) {
        let doubts: Vec<_> = doubts(&shown(&example)).into_iter().map(|doubt| doubt.why).collect();
        assert_eq!(doubts, Vec::<&str>::new(), "{example:?}");
    }
    for example in examples(Verdict::Bad) {
        assert!(!doubts(&shown(&example)).is_empty(), "{example:?}");
    }
    for label in LabelSet::default().labels() {
        for verdict in [Verdict::Good, Verdict::Bad] {
            let shows_it = |example: &Example| shown(example).uses_of(&label.id) > 0;
            assert!(examples(verdict).iter().any(shows_it), "a {} example of a {}", verdict.word(), label.id);
        }
    }
}

#[test]
fn the_guidelines_are_read_with_their_headings_lists_examples_and_marks() {
    let read = guidelines::read(GUIDELINES);
    assert_eq!(read.title, "Guidelines");
    let titles: Vec<_> = read.sections.iter().map(|section| (section.title.as_str(), section.key.as_deref())).collect();
    assert_eq!(
        titles,
        [
            ("Claim", Some("1")),
            ("Figure", Some("2")),
            ("Caption", Some("3")),
            ("Attribution", Some("4")),
            ("Links", None),
            ("Where these rules come from", None)
        ]
    );
    // Every example is one, and no mark is left as it was written.
    let lines = |word: &str| GUIDELINES.lines().filter(|line| line.starts_with(&format!("{word}: "))).count();
    for verdict in [Verdict::Good, Verdict::Bad, Verdict::Not] {
        assert_eq!(examples(verdict).len(), lines(verdict.word()));
    }
    let flat: Vec<String> = parts()
        .into_iter()
        .flat_map(|part| match part {
            Part::Heading(words) => vec![words],
            Part::Paragraph(pieces) => vec![words_of(&pieces)],
            Part::List(items) => items.iter().map(|item| words_of(item)).collect(),
            Part::Examples(examples) => examples.iter().map(|example| words_of(&example.pieces)).collect(),
        })
        .collect();
    assert!(flat.iter().all(|words| !words.contains(['[', ']', '\n'])), "{flat:?}");
    assert!(flat.iter().filter(|words| *words == "Edges:").count() == 4);
    let whole = "A mark begins and ends with a whole word. Blanks, the comma and the full stop behind it, and quotation \
                 marks around it stay out. A pair of quotation marks within it stays in. The full stop of an \
                 abbreviation (“U.S.”) stays in.";
    assert!(flat.iter().any(|words| words == whole), "an item goes on in the next lines");
}

#[test]
fn a_bracket_that_marks_nothing_is_a_character() {
    let words = |words: &str| Piece::Words(words.to_owned());
    let mark =
        |label: &str, number: &str, inside| Piece::Mark { label: label.to_owned(), number: number.to_owned(), inside };
    let cases = [
        ("a [b] c]", vec![words("a [b] c]")]),
        ("a [claim:b", vec![words("a [claim:b")]),
        ("[x y:b]", vec![words("[x y:b]")]),
        ("[claim:a [figure:2", vec![words("[claim:a [figure:2")]),
        ("[claim:a [figure:2] b", vec![words("[claim:a "), mark("figure", "", vec![words("2")]), words(" b")]),
        ("[claim#1:a] b", vec![mark("claim", "1", vec![words("a")]), words(" b")]),
        ("[claim:[figure:2] m]", vec![mark("claim", "", vec![mark("figure", "", vec![words("2")]), words(" m")])]),
    ];
    for (source, expected) in cases {
        assert_eq!(guidelines::pieces(source), expected, "{source}");
    }
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn every_word_of_any_guidelines_is_kept(lines in prop::collection::vec("(# |## |- |  |good: |bad: |)[a-c]{1,3}( [a-c:]{1,3}){0,2}|", 0..20)) {
        let source = lines.join("\n");
        let read = guidelines::read(&source);
        let mut kept = vec![read.title.clone()];
        for section in std::iter::once(Section { parts: read.intro, ..Section::default() }).chain(read.sections) {
            kept.push(section.title);
            for part in section.parts {
                match part {
                    Part::Heading(words) => kept.push(words),
                    Part::Paragraph(pieces) => kept.push(words_of(&pieces)),
                    Part::List(items) => kept.extend(items.iter().map(|item| words_of(item))),
                    Part::Examples(examples) => kept.extend(examples.iter().map(|example| words_of(&example.pieces))),
                }
            }
        }
        let words = |text: &str| -> Vec<String> {
            text.split_whitespace().filter(|word| !matches!(*word, "#" | "##" | "-" | "good:" | "bad:")).map(str::to_owned).collect()
        };
        prop_assert_eq!(words(&kept.join(" ")), words(&source));
    }

    #[test]
    fn marks_take_no_character_away(source in "[\\[\\]:#a1 !]{0,30}") {
        let unmarked = words_of(&guidelines::pieces(&source));
        let letters = |text: &str| text.chars().filter(|character| *character == '!').count();
        prop_assert_eq!(letters(&unmarked), letters(&source));
        if !source.contains(':') {
            prop_assert_eq!(unmarked, source);
        }
    }
}

#[test]
fn the_guidelines_have_every_label_with_its_key_and_definition_as_the_readme_has_it() {
    for label in LabelSet::default().labels() {
        assert!(GUIDELINES.contains(&format!("\n## {} (key {})\n", label.name, label.key)), "{}", label.name);
        let row = README.lines().find(|line| line.starts_with(&format!("| {} |", label.id))).unwrap();
        let definition = row.split('|').nth(3).unwrap().trim().split('.').next().unwrap();
        let flat = GUIDELINES.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(definition), "{definition}");
    }
}
