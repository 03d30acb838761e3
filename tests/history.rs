//! Laws of editing: a change and its inverse are nothing, and undo leads back through every state there was.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use attest::app::workspace::Workspace;
use attest::domain::annotation::Link;
use attest::domain::edit::{Change, Command, Rejected, Summary};
use attest::domain::history::{Entry, History, Turn};
use attest::domain::label::LabelId;
use attest::domain::project::{Orphan, Project, Status, Unknown};
use attest::domain::span::Target;
use proptest::collection::vec;
use proptest::prelude::*;
use support::marks::{marked, show};
use support::random::{command_on, moment, project_on};
use support::{hard, id, noon, span};

/// A project, and commands that may or may not fit it.
fn work() -> impl Strategy<Value = (Project, Vec<Command>)> {
    hard::text().prop_flat_map(|text| (project_on(&text), vec(command_on(&text), 0..16)))
}

/// A person at work: a project and its history, kept in step.
struct Desk {
    project: Project,
    history: History,
}

impl Desk {
    fn new(project: Project) -> Self {
        Self { project, history: History::default() }
    }

    fn turn(&mut self, turn: Turn, change: Change) {
        self.project.apply(&change);
        self.history.follow(&Entry { turn, change, at: moment() });
    }

    fn command(&mut self, command: Command) -> Result<(), Rejected> {
        let change = self.project.plan(command, &moment())?;
        self.turn(Turn::Do, change);
        Ok(())
    }

    fn undo(&mut self) -> bool {
        let change = self.history.undo();
        change.map(|change| self.turn(Turn::Undo, change)).is_some()
    }

    fn redo(&mut self) -> bool {
        let change = self.history.redo();
        change.map(|change| self.turn(Turn::Redo, change)).is_some()
    }
}

proptest! {
    #![proptest_config(support::laws())]

    #[test]
    fn a_change_and_then_its_inverse_is_nothing((mut project, commands) in work()) {
        for command in commands {
            if let Ok(change) = project.plan(command, &moment()) {
                let before = project.clone();
                project.apply(&change);
                let mut undone = project.clone();
                undone.apply(&change.inverse());
                prop_assert_eq!(undone, before);
                prop_assert_eq!(&change.inverse().inverse(), &change);
            }
        }
    }

    #[test]
    fn a_change_that_is_planned_changes_something((mut project, commands) in work()) {
        for command in commands {
            if let Ok(change) = project.plan(command, &moment()) {
                let before = project.clone();
                project.apply(&change);
                prop_assert_ne!(&project, &before);
                project.apply(&change);
                let once = project.clone();
                project.apply(&change);
                prop_assert_eq!(&project, &once, "a change replayed twice ends in the same state");
            }
        }
    }

    #[test]
    fn any_commands_and_then_all_undos_lead_back_to_the_start((start, commands) in work()) {
        let mut desk = Desk::new(start.clone());
        let mut states = vec![start];
        for command in commands {
            if desk.command(command).is_ok() {
                states.push(desk.project.clone());
            }
        }
        prop_assert_eq!(desk.history.depth(), states.len() - 1);
        while let Some(state) = states.pop() {
            prop_assert_eq!(&desk.project, &state, "undo leads through every state there was");
            prop_assert_eq!(desk.undo(), !states.is_empty());
        }
    }

    #[test]
    fn undos_and_then_as_many_redos_lead_back_to_the_end((start, commands) in work(), back in 1..20usize) {
        let mut desk = Desk::new(start);
        for command in commands {
            let _ = desk.command(command);
        }
        let (end, depth) = (desk.project.clone(), desk.history.depth());
        let undone = (0..back).take_while(|_| desk.undo()).count();
        let redone = (0..back).take_while(|_| desk.redo()).count();
        prop_assert_eq!(undone, redone);
        prop_assert_eq!((desk.project, desk.history.depth()), (end, depth));
    }

    #[test]
    fn undone_steps_are_forgotten_once_something_new_is_done((start, commands) in work()) {
        let mut desk = Desk::new(start);
        for command in commands {
            let _ = desk.command(command);
        }
        desk.undo();
        let status = if desk.project.document.status == Status::Open { Status::Done } else { Status::Open };
        desk.command(Command::SetStatus(status)).unwrap();
        prop_assert!(!desk.redo());
    }

    #[test]
    fn a_log_that_is_followed_again_ends_in_the_same_project((start, commands) in work(), turns in vec(0..4u8, 0..30)) {
        let mut desk = Desk::new(start.clone());
        let mut log = Vec::new();
        let mut commands = commands.into_iter();
        for turn in turns {
            let planned = match turn {
                0 => desk.history.undo().map(|change| (Turn::Undo, change)),
                1 => desk.history.redo().map(|change| (Turn::Redo, change)),
                _ => commands.next().and_then(|command| Some((Turn::Do, desk.project.plan(command, &moment()).ok()?))),
            };
            if let Some((turn, change)) = planned {
                log.push(Entry { turn, change: change.clone(), at: moment() });
                desk.turn(turn, change);
            }
        }
        let mut replayed = Desk::new(start);
        for entry in log {
            replayed.turn(entry.turn, entry.change);
        }
        prop_assert_eq!(replayed.project, desk.project);
        prop_assert_eq!(replayed.history, desk.history);
    }

    #[test]
    fn a_rejected_command_says_why_and_what_was_planned_changed_nothing((project, commands) in work()) {
        let before = project.clone();
        for command in commands {
            if let Err(rejected) = project.plan(command, &moment()) {
                prop_assert!(rejected.to_string().ends_with('.'), "{rejected:?}");
            }
        }
        prop_assert_eq!(project, before);
    }

    #[test]
    fn an_amended_change_does_what_both_did((project, commands) in work()) {
        let mut commands = commands.into_iter();
        while let (Some(first), Some(second)) = (commands.next(), commands.next()) {
            let Ok(first) = project.plan(first, &moment()) else { continue };
            let mut both = project.clone();
            both.apply(&first);
            let Ok(second) = both.plan(second, &moment()) else { continue };
            both.apply(&second);
            let amended = first.amended(&second);
            let mut at_once = project.clone();
            at_once.apply(&amended);
            prop_assert_eq!(&at_once, &both);
            at_once.apply(&amended.inverse());
            prop_assert_eq!(&at_once, &project);
        }
    }

    #[test]
    fn no_command_leaves_a_link_without_its_ends((start, commands) in work()) {
        let is_whole = |project: &Project| {
            let known = |end| project.annotations.get(end).is_some() || project.orphans.iter().any(|orphan| orphan.annotation.id == *end);
            project.links.iter().all(|link| known(&link.from) && known(&link.to))
        };
        let mut desk = Desk::new(start);
        for command in commands {
            let _ = desk.command(command);
            prop_assert!(is_whole(&desk.project), "{:?}", desk.project.links);
        }
    }
}

/// Carries out one command and shows the result, or says why not.
fn check(source: &str, command: Command, expected: Result<&str, Rejected>) {
    let mut desk = Desk::new(marked(source));
    let done = desk.command(command).map(|()| show(&desk.project));
    assert_eq!(done, expected.map(str::to_owned));
    if done.is_ok() {
        desk.undo();
    }
    assert_eq!(show(&desk.project), source, "taken back, or never done");
}

fn mark(label: &str, start: u32, end: u32) -> Command {
    Command::Mark { id: id("new"), label: LabelId::new(label), target: Target::one(span(start, end)) }
}

#[test]
fn a_span_can_be_marked_within_and_across_others() {
    check("[claim:some 30 people left]", mark("figure", 5, 14), Ok("[claim:some [figure:30 people] left]"));
    check("some 30 people left", mark("figure", 5, 14), Ok("some [figure:30 people] left"));
    check("[claim:some 30] people", mark("figure", 5, 14), Ok("[claim#1:some [figure#1:30[/claim#1] people]"));
}

#[test]
fn the_same_span_with_the_same_label_is_a_duplicate() {
    let duplicate = || Err(Rejected::Duplicate { existing: id("a1") });
    check("some [figure:30 people] left", mark("figure", 5, 14), duplicate());
    check("some [figure:30 people] left", mark("claim", 5, 14), Ok("some [figure:[claim:30 people]] left"));
    check("[claim:[figure:30]]", Command::Relabel { id: id("a2"), label: LabelId::new("claim") }, duplicate());
    check("[claim:30] [claim:40]", Command::Move { id: id("a2"), fragment: 0, span: span(0, 2) }, duplicate());
    check(
        "[claim:30] [claim:40]",
        Command::Move { id: id("a2"), fragment: 0, span: span(0, 5) },
        Ok("[claim:[claim:30] 40]"),
    );
}

#[test]
fn an_identifier_that_is_taken_is_not_given_twice() {
    let command = Command::Mark { id: id("a1"), label: LabelId::new("figure"), target: Target::one(span(0, 1)) };
    check("a [claim:b]", command, Err(Rejected::TakenIdentifier));
}

#[test]
fn a_command_for_something_that_is_not_there_is_rejected() {
    check("[claim:a] b", Command::Remove { id: id("a9") }, Err(Rejected::NoSuchAnnotation));
    check("[claim:a] b", Command::Note { id: id("a9"), note: String::new() }, Err(Rejected::NoSuchAnnotation));
    check("[claim:a] b", mark("rumour", 0, 1), Err(Rejected::NoSuchLabel));
    check("[claim:a] b", mark("claim", 2, 4), Err(Rejected::OutsideText));
    check("[claim:a] b", Command::Move { id: id("a1"), fragment: 0, span: span(2, 4) }, Err(Rejected::OutsideText));
    check("[claim:a] b", Command::Move { id: id("a1"), fragment: 1, span: span(0, 1) }, Err(Rejected::NoSuchFragment));
    check("[claim:a] b", Command::RemoveFragment { id: id("a1"), fragment: 0 }, Err(Rejected::NoSuchFragment));
}

#[test]
fn a_command_that_would_change_nothing_is_rejected() {
    let nothing = || Err(Rejected::NothingToDo);
    check("[claim:a] b", Command::Relabel { id: id("a1"), label: LabelId::new("claim") }, nothing());
    check("[claim:a] b", Command::Move { id: id("a1"), fragment: 0, span: span(0, 1) }, nothing());
    check("[claim:a b] c", Command::AddFragment { id: id("a1"), span: span(1, 2) }, nothing());
    check("[claim:a] b", Command::Note { id: id("a1"), note: String::new() }, nothing());
    check("[claim:a] b", Command::SetStatus(Status::Open), nothing());
    check("[claim:a] b", Command::Replace(Box::new(marked("[claim:a] b"))), nothing());
    check("a b", Command::RemoveAll, nothing());
}

#[test]
fn a_split_claim_is_put_together_and_taken_apart() {
    let add = |start, end| Command::AddFragment { id: id("a1"), span: span(start, end) };
    check("[claim:X,] he said, and Z", add(12, 17), Ok("[claim#1:X,] he said, [claim#1:and Z]"));
    check("[claim:X,] he said", add(1, 5), Ok("[claim:X, he] said"));
    check("[claim#1:X,] he [claim#1:said]", add(2, 6), Ok("[claim:X, he said]"));
    check(
        "[claim#1:X,] he [claim#1:said]",
        Command::RemoveFragment { id: id("a1"), fragment: 0 },
        Ok("X, he [claim:said]"),
    );
    check(
        "[claim#1:X,] he [claim#1:said]",
        Command::Move { id: id("a1"), fragment: 1, span: span(3, 10) },
        Ok("[claim#1:X,] [claim#1:he said]"),
    );
}

#[test]
fn a_file_of_another_text_is_not_taken_over() {
    check("[claim:a] b", Command::Replace(Box::new(marked("[claim:a] c"))), Err(Rejected::OtherText));
    check("[claim:a] b", Command::Replace(Box::new(marked("a [figure:b]"))), Ok("a [figure:b]"));
}

fn link(name: &str, kind: &str, from: &str, to: &str) -> Link {
    let (name, kind) = (name.to_owned(), kind.to_owned());
    Link { id: name, kind, from: id(from), to: id(to), unknown: Unknown::default() }
}

#[test]
fn removing_takes_links_along_and_undo_brings_them_back() {
    let mut project = marked("[claim:It fell], [attribution:said Y]. [figure:30 people] left");
    let link = |name: &str, from: &str, to: &str| link(name, "attributes", from, to);
    project.links = vec![link("l1", "a2", "a1"), link("l2", "a3", "a1"), link("l3", "a2", "a3")];
    let start = project.clone();
    let mut desk = Desk::new(project);

    desk.command(Command::Remove { id: id("a1") }).unwrap();
    assert_eq!(show(&desk.project), "It fell, [attribution:said Y]. [figure:30 people] left");
    assert_eq!(desk.project.links, [link("l3", "a2", "a3")]);

    desk.command(Command::RemoveAll).unwrap();
    assert_eq!(show(&desk.project), "It fell, said Y. 30 people left");
    assert!(desk.project.links.is_empty());

    assert!(desk.undo() && desk.undo() && !desk.undo());
    assert_eq!(desk.project, start);
}

#[test]
fn letters_typed_into_a_note_are_one_step_and_forget_what_was_undone() {
    let mut desk = Desk::new(marked("[claim:a] b"));
    let note = |note: &str| Command::Note { id: id("a1"), note: note.to_owned() };
    desk.command(note("s")).unwrap();
    desk.command(note("second")).unwrap();
    desk.undo();
    let change = desk.project.plan(note("su"), &moment()).unwrap();
    assert_eq!(change.noted(), Some(&id("a1")));
    desk.turn(Turn::Amend, change);
    assert_eq!(desk.project.annotations.get(&id("a1")).unwrap().note, "su");
    assert!(!desk.redo(), "\"second\" belonged to another past");
    desk.undo();
    assert_eq!(desk.project.annotations.get(&id("a1")).unwrap().note, "");
    assert_eq!(desk.history.depth(), 0);
    desk.redo();
    assert_eq!(desk.project.annotations.get(&id("a1")).unwrap().note, "su");
}

// Found by a sequence of faults: the next letter went into whatever step was the last, so that taking that one back forgot it.
#[test]
fn letters_go_on_with_their_note_though_another_tab_did_something_in_between() {
    let mut desk = Desk::new(marked("[claim:a] b"));
    let note = |note: &str| Command::Note { id: id("a1"), note: note.to_owned() };
    desk.command(note("w")).unwrap();
    let next = desk.project.plan(note("why"), &moment()).unwrap();
    desk.command(mark("figure", 2, 3)).unwrap();
    desk.turn(Turn::Amend, next);
    let all = desk.project.clone();
    assert_eq!(desk.history.depth(), 2);
    desk.undo();
    assert_eq!(show(&desk.project), "[claim:a] b");
    assert_eq!(desk.project.annotations.get(&id("a1")).unwrap().note, "why", "it is no part of the mark");
    desk.undo();
    assert_eq!(desk.project.annotations.get(&id("a1")).unwrap().note, "");
    assert!(desk.redo() && desk.redo() && !desk.redo());
    assert_eq!(desk.project, all);
}

// Found likewise: both steps begin with taking a1 away, so the one was taken for the other, and was not done again in whole.
#[test]
fn a_step_that_another_tab_took_back_is_not_mistaken_for_a_longer_one_that_begins_alike() {
    let mut desk = Desk::new(marked("[claim:a] [figure:b]"));
    let all = desk.project.plan(Command::RemoveAll, &moment()).unwrap();
    desk.command(Command::Remove { id: id("a1") }).unwrap();
    let back = desk.history.undo().unwrap();
    desk.turn(Turn::Do, all);
    desk.turn(Turn::Undo, back);
    assert_eq!(show(&desk.project), "[claim:a] b");
    assert_eq!((desk.history.depth(), desk.history.can_redo()), (0, false), "no step leads back from here");
}

// The same with a link that both take away.
#[test]
fn a_step_that_another_tab_took_back_is_not_mistaken_for_one_that_took_the_same_link_along() {
    let mut project = marked("[claim:a] [figure:b]");
    project.links.push(link("l1", "quantifies", "a2", "a1"));
    let mut desk = Desk::new(project);
    let other = desk.project.plan(Command::Remove { id: id("a2") }, &moment()).unwrap();
    desk.command(Command::Remove { id: id("a1") }).unwrap();
    let back = desk.history.undo().unwrap();
    desk.turn(Turn::Do, other);
    desk.turn(Turn::Undo, back);
    assert_eq!(show(&desk.project), "[claim:a] b");
    assert_eq!((desk.history.depth(), desk.history.can_redo()), (0, false), "no step leads back from here");
}

#[test]
fn letters_of_a_note_whose_beginning_is_forgotten_are_a_step() {
    let mut desk = Desk::new(marked("[claim:a] b"));
    desk.command(mark("figure", 2, 3)).unwrap();
    let next = desk.project.plan(Command::Note { id: id("a1"), note: "why".to_owned() }, &moment()).unwrap();
    desk.turn(Turn::Amend, next);
    assert_eq!(desk.history.depth(), 2);
    desk.undo();
    assert_eq!(show(&desk.project), "[claim:a] [figure:b]");
}

#[test]
fn a_change_of_more_than_the_note_is_not_one_of_the_note() {
    let before = marked("[claim:a] b");
    let mut after = before.clone();
    let mut annotation = (**after.annotations.get(&id("a1")).unwrap()).clone();
    annotation.note = "new".to_owned();
    annotation.attributes.insert("certainty".to_owned(), "sure".to_owned());
    after.annotations.insert(annotation.into());
    let change = before.plan(Command::Replace(Box::new(after)), &moment()).unwrap();
    assert_eq!(change.noted(), None);
}

#[test]
fn a_change_says_what_it_was() {
    let project = marked("[claim:a] [figure:b] c");
    let summary = |command| project.plan(command, &moment()).unwrap().summary();
    assert!(matches!(summary(mark("claim", 4, 5)), Summary::Added(new) if new.id == id("new")));
    assert!(matches!(summary(Command::Remove { id: id("a1") }), Summary::Removed(gone) if gone.id == id("a1")));
    let relabel = Command::Relabel { id: id("a1"), label: LabelId::new("caption") };
    assert!(matches!(summary(relabel), Summary::Relabelled(after) if after.label.as_str() == "caption"));
    let longer = Command::Move { id: id("a1"), fragment: 0, span: span(0, 5) };
    assert!(matches!(summary(longer), Summary::Moved(after) if after.target.length() == 5));
    let noted = Command::Note { id: id("a1"), note: "n".to_owned() };
    assert!(matches!(summary(noted), Summary::Noted(after) if after.note == "n"));
    assert_eq!(summary(Command::RemoveAll), Summary::RemovedMany(2));
    assert_eq!(summary(Command::SetStatus(Status::Done)), Summary::Project);
}

/// A project with the orphan `lost` and a link from it.
fn with_an_orphan() -> Project {
    let mut project = marked("[claim:The dam held] on Monday.");
    let annotation = support::marks::annotation("lost", "figure", Target::one(span(200, 208)));
    project.orphans.push(Orphan { annotation, quotes: vec!["3 metres".to_owned()], unknown: Unknown::default() });
    project.links.push(link("l1", "quantifies", "lost", "a1"));
    project
}

#[test]
fn an_orphan_is_given_a_place_in_one_step() {
    let start = with_an_orphan();
    let mut project = start.clone();
    let place = |target| Command::Place { id: id("lost"), target };
    let change = project.plan(place(Target::one(span(16, 22))), &noon()).unwrap();
    project.apply(&change);
    assert_eq!(show(&project), "[claim:The dam held] on [figure:Monday].");
    assert!(project.orphans.is_empty());
    assert_eq!(project.links, start.links);
    project.apply(&change.inverse());
    assert_eq!(project, start);
    assert_eq!(project.plan(place(Target::one(span(16, 400))), &noon()), Err(Rejected::OutsideText));
    let other = Command::Place { id: id("a1"), target: Target::one(span(16, 22)) };
    assert_eq!(project.plan(other, &noon()), Err(Rejected::NoSuchAnnotation));
}

#[test]
fn an_orphan_is_taken_away_with_its_links() {
    let start = with_an_orphan();
    let mut project = start.clone();
    let change = project.plan(Command::Remove { id: id("lost") }, &noon()).unwrap();
    project.apply(&change);
    assert!(project.orphans.is_empty() && project.links.is_empty());
    assert_eq!(project.annotations, start.annotations);
    project.apply(&change.inverse());
    assert_eq!(project, start);
}

// Two articles, each opened and changed once, were both in revision 1: a screen that knew one was not told of the other.
#[test]
fn no_two_states_of_any_workspaces_have_the_same_revision() {
    let open = || Workspace::new(marked("The river rose."), History::default());
    let (mut one, mut other) = (open(), open());
    let mut seen = vec![one.revision(), other.revision()];
    for workspace in [&mut one, &mut other] {
        workspace.execute(mark("claim", 0, 14), &moment()).unwrap();
        seen.push(workspace.revision());
        workspace.undo(&moment()).unwrap();
        seen.push(workspace.revision());
    }
    let count = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), count);
    let same = one.clone();
    assert_eq!(same.revision(), one.revision());
    assert!(one.execute(Command::RemoveAll, &moment()).is_err());
    assert_eq!(same.revision(), one.revision(), "what was refused changed nothing");
}
