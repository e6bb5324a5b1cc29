//! Which tables are shadowed. Where one cannot be, all that is written anew in the same step is done
//! plainly, under a lock that must be allowed by name, and the hazard says why.

use std::collections::BTreeSet;

use voxanne_schema::expression::{Expression, Operator, Row};
use voxanne_schema::model::{
    Column, ConstraintDefinition, Function, Table, Trigger, TriggerEnabled, TriggerEvent, TriggerLevel,
    TriggerTiming,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Describe, Object, ObjectId};

use super::{Shadow, TRIGGER, shadow_of, steady};
use crate::kinds::Refusal;
use crate::kinds::table::domain::DomainOf;
use crate::reshape::World;
use crate::reshape::affected::Affected;
use crate::reshape::column::{Retype, Way};

/// What a change of types reaches, with the tables that are shadowed where all that are written anew
/// can be.
///
/// # Errors
///
/// As [`Affected::spread`].
pub(in crate::reshape) fn choose(seeds: &Affected, world: &World<'_>) -> Result<Affected, Vec<Refusal>> {
    let mut plain = seeds.clone();
    plain.spread(world)?;
    let touched: BTreeSet<&QualifiedName> = plain.columns.keys().chain(&plain.moved).collect();
    let rewritten: Vec<QualifiedName> = touched
        .into_iter()
        .filter(|table| plain.rewrites(table))
        .cloned()
        .collect();
    if rewritten.is_empty() {
        return Ok(plain);
    }
    let mut shadowed = seeds.clone();
    if rewritten.iter().any(|table| world.plain.takes(table)) {
        return Ok(plain);
    }
    let chosen = alone(&plain).and_then(|()| {
        for name in &rewritten {
            let table = world.before.table(name).ok_or_else(String::new)?;
            follow(table, &mut shadowed, world)?;
        }
        shadowed.spread(world).map_err(|refusals| first(&refusals))?;
        for name in &rewritten {
            let table = world.before.table(name).ok_or_else(String::new)?;
            check(table, &shadowed, world)?;
        }
        Ok(())
    });
    match chosen {
        Ok(()) => Ok(shadowed),
        Err(why) => {
            plain.plain_because = Some(why);
            Ok(plain)
        }
    }
}

fn first(refusals: &[Refusal]) -> String {
    refusals
        .first()
        .map(|refusal| refusal.message.clone())
        .unwrap_or_default()
}

/// Nothing but columns changes its type in the same step.
fn alone(affected: &Affected) -> Result<(), String> {
    if let Some((table, column)) = affected.generated.first() {
        return Err(format!("{table}.{column} is computed anew along with it"));
    }
    if let Some(name) = affected.types.first() {
        return Err(format!("the type {name} is built anew in the same step"));
    }
    if let Some(id) = affected.functions.first() {
        return Err(format!("{id} is created again in the same step"));
    }
    Ok(())
}

/// Every column that is declared behind one that changes, or that would stand behind another than it is
/// declared, is shadowed along, to stand in its place again.
fn follow(table: &Table, affected: &mut Affected, world: &World<'_>) -> Result<(), String> {
    let columns = affected.columns.entry(table.name.clone()).or_default();
    let changes = |column: &Column| {
        columns
            .get(&column.name)
            .is_some_and(|retype: &Retype| !retype.way.in_place)
    };
    let behind = behind(table, changes, world);
    let first = table
        .columns
        .iter()
        .position(|column| behind.iter().any(|moved| moved.name == column.name));
    let after = world.after.table(&table.name);
    let mut passed = table.columns.iter().skip(first.unwrap_or_default());
    if let Some(gone) = passed.find(|column| after.and_then(|next| next.column(&column.name)).is_none()) {
        return Err(format!("{} goes in the same step", gone.name));
    }
    for column in behind {
        let name = &column.name;
        if column.generated.is_some() {
            return Err(format!(
                "{name} is computed from others, and would be computed anew"
            ));
        }
        let copy = || Retype {
            was: column.clone(),
            form: column.clone(),
            is_sorting: false,
            to: column.data_type.clone(),
            way: Way::copy(name, &column.data_type),
            back: Ok(Way::copy(name, &column.data_type)),
            mapped: Vec::new(),
        };
        let retype = columns.entry(name.clone()).or_insert_with(copy);
        // What could be done in place is done beside as well.
        retype.way.in_place = false;
    }
    affected.shadows.insert(table.name.clone());
    Ok(())
}

/// The columns from the first one on that cannot stay where it is, in the order in which they will stand.
fn behind<'t>(table: &'t Table, changes: impl Fn(&Column) -> bool, world: &World<'_>) -> Vec<&'t Column> {
    let next = world.after.table(&table.name);
    let next = next.into_iter().flat_map(|next| &next.columns);
    let mut next = next.filter_map(|column| table.column(&column.name)).peekable();
    let mut stay = table.columns.iter();
    while let Some(column) = next.peek() {
        if changes(column) || !stay.any(|stays| stays.name == column.name) {
            break;
        }
        next.next();
    }
    next.collect()
}

/// Whether a table can be shadowed, with what hangs on it.
fn check(table: &Table, affected: &Affected, world: &World<'_>) -> Result<(), String> {
    let mut tables = world.before.tables();
    if let Some(child) = tables.find(|other| other.inherits.contains(&table.name)) {
        return Err(format!("{} inherits from {}", child.name, table.name));
    }
    if let Some(parent) = table.inherits.first() {
        return Err(format!("{} inherits from {parent}", table.name));
    }
    let shadow = Shadow::of(table, affected, world)?;
    let forced = shadow.is_forced;
    if shadow.key.is_empty() && !forced {
        return Err(format!("{} has no primary key to cut batches by", table.name));
    }
    for mirror in &shadow.mirrors {
        if let Some(why) = steady::unsteady(mirror.column, mirror.retype) {
            return Err(why);
        }
        if DomainOf::of(&mirror.retype.to, world.before).is_checked {
            return Err(format!(
                "the domain of {} has checks, so that another column of it would be added under the lock",
                mirror.column.name
            ));
        }
        let made = mirror.retype.to.object();
        if let Some(of) = made.filter(|of| !world.before.contains(of) && world.after.contains(of)) {
            return Err(format!("the {of} is created in the same step"));
        }
    }
    let views = affected.members.iter();
    // Columns that moved come back to their places whatever is built again meanwhile.
    let comes_back = (world.at_once || forced) && affected.moved.contains(&table.name);
    if let Some(view) = views
        .clone()
        .find(|id| matches!(id, ObjectId::MaterializedView(_)) && !comes_back)
    {
        return Err(format!("the {view} would be built again under the lock"));
    }
    let mirrored = |column: &Name| shadow.mirrors.iter().any(|mirror| mirror.column.name == *column);
    let excluding = world.before.constraints_of(&table.name).find(|constraint| {
        let id = ObjectId::Constraint(constraint.id());
        match &constraint.definition {
            ConstraintDefinition::Exclude(exclusion) => {
                affected.members.contains(&id) || exclusion.columns().any(mirrored)
            }
            _ => false,
        }
    });
    if let Some(excluding) = excluding.filter(|_| !forced) {
        return Err(format!(
            "the index of the exclusion {} would be built again under the lock",
            excluding.name
        ));
    }
    if table.partition_by.is_some() && !(shadow.indexes.is_empty() && shadow.keys.is_empty()) {
        return Err(format!(
            "{} is partitioned, and PostgreSQL builds no index of such a table beside its writers",
            table.name
        ));
    }
    if let Some(index) = shadow.indexes.iter().find(|index| index.was.replica_identity) {
        return Err(format!("subscribers know rows by the index {}", index.was.name));
    }
    names_are_free(&shadow, world)?;
    if forced {
        return Ok(());
    }
    rows_obey(&table.name, world)?;
    let own = |trigger: &&Trigger| trigger.table == table.name;
    for trigger in world.before.triggers().filter(own) {
        fires(trigger, world)?;
    }
    Ok(())
}

/// The triggers that would fire on rows which are written for the sake of an order alone.
pub(super) fn awake<'w>(table: &QualifiedName, world: &World<'w>) -> Vec<&'w Trigger> {
    let own = world.before.triggers().filter(|trigger| trigger.table == *table);
    own.filter(|trigger| {
        trigger.events.contains(&TriggerEvent::Update)
            && !matches!(
                trigger.enabled,
                TriggerEnabled::Disabled | TriggerEnabled::Replica
            )
    })
    .collect()
}

/// A check that old rows need not satisfy is asked again when they are written, as a backfill does. On
/// the way back it is the state of then that tells: what came back on the way is proven later.
fn rows_obey(table: &QualifiedName, world: &World<'_>) -> Result<(), String> {
    let lasting = if world.at_once { world.after } else { world.before };
    let mut constraints = lasting.constraints_of(table);
    let unproven = constraints.find(|constraint| constraint.is_check() && !constraint.validated);
    match unproven {
        Some(check) => Err(format!(
            "old rows need not satisfy {}, and a backfill would ask",
            check.name
        )),
        None => Ok(()),
    }
}

fn names_are_free(shadow: &Shadow<'_>, world: &World<'_>) -> Result<(), String> {
    let tables = [Some(shadow.table), world.after.table(&shadow.table.name)];
    for mirror in &shadow.mirrors {
        let name = shadow_of(&mirror.column.name);
        if tables.iter().flatten().any(|table| table.column(&name).is_some()) {
            return Err(format!("there is a column {name} already"));
        }
    }
    let schemas = [world.before, world.after];
    let relations = shadow.indexes.iter().filter_map(|index| index.next.as_ref());
    let relations = relations.map(|(_, over)| over);
    let of_keys = shadow
        .keys
        .iter()
        .filter_map(|key| key.next.as_ref())
        .map(|(_, over)| over);
    for over in relations.chain(of_keys) {
        let name = over.qualified_name();
        let constraint = |schema: &&voxanne_schema::model::Schema| {
            schema
                .constraints_of(&shadow.table.name)
                .any(|key| key.name == name.name)
        };
        if schemas.iter().any(|schema| {
            schema.contains(&ObjectId::Index(name.clone()))
                || schema.table(&name).is_some()
                || constraint(schema)
        }) {
            return Err(format!("there is a {name} already"));
        }
    }
    let function = shadow.function_name();
    if schemas
        .iter()
        .any(|schema| schema.functions().any(|other| other.name == function))
    {
        return Err(format!("there is a function {function} already"));
    }
    Ok(())
}

/// Whether a trigger leaves the backfill alone, which changes nothing but shadows.
fn fires(trigger: &Trigger, world: &World<'_>) -> Result<(), String> {
    let before_row = trigger.timing == TriggerTiming::Before && trigger.level == TriggerLevel::Row;
    if before_row && trigger.name.as_str() >= TRIGGER {
        return Err(format!(
            "the trigger {} would fire after the one that keeps shadows in step",
            trigger.name
        ));
    }
    let asleep = matches!(
        trigger.enabled,
        TriggerEnabled::Disabled | TriggerEnabled::Replica
    );
    let unaware = asleep
        || !trigger.events.contains(&TriggerEvent::Update)
        || !trigger.update_of.is_empty()
        || trigger.when.as_ref().is_some_and(asks_for_a_change)
        || (before_row && sets_to_now(trigger, world).is_some());
    if unaware {
        return Ok(());
    }
    Err(format!(
        "the trigger {} fires on every update, and would on the backfill",
        trigger.name
    ))
}

/// `OLD.column IS DISTINCT FROM NEW.column`, which no column but a shadow satisfies meanwhile.
fn asks_for_a_change(when: &Expression) -> bool {
    match when {
        Expression::Binary {
            left,
            operator: Operator::IsDistinctFrom,
            right,
        } => matches!((&**left, &**right),
            (Expression::RowColumn { row: Row::Old, column: a }, Expression::RowColumn { row: Row::New, column: b })
                if a == b),
        Expression::And(all) => all.iter().any(asks_for_a_change),
        Expression::Or(all) => all.iter().all(asks_for_a_change),
        _ => false,
    }
}

/// The columns that triggers set to the moment of the last update.
pub(super) fn set_to_now(table: &QualifiedName, world: &World<'_>) -> Vec<Name> {
    let own = world.before.triggers().filter(|trigger| {
        trigger.table == *table
            && trigger.events.contains(&TriggerEvent::Update)
            && trigger.update_of.is_empty()
    });
    let columns: BTreeSet<Name> = own.filter_map(|trigger| sets_to_now(trigger, world)).collect();
    columns.into_iter().collect()
}

/// The column that a trigger sets to the moment of the update, where it does nothing else.
fn sets_to_now(trigger: &Trigger, world: &World<'_>) -> Option<Name> {
    let id = ObjectId::Function(trigger.function.clone());
    let Some(Object::Function(Function { body, .. })) = world.before.get(&id) else {
        return None;
    };
    let words: Vec<&str> = body.split_whitespace().collect();
    let ["BEGIN", field, ":=", "now();", "RETURN", "NEW;", "END;"] = words.as_slice() else {
        return None;
    };
    let field = field.strip_prefix("NEW.")?.trim_matches('"');
    let table = world.before.table(&trigger.table)?;
    table
        .column(&Name::from(field.to_owned()))
        .map(|column| column.name.clone())
}
