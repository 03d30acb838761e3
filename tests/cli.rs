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
