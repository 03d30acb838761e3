//! Anchoring: finding the place of an annotation again when the text is another version of the one that it was made on.
//!
//! Not here: what a person does about an annotation that was not found ([`super::edit::Command::Place`]).
//!
//! Two versions are compared first, and what was kept is shifted along. A quote that was not kept is searched for among
//! what is new, by its words, by what stood around it and by where it stood. A place is taken only if it fits well (the
//! floor) and clearly better than any other (the margin); everything else waits for a person. `docs/adr/0009-anchoring.md`
//! says why.

mod diff;
mod quote;
pub mod review;
mod version;

pub use version::next_version;

use super::annotation::{Annotation, AnnotationId};
use super::order::sort;
use super::project::Project;
use super::span::{Span, Target};
use super::text::{CodePoint, Text};
use diff::{Alignment, Fate};
use quote::{Budget, Place, Sought};
use std::ops::Range;

/// How many code points of context a description has on each side, as in the Hypothesis client.
pub const CONTEXT: u32 = 32;

/// How many code points stand on each side of a quote that is shown.
const SHOWN: usize = 60;

/// How many places are offered for one quote.
const OFFERED: usize = 5;

/// What a span is when its text is not at hand: a W3C `TextQuoteSelector` and the start of a `TextPositionSelector`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// The covered text.
    pub exact: String,
    /// Up to [`CONTEXT`] code points before it; empty when nothing is known of them.
    pub prefix: String,
    /// Up to [`CONTEXT`] code points after it; empty when nothing is known of them.
    pub suffix: String,
    /// Where it began.
    pub position: CodePoint,
}

/// Describes a span of a text; [`anchor`] finds it again.
#[must_use]
pub fn describe(text: &Text, span: Span) -> Description {
    let part = |start, end| text.slice(CodePoint::new(start), CodePoint::new(end)).unwrap_or_default().to_owned();
    let (start, end) = (span.start().get(), span.end().get());
    Description {
        exact: part(start, end),
        prefix: part(start.saturating_sub(CONTEXT), start),
        suffix: part(end, end.saturating_add(CONTEXT).min(text.end().get())),
        position: span.start(),
    }
}

/// How well a place fits, in thousandths: 1,000 is the same quote in the same context at the same place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(u16);

impl Score {
    /// A place that fits this well needs no search for another one.
    const GOOD: Self = Self(900);

    /// A place that fits less is not worth showing.
    const POOR: Self = Self(500);

    /// This many thousandths, 1,000 at most.
    #[must_use]
    pub const fn new(thousandths: u16) -> Self {
        Self(if thousandths > 1000 { 1000 } else { thousandths })
    }

    /// The thousandths.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    fn of(part: usize, whole: usize) -> Self {
        Self((part.min(whole) * 1000 / whole.max(1)) as u16)
    }
}

/// When a place is taken without asking. What these numbers cost and save is measured by `script/anchor-bench`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caution {
    /// How well a place has to fit.
    pub floor: Score,
    /// How much better than the second best.
    pub margin: Score,
    /// How much of a quote has to be left when it was changed between words that were kept, which say where it is.
    pub likeness: Score,
    /// How well such a place has to fit with what is around it.
    pub changed: Score,
}

impl Default for Caution {
    fn default() -> Self {
        Self { floor: Score(800), margin: Score(80), likeness: Score(400), changed: Score(600) }
    }
}

/// What became of a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The same quote at the same place.
    Same(Found),
    /// The same quote at another place.
    Moved(Found),
    /// Another quote, at a place that can be told from what is around it.
    Changed(Found),
    /// Something like it stands here and there; the best first. A person has to say.
    Unsure(Vec<Found>),
    /// Nothing like it was found.
    Lost,
}

impl Outcome {
    /// The place that was taken; `None` while it waits for a person.
    #[must_use]
    pub fn found(&self) -> Option<&Found> {
        match self {
            Self::Same(found) | Self::Moved(found) | Self::Changed(found) => Some(found),
            Self::Unsure(_) | Self::Lost => None,
        }
    }
}

/// A place in the new text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where.
    pub span: Span,
    /// How well it fits.
    pub score: Score,
    /// What stands there.
    pub shown: Excerpt,
}

/// A quote with what stands around it, for showing the old and the new side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The text before.
    pub before: String,
    /// The quote.
    pub quote: String,
    /// The text after.
    pub after: String,
}

/// One span of an annotation, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// Where it was in the old text.
    pub old: Span,
    /// What stood there.
    pub shown: Excerpt,
    /// What became of it.
    pub outcome: Outcome,
}

/// An annotation of the old text, and what became of each of its spans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchored {
    /// Which annotation.
    pub id: AnnotationId,
    /// Its spans in the old text's order; never empty.
    pub fragments: Vec<Fragment>,
}

impl Anchored {
    /// The target in the new text; `None` when some span waits for a person.
    #[must_use]
    pub fn target(&self) -> Option<Target> {
        let found: Vec<Span> =
            self.fragments.iter().filter_map(|fragment| fragment.outcome.found()).map(|found| found.span).collect();
        if found.len() < self.fragments.len() { None } else { Target::new(found) }
    }
}

/// Finds a described span in a text. On the text that it was described on, it is [`Outcome::Same`].
#[must_use]
pub fn anchor(description: &Description, text: &Text) -> Outcome {
    let sought = Sought::of(description);
    if sought.quote.is_empty() {
        return Outcome::Lost;
    }
    let page = Page::of(text);
    let caution = Caution::default();
    let start = sought.position;
    let at_home = start..start + sought.quote.len();
    if page.characters.get(at_home.clone()) == Some(sought.quote.as_slice()) {
        let place = sought.place(&page.characters, at_home, 0);
        if place.score >= caution.floor {
            return page.taken(&sought, &place);
        }
    }
    let whole = 0..page.characters.len();
    let places = sought.places(&page.characters, &[whole], &mut Budget::new());
    page.decide(&sought, &places, caution)
}

/// Finds every annotation of a project in another version of its text, in text order. Nothing is changed.
///
/// O(words) for the comparison where little has changed; the work is bounded whatever has changed, and a quote that it does
/// not suffice for is [`Outcome::Lost`].
#[must_use]
pub fn reanchor(old: &Project, new: &Text) -> Vec<Anchored> {
    reanchor_with(old, new, Caution::default())
}

/// [`reanchor`], with a caution of one's own.
#[must_use]
pub fn reanchor_with(old: &Project, new: &Text, caution: Caution) -> Vec<Anchored> {
    let before = Page::of(&old.document.text);
    let page = Page::of(new);
    let alignment = Alignment::of(&before.characters, &page.characters);
    let mut moving = Moving { before, page, alignment, caution, budget: Budget::new() };
    let mut anchored: Vec<Anchored> = old.annotations.iter().map(|annotation| moving.annotation(annotation)).collect();
    moving.settle_claims(&mut anchored);
    anchored
}

/// A text by its characters.
struct Page<'a> {
    text: &'a Text,
    characters: Vec<char>,
}

impl<'a> Page<'a> {
    fn of(text: &'a Text) -> Self {
        Self { text, characters: text.as_str().chars().collect() }
    }

    fn excerpt(&self, range: Range<usize>) -> Excerpt {
        let part = |range: Range<usize>| self.characters.get(range).unwrap_or_default().iter().collect();
        Excerpt {
            before: part(range.start.saturating_sub(SHOWN)..range.start),
            after: part(range.end..self.characters.len().min(range.end + SHOWN)),
            quote: part(range),
        }
    }

    /// A place as it is given out: it cuts no grapheme cluster.
    fn found(&self, place: &Place) -> Option<Found> {
        let [start, end] = [place.range.start, place.range.end].map(|offset| CodePoint::new(offset as u32));
        let span = Span::new(self.text.grapheme_floor(start), self.text.grapheme_ceil(end))?;
        Some(Found { span, score: place.score, shown: self.excerpt(range_of(span)) })
    }

    /// The outcome when a place is taken.
    fn taken(&self, sought: &Sought, place: &Place) -> Outcome {
        let Some(found) = self.found(place) else { return Outcome::Lost };
        let range = range_of(found.span);
        if self.characters[range.clone()] != *sought.quote {
            Outcome::Changed(found)
        } else if range.start == sought.position {
            Outcome::Same(found)
        } else {
            Outcome::Moved(found)
        }
    }

    /// The outcome when only a person can say.
    fn open(&self, places: &[Place]) -> Outcome {
        let shown = places.iter().filter(|place| place.score >= Score::POOR).take(OFFERED);
        let found: Vec<Found> = shown.filter_map(|place| self.found(place)).collect();
        if found.is_empty() { Outcome::Lost } else { Outcome::Unsure(found) }
    }

    /// Takes the best of some places if it is good enough and clearly better than the second.
    fn decide(&self, sought: &Sought, places: &[Place], caution: Caution) -> Outcome {
        let Some(best) = places.first() else { return Outcome::Lost };
        let second = places.get(1).map_or(0, |second| second.score.0);
        let is_clear = best.score >= caution.floor && best.score.0 - second >= caution.margin.0;
        if is_clear && sought.has_the_numbers_of(&self.characters[best.range.clone()]) {
            self.taken(sought, best)
        } else {
            self.open(places)
        }
    }
}

fn range_of(span: Span) -> Range<usize> {
    span.start().get() as usize..span.end().get() as usize
}

/// A new place, the old one that claims it, how well that fits, and whose it is: annotation and span.
type Claim = (Range<usize>, Range<usize>, Score, (usize, usize));

/// The annotations of one text on their way to another.
struct Moving<'a> {
    before: Page<'a>,
    page: Page<'a>,
    alignment: Alignment,
    caution: Caution,
    budget: Budget,
}

impl Moving<'_> {
    fn annotation(&mut self, annotation: &Annotation) -> Anchored {
        let fragments: Vec<Fragment> = annotation.target.spans().iter().map(|span| self.fragment(*span)).collect();
        let mut anchored = Anchored { id: annotation.id.clone(), fragments };
        let is_found = anchored.fragments.iter().all(|fragment| fragment.outcome.found().is_some());
        if is_found && anchored.target().is_none() {
            // They came to overlap each other.
            anchored.fragments.iter_mut().for_each(|fragment| withdraw(&mut fragment.outcome));
        }
        anchored
    }

    fn fragment(&mut self, old: Span) -> Fragment {
        let range = range_of(old);
        let shown = self.before.excerpt(range.clone());
        let mut sought = Sought::of(&describe(self.before.text, old));
        if self.alignment.is_doubtful(&range) {
            let whole = 0..self.page.characters.len();
            let places = sought.places(&self.page.characters, &[whole], &mut self.budget);
            return Fragment { old, shown, outcome: self.page.open(&places) };
        }
        let outcome = match self.alignment.follow(range.clone()) {
            Fate::Kept(new) => self.kept(&mut sought, range, new),
            Fate::Replaced(new) => self.replaced(&mut sought, range, new),
            Fate::Gone(at) => self.search(&mut sought, range, at, Vec::new()),
        };
        Fragment { old, shown, outcome }
    }

    fn kept(&mut self, sought: &mut Sought, old: Range<usize>, new: Range<usize>) -> Outcome {
        let place = sought.place(&self.page.characters, new, 0);
        if place.score >= self.caution.floor {
            return self.page.taken(sought, &place);
        }
        // Nothing around it was kept: the same words may stand here by chance.
        let at = place.range.start;
        self.search(sought, old, at, vec![place])
    }

    fn replaced(&mut self, sought: &mut Sought, old: Range<usize>, new: Range<usize>) -> Outcome {
        let at = new.start;
        if !self.budget.spend(2 * new.len() * (old.len() / 64 + 1)) {
            return self.search(sought, old, at, Vec::new());
        }
        let place = sought.within(&self.page.characters, new);
        let longest = place.range.len().max(old.len());
        let likeness = Score::of(longest - place.errors.min(longest), longest);
        if likeness >= self.caution.likeness && place.score >= self.caution.changed {
            return self.page.taken(sought, &place);
        }
        self.search(sought, old, at, vec![place])
    }

    /// Searches what is new for a quote; `known` are places that are to be weighed with what is found.
    fn search(&mut self, sought: &mut Sought, old: Range<usize>, at: usize, known: Vec<Place>) -> Outcome {
        let home = std::mem::replace(&mut sought.position, at);
        let areas = self.alignment.inserted(sought.quote.len());
        let mut places = sought.places(&self.page.characters, &areas, &mut self.budget);
        // What was kept is the continuation of something else, even if it reads the same.
        places.retain(|place| self.alignment.taken(place.range.clone(), old.clone()) * 2 <= place.range.len());
        places.retain(|place| known.iter().all(|known| known.range != place.range));
        places.extend(known);
        sort(&mut places, |one, other| one.score > other.score);
        sought.position = home;
        self.page.decide(sought, &places, self.caution)
    }

    /// Where two spans that lay apart have come to one place, only the one that fits better stays.
    fn settle_claims(&self, anchored: &mut [Anchored]) {
        const NEAR: usize = 16;
        let mut claims: Vec<Claim> = Vec::new();
        for (index, one) in anchored.iter().enumerate() {
            for (part, fragment) in one.fragments.iter().enumerate() {
                if let Some(found) = fragment.outcome.found() {
                    claims.push((range_of(found.span), range_of(fragment.old), found.score, (index, part)));
                }
            }
        }
        sort(&mut claims, |one, other| one.0.start < other.0.start);
        let share = |one: &Range<usize>, other: &Range<usize>| {
            one.end.min(other.end).saturating_sub(one.start.max(other.start)) * 2 > one.len().min(other.len())
        };
        let mut withdrawn = Vec::new();
        for (index, one) in claims.iter().enumerate() {
            for other in claims[index + 1..].iter().take(NEAR).take_while(|other| other.0.start < one.0.end) {
                let lay_apart = one.1.end <= other.1.start || other.1.end <= one.1.start;
                if lay_apart && share(&one.0, &other.0) {
                    withdrawn.extend((one.2 <= other.2).then_some(one.3));
                    withdrawn.extend((other.2 <= one.2).then_some(other.3));
                }
            }
        }
        for (index, part) in withdrawn {
            withdraw(&mut anchored[index].fragments[part].outcome);
        }
    }
}

/// Makes a place that was taken one that is only offered.
fn withdraw(outcome: &mut Outcome) {
    if let Some(found) = outcome.found() {
        *outcome = Outcome::Unsure(vec![found.clone()]);
    }
}
