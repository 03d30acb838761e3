//! The XML reader: what it reads is what the crate `roxmltree` reads, and what could do harm is refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::formats::exchange::xml::{Event, Xml};
use proptest::collection::vec;
use proptest::prelude::*;
use support::hard;

/// What a file holds, a line for each tag and each stretch of text.
fn read(source: &str) -> Result<Vec<String>, String> {
    let mut xml = Xml::of(source);
    let mut lines: Vec<String> = Vec::new();
    let mut text = String::new();
    loop {
        let event = xml.next()?;
        if let Some(Event::Text(part)) = &event {
            text.push_str(part);
            continue;
        }
        if !text.is_empty() {
            lines.push(format!("text {text:?}"));
            text.clear();
        }
        match event {
            Some(Event::Open { name, attributes }) => {
                lines.push(format!("open {name}"));
                lines.extend(attributes.iter().map(|(name, value)| format!("  {name} = {value:?}")));
            }
            Some(_) => lines.push("close".to_owned()),
            None => return Ok(lines),
        }
    }
}

/// The same of `roxmltree`, for files without namespaces. The crate leaves a carriage return alone that stands beside a
/// reference, which XML (2.11) does not, so it is given what XML has a reader make of line ends first.
fn read_by_crate(source: &str) -> Result<Vec<String>, roxmltree::Error> {
    fn walk(node: roxmltree::Node<'_, '_>, lines: &mut Vec<String>) {
        lines.push(format!("open {}", node.tag_name().name()));
        lines.extend(node.attributes().map(|attribute| format!("  {} = {:?}", attribute.name(), attribute.value())));
        let mut text = String::new();
        for child in node.children() {
            if let Some(part) = child.text().filter(|_| child.is_text()) {
                text.push_str(part);
            } else if child.is_element() {
                lines.extend((!text.is_empty()).then(|| format!("text {text:?}")));
                text.clear();
                walk(child, lines);
            }
        }
        lines.extend((!text.is_empty()).then(|| format!("text {text:?}")));
        lines.push("close".to_owned());
    }
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    let document = roxmltree::Document::parse(&source)?;
    let mut lines = Vec::new();
    walk(document.root_element(), &mut lines);
    Ok(lines)
}

/// Pieces that files of XML, good and bad, are put together from.
const PIECES: &[&str] = &[
    "<a>",
    "<a >",
    "</a>",
    "</a >",
    "<b x=\"1\">",
    "<b x='2' y = \"3\"/>",
    "</b>",
    "<é/>",
    "<a/>",
    "<a x=\"1\" x=\"2\"/>",
    "<a x=1/>",
    "<a x=\"1\"y=\"2\"/>",
    "<a\tx=\"a\tb\nc\r\nd\re\"\n/>",
    "&amp;",
    "&lt;",
    "&#10;",
    "&#x1F30A;",
    "&#0;",
    "&#xFFFE;",
    "&#+5;",
    "&other;",
    "&",
    "<!-- a -->",
    "<!-- a -- b -->",
    "<!--->",
    "<![CDATA[<a>&amp;\r\n]]>",
    "<![CDATA[",
    "]]>",
    "<?pi a?>",
    "<?pi",
    "text",
    "\r\n",
    "\r",
    "\n",
    " ",
    "\u{1}",
    "\u{fffe}",
    "\u{feff}",
    "😀",
    "<",
    ">",
    "\"",
    "=",
    "/",
];

fn document() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => proptest::sample::select(PIECES).prop_map(str::to_owned), 1 => hard::string()];
    prop_oneof![
        3 => vec(piece.clone(), 0..8).prop_map(|pieces| format!("<r>{}</r>", pieces.concat())),
        1 => vec(piece, 0..6).prop_map(|pieces| pieces.concat()),
    ]
}

/// A file that is surely good.
fn good_document() -> impl Strategy<Value = String> {
    let value = || {
        hard::string().prop_map(|value| {
        let is_held = |sign: &char| matches!(sign, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        let value: String = value.chars().filter(is_held).collect();
        value.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&#34;").replace('>', "&gt;")
    })
    };
    let leaf = (value(), value()).prop_map(|(one, two)| format!("<a x=\"{one}\" y='z'/>{two}<!-- c --><![CDATA[<&]]>"));
    leaf.prop_recursive(4, 24, 4, |inner| vec(inner, 0..4).prop_map(|parts| format!("<b >{}</b\n>", parts.concat())))
        .prop_map(|inner| format!("<?xml version=\"1.0\"?>\n<r>{inner}</r>\n"))
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn good_files_are_read_as_the_crate_reads_them(source in good_document()) {
        prop_assert_eq!(read(&source).unwrap(), read_by_crate(&source).unwrap());
    }

    #[test]
    fn what_the_crate_reads_is_read_the_same(source in document()) {
        if let Ok(lines) = read_by_crate(&source).map_err(|error| error.to_string()) {
            prop_assert_eq!(read(&source), Ok(lines));
        }
    }

    #[test]
    fn what_is_read_is_no_longer_than_the_file(source in document()) {
        let mut xml = Xml::of(&source);
        let mut length = 0;
        while let Ok(Some(event)) = xml.next() {
            length += match event {
                Event::Open { name, attributes } => name.len() + attributes.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>(),
                Event::Text(text) => text.len(),
                Event::Close => 0,
            };
        }
        prop_assert!(length <= source.len());
    }
}

#[track_caller]
fn check_refused(source: &str, why: &str) {
    let error = read(source).unwrap_err();
    assert!(error.contains(why), "{error}");
}

#[test]
fn every_line_end_is_one_line_feed() {
    let lines = read("<a x=\"1\r\n2\r3&#13;\">1\r\n2\r&amp;3\r<![CDATA[\r]]></a>").unwrap();
    assert_eq!(lines, ["open a", "  x = \"1 2 3\\r\"", "text \"1\\n2\\n&3\\n\\n\"", "close"]);
}

#[test]
fn a_billion_laughs_are_refused_before_the_first() {
    let bomb = r#"<?xml version="1.0"?>
<!DOCTYPE lolz [
 <!ENTITY lol "lol">
 <!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
]>
<lolz>&lol1;</lolz>"#;
    check_refused(bomb, "document type");
    check_refused("<a>&lol;</a>", "reference");
}

#[test]
fn a_file_of_the_machine_is_never_asked_for() {
    check_refused("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", "document type");
}

#[test]
fn elements_that_stand_too_deep_are_refused() {
    assert!(read(&format!("{}{}", "<a>".repeat(200), "</a>".repeat(200))).is_ok());
    check_refused(&"<a>".repeat(1_000_000), "too deep");
}

#[test]
fn the_line_of_a_mistake_is_told() {
    check_refused("<a>\n\n  <b>\n  </a>\n", "line 4");
}
