//! Hazards that a definition lets pass, each with the reason why.

use crate::diagnostic::Location;
use crate::name::QualifiedName;

/// A hazard that keeps a migration from being written until somebody allows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hazard {
    /// Rows or values are lost.
    DeletesData,
    /// A table is written anew, or an index built, under a lock that writers wait for.
    BlocksWriters,
    /// Values that do not fit a narrower type are changed, or stop the migration.
    NarrowsValues,
    /// All rows are written anew so that columns stand in another order.
    MovesColumns,
    /// Something is dropped while its like is created: perhaps it is to be renamed.
    LooksLikeRename,
}

/// A hazard that may pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Which.
    pub hazard: Hazard,
    /// Where.
    pub on: AllowedOn,
    /// Why.
    pub reason: String,
    /// Where it is said, if that is known.
    pub location: Option<Location>,
}

/// Where a hazard may pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowedOn {
    /// In what changes this table.
    Table(QualifiedName),
    /// In what changes the module, by its place.
    Module(usize),
}
