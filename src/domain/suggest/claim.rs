//! Claims: what an attribution reports, what is quoted, and what the reporter says in figures.
//!
//! Not here: whether a claim is worth checking. A claim is a sentence or a part of one; questions, commands, wishes and thanks are
//! none.

use super::attribution::{Attribution, Content};
use super::figure::Figure;
use super::reading::{Reading, Stretch};
use super::words::{ADVERB, CONJUNCTION, PARTICIPLE, PRONOUN, SUBORDINATOR};

/// A claim's parts, in text order, and the rule that found it.
pub(super) type Claim = (Vec<Stretch>, &'static str);

/// A claim has at least so many words.
const SHORTEST: usize = 4;

/// The claims of a block. `end` is where its credit line begins. O(tokens).
pub(super) fn claims(
    reading: &Reading<'_>,
    attributions: &[Attribution],
    figures: &[Figure],
    end: usize,
) -> Vec<Claim> {
    let mut finder = Finder { reading, figures, end, claims: Vec::new() };
    let mut rest = attributions;
    for (number, sentence) in reading.sentences.iter().enumerate() {
        let count = rest.iter().take_while(|attribution| attribution.sentence == number).count();
        let (here, behind) = rest.split_at(count);
        rest = behind;
        if here.is_empty() {
            finder.plain_sentence(*sentence);
        } else {
            finder.attributed_sentence(*sentence, here);
        }
    }
    finder.claims
}

struct Finder<'a> {
    reading: &'a Reading<'a>,
    figures: &'a [Figure],
    end: usize,
    claims: Vec<Claim>,
}

impl Finder<'_> {
    /// A sentence without a source: quoted as a whole, or with a figure.
    fn plain_sentence(&mut self, sentence: Stretch) {
        let reading = self.reading;
        let from = self.without_lead(sentence.from);
        let first = (from..sentence.to).find(|at| reading.is_text(*at) || reading.is_number(*at));
        let is_quoted = first.is_some_and(|at| reading.is_quoted(at))
            && reading.is_quoted(sentence.to - 1)
            && self.has_stop(sentence);
        if is_quoted && first.is_some_and(|at| reading.is_capital(at) || reading.is_number(at)) {
            self.add(vec![Stretch { from, to: sentence.to }], "claim/quote");
        } else if !first.is_some_and(|at| reading.is_quoted(at)) {
            self.told_in_figures(Stretch { from, to: sentence.to.min(self.end) });
        }
    }

    /// Whether a quoted sentence ends as one: a stop stands in it at the end.
    fn has_stop(&self, sentence: Stretch) -> bool {
        (sentence.to.saturating_sub(3).max(sentence.from)..sentence.to).any(|at| self.reading.is_sign(at, ".!…,"))
    }

    /// The reporter's own words, if there is a figure in them.
    fn told_in_figures(&mut self, stretch: Stretch) {
        let first = self.figures.partition_point(|(figure, _)| figure.from < stretch.from);
        if self.figures.get(first).is_some_and(|(figure, _)| figure.from < stretch.to) {
            self.add(vec![stretch], "claim/figure");
        }
    }

    fn attributed_sentence(&mut self, sentence: Stretch, attributions: &[Attribution]) {
        let mut floor = sentence.from;
        for (place, attribution) in attributions.iter().enumerate() {
            let (from, to) = (attribution.stretch.from, attribution.stretch.to);
            let upper = attributions.get(place + 1).map_or(sentence.to, |next| next.stretch.from);
            match attribution.content {
                Content::After(start) => {
                    self.reported(start, upper);
                    self.lead_in(floor, from);
                    floor = upper;
                }
                Content::Before => {
                    let second = self.continuation(floor, from, to, upper);
                    let first = Stretch { from: self.without_lead(floor), to: from };
                    let behind = second.map_or(to, |second| second.to);
                    if first.from < first.to {
                        let rule = if self.reading.is_quoted(from - 1) || from > 1 && self.reading.is_quoted(from - 2) {
                            "claim/quoted"
                        } else {
                            "claim/attributed"
                        };
                        let rule = if second.is_some() { "claim/split" } else { rule };
                        self.add([Some(first), second].into_iter().flatten().collect(), rule);
                    }
                    if second.is_none() && place + 1 == attributions.len() {
                        self.follow_up(to, sentence.to);
                    }
                    floor = behind;
                }
                Content::Unclear => floor = to,
            }
        }
    }

    /// What stands before an attribution whose content follows it: "Profit fell 3 percent, and the bank said …".
    fn lead_in(&mut self, from: usize, to: usize) {
        let reading = self.reading;
        if to > from + 2 && reading.is(to - 1, CONJUNCTION) && reading.is_sign(to - 2, ",") {
            let from = self.without_lead(from);
            self.told_in_figures(Stretch { from, to: to.saturating_sub(2) });
        }
    }

    /// What stands behind an attribution whose content came before it: "…, police said, and 30 people left".
    fn follow_up(&mut self, from: usize, to: usize) {
        let reading = self.reading;
        if reading.is_sign(from, ",;")
            && reading.is(from + 1, CONJUNCTION)
            && !reading.is(from + 2, PARTICIPLE)
            && !reading.is_quoted(from + 2)
        {
            self.told_in_figures(Stretch { from: from + 2, to: to.min(self.end) });
        }
    }

    /// The clauses that a cue reports: one, or one for each repeated "that".
    fn reported(&mut self, from: usize, to: usize) {
        let reading = self.reading;
        let mut start = from;
        for at in from..to {
            let is_next = reading.is_word(at, "that")
                && at > start + 2
                && reading.is(at - 1, CONJUNCTION)
                && !reading.is_quoted(at);
            if is_next {
                self.report(start, at - 1);
                start = at + 1;
            }
        }
        self.report(start, to);
    }

    fn report(&mut self, from: usize, to: usize) {
        let reading = self.reading;
        // ", and" before the next attribution is of neither.
        let mut to = to;
        while to > from + 1 && (reading.is(to - 1, CONJUNCTION | SUBORDINATOR) || reading.is_sign(to - 1, ",")) {
            to -= 1;
        }
        let rule = if reading.is_mark(from) && reading.is_quoted(from) { "claim/quoted" } else { "claim/reported" };
        self.add(vec![Stretch { from, to }], rule);
    }

    /// The rest of a statement that an attribution splits: behind it, a comma, and the quotation or the clause going on.
    fn continuation(&self, floor: usize, from: usize, to: usize, upper: usize) -> Option<Stretch> {
        let reading = self.reading;
        if floor >= from {
            return None;
        }
        let next = to + usize::from(reading.is_sign(to, ",–—"));
        if next >= upper {
            return None;
        }
        let was_quoted = reading.is_quoted(from - 1) || from > 1 && reading.is_quoted(from - 2);
        let mut next = next;
        if was_quoted && !reading.is_quoted(next) && reading.is_one_of(next, "who which whose") {
            // A clause about the source stands between: "said Lind, who builds robots, “but …”".
            next = (next..upper).find(|at| reading.is_quoted(*at)).filter(|at| reading.is_sign(at - 1, ","))?;
        }
        let is_quoted = reading.is_quoted(next) && reading.is_mark(next);
        let goes_on = !reading.is(next, CONJUNCTION | SUBORDINATOR | PARTICIPLE | ADVERB | PRONOUN)
            && !reading.str(next).ends_with("ing")
            && reading.is_sign(to, ",")
            && reading.is_text(next);
        // "X, he said, and still made a profit": without a subject of its own it goes on.
        let is_second_verb =
            reading.is_sign(to, ",") && reading.is_one_of(next, "and but") && reading.is(next + 1, ADVERB);
        let is_same = if was_quoted { is_quoted } else { goes_on || is_second_verb };
        is_same.then_some(Stretch { from: next, to: upper.min(self.end) })
    }

    /// `from`, or behind what leads into the sentence: "But", "However,", the time of a live report.
    fn without_lead(&self, from: usize) -> usize {
        let reading = self.reading;
        let mut from = from;
        while reading.is_sign(from, ",;–—-") {
            from += 1;
        }
        if reading.is_number(from) && reading.str(from).contains(':') && reading.is_sign(from + 1, "–—-:") {
            from += 2;
        }
        if reading.is(from, CONJUNCTION) && !reading.is_quoted(from) {
            from += 1;
        }
        if reading.is(from, ADVERB) && reading.is_sign(from + 1, ",") && !reading.is_quoted(from) {
            from += 2;
        }
        from
    }

    fn add(&mut self, mut parts: Vec<Stretch>, rule: &'static str) {
        for part in &mut parts {
            part.to = part.to.min(self.end);
        }
        parts.retain(|part| part.from < part.to);
        if !parts.is_empty() && self.is_assertion(&parts) {
            self.claims.push((parts, rule));
        }
    }

    /// Whether it says how something is: no question, no command, no wish, no thanks.
    fn is_assertion(&self, parts: &[Stretch]) -> bool {
        let reading = self.reading;
        let words: usize = parts
            .iter()
            .map(|part| (part.from..part.to).filter(|at| reading.is_text(*at) || reading.is_number(*at)).count())
            .sum();
        let Some(last) = parts.last() else { return false };
        let is_question = (last.to.saturating_sub(3).max(last.from)..(last.to + 1).min(reading.count()))
            .any(|at| reading.is_sign(at, "?"));
        let first = (parts[0].from..parts[0].to)
            .find(|at| reading.is_text(*at) || reading.is_number(*at))
            .unwrap_or(parts[0].from);
        let is_command = reading.is_capital(first)
            && reading.is_one_of(
                first,
                "let please thank thanks don't don’t do ask tell write go stay come take look remember never",
            );
        let is_wish = reading.is_one_of(first, "i we")
            && (first + 1..first + 3).any(|at| {
                reading.is_one_of(at, "hope wish love thank like want feel am apologise apologize congratulate")
            });
        let is_lead = reading.is_one_of(first, "asked speaking writing responding citing");
        words >= SHORTEST && !is_lead && !is_question && !is_command && !is_wish
    }
}
