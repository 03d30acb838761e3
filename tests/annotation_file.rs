//! The annotation file: what is written reads back the same and fits the schema; what is broken spoils only itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::annotation::{AnnotationSet, Link};
use attest::domain::label::LabelSet;
use attest::domain::project::{Project, Status, Unknown, sha256_hex};
use attest::formats::attest::{file_name, read, write};
use attest::formats::{ImportNote, ReadError};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};
use support::marks::{marked, show};
use support::{id, random};

static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(include_str!("../docs/attest.schema.json")).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
});

fn check_against_schema(written: &str) {
    let file: Value = serde_json::from_str(written).unwrap();
    let errors: Vec<String> =
        SCHEMA.iter_errors(&file).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\nin {written}");
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn what_is_written_reads_back_the_same_and_without_a_note(project in random::project()) {
        let (back, notes) = read(&write(&project)).unwrap();
        prop_assert_eq!(notes, []);
        prop_assert_eq!(back, project);
    }

    #[test]
    fn what_is_written_fits_the_schema(project in random::project()) {
        // A number like 1e400 is JSON, but not every reader's.
        check_against_schema(&write(&project).replace("1e400", "1"));
    }

    #[test]
    fn the_same_work_always_gives_the_same_bytes(project in random::project()) {
        let mut again = project.clone();
        again.annotations = AnnotationSet::default();
        for annotation in project.annotations.iter().rev() {
            again.annotations.insert(annotation.clone());
        }
        prop_assert_eq!(write(&again), write(&project));
        prop_assert_eq!(write(&read(&write(&project)).unwrap().0), write(&project));
    }

    #[test]
    fn every_quote_is_the_text_between_its_offsets(project in random::project()) {
        let file: Value = serde_json::from_str(&write(&project).replace("1e400", "1")).unwrap();
        let text: Vec<char> = file["document"]["text"].as_str().unwrap().chars().collect();
        for annotation in file["annotations"].as_array().unwrap() {
            for span in annotation["spans"].as_array().unwrap() {
                let offset = |name: &str| span[name].as_u64().unwrap() as usize;
                let quote: String = text[offset("start")..offset("end")].iter().collect();
                prop_assert_eq!(span["quote"].as_str(), Some(quote.as_str()));
            }
        }
    }

    #[test]
    fn a_written_file_has_lf_line_ends_and_no_byte_order_mark(project in random::project()) {
        let written = write(&project);
        let is_whole = written.starts_with("{\n  \"format\": \"attest\"") && written.ends_with("}\n");
        prop_assert!(is_whole && !written.contains('\r'));
    }

    #[test]
    fn arbitrary_bytes_are_refused_or_read_but_never_panic(bytes in vec(any::<u8>(), 0..200)) {
        let _ = read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn arbitrary_json_in_the_place_of_any_part_never_panics(value in json_value(), place in 0..PLACES.len()) {
        let mut file: Value = serde_json::from_str(GOOD).unwrap();
        *file.pointer_mut(PLACES[place]).unwrap() = value;
        check_what_can_be_read(&file.to_string());
    }

    #[test]
    fn a_damaged_file_is_refused_or_read_as_far_as_it_goes(
        project in random::project(), place in 0..4000usize, length in 0..40usize, patch in "[\\[\\]{}\",:0-9a-z ]{0,6}",
    ) {
        let written: Vec<char> = write(&project).chars().collect();
        let start = place % written.len();
        let end = (start + length).min(written.len());
        let damaged: String = written[..start].iter().copied().chain(patch.chars()).chain(written[end..].iter().copied()).collect();
        check_what_can_be_read(&damaged);
    }
}

/// Whatever could be read can be written, fits the schema, and reads back without another note.
fn check_what_can_be_read(source: &str) {
    if let Ok((project, _)) = read(source) {
        let written = write(&project);
        let (again, notes) = read(&written).unwrap();
        assert_eq!(notes, []);
        assert_eq!(again, project);
        if serde_json::from_str::<Value>(&written).is_ok() {
            check_against_schema(&written);
        }
    }
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0..60u32).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        support::hard::string().prop_map(Value::from),
        Just(json!("a1")),
        Just(json!("claim")),
    ];
    let name = prop_oneof![
        Just("id"),
        Just("label"),
        Just("spans"),
        Just("start"),
        Just("end"),
        Just("quote"),
        Just("text"),
        Just("annotation"),
        Just("x")
    ];
    leaf.prop_recursive(3, 16, 4, move |inner| {
        let object = proptest::collection::btree_map(name.clone(), inner.clone(), 0..5);
        prop_oneof![
            vec(inner, 0..4).prop_map(Value::from),
            object.prop_map(|fields| fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

/// A small good file, with every kind of part.
const GOOD: &str = r##"{
  "format": "attest", "version": 1,
  "document": {"id": "d1", "title": "T", "text": "He said 30 people left, and 40 people stayed.", "status": "open"},
  "labels": [{"id": "claim", "name": "Claim", "key": "1", "color": "#1d5fbf"}, {"id": "figure"}],
  "annotations": [
    {"id": "a1", "label": "claim", "spans": [{"start": 8, "end": 22, "quote": "30 people left"}], "note": "n", "attributes": {"certainty": "sure"}},
    {"id": "a2", "label": "figure", "spans": [{"start": 8, "end": 17, "quote": "30 people"}]}
  ],
  "links": [{"id": "l1", "type": "quantifies", "from": "a2", "to": "a1"}],
  "orphans": [{"annotation": {"id": "a3", "label": "claim", "spans": [{"start": 90, "end": 99, "quote": "it burned"}]}}],
  "linkTypes": [{"id": "attributes", "name": "attributes", "from": ["claim"], "to": []}],
  "attributeTypes": [{"name": "certainty", "labels": ["claim"], "values": [{"value": "sure", "key": "s"}]}],
  "rejected": ["number:30"],
  "x": {"kept": true}
}"##;

/// The parts of [`GOOD`] as JSON pointers.
const PLACES: &[&str] = &[
    "",
    "/format",
    "/version",
    "/document",
    "/document/id",
    "/document/title",
    "/document/text",
    "/document/status",
    "/labels",
    "/labels/0",
    "/labels/0/id",
    "/labels/0/name",
    "/labels/0/color",
    "/annotations",
    "/annotations/0",
    "/annotations/0/id",
    "/annotations/0/label",
    "/annotations/0/spans",
    "/annotations/0/spans/0",
    "/annotations/0/spans/0/start",
    "/annotations/0/spans/0/end",
    "/annotations/0/spans/0/quote",
    "/annotations/0/note",
    "/annotations/0/attributes",
    "/annotations/0/attributes/certainty",
    "/annotations/1",
    "/annotations/1/id",
    "/links",
    "/links/0",
    "/links/0/id",
    "/links/0/from",
    "/linkTypes",
    "/linkTypes/0",
    "/linkTypes/0/id",
    "/linkTypes/0/from",
    "/attributeTypes",
    "/attributeTypes/0",
    "/attributeTypes/0/name",
    "/attributeTypes/0/labels",
    "/attributeTypes/0/values",
    "/attributeTypes/0/values/0",
    "/attributeTypes/0/values/0/key",
    "/rejected",
    "/rejected/0",
    "/orphans",
    "/orphans/0",
    "/orphans/0/annotation",
    "/orphans/0/annotation/id",
    "/orphans/0/annotation/label",
    "/orphans/0/annotation/spans",
    "/orphans/0/annotation/spans/0/quote",
    "/x",
];

#[test]
fn a_small_file_looks_like_this() {
    let mut project =
        marked("[claim#1:It fell,] [attribution:said Y,] [claim#1:with [figure:30 people]]\n\nThe end 👍🏽");
    let mut figure = (**project.annotations.get(&id("a3")).unwrap()).clone();
    figure.note = "He said: \"no\"\n</script>".to_owned();
    figure.attributes.insert("certainty".to_owned(), "sure".to_owned());
    figure.creator = "ada".to_owned();
    figure.unknown = Unknown(vec![("confidence".to_owned(), "0.50".to_owned())]);
    project.annotations.insert(Arc::new(figure));
    project.document.status = Status::Done;
    project.links = vec![Link {
        id: "l1".to_owned(),
        kind: "attributes".to_owned(),
        from: id("a2"),
        to: id("a1"),
        unknown: Unknown::default(),
    }];
    project.unknown = Unknown(vec![("history".to_owned(), "[]".to_owned())]);
    let written = write(&project);
    check_against_schema(&written);
    insta::assert_snapshot!("a_small_file", written);
}

#[test]
fn an_article_without_annotations_is_a_whole_file() {
    let written = write(&marked("It fell."));
    check_against_schema(&written);
    assert!(written.contains("\"annotations\": [],\n  \"links\": []\n}\n"), "{written}");
}

#[test]
fn the_schema_refuses_what_the_format_does_not_allow() {
    let spoil = |pointer: &str, value: Value| {
        let mut file: Value = serde_json::from_str(GOOD).unwrap();
        *file.pointer_mut(pointer).unwrap() = value;
        SCHEMA.is_valid(&file)
    };
    assert!(spoil("/x", json!(1)));
    assert!(!spoil("/format", json!("other")));
    assert!(!spoil("/version", json!(2)));
    assert!(!spoil("/document/text", json!(" \n")));
    assert!(!spoil("/document/status", json!("archived")));
    assert!(!spoil("/labels/0/color", json!("red;}*{}")));
    assert!(!spoil("/annotations/0/spans", json!([])));
    assert!(!spoil("/annotations/0/spans/0/start", json!(-1)));
    assert!(!spoil("/annotations/0/spans/0/start", json!(1.5)));
    assert!(!spoil("/annotations/0/attributes/certainty", json!(1)));
    assert!(!spoil("/orphans/0", json!({})));
    assert!(!spoil("/linkTypes/0/id", json!("")));
    assert!(!spoil("/attributeTypes/0/values/0", json!("sure")));
    assert!(!spoil("/rejected", json!(["a", "a"])));
}

// Files as a whole.

#[track_caller]
fn refused(source: &str) -> ReadError {
    let error = read(source).expect_err(source);
    assert!(error.to_string().ends_with('.'), "{error}");
    error
}

#[test]
fn what_is_no_json_object_is_refused_with_its_place() {
    for source in [
        "",
        " ",
        "{",
        "nonsense",
        "{\"format\": \"attest\"",
        "[]",
        "[1]",
        "null",
        "7",
        "\"attest\"",
        "{\"format\":\"attest\"}}",
        "\u{0}",
    ] {
        let names_its_place = |detail: &str| detail.contains("line") || detail.contains("expected an object");
        assert!(matches!(refused(source), ReadError::Malformed { detail } if names_its_place(&detail)), "{source:?}");
    }
    for cut in 1..GOOD.chars().count() {
        let truncated: String = GOOD.chars().take(cut).collect();
        assert!(matches!(refused(&truncated), ReadError::Malformed { .. }), "{truncated}");
    }
}

#[test]
fn json_of_another_program_is_called_so() {
    for source in [
        "{}",
        "{\"text\": \"a\"}",
        r#"{"format": "other", "version": 9}"#,
        r#"{"format": 1}"#,
        r#"{"format": ["attest"]}"#,
        r#"{"version": {}}"#,
    ] {
        assert_eq!(refused(source), ReadError::Foreign, "{source}");
    }
}

#[test]
fn a_file_of_a_newer_version_is_refused_whatever_else_it_holds() {
    let versions = [
        ("2", 2),
        ("99999999999", 99_999_999_999),
        ("1.5", 2),
        ("2.0", 2),
        ("\"2\"", 2),
        ("18446744073709551616", u64::MAX),
        ("1e400", u64::MAX),
    ];
    for (written, version) in versions {
        let source = format!(r#"{{"document": "of another shape", "version": {written}, "format": "attest"}}"#);
        assert_eq!(refused(&source), ReadError::Newer { version }, "{written}");
    }
}

#[test]
fn a_version_that_is_missing_counts_as_this_one() {
    for version in ["", "\"version\": 0,", "\"version\": 1.0,", "\"version\": null,"] {
        assert!(read(&GOOD.replace("\"version\": 1,", version)).is_ok(), "{version}");
    }
}

#[test]
fn a_file_without_text_is_refused() {
    for text in ["null", "\"\"", "\" \\n\\t\""] {
        let source = format!(r#"{{"format": "attest", "version": 1, "document": {{"text": {text}}}}}"#);
        assert_eq!(refused(&source), ReadError::NoText, "{text}");
    }
    assert_eq!(refused(r#"{"format": "attest", "version": 1}"#), ReadError::NoText);
    for document in ["[]", "\"text\"", "{\"text\": 7}", "{\"text\": \"\\ud83d\"}"] {
        let source = format!(r#"{{"format": "attest", "version": 1, "document": {document}}}"#);
        assert!(matches!(refused(&source), ReadError::Malformed { .. }), "{document}");
    }
}

#[test]
fn a_byte_order_mark_before_the_file_is_read_over() {
    assert_eq!(read(&format!("\u{feff}{GOOD}")), read(GOOD));
}

#[test]
fn ten_thousand_nested_brackets_are_only_text() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let (project, notes) = read(&GOOD.replace("{\"kept\": true}", &deep)).unwrap();
    assert_eq!(notes, []);
    assert_eq!(project.unknown, Unknown(vec![("x".to_owned(), deep.clone())]));
    assert_eq!(read(&write(&project)).unwrap().0, project);

    let (project, notes) = read(&GOOD.replace("\"n\"", &deep)).unwrap();
    assert_eq!((project.annotations.len(), notes.len()), (1, 2), "{notes:?}");
    let objects = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    let (project, notes) = read(&GOOD.replace("\"note\":", &format!("\"deep\": {objects}, \"note\":"))).unwrap();
    assert_eq!((project.annotations.len(), notes.len()), (2, 0));
    assert!(matches!(refused(&deep), ReadError::Malformed { .. }));
}

// Parts.

const ARTICLE: &str = "He said 30 people left, and 40 people stayed.";

/// Reads a file with this article and these parts (the inside of the top object).
fn read_parts(parts: &str) -> (Project, Vec<ImportNote>) {
    let document = json!({"text": ARTICLE});
    let source = format!(r#"{{"format": "attest", "version": 1, "document": {document}, {parts}}}"#);
    let read_once = read(&source).unwrap_or_else(|error| panic!("{error} in {source}"));
    check_what_can_be_read(&source);
    read_once
}

/// Reads annotations (the inside of the list) and checks what is shown, how many orphans there are, and what each note says.
#[track_caller]
fn check(annotations: &str, shown: &str, orphans: usize, said: &[&str]) {
    let (project, notes) = read_parts(&format!("\"annotations\": [{annotations}]"));
    assert_eq!(show(&project), shown, "of {annotations}\n{notes:?}");
    assert_eq!(project.orphans.len(), orphans, "{notes:?}");
    assert_eq!(notes.len(), said.len(), "{notes:?}");
    for (note, said) in notes.iter().zip(said) {
        assert!(note.to_string().contains(said), "{note}\ndoes not say {said}");
    }
}

/// A figure with these spans (the inside of the list).
fn figure(spans: &str) -> String {
    format!(r#"{{"id": "f", "label": "figure", "spans": [{spans}]}}"#)
}

#[track_caller]
fn check_spans(spans: &str, shown: &str, orphans: usize, said: &[&str]) {
    check(&figure(spans), shown, orphans, said);
}

#[test]
fn a_span_where_its_quote_is_stays_there() {
    check_spans(
        r#"{"start": 8, "end": 17, "quote": "30 people"}"#,
        "He said [figure:30 people] left, and 40 people stayed.",
        0,
        &[],
    );
    check_spans(r#"{"start": 8, "end": 17}"#, "He said [figure:30 people] left, and 40 people stayed.", 0, &[]);
    check_spans(
        r#"{"start": 11, "end": 17, "quote": "people"}"#,
        "He said 30 [figure:people] left, and 40 people stayed.",
        0,
        &[],
    );
    check_spans(r#"{"start": 0, "end": 45}"#, "[figure:He said 30 people left, and 40 people stayed.]", 0, &[]);
}

#[test]
fn a_span_that_is_none_is_left_out_with_a_note() {
    for span in [
        r#"{"start": -1, "end": 4}"#,
        r#"{"start": 4, "end": 4}"#,
        r#"{"start": 5, "end": 4}"#,
        r#"{"start": "0", "end": "4"}"#,
        r#"{"start": 0.5, "end": 4}"#,
        r#"{"start": 0, "end": 4294967296}"#,
        r#"{"start": 1e99, "end": 2e99}"#,
        r#"{"start": 0}"#,
        r#"{"end": 4}"#,
        r#"{"start": null, "end": 4}"#,
        "{}",
        "[]",
        "[0, 4]",
        "null",
        "7",
        r#"{"start": 0, "end": 4, "quote": 7}"#,
    ] {
        check_spans(span, ARTICLE, 0, &["annotations[0]: left out"]);
    }
    check_spans("", ARTICLE, 0, &["it has no spans"]);
    check(r#"{"id": "f", "label": "figure"}"#, ARTICLE, 0, &["it has no spans"]);
    check(r#"{"id": "f", "spans": [{"start": 0, "end": 2}]}"#, ARTICLE, 0, &["it has no label"]);
}

#[test]
fn spans_that_overlap_each_other_are_left_out_with_a_note() {
    check_spans(r#"{"start": 0, "end": 5}, {"start": 4, "end": 7}"#, ARTICLE, 0, &["its spans overlap"]);
    check_spans(r#"{"start": 0, "end": 5}, {"start": 0, "end": 5}"#, ARTICLE, 0, &["its spans overlap"]);
}

#[test]
fn spans_out_of_order_are_put_in_order_with_their_quotes() {
    let spans = r#"{"start": 28, "end": 30, "quote": "40"}, {"start": 8, "end": 10, "quote": "30"}"#;
    check_spans(spans, "He said [figure#1:30] people left, and [figure#1:40] people stayed.", 0, &[]);
}

#[test]
fn a_span_beyond_the_text_is_kept_aside() {
    check_spans(r#"{"start": 40, "end": 46}"#, ARTICLE, 1, &["kept aside as an orphan"]);
    check_spans(r#"{"start": 4294967294, "end": 4294967295}"#, ARTICLE, 1, &["kept aside as an orphan"]);
}

#[test]
fn a_quote_that_stands_once_elsewhere_moves_the_annotation_and_says_so() {
    let moved = &["annotations[0]: the quote “30 people” stands elsewhere; the annotation was moved there"];
    check_spans(
        r#"{"start": 0, "end": 9, "quote": "30 people"}"#,
        "He said [figure:30 people] left, and 40 people stayed.",
        0,
        moved,
    );
    check_spans(
        r#"{"start": 90, "end": 99, "quote": "30 people"}"#,
        "He said [figure:30 people] left, and 40 people stayed.",
        0,
        moved,
    );
}

#[test]
fn only_the_span_that_lost_its_place_is_searched_for() {
    // "people" stands twice, but where the file says, so that it needs no search.
    let spans = r#"{"start": 11, "end": 17, "quote": "people"}, {"start": 30, "end": 36, "quote": "stayed"}"#;
    check_spans(spans, "He said 30 [figure#1:people] left, and 40 people [figure#1:stayed].", 0, &["was moved there"]);
    let onto_another = r#"{"start": 8, "end": 17, "quote": "30 people"}, {"start": 20, "end": 22, "quote": "30"}"#;
    check_spans(onto_another, ARTICLE, 1, &["kept aside as an orphan"]);
}

#[test]
fn a_quote_that_stands_nowhere_or_twice_elsewhere_is_kept_aside() {
    for (quote, start) in [("50 people", 0), ("people", 0), ("p", 0), ("", 3), ("30 People", 8), ("e", 2)] {
        let span = format!(r#"{{"start": {start}, "end": 9, "quote": "{quote}"}}"#);
        check_spans(&span, ARTICLE, 1, &["is not at its place in the text, nor anywhere else just once"]);
    }
}

#[test]
fn an_orphan_survives_being_written_and_read() {
    let (project, _) =
        read_parts(&format!("\"annotations\": [{}]", figure(r#"{"start": 0, "end": 9, "quote": "50 people"}"#)));
    let (again, notes) = read(&write(&project)).unwrap();
    assert_eq!(notes, []);
    assert_eq!(again.orphans[0].quotes, ["50 people"]);
    assert_eq!(again, project);
}

#[test]
fn a_link_to_an_orphan_survives_being_written_and_read() {
    let claim = r#"{"id": "c", "label": "claim", "spans": [{"start": 8, "end": 22}]}"#;
    let lost = figure(r#"{"start": 0, "end": 9, "quote": "50 people"}"#);
    let link = r#"{"id": "l", "type": "quantifies", "from": "f", "to": "c"}"#;
    let (project, _) = read_parts(&format!("\"annotations\": [{claim}, {lost}], \"links\": [{link}]"));
    assert_eq!((project.links.len(), project.orphans.len()), (1, 1));
    assert_eq!(read(&write(&project)), Ok((project, Vec::new())));
}

#[test]
fn an_identifier_that_stands_twice_is_changed_with_a_note() {
    let one = r#"{"id": "x", "label": "claim", "spans": [{"start": 0, "end": 2}]}"#;
    let other = r#"{"id": "x", "label": "claim", "spans": [{"start": 3, "end": 7}]}"#;
    let third = r#"{"id": "x-2", "label": "claim", "spans": [{"start": 8, "end": 10}]}"#;
    let shown = "[claim:He] [claim:said] [claim:30] people left, and 40 people stayed.";
    check(
        &format!("{one}, {other}, {third}"),
        shown,
        0,
        &["annotations[1]: the identifier x stands twice; this one is now x-3"],
    );
    let nameless = r#"{"label": "claim", "spans": [{"start": 0, "end": 2}]}"#;
    check(nameless, "[claim:He] said 30 people left, and 40 people stayed.", 0, &[]);

    let orphan = format!("{{\"annotation\": {one}}}");
    let (project, notes) = read_parts(&format!("\"annotations\": [{one}], \"orphans\": [{orphan}]"));
    assert_eq!(project.orphans[0].annotation.id, id("x-2"));
    assert!(notes[0].to_string().starts_with("orphans[0]: the identifier x stands twice"), "{notes:?}");
}

#[test]
fn a_file_none_of_whose_labels_can_be_read_has_the_usual_ones() {
    let (project, notes) = read_parts(r#""labels": [{"name": "Claim"}]"#);
    assert_eq!(project.labels.labels().len(), 4);
    assert_eq!(notes.len(), 1);
    assert_eq!(read(&write(&project)), Ok((project, Vec::new())));
}

#[test]
fn an_unknown_label_is_brought_along_with_a_note() {
    let rumour = r#"{"id": "r", "label": "rumour", "spans": [{"start": 0, "end": 2}]}"#;
    let (project, notes) = read_parts(&format!("\"annotations\": [{rumour}]"));
    assert_eq!(show(&project), "[rumour:He] said 30 people left, and 40 people stayed.");
    assert_eq!(notes.len(), 1);
    assert_eq!(project.labels.labels().len(), 5, "the four of news, and this one");
}

#[test]
fn a_colour_that_could_reach_the_style_sheet_is_replaced_with_a_note() {
    for color in ["red;}*{}", "red", "#fff", "#12345g", "#1234567", "url(x)", " #123456", "#12345é"] {
        let (project, notes) = read_parts(&format!("\"labels\": [{{\"id\": \"claim\", \"color\": \"{color}\"}}]"));
        let given = &project.labels.labels()[0].color;
        assert!(given.len() == 7 && given[1..].bytes().all(|byte| byte.is_ascii_hexdigit()), "{given}");
        assert!(notes[0].to_string().contains("#rrggbb"), "{notes:?}");
    }
    let (_, notes) = read_parts("\"labels\": [{\"id\": \"claim\"}]");
    assert_eq!(notes, []);
}

#[test]
fn a_label_without_an_identifier_of_its_own_is_left_out_with_a_note() {
    let labels = r##""labels": [{"id": "a", "color": "#000000"}, {"id": "a", "color": "#ffffff"}, {"name": "b"}, 7, {"id": ["c"]}]"##;
    let (project, notes) = read_parts(labels);
    assert_eq!(project.labels.labels().iter().map(|label| label.color.as_str()).collect::<Vec<_>>(), ["#000000"]);
    assert_eq!(
        notes.iter().map(|note| note.place.as_str()).collect::<Vec<_>>(),
        ["labels[1]", "labels[2]", "labels[3]", "labels[4]"]
    );
}

#[test]
fn a_key_that_two_labels_have_stays_with_the_first() {
    let (project, notes) =
        read_parts(r#""labels": [{"id": "a", "key": "1"}, {"id": "b", "key": "1"}, {"id": "c", "key": "2"}]"#);
    let keys: Vec<&str> = project.labels.labels().iter().map(|label| label.key.as_str()).collect();
    assert_eq!(keys, ["1", "", "2"]);
    assert_eq!(
        notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["labels[1]: another label has the key 1; this one has none now"]
    );
}

#[test]
fn a_link_without_both_ends_or_its_own_identifier_is_left_out_with_a_note() {
    let annotation = r#"{"id": "a", "label": "claim", "spans": [{"start": 0, "end": 2}]}"#;
    let link =
        |id: &str, from: &str, to: &str| format!(r#"{{"id": "{id}", "type": "t", "from": "{from}", "to": "{to}"}}"#);
    let links =
        [link("2", "a", "a"), link("1", "a", "a"), link("2", "a", "a"), link("3", "a", "b"), "7".to_owned()].join(", ");
    let (project, notes) = read_parts(&format!("\"annotations\": [{annotation}], \"links\": [{links}]"));
    assert_eq!(project.links.iter().map(|link| link.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(notes.iter().map(|note| note.place.as_str()).collect::<Vec<_>>(), ["links[2]", "links[3]", "links[4]"]);
}

#[test]
fn a_hash_that_does_not_fit_and_an_unknown_status_are_told() {
    let source = GOOD.replace("\"status\": \"open\"", "\"status\": \"archived\", \"sha256\": \"00\"");
    let (project, notes) = read(&source).unwrap();
    assert_eq!(
        notes.iter().map(|note| note.place.as_str()).collect::<Vec<_>>(),
        ["document.sha256", "document.status"]
    );
    assert_eq!(project.document.sha256, sha256_hex(ARTICLE));
    assert_eq!(project.document.status, Status::Open);
}

#[test]
fn a_partly_good_file_keeps_its_good_part() {
    let good = r#"{"id": "g", "label": "claim", "spans": [{"start": 8, "end": 22, "quote": "30 people left"}]}"#;
    let kept = "He said [claim:30 people left], and 40 people stayed.";
    let left_out = &["annotations[0]: left out", "annotations[2]: left out"];
    for bad in [
        "null",
        "7",
        "[]",
        "{}",
        "\"claim\"",
        r#"{"id": 7}"#,
        r#"{"id": "b", "label": "claim", "spans": {}}"#,
        r#"{"label": {"id": "claim"}}"#,
    ] {
        check(&format!("{bad}, {good}, {bad}"), kept, 0, left_out);
    }
}

#[test]
fn what_is_not_known_is_kept() {
    let (project, notes) = read(GOOD).unwrap();
    assert_eq!(notes, []);
    assert_eq!(project.unknown, Unknown(vec![("x".to_owned(), "{\"kept\": true}".to_owned())]));
    let source = GOOD
        .replace("\"note\": \"n\"", "\"note\": \"n\", \"score\": 0.10")
        .replace("\"quantifies\"", "\"quantifies\", \"by\": \"ada\"")
        .replace("{\"annotation\":", "{\"since\": 3, \"annotation\":")
        .replace("\"title\":", "\"author\": {\"name\": \"B\"}, \"title\":");
    let (project, notes) = read(&source).unwrap();
    assert_eq!(notes, []);
    let written = write(&project);
    for kept in
        ["\"score\":0.10", "\"by\":\"ada\"", "\"since\":3", "\"author\":{\"name\": \"B\"}", "\"x\": {\"kept\": true}"]
    {
        assert!(written.contains(kept), "{kept} in {written}");
    }
}

#[test]
fn what_a_span_holds_beside_its_offsets_is_left_out_with_a_note() {
    let span = r#"{"start": 8, "end": 17, "confidence": 0.5, "quote": "30 people"}"#;
    check_spans(span, "He said [figure:30 people] left, and 40 people stayed.", 0, &["left out: confidence"]);
}

#[test]
fn absent_and_null_fields_have_their_usual_values() {
    let bare = r#"{"id": "a", "label": "claim", "spans": [{"start": 0, "end": 2}]}"#;
    let nulls = r#"{"id": "a", "label": "claim", "spans": [{"start": 0, "end": 2, "quote": null}], "note": null, "attributes": null, "origin": null}"#;
    let (project, notes) = read_parts(&format!("\"annotations\": [{nulls}], \"labels\": null, \"links\": null"));
    assert_eq!(notes, []);
    assert_eq!(project, read_parts(&format!("\"annotations\": [{bare}]")).0);
    assert_eq!(project.annotations.get(&id("a")).unwrap().origin, "human");
    assert_eq!(project.document.title, ARTICLE);
}

#[test]
fn a_file_name_is_the_title_without_what_file_systems_refuse() {
    assert_eq!(file_name("Moscow says: \"30/40\" people?"), "Moscow says 30 40 people.attest.json");
    assert_eq!(file_name("  ..\n"), "article.attest.json");
    assert_eq!(file_name("a\u{202e}b\u{0}c"), "ab c.attest.json");
    assert_eq!(file_name("القوات"), "القوات.attest.json");
    assert!(file_name(&"é".repeat(500)).chars().count() < 100);
}

#[test]
fn the_hash_is_sha_256() {
    assert_eq!(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// Types of links and attributes, and rejected suggestions.

#[test]
fn types_that_are_absent_are_the_usual_ones_and_an_empty_list_offers_none() {
    let (project, notes) = read_parts("\"annotations\": []");
    assert_eq!(notes, []);
    assert_eq!(project.labels, LabelSet::default());
    let (project, notes) = read_parts("\"linkTypes\": [], \"attributeTypes\": []");
    assert_eq!(notes, []);
    assert!(project.labels.link_types().is_empty() && project.labels.attribute_types().is_empty());
    let written = write(&project);
    assert!(written.contains("\"linkTypes\": [],\n  \"attributeTypes\": [],\n"), "{written}");
}

#[test]
fn a_broken_type_spoils_only_itself() {
    let (project, notes) = read_parts(
        r#""linkTypes": [{"id": "a", "weight": 2}, {"id": "a"}, {}, {"id": "b", "from": "claim"}, 7],
           "attributeTypes": [{"name": "tone", "values": [{"value": "warm", "emoji": "x"}]}, {"name": 1}, {"title": "T"}],
           "rejected": ["b", "a", "b", 3]"#,
    );
    assert_eq!(project.labels.link_types().len(), 1);
    assert_eq!(project.labels.attribute_types().len(), 1);
    assert_eq!(project.rejected, ["a", "b"]);
    let said: Vec<String> = notes.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 7, "{said:#?}");
    for place in [
        "linkTypes[1]",
        "linkTypes[2]",
        "linkTypes[3]",
        "linkTypes[4]",
        "attributeTypes[1]",
        "attributeTypes[2]",
        "rejected[3]",
    ] {
        assert!(said.iter().any(|said| said.starts_with(place)), "{place} in {said:#?}");
    }
    let written = write(&project);
    assert!(written.contains("\"weight\":2") && written.contains("\"emoji\":\"x\""), "{written}");
}
