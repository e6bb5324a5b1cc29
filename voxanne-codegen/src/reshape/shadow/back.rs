//! The way back from a swap: the same machinery, turned round. What can be done beside the writers is
//! done first, statement by statement; the swap itself is one block, and so one transaction.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::model::{CommentTarget, Constraint, Schema};
use voxanne_schema::object::{Object, ObjectId};

use super::choose;
use super::prepare::prepare;
use crate::kinds::belongings::{belongs_to, in_order};
use crate::kinds::constraint::{adding, proving, restore_key, validation};
use crate::kinds::index::concurrent_index;
use crate::kinds::leaves::is_proven_at_once;
use crate::kinds::{self, Heirs, Refusal};
use crate::plan::{Delta, Statement, TransactionMode, Undo};
use crate::reshape::affected::Affected;
use crate::reshape::column::Retype;
use crate::reshape::{World, parts, script};

/// What takes a swap back, from the model that it came to by these changes.
pub(in crate::reshape) fn way_back(
    seeds: &Affected,
    swap: &[Delta],
    middle: &Schema,
    world: &World<'_>,
) -> Undo {
    match turned(seeds) {
        Ok(seeds) => written(&seeds, swap, middle, world).unwrap_or_else(Undo::Impossible),
        Err(why) => Undo::Impossible(why),
    }
}

/// The same columns, with both ways exchanged.
fn turned(seeds: &Affected) -> Result<Affected, String> {
    let mut turned = Affected {
        moved: seeds.moved.clone(),
        ..Affected::default()
    };
    for (table, columns) in &seeds.columns {
        let mut back = BTreeMap::new();
        for (name, retype) in columns {
            let way = retype.back.clone()?;
            let retype = Retype {
                was: retype.form.clone(),
                to: retype.was.data_type.clone(),
                form: retype.was.clone(),
                is_sorting: retype.is_sorting,
                back: Ok(retype.way.clone()),
                way,
                mapped: Vec::new(),
            };
            back.insert(name.clone(), retype);
        }
        turned.columns.insert(table.clone(), back);
    }
    Ok(turned)
}

fn written(seeds: &Affected, swap: &[Delta], middle: &Schema, world: &World<'_>) -> Result<Undo, String> {
    let existing = middle.tables().map(|table| table.name.clone()).collect();
    let turned = World {
        before: middle,
        after: world.before,
        bodies: world.bodies,
        declared: world.declared,
        existing: &existing,
        nobody_has: true,
        at_once: true,
        succeeded: Vec::new(),
        rebuilt: Vec::new(),
        plain: world.plain,
        heirs: Heirs::of(middle, world.before),
        published: BTreeMap::new(),
    };
    let message = |refusals: Vec<Refusal>| {
        refusals
            .first()
            .map(|refusal| refusal.message.clone())
            .unwrap_or_default()
    };
    let affected = choose(seeds, &turned).map_err(message)?;
    unmoved(&affected)?;
    let prepared = prepare(&affected, &turned)?;
    let script::Written { step, .. } = script::write(&affected, &turned).map_err(message)?;
    let mut statements: Vec<Statement> = prepared.into_iter().flat_map(|step| step.statements).collect();
    let lost = Lost::of(swap, world);
    let at_once = step.statements.into_iter().chain(gained(swap, world));
    let at_once = at_once.chain(lost.at_once);
    if affected.shadows.is_empty() {
        statements.extend(at_once);
    } else {
        statements.push(block(&at_once.collect::<Vec<_>>()));
        statements.extend(proofs(&step.deltas, world.before));
        // What the way there left to be proven, and the way back does not touch.
        let untouched = swap.iter().filter(|delta| {
            let id = delta.id();
            !step.deltas.iter().any(|touched| touched.id() == id)
        });
        statements.extend(proofs(untouched, world.before));
    }
    statements.extend(lost.beside);
    Ok(Undo::Statements(forgotten(statements)))
}

/// Columns come back to their places beside the writers, or not at all.
fn unmoved(affected: &Affected) -> Result<(), String> {
    let mut moved = affected.moved.iter();
    let Some(table) = moved.find(|table| !affected.shadows.contains(*table)) else {
        return Ok(());
    };
    let why = affected.plain_because.as_deref().unwrap_or_default();
    Err(format!(
        "the columns of {table} cannot be put back into their places: {why}"
    ))
}

/// What takes back the types that came with the swap for what names them.
fn gained(swap: &[Delta], world: &World<'_>) -> Vec<Statement> {
    let created = swap.iter().rev().filter_map(|delta| match delta {
        Delta::Create(object) if !world.before.contains(&object.id()) => Some(object),
        _ => None,
    });
    let steps = created.flat_map(|object| kinds::create(object, &world.context()).unwrap_or_default());
    let statements = steps.flat_map(|step| step.statements.into_iter().rev());
    let back = statements.flat_map(|statement| match statement.undo {
        Undo::Statements(back) => back,
        Undo::WithOwner | Undo::Stays(_) | Undo::Impossible(_) => Vec::new(),
    });
    back.collect()
}

/// What went with the swap and comes back with the way back.
#[derive(Default)]
struct Lost {
    /// In its transaction.
    at_once: Vec<Statement>,
    /// Beside the writers.
    beside: Vec<Statement>,
}

impl Lost {
    fn of(swap: &[Delta], world: &World<'_>) -> Self {
        let mut lost = Self::default();
        let gone: BTreeSet<&ObjectId> = swap.iter().filter_map(dropped).collect();
        let objects = swap.iter().rev().filter_map(dropped);
        let objects = objects.filter_map(|id| world.before.get(id)).collect();
        for object in in_order(objects, &world.context()) {
            // What comes back brings along what goes with it.
            if belongs_to(object).is_some_and(|owner| gone.contains(&owner)) {
                continue;
            }
            match object {
                Object::Index(index) => lost.beside.push(concurrent_index(index)),
                Object::Constraint(key) if is_key(key) => lost.beside.extend(restore_key(key)),
                Object::Constraint(key) if is_proven_at_once(key, world.before) => {
                    lost.at_once.push(proving(key));
                }
                Object::Constraint(constraint) => {
                    lost.at_once.push(adding(&constraint.unproven()));
                    if constraint.validated {
                        lost.beside.push(validation(constraint));
                    }
                }
                Object::Grant(_) | Object::Comment(_) | Object::Trigger(_) => {
                    let steps = kinds::create(object, &world.context().anew()).unwrap_or_default();
                    let statements = steps.into_iter().flat_map(|step| step.statements);
                    lost.at_once.extend(statements);
                }
                _ => {
                    lost.at_once.extend(parts::created(object, false, world));
                    continue;
                }
            }
            let comment = CommentTarget::Object(Box::new(object.id()));
            lost.beside.extend(parts::commented(&comment, world));
        }
        lost
    }
}

fn dropped(delta: &Delta) -> Option<&ObjectId> {
    match delta {
        Delta::Drop(id) => Some(id),
        Delta::Create(_) | Delta::Alter(_) | Delta::Rename(_) => None,
    }
}

fn is_key(constraint: &Constraint) -> bool {
    constraint.foreign_key().is_none() && !constraint.key_columns().is_empty()
}

/// A way back has none itself, and nobody needs to allow what it does.
fn forgotten(statements: Vec<Statement>) -> Vec<Statement> {
    let forget = |statement: Statement| Statement {
        undo: Undo::WithOwner,
        hazards: Vec::new(),
        guards: Vec::new(),
        ..statement
    };
    statements.into_iter().map(forget).collect()
}

/// Statements as one, for a file whose statements run one by one.
fn block(statements: &[Statement]) -> Statement {
    let mut sql = String::from("DO $swap$\nBEGIN\n    SET LOCAL lock_timeout = '5s';\n");
    let mut one = Statement::owned(String::new());
    for statement in statements {
        let mut text = String::new();
        if let Some(reason) = &statement.reason {
            text.push_str(&format!("-- {reason}\n"));
        }
        text.push_str(&statement.sql);
        if statement.reason.is_some() || text.contains('\n') {
            sql.push('\n');
        }
        // A text that goes over lines would not be the same further in.
        if breaks_a_text(&statement.sql) {
            sql.push_str(&text);
        } else {
            sql.push_str(&crate::sql::indent(&text));
        }
        sql.push('\n');
        for lock in &statement.locks {
            if !one.locks.contains(lock) {
                one.locks.push(lock.clone());
            }
        }
    }
    sql.push_str("END;\n$swap$;");
    Statement {
        sql,
        transaction: TransactionMode::Inside,
        ..one
    }
    .because("Both change places at once, which takes a moment. What was prepared before goes with it.")
}

/// Whether a line ends between quotes, or may do so in the body of a function.
fn breaks_a_text(sql: &str) -> bool {
    if sql.contains("$$") || sql.contains("$body") {
        return true;
    }
    let mut quotes = 0;
    sql.chars().any(|c| {
        quotes += usize::from(c == '\'');
        c == '\n' && quotes % 2 == 1
    })
}

/// Constraints that came back for new rows are proven for old ones, where they were.
fn proofs<'d>(deltas: impl IntoIterator<Item = &'d Delta>, was: &Schema) -> Vec<Statement> {
    let unproven = deltas.into_iter().filter_map(|delta| match delta {
        Delta::Alter(object) => match object.as_ref() {
            Object::Constraint(constraint) if !constraint.validated => Some(constraint),
            _ => None,
        },
        _ => None,
    });
    let proven = |constraint: &&Constraint| {
        let mut all = was.constraints_of(&constraint.table);
        all.any(|other| other.name == constraint.name && other.validated)
    };
    unproven.filter(proven).map(validation).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_go_over_lines_stay_as_they_are() {
        let check = "ALTER TABLE a ADD CHECK (b <> 'it''s\nc');";
        let text = block(&[Statement::owned(check.to_owned())]).sql;
        assert!(text.contains(&format!("\n{check}\n")), "{text}");

        let plain = "ALTER TABLE a\n    ADD CHECK (b <> 'c');";
        let text = block(&[Statement::owned(plain.to_owned())]).sql;
        assert!(
            text.contains("\n    ALTER TABLE a\n        ADD CHECK (b <> 'c');\n"),
            "{text}"
        );
    }
}
