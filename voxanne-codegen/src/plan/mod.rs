//! From differences to ordered migrations: each change becomes steps, the steps become one graph,
//! and its order is cut into migrations by module and stage.

mod computed;
mod edges;
mod graph;
mod heirs;
mod key;
mod mended;
mod moves;
mod names;
mod order;
pub(crate) mod outgoing;
mod owners;
mod parts;
mod places;
mod plain;
mod renames;
mod rooms;
mod segment;
mod statement;
mod tables;
mod units;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use voxanne_schema::declare::Declared;
use voxanne_schema::diagnostic::{Code, Diagnostic};
use voxanne_schema::model::{Constraint, ConstraintDefinition, Index, IndexKey, Schema};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Describe, Object, ObjectId};

pub(crate) use parts::stands_in_a_circle;
pub use plain::Plain;
pub use segment::PlannedMigration;
pub use statement::{
    Delta, Hazard, HazardKind, LockMode, Stage, Statement, Step, TableLock, TransactionMode, Undo,
};

use crate::analysis::BodyDependencies;
use crate::diff::{Change, Pair, diff};
use crate::kinds::{self, Alteration, Context, Heirs, Refusal};
use crate::rename::Renames;
use crate::reshape::{self, Reshaped};
use units::units;
pub(crate) use units::{Effect, Unit};

/// What the planner starts from.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'i> {
    /// What the written migrations come to, as it is called after the renames.
    pub previous: &'i Schema,
    /// Which module, by its slug, made each object of it.
    pub made_by: &'i BTreeMap<ObjectId, Arc<str>>,
    /// What is declared.
    pub declared: &'i Declared,
    /// What function bodies and SQL fragments name, of both sides.
    pub bodies: &'i BodyDependencies,
    /// What is called otherwise from here on.
    pub(crate) renames: Option<&'i Renames>,
    /// What there was under the names of then.
    pub(crate) original: &'i Schema,
    /// Functions and views whose text names something by its former name.
    pub(crate) broken: &'i BTreeSet<ObjectId>,
    /// Which tables are changed plainly because somebody asks for it.
    pub(crate) plain: &'i Plain,
    /// The domains that are other ones already, because a type changed: on the way back they change again.
    pub(crate) other_domains: &'i BTreeSet<QualifiedName>,
}

/// The migrations that turn what there is into what is declared, in order. None when nothing
/// changed.
///
/// # Errors
///
/// Every change that cannot be planned, with the form that could be; a cycle of objects that need
/// each other.
pub fn plan(inputs: Inputs<'_>) -> Result<Vec<PlannedMigration>, Vec<Diagnostic>> {
    let migrations = match moves::Moves::of(inputs)? {
        Some(moves) => moves.plan(inputs, settled)?,
        None => settled(inputs)?,
    };
    Ok(segment::finish(migrations, inputs))
}

/// The migrations of everything but partitions that become tables, and tables that become partitions.
fn settled(inputs: Inputs<'_>) -> Result<Vec<PlannedMigration>, Vec<Diagnostic>> {
    let Some(reachable) = places::reachable(inputs) else {
        let Some(between) = computed::Between::of(inputs, inputs.declared) else {
            return changed(inputs);
        };
        return between.way(inputs, inputs.declared);
    };
    if let Some(between) = computed::Between::of(inputs, &reachable) {
        return between.way(inputs, &reachable);
    }
    let mut migrations = changed(Inputs {
        declared: &reachable,
        ..inputs
    })?;
    let moved = places::moved(inputs, &reachable, &migrations)?;
    migrations.extend(moved);
    Ok(migrations)
}

/// The migrations of everything but the places of columns.
fn changed(inputs: Inputs<'_>) -> Result<Vec<PlannedMigration>, Vec<Diagnostic>> {
    let schema = &inputs.declared.schema;
    let changes = diff(inputs.previous, schema);
    if changes.is_empty() && inputs.renames.is_none() {
        return Ok(Vec::new());
    }
    kinds::partition::keep_keys(&changes, inputs.previous).map_err(refused)?;
    let reshaped = reshape::reshape(inputs, &changes, |id| module_of(id, inputs)).map_err(refused)?;
    let Some(Reshaped {
        middle,
        module,
        before,
        step,
    }) = reshaped
    else {
        return rest(inputs, changes);
    };
    if inputs.renames.is_some() && !inputs.broken.is_empty() {
        return texts_before(inputs);
    }
    if let Some(stage) = extensions_alone(inputs, &changes) {
        return staged(inputs, &stage);
    }
    // What is called otherwise must be so before anything names it in its new form.
    let mut migrations = renamed_before(inputs)?;
    let beside = before
        .into_iter()
        .map(|step| segment::single(module, step, inputs));
    migrations.extend(beside);
    migrations.push(segment::single(module, step, inputs));
    let reshaping = migrations.len();
    let others = middle
        .domains()
        .filter(|domain| inputs.previous.domain(&domain.name) != Some(domain));
    let rest_of = Inputs {
        previous: &middle,
        renames: None,
        other_domains: &others.map(|domain| domain.name.clone()).collect(),
        ..inputs
    };
    for migration in rest(rest_of, diff(&middle, schema))? {
        let is_next = migrations.len() == reshaping;
        match migrations.last_mut() {
            Some(reshaped) if is_next && reshaped.takes(&migration) => reshaped.append(migration),
            _ => migrations.push(migration),
        }
    }
    Ok(migrations)
}

/// The renames alone, before what changes a type.
fn renamed_before(inputs: Inputs<'_>) -> Result<Vec<PlannedMigration>, Vec<Diagnostic>> {
    if inputs.renames.is_none() {
        return Ok(Vec::new());
    }
    rest(inputs, Vec::new())
}

/// The renames with the text that names what they rename, and from there everything else.
fn texts_before(inputs: Inputs<'_>) -> Result<Vec<PlannedMigration>, Vec<Diagnostic>> {
    let stage = mended::texts_alone(inputs)?;
    staged(inputs, &stage)
}

/// What there is with the extensions that come, where any do: a type that a column gets may be one of theirs.
fn extensions_alone(inputs: Inputs<'_>, changes: &[Change<'_>]) -> Option<Declared> {
    let come: Vec<&Object> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Create(object @ Object::Extension(_)) => Some(*object),
            _ => None,
        })
        .collect();
    if come.is_empty() || inputs.renames.is_some() {
        return None;
    }
    let mut stage = inputs.declared.clone();
    stage.schema = inputs.previous.clone();
    for extension in come {
        let needed = extension.dependencies();
        for object in needed.objects().filter_map(|id| inputs.declared.schema.get(id)) {
            if matches!(object, Object::Namespace(_)) {
                stage.schema.replace(object.clone());
            }
        }
        stage.schema.replace(extension.clone());
    }
    Some(stage)
}

/// What leads to a state in between, and from there everything else.
fn staged(inputs: Inputs<'_>, stage: &Declared) -> Result<Vec<PlannedMigration>, Vec<Diagnostic>> {
    let first = Inputs {
        declared: stage,
        ..inputs
    };
    let mut migrations = rest(first, diff(inputs.previous, &stage.schema))?;
    let later = changed(Inputs {
        previous: &stage.schema,
        original: &stage.schema,
        renames: None,
        broken: &BTreeSet::new(),
        ..inputs
    })?;
    for migration in later {
        match migrations.last_mut() {
            Some(last) if last.takes(&migration) => last.append(migration),
            _ => migrations.push(migration),
        }
    }
    Ok(migrations)
}

/// The migrations of changes that reach no dependents but by being dropped and created again.
fn rest<'i>(inputs: Inputs<'i>, changes: Vec<Change<'i>>) -> Result<Vec<PlannedMigration>, Vec<Diagnostic>> {
    let schema = &inputs.declared.schema;
    let existing: BTreeSet<QualifiedName> = inputs
        .previous
        .tables()
        .filter(|table| schema.table(&table.name).is_some())
        .map(|table| table.name.clone())
        .collect();
    let heirs = Heirs::of(inputs.previous, schema);
    let context = Context {
        previous: inputs.previous,
        original: inputs.original,
        declared: inputs.declared,
        existing: &existing,
        bodies: inputs.bodies,
        plain: inputs.plain,
        heirs: &heirs,
        other_domains: inputs.other_domains,
    };
    let changes = spread_recreation(changes, inputs, &context).map_err(refused)?;
    let existing = with_kept_views(existing.clone(), &changes, inputs);
    let context = Context {
        existing: &existing,
        ..context
    };
    let mut units = units(&changes, inputs, &context).map_err(refused)?;
    renames::ask_about_likes(&mut units, &changes);
    if let Some(renames) = inputs.renames {
        renames::rename_first(&mut units, renames, inputs, &context).map_err(refused)?;
    }
    outgoing::make_room(&mut units, &context).map_err(refused)?;
    let mut ordered = order::order(units, inputs)?;
    names::settle(&mut ordered, inputs);
    Ok(segment::segments(ordered, inputs, &context))
}

/// The tables that exist, and the materialized views that are not built again.
fn with_kept_views(
    mut existing: BTreeSet<QualifiedName>,
    changes: &[Change<'_>],
    inputs: Inputs<'_>,
) -> BTreeSet<QualifiedName> {
    existing.extend(inputs.previous.materialized_views().map(|view| view.name.clone()));
    for change in changes {
        if let (ObjectId::MaterializedView(name), Change::Recreate(_) | Change::Drop(_)) =
            (change.id(), change)
        {
            existing.remove(&name);
        }
    }
    existing
}

fn refused(refusals: Vec<Refusal>) -> Vec<Diagnostic> {
    refusals
        .into_iter()
        .map(|refusal| Diagnostic::new(Code::InvalidRule, refusal.object, refusal.message, refusal.help))
        .collect()
}

/// Turns alterations that cannot be done in place into recreations, and carries those on to
/// everything that depends on the object, until nothing changes any more.
fn spread_recreation<'s>(
    changes: Vec<Change<'s>>,
    inputs: Inputs<'s>,
    context: &Context<'_>,
) -> Result<Vec<Change<'s>>, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut spreading = Vec::new();
    let mut changes = changes;
    for change in &mut changes {
        if let Change::Alter(pair) = *change {
            match kinds::alter(pair, context) {
                Ok(Alteration::Recreate) => {
                    *change = Change::Recreate(pair);
                    spreading.push(pair.next.id());
                }
                // Its query as it was can be read again only once all has its former name.
                Ok(Alteration::Steps(_)) if renames::is_broken_view(&pair.next.id(), inputs) => {
                    *change = Change::Recreate(pair);
                    spreading.push(pair.next.id());
                }
                Ok(Alteration::Steps(_)) => {}
                Err(refusal) => refusals.push(refusal),
            }
        }
    }
    for id in inputs.broken {
        changes.extend(same_text_of_others(id, &changes, inputs).map(|pair| {
            spreading.push(id.clone());
            Change::Recreate(pair)
        }));
    }
    // A foreign key rests on the index of the key that it points at.
    let keys_that_go = changes.iter().filter_map(|change| match change {
        Change::Drop(Object::Constraint(key)) if context.exists(&key.table) => Some(change.id()),
        _ => None,
    });
    spreading.extend(keys_that_go);
    if spreading.is_empty() && refusals.is_empty() {
        return Ok(changes);
    }
    let mut by_id: BTreeMap<ObjectId, Change<'s>> =
        changes.into_iter().map(|change| (change.id(), change)).collect();
    let dependents = dependents(inputs);
    while let Some(id) = spreading.pop() {
        for dependent in dependents.get(&id).into_iter().flatten() {
            recreate(dependent, &id, inputs, &mut by_id, &mut spreading, &mut refusals);
        }
    }
    if refusals.is_empty() {
        Ok(by_id.into_values().collect())
    } else {
        Err(refusals)
    }
}

/// A view that is declared as it was, and whose query names by the same name what is another thing now.
fn same_text_of_others<'s>(
    id: &ObjectId,
    changes: &[Change<'s>],
    inputs: Inputs<'s>,
) -> Option<Pair<&'s Object>> {
    if !renames::is_broken_view(id, inputs) || changes.iter().any(|change| change.id() == *id) {
        return None;
    }
    let next = inputs.declared.schema.get(id)?;
    let original = inputs.original.get(&inputs.renames?.original_id(id));
    // Where the text follows a table that is called otherwise, it means the same.
    (original.and_then(query) == query(next)).then_some(Pair {
        previous: inputs.previous.get(id)?,
        next,
    })
}

fn query(view: &Object) -> Option<&str> {
    match view {
        Object::View(view) => Some(&view.query),
        Object::MaterializedView(view) => Some(&view.query),
        _ => None,
    }
}

/// The keys that a foreign key may rest on.
fn keys_under(constraint: &Constraint, schema: &Schema) -> impl Iterator<Item = ObjectId> {
    let keys = constraint.foreign_key().into_iter().flat_map(|foreign| {
        let wanted: BTreeSet<_> = foreign.referenced_columns.iter().collect();
        schema.constraints_of(&foreign.references).filter(move |key| {
            let is_key = key.foreign_key().is_none() && !key.key_columns().is_empty();
            is_key && key.key_columns().iter().collect::<BTreeSet<_>>() == wanted
        })
    });
    let indexes = constraint.foreign_key().into_iter().flat_map(|foreign| {
        let own = schema.indexes().filter(|index| index.table == foreign.references);
        own.filter(|index| is_key_of(index, &foreign.referenced_columns))
    });
    let keys = keys.map(|key| ObjectId::Constraint(key.id()));
    keys.chain(indexes.map(|index| ObjectId::Index(index.id())))
}

/// Whether a unique index tells rows apart by these columns, so that a foreign key may rest on it.
fn is_key_of(index: &Index, columns: &[Name]) -> bool {
    let own: Option<BTreeSet<&Name>> = index.keys.iter().map(IndexKey::column_name).collect();
    index.unique && index.filter.is_none() && own.is_some_and(|own| own == columns.iter().collect())
}

/// Which objects of the previous state depend on which.
fn dependents(inputs: Inputs<'_>) -> BTreeMap<ObjectId, Vec<ObjectId>> {
    let mut dependents: BTreeMap<ObjectId, Vec<ObjectId>> = BTreeMap::new();
    for (id, object) in inputs.previous.objects() {
        // A function finds what its text names when it runs, and may stay.
        let mut needed = object.dependencies();
        if !matches!(object, Object::Function(_)) {
            inputs
                .bodies
                .of(id)
                .for_each(|of_text| needed.object(of_text.clone()));
        }
        if let Object::Constraint(constraint) = object {
            keys_under(constraint, inputs.previous).for_each(|key| needed.object(key));
        }
        for needed in needed.objects() {
            dependents.entry(needed.clone()).or_default().push(id.clone());
        }
    }
    dependents
}

fn recreate<'s>(
    dependent: &ObjectId,
    because_of: &ObjectId,
    inputs: Inputs<'s>,
    by_id: &mut BTreeMap<ObjectId, Change<'s>>,
    spreading: &mut Vec<ObjectId>,
    refusals: &mut Vec<Refusal>,
) {
    let (Some(previous), Some(next)) = (
        inputs.previous.get(dependent),
        inputs.declared.schema.get(dependent),
    ) else {
        return;
    };
    if matches!(by_id.get(dependent), Some(Change::Recreate(_))) {
        return;
    }
    if matches!(next, Object::Table(_) | Object::Enum(_) | Object::Namespace(_)) {
        refusals.push(Refusal {
            object: dependent.clone(),
            message: format!("{because_of} must be dropped and created again, and {dependent} depends on it"),
            help: "this cannot be planned yet: change it in two steps, by way of a new object".to_owned(),
        });
        return;
    }
    by_id.insert(dependent.clone(), Change::Recreate(Pair { previous, next }));
    spreading.push(dependent.clone());
}

/// The module that declares an object now, or that made it then.
fn module_of(id: &ObjectId, inputs: Inputs<'_>) -> usize {
    let declared = inputs.declared;
    if let Some(module) = declared.module_of.get(id) {
        return *module;
    }
    let slug = inputs.made_by.get(id);
    slug.and_then(|slug| declared.modules.iter().position(|module| *module.slug == **slug))
        .unwrap_or(declared.modules.len())
}

/// The primary key first, then unique keys, checks and foreign keys, by name.
pub(crate) fn sort_inlined(constraints: &mut [&Constraint]) {
    constraints.sort_by(|a, b| (constraint_rank(a), &a.name).cmp(&(constraint_rank(b), &b.name)));
}

fn constraint_rank(constraint: &Constraint) -> u8 {
    match constraint.definition {
        ConstraintDefinition::PrimaryKey(_) => 0,
        ConstraintDefinition::Unique { .. } => 1,
        ConstraintDefinition::Exclude(_) => 2,
        ConstraintDefinition::Check(_) => 3,
        ConstraintDefinition::ForeignKey(_) => 4,
    }
}
