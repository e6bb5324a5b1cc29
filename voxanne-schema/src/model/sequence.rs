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
