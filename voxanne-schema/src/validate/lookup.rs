//! Maps and sets that are looked into and never iterated, so that their order cannot show.
//!
//! The standard hasher guards against keys that an attacker chose. The names of a schema come from
//! its own team, and half of the time would go into hashing them.

#![expect(clippy::disallowed_types, reason = "nothing here can be iterated")]

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hash, Hasher};

/// A map from keys to values.
#[derive(Debug)]
pub(super) struct Lookup<K, V>(HashMap<K, V, BuildHasherDefault<Mix>>);

/// A set of what was seen.
#[derive(Debug)]
pub(super) struct Seen<K>(HashSet<K, BuildHasherDefault<Mix>>);

impl<K, V> Default for Lookup<K, V> {
    fn default() -> Self {
        Self(HashMap::default())
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
        Self(HashSet::default())
    }
}

impl<K: Eq + Hash> Seen<K> {
    /// Whether the key is here for the first time.
    pub(super) fn insert(&mut self, key: K) -> bool {
        self.0.insert(key)
    }
}

/// Eight bytes at a time: rotate, xor, multiply, as rustc's own maps do.
#[derive(Clone, Copy, Debug, Default)]
struct Mix(u64);

impl Mix {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        let (words, mut rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        if let Some((word, last)) = rest.split_first_chunk::<4>() {
            self.add(u64::from(u32::from_le_bytes(*word)));
            rest = last;
        }
        for byte in rest {
            self.add(u64::from(*byte));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.add(u64::from(value));
    }

    fn write_usize(&mut self, value: usize) {
        self.add(value as u64);
    }

    fn write_isize(&mut self, value: isize) {
        self.add(value.cast_unsigned() as u64);
    }

    /// A map takes its places from the low bits, which multiplication mixes least.
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}
