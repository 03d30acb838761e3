//! Underline lanes: overlapping annotations are drawn at different depths, so that each can be seen.
//!
//! Greedy interval colouring (Kleinberg and Tardos, *Algorithm Design*, 4.1): an annotation takes the lowest lane that
//! no overlapping one has. It keeps that lane while it lives, so that marking one thing never moves the line of another.

use super::annotation::{Annotation, AnnotationId, AnnotationSet};

/// Which lane each annotation is drawn in; lane 0 is nearest to the letters.
#[derive(Clone, Debug, Default)]
pub struct Lanes {
    /// In the order of the identifiers.
    lanes: Vec<(AnnotationId, u8)>,
}

impl Lanes {
    /// Lanes for a whole set, given out in text order.
    #[must_use]
    pub fn of(set: &AnnotationSet) -> Self {
        let lanes = set.iter_by_id().map(|annotation| (annotation.id.clone(), 0)).collect();
        let mut lanes = Self { lanes };
        // Those before that reach beyond the place where the sweep is, with their lanes.
        let mut open: Vec<(&Annotation, u8)> = Vec::new();
        for annotation in set.iter() {
            open.retain(|(other, _)| other.target.hull().end() > annotation.target.hull().start());
            let mut taken = [false; 256];
            for (other, lane) in &open {
                taken[usize::from(*lane)] |= annotation.target.spans().iter().any(|span| other.target.overlaps(*span));
            }
            let lane = lowest_free(&taken);
            open.push((annotation, lane));
            if let Ok(rank) = lanes.rank(&annotation.id) {
                lanes.lanes[rank].1 = lane;
            }
        }
        lanes
    }

    /// The lane of an annotation; 0 when it has none yet.
    #[must_use]
    pub fn get(&self, id: &AnnotationId) -> u8 {
        self.find(id).unwrap_or_default()
    }

    /// Follows one annotation after it was inserted, moved or removed: a new or moved one keeps its lane if that is
    /// still free where it now stands and takes the lowest free one if not; a removed one gives its lane back.
    pub fn place(&mut self, set: &AnnotationSet, id: &AnnotationId) {
        let rank = self.rank(id);
        let Some(annotation) = set.get(id) else {
            if let Ok(rank) = rank {
                self.lanes.remove(rank);
            }
            return;
        };
        let mut taken = [false; 256];
        for span in annotation.target.spans() {
            for other in set.overlapping(*span).filter(|other| other.id != *id) {
                if let Some(lane) = self.find(&other.id) {
                    taken[usize::from(lane)] = true;
                }
            }
        }
        if self.find(id).is_some_and(|lane| !taken[usize::from(lane)]) {
            return;
        }
        let free = lowest_free(&taken);
        match rank {
            Ok(rank) => self.lanes[rank].1 = free,
            Err(rank) => self.lanes.insert(rank, (id.clone(), free)),
        }
    }

    fn find(&self, id: &AnnotationId) -> Option<u8> {
        Some(self.lanes[self.rank(id).ok()?].1)
    }

    /// Where an identifier is, or where it would be.
    fn rank(&self, id: &AnnotationId) -> Result<usize, usize> {
        self.lanes.binary_search_by(|(known, _)| known.cmp(id))
    }
}

fn lowest_free(taken: &[bool; 256]) -> u8 {
    taken.iter().position(|taken| !taken).unwrap_or(usize::from(u8::MAX)) as u8
}
