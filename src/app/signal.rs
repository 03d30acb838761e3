//! Values that can be watched, and values derived from them.
//!
//! Leptos compiles its signals and memos anew for every type, 1 to 3 kB of the wasm file each. Here they are made of one
//! type of signal, which tells only that something changed, and one type of memo, whose values are compared by a function
//! that they bring along.

use leptos::prelude::{Get, GetUntracked, Memo, Notify, RwSignal, Track, With};
use std::any::Any;
use std::marker::PhantomData;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// A value of the page that can be watched. It lives as long as the page does; what lives shorter is a [`Switch`].
#[derive(Debug)]
pub struct State<T: 'static> {
    value: &'static RwLock<T>,
    changed: RwSignal<u32>,
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for State<T> {}

impl<T> State<T> {
    /// A value to begin with. What is built again and again is to be given its values, lest they become more each time.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self { value: Box::leak(Box::new(RwLock::new(value))), changed: RwSignal::new(0) }
    }

    /// Asks to be told of changes.
    pub fn track(self) {
        self.changed.track();
    }

    /// The value; whoever asks is told of changes.
    pub fn read(self) -> RwLockReadGuard<'static, T> {
        self.track();
        self.read_untracked()
    }

    /// The value.
    pub fn read_untracked(self) -> RwLockReadGuard<'static, T> {
        self.value.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Replaces the value.
    pub fn set(self, value: T) {
        self.update(|held| *held = value);
    }

    /// Changes the value.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.update_if(|value| {
            change(value);
            true
        });
    }

    /// Lets a function change the value; those who watch are told when it says that it did.
    pub fn update_if(self, change: impl FnOnce(&mut T) -> bool) {
        if change(&mut self.value.write().unwrap_or_else(PoisonError::into_inner)) {
            self.changed.notify();
        }
    }
}

impl<T: Clone> State<T> {
    /// A copy of the value; whoever asks is told of changes.
    #[must_use]
    pub fn get(self) -> T {
        self.read().clone()
    }

    /// A copy of the value.
    #[must_use]
    pub fn get_untracked(self) -> T {
        self.read_untracked().clone()
    }
}

/// Something that is on or off, off to begin with, for as long as the part of the screen lives that made it.
#[derive(Clone, Copy, Debug)]
pub struct Switch {
    /// How often it was turned.
    turns: RwSignal<u32>,
}

impl Switch {
    /// A switch that is off.
    #[must_use]
    pub fn new() -> Self {
        Self { turns: RwSignal::new(0) }
    }

    /// Turns it.
    pub fn turn(self) {
        use leptos::prelude::Update;
        self.turns.update(|turns| *turns += 1);
    }

    /// Whether it is on; whoever asks is told of changes.
    #[must_use]
    pub fn is_on(self) -> bool {
        self.turns() % 2 == 1
    }

    /// How often it was turned; whoever asks is told of changes.
    #[must_use]
    pub fn turns(self) -> u32 {
        self.turns.get()
    }
}

impl Default for Switch {
    fn default() -> Self {
        Self::new()
    }
}

/// A value derived from others: computed when it is asked for and one of those has changed. Whoever watches it is told
/// only when it is different.
#[derive(Debug)]
pub struct Derived<T> {
    memo: Memo<Held>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Derived<T> {}

/// A derived value of some type, and how two of that type are compared.
#[derive(Clone, Debug)]
struct Held {
    value: Arc<dyn Any + Send + Sync>,
    equals: fn(&dyn Any, &dyn Any) -> bool,
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        (self.equals)(&*self.value, &*other.value)
    }
}

impl<T: PartialEq + Send + Sync + 'static> Derived<T> {
    /// The value that a function computes.
    #[must_use]
    pub fn new(compute: impl Fn() -> T + Send + Sync + 'static) -> Self {
        fn equals<T: PartialEq + 'static>(one: &dyn Any, other: &dyn Any) -> bool {
            one.downcast_ref::<T>() == other.downcast_ref::<T>()
        }
        let held = move || Held { value: Arc::new(compute()), equals: equals::<T> };
        Self { memo: memo(Box::new(held)), kind: PhantomData }
    }

    /// Asks to be told when it is different. It is computed for that: Leptos' memos hear of nothing before they are.
    pub fn track(self) {
        self.memo.with(|_| ());
    }

    /// The value; whoever asks is told when it is different.
    #[must_use]
    pub fn read(self) -> Arc<T> {
        Self::of(self.memo.get())
    }

    /// The value.
    #[must_use]
    pub fn read_untracked(self) -> Arc<T> {
        Self::of(self.memo.get_untracked())
    }

    fn of(held: Held) -> Arc<T> {
        #[expect(clippy::expect_used, reason = "the memo was made of a function that gives this type")]
        held.value.downcast().expect("the type of the function's values")
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Derived<T> {
    /// A copy of the value; whoever asks is told when it is different.
    #[must_use]
    pub fn get(self) -> T {
        (*self.read()).clone()
    }

    /// A copy of the value.
    #[must_use]
    pub fn get_untracked(self) -> T {
        (*self.read_untracked()).clone()
    }
}

/// Not part of [`Derived::new`], so that it is compiled once.
fn memo(compute: Box<dyn Fn() -> Held + Send + Sync>) -> Memo<Held> {
    Memo::new(move |_| compute())
}
