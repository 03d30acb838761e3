//! Files of any formats at once: which belong together, and what is in them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::project::Project;
use attest::formats::attest as own;
use attest::formats::exchange::archive::{Limits, read, write};
use attest::formats::exchange::bundle::{Bundles, Kind, Outcome, beside};
use attest::formats::exchange::collection::Collection;
use attest::formats::exchange::{File, Format};
use proptest::prelude::*;
use std::collections::BTreeSet;
use support::laws;
use support::marks::{marked, show};
use support::random;

/// What is read of files: each article as text with its marks, after the name of its file.
fn articles(files: &[File], said: Option<Kind>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for opened in Bundles::of(files.to_vec(), Vec::new(), said) {
        match opened.outcome {
            Outcome::Articles(imports) => {
                found.extend(imports.iter().map(|import| (opened.name.clone(), show(&import.project))));
            }
            Outcome::Failed(problem) => found.push((opened.name, format!("failed: {problem}"))),
            Outcome::Foreign(_) => found.push((opened.name, "foreign".to_owned())),
        }
    }
    found
}

#[track_caller]
fn check(files: &[File], expected: &[(&str, &str)]) {
    let found = articles(files, None);
    let found: Vec<(&str, &str)> = found.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(found, expected);
}

fn exported(format: Format, source: &str, folder: &str) -> Vec<File> {
    let files = format.write(&marked(source)).files;
    files.into_iter().map(|file| File { name: [folder, &file.name].concat(), bytes: file.bytes }).collect()
}

/// What has to be the same of a project that came through an archive.
fn essence(project: &Project) -> String {
    format!("{} {:?} {:?}", project.document.id, project.annotations.iter().collect::<Vec<_>>(), project.links)
}

fn both_ways() -> impl Iterator<Item = Format> {
    Format::all().filter(|format| format.is_read() && format.is_written())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..laws() })]

    #[test]
    fn any_exports_in_one_archive_are_read_as_each_of_them_alone(
        projects in proptest::collection::vec((random::project(), 0usize..8), 1..5),
    ) {
        let formats: Vec<Format> = both_ways().collect();
        let (mut collection, mut files, mut expected) = (Collection::default(), Vec::new(), Vec::new());
        for (project, choice) in &projects {
            let format = formats[choice % formats.len()];
            let export = format.write(project).files;
            // A table of tokens in which nothing is marked is not known by its contents.
            if Format::recognise(&export[..1]) == Some(format) {
                expected.extend(format.read(&export).into_iter().flatten().map(|import| essence(&import.project)));
                files.extend(collection.add(export));
            }
        }
        let unpacked = read(&write(&files).unwrap(), Limits::default()).unwrap();
        prop_assert_eq!(&unpacked.files, &files);
        let mut found = Vec::new();
        for opened in Bundles::of(unpacked.files, Vec::new(), None) {
            if let (Outcome::Articles(imports), Some(Kind::Other(_))) = (&opened.outcome, opened.kind) {
                found.extend(imports.iter().map(|import| essence(&import.project)));
            }
        }
        found.sort();
        expected.sort();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn no_export_takes_anothers_name(
        exports in proptest::collection::vec(
            ("[ab]{1,2}", "[xy]{0,1}", proptest::option::of("[pq]{0,1}")), 1..9),
    ) {
        let (mut collection, mut names) = (Collection::default(), BTreeSet::new());
        for (stem, text, shared) in exports {
            let mut files = vec![File::of(format!("{stem}.ann"), ""), File::of(format!("{stem}.txt"), text)];
            files.extend(shared.map(|shared| File::of("z.conf", shared)));
            let given: Vec<File> = collection.add(files.clone());
            // Those that are named after the article are all there, under names that go together.
            let prefix = given[0].name.strip_suffix(&format!("{stem}.ann")).unwrap();
            prop_assert_eq!(&given[1].name, &format!("{prefix}{stem}.txt"));
            prop_assert!(given.iter().zip(&files).all(|(given, file)| given.bytes == file.bytes));
            for file in given {
                prop_assert!(names.insert(file.name.to_lowercase()), "{} twice", file.name);
            }
        }
    }
}

#[test]
fn what_exports_share_stands_once_and_what_differs_gets_a_folder() {
    let mut collection = Collection::default();
    let mut add = |stem: &str, shared: &str| -> Vec<String> {
        let files = vec![File::of(format!("{stem}.ann"), ""), File::of("annotation.conf", shared)];
        collection.add(files).into_iter().map(|file| file.name).collect()
    };
    assert_eq!(add("Story", "one"), ["Story.ann", "annotation.conf"]);
    assert_eq!(add("Other", "one"), ["Other.ann"]);
    assert_eq!(add("story", "one"), ["2-story.ann"], "some file systems know no capitals");
    assert_eq!(add("Third", "two"), ["Third/Third.ann", "Third/annotation.conf"]);
    assert_eq!(add("Third", "two"), ["2-Third/Third.ann", "2-Third/annotation.conf"]);
}

#[test]
fn each_pair_of_brats_is_an_article_and_so_is_each_text_alone() {
    check(
        &[
            File::of("a.ann", "T1\tfigure 0 3\tTen\n"),
            File::of("a.txt", "Ten left."),
            File::of("annotation.conf", "[entities]\nfigure\n"),
            File::of("b.txt", "Nobody left."),
            File::of("c.a1", "T1\tclaim 0 3\tOne\n"),
            File::of("c.a2", "T2\tfigure 4 8\tleft\n"),
            File::of("c.txt", "One left."),
            File::of(".hidden.txt", "Not meant."),
        ],
        &[("a.ann", "[figure:Ten] left."), ("c.a1", "[claim:One] [figure:left]."), ("b.txt", "Nobody left.")],
    );
}

#[test]
fn what_remains_to_be_read_is_counted_without_the_texts_of_other_files() {
    let file = |name: &str| {
        let is_text = name.ends_with(".txt");
        File::of(name, if is_text { format!("Text of {name}.\n") } else { "T1\tclaim 0 4\tText\n".to_owned() })
    };
    let files = ["a.txt", "a.ann", "b.txt", "b.ann", "c.txt"].map(file);
    let mut bundles = Bundles::of(files.to_vec(), Vec::new(), None);
    let mut counts = vec![bundles.remaining()];
    while bundles.next().is_some() {
        counts.push(bundles.remaining());
    }
    assert_eq!(counts, [3, 2, 1, 0]);
}

#[test]
fn a_text_is_found_in_another_folder() {
    check(
        &[
            File::of("texts/a.txt", "Ten left."),
            File::of("annotations/a.ann", "T1\tfigure 0 3\tTen\n"),
            File::of("tables/a.csv", "id,label,start,end\n1,claim,0,8\n"),
        ],
        &[("annotations/a.ann", "[figure:Ten] left."), ("tables/a.csv", "[claim:Ten left].")],
    );
}

#[test]
fn tables_links_and_layers_go_with_their_files() {
    let mut files = exported(Format::Csv, "[claim:Ten left], [attribution:she said].", "csv/");
    files.extend(exported(Format::Conll, "[claim:Ten [figure:left]] .", "conll/"));
    files.reverse();
    let found: BTreeSet<String> = articles(&files, None).into_iter().map(|(_, text)| text).collect();
    let expected = ["[claim:Ten left], [attribution:she said].", "[claim:Ten [figure:left]] ."];
    assert_eq!(found, expected.map(str::to_owned).into());
}

#[test]
fn web_annotations_find_their_texts_by_name_or_by_what_they_say() {
    let mut files = exported(Format::WebAnnotation, "One [claim:left].", "a/");
    files.extend(exported(Format::WebAnnotation, "Two [claim:stayed].", "b/"));
    let expected = [("One left..jsonld", "One [claim:left]."), ("Two stayed..jsonld", "Two [claim:stayed].")];
    let read = |files: &[File]| -> Vec<String> { articles(files, None).into_iter().map(|(_, text)| text).collect() };
    assert_eq!(read(&files), expected.map(|(_, text)| text));
    // Under other names the hash of the text tells.
    for (number, file) in files.iter_mut().enumerate() {
        let ending = file.name.rsplit('.').next().unwrap().to_owned();
        file.name = format!("{number}.{ending}");
    }
    assert_eq!(read(&files), expected.map(|(_, text)| text));
}

#[test]
fn annotation_files_are_read_beside_anything_else() {
    let file = |source: &str| own::write(&marked(source));
    check(
        &[
            File::of("one.attest.json", file("[claim:One].")),
            File::of("renamed.json", file("[claim:Two].")),
            File::of("package.json", "{\"name\": \"x\"}"),
            File::of("picture.png", "\u{0}\u{1}"),
            File::of("page.html", "<p>A page.</p>"),
            File::of("broken.attest.json", "{"),
            File::of("README", "Read me."),
            File::of("empty.txt", " \n"),
            File::of("one.txt", "One."),
        ],
        &[
            ("one.attest.json", "[claim:One]."),
            ("renamed.json", "[claim:Two]."),
            ("package.json", "foreign"),
            ("picture.png", "foreign"),
            ("page.html", "foreign"),
            (
                "broken.attest.json",
                "failed: This is not a readable annotation file: the JSON ends too early at line 1, column 1.",
            ),
            ("README", "Read me."),
            ("empty.txt", "failed: it is empty"),
        ],
    );
}

#[test]
fn a_project_of_inceptions_is_an_article_for_each_person_who_annotated() {
    let zipped = |source: &str, name: &str| {
        let mut files = exported(Format::UimaXmi, source, "");
        files[0].name = format!("{name}.xmi");
        write(&files).unwrap()
    };
    let entry = |name: &str, bytes: Vec<u8>| File { name: name.to_owned(), bytes };
    let project = [
        entry("annotation/story.txt/INITIAL_CAS.zip", zipped("Ten left.", "INITIAL_CAS")),
        entry("annotation/story.txt/admin.zip", zipped("[figure:Ten] left.", "admin")),
        entry("annotation/story.txt/bea.zip", zipped("[claim:Ten left].", "bea")),
        entry("annotation/untouched.txt/INITIAL_CAS.zip", zipped("Nobody came.", "INITIAL_CAS")),
        File::of("exportedproject.json", "{\"name\": \"news\", \"source_documents\": []}"),
        File::of("source/story.txt", "Ten left."),
        File::of("source/untouched.txt", "Nobody came."),
    ];
    let unpacked = read(&write(&project).unwrap(), Limits::default()).unwrap();
    assert_eq!(unpacked.notes, []);
    check(
        &unpacked.files,
        &[
            ("annotation/story.txt/admin/admin.xmi", "[figure:Ten] left."),
            ("annotation/story.txt/bea/bea.xmi", "[claim:Ten left]."),
            ("exportedproject.json", "foreign"),
            ("annotation/untouched.txt/INITIAL_CAS/INITIAL_CAS.xmi", "Nobody came."),
        ],
    );
}

#[test]
fn what_files_are_can_be_said() {
    let files = [File::of("a.attest.json", "{\"a\": 1}"), File::of("b.csv", "One.")];
    let texts = articles(&files, Kind::of("text"));
    assert_eq!(texts, [("a.attest.json".to_owned(), "{\"a\": 1}".to_owned()), ("b.csv".to_owned(), "One.".to_owned())]);
    assert!(articles(&files, Kind::of("attest"))[1].1.starts_with("failed"));
    let pair = [File::of("a.annotations", "T1\tfigure 0 3\tTen\n"), File::of("a.txt", "Ten left.")];
    assert_eq!(articles(&pair, None)[0].1, "foreign");
    assert_eq!(Kind::of("tei"), None, "it is written and not read");
    assert_eq!(Kind::of("brat"), Some(Kind::Other(Format::Brat)));
}

#[test]
fn files_beside_are_used_and_are_no_articles() {
    assert_eq!(beside("news/a.ann"), ["news/a.txt", "news/a.relations.csv"]);
    assert_eq!(beside("a.attest.json"), [""; 0]);
    let read = |name: &str, contents: &str| {
        let text = File::of("a.txt", "Ten left.");
        let bundles = Bundles::of(vec![File::of(name, contents)], vec![text], None);
        bundles.map(|opened| (opened.name, matches!(opened.outcome, Outcome::Articles(_)))).collect::<Vec<_>>()
    };
    assert_eq!(read("a.ann", "T1\tfigure 0 3\tTen\n"), [("a.ann".to_owned(), true)]);
    assert_eq!(read("a.csv", "one,two\n1,2\n"), [("a.csv".to_owned(), false)], "it is no table of annotations");
}
