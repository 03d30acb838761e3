//! The library: the articles in this browser as a person looks through them, searched and sorted.
//!
//! Not here: where they are stored ([`super::saved`]), and the screen.

use super::saved::Card;
use crate::domain::filter::Words;
use crate::domain::order::sort;
use crate::domain::project::{Project, Status};
use crate::domain::text::folded;

/// How far the work on an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Progress {
    /// Nothing is marked.
    New,
    /// Something is marked.
    InProgress,
    /// A person declared it finished.
    Done,
}

impl Progress {
    /// How far the work on the article of a card is.
    #[must_use]
    pub fn of(card: &Card) -> Self {
        match (card.status, card.annotations) {
            (Status::Done, _) => Self::Done,
            (Status::Open, 0) => Self::New,
            (Status::Open, _) => Self::InProgress,
        }
    }

    /// What people read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::InProgress => "In progress",
            Self::Done => "Done",
        }
    }
}

/// An article in the library.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Shelved {
    /// What the list of articles knows of it.
    pub card: Card,
    /// How much of the storage it takes, in UTF-16 code units.
    pub size: usize,
}

/// What articles are sorted by. Where two are alike, the later changed comes first, and then the titles decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By title, capital and small letters alike.
    Title,
    /// By how far the work is.
    Progress,
    /// By the number of annotations.
    Annotations,
    /// By the last change.
    #[default]
    Changed,
    /// By the last download; those never downloaded are the oldest.
    Downloaded,
    /// By how much of the storage they take.
    Size,
}

/// In which direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From A to Z, from old to new, from little to much.
    Up,
    /// The other way round.
    Down,
}

impl Order {
    /// The direction in which it is wanted first.
    #[must_use]
    pub fn first_way(self) -> Way {
        match self {
            Self::Title | Self::Progress => Way::Up,
            Self::Annotations | Self::Changed | Self::Downloaded | Self::Size => Way::Down,
        }
    }
}

/// Sorts articles. What never was (a change, a download) counts as before everything that was.
pub fn arrange(articles: &mut [Shelved], order: Order, way: Way) {
    let precedes = |one: &Shelved, other: &Shelved| match order {
        Order::Title => folded(&one.card.title) < folded(&other.card.title),
        Order::Progress => Progress::of(&one.card) < Progress::of(&other.card),
        Order::Annotations => one.card.annotations < other.card.annotations,
        Order::Changed => one.card.modified < other.card.modified,
        Order::Downloaded => one.card.downloaded < other.card.downloaded,
        Order::Size => one.size < other.size,
    };
    // Sorting is stable, so that this decides between those that are alike.
    sort(articles, |one, other| {
        (&other.card.modified, &one.card.title, &one.card.id) < (&one.card.modified, &other.card.title, &other.card.id)
    });
    match way {
        Way::Up => sort(articles, precedes),
        Way::Down => sort(articles, |one, other| precedes(other, one)),
    }
}

/// What of an article is searched besides its title: its text and the notes of its annotations, [`folded`].
#[must_use]
pub fn contents(project: &Project) -> String {
    let mut contents = folded(project.document.text.as_str());
    for annotation in project.annotations.iter().map(|annotation| &**annotation) {
        if !annotation.note.is_empty() {
            contents.push('\n');
            contents.push_str(&folded(&annotation.note));
        }
    }
    for orphan in &project.orphans {
        contents.push('\n');
        contents.push_str(&folded(&orphan.annotation.note));
    }
    contents
}

/// Whether an article has all of these words, in its title or in its [`contents`] as far as they are known.
#[must_use]
pub fn is_found(words: &Words, card: &Card, contents: Option<&str>) -> bool {
    let title = folded(&card.title);
    words.each(&|word| title.contains(word) || contents.is_some_and(|contents| contents.contains(word)))
}
