//! Writes projects in every format, each with what other programs must find in it, for `script/readers`.
//!
//! Not here: the programs that read them (`tests/readers/`). What is written is the same every time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::annotation::{Annotation, AnnotationSet, Link};
use attest::domain::project::{Project, Unknown};
use attest::formats::exchange::archive::write as write_archive;
use attest::formats::exchange::collection::Collection;
use attest::formats::exchange::{File, Format, subject};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use support::marks::marked;
use support::random;

/// How many random projects are written in each format.
const RANDOM: usize = 60;

#[test]
fn every_format_is_written_for_the_readers() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers");
    for format in Format::all().filter(|format| format.is_written()) {
        let _ = fs::remove_dir_all(root.join(format.key()));
        for (number, project) in projects().iter().enumerate() {
            let folder = root.join(format.key()).join(format!("{number:03}"));
            let export = format.write(project);
            assert!(!export.files.is_empty(), "{} wrote nothing", format.name());
            for file in &export.files {
                let path = folder.join(&file.name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, &file.bytes).unwrap();
            }
            let files: Vec<&str> = export.files.iter().map(|file| file.name.as_str()).collect();
            let losses: Vec<Value> = export
                .losses
                .iter()
                .map(|loss| json!({ "subject": loss.subject, "problem": loss.problem, "choice": loss.choice }))
                .collect();
            let mut expected = expected(project);
            expected["files"] = json!(files);
            expected["losses"] = json!(losses);
            fs::write(folder.with_extension("json"), expected.to_string()).unwrap();
        }
    }
}

#[test]
fn archives_are_written_for_the_readers() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers").join("archive");
    let _ = fs::remove_dir_all(&root);
    for (number, project) in projects().iter().enumerate() {
        let mut collection = Collection::default();
        let exports = [Format::Brat, Format::Csv, Format::UimaXmi, Format::UimaXmi].map(|format| format.write(project));
        let files: Vec<File> = exports.into_iter().flat_map(|export| collection.add(export.files)).collect();
        let folder = root.join(format!("{number:03}"));
        let mut names = vec!["exports.zip".to_owned()];
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("exports.zip"), write_archive(&files).unwrap()).unwrap();
        for file in &files {
            let name = format!("plain/{}", file.name);
            fs::create_dir_all(folder.join(&name).parent().unwrap()).unwrap();
            fs::write(folder.join(&name), &file.bytes).unwrap();
            names.push(name);
        }
        let mut expected = expected(project);
        expected["files"] = json!(names);
        expected["losses"] = json!([]);
        fs::write(folder.with_extension("json"), expected.to_string()).unwrap();
    }
}

/// What is to be found in the files: everything but what is among the losses.
fn expected(project: &Project) -> Value {
    let annotations: Vec<Value> = project
        .annotations
        .iter()
        .map(|annotation| {
            let spans: Vec<[u32; 2]> =
                annotation.target.spans().iter().map(|span| [span.start().get(), span.end().get()]).collect();
            json!({
                "id": annotation.id.as_str(),
                "label": annotation.label.as_str(),
                "spans": spans,
                "note": annotation.note,
                "attributes": annotation.attributes.iter().collect::<BTreeMap<_, _>>(),
                "creator": annotation.creator,
                "origin": annotation.origin,
                "created": annotation.created.as_str(),
                "subject": subject(project, annotation),
            })
        })
        .collect();
    let links: Vec<Value> = project
        .links
        .iter()
        .filter(|link| [&link.from, &link.to].iter().all(|end| project.annotations.get(end).is_some()))
        .map(|link| json!({ "id": link.id, "type": link.kind, "from": link.from.as_str(), "to": link.to.as_str() }))
        .collect();
    json!({
        "text": project.document.text.as_str(),
        "title": project.document.title,
        "annotations": annotations,
        "links": links,
    })
}

/// Some projects that are hard for known reasons, and random ones on hard texts.
fn projects() -> Vec<Project> {
    let mut projects = vec![
        news(),
        marked("Nothing is marked here.\n"),
        marked("[claim:👨‍👩‍👧‍👦 around [figure:٣٠٪ 🇸🇾]]\n\n\t[caption:𐍈 e\u{301}\u{2028}]\u{85}[attribution:قال صה]"),
        marked("[claim#1:“X,” 𝟘] said Y, [claim#1:and 👍🏽 Z]"),
        marked("[claim#1:a [figure#1:b[/claim#1] c] [caption:[claim:d]]"),
        marked(
            "\n\n  [claim:First line\nsecond\tline]  \n\n[figure:12\u{a0}500] - [figure:4.5]%\u{3000}[caption:国防部说，“是”。]",
        ),
        marked(
            "[claim:New\u{ad}bury] [claim:schools] [claim:re]open[figure:ed]. [attribution:#] NA null \"quoted\" =1+1 @x\n",
        ),
    ];
    let mut runner = TestRunner::deterministic();
    let strategy = random::project();
    projects.extend((0..RANDOM).map(|_| strategy.new_tree(&mut runner).unwrap().current()));
    projects
}

/// An article such as people mark it, with notes, an attribute and links.
fn news() -> Project {
    let mut project = marked(
        "Dam rises\n\n[attribution:The water board said] on Monday that [claim:the dam at 🌊 Vell had risen by [figure:3 m]]. \
         [claim#1:“It will hold,”] [attribution:said its engineer], [claim#1:“until May.”]\n\
         [caption:The dam on Sunday. /Wire Photo]\n",
    );
    let mut annotations: Vec<Annotation> =
        project.annotations.iter().map(|annotation| Annotation::clone(annotation)).collect();
    annotations[1].note = "check, \"gauge\"".to_owned();
    annotations[1].attributes.insert("certainty".to_owned(), "sure".to_owned());
    project.annotations = AnnotationSet::of(annotations.iter().cloned().map(Arc::new));
    let link = |id: &str, from: usize, kind: &str, to: usize| Link {
        id: id.to_owned(),
        kind: kind.to_owned(),
        from: annotations[from].id.clone(),
        to: annotations[to].id.clone(),
        unknown: Unknown::default(),
    };
    project.links =
        vec![link("l1", 0, "attributes", 1), link("l2", 2, "quantifies", 1), link("l3", 4, "attributes", 3)];
    project
}
