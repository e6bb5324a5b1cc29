//! What a change of type reaches: everything that PostgreSQL would refuse to let stand, or would
//! rebuild in another spelling than a fresh build, found until nothing is added any more.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::expression::Expression;
use voxanne_schema::model::{Constraint, ConstraintDefinition, Domain, Function, Index, Table, Trigger};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Dependency, Object, ObjectId, Owner};

use super::World;
use super::column::{Retype, retype};
use super::mentions::{expressions, has_word, names_column, query, texts};
use crate::kinds::Refusal;

/// What a change of types reaches.
#[derive(Clone, Debug, Default)]
pub(super) struct Affected {
    /// Enums and domains that are built anew.
    pub(super) types: BTreeSet<QualifiedName>,
    /// Columns that change their type, by their table.
    pub(super) columns: BTreeMap<QualifiedName, BTreeMap<Name, Retype>>,
    /// Tables whose columns come to stand in another order, which only shadows can.
    pub(super) moved: BTreeSet<QualifiedName>,
    /// Generated columns that are dropped and added again.
    pub(super) generated: BTreeSet<(QualifiedName, Name)>,
    /// Defaults that are dropped and set again.
    pub(super) defaults: BTreeSet<(QualifiedName, Name)>,
    /// Functions that are dropped and created again.
    pub(super) functions: BTreeSet<ObjectId>,
    /// Policies, triggers, constraints, indexes and views that are dropped and created again.
    pub(super) members: BTreeSet<ObjectId>,
    /// Created types that a column had and has no longer.
    pub(super) left: BTreeSet<QualifiedName>,
    /// Tables whose columns are shadowed, so that none of them is written anew.
    pub(super) shadows: BTreeSet<QualifiedName>,
    /// Indexes and keys of these that are built beside.
    pub(super) beside: BTreeSet<ObjectId>,
    /// Why tables are written anew, and not shadowed.
    pub(super) plain_because: Option<String>,
}

impl Affected {
    pub(super) fn is_empty(&self) -> bool {
        self.types.is_empty()
            && self.columns.is_empty()
            && self.moved.is_empty()
            && self.functions.is_empty()
            && self.generated.is_empty()
    }

    /// Whether the rows of a table are written anew.
    pub(super) fn rewrites(&self, table: &QualifiedName) -> bool {
        let retyped = self
            .columns
            .get(table)
            .is_some_and(|columns| columns.values().any(|retype| !retype.way.in_place));
        ((retyped || self.moved.contains(table)) && !self.shadows.contains(table))
            || self.generated.iter().any(|(of, _)| of == table)
    }

    /// Adds everything that hangs on what is there already.
    pub(super) fn spread(&mut self, world: &World<'_>) -> Result<(), Vec<Refusal>> {
        let mut refusals = Vec::new();
        loop {
            let before = self.size();
            for (id, object) in world.before.objects() {
                if let Err(refusal) = self.reach(id, object, world)
                    && !refusals.contains(&refusal)
                {
                    refusals.push(refusal);
                }
            }
            if !refusals.is_empty() {
                return Err(refusals);
            }
            if self.size() == before {
                self.columns_that_go();
                self.types_that_are_left(world);
                return Ok(());
            }
        }
    }

    /// A column that is dropped and added again gets its new type then.
    fn columns_that_go(&mut self) {
        for (table, column) in &self.generated {
            if let Some(columns) = self.columns.get_mut(table) {
                columns.remove(column);
            }
        }
        self.columns.retain(|_, columns| !columns.is_empty());
    }

    fn types_that_are_left(&mut self, world: &World<'_>) {
        for (table, columns) in &self.columns {
            let Some(table) = world.before.table(table) else {
                continue;
            };
            for column in &table.columns {
                let was = column.data_type.user_name();
                let retype = columns.get(&column.name);
                if let (Some(was), Some(retype)) = (was, retype)
                    && retype.to.user_name() != Some(was)
                {
                    self.left.insert(was.clone());
                }
            }
        }
    }

    fn size(&self) -> usize {
        let columns: usize = self.columns.values().map(BTreeMap::len).sum();
        columns
            + self.generated.len()
            + self.defaults.len()
            + self.functions.len()
            + self.members.len()
            + self.beside.len()
    }

    fn reach(&mut self, id: &ObjectId, object: &Object, world: &World<'_>) -> Result<(), Refusal> {
        let reached = match object {
            Object::Table(table) => return self.reach_table(table, world),
            Object::Domain(domain) => return self.reach_domain(domain, world),
            Object::Function(function) => {
                let reads = function.has_standard_body() && self.reads(id, object, &function.body, world);
                if reads || self.holds_type(function) || self.names_object(id, object, world) {
                    self.functions.insert(id.clone());
                }
                return Ok(());
            }
            Object::Procedure(procedure) => {
                self.holds_type(&procedure.0) || self.names_object(id, object, world)
            }
            Object::Aggregate(_) => object.dependencies().objects().any(|needed| self.goes(needed)),
            Object::Verbatim(of) => of.depends_on.iter().any(|needed| self.takes(needed)),
            Object::View(_) | Object::MaterializedView(_) => self.is_read_by(id, object, world),
            // What stands on a view goes and comes with it.
            Object::Trigger(trigger) if trigger.is_on_view() => false,
            Object::Trigger(trigger) => self.fires_on(trigger) || self.holds(id, object, world),
            // What stands on a materialized view goes and comes with it.
            Object::Index(index) if !index.on.is_table() => false,
            Object::Index(index) => self.keeps(index, id, world) || self.holds(id, object, world),
            Object::Constraint(constraint) => self.binds(constraint) || self.holds(id, object, world),
            Object::EventTrigger(trigger) => self
                .functions
                .contains(&ObjectId::Function(trigger.function.clone())),
            Object::Publication(publication) => publication.tables.iter().any(|(table, part)| {
                let touched = self.touched(table);
                let filter = part.filter.as_ref();
                part.columns.iter().any(|column| touched.contains(&column))
                    || filter.is_some_and(|filter| self.names_touched(table, filter))
            }),
            Object::Statistics(statistics) => {
                let touched = self.touched(&statistics.table);
                statistics.columns().any(|column| touched.contains(&column)) || self.holds(id, object, world)
            }
            Object::SequenceOwner(owner) => {
                let (table, column) = (&owner.table, &owner.column);
                self.is_shadowed(table, column) || self.is_generated(table, column)
            }
            other => !expressions(other).is_empty() && self.holds(id, other, world),
        };
        if self.is_beside(object) {
            self.beside.insert(id.clone());
        } else if reached {
            self.members.insert(id.clone());
        }
        Ok(())
    }

    /// A table's columns: those of an enum that is built anew, and what their defaults and generated
    /// values hold.
    fn reach_table(&mut self, table: &Table, world: &World<'_>) -> Result<(), Refusal> {
        for column in &table.columns {
            let place = || (table.name.clone(), column.name.clone());
            let of_type = column.data_type.user_name();
            if of_type.is_some_and(|name| self.types.contains(name))
                && !self.is_retyped(&table.name, &column.name)
            {
                let to = world.type_after(&table.name, column);
                let retype = retype(world, &table.name, column, to)?;
                let columns = self.columns.entry(table.name.clone()).or_default();
                columns.insert(column.name.clone(), retype);
            }
            let id = ObjectId::Table(table.name.clone());
            if let Some(default) = &column.default
                && (self.is_retyped(&table.name, &column.name) || self.names(&id, default, world))
            {
                self.defaults.insert(place());
            }
            if let Some(generated) = &column.generated
                && (self.names_touched(&table.name, generated) || self.names(&id, generated, world))
            {
                self.generated.insert(place());
            }
        }
        Ok(())
    }

    /// A domain is changed where it stands, and so nothing that its checks call can go.
    fn reach_domain(&self, domain: &Domain, world: &World<'_>) -> Result<(), Refusal> {
        let id = ObjectId::Domain(domain.name.clone());
        let checks = domain.checks.iter().map(|check| &check.condition);
        let mut all = domain.default.iter().chain(checks);
        if self.types.contains(&domain.name) || !all.any(|expression| self.names(&id, expression, world)) {
            return Ok(());
        }
        Err(Refusal {
            object: id,
            message: format!(
                "the domain `{}` calls a function or names a type that must be dropped and created again",
                domain.name
            ),
            help: "take the check away in one migration, and add it again in the one after".to_owned(),
        })
    }

    fn is_retyped(&self, table: &QualifiedName, column: &Name) -> bool {
        self.columns
            .get(table)
            .is_some_and(|columns| columns.contains_key(column))
    }

    fn is_generated(&self, table: &QualifiedName, column: &Name) -> bool {
        self.generated.contains(&(table.clone(), column.clone()))
    }

    /// Whether a column has a shadow.
    pub(super) fn is_shadowed(&self, table: &QualifiedName, column: &Name) -> bool {
        let retyped = self.columns.get(table).and_then(|columns| columns.get(column));
        self.shadows.contains(table) && retyped.is_some_and(|retype| !retype.way.in_place)
    }

    /// Whether an index or a key holds a column that has a shadow, and so is built on that beside.
    fn is_beside(&self, object: &Object) -> bool {
        match object {
            Object::Index(index) if index.on.is_table() => {
                let held = index
                    .keys
                    .iter()
                    .filter_map(voxanne_schema::model::IndexKey::column_name);
                let named = expressions(object).iter().any(|expression| {
                    let touched = self.touched(&index.table);
                    let mut touched = touched
                        .into_iter()
                        .filter(|column| self.is_shadowed(&index.table, column));
                    touched.any(|column| names_column(expression, &index.table.name, column))
                });
                named
                    || held
                        .chain(&index.include)
                        .any(|column| self.is_shadowed(&index.table, column))
            }
            Object::Constraint(key) if key.foreign_key().is_none() => key
                .key_columns()
                .iter()
                .any(|column| self.is_shadowed(&key.table, column)),
            _ => false,
        }
    }

    /// Whether a column is written anew, or gone for a moment.
    fn is_rewritten(&self, table: &QualifiedName, column: &Name) -> bool {
        let retyped = self.columns.get(table).and_then(|columns| columns.get(column));
        retyped.is_some_and(|retype| !retype.way.in_place) || self.is_generated(table, column)
    }

    /// The columns of a table that change.
    pub(super) fn touched(&self, table: &QualifiedName) -> Vec<&Name> {
        let generated = self.generated.iter().filter(|(of, _)| of == table);
        let retyped = self.columns.get(table).into_iter().flatten();
        retyped
            .map(|(name, _)| name)
            .chain(generated.map(|(_, name)| name))
            .collect()
    }

    /// Whether a signature has an enum that is built anew.
    fn holds_type(&self, function: &Function) -> bool {
        let mut dependencies = voxanne_schema::object::Dependencies::default();
        voxanne_schema::object::Describe::dependencies(
            &Function {
                depends_on: Vec::new(),
                ..function.clone()
            },
            &mut dependencies,
        );
        dependencies.objects().any(|needed| self.goes(needed))
    }

    /// Whether the SQL text in the defaults of a function's arguments names what is dropped. Its body
    /// is only text to PostgreSQL, and stays.
    fn names_object(&self, id: &ObjectId, object: &Object, world: &World<'_>) -> bool {
        let arguments = expressions(object);
        arguments
            .into_iter()
            .any(|default| self.names(id, default, world))
    }

    /// Whether an expression of an object names a type or a function that is dropped.
    fn names(&self, id: &ObjectId, expression: &Expression, world: &World<'_>) -> bool {
        let mut dependencies = voxanne_schema::object::Dependencies::default();
        expression.dependencies(&mut dependencies);
        let by_tree = dependencies.objects().any(|needed| self.goes(needed));
        let texts = texts(expression);
        let by_text = || {
            let mut named = world.bodies.of(id).filter(|named| self.goes(named));
            named.any(|named| texts.iter().any(|text| has_word(text, &own_name(named))))
        };
        by_tree || (!texts.is_empty() && by_text())
    }

    fn goes(&self, object: &ObjectId) -> bool {
        match object {
            ObjectId::Enum(name) | ObjectId::Domain(name) | ObjectId::Composite(name) => {
                self.types.contains(name)
            }
            ObjectId::View(_) | ObjectId::MaterializedView(_) => self.members.contains(object),
            other => self.functions.contains(other),
        }
    }

    /// Whether something that is needed changes its type, or is dropped.
    fn takes(&self, needed: &Dependency) -> bool {
        let column = needed.object.table().zip(needed.column.as_ref());
        column.is_some_and(|(table, column)| self.touched(table).contains(&column))
            || self.goes(&needed.object)
    }

    /// Whether a view reads what changes, or stands on another that does.
    fn is_read_by(&self, id: &ObjectId, object: &Object, world: &World<'_>) -> bool {
        self.reads(id, object, query(object).unwrap_or_default(), world)
    }

    /// Whether a text that PostgreSQL has read names what changes.
    fn reads(&self, id: &ObjectId, object: &Object, query: &str, world: &World<'_>) -> bool {
        let dependencies = object.dependencies();
        // Of both sides: a type that only the next form names holds on to nothing yet.
        let is_named = |named: &&ObjectId| match named {
            ObjectId::Enum(_) | ObjectId::Domain(_) | ObjectId::Composite(_) => {
                has_word(query, &own_name(named))
            }
            _ => true,
        };
        let mut needed = dependencies.objects().chain(world.bodies.of(id).filter(is_named));
        needed.any(|needed| match needed {
            ObjectId::Table(table) => {
                let touched = self.touched(table);
                touched.iter().any(|column| has_word(query, column.as_str()))
            }
            other => self.goes(other),
        })
    }

    /// Whether an expression of a table names one of its columns that change.
    fn names_touched(&self, table: &QualifiedName, expression: &Expression) -> bool {
        let touched = self.touched(table);
        touched
            .into_iter()
            .any(|column| names_column(expression, &table.name, column))
    }

    /// Whether a policy, trigger, index or check holds on to what changes, by its expressions.
    fn holds(&self, id: &ObjectId, object: &Object, world: &World<'_>) -> bool {
        let table = object.owner().and_then(Owner::relation);
        let expressions = expressions(object);
        let own = table.is_some_and(|table| {
            expressions
                .iter()
                .any(|expression| self.names_touched(table, expression))
        });
        own || self.holds_elsewhere(id, object, &expressions, world)
            || expressions
                .iter()
                .any(|expression| self.names(id, expression, world))
    }

    /// Functions that are called, and columns of other tables.
    fn holds_elsewhere(
        &self,
        id: &ObjectId,
        object: &Object,
        expressions: &[&Expression],
        world: &World<'_>,
    ) -> bool {
        let calls = matches!(object, Object::Trigger(trigger)
            if self.functions.contains(&ObjectId::Function(trigger.function.clone())));
        let in_text = || {
            let tables = world.bodies.of(id).filter_map(|named| match named {
                ObjectId::Table(name) => Some(name),
                _ => None,
            });
            let texts: Vec<&str> = expressions
                .iter()
                .flat_map(|expression| texts(expression))
                .collect();
            tables.into_iter().any(|table| {
                let touched = self.touched(table);
                touched.iter().any(|column| {
                    texts
                        .iter()
                        .any(|text| has_word(text, column.as_str()) || text.contains('*'))
                })
            })
        };
        calls || in_text()
    }

    fn fires_on(&self, trigger: &Trigger) -> bool {
        let touched = self.touched(&trigger.table);
        let on_view = ObjectId::View(trigger.table.clone());
        self.members.contains(&on_view) || trigger.update_of.iter().any(|column| touched.contains(&column))
    }

    /// PostgreSQL rebuilds an index on a column itself, but not one that must become another.
    fn keeps(&self, index: &Index, id: &ObjectId, world: &World<'_>) -> bool {
        let mut held = index
            .keys
            .iter()
            .filter_map(voxanne_schema::model::IndexKey::column_name)
            .chain(&index.include);
        let differs = world.after.get(id) != world.before.get(id);
        held.any(|column| {
            self.is_generated(&index.table, column) || (differs && self.is_retyped(&index.table, column))
        })
    }

    fn binds(&self, constraint: &Constraint) -> bool {
        let table = &constraint.table;
        match &constraint.definition {
            ConstraintDefinition::Check(_) => false,
            ConstraintDefinition::Exclude(exclusion) => {
                exclusion.columns().any(|column| self.is_generated(table, column))
            }
            ConstraintDefinition::PrimaryKey(columns) | ConstraintDefinition::Unique { columns, .. } => {
                columns.iter().any(|column| self.is_generated(table, column))
            }
            ConstraintDefinition::ForeignKey(key) => {
                let own = key.columns.iter().any(|column| self.is_rewritten(table, column));
                let other = &key.referenced_columns;
                own || other
                    .iter()
                    .any(|column| self.is_rewritten(&key.references, column))
            }
        }
    }
}

/// The name by which a text calls an object.
fn own_name(object: &ObjectId) -> String {
    object.name().map_or_else(|| object.to_string(), Name::to_string)
}
