//! Measures how annotations are found again in edited articles, beside a plain implementation of the Hypothesis client's way.
//!
//!     script/anchor-bench                      the report, on seeds that nothing was tuned on
//!     script/anchor-bench --tune               floors and margins, on the seeds for tuning
//!     script/anchor-bench ARTICLE.txt …        these articles besides the project's own

mod edits;
mod hypothesis;
mod measure;

use attest::domain::anchor::{Caution, Outcome, Score, reanchor};
use attest::domain::text::Text;
use edits::{Dice, Kind, Truth};
use measure::{ARTICLES, Case, Tally, Trial, project};
use std::time::Instant;

const TUNING: std::ops::Range<u64> = 0..12;
const REPORT: std::ops::Range<u64> = 1000..1030;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut articles: Vec<(String, String)> =
        ARTICLES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    for name in arguments.iter().filter(|argument| !argument.starts_with("--")) {
        match std::fs::read_to_string(name) {
            Ok(text) => articles.push((name.clone(), text)),
            Err(problem) => eprintln!("{name}: {problem}"),
        }
    }
    if arguments.iter().any(|argument| argument == "--tune") {
        tune(&articles);
    } else if arguments.iter().any(|argument| argument == "--wrong") {
        show_wrong(&articles);
    } else {
        report(&articles);
        speed();
    }
}

fn trials(articles: &[(String, String)], kind: Kind, seeds: std::ops::Range<u64>) -> Vec<Trial> {
    let of = |seed: u64| articles.iter().map(move |(_, text)| Trial::new(text, kind, seed));
    seeds.flat_map(of).collect()
}

fn with_attest(trials: &[Trial], caution: Caution) -> Vec<Case> {
    trials.iter().flat_map(|trial| trial.with_attest(caution)).collect()
}

fn with_hypothesis(trials: &[Trial]) -> Vec<Case> {
    let mut cases = Vec::new();
    for trial in trials {
        let old: Vec<char> = trial.project.document.text.as_str().chars().collect();
        let new: Vec<char> = trial.edited.text.chars().collect();
        for span in &trial.spans {
            cases.push(trial.case(&old, span, hypothesis::anchor(&old, span.clone(), &new)));
        }
    }
    cases
}

/// The highest floor at which these cases still reach a recall; the lowest there is if none does.
fn floor_for(cases: &[Case], recall: f64) -> f64 {
    let floors = (0..=1000).rev().map(|thousandths| f64::from(thousandths) / 1000.0);
    floors.into_iter().find(|floor| Tally::of(cases, *floor).recall() >= recall).unwrap_or(0.0)
}

fn report(articles: &[(String, String)]) {
    println!("{} articles, {} edits of each kind for each", articles.len(), REPORT.end - REPORT.start);
    println!("recall: of the quotes that are still there; wrong: of all annotations, put where they do not belong\n");
    println!("{:22}{:>8}  {:>18}{:>20}{:>28}", "", "", "Attest", "Hypothesis", "Hypothesis, same recall");
    println!(
        "{:22}{:>8}  {:>9}{:>9}  {:>9}{:>9}  {:>9}{:>9}{:>8}",
        "edits", "spans", "recall", "wrong", "recall", "wrong", "recall", "wrong", "floor"
    );
    let (mut all_ours, mut all_theirs) = (Vec::new(), Vec::new());
    for kind in Kind::ALL {
        let trials = trials(articles, kind, REPORT);
        let (ours, theirs) = (with_attest(&trials, Caution::default()), with_hypothesis(&trials));
        line(kind.name(), &ours, &theirs);
        all_ours.extend(ours);
        all_theirs.extend(theirs);
    }
    line("all", &all_ours, &all_theirs);
}

fn line(name: &str, ours: &[Case], theirs: &[Case]) {
    let (attest, plain) = (Tally::of(ours, 0.0), Tally::of(theirs, 0.0));
    let floor = floor_for(theirs, attest.recall());
    let fair = Tally::of(theirs, floor);
    println!(
        "{name:22}{:>8}  {:>8.2}%{:>8.3}%  {:>8.2}%{:>8.3}%  {:>8.2}%{:>8.3}%{floor:>8.3}",
        attest.all,
        attest.recall(),
        attest.wrong_share(),
        plain.recall(),
        plain.wrong_share(),
        fair.recall(),
        fair.wrong_share(),
    );
}

fn tune(articles: &[(String, String)]) {
    let sets: Vec<Vec<Trial>> = Kind::ALL.iter().map(|kind| trials(articles, *kind, TUNING)).collect();
    println!(
        "{:>8}{:>8}{:>10}{:>9}  {:>9}{:>9}{:>8}",
        "floor", "margin", "likeness", "changed", "recall", "wrong", "count"
    );
    let usual = Caution::default();
    let score = Score::new;
    let mut cautions = vec![usual];
    cautions.extend([650, 700, 750, 800, 850, 900].map(|floor| Caution { floor: score(floor), ..usual }));
    cautions.extend([0, 30, 50, 120, 160].map(|margin| Caution { margin: score(margin), ..usual }));
    cautions.extend([200, 300, 500, 600].map(|likeness| Caution { likeness: score(likeness), ..usual }));
    cautions.extend([0, 500, 550, 650, 700].map(|changed| Caution { changed: score(changed), ..usual }));
    for caution in cautions {
        let cases: Vec<Case> = sets.iter().flat_map(|set| with_attest(set, caution)).collect();
        let tally = Tally::of(&cases, 0.0);
        println!(
            "{:>8}{:>8}{:>10}{:>9}  {:>8.2}%{:>8.3}%{:>8}",
            caution.floor.get(),
            caution.margin.get(),
            caution.likeness.get(),
            caution.changed.get(),
            tally.recall(),
            tally.wrong_share(),
            tally.wrong
        );
    }
}

/// Each annotation of the seeds for tuning that was put where it does not belong, or was not found: what a rule could learn.
fn show_wrong(articles: &[(String, String)]) {
    for kind in Kind::ALL {
        for trial in trials(articles, kind, TUNING) {
            let old: Vec<char> = trial.project.document.text.as_str().chars().collect();
            let new: Vec<char> = trial.edited.text.chars().collect();
            let part = |text: &[char], range: &std::ops::Range<usize>| {
                let around = range.start.saturating_sub(30)..(range.end + 30).min(text.len());
                let part = |range: std::ops::Range<usize>| text[range].iter().collect::<String>().replace('\n', "¶");
                let (before, after) = (part(around.start..range.start), part(range.end..around.end));
                format!("{before}[{}]{after}", part(range.clone()))
            };
            for (case, span) in trial.with_attest(Caution::default()).iter().zip(&trial.spans) {
                let tally = Tally::of(std::slice::from_ref(case), 0.0);
                if tally.wrong + (tally.findable - tally.found) == 0 {
                    continue;
                }
                println!("{} {:?} {}", kind.name(), span, if tally.wrong > 0 { "WRONG" } else { "MISSED" });
                println!("  old   {}", part(&old, span));
                match &case.truth {
                    Truth::Whole(range) | Truth::Touched(range) | Truth::Scraps(range) => {
                        println!("  truth {}  {:?}", part(&new, range), case.truth);
                    }
                    Truth::Gone => println!("  truth gone"),
                }
                if let Some((range, score)) = &case.put {
                    println!("  put   {}  {range:?} {score}", part(&new, range));
                }
            }
        }
    }
}

/// How long a megabyte with 10,000 annotations takes.
fn speed() {
    let mut dice = Dice::new(7);
    let mut source = String::new();
    let mut number = 0;
    while source.len() < 1_000_000 {
        for (_, text) in ARTICLES {
            number += 1;
            source.push_str(&text.replace("said", &format!("said in report {number}")));
            source.push('\n');
        }
    }
    let mut spans = edits::spans(&source, &mut dice);
    spans.truncate(10_000);
    let old = project(&source, &spans);
    let few: String = (0..).zip(source.split(' ')).fold(String::new(), |mut text, (index, word)| {
        text.push_str(if index % 100 == 7 { "indeed" } else { word });
        text.push(' ');
        text
    });
    let many: String = (0..).zip(source.split(' ')).fold(String::new(), |mut text, (index, word)| {
        text.push_str(if index % 3 == 1 { "indeed" } else { word });
        text.push(' ');
        text
    });
    let lines: Vec<&str> = source.lines().collect();
    let shuffled: Vec<&str> = (0..lines.len()).map(|index| lines[(index * 7919) % lines.len()]).collect();
    let other: String = source.chars().rev().collect();
    println!("\n1 MB of text, {} annotations", old.annotations.len());
    for (name, new) in [
        ("the same text", source.clone()),
        ("each 100th word another", few),
        ("each 3rd word another", many),
        ("all paragraphs shuffled", shuffled.join("\n")),
        ("an altogether other text", other),
    ] {
        let start = Instant::now();
        let anchored = reanchor(&old, &Text::stored(new));
        let took = start.elapsed();
        let count = |is: fn(&Outcome) -> bool| anchored.iter().filter(|one| is(&one.fragments[0].outcome)).count();
        println!(
            "{name:26}{:>8.2} s  {:>6} same {:>6} moved {:>6} changed {:>6} unsure {:>6} lost",
            took.as_secs_f64(),
            count(|outcome| matches!(outcome, Outcome::Same(_))),
            count(|outcome| matches!(outcome, Outcome::Moved(_))),
            count(|outcome| matches!(outcome, Outcome::Changed(_))),
            count(|outcome| matches!(outcome, Outcome::Unsure(_))),
            count(|outcome| matches!(outcome, Outcome::Lost)),
        );
    }
}
