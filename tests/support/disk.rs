//! A store that several tabs share, with everything that can happen to one: it fills up, it refuses, the power goes
//! between two keys, another program writes into it, and what it tells the other tabs comes late.

use attest::app::saved::{Store, Unsaved};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Keys and their values.
pub type Values = BTreeMap<String, String>;

/// Something that happened to a key, for the other tabs to hear.
#[derive(Clone, Debug)]
pub struct Event {
    pub writer: usize,
    pub key: String,
    pub value: Option<String>,
}

/// The store itself.
#[derive(Debug, Default)]
pub struct Disk {
    pub values: RefCell<Values>,
    pub events: RefCell<Vec<Event>>,
    /// How much fits, in bytes of keys and values.
    pub room: Cell<Option<usize>>,
    /// Every so many-th write is refused.
    pub refuses_every: Cell<Option<usize>>,
    pub writes: Cell<usize>,
    pub failed: Cell<usize>,
}

impl Disk {
    /// The same keys and values, with nothing the matter, to look at.
    pub fn copy(&self) -> Rc<Self> {
        Rc::new(Self { values: self.values.clone(), ..Self::default() })
    }

    pub fn used(&self) -> usize {
        self.values.borrow().iter().map(|(key, value)| key.len() + value.len()).sum()
    }

    pub fn get(&self, key: &str) -> Option<String> {
        self.values.borrow().get(key).cloned()
    }

    /// Writes past all failures, as another program does.
    pub fn put(&self, writer: usize, key: &str, value: &str) {
        self.values.borrow_mut().insert(key.to_owned(), value.to_owned());
        self.events.borrow_mut().push(Event { writer, key: key.to_owned(), value: Some(value.to_owned()) });
    }
}

/// The store as one tab has it in hand.
#[derive(Clone, Debug)]
pub struct Hand {
    pub disk: Rc<Disk>,
    pub writer: usize,
    /// After so many more writes and removals the tab is killed: nothing of what it does is done any more.
    pub left: Rc<Cell<Option<usize>>>,
}

impl Hand {
    pub fn of(disk: &Rc<Disk>, writer: usize) -> Self {
        Self { disk: disk.clone(), writer, left: Rc::default() }
    }

    fn lives(&self) -> bool {
        match self.left.get() {
            Some(0) => false,
            Some(left) => {
                self.left.set(Some(left - 1));
                true
            }
            None => true,
        }
    }
}

impl Store for Hand {
    fn get(&self, key: &str) -> Option<String> {
        self.disk.get(key)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), Unsaved> {
        if !self.lives() {
            // Nobody is there to read this answer.
            return Ok(());
        }
        let disk = &self.disk;
        disk.writes.set(disk.writes.get() + 1);
        let refuses = disk.refuses_every.get().is_some_and(|every| disk.writes.get().is_multiple_of(every));
        let old = disk.get(key).map_or(0, |old| old.len() + key.len());
        let is_full = disk.room.get().is_some_and(|room| disk.used() - old + key.len() + value.len() > room);
        if refuses || is_full {
            disk.failed.set(disk.failed.get() + 1);
            return Err(if refuses { Unsaved::Refused } else { Unsaved::Full });
        }
        disk.put(self.writer, key, value);
        Ok(())
    }

    fn remove(&self, key: &str) {
        if self.lives() && self.disk.values.borrow_mut().remove(key).is_some() {
            self.disk.events.borrow_mut().push(Event { writer: self.writer, key: key.to_owned(), value: None });
        }
    }

    fn keys(&self) -> Vec<String> {
        self.disk.values.borrow().keys().cloned().collect()
    }

    fn used(&self) -> usize {
        self.disk.used()
    }
}
