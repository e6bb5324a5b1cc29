//! Row-level-security policies.

use voxanne_schema::expression::Expression;
use voxanne_schema::model::Policy;
use voxanne_schema::object::{Describe, ObjectId};

use super::{Alteration, Context, Heirs, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step};
use crate::sql::{create_policy, expression, grantee, ident, qualified};

impl Plan for Policy {
    const WEIGHT: u8 = 3;
    const IS_CALLED: bool = false;

    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statement = Statement::new(create_policy(self, &qualified(&self.table)), drop_sql(self))
            .locks(LockMode::AccessExclusive, &self.table);
        let mut stage = Stage::Expand;
        if context.exists(&self.table) {
            stage = Stage::Contract;
            statement = changes_access(statement, self, "is created");
        }
        Ok(vec![Step::new(
            stage,
            vec![statement],
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let delta = Delta::Drop(ObjectId::Policy(self.id()));
        if !context.exists(&self.table) {
            return Ok(vec![Step::new(Stage::Contract, Vec::new(), vec![delta])]);
        }
        let statement = Statement::new(drop_sql(self), create_policy(self, &qualified(&self.table)))
            .locks(LockMode::AccessExclusive, &self.table);
        Ok(vec![Step::new(
            Stage::Contract,
            vec![changes_access(statement, self, "is dropped")],
            vec![delta],
        )])
    }

    fn alter(pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        let loses = |had: bool, has: bool| had && !has;
        if previous.command != next.command
            || previous.permissiveness != next.permissiveness
            || loses(previous.using.is_some(), next.using.is_some())
            || loses(next.using.is_some(), previous.using.is_some())
            || loses(previous.with_check.is_some(), next.with_check.is_some())
            || loses(next.with_check.is_some(), previous.with_check.is_some())
        {
            return Ok(Alteration::Recreate);
        }
        let statement = Statement::new(alter_sql(next), alter_sql(previous))
            .locks(LockMode::AccessExclusive, &next.table);
        let statement = changes_access(statement, next, "changes");
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Contract,
            vec![statement],
            vec![Delta::alter(next.clone())],
        )]))
    }

    fn expressions(&self) -> Vec<&Expression> {
        self.using.iter().chain(&self.with_check).collect()
    }

    fn turn(&self) -> u8 {
        0
    }

    fn makes_way(&self, _heirs: &Heirs) -> Option<Statement> {
        Some(Statement::owned(drop_sql(self)).locks(LockMode::AccessExclusive, &self.table))
    }

    fn comes_back(&self, _later: bool, _heirs: &Heirs) -> Vec<Statement> {
        let create = create_policy(self, &qualified(&self.table));
        vec![Statement::new(create, drop_sql(self)).locks(LockMode::AccessExclusive, &self.table)]
    }

    fn loss(&self) -> Option<(HazardKind, String)> {
        let id = ObjectId::Policy(self.id());
        Some((HazardKind::ChangesAccess, format!("{id} is dropped")))
    }
}

fn changes_access(statement: Statement, policy: &Policy, what: &str) -> Statement {
    statement.hazard(
        HazardKind::ChangesAccess,
        format!("the policy `{}` on {} {what}", policy.name, policy.table),
    )
}

fn alter_sql(policy: &Policy) -> String {
    let roles: Vec<String> = policy.roles.iter().map(grantee).collect();
    let mut lines = vec![
        format!(
            "ALTER POLICY {} ON {}",
            ident(&policy.name),
            qualified(&policy.table)
        ),
        format!("TO {}", roles.join(", ")),
    ];
    if let Some(using) = &policy.using {
        lines.push(format!("USING ({})", expression(using)));
    }
    if let Some(check) = &policy.with_check {
        lines.push(format!("WITH CHECK ({})", expression(check)));
    }
    format!("{};", lines.join("\n    "))
}

pub(crate) fn drop_sql(policy: &Policy) -> String {
    text![
        "DROP POLICY ",
        ident(&policy.name),
        " ON ",
        qualified(&policy.table),
        ";"
    ]
}
