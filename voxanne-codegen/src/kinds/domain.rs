//! Domains: a new check holds for new values first, and is proven for old ones in a later stage. A
//! domain of other values is no change of this kind: it is built anew, with all that is made of it
//! (see [`crate::reshape`]).

use voxanne_schema::model::{Domain, DomainCheck, GrantTarget, Schema, Table};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Object, ObjectId};

use super::{Alteration, Context, NOTHING_BY_DEFAULT, Plan, Refusal, belongings};
use crate::diff::Pair;
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::reshape;
use crate::sql::{create_domain, default_value, domain_check, grant_target, ident, qualified};

impl Plan for Domain {
    fn create(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statements = create(self, context);
        if let Some(first) = statements.first_mut() {
            first.undo = Undo::Statements(vec![Statement::owned(drop_sql(self))]);
        }
        let delta = vec![Delta::create(self.clone())];
        Ok(vec![Step::new(Stage::Expand, statements, delta)])
    }

    fn drop(&self, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let id = ObjectId::Domain(self.name.clone());
        let mut back = create(self, context);
        back.extend(belongings::restore(&id, context)?);
        let statement = Statement::with_undo(drop_sql(self), Undo::Statements(back));
        let delta = vec![Delta::Drop(id)];
        Ok(vec![Step::new(Stage::Contract, vec![statement], delta)])
    }

    fn alter(pair: Pair<&Self>, context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        if is_other(previous, next) {
            return Ok(Alteration::Recreate);
        }
        let change = Change {
            next,
            tables: Users::of(next, context),
        };
        let mut steps = change.steps(previous);
        if let Some(first) = steps.first_mut().filter(|first| first.stage == Stage::Expand) {
            brought_back(first, previous, context);
        }
        Ok(Alteration::Steps(steps))
    }
}

/// Whether it is of other values, which PostgreSQL has no statement for.
pub(crate) fn is_other(previous: &Domain, next: &Domain) -> bool {
    previous.data_type != next.data_type || previous.collation != next.collation
}

/// Whether values that were allowed may be so no longer.
pub(crate) fn is_tightened(previous: &Domain, next: &Domain) -> bool {
    let like = |domain: &Domain, check: &DomainCheck| {
        let checks = domain.checks.iter();
        checks.filter(|other| other.condition == check.condition).count()
    };
    let is_new = |check: &DomainCheck| like(next, check) > like(previous, check);
    (previous.nullable && !next.nullable) || next.checks.iter().any(is_new)
}

/// PostgreSQL proves nothing of arrays and composite values where they stand, so that what they obey no
/// longer they obey again once the domain is built anew.
fn brought_back(wider: &mut Step, previous: &Domain, context: &Context<'_>) {
    let Some(Delta::Alter(wide)) = wider.deltas.last() else {
        return;
    };
    let Object::Domain(wide) = &**wide else {
        return;
    };
    if !is_tightened(wide, previous) || !reshape::is_contained(previous, context.previous) {
        return;
    }
    let back = reshape::domain_back(wide, context);
    for statement in &mut wider.statements {
        statement.undo = Undo::WithOwner;
    }
    if let (Some(first), Ok((back, guards))) = (wider.statements.first_mut(), back) {
        first.undo = Undo::Statements(back);
        first.guards = guards;
    }
}

/// The domain, and the end of whatever default privileges would give away.
pub(crate) fn create(domain: &Domain, context: &Context<'_>) -> Vec<Statement> {
    let mut statements = vec![Statement::owned(create_domain(domain, &qualified(&domain.name)))];
    let unproven = domain.checks.iter().filter(|check| !check.validated);
    statements.extend(unproven.map(|check| Statement::owned(add(domain, check, " NOT VALID"))));
    statements.push(kept_to_owner(domain, context));
    statements
}

/// Nobody but the owner and whom a grant names makes columns and functions of it.
pub(crate) fn kept_to_owner(domain: &Domain, context: &Context<'_>) -> Statement {
    let target = grant_target(&GrantTarget::Domain(domain.name.clone()));
    let sql = format!("REVOKE ALL ON {target} FROM {};", context.default_grantees());
    Statement::owned(sql).serving(NOTHING_BY_DEFAULT)
}

pub(crate) fn drop_sql(domain: &Domain) -> String {
    format!("DROP DOMAIN {};", qualified(&domain.name))
}

fn alter(domain: &Domain, action: &str) -> String {
    let one_line = format!("ALTER DOMAIN {} {action};", qualified(&domain.name));
    if one_line.len() < crate::sql::WIDTH {
        one_line
    } else {
        format!("ALTER DOMAIN {}\n    {action};", qualified(&domain.name))
    }
}

fn add(domain: &Domain, check: &DomainCheck, suffix: &str) -> String {
    alter(domain, &format!("ADD {}{suffix}", domain_check(check)))
}

fn drop_check(domain: &Domain, name: &Name) -> String {
    alter(domain, &format!("DROP CONSTRAINT {}", ident(name)))
}

/// The tables that exist and have columns of a domain.
struct Users<'c> {
    tables: Vec<&'c Table>,
}

impl<'c> Users<'c> {
    fn of(domain: &Domain, context: &Context<'c>) -> Self {
        let has = |table: &&Table| {
            table
                .columns
                .iter()
                .any(|column| is_of(column, domain, context.previous))
        };
        Self {
            tables: context.previous.tables().filter(has).collect(),
        }
    }
}

fn is_of(column: &voxanne_schema::model::Column, domain: &Domain, schema: &Schema) -> bool {
    let mut of = column.data_type.object();
    while let Some(ObjectId::Domain(name)) = of {
        if name == domain.name {
            return true;
        }
        of = schema.domain(&name).and_then(|inner| inner.data_type.object());
    }
    false
}

/// A change in place.
struct Change<'c> {
    next: &'c Domain,
    tables: Users<'c>,
}

impl Change<'_> {
    /// What widens first, then new checks for new values, then their proof, then what narrows.
    fn steps(&self, previous: &Domain) -> Vec<Step> {
        let mut now = previous.clone();
        let mut steps = Vec::new();
        let mut expand = self.renamed(&mut now);
        expand.extend(self.removed(&mut now));
        expand.extend(self.default(&mut now));
        expand.extend(self.widened(&mut now));
        if !expand.is_empty() {
            steps.push(Step::new(Stage::Expand, expand, vec![Delta::alter(now.clone())]));
        }
        let added: Vec<&DomainCheck> = self
            .next
            .checks
            .iter()
            .filter(|check| {
                now.check(&check.name)
                    .is_none_or(|old| old.condition != check.condition)
            })
            .collect();
        for check in &added {
            steps.push(self.constrained(check, &mut now));
        }
        for check in added.iter().filter(|check| check.validated) {
            steps.extend(self.proven(check, &mut now));
        }
        for check in &self.next.checks {
            if check.validated && now.check(&check.name).is_some_and(|old| !old.validated) {
                steps.extend(self.proven(check, &mut now));
            }
        }
        if now.nullable && !self.next.nullable {
            now.nullable = false;
            let statement = self.not_null();
            steps.push(Step::new(
                self.stage(Stage::Contract),
                vec![statement],
                vec![Delta::alter(now)],
            ));
        }
        steps
    }

    /// Where no table has the domain there is nothing to wait for, and those that come find it whole.
    fn stage(&self, otherwise: Stage) -> Stage {
        if self.tables.tables.is_empty() {
            Stage::Expand
        } else {
            otherwise
        }
    }

    /// A check that is called otherwise, and says the same.
    fn renamed(&self, now: &mut Domain) -> Vec<Statement> {
        let mut statements = Vec::new();
        let gone: Vec<DomainCheck> = now
            .checks
            .iter()
            .filter(|check| self.next.check(&check.name).is_none())
            .cloned()
            .collect();
        for old in gone {
            let like = |check: &&DomainCheck| {
                let goes = |there: &DomainCheck| there.condition != check.condition && !self.keeps(there);
                check.condition == old.condition && now.check(&check.name).is_none_or(goes)
            };
            let Some(new) = self.next.checks.iter().find(like) else {
                continue;
            };
            if let Some(there) = now.check(&new.name).cloned() {
                statements.push(self.dropped(&there));
                *now = now.clone().without_check(&there.name);
            }
            let rename = |from: &Name, to: &Name| {
                alter(
                    self.next,
                    &format!("RENAME CONSTRAINT {} TO {}", ident(from), ident(to)),
                )
            };
            statements.push(Statement::new(
                rename(&old.name, &new.name),
                rename(&new.name, &old.name),
            ));
            let renamed = DomainCheck {
                name: new.name.clone(),
                ..old.clone()
            };
            *now = now.clone().without_check(&old.name).with_check(renamed);
        }
        statements
    }

    /// Whether what a check says holds from now on too, by whatever name.
    fn keeps(&self, check: &DomainCheck) -> bool {
        let mut next = self.next.checks.iter();
        next.any(|other| other.condition == check.condition)
    }

    fn removed(&self, now: &mut Domain) -> Vec<Statement> {
        let mut statements = Vec::new();
        for old in now.checks.clone() {
            let stays = self.next.check(&old.name);
            // One of the same name takes its place in one step.
            if stays.is_some() {
                continue;
            }
            statements.push(self.dropped(&old));
            *now = now.clone().without_check(&old.name);
        }
        statements
    }

    /// The end of a check. On the way back it is proven again.
    fn dropped(&self, old: &DomainCheck) -> Statement {
        let back = Statement::owned(add(self.next, old, if old.validated { "" } else { " NOT VALID" }));
        let undo = Undo::Statements(vec![self.reads(back)]);
        Statement::with_undo(drop_check(self.next, &old.name), undo).hazard(
            HazardKind::ConstraintDropped,
            format!(
                "the check `{}` of the domain `{}` no longer holds",
                old.name, self.next.name
            ),
        )
    }

    fn default(&self, now: &mut Domain) -> Option<Statement> {
        if now.default == self.next.default {
            return None;
        }
        let set = |domain: &Domain| match &domain.default {
            Some(value) => {
                let value = default_value(value, &domain.data_type);
                alter(domain, &format!("SET DEFAULT {value}"))
            }
            None => alter(domain, "DROP DEFAULT"),
        };
        let statement = Statement::new(set(self.next), set(now));
        now.default.clone_from(&self.next.default);
        Some(statement)
    }

    fn widened(&self, now: &mut Domain) -> Option<Statement> {
        if now.nullable || !self.next.nullable {
            return None;
        }
        now.nullable = true;
        let back = self.reads(Statement::owned(alter(self.next, "SET NOT NULL")));
        let undo = Undo::Statements(vec![back]);
        Some(Statement::with_undo(alter(self.next, "DROP NOT NULL"), undo))
    }

    /// A new check, for new values.
    fn constrained(&self, check: &DomainCheck, now: &mut Domain) -> Step {
        let undo = Undo::Statements(vec![Statement::owned(drop_check(self.next, &check.name))]);
        let (suffix, reason) = if self.tables.tables.is_empty() {
            ("", None)
        } else {
            let reason = "New values obey from here on; old ones are proven in a later step.";
            (" NOT VALID", Some(reason.to_owned()))
        };
        let mut statement = Statement::with_undo(add(self.next, check, suffix), undo);
        statement.reason = reason.filter(|_| check.validated);
        let added = DomainCheck {
            validated: check.validated && self.tables.tables.is_empty(),
            ..(*check).clone()
        };
        let former = now.check(&check.name).map(|old| self.dropped(old));
        *now = now.clone().with_check(added);
        let statements = former.into_iter().chain([statement]).collect();
        let stage = self.stage(Stage::Constrain);
        Step::new(stage, statements, vec![Delta::alter(now.clone())])
    }

    /// The proof for old values, unless there is nothing to prove any more.
    fn proven(&self, check: &DomainCheck, now: &mut Domain) -> Option<Step> {
        let unproven = now.check(&check.name).filter(|old| !old.validated)?.clone();
        let sql = alter(self.next, &format!("VALIDATE CONSTRAINT {}", ident(&check.name)));
        let undo = vec![
            Statement::owned(drop_check(self.next, &check.name)),
            Statement::owned(add(self.next, &unproven, " NOT VALID")),
        ];
        let statement = self.blocks(Statement::with_undo(sql, Undo::Statements(undo)));
        *now = now.clone().with_check(check.clone());
        Some(Step::new(
            Stage::Validate,
            vec![statement],
            vec![Delta::alter(now.clone())],
        ))
    }

    fn not_null(&self) -> Statement {
        let set = alter(self.next, "SET NOT NULL");
        let statement = Statement::new(set, alter(self.next, "DROP NOT NULL"));
        self.blocks(statement)
    }

    /// PostgreSQL reads every row of the tables that have the domain.
    fn reads(&self, statement: Statement) -> Statement {
        let tables = self.tables.tables.iter();
        tables.fold(statement, |statement, table| {
            statement.holds(LockMode::Share, &table.name)
        })
    }

    fn blocks(&self, statement: Statement) -> Statement {
        let tables = self.tables.tables.iter();
        tables.fold(statement, |mut statement, table| {
            statement.locks.push(crate::plan::TableLock {
                mode: LockMode::Share,
                table: table.name.clone(),
                long: true,
            });
            statement.hazard(
                HazardKind::BlocksWriters,
                format!(
                    "writers of {} wait while its rows are read for the domain `{}`",
                    table.name, self.next.name
                ),
            )
        })
    }
}
