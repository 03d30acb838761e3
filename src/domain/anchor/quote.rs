//! Finding a quote: where in a text something like it stands, and how well each place fits.
//!
//! Not here: which places are open to it ([`super::diff`]), and which of them is taken ([`super`]).
//!
//! The number of errors of a match is its edit distance: characters put in, left out or exchanged. They are counted 64 at a
//! time (G. Myers, *A Fast Bit-Vector Algorithm for Approximate String Matching Based on Dynamic Programming*, J. ACM
//! 1999, in blocks as H. Hyyrö described it in 2003).

use super::{Description, Score};
use crate::domain::order::sort;
use std::ops::Range;

/// The longest quote that is searched for with errors, in code points. A longer one is found where it stands exactly; and
/// a comparison of two versions does not come here with it unless all of it was rewritten.
const LONGEST: usize = 2048;

/// How many places a search keeps.
const MOST: usize = 24;

/// How much a whole search may do, in steps of one character of the text and 64 of the quote. It takes some tenths of a second.
const WORK: u64 = 100_000_000;

/// The weights of what makes a place fit, as the Hypothesis client has them (`match-quote.ts`).
const QUOTE_WEIGHT: usize = 50;
const CONTEXT_WEIGHT: usize = 20;
const POSITION_WEIGHT: usize = 2;

/// A quote of this many code points weighs as much as [`QUOTE_WEIGHT`]; a longer one more, up to [`HEAVIEST`] times,
/// since it is seldom there twice. (Hypothesis weighs all alike, and so can't tell a moved paragraph from a chance find.)
const PLAIN: usize = 24;
const HEAVIEST: usize = 4;

/// What a search may still do.
pub(super) struct Budget {
    left: u64,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { left: WORK }
    }

    /// Takes some work from what is left; whether that was there.
    pub(super) fn spend(&mut self, work: usize) -> bool {
        let left = self.left.checked_sub(work as u64);
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }
}

/// A place where something like the quote stands, in code points, and how well it fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) range: Range<usize>,
    pub(super) score: Score,
    pub(super) errors: usize,
}

/// A quote that is looked for, with what stood around it.
pub(super) struct Sought {
    pub(super) quote: Vec<char>,
    prefix: Vec<char>,
    suffix: Vec<char>,
    /// Where it is expected to begin.
    pub(super) position: usize,
    /// Whether its first and its last character begin and end a word.
    is_whole: (bool, bool),
}

impl Sought {
    pub(super) fn of(description: &Description) -> Self {
        let [quote, prefix, suffix] =
            [&description.exact, &description.prefix, &description.suffix].map(|part| part.chars().collect::<Vec<_>>());
        let is_edge = |outside: Option<&char>, inside: Option<&char>| {
            is_word(inside.copied()) && outside.is_none_or(|outside| !is_word(Some(*outside)))
        };
        let is_whole = (is_edge(prefix.last(), quote.first()), is_edge(suffix.first(), quote.last()));
        let position = description.position.get() as usize;
        Self { quote, prefix, suffix, position, is_whole }
    }

    /// The places in some areas of a text where the quote stands, exactly or with errors; the best first. Places that
    /// overlap a better one are left out.
    ///
    /// With errors it is searched for only where no exact place is a good one. O(areas × quote / 64), within the budget.
    pub(super) fn places(&self, text: &[char], areas: &[Range<usize>], budget: &mut Budget) -> Vec<Place> {
        let mut places = Vec::new();
        for area in areas {
            if !budget.spend(area.len() / 8) {
                break;
            }
            for start in occurrences(&text[area.clone()], &self.quote) {
                let start = area.start + start;
                let range = start..start + self.quote.len();
                if self.stands_whole(text, &range) {
                    places.push(self.place(text, range, 0));
                }
                if places.len() > MOST * 8 {
                    places = best(places);
                }
            }
        }
        let is_good = |place: &Place| place.score >= Score::GOOD;
        if !places.iter().any(is_good) && (4..=LONGEST).contains(&self.quote.len()) {
            let mut pattern = Pattern::of(&self.quote);
            let most = (self.quote.len() / 2).min(256);
            for area in areas {
                if !budget.spend(area.len() * pattern.blocks()) {
                    break;
                }
                for (end, errors) in low_points(&mut pattern, &text[area.clone()], most) {
                    let range = self.start_of(text, area.start + end, errors);
                    let range = self.at_words(text, range);
                    let errors = distance(&self.quote, &text[range.clone()]);
                    places.push(self.place(text, range, errors));
                }
            }
        }
        best(places)
    }

    /// What of a range of a text that stands in the quote's place is the quote: the range, trimmed, or the part of it that
    /// is nearly the quote, when something else was put in beside it.
    pub(super) fn within(&self, text: &[char], range: Range<usize>) -> Place {
        let range = self.at_words(text, range);
        let errors = distance(&self.quote, &text[range.clone()]);
        let mut part: Option<Place> = None;
        for (end, found) in low_points(&mut Pattern::of(&self.quote), &text[range.clone()], self.quote.len() / 5) {
            let start = self.start_of(text, range.start + end, found).start.max(range.start);
            let inside = self.at_words(text, start..range.start + end);
            let found = distance(&self.quote, &text[inside.clone()]);
            if found < errors && part.as_ref().is_none_or(|part| found < part.errors) {
                part = Some(self.place(text, inside, found));
            }
        }
        part.unwrap_or_else(|| self.place(text, range, errors))
    }

    /// How well a range fits; `errors` is how many lie between it and the quote.
    pub(super) fn place(&self, text: &[char], range: Range<usize>, errors: usize) -> Place {
        let length = self.quote.len().max(range.len());
        let weight = (QUOTE_WEIGHT * length / PLAIN).clamp(QUOTE_WEIGHT, QUOTE_WEIGHT * HEAVIEST);
        let mut parts = Parts::default();
        parts.add(weight, length - errors.min(length), length);
        if !self.prefix.is_empty() {
            let before = &text[range.start.saturating_sub(self.prefix.len() * 3 / 2)..range.start];
            parts.add(CONTEXT_WEIGHT, self.prefix.len() - errors_within(&self.prefix, before), self.prefix.len());
        }
        if !self.suffix.is_empty() {
            let after = &text[range.end..text.len().min(range.end + self.suffix.len() * 3 / 2)];
            parts.add(CONTEXT_WEIGHT, self.suffix.len() - errors_within(&self.suffix, after), self.suffix.len());
        }
        let far = range.start.abs_diff(self.position).min(text.len());
        parts.add(POSITION_WEIGHT, text.len() - far, text.len());
        Place { range, score: parts.score(), errors }
    }

    /// Whether the numbers in a range are those of the quote. Two statements that differ in a number alone are two
    /// statements, however alike they look.
    pub(super) fn has_the_numbers_of(&self, found: &[char]) -> bool {
        let numbers =
            |text: &[char]| text.iter().copied().filter(|character| character.is_numeric()).collect::<Vec<_>>();
        numbers(&self.quote) == numbers(found)
    }

    /// Whether a range begins and ends where words do, as the quote did.
    fn stands_whole(&self, text: &[char], range: &Range<usize>) -> bool {
        !(self.is_whole.0 && cuts_word(text, range.start) || self.is_whole.1 && cuts_word(text, range.end))
    }

    /// The range that ends at `end` and is `errors` away from the quote; of several, the one of the quote's length.
    fn start_of(&self, text: &[char], end: usize, errors: usize) -> Range<usize> {
        let reversed: Vec<char> = self.quote.iter().rev().copied().collect();
        let window = text[end.saturating_sub(self.quote.len() + errors)..end].iter().rev().copied();
        let mut start = end.saturating_sub(self.quote.len());
        let mut nearest = usize::MAX;
        Pattern::of(&reversed).run(window, Start::Fixed, &mut |length, found| {
            let off = length.abs_diff(self.quote.len());
            if found == errors && off < nearest {
                (start, nearest) = (end - length, off);
            }
        });
        start..end
    }

    /// A range with its edges moved to where words begin and end, if the quote's did: outwards where most of the word is
    /// inside, inwards otherwise. Blanks at the edges are left out, if the quote has none there.
    fn at_words(&self, text: &[char], range: Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (range.start, range.end);
        if self.quote.first().is_some_and(|first| !first.is_whitespace()) {
            start += text[start..end].iter().take_while(|character| character.is_whitespace()).count();
        }
        if self.quote.last().is_some_and(|last| !last.is_whitespace()) {
            end -= text[start..end].iter().rev().take_while(|character| character.is_whitespace()).count();
        }
        if self.is_whole.0 && cuts_word(text, start) {
            let (from, to) = word_around(text, start);
            start = if start - from <= to - start { from } else { to };
        }
        if self.is_whole.1 && cuts_word(text, end) {
            let (from, to) = word_around(text, end);
            end = if to - end <= end - from { to } else { from };
        }
        if start < end { start..end } else { range }
    }
}

/// Marks that are added up to a score.
#[derive(Default)]
struct Parts {
    reached: usize,
    whole: usize,
}

impl Parts {
    fn add(&mut self, weight: usize, part: usize, whole: usize) {
        // A thousand times the weights, so that nothing is lost to whole numbers.
        self.reached += weight * 1000 * part / whole.max(1);
        self.whole += weight * 1000;
    }

    fn score(&self) -> Score {
        Score::of(self.reached, self.whole)
    }
}

/// Where a needle stands in a text, also where its places overlap.
fn occurrences<'a>(text: &'a [char], needle: &'a [char]) -> impl Iterator<Item = usize> + 'a {
    let first = needle.first().copied();
    let starts = text.len().checked_sub(needle.len()).map_or(0, |last| last + 1);
    (0..starts).filter(move |start| Some(text[*start]) == first && text[*start..*start + needle.len()] == *needle)
}

/// The best places, the best first, none of them overlapping a better one.
fn best(mut places: Vec<Place>) -> Vec<Place> {
    sort(&mut places, |one, other| {
        one.score > other.score || one.score == other.score && one.range.start < other.range.start
    });
    let mut kept: Vec<Place> = Vec::new();
    for place in places {
        let overlaps = |other: &Place| place.range.start < other.range.end && other.range.start < place.range.end;
        if kept.len() < MOST && !kept.iter().any(overlaps) {
            kept.push(place);
        }
    }
    kept
}

/// The ends of matches with few errors, and how many: of each group that lie within half a quote of each other, the best.
/// At most [`MOST`], those with the fewest errors.
fn low_points(pattern: &mut Pattern, text: &[char], most: usize) -> Vec<(usize, usize)> {
    let near = pattern.length / 2 + 1;
    let mut points: Vec<(usize, usize)> = Vec::new();
    pattern.run(text.iter().copied(), Start::Anywhere, &mut |end, errors| {
        if errors > most {
            return;
        }
        match points.last_mut() {
            Some(last) if end < last.0 + near => {
                if errors < last.1 {
                    *last = (end, errors);
                }
            }
            _ => points.push((end, errors)),
        }
    });
    sort(&mut points, |one, other| one.1 < other.1);
    points.truncate(MOST);
    points
}

/// The edit distance of two stretches.
fn distance(one: &[char], other: &[char]) -> usize {
    if one.is_empty() || other.is_empty() {
        return one.len().max(other.len());
    }
    let mut last = one.len();
    Pattern::of(one).run(other.iter().copied(), Start::Fixed, &mut |_, errors| last = errors);
    last
}

/// The errors of the best match of `context` anywhere in `text`; never more than its length.
fn errors_within(context: &[char], text: &[char]) -> usize {
    if text.starts_with(context) || text.ends_with(context) {
        return 0;
    }
    let mut least = context.len();
    Pattern::of(context).run(text.iter().copied(), Start::Anywhere, &mut |_, errors| least = least.min(errors));
    least
}

fn is_word(character: Option<char>) -> bool {
    character.is_some_and(char::is_alphanumeric)
}

/// Whether there are letters or digits on both sides of a place.
fn cuts_word(text: &[char], at: usize) -> bool {
    is_word(at.checked_sub(1).and_then(|before| text.get(before)).copied()) && is_word(text.get(at).copied())
}

fn word_around(text: &[char], at: usize) -> (usize, usize) {
    let back = text[..at].iter().rev().take_while(|character| character.is_alphanumeric()).count();
    let on = text[at..].iter().take_while(|character| character.is_alphanumeric()).count();
    (at - back, at + on)
}

/// Where a match may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// Anywhere in the text.
    Anywhere,
    /// At the text's first character.
    Fixed,
}

/// A pattern of at least one character, as bits: 64 of its characters in each block.
struct Pattern {
    length: usize,
    /// The characters of the pattern, sorted; and for each of them and each block, where in the block it stands.
    alphabet: Vec<char>,
    masks: Vec<u64>,
    /// For the first characters of Unicode, the place in the alphabet after which the masks of each stand; 0 for those that
    /// are not in the pattern.
    common: [u32; 128],
    /// Where the column of errors rises and falls, from one character of the pattern to the next.
    rises: Vec<u64>,
    falls: Vec<u64>,
}

impl Pattern {
    fn of(pattern: &[char]) -> Self {
        let blocks = pattern.len().div_ceil(64);
        let mut alphabet = pattern.to_vec();
        sort(&mut alphabet, |one, other| one < other);
        alphabet.dedup();
        let mut masks = vec![0; alphabet.len() * blocks];
        for (index, character) in pattern.iter().enumerate() {
            if let Ok(place) = alphabet.binary_search(character) {
                masks[place * blocks + index / 64] |= 1 << (index % 64);
            }
        }
        let mut common = [0u32; 128];
        for (place, character) in (1..).zip(&alphabet) {
            if let Some(entry) = common.get_mut(*character as usize) {
                *entry = place;
            }
        }
        Self { length: pattern.len(), alphabet, masks, common, rises: vec![0; blocks], falls: vec![0; blocks] }
    }

    fn blocks(&self) -> usize {
        self.rises.len()
    }

    /// Goes through a text, and tells after each character how many it has taken and the errors of the best match that
    /// ends there.
    fn run(&mut self, text: impl Iterator<Item = char>, start: Start, each: &mut dyn FnMut(usize, usize)) {
        let blocks = self.blocks();
        self.rises.fill(u64::MAX);
        self.falls.fill(0);
        let mut errors = self.length;
        for (taken, character) in (1..).zip(text) {
            let place = match self.common.get(character as usize) {
                Some(place) => place.checked_sub(1).map(|place| place as usize),
                None => self.alphabet.binary_search(&character).ok(),
            };
            let masks = place.map(|place| &self.masks[place * blocks..(place + 1) * blocks]);
            // How the number of errors changes along the top of a block: 1, 0 or -1.
            let mut step = i32::from(start == Start::Fixed);
            for block in 0..blocks {
                let last = if block + 1 == blocks { (self.length - 1) % 64 } else { 63 };
                let same = masks.map_or(0, |masks| masks[block]);
                step = advance(&mut self.rises[block], &mut self.falls[block], same, step, last);
            }
            errors = errors.wrapping_add_signed(step as isize);
            each(taken, errors);
        }
    }
}

/// Takes one block over one character of the text. `step` is how the errors change along its top, `last` the bit of its
/// last character; gives how they change along that.
fn advance(rises: &mut u64, falls: &mut u64, same: u64, step: i32, last: usize) -> i32 {
    let crosses = same | *falls;
    let same = if step < 0 { same | 1 } else { same };
    let keeps = ((same & *rises).wrapping_add(*rises) ^ *rises) | same;
    let mut up = *falls | !(keeps | *rises);
    let mut down = *rises & keeps;
    let out = i32::from(up >> last & 1 == 1) - i32::from(down >> last & 1 == 1);
    up <<= 1;
    down <<= 1;
    match step {
        1 => up |= 1,
        -1 => down |= 1,
        _ => {}
    }
    *rises = down | !(crosses | up);
    *falls = up & crosses;
    out
}

#[cfg(test)]
mod tests {
    use super::{Pattern, Start, distance};
    use proptest::collection::vec;
    use proptest::prelude::*;

    /// Few letters, so that much is alike.
    fn letters(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<char>> {
        vec(prop_oneof![Just('a'), Just('b'), Just('é'), Just('国')], count)
    }

    /// The errors of the best match that ends at each place of the text, cell by cell.
    fn by_hand(pattern: &[char], text: &[char], start: Start) -> Vec<usize> {
        let mut column: Vec<usize> = (0..=pattern.len()).collect();
        let mut last = Vec::new();
        for (index, character) in text.iter().enumerate() {
            let mut corner = column[0];
            column[0] = if start == Start::Fixed { index + 1 } else { 0 };
            for row in 1..=pattern.len() {
                let same = corner + usize::from(pattern[row - 1] != *character);
                corner = column[row];
                column[row] = same.min(column[row - 1] + 1).min(column[row] + 1);
            }
            last.push(column[pattern.len()]);
        }
        last
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn errors_counted_64_at_a_time_are_those_counted_one_by_one(
            pattern in prop_oneof![letters(1..9), letters(60..70), letters(126..200)],
            text in letters(0..300),
            is_fixed in any::<bool>(),
        ) {
            let start = if is_fixed { Start::Fixed } else { Start::Anywhere };
            let mut counted = Vec::new();
            Pattern::of(&pattern).run(text.iter().copied(), start, &mut |_, errors| counted.push(errors));
            prop_assert_eq!(counted, by_hand(&pattern, &text, start));
        }

        #[test]
        fn the_distance_is_the_same_both_ways(one in letters(0..150), other in letters(0..150)) {
            let expected = by_hand(&one, &other, Start::Fixed).last().copied().unwrap_or(one.len());
            prop_assert_eq!(distance(&one, &other), expected);
            prop_assert_eq!(distance(&other, &one), expected);
        }
    }
}
