//! What proves that rows are within a bound, so that PostgreSQL need not read them under a lock.

use voxanne_schema::model::PartitionBound;
use voxanne_schema::name::{Name, QualifiedName, default_name};

use super::placed::Placed;
use super::{DETACHES, siblings};
use crate::kinds::{Context, refuse_rows};
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{self, ident, qualified};

/// How a default partition is kept from holding rows of another.
pub(super) struct Cleared {
    /// The steps that prove that it holds none.
    pub(super) before: Vec<Step>,
    /// What the attaching statement locks besides.
    pub(super) locking: Box<dyn Fn(Statement) -> Statement>,
    /// What takes the proof away again.
    pub(super) after: Vec<Statement>,
}

/// The proof that the default partition holds no row of a partition that comes, where there is one.
pub(super) fn cleared_default(placed: &Placed<'_>, context: &Context<'_>) -> Option<Cleared> {
    let default = siblings(placed.partition, context.previous).find(|other| other.bound.is_default())?;
    let stays = context.declared.schema.partition(&default.table, &default.name);
    stays.filter(|stays| stays.bound.is_default())?;
    let name = default.qualified_name();
    let conditions = placed.condition().zip(sql::outside_bound(
        &placed.partition.bound,
        placed.key,
        placed.table,
    ));
    let Some((inside, outside)) = conditions else {
        let message = format!("everybody waits while the rows of {name} are read");
        let locked = name.clone();
        return Some(Cleared {
            before: Vec::new(),
            locking: Box::new(move |statement| {
                statement
                    .holds(LockMode::AccessExclusive, &locked)
                    .hazard(HazardKind::BlocksWriters, message.clone())
            }),
            after: Vec::new(),
        });
    };
    let own = &placed.partition.name;
    let check = Helper {
        table: name.clone(),
        name: default_name(default.name.as_str(), own.as_str(), "check"),
        condition: outside,
    };
    let table = qualified(&name);
    let count = refuse_rows(
        &format!("{table}\n    WHERE {inside}"),
        &format!("%s rows of {table} belong into the new partition {}", ident(own)),
        &format!(
            "PostgreSQL does not move them: take them out of {table}, and insert them again once the partition is there."
        ),
    );
    let add = check
        .add("No row of the new partition comes into the default one from here on, and none is there.")
        .hazard(
            HazardKind::NeedsTwoDeployments,
            format!("rows that belong into {own} are refused until it is attached"),
        );
    let locked = name.clone();
    Some(Cleared {
        before: vec![
            Step::new(Stage::Constrain, vec![count, add], Vec::new()),
            Step::new(Stage::Validate, vec![check.validate()], Vec::new()),
        ],
        locking: Box::new(move |statement| statement.locks(LockMode::AccessExclusive, &locked)),
        after: vec![check.drop()],
    })
}

/// A check that stands for the time of a migration alone, so that PostgreSQL need not read the rows under
/// a lock.
struct Helper {
    table: QualifiedName,
    name: Name,
    condition: String,
}

impl Helper {
    fn alter(&self, action: &str) -> String {
        format!("ALTER TABLE {}\n    {action};", qualified(&self.table))
    }

    fn adding(&self) -> String {
        let name = ident(&self.name);
        self.alter(&format!(
            "ADD CONSTRAINT {name} CHECK ({}) NOT VALID",
            self.condition
        ))
    }

    fn dropping(&self) -> String {
        format!(
            "ALTER TABLE {} DROP CONSTRAINT {};",
            qualified(&self.table),
            ident(&self.name)
        )
    }

    fn add(&self, reason: &str) -> Statement {
        let dropping = self
            .dropping()
            .replace("DROP CONSTRAINT", "DROP CONSTRAINT IF EXISTS");
        Statement::new(self.adding(), dropping)
            .because(reason)
            .locks(LockMode::AccessExclusive, &self.table)
    }

    fn validate(&self) -> Statement {
        let sql = format!(
            "ALTER TABLE {} VALIDATE CONSTRAINT {};",
            qualified(&self.table),
            ident(&self.name)
        );
        Statement::with_undo(sql, Undo::Statements(Vec::new()))
            .holds(LockMode::ShareUpdateExclusive, &self.table)
    }

    fn drop(&self) -> Statement {
        Statement::with_undo(self.dropping(), Undo::Statements(Vec::new()))
            .because("The check has done its work.")
            .locks(LockMode::AccessExclusive, &self.table)
    }
}

/// A partition that is attached, with what proves its bound before and what takes the proof away.
pub(super) struct Proven {
    /// What holds for new rows.
    constrain: Vec<Statement>,
    /// The proofs for old ones.
    validate: Vec<Statement>,
    /// `ATTACH PARTITION`
    pub(super) attach: Statement,
    /// The end of the proofs.
    pub(super) after: Vec<Statement>,
}

impl Proven {
    /// A partition whose rows are there. `wider` where all of them are known to be within its bound.
    pub(super) fn of(next: &Placed<'_>, wider: bool, context: &Context<'_>) -> Self {
        let name = next.name();
        let mut proven = Self {
            constrain: Vec::new(),
            validate: Vec::new(),
            attach: next.attach(),
            after: Vec::new(),
        };
        match next.condition() {
            Some(condition) => proven.check(next, &condition, wider),
            None if matches!(next.partition.bound, PartitionBound::Default) => {}
            None => {
                proven.attach = proven.attach.holds(LockMode::AccessExclusive, &name).hazard(
                    HazardKind::BlocksWriters,
                    format!("everybody waits while the rows of {name} are read"),
                );
            }
        }
        if let Some(cleared) = cleared_default(next, context) {
            proven.attach = (cleared.locking)(proven.attach);
            for step in cleared.before {
                match step.stage {
                    Stage::Constrain => proven.constrain.extend(step.statements),
                    _ => proven.validate.extend(step.statements),
                }
            }
            proven.after.extend(cleared.after);
        }
        proven
    }

    fn check(&mut self, next: &Placed<'_>, condition: &str, wider: bool) {
        let name = next.name();
        let table = qualified(&name);
        let check = Helper {
            table: name.clone(),
            name: default_name(name.name.as_str(), "bound", "check"),
            condition: condition.to_owned(),
        };
        if !wider {
            self.constrain.push(refuse_rows(
                &format!("{table}\n    WHERE NOT ({condition})"),
                &format!("%s rows of {table} are not within its new bound"),
                "Delete them, or move them to where they belong, before.",
            ));
        }
        let add =
            check.add("Rows are within the new bound from here on; old ones are proven in a later step.");
        let refused = format!("rows of {name} that are not within its new bound are refused from here on");
        self.constrain.push(if wider {
            add
        } else {
            add.hazard(HazardKind::NeedsTwoDeployments, refused)
        });
        self.validate.push(check.validate());
        self.after.push(check.drop());
    }

    /// The steps before it is attached.
    pub(super) fn before(&mut self) -> Vec<Step> {
        let constrain = std::mem::take(&mut self.constrain);
        let validate = std::mem::take(&mut self.validate);
        if constrain.is_empty() {
            return Vec::new();
        }
        vec![
            Step::new(Stage::Constrain, constrain, Vec::new()),
            Step::new(Stage::Validate, validate, Vec::new()),
        ]
    }
}

/// What stops a way back while rows are not within a bound.
pub(super) fn guard(placed: &Placed<'_>) -> Option<Statement> {
    let condition = placed.condition()?;
    let table = qualified(&placed.name());
    Some(refuse_rows(
        &format!("{table}\n    WHERE NOT ({condition})"),
        &format!("%s rows of {table} are not within the bound that it had"),
        "Delete them, or move them, before the migration is taken back.",
    ))
}

/// The steps that give a partition another bound, or another place among the partitions.
pub(super) fn reattached(previous: &Placed<'_>, next: &Placed<'_>, context: &Context<'_>) -> Vec<Step> {
    let name = next.name();
    let (was, is) = (&previous.partition.bound, &next.partition.bound);
    let mut proven = Proven::of(next, is.holds_all_of(was), context);
    let mut steps = proven.before();
    if !was.holds_all_of(is) {
        proven.attach.guards.extend(guard(previous));
    }
    let back = Statement {
        undo: Undo::WithOwner,
        ..previous.attach().holds(LockMode::AccessExclusive, &name)
    };
    let detach = Statement::with_undo(previous.detach_sql(""), Undo::Statements(vec![back]));
    let detach = detach
        .locks(LockMode::AccessExclusive, &previous.table.name)
        .locks(LockMode::AccessExclusive, &name)
        .serving(DETACHES);
    let mut last = vec![proven.attach];
    last.extend(proven.after);
    steps.push(Step::new(Stage::Contract, vec![detach], Vec::new()));
    let delta = vec![Delta::alter(next.partition.clone())];
    steps.push(Step::new(Stage::Contract, last, delta));
    steps
}
