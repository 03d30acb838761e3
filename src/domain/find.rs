//! Finding text: every place where some words stand, and every place where the words of an annotation stand again.
//!
//! One pass over the text with Knuth, Morris and Pratt's table (*SIAM Journal on Computing* 6, 1977): O(text + words).
//! Not here: marking what was found ([`super::edit`]).

use super::annotation::Annotation;
use super::project::Project;
use super::span::{Span, Target};
use super::text::{CodePoint, Text, reads_as_word, small};

/// Whether capital and small letters are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Case {
    /// "the" finds "The". Letters are compared by their small forms, one character at a time.
    #[default]
    Ignored,
    /// Only the same letters are found.
    Matched,
}

/// Where a hit may begin and end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// Between any two grapheme clusters.
    #[default]
    Anywhere,
    /// Not within a word (UAX #29).
    WholeWords,
}

/// How white space is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Blanks {
    /// Each blank is a character like any other.
    #[default]
    Exact,
    /// Any run of white space equals any other, but one with a line end only others with a line end.
    Folded,
}

/// How text is searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Capital and small letters.
    pub case: Case,
    /// Where a hit may begin and end.
    pub extent: Extent,
    /// White space.
    pub blanks: Blanks,
}

/// Every hit from the start on, none overlapping the one before; no hit cuts a grapheme cluster. No words, no hits.
#[must_use]
pub fn find(text: &Text, words: &str, search: Search) -> Vec<Span> {
    find_beside(text, words, search, None)
}

/// Where the text of an annotation stands elsewhere, and has not the same label on exactly the same spans yet; in text
/// order. None of them overlaps another one or the annotation itself.
///
/// An annotation of several spans stands again where everything from its first to its last character does, exactly so.
#[must_use]
pub fn identical(project: &Project, annotation: &Annotation, search: Search) -> Vec<Target> {
    let text = &project.document.text;
    let own = annotation.target.hull();
    let words = text.slice(own.start(), own.end()).unwrap_or_default();
    let is_split = annotation.target.spans().len() > 1;
    let exact = Search { case: Case::Matched, blanks: Blanks::Exact, ..search };
    let mut targets = Vec::new();
    for hit in find_beside(text, words, if is_split { exact } else { search }, Some(own)) {
        let Some(target) = (if is_split { moved(&annotation.target, hit) } else { Some(Target::one(hit)) }) else {
            continue;
        };
        let is_marked =
            project.annotations.overlapping(hit).any(|other| other.label == annotation.label && other.target == target);
        if !is_marked {
            targets.push(target);
        }
    }
    targets
}

/// A target of several spans where its hull is `hull`.
fn moved(target: &Target, hull: Span) -> Option<Target> {
    let from = target.hull().start().get();
    let mut spans = Vec::with_capacity(target.spans().len());
    for span in target.spans() {
        let place = |at: CodePoint| at.get() - from + hull.start().get();
        spans.push(Span::of(place(span.start()), place(span.end()))?);
    }
    Target::new(spans)
}

/// [`find`], without hits that overlap `taken`.
fn find_beside(text: &Text, words: &str, search: Search, taken: Option<Span>) -> Vec<Span> {
    let mut wanted: Vec<char> = Vec::new();
    fold(words, search, &mut |character, _| wanted.push(character));
    let mut hits: Vec<Span> = Vec::new();
    if wanted.is_empty() {
        return hits;
    }
    let table = table_of(&wanted);
    // Where the last folded characters began, as many as are wanted.
    let mut starts = vec![0; wanted.len()];
    let mut edges = [Edge::default(), Edge::default()];
    let (mut matched, mut count, mut free) = (0, 0, CodePoint::ZERO);
    fold(text.as_str(), search, &mut |character, (start, end)| {
        while matched > 0 && wanted[matched] != character {
            matched = table[matched - 1];
        }
        if wanted[matched] == character {
            matched += 1;
        }
        starts[count % wanted.len()] = start;
        count += 1;
        if matched < wanted.len() {
            return;
        }
        matched = table[matched - 1];
        let hit = Span::of(starts[count % wanted.len()], end).filter(|hit| {
            let is_taken = hit.start() < free || taken.is_some_and(|taken| taken.overlaps(*hit));
            let places = [hit.start(), hit.end()];
            !is_taken && edges.iter_mut().zip(places).all(|(edge, at)| edge.is_whole(text, at, search.extent))
        });
        if let Some(hit) = hit {
            free = hit.end();
            hits.push(hit);
        }
    });
    hits
}

/// For each beginning of the words, how long its longest end is that is a beginning too (and not all of it).
fn table_of(wanted: &[char]) -> Vec<usize> {
    let mut table = vec![0; wanted.len()];
    let mut length = 0;
    for index in 1..wanted.len() {
        while length > 0 && wanted[index] != wanted[length] {
            length = table[length - 1];
        }
        if wanted[index] == wanted[length] {
            length += 1;
        }
        table[index] = length;
    }
    table
}

/// Gives a text character by character as it is compared, each with where that begins and ends in the text, in code points.
fn fold(text: &str, search: Search, give: &mut dyn FnMut(char, (u32, u32))) {
    // Where a run of white space began, and what it folds to.
    let mut blank: Option<(u32, char)> = None;
    let mut at = 0;
    for character in text.chars() {
        if search.blanks == Blanks::Folded && character.is_whitespace() {
            let (start, folded) = blank.unwrap_or((at, ' '));
            blank = Some((start, if character == '\n' { '\n' } else { folded }));
        } else {
            if let Some((start, folded)) = blank.take() {
                give(folded, (start, at));
            }
            give(if search.case == Case::Matched { character } else { small(character) }, (at, at + 1));
        }
        at += 1;
    }
    if let Some((start, folded)) = blank {
        give(folded, (start, at));
    }
}

/// Looks whether places, each behind the one before, are edges that a hit may have; remembers the cluster and the word it
/// is in, so that a long one is looked at once.
#[derive(Default)]
struct Edge {
    cluster: (CodePoint, CodePoint),
    word: (CodePoint, CodePoint),
}

impl Edge {
    fn is_whole(&mut self, text: &Text, at: CodePoint, extent: Extent) -> bool {
        let is_within = |(start, end): (CodePoint, CodePoint)| start < at && at < end;
        if !is_within(self.cluster) {
            let start = text.grapheme_floor(at);
            self.cluster = if start == at { (at, at) } else { (start, text.grapheme_ceil(at)) };
        }
        if is_within(self.cluster) || extent == Extent::Anywhere {
            return !is_within(self.cluster);
        }
        if !is_within(self.word) {
            self.word = text.segment_at(at).unwrap_or_default();
        }
        let (start, end) = self.word;
        !is_within(self.word) || !text.slice(start, end).is_some_and(reads_as_word)
    }
}
