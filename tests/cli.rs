//! The command line, run as a person runs it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

const ARTICLE: &str = "The dam\nOfficials said that about 4,200 people had left their homes.\n";

fn attest(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_attest"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn suggested() -> String {
    let output = attest(&["suggest", "-"], ARTICLE);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn what_is_suggested_is_an_annotation_file_that_fits() {
    let file = suggested();
    assert!(file.contains("\"origin\":\"suggestion:figure/"), "{file}");
    let output = attest(&["check", "-"], &file);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(0), "-: fits\n"));
}

#[test]
fn a_changed_text_does_not_fit() {
    let output = attest(&["check", "-"], &suggested().replace("The dam\\n", "The pond\\n"));
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("hash"), "{}", text(&output.stderr));
}

#[test]
fn annotations_are_counted_by_label() {
    let output = attest(&["stats", "-"], &suggested());
    assert!(text(&output.stdout).contains("-\tfigure\t1\t1\t"), "{}", text(&output.stdout));
}

#[test]
fn a_file_is_converted_there_and_back() {
    let table = attest(&["convert", "-", "--to", "csv", "-o", "-"], &suggested());
    assert_eq!(table.status.code(), Some(0), "{}", text(&table.stderr));
    assert!(text(&table.stdout).contains("4,200 people"), "{}", text(&table.stdout));
    let again = attest(&["convert", "-", "--to", "attest", "-o", "-"], &suggested());
    assert_eq!(text(&again.stdout), suggested());
}

/// A folder of its own for a test, gone with it.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("attest-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

#[test]
fn a_file_finds_the_text_beside_it_and_a_folder_stands_for_its_files() {
    let (corpus, out) = (Folder::new("corpus"), Folder::new("out"));
    for name in ["one", "two"] {
        std::fs::write(corpus.path(&format!("{name}.txt")), format!("Story {name}\n30 people left.\n")).unwrap();
        std::fs::write(corpus.path(&format!("{name}.ann")), "T1\tfigure 10 19\t30 people\n").unwrap();
    }
    std::fs::write(corpus.path("annotation.conf"), "[entities]\nfigure\n").unwrap();
    std::fs::write(corpus.path("three.txt"), "A story that nobody has marked yet.\n").unwrap();
    let stats = |files: &[&str]| {
        let output = attest(&[&["stats"], files].concat(), "");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout).lines().filter(|line| line.contains("\tfigure\t1\t1\t9")).count()
    };
    assert_eq!(stats(&[&corpus.path("one.ann")]), 1, "its text is found");
    assert_eq!(stats(&[&corpus.path("one.ann"), &corpus.path("one.txt")]), 1, "and is no second article");
    assert_eq!(stats(&[&corpus.path("")]), 2);
    let output = attest(&["convert", &corpus.path(""), "--to", "attest", "-o", &out.path("")], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(
        out.names(),
        ["A story that nobody has marked yet.attest.json", "Story one.attest.json", "Story two.attest.json"]
    );
}

#[test]
fn what_a_file_is_can_be_said() {
    let output = attest(&["convert", "-", "--from", "text", "--to", "attest", "-o", "-"], "{\"a\": 1}");
    assert!(text(&output.stdout).contains("\"text\":\"{\\\"a\\\": 1}\""), "{}", text(&output.stdout));
    let output = attest(&["stats", "-", "--from", "attest"], ARTICLE);
    assert_eq!(output.status.code(), Some(1), "a text is no annotation file");
    assert_eq!(attest(&["stats", "-", "--from", "tei"], ARTICLE).status.code(), Some(2), "it is written and not read");
}

#[test]
fn what_is_not_understood_is_said_with_exit_code_2() {
    for arguments in
        [&["fly"][..], &[], &["check"], &["check", "--loud", "-"], &["convert", "-", "--to", "stone", "-o", "-"]]
    {
        assert_eq!(attest(arguments, "").status.code(), Some(2), "{arguments:?}");
    }
    assert_eq!(attest(&["--help"], "").status.code(), Some(0));
    assert_eq!(attest(&["check", "there-is-no-such-file"], "").status.code(), Some(1));
}
