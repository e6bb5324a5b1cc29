//! A change as migrations: those that build the state before, and those that lead from it to the
//! state after.

use std::collections::BTreeSet;
use std::fs;

use voxanne_codegen::migrations::{History, Migration, StatementRecord};
use voxanne_codegen::plan::{Delta, HazardKind, Plain};
use voxanne_codegen::{GenerateError, PlanOptions, generate};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::rename::{Named, Rename};
use voxanne_schema::{Declaration, Declared};
use voxanne_tests::cases::Case;

/// A change that was planned, with what is needed to try it.
pub(crate) struct Journey {
    pub(crate) before: Declared,
    pub(crate) after: Declared,
    /// The migrations that build the state before.
    pub(crate) first: Vec<Migration>,
    /// The migrations that lead on to the state after.
    pub(crate) second: Vec<Migration>,
    /// The migrations that build the state after from nothing.
    pub(crate) fresh: Vec<Migration>,
    /// Rows of the state before, as a script.
    pub(crate) rows: String,
    /// What is asked of the state after, as a script.
    pub(crate) check: String,
}

/// Which hazards are allowed.
#[derive(Clone, Copy)]
pub(crate) enum Allowances {
    None,
    All,
}

impl Allowances {
    pub(crate) fn options(self) -> PlanOptions {
        let allow: BTreeSet<HazardKind> = match self {
            Self::None => BTreeSet::new(),
            Self::All => HazardKind::ALL.into(),
        };
        PlanOptions {
            allow,
            ..PlanOptions::default()
        }
    }
}

/// The tables that are changed plainly: one a line, all where there is none.
fn named(tables: &str) -> Plain {
    let names: BTreeSet<String> = tables.split_whitespace().map(str::to_owned).collect();
    if names.is_empty() {
        Plain::Everything
    } else {
        Plain::Tables(names)
    }
}

/// As `generate_series`, with other options for what comes after the first state.
pub(crate) fn generate_each(
    states: &[&Declaration],
    first: &PlanOptions,
    then: &PlanOptions,
) -> Result<Vec<Migration>, GenerateError> {
    let mut history = History::default();
    let mut migrations = Vec::new();
    for (place, state) in states.iter().enumerate() {
        let options = if place == 0 { first } else { then };
        let generated = generate(state, history, options)?;
        history = generated.history;
        let rendered = generated.migrations.into_iter();
        migrations.extend(rendered.map(|rendered| rendered.migration));
    }
    Ok(migrations)
}

/// The tables that a statement locks.
fn tables(statement: &StatementRecord) -> impl Iterator<Item = &QualifiedName> {
    statement.locks.iter().map(|lock| &lock.table)
}

impl Journey {
    /// Plans a case.
    ///
    /// # Errors
    ///
    /// Why the planner refuses it, without the place of this repository.
    pub(crate) fn of(case: &Case, allowances: Allowances) -> Result<Self, String> {
        let folder = case.folder();
        let read = |file: &str| fs::read_to_string(folder.join(file)).unwrap_or_default();
        let place = format!("{}/", folder.display());
        let plain = fs::read_to_string(folder.join("plain.txt")).ok();
        let options = PlanOptions {
            plain: plain.map_or(Plain::Nothing, |tables| named(&tables)),
            ..allowances.options()
        };
        Self::plan_with(&case.before(), &case.after(), &options)
            .map(|journey| Self {
                rows: read("rows.sql"),
                check: read("check.sql"),
                ..journey
            })
            .map_err(|refusal| refusal.replace(&place, ""))
    }

    /// Plans the way from one declaration to another, without rows.
    ///
    /// # Errors
    ///
    /// Why the planner refuses it.
    pub(crate) fn plan_with(
        before: &Declaration,
        after: &Declaration,
        options: &PlanOptions,
    ) -> Result<Self, String> {
        // Only what changes a table that exists can be asked to be plain.
        let first = PlanOptions {
            plain: Plain::Nothing,
            ..options.clone()
        };
        let series = |states: &[&Declaration]| {
            generate_each(states, &first, options).map_err(|error| error.to_string())
        };
        let first = series(&[before]).map_err(|error| format!("the state before:\n{error}"))?;
        let fresh = series(&[after]);
        let mut both = series(&[before, after])?;
        let fresh = fresh.map_err(|error| format!("the state after, from nothing:\n{error}"))?;
        let again = series(&[before, after, after])?;
        if again != both {
            return Err("a second difference is not empty".to_owned());
        }
        let second = both.split_off(first.len());
        if both != first {
            return Err("the first migrations are other ones once there are later ones".to_owned());
        }
        let declared = |declaration: &Declaration| declaration.collect().0;
        Ok(Self {
            before: declared(before),
            after: declared(after),
            first,
            second,
            fresh,
            rows: String::new(),
            check: String::new(),
        })
    }

    /// What the way up renames, in order.
    pub(crate) fn renames(&self) -> Vec<Rename> {
        let changes = self.second.iter().flat_map(|migration| &migration.record.changes);
        let renames = changes.filter_map(|delta| match delta {
            Delta::Rename(rename) => Some(rename.clone()),
            Delta::Create(_) | Delta::Alter(_) | Delta::Drop(_) => None,
        });
        renames.collect()
    }

    /// All migrations of this way, in order.
    pub(crate) fn all(&self) -> Vec<Migration> {
        self.first.iter().chain(&self.second).cloned().collect()
    }

    /// Whether the way up loses rows or values.
    pub(crate) fn loses_rows(&self) -> bool {
        self.has_hazard(HazardKind::DeletesData)
    }

    /// Whether values may not fit a narrower type, which stops the way up.
    pub(crate) fn narrows(&self) -> bool {
        self.has_hazard(HazardKind::NarrowsValues)
    }

    /// Whether a migration of the way up works on a table whose values are narrowed.
    pub(crate) fn converts_in(&self, name: &str) -> bool {
        let narrows = |statement: &&StatementRecord| {
            let mut hazards = statement.hazards.iter();
            hazards.any(|hazard| hazard.kind == HazardKind::NarrowsValues)
        };
        let all = self
            .second
            .iter()
            .flat_map(|migration| &migration.record.statements);
        let narrowed: BTreeSet<&QualifiedName> = all.filter(narrows).flat_map(tables).collect();
        let mut named = self
            .second
            .iter()
            .filter(|migration| migration.record.name.to_string() == name);
        named.any(|migration| {
            let mut touched = migration.record.statements.iter().flat_map(tables);
            touched.any(|table| narrowed.contains(table))
        })
    }

    /// Whether the way up makes values of others from which these cannot be told: a type is narrower,
    /// an enum has fewer labels, or nulls were filled.
    pub(crate) fn changes_values(&self) -> bool {
        let loses_labels = |of: &voxanne_schema::model::Enum| {
            let next = self.after.schema.enumeration(&of.name);
            next.is_some_and(|next| of.labels.iter().any(|label| !next.labels.contains(label)))
        };
        let renames = self.renames();
        let fills = |rule: &voxanne_schema::typed::Backfill| {
            let is = Named::Column(rule.table.clone(), rule.column.clone());
            let back = renames.iter().rev().map(Rename::reversed);
            let was = back.fold(is, |named, back| back.follow(&named));
            was.is_in(&self.before.schema)
        };
        self.narrows()
            || !self.after.removed_labels.is_empty()
            || self.before.schema.enums().any(loses_labels)
            || self.after.backfills.iter().any(fills)
    }

    fn has_hazard(&self, kind: HazardKind) -> bool {
        let mut statements = self
            .second
            .iter()
            .flat_map(|migration| &migration.record.statements);
        statements.any(|statement| {
            let mut hazards = statement.hazards.iter();
            hazards.any(|hazard| hazard.kind == kind)
        })
    }
}
