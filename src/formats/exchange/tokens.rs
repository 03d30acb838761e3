//! A text as tokens and sentences, for formats that know nothing else.
//!
//! Not here: where words and sentences end (`domain/text`). A token is a word or a sign without white space; where an
//! annotation begins or ends, a token does too, so that every span is made of whole tokens.

use crate::domain::order::sort;
use crate::domain::project::Project;
use crate::domain::span::Span;
use crate::domain::text::{CodePoint, Step, Text};

/// Whether a character separates tokens for the tools that read them. Python's `str.split` has four more than Unicode.
pub(crate) fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

/// The tokens of a text in order, none of them empty and none with white space in it. `edges` are where tokens have to
/// end, in ascending order. O(n), but for the search of each word's end.
pub(crate) fn tokens(text: &Text, edges: &[CodePoint]) -> Vec<Span> {
    let mut tokens = Vec::new();
    let mut edges = edges.iter().copied().peekable();
    for block in text.blocks() {
        let mut at = block.start();
        while at < block.end() {
            let (start, end) = text.segment_at(at).unwrap_or((at, block.end()));
            let segment = text.slice(start, end).unwrap_or_default();
            let mut open = None;
            for (place, character) in (start.get()..).map(CodePoint::new).zip(segment.chars()) {
                while edges.next_if(|edge| *edge < place).is_some() {}
                let is_cut = edges.next_if_eq(&place).is_some() || is_blank(character);
                if is_cut {
                    tokens.extend(open.take().and_then(|open| Span::new(open, place)));
                }
                if !is_blank(character) && open.is_none() {
                    open = Some(place);
                }
            }
            tokens.extend(open.and_then(|open| Span::new(open, end)));
            at = end.max(CodePoint::new(at.get() + 1));
        }
    }
    tokens
}

/// Every offset at which a span of a project's annotations begins or ends, in ascending order.
pub(crate) fn edges(project: &Project) -> Vec<CodePoint> {
    let spans = project.annotations.iter().flat_map(|annotation| annotation.target.spans());
    let mut edges: Vec<CodePoint> = spans.flat_map(|span| [span.start(), span.end()]).collect();
    sort(&mut edges, |one, other| one < other);
    edges.dedup();
    edges
}

/// The tokens in sentences, as index ranges: a sentence ends with its block, and where one begins within the block, but
/// never within a span of an annotation.
pub(crate) fn sentences(project: &Project, tokens: &[Span]) -> Vec<std::ops::Range<usize>> {
    let text = &project.document.text;
    let mut sentences = Vec::new();
    let mut begin = 0;
    let mut covered = Covered::of(project);
    let mut next = CodePoint::ZERO;
    for (index, token) in tokens.iter().enumerate() {
        let is_start = token.start() >= next;
        if is_start {
            next = text.next(token.start(), Step::Sentence).max(CodePoint::new(token.start().get() + 1));
        }
        let gap = index.checked_sub(1).map(|before| tokens[before].end());
        if is_start && gap.is_some_and(|gap| !covered.joins(gap, token.start())) {
            sentences.push(begin..index);
            begin = index;
        }
    }
    if begin < tokens.len() {
        sentences.push(begin..tokens.len());
    }
    sentences
}

/// Which gaps between tokens lie within a span. Asked in text order, all questions together cost one walk over the spans.
pub(crate) struct Covered {
    /// Starts and furthest ends of the stretches that spans cover without a gap between them, in text order.
    stretches: Vec<(CodePoint, CodePoint)>,
    place: usize,
}

impl Covered {
    /// The stretches of a project's spans.
    pub(crate) fn of(project: &Project) -> Self {
        let mut spans: Vec<Span> =
            project.annotations.iter().flat_map(|annotation| annotation.target.spans()).copied().collect();
        sort(&mut spans, |one, other| one < other);
        let mut stretches: Vec<(CodePoint, CodePoint)> = Vec::new();
        for span in spans {
            match stretches.last_mut() {
                Some((_, end)) if span.start() < *end => *end = span.end().max(*end),
                _ => stretches.push((span.start(), span.end())),
            }
        }
        Self { stretches, place: 0 }
    }

    /// Whether some span covers what stands on both sides of the gap from `end` to `start`.
    pub(crate) fn joins(&mut self, end: CodePoint, start: CodePoint) -> bool {
        while self.stretches.get(self.place).is_some_and(|(_, last)| *last < start) {
            self.place += 1;
        }
        self.stretches.get(self.place).is_some_and(|(first, last)| *first < end && start < *last)
    }
}
