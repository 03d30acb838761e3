//! What the page and its annex say to each other.
//!
//! The annex is a second program beside the page's own: the screens and formats that a person uses now and then, loaded
//! when one of them is first asked for. It gets the open project as an annotation file, plans what is asked of it, and
//! answers with entries of the log that the page applies and saves. So there is still one writer.
//!
//! Not here: how words get there and back ([`crate::browser`]'s wire), and what the screens are ([`crate::annex`]).

use super::hits::Hit;
use super::keymap::Press;
use super::saved::entry;
use crate::domain::annotation::AnnotationId;
use crate::domain::history::Entry;
use crate::domain::label::LabelId;
use crate::domain::span::{Span, Target};
use crate::domain::suggest::{self, Suggestion};
use crate::domain::text::{CodePoint, Text};
use std::borrow::Cow;
use std::sync::Arc;

/// The annex's screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Screen {
    /// Every command by name.
    Commands,
    /// What to mark, and where a mark begins and ends.
    Guidelines,
    /// Annotations that do not look like what the guidelines ask for.
    Doubts,
    /// An article to practise on.
    Practice,
    /// How far another annotation file of the article is the same.
    Agreement,
    /// The labels, and the types of links and attributes.
    Labels,
    /// How much has each label, and where.
    Overview,
    /// The articles in this browser.
    Library,
    /// The work in other tools' formats.
    Export,
    /// What is in files of other tools that are being opened.
    Import,
    /// Where the annotations of a changed article are.
    Review,
}

/// Their names on the wire.
const SCREENS: &[(Screen, &str)] = &[
    (Screen::Commands, "commands"),
    (Screen::Guidelines, "guidelines"),
    (Screen::Doubts, "doubts"),
    (Screen::Practice, "practice"),
    (Screen::Agreement, "agreement"),
    (Screen::Labels, "labels"),
    (Screen::Overview, "overview"),
    (Screen::Library, "library"),
    (Screen::Export, "export"),
    (Screen::Import, "import"),
    (Screen::Review, "review"),
];

impl Screen {
    /// Its name, a single word.
    #[must_use]
    pub fn name(self) -> &'static str {
        SCREENS.iter().find(|(known, _)| *known == self).map_or("", |(_, name)| name)
    }
}

/// What is told when the work has changed since something was planned.
pub const REFUSED: &str = "The work has changed meanwhile, so this was not done. Try it again.";

/// What the page asks of the annex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The open project is this annotation file; nothing is open when it is empty. Told before anything else and after
    /// every change while a screen is open.
    Project(String),
    /// Show a screen. The label is the one that a person has in hand, if any: of the pen or of the active annotation.
    Show(Screen, Option<LabelId>),
    /// Find suggestions.
    Suggest,
    /// Open the files that come along.
    Read,
}

/// What the annex answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Apply and save this entry, as [`entry_text`] writes it.
    Entry(String),
    /// Open this annotation file.
    Open(String),
    /// Make this annotation active, and show it.
    Go(AnnotationId),
    /// Give this orphan the selected words as its place.
    PlaceOrphan(AnnotationId),
    /// Put the caret here, and show it.
    Place(CodePoint),
    /// Select this stretch of the article, and show it.
    Select(Span),
    /// Choose this label, as its key does in the article.
    Choose(LabelId),
    /// Do what this key does in the article.
    Press(Press),
    /// These are the suggestions, as [`hits_text`] writes them.
    Hits(String),
    /// Tell everybody.
    Tell(String),
    /// Tell everybody what was done, and offer to undo it.
    Done(String),
    /// Open the stored document of this identifier.
    OpenStored(String),
    /// Take the stored document of this identifier off the list, which may be the open one.
    Remove(String),
    /// The last screen was closed.
    Closed,
    /// The annex could not be loaded.
    Failed,
    /// A newer version of the site is here. Said by `boot.js`.
    Update,
}

impl Ask {
    /// How it is said: a head and a body.
    #[must_use]
    pub fn say(&self) -> (&str, Cow<'_, str>) {
        match self {
            Self::Project(file) => ("project", file.into()),
            Self::Show(screen, label) => {
                let label = label.as_ref().map_or("", LabelId::as_str);
                ("show", [screen.name(), " ", label].concat().into())
            }
            Self::Suggest => ("suggest", "".into()),
            Self::Read => ("read", "".into()),
        }
    }

    /// What was said; `None` when it means nothing.
    #[must_use]
    pub fn heard(head: &str, body: &str) -> Option<Self> {
        Some(match head {
            "project" => Self::Project(body.to_owned()),
            "show" => {
                let (screen, label) = body.split_once(' ')?;
                let label = if label.is_empty() { None } else { Some(LabelId::new(label)) };
                Self::Show(SCREENS.iter().find(|(_, name)| *name == screen)?.0, label)
            }
            "suggest" => Self::Suggest,
            "read" => Self::Read,
            _ => return None,
        })
    }
}

impl Answer {
    /// How it is said: a head and a body.
    #[must_use]
    pub fn say(&self) -> (&'static str, String) {
        match self {
            Self::Entry(entry) => ("entry", entry.clone()),
            Self::Open(file) => ("open", file.clone()),
            Self::Go(id) => ("go", id.as_str().to_owned()),
            Self::PlaceOrphan(id) => ("orphan", id.as_str().to_owned()),
            Self::Place(at) => ("place", at.get().to_string()),
            Self::Select(span) => ("select", [span.start().get().to_string(), span.end().get().to_string()].join(" ")),
            Self::Choose(label) => ("choose", label.as_str().to_owned()),
            Self::Press(press) => {
                let flag = |name: &'static str, is_held: bool| if is_held { name } else { "" };
                let held = [flag("c", press.command), flag("a", press.alt), flag("s", press.shift)].concat();
                ("press", [held.as_str(), " ", &press.key].concat())
            }
            Self::Hits(hits) => ("hits", hits.clone()),
            Self::Tell(words) => ("tell", words.clone()),
            Self::Done(words) => ("done", words.clone()),
            Self::OpenStored(id) => ("stored", id.clone()),
            Self::Remove(id) => ("remove", id.clone()),
            Self::Closed => ("closed", String::new()),
            Self::Failed => ("failed", String::new()),
            Self::Update => ("update", String::new()),
        }
    }

    /// What was said; `None` when it means nothing.
    #[must_use]
    pub fn heard(head: &str, body: &str) -> Option<Self> {
        let text = || body.to_owned();
        Some(match head {
            "entry" => Self::Entry(text()),
            "open" => Self::Open(text()),
            "go" => Self::Go(AnnotationId::new(body)),
            "orphan" => Self::PlaceOrphan(AnnotationId::new(body)),
            "place" => Self::Place(CodePoint::new(body.parse().ok()?)),
            "select" => {
                let (start, end) = body.split_once(' ')?;
                Self::Select(Span::of(start.parse().ok()?, end.parse().ok()?)?)
            }
            "choose" => Self::Choose(LabelId::new(body)),
            "press" => Self::press(body)?,
            "hits" => Self::Hits(text()),
            "tell" => Self::Tell(text()),
            "done" => Self::Done(text()),
            "stored" => Self::OpenStored(text()),
            "remove" => Self::Remove(text()),
            "closed" => Self::Closed,
            "failed" => Self::Failed,
            "update" => Self::Update,
            _ => return None,
        })
    }

    /// A key to be pressed in the article: `c` for Ctrl, `a` for Alt, `s` for Shift, and the key after a blank; `None` when
    /// there is no blank.
    #[must_use]
    pub fn press(keys: &str) -> Option<Self> {
        let (held, key) = keys.split_once(' ')?;
        let is_held = |name| held.contains(name);
        let (command, alt, shift) = (is_held('c'), is_held('a'), is_held('s'));
        Some(Self::Press(Press { key: key.to_owned(), code: String::new(), command, alt, shift }))
    }
}

/// An entry of the log as a text.
#[must_use]
pub fn entry_text(entry: &Entry, text: &Text) -> String {
    entry::write(entry, &entry::Place::default(), text)
}

/// The entry of such a text, checked against the text of the article.
///
/// # Errors
/// Why it cannot be read.
pub fn entry_of(source: &str, text: &Text) -> Result<Entry, String> {
    entry::check(source, text).map(|(_, entry)| entry)
}

/// Suggestions as a text: a line for each with its label, its rule and its spans, in code points.
#[must_use]
pub fn hits_text(suggestions: &[Suggestion]) -> String {
    let line = |suggestion: &Suggestion| {
        let mut line = [suggestion.label.as_str(), "\t", suggestion.rule].concat();
        for span in suggestion.target.spans() {
            line.push_str(&["\t", &span.start().get().to_string(), "\t", &span.end().get().to_string()].concat());
        }
        line
    };
    suggestions.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The hits of such a text. Lines that are none are left out.
#[must_use]
pub fn hits_of(source: &str) -> Arc<[Hit]> {
    source.lines().filter_map(hit_of).collect()
}

fn hit_of(line: &str) -> Option<Hit> {
    let mut parts = line.split('\t');
    let (label, rule) = (LabelId::new(parts.next()?), parts.next()?);
    let mut spans = Vec::new();
    while let Some(start) = parts.next() {
        spans.push(Span::of(start.parse().ok()?, parts.next()?.parse().ok()?)?);
    }
    let target = Target::new(spans)?;
    let (key, origin) = (suggest::key(&label, &target), suggest::origin(rule));
    Some(Hit { target, label: Some(label), origin, key })
}
