//! The caret: where the keyboard is in the article, and what it has selected.

use crate::domain::snap::{Precision, snap};
use crate::domain::span::Span;
use crate::domain::text::{CodePoint, Step, Text};

/// A selection between two offsets: `anchor` stays, `focus` moves. Equal offsets are a bare caret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caret {
    /// Where the selection began.
    pub anchor: CodePoint,
    /// Where it goes on; the caret stands here.
    pub focus: CodePoint,
    /// How closely the selection is followed when it is marked.
    pub precision: Precision,
}

/// One movement of the caret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One step towards the end of the text.
    Forward(Step),
    /// One step towards its start.
    Backward(Step),
    /// To the start of the block.
    BlockStart,
    /// To the end of the block.
    BlockEnd,
    /// To the start of the text.
    TextStart,
    /// To the end of the text.
    TextEnd,
}

/// Whether a movement extends the selection or drops it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extend {
    /// The anchor stays.
    Yes,
    /// The anchor comes along.
    No,
}

impl Caret {
    /// A bare caret.
    #[must_use]
    pub fn at(place: CodePoint) -> Self {
        Self { anchor: place, focus: place, precision: Precision::Words }
    }

    /// Whether nothing is selected.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.anchor == self.focus
    }

    /// The span that would be marked: what is selected, snapped.
    #[must_use]
    pub fn span(&self, text: &Text) -> Option<Span> {
        if self.is_bare() { None } else { snap(text, self.anchor, self.focus, self.precision) }
    }

    /// The caret after a movement. Without extending, a step sideways from a selection goes to the selection's edge.
    #[must_use]
    pub fn moved(self, text: &Text, motion: Motion, extend: Extend) -> Self {
        if extend == Extend::No && !self.is_bare() {
            match motion {
                Motion::Forward(Step::Grapheme) => return Self::at(self.anchor.max(self.focus)),
                Motion::Backward(Step::Grapheme) => return Self::at(self.anchor.min(self.focus)),
                _ => {}
            }
        }
        let block = || text.block_at(self.focus).map(|index| text.blocks()[index]);
        let place = match motion {
            Motion::Forward(step) => text.next(self.focus, step),
            Motion::Backward(step) => text.previous(self.focus, step),
            Motion::BlockStart => block().map_or(self.focus, |block| block.start()),
            Motion::BlockEnd => block().map_or(self.focus, |block| block.end()),
            Motion::TextStart => text.blocks().first().map_or(CodePoint::ZERO, |block| block.start()),
            Motion::TextEnd => text.blocks().last().map_or(CodePoint::ZERO, |block| block.end()),
        };
        let by_character = matches!(motion, Motion::Forward(Step::Grapheme) | Motion::Backward(Step::Grapheme));
        self.to(place, extend, if by_character { Precision::Characters } else { Precision::Words })
    }

    /// The caret at a place, with the precision that the movement there implies.
    #[must_use]
    pub fn to(self, place: CodePoint, extend: Extend, precision: Precision) -> Self {
        match extend {
            Extend::No => Self::at(place),
            Extend::Yes => Self { anchor: self.anchor, focus: place, precision },
        }
    }
}
