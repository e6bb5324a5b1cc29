//! Which of several equal rows stays, before a unique key can hold.

use voxanne_schema::expression::Expression;
use voxanne_schema::model::SortDirection;
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::typed::Deduplication;

use super::backfill::unhide_rows;
use super::quarantine::Quarantine;
use super::{Context, row};
use crate::plan::{HazardKind, LockMode, Stage, Statement, Step};
use crate::sql::{self, columns, ident};

/// A unique key that is about to hold.
pub(super) struct Key<'k> {
    pub(super) table: &'k QualifiedName,
    pub(super) columns: Vec<&'k Name>,
    /// The rows that it is about.
    pub(super) filter: Option<&'k Expression>,
    /// Whether two nulls are the same.
    pub(super) nulls_not_distinct: bool,
}

impl Key<'_> {
    /// The step that leaves one of several equal rows, where the declaration says which.
    pub(super) fn deduplicate(&self, context: &Context<'_>) -> Option<Step> {
        let is_about = |duplicates: &&Deduplication| {
            duplicates.table == *self.table
                && duplicates.columns.len() == self.columns.len()
                && duplicates
                    .columns
                    .iter()
                    .all(|column| self.columns.contains(&column))
        };
        let duplicates = context.declared.deduplications.iter().find(is_about)?;
        let quarantine = match &duplicates.quarantine {
            Some(into) => Quarantine::new(into, self.table, context),
            None => Quarantine::of_backfills(self.table, context),
        };
        let delete = self.delete(duplicates, context);
        let statement = match &quarantine {
            Some(quarantine) => {
                let list = quarantine.list();
                let sql = format!(
                    "WITH repeated AS (\n{}\n    RETURNING {list}\n)\n{}\nSELECT {list}\nFROM repeated;",
                    sql::indent(&delete),
                    quarantine.insert(),
                );
                let reason = "Of several rows with one key the first stays; the others are set aside.";
                quarantine.guard(Statement::owned(sql).because(reason))
            }
            None => {
                let message = format!(
                    "all but one of several rows of {} with one key are deleted",
                    self.table
                );
                Statement::owned(format!("{delete};"))
                    .because("Of several rows with one key the first stays.")
                    .hazard(HazardKind::DeletesData, message)
            }
        };
        let statement = statement.holds(LockMode::RowExclusive, self.table);
        let stage = if context.is_plain(self.table) {
            Stage::Contract
        } else {
            Stage::Deduplicate
        };
        Some(Step::new(stage, vec![unhide_rows(), statement], Vec::new()))
    }

    fn delete(&self, duplicates: &Deduplication, context: &Context<'_>) -> String {
        let table = context.heirs.own_rows(self.table);
        let key = context.primary_key(self.table);
        let key_list = columns(&key);
        let mut order: Vec<String> = duplicates
            .keep
            .iter()
            .map(|(column, direction)| match direction {
                SortDirection::Ascending => ident(column).into_owned(),
                SortDirection::Descending => format!("{} DESC", ident(column)),
            })
            .collect();
        order.extend(key.iter().map(|column| ident(column).into_owned()));
        format!(
            "DELETE FROM {table}\nWHERE {} IN (\n    SELECT {key_list}\n    FROM (\n        SELECT\n            {key_list},\n            row_number() OVER (PARTITION BY {} ORDER BY {}) AS place\n        FROM {table}{}\n    ) AS numbered\n    WHERE place > 1\n)",
            row(&key_list, key.len()),
            columns(&duplicates.columns),
            order.join(", "),
            self.condition(context),
        )
    }

    /// The rows that the key is about: nulls are equal to nothing, unless it says otherwise.
    fn condition(&self, context: &Context<'_>) -> String {
        let was_required = |name: &Name| {
            let table = context.previous.table(self.table);
            table
                .and_then(|table| table.column(name))
                .is_some_and(|column| !column.nullable)
        };
        let mut conditions: Vec<String> = Vec::new();
        if !self.nulls_not_distinct {
            let may_be_null = self.columns.iter().filter(|name| !was_required(name));
            conditions.extend(may_be_null.map(|name| format!("{} IS NOT NULL", ident(name))));
        }
        conditions.extend(self.filter.map(sql::expression));
        if conditions.is_empty() {
            return String::new();
        }
        format!("\n        WHERE {}", conditions.join("\n        AND "))
    }
}
