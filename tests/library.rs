//! The library: articles are found and sorted as they say, and what is done to one that is not open is what another tab would do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::app::library::{Order, Progress, Shelved, Way, arrange, contents, is_found};
use attest::app::saved::{Card, Heard, Saved, Store, Unchanged, Unsaved};
use attest::app::workspace::Workspace;
use attest::domain::edit::{Command, Rejected};
use attest::domain::filter::Words;
use attest::domain::history::History;
use attest::domain::project::{Project, Status};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use support::marks::{marked, show};
use support::random::{command_on, moment, project_on};
use support::{hard, noon};

/// A store in memory, full when told so.
#[derive(Clone, Default)]
struct Memory {
    values: Rc<RefCell<BTreeMap<String, String>>>,
    is_full: Rc<RefCell<bool>>,
}

impl Store for Memory {
    fn get(&self, key: &str) -> Option<String> {
        self.values.borrow().get(key).cloned()
    }

    fn set(&self, key: &str, value: &str) -> Result<(), Unsaved> {
        if *self.is_full.borrow() {
            return Err(Unsaved::Full);
        }
        self.values.borrow_mut().insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) {
        self.values.borrow_mut().remove(key);
    }

    fn keys(&self) -> Vec<String> {
        self.values.borrow().keys().cloned().collect()
    }

    fn used(&self) -> usize {
        let length = |text: &String| text.encode_utf16().count();
        self.values.borrow().iter().map(|(key, value)| length(key) + length(value)).sum()
    }
}

fn stored(store: &Memory, tab: &str, project: &Project) -> (Saved<Memory>, Workspace) {
    let mut saved = Saved::new(store.clone(), tab);
    saved.create(project, "2026-01-01T00:00:00Z").unwrap();
    (saved, Workspace::new(project.clone(), History::default()))
}

fn some_article() -> impl Strategy<Value = Shelved> {
    let title = prop_oneof![hard::string(), select(vec!["Ärger", "apple", "Zoo", "zebra"]).prop_map(str::to_owned)];
    let moment = || select(vec!["", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"]).prop_map(str::to_owned);
    (title, 0..4usize, moment(), moment(), any::<bool>(), 0..4usize, hard::string()).prop_map(
        |(title, annotations, modified, downloaded, is_done, size, id)| {
            let status = if is_done { Status::Done } else { Status::Open };
            let card = Card { id, title, annotations, modified, downloaded, status, ..Card::default() };
            Shelved { card, size }
        },
    )
}

const ORDERS: [Order; 6] =
    [Order::Title, Order::Progress, Order::Annotations, Order::Changed, Order::Downloaded, Order::Size];

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn articles_are_sorted_by_what_was_asked_for(articles in vec(some_article(), 0..9), order in select(ORDERS.to_vec()), is_up in any::<bool>()) {
        let way = if is_up { Way::Up } else { Way::Down };
        let mut sorted = articles.clone();
        arrange(&mut sorted, order, way);
        for pair in sorted.windows(2) {
            let [one, other] = if is_up { [&pair[0], &pair[1]] } else { [&pair[1], &pair[0]] };
            let small = |one: &Shelved| -> String {
                let small = one.card.title.chars().filter_map(|character| character.to_lowercase().next());
                small.map(|character| if character == 'ς' { 'σ' } else { character }).collect()
            };
            let is_so = match order {
                Order::Title => small(one) <= small(other),
                Order::Progress => Progress::of(&one.card) <= Progress::of(&other.card),
                Order::Annotations => one.card.annotations <= other.card.annotations,
                Order::Changed => one.card.modified <= other.card.modified,
                Order::Downloaded => one.card.downloaded <= other.card.downloaded,
                Order::Size => one.size <= other.size,
            };
            prop_assert!(is_so);
        }
        let ids = |articles: &[Shelved]| -> Vec<String> {
            let mut ids: Vec<String> = articles.iter().map(|one| one.card.id.clone()).collect();
            ids.sort();
            ids
        };
        prop_assert_eq!(ids(&sorted), ids(&articles), "none is lost");
        // The order they came in does not matter where anything tells them apart.
        let mut again = articles;
        again.reverse();
        arrange(&mut again, order, way);
        prop_assert_eq!(sorted.len(), again.len());
        let keys = |articles: &[Shelved]| -> Vec<(String, String, String)> {
            articles.iter().map(|one| (one.card.modified.clone(), one.card.title.clone(), one.card.id.clone())).collect()
        };
        prop_assert_eq!(keys(&sorted), keys(&again));
    }

    #[test]
    fn what_is_read_without_opening_is_what_opening_shows(
        (project, commands) in hard::text().prop_flat_map(|text| (project_on(&text), vec((command_on(&text), any::<bool>()), 0..8))),
    ) {
        let store = Memory::default();
        let (mut saved, mut workspace) = stored(&store, "one", &project);
        for (command, folds) in commands {
            if let Ok(entry) = workspace.execute(command, &moment()) {
                saved.append(&entry, workspace.project()).unwrap();
            }
            if folds {
                saved.fold(workspace.project()).unwrap();
            }
        }
        let before = store.values.borrow().clone();
        let id = project.document.id.as_str();
        let read = Saved::new(store.clone(), "two").project_of(id);
        prop_assert_eq!(&*store.values.borrow(), &before, "nothing is written");
        let opened = Saved::new(store, "three").open(id, "2026-01-02T00:00:00Z").unwrap().project;
        prop_assert_eq!(read, Some(opened));
    }

    #[test]
    fn the_articles_share_all_of_the_store_but_the_small_keys(texts in vec(hard::string(), 1..4)) {
        let store = Memory::default();
        for (number, text) in texts.iter().enumerate() {
            let mut project = marked(&format!("[claim:A]{number}{}", text.replace(['[', ']', '\\'], "")));
            project.document.id = format!("folder/d-{number}");
            let (mut saved, mut workspace) = stored(&store, "one", &project);
            let entry = workspace.execute(Command::SetStatus(Status::Done), &noon()).unwrap();
            saved.append(&entry, workspace.project()).unwrap();
            saved.fold(workspace.project()).unwrap();
            let entry = workspace.execute(Command::RemoveAll, &noon()).unwrap();
            saved.append(&entry, workspace.project()).unwrap();
        }
        let saved = Saved::new(store.clone(), "two");
        let open = store.get("attest/open").unwrap().encode_utf16().count() + "attest/open".len();
        prop_assert_eq!(saved.sizes().len(), texts.len());
        prop_assert_eq!(saved.sizes().values().sum::<usize>() + open, store.used());
    }
}

#[test]
fn a_stored_article_is_changed_as_another_tab_would_change_it() {
    let store = Memory::default();
    let project = marked("[claim:Prices rose] by 30%.");
    let id = project.document.id.clone();
    let (mut one, mut workspace) = stored(&store, "one", &project);
    let entry = workspace.execute(Command::RemoveAll, &noon()).unwrap();
    one.append(&entry, workspace.project()).unwrap();

    let two = Saved::new(store.clone(), "two");
    two.change_stored(&id, Command::SetStatus(Status::Done), &noon()).unwrap();
    assert_eq!(two.card(&id).map(|card| (card.status, card.annotations)), Some((Status::Done, 0)));
    assert_eq!(two.last_open(), Some(id.clone()), "which one is open stays as it was");

    // A tab that has it open hears of it, and goes on from there.
    let key = store.keys().into_iter().find(|key| key.starts_with("attest/change/") && key.ends_with("-two")).unwrap();
    let value = store.get(&key);
    let Heard::Entry(heard) = one.hear(Some(&key), value.as_deref(), workspace.text()) else {
        panic!("it is no entry")
    };
    workspace.follow(&heard);
    assert_eq!(workspace.project().document.status, Status::Done);
    let undone = workspace.undo(&noon()).unwrap();
    one.append(&undone, workspace.project()).unwrap();
    let opened = Saved::new(store, "three").open(&id, "2026-01-02T00:00:00Z").unwrap();
    assert_eq!((opened.project.document.status, show(&opened.project).as_str()), (Status::Open, "Prices rose by 30%."));
}

#[test]
fn a_change_comes_behind_what_was_folded() {
    let store = Memory::default();
    let project = marked("[claim:Prices rose] by 30%.");
    let id = project.document.id.clone();
    let (mut one, mut workspace) = stored(&store, "one", &project);
    for status in [Status::Done, Status::Open, Status::Done] {
        let entry = workspace.execute(Command::SetStatus(status), &noon()).unwrap();
        one.append(&entry, workspace.project()).unwrap();
    }
    one.fold(workspace.project()).unwrap();
    let two = Saved::new(store.clone(), "two");
    assert_eq!(
        two.change_stored(&id, Command::SetStatus(Status::Done), &noon()),
        Err(Unchanged::Rejected(Rejected::NothingToDo))
    );
    two.change_stored(&id, Command::SetStatus(Status::Open), &noon()).unwrap();
    assert!(store.get(&format!("attest/change/{id}/00000004-two")).is_some(), "{:?}", store.keys());
    let opened = Saved::new(store, "three").open(&id, "2026-01-02T00:00:00Z").unwrap();
    assert_eq!(opened.project.document.status, Status::Open);
    assert!(opened.history.can_undo());
}

#[test]
fn a_stored_article_is_that_of_its_key_whatever_is_written_in_it() {
    let store = Memory::default();
    let project = marked("[claim:Prices rose] by 30%.");
    let id = project.document.id.clone();
    stored(&store, "one", &project);
    let key = format!("attest/snapshot/{id}");
    let renamed = store.get(&key).unwrap().replace(&format!("\"id\":\"{id}\""), "\"id\":\"d-elsewhere\"");
    store.set(&key, &renamed).unwrap();
    let two = Saved::new(store, "two");
    two.change_stored(&id, Command::SetStatus(Status::Done), &noon()).unwrap();
    assert_eq!(two.card(&id).map(|card| card.status), Some(Status::Done));
    assert_eq!(two.card("d-elsewhere"), None);
    for read in [two.project_of(&id), two.peek(&id)] {
        assert_eq!(read.map(|project| project.document.id), Some(id.clone()));
    }
}

#[test]
fn what_cannot_be_read_or_stored_stays_as_it_is() {
    let store = Memory::default();
    let project = marked("[claim:Prices rose] by 30%.");
    let id = project.document.id.clone();
    stored(&store, "one", &project);
    let two = Saved::new(store.clone(), "two");
    *store.is_full.borrow_mut() = true;
    let before = store.values.borrow().clone();
    let done = || two.change_stored(&id, Command::SetStatus(Status::Done), &noon());
    assert_eq!(done(), Err(Unchanged::Unsaved(Unsaved::Full)));
    assert_eq!(*store.values.borrow(), before);
    *store.is_full.borrow_mut() = false;
    store.set(&format!("attest/snapshot/{id}"), "{\"cut").unwrap();
    let before = store.values.borrow().clone();
    assert_eq!(done(), Err(Unchanged::Unreadable));
    assert_eq!(two.project_of("d-elsewhere"), None);
    assert_eq!(*store.values.borrow(), before);
}

#[test]
fn a_card_tells_how_far_the_work_is_from_the_first_moment() {
    let store = Memory::default();
    let mut project = marked("Prices rose by 30%.");
    let (saved, _) = stored(&store, "one", &project);
    let card = |saved: &Saved<Memory>| saved.card(&project.document.id).map(|card| Progress::of(&card));
    assert_eq!(card(&saved), Some(Progress::New));
    project.document.status = Status::Done;
    let (saved, _) = stored(&store, "one", &project);
    assert_eq!(saved.card(&project.document.id).map(|card| Progress::of(&card)), Some(Progress::Done));
    let card = Card { annotations: 3, ..Card::default() };
    assert_eq!(Progress::of(&card), Progress::InProgress);
}

#[test]
fn articles_are_found_by_title_and_if_wanted_by_text_and_notes() {
    let mut project = marked("Headline\n[claim:Prices rose] by 30%.");
    let mut annotation = (**project.annotations.at(0).unwrap()).clone();
    annotation.note = "Ask Mustermann".to_owned();
    project.annotations.insert(annotation.into());
    let card = Card { title: "Prices of BREAD".to_owned(), ..Card::default() };
    let contents = contents(&project);
    for (words, in_title, in_all) in [
        ("", true, true),
        ("bread", true, true),
        ("bread PRICES", true, true),
        ("headline", false, true),
        ("mustermann bread", false, true),
        ("butter", false, false),
        ("bread butter", false, false),
    ] {
        let words = Words::of(words);
        assert_eq!(is_found(&words, &card, None), in_title, "{words:?}");
        assert_eq!(is_found(&words, &card, Some(&contents)), in_all, "{words:?}");
    }
}
