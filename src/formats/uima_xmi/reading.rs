//! From an XMI file's elements to an article: the text from its Sofa, annotations from what has a begin and an end in it.
//!
//! Annotations of any type are read: a feature `label` or `value` is the label, or else the first that is no number, or else the
//! type's name; the other features are attributes. Elements with a `Governor` and a `Dependent` are links.

use super::{METADATA, SEGMENTATION};
use crate::domain::annotation::AnnotationId;
use crate::formats::exchange::groups::text_in;
use crate::formats::exchange::reading::{Found, Reading};
use crate::formats::exchange::units::{Held, Units};
use crate::formats::exchange::xml::{Event, Xml};
use crate::formats::exchange::{File, Import};
use std::collections::BTreeMap;

const XMI: &str = "http://www.omg.org/XMI";

/// The packages whose types say nothing of the text that a person did: tokens, settings, what holds the file together.
const STRUCTURE: [&str; 5] =
    ["uima.cas.", "uima.tcas.DocumentAnnotation", SEGMENTATION, METADATA, "de.tudarmstadt.ukp.clarin.webanno.api.type"];

/// Whether a file is XMI, by the namespace in its first lines.
pub(crate) fn fits(file: &File) -> bool {
    let head = file.bytes.get(..file.bytes.len().min(4096)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let start = head.trim_start_matches('\u{feff}').trim_start();
    // In UTF-16, the head has to be decoded first.
    let is_marked = matches!(file.bytes.get(..2), Some([0xff, 0xfe] | [0xfe, 0xff]));
    start.starts_with('<') && head.contains(XMI) || is_marked && text_in(file).is_ok_and(|text| text.contains(XMI))
}

/// An element below the outermost: a feature structure, or what holds them together.
struct Element {
    line: usize,
    /// `custom.Span`.
    kind: String,
    /// Its features in order, without its number.
    features: Vec<(String, String)>,
    /// Its number, as written.
    id: String,
}

impl Element {
    fn feature(&self, name: &str) -> Option<&str> {
        self.features.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Reads one file.
///
/// # Errors
/// Why there is no article in it.
pub(super) fn read_document(file: &File, source: &str) -> Result<Import, String> {
    let elements = elements(source)?;
    let of_kind = |kind: &'static str| elements.iter().filter(move |element| element.kind == kind);
    let texts = || of_kind("uima.cas.Sofa").filter(|sofa| sofa.feature("sofaString").is_some());
    let first_view = texts().find(|sofa| sofa.feature("sofaID") == Some("_InitialView"));
    let sofa = first_view.or_else(|| texts().next()).ok_or("it holds no text; left out")?;
    let raw = sofa.feature("sofaString").unwrap_or_default();
    let held = Held::of(raw);
    if held.is_blank() {
        return Err("its text is empty; left out".to_owned());
    }
    let units = Units::of(raw);
    let title = elements.iter().filter(|element| element.kind == [METADATA, ".DocumentMetaData"].concat());
    let title = title.filter_map(|element| element.feature("documentTitle")).next();
    let mut reading = Reading::of(held.text.clone(), title, &file.name, "uima-xmi");
    if texts().count() > 1 {
        reading.note(file.name.clone(), "it has several texts; only the first view is read");
    }
    let view = of_kind("uima.cas.View").find(|view| view.feature("sofa") == Some(sofa.id.as_str()));
    let members: Option<BTreeMap<&str, ()>> = view.map(|view| {
        view.feature("members").unwrap_or_default().split_ascii_whitespace().map(|member| (member, ())).collect()
    });

    // The spans of the file; the parts of one annotation share its identifier.
    let mut found: Vec<Found> = Vec::new();
    let mut found_of: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_id: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut links: Vec<&Element> = Vec::new();
    for element in &elements {
        let is_structure = STRUCTURE.iter().any(|package| element.kind.starts_with(package));
        let is_placed = element.feature("begin").is_some() && element.feature("end").is_some();
        if is_structure {
            continue;
        }
        let place = format!("{}, line {}", file.name, element.line);
        if !is_placed {
            reading.note(place, format!("{} has no place in the text; left out", element.kind));
        } else if element.feature("sofa").is_some_and(|id| id != sofa.id) {
            reading.note(place, "it belongs to another view; left out");
        } else if members.as_ref().is_some_and(|members| !members.contains_key(element.id.as_str())) {
            reading.note(place, "it is in no index of its view; left out");
        } else if element.feature("Governor").is_some() && element.feature("Dependent").is_some() {
            links.push(element);
        } else {
            let offset = |name: &str| {
                let utf16 = element.feature(name).and_then(|digits| digits.parse::<u32>().ok());
                utf16.and_then(|utf16| units.of_utf16(utf16)).map(|at| held.place(at))
            };
            let Some(span) = offset("begin").zip(offset("end")) else {
                reading.note(place, "its begin and end are no places in the text; left out");
                continue;
            };
            let next = annotation(element, place, span);
            let key = (next.id.clone(), next.label.clone());
            let whole = by_id.get(&key).copied().filter(|number| found[*number].is_apart_from(span));
            let number = whole.unwrap_or(found.len());
            match found.get_mut(number) {
                Some(whole) => whole.spans.push(span),
                None => found.push(next),
            }
            by_id.insert(key, number);
            found_of.insert(&element.id, number);
        }
    }
    let ids: Vec<Option<AnnotationId>> = found.into_iter().map(|found| reading.add(found)).collect();
    for element in links {
        let end = |name: &str| ids.get(*found_of.get(element.feature(name)?)?)?.as_ref();
        let kind = ["label", "value", "DependencyType"].iter().find_map(|name| element.feature(name));
        let kind = kind.unwrap_or(short(&element.kind));
        let place = format!("{}, line {}", file.name, element.line);
        let id = element.feature("attestId").unwrap_or(&element.id);
        reading.link(&place, id, kind, end("Governor"), end("Dependent"));
    }
    Ok(reading.finish())
}

/// A span of the file as an annotation.
fn annotation(element: &Element, place: String, span: (u32, u32)) -> Found {
    const OWN: [&str; 6] = ["begin", "end", "sofa", "id", "note", "attestId"];
    let is_word = |value: &str| !value.is_empty() && value.bytes().any(|byte| !byte.is_ascii_digit());
    let named =
        ["label", "value"].into_iter().find(|name| element.feature(name).is_some_and(|value| !value.is_empty()));
    let label = named.or_else(|| {
        let words = element.features.iter().filter(|(name, value)| !OWN.contains(&name.as_str()) && is_word(value));
        words.map(|(name, _)| name.as_str()).next()
    });
    let mut found = Found {
        place,
        id: element.feature("attestId").filter(|id| !id.is_empty()).unwrap_or(&element.id).to_owned(),
        label: label.and_then(|name| element.feature(name)).unwrap_or(short(&element.kind)).to_owned(),
        note: element.feature("note").unwrap_or_default().to_owned(),
        spans: vec![span],
        ..Found::default()
    };
    for (name, value) in &element.features {
        if !OWN.contains(&name.as_str()) && Some(name.as_str()) != label {
            found.attributes.insert(name.clone(), value.clone());
        }
    }
    found
}

/// The elements below the outermost, with what their own elements hold as features.
fn elements(source: &str) -> Result<Vec<Element>, String> {
    let mut xml = Xml::of(source);
    let mut packages: BTreeMap<&str, String> = BTreeMap::new();
    let mut number = String::from("xmi:id");
    let mut elements: Vec<Element> = Vec::new();
    let (mut part, mut text) = ("", String::new());
    while let Some(event) = xml.next()? {
        match event {
            Event::Open { name, attributes } => {
                for (name, value) in &attributes {
                    if let Some(prefix) = name.strip_prefix("xmlns:") {
                        packages.insert(prefix, package(value));
                        if value == XMI {
                            number = format!("{prefix}:id");
                        }
                    }
                }
                let (prefix, own) = name.split_once(':').unwrap_or(("", name));
                match xml.depth() {
                    1 if own != "XMI" => return Err("this is no XMI file; left out".to_owned()),
                    2 => {
                        let package = packages.get(prefix).map_or("", String::as_str);
                        let mut element = Element {
                            line: xml.line(),
                            kind: if package.is_empty() { own.to_owned() } else { format!("{package}.{own}") },
                            features: Vec::new(),
                            id: String::new(),
                        };
                        for (name, value) in attributes {
                            if name == number {
                                element.id = value.into_owned();
                            } else if !name.contains(':') {
                                element.features.push((name.to_owned(), value.into_owned()));
                            }
                        }
                        elements.push(element);
                    }
                    3 => (part, text) = (name, String::new()),
                    _ => {}
                }
            }
            Event::Text(more) if xml.depth() == 3 => text.push_str(&more),
            Event::Close if xml.depth() == 2 => {
                let value = std::mem::take(&mut text);
                if let Some(element) = elements.last_mut() {
                    // Several values of one feature are elements of one name.
                    match element.features.last_mut().filter(|(name, _)| name == part) {
                        Some((_, values)) => values.extend(["\n", &value]),
                        None => element.features.push((part.to_owned(), value)),
                    }
                }
            }
            Event::Text(_) | Event::Close => {}
        }
    }
    Ok(elements)
}

/// The package that a namespace stands for: `uima.cas` for `http:///uima/cas.ecore`.
fn package(namespace: &str) -> String {
    let path = namespace.strip_prefix("http:///").and_then(|path| path.strip_suffix(".ecore")).unwrap_or_default();
    if path == "uima/noNamespace" { String::new() } else { path.replace('/', ".") }
}

/// The last part of a type's name.
fn short(kind: &str) -> &str {
    let last = kind.rsplit('.').next().unwrap_or(kind);
    if last.is_empty() { "Span" } else { last }
}
