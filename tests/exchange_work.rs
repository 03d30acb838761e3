//! What the annex does beside the page: writing and reading other tools' formats, and how the words for it are put.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::annex::exporting::{self, Group, Wish, Written, grouped};
use attest::annex::importing::{self, Reading};
use attest::annex::lines::{fields, line};
use attest::annex::work::{Task, outcome, work};
use attest::domain::label::LabelId;
use attest::domain::label::mapping::Fate;
use attest::formats::attest as attest_file;
use attest::formats::exchange::{File, Format, Loss, Unit, archive};
use proptest::collection::vec;
use proptest::prelude::*;
use std::cell::RefCell;
use support::marks::{marked, show};
use support::{hard, random};

fn silent(_: &str) {}

fn file(name: &str, text: &str) -> File {
    File::of(name, text)
}

#[expect(clippy::needless_pass_by_value, reason = "the files are made for it")]
fn read(files: Vec<File>) -> Reading {
    importing::read(&files, &silent)
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![Just(Fate::Create), Just(Fate::Skip), hard::string().prop_map(|label| Fate::Map(LabelId::new(&label)))]
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn a_line_gives_back_its_fields(parts in vec("[a\\\\\t\n\r ü]{0,6}", 1..5)) {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let line = line(&parts);
        prop_assert_eq!(line.lines().count().max(1), 1);
        prop_assert_eq!(fields(&line), parts);
    }

    #[test]
    fn a_task_says_what_it_is(fates in vec((hard::string().prop_map(|label| LabelId::new(&label)), fate()), 0..4)) {
        let mut tasks = vec![Task::Read, Task::Compare, Task::Map(fates)];
        for format in Format::all().filter(|format| format.is_written()) {
            tasks.push(Task::Write(Wish::of(format)));
        }
        tasks.push(Task::Write(Wish { format: Format::Doccano, unit: Unit::CodePoint }));
        for task in tasks {
            prop_assert_eq!(Task::heard(&task.words()), Some(task));
        }
    }

}

proptest! {
    // Each case writes or reads every format.
    #![proptest_config(ProptestConfig { cases: 48, ..support::laws() })]

    #[test]
    fn every_loss_is_told(project in random::project()) {
        for format in Format::all().filter(|format| format.is_written()) {
            let losses = format.write(&project).losses;
            let groups = grouped(losses.clone());
            let mut told: Vec<(String, String)> = Vec::new();
            for Group { problem, items, .. } in &groups {
                let whole = |own: &String| if own.is_empty() { problem.clone() } else { own.clone() };
                told.extend(items.iter().map(|(subject, own)| (subject.clone(), whole(own))));
            }
            let mut expected: Vec<(String, String)> =
                losses.into_iter().map(|loss| (loss.subject, loss.problem)).collect();
            told.sort();
            expected.sort();
            prop_assert_eq!(told, expected);
        }
    }

    #[test]
    fn what_is_written_comes_back_from_the_thread_as_it_is(project in random::project()) {
        let file = attest_file::write(&project);
        for format in Format::all().filter(|format| format.is_written()) {
            let written = exporting::write(&file, Wish::of(format)).unwrap();
            let files = vec![("work".to_owned(), file.clone().into_bytes())];
            let (words, files) = work(&Task::Write(Wish::of(format)).words(), files, &silent);
            let files = files.into_iter().map(|(name, bytes)| File { name, bytes }).collect();
            prop_assert_eq!(Written::heard(outcome(&words).unwrap(), files), written);
        }
    }

    #[test]
    fn what_is_read_comes_back_from_the_thread_as_it_is(project in random::project(), name in hard::string()) {
        for format in Format::all().filter(|format| format.is_read()) {
            let mut files = format.write(&project).files;
            files.push(File { name: format!("{name}.xml"), bytes: b"<nothing/>".to_vec() });
            let expected = read(files.clone());
            let files = files.into_iter().map(|file| (file.name, file.bytes)).collect();
            let (words, files) = work(&Task::Read.words(), files, &silent);
            let files = files.into_iter().map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect();
            prop_assert_eq!(Reading::heard(outcome(&words).unwrap(), files), expected);
        }
    }

    #[test]
    fn every_file_that_is_opened_is_accounted_for(
        names in vec("[ab]\\.(txt|ann|csv|json|jsonl|xml|zip|conf|html|attest\\.json)", 1..6),
        contents in vec(prop_oneof![hard::string(), Just("T1\tclaim 0 1\tA".to_owned()), Just("{\"text\":\"a b\",\"spans\":[]}".to_owned())], 6),
    ) {
        let files: Vec<File> = names.iter().zip(&contents).map(|(name, text)| file(name, text)).collect();
        let count = files.len();
        let reading = read(files);
        let refused: usize = reading.refused.iter().map(|refused| refused.name.split(", ").count()).sum();
        prop_assert!(reading.back.iter().all(|place| *place < count));
        // A file is an article's, the page's, or refused; an article's files are those of its bundle.
        prop_assert!(reading.back.len() + refused + reading.articles.len() > 0);
        if reading.articles.is_empty() {
            prop_assert!(reading.back.len() + refused >= count, "{:?} of {:?}", reading, names);
        }
    }
}

#[test]
fn losses_of_one_kind_stand_together() {
    let loss = |subject: &str, problem: &str, choice: &str| Loss {
        subject: subject.to_owned(),
        problem: problem.to_owned(),
        choice: choice.to_owned(),
    };
    let groups = grouped(vec![
        loss("Figure “12”", "its attribute “kind” has no place in the format", "left out"),
        loss("Claim “a”", "it has 2 parts", "written as 2 annotations"),
        loss("Claim “b”", "its note has no place in the format", "left out"),
        loss("Claim “c”", "it has 3 parts", "written as 3 annotations"),
        loss("Claim “d “e””", "its attribute “certainty” has no place in the format", "left out"),
        loss("Claim “f”", "its note has no place in the format", "left out"),
    ]);
    let shown: Vec<String> =
        groups.iter().map(|group| format!("{}; {}: {}", group.problem, group.choice, group.items.len())).collect();
    assert_eq!(
        shown,
        [
            "its attribute “…” has no place in the format; left out: 2",
            "it has … parts; written as … annotations: 2",
            "its note has no place in the format; left out: 2",
        ]
    );
    assert_eq!(groups[0].items[1].1, "its attribute “certainty” has no place in the format");
    assert_eq!(groups[2].items[1], ("Claim “f”".to_owned(), String::new()));
}

#[test]
fn several_articles_of_several_formats_are_read_at_once() {
    let first = marked("[claim:The dam holds], they said.");
    let second = marked("Headline\n[figure:12 schools] stay shut.");
    let mut files: Vec<File> = Format::Brat.write(&first).files;
    files.push(file("alone.txt", "An article by itself."));
    files.extend(Format::Spacy.write(&second).files);
    files.push(file("work.json", &attest_file::write(&first)));
    files.push(file("other.xml", "<html/>"));
    files.push(file("packed.zip", "PK"));
    let told = RefCell::new(Vec::new());
    let reading = importing::read(&files, &|words| told.borrow_mut().push(words.to_owned()));
    let shown: Vec<String> =
        reading.articles.iter().map(|article| show(&attest_file::read(&article.file).unwrap().0)).collect();
    assert_eq!(shown, ["[claim:The dam holds], they said.", "Headline\n[figure:12 schools] stay shut."]);
    let names: Vec<&str> = reading.back.iter().map(|place| files[*place].name.as_str()).collect();
    assert_eq!(names, ["alone.txt", "work.json"]);
    let refused: Vec<&str> = reading.refused.iter().map(|refused| refused.name.as_str()).collect();
    assert_eq!(refused, ["other.xml", "packed.zip"]);
    assert_eq!(*told.borrow(), ["1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5"]);
}

#[test]
fn what_is_in_an_archive_is_read_and_what_is_not_taken_is_told() {
    let first = marked("[claim:The dam holds], they said.");
    let mut packed = Format::Brat.write(&first).files;
    packed.push(file("alone.txt", "An article by itself."));
    packed.push(file("work.attest.json", &attest_file::write(&marked("[figure:12 schools] stay shut."))));
    packed.push(File { name: "picture.png".to_owned(), bytes: vec![0x89, b'P', b'N', b'G', 0, 1, 2] });
    let whole = archive::write(&packed).unwrap();
    let files = vec![
        file("loose.txt", "A text beside it."),
        File { name: "corpus.zip".to_owned(), bytes: whole.clone() },
        File { name: "cut.zip".to_owned(), bytes: whole[..3].to_vec() },
    ];
    let reading = importing::read(&files, &|_| {});
    let mut shown: Vec<String> =
        reading.articles.iter().map(|article| show(&attest_file::read(&article.file).unwrap().0)).collect();
    shown.sort();
    assert_eq!(shown, ["An article by itself.", "[claim:The dam holds], they said.", "[figure:12 schools] stay shut."]);
    assert_eq!(reading.back, [0]);
    let refused: Vec<&str> = reading.refused.iter().map(|refused| refused.name.as_str()).collect();
    assert_eq!(refused, ["corpus.zip: picture.png", "cut.zip"]);
}

#[test]
fn an_annotation_file_under_any_name_is_left_to_the_page() {
    let text = attest_file::write(&marked("[claim:The dam holds], they said."));
    let reading = read(vec![file("work.json", &text), file("a.attest.json", &text)]);
    assert_eq!((reading.back, reading.articles.len(), reading.refused.len()), (vec![0, 1], 0, 0));
}

#[test]
fn a_table_and_a_text_belong_together_whatever_they_are_called() {
    let project = marked("[claim:The dam holds], they said.");
    let mut files = Format::Csv.write(&project).files;
    let table = files.remove(0);
    let reading =
        read(vec![file("article.txt", project.document.text.as_str()), File { name: "rows.csv".to_owned(), ..table }]);
    assert_eq!(reading.articles.len(), 1, "{reading:?}");
    assert_eq!(reading.back, [] as [usize; 0]);
}

#[test]
fn a_file_of_a_known_format_that_is_broken_is_refused_with_the_reason() {
    let reading = read(vec![file("a.ann", "T1\tclaim 0 3\tThe\n")]);
    assert_eq!(reading.articles, []);
    let [refused] = reading.refused.as_slice() else { panic!("{reading:?}") };
    assert_eq!(refused.name, "a.ann");
    assert!(refused.problem.contains("brat standoff") && refused.problem.contains(".txt"), "{}", refused.problem);
}

#[test]
fn labels_are_told_with_how_much_has_them() {
    let reading = read(vec![
        file("a.ann", "T1\tCLAIM 0 3\tThe\nT2\tclaim 4 7\tdam\nT3\tCLAIM 4 7\tdam\n"),
        file("a.txt", "The dam holds"),
    ]);
    let [article] = reading.articles.as_slice() else { panic!("{reading:?}") };
    let labels: Vec<(&str, usize)> = article.labels.iter().map(|used| (used.id.as_str(), used.count)).collect();
    assert_eq!(labels, [("claim", 1), ("CLAIM", 2)]);
}

#[test]
fn work_that_cannot_be_done_says_why() {
    let (words, files) = work("write\tbrat", vec![("work".to_owned(), b"{".to_vec())], &silent);
    assert!(outcome(&words).unwrap_err().contains("not a readable annotation file"), "{words}");
    assert!(files.is_empty());
    assert!(outcome(&work("sing", Vec::new(), &silent).0).is_err());
    assert!(outcome(&work("write\tbrat", Vec::new(), &silent).0).is_err());
}
