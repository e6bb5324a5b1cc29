//! How tables, indexes and columns are stored: what changes no result, and yet is part of a schema.

use serde::{Deserialize, Serialize};

use super::Parameters;
use crate::data_type::{BaseType, DataType};

/// How a table is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableStorage {
    /// `WITH (…)`; those of its TOAST table begin with `toast.`.
    #[serde(default, skip_serializing_if = "Parameters::is_empty")]
    pub parameters: Parameters,
    /// Whether it is left out of the write-ahead log, and empty after a crash.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlogged: bool,
    /// What subscribers know rows by.
    #[serde(default, skip_serializing_if = "ReplicaIdentity::is_default")]
    pub replica_identity: ReplicaIdentity,
}

impl TableStorage {
    /// Whether nothing is said of it.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// What the write-ahead log says of a row that changes or goes. An index that is named for it says so
/// itself: [`super::Index::replica_identity`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplicaIdentity {
    /// Its primary key.
    #[default]
    Default,
    /// All its columns.
    Full,
    /// Nothing.
    Nothing,
}

impl ReplicaIdentity {
    /// Whether it is the primary key.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::Default
    }

    /// The identity as SQL writes it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Default => "DEFAULT",
            Self::Full => "FULL",
            Self::Nothing => "NOTHING",
        }
    }
}

/// How a column is stored, and what the planner learns of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnStorage {
    /// How much ANALYZE keeps of its values; the server's default when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistics: Option<u16>,
    /// Where long values are kept; as its type says when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy: Option<Strategy>,
    /// How long values are compressed; the server's default when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compression: Option<Compression>,
}

impl ColumnStorage {
    /// Whether nothing is said of it.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Where the long values of a column are kept.
///
/// <https://www.postgresql.org/docs/15/storage-toast.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// In the row, as they are.
    Plain,
    /// Out of the row, as they are: parts of a text are read faster.
    External,
    /// Compressed first, then out of the row.
    Extended,
    /// Compressed, and in the row as long as can be.
    Main,
}

impl Strategy {
    /// The strategy as SQL writes it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::External => "EXTERNAL",
            Self::Extended => "EXTENDED",
            Self::Main => "MAIN",
        }
    }

    /// What a type does unless a column says otherwise. PostgreSQL learned to find that out by itself
    /// (`SET STORAGE DEFAULT`) in version 16 alone.
    #[must_use]
    pub fn of(data_type: &DataType) -> Self {
        let name = match &data_type.base {
            _ if data_type.array => return Self::Extended,
            // Of a domain that is what its values do, which mostly are texts.
            BaseType::User(_) | BaseType::Domain(_) | BaseType::Composite(_) => return Self::Extended,
            BaseType::System(name) => name.as_str(),
        };
        match name {
            "numeric" | "inet" | "cidr" => Self::Main,
            "text" | "varchar" | "char" | "bytea" | "json" | "jsonb" | "xml" | "tsvector" | "path"
            | "polygon" | "bit" | "varbit" => Self::Extended,
            name if name.ends_with("range") => Self::Extended,
            _ => Self::Plain,
        }
    }
}

/// How long values are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compression {
    /// PostgreSQL's own.
    Pglz,
    /// LZ4, faster where the server was built with it.
    Lz4,
}

impl Compression {
    /// The method as SQL writes it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Pglz => "pglz",
            Self::Lz4 => "lz4",
        }
    }
}
