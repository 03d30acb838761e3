//! The check on the screen: the doubts by kind, each with what would mend it.
//!
//! Keys in it: `n` and `p` go to the next and previous doubt and show it in the article, Enter goes there, `f` mends it, `x` settles it.
//!
//! Not here: what is doubtful ([`crate::domain::lint`]), and what a step does ([`crate::annex::checking`]).

use super::frame::{Stand, screen};
use super::groups::{self, Limits, Rows};
use super::pieces::{labelled, shortened};
use super::state::Annex;
use crate::annex::checking::{self, Check};
use crate::app::annex::{Answer, Screen};
use crate::app::session::counted;
use crate::app::signal::{Derived, State};
use crate::browser::build::{Build, element};
use crate::browser::controls::button;
use crate::browser::{clock, element as dom, task};
use crate::domain::annotation::AnnotationId;
use crate::domain::edit::Command;
use crate::domain::lint::{Doubt, DoubtKind};
use crate::domain::project::Project;
use std::sync::Arc;

/// The element that has the keyboard when there is no doubt that could have it.
const SUMMARY: &str = "check-summary";

/// The element around all of it.
const CHECK: &str = "check";

pub(super) fn doubts(annex: Annex) -> Build {
    let (limits, current) = (Limits::new(), State::new(None));
    screen(annex, Screen::Doubts, Stand::Beside, "Check", move || {
        limits.reset();
        current.set(None);
        inside(annex, limits, current)
    })
}

/// What was found in which project. Two are the same when they are the same check.
#[derive(Clone)]
struct Found(Arc<(Option<Arc<Project>>, Check)>);

impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// One doubt, by its kind and its annotation.
type Which = (DoubtKind, AnnotationId);

/// The parts of the screen share this.
#[derive(Clone, Copy)]
struct Checking {
    annex: Annex,
    found: Derived<Found>,
    limits: Limits,
    /// Where the keyboard is.
    current: State<Option<Which>>,
}

/// A doubt as it is shown.
#[derive(Clone, PartialEq, Eq)]
struct Row {
    which: Which,
    label: Option<usize>,
    name: String,
    quote: String,
    fix: Option<&'static str>,
    /// What its words would be then.
    mended: Option<String>,
}

fn inside(annex: Annex, limits: Limits, current: State<Option<Which>>) -> Build {
    let found = Derived::new(move || {
        let project = annex.project();
        let check = project.as_ref().map(|project| Check::of(project)).unwrap_or_default();
        Found(Arc::new((project, check)))
    });
    let checking = Checking { annex, found, limits, current };
    task::next_frame(move || checking.step(1, false));
    let has_doubts = move || !found.read().0.1.open.is_empty();
    let kinds = move || found.read().0.1.by_kind().iter().map(|(kind, _)| kind.name().to_owned()).collect();
    let keys = || {
        let keys = [
            ("n", " next, "),
            ("p", " previous, "),
            ("Enter", " go there, "),
            ("f", " mend it, "),
            ("x", " right as it is"),
        ];
        keys.iter().fold(element("p").class("hint check-keys"), |line, (key, does)| {
            line.child(element("kbd").text(key)).text(does)
        })
    };
    let settled = move || {
        let words = move || {
            let number = found.read().0.1.settled;
            counted(number, "doubt") + if number == 1 { " is settled. " } else { " are settled. " }
        };
        let again = button("link", move || checking.unsettle()).text("Doubt them again");
        element("p").class("hint").child(element("span").text_with(words)).child(again)
    };
    element("div")
        .class("check")
        .attr("id", CHECK)
        .on("keydown", move |event| {
            let Some(press) = dom::key_press(&event) else { return };
            if press.command || press.alt {
                return;
            }
            match press.key.as_str() {
                "n" => checking.step(1, true),
                "p" => checking.step(-1, true),
                "f" => checking.on_current(Checking::mend),
                "x" => checking.on_current(Checking::settle),
                "c" => annex.close(),
                _ => return,
            }
            event.prevent_default();
        })
        .child(
            element("p")
                .attr("id", SUMMARY)
                .attr("tabindex", "-1")
                .attr("role", "status")
                .text_with(move || summary(&found.read())),
        )
        .when(has_doubts, keys)
        .each(kinds, move |name| match DoubtKind::all().find(|kind| kind.name() == name) {
            Some(kind) => group(checking, kind),
            None => element("div"),
        })
        .when(move || found.read().0.1.settled > 0, settled)
        .child(
            element("p")
                .class("screen-more")
                .child(button("", move || annex.show(Screen::Guidelines)).text("Guidelines"))
                .child(button("", move || annex.show(Screen::Practice)).text("Practise")),
        )
}

fn summary(found: &Found) -> String {
    let (project, check) = &*found.0;
    let Some(project) = project else { return "No article is open.".to_owned() };
    let checked = counted(project.annotations.len(), "annotation");
    match check.open.len() {
        _ if project.annotations.is_empty() => "There is nothing to check yet: no annotation was made.".to_owned(),
        0 => format!("No doubts: {checked} checked."),
        number => {
            let kinds = counted(check.by_kind().len(), "kind");
            format!("{} of {kinds}; {checked} checked.", counted(number, "doubt"))
        }
    }
}

/// The heading of a kind.
fn heading_id(kind: DoubtKind) -> String {
    ["check-", kind.name()].concat()
}

fn group(checking: Checking, kind: DoubtKind) -> Build {
    let found = checking.found;
    let mendable =
        move || found.read().0.1.open.iter().filter(|doubt| doubt.kind == kind && doubt.fix.is_some()).count();
    let mend_all = move || {
        let words = move || format!("Mend all {}", mendable());
        button("", move || checking.mend_all(kind)).text_with(words)
    };
    groups::group(
        checking.limits,
        (&heading_id(kind), kind.title()),
        |frame| frame.child(element("p").class("hint").text(kind.why())).when(move || mendable() > 1, mend_all),
        move |limit| rows(&found.read(), kind, limit),
        move |row| item(checking, row),
    )
}

fn rows(found: &Found, kind: DoubtKind, limit: usize) -> Rows<Row> {
    let (project, check) = &*found.0;
    let of_kind = || check.open.iter().filter(|doubt| doubt.kind == kind);
    let first = project.iter().flat_map(|project| of_kind().take(limit).map(|doubt| row(project, doubt)));
    Rows { number: of_kind().count(), first: first.map(|row| (row.key(), row)).collect() }
}

fn row(project: &Project, doubt: &Doubt) -> Row {
    let annotation = project.annotations.get(&doubt.annotation);
    let label = annotation.and_then(|annotation| project.labels.position(&annotation.label));
    let name = annotation.map(|annotation| project.labels.name(&annotation.label).to_owned()).unwrap_or_default();
    let quote = annotation.map(|annotation| shortened(&project.quote(&annotation.target))).unwrap_or_default();
    let mended = doubt.fix.as_ref().and_then(|fix| match &fix.command {
        Command::SetTarget { target, .. } => Some(shortened(&project.quote(target))),
        _ => None,
    });
    let fix = doubt.fix.as_ref().map(|fix| fix.title);
    Row { which: (doubt.kind, doubt.annotation.clone()), label, name, quote, fix, mended }
}

impl Row {
    /// Everything that is shown of it.
    fn key(&self) -> String {
        let (fix, mended) = (self.fix.unwrap_or_default(), self.mended.as_deref().unwrap_or_default());
        [self.which.1.as_str(), &self.name, &self.quote, fix, mended].join("\u{1f}")
    }
}

/// The element of a doubt that takes the keyboard.
fn id_of((kind, id): &Which) -> String {
    ["doubt-", kind.name(), "-", id.as_str()].concat()
}

fn item(checking: Checking, row: &Row) -> Build {
    let act = |act: fn(Checking, &Which)| {
        let which = row.which.clone();
        move || act(checking, &which)
    };
    let here = row.which.clone();
    let go = labelled(button("item", act(Checking::go)), row.label, &row.name, &row.quote)
        .attr("id", &id_of(&row.which))
        .attr("title", "Go there (Enter)");
    let other = row.mended.as_deref().map(|mended| {
        let arrow = element("span").attr("aria-hidden", "true").text("\u{2192} ");
        let words = element("span").class("visually-hidden").text("Mended: ");
        (element("span").child(arrow).child(words), mended)
    });
    let item = groups::item(go, other).on("focusin", move |_| checking.current.set(Some(here.clone())));
    let mut acts = element("div").class("doubt-acts");
    if let Some(fix) = row.fix {
        acts = acts.child(button("", act(Checking::mend)).attr("title", "Mend it (f)").text(fix));
    }
    let right = button("quiet", act(Checking::settle)).attr("title", "Do not doubt it any more (x)");
    item.child(acts.child(right.text("Right as it is")))
}

impl Checking {
    /// All doubts in the order in which they are shown.
    fn order(self) -> Vec<Which> {
        let found = self.found.read_untracked();
        let which = |doubt: &&Doubt| (doubt.kind, doubt.annotation.clone());
        found.0.1.by_kind().iter().flat_map(|(_, doubts)| doubts.iter().map(which)).collect()
    }

    /// Goes to the next doubt, or the previous one, and shows it in the article if that is asked for. The keyboard stays here.
    fn step(self, by: isize, is_shown: bool) {
        let order = self.order();
        let place =
            self.current.read_untracked().as_ref().and_then(|here| order.iter().position(|which| which == here));
        let next = match place {
            Some(place) => (place + order.len()).saturating_add_signed(by) % order.len(),
            None => 0,
        };
        let Some(which) = order.get(next).cloned() else { return };
        // It may be among those that are not shown yet.
        let rank = order.iter().filter(|(kind, _)| *kind == which.0).position(|other| *other == which).unwrap_or(0);
        self.limits.reach(&heading_id(which.0), rank);
        self.current.set(Some(which.clone()));
        task::next_frame(move || {
            if is_shown {
                self.annex.answer(&Answer::Go(which.1.clone()));
            }
            focus(&id_of(&which));
            // The inspector that comes with it may take room away.
            task::after_paint(move || dom::show(&id_of(&which)));
        });
    }

    fn on_current(self, act: fn(Self, &Which)) {
        let current = self.current.get_untracked();
        if let Some(which) = current.filter(|which| self.order().contains(which)) {
            act(self, &which);
        }
    }

    fn go(self, (_, id): &Which) {
        // The keyboard is not to be brought back.
        self.current.set(None);
        self.annex.answer(&Answer::Go(id.clone()));
    }

    fn mend(self, which: &Which) {
        let found = self.found.read_untracked();
        let is_it = |doubt: &&Doubt| (doubt.kind, &doubt.annotation) == (which.0, &which.1);
        let (Some(project), Some(doubt)) = (&found.0.0, found.0.1.open.iter().find(is_it)) else { return };
        let Some(fix) = &doubt.fix else { return };
        let row = row(project, doubt);
        let said = match &row.mended {
            Some(mended) => format!("{} is now: {mended}", row.name),
            None => format!("{}: {}", fix.title, row.quote),
        };
        self.leave(which);
        self.annex.tell(self.annex.execute(fix.command.clone()), said);
        self.keep_the_keyboard();
    }

    fn mend_all(self, kind: DoubtKind) {
        let found = self.found.read_untracked();
        let Some(project) = &found.0.0 else { return };
        let Some((change, number)) = checking::mend_all(project, kind, &clock::now()) else { return };
        focus(SUMMARY);
        let done = self.annex.commit(project, change);
        self.annex.tell(done, format!("Mended {}.", counted(number, "doubt")));
        self.keep_the_keyboard();
    }

    fn settle(self, which: &Which) {
        let found = self.found.read_untracked();
        let Some(project) = &found.0.0 else { return };
        let Some(change) = checking::settle(project, &which.1, which.0) else { return };
        self.leave(which);
        let done = self.annex.commit(project, change);
        self.annex.tell(done, "Settled: it is right as it is.".to_owned());
        self.keep_the_keyboard();
    }

    fn unsettle(self) {
        let Some(project) = self.annex.project.get_untracked() else { return };
        let Some(change) = checking::unsettle_all(&project) else { return };
        focus(SUMMARY);
        // Where it was refused, the page has told so.
        self.annex.commit(&project, change).ok();
    }

    /// Moves the keyboard on before a doubt goes, so that it is not lost with it.
    fn leave(self, which: &Which) {
        let order = self.order();
        let place = order.iter().position(|other| other == which).unwrap_or(0);
        let next = order.get(place + 1).or_else(|| order.get(place.checked_sub(1)?)).cloned();
        focus(&next.as_ref().map_or_else(|| SUMMARY.to_owned(), id_of));
        self.current.set(next);
    }

    /// Another doubt may have gone or changed with it, and have taken the keyboard along.
    fn keep_the_keyboard(self) {
        task::next_frame(move || {
            let Some(current) = self.current.get_untracked() else { return };
            if !dom::has_focus(CHECK) {
                let is_there = self.order().contains(&current);
                focus(&if is_there { id_of(&current) } else { SUMMARY.to_owned() });
            }
        });
    }
}

fn focus(id: &str) {
    dom::focus(id);
    dom::show(id);
}
