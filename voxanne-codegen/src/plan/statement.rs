//! One statement of a plan, with everything that a reviewer and a runner want to know of it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use voxanne_schema::declare::Declared;
use voxanne_schema::model::Schema;
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::rename::Rename;

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The statement, with its semicolon.
    pub sql: String,
    /// What takes it back.
    pub undo: Undo,
    /// Why it is there, as the comment above it; nothing where the statement says it all.
    pub reason: Option<String>,
    /// Why it is there besides what its step is for; a plan shows it, the file does not.
    pub purpose: Option<&'static str>,
    /// The locks that it takes on tables.
    pub locks: Vec<TableLock>,
    /// What can go wrong on a big or busy table, or with the rows.
    pub hazards: Vec<Hazard>,
    /// Whether it may run in a transaction with others.
    pub transaction: TransactionMode,
    /// What removes the remains of a run that was killed inside the statement.
    pub clean_up: Option<String>,
    /// What must hold before the way back begins; asked before the first statement that takes any
    /// part of the module's change back.
    pub guards: Vec<Statement>,
}

/// What takes a statement back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undo {
    /// These statements, in this order.
    Statements(Vec<Statement>),
    /// Nothing: it goes with the object that it belongs to.
    WithOwner,
    /// Nothing: what it did stays, and does no harm, for the reason given.
    Stays(String),
    /// Nothing can, for the reason given.
    Impossible(String),
}

/// A lock on a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableLock {
    /// How strong it is.
    pub mode: LockMode,
    /// The table.
    pub table: QualifiedName,
    /// Whether it is held while rows are read or written, and not only for a moment.
    pub long: bool,
}

/// The table locks that statements of ours take, weakest first.
///
/// <https://www.postgresql.org/docs/15/explicit-locking.html#LOCKING-TABLES>
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockMode {
    /// Writers pass.
    RowExclusive,
    /// Readers and writers pass; other changes of the table wait.
    ShareUpdateExclusive,
    /// Readers pass, writers wait.
    Share,
    /// Readers pass, writers wait, and so do other changes of the table.
    ShareRowExclusive,
    /// Everybody waits.
    AccessExclusive,
}

impl LockMode {
    /// The lock as PostgreSQL names it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::RowExclusive => "ROW EXCLUSIVE",
            Self::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            Self::Share => "SHARE",
            Self::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            Self::AccessExclusive => "ACCESS EXCLUSIVE",
        }
    }
}

/// Whether a statement may run in a transaction with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransactionMode {
    /// It may.
    Inside,
    /// It stands in a file of its own and runs outside of any transaction block.
    Alone,
}

/// What can go wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hazard {
    /// What kind of thing.
    pub kind: HazardKind,
    /// What it means here.
    pub message: String,
    /// Why it may pass, where a definition says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<String>,
}

/// The kinds of hazards, with the names that the field knows them by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HazardKind {
    /// Rows or values are lost.
    DeletesData,
    /// A rule that rows obeyed holds no longer.
    ConstraintDropped,
    /// An index is built, which takes time and disk.
    IndexBuild,
    /// Queries may lose the index that serves them.
    IndexDropped,
    /// A table is written anew, or an index built, under a lock that writers wait for.
    BlocksWriters,
    /// Values that do not fit a narrower type are changed, or stop the migration.
    NarrowsValues,
    /// All rows are written anew so that columns stand in another order.
    MovesColumns,
    /// Somebody gains or loses access.
    ChangesAccess,
    /// Whoever reads waits as long as the statements around it take.
    BlocksReaders,
    /// Old and new application code do not both work across it.
    NeedsTwoDeployments,
    /// Something is dropped while its like is created: perhaps it is to be renamed.
    LooksLikeRename,
    /// It works on a table without rows alone, and nobody could say what rows get.
    StopsAtRows,
}

impl HazardKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::DeletesData,
        Self::ConstraintDropped,
        Self::IndexBuild,
        Self::IndexDropped,
        Self::BlocksWriters,
        Self::NarrowsValues,
        Self::MovesColumns,
        Self::ChangesAccess,
        Self::BlocksReaders,
        Self::NeedsTwoDeployments,
        Self::LooksLikeRename,
        Self::StopsAtRows,
    ];

    /// The word that allows the hazard and that people search for.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::DeletesData => "deletes_data",
            Self::ConstraintDropped => "constraint_dropped",
            Self::IndexBuild => "index_build",
            Self::IndexDropped => "index_dropped",
            Self::BlocksWriters => "blocks_writers",
            Self::NarrowsValues => "narrows_values",
            Self::MovesColumns => "moves_columns",
            Self::ChangesAccess => "changes_access",
            Self::BlocksReaders => "blocks_readers",
            Self::NeedsTwoDeployments => "needs_two_deployments",
            Self::LooksLikeRename => "looks_like_rename",
            Self::StopsAtRows => "stops_at_rows",
        }
    }

    /// Whether a plan with it is refused until somebody allows it by name.
    #[must_use]
    pub const fn needs_allowance(self) -> bool {
        matches!(
            self,
            Self::DeletesData
                | Self::BlocksWriters
                | Self::NarrowsValues
                | Self::MovesColumns
                | Self::LooksLikeRename
                | Self::StopsAtRows
        )
    }

    /// What to do about it, where there is more to say than how to allow it.
    #[must_use]
    pub const fn safe_way(self) -> Option<&'static str> {
        match self {
            Self::BlocksWriters => Some(
                "on a table whose writers cannot wait, add a new column, fill it with `r.backfill(…)`, and drop the old one in a later migration",
            ),
            Self::NarrowsValues => Some(
                "say in the rules what becomes of them: `r.convert(…).from_type::<…>().with(sql(\"…\"))`",
            ),
            Self::MovesColumns => Some(
                "declare new columns behind all others: PostgreSQL adds them at the end alone, and nothing is written anew",
            ),
            Self::DeletesData
            | Self::ConstraintDropped
            | Self::IndexBuild
            | Self::IndexDropped
            | Self::ChangesAccess
            | Self::BlocksReaders
            | Self::NeedsTwoDeployments
            | Self::LooksLikeRename
            | Self::StopsAtRows => None,
        }
    }
}

/// The part of a migration that a step belongs to. Each stage but the first and the last exists so
/// that rows can be rewritten, indexes built and constraints proven while writers pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// What is called otherwise gets its name, and bodies that named it are replaced.
    Rename,
    /// Labels are added, which can be used only once they are committed.
    Labels,
    /// Everything new is created; what exists becomes wider.
    Expand,
    /// Rows get their values, in batches.
    Backfill,
    /// Of several rows with one key one stays.
    Deduplicate,
    /// Indexes are built beside the writers.
    Index,
    /// Constraints hold for new rows.
    Constrain,
    /// Constraints are proven for old rows.
    Validate,
    /// What exists becomes narrower.
    Contract,
    /// What nobody needs any more goes.
    Retire,
}

impl Stage {
    /// What the migration's slug ends in, when the stage has a file of its own.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Rename => "rename",
            Self::Labels => "labels",
            Self::Expand => "expand",
            Self::Backfill => "backfill",
            Self::Deduplicate => "deduplicate",
            Self::Index => "index",
            Self::Constrain => "constrain",
            Self::Validate => "validate",
            Self::Contract => "contract",
            Self::Retire => "retire",
        }
    }
}

/// What a step does to the model: the typed change that a migration's plan keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delta {
    /// The object is new.
    Create(Arc<Object>),
    /// The object becomes this.
    Alter(Arc<Object>),
    /// The object goes.
    Drop(ObjectId),
    /// Something is called otherwise, and all that refers to it follows.
    Rename(Rename),
}

impl Delta {
    /// A new object.
    #[must_use]
    pub fn create(object: impl Into<Object>) -> Self {
        Self::Create(Arc::new(object.into()))
    }

    /// An object that changes.
    #[must_use]
    pub fn alter(object: impl Into<Object>) -> Self {
        Self::Alter(Arc::new(object.into()))
    }

    /// The object that changes, as it is called afterwards.
    #[must_use]
    pub fn id(&self) -> ObjectId {
        match self {
            Self::Create(object) | Self::Alter(object) => object.id(),
            Self::Drop(id) => id.clone(),
            Self::Rename(rename) => rename.renamed().object(),
        }
    }

    /// Carries the change out on a model.
    ///
    /// # Errors
    ///
    /// The reason why the model is not the one that the change was computed for.
    pub fn apply(&self, schema: &mut Schema) -> Result<(), String> {
        match self {
            Self::Create(object) => schema
                .insert_shared(Arc::clone(object))
                .map_err(|taken| format!("{} exists already", taken.id())),
            Self::Alter(object) => match schema.replace_shared(Arc::clone(object)) {
                Some(_) => Ok(()),
                None => Err(format!("{} does not exist", object.id())),
            },
            Self::Drop(id) => match schema.remove(id) {
                Some(_) => Ok(()),
                None => Err(format!("{id} does not exist")),
            },
            Self::Rename(rename) => rename.apply(schema),
        }
    }
}

/// Statements of one stage, with what they do to the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub stage: Stage,
    /// What runs.
    pub statements: Vec<Statement>,
    /// What it does to the model.
    pub deltas: Vec<Delta>,
}

impl Step {
    /// Why a statement of the step is there: the reason that it gives, or else what is declared where.
    #[must_use]
    pub fn why(&self, statement: &Statement, declared: &Declared) -> String {
        let given = statement.reason.as_deref().or(statement.purpose);
        if let Some(given) = given {
            return given.to_owned();
        }
        let Some(delta) = self.deltas.first() else {
            return "rows that are there must fit what comes after".to_owned();
        };
        let id = delta.id();
        let place = declared
            .location_of(&id)
            .map_or_else(String::new, |at| format!(", as {at} declares it"));
        match delta {
            Delta::Create(_) => format!("makes {id}{place}"),
            Delta::Alter(_) => format!("changes {id}{place}"),
            Delta::Drop(_) => format!("{id} is no longer declared"),
            Delta::Rename(rename) => format!("{} is called {} from here on{place}", rename.from, rename.to),
        }
    }

    /// A step.
    #[must_use]
    pub fn new(stage: Stage, statements: Vec<Statement>, deltas: Vec<Delta>) -> Self {
        Self {
            stage,
            statements,
            deltas,
        }
    }
}

impl Statement {
    /// A statement that runs in a transaction and is taken back by another.
    #[must_use]
    pub fn new(sql: impl Into<String>, undo: impl Into<String>) -> Self {
        Self::with_undo(sql, Undo::Statements(vec![Self::owned(undo)]))
    }

    /// A statement with any undo.
    #[must_use]
    pub fn with_undo(sql: impl Into<String>, undo: Undo) -> Self {
        Self {
            sql: sql.into(),
            undo,
            reason: None,
            purpose: None,
            locks: Vec::new(),
            hazards: Vec::new(),
            transaction: TransactionMode::Inside,
            clean_up: None,
            guards: Vec::new(),
        }
    }

    /// A statement that goes with the object that it belongs to.
    #[must_use]
    pub fn owned(sql: impl Into<String>) -> Self {
        Self::with_undo(sql, Undo::WithOwner)
    }

    /// Says why the statement is there.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Says in the plan alone why the statement is there.
    #[must_use]
    pub const fn serving(mut self, purpose: &'static str) -> Self {
        self.purpose = Some(purpose);
        self
    }

    /// Says which lock it takes for a moment. What takes it back takes the same, unless it says so
    /// itself.
    #[must_use]
    pub fn locks(self, mode: LockMode, table: &QualifiedName) -> Self {
        self.lock(&TableLock {
            mode,
            table: table.clone(),
            long: false,
        })
    }

    /// Says which lock it holds while it reads or writes rows.
    #[must_use]
    pub fn holds(self, mode: LockMode, table: &QualifiedName) -> Self {
        self.lock(&TableLock {
            mode,
            table: table.clone(),
            long: true,
        })
    }

    fn lock(mut self, lock: &TableLock) -> Self {
        // Most statements lock one table.
        self.locks.reserve_exact(1);
        self.locks.push(lock.clone());
        if let Undo::Statements(undo) = &mut self.undo {
            for statement in undo.iter_mut().filter(|statement| statement.locks.is_empty()) {
                statement.locks = vec![lock.clone()];
            }
        }
        self
    }

    /// Says what can go wrong.
    #[must_use]
    pub fn hazard(mut self, kind: HazardKind, message: impl Into<String>) -> Self {
        self.hazards.push(Hazard {
            kind,
            message: message.into(),
            allowed: None,
        });
        self
    }

    /// Runs outside of any transaction block; a killed run leaves what `clean_up` removes.
    #[must_use]
    pub fn alone(mut self, clean_up: Option<String>) -> Self {
        self.transaction = TransactionMode::Alone;
        self.clean_up = clean_up;
        self
    }
}
