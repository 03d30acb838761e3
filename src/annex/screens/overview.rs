//! The overview: which annotations wait for a place; how much has each label, and where; which annotations are of one kind;
//! what became of suggestions.
//!
//! Not here: the numbers ([`crate::domain::overview`]), and what a filter chooses ([`crate::domain::filter`]).

mod list;
mod map;
mod orphans;

use super::frame::{Stand, screen};
use super::state::Annex;
use super::suggesting;
use crate::app::annex::{Answer, Screen};
use crate::app::signal::{Derived, State};
use crate::browser::build::{Build, element};
use crate::browser::{page, task};
use crate::domain::filter::Filter;
use crate::domain::label::LabelId;
use crate::domain::overview::{LabelCount, RuleCount};
use crate::domain::project::Project;
use crate::domain::suggest;
use std::collections::HashMap;
use std::sync::Arc;

/// What one visit of the screen has beside the project.
#[derive(Clone, Copy)]
struct Visit {
    annex: Annex,
    /// Where the keyboard is in the picture, in steps.
    step: State<u32>,
    /// Which annotations are listed, and how many of them.
    filter: State<Filter>,
    limit: State<usize>,
    /// How many annotations without a place are listed.
    orphans: State<usize>,
    rules: State<Rules>,
}

pub(super) fn overview(annex: Annex) -> Build {
    let visit = Visit {
        annex,
        step: State::new(0),
        filter: State::new(Filter::default()),
        limit: State::new(list::ROWS),
        orphans: State::new(list::ROWS),
        rules: State::new(None),
    };
    screen(annex, Screen::Overview, Stand::Beside, "Overview", move || inside(visit))
}

fn inside(visit: Visit) -> Build {
    let annex = visit.annex;
    let is_open = move || annex.project.read().is_some();
    let nothing = || element("p").class("hint").text("No article is open.");
    let parts = move || {
        visit.step.set(0);
        visit.filter.set(Filter::default());
        visit.limit.set(list::ROWS);
        visit.orphans.set(list::ROWS);
        visit.rules.set(None);
        element("div")
            .class("overview-parts")
            .child(orphans::orphans(visit))
            .child(numbers(annex))
            .child(map::map(visit))
            .child(list::list(visit))
            .child(rules(visit))
    };
    element("div").class("overview").when(move || !is_open(), nothing).when(is_open, parts)
}

/// Reads the open project; the default when there is none.
fn read<T: Default>(annex: Annex, read: impl FnOnce(&Project) -> T) -> T {
    annex.project().map(|project| read(&project)).unwrap_or_default()
}

/// Says it to the page, and makes way for the article where there is no room for both.
fn go(annex: Annex, answer: &Answer) {
    if page::is_narrow() {
        annex.close();
    }
    annex.answer(answer);
}

/// The labels' identifiers, as keys.
fn label_keys(annex: Annex) -> Vec<String> {
    read(annex, |project| project.labels.labels().iter().map(|label| label.id.as_str().to_owned()).collect())
}

/// What people read for a label, and its place among the labels.
fn label_name(annex: Annex, id: &LabelId) -> String {
    read(annex, |project| project.labels.name(id).to_owned())
}

fn label_place(annex: Annex, id: &LabelId) -> Option<String> {
    read(annex, |project| project.labels.position(id).map(|place| place.to_string()))
}

/// A share in percent, never 0 for something and never 100 for less than all.
fn percent(part: u32, whole: u32) -> String {
    let share = (u64::from(part) * 200 + u64::from(whole)) / (u64::from(whole.max(1)) * 2);
    match share {
        0 if part > 0 => "< 1\u{a0}%".to_owned(),
        100 if part < whole => "> 99\u{a0}%".to_owned(),
        share => format!("{share}\u{a0}%"),
    }
}

fn numbers(annex: Annex) -> Build {
    let counts = Derived::new(move || read(annex, Project::label_counts));
    let whole = move || read(annex, |project| project.document.text.end().get());
    let all = move || read(annex, |project| project.annotations.len());
    let covered = Derived::new(move || {
        read(annex, |project| project.covered(None).iter().map(|span| span.length()).sum::<u32>())
    });
    let row = move |key: &str| {
        let id = LabelId::new(key);
        let count = {
            let id = id.clone();
            move |part: fn(&LabelCount) -> u32| {
                counts.read().iter().find(|count| count.label == id).map(part).unwrap_or_default()
            }
        };
        let (length, number, share) = (count.clone(), count.clone(), count);
        let (place, name) = (id.clone(), id);
        let width = move || {
            let most = counts.read().iter().map(|count| count.annotations).max().unwrap_or_default();
            Some(format!("{:.4}", f64::from(length(|count| count.annotations)) / f64::from(most.max(1))))
        };
        element("tr")
            .attr_with("data-label", move || label_place(annex, &place))
            .child(
                element("th")
                    .attr("scope", "row")
                    .child(element("span").class("swatch").attr("aria-hidden", "true"))
                    .child(element("span").attr("dir", "auto").text_with(move || label_name(annex, &name))),
            )
            .child(element("td").child(element("span").class("overview-number").children(vec![
                element("span").class("overview-bar").attr("aria-hidden", "true").style_with("--share", width),
                element("span").text_with(move || number(|count| count.annotations).to_string()),
            ])))
            .child(element("td").text_with(move || percent(share(|count| count.covered), whole())))
    };
    let head = |name: &str| element("th").attr("scope", "col").text(name);
    let foot = element("tr")
        .child(element("th").attr("scope", "row").text("All"))
        .child(element("td").text_with(move || all().to_string()))
        .child(element("td").text_with(move || percent(*covered.read(), whole())));
    element("table")
        .class("overview-table numbers")
        .child(element("caption").class("visually-hidden").text("Annotations by label"))
        .child(
            element("thead")
                .child(element("tr").child(head("Label")).child(head("Annotations")).child(head("Of the text"))),
        )
        .child(element("tbody").each(move || label_keys(annex), row))
        .child(element("tfoot").child(foot))
}

/// The rules of the suggestions of a text, by the suggestions' keys.
type Rules = Option<(String, Arc<HashMap<String, String>>)>;

fn rules(Visit { annex, rules: known, .. }: Visit) -> Build {
    // Rejected suggestions do not say their rules: those of the text are found once more.
    let has_rejected = move || read(annex, |project| !project.rejected.is_empty());
    if has_rejected() {
        find_rules(annex, known);
    }
    let counts = Derived::new(move || {
        let rules = known.get();
        let rule_of = |key: &str| rules.as_ref().and_then(|(_, rules)| rules.get(key)).cloned();
        read(annex, |project| {
            let is_same = rules.as_ref().is_none_or(|(text, _)| *text == project.document.sha256);
            let mut counts = project.rule_counts(&|key| rule_of(key).filter(|_| is_same));
            let found: u32 = counts.iter().map(|count| count.rejected).sum();
            let rest = (project.rejected.len() as u32).saturating_sub(found);
            if rest > 0 {
                counts.push(RuleCount { rule: String::new(), accepted: 0, rejected: rest });
            }
            counts
        })
    });
    let keys = move || counts.read().iter().map(|count| count.rule.clone()).collect();
    let row = move |rule: &str| {
        let cell = |part: fn(&RuleCount) -> String| {
            let rule = rule.to_owned();
            let count = move || counts.read().iter().find(|count| count.rule == rule).map(part).unwrap_or_default();
            element("td").text_with(count)
        };
        let name = if rule.is_empty() { "other rules" } else { rule };
        element("tr")
            .child(element("th").attr("scope", "row").text(name))
            .child(cell(|count| count.accepted.to_string()))
            .child(cell(|count| count.rejected.to_string()))
            .child(cell(|count| percent(count.accepted, count.accepted + count.rejected)))
    };
    let head = |name: &str| element("th").attr("scope", "col").text(name);
    let table = move || {
        let heads = ["Rule", "Accepted", "Rejected", "Taken"].map(head).to_vec();
        element("table")
            .class("overview-table numbers")
            .attr("aria-labelledby", "overview-rules")
            .child(element("thead").child(element("tr").children(heads)))
            .child(element("tbody").each(keys, row))
    };
    let section = move || {
        element("section")
            .child(element("h3").attr("id", "overview-rules").text("What became of suggestions"))
            .child(table())
    };
    element("div").when(move || !counts.read().is_empty(), section)
}

fn find_rules(annex: Annex, known: State<Rules>) {
    task::spawn(async move {
        let Some(lexicon) = suggesting::lexicon().await else { return };
        // The screen is painted first: in a long article this takes a while.
        task::frame().await;
        let Some(project) = annex.project.get_untracked() else { return };
        let labels: Vec<LabelId> = project.labels.labels().iter().map(|label| label.id.clone()).collect();
        let found = suggest::suggest(&project.document.text, &labels, &lexicon);
        let rules = found.iter().map(|found| (suggest::key(&found.label, &found.target), found.rule.to_owned()));
        known.set(Some((project.document.sha256.clone(), Arc::new(rules.collect()))));
    });
}
