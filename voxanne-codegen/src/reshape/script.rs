//! The statements of a change of types, in their order: what is in the way goes, types change, all of
//! it comes back.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::model::{Column, CommentTarget, Constraint, Enum, Schema, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};

use super::World;
use super::affected::Affected;
use super::choice::Form;
use super::column::Retype;
use super::conversion::Loss;
use super::parts;
use crate::kinds::belongings::belongs_to;
use crate::kinds::{self, Refusal};
use crate::plan::{Delta, HazardKind, LockMode, Stage, Statement, Step, Undo};
use crate::sql::{create_enum, create_function, ident, literal, qualified};

/// The statements, and what they come to.
pub(super) struct Written {
    pub(super) step: Step,
    pub(super) middle: Schema,
}

/// Writes everything.
pub(super) fn write(affected: &Affected, world: &World<'_>) -> Result<Written, Vec<Refusal>> {
    let mut script = Script {
        affected,
        world,
        statements: Vec::new(),
        deltas: Vec::new(),
        created: Vec::new(),
        restored: Vec::new(),
        tables: BTreeMap::new(),
    };
    script.choose()?;
    script.checks();
    script.take();
    let first = script.statements.len();
    script.new_enums()?;
    script.rename_enums();
    script.retype();
    script.drop_old_enums();
    script.replace_functions(first);
    script.give()?;
    script.tables();
    let mut deltas = script.deltas;
    deltas.extend(script.created);
    let mut middle = world.before.clone();
    for delta in &deltas {
        delta.apply(&mut middle).map_err(|why| {
            vec![Refusal {
                object: delta.id(),
                message: format!("the plan does not fit the model: {why}"),
                help: "this is a defect of voxanne: please report it".to_owned(),
            }]
        })?;
    }
    Ok(Written {
        step: Step::new(Stage::Expand, script.statements, deltas),
        middle,
    })
}

struct Script<'s> {
    affected: &'s Affected,
    world: &'s World<'s>,
    statements: Vec<Statement>,
    deltas: Vec<Delta>,
    /// Deltas of what is new, which come last.
    created: Vec<Delta>,
    /// What comes back, with the form in which it does.
    restored: Vec<Dependent<'s>>,
    /// The tables that change, as they are in between.
    tables: BTreeMap<QualifiedName, Table>,
}

/// What is in the way as it was, with the form in which it comes back.
type Dependent<'s> = (&'s Object, Option<&'s Object>);

/// Dependents by the moment at which they go and come.
#[derive(Default)]
struct Sorted<'s> {
    members: Vec<Dependent<'s>>,
    standing: Vec<Dependent<'s>>,
    functions: Vec<Dependent<'s>>,
}

/// The order in which dependents are dropped; they come back in the opposite one.
fn rank(object: &Object) -> u8 {
    match object {
        Object::Policy(_) => 0,
        Object::Trigger(_) => 1,
        Object::Constraint(constraint) => match constraint {
            key if key.foreign_key().is_some() => 2,
            key if !key.key_columns().is_empty() => 5,
            _ => 3,
        },
        Object::Index(_) => 4,
        Object::Role(_)
        | Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Table(_)
        | Object::Function(_)
        | Object::View(_)
        | Object::MaterializedView(_)
        | Object::RowSecurity(_)
        | Object::Grant(_)
        | Object::Comment(_) => 6,
    }
}

impl<'s> Script<'s> {
    /// The form of every dependent.
    fn choose(&mut self) -> Result<(), Vec<Refusal>> {
        let mut refusals = Vec::new();
        let all = self.affected.members.iter().chain(&self.affected.functions);
        for id in all {
            let Some(was) = self.world.before.get(id) else {
                continue;
            };
            match self.world.form(id, was, self.affected) {
                Ok(Form::This(form)) => self.restored.push((was, Some(form))),
                Ok(Form::Gone) => self.restored.push((was, None)),
                Err(refusal) => refusals.push(refusal),
            }
        }
        self.restored.sort_by_key(|(was, _)| rank(was));
        if refusals.is_empty() {
            Ok(())
        } else {
            Err(refusals)
        }
    }

    /// Rows that fit no longer are told before anything changes.
    fn checks(&mut self) {
        for (table, columns) in &self.affected.columns {
            for (column, retype) in columns {
                let check = retype.way.check(table, column);
                self.statements
                    .extend(check.map(|check| check.serving("stops where values do not fit")));
            }
        }
    }

    /// Everything in the way goes.
    fn take(&mut self) {
        let world = self.world;
        let start = self.statements.len();
        let Sorted {
            members,
            standing,
            functions,
        } = self.sorted(&self.restored);
        for (was, form) in &members {
            let mut statements = parts::dropped(was, world);
            if let (Some(last), false) = (statements.last_mut(), self.comes_back(was, *form)) {
                *last = gone(last.clone(), was);
            }
            self.statements.extend(statements);
        }
        for (was, form) in self.in_order(&standing).into_iter().rev() {
            let mut statements = parts::dropped(was, world);
            if let (Some(last), None) = (statements.last_mut(), form) {
                *last = gone(last.clone(), was);
            }
            self.statements.extend(statements);
        }
        for (table, column) in self.columns(&self.affected.defaults) {
            if self.is_generated(&table.name, &column.name) {
                continue;
            }
            if let Some((drop, _)) = parts::default(&table.name, column) {
                self.statements.push(drop);
            }
        }
        for (table, column) in self.columns(&self.affected.generated).into_iter().rev() {
            self.statements.push(parts::drop_generated(table, column, world));
        }
        for (was, _) in self.in_order(&functions).into_iter().rev() {
            self.statements.extend(parts::dropped(was, world));
        }
        self.explain(
            start,
            "What holds on to what changes makes way, and is back before anybody looks.",
        );
    }

    /// Says above the first of several statements what all of them are for.
    fn explain(&mut self, start: usize, why: &str) {
        if self.statements.len() > start + 1
            && let Some(first) = self.statements.get_mut(start)
            && first.reason.is_none()
        {
            first.reason = Some(why.to_owned());
        }
    }

    /// Views, and functions whose signature has the rows of one; other functions; the rest.
    fn sorted(&self, all: &[Dependent<'s>]) -> Sorted<'s> {
        let mut sorted = Sorted::default();
        for dependent in all {
            let dependencies = dependent.0.dependencies();
            let on_view = dependencies
                .objects()
                .any(|needed| matches!(needed, ObjectId::View(_) | ObjectId::MaterializedView(_)));
            let place = match dependent.0 {
                Object::View(_) | Object::MaterializedView(_) => &mut sorted.standing,
                Object::Function(_) if on_view => &mut sorted.standing,
                Object::Function(_) => &mut sorted.functions,
                _ => &mut sorted.members,
            };
            place.push(*dependent);
        }
        sorted
    }

    /// Whether a dependent stands again in the end of this transaction.
    fn comes_back(&self, was: &Object, form: Option<&Object>) -> bool {
        form.is_some() && !self.is_left_to_the_rest(was)
    }

    /// An index that is not unique is better built anew beside the writers, where no rows are
    /// written anew in any case.
    fn is_left_to_the_rest(&self, was: &Object) -> bool {
        !self.world.at_once
            && matches!(was, Object::Index(index) if !index.unique && !self.affected.rewrites(&index.table))
    }

    fn is_generated(&self, table: &QualifiedName, column: &Name) -> bool {
        self.affected.generated.contains(&(table.clone(), column.clone()))
    }

    fn columns(&self, places: &BTreeSet<(QualifiedName, Name)>) -> Vec<(&'s Table, &'s Column)> {
        let find = |(table, column): &(QualifiedName, Name)| {
            let table = self.world.before.table(table)?;
            Some((table, table.column(column)?))
        };
        let mut found: Vec<(&Table, &Column)> = places.iter().filter_map(find).collect();
        let place =
            |table: &Table, column: &Column| table.columns.iter().position(|other| other.name == column.name);
        found.sort_by_key(|(table, column)| (&table.name, place(table, column)));
        found
    }

    /// Functions, what others need first.
    fn in_order<'f>(
        &self,
        functions: &[(&'f Object, Option<&'f Object>)],
    ) -> Vec<(&'f Object, Option<&'f Object>)> {
        let mut waiting: Vec<(&Object, Option<&Object>)> = functions.to_vec();
        let mut ordered = Vec::with_capacity(waiting.len());
        while !waiting.is_empty() {
            let ids: BTreeSet<ObjectId> = waiting.iter().map(|(was, _)| was.id()).collect();
            let needs_none = |(was, _): &(&Object, Option<&Object>)| {
                let id = was.id();
                let dependencies = was.dependencies();
                let mut needed = dependencies.objects().chain(self.world.bodies.of(&id));
                !needed.any(|needed| *needed != id && ids.contains(needed))
            };
            let next = waiting.iter().position(needs_none).unwrap_or_default();
            ordered.push(waiting.remove(next));
        }
        ordered
    }

    /// Enums that columns get, and that do not exist yet.
    fn new_enums(&mut self) -> Result<(), Vec<Refusal>> {
        let retyped = self.affected.columns.values().flat_map(BTreeMap::values);
        let wanted: BTreeSet<&QualifiedName> = retyped.filter_map(|retype| retype.to.user_name()).collect();
        for name in wanted {
            let id = ObjectId::Enum(name.clone());
            if self.world.before.contains(&id) {
                continue;
            }
            let namespace = ObjectId::Namespace(name.namespace.clone());
            let new_namespace = self
                .world
                .after
                .get(&namespace)
                .filter(|_| !self.world.before.contains(&namespace));
            for object in new_namespace.into_iter().chain(self.world.after.get(&id)) {
                let steps = kinds::create(object, &self.world.context()).map_err(|refusal| vec![refusal])?;
                for step in steps {
                    self.statements.extend(step.statements);
                    self.created.extend(step.deltas);
                }
            }
        }
        Ok(())
    }

    /// The enums in their old and their new form.
    fn rebuilt(&self) -> Vec<(&'s Enum, &'s Enum, &'s QualifiedName)> {
        let world = self.world;
        let rebuilt = world.rebuilt.iter().filter_map(|(name, old)| {
            let (was, is) = world.rebuilt(name)?;
            Some((was, is, old))
        });
        rebuilt.collect()
    }

    fn rename_enums(&mut self) {
        for (was, is, old) in self.rebuilt() {
            let rename = |from: &QualifiedName, to: &QualifiedName| {
                Statement::owned(format!(
                    "ALTER TYPE {} RENAME TO {};",
                    qualified(from),
                    ident(&to.name)
                ))
            };
            let comment = self.comment_on(&was.name);
            let mut back = vec![rename(old, &was.name)];
            back.extend(comment.clone());
            let reason = format!(
                "The old {} makes room for the new one, which takes its name.",
                was.name.name
            );
            self.statements.push(
                Statement {
                    undo: Undo::Statements(back),
                    ..rename(&was.name, old)
                }
                .because(reason),
            );
            self.statements.push(Statement::new(
                create_enum(is, &qualified(&is.name)),
                format!("DROP TYPE {};", qualified(&is.name)),
            ));
            self.statements.extend(comment);
            self.deltas.push(Delta::alter(is.clone()));
        }
    }

    fn comment_on(&self, name: &QualifiedName) -> Option<Statement> {
        let target = CommentTarget::Object(Box::new(ObjectId::Enum(name.clone())));
        parts::commented(&target, self.world)
    }

    fn drop_old_enums(&mut self) {
        for (was, _, old) in self.rebuilt() {
            let old = qualified(old);
            self.statements.push(
                Statement::new(format!("DROP TYPE {old};"), create_enum(was, &old))
                    .serving("has given its name and its rows to the new one"),
            );
        }
    }

    /// One statement a table, so that its rows are written once.
    fn retype(&mut self) {
        for (name, columns) in &self.affected.columns {
            let mut statement = retype_table(name, columns);
            let after = self.world.declared.schema.table(name);
            statement.guards = columns
                .iter()
                .filter(|(column, _)| after.is_some_and(|table| table.column(column).is_some()))
                .filter_map(|(column, retype)| retype.back.as_ref().ok()?.check(name, column))
                .collect();
            self.statements.push(statement);
            if let Some(table) = self.world.before.table(name) {
                let table = self.tables.entry(name.clone()).or_insert_with(|| table.clone());
                for column in &mut table.columns {
                    if let Some(retype) = columns.get(&column.name) {
                        column.data_type = retype.to.clone();
                    }
                }
            }
        }
    }

    /// Functions whose bodies know of the types change with them; on the way back after them.
    fn replace_functions(&mut self, first: usize) {
        let world = self.world;
        for function in world.before.functions() {
            let id = ObjectId::Function(function.signature());
            let Some(Object::Function(next)) = world.after.get(&id) else {
                continue;
            };
            let knows = world.bodies.of(&id).any(|named| match named {
                ObjectId::Enum(name) => self.affected.enums.contains(name),
                ObjectId::Table(name) => self.affected.columns.contains_key(name),
                _ => false,
            });
            if function == next
                || self.affected.functions.contains(&id)
                || !knows
                || !kinds::function::is_replaceable(function, next)
                || !world.is_placeable(&id, &Object::Function(next.clone()))
            {
                continue;
            }
            let replace =
                |function| Statement::owned(create_function(function, &qualified(&next.name), true));
            let back = replace(function);
            if let Some(Undo::Statements(undo)) = self.statements.get_mut(first).map(|first| &mut first.undo)
            {
                undo.push(back);
            }
            self.statements
                .push(replace(next).serving("its body knows of the type"));
            self.deltas.push(Delta::alter(next.clone()));
        }
    }

    /// Everything comes back.
    fn give(&mut self) -> Result<(), Vec<Refusal>> {
        let world = self.world;
        let start = self.statements.len();
        let restored = std::mem::take(&mut self.restored);
        let Sorted {
            members,
            standing,
            functions,
        } = self.sorted(&restored);
        for (was, form) in self.in_order(&functions) {
            self.restore(was, form);
        }
        for (table, column) in self.columns(&self.affected.generated) {
            let next = world
                .after
                .table(&table.name)
                .and_then(|table| table.column(&column.name));
            let retyped = next
                .filter(|next| next.generated.is_some())
                .unwrap_or(column)
                .clone();
            self.statements
                .extend(parts::add_generated(&table.name, &retyped, world));
            let middle = self
                .tables
                .entry(table.name.clone())
                .or_insert_with(|| table.clone());
            middle.columns.retain(|other| other.name != column.name);
            middle.columns.push(retyped);
        }
        self.check_places()?;
        for (was, form) in self.in_order(&standing) {
            self.restore(was, form);
        }
        for (table, column) in self.columns(&self.affected.defaults) {
            self.restore_default(table, column);
        }
        for (was, form) in members.iter().rev() {
            if self.comes_back(was, *form) {
                self.restore(was, *form);
            } else {
                self.forget(was);
            }
        }
        self.explain(start, "All of it comes back.");
        Ok(())
    }

    /// A generated column that is added again stands last, and must have stood there.
    fn check_places(&self) -> Result<(), Vec<Refusal>> {
        for (name, table) in &self.tables {
            let Some(before) = self.world.before.table(name) else {
                continue;
            };
            let moved = table
                .columns
                .iter()
                .zip(&before.columns)
                .find(|(is, was)| is.name != was.name);
            if let Some((_, was)) = moved {
                return Err(vec![Refusal {
                    object: ObjectId::Table(name.clone()),
                    message: format!(
                        "the generated column `{name}.{}` must be dropped and added again, and would no longer stand in its place",
                        was.name
                    ),
                    help: "PostgreSQL adds columns at the end alone: drop the generated column in a migration before, and declare it last in the one after".to_owned(),
                }]);
            }
        }
        Ok(())
    }

    fn restore(&mut self, was: &Object, form: Option<&Object>) {
        let Some(form) = form else {
            self.forget(was);
            return;
        };
        if form.id() != was.id() {
            return self.succeed(was, form);
        }
        let later = self.is_proven_later(form);
        let mut statements = parts::created(form, later, self.world);
        if let (Object::Policy(policy), true) = (form, form != was)
            && let Some(first) = statements.first_mut()
        {
            let message = format!("the policy `{}` on {} changes", policy.name, policy.table);
            *first = first.clone().hazard(HazardKind::ChangesAccess, message);
        }
        if let (Object::Index(index), false) = (form, self.rewrites(form))
            && let Some(first) = statements.first_mut()
        {
            let message = format!(
                "the index `{}` is built while writers of {} wait",
                index.name, index.table
            );
            *first = first.clone().hazard(HazardKind::BlocksWriters, message);
        }
        self.statements.extend(statements);
        if matches!(form, Object::View(_) | Object::MaterializedView(_)) {
            let later = parts::belongings(form, self.world)
                .into_iter()
                .filter(|(_, now)| !now);
            self.deltas
                .extend(later.map(|(object, _)| Delta::Drop(object.id())));
        }
        let delta = match form {
            Object::Constraint(constraint) if later => Delta::alter(Constraint {
                validated: false,
                ..constraint.clone()
            }),
            other => Delta::alter(other.clone()),
        };
        self.deltas.push(delta);
    }

    /// A function of the same name takes the place of another, with its own grants and comment.
    fn succeed(&mut self, was: &Object, successor: &Object) {
        let world = self.world;
        self.statements.extend(parts::created(successor, false, world));
        self.created.push(Delta::create(successor.clone()));
        for object in about(world.after, successor.id()) {
            let Ok(steps) = kinds::create(object, &world.context()) else {
                continue;
            };
            for step in steps {
                let with_owner = |statement| Statement {
                    undo: Undo::WithOwner,
                    ..statement
                };
                self.statements
                    .extend(step.statements.into_iter().map(with_owner));
                self.created.extend(step.deltas);
            }
        }
        self.forget(was);
    }

    fn rewrites(&self, object: &Object) -> bool {
        let table = match object {
            Object::Index(index) => Some(index.table.clone()),
            other => other.id().table().cloned(),
        };
        table.is_some_and(|table| self.affected.rewrites(&table))
    }

    /// Whether a constraint is proven while writers pass: where no rows are written anew, nothing
    /// else makes them wait.
    fn is_proven_later(&self, object: &Object) -> bool {
        match object {
            _ if self.world.at_once => false,
            Object::Constraint(constraint) => match constraint.foreign_key() {
                Some(key) => {
                    !self.affected.rewrites(&constraint.table) && !self.affected.rewrites(&key.references)
                }
                None => constraint.key_columns().is_empty() && !self.affected.rewrites(&constraint.table),
            },
            _ => false,
        }
    }

    /// What does not come back here.
    fn forget(&mut self, was: &Object) {
        self.deltas
            .extend(about(self.world.before, was.id()).map(|object| Delta::Drop(object.id())));
        self.deltas.push(Delta::Drop(was.id()));
    }

    /// A default comes back as it will be, where it can, or else as it was.
    fn restore_default(&mut self, table: &Table, column: &Column) {
        if self.is_generated(&table.name, &column.name) {
            return;
        }
        let id = ObjectId::Table(table.name.clone());
        let stale = column
            .default
            .as_ref()
            .is_some_and(|default| self.world.is_stale_expression(&id, default, self.affected));
        let next = self
            .world
            .after
            .table(&table.name)
            .and_then(|table| table.column(&column.name));
        let placeable = next.is_some_and(|next| {
            let mut dependencies = voxanne_schema::object::Dependencies::default();
            next.default
                .iter()
                .for_each(|default| default.dependencies(&mut dependencies));
            next.default.is_some()
                && dependencies.iter().all(|needed| {
                    self.world.before.contains(&needed.object) || matches!(needed.object, ObjectId::Enum(_))
                })
        });
        let default = match next {
            Some(next) if placeable => next.default.clone(),
            _ if stale => None,
            _ => column.default.clone(),
        };
        let middle = self
            .tables
            .entry(table.name.clone())
            .or_insert_with(|| table.clone());
        let Some(retyped) = middle.columns.iter_mut().find(|other| other.name == column.name) else {
            return;
        };
        retyped.default = default;
        if let Some((_, set)) = parts::default(&table.name, retyped) {
            self.statements.push(set);
        }
    }

    fn tables(&mut self) {
        for table in std::mem::take(&mut self.tables).into_values() {
            if self.world.before.table(&table.name) != Some(&table) || self.affected.rewrites(&table.name) {
                self.deltas.push(Delta::alter(table));
            }
        }
    }
}

/// What goes with an object, and with that.
fn about(schema: &Schema, id: ObjectId) -> impl Iterator<Item = &Object> {
    let all = schema.objects().filter(move |(_, object)| {
        belongs_to(object)
            .is_some_and(|owner| owner == id || schema.get(&owner).and_then(belongs_to).as_ref() == Some(&id))
    });
    all.map(|(_, object)| object)
}

/// What is dropped and does not come back.
fn gone(statement: Statement, object: &Object) -> Statement {
    let id = object.id();
    match object {
        Object::Policy(_) => statement.hazard(HazardKind::ChangesAccess, format!("{id} is dropped")),
        Object::Constraint(_) => {
            statement.hazard(HazardKind::ConstraintDropped, format!("{id} no longer holds"))
        }
        Object::Index(index) => statement.hazard(
            HazardKind::IndexDropped,
            format!("queries on {} lose the index `{}`", index.table, index.name),
        ),
        Object::Role(_)
        | Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Table(_)
        | Object::Function(_)
        | Object::Trigger(_)
        | Object::RowSecurity(_)
        | Object::Grant(_)
        | Object::Comment(_) => statement,
        Object::View(_) | Object::MaterializedView(_) => statement.hazard(
            HazardKind::NeedsTwoDeployments,
            format!("queries of the {id} fail from here on"),
        ),
    }
}

fn retype_table(table: &QualifiedName, columns: &BTreeMap<Name, Retype>) -> Statement {
    let alter = |actions: Vec<&str>| {
        let head = format!("ALTER TABLE {}", qualified(table));
        crate::sql::clauses(&head, &[actions.join(",\n    ")])
    };
    let sql = alter(
        columns
            .values()
            .map(|retype| retype.way.action.as_str())
            .collect(),
    );
    let in_place = columns.values().all(|retype| retype.way.in_place);
    let statement = Statement::with_undo(sql, way_back(table, columns, &alter));
    let mode = LockMode::AccessExclusive;
    let statement = if in_place {
        statement.locks(mode, table)
    } else {
        let names: Vec<&str> = columns.keys().map(Name::as_str).collect();
        let message = format!(
            "{table} is written anew, under a lock that nobody passes, as {} changes its type",
            names.join(", ")
        );
        statement
            .holds(mode, table)
            .hazard(HazardKind::BlocksWriters, message)
    };
    let statement = columns.iter().fold(statement, |statement, (column, retype)| {
        narrows(statement, table, column, retype)
    });
    let mapped: Vec<String> = columns
        .values()
        .flat_map(|retype| &retype.mapped)
        .map(|(label, into)| format!("`{label}` become `{into}`"))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    if mapped.is_empty() {
        statement
    } else {
        statement.because(format!("Rows with {}.", mapped.join(", with ")))
    }
}

fn narrows(statement: Statement, table: &QualifiedName, column: &Name, retype: &Retype) -> Statement {
    let message = match &retype.way.loss {
        None => return statement,
        Some(Loss::Stops { what, .. }) => {
            format!("values of {table}.{column} that {what} stop the migration")
        }
        Some(Loss::Changes(what)) => format!("values of {table}.{column} change: {what}"),
    };
    statement.hazard(HazardKind::NarrowsValues, message)
}

/// Whether a label is given back by the new one that took its place.
fn returns((label, into): &(Name, Name), retype: &Retype) -> bool {
    let back = format!("WHEN {} THEN {}", literal(into.as_str()), literal(label.as_str()));
    let replaced = format!(", {}, {})", literal(into.as_str()), literal(label.as_str()));
    retype
        .back
        .as_ref()
        .is_ok_and(|way| way.action.contains(&back) || way.action.contains(&replaced))
}

fn way_back(
    table: &QualifiedName,
    columns: &BTreeMap<Name, Retype>,
    alter: &impl Fn(Vec<&str>) -> String,
) -> Undo {
    let mut actions = Vec::new();
    let mut in_place = true;
    let mut mapped = BTreeSet::new();
    for retype in columns.values() {
        match &retype.back {
            Ok(way) => {
                actions.push(way.action.as_str());
                in_place &= way.in_place;
            }
            Err(why) => return Undo::Impossible(why.clone()),
        }
        let shared = retype.mapped.iter().filter(|pair| !returns(pair, retype));
        mapped.extend(shared.map(|(label, into)| format!("`{label}` keep `{into}`")));
    }
    let back = Statement::owned(alter(actions));
    let back = if in_place {
        back.locks(LockMode::AccessExclusive, table)
    } else {
        back.holds(LockMode::AccessExclusive, table)
    };
    Undo::Statements(vec![if mapped.is_empty() {
        back
    } else {
        let mapped: Vec<String> = mapped.into_iter().collect();
        back.because(format!(
            "Which rows had a label that was removed is not known any more: those that had {}.",
            mapped.join(", ")
        ))
    }])
}
