//! A page that stands alone: the article with its annotations as `<mark>` elements, a legend, the notes, print style.
//!
//! It opens anywhere and loads nothing: no script, no picture, no font, and a policy that forbids them. The text of the
//! element `#article`, without its markup, is the article to the character; numbers of notes are made by the style sheet,
//! so that they are not copied with the words. Spans that cross are cut at each other's edges; every piece carries the
//! number of its annotation (`data-annotation`).
//!
//! There is no island of data in it: it is for reading, and the annotation file is for machines. Not here: reading it back.

use super::attest::spare_color;
use super::exchange::groups::stem_of;
use super::exchange::losses::{self, Part, loss};
use super::exchange::markup::push_html;
use super::exchange::{Export, File, Loss};
use crate::domain::annotation::{Annotation, AnnotationId};
use crate::domain::label::LabelId;
use crate::domain::order::sort;
use crate::domain::project::{Orphan, Project, Status};
use crate::domain::span::Span;
use crate::domain::text::CodePoint;
use std::collections::BTreeMap;

const CARRIED: &[Part] = &[
    Part::Title,
    Part::Source,
    Part::Status,
    Part::Labels,
    Part::Notes,
    Part::Attributes,
    Part::Creators,
    Part::Links,
    Part::Orphans,
];

/// No more marks than this are open at one place: more than a dozen lines under a word cannot be told apart, and the page
/// would grow with the square of their number.
const DEEPEST: usize = 12;

const TOO_DEEP: &str = "more than 12 annotations cover the place where it begins";

/// Before the style of the labels.
const STYLE: &str = "
:root{color-scheme:light dark}
body{max-width:40rem;margin:2rem auto;padding:0 1rem;font:1.0625rem/1.7 Georgia,serif;color:#1a1a1a;background:#fdfdfb}
h1{font-size:1.6rem;line-height:1.25}
h2{font-size:1.1rem;margin-top:2.5rem}
h1,p,li,.words{white-space:pre-wrap;overflow-wrap:anywhere}
#article p{margin:0 0 1rem}
mark{color:inherit;background:none;text-decoration:underline 2px;text-underline-offset:.2em;text-decoration-skip-ink:none}
mark mark{text-underline-offset:.4em}
mark mark mark{text-underline-offset:.6em}
a.note{text-decoration:none}
a.note::after{content:\"[\" attr(data-note) \"]\";font-size:.7em;vertical-align:super;color:#1d5fbf}
.legend{list-style:none;padding:0;font:.9rem/1.5 system-ui,sans-serif}
.known{font:.9rem/1.5 system-ui,sans-serif}
dl{margin:0 0 0 1rem}
dt{font-weight:600}
dd{margin:0 0 .25rem 1rem}
@media (prefers-color-scheme:dark){body{color:#e8e6e1;background:#17181a}a.note::after{color:#8ab4f8}}
@media print{body{max-width:none;margin:0;color:#000;background:#fff;font-size:11pt}h2,li{break-inside:avoid}}
";

/// Writes `<title>.html`.
#[must_use]
pub fn write(project: &Project) -> Export {
    let document = &project.document;
    let mut losses = losses::losses(project, CARRIED);
    let mut page = Page { out: String::with_capacity(document.text.as_str().len() * 2 + 8192), is_whole: true };
    let notes = notes_of(project);
    let styles = Styles::of(project);
    page.raw("<!DOCTYPE html>\n<html lang=\"und\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.element("title", &document.title);
    page.raw("\n<style>");
    page.raw(STYLE);
    page.raw(&styles.rules);
    page.raw("</style>\n</head>\n<body>\n<header>\n");
    if !has_headline(project) {
        page.element("h1 dir=\"auto\"", &document.title);
        page.raw("\n");
    }
    page.raw("<p class=\"known\">");
    if !document.source.is_empty() {
        page.element("span dir=\"auto\"", &document.source);
        page.raw(". ");
    }
    page.raw(if document.status == Status::Done { "Done. " } else { "In work. " });
    page.raw(&project.annotations.len().to_string());
    page.raw(" annotations.</p>\n");
    page.legend(project, &styles);
    page.raw("</header>\n<main id=\"article\" dir=\"auto\">");
    let whole_before = std::mem::replace(&mut page.is_whole, true);
    page.article(project, &styles, &notes, &mut losses);
    if !page.is_whole {
        losses.push(loss(
            "the article",
            "it has the character U+0000, which HTML cannot hold",
            "U+FFFD stands in its place",
        ));
    }
    page.is_whole = whole_before;
    page.raw("</main>\n<footer>\n");
    page.notes(project, &notes);
    page.links(project);
    page.orphans(project);
    page.raw("</footer>\n</body>\n</html>\n");
    if !page.is_whole {
        let problem = "some title, name or note has the character U+0000, which HTML cannot hold";
        losses.push(loss("the annotation file", problem, "U+FFFD stands in its place"));
    }
    let name = [&stem_of(project), ".html"].concat();
    Export { files: vec![File::of(name, page.out)], losses }
}

/// Whether the article's first block is its title, which then need not be said twice.
fn has_headline(project: &Project) -> bool {
    let document = &project.document;
    document.text.blocks().first().is_some_and(|first| document.text.block_str(first).trim() == document.title)
}

/// The number of each annotation of which there is more to say than its label, in text order.
fn notes_of(project: &Project) -> BTreeMap<&AnnotationId, usize> {
    let has_more = |annotation: &&Annotation| {
        !annotation.note.is_empty() || !annotation.attributes.is_empty() || !annotation.creator.is_empty()
    };
    (1..)
        .zip(project.annotations.iter().map(AsRef::as_ref).filter(has_more))
        .map(|(number, it)| (&it.id, number))
        .collect()
}

/// How each label looks: a colour and a style of line, so that colour is never the only sign.
struct Styles<'p> {
    rules: String,
    classes: BTreeMap<&'p LabelId, usize>,
}

impl<'p> Styles<'p> {
    fn of(project: &'p Project) -> Self {
        const LINES: [&str; 5] = ["solid", "double", "dotted", "dashed", "wavy"];
        let (mut rules, mut classes) = (String::new(), BTreeMap::new());
        let used = project.annotations.iter().map(|annotation| &annotation.label);
        for label in project.labels.labels().iter().map(|label| &label.id).chain(used) {
            let number = classes.len();
            if classes.contains_key(label) {
                continue;
            }
            classes.insert(label, number);
            let color = project.labels.get(label).map_or("", |label| label.color.as_str());
            let digits = color.strip_prefix('#').unwrap_or_default();
            // Anything else could be a way into the style sheet.
            let is_color = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            let color = if is_color { color } else { spare_color(number) };
            let number = number.to_string();
            let line = LINES[classes.len().saturating_sub(1) % LINES.len()];
            let light = ["mark.l", &number, "{text-decoration-color:", color, ";text-decoration-style:", line];
            rules.push_str(&light.concat());
            rules.push_str(&[";background:", color, "1f}\n"].concat());
        }
        Self { rules, classes }
    }

    fn class(&self, label: &LabelId) -> String {
        ["l", &self.classes.get(label).copied().unwrap_or_default().to_string()].concat()
    }
}

/// A span that is to be drawn.
struct Drawn<'p> {
    span: Span,
    annotation: &'p Annotation,
    /// What its label is called.
    label: &'p str,
    /// The annotation's place in text order, from 1.
    number: usize,
    is_last: bool,
}

/// The page while it is written.
struct Page {
    out: String,
    /// Whether every character could be held so far.
    is_whole: bool,
}

impl Page {
    fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn text(&mut self, text: &str) {
        self.is_whole &= push_html(&mut self.out, text);
    }

    /// Writes an element (its name, and attributes that need no escaping) with text in it.
    fn element(&mut self, name: &str, content: &str) {
        self.out.extend(["<", name, ">"]);
        self.text(content);
        self.out.extend(["</", name.split(' ').next().unwrap_or_default(), ">"]);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.extend([" ", name, "=\""]);
        self.text(value);
        self.raw("\"");
    }

    fn legend(&mut self, project: &Project, styles: &Styles<'_>) {
        self.raw("<ul class=\"legend\">\n");
        let mut counts: BTreeMap<&LabelId, usize> = BTreeMap::new();
        for annotation in project.annotations.iter() {
            *counts.entry(&annotation.label).or_default() += 1;
        }
        for label in project.labels.labels() {
            self.raw("<li><mark");
            self.attribute("class", &styles.class(&label.id));
            self.raw(">");
            self.text(&label.name);
            self.raw("</mark> ");
            self.raw(&counts.remove(&label.id).unwrap_or_default().to_string());
            if !label.description.is_empty() {
                self.raw(" ");
                self.element("small", &label.description);
            }
            self.raw("</li>\n");
        }
        for (label, count) in counts {
            self.raw("<li><mark");
            self.attribute("class", &styles.class(label));
            self.raw(">");
            self.text(label.as_str());
            self.raw("</mark> ");
            self.raw(&count.to_string());
            self.raw("</li>\n");
        }
        self.raw("</ul>\n");
    }

    /// The article: a `<p>` for each block; what is between them stays between them.
    fn article<'p>(
        &mut self,
        project: &'p Project,
        styles: &Styles<'_>,
        notes: &BTreeMap<&AnnotationId, usize>,
        losses: &mut Vec<Loss>,
    ) {
        let text = &project.document.text;
        let mut spans: Vec<Drawn<'p>> = Vec::new();
        let mut hidden: Vec<(&Annotation, &str)> = Vec::new();
        for (number, annotation) in (1..).zip(project.annotations.iter()) {
            let pieces = annotation.target.spans();
            for (part, span) in pieces.iter().enumerate() {
                // What is between blocks is not shown, so a mark ends with the block before.
                let before = text.blocks().partition_point(|block| block.start() < span.end()).checked_sub(1);
                let last = before.map_or(CodePoint::ZERO, |before| text.blocks()[before].end());
                match Span::new(span.start(), span.end().min(last)) {
                    Some(span) => {
                        let is_last = part + 1 == pieces.len();
                        let label = project.labels.name(&annotation.label);
                        spans.push(Drawn { span, annotation, label, number, is_last });
                    }
                    None => hidden.push((annotation, "it covers nothing that is shown")),
                }
            }
        }
        sort(&mut spans, |one, other| one.span < other.span);
        let mut next = 0;
        let mut open: Vec<usize> = Vec::new();
        let mut at = CodePoint::ZERO;
        for (index, block) in text.blocks().iter().enumerate() {
            self.text(text.slice(at, block.start()).unwrap_or_default());
            at = block.start();
            let element = if index == 0 && has_headline(project) { "h1" } else { "p" };
            self.raw(&["<", element, ">"].concat());
            // Spans that go on from the block before.
            for open in &open {
                self.open_mark(&spans[*open], styles);
            }
            loop {
                while let Some(drawn) = spans.get(next).filter(|drawn| drawn.span.start() <= at) {
                    if drawn.span.end() > at && open.len() < DEEPEST {
                        self.open_mark(drawn, styles);
                        open.push(next);
                    } else if drawn.span.end() > at {
                        hidden.push((drawn.annotation, TOO_DEEP));
                    }
                    next += 1;
                }
                let starts = spans.get(next).map(|drawn| drawn.span.start());
                let ends = open.iter().map(|index| spans[*index].span.end()).min();
                let until = [starts, ends].into_iter().flatten().fold(block.end(), CodePoint::min);
                self.text(text.slice(at, until).unwrap_or_default());
                at = until;
                self.close_marks(&mut open, &spans, at, styles, notes);
                if at >= block.end() {
                    break;
                }
            }
            self.raw(&"</mark>".repeat(open.len()));
            self.raw(&["</", element, ">"].concat());
        }
        self.text(text.slice(at, text.end()).unwrap_or_default());
        for (annotation, problem) in hidden {
            losses.push(loss(&losses::subject(project, annotation), problem, "not marked in the article"));
        }
    }

    fn open_mark(&mut self, drawn: &Drawn<'_>, styles: &Styles<'_>) {
        self.raw("<mark");
        self.attribute("class", &styles.class(&drawn.annotation.label));
        self.attribute("title", drawn.label);
        self.attribute("data-annotation", &drawn.number.to_string());
        self.raw(">");
    }

    /// Ends the marks of spans that end here. Those that were opened after one of them are ended and opened again.
    fn close_marks(
        &mut self,
        open: &mut Vec<usize>,
        spans: &[Drawn<'_>],
        at: CodePoint,
        styles: &Styles<'_>,
        notes: &BTreeMap<&AnnotationId, usize>,
    ) {
        let Some(first) = open.iter().position(|index| spans[*index].span.end() <= at) else { return };
        self.raw(&"</mark>".repeat(open.len() - first));
        for index in open.split_off(first) {
            let drawn = &spans[index];
            if drawn.span.end() > at {
                self.open_mark(drawn, styles);
                open.push(index);
            } else if let Some(note) = notes.get(&drawn.annotation.id).filter(|_| drawn.is_last) {
                let note = note.to_string();
                let link = ["<a class=\"note\" id=\"to-", &note, "\" href=\"#note-", &note, "\" data-note=\"", &note];
                self.raw(&link.concat());
                self.raw(&["\" aria-label=\"Note ", &note, "\"></a>"].concat());
            }
        }
    }

    fn notes(&mut self, project: &Project, notes: &BTreeMap<&AnnotationId, usize>) {
        if notes.is_empty() {
            return;
        }
        self.raw("<h2>Notes</h2>\n<ol>\n");
        for annotation in project.annotations.iter() {
            let Some(number) = notes.get(&annotation.id) else { continue };
            let number = number.to_string();
            self.raw(&["<li id=\"note-", &number, "\">"].concat());
            self.words(project, annotation, &project.quote(&annotation.target));
            self.raw(
                &[" <a href=\"#to-", &number, "\" aria-label=\"Back to the article\">\u{21a9}</a></li>\n"].concat(),
            );
        }
        self.raw("</ol>\n");
    }

    /// What is said about an annotation.
    fn words(&mut self, project: &Project, annotation: &Annotation, quote: &str) {
        self.element("b", project.labels.name(&annotation.label));
        self.raw(" ");
        self.element("q dir=\"auto\"", quote);
        if !annotation.note.is_empty() {
            self.raw(" ");
            self.element("span class=\"words\" dir=\"auto\"", &annotation.note);
        }
        if annotation.attributes.is_empty() && annotation.creator.is_empty() {
            return;
        }
        self.raw("<dl>");
        for (name, value) in annotation.attributes.iter() {
            self.element("dt", name);
            self.element("dd dir=\"auto\"", value);
        }
        if !annotation.creator.is_empty() {
            self.raw("<dt>By</dt>");
            self.element("dd dir=\"auto\"", &annotation.creator);
        }
        self.raw("</dl>");
    }

    fn links(&mut self, project: &Project) {
        if project.links.is_empty() {
            return;
        }
        self.raw("<h2>Links</h2>\n<ul>\n");
        for link in &project.links {
            self.raw("<li>");
            for (index, end) in [&link.from, &link.to].into_iter().enumerate() {
                if index == 1 {
                    self.raw(" ");
                    self.element("i", &link.kind);
                    self.raw(" ");
                }
                let quote = match project.annotations.get(end) {
                    Some(annotation) => project.quote(&annotation.target),
                    None => project.orphan(end).map(Orphan::quote).unwrap_or_default(),
                };
                self.element("q dir=\"auto\"", &quote);
            }
            self.raw("</li>\n");
        }
        self.raw("</ul>\n");
    }

    fn orphans(&mut self, project: &Project) {
        if project.orphans.is_empty() {
            return;
        }
        self.raw("<h2>No longer in the text</h2>\n<ul>\n");
        for orphan in &project.orphans {
            self.raw("<li>");
            self.words(project, &orphan.annotation, &orphan.quote());
            self.raw("</li>\n");
        }
        self.raw("</ul>\n");
    }
}
