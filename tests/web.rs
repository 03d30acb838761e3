//! The browser's edge, in a real browser: storage, selection, geometry and highlights.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use attest::app::saved::{Saved, Store, Unsaved};
use attest::app::workspace::Workspace;
use attest::browser::highlight::{Painter, Stroke};
use attest::browser::place::{offset_of, spot_of, stretches_of};
use attest::browser::storage::LocalStore;
use attest::browser::{Spot, article, clock, geometry, html, selection};
use attest::domain::annotation::AnnotationId;
use attest::domain::edit::Command;
use attest::domain::history::History;
use attest::domain::label::LabelId;
use attest::domain::project::{Document, Project, Timestamp};
use attest::domain::span::{Span, Target};
use attest::domain::text::{CodePoint, Text, Utf16};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const HARD: &str = "A headline 👩‍👩‍👧‍👦\n\nZoë said 🌊 200,000 people\nقال الوزير إن 45 شخصًا\n東京は晴れ🇯🇵です";

/// Shows a text as the app does, alone on the page.
fn show(source: &str) -> Text {
    let document = web_sys::window().unwrap().document().unwrap();
    let body = document.body().unwrap();
    if let Some(old) = document.get_element_by_id(article::ID) {
        old.remove();
    }
    let root = document.create_element("article").unwrap();
    root.set_id(article::ID);
    body.append_child(&root).unwrap();
    let text = Text::import(source);
    article::append(0, text.blocks().iter().map(|block| text.block_str(block)));
    text
}

#[wasm_bindgen_test]
fn every_block_is_one_element_with_one_text_node() {
    let text = show(HARD);
    assert_eq!(article::count(), 4);
    for (index, block) in text.blocks().iter().enumerate() {
        let line = article::line(index).expect("a line");
        assert_eq!(line.get_attribute("data-block"), Some(index.to_string()));
        assert_eq!(line.child_nodes().length(), 1);
        assert_eq!(line.text_content().as_deref(), Some(text.block_str(block)));
    }
}

#[wasm_bindgen_test]
fn every_offset_finds_its_place_in_the_page_and_back() {
    let text = show(HARD);
    for block in text.blocks() {
        for at in block.start().get()..=block.end().get() {
            let at = CodePoint::new(at);
            let spot = spot_of(&text, at).expect("a spot");
            assert_eq!(offset_of(&text, spot), Some(at));
        }
    }
}

#[wasm_bindgen_test]
fn a_selection_that_is_written_is_read_again() {
    let text = show(HARD);
    let (start, end) = (spot_of(&text, CodePoint::new(30)).unwrap(), spot_of(&text, CodePoint::new(45)).unwrap());
    for (anchor, focus) in [(start, end), (end, start), (start, start)] {
        selection::write(anchor, focus);
        assert_eq!(selection::read(), Some(selection::Selected { anchor, focus }));
    }
}

#[wasm_bindgen_test]
fn a_selection_that_ends_between_blocks_ends_at_the_start_of_the_next() {
    show(HARD);
    let page_selection = web_sys::window().unwrap().get_selection().unwrap().unwrap();
    let group = article::frame(0).unwrap().parent_element().unwrap();
    let first: web_sys::Node = article::line(0).unwrap().first_child().unwrap();
    page_selection.set_base_and_extent(&first, 2, &group, 1).unwrap();
    let read = selection::read().expect("a selection");
    assert_eq!(read.anchor, Spot { block: 0, offset: Utf16::new(2) });
    assert_eq!(read.focus, Spot { block: 1, offset: Utf16::new(0) });
}

#[wasm_bindgen_test]
fn a_point_on_a_character_hits_that_character() {
    let text = show(HARD);
    let block = text.blocks()[1];
    for at in block.start().get()..block.end().get() {
        let (from, to) = (CodePoint::new(at), CodePoint::new(at + 1));
        if text.grapheme_floor(from) != from || text.grapheme_ceil(to) != to || text.slice(from, to) == Some(" ") {
            continue;
        }
        let (from, to) = (spot_of(&text, from).unwrap(), spot_of(&text, to).unwrap());
        let area = geometry::boxes(from.block, from.offset, to.offset)[0];
        let origin = article::root().unwrap().get_bounding_client_rect();
        let hit =
            geometry::hit(origin.left() + area.left + area.width / 2.0, origin.top() + area.top + area.height / 2.0);
        assert_eq!(hit.and_then(|hit| hit.on), Some(from), "at {at}");
    }
}

#[wasm_bindgen_test]
fn a_span_over_two_blocks_is_cut_into_one_stretch_for_each() {
    let text = show("First block\nSecond block");
    let stretches = stretches_of(&text, Span::of(6, 18).unwrap());
    let numbers: Vec<_> = stretches.iter().map(|(from, to)| (from.block, from.offset.get(), to.offset.get())).collect();
    assert_eq!(numbers, [(0, 6, 11), (1, 0, 6)]);
}

#[wasm_bindgen_test]
fn painting_a_block_again_touches_only_what_changed() {
    show("Some words to paint");
    let stroke = |start: u32, end: u32| Stroke {
        highlight: "attest-test".to_owned(),
        start: Utf16::new(start),
        end: Utf16::new(end),
    };
    let painted = || {
        let css = js_sys::Reflect::get(&js_sys::global(), &"CSS".into()).unwrap();
        let registry = js_sys::Reflect::get(&css, &"highlights".into()).unwrap();
        let get: js_sys::Function = js_sys::Reflect::get(&registry, &"get".into()).unwrap().dyn_into().unwrap();
        let highlight = get.call1(&registry, &"attest-test".into()).unwrap();
        let ranges = js_sys::Array::from(&highlight);
        let mut texts: Vec<String> =
            ranges.iter().map(|range| range.unchecked_into::<web_sys::Range>().to_string().into()).collect();
        texts.sort();
        texts
    };
    let mut painter = Painter::default();
    painter.paint(0, vec![stroke(0, 4), stroke(5, 10)]);
    assert_eq!(painted(), ["Some", "words"]);
    painter.paint(0, vec![stroke(5, 10), stroke(14, 19)]);
    assert_eq!(painted(), ["paint", "words"]);
    painter.keep_only(|_| false);
    assert!(painted().is_empty());
}

#[wasm_bindgen_test]
fn local_storage_keeps_lists_and_measures_what_it_is_given() {
    let store = LocalStore::open();
    let before = store.used();
    store.set("attest-test/ключ", "значение 🌊").unwrap();
    assert_eq!(store.get("attest-test/ключ").as_deref(), Some("значение 🌊"));
    assert!(store.keys().contains(&"attest-test/ключ".to_owned()));
    assert_eq!(store.used() - before, "attest-test/ключ".encode_utf16().count() + "значение 🌊".encode_utf16().count());
    store.remove("attest-test/ключ");
    assert_eq!(store.get("attest-test/ключ"), None);
}

#[wasm_bindgen_test]
fn a_full_storage_says_so_and_keeps_what_it_had() {
    let store = LocalStore::open();
    store.set("attest-test/small", "kept").unwrap();
    let refused = store.set("attest-test/small", &"x".repeat(6 * 1024 * 1024));
    assert_eq!(refused, Err(Unsaved::Full));
    assert_eq!(store.get("attest-test/small").as_deref(), Some("kept"));
    store.remove("attest-test/small");
}

#[wasm_bindgen_test]
fn work_saved_in_local_storage_comes_back() {
    let project = Project::new(Document::of(Text::import(HARD), None, "test"));
    let id = project.document.id.clone();
    let mut workspace = Workspace::new(project, History::default());
    let mut saved = Saved::new(LocalStore::open(), "one");
    saved.create(workspace.project(), clock::now().as_str()).unwrap();
    let command = Command::Mark {
        id: AnnotationId::new("a-1"),
        label: LabelId::new("figure"),
        target: Target::one(Span::of(29, 43).unwrap()),
    };
    let entry = workspace.execute(command, &Timestamp::new("2026-01-01T00:00:00Z")).unwrap();
    saved.append(&entry, workspace.project()).unwrap();
    let loaded = Saved::new(LocalStore::open(), "two").open(&id, "now").expect("the document");
    assert_eq!(&loaded.project, workspace.project());
    assert_eq!(loaded.history.depth(), 1);
    for key in LocalStore::open().keys() {
        LocalStore::open().remove(&key);
    }
}

#[wasm_bindgen_test]
fn of_a_web_page_only_the_text_is_taken() {
    let source = "<!doctype html><title>T &amp; t</title><body><h1>Head\n line</h1><script>window.hacked = 1</script>\
                  <p>One <b>two</b>  three<br>four</p><img src=x onerror='window.hacked = 1'><ul><li>a<li>b</ul><pre>x\n  y</pre>";
    let (text, title) = html::text_of(source).expect("a page");
    assert_eq!(title, "T & t");
    assert_eq!(text, "Head line\nOne two three\nfour\na\nb\nx\n  y");
    assert!(js_sys::Reflect::get(&js_sys::global(), &"hacked".into()).unwrap().is_undefined());
}

#[wasm_bindgen_test]
fn the_time_is_rfc_3339_and_identifiers_differ() {
    let now = clock::now();
    assert_eq!(now.as_str().len(), "2026-11-22T17:00:00Z".len());
    assert!(now.as_str().ends_with('Z'));
    assert_ne!(clock::fresh_id("a"), clock::fresh_id("a"));
    assert_eq!(clock::minutes_since(now.as_str()), 0);
}
