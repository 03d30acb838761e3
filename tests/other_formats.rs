//! Other tools' formats: what is written reads back the same up to what was told as lost, and no file can do harm.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::domain::annotation::{Annotation, AnnotationSet, Attributes, Link};
use attest::domain::project::{Project, Unknown};
use attest::formats::exchange::{Export, File, Format, Import, subject};
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::Arc;
use support::marks::marked;
use support::{hard, random};

/// An annotation as another tool keeps it: label, spans, note, attributes.
type Mark = (String, Vec<(u32, u32)>, String, Attributes);

fn mark(annotation: &Annotation) -> Mark {
    let spans = annotation.target.spans().iter().map(|span| (span.start().get(), span.end().get())).collect();
    (annotation.label.as_str().to_owned(), spans, annotation.note.clone(), annotation.attributes.clone())
}

/// What the losses of an export are about.
fn lost(export: &Export) -> Vec<&str> {
    export.losses.iter().map(|loss| loss.subject.as_str()).collect()
}

/// Reads an export back; the one article in it.
fn read_back(format: Format, export: &Export) -> Import {
    assert_eq!(Format::recognise(&export.files), Some(format), "{:?}", export.files);
    let mut imports = format.read(&export.files).unwrap();
    assert_eq!(imports.len(), 1);
    imports.remove(0)
}

/// Writes and reads: everything of which the export did not say that it cannot be carried is there again.
fn check_round_trip(format: Format, project: &Project) {
    let export = format.write(project);
    let lost = lost(&export);
    let Import { project: back, notes } = read_back(format, &export);
    if !lost.contains(&"the article") {
        assert_eq!(notes, [], "{}", show_files(&export));
        assert_eq!(back.document.title, project.document.title);
        assert_eq!(back.document.text, project.document.text);
    }
    check_text(back.document.text.as_str(), project.document.text.as_str());
    let mut found: Vec<Mark> = back.annotations.iter().map(|annotation| mark(annotation)).collect();
    let mut unsure = 0;
    for annotation in project.annotations.iter() {
        match found.iter().position(|other| *other == mark(annotation)) {
            Some(place) => {
                found.swap_remove(place);
            }
            None => {
                assert!(
                    lost.contains(&subject(project, annotation).as_str()),
                    "lost without a word: {:?}\nfound {found:?}\nof {}",
                    mark(annotation),
                    show_files(&export)
                );
                unsure += annotation.target.spans().len();
            }
        }
    }
    assert!(found.len() <= unsure, "made up: {found:?}");
    assert_eq!(back.orphans, []);
    let is_placed = |link: &&Link| [&link.from, &link.to].iter().all(|end| project.annotations.get(end).is_some());
    let placed = project.links.iter().filter(is_placed).count();
    let links_lost = lost.iter().filter(|subject| subject.starts_with("link ")).count();
    assert!(back.links.len() <= placed && back.links.len() + links_lost >= placed);
}

/// A changed text has the same length, but for a line break more at its end, and other characters only where some cannot be written.
fn check_text(back: &str, text: &str) {
    let is_odd = |sign: char| sign.is_whitespace() || sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}');
    let is_same = |(one, other): (char, char)| one == other || matches!(one, ' ' | '\u{fffd}') && is_odd(other);
    let is_longer = back.chars().count() > text.chars().count();
    let back = back.strip_suffix('\n').filter(|_| is_longer).unwrap_or(back);
    let has_length = back.chars().count() == text.chars().count();
    assert!(has_length && back.chars().zip(text.chars()).all(is_same), "{back:?} is not {text:?}");
}

/// The files as text, for a failure.
fn show_files(export: &Export) -> String {
    let show = |file: &File| format!("== {}\n{}\n", file.name, String::from_utf8_lossy(&file.bytes));
    let losses = export.losses.iter().map(|loss| format!("{loss}\n"));
    export.files.iter().map(show).chain(losses).collect()
}

/// Random projects, without what no file of text can say: a byte order mark as a part of the text.
fn project() -> impl Strategy<Value = Project> {
    random::project()
        .prop_filter("files drop a byte order mark", |project| !project.document.text.as_str().starts_with('\u{feff}'))
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn brat_carries_all_but_what_it_says(project in project()) {
        check_round_trip(Format::Brat, &project);
    }

    #[test]
    fn webanno_tsv_carries_all_but_what_it_says(project in project()) {
        check_round_trip(Format::WebannoTsv, &project);
    }

    #[test]
    fn uima_xmi_carries_all_but_what_it_says(project in project()) {
        check_round_trip(Format::UimaXmi, &project);
    }

    #[test]
    fn csv_carries_all_but_what_it_says(project in project()) {
        check_round_trip(Format::Csv, &project);
    }

    #[test]
    fn conll_carries_the_labels_of_all_tokens(project in project()) {
        check_tokens(&project);
    }

    #[test]
    fn the_same_work_always_gives_the_same_files(project in project()) {
        for format in Format::all() {
            prop_assert_eq!(format.write(&project), format.write(&project.clone()));
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in vec(any::<u8>(), 0..300), name in file_name()) {
        let file = File { name, bytes };
        check_all(&[file]);
    }

    #[test]
    fn arbitrary_lines_never_panic(lines in vec(line(), 0..12), text in hard::source()) {
        for (name, source) in NAMES.iter().zip(std::iter::repeat(lines.concat())) {
            check_all(&[File::of(*name, source), File::of("a.txt", text.clone())]);
        }
    }

    #[test]
    fn damaged_files_are_refused_or_read_as_far_as_they_go(
        project in project(), format in format(), file in 0..3usize, place in 0..4000usize, length in 0..40usize, patch in patch(),
    ) {
        let mut files = format.write(&project).files;
        let count = files.len();
        let bytes = &mut files[file % count].bytes;
        let start = place.min(bytes.len());
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, patch.bytes());
        check_all(&files);
    }

    #[test]
    fn other_line_ends_and_a_byte_order_mark_change_no_span(project in project()) {
        let is_plain = !project.document.text.as_str().contains('\r');
        prop_assume!(is_plain);
        let export = Format::Brat.write(&project);
        let plain = read_back(Format::Brat, &export);
        let windows = with_crlf(&project);
        let imports = Format::Brat.read(&windows).unwrap();
        let spans = |import: &Import| import.project.annotations.iter().map(|one| mark(one)).collect::<Vec<Mark>>();
        prop_assert_eq!(spans(&imports[0]), spans(&plain));
        prop_assert_eq!(&imports[0].project.document.text, &plain.project.document.text);
    }
}

/// The project's brat files as a program on Windows would have written them: CRLF and a byte order mark, both of which count
/// in the offsets.
fn with_crlf(project: &Project) -> Vec<File> {
    let text = project.document.text.as_str();
    let before = |at: u32| 1 + at + text.chars().take(at as usize).filter(|sign| *sign == '\n').count() as u32;
    let export = Format::Brat.write(project);
    let lines = String::from_utf8(export.files[0].bytes.clone()).unwrap();
    let mut moved = String::new();
    for line in lines.lines() {
        let mut fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
        if line.starts_with('T') {
            let (label, places) = fields[1].split_once(' ').unwrap();
            let places: Vec<String> = places
                .split(';')
                .map(|place| {
                    let (start, end) = place.split_once(' ').unwrap();
                    format!("{} {}", before(start.parse().unwrap()), before(end.parse().unwrap()))
                })
                .collect();
            fields[1] = format!("{label} {}", places.join(";"));
        }
        moved.push_str(&fields.join("\t"));
        moved.push_str("\r\n");
    }
    vec![File::of("a.ann", moved), File::of("a.txt", format!("\u{feff}{}", text.replace('\n', "\r\n")))]
}

/// CoNLL: in characters that are no white space, each span stands where it stood, under its label.
fn check_tokens(project: &Project) {
    let is_blank = |sign: char| sign.is_whitespace() || matches!(sign, '\u{1c}'..='\u{1f}');
    let solid = |text: &str| text.chars().filter(|sign| !is_blank(*sign)).collect::<String>();
    let spans = |project: &Project| {
        let text: Vec<char> = project.document.text.as_str().chars().collect();
        let before = |at: u32| text[..at as usize].iter().filter(|sign| !is_blank(**sign)).count();
        let mut spans: Vec<(usize, usize, String)> = Vec::new();
        for annotation in project.annotations.iter() {
            let label = annotation.label.as_str();
            let places =
                annotation.target.spans().iter().map(|span| (before(span.start().get()), before(span.end().get())));
            spans.extend(places.filter(|(start, end)| start < end).map(|(start, end)| (start, end, label.to_owned())));
        }
        spans.sort();
        spans
    };
    let export = Format::Conll.write(project);
    let back = read_back(Format::Conll, &export);
    assert_eq!(solid(back.project.document.text.as_str()), solid(project.document.text.as_str()));
    assert_eq!(spans(&back.project), spans(project), "{}", show_files(&export));
    let has_words = back.notes.iter().all(|note| note.problem.contains("white space"));
    assert!(has_words && back.notes.len() == 1, "{:?}", back.notes);
}

fn format() -> impl Strategy<Value = Format> {
    proptest::sample::select(Format::all().collect::<Vec<Format>>())
}

/// Reads files in every format; whatever could be read can be written in that format and as an annotation file.
fn check_all(files: &[File]) {
    let _ = Format::recognise(files);
    for format in Format::all().filter(|format| format.is_read()) {
        for import in format.read(files).unwrap_or_default() {
            let written = attest::formats::attest::write(&import.project);
            let (again, notes) = attest::formats::attest::read(&written).unwrap();
            assert_eq!(notes, [], "{} gave a project that is none", format.name());
            assert_eq!(again.annotations, import.project.annotations);
            let _ = format.write(&import.project);
        }
    }
}

const NAMES: [&str; 7] = ["a.ann", "a.conll", "a.csv", "a.relations.csv", "a.tsv", "a.xmi", "a.layer2.conll"];

fn file_name() -> impl Strategy<Value = String> {
    prop_oneof![proptest::sample::select(&NAMES[..]).prop_map(str::to_owned), hard::string(), Just("a.txt".to_owned())]
}

/// A line that some format knows, or nearly so.
fn line() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        (0..30u32).prop_map(|number| number.to_string()),
        Just("4294967295".to_owned()),
        Just("99999999999999999999".to_owned()),
        Just("-1".to_owned()),
    ];
    (proptest::sample::select(LINES), number.clone(), number, hard::string())
        .prop_map(|(line, one, two, string)| line.replace("{1}", &one).replace("{2}", &two).replace("{s}", &string))
}

const LINES: &[&str] = &[
    "T{1}\tclaim {1} {2}\t{s}\n",
    "T1\tclaim 0 2;{1} {2}\tword\n",
    "T1\tclaim {1} {2};{1} {2};{2} {1}\n",
    "A{1}\tcertainty T{1} {s}\n",
    "#{1}\tAnnotatorNotes T{1}\t{s}\n",
    "R{1}\tattributes Arg1:T{1} Arg2:T{2}\n",
    "E1\tclaim:T1\nN1\tReference T1 W:{s}\n*\tEquiv T1 T2\n",
    "-DOCSTART- -X- O O\n",
    "{s}\t-X-\t_\tB-{s}\n",
    "word B-claim\nword I-claim\n",
    "word\tI-{s}\n\n",
    "# {s}\n",
    "id,label,part,start,end,text,note\n",
    "label;start_utf16;end_utf16;attribute.{s}\n",
    "a{1},claim,{1},{1},{2},\"{s}\"\",\n",
    "claim;{1};{2};{s}\n",
    "id,type,from,to\nl{1},attributes,a{1},a{2}\n",
    "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|attestId|label|note\n#T_RL=custom.Relation|label|BT_custom.Span\n\n\n",
    "#Text={s}\n",
    "1-{1}\t{1}-{2}\t{s}\t{s}[{1}]\tclaim[{1}]|*[{2}]\t_\t{s}\t1-{1}[{1}_{2}]\t\n",
    "1-1\t0-4\tword\ta1[1]|a2[2]\tclaim[1]|figure[2]\t\\|\\_[1]\tattributes\t1-1[1_2]\t\n",
    "<?xml version=\"1.0\"?><xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" xmlns:custom=\"http:///custom.ecore\">",
    "<cas:Sofa xmi:id=\"{1}\" sofaNum=\"1\" sofaID=\"_InitialView\" sofaString=\"{s}\"/>",
    "<custom:Span xmi:id=\"{1}\" sofa=\"{1}\" begin=\"{1}\" end=\"{2}\" label=\"{s}\"/>",
    "<custom:Relation xmi:id=\"{1}\" sofa=\"1\" begin=\"{1}\" end=\"{2}\" Governor=\"{1}\" Dependent=\"{2}\"/>",
    "<cas:View sofa=\"{1}\" members=\"{1} {2}\"/></xmi:XMI>",
    "<!DOCTYPE a [<!ENTITY b \"{s}\">]>&b;",
    "{s}",
    "\n",
];

/// What files are damaged with.
fn patch() -> impl Strategy<Value = String> {
    prop_oneof!["[\\t\\n\"|,;:_\\[\\]<>&#0-9A-Za-z -]{0,8}", hard::string(), Just("\u{0}".to_owned())]
}

/// An article as people mark it, with notes, an attribute and links.
fn news() -> Project {
    let mut project = marked(
        "Dam rises\n\n[attribution:The board said] on Monday that [claim:the dam at 🌊 Vell had risen by [figure:3 m]]. \
         [claim#1:“It will hold,”] [attribution:said its engineer], [claim#1:“until May.”]\n\
         [caption:The dam on Sunday. /Wire Photo]\n",
    );
    let mut annotations: Vec<Annotation> = project.annotations.iter().map(|one| Annotation::clone(one)).collect();
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
    project.links = vec![link("l1", 0, "attributes", 1), link("l2", 2, "quantifies", 1)];
    project
}

#[test]
fn each_format_writes_the_same_article_as_it_did() {
    for format in Format::all() {
        insta::assert_snapshot!(format.key(), show_files(&format.write(&news())));
    }
}
