//! A world in which things go wrong: tabs on one store, a clock, a person who does this and that, and chance. After every
//! step, what must hold is looked at.

use super::disk::{Disk, Event, Hand, Values};
use super::ledger::{Cell, Ledger};
use super::tab::{Book, Tab};
use attest::app::action::{Action, Direction, Granularity, Selecting};
use attest::app::annex::{hits_of, hits_text};
use attest::app::caret::Caret;
use attest::app::saved::{Saved, Store, Unsaved};
use attest::app::workspace::Workspace;
use attest::domain::annotation::{AnnotationId, AnnotationSet};
use attest::domain::edit::Edge;
use attest::domain::label::LabelId;
use attest::domain::project::{Document, Project, Timestamp};
use attest::domain::snap::Precision;
use attest::domain::suggest::{Lexicon, suggest};
use attest::domain::text::Text;
use attest::formats::attest as annotation_file;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

/// The writer of what no tab wrote.
const OUTSIDER: usize = 0;

/// Articles of a test: short, with figures and quotations, characters of several code points, and a text of one line.
const ARTICLES: [&str; 3] = [
    "Bridge closed for 12 days\nThe bridge carries 3,400 cars a day, the town said on Monday.\n\u{201c}We need 2 million euros,\u{201d} said Mayor Ana Ruiz.",
    "\u{1f469}\u{200d}\u{1f33e} harvest 30% lower\nFarmers lost e\u{301}levage and 1,250 t of wheat, according to the union.\nSource(s): Union",
    "One line with 7 words in it",
];

/// Chance that repeats itself (splitmix64).
#[derive(Clone, Debug)]
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }

    fn is(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }
}

/// What was done and what went wrong.
#[derive(Clone, Debug, Default)]
pub struct Counts(pub BTreeMap<&'static str, usize>);

impl Counts {
    pub fn one(&mut self, what: &'static str) {
        self.add(what, 1);
    }

    pub fn add(&mut self, what: &'static str, count: usize) {
        *self.0.entry(what).or_default() += count;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, count) in &self.0 {
            write!(formatter, "{count} {what}, ")?;
        }
        Ok(())
    }
}

/// Which things may go wrong in one sequence.
#[derive(Clone, Copy, Debug)]
struct Trouble {
    kills: bool,
    failures: bool,
    late: bool,
    garbage: bool,
    clocks: bool,
    library: bool,
    tabs: usize,
}

/// The world.
pub struct World {
    disk: Rc<Disk>,
    tabs: Vec<Tab>,
    book: Book,
    chance: Chance,
    trouble: Trouble,
    seconds: i64,
    fresh: usize,
    writers: usize,
    lexicon: Arc<Lexicon>,
    /// Articles whose text somebody else has broken.
    textless: BTreeSet<String>,
    /// Articles that a person has removed, whose deletion has begun.
    deleted: BTreeSet<String>,
    /// What could not be read and has been seen: it must stay somewhere.
    unreadable: BTreeSet<String>,
    /// Garbage that no tab has come upon yet.
    fresh_garbage: BTreeMap<String, String>,
    pub counts: Counts,
    pub story: Vec<String>,
}

impl World {
    pub fn new(seed: u64, lexicon: Arc<Lexicon>) -> Self {
        let mut chance = Chance(seed);
        let mut flag = |one_in| chance.is(one_in);
        let trouble = Trouble {
            kills: flag(2),
            failures: flag(2),
            late: flag(2),
            garbage: flag(4),
            clocks: flag(2),
            library: flag(2),
            tabs: 1 + chance.below(3),
        };
        let mut world = Self {
            disk: Rc::default(),
            tabs: Vec::new(),
            book: Book::new(),
            chance,
            trouble,
            seconds: 1_000_000,
            fresh: 0,
            writers: OUTSIDER,
            lexicon,
            textless: BTreeSet::new(),
            deleted: BTreeSet::new(),
            unreadable: BTreeSet::new(),
            fresh_garbage: BTreeMap::new(),
            counts: Counts::default(),
            story: vec![format!("{trouble:?}")],
        };
        for _ in 0..trouble.tabs {
            world.start_tab();
        }
        world
    }

    /// One step of somebody or of fate, and then everything that must hold.
    pub fn step(&mut self) {
        self.counts.one("steps");
        self.pass_time();
        let before = self.disk.events.borrow().len();
        let removed = self.removed();
        let failed = self.disk.failed.get();
        if self.tabs.is_empty() {
            self.start_tab();
        }
        let which = self.chance.below(self.tabs.len());
        let fate = self.chance.below(100);
        match fate {
            0..8 if self.trouble.kills => self.kill_in_the_middle(which),
            8..14 => self.reload(which),
            14..17 if self.trouble.tabs > 1 && self.tabs.len() < 3 => {
                self.tell("a tab is duplicated");
                self.counts.one("duplicated tabs");
                self.start_tab();
            }
            17..27 if self.trouble.failures => self.change_the_store(),
            27..31 if self.trouble.garbage => self.break_something(),
            31..43 if self.trouble.library => self.use_the_library(which),
            43..48 => {
                self.tell(&format!("tab {which} folds"));
                self.counts.one("folds");
                self.tabs[which].fold();
            }
            48..52 => {
                self.tell(&format!("tab {which} is hidden"));
                let now = self.now();
                self.tabs[which].flush(&now, &mut self.book);
            }
            _ => self.act(which),
        }
        self.deliver();
        self.counts.add("failed writes", self.disk.failed.get() - failed);
        let events: Vec<Event> = self.disk.events.borrow()[before..].to_vec();
        self.note_deletions(&events, &removed);
        self.check(&events);
    }

    /// Ends the trouble: everything is heard and saved, and all tabs agree with what is stored.
    pub fn settle(&mut self) {
        self.tell("the trouble ends");
        self.disk.room.set(None);
        self.disk.refuses_every.set(None);
        let now = self.now();
        let removed = self.removed();
        let before = self.disk.events.borrow().len();
        for _ in 0..4 {
            for tab in &mut self.tabs {
                tab.hear(usize::MAX, &now, &mut self.book);
                tab.flush(&now, &mut self.book);
            }
        }
        let events: Vec<Event> = self.disk.events.borrow()[before..].to_vec();
        self.note_deletions(&events, &removed);
        self.check(&events);
        for which in 0..self.tabs.len() {
            // What another tab deleted is written again with the next change.
            let is_gone =
                |id: &String| self.tabs[which].says_saved() && self.disk.get(&format!("attest/text/{id}")).is_none();
            let is_saved = self.tabs[which].saved.is_saved() || self.tabs[which].id().as_ref().is_none_or(is_gone);
            // The person of this one has been told that another tab was first.
            let is_taken = |tab: &mut Tab| {
                let project = tab.workspace.as_ref().map(|workspace| workspace.project());
                project.is_some_and(|project| tab.saved.flush(project, now.as_str()) == Err(Unsaved::Taken))
            };
            if !is_saved && is_taken(&mut self.tabs[which]) {
                self.counts.one("articles that another tab stored first");
            } else if !is_saved && self.trouble.garbage {
                self.reload(which);
            } else {
                assert!(is_saved, "tab {which} cannot save although there is room");
            }
        }
        let keys: Vec<String> = self.disk.values.borrow().keys().cloned().collect();
        for id in keys.iter().filter_map(|key| key.strip_prefix("attest/text/")) {
            self.check_document(id);
        }
    }

    fn tell(&mut self, what: &str) {
        self.story.push(what.to_owned());
    }

    fn pass_time(&mut self) {
        self.seconds += self.chance.below(3) as i64;
        if self.trouble.clocks && self.chance.is(12) {
            let jump = [-1, -5, -3600, -86_400, 900, 86_400][self.chance.below(6)];
            self.seconds += jump;
            self.counts.one("clock jumps");
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::new(&moment(self.seconds))
    }

    fn fresh(&mut self) -> String {
        self.fresh += 1;
        format!("a-{:05}", self.fresh)
    }

    fn start_tab(&mut self) {
        self.writers += 1;
        let hand = Hand::of(&self.disk, self.writers);
        let now = self.now();
        let before = moment(self.seconds - 600);
        let tab = Tab::start(hand, ARTICLES[0], &before, &now, &mut self.book);
        self.tell(&format!("tab {} starts as writer {} with {:?}", self.tabs.len(), self.writers, tab.id()));
        self.tabs.push(tab);
        self.see_garbage();
    }

    fn reload(&mut self, which: usize) {
        self.tell(&format!("tab {which} is reloaded"));
        self.counts.one("reloads");
        let now = self.now();
        self.tabs[which].flush(&now, &mut self.book);
        self.tabs.remove(which);
        self.start_tab();
    }

    fn kill_in_the_middle(&mut self, which: usize) {
        let left = self.chance.below(9);
        self.tell(&format!("tab {which} is killed after {left} keys"));
        self.counts.one("kills");
        self.tabs[which].hand.left.set(Some(left));
        match self.chance.below(6) {
            0 => self.tabs[which].fold(),
            1 if self.trouble.library => self.use_the_library(which),
            2 => {
                // Killed while it starts.
                self.writers += 1;
                let hand = Hand::of(&self.disk, self.writers);
                hand.left.set(Some(left));
                let (now, before) = (self.now(), moment(self.seconds - 600));
                drop(Tab::start(hand, ARTICLES[0], &before, &now, &mut self.book));
            }
            _ => self.act(which),
        }
        self.tabs.remove(which);
    }

    fn change_the_store(&mut self) {
        match self.chance.below(4) {
            0 => {
                let room = self.disk.used() + self.chance.below(2500);
                self.tell(&format!("the store has room for {room}, {} more", room - self.disk.used()));
                self.disk.room.set(Some(room));
            }
            1 => {
                let every = 1 + self.chance.below(5);
                self.tell(&format!("every {every}. write fails"));
                self.disk.refuses_every.set(Some(every));
            }
            _ => {
                self.tell("the store works");
                self.disk.room.set(None);
                self.disk.refuses_every.set(None);
            }
        }
    }

    /// Another program breaks a value.
    fn break_something(&mut self) {
        let keys: Vec<String> =
            self.disk.values.borrow().keys().filter(|key| !key.starts_with("attest/aside/")).cloned().collect();
        let Some(key) = self.chance.pick(&keys).cloned() else { return };
        let whole = self.disk.get(&key).unwrap_or_default();
        let cut = self.chance.below(whole.chars().count());
        let broken = match self.chance.below(4) {
            0 => ["", "{", "null", "\u{0}", "[1,2]", "{\"format\":\"attest\",\"version\":2}"][self.chance.below(6)]
                .to_owned(),
            1 if key.starts_with("attest/fold/") => u32::MAX.to_string(),
            1 if whole.contains("\"number\":") => {
                let (before, after) = whole.split_once("\"number\":").unwrap();
                let rest = after.trim_start_matches(|character: char| character.is_ascii_digit());
                format!("{before}\"number\":{}{rest}", u32::MAX)
            }
            _ => whole.chars().take(cut).collect(),
        };
        if broken == whole {
            return;
        }
        self.tell(&format!("somebody writes {broken:?} into {key}"));
        self.counts.one("broken values");
        let part = key.split('/').nth(1).unwrap_or_default().to_owned();
        let id = key.split('/').nth(2).unwrap_or_default().to_owned();
        match part.as_str() {
            "text" => drop(self.textless.insert(id.clone())),
            "snapshot" => {
                if let Some(ledger) = self.book.get_mut(&id) {
                    ledger.release(None);
                }
            }
            "change" => {
                for cell in cells_of(&whole) {
                    if let Some(ledger) = self.book.get_mut(&id) {
                        ledger.release(Some(&cell));
                    }
                }
            }
            _ => {}
        }
        if ["text", "snapshot", "change", "history"].contains(&part.as_str()) {
            self.fresh_garbage.insert(key.clone(), broken.clone());
        }
        let writer = if self.chance.is(2) { OUTSIDER } else { usize::MAX };
        self.disk.put(writer, &key, &broken);
    }

    /// What a tab has come upon must be kept from then on.
    fn see_garbage(&mut self) {
        let values = self.disk.values.borrow();
        let aside: BTreeSet<&String> =
            values.iter().filter(|(key, _)| key.starts_with("attest/aside/")).map(|(_, value)| value).collect();
        let is_seen = |garbage: &String| aside.contains(garbage);
        let seen: Vec<(String, String)> = self
            .fresh_garbage
            .iter()
            .filter(|(_, value)| is_seen(value))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        for (key, value) in seen {
            self.fresh_garbage.remove(&key);
            self.unreadable.insert(value);
        }
    }

    fn use_the_library(&mut self, which: usize) {
        let now = self.now();
        let listed: Vec<String> = self.tabs[which].saved.cards().into_iter().map(|card| card.id).collect();
        let any: Vec<String> = self.book.keys().cloned().collect();
        let tab = &mut self.tabs[which];
        let what = self.chance.below(10);
        let told = match what {
            0..3 => {
                let text = ARTICLES[self.chance.below(3)];
                tab.open_text(text, &now, &mut self.book);
                self.counts.one("texts opened");
                format!("tab {which} opens the text {:?}", text.lines().next())
            }
            3..6 => {
                let Some(id) = self.chance.pick(&listed) else { return };
                tab.open_card(id, &now, &mut self.book);
                self.counts.one("articles opened");
                format!("tab {which} opens {id}")
            }
            6 | 7 => {
                let Some(id) = self.chance.pick(&listed) else { return };
                tab.remove(id, &now, &mut self.book);
                self.counts.one("articles removed");
                format!("tab {which} removes {id}")
            }
            8 => {
                let Some(id) = self.chance.pick(&any) else { return };
                tab.restore(id, &now, &mut self.book);
                self.counts.one("articles restored");
                format!("tab {which} restores {id}")
            }
            _ => {
                let file = self.file();
                let tab = &mut self.tabs[which];
                tab.open_file(file, &now, &mut self.book);
                self.counts.one("annotation files opened");
                format!("tab {which} opens an annotation file")
            }
        };
        let id = self.tabs[which].id();
        self.tell(&format!("{told}, and has {id:?}"));
        self.see_garbage();
    }

    /// An annotation file as somebody else may have made it.
    fn file(&mut self) -> Project {
        let text = Text::import(ARTICLES[self.chance.below(3)]);
        let mut project = Project::new(Document::of(text.clone(), Some("From a file"), "file"));
        for _ in 0..self.chance.below(4) {
            let id = AnnotationId::new(&self.fresh());
            let (from, to) = (self.chance.below(40) as u32, self.chance.below(12) as u32);
            let span = attest::domain::snap::snap(&text, super::at(from), super::at(from + to), Precision::Words);
            let Some(span) = span else { continue };
            let label = LabelId::new(["claim", "figure"][self.chance.below(2)]);
            let target = attest::domain::span::Target::one(span);
            let command = attest::domain::edit::Command::Mark { id, label, target };
            if let Ok(change) = project.plan(command, &self.now()) {
                project.apply(&change);
            }
        }
        annotation_file::read(&annotation_file::write(&project)).expect("a file of ours").0
    }

    /// What a person does in the article.
    fn act(&mut self, which: usize) {
        let Some(project) = self.tabs[which].project().cloned() else {
            return self.use_the_library(which);
        };
        let ids: Vec<AnnotationId> = project.annotations.iter().map(|one| one.id.clone()).collect();
        let links: Vec<String> = project.links.iter().map(|link| link.id.clone()).collect();
        let end = project.document.text.end().get() as usize;
        let label = LabelId::new(["claim", "figure", "caption", "attribution"][self.chance.below(4)]);
        let some = self.chance.pick(&ids).cloned();
        let other = self.chance.pick(&ids).cloned();
        let mut actions = Vec::new();
        let from = super::at(self.chance.below(end) as u32);
        let to = super::at((from.get() + 1 + self.chance.below(12) as u32).min(end as u32));
        let precision = if self.chance.is(3) { Precision::Characters } else { Precision::Words };
        let caret = Caret { anchor: from, focus: to, precision };
        let select = || [Action::Escape, Action::Select(caret), Action::SelectionEnd(Selecting::New)];
        match (self.chance.below(24), some) {
            (0..7, _) | (_, None) => actions.extend(select().into_iter().chain([Action::ChooseLabel(label)])),
            (7, Some(id)) => actions.extend([Action::Activate(Some(id)), Action::ChooseLabel(label)]),
            (8, Some(id)) => {
                let edge = if self.chance.is(2) { Edge::Start } else { Edge::End };
                let direction = if self.chance.is(2) { Direction::Forward } else { Direction::Backward };
                let by = if self.chance.is(2) { Granularity::Word } else { Granularity::Character };
                actions.extend([Action::Activate(Some(id)), Action::NudgeEdge(edge, direction, by)]);
            }
            (9 | 10, Some(id)) => {
                let note = ["why?", "see \u{201c}p. 3\u{201d}", "", "\u{1f914}\n</textarea>"][self.chance.below(4)];
                for length in 0..=note.chars().count().min(4) {
                    actions.push(Action::Note(id.clone(), note.chars().take(length).collect()));
                }
                if self.chance.is(2) {
                    actions.push(Action::EndNote);
                }
            }
            (11, Some(id)) => {
                let (name, value) =
                    [("certainty", "certain"), ("certainty", ""), ("type", "money"), ("source", "Ruiz")]
                        [self.chance.below(4)];
                actions.extend([Action::Activate(Some(id)), Action::SetAttribute(name.to_owned(), value.to_owned())]);
            }
            (12 | 13, Some(id)) => {
                actions.extend([Action::Activate(Some(id)), Action::StartLink, Action::Activate(other)]);
            }
            (14, _) => actions.extend(self.chance.pick(&links).cloned().map(Action::Unlink)),
            (15, Some(id)) => actions.extend([Action::Activate(Some(id)), Action::Remove]),
            (16, _) if self.chance.is(4) => actions.push(Action::RemoveAll),
            (17, Some(id)) => {
                actions.extend([Action::Activate(Some(id)), Action::Select(caret), Action::AddFragment]);
            }
            (18, _) => {
                let verdict = if self.chance.is(2) { Action::MarkHit } else { Action::RejectHits(None) };
                let text = &project.document.text;
                let labels: Vec<LabelId> = project.labels.labels().iter().map(|label| label.id.clone()).collect();
                // As the annex finds and tells them.
                let hits = hits_of(&hits_text(&suggest(text, &labels, &self.lexicon)));
                actions.extend([Action::ShowSuggestions(hits), verdict, Action::CloseHits]);
            }
            (19..22, _) => actions.push(Action::Undo),
            _ => actions.push(Action::Redo),
        }
        for action in actions {
            let told = match &action {
                Action::ShowSuggestions(_) => "ShowSuggestions".to_owned(),
                other => format!("{other:?}"),
            };
            let (now, fresh) = (self.now(), self.fresh());
            self.tabs[which].act(action, &now, &fresh, &mut self.book);
            self.counts.one("actions");
            let tab = &self.tabs[which];
            let story = format!("tab {which} (writer {}): {told} -> saved {}", tab.hand.writer, tab.says_saved());
            self.tell(&story);
        }
    }

    /// Other tabs hear what happened: at once, or some day.
    fn deliver(&mut self) {
        let now = self.now();
        for which in 0..self.tabs.len() {
            let most = match self.trouble.late {
                true if !self.chance.is(4) => 0,
                true if self.chance.is(2) => 1 + self.chance.below(4),
                _ => usize::MAX,
            };
            let tab = &mut self.tabs[which];
            let from = tab.heard;
            tab.hear(most, &now, &mut self.book);
            let count = tab.heard - from;
            if count > 0 && self.trouble.late {
                self.tell(&format!("tab {which} hears {count} events"));
            }
            self.counts.add("events heard", count);
        }
        self.see_garbage();
    }

    /// The articles that a person has removed, still there.
    fn removed(&self) -> BTreeSet<String> {
        let saved = Saved::new(Hand::of(&self.disk, OUTSIDER), "looker");
        let is_removed = |id: &&String| saved.card(id).is_some_and(|card| !card.removed.is_empty());
        self.book.keys().filter(is_removed).cloned().collect()
    }

    fn note_deletions(&mut self, events: &[Event], removed: &BTreeSet<String>) {
        for event in events.iter().filter(|event| event.value.is_none()) {
            let id = event.key.strip_prefix("attest/text/").or(event.key.strip_prefix("attest/snapshot/"));
            if let Some(id) = id.filter(|id| removed.contains(*id)) {
                self.story.push(format!("{id} is deleted"));
                self.deleted.insert(id.to_owned());
                if let Some(ledger) = self.book.get_mut(id) {
                    ledger.release(None);
                }
                self.fresh_garbage.retain(|key, _| !key.contains(id));
            }
        }
    }

    fn check(&mut self, events: &[Event]) {
        self.check_asides();
        let mut changed: BTreeSet<String> = events.iter().filter_map(|event| document_of(&event.key)).collect();
        changed.extend(self.tabs.iter().filter_map(Tab::id));
        for event in events.iter().filter(|event| ![OUTSIDER, usize::MAX].contains(&event.writer)) {
            self.check_quotes(event);
        }
        for id in changed {
            self.check_document(&id);
        }
    }

    /// What was set aside stays, and so does what no tab has come upon yet.
    fn check_asides(&self) {
        let values = self.disk.values.borrow();
        // A tab that holds the whole work writes its snapshot over one that was broken meanwhile, and its last entry, which it goes
        // on with, without having read it; and a full store gives up steps of undo unread.
        let is_given_up = |key: &str| ["attest/snapshot/", "attest/history/"].iter().any(|part| key.starts_with(part));
        let is_entry =
            |value: &String| serde_json::from_str::<Json>(value).is_ok_and(|json| json.get("edits").is_some());
        let goes_on = |key: &str| key.starts_with("attest/change/") && values.get(key).is_some_and(is_entry);
        let fresh = self.fresh_garbage.iter().filter(|(key, _)| !is_given_up(key) && !goes_on(key));
        for value in self.unreadable.iter().chain(fresh.map(|(_, value)| value)) {
            assert!(values.values().any(|kept| kept == value), "something unreadable is gone: {value:?}");
        }
    }

    /// What was acknowledged is there after a reload, and is sound.
    fn check_document(&mut self, id: &str) {
        let copy = self.disk.copy();
        let hand = Hand::of(&copy, OUTSIDER);
        let mut saved = Saved::new(hand.clone(), "looker");
        let source = hand.get(&format!("attest/text/{id}"));
        let is_text = source.is_some_and(|source| {
            serde_json::from_str::<Json>(&source).is_ok_and(|json| json.get("text").is_some_and(Json::is_string))
        });
        if !is_text {
            let ledger = self.book.get_mut(id);
            if self.textless.contains(id) {
                return;
            }
            if let Some(ledger) = ledger {
                let lost = ledger.promised();
                assert!(lost.is_empty(), "the article {id} is gone, and with it {lost:#?}");
            }
            return;
        }
        self.textless.remove(id);
        if self.deleted.contains(id) && hand.get(&format!("attest/snapshot/{id}")).is_none() {
            return;
        }
        self.deleted.remove(id);
        let loaded = match saved.open(id, "9999-01-01T00:00:00Z") {
            Ok(loaded) => loaded,
            Err(damage) => panic!("{id} does not open: {damage:?}"),
        };
        if !self.trouble.garbage {
            assert!(loaded.damage.is_empty(), "damage that nobody did: {:?}", loaded.damage);
            assert!(loaded.notes.is_empty(), "{:?}", loaded.notes);
        }
        check_project(&loaded.project);
        if let Some(ledger) = self.book.get(id) {
            let lost = ledger.lost(&loaded.project);
            assert!(lost.is_empty(), "lost from {id}: {}", lost.join("\n"));
        }
        // One tab alone is never at odds with itself.
        let disputes = self.book.get(id).filter(|_| self.trouble.tabs > 1 || self.trouble.garbage);
        for tab in self.tabs.iter().filter(|tab| tab.id().as_deref() == Some(id)) {
            let has_heard_all =
                self.disk.events.borrow()[tab.heard..].iter().all(|event| event.writer == tab.hand.writer);
            if has_heard_all && tab.saved.is_saved() && !self.trouble.garbage {
                let project = tab.project().expect("it is open");
                check_same(project, &loaded.project, "an open tab shows something else than is stored");
                check_history(tab.workspace.as_ref().expect("it is open"), disputes);
            }
        }
        check_history(&Workspace::new(loaded.project, loaded.history), disputes);
    }

    /// The quotes of what was written are what stands in the text.
    fn check_quotes(&self, event: &Event) {
        let (Some(value), Some(id)) = (&event.value, document_of(&event.key)) else { return };
        let part = event.key.split('/').nth(1).unwrap_or_default();
        if !["snapshot", "change"].contains(&part) {
            return;
        }
        let Some(text) = self.disk.get(&format!("attest/text/{id}")) else { return };
        let text: Json = serde_json::from_str(&text).unwrap_or_default();
        let Some(text) = text.get("text").and_then(Json::as_str) else { return };
        let text: Vec<char> = text.chars().collect();
        let json: Json = serde_json::from_str(value).expect("what Attest writes is JSON");
        let mut rest = vec![&json];
        while let Some(next) = rest.pop() {
            match next {
                Json::Array(items) => rest.extend(items),
                Json::Object(fields) => {
                    let number = |name| fields.get(name).and_then(Json::as_u64).map(|number| number as usize);
                    if let (Some(start), Some(end), Some(quote)) = (number("start"), number("end"), fields.get("quote"))
                    {
                        let there: String = text[start..end].iter().collect();
                        assert_eq!(Some(there.as_str()), quote.as_str(), "in {}", event.key);
                    }
                    rest.extend(fields.iter().filter(|(name, _)| *name != "orphans").map(|(_, value)| value));
                }
                _ => {}
            }
        }
    }
}

/// Every annotation has its label and stands in the text, and every link has its ends.
fn check_project(project: &Project) {
    let text = &project.document.text;
    for annotation in project.annotations.iter() {
        assert!(project.labels.get(&annotation.label).is_some(), "{annotation:?} has no label");
        for span in annotation.target.spans() {
            assert!(span.end() <= text.end(), "{annotation:?} reaches beyond the text");
            assert_eq!(text.grapheme_floor(span.start()), span.start(), "{annotation:?} cuts a character");
            assert_eq!(text.grapheme_ceil(span.end()), span.end(), "{annotation:?} cuts a character");
        }
    }
    let is_there = |id: &AnnotationId| {
        project.annotations.get(id).is_some() || project.orphans.iter().any(|orphan| orphan.annotation.id == *id)
    };
    for link in &project.links {
        assert!(is_there(&link.from) && is_there(&link.to), "{link:?} lacks an end");
    }
}

/// Undoing everything and doing as much again leads back, but where two tabs changed the same thing without knowing of each other.
fn check_history(workspace: &Workspace, ledger: Option<&Ledger>) {
    let mut walker = workspace.clone();
    let now = Timestamp::new("9999-01-01T00:00:00Z");
    let mut steps = 0;
    while walker.undo(&now).is_some() {
        check_project(walker.project());
        steps += 1;
    }
    for _ in 0..steps {
        walker.redo(&now).expect("what was undone can be done again");
    }
    let settled = |project: &Project| {
        let mut project = project.clone();
        let is_disputed = |cell: &Cell| ledger.is_some_and(|ledger| ledger.is_disputed(cell));
        let annotations = project.annotations.iter().cloned();
        let annotations = annotations.filter(|one| !is_disputed(&Cell::Annotation(one.id.as_str().to_owned())));
        project.annotations = AnnotationSet::of(annotations.collect::<Vec<_>>());
        project.links.retain(|link| !is_disputed(&Cell::Link(link.id.clone())));
        project.rejected.retain(|key| !is_disputed(&Cell::Rejected(key.clone())));
        project
    };
    let (there, back) = (settled(workspace.project()), settled(walker.project()));
    check_same(&back, &there, "undoing all and doing it again leads elsewhere");
}

/// Two projects are the same; where not, only what is different is told.
fn check_same(one: &Project, other: &Project, what: &str) {
    if one == other {
        return;
    }
    let lines = |project: &Project| -> BTreeSet<String> {
        let annotations = project.annotations.iter().map(|one| format!("{one:?}"));
        let others = project.links.iter().map(|one| format!("{one:?}"));
        let orphans = project.orphans.iter().map(|one| format!("{one:?}"));
        let rest = [format!("{:?} {:?} {:?}", project.rejected, project.unknown, project.labels)];
        annotations.chain(others).chain(orphans).chain(rest).collect()
    };
    let (one, other) = (lines(one), lines(other));
    let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
        one.difference(other).cloned().collect::<Vec<_>>().join("\n")
    };
    panic!("{what}:\nthe one has\n{}\nthe other has\n{}", only(&one, &other), only(&other, &one));
}

fn document_of(key: &str) -> Option<String> {
    let mut parts = key.split('/').skip(1);
    let part = parts.next()?;
    ["text", "snapshot", "change", "history", "fold"].contains(&part).then(|| parts.next().map(str::to_owned))?
}

/// The cells that an entry of a log changes.
fn cells_of(entry: &str) -> Vec<Cell> {
    let entry: Json = serde_json::from_str(entry).unwrap_or_default();
    let mut cells = Vec::new();
    for edit in entry.get("edits").and_then(Json::as_array).into_iter().flatten() {
        for side in ["before", "after"] {
            let of = |kind: &str| edit.get(kind).and_then(|edit| edit.get(side));
            let named = |json: &Json| json.get("id").and_then(Json::as_str).map(str::to_owned);
            cells.extend(of("annotation").and_then(named).map(Cell::Annotation));
            cells.extend(of("link").and_then(named).map(Cell::Link));
            cells.extend(of("rejected").and_then(Json::as_str).map(|key| Cell::Rejected(key.to_owned())));
            cells.extend(of("status").map(|_| Cell::Status));
        }
    }
    cells
}

/// A moment in seconds since some day, as RFC 3339.
fn moment(seconds: i64) -> String {
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, day) = (2026 + day.div_euclid(336), day.rem_euclid(336));
    let (hour, minute) = (second / 3600, second / 60 % 60);
    format!("{year:04}-{:02}-{:02}T{hour:02}:{minute:02}:{:02}Z", day / 28 + 1, day % 28 + 1, second % 60)
}

/// What is stored, for telling it.
pub fn shown(values: &Values) -> String {
    values.iter().map(|(key, value)| format!("{key} = {value}\n")).collect()
}

impl World {
    /// What is stored and what happened, for whoever looks for the reason.
    pub fn report(&self) -> String {
        format!("{}\n{}", self.story.join("\n"), shown(&self.disk.values.borrow()))
    }
}
