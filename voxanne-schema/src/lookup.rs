//! Maps and sets that are looked into, and iterated only once they are sorted, so that their order
//! cannot show.
//!
//! The standard hasher guards against keys that an attacker chose. The names of a schema come from
//! its own team, and half of the time would go into hashing them.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::hash::Hash;

use rustc_hash::{FxHashMap, FxHashSet};

/// A map from keys to values.
#[derive(Clone, Debug)]
pub struct Lookup<K, V>(FxHashMap<K, V>);

/// A set of what was seen.
#[derive(Clone, Debug)]
pub struct Seen<K>(FxHashSet<K>);

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
    /// How many keys it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a key.
    #[must_use]
    pub fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.0.get(key)
    }

    /// The value of a key, to be changed.
    pub fn get_mut<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.0.get_mut(key)
    }

    /// Whether it has the key.
    #[must_use]
    pub fn contains_key<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.contains_key(key)
    }

    /// Gives a key its value.
    pub fn insert(&mut self, key: K, value: V) {
        self.0.insert(key, value);
    }

    /// Takes a key out, and gives its value.
    pub fn remove<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.0.remove(key)
    }

    /// All of it, sorted by the keys.
    #[must_use]
    pub fn sorted(&self) -> BTreeMap<&K, &V>
    where
        K: Ord,
    {
        self.0.iter().collect()
    }

    /// The same under other keys.
    #[must_use]
    pub fn with_keys(self, key: impl Fn(&K) -> K) -> Self {
        Self(
            self.0
                .into_iter()
                .map(|(old, value)| (key(&old), value))
                .collect(),
        )
    }

    /// The value of the key, which becomes this one if it has none.
    pub fn get_or_insert(&mut self, key: K, value: V) -> &mut V {
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
    pub fn insert(&mut self, key: K) -> bool {
        self.0.insert(key)
    }

    /// Whether the key was seen.
    #[must_use]
    pub fn contains<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.contains(key)
    }
}

impl<K: Eq + Hash> FromIterator<K> for Seen<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        Self(keys.into_iter().collect())
    }
}
