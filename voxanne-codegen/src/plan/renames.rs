//! Where renames stand in a plan: before everything that names what they rename, and beside the
//! functions whose bodies they break.

use std::collections::BTreeSet;

use voxanne_schema::object::{Dependencies, ObjectId};

use super::{Delta, Effect, HazardKind, Inputs, Stage, Statement, Step, Undo, Unit, module_of};
use crate::diff::Change;
use crate::kinds::{self, Context, Refusal};
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
    restore_last(units, renames, inputs, context, module)?;
    let is_broken =
        |unit: &&mut Unit<'_>| matches!(unit.id, ObjectId::Function(_)) && inputs.broken.contains(&unit.id);
    for unit in units.iter_mut().filter(is_broken) {
        for step in &mut unit.steps {
            restore_unchecked(step);
            if step.stage == Stage::Expand && matches!(step.deltas.first(), Some(Delta::Alter(_))) {
                step.stage = Stage::Rename;
                unit.module = unit.module.min(module);
            }
        }
    }
    units.push(Unit {
        id,
        effect: Effect::Rename,
        steps: rename::steps(renames, inputs.declared),
        needs: Dependencies::default(),
        needed: Dependencies::default(),
        inlined: Vec::new(),
        module,
        object,
    });
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
) -> Result<(), Vec<Refusal>> {
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
    Ok(())
}

/// On the way back a body is restored before what it names has its former name again.
fn restore_unchecked(step: &mut Step) {
    for statement in &mut step.statements {
        if let Undo::Statements(undo) = &mut statement.undo
            && undo.iter().any(|back| back.sql.starts_with("CREATE"))
        {
            let unchecked = Statement::owned("SET LOCAL check_function_bodies = off;")
                .because("The body names what gets its former name back only below.");
            undo.insert(0, unchecked);
        }
    }
}
