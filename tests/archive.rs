//! Zip archives: what is written is read again, what others wrote is read, and nothing in one can do harm.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::formats::exchange::File;
use attest::formats::exchange::archive::{Limits, NotRead, Unpacked, is_archive, read, write};
use proptest::prelude::*;
use std::collections::BTreeSet;
use support::laws;

/// An archive put together by hand, so that each of its fields can be wrong.
#[derive(Clone)]
struct Zip {
    entries: Vec<Entry>,
    prelude: Vec<u8>,
    /// Whether the list at the end has sizes and places of 64 bits.
    is_zip64: bool,
    /// Whether each file's sizes stand behind it.
    has_descriptors: bool,
}

#[derive(Clone)]
struct Entry {
    name: Vec<u8>,
    flags: u16,
    method: u16,
    packed: Vec<u8>,
    size: u32,
    checksum: u32,
    mode: u32,
    extra: Vec<u8>,
}

impl Entry {
    fn stored(name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.as_bytes().to_vec(),
            flags: 0x800,
            method: 0,
            packed: bytes.to_vec(),
            size: bytes.len() as u32,
            checksum: checksum(bytes),
            mode: 0o100_644,
            extra: Vec::new(),
        }
    }

    fn deflated(name: &str, bytes: &[u8]) -> Self {
        let packed = miniz_oxide::deflate::compress_to_vec(bytes, 9);
        Self { method: 8, packed, ..Self::stored(name, bytes) }
    }
}

/// The checksum by its definition, bit by bit.
fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = !0u32;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

fn put(out: &mut Vec<u8>, numbers: &[(u64, usize)]) {
    for (number, width) in numbers {
        out.extend_from_slice(&number.to_le_bytes()[..*width]);
    }
}

impl Zip {
    fn of(entries: Vec<Entry>) -> Self {
        Self { entries, prelude: Vec::new(), is_zip64: false, has_descriptors: false }
    }

    fn bytes(&self) -> Vec<u8> {
        let (mut out, mut list) = (self.prelude.clone(), Vec::new());
        for entry in &self.entries {
            let start = (out.len() - self.prelude.len()) as u64;
            let (packed, size) = (entry.packed.len() as u64, u64::from(entry.size));
            let flags = u64::from(entry.flags) | if self.has_descriptors { 8 } else { 0 };
            let head = |sizes: [u64; 3], extra: usize| {
                let mut out = Vec::new();
                put(&mut out, &[(45, 2), (flags, 2), (entry.method.into(), 2), (0, 2), (33, 2)]);
                put(
                    &mut out,
                    &[(sizes[0], 4), (sizes[1], 4), (sizes[2], 4), (entry.name.len() as u64, 2), (extra as u64, 2)],
                );
                out
            };
            let real = [entry.checksum.into(), packed, size];
            out.extend_from_slice(b"PK\x03\x04");
            out.extend(head(if self.has_descriptors { [0; 3] } else { real }, entry.extra.len()));
            out.extend_from_slice(&entry.name);
            out.extend_from_slice(&entry.extra);
            out.extend_from_slice(&entry.packed);
            if self.has_descriptors {
                out.extend_from_slice(b"PK\x07\x08");
                put(&mut out, &[(real[0], 4), (real[1], 4), (real[2], 4)]);
            }
            list.extend_from_slice(b"PK\x01\x02");
            put(&mut list, &[(3 << 8 | 45, 2)]);
            let mut extra = entry.extra.clone();
            let mut shown = real;
            if self.is_zip64 {
                put(&mut extra, &[(1, 2), (24, 2), (size, 8), (packed, 8), (start, 8)]);
                shown = [real[0], u32::MAX.into(), u32::MAX.into()];
            }
            list.extend(head(shown, extra.len()));
            let place = if self.is_zip64 { u32::MAX.into() } else { start };
            put(&mut list, &[(0, 2), (0, 2), (0, 2), (u64::from(entry.mode) << 16, 4), (place, 4)]);
            list.extend_from_slice(&entry.name);
            list.extend_from_slice(&extra);
        }
        let (start, number) = ((out.len() - self.prelude.len()) as u64, self.entries.len() as u64);
        let length = list.len() as u64;
        out.extend(list);
        if self.is_zip64 {
            let end = (out.len() - self.prelude.len()) as u64;
            out.extend_from_slice(b"PK\x06\x06");
            put(
                &mut out,
                &[(44, 8), (45, 2), (45, 2), (0, 4), (0, 4), (number, 8), (number, 8), (length, 8), (start, 8)],
            );
            out.extend_from_slice(b"PK\x06\x07");
            put(&mut out, &[(0, 4), (end, 8), (1, 4)]);
        }
        let shown = |number: u64, width: usize| (if self.is_zip64 { u64::MAX } else { number }, width);
        out.extend_from_slice(b"PK\x05\x06");
        put(&mut out, &[(0, 2), (0, 2), shown(number, 2), shown(number, 2), shown(length, 4), shown(start, 4), (0, 2)]);
        out
    }
}

fn names(unpacked: &Unpacked) -> Vec<&str> {
    unpacked.files.iter().map(|file| file.name.as_str()).collect()
}

fn notes(unpacked: &Unpacked) -> Vec<String> {
    unpacked.notes.iter().map(ToString::to_string).collect()
}

fn opened(entries: Vec<Entry>) -> Unpacked {
    read(&Zip::of(entries).bytes(), Limits::default()).unwrap()
}

/// Checks that a good file beside a bad one is read, and what is said of the bad one.
#[track_caller]
fn spoils_only_itself(bad: Entry, told: &str) {
    let unpacked = opened(vec![bad, Entry::deflated("good.txt", b"All is well.")]);
    assert_eq!(unpacked.files, [File::of("good.txt", "All is well.")]);
    assert_eq!(unpacked.notes.len(), 1, "{:?}", unpacked.notes);
    assert!(unpacked.notes[0].problem.contains(told), "{:?}", unpacked.notes);
}

fn some_files() -> impl Strategy<Value = Vec<File>> {
    let name = prop_oneof!["[a-z]{1,3}\\.txt", "[a-zß月🌊]{1,4}/[é a-z]{1,4}\\.(ann|txt)"];
    let bytes = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..400),
        "[ab ]{0,3000}".prop_map(String::into_bytes),
        (any::<u8>(), 0usize..20_000).prop_map(|(byte, count)| vec![byte; count]),
    ];
    proptest::collection::btree_map(name, bytes, 0..8).prop_map(|files| {
        files.into_iter().map(|(name, bytes)| File { name: name.replace("/ ", "/x"), bytes }).collect()
    })
}

proptest! {
    #![proptest_config(laws())]

    #[test]
    fn what_is_written_is_read(files in some_files()) {
        let written = write(&files).unwrap();
        prop_assert!(is_archive(&written));
        prop_assert_eq!(&written, &write(&files).unwrap());
        let unpacked = read(&written, Limits::default()).unwrap();
        prop_assert_eq!(unpacked, Unpacked { files, notes: Vec::new() });
    }

    #[test]
    fn no_changed_byte_makes_it_panic_or_take_more_than_the_limit(
        files in some_files(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6),
        has_descriptors: bool,
        is_zip64: bool,
    ) {
        let entries = files.iter().map(|file| Entry::deflated(&file.name, &file.bytes)).collect();
        let mut bytes = Zip { has_descriptors, is_zip64, ..Zip::of(entries) }.bytes();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] ^= byte;
        }
        let limits = Limits { files: 6, bytes: 50_000, ratio: 200 };
        if let Ok(unpacked) = read(&bytes, limits) {
            prop_assert!(unpacked.files.len() <= 6);
            prop_assert!(unpacked.files.iter().map(|file| file.bytes.len()).sum::<usize>() <= 50_000);
            let names: BTreeSet<&str> = unpacked.files.iter().map(|file| file.name.as_str()).collect();
            prop_assert_eq!(names.len(), unpacked.files.len());
            // Contents are held against their checksum: what is given is what was put in.
            for file in &unpacked.files {
                prop_assert!(files.iter().any(|known| known.bytes == file.bytes), "{:?}", file);
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(start in prop_oneof![Just(&b"PK\x03\x04"[..]), Just(&b"PK\x05\x06"[..]), Just(&b""[..])], rest: Vec<u8>) {
        let _ = read(&[start, &rest].concat(), Limits::default());
    }

    #[test]
    fn no_name_leads_out_of_the_archive(name in "[./\\\\a:C\u{0}-\u{1f}]{0,12}") {
        let unpacked = opened(vec![Entry::stored(&name, b"x")]);
        for file in &unpacked.files {
            prop_assert!(!file.name.starts_with('/') && !file.name.contains('\\'), "{:?}", file.name);
            prop_assert!(file.name.split('/').all(|part| !["", ".", ".."].contains(&part)), "{:?}", file.name);
            prop_assert!(!file.name.chars().any(char::is_control), "{:?}", file.name);
            prop_assert!(!file.name.starts_with("C:") && !file.name.starts_with("a:"), "{:?}", file.name);
        }
    }
}

#[test]
fn an_archive_that_is_cut_off_anywhere_gives_the_files_before_the_cut() {
    let files = [
        ("one.txt", "The first of them. ".repeat(9)),
        ("two.txt", "The second.".to_owned()),
        ("three.txt", "3".to_owned()),
    ];
    let entries: Vec<Entry> = files.iter().map(|(name, text)| Entry::deflated(name, text.as_bytes())).collect();
    for (has_descriptors, is_zip64) in [(false, false), (true, false), (false, true)] {
        let whole = Zip { has_descriptors, is_zip64, ..Zip::of(entries.clone()) };
        let bytes = whole.bytes();
        // Where each file ends.
        let ends: Vec<usize> = (1..=3)
            .map(|count| {
                let first = Zip { entries: entries[..count].to_vec(), ..whole.clone() }.bytes();
                first.windows(4).position(|four| four == b"PK\x01\x02").unwrap()
            })
            .collect();
        for cut in 0..bytes.len() {
            let before = ends.iter().filter(|end| **end <= cut).count();
            match read(&bytes[..cut], Limits::default()) {
                Ok(unpacked) => {
                    let expected: Vec<&str> = files[..before].iter().map(|(name, _)| *name).collect();
                    assert_eq!(names(&unpacked), expected, "cut at {cut}");
                    assert!(unpacked.notes.iter().any(|note| note.problem.contains("cut off")), "cut at {cut}");
                }
                Err(NotRead::Foreign) => assert!(cut < 4, "cut at {cut}"),
                Err(problem) => assert!(problem == NotRead::Damaged && before == 0, "cut at {cut}: {problem}"),
            }
        }
    }
}

#[test]
fn sizes_of_64_bits_descriptors_and_what_stands_before_an_archive_are_read() {
    let entries = vec![Entry::deflated("a.txt", b"text"), Entry::stored("b/c.txt", b"stored")];
    let expected = [File::of("a.txt", "text"), File::of("b/c.txt", "stored")];
    for (is_zip64, has_descriptors, prelude) in
        [(true, false, ""), (true, true, ""), (false, true, ""), (false, false, "#!/bin/sh\n"), (false, true, "MZ")]
    {
        let zip = Zip { is_zip64, has_descriptors, prelude: prelude.as_bytes().to_vec(), ..Zip::of(entries.clone()) };
        let unpacked = read(&zip.bytes(), Limits::default()).unwrap();
        assert_eq!((unpacked.files.as_slice(), notes(&unpacked)), (&expected[..], Vec::new()));
    }
    assert_eq!(read(&Zip::of(Vec::new()).bytes(), Limits::default()), Ok(Unpacked::default()));
}

#[test]
fn a_bad_file_spoils_only_itself_and_is_told_of() {
    let text = Entry::deflated("bad.txt", b"Something that was marked.");
    spoils_only_itself(Entry { flags: 1, ..text.clone() }, "encrypted");
    spoils_only_itself(Entry { method: 12, ..text.clone() }, "packed with BZIP2");
    spoils_only_itself(Entry { method: 93, ..text.clone() }, "not read here");
    spoils_only_itself(Entry { method: 4711, ..text.clone() }, "method 4711");
    spoils_only_itself(Entry { checksum: 1, ..text.clone() }, "damaged");
    spoils_only_itself(Entry { packed: vec![0xff; 20], ..text.clone() }, "damaged");
    spoils_only_itself(Entry { packed: text.packed[..4].to_vec(), ..text.clone() }, "damaged");
    spoils_only_itself(Entry { size: 3, ..text.clone() }, "not as large");
    spoils_only_itself(Entry { size: 3000, ..text.clone() }, "not as large");
    spoils_only_itself(Entry { method: 0, ..text.clone() }, "not as large");
    spoils_only_itself(Entry { mode: 0o120_777, ..text.clone() }, "points to another file");
    spoils_only_itself(Entry { name: b"../bad.txt".to_vec(), ..text.clone() }, "leads out");
    spoils_only_itself(Entry { name: b"a\\..\\..\\bad.txt".to_vec(), ..text.clone() }, "leads out");
    spoils_only_itself(Entry { name: Vec::new(), ..text }, "no name");
}

#[test]
fn folders_and_what_computers_keep_for_themselves_are_passed_over() {
    let names_of_none =
        ["folder/", "__MACOSX/._a.txt", "a/.DS_Store", "._b.txt", "c/Thumbs.db", "desktop.ini", "./", "d\\"];
    let mut entries: Vec<Entry> = names_of_none.iter().map(|name| Entry::stored(name, b"")).collect();
    entries.push(Entry::stored("folder/a.txt", b"a"));
    let unpacked = opened(entries);
    assert_eq!((names(&unpacked), notes(&unpacked)), (vec!["folder/a.txt"], Vec::new()));
}

#[test]
fn absolute_names_are_taken_from_the_top_of_the_archive() {
    let unpacked = opened(vec![
        Entry::stored("/etc/a.txt", b"a"),
        Entry::stored("C:\\news\\b.txt", b"b"),
        Entry::stored(".//c//./d.txt", b"d"),
    ]);
    assert_eq!(names(&unpacked), ["etc/a.txt", "news/b.txt", "c/d.txt"]);
    assert_eq!(unpacked.notes.len(), 2, "{:?}", unpacked.notes);
}

#[test]
fn of_two_files_with_one_name_the_later_is_read() {
    let unpacked = opened(vec![
        Entry::stored("a.txt", b"older"),
        Entry::stored("b.txt", b"b"),
        Entry::stored("./a.txt", b"newer"),
    ]);
    assert_eq!(unpacked.files, [File::of("a.txt", "newer"), File::of("b.txt", "b")]);
    assert!(unpacked.notes[0].problem.contains("stands twice"), "{:?}", unpacked.notes);
}

#[test]
fn names_are_utf8_or_code_page_437_or_what_the_extra_field_says() {
    let named = |name: &[u8], flags: u16, extra: Vec<u8>| {
        let unpacked = opened(vec![Entry { name: name.to_vec(), flags, extra, ..Entry::stored("", b"x") }]);
        unpacked.files[0].name.clone()
    };
    assert_eq!(named("Zürich 🌊.txt".as_bytes(), 0x800, Vec::new()), "Zürich 🌊.txt");
    assert_eq!(named("Zürich.txt".as_bytes(), 0, Vec::new()), "Zürich.txt", "UTF-8 that does not say so");
    assert_eq!(named(b"Z\x81rich \xe1\x9b\xff.txt", 0, Vec::new()), "Zürich ß¢\u{a0}.txt");
    assert_eq!(named(b"a\xffb.txt", 0x800, Vec::new()), "a\u{fffd}b.txt", "said to be UTF-8, and it is not");
    let unicode = |of: &[u8], name: &str| {
        let mut field = Vec::new();
        put(&mut field, &[(0x7075, 2), (5 + name.len() as u64, 2), (1, 1), (checksum(of).into(), 4)]);
        field.extend_from_slice(name.as_bytes());
        field
    };
    assert_eq!(named(b"??.txt", 0, unicode(b"??.txt", "月.txt")), "月.txt");
    assert_eq!(named(b"new.txt", 0, unicode(b"old.txt", "月.txt")), "new.txt", "the field is of another name");
    assert_eq!(named(b"a\x1b[31m\n.txt", 0x800, Vec::new()), "a_[31m_.txt");
}

#[test]
fn a_bomb_is_not_unpacked() {
    let one = Entry::deflated("zeros.txt", &vec![0; 1 << 20]);
    let ten = Entry::deflated("bomb.txt", &vec![0; 10 << 20]);
    spoils_only_itself(ten.clone(), "200 times");
    // It says that it is small.
    spoils_only_itself(Entry { size: 20, ..ten.clone() }, "not as large");
    // It says that it is larger than anything.
    spoils_only_itself(Entry { size: u32::MAX - 1, ..ten }, "larger than the 256 MB");
    // A small one is none, however tightly it is packed.
    assert_eq!(opened(vec![one.clone()]).notes, []);

    let many = |entry: Entry, count: usize| -> Vec<u8> {
        let numbered = |number: usize| Entry { name: format!("{number}.txt").into_bytes(), ..entry.clone() };
        Zip::of((0..count).map(numbered).collect()).bytes()
    };
    let limits = Limits { files: 10_000, bytes: 5 << 20, ratio: 200 };
    let unpacked = read(&many(one.clone(), 50), limits).unwrap();
    assert_eq!((unpacked.files.len(), unpacked.notes.len()), (5, 45));
    assert!(unpacked.notes[0].problem.contains("more than 5 MB"), "{:?}", unpacked.notes[0]);

    // Damaged files count too: unpacking them is work.
    let unpacked = read(&many(Entry { checksum: 1, ..one }, 50), limits).unwrap();
    assert_eq!(unpacked.notes.iter().filter(|note| note.problem.contains("damaged")).count(), 5);

    let unpacked = read(&many(Entry::stored("", b"x"), 120), Limits { files: 100, ..limits }).unwrap();
    assert_eq!(unpacked.files.len(), 100);
    assert!(notes(&unpacked)[0].contains("20 were left out"), "{:?}", unpacked.notes);
}

#[test]
fn no_more_than_a_hundred_notes_are_kept() {
    let many =
        (0..1_000u32).map(|number| Entry { flags: 1, ..Entry::stored(&format!("{number}.txt"), b"x") }).collect();
    let unpacked = opened(many);
    assert_eq!(unpacked.notes.len(), 101);
    assert!(notes(&unpacked)[100].contains("900 more"), "{:?}", unpacked.notes[100]);
}

#[test]
fn an_archive_within_an_archive_is_read_and_no_deeper() {
    let inner = |entries: Vec<Entry>| Zip::of(entries).bytes();
    let deepest = inner(vec![Entry::stored("deep.txt", b"deep")]);
    let middle = inner(vec![Entry::stored("admin.xmi", b"<xmi/>"), Entry::stored("more.zip", &deepest)]);
    let outer = vec![
        Entry::deflated("annotation/story.txt/admin.zip", &middle),
        Entry::stored("broken.zip", &middle[..middle.len() - 30]),
        Entry::stored("not.zip", b"this is no archive"),
    ];
    let unpacked = opened(outer);
    assert_eq!(names(&unpacked), ["annotation/story.txt/admin/admin.xmi", "broken/admin.xmi", "not.zip"]);
    let told = notes(&unpacked);
    assert_eq!(told.iter().filter(|note| note.contains("in an archive in an archive")).count(), 2, "{told:?}");
    assert_eq!(told.iter().filter(|note| note.contains("cut off")).count(), 1, "{told:?}");

    // The limits are those of the whole.
    let one = Entry::deflated("", &vec![0; 1 << 20]);
    let zeros = inner((0..4).map(|number| Entry { name: vec![b'0' + number], ..one.clone() }).collect());
    let limits = Limits { files: 10_000, bytes: 6 << 20, ratio: 200 };
    let unpacked = read(&inner(vec![Entry::stored("a.zip", &zeros), Entry::stored("b.zip", &zeros)]), limits).unwrap();
    assert_eq!(unpacked.files.len(), 5, "{:?}", unpacked.notes);
}

#[test]
fn what_is_no_archive_of_files_is_refused_with_a_reason() {
    let document =
        vec![Entry::deflated("[Content_Types].xml", b"<Types/>"), Entry::deflated("word/document.xml", b"<w/>")];
    assert_eq!(read(&Zip::of(document).bytes(), Limits::default()), Err(NotRead::Office));
    let text = vec![
        Entry::stored("mimetype", b"application/vnd.oasis.opendocument.text"),
        Entry::stored("content.xml", b"<o/>"),
    ];
    assert_eq!(read(&Zip::of(text).bytes(), Limits::default()), Err(NotRead::Office));
    assert_eq!(read(b"An article.", Limits::default()), Err(NotRead::Foreign));
    assert_eq!(read(b"", Limits::default()), Err(NotRead::Foreign));
    assert_eq!(read(b"PK\x03\x04 and nothing else", Limits::default()), Err(NotRead::Damaged));
}

#[test]
fn more_than_an_archive_holds_is_refused() {
    let files = |count: usize| -> Vec<File> { (0..count).map(|number| File::of(number.to_string(), "")).collect() };
    assert_eq!(
        read(&write(&files(65_534)).unwrap(), Limits { files: 70_000, ..Limits::default() }).unwrap().files.len(),
        65_534
    );
    assert!(write(&files(65_535)).is_err());
    assert!(write(&[File::of("x".repeat(70_000), "")]).is_err());
}
