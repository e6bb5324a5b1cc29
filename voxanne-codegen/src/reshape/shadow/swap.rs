//! The moment in which shadows take the places of the columns that they followed.

use voxanne_schema::model::{Column, CommentTarget, PrivilegeScope, Table};
use voxanne_schema::name::{Name, default_name};
use voxanne_schema::object::{Describe, ObjectId};

use super::prepare::revoked;
use super::{Mirror, Shadow};
use crate::kinds::constraint::{adopting, dropping};
use crate::kinds::trigger;
use crate::kinds::{function, grant};
use crate::plan::{Delta, HazardKind, LockMode, Statement};
use crate::reshape::World;
use crate::reshape::affected::Affected;
use crate::reshape::parts;
use crate::sql::{self, ident, literal, qualified};

/// What the swap does.
#[derive(Default)]
pub(in crate::reshape) struct Swap {
    /// The statements, all of one transaction.
    pub(in crate::reshape) statements: Vec<Statement>,
    /// What was there for the shadows alone, and goes.
    pub(in crate::reshape) gone: Vec<Delta>,
    /// What becomes another on the way, or does not come back.
    pub(in crate::reshape) changed: Vec<Delta>,
}

/// The swap of one table.
pub(in crate::reshape) fn swap(
    table: &Table,
    affected: &Affected,
    world: &World<'_>,
) -> Result<Swap, String> {
    let shadow = Shadow::of(table, affected, world)?;
    let mut swap = Swap::default();
    shadow.end_trigger(&mut swap);
    shadow.require(&mut swap);
    shadow.identities(&mut swap, world);
    shadow.make_room(&mut swap, world);
    shadow.rename(&mut swap);
    shadow.take_over(&mut swap, world);
    shadow.restore(&mut swap, world);
    Ok(swap)
}

impl Shadow<'_> {
    fn alter(&self, actions: &[String]) -> Statement {
        let head = format!("ALTER TABLE {}", qualified(&self.table.name));
        Statement::owned(sql::clauses(&head, &[actions.join(",\n    ")]))
            .locks(LockMode::AccessExclusive, &self.table.name)
    }

    fn end_trigger(&self, swap: &mut Swap) {
        let (in_step, function) = (self.trigger(), self.function());
        let drop = Statement::owned(trigger::drop_sql(&in_step))
            .locks(LockMode::AccessExclusive, &self.table.name)
            .because("From here on nobody writes until both have changed places, which takes a moment.");
        swap.statements.push(drop);
        swap.statements
            .push(Statement::owned(function::drop_sql(&function)));
        swap.gone.push(Delta::Drop(ObjectId::Trigger(in_step.id())));
        swap.gone
            .push(Delta::Drop(ObjectId::Function(function.signature())));
    }

    /// A proven check is enough for NOT NULL, and no row is read.
    fn require(&self, swap: &mut Swap) {
        let required: Vec<&Mirror<'_>> = self
            .mirrors
            .iter()
            .filter(|mirror| !mirror.column.nullable)
            .collect();
        if required.is_empty() {
            return;
        }
        let set = required
            .iter()
            .map(|mirror| format!("ALTER COLUMN {} SET NOT NULL", ident(&mirror.shadow)));
        let drop = required.iter().map(|mirror| {
            let check = self.presence(mirror);
            swap.gone.push(Delta::Drop(ObjectId::Constraint(check.id())));
            format!("DROP CONSTRAINT {}", ident(&check.name))
        });
        let drop: Vec<String> = drop.collect();
        swap.statements.push(
            self.alter(&set.collect::<Vec<_>>())
                .because("The checks have proven it, so that no row is read under this lock."),
        );
        swap.statements.push(self.alter(&drop));
    }

    /// A sequence counts on where the old one stands.
    fn identities(&self, swap: &mut Swap, world: &World<'_>) {
        for mirror in self
            .mirrors
            .iter()
            .filter(|mirror| mirror.column.identity.is_some())
        {
            let shadow = Column {
                name: mirror.shadow.clone(),
                data_type: mirror.retype.form.data_type.clone(),
                sequence: None,
                ..mirror.column.clone()
            };
            let generated = sql::identity(&shadow).unwrap_or_default();
            let generated = generated.replace('\n', "\n    ");
            let add = self.alter(&[format!("ALTER COLUMN {} ADD {generated}", ident(&mirror.shadow))]);
            let old = qualified(&self.table.sequence_of(mirror.column));
            let new = self.sequence(&mirror.shadow);
            // In a block of PL/pgSQL a result must be thrown away.
            let verb = if world.at_once { "PERFORM" } else { "SELECT" };
            let count = format!(
                "{verb} setval({}, last_value, is_called)\nFROM {old};",
                literal(&new)
            );
            swap.statements.push(add);
            swap.statements.push(revoked(self.table, &shadow, world));
            swap.statements
                .push(Statement::owned(count).because("It counts on from where the old one stands."));
        }
    }

    fn sequence(&self, column: &Name) -> String {
        let table = &self.table.name;
        qualified(&table.sibling(default_name(table.name.as_str(), column.as_str(), "seq")))
    }

    /// The old columns go, and what is built on them.
    fn make_room(&self, swap: &mut Swap, world: &World<'_>) {
        let start = swap.statements.len();
        for key in &self.keys {
            let mut drop = dropping(key.was);
            if key.next.is_none() {
                let message = format!("{} no longer holds", ObjectId::Constraint(key.was.id()));
                drop = drop.hazard(HazardKind::ConstraintDropped, message);
                forget(ObjectId::Constraint(key.was.id()), swap, world);
            }
            swap.statements.push(drop);
        }
        for index in &self.indexes {
            let drop = format!("DROP INDEX {};", qualified(&index.was.qualified_name()));
            let mut drop = Statement::owned(drop).locks(LockMode::AccessExclusive, &self.table.name);
            if index.next.is_none() {
                let message = format!(
                    "queries on {} lose the index `{}`",
                    index.was.table, index.was.name
                );
                drop = drop.hazard(HazardKind::IndexDropped, message);
                forget(ObjectId::Index(index.was.id()), swap, world);
            }
            swap.statements.push(drop);
        }
        let drop: Vec<String> = self
            .mirrors
            .iter()
            .map(|mirror| format!("DROP COLUMN {}", ident(&mirror.column.name)))
            .collect();
        swap.statements.push(self.alter(&drop));
        if let Some(first) = swap.statements.get_mut(start) {
            first.reason = Some("The old make room, and the new take their names.".to_owned());
        }
    }

    fn rename(&self, swap: &mut Swap) {
        for mirror in &self.mirrors {
            let (shadow, name) = (ident(&mirror.shadow), ident(&mirror.column.name));
            swap.statements
                .push(self.alter(&[format!("RENAME COLUMN {shadow} TO {name}")]));
        }
        for mirror in self
            .mirrors
            .iter()
            .filter(|mirror| mirror.column.identity.is_some())
        {
            let next = self.table.sequence_of(mirror.column);
            let (new, name) = (self.sequence(&mirror.shadow), ident(&next.name));
            swap.statements.push(Statement::owned(format!(
                "ALTER SEQUENCE {new} RENAME TO {name};"
            )));
        }
    }

    /// The indexes that were built beside get their names, and keys adopt theirs.
    fn take_over(&self, swap: &mut Swap, world: &World<'_>) {
        for (next, over) in self.keys.iter().filter_map(|key| key.next.as_ref()) {
            swap.statements.push(self.alter(&[adopting(next, &over.name)]));
            swap.gone.push(Delta::Drop(ObjectId::Index(over.id())));
            let id = ObjectId::Constraint(next.id());
            swap.statements.extend(commented(&id, world));
            if world.before.get(&id) != world.after.get(&id) {
                swap.changed.push(Delta::alter((*next).clone()));
            }
        }
        for (next, over) in self.indexes.iter().filter_map(|index| index.next.as_ref()) {
            let rename = format!(
                "ALTER INDEX {} RENAME TO {};",
                qualified(&over.qualified_name()),
                ident(&next.name)
            );
            swap.statements
                .push(Statement::owned(rename).locks(LockMode::ShareUpdateExclusive, &self.table.name));
            swap.gone.push(Delta::Drop(ObjectId::Index(over.id())));
            let id = ObjectId::Index(next.id());
            swap.statements.extend(commented(&id, world));
            swap.changed.push(Delta::alter((*next).clone()));
        }
    }

    /// Comments and privileges went with the columns.
    fn restore(&self, swap: &mut Swap, world: &World<'_>) {
        for mirror in &self.mirrors {
            let target = CommentTarget::Column(self.table.name.clone(), mirror.column.name.clone());
            swap.statements.extend(parts::commented(&target, world));
        }
        let mine = |column: &Name| self.mirrors.iter().any(|mirror| mirror.column.name == *column);
        for given in world
            .before
            .grants()
            .filter(|grant| grant.on.object() == ObjectId::Table(self.table.name.clone()))
        {
            let of_columns = given.privileges.iter().filter(|(_, scope)| match scope {
                PrivilegeScope::Columns(columns) => columns.iter().any(mine),
                PrivilegeScope::Whole => false,
            });
            let lost: grant::Privileges = of_columns
                .map(|(privilege, scope)| (*privilege, scope.clone()))
                .collect();
            if !lost.is_empty() {
                swap.statements.push(Statement::owned(grant::grant(given, &lost)));
            }
        }
    }
}

fn commented(id: &ObjectId, world: &World<'_>) -> Option<Statement> {
    parts::commented(&CommentTarget::Object(Box::new(id.clone())), world)
}

/// What does not come back, and what goes with it.
fn forget(id: ObjectId, swap: &mut Swap, world: &World<'_>) {
    let comment = ObjectId::Comment(CommentTarget::Object(Box::new(id.clone())));
    if world.before.contains(&comment) {
        swap.changed.push(Delta::Drop(comment));
    }
    swap.changed.push(Delta::Drop(id));
}
