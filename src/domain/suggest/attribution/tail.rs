//! What follows a cue and belongs to it: the listener, and the words of time, place, occasion and manner.
//!
//! Not here: who speaks ([`super::source`]).

use super::super::words::{
    ADVERB, AGENT, CONJUNCTION, DAY, DETERMINER, FUNCTION_VERB, LINK, MEDIUM, MONTH, PERFECT, PREPOSITION, PRONOUN,
    SUBORDINATOR, TELL,
};
use super::{LONGEST_TAIL, Seeker, is_possessive};

impl Seeker<'_> {
    /// The end of what belongs to the cue at `at`: the listener, the day, the occasion and the manner of saying.
    pub(super) fn tail(&self, at: usize) -> usize {
        let reading = self.reading;
        let mut end = at + 1;
        if reading.is(at, TELL) {
            end = self.listener(end);
        }
        let limit = self.sentence.to.min(at + LONGEST_TAIL);
        while end < limit && !reading.is_quoted(end) {
            let next = self.adverbial(end);
            if next == end {
                break;
            }
            end = next.min(limit);
        }
        end
    }

    /// The end of the listener of "told".
    fn listener(&self, from: usize) -> usize {
        let reading = self.reading;
        if reading.is_one_of(from, "me us him her them you it") && !reading.is(from, PRONOUN) {
            return from + 1;
        }
        if reading.is_one_of(from, "you it") {
            return from + 1;
        }
        let mut end = from;
        while end < self.sentence.to && end < from + 7 && !reading.is_quoted(end) {
            let is_noun = (reading.is_text(end) || reading.is_number(end))
                && !reading
                    .is(end, PREPOSITION | LINK | SUBORDINATOR | CONJUNCTION | PRONOUN | FUNCTION_VERB | PERFECT)
                && !reading.is(end, DAY | ADVERB);
            let is_second = end > from && reading.is(end, DETERMINER);
            if !is_noun || is_second {
                break;
            }
            end += 1;
        }
        end
    }

    /// The end of one phrase of time, place, means or manner that begins at `at`; `at` when there is none.
    fn adverbial(&self, at: usize) -> usize {
        let reading = self.reading;
        let is_time = |at: usize| {
            reading.is(at, DAY)
                || reading.is(at, MONTH) && reading.is_capital(at)
                || reading.is_one_of(at, "this last next week's")
        };
        if reading.str(at).ends_with("ly") && reading.is_text(at) && !reading.is_capital(at)
            || reading.is_one_of(at, "earlier later again afterwards recently")
        {
            return at + 1;
        }
        if is_time(at) && !reading.is(at, SUBORDINATOR) && (reading.is(at, DAY) || is_time(at + 1)) {
            let mut end = at + 1;
            // "late on Monday evening", "on Friday, March 3"
            while is_time(end)
                || reading.is_word(end, "on") && is_time(end + 1)
                || reading.is_number(end) && reading.is(end - 1, MONTH)
            {
                end += 1;
            }
            // "Monday's figures" is a noun phrase of the content.
            return if is_possessive(reading.str(end - 1)) { at } else { end };
        }
        if reading.is_one_of(at, "on in late early") && is_time(at + 1) {
            let mut end = at + 1;
            while is_time(end) || reading.is_number(end) || reading.is_word(end, "on") && is_time(end + 1) {
                end += 1;
            }
            return end;
        }
        if reading.is_word(at, "before") && reading.is_sign(at + 1, ",.") {
            return at + 1;
        }
        if reading.is_word(at, "after")
            && reading.is_one_of(at + 1, "the a an")
            && (at + 2..at + 5).any(|at| reading.is_one_of(at, "match game meeting talks race vote hearing while"))
        {
            return (at + 2..at + 5)
                .find(|at| reading.is_one_of(*at, "match game meeting talks race vote hearing while"))
                .map_or(at, |end| end + 1);
        }
        if !reading.is(at, PREPOSITION | LINK) || reading.is(at, SUBORDINATOR) {
            return at;
        }
        // A phrase that names an occasion or means, and then whose or with whom; or a place, where the cue ends the sentence.
        let end = self.phrase_end(at + 1);
        let has_medium = (at + 1..end).any(|at| reading.is(at, MEDIUM));
        let is_listener = reading.is_word(at, "to") && (at + 1..end).any(|at| reading.is(at, AGENT));
        let is_place = reading.is_one_of(at, "in at from outside near inside")
            && (at + 1..end).all(|at| reading.is_capital(at) || reading.is(at, DETERMINER) || reading.is(at, AGENT));
        let is_last = self.ends_at(end);
        if end > at + 1 && (has_medium || is_listener || is_place || is_last) { end } else { at }
    }

    /// The end of the noun phrase that begins at `at`: up to a preposition, a verb, a sign, or a second determiner.
    fn phrase_end(&self, from: usize) -> usize {
        let reading = self.reading;
        let mut end = from;
        while end < self.sentence.to && end < from + 8 && !reading.is_quoted(end) {
            let is_noun = (reading.is_text(end) || reading.is_number(end))
                && !reading.is(end, PREPOSITION | LINK | SUBORDINATOR | CONJUNCTION | FUNCTION_VERB | PERFECT)
                && !(reading.is(end, PRONOUN));
            if !is_noun || end > from && reading.is(end, DETERMINER) && !reading.is_one_of(end, "few") {
                break;
            }
            end += 1;
        }
        end
    }
}
