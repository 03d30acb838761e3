//! TEI P5: the article as text, the annotations stand-off.
//!
//! Elements around the annotated words could not cross, and in news they do all the time. So the text has an empty
//! `<anchor>` at each edge of a span, called for its offset (`c12`: twelve code points before it), and `<standOff>` has a
//! `<span>` from anchor to anchor, with the label in `@ana` and the note as its content. The parts of one annotation
//! are chained by `@next` and `@prev`; attributes are feature structures; links are a `<linkGrp>`, their kinds an `<interpGrp>`. The content of `<body>`
//! without its markup is the article, to the character (`xml:space="preserve"`).
//!
//! Not here: reading, and any markup of what the text says.

use super::exchange::groups::stem_of;
use super::exchange::losses::{self, Part, loss};
use super::exchange::markup::{push_xml, push_xml_content};
use super::exchange::{Export, File};
use crate::domain::annotation::{Annotation, AnnotationId, Link};
use crate::domain::order::sort;
use crate::domain::project::{Project, Status};
use crate::domain::text::CodePoint;
use std::collections::BTreeMap;

const CARRIED: &[Part] = &[
    Part::Title,
    Part::Source,
    Part::Status,
    Part::Notes,
    Part::Attributes,
    Part::Creators,
    Part::Identifiers,
    Part::Links,
];

/// Writes `<title>.tei.xml`.
#[must_use]
pub fn write(project: &Project) -> Export {
    let mut losses = losses::losses(project, CARRIED);
    let mut writing =
        Writing { out: String::with_capacity(project.document.text.as_str().len() * 2 + 4096), is_whole: true };
    let creators = creators_of(project);
    writing.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n");
    writing.header(project, &creators);
    writing.raw("<text>\n");
    let before = std::mem::replace(&mut writing.is_whole, true);
    writing.body(project);
    if !writing.is_whole {
        losses.push(loss(
            "the article",
            "it has control characters, which XML cannot hold",
            "U+FFFD stands in their place",
        ));
    }
    writing.is_whole = before;
    writing.raw("\n</text>\n");
    if !project.annotations.is_empty() {
        writing.stand_off(project, &creators);
    }
    writing.raw("</TEI>\n");
    if !writing.is_whole {
        let problem = "some title, name or note has control characters, which XML cannot hold";
        losses.push(loss("the annotation file", problem, "U+FFFD stands in their place"));
    }
    let name = [&stem_of(project), ".tei.xml"].concat();
    Export { files: vec![File::of(name, writing.out)], losses }
}

/// Who made annotations, each once, in the order in which they first appear.
fn creators_of(project: &Project) -> BTreeMap<&str, usize> {
    let mut creators = BTreeMap::new();
    for annotation in project.annotations.iter().filter(|annotation| !annotation.creator.is_empty()) {
        let number = creators.len() + 1;
        creators.entry(annotation.creator.as_str()).or_insert(number);
    }
    creators
}

/// The file while it is written.
struct Writing {
    out: String,
    /// Whether every character could be held so far.
    is_whole: bool,
}

impl Writing {
    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Writes an element with text in it.
    fn element(&mut self, name: &str, content: &str) {
        self.out.extend(["<", name, ">"]);
        self.is_whole &= push_xml_content(&mut self.out, content);
        self.out.extend(["</", name.split(' ').next().unwrap_or_default(), ">"]);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.extend([" ", name, "=\""]);
        self.is_whole &= push_xml(&mut self.out, value);
        self.out.push('"');
    }

    fn header(&mut self, project: &Project, creators: &BTreeMap<&str, usize>) {
        let document = &project.document;
        self.raw("<teiHeader>\n<fileDesc>\n<titleStmt>");
        self.element("title", &document.title);
        let mut people: Vec<(&str, usize)> = creators.iter().map(|(name, number)| (*name, *number)).collect();
        sort(&mut people, |one, other| one.1 < other.1);
        for (name, number) in people {
            self.raw("\n<respStmt>");
            self.element("resp", "annotation");
            self.element(&["name xml:id=\"creator-", &number.to_string(), "\""].concat(), name);
            self.raw("</respStmt>");
        }
        self.raw("</titleStmt>\n<publicationStmt><p>Exported from Attest.</p></publicationStmt>\n<sourceDesc>");
        let source = if document.source.is_empty() { "The source was not recorded." } else { &document.source };
        self.element("p", source);
        self.raw("</sourceDesc>\n</fileDesc>\n<encodingDesc><classDecl><taxonomy>");
        let mut labels: Vec<(&str, &str, &str)> = Vec::new();
        for label in project.labels.labels() {
            labels.push((label.id.as_str(), &label.name, &label.description));
        }
        for label in labels_in_use(project) {
            if labels.iter().all(|(id, ..)| *id != label) {
                labels.push((label, label, ""));
            }
        }
        for (number, (id, name, description)) in (1..).zip(labels) {
            self.raw(&["\n<category xml:id=\"label-", &number.to_string(), "\""].concat());
            self.attribute("n", id);
            self.raw("><catDesc>");
            self.element("term", name);
            if !description.is_empty() {
                self.raw(" ");
                self.element("gloss", description);
            }
            self.raw("</catDesc></category>");
        }
        self.raw("\n</taxonomy></classDecl></encodingDesc>\n");
        if document.status == Status::Done {
            self.raw("<revisionDesc status=\"done\"><change>Declared done.</change></revisionDesc>\n");
        }
        self.raw("</teiHeader>\n");
    }

    /// The text: a `<p>` for each line that holds more than blanks, the line ends between them, and the anchors.
    fn body(&mut self, project: &Project) {
        let text = &project.document.text;
        let mut anchors: Vec<CodePoint> = Vec::new();
        for annotation in project.annotations.iter() {
            anchors.extend(annotation.target.spans().iter().flat_map(|span| [span.start(), span.end()]));
        }
        sort(&mut anchors, |one, other| one < other);
        anchors.dedup();
        let mut anchors = anchors.into_iter().peekable();
        self.raw("<body xml:space=\"preserve\">");
        let mut at = 0u32;
        for (number, line) in text.as_str().split('\n').enumerate() {
            if number > 0 {
                self.raw("\n");
                at += 1;
            }
            let end = at + line.chars().count() as u32;
            // Other blanks, such as U+00A0, are text to XML and need an element around them.
            let is_shown = !line.bytes().all(|byte| byte == b' ' || byte == b'\t');
            self.raw(if is_shown { "<p>" } else { "" });
            while let Some(anchor) = anchors.next_if(|anchor| anchor.get() <= end) {
                let before = text.slice(CodePoint::new(at), anchor).unwrap_or_default();
                self.is_whole &= push_xml_content(&mut self.out, before);
                self.raw(&["<anchor xml:id=\"c", &anchor.get().to_string(), "\"/>"].concat());
                at = anchor.get();
            }
            let rest = text.slice(CodePoint::new(at), CodePoint::new(end)).unwrap_or_default();
            self.is_whole &= push_xml_content(&mut self.out, rest);
            self.raw(if is_shown { "</p>" } else { "" });
            at = end;
        }
        self.raw("</body>");
    }

    fn stand_off(&mut self, project: &Project, creators: &BTreeMap<&str, usize>) {
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for label in project.labels.labels().iter().map(|label| label.id.as_str()).chain(labels_in_use(project)) {
            let number = numbers.len() + 1;
            numbers.entry(label).or_insert(number);
        }
        let mut names: BTreeMap<&AnnotationId, usize> = BTreeMap::new();
        self.raw("<standOff>\n<spanGrp>");
        for (number, annotation) in (1..).zip(project.annotations.iter()) {
            names.insert(&annotation.id, number);
            let label = numbers.get(annotation.label.as_str()).copied().unwrap_or_default();
            let creator = creators.get(annotation.creator.as_str()).copied();
            self.spans(number, annotation, label, creator);
        }
        self.raw("\n</spanGrp>\n");
        for (number, annotation) in (1usize..).zip(project.annotations.iter()) {
            if annotation.attributes.is_empty() {
                continue;
            }
            self.raw(&["<fs xml:id=\"fs-", &number.to_string(), "\">"].concat());
            for (name, value) in annotation.attributes.iter() {
                // A feature's name is a word; any other name is a feature with two.
                let is_word = name.starts_with(|first: char| first.is_ascii_alphabetic())
                    && name.chars().all(|it| it.is_ascii_alphanumeric() || "-_.".contains(it));
                if is_word {
                    self.raw("<f");
                    self.attribute("name", name);
                    self.raw(">");
                    self.element("string", value);
                    self.raw("</f>");
                } else {
                    self.raw("<f name=\"attribute\"><fs><f name=\"name\">");
                    self.element("string", name);
                    self.raw("</f><f name=\"value\">");
                    self.element("string", value);
                    self.raw("</f></fs></f>");
                }
            }
            self.raw("</fs>\n");
        }
        self.links(project, &names);
        self.raw("</standOff>\n");
    }

    /// Links, and before them their kinds, since a kind may be any text and `@type` only a word.
    fn links(&mut self, project: &Project, names: &BTreeMap<&AnnotationId, usize>) {
        let ends = |link: &Link| names.get(&link.from).copied().zip(names.get(&link.to).copied());
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for link in project.links.iter().filter(|link| ends(link).is_some()) {
            let number = kinds.len() + 1;
            kinds.entry(&link.kind).or_insert(number);
        }
        if kinds.is_empty() {
            return;
        }
        self.raw("<interpGrp>\n");
        for (kind, number) in &kinds {
            self.element(&["interp xml:id=\"link-", &number.to_string(), "\""].concat(), kind);
            self.raw("\n");
        }
        self.raw("</interpGrp>\n<linkGrp>\n");
        for link in &project.links {
            let Some((from, to)) = ends(link) else { continue };
            self.raw("<link");
            self.attribute("n", &link.id);
            let kind = kinds.get(link.kind.as_str()).copied().unwrap_or_default();
            self.attribute("ana", &["#link-", &kind.to_string()].concat());
            self.attribute("target", &["#a", &from.to_string(), " #a", &to.to_string()].concat());
            self.raw("/>\n");
        }
        self.raw("</linkGrp>\n");
    }

    fn spans(&mut self, number: usize, annotation: &Annotation, label: usize, creator: Option<usize>) {
        let name = |part: usize| {
            let own = ["a", &number.to_string()].concat();
            if part == 0 { own } else { [&own, ".", &(part + 1).to_string()].concat() }
        };
        let spans = annotation.target.spans();
        for (part, span) in spans.iter().enumerate() {
            self.raw("\n<span");
            self.attribute("xml:id", &name(part));
            self.attribute("n", annotation.id.as_str());
            self.attribute("from", &["#c", &span.start().get().to_string()].concat());
            self.attribute("to", &["#c", &span.end().get().to_string()].concat());
            let features =
                if annotation.attributes.is_empty() { String::new() } else { [" #fs-", &number.to_string()].concat() };
            self.attribute("ana", &["#label-", &label.to_string(), &features].concat());
            if let Some(creator) = creator {
                self.attribute("resp", &["#creator-", &creator.to_string()].concat());
            }
            if part > 0 {
                self.attribute("prev", &["#", &name(part - 1)].concat());
            }
            if part + 1 < spans.len() {
                self.attribute("next", &["#", &name(part + 1)].concat());
            }
            self.raw(">");
            if part == 0 {
                self.is_whole &= push_xml_content(&mut self.out, &annotation.note);
            }
            self.raw("</span>");
        }
    }
}

/// The labels of a project's annotations, each once.
fn labels_in_use(project: &Project) -> Vec<&str> {
    let used: BTreeMap<&str, ()> =
        project.annotations.iter().map(|annotation| (annotation.label.as_str(), ())).collect();
    used.into_keys().collect()
}
