//! Constraints. On a table that exists, a check or a foreign key holds for new rows first and is
//! proven for old ones afterwards; a key is built as an index beside the writers and then adopted.

use voxanne_schema::expression::Expression;
use voxanne_schema::model::{Constraint, ConstraintDefinition, Index, IndexKey, IndexMethod, Indexed};
use voxanne_schema::name::{Name, default_name};
use voxanne_schema::object::{Describe, ObjectId};

use super::duplicates::Key;
use super::index::{concurrent_index, drop_concurrently};
use super::leaves::{is_partitioned, is_proven_at_once};
use super::{Alteration, Context, Heirs, Plan, Refusal, constraint_timing, inherit, leaves, refuse_rows};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{self, columns, ident, qualified};

impl Plan for Constraint {
    const WEIGHT: u8 = 3;
    const IS_CALLED: bool = false;

    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        if !context.exists(&self.table) {
            let statement = adding(self);
            return Ok(vec![Step::new(
                Stage::Expand,
                vec![statement],
                vec![Delta::create(self.clone())],
            )]);
        }
        let other = self.foreign_key().map(|key| &key.references);
        if self.validated
            && context.is_plain(&self.table)
            && other.is_none_or(|other| !context.exists(other) || context.is_plain(other))
        {
            return Ok(reaching(plain(self, context), self, context));
        }
        if is_partitioned(&self.table, context) {
            match &self.definition {
                ConstraintDefinition::ForeignKey(_) => return Ok(vec![leaves::foreign_key(self)]),
                ConstraintDefinition::PrimaryKey(_) | ConstraintDefinition::Unique { .. } => {
                    let mut steps = deduplicated(self, context);
                    steps.extend(leaves::key_steps(self, context));
                    return Ok(steps);
                }
                ConstraintDefinition::Check(_) | ConstraintDefinition::Exclude(_) => {}
            }
        }
        let steps = match &self.definition {
            ConstraintDefinition::Check(_) | ConstraintDefinition::ForeignKey(_) if self.validated => {
                online(self)
            }
            ConstraintDefinition::Check(_) | ConstraintDefinition::ForeignKey(_) => vec![for_new_rows(
                self,
                "New rows obey from here on; old ones need not, as `not_valid` says.",
            )],
            ConstraintDefinition::Exclude(_) => vec![Step::new(
                Stage::Constrain,
                vec![excluding(self)],
                vec![Delta::create(self.clone())],
            )],
            ConstraintDefinition::PrimaryKey(_) | ConstraintDefinition::Unique { .. } => adopt(self, context),
        };
        Ok(reaching(steps, self, context))
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = Delta::Drop(ObjectId::Constraint(self.id()));
        if !context.exists(&self.table) && !context.breaks_a_circle(self) {
            return Ok(vec![Step::new(Stage::Contract, Vec::new(), vec![delta])]);
        }
        let (stage, undo) = match &self.definition {
            ConstraintDefinition::Check(_)
            | ConstraintDefinition::ForeignKey(_)
            | ConstraintDefinition::Exclude(_) => (Stage::Contract, bringing_back(self, context)),
            _ if context.is_plain(&self.table) => (Stage::Contract, Undo::Statements(vec![proving(self)])),
            _ if is_partitioned(&self.table, context) => {
                (Stage::Retire, Undo::Statements(leaves::key_back(self, context)))
            }
            ConstraintDefinition::PrimaryKey(_) | ConstraintDefinition::Unique { .. } => {
                (Stage::Retire, Undo::Statements(restore_key(self)))
            }
        };
        let mut statement = Statement {
            undo,
            ..dropping(self)
        };
        let id = ObjectId::Constraint(self.id());
        if !context.declared.schema.contains(&id) {
            statement = statement.hazard(HazardKind::ConstraintDropped, format!("{id} no longer holds"));
        }
        if !self.key_columns().is_empty() && self.foreign_key().is_none() {
            statement = statement.hazard(
                HazardKind::NeedsTwoDeployments,
                format!(
                    "`INSERT … ON CONFLICT ({})` on {} fails from here on",
                    columns(self.key_columns()),
                    qualified(&self.table)
                ),
            );
            let next = context.declared.schema.table(&self.table);
            let mut columns = self.key_columns().iter();
            // Columns that go have no values to ask about.
            if columns.all(|column| next.is_some_and(|next| next.column(column).is_some())) {
                statement.guards.push(refuse_duplicates(self, context));
            }
        }
        let steps = vec![Step::new(stage, vec![statement], vec![delta])];
        Ok(reaching(steps, self, context))
    }

    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        let mut between = Self {
            deferral: next.deferral,
            ..previous.clone()
        };
        let is_proven = !previous.validated && next.validated;
        if (between != *next && between != next.unproven()) || (previous.validated && !next.validated) {
            return Ok(Alteration::Recreate);
        }
        let mut steps = Vec::new();
        if previous.deferral != next.deferral {
            match constraint_timing::steps(
                Pair {
                    previous,
                    next: &between,
                },
                context,
            ) {
                Some(timing) => steps.extend(timing),
                None => return Ok(Alteration::Recreate),
            }
        }
        if is_proven {
            steps.push(validate(next));
            between.validated = true;
        }
        Ok(if between == *next {
            Alteration::Steps(reaching(steps, next, context))
        } else {
            Alteration::Recreate
        })
    }

    fn expressions(&self) -> Vec<&Expression> {
        match &self.definition {
            ConstraintDefinition::Check(check) => vec![check],
            ConstraintDefinition::Exclude(exclusion) => exclusion.expressions().collect(),
            ConstraintDefinition::PrimaryKey(_)
            | ConstraintDefinition::Unique { .. }
            | ConstraintDefinition::ForeignKey(_) => Vec::new(),
        }
    }

    fn turn(&self) -> u8 {
        match self {
            key if key.foreign_key().is_some() => 2,
            key if !key.key_columns().is_empty() => 5,
            _ => 3,
        }
    }

    fn makes_way(&self, _heirs: &Heirs) -> Option<Statement> {
        Some(dropping(self))
    }

    fn comes_back(&self, later: bool, _heirs: &Heirs) -> Vec<Statement> {
        vec![if later {
            adding(&self.unproven())
        } else {
            proving(self)
        }]
    }

    fn loss(&self) -> Option<(HazardKind, String)> {
        let id = ObjectId::Constraint(self.id());
        Some((HazardKind::ConstraintDropped, format!("{id} no longer holds")))
    }
}

/// The steps of a check reach those that inherit it. What takes the proof of an inherited one back drops it,
/// which PostgreSQL refuses to a table that inherits.
fn reaching(mut steps: Vec<Step>, constraint: &Constraint, context: &Context<'_>) -> Vec<Step> {
    let apart = is_inherited(constraint, context);
    for step in &mut steps {
        let proves = step.stage == Stage::Validate;
        for statement in &mut step.statements {
            *statement = context.heirs.reaching_check(statement.clone(), constraint);
            if let (Undo::Statements(undo), true) = (&mut statement.undo, apart && proves) {
                *undo = inherit::apart(&constraint.table, context, std::mem::take(undo));
            }
        }
    }
    steps
}

pub(super) fn alter(constraint: &Constraint, action: &str) -> String {
    text![
        "ALTER TABLE ",
        qualified(&constraint.table),
        "\n    ",
        action,
        ";"
    ]
}

fn add(constraint: &Constraint) -> String {
    let suffix = if constraint.validated { "" } else { " NOT VALID" };
    let definition = sql::indent(&sql::constraint(constraint));
    let definition = definition.trim_start();
    alter(
        constraint,
        &text![
            "ADD CONSTRAINT ",
            ident(&constraint.name),
            " ",
            definition,
            suffix
        ],
    )
}

fn drop_sql(constraint: &Constraint) -> String {
    let (table, name) = (qualified(&constraint.table), ident(&constraint.name));
    text!["ALTER TABLE ", table, " DROP CONSTRAINT ", name, ";"]
}

/// The end of a constraint; that of a foreign key locks the table that it points at as well.
pub(crate) fn dropping(constraint: &Constraint) -> Statement {
    let statement =
        Statement::owned(drop_sql(constraint)).locks(LockMode::AccessExclusive, &constraint.table);
    match constraint.foreign_key() {
        Some(key) => statement.locks(LockMode::AccessExclusive, &key.references),
        None => statement,
    }
}

/// A constraint that is added, which its dropping takes back.
pub(crate) fn adding(constraint: &Constraint) -> Statement {
    let mode = match constraint.definition {
        ConstraintDefinition::ForeignKey(_) => LockMode::ShareRowExclusive,
        ConstraintDefinition::Check(_)
        | ConstraintDefinition::PrimaryKey(_)
        | ConstraintDefinition::Unique { .. }
        | ConstraintDefinition::Exclude(_) => LockMode::AccessExclusive,
    };
    let undo = Undo::Statements(vec![dropping(constraint)]);
    let statement = Statement::with_undo(add(constraint), undo).locks(mode, &constraint.table);
    match constraint.foreign_key() {
        Some(key) => statement.locks(mode, &key.references),
        None => statement,
    }
}

/// A constraint that comes back. A foreign key whose other side is lost comes back for new rows.
fn bringing_back(constraint: &Constraint, context: &Context<'_>) -> Undo {
    let lost = constraint.foreign_key().is_some_and(|key| {
        let known = context.previous.table(&key.references).is_some();
        let next = context.declared.schema.table(&key.references);
        let mut columns = key.referenced_columns.iter();
        known && !columns.all(|column| next.is_some_and(|next| next.column(column).is_some()))
    });
    if !lost || !context.exists(&constraint.table) {
        return Undo::Statements(vec![proving(constraint)]);
    }
    if is_proven_at_once(constraint, context.previous) {
        let next = context.declared.schema.table(&constraint.table);
        let mut own = constraint.key_columns().iter();
        if own.any(|column| next.is_none_or(|next| next.column(column).is_none())) {
            return Undo::Statements(vec![proving(constraint)]);
        }
        return Undo::Impossible(format!(
            "what rows of {} point at by `{}` is lost, and PostgreSQL has no NOT VALID for a foreign key of a partitioned table",
            constraint.table, constraint.name
        ));
    }
    let back = adding(&constraint.unproven()).because("What old rows point at is lost: only new ones obey.");
    Undo::Statements(vec![back])
}

/// A constraint that comes back, for which every row is read.
pub(crate) fn proving(constraint: &Constraint) -> Statement {
    let mut statement = adding(constraint);
    if !constraint.validated {
        return statement;
    }
    for lock in &mut statement.locks {
        lock.long = true;
    }
    statement
}

/// At once, while writers wait.
fn plain(constraint: &Constraint, context: &Context<'_>) -> Vec<Step> {
    let statement = proving(constraint).hazard(
        HazardKind::BlocksWriters,
        format!(
            "writers of {} wait while {} is proven",
            constraint.table,
            ObjectId::Constraint(constraint.id())
        ),
    );
    let key = Key {
        table: &constraint.table,
        columns: constraint.key_columns().iter().collect(),
        filter: None,
        nulls_not_distinct: nulls_not_distinct(constraint),
    };
    let is_key = constraint.foreign_key().is_none() && !key.columns.is_empty();
    let mut steps: Vec<Step> = is_key
        .then(|| key.deduplicate(context))
        .flatten()
        .into_iter()
        .collect();
    steps.push(Step::new(
        Stage::Contract,
        vec![statement],
        vec![Delta::create(constraint.clone())],
    ));
    steps
}

/// First for new rows, under a brief lock; then for old ones, while writers pass.
pub(crate) fn online(constraint: &Constraint) -> Vec<Step> {
    let reason = "New rows obey from here on; old ones are proven in a later step, while writers pass.";
    vec![for_new_rows(constraint, reason), validate(constraint)]
}

fn for_new_rows(constraint: &Constraint, reason: &str) -> Step {
    let unproven = constraint.unproven();
    let add = adding(&unproven).because(reason);
    Step::new(Stage::Constrain, vec![add], vec![Delta::create(unproven)])
}

/// PostgreSQL can neither build the index of an exclusion beside the writers nor adopt one.
fn excluding(constraint: &Constraint) -> Statement {
    proving(constraint).hazard(
        HazardKind::BlocksWriters,
        format!(
            "the index of `{}` is built while readers and writers of {} wait",
            constraint.name, constraint.table
        ),
    )
}

/// The proof of a constraint for old rows, while writers pass.
pub(crate) fn validation(constraint: &Constraint) -> Statement {
    Statement::owned(format!(
        "ALTER TABLE {} VALIDATE CONSTRAINT {};",
        qualified(&constraint.table),
        ident(&constraint.name)
    ))
    .holds(LockMode::ShareUpdateExclusive, &constraint.table)
}

fn validate(constraint: &Constraint) -> Step {
    // PostgreSQL has no way to forget a proof but to make the constraint anew.
    let undo = vec![dropping(constraint), adding(&constraint.unproven())];
    let statement = Statement::with_undo(validation(constraint).sql, Undo::Statements(undo))
        .holds(LockMode::ShareUpdateExclusive, &constraint.table);
    Step::new(
        Stage::Validate,
        vec![statement],
        vec![Delta::alter(constraint.clone())],
    )
}

/// Whether a parent of the table has the check too.
fn is_inherited(constraint: &Constraint, context: &Context<'_>) -> bool {
    let mut parents = context.heirs.parents(&constraint.table).iter();
    constraint.is_inheritable()
        && parents.any(|parent| {
            let mut checks = context.declared.schema.constraints_of(parent);
            checks.any(|check| check.is_inheritable() && check.name == constraint.name)
        })
}

/// A unique index built beside the writers, which the constraint then adopts.
fn adopt(constraint: &Constraint, context: &Context<'_>) -> Vec<Step> {
    let index = key_index(constraint);
    let build = Statement::with_undo(
        concurrent_index(&index).sql,
        Undo::Statements(vec![drop_concurrently(&index)]),
    )
    .alone(Some(drop_concurrently(&index).sql))
    .holds(LockMode::ShareUpdateExclusive, &constraint.table)
    .hazard(
        HazardKind::IndexBuild,
        format!("the index `{}` is built", constraint.name),
    );
    let adopt = Statement::with_undo(
        using_index(constraint),
        Undo::Statements(release(constraint, &index)),
    )
    .because("The index becomes the constraint's own.")
    .locks(LockMode::AccessExclusive, &constraint.table);
    let dropped = Delta::Drop(ObjectId::Index(index.id()));
    let mut steps = deduplicated(constraint, context);
    steps.extend([
        Step::new(Stage::Index, vec![build], vec![Delta::create(index)]),
        Step::new(
            Stage::Constrain,
            vec![adopt],
            vec![dropped, Delta::create(constraint.clone())],
        ),
    ]);
    steps
}

/// Which rows stay where several have the values of a new key.
fn deduplicated(constraint: &Constraint, context: &Context<'_>) -> Vec<Step> {
    let key = Key {
        table: &constraint.table,
        columns: constraint.key_columns().iter().collect(),
        filter: None,
        nulls_not_distinct: nulls_not_distinct(constraint),
    };
    key.deduplicate(context).into_iter().collect()
}

/// A constraint takes its index along when it is dropped. So the way back builds another one first,
/// beside the writers, and no moment passes in which rows could contradict the key.
fn release(constraint: &Constraint, index: &Index) -> Vec<Statement> {
    let beside = Index {
        name: default_name(index.name.as_str(), "", "again"),
        ..index.clone()
    };
    let rename = format!(
        "ALTER INDEX {} RENAME TO {};",
        qualified(&beside.qualified_name()),
        ident(&index.name)
    );
    vec![
        concurrent_index(&beside).because("Dropping the constraint takes its index along."),
        dropping(constraint),
        Statement::owned(rename).locks(LockMode::ShareUpdateExclusive, &constraint.table),
    ]
}

fn using_index(constraint: &Constraint) -> String {
    let adopting = adopting(constraint, &constraint.name);
    alter(constraint, &adopting)
}

/// `ADD CONSTRAINT … USING INDEX …`, which gives the index the name of the constraint.
pub(crate) fn adopting(constraint: &Constraint, index: &Name) -> String {
    let kind = if constraint.is_primary_key() {
        "PRIMARY KEY"
    } else {
        "UNIQUE"
    };
    let deferral = constraint.deferral.sql();
    let deferral = deferral.map_or_else(String::new, |words| format!(" {words}"));
    format!(
        "ADD CONSTRAINT {} {kind} USING INDEX {}{deferral}",
        ident(&constraint.name),
        ident(index)
    )
}

/// The index of a key.
pub(crate) fn key_index(constraint: &Constraint) -> Index {
    Index {
        table: constraint.table.clone(),
        on: Indexed::Table,
        name: constraint.name.clone(),
        unique: true,
        method: IndexMethod::Btree,
        keys: constraint
            .key_columns()
            .iter()
            .map(|name: &Name| IndexKey::column(name.clone()))
            .collect(),
        include: constraint.index.include.clone(),
        filter: None,
        nulls_not_distinct: nulls_not_distinct(constraint),
        parameters: constraint.index.parameters.clone(),
        replica_identity: false,
    }
}

fn nulls_not_distinct(constraint: &Constraint) -> bool {
    matches!(
        constraint.definition,
        ConstraintDefinition::Unique {
            nulls_not_distinct: true,
            ..
        }
    )
}

/// A key that was dropped comes back beside the writers too.
pub(crate) fn restore_key(constraint: &Constraint) -> Vec<Statement> {
    let index = key_index(constraint);
    vec![
        concurrent_index(&index),
        Statement::owned(using_index(constraint)).locks(LockMode::AccessExclusive, &constraint.table),
    ]
}

/// The key cannot come back while rows contradict it.
fn refuse_duplicates(constraint: &Constraint, context: &Context<'_>) -> Statement {
    let key = columns(constraint.key_columns());
    let table = qualified(&constraint.table);
    let rows = context.heirs.listed(&constraint.table);
    refuse_rows(
        &format!("(SELECT FROM {rows} GROUP BY {key} HAVING count(*) > 1) AS repeated"),
        &format!(
            "%s values of ({key}) in {table} stand in several rows, so the key {} cannot come back",
            ident(&constraint.name)
        ),
        &format!("SELECT {key}, count(*) FROM {rows} GROUP BY {key} HAVING count(*) > 1 finds them."),
    )
}
