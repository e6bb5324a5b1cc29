//! What was noted so far, of which the last can be taken back.

use std::collections::BTreeSet;

/// A set that remembers in which order it grew.
#[derive(Debug)]
pub(super) struct Noted<T> {
    all: BTreeSet<T>,
    order: Vec<T>,
}

impl<T> Default for Noted<T> {
    fn default() -> Self {
        Self {
            all: BTreeSet::new(),
            order: Vec::new(),
        }
    }
}

impl<T: Clone + Ord> Noted<T> {
    pub(super) fn insert(&mut self, value: T) {
        if self.all.insert(value.clone()) {
            self.order.push(value);
        }
    }

    pub(super) fn contains(&self, value: &T) -> bool {
        self.all.contains(value)
    }

    /// What there is, sorted.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.all.iter()
    }

    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.order.clear();
    }

    /// How far it has come.
    pub(super) fn mark(&self) -> usize {
        self.order.len()
    }

    /// Forgets what was noted since.
    pub(super) fn back_to(&mut self, mark: usize) {
        for value in self.order.drain(mark.min(self.order.len())..) {
            self.all.remove(&value);
        }
    }
}
