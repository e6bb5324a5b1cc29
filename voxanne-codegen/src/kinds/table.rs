//! Tables: created plainly, altered in place a column at a time, in forms that let writers pass.

mod added;
pub(crate) mod counted;
pub(crate) mod domain;
mod generated;
mod identity;
mod place;
mod required;
pub(crate) mod storage;

pub(crate) use place::place_help;

use voxanne_schema::model::{Column, CommentTarget, Constraint, ForeignKey, Schema, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId, Owner};

use super::{
    Alteration, Context, NOTHING_BY_DEFAULT, Plan, Refusal, backfill, inherit, lost_column, partition,
};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::rename;
use crate::sql::{self, ident, qualified};

impl Plan for Table {
    const WEIGHT: u8 = 0;

    /// Without its statements: these are written once it is known which constraints stand inside.
    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = Delta::Create(context.shared_table(self));
        let made = Step::new(Stage::Expand, Vec::new(), vec![delta]);
        Ok(std::iter::once(made).chain(joining(self, context)).collect())
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let (alone, left) = leaving(self, context);
        let statement = Statement::with_undo(
            format!("DROP TABLE {};", qualified(&self.name)),
            Undo::Statements(restore(&alone, context)?),
        )
        .locks(LockMode::AccessExclusive, &self.name)
        .hazard(
            HazardKind::DeletesData,
            format!("the rows of {} are lost", self.name),
        );
        let keys = context
            .previous
            .constraints_of(&self.name)
            .filter_map(Constraint::foreign_key);
        let statement = keys
            .filter(|key| key.references != self.name)
            .fold(statement, |statement, key| {
                statement.locks(LockMode::AccessExclusive, &key.references)
            });
        let delta = Delta::Drop(ObjectId::Table(self.name.clone()));
        let gone = Step::new(Stage::Contract, vec![statement], vec![delta]);
        Ok(left.into_iter().chain([gone]).collect())
    }

    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
        if pair.previous.partition_by != pair.next.partition_by {
            return Err(partitioned_otherwise(pair.next));
        }
        let mut change = TableChange::new(pair, context);
        change.change_storage();
        change.columns()?;
        Ok(Alteration::Steps(change.steps()))
    }
}

/// The links of a new table, once its parents are what they will be.
fn joining(table: &Table, context: &Context<'_>) -> Option<Step> {
    if table.inherits.is_empty() {
        return None;
    }
    let waits = |parent: &QualifiedName| context.exists(parent) && inherit::changes(parent, context);
    let stage = if table.inherits.iter().any(waits) {
        Stage::Contract
    } else {
        Stage::Expand
    };
    let name = &table.name;
    let parents = table.inherits.iter();
    let links = parents.map(|parent| inherit::showing(inherit::link(name, parent), name, parent));
    Some(Step::new(
        stage,
        links.collect(),
        vec![Delta::alter(table.clone())],
    ))
}

/// A table as it is dropped, and how it leaves those that it inherits from where these change: on the way back
/// it comes to them once they are as they were.
fn leaving(table: &Table, context: &Context<'_>) -> (Table, Option<Step>) {
    let next = &context.declared.schema;
    let stays = |parent: &QualifiedName| next.table(parent).is_some() && inherit::changes(parent, context);
    if !table.inherits.iter().any(stays) {
        return (table.clone(), None);
    }
    let alone = Table {
        inherits: Vec::new(),
        ..table.clone()
    };
    let statements = inherit::leave(table, &alone);
    let step = Step::new(Stage::Expand, statements, vec![Delta::alter(alone.clone())]);
    (alone, Some(step))
}

/// PostgreSQL makes a table partitioned when it makes it, and never again.
fn partitioned_otherwise(table: &Table) -> Refusal {
    let id = ObjectId::Table(table.name.clone());
    let name = &table.name.name;
    Refusal {
        message: format!("{id} would be partitioned otherwise, which PostgreSQL cannot change"),
        object: id,
        help: format!(
            "declare a new table beside it, copy the rows in batches, and in a later migration drop this one and say `renamed_from` of the new one, with the name `{name}`"
        ),
    }
}

/// What brings a dropped table back, without its rows: the table and everything that went with it.
fn restore(table: &Table, context: &Context<'_>) -> Result<Vec<Statement>, Refusal> {
    let constraints = context.previous.constraints_of(&table.name);
    let mut constraints: Vec<&Constraint> = constraints
        .filter(|constraint| !context.breaks_a_circle(constraint))
        .collect();
    crate::plan::sort_inlined(&mut constraints);
    let created = create_table(table, &constraints, context);
    let mut statements = created.statements;
    statements.extend(
        table
            .inherits
            .iter()
            .map(|parent| inherit::link(&table.name, parent)),
    );
    for partition in partition::in_depth(&table.name, None, context.previous) {
        let steps = Plan::create(partition, context)?;
        statements.extend(steps.into_iter().flat_map(|step| step.statements));
    }
    for (id, object) in context.previous.objects() {
        let is_itself = matches!(
            object,
            Object::Table(_) | Object::Constraint(_) | Object::Partition(_)
        );
        let is_part = id.table() == Some(&table.name) || stands_on(object, table, context.previous);
        if is_part && !is_itself {
            statements.extend(
                super::create(object, context)?
                    .into_iter()
                    .flat_map(|step| step.statements),
            );
        }
    }
    Ok(statements)
}

/// Whether an object is a part of a table, or the comment on one, or the owner of one.
fn stands_on(object: &Object, table: &Table, schema: &Schema) -> bool {
    match object.owner() {
        Some(Owner::Commented(CommentTarget::Object(of))) => is_part(of, table, schema),
        Some(Owner::Owned(of)) => is_part(of, table, schema),
        Some(owner) => owner == Owner::Table(&table.name),
        None => false,
    }
}

fn is_part(of: &ObjectId, table: &Table, schema: &Schema) -> bool {
    let of = schema.get(of);
    of.is_some_and(|of| !matches!(of, Object::Comment(_)) && stands_on(of, table, schema))
}

/// `CREATE TABLE`, and the end of whatever default privileges would give away.
pub(crate) fn create_table(table: &Table, constraints: &[&Constraint], context: &Context<'_>) -> Step {
    let name = qualified(&table.name);
    let keys: Vec<&ForeignKey> = constraints
        .iter()
        .filter_map(|constraint| constraint.foreign_key())
        .filter(|key| key.references != table.name)
        .collect();
    let mut drop =
        Statement::owned(text!["DROP TABLE ", name, ";"]).locks(LockMode::AccessExclusive, &table.name);
    for key in &keys {
        drop = drop.locks(LockMode::AccessExclusive, &key.references);
    }
    // `CREATE TABLE` takes every constraint for proven.
    let (inside, behind): (Vec<&Constraint>, Vec<&Constraint>) =
        constraints.iter().partition(|constraint| constraint.validated);
    let mut create = Statement::with_undo(sql::create_table(table, &inside), Undo::Statements(vec![drop]));
    for key in keys {
        create = create.locks(LockMode::ShareRowExclusive, &key.references);
    }
    let mut statements = vec![
        create,
        Statement::owned(text![
            "REVOKE ALL ON TABLE ",
            name,
            " FROM ",
            context.default_grantees(),
            ";"
        ])
        .serving(NOTHING_BY_DEFAULT),
    ];
    let owned = |sql| Statement::owned(sql).locks(LockMode::AccessExclusive, &table.name);
    statements.extend(sql::settings(&table.columns, &name).map(owned));
    statements.extend(sql::replica_identity(table, &name).map(owned));
    statements.extend(behind.into_iter().map(|constraint| Statement {
        undo: Undo::WithOwner,
        ..super::constraint::adding(constraint)
    }));
    let identities = table.columns.iter().filter(|column| column.identity.is_some());
    statements.extend(identities.map(|column| revoke_sequence(table, column, context)));
    let mut deltas = vec![if table.inherits.is_empty() {
        Delta::Create(context.shared_table(table))
    } else {
        let inherits = Vec::new();
        Delta::create(Table {
            inherits,
            ..table.clone()
        })
    }];
    deltas.extend(
        constraints
            .iter()
            .map(|constraint| Delta::create((*constraint).clone())),
    );
    Step::new(Stage::Expand, statements, deltas)
}

/// The sequence of an identity column is the table's alone: whoever may read it learns how much there
/// is, and whoever may set it stops the inserts. An insert needs no right on it.
pub(crate) fn revoke_sequence(table: &Table, column: &Column, context: &Context<'_>) -> Statement {
    Statement::owned(format!(
        "REVOKE ALL ON SEQUENCE {} FROM {};",
        qualified(&table.sequence_of(column)),
        context.default_grantees()
    ))
    .serving(NOTHING_BY_DEFAULT)
}

/// One table on its way from what it is to what it will be.
struct TableChange<'c> {
    pair: Pair<&'c Table>,
    context: &'c Context<'c>,
    /// The table once the first stage is through: new columns are there, and nothing is narrower.
    between: Table,
    expand: Vec<Statement>,
    /// Columns that become NOT NULL by a proof.
    proven: Vec<Name>,
    backfills: Vec<Step>,
    contract: Vec<Statement>,
    /// What comes once the column is known to hold no null.
    contract_late: Vec<Statement>,
    /// The ends of columns, and of their being required, when nothing holds them any more.
    dropped: Vec<Statement>,
    /// The columns that are required until then.
    freed: Vec<Name>,
}

impl<'c> TableChange<'c> {
    fn new(pair: Pair<&'c Table>, context: &'c Context<'c>) -> Self {
        let mut between = pair.previous.clone();
        between.tenancy = pair.next.tenancy.clone();
        between.inherits = inherit::kept(pair.previous, pair.next)
            .into_iter()
            .cloned()
            .collect();
        Self {
            pair,
            context,
            between,
            expand: Vec::new(),
            proven: Vec::new(),
            backfills: Vec::new(),
            contract: Vec::new(),
            contract_late: Vec::new(),
            dropped: Vec::new(),
            freed: Vec::new(),
        }
    }

    fn alter(&self, action: &str) -> String {
        self.altering(&qualified(&self.pair.next.name), action)
    }

    /// The same, not of those that inherit: each of them has its own.
    fn alter_only(&self, action: &str) -> String {
        self.altering(&self.context.heirs.own_rows(&self.pair.next.name), action)
    }

    fn altering(&self, table: &str, action: &str) -> String {
        if table.len() + action.len() < sql::WIDTH - 14 {
            return format!("ALTER TABLE {table} {action};");
        }
        format!("ALTER TABLE {table}\n{};", sql::indent(action))
    }

    /// A statement that those that inherit obey too.
    fn reaching(&self, statement: Statement) -> Statement {
        self.context.heirs.reaching(statement, &self.pair.next.name)
    }

    fn exclusive(&self, sql: String, undo: String) -> Statement {
        Statement::new(sql, undo).locks(LockMode::AccessExclusive, &self.pair.next.name)
    }

    fn columns(&mut self) -> Result<(), Refusal> {
        let (previous, next) = (self.pair.previous, self.pair.next);
        // The last goes first, so that on the way back the first comes first; what is computed from others goes
        // before them.
        let goes = |column: &&Column| next.column(&column.name).is_none();
        let mut going: Vec<&Column> = previous.columns.iter().filter(goes).rev().collect();
        going.sort_by_key(|column| column.generated.is_none());
        for column in going {
            self.drop_column(column);
        }
        for column in &previous.columns {
            if let Some(changed) = next.column(&column.name).filter(|changed| *changed != column) {
                self.change_column(column, changed)?;
            }
        }
        for column in &next.columns {
            if previous.column(&column.name).is_none() {
                self.add_column(column)?;
            }
        }
        self.check_order()?;
        self.backfills = backfill::steps(self.pair, self.context)?;
        Ok(())
    }

    fn drop_column(&mut self, column: &Column) {
        let name = ident(&column.name);
        let undo = lost_column::bring_back(self.pair.previous, column, self.context);
        let mut drop = Statement::with_undo(self.alter(&format!("DROP COLUMN {name}")), undo)
            .locks(LockMode::AccessExclusive, &self.pair.next.name)
            .hazard(
                HazardKind::DeletesData,
                format!("the values of {}.{} are lost", self.pair.next.name, column.name),
            );
        if let Some(like) = rename::columns_alike(self.pair.previous, self.pair.next, column) {
            let message = rename::column_message(self.pair.next, column, like);
            drop = drop.hazard(HazardKind::LooksLikeRename, message);
        }
        let comment = CommentTarget::Column(self.pair.next.name.clone(), column.name.clone());
        let comment = self.context.previous.get(&ObjectId::Comment(comment));
        if let (Some(Ok(steps)), Undo::Statements(undo)) = (
            comment.map(|comment| super::create(comment, self.context)),
            &mut drop.undo,
        ) {
            undo.extend(steps.into_iter().flat_map(|step| step.statements));
        }
        self.dropped.push(self.reaching(drop));
    }

    fn change_column(&mut self, previous: &Column, next: &Column) -> Result<(), Refusal> {
        // Types and generated values have changed before, with all that hangs on them.
        if previous.data_type != next.data_type || next.generated.is_some() != previous.generated.is_some() {
            if previous.data_type == next.data_type && next.generated.is_none() {
                self.make_plain(previous)?;
            } else {
                return Err(self.cannot_change(next));
            }
        }
        self.change_column_storage(previous, next);
        self.change_identity(previous, next)?;
        if previous.identity.is_none() && next.identity.is_some() {
            // The sequence has taken the default's place.
        } else {
            self.change_default(previous, next);
        }
        match (previous.nullable, next.nullable) {
            (false, true) => self.widen(next),
            (true, false) => self.prove_not_null(next),
            (true, true) | (false, false) => {}
        }
        Ok(())
    }

    fn change_default(&mut self, previous: &Column, next: &Column) {
        if previous.default == next.default {
            return;
        }
        let statement = self.exclusive(self.set_default(next), self.set_default(previous));
        if next.default.is_none() && !next.nullable {
            // Code that leaves the column out works until the end.
            let message = format!(
                "inserts into {} that leave {} out fail from here on",
                self.pair.next.name, next.name
            );
            self.contract
                .push(statement.hazard(HazardKind::NeedsTwoDeployments, message));
            return;
        }
        self.expand.push(statement);
        self.in_between(&next.name, |column| column.default.clone_from(&next.default));
    }

    fn set_default(&self, column: &Column) -> String {
        let action = match &column.default {
            Some(value) => format!("SET DEFAULT {}", sql::default_value(value, &column.data_type)),
            None => "DROP DEFAULT".to_owned(),
        };
        self.alter_only(&format!("ALTER COLUMN {} {action}", ident(&column.name)))
    }

    fn in_between(&mut self, name: &Name, change: impl FnOnce(&mut Column)) {
        if let Some(column) = self
            .between
            .columns
            .iter_mut()
            .find(|column| column.name == *name)
        {
            change(column);
        }
    }

    fn steps(mut self) -> Vec<Step> {
        let Pair { previous, next } = self.pair;
        let mut steps = Vec::new();
        let left = inherit::leave(previous, next);
        if !left.is_empty() {
            let alone = Table {
                inherits: self.between.inherits.clone(),
                ..previous.clone()
            };
            steps.push(Step::new(Stage::Expand, left, vec![Delta::alter(alone)]));
        }
        let widened = self.between != *self.pair.previous;
        if widened || !self.expand.is_empty() {
            let deltas = vec![Delta::alter(self.between.clone())];
            steps.push(Step::new(Stage::Expand, std::mem::take(&mut self.expand), deltas));
        }
        steps.append(&mut self.backfills);
        let mut proofs = Vec::new();
        for column in &self.proven {
            let proof = self.proof(column);
            let mut online = super::constraint::online(&proof);
            if let Some(check) = online.iter_mut().find_map(|step| step.statements.first_mut()) {
                *check = check.clone().hazard(
                    HazardKind::NeedsTwoDeployments,
                    format!(
                        "code that writes {} without {column} fails from here on",
                        next.name
                    ),
                );
            }
            steps.extend(online);
            let drop = format!("DROP CONSTRAINT {}", ident(&proof.name));
            let undo = format!(
                "ADD CONSTRAINT {} {}",
                ident(&proof.name),
                sql::constraint(&proof)
            );
            // The way back reads every row.
            let back = Statement::owned(self.alter(&undo)).holds(LockMode::AccessExclusive, &next.name);
            let statement = Statement::with_undo(self.alter(&drop), Undo::Statements(vec![back]))
                .because("The check has done its work.")
                .locks(LockMode::AccessExclusive, &next.name);
            self.contract.push(statement);
            proofs.push(Delta::Drop(ObjectId::Constraint(
                voxanne_schema::object::Describe::id(&proof),
            )));
        }
        self.contract.append(&mut self.contract_late);
        if !self.contract.is_empty() {
            let mut narrowed = narrowed(&self.between, next);
            for column in &mut narrowed.columns {
                column.nullable &= !self.freed.contains(&column.name);
            }
            let mut deltas = vec![Delta::alter(narrowed)];
            deltas.append(&mut proofs);
            steps.push(Step::new(Stage::Contract, self.contract, deltas));
        }
        // Stable, so that late rows are filled before the proof that none is left.
        steps.sort_by_key(|step| step.stage);
        // What comes to a parent has all that this needs, and nothing that it has lost.
        self.dropped.extend(inherit::join(previous, next));
        if !self.dropped.is_empty() {
            let deltas = vec![Delta::alter(next.clone())];
            steps.push(Step::new(Stage::Contract, self.dropped, deltas));
        }
        steps
    }
}

/// The table as it will be, but with the columns that are still to go.
fn narrowed(between: &Table, next: &Table) -> Table {
    let columns = between.columns.iter();
    Table {
        inherits: between.inherits.clone(),
        columns: columns
            .map(|column| next.column(&column.name).unwrap_or(column).clone())
            .collect(),
        ..next.clone()
    }
}
