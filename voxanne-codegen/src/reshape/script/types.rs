//! The types themselves: enums in their new form under their old name, one `ALTER TABLE` a table,
//! and the functions whose bodies know of it.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::model::{CommentTarget, Enum, Function};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Dependencies, Object, ObjectId};

use super::Script;
use crate::kinds::{self, Refusal};
use crate::plan::{Delta, HazardKind, LockMode, Statement, Undo};
use crate::reshape::World;
use crate::reshape::affected::Affected;
use crate::reshape::column::Retype;
use crate::reshape::conversion::Loss;
use crate::reshape::parts;
use crate::reshape::shadow::swap;
use crate::sql::{create_enum, create_function, ident, literal, qualified};

impl<'s> Script<'s> {
    /// The types that columns get and that what comes back names, and that do not exist yet.
    pub(super) fn new_types(&mut self) -> Result<(), Vec<Refusal>> {
        let world = self.world;
        let retyped = self.affected.columns.values().flat_map(BTreeMap::values);
        let mut wanted: BTreeSet<ObjectId> = retyped.filter_map(|retype| retype.to.object()).collect();
        let restored = self
            .restored
            .iter()
            .filter(|(was, form)| self.comes_back(was, *form));
        let mut forms: Vec<&Object> = restored.filter_map(|(_, form)| *form).collect();
        let replaced: Vec<Object> = self
            .replaced()
            .into_iter()
            .map(|(_, next)| next.clone().into())
            .collect();
        forms.extend(&replaced);
        for form in forms {
            wanted.extend(form.dependencies().objects().cloned());
            wanted.extend(world.bodies.of(&form.id()).cloned());
        }
        let places = self.affected.generated.iter().chain(&self.affected.defaults);
        for (table, column) in places {
            let Some(column) = world.after.table(table).and_then(|table| table.column(column)) else {
                continue;
            };
            let mut named = Dependencies::default();
            let computed = column.default.iter().chain(&column.generated);
            computed.for_each(|expression| expression.dependencies(&mut named));
            wanted.extend(named.objects().cloned());
            wanted.extend(column.data_type.object());
        }
        self.create_types(wanted)
    }

    /// Creates those of some types that do not exist yet, with what they are made of.
    pub(super) fn create_types(&mut self, wanted: BTreeSet<ObjectId>) -> Result<(), Vec<Refusal>> {
        for id in self.with_made_of(wanted) {
            let (ObjectId::Enum(name) | ObjectId::Domain(name) | ObjectId::Composite(name)) = &id else {
                continue;
            };
            let namespace = ObjectId::Namespace(name.namespace.clone());
            let new_namespace = self
                .world
                .after
                .get(&namespace)
                .filter(|_| !self.world.before.contains(&namespace));
            for object in new_namespace.into_iter().chain(self.world.after.get(&id)) {
                if self.created.iter().any(|delta| delta.id() == object.id()) {
                    continue;
                }
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

    pub(super) fn rename_enums(&mut self) {
        for (was, is, old) in self.rebuilt() {
            let rename = |from: &QualifiedName, to: &QualifiedName| {
                Statement::owned(format!(
                    "ALTER TYPE {} RENAME TO {};",
                    qualified(from),
                    ident(&to.name)
                ))
            };
            let mut belonging = kinds::enumeration::open_to_all(is, &self.world.context());
            let id = ObjectId::Enum(was.name.clone());
            belonging.extend(kinds::ownership::restored(&id, self.world.before));
            belonging.extend(self.comment_on(&was.name));
            let mut back = vec![rename(old, &was.name)];
            back.extend(belonging.clone());
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
            self.statements.extend(belonging);
            self.deltas.push(Delta::alter(is.clone()));
        }
    }

    fn comment_on(&self, name: &QualifiedName) -> Option<Statement> {
        let target = CommentTarget::Object(Box::new(ObjectId::Enum(name.clone())));
        parts::commented(&target, self.world)
    }

    pub(super) fn drop_old_enums(&mut self) {
        for (was, _, old) in self.rebuilt() {
            let old = qualified(old);
            self.statements.push(
                Statement::new(format!("DROP TYPE {old};"), create_enum(was, &old))
                    .serving("has given its name and its rows to the new one"),
            );
        }
    }

    /// One statement a table, so that its rows are written once.
    pub(super) fn retype(&mut self) -> Result<(), Vec<Refusal>> {
        for (name, columns) in &self.affected.columns {
            if self.affected.shadows.contains(name) {
                self.swap(name)?;
            } else {
                let mut statement = retype_table(name, columns, self.affected.plain_because.as_deref());
                statement.guards = guards_of(name, columns, self.world);
                let statements = self.reaching_partitions(name, columns, statement);
                self.statements.extend(statements);
            }
            if let Some(table) = self.world.before.table(name) {
                let table = self.tables.entry(name.clone()).or_insert_with(|| table.clone());
                for column in &mut table.columns {
                    if let Some(retype) = columns.get(&column.name) {
                        column.data_type = retype.to.clone();
                        column.collation.clone_from(&retype.form.collation);
                        column.storage.strategy = retype.form.storage.strategy;
                        column.storage.compression = retype.form.storage.compression;
                    }
                }
            }
        }
        Ok(())
    }

    /// Shadows take the places of the columns that they followed, and what could be done in place is
    /// done with it.
    fn swap(&mut self, name: &QualifiedName) -> Result<(), Vec<Refusal>> {
        let Some(table) = self.world.before.table(name) else {
            return Ok(());
        };
        let swap = swap(table, self.affected, self.world).map_err(|why| {
            let id = ObjectId::Table(name.clone());
            vec![crate::reshape::defect(Some(&id), &why)]
        })?;
        let columns = self.affected.columns.get(name).into_iter().flatten();
        let in_place: BTreeMap<Name, Retype> = columns
            .filter(|(_, retype)| retype.way.in_place)
            .map(|(name, retype)| (name.clone(), retype.clone()))
            .collect();
        if !in_place.is_empty() {
            self.statements.push(retype_table(name, &in_place, None));
        }
        self.statements.extend(swap.statements);
        self.shadows_gone.extend(swap.gone);
        self.deltas.extend(swap.changed);
        Ok(())
    }

    /// Functions whose bodies know of the types change with them; on the way back after them.
    pub(super) fn replace_functions(&mut self, first: usize) {
        for (function, next) in self.replaced() {
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

    /// Functions whose bodies know of the types and that can be replaced where they stand, as they were
    /// and as they will be.
    fn replaced(&self) -> Vec<(&'s Function, &'s Function)> {
        let world = self.world;
        let pairs = world.before.functions().filter_map(|function| {
            match world.after.get(&ObjectId::Function(function.signature())) {
                Some(Object::Function(next)) if next != function => Some((function, next)),
                _ => None,
            }
        });
        pairs
            .filter(|(function, next)| {
                let id = ObjectId::Function(function.signature());
                let knows = world.bodies.of(&id).any(|named| match named {
                    ObjectId::Enum(name) | ObjectId::Domain(name) | ObjectId::Composite(name) => {
                        self.affected.types.contains(name)
                    }
                    ObjectId::Table(name) => self.affected.columns.contains_key(name),
                    _ => false,
                });
                knows
                    && !self.affected.functions.contains(&id)
                    && kinds::function::is_replaceable(function, next)
                    && world.is_placeable(&id, &Object::Function((*next).clone()))
            })
            .collect()
    }
}

/// What must hold before types can change back.
pub(in crate::reshape) fn guards_back(affected: &Affected, world: &World<'_>) -> Vec<Statement> {
    let columns = affected.columns.iter();
    columns
        .flat_map(|(table, columns)| guards_of(table, columns, world))
        .collect()
}

fn guards_of(table: &QualifiedName, columns: &BTreeMap<Name, Retype>, world: &World<'_>) -> Vec<Statement> {
    let after = world.declared.schema.table(table);
    columns
        .iter()
        .filter(|(column, _)| after.is_some_and(|table| table.column(column).is_some()))
        .filter_map(|(column, retype)| retype.back.as_ref().ok()?.check(table, column, &world.heirs))
        .collect()
}

fn retype_table(table: &QualifiedName, columns: &BTreeMap<Name, Retype>, because: Option<&str>) -> Statement {
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
        let change = if names.len() == 1 {
            "changes its type"
        } else {
            "change their types"
        };
        let because = because.map_or_else(String::new, |why| {
            format!("; it cannot be done beside the writers: {why}")
        });
        let mut rewrites = columns.values().filter(|retype| !retype.way.in_place);
        let message = if rewrites.all(|retype| retype.is_sorting) {
            format!(
                "indexes of {table} are built anew, under a lock that nobody passes, as {} is sorted otherwise{because}",
                names.join(", ")
            )
        } else {
            format!(
                "{table} is written anew, under a lock that nobody passes, as {} {change}{because}",
                names.join(", ")
            )
        };
        statement
            .holds(mode, table)
            .hazard(HazardKind::BlocksWriters, message)
    };
    let statement = columns.iter().fold(statement, |statement, (column, retype)| {
        narrows(statement, table, column, retype, "")
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

/// Says what becomes of values that do not fit; and what becomes of those that are written meanwhile.
pub(in crate::reshape) fn narrows(
    statement: Statement,
    table: &QualifiedName,
    column: &Name,
    retype: &Retype,
    meanwhile: &str,
) -> Statement {
    let message = match &retype.way.loss {
        None => return statement,
        Some(Loss::Stops { what, .. }) => {
            format!("values of {table}.{column} that {what} stop the migration{meanwhile}")
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
