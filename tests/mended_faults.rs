//! Faults that were found by `tests/faults.rs` or on the way there, each told by what a person would have lost.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::app::opening;
use attest::app::saved::{Heard, Saved, Unsaved};
use attest::app::workspace::Workspace;
use attest::domain::edit::Command;
use attest::domain::history::History;
use attest::domain::label::LabelId;
use attest::domain::project::{Document, Project, Timestamp};
use attest::domain::span::Target;
use attest::domain::text::Text;
use std::rc::Rc;
use support::disk::{Disk, Hand};
use support::{id, noon, span};

/// A tab without what stands around it.
struct Tab {
    hand: Hand,
    saved: Saved<Hand>,
    workspace: Workspace,
    heard: usize,
}

fn blank() -> Project {
    Project::new(Document::of(Text::stored("Some people said so on Monday.".to_owned()), None, "test"))
}

fn key(part: &str) -> String {
    format!("attest/{part}/{}", blank().document.id)
}

impl Tab {
    fn create(disk: &Rc<Disk>, writer: usize) -> Self {
        let hand = Hand::of(disk, writer);
        let mut saved = Saved::new(hand.clone(), &format!("t{writer}"));
        saved.create(&blank(), "2026-01-01T00:00:00Z").unwrap();
        Self { hand, saved, workspace: Workspace::new(blank(), History::default()), heard: disk.events.borrow().len() }
    }

    fn open(disk: &Rc<Disk>, writer: usize) -> Self {
        let hand = Hand::of(disk, writer);
        let mut saved = Saved::new(hand.clone(), &format!("t{writer}"));
        let loaded = saved.open(&blank().document.id, "2026-01-02T00:00:00Z").expect("the article");
        let workspace = Workspace::new(loaded.project, loaded.history);
        Self { hand, saved, workspace, heard: disk.events.borrow().len() }
    }

    fn run(&mut self, command: Command) -> Result<(), Unsaved> {
        let entry = self.workspace.execute(command, &noon()).unwrap();
        self.saved.append(&entry, self.workspace.project())
    }

    fn mark(&mut self, name: &str, from: u32) -> Result<(), Unsaved> {
        self.run(Command::Mark {
            id: id(name),
            label: LabelId::new("claim"),
            target: Target::one(span(from, from + 4)),
        })
    }

    fn label(&mut self, name: &str, label: &str) -> Result<(), Unsaved> {
        self.run(Command::Relabel { id: id(name), label: LabelId::new(label) })
    }

    fn undo(&mut self) -> Result<(), Unsaved> {
        let entry = self.workspace.undo(&noon()).expect("a step");
        self.saved.append(&entry, self.workspace.project())
    }

    fn fold(&mut self) {
        self.saved.fold(self.workspace.project()).unwrap();
    }

    fn hear(&mut self) {
        let events = self.hand.disk.events.borrow()[self.heard..].to_vec();
        self.heard += events.len();
        let own = self.hand.writer;
        for event in events.into_iter().filter(|event| event.writer != own) {
            let text = self.workspace.text().clone();
            match self.saved.hear(Some(&event.key), event.value.as_deref(), &text) {
                Heard::Entry(entry) => self.workspace.follow(&entry),
                Heard::Reload => self.reload(),
                _ => {}
            }
        }
    }

    fn reload(&mut self) {
        if self.saved.is_saved() {
            let loaded = self.saved.open(&blank().document.id, "2026-01-02T00:00:00Z").expect("the article");
            self.workspace = Workspace::new(loaded.project, loaded.history);
        }
    }

    /// What is marked, as `a claim, b figure`.
    fn shows(&self) -> String {
        let shown = self.workspace.project().annotations.iter().map(|one| format!("{} {}", one.id.as_str(), one.label));
        shown.collect::<Vec<_>>().join(", ")
    }

    /// What is marked once all is undone and done again.
    fn comes_back(&self) -> String {
        let mut workspace = self.workspace.clone();
        let mut steps = 0;
        while workspace.undo(&noon()).is_some() {
            steps += 1;
        }
        for _ in 0..steps {
            workspace.redo(&Timestamp::new("later")).unwrap();
        }
        Self { workspace, saved: Saved::new(self.hand.clone(), "x"), hand: self.hand.clone(), heard: 0 }.shows()
    }
}

fn stored(disk: &Rc<Disk>) -> Tab {
    Tab::open(&disk.copy(), 99)
}

#[test]
fn what_cannot_be_read_survives_a_full_store_and_a_kill_while_it_is_set_aside() {
    for left in 0..4 {
        let disk = Rc::<Disk>::default();
        drop(Tab::create(&disk, 1));
        disk.put(0, &key("snapshot"), "{\"half");
        disk.room.set(Some(disk.used()));
        let hand = Hand::of(&disk, 2);
        hand.left.set(Some(left));
        let _ = Saved::new(hand, "t2").open(&blank().document.id, "now");
        assert!(disk.values.borrow().values().any(|value| value == "{\"half"), "killed after {left} keys");
    }
}

#[test]
fn two_pieces_set_aside_at_the_same_moment_are_both_kept() {
    let disk = Rc::<Disk>::default();
    drop(Tab::create(&disk, 1));
    for garbage in ["{\"half", "{\"other"] {
        disk.put(0, &key("snapshot"), garbage);
        let loaded = Saved::new(Hand::of(&disk, 2), "t2").open(&blank().document.id, "now").unwrap();
        assert_eq!(disk.get(loaded.damage[0].aside.as_ref().unwrap()).as_deref(), Some(garbage));
    }
    assert_eq!(Saved::new(Hand::of(&disk, 3), "t3").asides().len(), 2);
}

#[test]
fn work_goes_on_in_an_article_that_another_tab_removed_and_deleted() {
    let disk = Rc::<Disk>::default();
    let mut one = Tab::create(&disk, 1);
    one.mark("a", 0).unwrap();
    let mut other = Tab::open(&disk, 2);
    other.saved.remove_document(&blank().document.id, None, "2026-01-01T00:00:00Z").unwrap();
    other.saved.purge(None);
    one.mark("b", 5).unwrap();
    assert_eq!(stored(&disk).shows(), "a claim, b claim");
    one.hear();
    one.mark("c", 12).unwrap();
    assert_eq!(stored(&disk).shows(), "a claim, b claim, c claim");
}

#[test]
fn work_goes_on_in_an_article_that_was_folded_before_another_tab_removed_and_deleted_it() {
    let disk = Rc::<Disk>::default();
    let mut one = Tab::create(&disk, 1);
    one.mark("a", 0).unwrap();
    one.fold();
    one.mark("b", 5).unwrap();
    let mut other = Tab::open(&disk, 2);
    other.saved.remove_document(&blank().document.id, None, "2026-01-01T00:00:00Z").unwrap();
    other.saved.purge(None);
    one.hear();
    assert_eq!(one.shows(), "a claim, b claim");
    one.mark("c", 12).unwrap();
    one.hear();
    assert_eq!(stored(&disk).shows(), "a claim, b claim, c claim");
    one.undo().unwrap();
    assert_eq!(stored(&disk).shows(), "a claim, b claim");
}

#[test]
fn a_log_is_folded_by_the_tab_whose_entry_may_be_amended_at_this_moment() {
    let disk = Rc::<Disk>::default();
    let mut one = Tab::create(&disk, 1);
    let mut other = Tab::open(&disk, 2);
    one.mark("a", 0).unwrap();
    for label in ["figure", "claim"].repeat(150) {
        one.label("a", label).unwrap();
    }
    other.hear();
    assert!(one.saved.wants_fold() && !other.saved.wants_fold());
    other.label("a", "caption").unwrap();
    one.hear();
    assert!(!one.saved.wants_fold() && other.saved.wants_fold());
}

#[test]
fn an_entry_that_comes_after_a_fold_leaves_no_gap_in_the_history() {
    let disk = Rc::<Disk>::default();
    let mut one = Tab::create(&disk, 1);
    one.mark("a", 0).unwrap();
    let mut late = Tab::open(&disk, 2);
    disk.refuses_every.set(Some(1));
    late.mark("z", 20).unwrap_err();
    disk.refuses_every.set(None);
    for (place, id) in ["b", "c", "d"].into_iter().enumerate() {
        one.mark(id, 3 + place as u32 * 3).unwrap();
    }
    one.fold();
    late.saved.flush(late.workspace.project(), "2026-01-02T00:00:00Z").unwrap();
    one.hear();
    one.mark("e", 12).unwrap();
    let mut tab = stored(&disk);
    assert_eq!(tab.shows(), "a claim, b claim, c claim, d claim, e claim, z claim");
    for _ in 0..6 {
        tab.undo().unwrap();
    }
    assert_eq!(tab.shows(), "");
}

#[test]
fn work_that_goes_on_in_an_article_whose_deletion_was_cut_off_is_seen_by_other_tabs() {
    let disk = Rc::<Disk>::default();
    let mut one = Tab::create(&disk, 1);
    one.mark("a", 0).unwrap();
    let mut other = Tab::open(&disk, 2);
    let mut third = Tab::open(&disk, 3);
    third.saved.remove_document(&blank().document.id, None, "2026-01-01T00:00:00Z").unwrap();
    third.hand.left.set(Some(2)); // the snapshot and the entry
    third.saved.purge(None);
    one.mark("b", 5).unwrap();
    other.hear();
    assert_eq!(other.shows(), "a claim, b claim");
    other.mark("c", 10).unwrap();
    other.fold();
    assert_eq!(stored(&disk).shows(), "a claim, b claim, c claim");
}

#[test]
fn an_article_that_was_removed_before_all_of_it_was_saved_comes_back_with_all_of_it() {
    let disk = Rc::<Disk>::default();
    let mut tab = Tab::create(&disk, 1);
    tab.mark("a", 0).unwrap();
    disk.room.set(Some(disk.used()));
    tab.mark("b", 5).unwrap_err();
    disk.room.set(None);
    let (id, now) = (blank().document.id, "2026-01-01T00:00:00Z");
    opening::remove(&mut tab.saved, Some(&tab.workspace), &id, now).unwrap();
    assert_eq!(tab.saved.parked().count(), 0, "it is not on the list");
    tab.saved.purge(None);
    assert_eq!(tab.saved.parked().count(), 0, "nor when what was stored of it is deleted");
    opening::restore(&mut tab.saved, None, &id, now).unwrap();
    assert_eq!(stored(&disk).shows(), "a claim, b claim");
}

#[test]
fn an_article_that_was_removed_elsewhere_is_not_deleted_to_make_room_for_a_change_of_itself() {
    let disk = Rc::<Disk>::default();
    let mut one = Tab::create(&disk, 1);
    one.mark("a", 0).unwrap();
    Tab::open(&disk, 2).saved.remove_document(&blank().document.id, None, "2026-01-01T00:00:00Z").unwrap();
    disk.room.set(Some(disk.used() + 20));
    if one.mark("b", 5).is_ok() {
        assert_eq!(stored(&disk).shows(), "a claim, b claim");
    }
}

#[test]
fn what_a_full_store_took_in_as_a_snapshot_is_not_overwritten_by_a_tab_that_never_saw_it() {
    let disk = Rc::<Disk>::default();
    let mut one = Tab::create(&disk, 1);
    one.mark("a", 0).unwrap();
    one.mark("b", 5).unwrap();
    for label in ["figure", "caption", "claim"].repeat(6) {
        one.label("a", label).unwrap();
    }
    let mut other = Tab::open(&disk, 2);
    let entries = || disk.values.borrow().keys().filter(|key| key.contains("/change/")).count();
    disk.room.set(Some(disk.used()));
    one.label("b", "attribution").unwrap_err();
    while one.saved.flush(one.workspace.project(), "later").is_err() {
        disk.room.set(disk.room.get().map(|room| room + 10));
    }
    assert_eq!(entries(), 0, "the snapshot took it in, and there is no entry of it");
    disk.room.set(None);
    other.hear();
    assert_eq!(other.shows(), "a claim, b attribution", "it is shown");
    other.fold();
    assert_eq!(stored(&disk).shows(), "a claim, b attribution");
}

#[test]
fn what_a_full_store_took_in_as_a_snapshot_is_shown_by_a_tab_that_learns_of_it_key_by_key() {
    let disk = Rc::<Disk>::default();
    let mut one = Tab::create(&disk, 1);
    one.mark("a", 0).unwrap();
    for label in ["figure", "caption", "claim"].repeat(9) {
        one.label("a", label).unwrap();
    }
    // Browsers tell each tab of each key by itself, and what a tab has not been told of is not yet in its copy of the store.
    let copy = disk.copy();
    let mut other = Tab::open(&copy, 2);
    let heard = disk.events.borrow().len();
    disk.room.set(Some(disk.used()));
    one.label("a", "attribution").unwrap_err();
    while one.saved.flush(one.workspace.project(), "later").is_err() {
        disk.room.set(disk.room.get().map(|room| room + 10));
    }
    for event in &disk.events.borrow()[heard..] {
        match &event.value {
            Some(value) => copy.put(event.writer, &event.key, value),
            None => {
                copy.values.borrow_mut().remove(&event.key);
                copy.events.borrow_mut().push(event.clone());
            }
        }
        other.hear();
    }
    assert_eq!(other.shows(), "a attribution");
}

#[test]
fn what_a_tab_hears_late_of_an_entry_that_it_took_into_its_snapshot_is_not_done_again() {
    let disk = Rc::<Disk>::default();
    let mut one = Tab::create(&disk, 1);
    let (mut other, mut third) = (Tab::open(&disk, 2), Tab::open(&disk, 3));
    other.mark("a", 0).unwrap();
    other.mark("b", 5).unwrap();
    one.reload();
    disk.room.set(Some(disk.used() + 80));
    one.run(Command::RemoveAll).unwrap(); // there is no room for the entry, so it becomes a snapshot
    disk.room.set(None);
    third.mark("c", 10).unwrap();
    one.hear();
    assert_eq!(one.shows(), "c claim");
    assert_eq!(stored(&disk).shows(), "c claim");
}

#[test]
fn undo_ends_where_the_store_had_no_room_for_the_history() {
    let disk = Rc::<Disk>::default();
    let mut tab = Tab::create(&disk, 1);
    tab.mark("a", 0).unwrap();
    tab.fold();
    tab.label("a", "figure").unwrap();
    tab.label("a", "caption").unwrap();
    // Of the writes of a fold, the second is that of the history.
    disk.refuses_every.set(Some(disk.writes.get() + 2));
    tab.fold();
    disk.refuses_every.set(None);
    let again = stored(&disk);
    assert_eq!(again.shows(), "a caption");
    assert_eq!(again.comes_back(), "a caption");
}

#[test]
fn letters_of_a_note_that_were_written_after_another_tab_folded_are_done_again_too() {
    let disk = Rc::<Disk>::default();
    let mut one = Tab::create(&disk, 1);
    let note = |note: &str| Command::Note { id: id("a"), note: note.to_owned() };
    one.mark("a", 0).unwrap();
    one.run(note("h")).unwrap();
    disk.refuses_every.set(Some(1));
    assert_eq!(one.run(note("ho")), Err(Unsaved::Refused));
    disk.refuses_every.set(None);
    let mut two = Tab::open(&disk, 2);
    two.fold();
    one.saved.flush(one.workspace.project(), "later").unwrap();
    let noted = |tab: &Tab| tab.workspace.project().annotations.get(&id("a")).unwrap().note.clone();
    let check = || {
        let mut again = stored(&disk);
        assert_eq!(noted(&again), "ho");
        again.undo().unwrap();
        assert_eq!(noted(&again), "");
        again.workspace.redo(&noon()).unwrap();
        assert_eq!(noted(&again), "ho");
    };
    check();
    two.hear();
    two.fold();
    assert!(!disk.values.borrow().keys().any(|key| key.starts_with("attest/change/")), "it is folded too");
    check();
}

#[test]
fn a_broken_number_of_folds_does_not_let_the_history_be_overwritten() {
    let disk = Rc::<Disk>::default();
    let mut tab = Tab::create(&disk, 1);
    for label in ["figure", "caption"] {
        if tab.shows().is_empty() {
            tab.mark("a", 0).unwrap();
        }
        tab.label("a", label).unwrap();
        tab.fold();
    }
    disk.put(0, &key("fold"), "{");
    let mut tab = Tab::open(&disk, 2);
    tab.label("a", "claim").unwrap();
    tab.fold();
    let again = stored(&disk);
    assert_eq!(again.workspace.history().depth(), 4);
    assert_eq!(again.comes_back(), "a claim");
}

#[test]
fn a_broken_number_of_folds_does_not_let_a_snapshot_be_overwritten_by_a_tab_that_is_behind() {
    let disk = Rc::<Disk>::default();
    let mut one = Tab::create(&disk, 1);
    let mut other = Tab::open(&disk, 2);
    other.mark("a", 0).unwrap();
    other.fold();
    disk.put(0, &key("fold"), "\0");
    one.mark("b", 5).unwrap();
    one.fold();
    assert_eq!(stored(&disk).shows(), "a claim, b claim");
    let mut third = Tab::open(&disk, 3);
    third.mark("c", 10).unwrap();
    third.fold();
    assert_eq!(stored(&disk).shows(), "a claim, b claim, c claim");
}

#[test]
fn steps_before_a_broken_piece_of_the_history_stay_out_after_further_reloads() {
    let disk = Rc::<Disk>::default();
    let mut tab = Tab::create(&disk, 1);
    tab.mark("a", 0).unwrap();
    tab.fold();
    tab.label("a", "figure").unwrap();
    tab.fold();
    disk.put(0, &format!("{}/000002", key("history")), "[{");
    drop(Tab::open(&disk, 2));
    let again = stored(&disk);
    assert_eq!(again.shows(), "a figure");
    assert_eq!(again.comes_back(), "a figure");
}

#[test]
fn a_lost_snapshot_is_made_up_for_by_the_steps_that_are_still_there() {
    let disk = Rc::<Disk>::default();
    let mut tab = Tab::create(&disk, 1);
    tab.mark("a", 0).unwrap();
    tab.fold();
    disk.put(0, &key("snapshot"), "{\"half");
    let mut again = Tab::open(&disk, 2);
    assert_eq!(again.shows(), "a claim");
    assert_eq!(again.comes_back(), "a claim");
    again.mark("b", 5).unwrap();
    assert_eq!(stored(&disk).shows(), "a claim, b claim");
}

#[test]
fn an_article_whose_text_is_lost_keeps_its_annotations_for_when_it_is_opened_again() {
    let disk = Rc::<Disk>::default();
    let mut tab = Tab::create(&disk, 1);
    tab.mark("a", 0).unwrap();
    tab.fold();
    disk.put(0, &key("text"), "{\"half");
    let mut saved = Saved::new(Hand::of(&disk, 2), "t2");
    saved.open(&blank().document.id, "now").expect_err("the text is unreadable");
    saved.create(&blank(), "now").unwrap();
    assert_eq!(stored(&disk).shows(), "a claim");
    assert!(disk.values.borrow().values().any(|value| value == "{\"half"));
}

#[test]
fn an_article_of_a_file_that_could_not_be_stored_can_be_stored_after_a_fold() {
    let disk = Rc::<Disk>::default();
    let hand = Hand::of(&disk, 1);
    let mut saved = Saved::new(hand, "t1");
    let mut workspace = Workspace::new(blank(), History::default());
    let mark = Command::Mark { id: id("a1"), label: LabelId::new("claim"), target: Target::one(span(0, 4)) };
    workspace.execute(mark, &noon()).unwrap();
    disk.room.set(Some(0));
    saved.create(workspace.project(), "2026-01-01T00:00:00Z").unwrap_err();
    disk.room.set(None);
    saved.fold(workspace.project()).unwrap();
    saved.flush(workspace.project(), "2026-01-01T00:00:00Z").unwrap();
    assert_eq!(Tab::open(&disk, 2).shows(), "a1 claim");
}

#[test]
fn the_annotations_of_a_file_that_could_not_be_stored_stay_when_another_tab_stores_the_same_article() {
    let disk = Rc::<Disk>::default();
    let mut workspace = Workspace::new(blank(), History::default());
    let mark = Command::Mark { id: id("a1"), label: LabelId::new("claim"), target: Target::one(span(0, 4)) };
    workspace.execute(mark, &noon()).unwrap();
    let mut saved = Saved::new(Hand::of(&disk, 1), "t1");
    disk.room.set(Some(0));
    saved.create(workspace.project(), "2026-01-01T00:00:00Z").unwrap_err();
    disk.room.set(None);
    Tab::create(&disk, 2);
    let value = disk.get(&key("text"));
    assert_eq!(saved.hear(Some(&key("text")), value.as_deref(), workspace.text()), Heard::Nothing);
    assert!(!saved.must_reload(), "that would take them away");
    assert_eq!(saved.flush(workspace.project(), "2026-01-01T00:00:00Z"), Err(Unsaved::Taken), "the person is told");
}

#[test]
fn a_tab_that_has_an_article_writes_its_text_again_when_somebody_broke_it() {
    let disk = Rc::<Disk>::default();
    let mut tab = Tab::create(&disk, 1);
    tab.mark("a", 0).unwrap();
    disk.put(0, &key("text"), "{\"half");
    let id = blank().document.id;
    let text = tab.workspace.text().clone();
    assert_eq!(tab.saved.hear(Some(&key("text")), Some("{\"half"), &text), Heard::Reload);
    tab.saved.open(&id, "now").expect_err("it is unreadable");
    tab.mark("b", 5).unwrap();
    assert_eq!(stored(&disk).shows(), "a claim, b claim");
}

#[test]
fn two_tabs_that_undo_the_same_step_do_not_mix_up_what_can_be_done_again() {
    let disk = Rc::<Disk>::default();
    let mut one = Tab::create(&disk, 1);
    one.mark("a", 0).unwrap();
    one.mark("b", 5).unwrap();
    let mut other = Tab::open(&disk, 2);
    one.undo().unwrap();
    other.undo().unwrap();
    one.hear();
    other.hear();
    for tab in [&one, &other, &stored(&disk)] {
        assert_eq!(tab.shows(), "a claim");
        assert_eq!(tab.comes_back(), "a claim");
    }
}

#[test]
fn a_tab_whose_writes_failed_takes_in_what_came_before_them_once_they_are_written() {
    let disk = Rc::<Disk>::default();
    let mut one = Tab::create(&disk, 2);
    one.mark("a", 0).unwrap();
    let mut other = Tab::open(&disk, 1);
    disk.refuses_every.set(Some(1));
    one.label("a", "figure").unwrap_err();
    disk.refuses_every.set(None);
    other.label("a", "caption").unwrap();
    one.hear();
    one.saved.flush(one.workspace.project(), "later").unwrap();
    assert!(one.saved.must_reload());
    one.reload();
    other.hear();
    assert_eq!(one.shows(), stored(&disk).shows());
    assert_eq!(other.shows(), stored(&disk).shows());
}

#[test]
fn an_article_that_was_parked_unsaved_comes_back_with_its_changes_in_their_order() {
    let disk = Rc::<Disk>::default();
    let mut tab = Tab::create(&disk, 1);
    tab.mark("a", 0).unwrap();
    disk.refuses_every.set(Some(1));
    tab.label("a", "figure").unwrap_err();
    tab.saved.park(&tab.workspace);
    disk.refuses_every.set(None);
    tab.saved.create(&Project::new(Document::of(Text::import("Another"), None, "test")), "now").unwrap();
    let mut other = Tab::open(&disk, 2);
    other.mark("b", 5).unwrap();
    other.fold();
    tab.workspace = tab.saved.unpark(&blank().document.id).expect("it was parked");
    tab.saved.flush(tab.workspace.project(), "later").unwrap();
    assert_eq!(stored(&disk).shows(), "a figure, b claim");
}

#[test]
fn an_edit_that_was_saved_beside_broken_pieces_is_there_when_the_article_is_opened_again() {
    let start = Rc::<Disk>::default();
    let mut tab = Tab::create(&start, 1);
    tab.mark("a", 0).unwrap();
    tab.fold();
    tab.mark("b", 5).unwrap();
    let whole = start.values.borrow().clone();
    for (broken, value) in &whole {
        let cuts: Vec<usize> = value.char_indices().map(|(at, _)| at).collect();
        for has_card in [true, false] {
            for at in cuts.iter().copied() {
                let disk = start.copy();
                let mut cut = value.clone();
                cut.remove(at);
                disk.values.borrow_mut().insert(broken.clone(), cut);
                if !has_card {
                    disk.values.borrow_mut().insert(key("card"), "{".to_owned());
                }
                let hand = Hand::of(&disk, 2);
                let mut saved = Saved::new(hand.clone(), "t2");
                let Ok(loaded) = saved.open(&blank().document.id, "now") else { continue };
                let workspace = Workspace::new(loaded.project, loaded.history);
                let mut tab = Tab { hand, saved, workspace, heard: 0 };
                if tab.workspace.text().end().get() > 16 && tab.mark("c", 12).is_ok() {
                    let again = stored(&disk);
                    assert_eq!(again.shows(), tab.shows(), "{broken} is cut at {at}, with a card: {has_card}");
                }
            }
        }
    }
}

#[test]
fn steps_before_an_entry_that_is_lost_from_the_log_are_not_taken_back() {
    let disk = Rc::<Disk>::default();
    let mut tab = Tab::create(&disk, 1);
    tab.mark("a", 0).unwrap();
    tab.label("a", "figure").unwrap();
    tab.undo().unwrap();
    disk.put(0, &(key("change") + "/00000003-t1"), "{\"half");
    tab.label("a", "caption").unwrap();
    tab.undo().unwrap();
    // The second time it has been set aside already.
    for again in [Tab::open(&disk, 2), Tab::open(&disk, 3)] {
        assert_eq!(again.shows(), "a claim");
        assert_eq!(again.comes_back(), "a claim");
    }
}

#[test]
fn a_text_of_white_space_is_set_aside_since_no_article_was_ever_stored_so() {
    let disk = Rc::<Disk>::default();
    drop(Tab::create(&disk, 1));
    disk.put(0, &key("text"), "{\"id\":\"x\",\"text\":\" \"}");
    let damage = Saved::new(Hand::of(&disk, 2), "t2").open(&blank().document.id, "now").expect_err("there is no text");
    assert!(damage.aside.is_some());
}

/// A store with a mark `a` in it, into which another program then writes the largest number there is where numbers stand.
fn with_largest_number(place: &str) -> Rc<Disk> {
    const LARGEST: &str = "4294967295";
    let disk = Rc::<Disk>::default();
    let mut tab = Tab::create(&disk, 1);
    tab.mark("a", 0).unwrap();
    let change = key("change") + "/00000001-t1";
    let entry = disk.get(&change).unwrap();
    let other = entry.replace("\"a\"", "\"z\"");
    match place {
        "key" => disk.put(0, &(key("change") + "/" + LARGEST + "-x"), &other),
        "larger key" => disk.put(0, &(key("change") + "/99999999999-x"), &other),
        "entry" => disk.put(
            0,
            &(key("change") + "/00000002-x"),
            &other.replace("\"number\":1", &format!("\"number\":{LARGEST}")),
        ),
        "history" => {
            tab.fold();
            disk.put(
                0,
                &(key("history") + "/000001"),
                &format!("[{entry}]").replace("\"number\":1", &format!("\"number\":{LARGEST}")),
            );
        }
        "history key" => {
            tab.fold();
            disk.put(0, &(key("history") + "/" + LARGEST), "[]");
        }
        _ => disk.put(0, &key("fold"), LARGEST),
    }
    disk
}

const PLACES_OF_NUMBERS: [&str; 6] = ["key", "larger key", "entry", "history", "history key", "fold"];

#[test]
fn a_number_that_cannot_be_counted_on_from_lets_no_edit_take_the_place_of_another() {
    for place in PLACES_OF_NUMBERS {
        let disk = with_largest_number(place);
        let mut tab = Tab::open(&disk, 2);
        for (name, from) in [("b", 5), ("c", 12), ("d", 17)] {
            tab.mark(name, from).unwrap();
            assert_eq!(stored(&disk).shows(), tab.shows(), "{place}");
        }
        assert_eq!(tab.shows(), "a claim, b claim, c claim, d claim", "{place}");
        let kept = |disk: &Disk| disk.values.borrow().keys().filter(|key| key.starts_with("attest/history/")).count();
        let before = kept(&disk);
        tab.fold();
        assert_eq!(kept(&disk), before + 1, "{place}: no piece of the history is written over");
        tab.mark("e", 21).unwrap();
        tab.fold();
        let again = Tab::open(&disk, 3);
        assert_eq!(again.shows(), "a claim, b claim, c claim, d claim, e claim", "{place}");
        assert_eq!(again.comes_back(), again.shows(), "{place}");
    }
}

#[test]
fn what_has_a_number_that_cannot_be_counted_on_from_is_set_aside() {
    for (place, part) in [("key", "change"), ("larger key", "change"), ("entry", "change"), ("history", "history")] {
        let disk = with_largest_number(place);
        let loaded = Saved::new(Hand::of(&disk, 2), "t2").open(&blank().document.id, "now").unwrap();
        assert_eq!(loaded.damage.len(), 1, "{place}");
        assert!(loaded.damage[0].key.starts_with(&key(part)), "{place}: {:?}", loaded.damage);
        assert!(loaded.damage[0].aside.is_some(), "{place}");
        assert_eq!(stored(&disk).shows(), "a claim", "{place}");
    }
}

#[test]
fn a_number_that_cannot_be_counted_on_from_is_not_followed_where_it_is_heard() {
    let disk = Rc::<Disk>::default();
    let mut tab = Tab::create(&disk, 1);
    tab.mark("a", 0).unwrap();
    let entry = disk.get(&(key("change") + "/00000001-t1")).unwrap().replace("\"a\"", "\"z\"");
    disk.put(0, &(key("change") + "/4294967295-x"), &entry);
    tab.hear();
    tab.mark("b", 5).unwrap();
    tab.mark("c", 12).unwrap();
    assert_eq!(tab.shows(), "a claim, b claim, c claim");
    assert_eq!(stored(&disk).shows(), "a claim, b claim, c claim");
}

#[test]
fn nothing_is_called_saved_once_there_are_no_numbers_left() {
    let disk = Rc::<Disk>::default();
    let mut tab = Tab::create(&disk, 1);
    tab.mark("a", 0).unwrap();
    let entry = disk.get(&(key("change") + "/00000001-t1")).unwrap();
    let mut last = 0;
    for bit in (0..32).rev() {
        // The largest number that is read.
        let (copy, number) = (disk.copy(), last | 1_u32 << bit);
        copy.put(0, &(key("change") + &format!("/{number:08}-x")), &entry);
        let loaded = Saved::new(Hand::of(&copy, 2), "t2").open(&blank().document.id, "now").unwrap();
        last = if loaded.damage.is_empty() { number } else { last };
    }
    disk.put(0, &(key("change") + &format!("/{last:08}-x")), &entry.replace("\"a\"", "\"b\""));
    let mut tab = Tab::open(&disk, 2);
    assert_eq!(tab.shows(), "a claim, b claim");
    assert_eq!(tab.mark("c", 12), Err(Unsaved::Refused));
    assert_eq!(tab.mark("d", 17), Err(Unsaved::Refused));
    assert!(!tab.saved.is_saved());
    assert_eq!(stored(&disk).shows(), "a claim, b claim");
}
