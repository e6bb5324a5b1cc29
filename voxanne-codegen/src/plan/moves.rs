//! Partitions that become tables of their own, and tables that become partitions: what has one name before
//! and after keeps its rows. A partition leaves first, a table is attached last, and what lies between is
//! planned as for any table.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use voxanne_schema::declare::Declared;
use voxanne_schema::diagnostic::Diagnostic;
use voxanne_schema::model::{Partition, Schema, Tenancy};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Describe, Object, ObjectId};

use super::statement::{Delta, Step};
use super::{Inputs, PlannedMigration, module_of, refused, segment};
use crate::kinds::partition::moved::{attached, detached, standing_alone};
use crate::kinds::{self, Context, Heirs, Refusal};

/// What goes over.
pub(super) struct Moves<'i> {
    /// Partitions as they were.
    leave: Vec<&'i Partition>,
    /// Partitions as they will be.
    join: Vec<&'i Partition>,
}

impl<'i> Moves<'i> {
    /// Those of a plan, if there are any.
    ///
    /// # Errors
    ///
    /// That something is renamed in the same plan, whose former name they might have.
    pub(super) fn of(inputs: Inputs<'i>) -> Result<Option<Self>, Vec<Diagnostic>> {
        let (previous, next) = (inputs.previous, &inputs.declared.schema);
        let moves = Self {
            leave: over(previous, next),
            join: over(next, previous),
        };
        let Some(first) = moves.leave.first().or(moves.join.first()) else {
            return Ok(None);
        };
        if inputs.renames.is_some() {
            let id = ObjectId::Partition(first.id());
            return Err(refused(vec![Refusal {
                message: format!(
                    "{id} and a table become each other, and something is renamed in the same step"
                ),
                object: id,
                help: "rename first and generate, then declare the other change and generate again"
                    .to_owned(),
            }]));
        }
        Ok(Some(moves))
    }

    /// The migrations of all: `between` plans what is left once partitions have left.
    ///
    /// # Errors
    ///
    /// What cannot go over, and what cannot be planned between.
    pub(super) fn plan(
        &self,
        inputs: Inputs<'_>,
        between: impl Fn(Inputs<'_>) -> Result<Vec<PlannedMigration>, Vec<Diagnostic>>,
    ) -> Result<Vec<PlannedMigration>, Vec<Diagnostic>> {
        let next = &inputs.declared.schema;
        let mut left = inputs.previous.clone();
        let mut made_by = inputs.made_by.clone();
        let mut migrations = Vec::new();
        for partition in &self.leave {
            let table = ObjectId::Table(partition.qualified_name());
            let module = module_of(&table, inputs);
            // What it has alone has the names of what the table has.
            for own in own_of(partition, inputs.previous) {
                for step in kinds::drop(own, &context(inputs, inputs.previous)).map_err(one)? {
                    carry_out(&step, &mut left).map_err(|why| defect(partition, &why))?;
                    migrations.push(segment::single(module, step, inputs));
                }
            }
            let tenancy = tenancy(partition, next);
            let step = detached(partition, &tenancy, inputs.previous).map_err(one)?;
            carry_out(&step, &mut left).map_err(|why| defect(partition, &why))?;
            if let Some(slug) = inputs
                .declared
                .modules
                .get(module)
                .map(|of| Arc::from(of.slug.as_str()))
            {
                made(&step, &slug, &mut made_by);
            }
            migrations.push(segment::single(module, step, inputs));
        }
        let staged = self.staged(inputs)?;
        let inner = Inputs {
            previous: &left,
            made_by: &made_by,
            declared: &staged,
            ..inputs
        };
        for migration in between(inner)? {
            match migrations.last_mut() {
                Some(last) if last.takes(&migration) => last.append(migration),
                _ => migrations.push(migration),
            }
        }
        let existing: BTreeSet<_> = staged.schema.tables().map(|table| table.name.clone()).collect();
        let heirs = Heirs::default();
        let context = Context {
            heirs: &heirs,
            existing: &existing,
            ..context(inputs, &staged.schema)
        };
        for partition in &self.join {
            let module = module_of(&ObjectId::Partition(partition.id()), inputs);
            let tenancy = tenancy(partition, inputs.previous);
            let mut steps = attached(partition, &tenancy, &context).map_err(one)?;
            for own in own_of(partition, next) {
                steps.extend(kinds::create(own, &context).map_err(one)?);
            }
            migrations.extend(
                steps
                    .into_iter()
                    .map(|step| segment::single(module, step, inputs)),
            );
        }
        Ok(migrations)
    }

    /// What is declared, with the tables that become partitions as tables still.
    fn staged(&self, inputs: Inputs<'_>) -> Result<Declared, Vec<Diagnostic>> {
        let mut staged = inputs.declared.clone();
        for partition in &self.join {
            let id = ObjectId::Partition(partition.id());
            let module = module_of(&id, inputs);
            let tenancy = tenancy(partition, inputs.previous);
            let objects = standing_alone(partition, &tenancy, &inputs.declared.schema).map_err(one)?;
            let comment = voxanne_schema::model::CommentTarget::Object(Box::new(id.clone()));
            staged.schema.remove(&ObjectId::Comment(comment));
            for own in own_of(partition, &inputs.declared.schema) {
                staged.schema.remove(&own.id());
            }
            staged.schema.remove(&id);
            for object in objects {
                staged.module_of.insert(object.id(), module);
                staged.schema.replace(object);
            }
        }
        Ok(staged)
    }
}

/// The partitions of one state that are tables in the other, and no partitions there.
fn over<'s>(of: &'s Schema, other: &Schema) -> Vec<&'s Partition> {
    let goes = |partition: &&Partition| {
        let name = partition.qualified_name();
        let stays = other.contains(&ObjectId::Partition(partition.id()));
        !stays && of.table(&name).is_none() && other.table(&name).is_some()
    };
    of.partitions().filter(goes).collect()
}

/// What a partition has alone, which is carried as SQL.
fn own_of<'s>(partition: &Partition, schema: &'s Schema) -> Vec<&'s Object> {
    let id = ObjectId::Partition(partition.id());
    let all = schema.objects().map(|(_, object)| object);
    let own = all.filter(|object| match object {
        Object::Verbatim(of) => of.depends_on.iter().any(|needed| needed.object == id),
        _ => false,
    });
    own.collect()
}

/// What stands, while a partition comes or goes.
fn context<'c>(inputs: Inputs<'c>, previous: &'c Schema) -> Context<'c> {
    const NONE: &BTreeSet<QualifiedName> = &BTreeSet::new();
    Context {
        heirs: Heirs::none(),
        previous,
        original: inputs.original,
        declared: inputs.declared,
        existing: NONE,
        bodies: inputs.bodies,
        plain: inputs.plain,
        other_domains: inputs.other_domains,
    }
}

fn tenancy(partition: &Partition, schema: &Schema) -> Tenancy {
    let table = schema.table(&partition.qualified_name());
    table.map_or(Tenancy::Unclassified, |table| table.tenancy.clone())
}

fn carry_out(step: &Step, schema: &mut Schema) -> Result<(), String> {
    step.deltas.iter().try_for_each(|delta| delta.apply(schema))
}

fn made(step: &Step, slug: &Arc<str>, made_by: &mut BTreeMap<ObjectId, Arc<str>>) {
    for delta in &step.deltas {
        if let Delta::Create(_) = delta {
            made_by.insert(delta.id(), Arc::clone(slug));
        }
    }
}

fn one(refusal: Refusal) -> Vec<Diagnostic> {
    refused(vec![refusal])
}

fn defect(partition: &Partition, why: &str) -> Vec<Diagnostic> {
    one(Refusal {
        object: ObjectId::Partition(partition.id()),
        message: format!("the way of the partition to a table cannot be planned: {why}"),
        help: "this is a defect of the planner: please report it with both declarations".to_owned(),
    })
}
