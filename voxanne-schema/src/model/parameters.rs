//! Storage parameters, in their order: PostgreSQL keeps the one in which they were said, and so does whoever
//! writes a database down. What is declared has the order of the names.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Storage parameters by their names, with their values as they are written.
///
/// <https://www.postgresql.org/docs/15/sql-createtable.html#SQL-CREATETABLE-STORAGE-PARAMETERS>
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&String> {
        self.0.iter().find(|(of, _)| of == name).map(|(_, value)| value)
    }

    /// Whether a parameter has a value.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Says a parameter where its name stands in order, so that the order of definitions never shows; gives
    /// the value that it had.
    pub fn insert(&mut self, name: String, value: String) -> Option<String> {
        if let Some((_, of)) = self.0.iter_mut().find(|(of, _)| *of == name) {
            return Some(std::mem::replace(of, value));
        }
        let place = self.0.iter().position(|(of, _)| *of > name);
        self.0.insert(place.unwrap_or(self.0.len()), (name, value));
        None
    }

    /// The parameters with their values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &String)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// The names of the parameters, in order.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(name, _)| name)
    }

    /// What has to be set, in this order, and what has to be taken back, so that these become others in their
    /// order. What is set stands behind what stays as it is.
    ///
    /// <https://www.postgresql.org/docs/15/sql-altertable.html>
    #[must_use]
    pub fn way_to(&self, to: &Self) -> (Self, Vec<&str>) {
        let gone = self.keys().filter(|name| !to.contains_key(name));
        let gone = gone.map(String::as_str).collect();
        let same = |(name, value): &(&String, &String)| self.get(name) == Some(*value);
        let stays: Vec<&String> = self
            .keys()
            .filter(|name| to.get(name) == self.get(name))
            .collect();
        let kept = to.iter().filter(same).map(|(name, _)| name);
        let first_set = to.iter().position(|pair| !same(&pair));
        let last_kept = to.iter().collect::<Vec<_>>().iter().rposition(same);
        let in_order =
            kept.eq(stays.iter().copied()) && first_set.zip(last_kept).is_none_or(|(set, kept)| kept < set);
        let set = to.iter().filter(|pair| !in_order || !same(pair));
        let set = set.map(|(name, value)| (name.clone(), value.clone()));
        (set.collect(), gone)
    }
}

impl FromIterator<(String, String)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(parameters: I) -> Self {
        Self(parameters.into_iter().collect())
    }
}

impl Extend<(String, String)> for Parameters {
    fn extend<I: IntoIterator<Item = (String, String)>>(&mut self, parameters: I) {
        self.0.extend(parameters);
    }
}

impl IntoIterator for Parameters {
    type Item = (String, String);
    type IntoIter = std::vec::IntoIter<(String, String)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Serialize for Parameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Parameters {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;

        impl<'de> Visitor<'de> for Pairs {
            type Value = Parameters;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("storage parameters with their values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut parameters = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    parameters.push(pair);
                }
                Ok(Parameters(parameters))
            }
        }

        deserializer.deserialize_map(Pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(words: &str) -> Parameters {
        let pairs = words.split_whitespace().filter_map(|word| word.split_once('='));
        pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    #[test]
    fn what_stands_in_another_order_is_said_again() {
        for (from, to, set, gone) in [
            ("a=1 b=2", "a=1 b=2", "", ""),
            ("a=1 b=2", "a=1 b=3", "b=3", ""),
            ("a=1 b=2", "a=3 b=2", "a=3 b=2", ""),
            ("b=2 a=1", "a=1 b=2", "a=1 b=2", ""),
            ("a=1 b=2", "b=2", "", "a"),
            ("a=1", "b=2 a=1", "b=2 a=1", ""),
        ] {
            let (from, to) = (parameters(from), parameters(to));
            assert_eq!(
                from.way_to(&to),
                (parameters(set), gone.split_whitespace().collect())
            );
        }
    }
}
