//! Reading Web Annotations: a collection, a page, a list or a single one; the article's text from a file given beside.

use super::{ANNOTATION, CONTEXT_LENGTH, DOCUMENT, LINK, is_page};
use crate::domain::annotation::{AnnotationId, Attributes};
use crate::domain::project::{Status, sha256_hex};
use crate::domain::text::Text;
use crate::formats::exchange::gathering::{Gathering, Spot, Unit};
use crate::formats::exchange::groups::{has_ending, imported, text_in};
use crate::formats::exchange::reading::Found;
use crate::formats::exchange::{File, Imported, records};
use crate::formats::json::{Fields, Json};
use crate::formats::{ImportNote, ReadError};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// In the origin of what was read.
const FORMAT: &str = "web-annotation";

/// Whether a file holds Web Annotations.
pub(crate) fn fits(file: &File) -> bool {
    has_ending(&file.name, ".jsonld")
        || [&["target", "type"][..], &["target", "@type"], &["@context", "first"], &["@context", "items"]]
            .iter()
            .any(|names| records::first_has(file, names))
}

/// Reads the annotations of all JSON files among these, and the articles from the others.
///
/// An annotation is put where its position says if its quote is there, and otherwise where its quote is. Which text a file
/// annotates follows from the source that it names (the text's hash), from the files' names, or from there being one only.
///
/// # Errors
/// [`ReadError`], when there are no annotations, or no text for any of them.
pub fn read(files: &[File]) -> Imported {
    let (mut found, mut articles, mut title) = (Stack::default(), Vec::new(), String::new());
    let mut malformed = None;
    for file in files {
        let source = std::str::from_utf8(&file.bytes).ok();
        let source = source.map(|source| source.strip_prefix('\u{feff}').unwrap_or(source));
        let is_text = [".txt", ".text", ".md"].iter().any(|ending| has_ending(&file.name, ending));
        match source.map(Json::check) {
            Some(Ok(json)) if !is_text && (json.is_object() || json.is_list()) => {
                found.file(&file.name, json, &mut title);
            }
            Some(Err(problem)) if !is_text => {
                malformed.get_or_insert(problem);
                articles.extend(Article::of(file));
            }
            _ => articles.extend(Article::of(file)),
        }
    }
    if found.annotations.is_empty() && found.links.is_empty() && found.collections.is_empty() {
        let expected = "expected Web Annotations: one, a list of them, a page or a collection";
        return Err(ReadError::Malformed { detail: malformed.unwrap_or_else(|| expected.to_owned()) });
    }
    found.projects(&articles, &title)
}

/// A text that may be what annotations are about.
struct Article<'f> {
    name: &'f str,
    raw: String,
    /// What a document of it is called.
    id: String,
}

impl<'f> Article<'f> {
    fn of(file: &'f File) -> Option<Self> {
        let raw = text_in(file).ok()?;
        let sha256 = sha256_hex(Text::import(&raw).as_str());
        let id = ["d-", sha256.get(..16).unwrap_or_default()].concat();
        Some(Self { name: file.name.rsplit('/').next().unwrap_or_default(), raw, id })
    }

    fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(self.name, |(stem, _)| stem)
    }
}

/// An annotation of a file, as far as it was understood.
struct Described<'a> {
    file: &'a str,
    source: String,
    found: Found,
    spots: Vec<Spot>,
}

/// A link of a file: the names of the annotations at its ends.
struct Linked {
    place: String,
    id: String,
    kind: String,
    from: String,
    to: String,
}

/// What was read of the files so far.
#[derive(Default)]
struct Stack<'a> {
    annotations: Vec<Described<'a>>,
    links: Vec<Linked>,
    /// The files that are collections or pages, with or without annotations.
    collections: Vec<&'a str>,
    strays: Vec<ImportNote>,
}

impl<'a> Stack<'a> {
    fn file(&mut self, name: &'a str, json: Json<'a>, title: &mut String) {
        if json.is_list() {
            return self.items(name, name, &json.items_or_one());
        }
        let Ok(mut fields) = Fields::of(json) else { return };
        let kinds = kinds_of(&mut fields);
        if kinds.iter().any(|kind| kind == "Annotation") {
            return self.items(name, name, &[json]);
        }
        if kinds.iter().any(|kind| kind == "AnnotationCollection" || kind == "AnnotationPage") {
            self.collections.push(name);
        }
        if let Some(label) = fields.list_or_one("label").first().and_then(|label| label.string().ok()) {
            *title = label.into_owned();
        }
        let items = [fields.list_or_one("items"), fields.list_or_one("@graph")].concat();
        self.items(name, &[name, ": items"].concat(), &items);
        let Some(first) = fields.take("first") else { return self.more(name, fields) };
        match Fields::of(first) {
            Ok(mut page) => {
                let items = page.list_or_one("items");
                self.items(name, &[name, ": items"].concat(), &items);
                self.more(name, page);
            }
            Err(_) => self.tell(name, "its first page is somewhere else; open that as well"),
        }
    }

    /// Says what does not fit before it is known to which article it belongs.
    fn tell(&mut self, place: &str, problem: &str) {
        const MOST: usize = 1_000;
        if self.strays.len() < MOST {
            self.strays.push(ImportNote { place: place.to_owned(), problem: problem.to_owned() });
        }
    }

    fn more(&mut self, name: &str, mut page: Fields<'_>) {
        if page.take("next").is_some() {
            self.tell(name, "there are more pages somewhere else; open them as well");
        }
    }

    fn items(&mut self, file: &'a str, list: &str, items: &[Json<'a>]) {
        for (index, item) in items.iter().enumerate() {
            let place = [list, "[", &index.to_string(), "]"].concat();
            if let Err(problem) = self.item(file, &place, *item) {
                self.tell(&place, &["left out, ", &problem].concat());
            }
        }
    }

    fn item(&mut self, file: &'a str, place: &str, item: Json<'a>) -> Result<(), String> {
        let mut fields = Fields::of(item)?;
        if !kinds_of(&mut fields).iter().any(|kind| kind == "Annotation") {
            return Err("it is no annotation".to_owned());
        }
        let id = name_of(either(&mut fields, "id", "@id"));
        let motivations: Vec<String> = strings(&fields.list_or_one("motivation"));
        let targets = fields.list_or_one("target");
        let bodies = Bodies::of(&mut fields);
        let is_link = motivations.iter().any(|motivation| motivation.ends_with("linking"));
        if let (true, Some(to)) = (is_link, &bodies.linked) {
            let from = targets.first().map(|target| iri_of(*target)).unwrap_or_default();
            let from = unprefixed(&from);
            let kind = bodies.labels.first().cloned().unwrap_or_default();
            self.links.push(Linked { place: place.to_owned(), id: unprefixed(&id), kind, from, to: unprefixed(to) });
            return Ok(());
        }
        let mut found = Found {
            place: place.to_owned(),
            id: unprefixed(&id),
            note: bodies.note,
            attributes: bodies.attributes,
            creator: agents(&mut fields, "creator").join(", "),
            created: fields.string("created"),
            modified: fields.string("modified"),
            ..Found::default()
        };
        let mut labels = bodies.labels.into_iter();
        found.label = match labels.next() {
            Some(label) => label,
            None => {
                let motivation = motivations.into_iter().next().unwrap_or_else(|| "annotation".to_owned());
                self.tell(place, &["it has no tag or class; its label is its motivation, ", &motivation].concat());
                motivation
            }
        };
        let more: Vec<String> = labels.collect();
        if !more.is_empty() {
            self.tell(
                place,
                "it has more than one tag or class; those after the first are its attribute \u{201c}tags\u{201d}",
            );
            found.attributes.insert("tags".to_owned(), more.join(", "));
        }
        for problem in bodies.problems {
            self.tell(place, &problem);
        }
        let (source, spots) = self.targets(place, &targets)?;
        self.left_over(place, fields)?;
        self.annotations.push(Described { file, source, found, spots });
        Ok(())
    }

    /// Reads where an annotation is: the source that it is about, and the places in it.
    fn targets(&mut self, place: &str, targets: &[Json<'a>]) -> Result<(String, Vec<Spot>), String> {
        let mut spots = Vec::new();
        let mut source: Option<String> = None;
        for target in targets {
            let about = iri_of(*target);
            if source.get_or_insert_with(|| about.clone()) != &about {
                self.tell(place, "its targets are in several articles; those in others than the first were left out");
                continue;
            }
            let selectors = Fields::of(*target).map(|mut target| target.list_or_one("selector")).unwrap_or_default();
            spots.push(spot_of(&selectors)?);
        }
        Ok((source.ok_or("it has no target")?, spots))
    }

    fn left_over(&mut self, place: &str, mut fields: Fields<'_>) -> Result<(), String> {
        let _ = fields.take("@context");
        let rest = fields.rest()?;
        if !rest.is_empty() {
            let names: Vec<&str> = rest.iter().map(|(name, _)| name.as_ref()).collect();
            self.tell(place, &["what it holds besides was left out: ", &names.join(", ")].concat());
        }
        Ok(())
    }

    fn projects(mut self, articles: &[Article<'_>], title: &str) -> Imported {
        let annotations = std::mem::take(&mut self.annotations);
        // Which of the articles each source is; found once.
        let mut sources: BTreeMap<&str, Option<usize>> = BTreeMap::new();
        for described in &annotations {
            sources.insert(&described.source, None);
        }
        let is_only = sources.len() == 1;
        // One project for each article, in the order in which the files come to them.
        let mut projects: Vec<(usize, Gathering)> = Vec::new();
        let mut known: BTreeMap<&str, (usize, AnnotationId)> = BTreeMap::new();
        let mut homeless: BTreeMap<&str, usize> = BTreeMap::new();
        for Described { file, source, found, spots } in &annotations {
            let article = sources.get(source.as_str()).copied().flatten();
            let article = article.or_else(|| article_of(source, file, articles, is_only));
            sources.insert(source, article);
            let index = article.and_then(|article| {
                projects.iter().position(|(of, _)| *of == article).or_else(|| {
                    let Article { name, raw, .. } = articles.get(article)?;
                    let name = if is_page(source) { source } else { *name };
                    projects.push((article, Gathering::of(raw, title, name, FORMAT, Unit::CodePoint)?));
                    Some(projects.len() - 1)
                })
            });
            let Some((index, (_, gathering))) = index.and_then(|index| Some((index, projects.get_mut(index)?))) else {
                *homeless.entry(source).or_default() += 1;
                continue;
            };
            if let Some(id) = gathering.annotation(found.clone(), spots) {
                // The first annotation of a name is the one that a link means.
                known.entry(&found.id).or_insert((index, id));
            }
        }
        for (source, number) in homeless {
            let problem =
                ["its annotations (", &number.to_string(), ") were left out: its text was not given"].concat();
            self.tell(if source.is_empty() { "an article without a name" } else { source }, &problem);
        }
        for link in std::mem::take(&mut self.links) {
            let ends = (known.get(link.from.as_str()), known.get(link.to.as_str()));
            let index = ends.0.or(ends.1).map_or(0, |(index, _)| *index);
            let end =
                |end: Option<&(usize, AnnotationId)>| end.filter(|(of, _)| *of == index).map(|(_, id)| id.clone());
            let (from, to) = (end(ends.0), end(ends.1));
            if let Some((_, gathering)) = projects.get_mut(index) {
                gathering.link(&link.place, &link.id, &link.kind, from.as_ref(), to.as_ref());
            }
        }
        if annotations.is_empty() {
            // An article of which nothing is said yet.
            let beside = self.collections.iter().find_map(|file| article_of("", file, articles, true));
            let Article { name, raw, .. } = beside.and_then(|beside| articles.get(beside)).ok_or(ReadError::NoText)?;
            projects.extend(Gathering::of(raw, title, name, FORMAT, Unit::CodePoint).map(|gathering| (0, gathering)));
        }
        if projects.is_empty() {
            return Err(ReadError::NoText);
        }
        imported(projects.into_iter().map(|(_, gathering)| gathering.finish(Status::Open)).collect(), self.strays)
    }
}

/// The article that annotations of this source, in this file, are about.
fn article_of(source: &str, file: &str, articles: &[Article<'_>], is_only: bool) -> Option<usize> {
    let wanted = source.strip_prefix(DOCUMENT).map(decoded);
    let last = source.rsplit(['/', ':']).next().unwrap_or_default();
    let stem = file.rsplit('/').next().unwrap_or_default();
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let place = |is_meant: &dyn Fn(&Article<'_>) -> bool| articles.iter().position(is_meant);
    let by_text = place(&|article| wanted.as_ref() == Some(&article.id));
    let by_name = || place(&|article| !last.is_empty() && [article.name, article.stem()].contains(&last));
    let by_stem = || place(&|article| article.stem() == stem);
    let beside = || by_stem().or((articles.len() == 1).then_some(0)).filter(|_| is_only);
    by_text.or_else(by_name).or_else(beside)
}

/// What the bodies of an annotation say.
#[derive(Default)]
struct Bodies {
    labels: Vec<String>,
    note: String,
    attributes: Attributes,
    /// The resource that a body points to.
    linked: Option<String>,
    problems: Vec<String>,
}

impl Bodies {
    fn of(fields: &mut Fields<'_>) -> Self {
        let mut bodies = Self::default();
        let mut tags = Vec::new();
        if let Some(value) = fields.text("bodyValue") {
            bodies.comment(&value);
        }
        for body in fields.list_or_one("body") {
            let Ok(mut parts) = Fields::of(body) else {
                bodies.point("body", &body.string().unwrap_or_default());
                continue;
            };
            let purposes = strings(&parts.list_or_one("purpose"));
            let purpose =
                purposes.first().map(|purpose| purpose.rsplit([':', '#']).next().unwrap_or(purpose).to_owned());
            let purpose = purpose.unwrap_or_default();
            let value = parts.take("value").or_else(|| parts.take("chars"));
            let is_json = strings(&parts.list_or_one("format")).iter().any(|format| format == "application/json");
            match (purpose.as_str(), value.map(Json::string)) {
                ("classifying", Some(Ok(value))) => bodies.labels.push(value.into_owned()),
                ("tagging", Some(Ok(value))) => tags.push(value.into_owned()),
                ("describing", Some(Ok(value))) if is_json => bodies.describe(&value),
                (_, Some(Ok(value))) => bodies.comment(&value),
                (_, Some(Err(problem))) => bodies.problems.push(["a body was left out: ", &problem].concat()),
                ("classifying" | "tagging", None) => tags.extend(Some(iri_of(body)).filter(|iri| !iri.is_empty())),
                (_, None) => bodies.point(if purpose.is_empty() { "body" } else { &purpose }, &iri_of(body)),
            }
        }
        bodies.labels.extend(tags);
        bodies.labels.retain(|label| !label.is_empty());
        bodies
    }

    fn comment(&mut self, value: &str) {
        if !self.note.is_empty() && !value.is_empty() {
            self.note.push('\n');
        }
        self.note.push_str(value);
    }

    fn describe(&mut self, value: &str) {
        match Json::check(value).and_then(Fields::of).and_then(Fields::rest) {
            Ok(described) => {
                for (name, value) in described {
                    let value = value.string().unwrap_or(Cow::Borrowed(value.written()));
                    self.attributes.insert(name.into_owned(), value.into_owned());
                }
            }
            Err(_) => self.comment(value),
        }
    }

    /// Keeps a resource that is somewhere else as an attribute.
    fn point(&mut self, purpose: &str, iri: &str) {
        if iri.is_empty() {
            self.problems.push("a body without text was left out".to_owned());
        } else {
            self.linked.get_or_insert_with(|| iri.to_owned());
            self.attributes.insert(purpose.to_owned(), iri.to_owned());
        }
    }
}

/// Where the selectors of one target say that it is; they are alternatives.
fn spot_of(selectors: &[Json<'_>]) -> Result<Spot, String> {
    let mut spot = Spot::default();
    let mut others = Vec::new();
    for selector in selectors {
        let Ok(mut fields) = Fields::of(*selector) else { continue };
        let kinds = kinds_of(&mut fields);
        let refined = fields.take("refinedBy");
        match kinds.first().map_or("", |kind| kind.rsplit(':').next().unwrap_or_default()) {
            "TextPositionSelector" => {
                spot.offsets = fields.number("start").zip(fields.number("end"));
            }
            "TextQuoteSelector" => {
                spot.quote = fields.text("exact").map(Cow::into_owned);
                spot.prefix = fields.string("prefix");
                spot.suffix = fields.string("suffix");
            }
            "FragmentSelector" => {
                // RFC 5147: `char=12,27`.
                let value = fields.string("value");
                let ends = value.strip_prefix("char=").and_then(|ends| ends.split(';').next()?.split_once(','));
                let number = |end: &str| end.parse().ok();
                spot.offsets = spot.offsets.or(ends.and_then(|(start, end)| number(start).zip(number(end))));
                others.push("FragmentSelector".to_owned());
            }
            other => others.push(other.to_owned()),
        }
        // What refines a selector counts from the selected part on, so of it only the quote can be used.
        if let (Some(refined), None) = (refined, &spot.quote)
            && let Ok(inner) = spot_of(&refined.items_or_one())
        {
            spot = Spot { offsets: None, ..inner };
        }
    }
    if spot.offsets.is_none() && spot.quote.is_none() {
        let others = if others.is_empty() {
            "it has no selector for a part of the text".to_owned()
        } else {
            ["its selectors are not known here: ", &others.join(", ")].concat()
        };
        return Err(others);
    }
    // Longer ones than are usual only make a quote harder to find again.
    let longest = 16 * CONTEXT_LENGTH as usize;
    if spot.prefix.len() > longest || spot.suffix.len() > longest {
        (spot.prefix, spot.suffix) = (String::new(), String::new());
    }
    Ok(spot)
}

/// The IRI of a resource: itself, its `source` or its `id`.
fn iri_of(resource: Json<'_>) -> String {
    match Fields::of(resource) {
        Ok(mut fields) => match fields.take("source") {
            Some(source) => match Fields::of(source) {
                Ok(mut inner) => name_of(either(&mut inner, "id", "@id")),
                Err(_) => name_of(Some(source)),
            },
            None => name_of(either(&mut fields, "id", "@id")),
        },
        Err(_) => name_of(Some(resource)),
    }
}

fn name_of(value: Option<Json<'_>>) -> String {
    value.and_then(|value| value.string().ok()).unwrap_or_default().into_owned()
}

fn either<'a>(fields: &mut Fields<'a>, name: &str, other: &str) -> Option<Json<'a>> {
    fields.take(name).or_else(|| fields.take(other))
}

fn kinds_of(fields: &mut Fields<'_>) -> Vec<String> {
    let kinds = either(fields, "type", "@type").map(Json::items_or_one).unwrap_or_default();
    let mut kinds = strings(&kinds);
    for kind in &mut kinds {
        if let Some(bare) = kind.strip_prefix("oa:") {
            *kind = bare.to_owned();
        }
    }
    kinds
}

fn strings(items: &[Json<'_>]) -> Vec<String> {
    items.iter().filter_map(|item| item.string().ok()).map(Cow::into_owned).collect()
}

/// The names of people or programs.
fn agents(fields: &mut Fields<'_>, name: &str) -> Vec<String> {
    let mut names = Vec::new();
    for agent in fields.list_or_one(name) {
        let Ok(mut parts) = Fields::of(agent) else {
            names.push(name_of(Some(agent)));
            continue;
        };
        let found = ["name", "nickname", "nick", "email", "id"].iter().find_map(|name| {
            parts.list_or_one(name).first().and_then(|name| name.string().ok()).filter(|name| !name.is_empty())
        });
        names.extend(found.map(Cow::into_owned));
    }
    names.retain(|name| !name.is_empty());
    names
}

/// An identifier without what was put before it when it was written.
fn unprefixed(iri: &str) -> String {
    let bare = [ANNOTATION, LINK].iter().find_map(|prefix| iri.strip_prefix(prefix));
    bare.map_or_else(|| iri.to_owned(), decoded)
}

/// The reverse of percent-encoding; what is not encoded properly stays as it is.
fn decoded(encoded: &str) -> String {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        match after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).unwrap_or_else(|_| encoded.to_owned())
}
