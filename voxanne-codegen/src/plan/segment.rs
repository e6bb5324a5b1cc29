//! Cuts the ordered steps into migrations: one for each module, and more where rows must be
//! rewritten, indexes built or constraints proven while writers pass.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::lookup::Lookup;
use voxanne_schema::model::Constraint;
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Object, ObjectId, Owner};
use voxanne_schema::parallel;

use super::order::Placed;
use super::statement::{Delta, LockMode, Stage, Statement, Step, TransactionMode, Undo};
use super::{Inputs, sort_inlined};
use crate::kinds::statistics::analyze_once;
use crate::kinds::{self, Context};

/// Below so many tables, another thread costs more than it brings.
const WORTH_A_THREAD: usize = 64;

/// One migration: what one file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedMigration {
    /// The place of its module among the declared ones; past the end for a module that is gone.
    pub module: usize,
    /// The stage of its steps, where the module's change takes several files.
    pub stage: Stage,
    /// Its place among the files of the module's change, from 0.
    pub part: usize,
    /// How many files the module's change takes.
    pub parts: usize,
    /// Whether it runs in a transaction.
    pub transaction: TransactionMode,
    /// What runs.
    pub steps: Vec<Step>,
    /// What takes it back, in the order to run.
    pub undo: Vec<Statement>,
    /// Why some of it cannot be taken back.
    pub irreversible: Vec<String>,
    /// The tables that are changed plainly because somebody asked for it.
    pub plain: Vec<QualifiedName>,
}

impl PlannedMigration {
    /// The statements, in order.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.steps.iter().flat_map(|step| &step.statements)
    }

    /// Whether another migration can stand in this one's transaction.
    pub(crate) fn takes(&self, other: &Self) -> bool {
        let back_inside = |of: &Self| {
            of.undo
                .iter()
                .all(|undo| undo.transaction == TransactionMode::Inside)
        };
        let inside = |of: &Self| of.transaction == TransactionMode::Inside && back_inside(of);
        self.module == other.module && self.stage == other.stage && inside(self) && inside(other)
    }

    /// Adds one that comes after it, and is taken back before it.
    pub(crate) fn append(&mut self, other: Self) {
        self.steps.extend(other.steps);
        self.irreversible.splice(0..0, other.irreversible);
        let mut undo = other.undo;
        undo.append(&mut self.undo);
        self.undo = undo;
    }

    /// What it does to the model, in order.
    pub fn deltas(&self) -> impl Iterator<Item = &Delta> {
        self.steps.iter().flat_map(|step| &step.deltas)
    }
}

pub(crate) fn segments(
    mut placed: Vec<Placed<'_>>,
    inputs: Inputs<'_>,
    context: &Context<'_>,
) -> Vec<PlannedMigration> {
    merge_stages(&mut placed);
    let placed = join_foreign_keys(placed, context);
    let mut migrations: Vec<PlannedMigration> = Vec::new();
    for of in placed {
        if of.step.statements.is_empty() && of.step.deltas.is_empty() {
            continue;
        }
        let alone = stands_alone(&of.step);
        let joins = |last: &&mut PlannedMigration| {
            let mut steps = last.steps.iter();
            let open = if are_apart(last.stage) {
                steps.all(|step| !stands_alone(step) && step.stage == of.step.stage)
            } else {
                !steps.any(stands_alone)
            };
            last.module == of.module && last.stage == of.stage && open && !alone
        };
        match migrations.last_mut().filter(joins) {
            Some(last) => {
                last.steps.push(of.step);
            }
            None => migrations.push(PlannedMigration {
                module: of.module,
                stage: of.stage,
                part: 0,
                parts: 1,
                transaction: TransactionMode::Inside,
                steps: vec![of.step],
                undo: Vec::new(),
                irreversible: Vec::new(),
                plain: Vec::new(),
            }),
        }
    }
    migrations.retain(|migration| {
        migration
            .steps
            .iter()
            .any(|step| !step.statements.is_empty() || !step.deltas.is_empty())
    });
    for migration in &mut migrations {
        if migration
            .statements()
            .any(|statement| statement.transaction == TransactionMode::Alone)
        {
            migration.transaction = TransactionMode::Alone;
        }
        analyze_once(migration.steps.iter_mut().map(|step| &mut step.statements));
        let (undo, irreversible) = undo(migration, inputs);
        migration.undo = undo;
        analyze_once(std::iter::once(&mut migration.undo));
        migration.irreversible = irreversible;
    }
    migrations
}

/// A migration of one step.
pub(crate) fn single(module: usize, step: Step, inputs: Inputs<'_>) -> PlannedMigration {
    let mut statements = step.statements.iter();
    let alone = statements.any(|statement| statement.transaction == TransactionMode::Alone);
    let mut migration = PlannedMigration {
        module,
        stage: step.stage,
        part: 0,
        parts: 1,
        transaction: if alone {
            TransactionMode::Alone
        } else {
            TransactionMode::Inside
        },
        steps: vec![step],
        undo: Vec::new(),
        irreversible: Vec::new(),
        plain: Vec::new(),
    };
    (migration.undo, migration.irreversible) = undo(&migration, inputs);
    migration
}

/// Numbers the parts of each module's change, and puts first what a way back asks first.
pub(crate) fn finish(mut migrations: Vec<PlannedMigration>, inputs: Inputs<'_>) -> Vec<PlannedMigration> {
    number_parts(&mut migrations);
    for migration in &mut migrations {
        let locks = migration.statements().flat_map(|statement| &statement.locks);
        let asked = locks
            .filter(|lock| lock.long && lock.mode >= LockMode::Share)
            .map(|lock| &lock.table)
            .filter(|table| inputs.plain.takes(table) && inputs.previous.table(table).is_some());
        let asked: BTreeSet<QualifiedName> = asked.cloned().collect();
        migration.plain = asked.into_iter().collect();
    }
    ask_first(&mut migrations);
    migrations
}

/// What must hold before a module's change can be taken back is asked by its last part, which is the
/// first to go: no way back stops half way for a reason that was known before.
fn ask_first(migrations: &mut [PlannedMigration]) {
    for parts in migrations.chunk_by_mut(|a, b| a.module == b.module) {
        let mut guards: Vec<Statement> = Vec::new();
        for statement in parts.iter().flat_map(PlannedMigration::statements) {
            for guard in &statement.guards {
                if !guards.contains(guard) {
                    guards.push(guard.clone());
                }
            }
        }
        if let Some(last) = parts.last_mut() {
            last.undo
                .retain(|own| guards.iter().all(|guard| guard.sql != own.sql));
            guards.append(&mut last.undo);
            last.undo = guards;
        }
    }
}

/// Whether each step of a stage has a file of its own. What came to stand behind such a step shares a
/// file with its likes alone.
fn are_apart(stage: Stage) -> bool {
    matches!(
        stage,
        Stage::Backfill | Stage::Deduplicate | Stage::Index | Stage::Retire
    )
}

/// Whether a step has a file of its own: by its own stage, or because it cannot run in a transaction,
/// wherever it came to stand.
fn stands_alone(step: &Step) -> bool {
    let mut statements = step.statements.iter();
    are_apart(step.stage) || statements.any(|statement| statement.transaction == TransactionMode::Alone)
}

/// Where nothing lies between widening and narrowing, one transaction does both. Renames come first
/// in whatever comes first.
fn merge_stages(placed: &mut [Placed<'_>]) {
    let mut between: BTreeSet<usize> = BTreeSet::new();
    let mut labels: BTreeSet<usize> = BTreeSet::new();
    for of in placed.iter() {
        match of.stage {
            Stage::Labels => {
                labels.insert(of.module);
            }
            Stage::Rename | Stage::Expand | Stage::Contract => {}
            _ => {
                between.insert(of.module);
            }
        }
    }
    for of in placed.iter_mut() {
        if of.stage == Stage::Contract && !between.contains(&of.module) {
            of.stage = Stage::Expand;
        }
        if of.stage == Stage::Rename {
            of.stage = if labels.contains(&of.module) {
                Stage::Labels
            } else {
                Stage::Expand
            };
        }
    }
}

/// Foreign keys of new tables move inside `CREATE TABLE` where everything that they need stands
/// before it.
fn join_foreign_keys<'s>(mut placed: Vec<Placed<'s>>, context: &Context<'_>) -> Vec<Placed<'s>> {
    let tables: BTreeMap<ObjectId, usize> = placed
        .iter()
        .enumerate()
        .filter(|(_, of)| matches!(of.object, Object::Table(_)) && creates(&of.step, of.object))
        .map(|(place, of)| (of.object.id(), place))
        .collect();
    let mut joined: BTreeMap<usize, Vec<&'s Constraint>> = BTreeMap::new();
    let mut gone = BTreeSet::new();
    for (place, of) in placed.iter().enumerate() {
        let Object::Constraint(constraint) = &of.object else {
            continue;
        };
        if constraint.foreign_key().is_none()
            || !constraint.validated
            || context.exists(&constraint.table)
            || !creates(&of.step, of.object)
        {
            continue;
        }
        let Some(&table) = tables.get(&ObjectId::Table(constraint.table.clone())) else {
            continue;
        };
        let same_file = placed[table].module == of.module && placed[table].stage == of.stage;
        if same_file && of.needs.iter().all(|&needed| needed <= table) {
            joined.entry(table).or_default().push(constraint);
            gone.insert(place);
        }
    }
    for (place, of) in placed.iter_mut().enumerate() {
        of.inlined.extend(joined.remove(&place).unwrap_or_default());
        sort_inlined(&mut of.inlined);
    }
    let places: Vec<usize> = tables.into_values().collect();
    let steps = parallel::map(&places, parallel::threads(), WORTH_A_THREAD, |places| {
        let of_places = places.iter().map(|&place| table_step(&placed[place], context));
        of_places.collect()
    });
    for (place, step) in places.into_iter().zip(steps) {
        if let Some(step) = step {
            placed[place].step = step;
        }
    }
    let mut place = 0;
    placed.retain(|_| {
        place += 1;
        !gone.contains(&(place - 1))
    });
    placed
}

/// The step of a new table with the constraints that stand inside it.
fn table_step(of: &Placed<'_>, context: &Context<'_>) -> Option<Step> {
    let Object::Table(table) = of.object else {
        return None;
    };
    Some(kinds::create_table(table, &of.inlined, context))
}

/// Whether a step creates the object that it is about.
fn creates(step: &Step, object: &Object) -> bool {
    matches!(step.deltas.first(), Some(Delta::Create(created)) if created.id() == object.id())
}

fn number_parts(migrations: &mut [PlannedMigration]) {
    for parts in migrations.chunk_by_mut(|a, b| a.module == b.module) {
        let count = parts.len();
        for (place, migration) in parts.iter_mut().enumerate() {
            (migration.part, migration.parts) = (place, count);
        }
    }
}

/// What takes a migration back: every statement's own undo, last first, without what goes by
/// itself when the object that it belongs to goes.
fn undo(migration: &PlannedMigration, inputs: Inputs<'_>) -> (Vec<Statement>, Vec<String>) {
    let created = Created::of(migration);
    let mut statements = Vec::new();
    let mut irreversible = Vec::new();
    // What was dropped under its former name is restored once all has its former name again.
    let (last, first): (Vec<&Step>, Vec<&Step>) =
        migration.steps.iter().rev().partition(|step| {
            step.stage == Stage::Rename && matches!(step.deltas.first(), Some(Delta::Drop(_)))
        });
    for step in first.into_iter().chain(last) {
        let goes_along = step
            .deltas
            .first()
            .is_some_and(|delta| created.takes_along(delta, migration, inputs));
        for statement in step.statements.iter().rev() {
            match &statement.undo {
                Undo::Statements(undo) if !goes_along => statements.extend(undo.iter().cloned()),
                Undo::Statements(_) | Undo::WithOwner | Undo::Stays(_) => {}
                Undo::Impossible(why) => irreversible.push(why.clone()),
            }
        }
    }
    (statements, irreversible)
}

/// What a migration creates, with the place of the step that does.
struct Created(Lookup<ObjectId, usize>);

impl Created {
    fn of(migration: &PlannedMigration) -> Self {
        let steps = migration.steps.iter().enumerate();
        let created = steps.flat_map(|(place, step)| {
            step.deltas.iter().filter_map(move |delta| match delta {
                Delta::Create(object) => Some((object.id(), place)),
                Delta::Alter(_) | Delta::Drop(_) | Delta::Rename(_) => None,
            })
        });
        Self(created.collect())
    }

    /// Whether the object of a change goes when an object goes that the same migration created.
    fn takes_along(&self, delta: &Delta, migration: &PlannedMigration, inputs: Inputs<'_>) -> bool {
        let object = match delta {
            Delta::Create(object) => object,
            // A table that came to another goes as it came, but leaves first what changes back before it goes.
            Delta::Alter(object) => {
                let Object::Table(table) = &**object else {
                    return false;
                };
                let changes = |parent: &QualifiedName| {
                    let mut deltas = migration.deltas();
                    let changes = deltas.any(|delta| delta.id().table() == Some(parent));
                    changes && !self.0.contains_key(&ObjectId::Table(parent.clone()))
                };
                return self.0.contains_key(&object.id()) && !table.inherits.iter().any(changes);
            }
            Delta::Drop(_) | Delta::Rename(_) => return false,
        };
        let Some(whole) = self.whole(object, inputs) else {
            return false;
        };
        if had_another_table(object, inputs) {
            return false;
        }
        // What came later than the whole goes before it, and cannot while this holds on to it.
        let came = self.0.get(&whole).copied();
        let mut needed = object.dependencies();
        inputs
            .bodies
            .of(&object.id())
            .for_each(|body| needed.object(body.clone()));
        !needed.objects().any(|needed| {
            let goes_too = || {
                let object = inputs.declared.schema.get(needed);
                object.and_then(|object| self.whole(object, inputs)).as_ref() == Some(&whole)
            };
            self.0.get(needed).copied() > came && *needed != whole && !goes_too()
        })
    }

    /// The outermost object of those created with which an object goes.
    fn whole(&self, object: &Object, inputs: Inputs<'_>) -> Option<ObjectId> {
        let mut found = None;
        let mut owner = owner(object);
        while let Some(id) = owner {
            owner = inputs.declared.schema.get(&id).and_then(self::owner);
            if self.0.contains_key(&id) {
                found = Some(id);
            }
        }
        found
    }
}

/// Whether an index has the name of one of another table, which may come back while its own is still there.
fn had_another_table(object: &Object, inputs: Inputs<'_>) -> bool {
    let Object::Index(index) = object else {
        return false;
    };
    let before = inputs.previous.get(&object.id());
    matches!(before, Some(Object::Index(before)) if before.table != index.table)
}

/// The object that an object goes with.
pub(super) fn owner(object: &Object) -> Option<ObjectId> {
    match object {
        // A foreign key that stands apart from its table does so because of a circle, and must go
        // before either table can.
        Object::Constraint(_) => None,
        Object::Partition(partition) => partition
            .parent_partition()
            .or_else(|| object.owner().map(Owner::id)),
        other => other.owner().map(Owner::id),
    }
}
