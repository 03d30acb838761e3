//! Actions: everything a person can ask for, whichever key, button or gesture they use.

use super::annex::Screen;
use super::caret::{Caret, Extend, Motion};
use super::hits::Hit;
use crate::domain::annotation::AnnotationId;
use crate::domain::edit::Edge;
use crate::domain::find::Search;
use crate::domain::label::LabelId;
use crate::domain::span::Span;
use crate::domain::text::{CodePoint, Step};
use std::sync::Arc;

/// One thing asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A label was chosen. It marks the selection; without one it relabels the active annotation; without that it
    /// becomes the pen.
    ChooseLabel(LabelId),
    /// A label was clicked in the bar: like choosing it, but with nothing selected it always becomes the pen.
    PickPen(LabelId),
    /// The selection is between these places, in the order of the hand's movement, and may still grow.
    Select(Caret),
    /// The hand let go of the selection.
    SelectionEnd(Selecting),
    /// Mark the selection with the pen.
    MarkWithPen,
    /// Make the selection a further span of the active annotation.
    AddFragment,
    /// Step back: the hits, then the selection, then a link that waits for its end, then the pen, then the active annotation.
    Escape,
    /// Move the caret.
    Caret(Motion, Extend),
    /// Put the caret at a place.
    CaretTo(CodePoint, Extend),
    /// Move the caret by a line of the screen.
    CaretLine(Direction, Extend),
    /// Make an annotation the active one, or none.
    Activate(Option<AnnotationId>),
    /// Make the annotation at a place active: the shortest, and the next around it when it already is.
    ActivateAt(CodePoint),
    /// Make the next or previous annotation in text order active.
    Walk(Direction),
    /// Move an edge of the active annotation by a step.
    NudgeEdge(Edge, Direction, Granularity),
    /// Put a span of the active annotation somewhere else.
    PlaceFragment(usize, Span),
    /// Take a span of the active annotation away.
    RemoveFragment(usize),
    /// Give an orphan the selection as its place.
    PlaceOrphan(AnnotationId),
    /// Remove the active annotation.
    Remove,
    /// Remove all annotations.
    RemoveAll,
    /// Replace the note of an annotation.
    Note(AnnotationId, String),
    /// Stop typing a note.
    EndNote,
    /// Go to the note of the active annotation.
    OpenNote,
    /// Link the active annotation with the one that is chosen next.
    StartLink,
    /// The active annotation is the other end.
    EndLink,
    /// Remove a link, by its identifier.
    Unlink(String),
    /// Show or hide the named values of the active annotation.
    ShowDetails(bool),
    /// Go to them.
    OpenDetails,
    /// Give the active annotation a value of this name; an empty one takes it away.
    SetAttribute(String, String),
    /// Go back to the article.
    FocusArticle,
    /// Look for words in the article.
    OpenFind,
    /// These words are looked for, in this way.
    Find(String, Search),
    /// Look for the active annotation's words elsewhere.
    FindIdentical,
    /// Ask the rules for suggestions.
    Suggest,
    /// Show what the rules suggest.
    ShowSuggestions(Arc<[Hit]>),
    /// Go to the next or previous hit.
    StepHit(Direction),
    /// Mark the current hit with the label it would get.
    MarkHit,
    /// Mark all hits; found words with this label, suggestions only those that would get it.
    MarkHits(Option<LabelId>),
    /// Reject the current suggestion, or all that would get this label.
    RejectHits(Option<LabelId>),
    /// Be done with the hits.
    CloseHits,
    /// Take the last step back.
    Undo,
    /// Do it again.
    Redo,
    /// Download the annotation file.
    Download,
    /// Show a screen of the annex.
    Visit(Screen),
    /// Show or hide a dialog.
    Toggle(Dialog),
}

/// What a finished selection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selecting {
    /// A new annotation.
    New,
    /// Another span of the active annotation.
    Fragment,
    /// Whatever is chosen next: the selection may still be adjusted, as on a touch screen.
    Undecided,
}

/// Towards the end of the text, or towards its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the end.
    Forward,
    /// Towards the start.
    Backward,
}

/// How far an edge moves at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Granularity {
    /// By a word.
    Word,
    /// By a grapheme cluster.
    Character,
}

impl Granularity {
    /// The step that suits an edge: starts go to word starts, ends to word ends.
    #[must_use]
    pub fn step(self, edge: Edge) -> Step {
        match (self, edge) {
            (Self::Character, _) => Step::Grapheme,
            (Self::Word, Edge::Start) => Step::WordStart,
            (Self::Word, Edge::End) => Step::WordEnd,
        }
    }
}

/// The dialogs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// The articles, and ways to open another.
    Articles,
    /// Keys and help.
    Help,
    /// What could not be read.
    Recovered,
}
