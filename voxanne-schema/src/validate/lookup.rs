//! Maps and sets that are looked into and never iterated, so that their order cannot show.
//!
//! The standard hasher guards against keys that an attacker chose. The names of a schema come from
//! its own team, and half of the time would go into hashing them.

use std::borrow::Borrow;
use std::hash::Hash;

use rustc_hash::{FxHashMap, FxHashSet};

/// A map from keys to values.
#[derive(Debug)]
pub(super) struct Lookup<K, V>(FxHashMap<K, V>);

/// A set of what was seen.
#[derive(Debug)]
pub(super) struct Seen<K>(FxHashSet<K>);

impl<K, V> Default for Lookup<K, V> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<K, V> FromIterator<(K, V)> for Lookup<K, V>
where
    K: Eq + Hash,
{
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

impl<K: Eq + Hash, V> Lookup<K, V> {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.0.get(key)
    }

    pub(super) fn get_mut<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.0.get_mut(key)
    }

    pub(super) fn contains_key<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.contains_key(key)
    }

    pub(super) fn insert(&mut self, key: K, value: V) {
        self.0.insert(key, value);
    }

    /// The value of the key, which becomes this one if it has none.
    pub(super) fn get_or_insert(&mut self, key: K, value: V) -> &mut V {
        self.0.entry(key).or_insert(value)
    }
}

impl<K> Default for Seen<K> {
    fn default() -> Self {
        Self(FxHashSet::default())
    }
}

impl<K: Eq + Hash> Seen<K> {
    /// Whether the key is here for the first time.
    pub(super) fn insert(&mut self, key: K) -> bool {
        self.0.insert(key)
    }
}
