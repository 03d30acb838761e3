//! Numbers about the work: how much has each label, how much of the text it covers, and what became of suggestions.

use super::label::LabelId;
use super::order::sort;
use super::project::Project;
use super::span::Span;
use super::suggest;

/// One label in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelCount {
    /// The label.
    pub label: LabelId,
    /// How many annotations have it.
    pub annotations: u32,
    /// How many code points they cover; where they overlap each other, once.
    pub covered: u32,
}

/// What became of the suggestions of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCount {
    /// The rule.
    pub rule: String,
    /// How many of its suggestions are annotations now.
    pub accepted: u32,
    /// How many were rejected.
    pub rejected: u32,
}

impl Project {
    /// The numbers of each label, in the order of the label set. O(labels × annotations).
    #[must_use]
    pub fn label_counts(&self) -> Vec<LabelCount> {
        let mut counts = Vec::with_capacity(self.labels.labels().len());
        for label in self.labels.labels() {
            let annotations = self.annotations.iter().filter(|annotation| annotation.label == label.id).count() as u32;
            let covered = self.covered(Some(&label.id)).iter().map(|span| span.length()).sum();
            counts.push(LabelCount { label: label.id.clone(), annotations, covered });
        }
        counts
    }

    /// The stretches that annotations of a label cover, or of any label: in text order, apart from each other.
    #[must_use]
    pub fn covered(&self, label: Option<&LabelId>) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for annotation in self.annotations.iter() {
            if label.is_none_or(|label| annotation.label == *label) {
                spans.extend_from_slice(annotation.target.spans());
            }
        }
        sort(&mut spans, |one, other| one < other);
        let mut apart: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            let joined = apart
                .last()
                .filter(|last| span.start() <= last.end())
                .and_then(|last| Span::new(last.start(), last.end().max(span.end())));
            match (joined, apart.last_mut()) {
                (Some(joined), Some(last)) => *last = joined,
                _ => apart.push(span),
            }
        }
        apart
    }

    /// For each of `count` parts of the text that are equally long (by a code point), which share of it a label covers, or
    /// any label: from 0 to 1, for a bar along the article. A part without text has 0. O(annotations + parts).
    #[must_use]
    pub fn coverage(&self, label: Option<&LabelId>, count: u32) -> Vec<f32> {
        let length = u64::from(self.document.text.end().get());
        let edge = |part: u32| (length * u64::from(part) / u64::from(count.max(1))) as u32;
        let spans = self.covered(label);
        let mut rest = spans.as_slice();
        let mut shares = Vec::with_capacity(count as usize);
        for part in 0..count {
            let (start, end) = (edge(part), edge(part + 1));
            let mut covered = 0;
            while let Some(span) = rest.first() {
                covered += span.end().get().min(end).saturating_sub(span.start().get().max(start));
                if span.end().get() > end {
                    break;
                }
                rest = &rest[1..];
            }
            shares.push(if start < end { covered as f32 / (end - start) as f32 } else { 0.0 });
        }
        shares
    }

    /// What became of suggestions, by rule, in the order of the rules' names. `rule_of` tells the rule from the key of a
    /// suggestion; a rejected one whose rule is not known counts nowhere.
    #[must_use]
    pub fn rule_counts(&self, rule_of: &dyn Fn(&str) -> Option<String>) -> Vec<RuleCount> {
        let mut decided: Vec<(String, Verdict)> = Vec::new();
        for annotation in self.annotations.iter() {
            if let Some(rule) = suggest::rule_of(&annotation.origin) {
                decided.push((rule.to_owned(), Verdict::Accepted));
            }
        }
        for key in &self.rejected {
            decided.extend(rule_of(key).map(|rule| (rule, Verdict::Rejected)));
        }
        sort(&mut decided, |one, other| one.0 < other.0);
        let mut counts: Vec<RuleCount> = Vec::new();
        for (rule, verdict) in decided {
            if counts.last().is_none_or(|last| last.rule != rule) {
                counts.push(RuleCount { rule, accepted: 0, rejected: 0 });
            }
            if let Some(last) = counts.last_mut() {
                match verdict {
                    Verdict::Accepted => last.accepted += 1,
                    Verdict::Rejected => last.rejected += 1,
                }
            }
        }
        counts
    }
}

/// What a person decided about a suggestion.
enum Verdict {
    Accepted,
    Rejected,
}
