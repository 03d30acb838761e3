//! Where grapheme clusters, words and sentences begin: UAX #29 on few bytes.
//!
//! Not here: blocks, code points and what a step skips ([`super::boundary`]). Offsets are bytes into one string.
//!
//! Clusters (extended) and words follow UAX #29, revision 47, for Unicode 17.0.0, without tailoring, and are equal to those
//! of the crate `unicode-segmentation` 1.13.3, which is no part of the app: `tests/segmentation.rs` compares the two and
//! makes the table from the crate. In two places the crate departs from the annex, and so does this module, since a law
//! without exceptions is worth more than either place: see [`joined_pictograph`] and [`base_before`]. Sentences follow a
//! simpler rule of our own, without a table: see [`begins_sentence`].
//!
//! The table has 3.4 kB (2.3 kB gzipped) where the crate has 110 kB (45 kB). In return, to find a character's classes means to
//! read up to 32 runs of it. A question about one place costs the characters that decide it, not the string: some three
//! around it, and more only in a row of flags, marks, blanks or full stops.

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
        let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else { return true };
        match self {
            Self::Cluster => breaks_cluster(before, last, first),
            Self::Word => breaks_word(before, last, first, after),
            Self::Sentence => begins_sentence(before, last, first, after),
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
        Consonant, Control, Cr, Extend, Lf, Linker, Lv, Lvt, NonJoiner, Pictograph, Prepend, Regional, Spacing, Zwj, L, T, V,
    };
    let mut back = before.chars().rev().map(|character| classes(character).cluster);
    match (classes(last).cluster, classes(first).cluster) {
        (Cr, Lf) => false,                                                  // GB3
        (Control | Cr | Lf, _) | (_, Control | Cr | Lf) => true,            // GB4, GB5
        (L, L | V | Lv | Lvt) | (V | Lv, V | T) | (T | Lvt, T) => false,    // GB6, GB7, GB8
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
        _ => true,                                                          // GB999
    }
}

/// Rules WB3 to WB999. `last` is the last character of `before`, and `first` the first of `after`.
fn breaks_word(before: &str, last: char, first: char, after: &str) -> bool {
    use Word::{Connector, Double, Hebrew, Katakana, Letter, Mark, Newline, Numeric, Regional, Single, Space};
    let right = classes(first);
    match (classes(last), right) {
        (Classes { word: Newline, .. }, _) | (_, Classes { word: Newline, .. }) => {
            return (last, first) != ('\r', '\n'); // WB3, WB3a, WB3b
        }
        (Classes { cluster: Cluster::Zwj, .. }, Classes { cluster: Cluster::Pictograph, .. }) // WB3c
        | (Classes { word: Space, .. }, Classes { word: Space, .. }) // WB3d
        | (_, Classes { word: Mark, .. }) => return false, // WB4
        _ => {}
    }
    let mut back = before.chars().rev();
    let left = base_before(&mut back);
    match (left, right.word) {
        // WB5, WB8, WB9, WB10, WB13a, WB13b
        (Letter | Hebrew | Numeric | Connector, Letter | Hebrew | Numeric | Connector) => false,
        (Katakana, Katakana | Connector) | (Connector, Katakana) => false, // WB13, WB13a, WB13b
        (Hebrew, Single) => false,                                         // WB7a
        (Regional, Regional) => {
            // WB15, WB16
            let mut flags = 1;
            while base_before(&mut back) == Regional {
                flags += 1;
            }
            flags % 2 == 0
        }
        // WB6, WB7, WB7b, WB7c, WB11, WB12: a sign joins what it stands between.
        (_, sign) if sign >= Double => {
            !joins(left, sign, base_after(after)) && !(joined_pictograph(after) && joins(left, sign, left))
        }
        (sign, right) if sign >= Double => !joins(base_before(&mut back), sign, right),
        _ => true, // WB999
    }
}

/// Whether a sign between two bases makes one word of the three.
fn joins(left: Word, sign: Word, right: Word) -> bool {
    use Word::{Double, Hebrew, Letter, MidLetter, MidNum, MidNumLet, Numeric, Single};
    let are = |class: fn(Word) -> bool| class(left) && class(right);
    let are_letters = are(|word| matches!(word, Letter | Hebrew));
    let are_numbers = are(|word| word == Numeric);
    match sign {
        Double => are(|word| word == Hebrew),
        MidLetter => are_letters,
        MidNum => are_numbers,
        MidNumLet | Single => are_letters || are_numbers,
        _ => false,
    }
}

/// The word class of the last character that is no mark, taken from the end; `Other` when there is none (WB4).
///
/// A joined pictograph that is also a letter ("ℹ") counts as a letter in the annex, but not in the crate.
fn base_before(back: &mut (impl Iterator<Item = char> + Clone)) -> Word {
    for character in back.by_ref() {
        let found = classes(character);
        if found.word != Word::Mark {
            let is_joined = found.cluster == Cluster::Pictograph && back.clone().next() == Some(ZWJ);
            return if is_joined { Word::Other } else { found.word };
        }
    }
    Word::Other
}

/// The word class of the first character behind the first one of `after` that is no mark (WB4).
fn base_after(after: &str) -> Word {
    let words = after.chars().skip(1).map(|character| classes(character).word);
    words.into_iter().find(|word| *word != Word::Mark).unwrap_or(Word::Other)
}
