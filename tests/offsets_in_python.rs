//! The promise of the annotation file, kept by Python itself: `doc["text"][s["start"]:s["end"]] == s["quote"]`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::project::Project;
use attest::formats::attest::write;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::fs;
use std::path::Path;
use std::process::Command;
use support::marks::marked;
use support::random;

/// Loads each file, checks every span, and prints how many files and spans there were.
const SCRIPT: &str = r#"
import hashlib, json, sys

spans = 0
for path in sys.argv[1:]:
    with open(path, encoding="utf-8", newline="") as file:
        loaded = json.load(file)
    doc = loaded["document"]
    assert doc["sha256"] == hashlib.sha256(doc["text"].encode("utf-8")).hexdigest(), path
    places = []
    for annotation in loaded["annotations"]:
        before = 0
        for s in annotation["spans"]:
            assert doc["text"][s["start"]:s["end"]] == s["quote"], (path, s)
            assert before <= s["start"] < s["end"], (path, s)
            before = s["end"]
            spans += 1
        places.append((annotation["spans"][0]["start"], -before))
    assert places == sorted(places), path
print(len(sys.argv) - 1, spans)
"#;

/// How many files of random projects Python reads.
const FILES: usize = 60;

/// Random projects on hard texts, and some that are hard for known reasons. The same ones every time.
fn projects() -> Vec<Project> {
    let mut runner = TestRunner::deterministic();
    let strategy = random::project();
    let mut projects: Vec<Project> = (0..FILES).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect();
    projects.push(marked(
        "[claim:👨‍👩‍👧‍👦 around [figure:٣٠٪ 🇸🇾]]\r\n\n\t[caption:𐍈 e\u{301}\u{2028}]\u{85}[attribution:قال صה]",
    ));
    projects.push(marked("[claim#1:“X,” 𝟘] said Y, [claim#1:and 👍🏽 Z]"));
    projects
}

#[test]
fn python_finds_every_quote_at_its_offsets() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("offsets_in_python");
    fs::create_dir_all(&folder).unwrap();
    let projects = projects();
    let mut files = Vec::new();
    for (number, project) in projects.iter().enumerate() {
        let file = folder.join(format!("{number}.attest.json"));
        fs::write(&file, write(project)).unwrap();
        files.push(file);
    }
    let spans: usize =
        projects.iter().flat_map(|project| project.annotations.iter()).map(|entry| entry.target.spans().len()).sum();
    assert!(spans > 100, "there are too few spans to say anything: {spans}");

    let python = Command::new("python3").arg("-c").arg(SCRIPT).args(&files).output();
    let output = python.expect("this test needs python3 on the path, to read annotation files as others will");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "Python disagrees:\n{errors}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), format!("{} {spans}", projects.len()));
}
