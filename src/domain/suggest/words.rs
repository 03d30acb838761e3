//! The closed classes of English that the rules read by: what a word can be.
//!
//! Not here: the words themselves, which are in `suggestion-words.txt`, and what follows from them. A word may be of several classes ("reports" is a verb and a noun); a word that is in no list is
//! of none, and the rules take it for a noun or an adjective.

use crate::domain::order::sort;

/// A set of word classes, one bit for each.
pub(super) type Classes = u32;

/// A verb that reports a clause or a quotation ("said").
pub(super) const SAY: Classes = 1;
/// [`SAY`], and its clause needs no "that" ("said it was over").
pub(super) const BARE: Classes = 1 << 1;
/// A verb of saying whose listener follows ("told reporters").
pub(super) const TELL: Classes = 1 << 2;
/// A verb that is a statement itself ("denied", "accused").
pub(super) const ACT: Classes = 1 << 3;
/// A finite form: "said", "says", "say".
pub(super) const FINITE: Classes = 1 << 4;
/// The form with -ing.
pub(super) const PARTICIPLE: Classes = 1 << 5;
/// A form of a verb that is a noun as well ("claims", "report").
pub(super) const NOUNISH: Classes = 1 << 6;
/// Auxiliary verbs and other verbs that are never part of a name or a noun phrase.
pub(super) const FUNCTION_VERB: Classes = 1 << 7;
/// The auxiliaries of the perfect and of negation, which may stand between a source and its cue.
pub(super) const PERFECT: Classes = 1 << 8;
/// Adverbs that stand between a source and its cue, or open a sentence.
pub(super) const ADVERB: Classes = 1 << 9;
/// Pronouns that can be a source.
pub(super) const PRONOUN: Classes = 1 << 10;
/// Words that open a noun phrase.
pub(super) const DETERMINER: Classes = 1 << 11;
/// Prepositions.
pub(super) const PREPOSITION: Classes = 1 << 12;
/// Prepositions that join the parts of one noun phrase ("of", "for").
pub(super) const LINK: Classes = 1 << 13;
/// "and", "or", "but".
pub(super) const CONJUNCTION: Classes = 1 << 14;
/// Words that open a clause.
pub(super) const SUBORDINATOR: Classes = 1 << 15;
/// "two" to "ninety".
pub(super) const NUMBER: Classes = 1 << 16;
/// "hundred", "million", "dozens".
pub(super) const SCALE: Classes = 1 << 17;
/// Units of measure, of money and of time, singular and plural.
pub(super) const UNIT: Classes = 1 << 18;
/// What a rate is by ("a share", "per hour").
pub(super) const RATE: Classes = 1 << 19;
/// Days and the words for the time around them.
pub(super) const DAY: Classes = 1 << 20;
/// Months.
pub(super) const MONTH: Classes = 1 << 21;
/// Abbreviations whose full stop ends no sentence.
pub(super) const TITLE: Classes = 1 << 22;
/// Nouns for people and bodies that speak.
pub(super) const AGENT: Classes = 1 << 23;
/// Nouns for what is written and counted and can be cited.
pub(super) const RECORD: Classes = 1 << 24;
/// Nouns for the occasion or the means of saying ("in a statement").
pub(super) const MEDIUM: Classes = 1 << 25;
/// Words before a number that say how exact it is.
pub(super) const HEDGE: Classes = 1 << 26;
/// What people in pictures do.
pub(super) const SCENE: Classes = 1 << 27;
/// Plural nouns without -s.
pub(super) const PLURAL: Classes = 1 << 28;
/// Words with -s that are no plural noun.
pub(super) const NO_PLURAL: Classes = 1 << 29;
/// Nouns whose number is a name ("platform 6").
pub(super) const NUMBERED: Classes = 1 << 30;

/// Any word that no noun phrase goes across.
pub(super) const FUNCTION: Classes =
    FUNCTION_VERB | PERFECT | PRONOUN | PREPOSITION | LINK | CONJUNCTION | SUBORDINATOR | DETERMINER;

/// What the classes are called in the list of words.
const NAMES: &[(&str, Classes)] = &[
    ("say", SAY),
    ("bare", BARE),
    ("tell", TELL),
    ("act", ACT),
    ("finite", FINITE),
    ("participle", PARTICIPLE),
    ("nounish", NOUNISH),
    ("function-verb", FUNCTION_VERB),
    ("perfect", PERFECT),
    ("adverb", ADVERB),
    ("pronoun", PRONOUN),
    ("determiner", DETERMINER),
    ("preposition", PREPOSITION),
    ("link", LINK),
    ("conjunction", CONJUNCTION),
    ("subordinator", SUBORDINATOR),
    ("number", NUMBER),
    ("scale", SCALE),
    ("unit", UNIT),
    ("rate", RATE),
    ("day", DAY),
    ("month", MONTH),
    ("title", TITLE),
    ("agent", AGENT),
    ("record", RECORD),
    ("medium", MEDIUM),
    ("hedge", HEDGE),
    ("scene", SCENE),
    ("plural", PLURAL),
    ("no-plural", NO_PLURAL),
    ("numbered", NUMBERED),
];

/// How the words of a list are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Forms {
    /// As they stand.
    Listed,
    /// As base forms of regular verbs.
    Regular,
    /// As forms of verbs, by fours: base, -s, past, -ing.
    ByFours,
}

/// Words and what each can be: what the rules know of English. Without any, as the default is, they find little.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// Sorted by word.
    words: Vec<(String, Classes)>,
}

impl Lexicon {
    /// Reads lists of words as `suggestion-words.txt` has them, whose first lines tell how they are written. What is not
    /// understood is passed over. O(n log n) in the length.
    #[must_use]
    pub fn read(source: &str) -> Self {
        let mut all: Vec<(String, Classes)> = Vec::new();
        let (mut classes, mut forms, mut place) = (0, Forms::Listed, 0);
        for line in source.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let words = match line.split_once(':') {
                Some((names, words)) => {
                    (classes, forms) = class_names(names);
                    place = 0;
                    words
                }
                None => line,
            };
            for word in words.split_whitespace().filter(|_| classes != 0) {
                match forms {
                    Forms::Listed => all.push((word.to_owned(), classes)),
                    Forms::Regular => inflect(word, classes, &mut all),
                    Forms::ByFours => {
                        let form = if place % 4 == 3 { PARTICIPLE } else { FINITE };
                        all.push((word.to_owned(), classes | form));
                        place += 1;
                    }
                }
            }
        }
        sort(&mut all, |one, other| one.0 < other.0);
        let mut words: Vec<(String, Classes)> = Vec::with_capacity(all.len());
        for (word, classes) in all {
            match words.last_mut() {
                Some(last) if last.0 == word => last.1 |= classes,
                _ => words.push((word, classes)),
            }
        }
        Self { words }
    }

    /// What a word in small letters can be. O(log words).
    pub(super) fn classes(&self, word: &str) -> Classes {
        let place = self.words.partition_point(|(known, _)| known.as_str() < word);
        self.words.get(place).filter(|(known, _)| known == word).map_or(0, |(_, classes)| *classes)
    }
}

/// The classes of these names together, and how their words are read. Unknown names are of no class.
fn class_names(names: &str) -> (Classes, Forms) {
    let (mut classes, mut forms) = (0, Forms::Listed);
    for name in names.split_whitespace() {
        match name {
            "regular" => forms = Forms::Regular,
            "forms" => forms = Forms::ByFours,
            _ => classes |= NAMES.iter().find(|(known, _)| *known == name).map_or(0, |(_, class)| *class),
        }
    }
    (classes, forms)
}

/// Adds the four forms of a regular verb. A final e is dropped, a y behind a consonant becomes i.
fn inflect(verb: &str, classes: Classes, all: &mut Vec<(String, Classes)>) {
    let without_e = verb.strip_suffix('e');
    let without_y = verb.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    let stem = without_e.or(without_y).unwrap_or(verb);
    let (past, third) = match (without_y.is_some(), verb.ends_with(['s', 'h'])) {
        (true, _) => ("ied", "ies"),
        (false, true) => ("ed", "es"),
        (false, false) => ("ed", "s"),
    };
    let base = if without_y.is_some() { stem } else { verb };
    all.push((verb.to_owned(), classes | FINITE));
    all.push(([stem, past].concat(), classes | FINITE));
    all.push(([base, third].concat(), classes | FINITE));
    let participle = if without_e.is_some() { stem } else { verb };
    all.push(([participle, "ing"].concat(), classes | PARTICIPLE));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_that_the_list_names_is_known_and_every_class_has_words() {
        let source = include_str!("../../../suggestion-words.txt");
        let heads = source.lines().map(|line| line.split('#').next().unwrap_or_default());
        for name in heads.filter_map(|line| line.split_once(':')).flat_map(|(names, _)| names.split_whitespace()) {
            let is_known = NAMES.iter().any(|(known, _)| *known == name);
            assert!(is_known || matches!(name, "regular" | "forms"), "{name} is no class");
        }
        let lexicon = Lexicon::read(source);
        for (name, class) in NAMES {
            assert!(lexicon.words.iter().any(|(_, classes)| classes & class != 0), "no word is of {name}");
        }
    }

    #[test]
    fn a_word_is_of_all_classes_whose_lists_it_is_in() {
        let lexicon = Lexicon::read("# words\nday: monday # and more\n  night\nnoun: dog\nrate hedge: night\n");
        assert_eq!(lexicon.classes("monday"), DAY);
        assert_eq!(lexicon.classes("night"), DAY | RATE | HEDGE);
        assert_eq!(["dog", "and", "words"].map(|word| lexicon.classes(word)), [0, 0, 0]);
    }

    #[test]
    fn forms_of_verbs_are_made_or_read_by_fours() {
        let lexicon = Lexicon::read("regular say: reply state\nforms act: deny denies denied denying\n");
        let finite = ["reply", "replies", "replied", "state", "states", "stated"];
        assert_eq!(finite.map(|word| lexicon.classes(word)), [SAY | FINITE; 6]);
        assert_eq!(["replying", "stating"].map(|word| lexicon.classes(word)), [SAY | PARTICIPLE; 2]);
        assert_eq!(["denied", "denying"].map(|word| lexicon.classes(word)), [ACT | FINITE, ACT | PARTICIPLE]);
    }
}
