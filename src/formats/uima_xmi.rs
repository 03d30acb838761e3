//! UIMA CAS as XMI, with its type system: for INCEpTION, dkpro-cassis and other programs of Apache UIMA.
//!
//! Offsets are UTF-16 code units. The types are INCEpTION's own `custom.Span` and `custom.Relation`, so that a basic
//! annotation project takes the file as it is; tokens and sentences go along, since INCEpTION would make its own otherwise.
//! An attribute whose name can be a feature's is one. The parts of an annotation that has several are spans with one
//! `attestId`, and are one annotation again when Attest reads them.

use super::exchange::groups::{about, imported, stem_of, text_in};
use super::exchange::losses::{Part, link_subject, loss, losses, subject};
use super::exchange::tokens::{edges, sentences, tokens};
use super::exchange::units::Units;
use super::exchange::xml::{escape, is_character};
use super::exchange::{Export, File, Imported};
use crate::domain::annotation::AnnotationId;
use crate::domain::project::Project;
use std::collections::BTreeMap;

mod reading;

pub(crate) use reading::fits;

/// The types of DKPro that INCEpTION knows tokens, sentences and documents by.
const SEGMENTATION: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type";
const METADATA: &str = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type";

/// Names of features that an attribute cannot have.
const TAKEN: [&str; 7] = ["label", "note", "attestId", "begin", "end", "sofa", "self"];

/// Writes the `.xmi` file, and `TypeSystem.xml`, without which no program can read it.
#[must_use]
pub fn write(project: &Project) -> Export {
    let carried = [Part::Identifiers, Part::Notes, Part::Attributes, Part::Links, Part::Title];
    let mut losses = losses(project, &carried);
    let document = &project.document;
    let is_odd = |text: &str| !text.chars().all(is_character);
    if is_odd(&document.title) {
        losses.push(loss("the article", "its title holds characters that XML does not have", "each written as U+FFFD"));
    }
    if is_odd(document.text.as_str()) {
        losses.push(loss("the article", "it holds characters that XML does not have", "each written as U+FFFD"));
    }
    let units = Units::of(document.text.as_str());
    let mut writing = Writing { out: String::from(HEADER), members: Vec::new(), next: 2 };
    let place =
        |start: u32, end: u32| format!("sofa=\"1\" begin=\"{}\" end=\"{}\"", units.utf16(start), units.utf16(end));
    writing.indexed(
        "type2:DocumentMetaData",
        &format!(
            "{} language=\"x-unspecified\" documentTitle=\"{}\" documentId=\"{}\"",
            place(0, document.text.end().get()),
            escape(&document.title),
            escape(&document.id)
        ),
    );
    let tokens = tokens(&document.text, &edges(project));
    for sentence in sentences(project, &tokens) {
        let (first, last) = (tokens[sentence.start], tokens[sentence.end - 1]);
        writing.indexed("type:Sentence", &place(first.start().get(), last.end().get()));
    }
    for token in &tokens {
        writing.indexed("type:Token", &place(token.start().get(), token.end().get()));
    }
    // The number of each annotation's first span, and where it is: what links are tied to.
    let mut written: BTreeMap<&AnnotationId, (usize, String)> = BTreeMap::new();
    let mut features: BTreeMap<&str, ()> = BTreeMap::new();
    for annotation in project.annotations.iter() {
        let mut lose = |problem: &str, choice: &str| losses.push(loss(&subject(project, annotation), problem, choice));
        let mut values =
            format!(" label=\"{}\" attestId=\"{}\"", escape(annotation.label.as_str()), escape(annotation.id.as_str()));
        if !annotation.note.is_empty() {
            values.push_str(&format!(" note=\"{}\"", escape(&annotation.note)));
        }
        if [annotation.label.as_str(), annotation.id.as_str(), &annotation.note].into_iter().any(is_odd) {
            lose("its note, label or identifier holds characters that XML does not have", "each written as U+FFFD");
        }
        for (name, value) in annotation.attributes.iter() {
            let is_feature = name.starts_with(|first: char| first.is_ascii_alphabetic())
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
                && !TAKEN.contains(&name.as_str());
            if !is_feature || is_odd(value) {
                lose(&format!("its attribute “{name}” or the value of it cannot be a feature's"), "left out");
                continue;
            }
            features.insert(name, ());
            values.push_str(&format!(" {name}=\"{}\"", escape(value)));
        }
        let spans = annotation.target.spans();
        if spans.len() > 1 {
            let choice = format!("written as {} spans with one attestId", spans.len());
            lose("the format has no annotations of several parts", &choice);
        }
        for span in spans {
            let place = place(span.start().get(), span.end().get());
            let number = writing.indexed("custom:Span", &[place.as_str(), &values].concat());
            written.entry(&annotation.id).or_insert((number, place));
        }
    }
    for link in &project.links {
        let Some((from, (to, place))) = written.get(&link.from).zip(written.get(&link.to)) else { continue };
        if is_odd(&link.kind) || is_odd(&link.id) {
            let subject = link_subject(project, link);
            losses.push(loss(
                &subject,
                "its name or identifier holds characters that XML does not have",
                "each written as U+FFFD",
            ));
        }
        let values = format!(
            "{place} label=\"{}\" attestId=\"{}\" Governor=\"{}\" Dependent=\"{to}\"",
            escape(&link.kind),
            escape(&link.id),
            from.0
        );
        writing.indexed("custom:Relation", &values);
    }
    let Writing { mut out, members, .. } = writing;
    out.push_str(
        "  <cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text/plain\" sofaString=\"",
    );
    out.push_str(&escape(document.text.as_str()));
    out.push_str(&format!("\"/>\n  <cas:View sofa=\"1\" members=\"{}\"/>\n</xmi:XMI>\n", members.join(" ")));
    let files = vec![
        File::of(format!("{}.xmi", stem_of(project)), out),
        File::of("TypeSystem.xml", type_system(&mut features.keys().copied())),
    ];
    Export { files, losses }
}

/// Reads `.xmi` files, each with one article. Type systems are not needed.
///
/// # Errors
/// [`super::ReadError`], when none of them is XMI with a text in it.
pub fn read(files: &[File]) -> Imported {
    let mut imports = Vec::new();
    let mut strays = Vec::new();
    for file in files {
        let source = match text_in(file) {
            Ok(source) => source,
            Err(problem) => {
                strays.push(about(file, problem));
                continue;
            }
        };
        if !fits(file) {
            if !source.contains("<typeSystemDescription") {
                strays.push(about(file, "this is no XMI file; left out"));
            }
            continue;
        }
        match reading::read_document(file, &source) {
            Ok(import) => imports.push(import),
            Err(problem) => strays.push(about(file, problem)),
        }
    }
    imported(imports, strays)
}

const HEADER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///custom.ecore" xmlns:type="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore" xmlns:type2="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore" xmi:version="2.0">
  <cas:NULL xmi:id="0"/>
"#;

struct Writing {
    out: String,
    /// The numbers of all that is indexed; what is not cannot be found by others.
    members: Vec<String>,
    next: usize,
}

impl Writing {
    /// Writes an element with a number, and gives the number.
    fn indexed(&mut self, name: &str, attributes: &str) -> usize {
        let number = self.next;
        self.next += 1;
        self.out.push_str(&format!("  <{name} xmi:id=\"{number}\" {attributes}/>\n"));
        self.members.push(number.to_string());
        number
    }
}

/// The type system: every type and feature that the file uses and UIMA does not know by itself.
fn type_system(attributes: &mut dyn Iterator<Item = &str>) -> String {
    const STRING: &str = "uima.cas.String";
    const ANNOTATION: &str = "uima.tcas.Annotation";
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\">\n  <types>\n",
    );
    let mut span = vec![("label", STRING), ("attestId", STRING), ("note", STRING)];
    span.extend(attributes.map(|name| (name, STRING)));
    let relation = [("label", STRING), ("attestId", STRING), ("Governor", "custom.Span"), ("Dependent", "custom.Span")];
    let metadata = [("documentTitle", STRING), ("documentId", STRING)];
    type_of(&mut out, "custom.Span", ANNOTATION, &span);
    type_of(&mut out, "custom.Relation", ANNOTATION, &relation);
    type_of(&mut out, &format!("{SEGMENTATION}.Sentence"), ANNOTATION, &[]);
    type_of(&mut out, &format!("{SEGMENTATION}.Token"), ANNOTATION, &[]);
    type_of(&mut out, &format!("{METADATA}.DocumentMetaData"), "uima.tcas.DocumentAnnotation", &metadata);
    out.push_str("  </types>\n</typeSystemDescription>\n");
    out
}

fn type_of(out: &mut String, name: &str, supertype: &str, features: &[(&str, &str)]) {
    out.push_str(&format!(
        "    <typeDescription>\n      <name>{name}</name>\n      <description/>\n      \
         <supertypeName>{supertype}</supertypeName>\n      <features>\n"
    ));
    for (name, range) in features {
        out.push_str(&format!(
            "        <featureDescription>\n          <name>{name}</name>\n          <description/>\n          \
             <rangeTypeName>{range}</rangeTypeName>\n        </featureDescription>\n"
        ));
    }
    out.push_str("      </features>\n    </typeDescription>\n");
}
