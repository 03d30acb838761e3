//! Formats of other tools in JSON: what is written reads back as it was but for what was told, and what is broken spoils only
//! itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::annotation::{Annotation, AnnotationSet, Link};
use attest::domain::label::{LabelId, LabelSet};
use attest::domain::project::{Document, Project, Status, Unknown};
use attest::domain::span::Target;
use attest::formats::exchange::{Export, File, Format, Import, Unit, subject};
use attest::formats::{ReadError, doccano, label_studio, spacy, web_annotation};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::marks::{annotation, marked, show};
use support::{hard, id, random, span};

const FORMATS: [Format; 4] = [Format::WebAnnotation, Format::Spacy, Format::Doccano, Format::LabelStudio];

/// A project as an import of a format that carries everything but what no format here carries: other programs' fields,
/// orphans, labels beside the default ones, how annotations came about.
fn carried(project: &Project, format: Format) -> Project {
    let bare = |annotation: &Annotation| Annotation {
        origin: format!("import:{}", format.key()),
        unknown: Unknown::default(),
        ..annotation.clone()
    };
    let is_there = |link: &&Link| [&link.from, &link.to].iter().all(|end| project.annotations.get(end).is_some());
    let link = |link: &Link| Link { unknown: Unknown::default(), ..link.clone() };
    Project {
        document: Document { unknown: Unknown::default(), ..project.document.clone() },
        labels: LabelSet::default(),
        annotations: AnnotationSet::of(project.annotations.iter().map(|entry| Arc::new(bare(entry)))),
        links: project.links.iter().filter(is_there).map(link).collect(),
        orphans: Vec::new(),
        rejected: Vec::new(),
        unknown: Unknown::default(),
    }
}

/// What a format gives back of what it wrote.
fn back(format: Format, export: &Export) -> Import {
    let mut imports = format.read(&export.files).unwrap();
    assert_eq!(imports.len(), 1);
    imports.remove(0)
}

/// A project whose text is stored: without a byte order mark at its start.
fn project() -> impl Strategy<Value = Project> {
    random::project().prop_filter("a stored text begins with no byte order mark", |project| {
        !project.document.text.as_str().starts_with('\u{feff}')
    })
}

/// Kind and ends of links, whatever they are called.
fn nameless(project: &Project) -> Vec<(&str, &str, &str)> {
    let mut links: Vec<_> =
        project.links.iter().map(|link| (link.kind.as_str(), link.from.as_str(), link.to.as_str())).collect();
    links.sort_unstable();
    links
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn spacy_reads_back_as_written(project in project()) {
        let Import { project: found, notes } = back(Format::Spacy, &spacy::write(&project));
        prop_assert_eq!(notes, []);
        prop_assert_eq!(found, carried(&project, Format::Spacy));
    }

    #[test]
    fn label_studio_reads_back_as_written_but_for_the_names_of_links(project in project()) {
        let Import { project: mut found, notes } = back(Format::LabelStudio, &label_studio::write(&project));
        let mut expected = carried(&project, Format::LabelStudio);
        prop_assert_eq!(notes, []);
        prop_assert_eq!(nameless(&found), nameless(&expected));
        (found.links, expected.links) = (Vec::new(), Vec::new());
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn web_annotations_read_back_as_written_but_for_status_and_source(project in project()) {
        let export = web_annotation::write(&project);
        let Import { project: found, notes } = back(Format::WebAnnotation, &export);
        let mut expected = carried(&project, Format::WebAnnotation);
        expected.document.status = Status::Open;
        expected.document.source.clone_from(&export.files[1].name);
        prop_assert_eq!(notes, []);
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn doccano_reads_back_every_span_with_its_label_in_either_unit(project in project()) {
        for unit in [Unit::Utf16, Unit::CodePoint] {
            let Import { project: found, notes } = back(Format::Doccano, &doccano::write_in(&project, unit));
            prop_assert_eq!(notes, []);
            prop_assert_eq!(spans(&found), spans(&project));
            prop_assert_eq!(&found.document, &carried(&project, Format::Doccano).document);
            prop_assert_eq!(first_spans(&found), first_spans(&carried(&project, Format::Doccano)));
        }
    }

    #[test]
    fn what_is_lost_is_told_of_what_it_is_lost_from(project in project()) {
        for format in FORMATS {
            let losses = format.write(&project).losses;
            let told = |subject: &str, problem: &str| {
                losses.iter().any(|loss| loss.subject == subject && loss.problem.contains(problem))
            };
            for entry in project.annotations.iter() {
                let subject = subject(&project, entry);
                for (name, _) in &entry.unknown.0 {
                    prop_assert!(told(&subject, name));
                }
                prop_assert!(entry.origin == "human" || told(&subject, &entry.origin));
                prop_assert!(entry.target.spans().len() == 1 || told(&subject, " parts"));
                let is_doccano = format == Format::Doccano;
                prop_assert!(!is_doccano || entry.note.is_empty() || told(&subject, "note"));
                prop_assert!(!is_doccano || entry.creator.is_empty() || told(&subject, "made it"));
                prop_assert!(!is_doccano || entry.attributes.keys().all(|name| told(&subject, name)));
            }
            prop_assert!(project.rejected.is_empty() || told("the article", "rejected"));
            prop_assert!(project.labels.has_usual_link_types() || told("the label set", "types of links"));
            prop_assert!(project.labels.has_usual_attribute_types() || told("the label set", "types of attributes"));
            let orphans = losses.iter().filter(|loss| loss.problem == "it has no place in the text").count();
            prop_assert_eq!(orphans, project.orphans.len());
            prop_assert!(project.labels.get(&LabelId::new("own")).is_none() || losses.iter().any(|loss| loss.subject.starts_with("label Own")));
        }
    }

    #[test]
    fn what_is_written_for_doccano_and_spacy_is_ascii_and_one_line(project in project()) {
        for export in [spacy::write(&project), doccano::write(&project)] {
            let bytes = &export.files[0].bytes;
            prop_assert!(bytes.is_ascii());
            prop_assert_eq!(bytes.iter().filter(|byte| **byte == b'\n').count(), 1);
        }
    }

    #[test]
    fn tokens_rebuild_the_text_and_every_span_begins_and_ends_with_one(project in project()) {
        let line: Value = serde_json::from_slice(&spacy::write(&project).files[0].bytes).unwrap();
        let tokens = line["tokens"].as_array().unwrap();
        let blank = |token: &Value| if token["ws"] == true { " " } else { "" };
        let rebuilt: String = tokens.iter().map(|token| [token["text"].as_str().unwrap(), blank(token)].concat()).collect();
        prop_assert_eq!(rebuilt, project.document.text.as_str());
        for span in line["spans"].as_array().unwrap() {
            let token = |name: &str| &tokens[span[name].as_u64().unwrap() as usize];
            prop_assert_eq!(&token("token_start")["start"], &span["start"]);
            prop_assert_eq!(&token("token_end")["end"], &span["end"]);
        }
    }

    #[test]
    fn arbitrary_bytes_are_refused_or_read_but_never_panic(bytes in vec(any::<u8>(), 0..200), name in 0..6usize) {
        let name = ["x.json", "x.jsonl", "x.jsonld", "x.txt", "label_config.xml", "x"][name];
        for format in FORMATS {
            let _ = format.read(&[File { name: name.to_owned(), bytes: bytes.clone() }, File::of("x.txt", "word")]);
        }
    }

    #[test]
    fn a_damaged_file_is_refused_or_read_as_far_as_it_goes(
        project in project(), place in 0..9000usize, length in 0..40usize, patch in "[\\[\\]{}\",:0-9a-z\\\\ ]{0,6}",
    ) {
        for format in FORMATS {
            let mut files = format.write(&project).files;
            let written: Vec<char> = String::from_utf8(files[0].bytes.clone()).unwrap().chars().collect();
            let start = place % written.len();
            let end = (start + length).min(written.len());
            let damaged: String = written[..start].iter().copied().chain(patch.chars()).chain(written[end..].iter().copied()).collect();
            files[0].bytes = damaged.into_bytes();
            if let Ok(imports) = format.read(&files) {
                for import in imports {
                    check_sound(&import.project);
                }
            }
        }
    }

    #[test]
    fn any_value_in_the_place_of_any_part_spoils_only_that_part(choice in 0..100usize, value in json_value()) {
        for (format, good) in GOOD {
            let mut file: Value = serde_json::from_str(good).unwrap();
            let mut pointers = Vec::new();
            places_in(&file, String::new(), &mut pointers);
            *file.pointer_mut(&pointers[choice % pointers.len()]).unwrap() = value.clone();
            let files = [File::of("x.json", file.to_string()), File::of("x.txt", ARTICLE)];
            for import in format.read(&files).unwrap_or_default() {
                check_sound(&import.project);
            }
        }
    }
}

/// Labels and spans of a project, each part on its own.
fn spans(project: &Project) -> Vec<(String, u32, u32)> {
    let entries = project.annotations.iter();
    let parts = entries.flat_map(|entry| entry.target.spans().iter().map(move |span| (entry, span)));
    let mut spans: Vec<_> =
        parts.map(|(entry, span)| (entry.label.as_str().to_owned(), span.start().get(), span.end().get())).collect();
    spans.sort_unstable();
    spans
}

/// Kind of each link, and the first spans of what it links.
fn first_spans(project: &Project) -> Vec<(String, [u32; 2], [u32; 2])> {
    let first = |end| {
        let span = project.annotations.get(end).unwrap().target.spans()[0];
        [span.start().get(), span.end().get()]
    };
    let mut links: Vec<_> =
        project.links.iter().map(|link| (link.kind.clone(), first(&link.from), first(&link.to))).collect();
    links.sort_unstable();
    links
}

/// Whatever was read is a project: its spans are in the text, its links have ends, its labels are in the set.
fn check_sound(project: &Project) {
    let text = &project.document.text;
    assert!(!text.as_str().trim().is_empty() && !text.as_str().contains('\r'));
    for entry in project.annotations.iter() {
        assert!(entry.target.hull().end() <= text.end());
        assert!(project.labels.get(&entry.label).is_some() && !entry.label.as_str().is_empty());
    }
    for orphan in &project.orphans {
        assert_eq!(orphan.quotes.len(), orphan.annotation.target.spans().len());
    }
    let is_known = |end| {
        project.annotations.get(end).is_some() || project.orphans.iter().any(|orphan| orphan.annotation.id == *end)
    };
    assert!(project.links.iter().all(|link| is_known(&link.from) && is_known(&link.to)));
    let (again, notes) = attest::formats::attest::read(&attest::formats::attest::write(project)).unwrap();
    assert_eq!(notes, []);
    assert_eq!(&again, project);
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0..60u32).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        hard::string().prop_map(Value::from),
        Just(json!("claim")),
    ];
    let name =
        prop_oneof![Just("id"), Just("label"), Just("spans"), Just("start"), Just("end"), Just("text"), Just("x")];
    leaf.prop_recursive(3, 16, 4, move |inner| {
        let object = proptest::collection::btree_map(name.clone(), inner.clone(), 0..5);
        prop_oneof![
            vec(inner, 0..4).prop_map(Value::from),
            object.prop_map(|fields| fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

/// The JSON pointers of all parts of a value.
fn places_in(value: &Value, place: String, places: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places_in(item, format!("{place}/{index}"), places);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                places_in(field, format!("{place}/{}", name.replace('~', "~0").replace('/', "~1")), places);
            }
        }
        _ => {}
    }
    places.push(place);
}

const ARTICLE: &str = "🌊 Ana said the dam rose 3 m.\n";

/// A small good file of each format, with every kind of part.
const GOOD: [(Format, &str); 4] = [
    (
        Format::WebAnnotation,
        r#"{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationCollection","label":"T","first":{"type":"AnnotationPage","items":[
        {"id":"urn:attest:annotation:a1","type":"Annotation","motivation":"classifying","created":"2026-11-22T12:00:00Z","creator":{"type":"Person","name":"ada"},
         "body":[{"type":"TextualBody","purpose":"classifying","value":"figure"},{"type":"TextualBody","purpose":"commenting","value":"n"},
                 {"type":"TextualBody","purpose":"describing","format":"application/json","value":"{\"certainty\":\"sure\"}"}],
         "target":[{"source":"urn:x:1","selector":[{"type":"TextPositionSelector","start":24,"end":27},{"type":"TextQuoteSelector","exact":"3 m","prefix":"rose ","suffix":"."}]}]},
        {"id":"urn:attest:annotation:a2","type":"Annotation","bodyValue":"b","target":{"source":"urn:x:1","selector":{"type":"TextQuoteSelector","exact":"Ana"}}},
        {"id":"urn:attest:link:l1","type":"Annotation","motivation":"linking","target":"urn:attest:annotation:a1","body":[{"purpose":"linking","source":"urn:attest:annotation:a2"}]}]}}"#,
    ),
    (
        Format::Spacy,
        r#"{"text":"🌊 Ana said the dam rose 3 m.\n","tokens":[{"text":"🌊","start":0,"end":1,"id":0,"ws":true},{"text":"Ana","start":2,"end":5,"id":1,"ws":true}],
        "spans":[{"start":24,"end":27,"label":"figure","id":"a1","note":"n","attributes":{"certainty":"sure"}},{"token_start":1,"token_end":1,"label":"claim"},
        {"start":2,"end":5,"label":"claim","id":"b","part":1},{"start":11,"end":14,"label":"claim","id":"b","part":2}],
        "relations":[{"head":1,"child":1,"label":"x","head_span":{"start":24,"end":27},"child_id":"b"}],"meta":{"title":"T","source":"s","status":"done"},"answer":"accept"}"#,
    ),
    (
        Format::Doccano,
        r#"{"text":"🌊 Ana said the dam rose 3 m.\n","entities":[{"id":1,"label":"figure","start_offset":25,"end_offset":28},{"id":2,"label":"claim","start_offset":3,"end_offset":6}],
        "relations":[{"id":1,"from_id":1,"to_id":2,"type":"quantifies"}],"label":[[3,6,"claim"]],"Comments":[],"title":"T","status":"done","offset_unit":"UTF-16"}"#,
    ),
    (
        Format::LabelStudio,
        r#"[{"id":1,"data":{"text":"🌊 Ana said the dam rose 3 m.\n","title":"T","status":"done"},"annotations":[{"completed_by":{"id":1,"email":"a@b"},"result":[
        {"id":"r1","from_name":"label","to_name":"text","type":"labels","value":{"start":24,"end":27,"text":"3 m","labels":["figure"]},"meta":{"attributes":{"certainty":"sure"},"text":["m"]}},
        {"id":"r1","from_name":"note","to_name":"text","type":"textarea","value":{"start":24,"end":27,"text":["n"]}},
        {"id":"r2","from_name":"label","to_name":"text","type":"labels","value":{"start":2,"end":5,"text":"Ana","labels":["claim","caption"]}},
        {"type":"relation","from_id":"r1","to_id":"r2","direction":"right","labels":["quantifies"]}]}],"predictions":[{"model_version":"m","result":[]}]}]"#,
    ),
];

#[test]
fn the_good_files_are_good() {
    for (format, good) in GOOD {
        let files = [File::of("x.json", good), File::of("x.txt", ARTICLE)];
        assert_eq!(Format::recognise(&files), Some(format), "{}", format.name());
        let import = format.read(&files).unwrap().remove(0);
        check_sound(&import.project);
        assert!(
            import.project.annotations.iter().any(|entry| import.project.quote(&entry.target) == "3 m"),
            "{import:?}"
        );
        assert_eq!(import.project.links.len(), 1, "{}: {:?}", format.name(), import.notes);
    }
}

#[test]
fn a_project_without_anything_special_loses_nothing_that_a_person_made() {
    let mut project = marked("[claim:It fell] on [figure:🌊 30 people]\n");
    project.annotations = AnnotationSet::of(project.annotations.iter().map(|entry| {
        let note = "He said: \"no\"\tand\nleft".to_owned();
        Arc::new(Annotation { note, ..Annotation::clone(entry) })
    }));
    project.document.source = "fixture.txt".to_owned();
    for format in [Format::WebAnnotation, Format::Spacy, Format::LabelStudio] {
        assert_eq!(format.write(&project).losses, [], "{}", format.name());
    }
}

// Hostile files.

#[test]
fn ten_thousand_nested_brackets_are_only_text() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let objects = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    for (format, good) in GOOD {
        for deep in [&deep, &objects] {
            let mut file: Value = serde_json::from_str(good).unwrap();
            let mut pointers = Vec::new();
            places_in(&file, String::new(), &mut pointers);
            for pointer in pointers {
                let before = std::mem::replace(file.pointer_mut(&pointer).unwrap(), json!("HERE"));
                let source = file.to_string().replace("\"HERE\"", deep);
                *file.pointer_mut(&pointer).unwrap() = before;
                for import in format.read(&[File::of("x.json", source), File::of("x.txt", ARTICLE)]).unwrap_or_default()
                {
                    check_sound(&import.project);
                }
            }
        }
    }
}

#[test]
fn huge_and_odd_numbers_are_no_offsets() {
    for number in ["4294967296", "18446744073709551616", "1e9", "-1", "2.5", "1e400", "\"24\"", "4294967295", "00"] {
        for (format, good) in GOOD {
            for offset in ["24,", "25,", "27,", "27}", "28}"] {
                let (bare, sign) = offset.split_at(offset.len() - 1);
                let source = good.replace(&format!(":{bare}{sign}"), &format!(":{number}{sign}"));
                for import in format.read(&[File::of("x.json", source), File::of("x.txt", ARTICLE)]).unwrap_or_default()
                {
                    check_sound(&import.project);
                }
            }
        }
    }
}

/// A file with one part many times over, however it is wrong, is read in the time that it takes to look at it, and gives no
/// more notes than a person could read.
#[test]
fn a_file_of_a_hundred_thousand_broken_parts_is_read_in_seconds() {
    let spoilt = ["1", "{}", "{\"id\":\"a\"}", "[9,5,\"x\"]", "{\"start\":1,\"end\":2,\"label\":\"x\",\"id\":\"a\"}"];
    let started = Instant::now();
    for spoilt in spoilt {
        let many = vec![spoilt; 100_000].join(",");
        for (format, source) in [
            (Format::Spacy, format!("{{\"text\":\"word word\",\"spans\":[{many}],\"relations\":[{many}]}}")),
            (Format::Doccano, format!("{{\"text\":\"word word\",\"entities\":[{many}],\"relations\":[{many}]}}")),
            (
                Format::LabelStudio,
                format!("[{{\"data\":{{\"text\":\"word\"}},\"annotations\":[{{\"result\":[{many}]}}]}}]"),
            ),
            (Format::WebAnnotation, format!("[{many}]")),
        ] {
            let imports = format.read(&[File::of("x.json", source), File::of("x.txt", "word")]).unwrap_or_default();
            assert!(imports.iter().all(|import| import.notes.len() < 3_000));
        }
    }
    let labels: Vec<String> = (0..50_000).map(|number| format!("[0,1,\"label {number}\"]")).collect();
    let source = format!("{{\"text\":\"word\",\"label\":[{}]}}", labels.join(","));
    let import = Format::Doccano.read(&[File::of("x.json", source)]).unwrap().remove(0);
    assert!(import.project.labels.labels().len() <= 500);
    assert!(started.elapsed() < Duration::from_secs(60), "it took {:?}", started.elapsed());
}

#[test]
fn a_million_articles_are_not_all_kept() {
    let source = "{\"text\":\"a\",\"spans\":[]}\n".repeat(20_000);
    assert_eq!(spacy::read(&[File::of("x.jsonl", source)]).unwrap().len(), 5_000);
}

// Web Annotation.

/// Reads annotations (the inside of a list) of the small article, and checks what is shown, how many orphans there are, and
/// what each note says.
#[track_caller]
fn check_web(annotations: &str, shown: &str, orphans: usize, said: &[&str]) {
    let files = [File::of("x.jsonld", format!("[{annotations}]")), File::of("x.txt", ARTICLE)];
    let Import { project, notes } = web_annotation::read(&files).unwrap().remove(0);
    assert_eq!(show(&project).trim_end(), shown, "{notes:?}");
    assert_eq!(project.orphans.len(), orphans, "{notes:?}");
    assert_eq!(notes.len(), said.len(), "{notes:?}");
    for (note, said) in notes.iter().zip(said) {
        assert!(note.to_string().contains(said), "{note}\ndoes not say {said}");
    }
}

fn tagged(target: &str) -> String {
    format!(
        r#"{{"id":"urn:x:a","type":"Annotation","body":{{"type":"TextualBody","purpose":"tagging","value":"figure"}},"target":{target}}}"#
    )
}

fn selected(selector: &str) -> String {
    tagged(&format!(r#"{{"source":"urn:x:1","selector":{selector}}}"#))
}

#[test]
fn a_position_alone_a_quote_alone_and_a_fragment_are_places() {
    const THERE: &str = "🌊 Ana said the dam rose [figure:3 m].";
    check_web(&selected(r#"{"type":"TextPositionSelector","start":24,"end":27}"#), THERE, 0, &[]);
    check_web(&selected(r#"[{"type":"TextQuoteSelector","exact":"3 m"}]"#), THERE, 0, &[]);
    check_web(&selected(r#"{"@type":"oa:TextQuoteSelector","exact":"3 m"}"#), THERE, 0, &[]);
    check_web(&selected(r#"{"type":"FragmentSelector","value":"char=24,27"}"#), THERE, 0, &[]);
    check_web(
        &tagged(r#"[{"source":{"id":"urn:x:1"},"selector":[{"type":"TextQuoteSelector","exact":"3 m"}]}]"#),
        THERE,
        0,
        &[],
    );
}

#[test]
fn a_quote_in_several_places_is_found_by_what_is_around_it() {
    let quote = |prefix: &str, suffix: &str| {
        selected(&format!(r#"{{"type":"TextQuoteSelector","exact":"a","prefix":"{prefix}","suffix":"{suffix}"}}"#))
    };
    check_web(&quote("n", " said"), "🌊 An[figure:a] said the dam rose 3 m.", 0, &[]);
    check_web(&quote("the d", "m"), "🌊 Ana said the d[figure:a]m rose 3 m.", 0, &[]);
    check_web(&quote("", ""), "🌊 Ana said the dam rose 3 m.", 1, &["kept aside as an orphan"]);
    check_web(&quote("x", "y"), "🌊 Ana said the dam rose 3 m.", 1, &["kept aside as an orphan"]);
}

#[test]
fn offsets_in_utf16_are_noticed_by_their_quote() {
    let both = |start: u32, end: u32| {
        selected(&format!(
            r#"[{{"type":"TextPositionSelector","start":{start},"end":{end}}},{{"type":"TextQuoteSelector","exact":"3 m"}}]"#
        ))
    };
    const THERE: &str = "🌊 Ana said the dam rose [figure:3 m].";
    check_web(&both(24, 27), THERE, 0, &[]);
    check_web(&both(25, 28), THERE, 0, &["count UTF-16 code units"]);
    check_web(&both(2, 5), THERE, 0, &["stands elsewhere"]);
    check_web(&both(27, 24), THERE, 0, &["stands elsewhere"]);
}

#[test]
fn what_has_no_place_is_told() {
    const NOTHING: &str = "🌊 Ana said the dam rose [figure:3 m].";
    let good = selected(r#"{"type":"TextPositionSelector","start":24,"end":27}"#);
    let with = |bad: &str| format!("{good},{bad}");
    check_web(&with(&selected(r#"{"type":"XPathSelector","value":"/p"}"#)), NOTHING, 0, &["XPathSelector"]);
    check_web(&with(&tagged("\"urn:x:1\"")), NOTHING, 0, &["no selector"]);
    check_web(&with(r#"{"type":"Annotation","id":"x"}"#), NOTHING, 0, &["its label is its motivation", "no target"]);
    check_web(&with(r#"{"type":"Dataset"}"#), NOTHING, 0, &["no annotation"]);
    check_web(&with("7"), NOTHING, 0, &["expected an object"]);
    let far = selected(r#"{"type":"TextPositionSelector","start":24,"end":270}"#);
    check_web(&with(&far), NOTHING, 0, &["beyond the article's end"]);
}

#[test]
fn bodies_of_all_kinds_are_kept() {
    let bodies = r#"[{"purpose":"tagging","value":"figure"},{"purpose":"tagging","value":"more"},{"purpose":"commenting","value":"one"},{"value":"two"},{"purpose":"identifying","source":"http://example.org/dam"},"http://example.org/x"]"#;
    let target = r#"{"source":"urn:x:1","selector":{"type":"TextPositionSelector","start":24,"end":27}}"#;
    let source = format!(
        r#"{{"@context":"c","type":["Annotation"],"body":{bodies},"target":{target},"creator":["ada",{{"nickname":"bob"}}],"rights":"r"}}"#
    );
    let files = [File::of("x.jsonld", source), File::of("x.txt", ARTICLE)];
    let Import { project, notes } = web_annotation::read(&files).unwrap().remove(0);
    let found = project.annotations.at(0).unwrap();
    assert_eq!((found.label.as_str(), found.note.as_str(), found.creator.as_str()), ("figure", "one\ntwo", "ada, bob"));
    let attributes: Vec<(&str, &str)> =
        found.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        attributes,
        [("body", "http://example.org/x"), ("identifying", "http://example.org/dam"), ("tags", "more")]
    );
    let notes: Vec<String> = notes.iter().map(ToString::to_string).collect();
    assert!(notes.len() == 2 && notes[0].contains("more than one tag") && notes[1].contains("rights"), "{notes:?}");
}

#[test]
fn several_articles_find_their_texts_by_hash_or_by_name() {
    let (one, other) = (marked("[claim:One] text."), marked("[figure:Other] text."));
    let mut files = web_annotation::write(&one).files;
    files.extend(web_annotation::write(&other).files);
    files[1].name = "unrelated.txt".to_owned();
    let imports = web_annotation::read(&files).unwrap();
    let shown: Vec<String> = imports.iter().map(|import| show(&import.project)).collect();
    assert_eq!(shown, ["[claim:One] text.", "[figure:Other] text."]);

    let foreign =
        selected(r#"{"type":"TextPositionSelector","start":24,"end":27}"#).replace("urn:x:1", "http://x.org/dam.txt");
    let files = [File::of("a.json", foreign), File::of("b.txt", "word"), File::of("dam.txt", ARTICLE)];
    assert_eq!(web_annotation::read(&files).unwrap().remove(0).project.document.source, "http://x.org/dam.txt");
}

#[test]
fn annotations_without_their_text_and_text_without_annotations_are_refused() {
    let good = selected(r#"{"type":"TextPositionSelector","start":24,"end":27}"#);
    assert_eq!(web_annotation::read(&[File::of("x.json", good)]), Err(ReadError::NoText));
    for nothing in ["{}", "[]", "{\"type\":\"Dataset\"}", "nonsense", ""] {
        let files = [File::of("x.json", nothing), File::of("x.txt", ARTICLE)];
        assert!(matches!(web_annotation::read(&files), Err(ReadError::Malformed { .. })), "{nothing}");
    }
}

#[test]
fn a_collection_of_nothing_is_an_article_without_annotations() {
    let files = [File::of("a.jsonld", "{\"type\":\"AnnotationCollection\"}"), File::of("a.txt", ARTICLE)];
    let import = web_annotation::read(&files).unwrap().remove(0);
    assert_eq!((import.project.document.text.as_str(), import.project.annotations.len()), (ARTICLE, 0));
}

#[test]
fn identifiers_that_are_iris_stay_and_others_come_back() {
    let mut project = marked("[claim:It fell] on [figure:30 people] and [caption:more] of [attribution:them].");
    let ids = ["http://example.org/a?b=1#c", "urn:attest:annotation:x", "a b/ü%41", "x:"];
    project.annotations = AnnotationSet::of(
        project
            .annotations
            .iter()
            .zip(ids)
            .map(|(entry, own)| Arc::new(Annotation { id: id(own), ..Annotation::clone(entry) })),
    );
    let export = web_annotation::write(&project);
    assert!(String::from_utf8_lossy(&export.files[0].bytes).contains("{\"id\":\"http://example.org/a?b=1#c\""));
    let found = back(Format::WebAnnotation, &export).project;
    let found: Vec<&str> = found.annotations.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(found, ids);
}

#[test]
fn what_is_no_moment_in_utc_is_told_and_left_out() {
    let moments = ["2026-11-22T12:00:00Z", "2024-02-29T23:59:59.25Z"];
    let others = [
        "2026-02-29T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-11-22T12:00:00+01:00",
        "yesterday",
        "2026-11-22T12:00:00.Z",
        "2026-11-22t12:00:00Z",
        "2026-11-22T24:00:00Z",
    ];
    for (time, is_written) in moments.iter().map(|time| (time, true)).chain(others.iter().map(|time| (time, false))) {
        let mut project = marked("It fell.");
        let created = attest::domain::project::Timestamp::new(time);
        project
            .annotations
            .insert(Arc::new(Annotation { created, ..annotation("a", "claim", Target::one(span(0, 2))) }));
        let export = web_annotation::write(&project);
        assert_eq!(String::from_utf8_lossy(&export.files[0].bytes).contains(time), is_written, "{time}");
        assert_eq!(export.losses.iter().any(|loss| loss.problem.contains("no moment in UTC")), !is_written, "{time}");
    }
}

// Files of the tools themselves.

#[test]
fn prodigys_own_lines_are_read() {
    let line = r#"{"text":"It fell.\r\nThen rose.","_input_hash":1,"_task_hash":2,"tokens":[{"text":"It","start":0,"end":2,"id":0,"ws":true},{"text":"fell","start":3,"end":7,"id":1,"ws":false}],"spans":[{"start":3,"end":7,"token_start":1,"token_end":1,"label":"EVENT"},{"start":10,"end":14,"label":"claim"}],"relations":[{"head":1,"child":1,"label":"SELF","head_span":{"start":3,"end":7},"child_span":{"start":10,"end":14}}],"answer":"reject"}"#;
    let Import { project, notes } = spacy::read(&[File::of("x.jsonl", format!("{line}\n\n"))]).unwrap().remove(0);
    // The CR is not stored, so what comes after it moves.
    assert_eq!(show_any(&project), "It [EVENT:fell].\n[claim:Then] rose.");
    assert_eq!(project.links.len(), 1);
    assert!(notes.len() == 1 && notes[0].problem.contains("reject"), "{notes:?}");
    assert!(project.labels.get(&LabelId::new("EVENT")).is_some());
}

/// [`show`], with labels of any letters.
fn show_any(project: &Project) -> String {
    let mut shown = String::new();
    for (place, character) in (0..).zip(project.document.text.as_str().chars()) {
        for entry in project.annotations.iter() {
            if entry.target.hull().end().get() == place {
                shown.push(']');
            }
        }
        for entry in project.annotations.iter() {
            if entry.target.hull().start().get() == place {
                shown.push_str(&format!("[{}:", entry.label));
            }
        }
        shown.push(character);
    }
    shown
}

#[test]
fn doccano_exports_without_a_unit_count_as_its_screen_does() {
    let line = r#"{"id":7,"text":"🌊 Ana said","label":[[3,6,"claim"]],"Comments":["c"]}"#;
    let files = [File::of("all.jsonl", line)];
    let Import { project, notes } = doccano::read(&files).unwrap().remove(0);
    assert_eq!(show(&project), "🌊 [claim:Ana] said");
    assert!(
        notes.len() == 2 && notes[0].problem.contains("UTF-16") && notes[1].problem.contains("Comments"),
        "{notes:?}"
    );
    let in_python = doccano::read_in(&files, Unit::CodePoint).unwrap().remove(0);
    assert_eq!(show(&in_python.project), "🌊 A[claim:na ]said");
    let cut = doccano::read(&[File::of("x.jsonl", line.replace("[3,6", "[1,6"))]).unwrap().remove(0);
    assert!(cut.project.annotations.is_empty() && cut.notes.iter().any(|note| note.problem.contains("left out")));
}

#[test]
fn label_studio_files_of_older_versions_and_several_annotators_are_read() {
    let result = r#"[{"id":"r","from_name":"label","to_name":"text","type":"labels","value":{"start":3,"end":8,"text":"Ana\\ns","labels":["claim"]}},
        {"id":"r","from_name":"kind","to_name":"text","type":"choices","value":{"choices":["a","b"]}},
        {"id":"z","from_name":"topic","to_name":"text","type":"choices","value":{"choices":["war"]}}]"#;
    let source = format!(
        r#"{{"data":{{"article":"🌊 Ana\nsaid"}},"annotations":[{{"completed_by":1,"result":{result}}},{{"completed_by":2,"result":{result}}},{{"was_cancelled":true,"result":[]}}]}}"#
    );
    let Import { project, notes } =
        label_studio::read(&[File::of("x.json", source), File::of("label_config.xml", "<View/>")]).unwrap().remove(0);
    let found: Vec<(String, &str, &str)> = project
        .annotations
        .iter()
        .map(|entry| {
            (project.quote(&entry.target), entry.creator.as_str(), entry.attributes.get("kind").unwrap().as_str())
        })
        .collect();
    assert_eq!(found, [("Ana\ns".to_owned(), "annotator 1", "a\nb"), ("Ana\ns".to_owned(), "annotator 2", "a\nb")]);
    let said: Vec<String> = notes.iter().map(ToString::to_string).collect();
    for expected in ["UTF-16", "for the whole text", "stands twice", "skipped by its annotator"] {
        assert!(said.iter().any(|said| said.contains(expected)), "{expected}: {said:#?}");
    }
}

#[test]
fn predictions_are_read_where_there_are_no_annotations() {
    let result = r#"[{"id":"r","from_name":"label","to_name":"text","type":"labels","value":{"start":0,"end":2,"labels":["claim"]}}]"#;
    let source =
        format!(r#"[{{"data":{{"text":"It fell."}},"predictions":[{{"model_version":"m1","result":{result}}}]}}]"#);
    let Import { project, notes } = label_studio::read(&[File::of("x.json", source)]).unwrap().remove(0);
    assert_eq!((show(&project).as_str(), notes.len()), ("[claim:It] fell.", 0));
    assert_eq!(project.annotations.at(0).unwrap().creator, "m1");
}

#[test]
fn a_text_with_emoji_is_written_for_doccano_in_the_unit_that_is_asked_for_and_the_other_is_told() {
    let project = marked("🌊 [claim:Ana] said");
    for (unit, start) in [(Unit::Utf16, 3), (Unit::CodePoint, 2)] {
        let export = doccano::write_in(&project, unit);
        let line: Value = serde_json::from_slice(&export.files[0].bytes).unwrap();
        assert_eq!(line["entities"][0]["start_offset"], start);
        assert_eq!(export.losses.iter().filter(|loss| loss.problem.contains("emoji")).count(), 1);
    }
    let plain = doccano::write(&marked("[claim:Ana] said"));
    assert!(plain.losses.iter().all(|loss| !loss.problem.contains("emoji")));
}
