//! Suggestions: what the rules of news English would mark, for a person to accept or reject.
//!
//! Not here: a model, a network, or what a person decided. The same text always gives the same suggestions, and each names its rule.
//!
//! What is marked, and where its edges are. The articles with gold answers in `tests/gold/` follow the same lines.
//!
//! **Every span** is one that a hand could select: snapping it to words ([`super::snap`]) leaves it as it is.
//!
//! **Figure**: number, scale word and unit together: "200,000 people", "$1.2 billion", "30 percent". MeasEval's practice:
//! hedges that stand right before it belong to it ("about", "more than", "only", "between … and …"), also the rate ("94 cents a
//! share"). The unit is the noun that is counted, with what stands between ("36 wild colonies"), without what follows it ("of the
//! river"); behind "percent" and behind a currency there is none. A range is one figure, a list several. Ratios ("one in four"),
//! scores ("3-1"), compounds ("four-month") and vague multitudes ("thousands of civilians") are figures. Dates, times of day, ages,
//! ordinals and names ("G7", "Falcon 9", "platform 6") are not; nor is "one", but in "one in four", "one million", "one mile".
//!
//! **Attribution**: source and cue, and what stands between them. PolNeAR's practice: the source with its determiner, titles and the
//! appositive that identifies it; the cue with auxiliaries and adverbs. Here also the words of time, place, listener and occasion
//! that adjoin it ("told reporters in Geneva on Monday"). Not "that", nor the comma or colon at either end. A participle whose
//! source is that of the verb before stands alone ("adding"). "Denied" and "accused" are cues, without a claim.
//!
//! **Claim**: what an attribution reports, without "that" and the final stop; quotation marks stay where both are inside, as in
//! PolNeAR's contents, so that the comma in them stays too. Each sentence of a quotation is a claim of its own, also each clause
//! with a "that" of its own. A claim that its attribution splits has two spans. In the reporter's own voice, sentences with a
//! figure are claims; others are not suggested, since nearly every sentence of a report asserts something.
//!
//! **Caption**: the whole block, its credit included.

mod attribution;
mod caption;
mod claim;
mod figure;
mod reading;
mod words;

use super::label::LabelId;
use super::order::sort;
use super::snap::{Precision, snap};
use super::span::{Span, Target};
use super::text::{CodePoint, Text};
use reading::{Reading, Stretch};

pub use words::Lexicon;

/// The longest claim, attribution or figure that is suggested, in code points. What is longer has been misread.
const LONGEST: u32 = 1500;

/// Something that a rule would mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it would be called: `claim`, `figure`, `caption` or `attribution`.
    pub label: LabelId,
    /// Where it is.
    pub target: Target,
    /// The rule that found it, such as `figure/percent`. It stays the same as long as the rule means the same.
    pub rule: &'static str,
}

/// What the rules would mark in a text with these labels, in text order and without duplicates, going by these words.
///
/// Labels other than the four of news have no rules. O(length of the text).
#[must_use]
pub fn suggest(text: &Text, labels: &[LabelId], lexicon: &Lexicon) -> Vec<Suggestion> {
    let wanted =
        ["claim", "attribution", "caption", "figure"].map(|name| labels.iter().find(|label| label.as_str() == name));
    let mut found: Vec<Suggestion> = Vec::new();
    if wanted.iter().all(Option::is_none) {
        return found;
    }
    let blocks = text.blocks();
    for (index, block) in blocks.iter().enumerate() {
        let next = blocks.get(index + 1);
        let before = index.checked_sub(1).and_then(|index| blocks.get(index));
        let goes_on = next.is_some_and(|next| text.block_str(next).trim_start().starts_with(['"', '“', '«']));
        let is_repeated = [before, next].into_iter().flatten().any(|beside| caption::are_equal(text, block, beside));
        let reading = Reading::new(text, block, lexicon, goes_on);
        let caption = caption::caption(&reading, block, is_repeated);
        let end = caption.map_or(reading.count(), |(_, credit)| credit);
        let figures = figure::figures(&reading);
        let attributions = attribution::attributions(&reading);
        let mut here: Vec<Suggestion> = Vec::new();
        let mut add = |label: Option<&LabelId>, parts: &[Stretch], longest: u32, rule: &'static str| {
            let Some(label) = label else { return };
            let spans: Vec<Span> = parts.iter().filter_map(|part| span_of(text, &reading, *part, longest)).collect();
            if spans.len() < parts.len() {
                return;
            }
            if let Some(target) = Target::new(spans) {
                here.push(Suggestion { label: label.clone(), target, rule });
            }
        };
        for (parts, rule) in claim::claims(&reading, &attributions, &figures, end) {
            add(wanted[0], &parts, LONGEST, rule);
        }
        for attribution in &attributions {
            add(wanted[1], &[attribution.stretch], LONGEST, attribution.rule);
        }
        if let Some((rule, _)) = caption {
            add(wanted[2], &[Stretch { from: caption::start(&reading), to: reading.count() }], LONGEST, rule);
        }
        for (figure, rule) in figures {
            add(wanted[3], &[figure], LONGEST, rule);
        }
        sort(&mut here, precedes);
        here.dedup_by(|next, kept| next.label == kept.label && next.target == kept.target);
        found.extend(here);
    }
    found
}

/// Tells suggestions apart by what they would mark, whatever rule found them: label and spans, such as `figure 12-26`. Who keeps
/// the keys of what was rejected can leave it out of later suggestions for the same text.
#[must_use]
pub fn key(label: &LabelId, target: &Target) -> String {
    let mut key = label.as_str().to_owned();
    for span in target.spans() {
        key.push_str(&[" ", &span.start().get().to_string(), "-", &span.end().get().to_string()].concat());
    }
    key
}

/// What the origin of a suggestion begins with, before a colon and the rule.
pub(super) const ORIGIN: &str = "suggestion";

/// The origin of what a rule suggested.
#[must_use]
pub fn origin(rule: &str) -> String {
    [ORIGIN, ":", rule].concat()
}

/// The rule of such an origin; `None` of any other.
#[must_use]
pub fn rule_of(origin: &str) -> Option<&str> {
    origin.strip_prefix(ORIGIN)?.strip_prefix(':')
}

/// Text order, the outer before the inner; of one place in the order of the labels' names.
fn precedes(one: &Suggestion, other: &Suggestion) -> bool {
    (one.target.hull(), &one.label, one.target.spans()) < (other.target.hull(), &other.label, other.target.spans())
}

/// The span of a stretch of tokens, as a hand would have selected it.
fn span_of(text: &Text, reading: &Reading<'_>, stretch: Stretch, longest: u32) -> Option<Span> {
    let first = reading.tokens.get(stretch.from)?;
    let last = reading.tokens.get(stretch.to.checked_sub(1)?)?;
    if last.end.saturating_sub(first.start) > longest {
        return None;
    }
    snap(text, CodePoint::new(first.start), CodePoint::new(last.end), Precision::Words)
}
