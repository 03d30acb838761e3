//! The stored shape of a log entry.

use crate::domain::annotation::Annotation;
use crate::domain::edit::{Change, Edit};
use crate::domain::history::{Entry, Turn};
use crate::domain::label::LabelSet;
use crate::domain::project::{Orphan, Timestamp};
use crate::domain::text::Text;
use crate::formats::attest::{AnnotationRecord, LabelRecord, LinkRecord, OrphanRecord, status_name, status_of};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One entry of the log as JSON. `turn` is written as the history's words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct EntryRecord {
    pub(super) number: u32,
    pub(super) tab: String,
    turn: TurnRecord,
    at: String,
    edits: Vec<EditRecord>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum TurnRecord {
    Do,
    Amend,
    Undo,
    Redo,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(clippy::large_enum_variant, reason = "nearly all edits are of annotations; on wasm32 the sizes are alike")]
enum EditRecord {
    Annotation(Sides<Option<AnnotationRecord>>),
    Link(Sides<Option<LinkRecord>>),
    Status(Sides<String>),
    Labels(Sides<Vec<LabelRecord>>),
    Orphans(Sides<Vec<OrphanRecord>>),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Sides<T> {
    before: T,
    after: T,
}

impl EntryRecord {
    pub(super) fn of(entry: &Entry, number: u32, tab: &str, text: &Text) -> Self {
        let turn = match entry.turn {
            Turn::Do => TurnRecord::Do,
            Turn::Amend => TurnRecord::Amend,
            Turn::Undo => TurnRecord::Undo,
            Turn::Redo => TurnRecord::Redo,
        };
        let edits = entry.change.edits().iter().map(|edit| EditRecord::of(edit, text)).collect();
        Self { number, tab: tab.to_owned(), turn, at: entry.at.as_str().to_owned(), edits }
    }

    /// This entry continued by an amendment of the same annotation, at the same place in the log; `None` when they
    /// do not belong together.
    pub(super) fn amended(&self, later: &Entry, text: &Text) -> Option<Self> {
        let own = self.entry(text).ok()?;
        if !matches!(own.turn, Turn::Do | Turn::Amend) || own.change.noted().is_none() {
            return None;
        }
        let joined = Entry { turn: own.turn, change: own.change.amended(&later.change), at: later.at.clone() };
        Some(Self::of(&joined, self.number, &self.tab, text))
    }

    pub(super) fn read(source: &str) -> Result<Self, String> {
        serde_json::from_str(source).map_err(|error| error.to_string())
    }

    pub(super) fn write(&self) -> String {
        // Numbers, strings and lists of them cannot fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The entry, checked against the text.
    pub(super) fn entry(&self, text: &Text) -> Result<Entry, String> {
        let turn = match self.turn {
            TurnRecord::Do => Turn::Do,
            TurnRecord::Amend => Turn::Amend,
            TurnRecord::Undo => Turn::Undo,
            TurnRecord::Redo => Turn::Redo,
        };
        let edits = self.edits.iter().map(|edit| edit.edit(text)).collect::<Result<Vec<_>, _>>()?;
        Ok(Entry { turn, change: Change::new(edits), at: Timestamp::new(&self.at) })
    }
}

pub(super) fn read_many(source: &str) -> Result<Vec<EntryRecord>, String> {
    serde_json::from_str(source).map_err(|error| error.to_string())
}

impl EditRecord {
    fn of(edit: &Edit, text: &Text) -> Self {
        let annotation = |side: &Option<Arc<Annotation>>| side.as_ref().map(|side| AnnotationRecord::of(side, text));
        match edit {
            Edit::Annotation { before, after } => {
                Self::Annotation(Sides { before: annotation(before), after: annotation(after) })
            }
            Edit::Link { before, after } => Self::Link(Sides {
                before: before.as_ref().map(LinkRecord::of),
                after: after.as_ref().map(LinkRecord::of),
            }),
            Edit::Status { before, after } => {
                Self::Status(Sides { before: status_name(*before).to_owned(), after: status_name(*after).to_owned() })
            }
            Edit::Labels { before, after } => {
                let records = |set: &LabelSet| set.labels().iter().map(LabelRecord::of).collect();
                Self::Labels(Sides { before: records(before), after: records(after) })
            }
            Edit::Orphans { before, after } => {
                let records = |orphans: &[Orphan]| orphans.iter().map(OrphanRecord::of).collect();
                Self::Orphans(Sides { before: records(before), after: records(after) })
            }
        }
    }

    fn edit(&self, text: &Text) -> Result<Edit, String> {
        let annotation =
            |side: &Option<AnnotationRecord>| side.as_ref().map(|side| annotation_of(side, text)).transpose();
        Ok(match self {
            Self::Annotation(sides) => {
                Edit::Annotation { before: annotation(&sides.before)?, after: annotation(&sides.after)? }
            }
            Self::Link(sides) => {
                let link = |side: &Option<LinkRecord>| side.clone().map(LinkRecord::into_link);
                Edit::Link { before: link(&sides.before), after: link(&sides.after) }
            }
            Self::Status(sides) => Edit::Status { before: status_of(&sides.before), after: status_of(&sides.after) },
            Self::Labels(sides) => Edit::Labels { before: labels(&sides.before), after: labels(&sides.after) },
            Self::Orphans(sides) => Edit::Orphans { before: orphans(&sides.before)?, after: orphans(&sides.after)? },
        })
    }
}

fn annotation_of(record: &AnnotationRecord, text: &Text) -> Result<Arc<Annotation>, String> {
    let target = record.target()?;
    if target.hull().end() > text.end() {
        return Err(format!("annotation {} reaches beyond the text", record.id));
    }
    Ok(Arc::new(record.clone().into_annotation(target)))
}

fn labels(records: &[LabelRecord]) -> LabelSet {
    LabelSet::new(records.iter().cloned().enumerate().map(|(index, record)| record.into_label(index)).collect())
}

fn orphans(records: &[OrphanRecord]) -> Result<Vec<Orphan>, String> {
    records.iter().cloned().map(OrphanRecord::into_orphan).collect()
}
