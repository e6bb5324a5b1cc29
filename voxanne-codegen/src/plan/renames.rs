//! Where renames stand in a plan: before everything that names what they rename, and beside the
//! functions whose bodies they break.

use std::collections::BTreeSet;

use voxanne_schema::object::{Dependencies, Object, ObjectId};

use super::{Delta, Effect, HazardKind, Inputs, Stage, Statement, Step, Undo, Unit, module_of};
use crate::diff::{Change, Pair};
use crate::kinds::belongings::belongs_to;
use crate::kinds::{self, Alteration, Context, Refusal};
use crate::rename::{self, Renames};

/// A thing that goes while its like comes is perhaps to be renamed.
pub(super) fn ask_about_likes(units: &mut [Unit<'_>], changes: &[Change<'_>]) {
    for likely in rename::forgotten(changes) {
        let unit = units
            .iter_mut()
            .find(|unit| unit.effect == Effect::Take && unit.id == likely.dropped);
        let first = unit.and_then(|unit| unit.steps.iter_mut().flat_map(|step| &mut step.statements).next());
        if let Some(first) = first {
            *first = first.clone().hazard(HazardKind::LooksLikeRename, likely.message);
        }
    }
}

/// All renames are one unit, before everything that names what they rename. Functions whose bodies they
/// break are replaced in the same file, before anybody can call them.
pub(super) fn rename_first<'s>(
    units: &mut Vec<Unit<'s>>,
    renames: &Renames,
    inputs: Inputs<'s>,
    context: &Context<'_>,
) -> Result<(), Vec<Refusal>> {
    let torn = rename::torn(renames, inputs.original);
    if !torn.is_empty() {
        return Err(torn);
    }
    let renamed = renames
        .all
        .iter()
        .map(|renaming| renaming.rename.renamed().object());
    let modules = renamed.clone().filter(|id| inputs.declared.schema.contains(id));
    let module = modules.map(|id| module_of(&id, inputs)).min().unwrap_or_default();
    let mut known = renamed.filter_map(|id| Some((id.clone(), inputs.previous.get(&id)?)));
    let Some((id, object)) = known.next_back() else {
        return Ok(());
    };
    let last = restore_last(units, renames, inputs, context, module)?;
    types_without(units, &last, inputs, context)?;
    let is_broken = |unit: &&mut Unit<'_>| {
        matches!(unit.id, ObjectId::Function(_) | ObjectId::Procedure(_)) && inputs.broken.contains(&unit.id)
    };
    let mut bodies_back = Vec::new();
    for unit in units.iter_mut().filter(is_broken) {
        let is_read = matches!(unit.object, Object::Function(function) if function.has_standard_body());
        for step in &mut unit.steps {
            if is_read {
                bodies_back.extend(restore_under_former_names(step));
            } else {
                restore_unchecked(step);
            }
            if matches!(step.deltas.first(), Some(Delta::Alter(_))) {
                step.stage = Stage::Rename;
                unit.module = unit.module.min(module);
            }
        }
    }
    let mut steps = steps(renames, &last, inputs);
    let first = steps.iter_mut().flat_map(|step| &mut step.statements).next();
    if let Some(Undo::Statements(undo)) = first.map(|first| &mut first.undo) {
        undo.extend(bodies_back);
    }
    units.push(Unit {
        id,
        effect: Effect::Rename,
        steps,
        needs: Dependencies::default(),
        needed: Dependencies::default(),
        inlined: Vec::new(),
        module,
        object,
    });
    Ok(())
}

/// The renames, in order. What comes back last of all does so under its former name.
fn steps(renames: &Renames, last: &BTreeSet<ObjectId>, inputs: Inputs<'_>) -> Vec<Step> {
    let mut steps = rename::steps(renames, inputs.declared, inputs.original);
    for (place, (step, renaming)) in steps.iter_mut().zip(&renames.all).enumerate() {
        let later = renames.all.iter().skip(place + 1);
        let id = later.fold(renaming.rename.renamed().object(), |id, renaming| {
            renaming.rename.follow_id(&id)
        });
        let owner = inputs.previous.get(&id).and_then(belongs_to);
        if last.contains(&id) || owner.is_some_and(|owner| last.contains(&owner)) {
            for statement in &mut step.statements {
                statement.undo = Undo::WithOwner;
            }
        }
    }
    steps
}

/// The way back of types and functions does not meet what is not restored by then.
fn types_without(
    units: &mut [Unit<'_>],
    last: &BTreeSet<ObjectId>,
    inputs: Inputs<'_>,
    context: &Context<'_>,
) -> Result<(), Vec<Refusal>> {
    if last.is_empty() {
        return Ok(());
    }
    let mut without = inputs.previous.clone();
    for id in last {
        let of_id = |object: &Object| belongs_to(object).as_ref() == Some(id);
        let all = inputs.previous.objects();
        let belongings = all.filter(|(_, object)| of_id(object)).map(|(own, _)| own);
        for own in belongings.chain([id]) {
            without.remove(own);
        }
    }
    let context = Context {
        previous: &without,
        ..*context
    };
    for unit in units.iter_mut().filter(|unit| unit.effect == Effect::Make) {
        let is_type = matches!(
            unit.id,
            ObjectId::Enum(_) | ObjectId::Domain(_) | ObjectId::Function(_)
        );
        let Some(previous) = without.get(&unit.id).filter(|_| is_type) else {
            continue;
        };
        let pair = Pair {
            previous,
            next: unit.object,
        };
        if let Alteration::Steps(steps) = kinds::alter(pair, &context).map_err(|refusal| vec![refusal])? {
            unit.steps = steps;
        }
    }
    Ok(())
}

/// Whether the object is a view whose query names something by its former name.
pub(super) fn is_broken_view(id: &ObjectId, inputs: Inputs<'_>) -> bool {
    matches!(id, ObjectId::View(_) | ObjectId::MaterializedView(_)) && inputs.broken.contains(id)
}

/// Views that are dropped because of what their query names, and what stands on them, are restored last
/// of all, under the names of before, with the query that they had.
fn restore_last(
    units: &mut [Unit<'_>],
    renames: &Renames,
    inputs: Inputs<'_>,
    context: &Context<'_>,
    module: usize,
) -> Result<BTreeSet<ObjectId>, Vec<Refusal>> {
    let mut last: BTreeSet<ObjectId> = BTreeSet::new();
    loop {
        let before = last.len();
        for unit in units.iter().filter(|unit| unit.effect == Effect::Take) {
            if is_broken_view(&unit.id, inputs) || unit.needed.objects().any(|id| last.contains(id)) {
                last.insert(unit.id.clone());
            }
        }
        if last.len() == before {
            break;
        }
    }
    let context = Context {
        previous: inputs.original,
        ..*context
    };
    let taken = units.iter_mut().filter(|unit| unit.effect == Effect::Take);
    for unit in taken.filter(|unit| last.contains(&unit.id)) {
        unit.module = unit.module.min(module);
        let original = inputs.original.get(&renames.original_id(&unit.id));
        let steps = original.map_or_else(|| Ok(Vec::new()), |object| kinds::drop(object, &context));
        let originals = steps.map_err(|refusal| vec![refusal])?;
        for (step, original) in unit.steps.iter_mut().zip(originals) {
            step.stage = Stage::Rename;
            for (statement, original) in step.statements.iter_mut().zip(original.statements) {
                statement.undo = original.undo;
            }
        }
    }
    Ok(last)
}

/// A body that PostgreSQL reads at once can be restored only when everything has its former name again.
fn restore_under_former_names(step: &mut Step) -> Vec<Statement> {
    let mut back = Vec::new();
    for statement in step.statements.iter_mut().rev() {
        if let Undo::Statements(undo) = &mut statement.undo
            && undo.iter().any(|back| back.sql.starts_with("CREATE"))
        {
            back.append(undo);
            statement.undo = Undo::WithOwner;
        }
    }
    back
}

/// On the way back a body is restored before what it names has its former name again.
fn restore_unchecked(step: &mut Step) {
    for statement in &mut step.statements {
        if let Undo::Statements(undo) = &mut statement.undo
            && undo.iter().any(|back| back.sql.starts_with("CREATE"))
        {
            // Not `SET LOCAL`: the way back may run outside of any transaction block.
            let unchecked = Statement::owned("SET check_function_bodies = off;")
                .because("The body names what gets its former name back only below.");
            undo.insert(0, unchecked);
            undo.push(Statement::owned("RESET check_function_bodies;"));
        }
    }
}
