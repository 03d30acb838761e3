//! The keymap: what a key means in the article, and the table that the help shows.
//!
//! Not here: keys inside text fields and dialogs, which belong to the browser.

use super::action::{Action, Dialog, Direction, Granularity};
use super::annex::Screen;
use super::caret::{Extend, Motion};
use super::hits::Kind;
use crate::domain::edit::Edge;
use crate::domain::label::LabelSet;
use crate::domain::text::Step;

/// A key press, as the browser reports it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Press {
    /// `KeyboardEvent.key`: the character or the key's name.
    pub key: String,
    /// `KeyboardEvent.code`: the place on the keyboard, whatever the layout.
    pub code: String,
    /// Ctrl, or Command on a Mac.
    pub command: bool,
    /// Alt, or Option on a Mac. False when AltGr typed a character.
    pub alt: bool,
    /// Shift.
    pub shift: bool,
}

/// Where the key was pressed, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The article's text.
    Article,
    /// An annotation's button in the margin.
    Margin,
    /// A text field.
    Field,
    /// Anywhere else on the page.
    Page,
}

/// What the keymap needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Where the key was pressed.
    pub focus: Focus,
    /// The labels and their keys.
    pub labels: &'a LabelSet,
    /// Whether keys without Ctrl or Alt act (WCAG 2.1.4).
    pub single_keys: bool,
    /// Whether the block's text runs from right to left.
    pub right_to_left: bool,
    /// Whether an annotation is active.
    pub has_active: bool,
    /// Whether a link waits for its other end.
    pub is_linking: bool,
    /// Whether a pen and a selection wait for Enter.
    pub can_mark_with_pen: bool,
    /// What is walked through, if anything is.
    pub walk: Option<&'a Kind>,
}

/// What a key press asks for; `None` leaves it to the browser.
#[must_use]
pub fn action_for(press: &Press, context: &Context<'_>) -> Option<Action> {
    anywhere(press, context).or_else(|| match context.focus {
        Focus::Article => in_article(press, context).or_else(|| single_key(press, context)),
        Focus::Margin => single_key(press, context),
        Focus::Field | Focus::Page => None,
    })
}

/// Whether an action may be asked for by a key while a dialog makes the page wait: not what would happen unseen beneath it. Of the
/// two kinds of dialogs, a screen of the annex shows what undo does.
#[must_use]
pub fn acts_over_a_dialog(action: &Action, is_of_the_annex: bool) -> bool {
    match action {
        Action::Download | Action::Visit(_) | Action::Toggle(_) => true,
        Action::Undo | Action::Redo => is_of_the_annex,
        // Escape closes the dialog, which is the browser's to do; so is finding words in it.
        _ => false,
    }
}

fn anywhere(press: &Press, context: &Context<'_>) -> Option<Action> {
    if press.command && !press.alt {
        let action = match (letter(press).as_str(), press.shift) {
            ("s", false) => Action::Download,
            ("s", true) => Action::Visit(Screen::Export),
            ("o", false) => Action::Toggle(Dialog::Articles),
            ("f", false) => Action::OpenFind,
            ("k", false) => Action::Visit(Screen::Commands),
            // A text field has an undo of its own.
            ("z", false) if context.focus != Focus::Field => Action::Undo,
            ("z", true) | ("y", false) if context.focus != Focus::Field => Action::Redo,
            _ => return None,
        };
        return Some(action);
    }
    if press.key == "F1" {
        return Some(Action::Visit(Screen::Guidelines));
    }
    (press.key == "Escape" && !press.command && !press.alt).then_some(match context.focus {
        Focus::Field => Action::FocusArticle,
        _ => Action::Escape,
    })
}

fn in_article(press: &Press, context: &Context<'_>) -> Option<Action> {
    let extend = if press.shift { Extend::Yes } else { Extend::No };
    let caret = |motion| Some(Action::Caret(motion, extend));
    let sideways = match (press.key.as_str(), context.right_to_left) {
        ("ArrowRight", false) | ("ArrowLeft", true) => Some(Direction::Forward),
        ("ArrowLeft", false) | ("ArrowRight", true) => Some(Direction::Backward),
        _ => None,
    };
    if let Some(direction) = sideways {
        let step = match (press.command, press.alt) {
            (true, _) => Step::WordStart,
            (false, true) => Step::Sentence,
            (false, false) => Step::Grapheme,
        };
        // Extending to the right takes in the word itself, not the blank after it.
        let step = if step == Step::WordStart && press.shift && direction == Direction::Forward {
            Step::WordEnd
        } else {
            step
        };
        return caret(match direction {
            Direction::Forward => Motion::Forward(step),
            Direction::Backward => Motion::Backward(step),
        });
    }
    match (press.key.as_str(), press.command || press.alt) {
        ("ArrowDown", false) => Some(Action::CaretLine(Direction::Forward, extend)),
        ("ArrowUp", false) => Some(Action::CaretLine(Direction::Backward, extend)),
        ("ArrowDown", true) => caret(Motion::Forward(Step::Block)),
        ("ArrowUp", true) => caret(Motion::Backward(Step::Block)),
        ("Home", false) => caret(Motion::BlockStart),
        ("End", false) => caret(Motion::BlockEnd),
        ("Home", true) => caret(Motion::TextStart),
        ("End", true) => caret(Motion::TextEnd),
        ("Enter", _) if context.is_linking => Some(Action::EndLink),
        ("Enter", _) if context.can_mark_with_pen => Some(Action::MarkWithPen),
        ("Enter", _) if matches!(context.walk, Some(Kind::Identical(_))) => Some(Action::MarkHits(None)),
        ("Enter", _) if matches!(context.walk, Some(Kind::Suggestions)) => Some(Action::MarkHit),
        ("Enter", _) if context.has_active => Some(Action::OpenNote),
        _ => None,
    }
}

fn single_key(press: &Press, context: &Context<'_>) -> Option<Action> {
    if matches!(press.key.as_str(), "Delete" | "Backspace") && !press.command && !press.alt && context.has_active {
        return Some(Action::Remove);
    }
    if press.command || !context.single_keys {
        return None;
    }
    if let Some(action) = edge_key(press) {
        return context.has_active.then_some(action);
    }
    if press.alt {
        return None;
    }
    if let Some(label) =
        context.labels.by_key(&press.key).or_else(|| digit(press).and_then(|key| context.labels.by_key(&key)))
    {
        return Some(Action::ChooseLabel(label.id.clone()));
    }
    match (press.key.as_str(), context.walk) {
        ("n", Some(_)) => return Some(Action::StepHit(Direction::Forward)),
        ("p", Some(_)) => return Some(Action::StepHit(Direction::Backward)),
        ("a", Some(Kind::Identical(_) | Kind::Suggestions)) => return Some(Action::MarkHit),
        ("x", Some(Kind::Suggestions)) => return Some(Action::RejectHits(None)),
        _ => {}
    }
    match press.key.as_str() {
        "/" => Some(Action::OpenFind),
        "r" => Some(Action::FindIdentical),
        "s" => Some(Action::Suggest),
        "o" => Some(Action::Visit(Screen::Overview)),
        "c" => Some(Action::Visit(Screen::Doubts)),
        "n" => Some(Action::Walk(Direction::Forward)),
        "p" => Some(Action::Walk(Direction::Backward)),
        "+" => Some(Action::AddFragment),
        "l" if context.has_active => Some(Action::StartLink),
        "e" if context.has_active => Some(Action::OpenDetails),
        "?" => Some(Action::Toggle(Dialog::Help)),
        _ => None,
    }
}

/// `[` `]` for the start, `{` `}` for the end; with Alt by a character. Alt may change the character that a key
/// gives, so with Alt the place of the key counts too.
fn edge_key(press: &Press) -> Option<Action> {
    let granularity = if press.alt { Granularity::Character } else { Granularity::Word };
    let (edge, direction) = match (press.key.as_str(), press.code.as_str(), press.shift) {
        ("[", ..) => (Edge::Start, Direction::Backward),
        ("]", ..) => (Edge::Start, Direction::Forward),
        ("{", ..) => (Edge::End, Direction::Backward),
        ("}", ..) => (Edge::End, Direction::Forward),
        (_, "BracketLeft", false) if press.alt => (Edge::Start, Direction::Backward),
        (_, "BracketRight", false) if press.alt => (Edge::Start, Direction::Forward),
        (_, "BracketLeft", true) if press.alt => (Edge::End, Direction::Backward),
        (_, "BracketRight", true) if press.alt => (Edge::End, Direction::Forward),
        _ => return None,
    };
    Some(Action::NudgeEdge(edge, direction, granularity))
}

/// The Latin letter of a key: the one it types, or on a layout that types none the one at its place.
fn letter(press: &Press) -> String {
    let place = press.code.strip_prefix("Key").filter(|_| !press.key.is_ascii());
    place.unwrap_or(&press.key).to_ascii_lowercase()
}

/// The digit on a key of the top row, for layouts that give digits only with Shift.
fn digit(press: &Press) -> Option<String> {
    let digit = press.code.strip_prefix("Digit").or_else(|| press.code.strip_prefix("Numpad"))?;
    let is_typed = press.key.chars().all(|character| character.is_ascii_alphanumeric());
    (!press.shift && !is_typed).then(|| digit.to_owned())
}

/// One line of the help: keys and what they do.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The keys, separated by a space; alternatives by ` / `.
    pub keys: &'static str,
    /// What they do.
    pub does: &'static str,
}

/// The help, by topic. `1 … 4` stands for the labels' keys.
pub const HELP: &[(&str, &[Line])] = &[
    (
        "Mark",
        &[
            Line {
                keys: "1 … 4",
                does: "Mark the selection. With nothing selected: relabel the active annotation, or pick up that label's pen",
            },
            Line { keys: "Drag", does: "Select whole words; hold Alt for exact characters" },
            Line { keys: "Double-click / Triple-click", does: "Select a word / a block" },
            Line { keys: "Ctrl + drag / +", does: "Make the selection another part of the active annotation" },
            Line { keys: "Enter", does: "With a pen: mark the selection" },
            Line { keys: "Escape", does: "Drop the selection, then the pen, then the active annotation" },
        ],
    ),
    (
        "Move the caret",
        &[
            Line { keys: "← → ↑ ↓", does: "By character and line" },
            Line { keys: "Ctrl ← / Ctrl →", does: "By word" },
            Line { keys: "Alt ← / Alt →", does: "By sentence" },
            Line { keys: "Ctrl ↑ / Ctrl ↓", does: "By block" },
            Line { keys: "Home / End", does: "To the start / end of the block; with Ctrl of the article" },
            Line { keys: "Shift + any of these", does: "Select" },
        ],
    ),
    (
        "Work on annotations",
        &[
            Line { keys: "n / p", does: "Next / previous annotation" },
            Line { keys: "[ / ]", does: "Move its start by a word; with Alt by a character" },
            Line { keys: "{ / }", does: "Move its end by a word; with Alt by a character" },
            Line { keys: "Enter", does: "Write its note; Escape comes back" },
            Line { keys: "e", does: "Its details: how sure, what kind" },
            Line { keys: "l", does: "Link it: click the other end, or n / p and Enter" },
            Line { keys: "Delete", does: "Remove it" },
            Line { keys: "Click again", does: "The next annotation around the same place" },
        ],
    ),
    (
        "Find more",
        &[
            Line {
                keys: "Ctrl F / /",
                does: "Find words; a label key marks what is found. Screen readers: paste what you heard",
            },
            Line { keys: "r", does: "Find the active annotation's words elsewhere; Enter marks all" },
            Line { keys: "s", does: "Suggestions: a accepts, x rejects" },
            Line { keys: "n / p", does: "Next / previous hit, while hits are shown" },
        ],
    ),
    (
        "Everywhere",
        &[
            Line { keys: "Ctrl Z / Ctrl Shift Z / Ctrl Y", does: "Undo / redo" },
            Line { keys: "Ctrl S / Ctrl Shift S", does: "Download the annotation file / in another format" },
            Line { keys: "o", does: "Overview: how much has each label, and where" },
            Line { keys: "c", does: "Check the annotations against the guidelines" },
            Line { keys: "Ctrl O", does: "Articles: open, paste, switch, remove" },
            Line { keys: "Ctrl K", does: "All commands by name" },
            Line { keys: "F1", does: "The guidelines: what to mark, and where it begins and ends" },
            Line { keys: "?", does: "This help" },
        ],
    ),
];
