//! The ledger: who changed what, knowing what, and what of it was acknowledged as saved. It knows nothing of how things are
//! stored, and says whether a project may be what is left of all that.
//!
//! Each thing that can be changed alone (an annotation, a link, a rejected suggestion, the status) is a *cell* with a list of
//! *versions*. A version was made by somebody who saw another one, its parent. A version is superseded when an acknowledged
//! one descends from it. What is stored must never be a superseded version.

use attest::domain::edit::{Change, Edit};
use attest::domain::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// Something that can be changed alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    Annotation(String),
    Link(String),
    Rejected(String),
    Status,
}

/// What is in a cell, for comparing; nothing when it is empty.
pub type Value = Option<String>;

#[derive(Clone, Debug)]
struct Version {
    value: Value,
    parent: usize,
    is_acknowledged: bool,
    /// Whether it was lost by what nothing can be promised against; then no later "saved" is about it.
    is_released: bool,
    /// The other end of a link: it goes with its ends.
    ends: Vec<Cell>,
}

/// Which version of each cell somebody sees.
pub type Sight = BTreeMap<Cell, usize>;

/// What was done to one document.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    cells: BTreeMap<Cell, Vec<Version>>,
}

impl Ledger {
    /// Notes a change that somebody made. Gives the versions, to be acknowledged.
    pub fn made(&mut self, sight: &mut Sight, change: &Change) -> Vec<(Cell, usize)> {
        let mut made = Vec::new();
        for (cell, before, after, ends) in edits(change) {
            let versions = self.versions(&cell, before);
            let parent = sight.get(&cell).copied().unwrap_or(0);
            versions.push(Version { value: after, parent, is_acknowledged: false, is_released: false, ends });
            let number = versions.len() - 1;
            sight.insert(cell.clone(), number);
            made.push((cell, number));
        }
        made
    }

    /// Notes a whole project that somebody put there anew.
    pub fn created(&mut self, sight: &mut Sight, project: &Project) -> Vec<(Cell, usize)> {
        let mut made = Vec::new();
        for (cell, (value, ends)) in cells(project) {
            let versions = self.versions(&cell, None);
            versions.push(Version { value: Some(value), parent: 0, is_acknowledged: false, is_released: false, ends });
            let number = versions.len() - 1;
            sight.insert(cell.clone(), number);
            made.push((cell, number));
        }
        made
    }

    pub fn acknowledge(&mut self, made: &[(Cell, usize)]) {
        for (cell, number) in made {
            if let Some(version) = self.cells.get_mut(cell).and_then(|versions| versions.get_mut(*number)) {
                version.is_acknowledged = !version.is_released;
            }
        }
    }

    /// Nothing is promised any more of a cell, or of all: a thing from outside has damaged it.
    pub fn release(&mut self, which: Option<&Cell>) {
        for (cell, versions) in &mut self.cells {
            if which.is_none_or(|which| which == cell) {
                versions.iter_mut().for_each(|version| (version.is_acknowledged, version.is_released) = (false, true));
            }
        }
    }

    /// Which versions a project shows that was read from the store. Of several with the same value it is the last that was
    /// acknowledged, since what was not need not be in the store.
    pub fn sight(&self, project: &Project) -> Sight {
        let shown = cells(project);
        let number = |(cell, versions): (&Cell, &Vec<Version>)| {
            let value = shown.get(cell).map(|(value, _)| value);
            let is_shown = |version: &Version| version.value.as_ref() == value;
            let stored = versions.iter().rposition(|version| version.is_acknowledged && is_shown(version));
            Some((cell.clone(), stored.or_else(|| versions.iter().rposition(is_shown))?))
        };
        self.cells.iter().filter_map(number).collect()
    }

    /// The cells of a change as somebody sees them who has just followed it. Of several versions with the same value it is the
    /// next that was made of what the change was made of, or else the next: of the letters of a note some may be passed over.
    pub fn followed(&self, sight: &mut Sight, change: &Change) {
        for (cell, before, after, _) in edits(change) {
            let Some(versions) = self.cells.get(&cell) else { continue };
            let seen = sight.get(&cell).copied().unwrap_or(0);
            let is_same = |version: &Version| version.value == after;
            let is_next = |(number, version): (usize, &Version)| {
                number > seen && is_same(version) && versions[version.parent].value == before
            };
            let is_later = |(number, version): (usize, &Version)| number > seen && is_same(version);
            let next = versions.iter().enumerate().position(is_next);
            let number = next.or_else(|| versions.iter().enumerate().position(is_later));
            if let Some(number) = number.or_else(|| versions.iter().rposition(is_same)) {
                sight.insert(cell, number);
            }
        }
    }

    /// What a project lacks of what was acknowledged; or has, and nobody made it.
    pub fn lost(&self, project: &Project) -> Vec<String> {
        let shown = cells(project);
        let mut lost = Vec::new();
        for (cell, versions) in &self.cells {
            let value = shown.get(cell).map(|(value, _)| value.clone());
            let superseded = superseded(versions);
            let fits = |(number, version): (usize, &Version)| version.value == value && !superseded.contains(&number);
            if versions.iter().enumerate().any(fits) || value.is_none() && self.lost_an_end(versions) {
                continue;
            }
            lost.push(format!("{cell:?} is {value:?} but was {versions:#?}"));
        }
        lost.extend(
            shown.keys().filter(|cell| !self.cells.contains_key(cell)).map(|cell| format!("{cell:?} is nobody's")),
        );
        lost
    }

    /// Whether two who did not know of each other changed a cell, or an end of a link: then undo leads back to what either saw. Or
    /// whether something of it was destroyed.
    pub fn is_disputed(&self, cell: &Cell) -> bool {
        let Some(versions) = self.cells.get(cell) else { return false };
        let mut parents = BTreeSet::new();
        versions.iter().skip(1).any(|version| version.is_released || !parents.insert(version.parent))
            || versions.iter().flat_map(|version| &version.ends).any(|end| self.is_disputed(end))
            || self.lost_an_end(versions)
    }

    /// What is there by every acknowledgement.
    pub fn promised(&self) -> Vec<String> {
        let is_promised = |versions: &&Vec<Version>| {
            versions.iter().rfind(|version| version.is_acknowledged).is_some_and(|version| version.value.is_some())
        };
        self.cells.values().filter(is_promised).map(|versions| format!("{versions:?}")).collect()
    }

    /// Whether an end of a link was ever taken away or destroyed, or was never promised: then the link may have gone too.
    fn lost_an_end(&self, versions: &[Version]) -> bool {
        versions.iter().flat_map(|version| &version.ends).any(|end| {
            self.cells.get(end).is_none_or(|ends| {
                ends.iter().skip(1).any(|end| end.value.is_none() || end.is_released)
                    || ends.iter().all(|end| !end.is_acknowledged)
            })
        })
    }

    fn versions(&mut self, cell: &Cell, before: Value) -> &mut Vec<Version> {
        let root = match cell {
            Cell::Status => before,
            _ => None,
        };
        let first = Version { value: root, parent: 0, is_acknowledged: false, is_released: false, ends: Vec::new() };
        self.cells.entry(cell.clone()).or_insert_with(|| vec![first])
    }
}

fn superseded(versions: &[Version]) -> BTreeSet<usize> {
    let mut superseded = BTreeSet::new();
    for (number, version) in versions.iter().enumerate().skip(1) {
        let mut older = (number, version);
        while version.is_acknowledged && older.0 != 0 && superseded.insert(older.1.parent) {
            older = (older.1.parent, &versions[older.1.parent]);
        }
    }
    superseded
}

/// What a change does to each cell: the cell, what was and what is to be in it, and a link's ends.
fn edits(change: &Change) -> Vec<(Cell, Value, Value, Vec<Cell>)> {
    let mut found = Vec::new();
    for edit in change.edits() {
        match edit {
            Edit::Annotation { before, after } => {
                let Some(one) = before.as_ref().or(after.as_ref()) else { continue };
                let value = |side: &Option<_>| side.as_ref().map(|side| format!("{side:?}"));
                found.push((annotation_cell(one.id.as_str()), value(before), value(after), Vec::new()));
            }
            Edit::Link { before, after } => {
                let Some(one) = before.as_ref().or(after.as_ref()) else { continue };
                let value = |side: &Option<_>| side.as_ref().map(|side| format!("{side:?}"));
                let ends = [&one.from, &one.to].map(|end| annotation_cell(end.as_str())).to_vec();
                found.push((Cell::Link(one.id.clone()), value(before), value(after), ends));
            }
            Edit::RejectedSuggestion { before, after } => {
                let Some(key) = before.as_ref().or(after.as_ref()) else { continue };
                found.push((Cell::Rejected(key.clone()), before.clone(), after.clone(), Vec::new()));
            }
            Edit::Status { before, after } => {
                found.push((Cell::Status, Some(format!("{before:?}")), Some(format!("{after:?}")), Vec::new()));
            }
            // What two tabs make of these is not the one's or the other's; that tabs agree is checked apart.
            Edit::Labels { .. } | Edit::Orphans { .. } | Edit::Unknown { .. } => {}
        }
    }
    found
}

fn cells(project: &Project) -> BTreeMap<Cell, (String, Vec<Cell>)> {
    let annotations = project.annotations.iter();
    let annotations = annotations.map(|one| (annotation_cell(one.id.as_str()), (format!("{one:?}"), Vec::new())));
    let link = |link: &attest::domain::annotation::Link| {
        let ends = [&link.from, &link.to].map(|end| annotation_cell(end.as_str())).to_vec();
        (Cell::Link(link.id.clone()), (format!("{link:?}"), ends))
    };
    let rejected = project.rejected.iter().map(|key| (Cell::Rejected(key.clone()), (key.clone(), Vec::new())));
    let status = (Cell::Status, (format!("{:?}", project.document.status), Vec::new()));
    annotations.chain(project.links.iter().map(link)).chain(rejected).chain([status]).collect()
}

fn annotation_cell(id: &str) -> Cell {
    Cell::Annotation(id.to_owned())
}
