//! A text of SQL under construction: what stands above a statement, and where each one stands.

use std::collections::BTreeSet;

use voxanne_schema::name::QualifiedName;

use super::record::StatementRecord;
use crate::plan::{HazardKind, LockMode, Statement, TableLock, TransactionMode};
use crate::sql::qualified;

/// How long a brief exclusive lock is waited for before the migration gives way.
const LOCK_TIMEOUT: &str = "5s";

/// A text under construction that remembers where each statement stands.
pub(super) struct Script {
    pub(super) text: String,
    pub(super) statements: Vec<StatementRecord>,
}

impl Script {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self {
            text: String::with_capacity(4096),
            statements: Vec::new(),
        }
    }

    /// Adds a line.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Adds an empty line, unless there is one.
    pub(super) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Locks on tables that exist before, and hazards, as comments in the head.
    pub(super) fn notes<'s>(
        &mut self,
        statements: impl Iterator<Item = &'s Statement>,
        new: &BTreeSet<&QualifiedName>,
    ) {
        let mut locks: Vec<&TableLock> = Vec::new();
        let mut hazards = Vec::new();
        for statement in statements {
            locks.extend(statement.locks.iter().filter(|lock| !new.contains(&lock.table)));
            for hazard in &statement.hazards {
                if !hazards.contains(&hazard) {
                    hazards.push(hazard);
                }
            }
        }
        let tables: BTreeSet<_> = locks.iter().map(|lock| &lock.table).collect();
        for table in tables {
            let strongest = locks
                .iter()
                .filter(|lock| lock.table == *table)
                .max_by_key(|lock| (lock.mode, lock.long));
            if let Some(lock) = strongest {
                let how = if lock.long {
                    "while it works"
                } else {
                    "for a moment"
                };
                let who = if lock.mode <= LockMode::ShareUpdateExclusive {
                    "; writers pass"
                } else {
                    ""
                };
                self.line(&format!(
                    "-- Locks {}: {} {how}{who}.",
                    qualified(table),
                    lock.mode.label()
                ));
            }
        }
        for hazard in hazards
            .iter()
            .filter(|hazard| hazard.kind != HazardKind::IndexBuild)
        {
            let allowed = hazard.allowed.as_ref();
            let allowed = allowed.map_or_else(String::new, |why| {
                format!(" Allowed: {}.", why.trim_end_matches('.'))
            });
            self.line(&format!(
                "-- Hazard {}: {}.{allowed}",
                hazard.kind.label(),
                hazard.message
            ));
        }
    }

    /// Gives way where a lock is not to be had, once in a transaction.
    pub(super) fn lock_timeout(&mut self) {
        self.blank();
        self.plain(&format!("SET LOCAL lock_timeout = '{LOCK_TIMEOUT}';"));
    }

    /// SQL that belongs to the file and not to the plan.
    pub(super) fn plain(&mut self, sql: &str) {
        let start = self.text.len();
        self.line(sql);
        self.statements.push(StatementRecord {
            at: (start, self.text.len() - 1),
            transaction: TransactionMode::Inside,
            locks: Vec::new(),
            hazards: Vec::new(),
            clean_up: None,
        });
    }

    /// What locks a new table concerns nobody.
    pub(super) fn statement(&mut self, statement: &Statement, joined: bool, new: &BTreeSet<&QualifiedName>) {
        let close = (joined || self.repeats(&statement.sql))
            && statement.reason.is_none()
            && statement.clean_up.is_none();
        if !close || statement.sql.contains('\n') {
            self.blank();
        }
        if let Some(reason) = &statement.reason {
            self.line(&format!("-- {reason}"));
        }
        if let Some(clean_up) = &statement.clean_up {
            let said = "-- If a run is killed here, this removes what it leaves:";
            if clean_up.contains('\n') {
                self.line(said);
                clean_up
                    .lines()
                    .for_each(|line| self.line(format!("-- {line}").trim_end()));
            } else {
                self.line(&format!("{said} {clean_up}"));
            }
        }
        let start = self.text.len();
        self.line(&statement.sql);
        let locks = statement.locks.iter().filter(|lock| !new.contains(&lock.table));
        self.statements.push(StatementRecord {
            at: (start, self.text.len() - 1),
            transaction: statement.transaction,
            locks: locks.cloned().collect(),
            hazards: statement.hazards.clone(),
            clean_up: statement.clean_up.clone(),
        });
    }

    /// Whether the statement is one more of a run of short ones that begin alike.
    fn repeats(&self, sql: &str) -> bool {
        let mut last_lines = self.text.trim_end_matches('\n').rsplit('\n');
        let last = last_lines.next().unwrap_or_default();
        let alone = last_lines
            .next()
            .is_none_or(|line| line.is_empty() || line.ends_with(';'));
        let words = if sql.starts_with("GRANT") || sql.starts_with("REVOKE") {
            1
        } else {
            2
        };
        alone && !sql.contains('\n') && last.split(' ').take(words).eq(sql.split(' ').take(words))
    }
}
