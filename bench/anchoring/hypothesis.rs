//! A plain implementation of how the Hypothesis client finds a quote again, to measure beside.
//!
//! Written from its description (`src/annotator/anchoring/match-quote.ts` and `html.ts`, 2024): the stored position is taken if
//! the quote stands there; else all exact places, or, if there are none, those with the fewest errors, up to half the quote and
//! 256; each is scored by quote (50), prefix (20), suffix (20) and position (2), and the best is taken, whatever its score.
//! Here the score is given out too, so that a floor can be tried.

use std::ops::Range;

/// How much context Hypothesis stores on each side.
const CONTEXT: usize = 32;

/// The best place of a span of `old` in `new`, and its score from 0 to 1.
pub fn anchor(old: &[char], span: Range<usize>, new: &[char]) -> Option<(Range<usize>, f64)> {
    let quote = &old[span.clone()];
    if new.get(span.clone()) == Some(quote) {
        return Some((span, 1.0));
    }
    let prefix = &old[span.start.saturating_sub(CONTEXT)..span.start];
    let suffix = &old[span.end..old.len().min(span.end + CONTEXT)];
    let share = |errors: usize, length: usize| 1.0 - errors as f64 / length as f64;
    let context = |stored: &[char], there: &[char]| {
        if stored.is_empty() {
            return 1.0;
        }
        let matches = search(there, stored, stored.len());
        matches.first().map_or(0.0, |(_, errors)| share(*errors, stored.len()))
    };
    let mut best: Option<(Range<usize>, f64)> = None;
    for (range, errors) in search(new, quote, (quote.len() / 2).min(256)) {
        let before = &new[range.start.saturating_sub(prefix.len())..range.start];
        let after = &new[range.end..new.len().min(range.end + suffix.len())];
        let near = 1.0 - range.start.abs_diff(span.start) as f64 / new.len() as f64;
        let score = 50.0 * share(errors, quote.len())
            + 20.0 * context(prefix, before)
            + 20.0 * context(suffix, after)
            + 2.0 * near;
        let score = score / 92.0;
        if best.as_ref().is_none_or(|(_, other)| score > *other) {
            best = Some((range, score));
        }
    }
    best
}

/// The exact places of a pattern; if there are none, the places with the fewest errors, up to `most`.
fn search(text: &[char], pattern: &[char], most: usize) -> Vec<(Range<usize>, usize)> {
    if text.is_empty() || pattern.is_empty() {
        return Vec::new();
    }
    let exact: Vec<(Range<usize>, usize)> = (0..(text.len() + 1).saturating_sub(pattern.len()))
        .filter(|start| text[*start..*start + pattern.len()] == *pattern)
        .map(|start| (start..start + pattern.len(), 0))
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    // Sellers' algorithm, a column for each character of the text; each cell also remembers where its match began.
    let mut column: Vec<(usize, usize)> = (0..=pattern.len()).map(|errors| (errors, 0)).collect();
    let (mut least, mut found) = (most, Vec::new());
    for (index, character) in text.iter().enumerate() {
        let mut corner = column[0];
        column[0] = (0, index + 1);
        for row in 1..=pattern.len() {
            let same = (corner.0 + usize::from(pattern[row - 1] != *character), corner.1);
            let left_out = (column[row - 1].0 + 1, column[row - 1].1);
            let put_in = (column[row].0 + 1, column[row].1);
            corner = column[row];
            column[row] = same.min(left_out).min(put_in);
        }
        let (errors, start) = column[pattern.len()];
        if errors < least {
            least = errors;
            found.clear();
        }
        if errors <= least && start < index + 1 {
            found.push((start..index + 1, errors));
        }
    }
    found
}
