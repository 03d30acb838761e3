//! Laws of saving: what was acknowledged is there after a reload, whatever was cut off, full, damaged or done in another tab.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::app::incoming::annotation_file;
use attest::app::saved::{Heard, QUOTA, Saved, Store, Unsaved};
use attest::app::workspace::Workspace;
use attest::domain::annotation::{Annotation, Link};
use attest::domain::edit::{Command, LabelEdit};
use attest::domain::history::History;
use attest::domain::label::LabelId;
use attest::domain::project::{Document, Orphan, Project, Unknown};
use attest::domain::span::Target;
use attest::domain::text::Text;
use attest::formats::attest as attest_file;
use proptest::collection::vec;
use proptest::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use support::marks::marked;
use support::random::{command_on, moment, project_on};
use support::{hard, id, span};

/// A key, and its new value unless it was removed.
type Event = (String, Option<String>);

/// A store in memory: with a size, and a number of writes after which the power fails.
#[derive(Clone, Default)]
struct Memory {
    values: Rc<RefCell<BTreeMap<String, String>>>,
    room: Rc<Cell<Option<usize>>>,
    writes_left: Rc<Cell<Option<usize>>>,
    /// What was written, for other tabs to hear.
    events: Rc<RefCell<Vec<Event>>>,
    written: Rc<Cell<usize>>,
}

impl Memory {
    fn has_power(&self) -> bool {
        match self.writes_left.get() {
            Some(0) => false,
            Some(left) => {
                self.writes_left.set(Some(left - 1));
                true
            }
            None => true,
        }
    }
}

impl Store for Memory {
    fn get(&self, key: &str) -> Option<String> {
        self.values.borrow().get(key).cloned()
    }

    fn set(&self, key: &str, value: &str) -> Result<(), Unsaved> {
        if !self.has_power() {
            // Whoever writes is gone by now; nobody reads this answer.
            return Ok(());
        }
        let old = self.get(key).map_or(0, |old| old.len() + key.len());
        if self.room.get().is_some_and(|room| self.used() - old + key.len() + value.len() > room) {
            return Err(Unsaved::Full);
        }
        self.written.set(self.written.get() + key.len() + value.len());
        self.values.borrow_mut().insert(key.to_owned(), value.to_owned());
        self.events.borrow_mut().push((key.to_owned(), Some(value.to_owned())));
        Ok(())
    }

    fn remove(&self, key: &str) {
        if self.has_power() && self.values.borrow_mut().remove(key).is_some() {
            self.events.borrow_mut().push((key.to_owned(), None));
        }
    }

    fn keys(&self) -> Vec<String> {
        self.values.borrow().keys().cloned().collect()
    }

    fn used(&self) -> usize {
        self.values.borrow().iter().map(|(key, value)| key.len() + value.len()).sum()
    }
}

/// One tab: a workspace and what it saves.
struct Tab {
    saved: Saved<Memory>,
    workspace: Workspace,
}

impl Tab {
    fn create(store: &Memory, name: &str, project: Project) -> Self {
        let mut saved = Saved::new(store.clone(), name);
        saved.create(&project, "2026-01-01T00:00:00Z").unwrap();
        Self { saved, workspace: Workspace::new(project, History::default()) }
    }

    fn open(store: &Memory, name: &str, document: &str) -> Self {
        let mut saved = Saved::new(store.clone(), name);
        let loaded = saved.open(document, "2026-01-02T00:00:00Z").expect("the document");
        assert!(loaded.damage.is_empty(), "{:?}", loaded.damage);
        Self { saved, workspace: Workspace::new(loaded.project, loaded.history) }
    }

    /// Whether the command was done and saved.
    fn run(&mut self, step: &Step) -> Result<bool, Unsaved> {
        let entry = match step {
            Step::Command(command) => self.workspace.execute(command.clone(), &moment()).ok(),
            Step::Undo => self.workspace.undo(&moment()),
            Step::Redo => self.workspace.redo(&moment()),
            Step::Fold => {
                self.saved.fold(self.workspace.project())?;
                None
            }
        };
        match entry {
            Some(entry) => self.saved.append(&entry, self.workspace.project()).map(|()| true),
            None => Ok(false),
        }
    }

    fn hear(&mut self, store: &Memory, events: &[Event]) {
        for (key, value) in events {
            let text = self.workspace.text().clone();
            match self.saved.hear(Some(key), value.as_deref(), &text) {
                Heard::Entry(entry) => self.workspace.follow(&entry),
                Heard::Reload => {
                    let document = self.workspace.project().document.id.clone();
                    let loaded = self.saved.open(&document, "now").expect("the document");
                    self.workspace = Workspace::new(loaded.project, loaded.history);
                }
                Heard::Library | Heard::Cleared | Heard::Nothing => {}
            }
        }
        assert!(store.get(&format!("attest/text/{}", self.workspace.project().document.id)).is_some());
    }
}

#[derive(Clone, Debug)]
enum Step {
    Command(Command),
    Undo,
    Redo,
    Fold,
}

fn steps_on(text: &Text, most: usize) -> impl Strategy<Value = Vec<Step>> + use<> {
    let step = prop_oneof![
        8 => command_on(text).prop_map(Step::Command).boxed(),
        2 => Just(Step::Undo).boxed(),
        1 => Just(Step::Redo).boxed(),
        1 => Just(Step::Fold).boxed(),
    ];
    vec(step, 0..most)
}

fn work(most: usize) -> impl Strategy<Value = (Project, Vec<Step>)> {
    hard::text().prop_flat_map(move |text| (project_on(&text), steps_on(&text, most)))
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn what_was_saved_step_by_step_is_there_after_a_reload((project, steps) in work(24)) {
        let store = Memory::default();
        let document = project.document.id.clone();
        let mut tab = Tab::create(&store, "one", project);
        for step in &steps {
            tab.run(step).unwrap();
        }
        let again = Tab::open(&store, "two", &document);
        prop_assert_eq!(again.workspace.project(), tab.workspace.project());
        prop_assert_eq!(again.workspace.history().depth(), tab.workspace.history().depth());
    }

    #[test]
    fn looking_at_a_document_shows_what_opening_it_would_and_writes_nothing((project, steps) in work(16)) {
        let store = Memory::default();
        let document = project.document.id.clone();
        let mut tab = Tab::create(&store, "one", project);
        for step in &steps {
            tab.run(step).unwrap();
        }
        let before = store.values.borrow().clone();
        let seen = Saved::new(store.clone(), "two").peek(&document);
        prop_assert_eq!(seen.as_ref(), Some(tab.workspace.project()));
        prop_assert_eq!(&*store.values.borrow(), &before);
    }

    #[test]
    fn undo_leads_back_to_the_start_after_a_reload((project, steps) in work(24)) {
        let store = Memory::default();
        let start = project.clone();
        let mut tab = Tab::create(&store, "one", project);
        for step in &steps {
            tab.run(step).unwrap();
        }
        let mut again = Tab::open(&store, "two", &start.document.id);
        while again.run(&Step::Undo).unwrap() {}
        prop_assert_eq!(again.workspace.project(), &start);
    }

    #[test]
    fn a_fold_that_is_cut_off_anywhere_loses_nothing((project, steps) in work(16), cut in 0..40usize) {
        let store = Memory::default();
        let document = project.document.id.clone();
        let mut tab = Tab::create(&store, "one", project);
        for step in steps.iter().filter(|step| !matches!(step, Step::Fold)) {
            tab.run(step).unwrap();
        }
        store.writes_left.set(Some(cut));
        tab.run(&Step::Fold).unwrap();
        store.writes_left.set(None);
        let again = Tab::open(&store, "two", &document);
        prop_assert_eq!(again.workspace.project(), tab.workspace.project());
        prop_assert_eq!(again.workspace.history().depth(), tab.workspace.history().depth());
    }

    #[test]
    fn a_tab_killed_after_any_write_has_lost_the_last_step_at_most((project, steps) in work(12), cut in 0..60usize) {
        let store = Memory::default();
        let document = project.document.id.clone();
        let mut tab = Tab::create(&store, "one", project);
        let mut states = vec![tab.workspace.project().clone()];
        store.writes_left.set(Some(cut));
        for step in &steps {
            let had_power = store.writes_left.get() != Some(0);
            tab.run(step).unwrap();
            if had_power {
                states.push(tab.workspace.project().clone());
            }
        }
        store.writes_left.set(None);
        let again = Tab::open(&store, "two", &document);
        let last_two = &states[states.len().saturating_sub(2)..];
        prop_assert!(last_two.contains(again.workspace.project()));
    }

    #[test]
    fn two_tabs_end_in_the_same_state_and_it_is_the_stored_one(
        (project, steps) in work(20),
        who in vec(any::<bool>(), 20),
        delay in vec(any::<bool>(), 20),
    ) {
        let store = Memory::default();
        let document = project.document.id.clone();
        let mut tabs = [Tab::create(&store, "one", project), Tab::open(&store, "two", &document)];
        store.events.borrow_mut().clear();
        let mut waiting: [Vec<Event>; 2] = Default::default();
        for ((step, who), delay) in steps.iter().zip(who).zip(delay) {
            let who = usize::from(who);
            // A refusal (the other tab took the annotation away, say) is the person's to see; it is no failure.
            tabs[who].run(step).unwrap();
            waiting[1 - who].extend(store.events.take());
            if !delay {
                for (tab, waiting) in tabs.iter_mut().zip(&mut waiting) {
                    let events = std::mem::take(waiting);
                    tab.hear(&store, &events);
                }
                store.events.take();
            }
        }
        for (tab, waiting) in tabs.iter_mut().zip(&waiting) {
            tab.hear(&store, waiting);
        }
        let stored = Tab::open(&store, "three", &document);
        prop_assert_eq!(tabs[0].workspace.project(), stored.workspace.project());
        prop_assert_eq!(tabs[1].workspace.project(), stored.workspace.project());
    }

    #[test]
    fn a_full_store_harms_nothing_and_catches_up_when_there_is_room((project, steps) in work(16), spare in 0..4000usize) {
        let store = Memory::default();
        let document = project.document.id.clone();
        let mut tab = Tab::create(&store, "one", project);
        store.room.set(Some(store.used() + spare));
        let mut acknowledged = tab.workspace.project().clone();
        for step in &steps {
            if tab.run(step).is_ok() && tab.saved.is_saved() {
                acknowledged = tab.workspace.project().clone();
            }
        }
        let again = Tab::open(&store, "two", &document);
        if tab.saved.is_saved() {
            prop_assert_eq!(again.workspace.project(), &acknowledged);
        }
        store.room.set(None);
        tab.saved.flush(tab.workspace.project(), "later").unwrap();
        prop_assert!(tab.saved.is_saved());
        let again = Tab::open(&store, "three", &document);
        prop_assert_eq!(again.workspace.project(), tab.workspace.project());
    }

    #[test]
    fn damage_is_set_aside_unharmed_and_the_article_opens((project, steps) in work(10), which in any::<prop::sample::Index>(), cut in 0..200usize) {
        let store = Memory::default();
        let document = project.document.id.clone();
        let mut tab = Tab::create(&store, "one", project);
        for step in &steps {
            tab.run(step).unwrap();
        }
        let keys: Vec<String> = store.keys().into_iter().filter(|key| key.contains(&document) && !key.contains("/text/") && !key.contains("/card/") && !key.contains("/fold/")).collect();
        let key = which.get(&keys).clone();
        let whole = store.get(&key).unwrap();
        let broken: String = whole.chars().take(cut.min(whole.chars().count().saturating_sub(3))).collect();
        store.set(&key, &broken).unwrap();
        let mut saved = Saved::new(store.clone(), "two");
        let loaded = saved.open(&document, "now").expect("the article");
        prop_assert_eq!(loaded.damage.len(), 1);
        let aside = loaded.damage[0].aside.clone().expect("a key of its own");
        prop_assert_eq!(store.get(&aside), Some(broken));
        prop_assert_eq!(saved.asides().len(), 1);
        prop_assert_eq!(loaded.project.document.text, tab.workspace.project().document.text.clone());
    }
}

#[test]
fn a_note_that_another_tab_types_is_followed_letter_by_letter() {
    let store = Memory::default();
    let project = marked("[claim:Prices rose] by 30%.");
    let document = project.document.id.clone();
    let annotation = project.annotations.iter().next().unwrap().id.clone();
    let mut one = Tab::create(&store, "one", project);
    let mut two = Tab::open(&store, "two", &document);
    let note = |note: &str| Step::Command(Command::Note { id: annotation.clone(), note: note.to_owned() });
    let follow = |two: &mut Tab| {
        for (key, value) in store.events.take().into_iter().filter(|(key, _)| key.starts_with("attest/change/")) {
            match two.saved.hear(Some(&key), value.as_deref(), &two.workspace.text().clone()) {
                Heard::Entry(entry) => two.workspace.follow(&entry),
                heard => panic!("{heard:?}"),
            }
        }
    };
    store.events.take();
    for letters in ["h", "ho", "how", "ho", "hot"] {
        one.run(&note(letters)).unwrap();
        follow(&mut two);
        assert_eq!(two.workspace.project(), one.workspace.project());
    }
    // As it is for a tab that comes to it while it is being typed.
    let mut three = Tab::open(&store, "three", &document);
    for letters in ["hot ", "hot a"] {
        one.run(&note(letters)).unwrap();
        let events = store.events.borrow().clone();
        follow(&mut two);
        store.events.replace(events);
        follow(&mut three);
    }
    for tab in [&mut two, &mut three] {
        assert_eq!(tab.workspace.project(), one.workspace.project());
        assert_eq!(tab.workspace.history(), one.workspace.history(), "and it is one step");
        let folded = Saved::new(store.clone(), "four").open(&document, "later").unwrap();
        assert_eq!((&folded.project, &folded.history), (tab.workspace.project(), tab.workspace.history()));
    }
    // Its own tab may go on only where it is the last; and what a tab hears late is no news.
    two.run(&note("two")).unwrap();
    store.events.take();
    two.run(&note("two's")).unwrap();
    let late = store.events.take();
    let mut four = Tab::open(&store, "four", &document);
    let (key, value) = late.into_iter().find(|(key, _)| key.starts_with("attest/change/")).unwrap();
    assert_eq!(four.saved.hear(Some(&key), value.as_deref(), &four.workspace.text().clone()), Heard::Nothing);
}

#[test]
fn a_link_made_while_another_tab_took_its_end_away_goes_with_it() {
    let store = Memory::default();
    let project = marked("[claim:Some] said [figure:so]");
    let document = project.document.id.clone();
    let mut linked = project.clone();
    let link = Link {
        id: "l1".to_owned(),
        kind: "quantifies".to_owned(),
        from: id("a2"),
        to: id("a1"),
        unknown: Unknown::default(),
    };
    linked.links.push(link);
    let mut one = Tab::create(&store, "one", project);
    let mut two = Tab::open(&store, "two", &document);
    store.events.take();
    one.run(&Step::Command(Command::Replace(Box::new(linked)))).unwrap();
    let for_two = store.events.take();
    two.run(&Step::Command(Command::RemoveAll)).unwrap();
    let for_one = store.events.take();
    one.hear(&store, &for_one);
    two.hear(&store, &for_two);
    one.run(&Step::Fold).unwrap();
    assert_eq!(one.workspace.project().links, Vec::new());
    assert_eq!(two.workspace.project(), one.workspace.project());
    assert_eq!(Tab::open(&store, "three", &document).workspace.project(), one.workspace.project());
}

#[test]
fn what_was_folded_before_a_step_of_another_tab_stays_before_it() {
    let store = Memory::default();
    let project = Project::new(Document::of(Text::import("ab"), None, "test"));
    let document = project.document.id.clone();
    let mut one = Tab::create(&store, "one", project);
    let target = Target::new(vec![span(0, 1), span(1, 2)]).unwrap();
    one.run(&Step::Command(Command::Mark { id: id("a1"), label: LabelId::new("claim"), target })).unwrap();
    let mut two = Tab::open(&store, "two", &document);
    store.events.take();
    two.run(&Step::Command(Command::AddFragment { id: id("a1"), span: span(0, 1) })).unwrap();
    two.run(&Step::Fold).unwrap();
    let for_one = store.events.take();
    one.run(&Step::Undo).unwrap();
    let for_two = store.events.take();
    one.hear(&store, &for_one);
    two.hear(&store, &for_two);
    let stored = Tab::open(&store, "three", &document);
    assert_eq!(one.workspace.project(), stored.workspace.project());
    assert_eq!(two.workspace.project(), stored.workspace.project());
}

#[test]
fn a_label_taken_away_while_another_tab_used_it_stays() {
    let store = Memory::default();
    let project = marked("Some said so");
    let document = project.document.id.clone();
    let mut one = Tab::create(&store, "one", project);
    let mut two = Tab::open(&store, "two", &document);
    store.events.take();
    let caption = LabelId::new("caption");
    one.run(&Step::Command(Command::EditLabels(LabelEdit::Remove { id: caption.clone(), heir: None }))).unwrap();
    let for_two = store.events.take();
    let target = Target::one(span(0, 4));
    two.run(&Step::Command(Command::Mark { id: id("new"), label: caption.clone(), target })).unwrap();
    let for_one = store.events.take();
    one.hear(&store, &for_one);
    two.hear(&store, &for_two);
    one.run(&Step::Fold).unwrap();
    assert!(one.workspace.project().labels.get(&caption).is_some());
    assert_eq!(two.workspace.project(), one.workspace.project());
    assert_eq!(Tab::open(&store, "three", &document).workspace.project(), one.workspace.project());
}

#[test]
fn an_orphan_placed_while_another_tab_took_a_file_over_stands_once() {
    let store = Memory::default();
    let mut project = marked("Some said so");
    let lost = marked("[claim:Some] said so").annotations.iter().next().unwrap().clone();
    let orphan = Orphan { annotation: (*lost).clone(), quotes: vec!["Some".to_owned()], unknown: Unknown::default() };
    project.orphans.push(orphan.clone());
    let document = project.document.id.clone();
    let mut file = project.clone();
    file.orphans.push(Orphan { annotation: Annotation { id: id("other"), ..(*lost).clone() }, ..orphan });
    let mut one = Tab::create(&store, "one", project);
    let mut two = Tab::open(&store, "two", &document);
    store.events.take();
    let target = Target::one(span(5, 9));
    one.run(&Step::Command(Command::Place { id: lost.id.clone(), target })).unwrap();
    let for_two = store.events.take();
    two.run(&Step::Command(Command::Replace(Box::new(file)))).unwrap();
    let for_one = store.events.take();
    one.hear(&store, &for_one);
    two.hear(&store, &for_two);
    one.run(&Step::Fold).unwrap();
    assert_eq!(one.workspace.project().orphans.len(), 1);
    assert_eq!(two.workspace.project(), one.workspace.project());
    assert_eq!(Tab::open(&store, "three", &document).workspace.project(), one.workspace.project());
}

fn large() -> Project {
    let source = "Some 1,200 people came to the square on Sunday, the ministry said. ".repeat(16_000);
    let text = Text::import(&source);
    let mut project = Project::new(Document::of(text, Some("Large"), "test"));
    for number in 0..10_000u32 {
        let target = Target::one(span(number * 100, number * 100 + 12));
        let command = Command::Mark { id: id(&format!("a{number}")), label: LabelId::new("figure"), target };
        let change = project.plan(command, &moment()).unwrap();
        project.apply(&change);
    }
    project
}

#[test]
fn an_edit_of_a_large_article_writes_the_edit_and_not_the_article() {
    let store = Memory::default();
    let mut tab = Tab::create(&store, "one", large());
    let before = store.written.get();
    let label = LabelId::new("claim");
    tab.run(&Step::Command(Command::Mark { id: id("new"), label, target: Target::one(span(3, 40)) })).unwrap();
    assert!(store.written.get() - before < 2_000, "{} were written", store.written.get() - before);
}

#[test]
fn a_thousand_steps_of_undo_survive_folding_and_a_reload() {
    let store = Memory::default();
    let start = Project::new(Document::of(Text::import("A line to be marked again and again"), None, "test"));
    let mut tab = Tab::create(&store, "one", start.clone());
    let add = |number: u32| Command::Mark {
        id: id(&format!("a{number}")),
        label: LabelId::new("claim"),
        target: Target::one(span(0, number % 30 + 1)),
    };
    for number in 0..30 {
        tab.run(&Step::Command(add(number))).unwrap();
    }
    for number in 0..1_100u32 {
        let label = LabelId::new(if number.is_multiple_of(2) { "figure" } else { "claim" });
        tab.run(&Step::Command(Command::Relabel { id: id("a7"), label })).unwrap();
        if tab.saved.wants_fold() {
            tab.run(&Step::Fold).unwrap();
        }
    }
    let mut again = Tab::open(&store, "two", &start.document.id);
    let mut steps = 0;
    while again.run(&Step::Undo).unwrap() {
        steps += 1;
    }
    assert_eq!(steps, 1_130);
    assert_eq!(again.workspace.project(), &start);
}

#[test]
fn the_letters_of_a_note_are_one_entry_and_one_step() {
    let store = Memory::default();
    let start = Project::new(Document::of(Text::import("Some words"), None, "test"));
    let mut tab = Tab::create(&store, "one", start.clone());
    tab.run(&Step::Command(Command::Mark {
        id: id("a"),
        label: LabelId::new("claim"),
        target: Target::one(span(0, 4)),
    }))
    .unwrap();
    for note in ["W", "Wh", "Why", "Why?"] {
        tab.run(&Step::Command(Command::Note { id: id("a"), note: note.to_owned() })).unwrap();
    }
    assert_eq!(store.keys().iter().filter(|key| key.contains("/change/")).count(), 2);
    let mut again = Tab::open(&store, "two", &start.document.id);
    assert_eq!(again.workspace.project().annotations.get(&id("a")).unwrap().note, "Why?");
    again.run(&Step::Undo).unwrap();
    assert_eq!(again.workspace.project().annotations.get(&id("a")).unwrap().note, "");
}

#[test]
fn a_newer_or_foreign_snapshot_is_set_aside_whole() {
    for foreign in [r#"{"format":"attest","version":2,"annotations":[]}"#, r#"{"hello":1}"#, "[]", "no json"] {
        let store = Memory::default();
        let start = Project::new(Document::of(Text::import("Some words"), None, "test"));
        let document = start.document.id.clone();
        drop(Tab::create(&store, "one", start));
        store.set(&format!("attest/snapshot/{document}"), foreign).unwrap();
        let loaded = Saved::new(store.clone(), "two").open(&document, "now").expect("the article");
        assert_eq!(loaded.damage.len(), 1);
        assert_eq!(store.get(loaded.damage[0].aside.as_ref().unwrap()).as_deref(), Some(foreign));
    }
}

#[test]
fn a_removed_article_comes_back_until_it_is_purged() {
    let store = Memory::default();
    let start = Project::new(Document::of(Text::import("Some words"), None, "test"));
    let document = start.document.id.clone();
    let mut tab = Tab::create(&store, "one", start);
    tab.saved.remove_document(&document, None, "2026-01-01T10:00:00Z").unwrap();
    assert!(tab.saved.cards().is_empty());
    tab.saved.purge(Some("2026-01-01T09:00:00Z"));
    tab.saved.restore_document(&document).unwrap();
    assert_eq!(tab.saved.cards().len(), 1);
    tab.saved.remove_document(&document, None, "2026-01-01T10:00:00Z").unwrap();
    tab.saved.purge(Some("2026-01-01T11:00:00Z"));
    assert!(store.keys().iter().all(|key| !key.contains(&document)), "{:?}", store.keys());
}

#[test]
fn nothing_is_given_up_for_an_article_that_no_store_holds() {
    let store = Memory::default();
    store.room.set(Some(QUOTA));
    let kept = Project::new(Document::of(Text::import("Some words"), None, "test"));
    let id = kept.document.id.clone();
    Tab::create(&store, "one", kept).saved.remove_document(&id, None, "2026-01-01T10:00:00Z").unwrap();
    let large = Project::new(Document::of(Text::import(&"Many words\n".repeat(QUOTA / 10)), None, "test"));
    let mut saved = Saved::new(store, "two");
    assert_eq!(saved.create(&large, "now"), Err(Unsaved::TooLarge));
    assert_eq!(saved.flush(&large, "now"), Err(Unsaved::TooLarge));
    assert!(saved.restore_document(&id).is_ok(), "what was removed can still be brought back");
    assert!(saved.open(&id, "now").is_ok());
}

#[test]
fn what_a_taken_over_file_holds_beside_the_known_fields_is_there_after_a_fold_and_a_reload() {
    let store = Memory::default();
    let document = Document::of(Text::stored("One two.".to_owned()), None, "");
    let mut tab = Tab::create(&store, "one", Project::new(document.clone()));
    let mut file = tab.workspace.project().clone();
    file.document.unknown = Unknown(vec![("paper".to_owned(), "\"Daily\"".to_owned())]);
    file.unknown = Unknown(vec![("extra".to_owned(), "[1,null]".to_owned())]);
    tab.run(&Step::Command(Command::Replace(Box::new(file.clone())))).unwrap();
    assert_eq!(Tab::open(&store, "two", &document.id).workspace.project(), &file);
    tab.run(&Step::Fold).unwrap();
    let mut again = Tab::open(&store, "three", &document.id);
    assert_eq!(again.workspace.project(), &file);
    again.run(&Step::Undo).unwrap();
    assert_eq!(again.workspace.project(), &Project::new(document));
}

#[test]
fn a_hash_that_is_stored_is_not_made_again_and_one_that_is_not_there_is_made() {
    let store = Memory::default();
    let project = marked("A [figure:dozen] eggs");
    let (document, hash) = (project.document.id.clone(), project.document.sha256.clone());
    let created = Tab::create(&store, "a", project);
    for wrong in ["", "00"] {
        let snapshot = format!("attest/snapshot/{document}");
        let written = store.get(&snapshot).unwrap().replace(&hash, wrong);
        store.set(&snapshot, &written).unwrap();
        assert_eq!(Tab::open(&store, "b", &document).workspace.project(), created.workspace.project());
        store
            .set(&snapshot, &written.replace(&format!("\"sha256\":\"{wrong}\""), &format!("\"sha256\":\"{hash}\"")))
            .unwrap();
    }
    let other = "5".repeat(64);
    let snapshot = format!("attest/snapshot/{document}");
    store.set(&snapshot, &store.get(&snapshot).unwrap().replace(&hash, &other)).unwrap();
    let broken = Tab::open(&store, "b", &document);
    assert_eq!(broken.workspace.project().document.sha256, other);
    let (_, file) = annotation_file(broken.workspace.project());
    let (read, notes) = attest_file::read(&file).unwrap();
    assert_eq!((read.document.sha256, notes), (hash, Vec::new()), "a file has the hash of its text");
}

#[test]
fn an_earlier_version_is_known_by_its_title_or_by_its_blocks() {
    const BLOCKS: [&str; 4] = [
        "\"The dam above the town has held through the night,\" the mayor said.",
        "\"Twelve of the forty schools\" in the valley stay shut until Monday.",
        "The ministry of the interior has sent three hundred more helpers.",
        "Prices of fresh water rose by a third in the course of the weekend.",
    ];
    let document =
        |title: &str, blocks: &[&str]| Document::of(Text::stored(format!("{title}\n{}", blocks.join("\n"))), None, "");
    let store = Memory::default();
    let mut old = marked(&format!("[claim:The river rises]\n{}", BLOCKS.join("\n")));
    Tab::create(&store, "one", old.clone());
    let saved = Saved::new(store, "two");
    let has = |document: &Document| saved.has_earlier_version(document);
    assert!(has(&document("The river rises", &["Nothing else is as it was in this article, not one of its blocks."])));
    assert!(has(&document(
        "Another headline",
        &[BLOCKS[0], BLOCKS[1], BLOCKS[3], "And this block is a new one that nobody has ever seen."]
    )));
    assert!(!has(&document(
        "Another headline",
        &[BLOCKS[0], "All of this is new, and so is what comes after it in the text."]
    )));
    assert!(!has(&document("Another headline", &[])));
    assert!(!has(&old.document), "an article is no earlier version of itself");

    old.annotations = attest::domain::annotation::AnnotationSet::default();
    let store = Memory::default();
    Tab::create(&store, "one", old);
    let saved = Saved::new(store, "two");
    assert!(!saved.has_earlier_version(&document("The river rises", &BLOCKS)), "there is nothing to follow");
}
