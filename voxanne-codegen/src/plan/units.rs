//! From changes to units: each with its steps, and with what it needs before and after.

use voxanne_schema::declare::Declared;
use voxanne_schema::lookup::{Lookup, Seen};
use voxanne_schema::model::{Constraint, ConstraintDefinition, Verbatim};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Dependencies, Describe, Object, ObjectId};
use voxanne_schema::parallel;

use super::parts::Parts;
use super::statement::{Delta, Stage, Step};
use super::{Inputs, module_of, sort_inlined};
use crate::diff::Change;
use crate::kinds::{self, Alteration, Context, Refusal};

/// Below so many changes, another thread costs more than it brings.
const WORTH_A_THREAD: usize = 512;

/// One change with its steps and with what it needs before and after.
#[derive(Debug)]
pub(crate) struct Unit<'s> {
    pub(crate) id: ObjectId,
    /// Whether the unit makes the object or takes it away.
    pub(crate) effect: Effect,
    pub(crate) steps: Vec<Step>,
    /// What the object needs as it will be.
    pub(crate) needs: Dependencies,
    /// What the object needed as it was.
    pub(crate) needed: Dependencies,
    /// The constraints that stand inside a new table.
    pub(crate) inlined: Vec<&'s Constraint>,
    /// The place of the module that it belongs to.
    pub(crate) module: usize,
    /// The object itself, for sorting and for joining constraints to their table.
    pub(crate) object: &'s Object,
}

/// What a unit does to its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It is there afterwards.
    Make,
    /// It is gone afterwards.
    Take,
    /// It is called otherwise afterwards, and so is all that the plan renames.
    Rename,
}

/// The units of all changes.
///
/// # Errors
///
/// Every change that cannot be made as it stands.
pub(super) fn units<'s>(
    changes: &[Change<'s>],
    inputs: Inputs<'s>,
    context: &Context<'_>,
) -> Result<Vec<Unit<'s>>, Vec<Refusal>> {
    let inlined = inline_constraints(changes, context);
    let parts = Parts::new(changes, inputs.previous, &inputs.declared.schema);
    let of_changes = |changes: &[Change<'s>]| {
        let of_each = changes.iter();
        of_each
            .flat_map(|change| units_of(change, inputs, context, &inlined, &parts))
            .collect()
    };
    let made = parallel::map(changes, parallel::threads(), WORTH_A_THREAD, of_changes);
    let mut units = Vec::with_capacity(changes.len());
    let mut refusals = Vec::new();
    for made in made {
        match made {
            Ok(unit) => units.push(unit),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if refusals.is_empty() {
        Ok(units)
    } else {
        Err(refusals)
    }
}

/// The units of one change: one, or two where something is dropped and made again.
fn units_of<'s>(
    change: &Change<'s>,
    inputs: Inputs<'s>,
    context: &Context<'_>,
    inlined: &Inlined<'s>,
    parts: &Parts,
) -> Vec<Result<Unit<'s>, Refusal>> {
    let id = change.id();
    let mut units = Vec::new();
    if inlined.skip.contains(&id) {
        return units;
    }
    let mut push = |effect, steps: Result<Vec<Step>, Refusal>, object: &'s Object| {
        if steps.is_ok() && effect == Effect::Take && parts.contains(&id) {
            return;
        }
        units.push(steps.map(|mut steps| {
            if effect == Effect::Take || matches!(change, Change::Alter(_)) {
                parts.note(&id, &mut steps);
            }
            unit(effect, steps, object, change, inputs, inlined, parts)
        }));
    };
    match change {
        Change::Create(object) => push(Effect::Make, kinds::create(object, context), object),
        Change::Drop(object) => push(Effect::Take, dropped(object, context), object),
        Change::Recreate(pair) => {
            push(Effect::Take, dropped(pair.previous, context), pair.previous);
            push(Effect::Make, kinds::create(pair.next, context), pair.next);
        }
        Change::Alter(pair) => {
            let steps = kinds::alter(*pair, context).map(|alteration| match alteration {
                Alteration::Steps(steps) => steps,
                Alteration::Recreate => Vec::new(),
            });
            push(Effect::Make, steps, pair.next);
        }
    }
    units
}

/// The steps that drop an object, which may come back.
fn dropped(object: &Object, context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
    let mut steps = kinds::drop(object, context)?;
    if let Object::Constraint(constraint) = object
        && context.stays(&object.id())
        && (constraint.key_columns().is_empty() || constraint.foreign_key().is_some())
    {
        // New rows obey the new form from the moment on when they need not obey the old one.
        for step in &mut steps {
            step.stage = Stage::Constrain;
        }
    }
    Ok(steps)
}

fn unit<'s>(
    effect: Effect,
    steps: Vec<Step>,
    object: &'s Object,
    change: &Change<'_>,
    inputs: Inputs<'_>,
    inlined: &Inlined<'s>,
    parts: &Parts,
) -> Unit<'s> {
    let id = object.id();
    let mut constraints = match &id {
        ObjectId::Table(table) => inlined.of_table.get(table).cloned().unwrap_or_default(),
        _ => Vec::new(),
    };
    sort_inlined(&mut constraints);
    let with_bodies = |object: &Object| {
        let mut dependencies = object.dependencies();
        for body in inputs.bodies.of(&object.id()) {
            dependencies.object(body.clone());
        }
        carried(object, &mut dependencies);
        dependencies
    };
    let mut needs = Dependencies::default();
    if effect == Effect::Make {
        needs = with_bodies(object);
        for constraint in &constraints {
            for dependency in dependencies_of(constraint).iter() {
                if dependency.object != id {
                    needs.add(dependency.clone());
                }
            }
        }
    }
    let mut needed = match (effect, change) {
        (Effect::Take, _) => with_bodies(object),
        (Effect::Make, Change::Alter(pair)) => with_bodies(pair.previous),
        (Effect::Make | Effect::Rename, _) => Dependencies::default(),
    };
    if effect == Effect::Take {
        for part in parts.of(&id).iter().filter_map(|part| inputs.previous.get(part)) {
            with_bodies(part)
                .iter()
                .for_each(|dependency| needed.add(dependency.clone()));
        }
    }
    Unit {
        module: module_of(&id, inputs),
        steps: explained(steps, &id, inputs.declared),
        id,
        effect,
        needs,
        needed,
        inlined: constraints,
        object,
    }
}

/// Adds the range types and collations that an object calls by their names: what is carried as SQL goes by
/// another one.
fn carried(object: &Object, dependencies: &mut Dependencies) {
    let types: Vec<ObjectId> = dependencies
        .objects()
        .filter_map(|needed| match needed {
            ObjectId::Enum(name) => Some(Verbatim::of_type(name)),
            _ => None,
        })
        .collect();
    types.into_iter().for_each(|of| dependencies.object(of));
    let keys = match object {
        Object::Table(table) => {
            let columns = table
                .columns
                .iter()
                .filter_map(|column| column.collation.as_ref());
            columns.for_each(|name| dependencies.object(Verbatim::of_collation(name)));
            return;
        }
        Object::Index(index) => &index.keys,
        _ => return,
    };
    for name in keys.iter().filter_map(|key| key.collation.as_ref()) {
        dependencies.object(Verbatim::of_collation(name));
    }
}

/// The steps of a change; what a rule brings along says so.
fn explained(mut steps: Vec<Step>, id: &ObjectId, declared: &Declared) -> Vec<Step> {
    let Some(rule) = declared.reasons.get(id) else {
        return steps;
    };
    let first = steps
        .iter_mut()
        .find(|step| matches!(step.deltas.first(), Some(Delta::Create(_))))
        .and_then(|step| step.statements.first_mut());
    if let Some(first) = first.filter(|first| first.reason.is_none()) {
        first.reason = Some(rule.clone());
    }
    steps
}

/// Constraints that stand inside `CREATE TABLE`.
#[derive(Default)]
struct Inlined<'s> {
    of_table: Lookup<QualifiedName, Vec<&'s Constraint>>,
    skip: Seen<ObjectId>,
}

/// Keys and checks of new tables stand inside them, unless they call a function of ours, which may
/// itself need the table. Foreign keys are joined later, once the order is known.
fn inline_constraints<'s>(changes: &[Change<'s>], context: &Context<'_>) -> Inlined<'s> {
    let mut inlined = Inlined::default();
    for change in changes {
        let Change::Create(Object::Constraint(constraint)) = change else {
            continue;
        };
        let calls = dependencies_of(constraint)
            .objects()
            .any(|object| matches!(object, ObjectId::Function(_)));
        let foreign = matches!(constraint.definition, ConstraintDefinition::ForeignKey(_));
        if context.exists(&constraint.table) || calls || foreign || !constraint.validated {
            continue;
        }
        inlined.skip.insert(change.id());
        inlined
            .of_table
            .get_or_insert(constraint.table.clone(), Vec::new())
            .push(constraint);
    }
    inlined
}

fn dependencies_of(constraint: &Constraint) -> Dependencies {
    let mut dependencies = Dependencies::default();
    constraint.dependencies(&mut dependencies);
    dependencies
}
