//! The command line, run as a person runs it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use attest::formats::exchange::File;
use attest::formats::exchange::archive::{Limits, read, write};
use std::io::Write;
use std::process::{Command, Output, Stdio};

const ARTICLE: &str = "The dam\nOfficials said that about 4,200 people had left their homes.\n";

fn attest(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_attest"))
        .args(arguments)
        .env_remove("NO_COLOR")
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
fn what_a_person_has_rejected_is_not_suggested_again() {
    use attest::domain::annotation::AnnotationSet;
    let (mut project, _) = attest::formats::attest::read(&suggested()).unwrap();
    let key = |one: &attest::domain::annotation::Annotation| attest::domain::suggest::key(&one.label, &one.target);
    let mut rejected: Vec<String> = project.annotations.iter().map(|one| key(one)).collect();
    rejected.sort();
    let kept = rejected.pop().unwrap();
    project.rejected = rejected;
    project.annotations = AnnotationSet::default();
    let output = attest(&["suggest", "-"], &attest::formats::attest::write(&project));
    let (again, _) = attest::formats::attest::read(&text(&output.stdout)).unwrap();
    assert_eq!(again.annotations.iter().map(|one| key(one)).collect::<Vec<_>>(), [kept]);
}

#[test]
fn what_is_suggested_takes_no_identifier_that_another_annotation_has() {
    let (mut project, _) = attest::formats::attest::read(&suggested()).unwrap();
    let count = project.annotations.len();
    let first = (*project.annotations.iter().next().unwrap().clone()).clone();
    // A person has moved it since: what the rules would mark there is not marked any more.
    let target = attest::domain::span::Target::one(attest::domain::span::Span::of(0, 3).unwrap());
    project.annotations.insert(std::sync::Arc::new(attest::domain::annotation::Annotation {
        target: target.clone(),
        ..first.clone()
    }));
    let output = attest(&["suggest", "-"], &attest::formats::attest::write(&project));
    let (again, notes) = attest::formats::attest::read(&text(&output.stdout)).unwrap();
    assert_eq!((again.annotations.len(), notes.len()), (count + 1, 0), "{}", text(&output.stdout));
    assert_eq!(again.annotations.get(&first.id).unwrap().target, target);
    assert!(again.annotations.iter().any(|one| one.target == first.target && one.label == first.label));
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

/// A corpus for brat of two articles, and one that nobody has marked.
fn corpus() -> Vec<File> {
    let mut files =
        vec![File::of("annotation.conf", "[entities]\nfigure\n"), File::of("c/three.txt", "Nobody left.\n")];
    for name in ["one", "two"] {
        files.push(File::of(format!("{name}.txt"), format!("Story {name}\n30 people left.\n")));
        files.push(File::of(format!("{name}.ann"), "T1\tfigure 10 19\t30 people\n"));
    }
    files
}

fn unpacked(path: &str) -> Vec<File> {
    let unpacked = read(&std::fs::read(path).unwrap(), Limits::default()).unwrap();
    assert_eq!(unpacked.notes, []);
    unpacked.files
}

#[test]
fn an_archive_stands_for_the_files_in_it_and_one_can_be_written() {
    let folder = Folder::new("archive");
    let (corpus_zip, own_zip, brat_zip) = (folder.path("corpus.zip"), folder.path("own.zip"), folder.path("brat.ZIP"));
    std::fs::write(&corpus_zip, write(&corpus()).unwrap()).unwrap();

    let output = attest(&["stats", &corpus_zip], "");
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
    let rows = text(&output.stdout);
    assert!(rows.contains(&format!("{corpus_zip}/one.ann\tfigure\t1\t1\t9\n")), "{rows}");
    assert!(rows.contains(&format!("{corpus_zip}/c/three.txt\tfigure\t0\t0\t0\n")), "{rows}");
    assert_eq!(rows.lines().count(), 1 + 3 * 4, "{rows}");

    let output = attest(&["convert", &corpus_zip, "--to", "attest", "-o", &own_zip], "");
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
    let names: Vec<String> = unpacked(&own_zip).into_iter().map(|file| file.name).collect();
    assert_eq!(names, ["Story one.attest.json", "Story two.attest.json", "Nobody left.attest.json"]);

    let output = attest(&["check", &own_zip], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains(&format!("{own_zip}/Story two.attest.json: fits\n")));

    let output = attest(&["convert", &own_zip, "--to", "brat", "-o", &brat_zip], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let files = unpacked(&brat_zip);
    assert_eq!(files.iter().filter(|file| file.name == "annotation.conf").count(), 1);
    for name in ["Story one", "Story two"] {
        let file = files.iter().find(|file| file.name == format!("{name}.ann")).unwrap();
        assert!(text(&file.bytes).starts_with("T1\tfigure 10 19\t30 people\n"), "{}", text(&file.bytes));
    }
    // The same input gives the same bytes.
    let first = std::fs::read(&brat_zip).unwrap();
    attest(&["convert", &own_zip, "--to", "brat", "-o", &brat_zip], "");
    assert_eq!(std::fs::read(&brat_zip).unwrap(), first);
}

#[test]
fn articles_with_one_title_are_all_written() {
    let folder = Folder::new("titles");
    let (zip, out) = (folder.path("in.zip"), folder.path("out.zip"));
    let story = |last: &str| File::of(format!("{last}.txt"), format!("One title\n{last}\n"));
    std::fs::write(&zip, write(&[story("a"), story("b"), story("c")]).unwrap()).unwrap();
    for (format, expected) in [
        ("attest", &["One title.attest.json", "2-One title.attest.json", "3-One title.attest.json"][..]),
        (
            "csv",
            &[
                "One title.csv",
                "One title.txt",
                "2-One title.csv",
                "2-One title.txt",
                "3-One title.csv",
                "3-One title.txt",
            ],
        ),
    ] {
        assert_eq!(attest(&["convert", &zip, "--to", format, "-o", &out], "").status.code(), Some(0));
        let files = unpacked(&out);
        assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), expected);
        assert!(files.iter().any(|file| text(&file.bytes).contains("c\n") || text(&file.bytes).contains("\\nc\\n")));
    }
}

#[test]
fn suggestions_for_many_articles_go_into_a_folder_or_an_archive() {
    let folder = Folder::new("suggest");
    let (zip, out) = (folder.path("in.zip"), folder.path("out.zip"));
    std::fs::write(
        &zip,
        write(&[File::of("a.txt", ARTICLE), File::of("b.txt", ARTICLE.replace("dam", "pond"))]).unwrap(),
    )
    .unwrap();
    assert_eq!(attest(&["suggest", &zip], "").status.code(), Some(2), "where to?");
    assert_eq!(attest(&["suggest", &zip, "-o", &out], "").status.code(), Some(0));
    let files = unpacked(&out);
    assert_eq!(
        files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(),
        ["The dam.attest.json", "The pond.attest.json"]
    );
    assert!(files.iter().all(|file| text(&file.bytes).contains("suggestion:figure/")));
    std::fs::remove_file(&zip).unwrap();
    assert_eq!(attest(&["suggest", "-", "-o", &folder.path("one.attest.json")], ARTICLE).status.code(), Some(0));
    assert_eq!(folder.names(), ["one.attest.json", "out.zip"]);
}

#[test]
fn what_is_wrong_with_an_archive_is_said_and_the_rest_is_read() {
    let folder = Folder::new("broken");
    let (zip, cut, document) = (folder.path("in.zip"), folder.path("cut.zip"), folder.path("letter.docx"));
    let mut files = corpus();
    files.push(File::of("../out.txt", "This leads out."));
    files.push(File::of("settings.json", "{}"));
    let bytes = write(&files).unwrap();
    std::fs::write(&zip, &bytes).unwrap();
    std::fs::write(&cut, &bytes[..bytes.len() - 60]).unwrap();
    std::fs::write(&document, write(&[File::of("[Content_Types].xml", "<Types/>")]).unwrap()).unwrap();
    let stats = |name: &str| {
        let output = attest(&["stats", name], "");
        let marked = text(&output.stdout).lines().filter(|line| line.contains("\tfigure\t1\t1\t9")).count();
        (output.status.code(), marked, text(&output.stderr))
    };
    let (code, marked, told) = stats(&zip);
    assert_eq!((code, marked), (Some(1), 2), "{told}");
    assert!(told.contains("in.zip: ../out.txt: its name leads out of the archive; left out"), "{told}");
    assert!(
        told.contains("in.zip/settings.json: it is none of the formats that Attest reads, or it is broken\n"),
        "{told}"
    );
    let (code, marked, told) = stats(&cut);
    assert_eq!((code, marked), (Some(1), 2), "{told}");
    assert!(told.contains("damaged or cut off"), "{told}");
    let (code, _, told) = stats(&document);
    assert!(code == Some(1) && told.contains("save it as plain text"), "{told}");
    std::fs::write(&zip, "no archive").unwrap();
    let (code, _, told) = stats(&zip);
    assert!(code == Some(1) && told.contains("it is no zip archive"), "{told}");
}

#[test]
fn of_an_archive_only_annotation_files_are_checked() {
    let folder = Folder::new("check");
    let zip = folder.path("in.zip");
    let good = File::of("good.attest.json", suggested());
    let bad = File::of("bad.attest.json", suggested().replace("The dam\\n", "The pond\\n"));
    std::fs::write(&zip, write(&[corpus(), vec![good, bad]].concat()).unwrap()).unwrap();
    let output = attest(&["check", &zip], "");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), format!("{zip}/good.attest.json: fits\n"));
    assert!(
        text(&output.stderr).lines().all(|line| line.starts_with(&format!("{zip}/bad.attest.json: "))),
        "{}",
        text(&output.stderr)
    );
    std::fs::write(&zip, write(&corpus()).unwrap()).unwrap();
    assert_eq!(attest(&["check", &zip], "").status.code(), Some(1), "there is none in it");
}

#[test]
fn each_command_has_help_of_its_own() {
    for command in ["check", "stats", "suggest", "convert"] {
        let help = attest(&[command, "--help"], "");
        assert_eq!(help.status.code(), Some(0));
        let help = text(&help.stdout);
        assert!(help.contains(&format!("Usage: attest {command} FILE")), "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 130), "{help}");
        assert_eq!(text(&attest(&["help", command], "").stdout), help);
        assert_eq!(help.contains("--to FORMAT"), command == "convert");
    }
    assert_eq!(attest(&["help", "fly"], "").status.code(), Some(2));
    assert_eq!(attest(&["fly", "--help"], "").status.code(), Some(2));
    assert_eq!(attest(&["check", "-", "--to", "brat"], "").status.code(), Some(2), "check writes nothing");
    let told = text(&attest(&["convert", "-"], "").stderr);
    assert!(told.contains("attest convert --help tells what there is"), "{told}");
    assert!(!told.contains('\u{1b}'), "no colour where no terminal is: {told:?}");
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
