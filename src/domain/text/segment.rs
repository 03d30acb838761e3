//! Where grapheme clusters, words and sentences begin: UAX #29 on few bytes.
//!
//! Not here: blocks, code points and what a step skips ([`super::boundary`]). Offsets are bytes into one string.
//!
//! Clusters (extended) and words follow UAX #29, revision 47, for Unicode 17.0.0, without tailoring. They are equal to
//! those of the crate `unicode-segmentation` 1.13.3, which is no part of the app: `tests/segmentation.rs` makes the
//! table by asking the crate, and compares the two. In two odd places the crate departs from the annex. This module
//! goes with it, since a law without exceptions is worth more than either place: see [`base_of`] and
//! [`base_after`]. Sentences follow a simpler rule of our own, without a table: see [`begins_sentence`].
//!
//! All of it takes 8 kB of WebAssembly, 3.8 kB of that tables (5 kB gzipped); the crate took 90 kB (35 kB). In return,
//! to find a character's classes means to read up to 32 runs of the table, some 100 ns. A question about one place
//! reads the characters that decide it, not the string: some three around it, more only in a row of flags, marks,
//! blanks or quotation marks.

use std::iter::Rev;
use std::str::Chars;

/// What a text is cut into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// An extended grapheme cluster: what a reader calls a character.
    Cluster,
    /// A word, or what stands between words.
    Word,
    /// A sentence with the blanks behind it.
    Sentence,
}

impl Unit {
    /// Whether one unit ends and the next begins at `at`. Both ends of the string are boundaries, even of an empty one;
    /// an offset within a character is none.
    pub(super) fn is_boundary(self, source: &str, at: usize) -> bool {
        let Some((before, after)) = source.split_at_checked(at) else { return false };
        let mut behind = after.chars();
        let (Some(last), Some(first)) = (before.chars().next_back(), behind.next()) else { return true };
        match self {
            Self::Cluster => breaks_cluster(before, last, first),
            Self::Word => breaks_word(before, last, first, behind),
            Self::Sentence => begins_sentence(before, last, first, behind) && breaks_cluster(before, last, first),
        }
    }

    /// The first boundary behind `at`; the string's end when there is none.
    pub(super) fn next(self, source: &str, at: usize) -> usize {
        (at + 1..source.len()).find(|place| self.is_boundary(source, *place)).unwrap_or(source.len())
    }

    /// The last boundary before `at`; 0 when there is none.
    pub(super) fn previous(self, source: &str, at: usize) -> usize {
        (1..at.min(source.len())).rev().find(|place| self.is_boundary(source, *place)).unwrap_or(0)
    }

    /// The last boundary at or before `at`.
    pub(super) fn floor(self, source: &str, at: usize) -> usize {
        if self.is_boundary(source, at) { at } else { self.previous(source, at) }
    }

    /// The first boundary at or behind `at`.
    pub(super) fn ceil(self, source: &str, at: usize) -> usize {
        if self.is_boundary(source, at) { at } else { self.next(source, at) }
    }
}

/// Rules GB3 to GB999. `last` is the last character of `before`, and `first` follows it.
fn breaks_cluster(before: &str, last: char, first: char) -> bool {
    use Cluster::{
        Consonant, Control, Cr, Extend, L, Lf, Linker, Lv, Lvt, NonJoiner, Pictograph, Prepend, Regional, Spacing, T,
        V, Zwj,
    };
    let mut back = before.chars().rev().map(|character| classes(character).cluster);
    match (classes(last).cluster, classes(first).cluster) {
        (Cr, Lf) => false,                                                        // GB3
        (Control | Cr | Lf, _) | (_, Control | Cr | Lf) => true,                  // GB4, GB5
        (L, L | V | Lv | Lvt) | (V | Lv, V | T) | (T | Lvt, T) => false,          // GB6, GB7, GB8
        (_, Extend | Linker | NonJoiner | Zwj | Spacing) | (Prepend, _) => false, // GB9, GB9a, GB9b
        (_, Consonant) => {
            // GB9c: a consonant, then a linker among marks, then this one.
            let mut has_linker = false;
            let base = back.find(|class| {
                has_linker |= *class == Linker;
                !matches!(class, Linker | Extend | Zwj)
            });
            !(has_linker && base == Some(Consonant))
        }
        // GB11
        (Zwj, Pictograph) => {
            back.skip(1).find(|class| !matches!(class, Extend | Linker | NonJoiner)) != Some(Pictograph)
        }
        (Regional, Regional) => back.take_while(|class| *class == Regional).count() % 2 == 0, // GB12, GB13
        _ => true,                                                                            // GB999
    }
}

/// Rules WB3 to WB999. `last` is the last character of `before`; `first` follows it, and then `behind`.
fn breaks_word(before: &str, last: char, first: char, behind: Chars<'_>) -> bool {
    use Word::{Connector, Hebrew, Katakana, Letter, Mark, Newline, Numeric, Regional, Single, Space};
    let (near, right) = (classes(last), classes(first));
    if near.word == Newline || right.word == Newline {
        return (last, first) != ('\r', '\n'); // WB3, WB3a, WB3b
    }
    let is_joined = near.cluster == Cluster::Zwj && right.cluster == Cluster::Pictograph; // WB3c
    let is_blank = near.word == Space && right.word == Space; // WB3d
    if is_joined || is_blank || right.word == Mark {
        return false; // WB4
    }
    let mut back = before.chars().rev();
    back.next();
    let left = base_of(near, &mut back);
    match (left, right.word) {
        // WB5, WB8, WB9, WB10, WB13a, WB13b
        (Letter | Hebrew | Numeric | Connector, Letter | Hebrew | Numeric | Connector) => false,
        (Katakana, Katakana | Connector) | (Connector, Katakana) => false, // WB13, WB13a, WB13b
        (Hebrew, Single) => false,                                         // WB7a
        (Regional, Regional) => {
            // WB15, WB16
            let mut is_second = true;
            while base_before(&mut back) == Regional {
                is_second = !is_second;
            }
            !is_second
        }
        // WB6, WB7, WB7b, WB7c, WB11, WB12, WB999: nothing but a sign between two of a kind can join now.
        (_, right) => {
            !joins(left, right, || base_after(behind, left)) && !joins(right, left, || base_before(&mut back))
        }
    }
}

/// Whether `sign` makes one word of what stands on its two sides.
fn joins(one: Word, sign: Word, other: impl FnOnce() -> Word) -> bool {
    use Word::{Double, Hebrew, Letter, MidLetter, MidNum, MidNumLet, Numeric, Single};
    match (one, sign) {
        (Letter | Hebrew, MidLetter | MidNumLet | Single) => matches!(other(), Letter | Hebrew),
        (Numeric, MidNum | MidNumLet | Single) => other() == Numeric,
        (Hebrew, Double) => other() == Hebrew,
        _ => false,
    }
}

/// The word class of the last character that is no mark, taken from the end; `Other` when there is none (WB4).
fn base_before(back: &mut Rev<Chars<'_>>) -> Word {
    back.next().map_or(Word::Other, |last| base_of(classes(last), back))
}

/// [`base_before`], with the last character taken already.
///
/// A pictograph that is also a letter ("ℹ") stays a letter behind ZWJ in the annex, but not in the crate.
fn base_of(last: Classes, back: &mut Rev<Chars<'_>>) -> Word {
    let mut found = last;
    while found.word == Word::Mark {
        let Some(before) = back.next() else { return Word::Other };
        found = classes(before);
    }
    let is_joined = found.cluster == Cluster::Pictograph && back.clone().next() == Some('\u{200d}');
    if is_joined { Word::Other } else { found.word }
}

/// The word class of the first character behind a sign that is no mark (WB4), given the class before the sign.
///
/// In the crate, a pictograph behind ZWJ is whatever the sign needs: "a'" holds together before it. In the annex it is
/// not.
fn base_after(behind: Chars<'_>, before: Word) -> Word {
    let mut near = Cluster::Other;
    for found in behind.map(classes) {
        if found.word != Word::Mark {
            let is_joined = near == Cluster::Zwj && found.cluster == Cluster::Pictograph;
            return if is_joined { before } else { found.word };
        }
        near = found.cluster;
    }
    Word::Other
}

/// Whether a sentence begins at `first`, which stands between `last`, the last character of `before`, and `behind`.
/// Blanks belong to the sentence before them.
///
/// It does behind a paragraph separator. It does behind a stop, then perhaps closing quotation marks and brackets, and
/// then a blank, which stops that are no part of a number or a name ("。", "؟") do without. It does not where a small
/// letter, a comma or another stop goes on, nor behind one letter and its full stop ("U.S. Army", "J. Smith").
fn begins_sentence(before: &str, last: char, first: char, mut behind: Chars<'_>) -> bool {
    // Most places are within a word: the second half of the question is there for speed.
    if first.is_whitespace() || last.is_ascii_alphanumeric() {
        return false;
    }
    let blank = before.get(before.trim_end().len()..).unwrap_or_default();
    if blank.chars().any(|character| is_in(character, "\n\r\u{85}\u{2028}\u{2029}")) {
        return true;
    }
    let has_blank = !blank.is_empty();
    let text = before.trim_end_matches(|character: char| {
        is_in(character, CLOSING)
            || has_blank && (character.is_whitespace() || is_in(character, TWO_SIDED))
            || classes(character).word == Word::Mark
    });
    if !(text.ends_with(ends_alone) || has_blank && text.ends_with(is_stop)) {
        return false;
    }
    let is_closing = is_in(first, CLOSING);
    let is_turned_back =
        behind.clone().next().is_none_or(|next| next.is_whitespace() || is_in(next, CLOSING) || is_stop(next));
    let closes = is_closing && !has_blank || (is_closing || is_in(first, TWO_SIDED)) && is_turned_back;
    let mut next = Some(first);
    while next.is_some_and(|next| is_in(next, OPENING) || is_in(next, CLOSING) || is_in(next, TWO_SIDED)) {
        next = behind.next();
    }
    let goes_on = next.is_some_and(|next| is_in(next, ",;:،、，") || is_small(next));
    !(closes || goes_on || is_stop(first) || text.strip_suffix('.').is_some_and(ends_with_initial))
}

const OPENING: &str = "([{¿¡‚„〈《「『【〔（［｛｢";

/// With "’" and "”", which may open behind a blank.
const CLOSING: &str = ")]}’”〉》」』】〕）］｝｣";

/// Quotation marks that open in one language, or at one place, and close in another.
const TWO_SIDED: &str = "\"'‘“«»‹›";

/// What `str::contains` is, in a twentieth of its code.
fn is_in(character: char, characters: &str) -> bool {
    characters.chars().any(|one| one == character)
}

fn is_stop(character: char) -> bool {
    is_in(character, ".!?…‼⁇⁈⁉．") || ends_alone(character)
}

/// Whether it is a stop that needs no blank.
fn ends_alone(character: char) -> bool {
    is_in(character, "。！？｡։؟۔।॥።፧။។")
}

/// Whether a letter that is alone, as in an abbreviation, ends the text. In scripts from Hangul on, one letter is a
/// word.
fn ends_with_initial(text: &str) -> bool {
    let mut back = text.chars().rev();
    let is_letter = |letter| letter < '\u{1100}' && matches!(classes(letter).word, Word::Letter | Word::Hebrew);
    let is_apart = |sign: char| sign.is_whitespace() || is_in(sign, ".-\"") || is_in(sign, OPENING);
    back.next().is_some_and(is_letter) && back.next().is_none_or(is_apart)
}

/// Whether a letter of the Latin, Greek, Cyrillic or Armenian alphabets that news is written in is a small one.
fn is_small(letter: char) -> bool {
    let is_odd = u32::from(letter) % 2 == 1;
    match letter {
        'a'..='z' | 'ß'..='ö' | 'ø'..='ÿ' | 'ά'..='ώ' | 'а'..='џ' | 'ա'..='և' => true,
        'Ā'..='ķ' | 'Ŋ'..='ŷ' => is_odd,
        'ĺ'..='ň' | 'ź'..='ž' => !is_odd,
        _ => false,
    }
}

/// What the rules know of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Classes {
    cluster: Cluster,
    word: Word,
}

/// The values of Grapheme_Cluster_Break. `Extend` is split by Indic_Conjunct_Break, and `Pictograph` and `Consonant`
/// are added, as the rules need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cluster {
    Other,
    Cr,
    Lf,
    Control,
    /// Extend, in a conjunct as well.
    Extend,
    /// Extend, makes a conjunct.
    Linker,
    /// Extend, ends a conjunct.
    NonJoiner,
    Zwj,
    Spacing,
    Prepend,
    Regional,
    L,
    V,
    T,
    Lv,
    Lvt,
    /// Extended_Pictographic.
    Pictograph,
    /// The consonants of a conjunct.
    Consonant,
}

/// The values of Word_Break, those together that all rules treat alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Other,
    /// CR, LF and Newline.
    Newline,
    /// Extend, Format and ZWJ: the rules look through them.
    Mark,
    /// WSegSpace.
    Space,
    Letter,
    Hebrew,
    Numeric,
    Katakana,
    /// ExtendNumLet.
    Connector,
    Regional,
    MidLetter,
    MidNum,
    MidNumLet,
    Single,
    Double,
}

/// Which pairs of classes there are. The table gives places in this list.
static PAIRS: [Classes; 36] = {
    use Cluster::{
        Consonant, Control, Cr, Extend, L, Lf, Linker, Lv, Lvt, NonJoiner, Pictograph, Prepend, Regional, Spacing, T,
        V, Zwj,
    };
    use Word::{
        Connector, Double, Hebrew, Katakana, Letter, Mark, MidLetter, MidNum, MidNumLet, Newline, Numeric, Single,
        Space,
    };
    const fn pair(cluster: Cluster, word: Word) -> Classes {
        Classes { cluster, word }
    }
    const fn word(word: Word) -> Classes {
        pair(Cluster::Other, word)
    }
    const fn cluster(cluster: Cluster) -> Classes {
        pair(cluster, Word::Other)
    }
    [
        word(Word::Other),
        word(Letter),
        pair(Extend, Mark),
        pair(Spacing, Mark),
        cluster(Pictograph),
        word(Numeric),
        pair(Consonant, Letter),
        pair(Linker, Mark),
        cluster(Consonant),
        word(Katakana),
        pair(Control, Mark),
        word(Mark),
        word(MidNum),
        cluster(Control),
        word(Hebrew),
        word(MidLetter),
        pair(Prepend, Letter),
        word(Connector),
        word(Space),
        word(MidNumLet),
        pair(Prepend, Numeric),
        pair(V, Letter),
        pair(Pictograph, Letter),
        pair(Control, Newline),
        cluster(Spacing),
        pair(L, Letter),
        pair(T, Letter),
        pair(Lf, Newline),
        pair(Cr, Newline),
        word(Double),
        word(Single),
        pair(NonJoiner, Mark),
        pair(Zwj, Mark),
        pair(Regional, Word::Regional),
        pair(Lvt, Letter),
        pair(Lv, Letter),
    ]
};

/// All characters in runs of one pair of classes, from U+0000 on; behind the last run is `Other`. A run is the byte
/// `place in PAIRS * 7 + length - 1`; from a length of 7 on that ends in 6, and the rest follows in groups of seven
/// bits, the lowest first, with the high bit set in all but the last. Hangul syllables are one run, of `Lvt`.
static RUNS: &[u8] = include_bytes!("segment/classes.bin");

/// Every how many runs the table can be entered.
const STRIDE: usize = 32;

/// Where the table can be entered: the first character of a run in the high 20 bits, the run's place in the low 12.
static ENTRIES: [u32; count().div_ceil(STRIDE)] = {
    let mut entries = [0; count().div_ceil(STRIDE)];
    let (mut index, mut start, mut place) = (0, 0, 0);
    while place < RUNS.len() {
        if index % STRIDE == 0 {
            assert!(start < 1 << 20 && place < 1 << 12);
            entries[index / STRIDE] = start << 12 | place as u32;
        }
        let run = run(place);
        (index, start, place) = (index + 1, start + run.length, run.next);
    }
    entries
};

const fn count() -> usize {
    let (mut count, mut place) = (0, 0);
    while place < RUNS.len() {
        (count, place) = (count + 1, run(place).next);
    }
    count
}

struct Run {
    pair: usize,
    length: u32,
    next: usize,
}

const fn run(place: usize) -> Run {
    let (pair, mut length) = (RUNS[place] as usize / 7, RUNS[place] as u32 % 7 + 1);
    let mut next = place + 1;
    if length == 7 {
        let mut shift = 0;
        loop {
            let group = RUNS[next] as u32;
            length += (group & 0x7f) << shift;
            (next, shift) = (next + 1, shift + 7);
            if group < 0x80 {
                break;
            }
        }
    }
    Run { pair, length, next }
}

/// O(log entries), then up to [`STRIDE`] runs.
fn classes(character: char) -> Classes {
    PAIRS[match character {
        'a'..='z' | 'A'..='Z' => 1,
        _ => pair_of(u32::from(character)),
    }]
}

fn pair_of(character: u32) -> usize {
    const LVT: usize = 34;
    const LV: usize = 35;
    let entry = ENTRIES[ENTRIES.partition_point(|entry| entry >> 12 <= character).saturating_sub(1)];
    let (mut start, mut place) = (entry >> 12, entry as usize & 0xfff);
    while place < RUNS.len() {
        let run = run(place);
        start += run.length;
        if character < start {
            // A syllable without a final consonant stands before the 27 with one.
            return if run.pair == LVT && (character - 0xac00).is_multiple_of(28) { LV } else { run.pair };
        }
        place = run.next;
    }
    0
}
