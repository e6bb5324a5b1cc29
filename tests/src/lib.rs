//! Small schemas that one test snapshots and another runs on a real PostgreSQL: each a series of
//! states, each state a declaration, named by the behaviour that it shows.

pub mod cases;
pub mod schemas;

use voxanne_schema::Declaration;

/// A series of states of one schema.
#[derive(Debug)]
pub struct Case {
    /// What it shows.
    pub name: &'static str,
    /// The states, in order.
    pub states: Vec<Declaration>,
    /// Rows for the state of that place, once it stands.
    pub rows: &'static [(usize, &'static str)],
    /// Queries with what they show while the state of that place stands, on the way up with its rows
    /// and on the way back.
    pub checks: &'static [(usize, &'static str, &'static str)],
}

/// Every case.
#[must_use]
pub fn cases() -> Vec<Case> {
    vec![
        schemas::circle::case(),
        schemas::columns::case(),
        schemas::domains::case(),
        schemas::duplicates::deleted(),
        schemas::duplicates::set_aside(),
        schemas::functions::case(),
        schemas::growth::case(),
        schemas::keys::case(),
        schemas::names::case(),
        schemas::removal::case(),
        schemas::tenancy::case(),
        schemas::views::case(),
    ]
}
