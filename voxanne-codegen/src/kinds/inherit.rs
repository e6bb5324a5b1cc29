//! Tables that inherit. Every table holds its columns and checks as its own, and PostgreSQL merges those of a
//! parent into them: so a child can come to a parent and leave it again, in any order of its columns, and
//! stands as a fresh build would have it. What follows is that a child has a column or a check before its
//! parent gets it, and loses it after the parent has.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::model::{Constraint, Schema, Table};
use voxanne_schema::name::QualifiedName;

use super::Context;
use crate::plan::{HazardKind, LockMode, Statement, Undo};
use crate::sql::qualified;

/// Who inherits from whom, before and after alike. Links that go are cut before anything else, and links that
/// come are made after everything else.
#[derive(Debug, Default)]
pub(crate) struct Heirs {
    children: BTreeMap<QualifiedName, Vec<QualifiedName>>,
    parents: BTreeMap<QualifiedName, Vec<QualifiedName>>,
    /// The tables from which others inherit before or after.
    passing: BTreeSet<QualifiedName>,
}

impl Heirs {
    /// No links at all.
    pub(crate) const fn none() -> &'static Self {
        const NONE: &Heirs = &Heirs {
            children: BTreeMap::new(),
            parents: BTreeMap::new(),
            passing: BTreeSet::new(),
        };
        NONE
    }

    /// The links that two models share.
    pub(crate) fn of(previous: &Schema, next: &Schema) -> Self {
        let mut heirs = Self::default();
        for table in previous.tables().filter(|table| !table.inherits.is_empty()) {
            let Some(after) = next.table(&table.name) else {
                continue;
            };
            for parent in kept(table, after) {
                let children = heirs.children.entry(parent.clone()).or_default();
                children.push(table.name.clone());
                let parents = heirs.parents.entry(table.name.clone()).or_default();
                parents.push(parent.clone());
            }
        }
        let tables = previous.tables().chain(next.tables());
        heirs.passing = tables.flat_map(|table| table.inherits.iter().cloned()).collect();
        heirs
    }

    /// The name of a table in a list of PostgreSQL's, or in a query that is asked at whatever moment, which
    /// would else have those that inherit from it along.
    pub(crate) fn listed(&self, table: &QualifiedName) -> String {
        let only = if self.passing.contains(table) { "ONLY " } else { "" };
        format!("{only}{}", qualified(table))
    }

    /// All that inherit from a table, however deep, each once.
    pub(crate) fn below(&self, table: &QualifiedName) -> Vec<&QualifiedName> {
        let mut all: Vec<&QualifiedName> = Vec::new();
        let mut waiting = vec![table];
        while let Some(table) = waiting.pop() {
            for child in self.children.get(table).into_iter().flatten() {
                if !all.contains(&child) {
                    all.push(child);
                    waiting.push(child);
                }
            }
        }
        all.sort();
        all
    }

    /// The tables that a table inherits from, in order.
    pub(crate) fn parents(&self, table: &QualifiedName) -> &[QualifiedName] {
        self.parents.get(table).map_or(&[], Vec::as_slice)
    }

    /// Whether others inherit from a table all the while.
    pub(crate) fn is_parent(&self, table: &QualifiedName) -> bool {
        self.children.contains_key(table)
    }

    /// The name of a table where a statement is about its own rows alone: each table that inherits from it
    /// speaks for itself.
    pub(crate) fn own_rows(&self, table: &QualifiedName) -> String {
        let only = if self.is_parent(table) { "ONLY " } else { "" };
        format!("{only}{}", qualified(table))
    }

    /// A statement that reaches those that inherit from its table, with their locks.
    pub(crate) fn reaching(&self, mut statement: Statement, table: &QualifiedName) -> Statement {
        let mode = statement.locks.iter().find(|lock| lock.table == *table);
        let Some((mode, long)) = mode.map(|lock| (lock.mode, lock.long)) else {
            return statement;
        };
        for heir in self.below(table) {
            statement = if long {
                statement.holds(mode, heir)
            } else {
                statement.locks(mode, heir)
            };
        }
        statement
    }

    /// The same of a constraint, where it is one that is inherited.
    pub(crate) fn reaching_check(&self, statement: Statement, constraint: &Constraint) -> Statement {
        if constraint.is_inheritable() {
            self.reaching(statement, &constraint.table)
        } else {
            statement
        }
    }
}

/// The parents that a table keeps, in their order of before.
pub(crate) fn kept<'t>(previous: &'t Table, next: &'t Table) -> Vec<&'t QualifiedName> {
    let parents = previous.inherits.iter();
    parents.filter(|parent| next.inherits.contains(parent)).collect()
}

/// From now on whoever reads the parent reads the rows of the child too.
pub(crate) fn link(child: &QualifiedName, parent: &QualifiedName) -> Statement {
    let back = Statement::owned(unlink_sql(child, parent));
    Statement::with_undo(
        link_sql(child, parent),
        Undo::Statements(vec![locked(back, child, parent)]),
    )
    .locks(LockMode::AccessExclusive, child)
    .locks(LockMode::ShareUpdateExclusive, parent)
}

/// The child stands alone, with all that it has.
pub(crate) fn unlink(child: &QualifiedName, parent: &QualifiedName) -> Statement {
    let back = Statement::owned(link_sql(child, parent));
    Statement::with_undo(
        unlink_sql(child, parent),
        Undo::Statements(vec![locked(back, child, parent)]),
    )
    .locks(LockMode::AccessExclusive, child)
    .locks(LockMode::ShareUpdateExclusive, parent)
}

fn locked(statement: Statement, child: &QualifiedName, parent: &QualifiedName) -> Statement {
    statement
        .locks(LockMode::AccessExclusive, child)
        .locks(LockMode::ShareUpdateExclusive, parent)
}

fn link_sql(child: &QualifiedName, parent: &QualifiedName) -> String {
    format!("ALTER TABLE {} INHERIT {};", qualified(child), qualified(parent))
}

fn unlink_sql(child: &QualifiedName, parent: &QualifiedName) -> String {
    format!(
        "ALTER TABLE {} NO INHERIT {};",
        qualified(child),
        qualified(parent)
    )
}

/// From one list of parents to another, whose order PostgreSQL keeps: what stands behind the first difference
/// is cut and made again.
pub(crate) fn relink<'n>(
    child: &QualifiedName,
    from: impl IntoIterator<Item = &'n QualifiedName>,
    to: impl IntoIterator<Item = &'n QualifiedName>,
) -> Vec<Statement> {
    let (from, to): (Vec<_>, Vec<_>) = (from.into_iter().collect(), to.into_iter().collect());
    let same = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
    let cut = from.iter().skip(same).rev().map(|parent| unlink(child, parent));
    let made = to.iter().skip(same).map(|parent| link(child, parent));
    cut.chain(made).collect()
}

/// Says who misses what once a link is cut.
pub(crate) fn left(statement: Statement, child: &QualifiedName, parent: &QualifiedName) -> Statement {
    statement.hazard(
        HazardKind::NeedsTwoDeployments,
        format!("code that reads the rows of {child} in {parent} no longer finds them"),
    )
}

/// The end of links that go, and what makes them again in their order.
pub(crate) fn leave(previous: &Table, next: &Table) -> Vec<Statement> {
    let child = &previous.name;
    let kept = kept(previous, next);
    let gone = previous.inherits.iter().filter(|parent| !kept.contains(parent));
    let mut statements: Vec<Statement> = gone
        .map(|parent| left(unlink(child, parent), child, parent))
        .collect();
    let back = relink(child, kept.iter().copied(), &previous.inherits);
    all_back(&mut statements, back);
    statements
}

/// The links that come, in their order among those that stay.
pub(crate) fn join(previous: &Table, next: &Table) -> Vec<Statement> {
    let kept = kept(previous, next);
    let statements = relink(&next.name, kept.iter().copied(), &next.inherits);
    let mut come = next
        .inherits
        .iter()
        .filter(|parent| !kept.contains(parent))
        .peekable();
    let mut joined = Vec::new();
    for statement in statements {
        let made = come.next_if(|parent| statement.sql == link_sql(&next.name, parent));
        joined.push(match made {
            Some(parent) => showing(statement, &next.name, parent),
            None => statement,
        });
    }
    joined
}

/// Says what a new link shows to whom.
pub(crate) fn showing(statement: Statement, child: &QualifiedName, parent: &QualifiedName) -> Statement {
    statement
        .because(format!(
            "Whoever reads {parent} reads the rows of {child} too; the columns stay its own."
        ))
        .hazard(
            HazardKind::ChangesAccess,
            format!(
                "whoever reads {parent} reads the rows of {child} too, as the policies of {parent} allow"
            ),
        )
}

/// One way back of several statements, which together they go.
fn all_back(statements: &mut [Statement], mut back: Vec<Statement>) {
    back.iter_mut()
        .for_each(|statement| statement.undo = Undo::WithOwner);
    for (place, statement) in statements.iter_mut().enumerate() {
        statement.undo = if place == 0 {
            Undo::Statements(std::mem::take(&mut back))
        } else {
            Undo::WithOwner
        };
    }
}

/// What is done to a table by itself, for the moment without its parents: PostgreSQL refuses much of it to what
/// is inherited.
pub(crate) fn apart(
    table: &QualifiedName,
    context: &Context<'_>,
    statements: Vec<Statement>,
) -> Vec<Statement> {
    let parents = context.heirs.parents(table);
    let cut = parents.iter().rev().map(|parent| unlink(table, parent));
    let made = parents.iter().map(|parent| link(table, parent));
    cut.chain(statements).chain(made).collect()
}

/// Whether a table, or what is inherited from it, changes in a plan.
pub(crate) fn changes(table: &QualifiedName, context: &Context<'_>) -> bool {
    let next = &context.declared.schema;
    let checks = |schema: &Schema| -> Vec<Constraint> {
        let constraints = schema.constraints_of(table);
        constraints.filter(|it| it.is_check()).cloned().collect()
    };
    context.previous.table(table) != next.table(table) || checks(context.previous) != checks(next)
}
