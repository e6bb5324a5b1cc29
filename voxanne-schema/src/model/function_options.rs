//! What is said of a function besides what it takes, returns and does: what the planner and the executor
//! learn of it, the settings that it runs with, the library that holds it.

use serde::{Deserialize, Serialize};

use super::Parallel;
use crate::name::{Name, QualifiedName};

/// What is said of a function besides. Nothing of it is PostgreSQL's own choice unless something is said.
///
/// <https://www.postgresql.org/docs/15/sql-createfunction.html>
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionOptions {
    /// Whether parallel workers may run it.
    #[serde(default, skip_serializing_if = "Parallel::is_unsafe")]
    pub parallel: Parallel,
    /// Whether it tells nothing of its arguments but by its result.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leakproof: bool,
    /// Whether it is computed over a window of rows; a library's alone can be.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub window: bool,
    /// What a call costs, as a number is written; as its language says when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
    /// How many rows a call gives, as a number is written; 1000 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<String>,
    /// The function that tells the planner more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support: Option<QualifiedName>,
    /// The settings that it runs with besides its search path, each with its value, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<(Name, String)>,
    /// How many of the settings stand before the search path.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub before_search_path: usize,
    /// The file of the library that holds it, in which its body is a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library: Option<String>,
}

impl FunctionOptions {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}
