//! Attributions: the words that give a source and the cue of its saying.
//!
//! Not here: what was said ([`super::claim`]), how far a source reaches ([`source`]) and what follows a cue ([`tail`]). A cue verb is looked at where it stands outside quotation marks; then the source is
//! read to its left or right, and what stands around both decides whether they report something.

mod source;
mod tail;

use super::reading::{Reading, Stretch};
use super::words::{
    ACT, ADVERB, AGENT, BARE, CONJUNCTION, DAY, DETERMINER, FINITE, FUNCTION, FUNCTION_VERB, LINK, MONTH, NOUNISH,
    NUMBER, PARTICIPLE, PERFECT, PLURAL, PREPOSITION, PRONOUN, RECORD, SAY, SUBORDINATOR, TELL, TITLE,
};

/// How many tokens a source may have; what is longer has been misread.
const LONGEST_SOURCE: usize = 36;
/// How many tokens may stand between a cue and its content ("told reporters in Geneva on Monday that").
const LONGEST_TAIL: usize = 16;

/// Where the content of an attribution is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// From this token on.
    After(usize),
    /// Before the attribution, in the same sentence or in the quotation that ends just before.
    Before,
    /// Not a clause.
    Unclear,
}

/// One attribution.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribution {
    pub(super) stretch: Stretch,
    /// The sentence it is in.
    pub(super) sentence: usize,
    pub(super) content: Content,
    pub(super) rule: &'static str,
}

/// The attributions of a block, in text order; no two overlap. O(tokens).
pub(super) fn attributions(reading: &Reading<'_>) -> Vec<Attribution> {
    if let Some(line) = source_line(reading) {
        return vec![line];
    }
    let mut found: Vec<Attribution> = Vec::new();
    for (number, sentence) in reading.sentences.iter().enumerate() {
        let mut at = sentence.from;
        let mut floor = sentence.from;
        while at < sentence.to {
            let found_here = Seeker { reading, sentence: *sentence, floor }.attribution_at(at);
            if let Some((stretch, content, rule)) = found_here {
                found.push(Attribution { stretch, sentence: number, content, rule });
                floor = stretch.to;
                at = stretch.to.max(at + 1);
            } else {
                at += 1;
            }
        }
    }
    found
}

/// "Source(s): Reuters"
fn source_line(reading: &Reading<'_>) -> Option<Attribution> {
    if !reading.is_one_of(0, "source sources") || reading.count() > 40 {
        return None;
    }
    let colon = (1..5).find(|at| reading.is_sign(*at, ":"))?;
    let is_marked = (1..colon).all(|at| reading.is_sign(at, "()") || reading.is_word(at, "s"));
    let stretch = Stretch { from: 0, to: reading.count() };
    let line = Attribution { stretch, sentence: 0, content: Content::Unclear, rule: "attribution/source-line" };
    (is_marked && reading.count() > colon + 1).then_some(line)
}

/// Looks for attributions in one sentence, behind the last one.
struct Seeker<'a> {
    reading: &'a Reading<'a>,
    sentence: Stretch,
    floor: usize,
}

type Found = (Stretch, Content, &'static str);

impl Seeker<'_> {
    fn attribution_at(&self, at: usize) -> Option<Found> {
        let reading = self.reading;
        if reading.is_quoted(at) {
            return None;
        }
        if reading.is_word(at, "according") && reading.is_word(at + 1, "to") {
            return self.according_to(at);
        }
        if reading.is_word(at, "citing") {
            let to = self.source_right(at + 1)?;
            let is_source = (at + 1..to).any(|at| reading.is(at, AGENT | RECORD));
            return is_source.then_some((Stretch { from: at, to }, Content::Unclear, "attribution/citing"));
        }
        if reading.is_one_of(at, "put puts") && reading.is_word(at + 1, "it") {
            let from = self.source_left(at)?.checked_sub(1).filter(|from| reading.is_word(*from, "as"))?;
            return Some((Stretch { from, to: at + 2 }, Content::Unclear, "attribution/as-put"));
        }
        if reading.is_word(at, "quoted") && reading.is_word(at + 1, "as") && reading.is_one_of(at + 2, "saying telling")
        {
            let from = self.source_left(at.checked_sub(1)?)?;
            return self.report(from, at + 2, true);
        }
        // "the United States"
        if !reading.is(at, SAY | ACT | TELL) || reading.is_capital(at) && at > self.sentence.from {
            return None;
        }
        if reading.is(at, PARTICIPLE) {
            return self.participle(at);
        }
        if !reading.is(at, FINITE) {
            return None;
        }
        let verb = self.verb_start(at)?;
        if verb == at
            && let Some(found) = self.inverted(at)
        {
            return Some(found);
        }
        let before = at.checked_sub(1)?;
        if reading.is(at, NOUNISH) && !self.is_verb_here(at, before) {
            return None;
        }
        if verb == at && reading.is(before, CONJUNCTION) {
            return self.second_verb(at);
        }
        let from = self.source_left(verb)?;
        if self.is_nested(from) {
            return None;
        }
        let is_whole = reading.is(at, SAY | TELL);
        if is_whole && let Some(found) = self.report(from, at, false) {
            return Some(found);
        }
        self.act(from, verb, at)
    }

    /// Whether a word that is a noun as well is a verb behind the word at `before`: no noun phrase is open there, and a form without
    /// ending has a plural or a pronoun before it.
    fn is_verb_here(&self, at: usize, before: usize) -> bool {
        let reading = self.reading;
        let is_in_noun = reading.is(before, DETERMINER | LINK | PREPOSITION) || is_possessive(reading.str(before));
        let is_base = !reading.str(at).ends_with(['s', 'd']);
        let is_plural = reading.is(before, PRONOUN | PLURAL | PERFECT | ADVERB) || reading.str(before).ends_with('s');
        !is_in_noun && (!is_base || is_plural)
    }

    /// Whether a source that begins at `from` is the subject of what the attribution before it reports.
    fn is_nested(&self, from: usize) -> bool {
        let reading = self.reading;
        let is_apart = |at: usize| reading.sign(at).is_some() || reading.is(at, CONJUNCTION);
        self.floor > self.sentence.from && from < self.floor + 2 && !(self.floor..from).any(is_apart)
    }

    /// "… and said": the source is that of the verb before.
    fn second_verb(&self, at: usize) -> Option<Found> {
        let reading = self.reading;
        if !reading.is(at, SAY) || reading.is(at, NOUNISH) || at < self.sentence.from + 2 {
            return None;
        }
        let (stretch, content, _) = self.report(at, at, false)?;
        matches!(content, Content::After(_)).then_some((stretch, content, "attribution/second-verb"))
    }

    /// The start of the verb group that ends with the verb at `at`; `None` where the verb is no finite cue ("to say", "was told",
    /// "would say").
    fn verb_start(&self, at: usize) -> Option<usize> {
        let reading = self.reading;
        let mut start = at;
        while start > self.floor && at - start < 5 {
            let before = start - 1;
            let is_adverb = reading.is(before, ADVERB)
                || reading.str(before).ends_with("ly") && !reading.is_capital(before) && !reading.is(before, AGENT);
            if reading.is(before, PERFECT) && !reading.is_quoted(before) || is_adverb && !reading.is_word(before, "who")
            {
                start = before;
            } else {
                break;
            }
        }
        let before = start.checked_sub(1).filter(|before| *before >= self.floor);
        let is_other_form =
            before.is_some_and(|before| reading.is(before, FUNCTION_VERB) || reading.is_word(before, "to"));
        // An adverb that opens the sentence belongs to no verb group.
        while start < at && !reading.is(start, PERFECT) && (start == self.sentence.from) {
            start += 1;
        }
        (!is_other_form).then_some(start)
    }

    /// "according to the ministry"
    fn according_to(&self, at: usize) -> Option<Found> {
        let reading = self.reading;
        let to = self.source_right(at + 2)?;
        let is_first = at - self.sentence.from < 5
            && (self.sentence.from..at).all(|at| !reading.is_text(at) || reading.is(at, CONJUNCTION | ADVERB));
        let content = match is_first && reading.is_sign(to, ",") {
            true => Content::After(to + 1),
            false => Content::Before,
        };
        Some((Stretch { from: at, to }, content, "attribution/according-to"))
    }

    /// "adding that": the source is that of the verb before.
    fn participle(&self, at: usize) -> Option<Found> {
        let reading = self.reading;
        let follows = at > self.sentence.from
            && (reading.is_sign(at - 1, ",") || reading.is(at - 1, CONJUNCTION) || reading.is_mark(at - 1));
        if !follows || !reading.is(at, SAY) {
            return None;
        }
        let found = |start| Some((Stretch { from: at, to: at + 1 }, Content::After(start), "attribution/participle"));
        if reading.is_word(at + 1, "that") {
            return found(at + 2);
        }
        let opens_clause = reading.is(at, BARE) && reading.is(at + 1, DETERMINER | PRONOUN) && self.has_verb(at + 1);
        if opens_clause { found(at + 1) } else { None }
    }

    /// "…," said Y
    fn inverted(&self, at: usize) -> Option<Found> {
        let reading = self.reading;
        let before = at.checked_sub(1)?;
        if !reading.is(at, SAY) || reading.is(at, PARTICIPLE) {
            return None;
        }
        let follows_quote = reading.is_quoted(before) && reading.is_mark(before)
            || reading.is_sign(before, ",") && before > 0 && reading.is_quoted(before - 1);
        let follows_clause = reading.is_sign(before, ",") && before > self.floor + 2;
        if !(follows_quote || follows_clause) || before < self.floor {
            return None;
        }
        let is_plain = reading.is_text(at + 1) && !reading.is(at + 1, FUNCTION | ADVERB | FINITE) && follows_quote;
        let opens_source = is_plain
            || reading.is_capital(at + 1)
            || reading.is(at + 1, DETERMINER | AGENT | TITLE | NUMBER)
            || reading.is(at + 1, PRONOUN);
        if !opens_source || reading.is_quoted(at + 1) || reading.is(at + 1, DAY | MONTH) {
            return None;
        }
        if !follows_quote && self.source_left(at).is_some() {
            return None;
        }
        let to = self.source_right(at + 1)?;
        let ends = to >= self.sentence.to
            || reading.is_sign(to, ".,;:–—")
            || reading.is_quoted(to)
            || reading.is(to, CONJUNCTION | SUBORDINATOR);
        let is_source = (at + 1..to).any(|at| {
            reading.is_capital(at)
                || reading.is(at, AGENT | RECORD | PRONOUN)
                || reading.is_text(at) && !reading.is(at, DETERMINER)
        });
        (ends && is_source && (follows_quote || to >= self.sentence.to || reading.is_sign(to, "."))).then_some((
            Stretch { from: at, to },
            Content::Before,
            "attribution/verb-source",
        ))
    }

    /// "Y said that …", "…, Y said": a source from `from` on and a cue verb at `at`, with what stands around them.
    fn report(&self, from: usize, at: usize, is_passive: bool) -> Option<Found> {
        let reading = self.reading;
        let is_asking = reading.is_one_of(at, "asked asks ask");
        let tail = self.tail(at);
        let before = from.checked_sub(1).filter(|before| *before >= self.sentence.from);
        let follows_quote = from > 0
            && (reading.is_quoted(from - 1) && reading.is_mark(from - 1)
                || reading.is_sign(from - 1, ",") && from > 1 && reading.is_quoted(from - 2));
        let follows_clause = before.is_some_and(|before| reading.is_sign(before, ",–—") && before > self.floor + 1);
        let ends = self.ends_at(tail);
        if (follows_quote || follows_clause) && ends {
            let to = tail;
            return Some((Stretch { from, to }, Content::Before, "attribution/source-verb"));
        }
        // "said in a statement that", "told reporters that"
        if let Some(that) = self.that_after(at, tail) {
            let content = if is_asking { Content::Unclear } else { Content::After(that + 1) };
            return Some((Stretch { from, to: that }, content, "attribution/that"));
        }
        let quote = tail + usize::from(reading.is_sign(tail, ",:"));
        if reading.is_mark(quote) && reading.is_quoted(quote) && quote < self.sentence.to {
            return Some((Stretch { from, to: tail }, Content::After(quote), "attribution/quote"));
        }
        if reading.is_sign(tail, ":") && tail + 1 < self.sentence.to {
            return Some((Stretch { from, to: tail }, Content::After(tail + 1), "attribution/colon"));
        }
        if is_asking {
            return None;
        }
        // "a lamp that he says is old": the clause has its subject elsewhere.
        if reading.is(at, BARE) && reading.is(tail, FUNCTION_VERB | PERFECT) && tail < self.sentence.to {
            return Some((Stretch { from, to: tail }, Content::Unclear, "attribution/clause"));
        }
        if is_passive || reading.is(at, BARE) || reading.is(at, TELL) && tail > at + 1 {
            let opens_clause = !self.ends_at(tail)
                && (reading.is_text(tail) || reading.is_number(tail) || reading.is_sign(tail, "$€£"))
                && !reading.is(tail, SUBORDINATOR | PREPOSITION | LINK | CONJUNCTION)
                && !reading.is_one_of(tail, "so yes no goodbye hello to it's");
            if opens_clause && self.has_verb(tail) {
                return Some((Stretch { from, to: tail }, Content::After(tail), "attribution/clause"));
            }
        }
        None
    }

    /// "Y denied the charge": a statement without a clause of its own.
    fn act(&self, from: usize, verb: usize, at: usize) -> Option<Found> {
        let reading = self.reading;
        let is_source = reading.is(verb - 1, PRONOUN | AGENT)
            || (from..verb).any(|at| {
                let is_name = reading.is_capital(at) && (at > self.sentence.from || self.is_unknown(at));
                is_name || reading.is(at, AGENT)
            });
        let has_object = at + 1 < self.sentence.to && (reading.is_text(at + 1) || reading.is_quoted(at + 1));
        let is_relative = reading.is_one_of(verb - 1, "who which");
        (reading.is(at, ACT) && is_source && has_object && !is_relative && (verb < at || !reading.is(at, NOUNISH)))
            .then_some((Stretch { from, to: at + 1 }, Content::Unclear, "attribution/act"))
    }

    /// Whether a word is in no list, as most names are.
    fn is_unknown(&self, at: usize) -> bool {
        self.reading.tokens.get(at).is_some_and(|token| token.classes == 0)
    }

    /// Whether an attribution can end at `at`: the sentence does, or a sign or a word that begins something new follows.
    fn ends_at(&self, at: usize) -> bool {
        let reading = self.reading;
        at >= self.sentence.to
            || reading.is_sign(at, ".,;:–—)!?")
            || reading.is_quoted(at) && reading.is_mark(at)
            || reading.is(at, CONJUNCTION)
            || reading.is_one_of(at, "as after when while before because")
    }

    /// Whether a verb stands within reach behind `at`: what is said without "that" is a clause.
    fn has_verb(&self, at: usize) -> bool {
        let reading = self.reading;
        let end = self.sentence.to.min(at + 24);
        (at + 1..end).any(|at| {
            reading.is(at, FUNCTION_VERB | PERFECT)
                || reading.is(at, FINITE) && !reading.is(at, NOUNISH)
                || reading.is_text(at) && reading.str(at).ends_with("ed")
        }) || (at + 1..end).any(|at| reading.is(at - 1, PRONOUN) && reading.is_text(at))
    }

    /// The "that" which opens the content of the cue at `at`.
    fn that_after(&self, at: usize, tail: usize) -> Option<usize> {
        let reading = self.reading;
        if reading.is_word(tail, "that") && !reading.is_sign(tail + 1, ",.") && tail < self.sentence.to {
            return Some(tail);
        }
        // Words between that the tail did not understand, but no verb among them.
        let opens = reading.is(at + 1, PREPOSITION | LINK | DAY) || reading.is(at, TELL);
        let end = self.sentence.to.min(at + LONGEST_TAIL);
        let that = (at + 1..end).find(|at| reading.is_word(*at, "that")).filter(|_| opens)?;
        let is_plain = (at + 1..that).all(|at| {
            !reading.is_quoted(at)
                && (reading.is_text(at) || reading.is_number(at) || reading.is_sign(at, ","))
                && !reading.is(at, FUNCTION_VERB | PERFECT)
                && (!reading.is(at, PRONOUN) || at == tail)
        });
        is_plain.then_some(that)
    }
}

fn is_possessive(word: &str) -> bool {
    word.ends_with("'s") || word.ends_with("’s")
}
