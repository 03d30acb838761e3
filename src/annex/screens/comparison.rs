//! Two sets of annotations of one text side by side: how far they are the same, and where they are not.
//!
//! Not here: how they are compared ([`crate::domain::agreement`]).

use super::groups::{self, Limits, Rows};
use super::pieces::{labelled, shortened};
use super::state::Annex;
use crate::app::annex::Answer;
use crate::app::signal::Derived;
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::domain::agreement::{Agreement, Credit, Match, Outcome, Tally, compare};
use crate::domain::annotation::{Annotation, AnnotationId};
use crate::domain::project::Project;
use crate::domain::span::Span;
use std::sync::Arc;

/// The element around a comparison, which can take the keyboard.
pub(super) const ID: &str = "comparison";

/// What a comparison is called on the screen.
#[derive(Clone, Copy)]
pub(super) struct Words {
    /// The title of each outcome that is listed, in the order in which they are.
    pub(super) outcomes: &'static [(Outcome, &'static str)],
    /// What is said of the other's annotation where there are two: "The answer".
    pub(super) gold: &'static str,
    /// What stands behind the number of the other's annotations and of the own, with a blank: " answers".
    pub(super) columns: [&'static str; 2],
}

/// What came out for which project. Two are the same when they are the same comparison.
#[derive(Clone)]
struct Outcomes(Arc<(Option<Arc<Project>>, Agreement)>);

impl PartialEq for Outcomes {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Where a row leads.
#[derive(Clone, PartialEq, Eq)]
enum Place {
    Annotation(AnnotationId),
    Text(Span),
}

/// An annotation of either side, or a pair, as it is shown.
#[derive(Clone, PartialEq, Eq)]
struct Row {
    /// The own annotation, or else the other's.
    id: AnnotationId,
    place: Place,
    label: Option<usize>,
    name: String,
    quote: String,
    /// The other side's, where it is different.
    gold: String,
    /// The other side's note.
    note: String,
}

/// The comparison of the open project with another of the same text, which goes on while annotations change.
pub(super) fn comparison(annex: Annex, limits: Limits, gold: Arc<Project>, words: Words) -> Build {
    limits.reset();
    let outcomes = {
        let gold = gold.clone();
        Derived::new(move || {
            let project = annex.project();
            let empty = Project::new(gold.document.clone());
            let agreement = compare(&gold.annotations, &project.as_deref().unwrap_or(&empty).annotations);
            Outcomes(Arc::new((project, agreement)))
        })
    };
    let listed = move || words.outcomes.iter().map(|(outcome, _)| *outcome);
    let present = move || {
        let outcomes = outcomes.read();
        let is_there = |outcome: &Outcome| outcomes.0.1.matches.iter().any(|matched| matched.outcome == *outcome);
        listed().filter(is_there).map(|outcome| (outcome as u8).to_string()).collect()
    };
    let of_gold = gold.clone();
    let has_none = move || {
        let outcomes = outcomes.read();
        !outcomes.0.1.matches.iter().any(|matched| matched.outcome != Outcome::Exact)
    };
    element("div")
        .class("comparison")
        .attr("id", ID)
        .attr("tabindex", "-1")
        .attr("role", "group")
        .attr("aria-label", "Comparison")
        .child(table(outcomes, gold, words))
        .when(has_none, || element("p").attr("role", "status").text("Both are the same."))
        .each(present, move |key| {
            let found = listed().find(|outcome| (*outcome as u8).to_string() == key);
            let title = words.outcomes.iter().find(|(outcome, _)| Some(*outcome) == found);
            title.map_or_else(
                || element("div"),
                |(outcome, title)| group(annex, outcomes, limits, &of_gold, (*outcome, title), words),
            )
        })
}

/// A share as a whole number of percent. What is not quite all is never said to be.
fn percent(share: f32) -> String {
    let whole = (share * 100.0).round() as u32;
    if whole == 100 && share < 1.0 { "99".to_owned() } else { whole.to_string() }
}

fn table(outcomes: Derived<Outcomes>, gold: Arc<Project>, words: Words) -> Build {
    let head = |name: &str, long: &str| {
        element("th").attr("scope", "col").child(element("abbr").attr("title", long).text(name))
    };
    let wide = |name: &str, columns: &str| element("th").attr("scope", "colgroup").attr("colspan", columns).text(name);
    let mut second = element("tr").child(element("th").attr("scope", "col").text("Label"));
    for _ in 0..2 {
        second = second.child(head("P", "Precision")).child(head("R", "Recall")).child(head("F1", "F1"));
    }
    let first = element("tr").child(element("td")).child(wide("Same edges", "3")).child(wide("Overlapping", "3"));
    let keys = move || {
        let outcomes = outcomes.read();
        let (project, agreement) = &*outcomes.0;
        let labels = &project.as_ref().unwrap_or(&gold).labels;
        let mut rows: Vec<(usize, String)> = agreement
            .labels
            .iter()
            .map(|(label, tally)| {
                let place = labels.position(label);
                let shown = place.map(|place| place.to_string()).unwrap_or_default();
                let name = labels.get(label).or_else(|| gold.labels.get(label));
                let name = name.map_or(label.as_str(), |label| label.name.as_str());
                (place.unwrap_or(usize::MAX), line(&shown, name, tally))
            })
            .collect();
        rows.sort();
        rows.push((usize::MAX, line("", "All", &agreement.total)));
        rows.into_iter().map(|(_, line)| line).collect()
    };
    let row = move |line: &str| {
        let mut cells = line.split('\u{1f}');
        let mut next = || cells.next().unwrap_or_default().to_owned();
        let (place, name, theirs, own) = (next(), next(), next(), next());
        let mut head = element("th").attr("scope", "row");
        if !place.is_empty() {
            head = head.attr("data-label", &place);
        }
        let [of_theirs, of_own] = words.columns;
        let numbers = [&theirs, of_theirs, ", ", &own, of_own].concat();
        let head = head
            .child(element("span").class("item-name").attr("dir", "auto").text(&name))
            .child(element("span").class("comparison-numbers").text(&numbers));
        cells.fold(element("tr").child(head), |row, cell| row.child(element("td").text(cell)))
    };
    let title = "Precision (P), recall (R) and F1 in percent";
    element("div")
        .class("comparison-table")
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-label", title)
        .child(
            element("table")
                .class("numbers")
                .child(element("caption").text(title))
                .child(element("thead").child(first).child(second))
                .child(element("tbody").each(keys, row)),
        )
}

/// Everything that a line of the table shows.
fn line(place: &str, name: &str, tally: &Tally) -> String {
    let mut cells = vec![place.to_owned(), name.to_owned(), tally.gold().to_string(), tally.answer().to_string()];
    for credit in [Credit::Exact, Credit::Overlap] {
        let score = tally.score(credit);
        cells.extend([score.precision, score.recall, score.f1].map(percent));
    }
    cells.join("\u{1f}")
}

fn group(
    annex: Annex,
    outcomes: Derived<Outcomes>,
    limits: Limits,
    gold: &Arc<Project>,
    (outcome, title): (Outcome, &'static str),
    words: Words,
) -> Build {
    let gold = gold.clone();
    groups::group(
        limits,
        (&format!("comparison-{}", outcome as u8), title),
        |frame| frame,
        move |limit| rows(&outcomes.read(), &gold, outcome, limit),
        move |row| item(annex, row, words),
    )
}

fn rows(outcomes: &Outcomes, gold: &Project, outcome: Outcome, limit: usize) -> Rows<Row> {
    let (project, agreement) = &*outcomes.0;
    let matches = || agreement.matches.iter().filter(|matched| matched.outcome == outcome);
    let first =
        project.iter().flat_map(|project| matches().take(limit).filter_map(|matched| row(project, gold, matched)));
    Rows { number: matches().count(), first: first.map(|row| (row.key(), row)).collect() }
}

fn row(project: &Project, gold: &Project, matched: &Match) -> Option<Row> {
    let theirs = matched.gold.as_ref().and_then(|id| gold.annotations.get(id));
    let own = matched.answer.as_ref().and_then(|id| project.annotations.get(id));
    let either = own.or(theirs)?;
    let name = |annotation: &Annotation| {
        let known = project.labels.get(&annotation.label).or_else(|| gold.labels.get(&annotation.label));
        known.map_or_else(|| annotation.label.as_str().to_owned(), |label| label.name.clone())
    };
    let quote = |annotation: &Annotation| shortened(&project.quote(&annotation.target));
    let difference = match (matched.outcome, theirs) {
        (Outcome::Partial, Some(theirs)) => quote(theirs),
        (Outcome::WrongLabel, Some(theirs)) => [&name(theirs), ": ", &quote(theirs)].concat(),
        _ => String::new(),
    };
    let place = match own {
        Some(own) => Place::Annotation(own.id.clone()),
        None => Place::Text(either.target.spans()[0]),
    };
    let note = theirs.map(|theirs| theirs.note.clone()).unwrap_or_default();
    let (label, name, quote) = (project.labels.position(&either.label), name(either), quote(either));
    Some(Row { id: either.id.clone(), place, label, name, quote, gold: difference, note })
}

impl Row {
    /// Everything that is shown of it.
    fn key(&self) -> String {
        [self.id.as_str(), &self.name, &self.quote, &self.gold, &self.note].join("\u{1f}")
    }
}

fn item(annex: Annex, row: &Row, words: Words) -> Build {
    let place = row.place.clone();
    let act = move || {
        annex.answer(&match &place {
            Place::Annotation(id) => Answer::Go(id.clone()),
            Place::Text(span) => Answer::Select(*span),
        });
    };
    let go = labelled(button("item", act), row.label, &row.name, &row.quote).attr("title", "Go there");
    let side = || element("span").class("comparison-side").text(words.gold).text(": ");
    let item = groups::item(go, Some(row.gold.as_str()).filter(|gold| !gold.is_empty()).map(|gold| (side(), gold)));
    if row.note.is_empty() {
        return item;
    }
    item.child(element("p").class("hint").attr("dir", "auto").text(&row.note))
}
