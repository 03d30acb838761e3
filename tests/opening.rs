//! Which article is opened for what a person asks, and what they are told of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::app::keeping::{self, Origin, Saving, Step};
use attest::app::opening;
use attest::app::saved::{Saved, Store};
use attest::app::workspace::Workspace;
use attest::domain::project::{Document, Project};
use attest::domain::text::Text;
use std::rc::Rc;
use support::disk::{Disk, Hand};
use support::marks::marked;

const NOW: &str = "2026-11-22T12:00:00Z";

/// A tab that does what the steps say and writes down what they were.
struct Tab {
    hand: Hand,
    saved: Saved<Hand>,
    open: Option<Workspace>,
    saving: Saving,
}

impl Tab {
    fn new(disk: &Rc<Disk>) -> Self {
        let hand = Hand::of(disk, 1);
        Self { saved: Saved::new(hand.clone(), "one"), hand, open: None, saving: Saving::Idle }
    }

    fn opens(&mut self, source: &str) -> String {
        let steps = opening::open_text(&mut self.saved, self.open.as_ref(), article(source), NOW);
        self.takes(steps)
    }

    fn opens_file(&mut self, project: &Project) -> String {
        let steps = opening::open_file(&mut self.saved, self.open.as_ref(), project.clone(), NOW);
        self.takes(steps)
    }

    fn turns_to(&mut self, source: &str) -> String {
        let steps = opening::turn_to(&mut self.saved, self.open.as_ref(), &article(source).id, NOW);
        self.takes(steps)
    }

    fn removes(&mut self, source: &str) -> String {
        let steps = opening::remove(&mut self.saved, self.open.as_ref(), &article(source).id, NOW).unwrap();
        self.takes(steps)
    }

    fn takes(&mut self, steps: Vec<Step>) -> String {
        let words: Vec<String> = steps.into_iter().map(|step| self.take(step)).collect();
        words.join(", ")
    }

    fn take(&mut self, step: Step) -> String {
        match step {
            Step::Show(workspace, origin) => {
                let title = workspace.project().document.title.clone();
                self.open = Some(*workspace);
                match origin {
                    Origin::Made => format!("{title} made"),
                    Origin::Parked => format!("{title} parked"),
                    Origin::Stored { saving, .. } => {
                        self.saving = saving;
                        format!("{title} stored")
                    }
                }
            }
            Step::Close => {
                self.open = None;
                "nothing".to_owned()
            }
            Step::Report(result) => {
                self.saving = Saving::from(result);
                if result.is_ok() { "saved".to_owned() } else { "not saved".to_owned() }
            }
            Step::Replace(project) => format!("replace by {}", project.annotations.len()),
            other => format!("{other:?}"),
        }
    }
}

fn article(source: &str) -> Document {
    Document::of(Text::import(source), None, "test")
}

fn key(part: &str, source: &str) -> String {
    format!("attest/{part}/{}", article(source).id)
}

#[test]
fn a_text_is_opened_with_the_work_on_it_also_if_it_was_removed_unless_it_is_deleted_by_now() {
    let mut tab = Tab::new(&Rc::default());
    assert_eq!(tab.opens("One"), "One made, saved");
    assert_eq!(tab.opens("Two"), "Two made, saved");
    assert_eq!(tab.opens("One"), "One stored");
    assert_eq!(tab.removes("One"), "Two stored");
    assert_eq!(tab.opens("One"), "One stored, TellBack");
    assert_eq!(tab.opens("One"), "One stored");
    tab.removes("One");
    tab.saved.purge(None);
    assert_eq!(tab.opens("One"), "One made, saved");
}

#[test]
fn a_text_that_another_version_was_annotated_of_offers_to_follow() {
    let mut tab = Tab::new(&Rc::default());
    tab.opens_file(&marked("Headline\n[claim:Prices rose] by 30%."));
    assert_eq!(tab.opens("Headline\nPrices rose by 31%."), "Headline made, saved, OfferReview");
    assert_eq!(tab.opens("Headline\nPrices rose by 30%."), "Headline stored");
}

#[test]
fn an_annotation_file_takes_the_place_of_the_work_on_the_same_text_and_of_no_other() {
    let mut tab = Tab::new(&Rc::default());
    let mut file = marked("[claim:Prices rose] by 30%.");
    assert_eq!(tab.opens_file(&file), "Prices rose by 30%. made, saved");
    assert_eq!(tab.opens_file(&file), "Prices rose by 30%. stored, replace by 1");
    file.document.id = article("One").id;
    tab.opens("One");
    assert_eq!(tab.opens_file(&file), "Prices rose by 30%. stored, replace by 1", "by its text");
    let mut other = marked("[claim:Rents rose] by 30%.");
    other.document.id = article("One").id;
    let own = article("Rents rose by 30%.").id;
    assert_eq!(tab.opens_file(&other), "Rents rose by 30%. made, saved");
    assert_eq!(tab.open.as_ref().map(|open| open.project().document.id.clone()), Some(own));
    assert_eq!(tab.turns_to("One"), "One stored");
}

#[test]
fn an_annotation_file_brings_a_lost_text_back_to_the_work_on_it() {
    let mut tab = Tab::new(&Rc::default());
    let file = marked("[claim:Prices rose] by 30%.");
    tab.opens_file(&file);
    tab.opens("One");
    tab.hand.disk.put(0, &format!("attest/text/{}", file.document.id), "{\"half");
    let words = "TellDamage, Prices rose by 30%. made, saved, Prices rose by 30%. stored, replace by 1";
    assert_eq!(tab.opens_file(&file), words);
}

#[test]
fn an_article_that_cannot_be_read_leaves_the_open_one_open() {
    let mut tab = Tab::new(&Rc::default());
    tab.opens("One");
    tab.opens("Two");
    assert_eq!(tab.turns_to("One"), "One stored");
    tab.hand.disk.put(0, &key("text", "Two"), "{\"half");
    assert_eq!(tab.turns_to("Two"), "TellDamage, One stored");
    assert_eq!(tab.turns_to("elsewhere"), "TellDamage, One stored");
}

#[test]
fn in_the_place_of_a_removed_article_comes_the_last_changed_or_none() {
    let mut tab = Tab::new(&Rc::default());
    tab.opens("One");
    tab.opens("Two");
    assert_eq!(tab.removes("One"), "", "another one is open");
    let restored = opening::restore(&mut tab.saved, tab.open.as_ref(), &article("One").id, NOW).unwrap();
    assert_eq!(tab.takes(restored), "One stored");
    assert_eq!(tab.removes("One"), "Two stored");
    assert_eq!(tab.removes("Two"), "nothing");
    assert!(tab.open.is_none());
}

#[test]
fn the_site_s_article_is_opened_where_none_was_and_where_it_is_a_new_one() {
    let disk = Rc::<Disk>::default();
    let start = |at_start: Option<&str>, seen: &str| {
        let mut tab = Tab::new(&disk);
        let steps = opening::start(&mut tab.saved, "2026-01-01T00:00:00Z", NOW);
        let first = tab.takes(steps);
        let open = tab.open.as_ref();
        let steps = opening::open_site_article(&mut tab.saved, open, at_start, seen, article("Site"), NOW);
        [first, tab.takes(steps)]
    };
    assert_eq!(start(None, ""), ["", "Site made, saved"]);
    let (site, one) = (article("Site").id, article("One").id);
    assert_eq!(start(Some(&site), &site), ["Site stored", ""]);
    assert_eq!(start(Some(&site), ""), ["Site stored", ""], "it is no other one than is open");
    Tab::new(&disk).opens("One");
    assert_eq!(start(Some(&one), &site), ["One stored", ""]);
    assert_eq!(start(Some(&one), "another"), ["One stored", "Site stored, TellNews"]);
}

#[test]
fn what_is_opened_again_is_removed_no_longer() {
    let disk = Rc::<Disk>::default();
    let project = Project::new(article("One"));
    let mut tab = Tab::new(&disk);
    let listed = |tab: &Tab| tab.saved.cards().len();
    tab.opens("One");
    tab.removes("One");
    assert_eq!(listed(&tab), 0);
    assert_eq!(tab.opens_file(&project), "One stored, replace by 0");
    assert_eq!(listed(&tab), 1, "though the file brought nothing new");
    tab.removes("One");
    assert_eq!(tab.turns_to("One"), "One stored");
    assert_eq!(listed(&tab), 1, "though a list that was not up to date yet was the way there");
}

#[test]
fn the_site_s_article_takes_no_place_when_it_comes_after_what_a_person_opened_meanwhile() {
    let mut tab = Tab::new(&Rc::default());
    tab.opens("One");
    for at_start in [None, Some("d-another")] {
        let steps = opening::open_site_article(&mut tab.saved, tab.open.as_ref(), at_start, "", article("Site"), NOW);
        assert_eq!(tab.takes(steps), "");
    }
}

#[test]
fn what_could_not_be_saved_is_kept_and_tried_again() {
    let mut tab = Tab::new(&Rc::default());
    tab.hand.disk.refuses_every.set(Some(1));
    assert_eq!(tab.opens("One"), "One made, not saved");
    assert_eq!(tab.opens("Two"), "Two made, not saved");
    assert_eq!(tab.turns_to("One"), "One parked, not saved");
    tab.hand.disk.refuses_every.set(None);
    let steps = keeping::try_again(&mut tab.saved, tab.open.as_ref(), tab.saving, NOW);
    assert_eq!(tab.takes(steps), "saved, One stored", "with what other tabs did meanwhile");
    let steps = keeping::try_again(&mut tab.saved, tab.open.as_ref(), tab.saving, NOW);
    assert_eq!(tab.takes(steps), "", "it is saved");
    assert_eq!(tab.turns_to("Two"), "Two parked, saved, Two stored");
}

#[test]
fn what_could_not_be_saved_of_an_article_that_is_not_open_is_tried_again_too() {
    let mut tab = Tab::new(&Rc::default());
    tab.hand.disk.refuses_every.set(Some(1));
    tab.opens("One");
    tab.opens("Gone");
    tab.opens("Two");
    assert!(tab.saved.flush_parked(NOW).is_err(), "the person has to know before the tab is closed");
    assert_eq!(tab.saved.parked().count(), 2);
    tab.hand.disk.refuses_every.set(None);
    tab.saved.flush(tab.open.as_ref().unwrap().project(), NOW).unwrap();
    tab.removes("Gone");
    assert_eq!(tab.saved.flush_parked(NOW), Ok(()));
    assert_eq!(tab.saved.parked().count(), 0);
    let titles: Vec<String> = tab.saved.cards().into_iter().map(|card| card.title).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert_eq!(tab.saved.last_open(), Some(article("Two").id), "which stays the open one");
    let restored = opening::restore(&mut tab.saved, tab.open.as_ref(), &article("Gone").id, NOW).unwrap();
    assert_eq!(tab.takes(restored), "Gone parked, saved, Gone stored");
}

#[test]
fn what_another_tab_does_is_followed_or_written_again() {
    let mut tab = Tab::new(&Rc::default());
    tab.opens("One");
    let open = tab.open.clone().unwrap();
    let mut hear = |key: Option<&str>| {
        let value = key.and_then(|key| tab.hand.get(key));
        let steps = keeping::hear(&mut tab.saved, &open, key, value.as_deref(), NOW);
        tab.takes(steps)
    };
    assert_eq!(hear(Some(&key("card", "Two"))), "RenewLibrary");
    assert_eq!(hear(Some(&key("text", "Two"))), "");
    assert_eq!(hear(Some(&key("fold", "One"))), "One stored");
    tab.hand.disk.values.borrow_mut().clear();
    let steps = keeping::hear(&mut tab.saved, &open, None, None, NOW);
    assert_eq!(tab.takes(steps), "TellEmptied, saved");
    assert!(tab.hand.get(&key("text", "One")).is_some());
}
