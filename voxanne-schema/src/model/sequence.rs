//! Sequences: counters of their own, which columns and code take numbers from.

use serde::{Deserialize, Serialize};

use crate::data_type::DataType;
use crate::name::{Name, QualifiedName};
use crate::object::{Dependencies, Describe, Space};

/// A sequence.
///
/// <https://www.postgresql.org/docs/15/sql-createsequence.html>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// Its name.
    pub name: QualifiedName,
    /// The type of its numbers: `smallint`, `integer` or `bigint`.
    pub data_type: DataType,
    /// The first number.
    pub start: i64,
    /// How far one number is from the next; below zero where it counts down.
    pub increment: i64,
    /// The smallest number.
    pub min: i64,
    /// The largest number.
    pub max: i64,
    /// How many numbers a session takes at once.
    pub cache: i64,
    /// Whether it begins anew once it is through.
    pub cycle: bool,
    /// Whether it is kept out of the write-ahead log, and begins anew after a crash. PostgreSQL knows
    /// such sequences since 15.
    #[serde(default)]
    pub unlogged: bool,
}

impl Sequence {
    /// A sequence that counts 1, 2, 3.
    #[must_use]
    pub fn new(name: QualifiedName, data_type: DataType) -> Self {
        let (min, max) = Self::bounds(&data_type, 1);
        Self {
            name,
            data_type,
            start: min,
            increment: 1,
            min,
            max,
            cache: 1,
            cycle: false,
            unlogged: false,
        }
    }

    /// The smallest and the largest number that PostgreSQL chooses where nobody says them.
    #[must_use]
    pub fn bounds(data_type: &DataType, increment: i64) -> (i64, i64) {
        let (least, most) = Self::range(data_type);
        if increment < 0 { (least, -1) } else { (1, most) }
    }

    /// The smallest and the largest number of a type.
    #[must_use]
    pub fn range(data_type: &DataType) -> (i64, i64) {
        if data_type.is_system("smallint") {
            (i64::from(i16::MIN), i64::from(i16::MAX))
        } else if data_type.is_system("integer") {
            (i64::from(i32::MIN), i64::from(i32::MAX))
        } else {
            (i64::MIN, i64::MAX)
        }
    }
}

/// What is said of how a sequence counts. What is not said, PostgreSQL chooses by the type of its numbers
/// and by its direction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SequenceOptions {
    /// The first number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// How far one number is from the next; below zero where it counts down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub increment: Option<i64>,
    /// The smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// The largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// How many numbers a session takes at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache: Option<i64>,
    /// Whether it begins anew once it is through.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cycle: bool,
}

impl SequenceOptions {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The sequence that counts so.
    #[must_use]
    pub fn sequence(&self, name: QualifiedName, data_type: DataType) -> Sequence {
        let increment = self.increment.unwrap_or(1);
        let (min, max) = Sequence::bounds(&data_type, increment);
        let (min, max) = (self.min.unwrap_or(min), self.max.unwrap_or(max));
        Sequence {
            start: self.start.unwrap_or(if increment < 0 { max } else { min }),
            increment,
            min,
            max,
            cache: self.cache.unwrap_or(1),
            cycle: self.cycle,
            ..Sequence::new(name, data_type)
        }
    }

    /// The same without what PostgreSQL would choose anyway for numbers of a type.
    #[must_use]
    pub fn shortened(&self, data_type: &DataType) -> Self {
        let increment = self.increment.filter(|by| *by != 1);
        let (min, max) = Sequence::bounds(data_type, increment.unwrap_or(1));
        let (least, most) = (self.min.unwrap_or(min), self.max.unwrap_or(max));
        let first = if increment.unwrap_or(1) < 0 { most } else { least };
        Self {
            start: self.start.filter(|number| *number != first),
            increment,
            min: self.min.filter(|number| *number != min),
            max: self.max.filter(|number| *number != max),
            cache: self.cache.filter(|count| *count != 1),
            cycle: self.cycle,
        }
    }
}

impl Describe for Sequence {
    type Id = QualifiedName;

    const KEYWORDS: &'static str = "SEQUENCE";
    const SPACE: Space = Space::Relation;
    const ATTRIBUTE: Option<&'static str> = Some("sequence");
    const METHOD: Option<&'static str> = Some("sequence");

    fn id(&self) -> QualifiedName {
        self.name.clone()
    }

    fn name(&self) -> Option<&Name> {
        Some(&self.name.name)
    }

    fn name_mut(&mut self) -> Option<&mut Name> {
        Some(&mut self.name.name)
    }

    fn form(_noun: &str) -> &'static str {
        "`#[sequence(name = \"…\")]`"
    }

    fn dependencies(&self, into: &mut Dependencies) {
        into.namespace(&self.name.namespace);
    }
}
