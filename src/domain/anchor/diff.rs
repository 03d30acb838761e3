//! What two versions of a text have in common: runs of equal characters that stand in the same order in both.
//!
//! Not here: passages that were moved past each other. One of the two keeps its place, and the other is found by its
//! words ([`super::quote`]).
//!
//! Lines that stand once in each version are matched first (patience diff: Bram Cohen's method, as in `git diff
//! --patience`); what lies between them is compared word by word (E. W. Myers, *An O(ND) Difference Algorithm and Its
//! Variations*, Algorithmica 1986, in linear space).

use crate::domain::order::sort;
use std::ops::Range;

/// How many differing words a comparison follows before it settles for the furthest point that it has reached. This bounds
/// the work to about this many steps for each word, however different the texts are; what it gives is then still a true
/// list of equal runs, only not always the longest.
const FURTHEST: usize = 256;

/// How often the list of runs is gone through for ones that are there by chance.
const PASSES: usize = 16;

/// A stretch that is the same in both versions; offsets and length in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) length: usize,
}

impl Run {
    fn old_end(self) -> usize {
        self.old + self.length
    }

    fn new_end(self) -> usize {
        self.new + self.length
    }
}

/// Where a stretch of the old version went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stands there, unchanged.
    Kept(Range<usize>),
    /// Its text was changed, and this stands in its place: what is around it, or its first and last word, was kept.
    Replaced(Range<usize>),
    /// Nothing says where; if it was only shifted with what was kept before it, it begins here.
    Gone(usize),
}

/// The runs that two versions have in common, in text order, and lines that were moved past them.
#[derive(Debug)]
pub(super) struct Alignment {
    runs: Vec<Run>,
    /// In the order of the old version.
    moved: Vec<Run>,
    /// Lines of the old version of which nobody can say whether they are still there; in order.
    doubtful: Vec<Range<usize>>,
    new_length: usize,
}

impl Alignment {
    /// Compares two versions. O(words) where little has changed, O(words × [`FURTHEST`]) at worst.
    pub(super) fn of(old: &[char], new: &[char]) -> Self {
        let (old_words, new_words) = (Words::of(old), Words::of(new));
        let mut comparison = Comparison {
            old: &old_words.hashes,
            new: &new_words.hashes,
            matched: Vec::new(),
            forward: vec![UNREACHED; 2 * FURTHEST + 3],
            backward: vec![UNREACHED; 2 * FURTHEST + 3],
        };
        let (mut old_from, mut new_from) = (0, 0);
        for (old_line, new_line) in common_lines(&old_words, &new_words) {
            comparison.compare(old_from..old_line.start, new_from..new_line.start);
            comparison.compare(old_line.clone(), new_line.clone());
            (old_from, new_from) = (old_line.end, new_line.end);
        }
        comparison.compare(old_from..old_words.hashes.len(), new_from..new_words.hashes.len());

        let mut runs: Vec<Run> = Vec::new();
        for (old_word, new_word, count) in comparison.matched {
            let start = old_words.starts[old_word];
            let length = old_words.starts[old_word + count] - start;
            let run = Run { old: start, new: new_words.starts[new_word], length };
            // The words' hashes are equal; only their characters count.
            if old[run.old..run.old_end()] != new[run.new..run.new_end()] {
                continue;
            }
            match runs.last_mut() {
                Some(last) if last.old_end() == run.old && last.new_end() == run.new => last.length += length,
                _ => runs.push(run),
            }
        }
        slide_gaps(&mut runs, old, new);
        drop_chance_runs(&mut runs, old.len(), new.len());
        let moved = moved_lines(&runs, old, new, &old_words, &new_words);
        let doubtful = doubtful_lines(&runs, &old_words, &new_words);
        Self { runs, moved, doubtful, new_length: new.len() }
    }

    /// Where a stretch of the old version went. O(log runs).
    pub(super) fn follow(&self, old: Range<usize>) -> Fate {
        match self.along(old.clone()) {
            Fate::Gone(at) => self.moved_along(&old).map_or(Fate::Gone(at), Fate::Kept),
            fate => fate,
        }
    }

    /// Where a stretch went that lies within a line that was moved.
    fn moved_along(&self, old: &Range<usize>) -> Option<Range<usize>> {
        let last = self.moved.partition_point(|run| run.old <= old.start);
        let run = self.moved[last.checked_sub(1)?];
        let start = run.new + (old.start - run.old);
        (old.end <= run.old_end()).then_some(start..start + old.len())
    }

    /// Where a stretch went with the runs that keep their order.
    fn along(&self, old: Range<usize>) -> Fate {
        let next = self.runs.partition_point(|run| run.old_end() <= old.start);
        let before = next.checked_sub(1).map(|last| self.runs[last]);
        let floor = before.map_or(0, Run::new_end);
        let shifted = floor + (old.start - before.map_or(0, Run::old_end));
        // The first run that ends behind the start, and the last one that starts before the end.
        let Some(first) = self.runs.get(next).copied() else { return Fate::Gone(shifted.min(self.new_length)) };
        if first.old <= old.start && old.end <= first.old_end() {
            let start = first.new + (old.start - first.old);
            return Fate::Kept(start..start + old.len());
        }
        let start = if first.old <= old.start {
            Some(first.new + (old.start - first.old))
        } else if before.map_or(0, Run::old_end) == old.start {
            Some(floor)
        } else {
            None
        };
        let last = self.runs.partition_point(|run| run.old < old.end);
        let end = match last.checked_sub(1).map(|last| self.runs[last]) {
            Some(run) if run.old_end() >= old.end => Some(run.new + (old.end - run.old)),
            _ => self.runs.get(last).filter(|after| after.old == old.end).map(|after| after.new),
        };
        match (start, end) {
            (Some(start), Some(end)) if start < end => Fate::Replaced(start..end),
            (Some(start), _) => Fate::Gone(start),
            _ => Fate::Gone(shifted.min(self.new_length)),
        }
    }

    /// Whether a stretch lies within a line that stood more than once, and that stands fewer times now: nobody can say which
    /// of them went.
    pub(super) fn is_doubtful(&self, old: &Range<usize>) -> bool {
        let last = self.doubtful.partition_point(|line| line.start <= old.start);
        last.checked_sub(1).is_some_and(|last| old.end <= self.doubtful[last].end)
    }

    /// How many code points of a stretch of the new version are the continuation of something outside a stretch of the
    /// old one. O(log runs + runs in the stretch).
    pub(super) fn taken(&self, new: Range<usize>, old: Range<usize>) -> usize {
        let first = self.runs.partition_point(|run| run.new_end() <= new.start);
        let within = self.runs[first..].iter().take_while(|run| run.new < new.end);
        let mut taken = 0;
        for run in within {
            let (from, to) = (run.new.max(new.start), run.new_end().min(new.end));
            let (old_from, old_to) = (run.old + (from - run.new), run.old + (to - run.new));
            let own = old_to.min(old.end).saturating_sub(old_from.max(old.start));
            taken += (to - from) - own;
        }
        taken
    }

    /// The stretches of the new version that are in no run, each widened by `reach` on both sides, and joined where they
    /// then meet.
    pub(super) fn inserted(&self, reach: usize) -> Vec<Range<usize>> {
        let mut areas: Vec<Range<usize>> = Vec::new();
        let mut from = 0;
        let ends = self.runs.iter().map(|run| (run.new, run.new_end())).chain([(self.new_length, self.new_length)]);
        for (start, end) in ends {
            if from < start {
                let area = from.saturating_sub(reach)..(start + reach).min(self.new_length);
                match areas.last_mut() {
                    Some(last) if area.start <= last.end => last.end = area.end,
                    _ => areas.push(area),
                }
            }
            from = end;
        }
        areas
    }
}

/// The words of a text as numbers. What is between words counts as words too, so that together they are the text.
struct Words {
    /// FNV-1a of each word. Two words with one hash are told apart when the runs are made.
    hashes: Vec<u64>,
    /// The offset of each word in code points, and at last the text's length.
    starts: Vec<usize>,
    /// The index of each line's first word, and at last the number of words.
    lines: Vec<usize>,
}

impl Words {
    fn of(text: &[char]) -> Self {
        let mut words = Self { hashes: Vec::new(), starts: Vec::new(), lines: vec![0] };
        let mut start = 0;
        while start < text.len() {
            let end = word_end(text, start);
            words.starts.push(start);
            words.hashes.push(hash(text[start..end].iter().map(|character| u64::from(*character))));
            if text[start] == '\n' {
                words.lines.push(words.hashes.len());
            }
            start = end;
        }
        words.starts.push(text.len());
        if words.lines.last() != Some(&words.hashes.len()) {
            words.lines.push(words.hashes.len());
        }
        words
    }

    /// The lines, each with its hash, sorted by that. Lines of a word or two are left out: they may be anything.
    fn lines(&self) -> Vec<(u64, Range<usize>)> {
        const SHORTEST: usize = 5;
        let lines = self.lines.windows(2).map(|ends| ends[0]..ends[1]).filter(|line| line.len() >= SHORTEST);
        let key = |line: Range<usize>| (hash(self.hashes[line.clone()].iter().copied()), line);
        let mut keys: Vec<(u64, Range<usize>)> = lines.map(key).collect();
        sort(&mut keys, |one, other| one.0 < other.0);
        keys
    }

    /// The lines that stand once, each with its hash, sorted by that.
    fn lines_once(&self) -> Vec<(u64, Range<usize>)> {
        let keys = self.lines();
        let is_other =
            |index: usize, other: Option<&(u64, Range<usize>)>| other.is_none_or(|other| other.0 != keys[index].0);
        let is_once = |index: usize| {
            is_other(index, index.checked_sub(1).and_then(|before| keys.get(before)))
                && is_other(index, keys.get(index + 1))
        };
        (0..keys.len()).filter(|index| is_once(*index)).map(|index| keys[index].clone()).collect()
    }
}

/// Where the word that starts at `start` ends: letters and digits together, a number with its separators; anything else
/// one character at a time, and so scripts that set no blanks.
fn word_end(text: &[char], start: usize) -> usize {
    if !is_word(text[start]) {
        return start + 1;
    }
    let mut end = start + 1;
    while let Some(character) = text.get(end) {
        let joins = matches!(character, '.' | ',' | '\'' | '’')
            && text[end - 1].is_ascii_digit() == text.get(end + 1).is_some_and(char::is_ascii_digit)
            && (text[end - 1].is_ascii_digit() || matches!(character, '\'' | '’'))
            && text.get(end + 1).copied().is_some_and(is_word);
        if !joins && !is_word(*character) {
            break;
        }
        end += 1;
    }
    end
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() && !matches!(character, '\u{e00}'..='\u{eff}' | '\u{2e80}'..)
}

/// FNV-1a over numbers instead of bytes.
pub(super) fn hash(parts: impl Iterator<Item = u64>) -> u64 {
    parts.fold(0xcbf2_9ce4_8422_2325, |hash, part| (hash ^ part).wrapping_mul(0x0100_0000_01b3))
}

/// The lines that stand once in each version, as words: the longest list that is in order in both. O(lines × log lines).
fn common_lines(old: &Words, new: &Words) -> Vec<(Range<usize>, Range<usize>)> {
    let mut pairs = pairs(&old.lines_once(), &new.lines_once());
    sort(&mut pairs, |one, other| one.0.start < other.0.start);
    longest_rise(&pairs)
}

/// The lines that two lists, sorted by hash, have in common.
fn pairs(old: &[(u64, Range<usize>)], new: &[(u64, Range<usize>)]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut pairs = Vec::new();
    let mut place = 0;
    for (key, line) in old {
        while new.get(place).is_some_and(|other| other.0 < *key) {
            place += 1;
        }
        if let Some((_, other)) = new.get(place).filter(|other| other.0 == *key) {
            pairs.push((line.clone(), other.clone()));
        }
    }
    pairs
}

/// The longest part of the pairs in which the second halves rise too.
fn longest_rise(pairs: &[(Range<usize>, Range<usize>)]) -> Vec<(Range<usize>, Range<usize>)> {
    // For each length, the pair with the smallest end that a rise of this length can have; and each pair's predecessor.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1.start < pair.1.start);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut rise = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(index) = next {
        rise.push(pairs[index].clone());
        next = before[index];
    }
    rise.reverse();
    rise
}

/// A diagonal on which no point was reached.
const UNREACHED: isize = -1;

/// A comparison while it is made. A point `(x, y)` is: `x` words of the old version and `y` of the new one are done.
struct Comparison<'a> {
    old: &'a [u64],
    new: &'a [u64],
    /// The first old word, the first new word and the number of words of each match, in text order.
    matched: Vec<(usize, usize, usize)>,
    /// For each diagonal, how far the paths from the start, and from the end, have come. Reused.
    forward: Vec<isize>,
    backward: Vec<isize>,
}

impl Comparison<'_> {
    /// Adds the matches between two ranges of words. The depth of recursion grows with the logarithm of [`FURTHEST`].
    fn compare(&mut self, mut old: Range<usize>, mut new: Range<usize>) {
        loop {
            let (olds, news) = (&self.old[old.clone()], &self.new[new.clone()]);
            let head = olds.iter().zip(news).take_while(|(one, other)| one == other).count();
            if head > 0 {
                self.matched.push((old.start, new.start, head));
                (old.start, new.start) = (old.start + head, new.start + head);
            }
            let (olds, news) = (&self.old[old.clone()], &self.new[new.clone()]);
            if olds.is_empty() || news.is_empty() {
                return;
            }
            let tail = olds.iter().rev().zip(news.iter().rev()).take_while(|(one, other)| one == other).count();
            let rest = (old.end - tail, new.end - tail);
            if old.start < rest.0 && new.start < rest.1 {
                let (x, y) = self.middle(old.start..rest.0, new.start..rest.1);
                self.compare(old.start..x, new.start..y);
                // The rest is the next round, and brings its own tail along.
                if tail > 0 {
                    self.compare(x..rest.0, y..rest.1);
                } else {
                    (old.start, new.start) = (x, y);
                    continue;
                }
            }
            if tail > 0 {
                self.matched.push((rest.0, rest.1, tail));
            }
            return;
        }
    }

    /// A point in the middle of a shortest way through two ranges that are not empty and differ at both ends; after
    /// [`FURTHEST`] steps, the furthest point that was reached from the start. Never the first or the last point.
    fn middle(&mut self, old: Range<usize>, new: Range<usize>) -> (usize, usize) {
        let (olds, news) = (&self.old[old.clone()], &self.new[new.clone()]);
        let (width, height) = (olds.len() as isize, news.len() as isize);
        let difference = width - height;
        let center = FURTHEST as isize + 1;
        let slot = |diagonal: isize| (diagonal + center) as usize;
        let mut furthest = (0, 0);
        for depth in 0..=FURTHEST as isize {
            for ways in [&mut self.forward, &mut self.backward] {
                ways[slot(depth + 1)] = UNREACHED;
                ways[slot(-depth - 1)] = UNREACHED;
            }
            for is_backward in [false, true] {
                for diagonal in (-depth..=depth).step_by(2) {
                    let ways = if is_backward { &self.backward } else { &self.forward };
                    // One word further in the new version, or one word further in the old one, whichever leads further.
                    let down = ways[slot(diagonal + 1)];
                    let down = if down - diagonal <= height { down } else { UNREACHED };
                    let right = ways[slot(diagonal - 1)];
                    let right = if right != UNREACHED && right < width { right + 1 } else { UNREACHED };
                    let mut x = if depth == 0 { 0 } else { down.max(right) };
                    if x == UNREACHED {
                        let ways = if is_backward { &mut self.backward } else { &mut self.forward };
                        ways[slot(diagonal)] = UNREACHED;
                        continue;
                    }
                    let mut y = x - diagonal;
                    while x < width && y < height {
                        let (one, other) = if is_backward { (width - 1 - x, height - 1 - y) } else { (x, y) };
                        if olds[one as usize] != news[other as usize] {
                            break;
                        }
                        (x, y) = (x + 1, y + 1);
                    }
                    let (ways, others) = if is_backward {
                        (&mut self.backward, &self.forward)
                    } else {
                        (&mut self.forward, &self.backward)
                    };
                    ways[slot(diagonal)] = x;
                    // The two ways meet on one diagonal, counted from the other end.
                    let across = difference - diagonal;
                    let reach = if is_backward { depth } else { depth - 1 };
                    let meets = (difference % 2 == 0) == is_backward && across.abs() <= reach;
                    if meets && others[slot(across)] != UNREACHED && x + others[slot(across)] >= width {
                        let (x, y) = if is_backward { (width - x, height - y) } else { (x, y) };
                        return (old.start + x as usize, new.start + y as usize);
                    }
                    if !is_backward && x + y > furthest.0 + furthest.1 {
                        furthest = (x, y);
                    }
                }
            }
        }
        (old.start + furthest.0 as usize, new.start + furthest.1 as usize)
    }
}

/// Lines that are gone from one place and new in another, and stand once in each version: paragraphs that were moved. (A line
/// that stands twice is left to the search for its words and what is around it.)
fn moved_lines(runs: &[Run], old: &[char], new: &[char], old_words: &Words, new_words: &Words) -> Vec<Run> {
    let (old_lines, new_lines) = (old_words.lines_once(), new_words.lines_once());
    let mut moved = Vec::new();
    for (old_line, new_line) in pairs(&old_lines, &new_lines) {
        let place = |words: &Words, line: &Range<usize>| words.starts[line.start]..words.starts[line.end];
        let (from, to) = (place(old_words, &old_line), place(new_words, &new_line));
        let next = runs.partition_point(|run| run.old_end() <= from.start);
        let is_gone = runs.get(next).is_none_or(|run| run.old >= from.end);
        let next = runs.partition_point(|run| run.new_end() <= to.start);
        let is_new = runs.get(next).is_none_or(|run| run.new >= to.end);
        if is_gone && is_new && old[from.clone()] == new[to.clone()] {
            moved.push(Run { old: from.start, new: to.start, length: from.len() });
        }
    }
    sort(&mut moved, |one, other| one.old < other.old);
    moved
}

/// Lines that stood more than once, that stand fewer times in the new version, and of which the runs have lost one.
fn doubtful_lines(runs: &[Run], old: &Words, new: &Words) -> Vec<Range<usize>> {
    let (old_lines, new_lines) = (old.lines(), new.lines());
    let mut doubtful: Vec<Range<usize>> = Vec::new();
    for group in old_lines.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1) {
        let key = group[0].0;
        let first = new_lines.partition_point(|other| other.0 < key);
        let left = new_lines[first..].iter().take_while(|other| other.0 == key).count();
        let places = group.iter().map(|(_, line)| old.starts[line.start]..old.starts[line.end]);
        let is_lost = |place: &Range<usize>| {
            let next = runs.partition_point(|run| run.old_end() <= place.start);
            let within = runs[next..].iter().take_while(|run| run.old < place.end);
            let kept: usize = within.map(|run| run.old_end().min(place.end) - run.old.max(place.start)).sum();
            kept * 2 < place.len()
        };
        if left < group.len() && places.clone().any(|place| is_lost(&place)) {
            doubtful.extend(places);
        }
    }
    sort(&mut doubtful, |one, other| one.start < other.start);
    doubtful
}

/// Moves what was put in or left out to where a person would see it: "a b. [c d. ]e f." and not "a b[. c d]. e f.". Both are
/// the same edit; runs then begin and end with sentences.
fn slide_gaps(runs: &mut Vec<Run>, old: &[char], new: &[char]) {
    const REACH: usize = 400;
    for index in 1..runs.len() {
        let (before, after) = (runs[index - 1], runs[index]);
        let (text, start, end) = if before.old_end() == after.old {
            (new, before.new_end(), after.new)
        } else if before.new_end() == after.new {
            (old, before.old_end(), after.old)
        } else {
            continue;
        };
        let back = (1..before.length.min(REACH)).take_while(|step| text[start - step] == text[end - step]).count();
        let on = (0..after.length.min(REACH) - 1).take_while(|step| text[start + step] == text[end + step]).count();
        // How much a place looks like the start of something.
        let rank = |at: usize| match (at.checked_sub(2).map(|before| text[before]), text[at - 1]) {
            (_, '\n') => 3,
            (Some('.' | '?' | '!' | '”' | '"'), ' ') => 2,
            (_, last) if last.is_whitespace() => 1,
            _ => 0,
        };
        let mut best = start;
        for at in start - back..=start + on {
            if at > 0 && rank(at) > rank(best) {
                best = at;
            }
        }
        let (first, second) = runs.split_at_mut(index);
        let (Some(before), Some(after)) = (first.last_mut(), second.first_mut()) else { continue };
        if best < start {
            let step = start - best;
            before.length -= step;
            (after.old, after.new, after.length) = (after.old - step, after.new - step, after.length + step);
        } else {
            let step = best - start;
            before.length += step;
            (after.old, after.new, after.length) = (after.old + step, after.new + step, after.length - step);
        }
    }
    runs.retain(|run| run.length > 0);
}

/// Drops runs that are shorter than what was changed on each side of them: words such as "the" that happen to stand in
/// both. What is left is what a person would call unchanged. (The rule is that of Neil Fraser's diff-match-patch.)
fn drop_chance_runs(runs: &mut Vec<Run>, old_length: usize, new_length: usize) {
    for _ in 0..PASSES {
        let count = runs.len();
        let mut kept: Vec<Run> = Vec::with_capacity(count);
        for (index, run) in runs.iter().enumerate() {
            let (old, new) = kept.last().map_or((0, 0), |last| (last.old_end(), last.new_end()));
            let before = (run.old - old).max(run.new - new);
            let (old, new) = runs.get(index + 1).map_or((old_length, new_length), |next| (next.old, next.new));
            let after = (old - run.old_end()).max(new - run.new_end());
            if run.length > before.min(after) {
                kept.push(*run);
            }
        }
        *runs = kept;
        if runs.len() == count {
            return;
        }
    }
}
