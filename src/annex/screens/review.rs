//! Following the annotations of an earlier version: where each of them is now, and what a person decides about it.
//!
//! Not here: how they are followed ([`crate::domain::anchor`], in a thread beside the page). Nothing has changed before
//! everything is taken over, which is one step.

use super::frame::{Stand, screen};
use super::pieces::portions;
use super::state::Annex;
use super::thread::Thread;
use crate::annex::reviewing::{Kind, heard};
use crate::annex::work::Task;
use crate::app::annex::Screen;
use crate::app::saved::{Card, Saved};
use crate::app::session::counted;
use crate::app::signal::State;
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::browser::element as dom;
use crate::browser::storage::LocalStore;
use crate::domain::anchor::review::{Decision, Piece, compared, likeness, taken_over};
use crate::domain::anchor::{Anchored, Excerpt, Fragment, Outcome};
use crate::domain::annotation::AnnotationId;
use crate::domain::edit::Command;
use crate::domain::project::Project;
use crate::formats::attest;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An article that has so many thousandths of this one's words is taken for an earlier version.
const ALIKE: u16 = 300;

/// No more articles than this are compared to find the earlier version; the others are listed after them.
const MOST: usize = 40;

/// How far it is.
#[derive(Clone)]
enum Stage {
    /// A person has to say which article is the earlier version.
    Choosing,
    /// The two versions are being compared.
    Comparing,
    /// This became of the annotations of the earlier version.
    Followed(Arc<Project>, Arc<Vec<Anchored>>),
    /// It could not be done, for this reason.
    Failed(String),
}

/// Which annotations are listed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Those that wait for a person.
    Waiting,
    /// Those of one kind.
    Only(Kind),
}

impl Shown {
    const ALL: [Self; 4] = [Self::Waiting, Self::Only(Kind::Changed), Self::Only(Kind::Moved), Self::Only(Kind::Same)];

    fn name(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting for you",
            Self::Only(kind) => kind.name(),
        }
    }

    fn has(self, anchored: &Anchored) -> bool {
        let kind = Kind::of(anchored);
        match self {
            Self::Waiting => kind.waits(),
            Self::Only(only) => kind == only,
        }
    }
}

/// What the screen knows.
#[derive(Clone, Copy)]
struct Review {
    annex: Annex,
    /// The articles that may be the earlier version, the likeliest first.
    cards: State<Vec<Card>>,
    stage: State<Stage>,
    shown: State<Shown>,
    decisions: State<BTreeMap<AnnotationId, Decision>>,
    thread: Thread,
    /// Counts comparisons, so that the list is built anew for each.
    turn: State<u32>,
}

pub(super) fn review(annex: Annex) -> Build {
    let review = Review {
        annex,
        cards: State::new(Vec::new()),
        stage: State::new(Stage::Choosing),
        shown: State::new(Shown::Waiting),
        decisions: State::new(BTreeMap::new()),
        thread: Thread::new(),
        turn: State::new(0),
    };
    screen(annex, Screen::Review, Stand::Over, "Follow the annotations of an earlier version", move || review.inside())
}

fn saved() -> Saved<LocalStore> {
    Saved::new(LocalStore::open(), "annex")
}

impl Review {
    fn inside(self) -> Build {
        let Some(project) = self.annex.project.get_untracked() else {
            return element("p").class("hint").text("Open an article first.");
        };
        self.thread.stop_with_the_screen();
        let likeliest = self.find_cards(&project);
        if self.cards.read_untracked().is_empty() {
            let words = "No other article in this browser has annotations. Open the earlier version with its annotations first, and then the new one.";
            return element("p").class("hint").text(words);
        }
        match &likeliest {
            Some(id) => self.compare(id),
            None => self.stage.set(Stage::Choosing),
        }
        element("div")
            .class("review")
            .child(self.versions(likeliest.as_deref()))
            .child(element("div").class("review-body").each(move || vec![self.key()], move |_| self.body()))
    }

    /// Lists the articles that may be the earlier version; gives the one that most likely is, if there is one.
    fn find_cards(self, project: &Project) -> Option<String> {
        let saved = saved();
        let document = &project.document;
        let rank = |(place, card): (usize, Card)| {
            let alike = if card.title == document.title {
                1001
            } else if place < MOST {
                saved.text_of(&card.id).map_or(0, |text| likeness(document.text.as_str(), &text))
            } else {
                0
            };
            (alike, card)
        };
        let mut ranked: Vec<(u16, Card)> = saved.annotated_beside(document).enumerate().map(rank).collect();
        crate::domain::order::sort(&mut ranked, |one, other| one.0 > other.0);
        let likeliest = ranked.first().filter(|(alike, _)| *alike >= ALIKE).map(|(_, card)| card.id.clone());
        self.cards.set(ranked.into_iter().map(|(_, card)| card).collect());
        likeliest
    }

    fn compare(self, id: &str) {
        let Some(project) = self.annex.project.get_untracked() else { return };
        let Some(old) = saved().peek(id) else {
            return self.stage.set(Stage::Failed("This version cannot be read. Choose another.".to_owned()));
        };
        let old = Arc::new(old);
        self.stage.set(Stage::Comparing);
        self.decisions.set(BTreeMap::new());
        let files = vec![
            (String::new(), attest::write(&old).into_bytes()),
            (String::new(), project.document.text.as_str().as_bytes().to_vec()),
        ];
        self.thread.start(&Task::Compare, files, move |done| match done {
            Ok((words, _)) => {
                let anchored = heard(&words, &old.document.text, &project.document.text);
                let first = Shown::ALL.into_iter().find(|shown| anchored.iter().any(|one| shown.has(one)));
                self.shown.set(first.unwrap_or(Shown::Waiting));
                self.turn.update(|turn| *turn += 1);
                self.stage.set(Stage::Followed(old, Arc::new(anchored)));
            }
            Err(problem) => self.stage.set(Stage::Failed(problem)),
        });
    }

    fn versions(self, chosen: Option<&str>) -> Build {
        let cards = self.cards.read_untracked();
        let none = element("option").attr("value", "").text("Choose an article");
        let options = cards.iter().map(|card| {
            let words = [&card.title, " (", &counted(card.annotations, "annotation"), ")"].concat();
            let option = element("option").attr("value", &card.id).text(&words);
            if Some(card.id.as_str()) == chosen { option.attr("selected", "") } else { option }
        });
        let options = chosen.is_none().then_some(none).into_iter().chain(options).collect();
        let changed = move |event: leptos::ev::Event| {
            let id = dom::value(&event);
            if !id.is_empty() {
                self.compare(&id);
            }
        };
        element("label")
            .class("review-version")
            .child(element("span").text("Earlier version"))
            .child(element("select").attr("dir", "auto").attr("autofocus", "").children(options).on("change", changed))
    }

    fn key(self) -> String {
        let stage = match &*self.stage.read() {
            Stage::Choosing => "choosing",
            Stage::Comparing => "comparing",
            Stage::Followed(..) => "followed",
            Stage::Failed(_) => "failed",
        };
        [stage, &self.turn.read_untracked().to_string()].concat()
    }

    fn body(self) -> Build {
        match self.stage.get_untracked() {
            Stage::Choosing => element("p")
                .class("hint")
                .text("Nothing here looks like an earlier version. Choose the article that is."),
            Stage::Failed(problem) => element("p").attr("role", "alert").class("failed").text(&problem),
            Stage::Comparing => element("div")
                .child(element("p").attr("role", "status").text("Comparing\u{2026}"))
                .child(element("progress").attr("aria-label", "Comparing")),
            Stage::Followed(old, anchored) => self.followed(&old, &anchored),
        }
    }

    fn followed(self, old: &Arc<Project>, anchored: &Arc<Vec<Anchored>>) -> Build {
        let number_of = |kind: Kind| anchored.iter().filter(|one| Kind::of(one) == kind).count();
        let counts: Vec<String> = Kind::ALL
            .into_iter()
            .map(|kind| (number_of(kind), kind.name().to_lowercase()))
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| [&count.to_string(), " ", &name].concat())
            .collect();
        let words = [&counted(anchored.len(), "annotation"), ": ", &counts.join(", "), "."].concat();
        let tab = |shown: Shown| {
            let count = anchored.iter().filter(|one| shown.has(one)).count();
            button("", move || self.shown.set(shown))
                .attr_with("aria-pressed", move || Some((*self.shown.read() == shown).to_string()))
                .flag("disabled", move || count == 0)
                .text(&[shown.name(), " ", &count.to_string()].concat())
        };
        let tabs = Shown::ALL.map(tab).into();
        let waiting = anchored.iter().filter(|one| Kind::of(one).waits()).map(|one| one.id.clone()).collect::<Vec<_>>();
        let open = move || {
            let decisions = self.decisions.read();
            match waiting.iter().filter(|id| !decisions.contains_key(id)).count() {
                0 => "The earlier version stays as it is.".to_owned(),
                1 => "1 waits for you; undecided, it is kept without a place.".to_owned(),
                count => [&count.to_string(), " wait for you; undecided, they are kept without a place."].concat(),
            }
        };
        let (listed, of) = (anchored.clone(), old.clone());
        let list = move |_: &str| {
            let shown = *self.shown.read_untracked();
            let places: Vec<usize> =
                listed.iter().enumerate().filter(|(_, one)| shown.has(one)).map(|(place, _)| place).collect();
            let (listed, of) = (listed.clone(), of.clone());
            portions(places.len(), move |place| {
                let place = *places.get(place)?;
                Some(self.item(place, listed.get(place)?, &of))
            })
        };
        let (taken, from) = (anchored.clone(), old.clone());
        element("div")
            .class("review-parts")
            .child(element("p").attr("role", "status").text(&words))
            .child(
                element("div")
                    .class("review-tabs")
                    .attr("role", "group")
                    .attr("aria-label", "Which are listed")
                    .children(tabs),
            )
            .child(element("div").each(move || vec![self.shown.read().name().to_owned()], list))
            .child(
                element("footer")
                    .class("screen-foot")
                    .child(element("span").class("hint").attr("role", "status").text_with(open))
                    .child(button("main", move || self.take_over(&from, &taken)).text("Take over")),
            )
    }

    fn item(self, place: usize, anchored: &Anchored, old: &Project) -> Build {
        let Some(annotation) = old.annotations.get(&anchored.id) else { return element("li") };
        let kind = Kind::of(anchored);
        let name = old.labels.name(&annotation.label);
        // The colours on the page are those of the open article's labels.
        let current = self.annex.project.get_untracked();
        let label =
            current.and_then(|current| current.labels.labels().iter().position(|label| label.id == annotation.label));
        let mut head = element("div").class("review-head").child(
            element("span").class(if kind.waits() { "review-kind waits" } else { "review-kind" }).text(kind.name()),
        );
        if let Some(label) = label {
            head = head.child(
                element("span")
                    .attr("data-label", &label.to_string())
                    .child(element("span").class("swatch").attr("aria-hidden", "true")),
            );
        }
        head = head.child(element("span").attr("dir", "auto").text(name));
        if !annotation.note.is_empty() {
            head = head.child(element("span").class("hint").attr("dir", "auto").text(&annotation.note));
        }
        let parts: Vec<Build> = anchored
            .fragments
            .iter()
            .enumerate()
            .map(|(part, fragment)| self.part(place, part, anchored, fragment))
            .collect();
        let id = anchored.id.clone();
        let is_decided = move || self.decisions.read().contains_key(&id);
        let group = ["What becomes of ", name, " \u{201c}", &old.quote(&annotation.target), "\u{201d}"].concat();
        let item = element("div")
            .class("review-item")
            .flag(".decided", is_decided)
            .attr("role", "group")
            .attr("aria-label", &group)
            .child(head)
            .children(parts)
            .child(self.choices(place, anchored));
        element("li").child(item)
    }

    /// The old words and the new ones, side by side; where a person has to choose, each place that is offered.
    fn part(self, place: usize, part: usize, anchored: &Anchored, fragment: &Fragment) -> Build {
        let old = &fragment.shown;
        let (news, first): (Vec<Build>, Option<&Excerpt>) = match &fragment.outcome {
            Outcome::Same(found) | Outcome::Moved(found) | Outcome::Changed(found) => {
                (vec![told("review-new", "ins", &found.shown, old, Side::New)], Some(&found.shown))
            }
            Outcome::Unsure(offered) => {
                let option = |(index, found): (usize, &crate::domain::anchor::Found)| {
                    let (id, count) = (anchored.id.clone(), anchored.fragments.len());
                    let (chosen, is_it) = (
                        id.clone(),
                        move |decisions: &BTreeMap<AnnotationId, Decision>| matches!(decisions.get(&id), Some(Decision::Choose(places)) if places.get(part) == Some(&index)),
                    );
                    let choose = move |_| {
                        self.decisions.update(|decisions| {
                            let mut places = match decisions.get(&chosen) {
                                Some(Decision::Choose(places)) => places.clone(),
                                _ => vec![usize::MAX; count],
                            };
                            if let Some(place) = places.get_mut(part) {
                                *place = index;
                            }
                            decisions.insert(chosen.clone(), Decision::Choose(places));
                        });
                    };
                    element("label")
                        .class("choice filled")
                        .child(
                            element("input")
                                .attr("type", "radio")
                                .attr("name", &self.group(place, Some(part)))
                                .field_with("checked", move || is_it(&self.decisions.read()).to_string())
                                .on("change", choose),
                        )
                        .child(told("review-new", "ins", &found.shown, old, Side::New))
                };
                (offered.iter().enumerate().map(option).collect(), offered.first().map(|found| &found.shown))
            }
            Outcome::Lost => {
                let words = "Nothing like it is in the new text.";
                (vec![element("p").class("hint").text(words)], None)
            }
        };
        element("div")
            .class("review-part")
            .child(
                element("div")
                    .class("review-side")
                    .child(element("span").class("review-which").text("Before"))
                    .child(told("review-old", "del", old, first.unwrap_or(old), Side::Old)),
            )
            .child(
                element("div")
                    .class("review-side")
                    .child(element("span").class("review-which").text("Now"))
                    .children(news),
            )
    }

    fn group(self, place: usize, part: Option<usize>) -> String {
        let part = part.map(|part| ["-", &part.to_string()].concat()).unwrap_or_default();
        ["review-", &self.turn.read_untracked().to_string(), "-", &place.to_string(), &part].concat()
    }

    /// What can be done with the annotation as a whole.
    fn choices(self, place: usize, anchored: &Anchored) -> Build {
        let waits = Kind::of(anchored).waits();
        let option = |decision: Decision, name: &str| {
            let (id, wanted) = (anchored.id.clone(), decision.clone());
            let is_it = move || {
                let decisions = self.decisions.read();
                let now = decisions.get(&id);
                now == Some(&wanted) || now.is_none() && !waits && wanted == Decision::Follow
            };
            let id = anchored.id.clone();
            let choose =
                move |_| self.decisions.update(|decisions| drop(decisions.insert(id.clone(), decision.clone())));
            element("label")
                .class("choice")
                .child(
                    element("input")
                        .attr("type", "radio")
                        .attr("name", &self.group(place, None))
                        .field_with("checked", move || is_it().to_string())
                        .on("change", choose),
                )
                .child(element("span").text(name))
        };
        let mut options = Vec::new();
        if !waits {
            options.push(option(Decision::Follow, "Mark it there"));
        }
        options.push(option(Decision::Wait, "Keep it without a place"));
        options.push(option(Decision::Drop, "Drop it"));
        element("div").class("review-choices").children(options)
    }

    fn take_over(self, old: &Project, anchored: &[Anchored]) {
        let Some(current) = self.annex.project.get_untracked() else { return };
        let taken = taken_over(old, &current, anchored, &self.decisions.read_untracked());
        let placed = taken.annotations.len().saturating_sub(current.annotations.len());
        let waiting = taken.orphans.len().saturating_sub(current.orphans.len());
        let mut words = [&counted(placed, "annotation"), " taken over."].concat();
        if waiting > 0 {
            words
                .push_str(&[" ", &waiting.to_string(), " kept without a place: the overview (o) lists them."].concat());
        }
        let done = self.annex.execute(Command::Replace(Box::new(taken)));
        self.annex.close();
        self.annex.tell(done, words);
    }
}

/// Which of two texts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

/// A quote within what stands around it; what the other text does not have is marked as well.
fn told(class: &str, changed: &'static str, own: &Excerpt, other: &Excerpt, side: Side) -> Build {
    let pieces = |own: &str, other: &str, cut: Cut| -> Vec<Build> {
        let (old, new) = if side == Side::Old { compared(own, other) } else { compared(other, own) };
        let mut pieces: Vec<Piece<'_>> = if side == Side::Old { old } else { new };
        // The context is cut off somewhere: what stands at the cut only seems to differ.
        let at_the_cut = match cut {
            Cut::Start => pieces.first_mut(),
            Cut::End => pieces.last_mut(),
            Cut::Nowhere => None,
        };
        if let Some(piece) = at_the_cut {
            piece.1 = true;
        }
        pieces
            .into_iter()
            .map(|(text, is_shared)| element(if is_shared { "span" } else { changed }).text(text))
            .collect()
    };
    element("p")
        .class(class)
        .attr("dir", "auto")
        .text("\u{2026}")
        .children(pieces(&own.before, &other.before, Cut::Start))
        .child(element("mark").children(pieces(&own.quote, &other.quote, Cut::Nowhere)))
        .children(pieces(&own.after, &other.after, Cut::End))
        .text("\u{2026}")
}

/// Where a piece of text was cut off.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    Start,
    End,
    Nowhere,
}
