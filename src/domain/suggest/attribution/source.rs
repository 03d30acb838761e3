//! Sources: where the words that name who speaks begin or end, beside a cue.
//!
//! Not here: what is a cue ([`super`]), and what else belongs to it ([`super::tail`]).

use super::super::words::{
    ADVERB, AGENT, CONJUNCTION, DAY, DETERMINER, FINITE, FUNCTION_VERB, LINK, MEDIUM, MONTH, NOUNISH, NUMBER, PERFECT,
    PREPOSITION, PRONOUN, RECORD, SUBORDINATOR, TITLE,
};
use super::{LONGEST_SOURCE, Seeker, is_possessive};

impl Seeker<'_> {
    /// The end of the source that begins at `from`, with the appositive that identifies it and what says where and how.
    pub(super) fn source_right(&self, from: usize) -> Option<usize> {
        let reading = self.reading;
        if reading.is_quoted(from) {
            return None;
        }
        if reading.is_one_of(from, "he she they it we I you") {
            return Some(self.tail(from));
        }
        let mut end = self.words_end(from);
        if end == from {
            return None;
        }
        // ", a spokesman for the ministry", ", 34"
        for _ in 0..2 {
            let comma = reading.is_sign(end, ",");
            let next = end + 1;
            let is_age = reading.is_number(next)
                && reading.str(next).len() < 3
                && (reading.is_sign(next + 1, ",.") || next + 1 >= self.sentence.to);
            let is_appositive = comma
                && !reading.is_quoted(next)
                && (reading.is(next, DETERMINER) && !reading.is_one_of(next, "this that these those all no one some")
                    || reading.is(next, AGENT) && !reading.is_capital(next)
                    || reading.is_one_of(next, "head former now"))
                || comma && is_age;
            let is_phrase =
                comma && reading.is(next, PREPOSITION | LINK) && (next..next + 4).any(|at| reading.is(at, MEDIUM));
            if !(is_appositive || is_phrase) {
                break;
            }
            let appositive = match (is_age, is_phrase) {
                (true, _) => next + 1,
                (false, true) => self.tail(end),
                (false, false) => self.words_end(next),
            };
            // An appositive ends with a comma or the sentence; a clause that begins so does not.
            if !(self.ends_at(appositive) || reading.is(appositive, PRONOUN | SUBORDINATOR)) {
                break;
            }
            if !is_phrase && (next..appositive).any(|at| reading.is(at, FUNCTION_VERB | PERFECT)) {
                break;
            }
            end = appositive;
        }
        // "…, the mayor of Brenne," is not followed by its comma.
        (end - from <= LONGEST_SOURCE).then_some(end)
    }

    /// The end of the run of words from `from` on that is no clause.
    fn words_end(&self, from: usize) -> usize {
        let reading = self.reading;
        let mut end = from;
        while end < self.sentence.to && end < from + LONGEST_SOURCE {
            let is_title_stop = reading.is_sign(end, ".")
                && reading.is_glued(end)
                && end + 1 < self.sentence.to
                && end > from
                && (reading.is(end - 1, TITLE) || reading.str(end - 1).len() == 1);
            let is_joined =
                reading.is_sign(end, "&/") || is_title_stop || reading.is_sign(end, "’'") && reading.is_glued(end);
            let is_word =
                (reading.is_text(end) || reading.is_number(end)) && !reading.is(end, PRONOUN | FUNCTION_VERB | PERFECT);
            let is_clause = reading.is(end, SUBORDINATOR) && !reading.is_one_of(end, "than since before after");
            let is_list = reading.is(end, CONJUNCTION)
                && end > from
                && !(reading.is_word(end, "and")
                    && (reading.is_capital(end + 1) || reading.is(end + 1, DETERMINER | AGENT))
                    && !self.has_clause_after(end + 1));
            if reading.is_sign(end, "(") && end > from {
                let close = (end..(end + 8).min(self.sentence.to)).find(|at| reading.is_sign(*at, ")"));
                let Some(close) = close.filter(|_| reading.is_capital(end + 1)) else { break };
                end = close + 1;
                continue;
            }
            if reading.is_quoted(end) && !reading.is_text(end) || !(is_word || is_joined) || is_clause || is_list {
                break;
            }
            end += 1;
        }
        // A name in quotation marks is part of a source only whole; where one began, the source ends.
        (from..end).find(|at| reading.is_quoted(*at)).unwrap_or(end)
    }

    /// Whether a clause of its own follows "and".
    fn has_clause_after(&self, at: usize) -> bool {
        let reading = self.reading;
        let end = self.sentence.to.min(at + 8);
        (at..end).any(|at| {
            reading.is(at, FUNCTION_VERB | PERFECT | PRONOUN) || reading.is(at, FINITE) && !reading.is(at, NOUNISH)
        })
    }

    /// The start of the source that ends before `end`, with an appositive or a relative clause between commas.
    pub(super) fn source_left(&self, end: usize) -> Option<usize> {
        let reading = self.reading;
        if end <= self.floor {
            return None;
        }
        let last = end - 1;
        if reading.is_quoted(last) {
            return None;
        }
        if reading.is_sign(last, ",") {
            // Up to two pairs of commas: "Kim, 34, a nurse from Oslo, said".
            let mut comma = last;
            for _ in 0..2 {
                comma = self.comma_before(comma)?;
                let next = comma + 1;
                let is_age = reading.is_number(next) && reading.is_sign(next + 1, ",");
                let is_inserted = is_age
                    || reading.is(next, DETERMINER | AGENT | PRONOUN | PREPOSITION | LINK | TITLE | ADVERB)
                    || reading.is_one_of(next, "whose whom where head former led casting speaking himself herself one")
                    || reading.str(next).ends_with("ing")
                    || reading.str(next).ends_with("ed") && !reading.is(next, FINITE)
                    || reading.is_capital(next);
                if !is_inserted {
                    return None;
                }
                if let Some(start) = self.plain_source(comma) {
                    let is_clause_start = start <= self.floor || self.opens_at(start);
                    let is_named = self.is_headed(comma - 1, start);
                    return (is_clause_start && is_named && end - start <= LONGEST_SOURCE).then_some(start);
                }
            }
            return None;
        }
        let start = self.plain_source(end)?;
        if reading.str(start).ends_with("ing") && !reading.is_capital(start) {
            return None;
        }
        let is_headed = self.is_headed(last, start);
        // A name between commas behind a description: "the head of the centre, Ana Lee, said" ends with a comma and came above;
        // "The owner, Kystlinjen AS said" does not occur.
        is_headed.then_some(start)
    }

    /// The comma before `at`, within the sentence and outside quotation marks.
    fn comma_before(&self, at: usize) -> Option<usize> {
        let reading = self.reading;
        let lowest = self.floor.max(at.saturating_sub(LONGEST_SOURCE));
        let found = (lowest..at).rev().find(|at| reading.is_sign(*at, ",;:") || reading.is_quoted(*at))?;
        (reading.is_sign(found, ",") && !reading.is_quoted(found)).then_some(found)
    }

    /// Whether a clause can open at `start`: the sentence does, or what stands before ends one.
    fn opens_at(&self, start: usize) -> bool {
        let reading = self.reading;
        let Some(before) = start.checked_sub(1).filter(|before| *before >= self.sentence.from) else { return true };
        reading.is_sign(before, ",;:–—-)") || reading.is_mark(before) || reading.is(before, CONJUNCTION | SUBORDINATOR)
    }

    /// Whether a noun phrase that ends with `last` can speak: a name, a pronoun, a person, a body, a document.
    fn is_headed(&self, last: usize, start: usize) -> bool {
        let reading = self.reading;
        if reading.is(last, DAY | MONTH) && start == last
            || reading.is(last, FINITE) && !reading.is(last, NOUNISH | AGENT | RECORD)
        {
            return false;
        }
        let can_speak = |at: usize| {
            reading.is(at, PRONOUN | AGENT | RECORD)
                || reading.is_capital(at)
                    && (at > self.sentence.from || start == last || reading.is_text(at) && !reading.is(at, DETERMINER))
        };
        (start..=last).any(can_speak) || reading.is(start, DETERMINER | NUMBER)
    }

    /// The start of the noun phrase that ends before `end`: to the left up to a sign, a verb or a word that opens a clause.
    fn plain_source(&self, end: usize) -> Option<usize> {
        let reading = self.reading;
        let last = end.checked_sub(1).filter(|last| *last >= self.floor)?;
        if reading.is_one_of(last, "he she they it we I you who which") {
            return (!reading.is_quoted(last)).then_some(last);
        }
        let is_noun_like = (reading.is_text(last) || reading.is_number(last) && !reading.is(last, MONTH))
            && !reading.is(last, PREPOSITION | LINK | SUBORDINATOR | CONJUNCTION | DETERMINER | FUNCTION_VERB);
        let closes_bracket = reading.is_sign(last, ")");
        if !is_noun_like
            && !closes_bracket
            && !self.is_inner_sign(last)
            && !reading.is_one_of(last, "both others all many some few most")
        {
            return None;
        }
        let lowest = self.floor.max(end.saturating_sub(LONGEST_SOURCE));
        let mut start = end;
        while start > lowest {
            let at = start - 1;
            // "Rep. Ana Lee (D-Md.)"
            if reading.is_sign(at, ")") {
                let open = (at.saturating_sub(8).max(lowest)..at).rev().find(|at| reading.is_sign(*at, "("));
                let Some(open) = open else { break };
                start = open;
                continue;
            }
            if reading.is_quoted(at) || !(reading.is_text(at) || reading.is_number(at) || self.is_inner_sign(at)) {
                break;
            }
            let is_verb = reading.is(at, FUNCTION_VERB | PERFECT)
                || reading.is(at, FINITE)
                    && !reading.is(at, NOUNISH | AGENT | RECORD)
                    && !reading.is_capital(at)
                    && !self.is_participle_here(at);
            let is_clause = reading.is(at, SUBORDINATOR)
                && !(reading.is(at, LINK)
                    || reading.is_one_of(at, "that") && start < end && reading.is(at + 1, RECORD));
            let joins_nouns = reading.is_word(at, "and")
                && start < end
                && at > lowest
                && reading.is_capital(at + 1) == reading.is_capital(at - 1)
                && reading.is_text(at - 1)
                && (at - 1 == self.sentence.from || reading.is_capital(at + 1));
            if is_verb || is_clause || reading.is(at, PRONOUN) || reading.is(at, CONJUNCTION) && !joins_nouns {
                break;
            }
            start = at;
        }
        if start == end {
            return None;
        }
        self.without_lead(start, end)
    }

    /// "polled" and "led" behind a noun are participles of the source where "by" follows.
    fn is_participle_here(&self, at: usize) -> bool {
        self.reading.is_one_of(at + 1, "by in on at to of")
    }

    /// A sign within a noun phrase: of "Gov.", "AT&T", "traders'".
    fn is_inner_sign(&self, at: usize) -> bool {
        let reading = self.reading;
        let after_title = at > 0 && (reading.is(at - 1, TITLE) || reading.str(at - 1).chars().count() == 1);
        reading.is_sign(at, ".") && reading.is_glued(at) && after_title && !reading.is_glued(at + 1)
            || reading.is_sign(at, "&/")
            || reading.is_sign(at, "’'") && reading.is_glued(at) && !reading.is_quoted(at)
    }

    /// The source without what leads into the sentence: "On Sunday", "Meanwhile", "In Geneva".
    fn without_lead(&self, start: usize, end: usize) -> Option<usize> {
        let reading = self.reading;
        let mut start = start;
        loop {
            // "Earlier studies" are no "Earlier, studies".
            let is_adjective = reading.is_one_of(start, "earlier later further even") && reading.is(start + 1, RECORD);
            let is_adverb = reading.is(start, ADVERB | CONJUNCTION) && !is_adjective
                || reading.str(start).ends_with("ly")
                    && start == self.sentence.from
                    && start + 1 < end
                    && !reading.is(start, AGENT);
            let is_time = (reading.is(start, DAY) && !is_possessive(reading.str(start))
                || reading.is_number(start) && start > 0 && reading.is(start - 1, MONTH))
                && start + 1 < end
                && !reading.is(start, AGENT);
            if start >= end {
                return None;
            }
            if is_adverb || is_time {
                start += 1;
            } else if reading.is(start, PREPOSITION | LINK) || reading.is_one_of(start, "after before since until") {
                // Behind a preposition and its noun the source begins with a determiner, a person or a pronoun.
                let opens = |at: usize| {
                    reading.is(at, DETERMINER | TITLE)
                        || reading.is(at, AGENT) && !reading.is(at - 1, DETERMINER) && !reading.is(at - 1, LINK)
                };
                start = (start + 2..end).find(|at| opens(*at) && !reading.is(at - 1, LINK | PREPOSITION))?;
            } else {
                return Some(start);
            }
        }
    }
}
