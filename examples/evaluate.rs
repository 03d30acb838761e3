//! Prints how near the suggestions come to gold answers: `script/evaluate`, or `script/evaluate FOLDER` for brat's `.txt` and `.ann`.
//!
//! Per label, precision, recall and F1 of exactly equal targets and of overlapping ones, for each set, each style and each rule.
//! `script/evaluate errors` lists what was missed (-) and what was marked in vain (+) in the tuning set. The held-out set has no such list.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a development tool")]

#[path = "../tests/support/mod.rs"]
mod support;

use attest::domain::label::LabelId;
use std::path::Path;
use support::gold::{Gold, LABELS, Score, brat, by_rule, own, score, suggest};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        None => {
            let (tuning, held_out) = (own("tuning"), own("held-out"));
            table("tuning", &tuning);
            table("held-out", &held_out);
            for (name, set) in [("tuning", tuning), ("held-out", held_out)] {
                for article in set {
                    table(&format!("{name}: {}", article.name), &[article]);
                }
            }
        }
        Some("tuning") => {
            let tuning = own("tuning");
            table("tuning", &tuning);
            rules(&tuning);
        }
        Some("errors") => errors(&own("tuning"), arguments.get(1).map(String::as_str)),
        Some(folder) => {
            let articles = brat(Path::new(folder));
            table(&format!("{} articles of {folder}", articles.len()), &articles);
            rules(&articles);
            if let Some(label) = arguments.get(1) {
                errors(&articles, Some(label));
            }
        }
    }
}

fn table(title: &str, articles: &[Gold]) {
    println!(
        "\n{title}\n{:<12} {:>5} {:>5}   {:^20}   {:^20}",
        "", "gold", "sugg.", "exact P / R / F1", "overlap P / R / F1"
    );
    for label in LABELS {
        let score = score(articles, label);
        if score.gold + score.suggested > 0 {
            println!("{}", line(label, score));
        }
    }
}

fn line(name: &str, score: Score) -> String {
    let percent = |[precision, recall, mean]: [f64; 3]| {
        format!("{:>5.1} {:>5.1} {:>5.1}", 100.0 * precision, 100.0 * recall, 100.0 * mean)
    };
    let (exact, overlapping) = (percent(score.exact()), percent(score.overlapping()));
    format!("{name:<12} {:>5} {:>5}   {exact:^20}   {overlapping:^20}", score.gold, score.suggested)
}

fn rules(articles: &[Gold]) {
    println!("\n{:<28} {:>5} {:>6} {:>6}", "rule", "sugg.", "exact", "near");
    for (rule, score) in by_rule(articles) {
        let percent = |part: usize| 100 * part / score.suggested.max(1);
        println!("{rule:<28} {:>5} {:>5}% {:>5}%", score.suggested, percent(score.exact), percent(score.near));
    }
}

fn errors(articles: &[Gold], only: Option<&str>) {
    for article in articles {
        println!("\n== {}", article.name);
        for label in LABELS.into_iter().filter(|label| only.is_none_or(|only| only == *label)) {
            let suggestions = suggest(&article.text, &[LabelId::new(label)]);
            let mut lines = Vec::new();
            for (_, target) in article.answers.iter().filter(|(of, _)| of == label) {
                if suggestions.iter().all(|suggestion| suggestion.target != *target) {
                    lines.push((target.hull(), format!("- {label}: {}", target.quote(&article.text))));
                }
            }
            for suggestion in &suggestions {
                if article.answers.iter().all(|(of, target)| of != label || suggestion.target != *target) {
                    let quote = suggestion.target.quote(&article.text);
                    lines.push((suggestion.target.hull(), format!("+ {}: {quote}", suggestion.rule)));
                }
            }
            lines.sort();
            lines.iter().for_each(|(_, line)| println!("{line}"));
        }
    }
}
