//! A change of type that would write a table anew, done beside its writers: shadow columns, kept in
//! step by a trigger, are filled in batches, get the indexes and keys of those that they follow, and
//! take their places in one brief transaction.
//!
//! PostgreSQL adds columns at the end alone, and a column's place is part of exactness: every column
//! behind the first that changes is shadowed along.

mod back;
mod eligible;
mod prepare;
mod steady;
mod swap;

use voxanne_schema::data_type::DataType;
use voxanne_schema::model::{Column, Constraint, Index, Schema, Table, Trigger};
use voxanne_schema::name::{Name, QualifiedName, default_name};
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::rename::{Named, Rename};

pub(super) use back::way_back;
pub(super) use eligible::choose;
pub(super) use prepare::prepare;
pub(super) use swap::swap;

use super::World;
use super::affected::Affected;
use super::choice::Form;
use super::column::Retype;
use crate::kinds::constraint::key_index;
use crate::kinds::table::domain::DomainOf;

/// The trigger that keeps shadows in step. It must be the last of its kind to fire, and triggers fire in
/// the order of their names.
const TRIGGER: &str = "zz_in_step";

/// The setting by which the trigger knows the backfill, which is no change of a row.
const SETTING: &str = "voxanne.backfill";

/// A table whose columns are shadowed.
pub(super) struct Shadow<'s> {
    /// The table as it is.
    table: &'s Table,
    /// Its primary key, by which batches are cut.
    key: Vec<Name>,
    /// The types of its columns, as variables have them: a domain may refuse what a variable begins with.
    key_types: Vec<DataType>,
    /// The columns that have a shadow, in their order.
    mirrors: Vec<Mirror<'s>>,
    /// The indexes that hold one of them.
    indexes: Vec<Beside<'s, Index>>,
    /// The keys that hold one of them.
    keys: Vec<Beside<'s, Constraint>>,
    /// Columns that a trigger sets to the moment of the last update, which a backfill is none of.
    untouched: Vec<Name>,
    /// Whether its columns come to their places whatever it takes, because nobody can be asked to declare them
    /// elsewhere.
    is_forced: bool,
    /// The triggers that would fire meanwhile.
    awake: Vec<&'s Trigger>,
}

/// A column and its shadow.
struct Mirror<'s> {
    column: &'s Column,
    shadow: Name,
    retype: &'s Retype,
    /// Whether rows would get the default of a domain where the shadow is added.
    domain_has_default: bool,
}

/// What holds a shadowed column, and what is built beside it.
struct Beside<'s, T> {
    /// As it is.
    was: &'s T,
    /// As it will be, with its shape over the shadows; nothing where it does not come back.
    next: Option<(&'s T, Index)>,
}

impl<'s> Shadow<'s> {
    /// What a table needs to be shadowed.
    ///
    /// # Errors
    ///
    /// Why it cannot be.
    fn of(table: &'s Table, affected: &'s Affected, world: &'s World<'_>) -> Result<Self, String> {
        let retypes = affected.columns.get(&table.name);
        // In the order in which they will stand.
        let next = world.after.table(&table.name);
        let next = next.into_iter().flat_map(|next| &next.columns);
        let columns = next.filter_map(|column| table.column(&column.name));
        let mirrors = columns.filter_map(|column| {
            let retype = retypes?.get(&column.name).filter(|retype| !retype.way.in_place)?;
            let shadow = shadow_of(&column.name);
            Some(Mirror {
                column,
                shadow,
                retype,
                domain_has_default: DomainOf::of(&retype.to, world.before).has_default,
            })
        });
        let key = world.context().primary_key(&table.name);
        let of_key = key.iter().filter_map(|name| table.column(name));
        let mut shadow = Self {
            table,
            key_types: of_key
                .map(|column| world.before.values_of(&column.data_type))
                .collect(),
            key,
            mirrors: mirrors.collect(),
            indexes: Vec::new(),
            keys: Vec::new(),
            untouched: eligible::set_to_now(&table.name, world),
            is_forced: world.declared.unguided && affected.moved.contains(&table.name),
            awake: eligible::awake(&table.name, world),
        };
        for id in &affected.beside {
            shadow.beside(id, affected, world)?;
        }
        Ok(shadow)
    }

    fn beside(&mut self, id: &ObjectId, affected: &Affected, world: &'s World<'_>) -> Result<(), String> {
        let Some(was) = world.before.get(id) else {
            return Ok(());
        };
        let of_table = match was {
            Object::Index(index) => &index.table,
            Object::Constraint(key) => &key.table,
            _ => return Ok(()),
        };
        if *of_table != self.table.name {
            return Ok(());
        }
        let form = world.form(id, was, affected).map_err(|refusal| refusal.message)?;
        match (was, form) {
            (Object::Index(was), Form::This(Object::Index(next))) => {
                let next = Some((next, self.over_shadows(next)?));
                self.indexes.push(Beside { was, next });
            }
            (Object::Index(was), _) => self.indexes.push(Beside { was, next: None }),
            (Object::Constraint(was), Form::This(Object::Constraint(next))) => {
                let next = Some((next, self.over_shadows(&key_index(next))?));
                self.keys.push(Beside { was, next });
            }
            (Object::Constraint(was), _) => self.keys.push(Beside { was, next: None }),
            _ => {}
        }
        Ok(())
    }

    /// An index in the shape that it has over the shadows, under a name of its own.
    fn over_shadows(&self, index: &Index) -> Result<Index, String> {
        let mut excerpt = Schema::new();
        excerpt.replace(self.table.clone());
        let id = excerpt_id(index);
        excerpt.replace(index.clone());
        for mirror in &self.mirrors {
            let column = Named::Column(self.table.name.clone(), mirror.column.name.clone());
            Rename::new(column, mirror.shadow.clone()).apply(&mut excerpt)?;
        }
        let Some(Object::Index(over)) = excerpt.get(&id) else {
            return Err(format!("the index `{}` cannot be built beside", index.name));
        };
        Ok(Index {
            name: default_name(index.name.as_str(), "", "new"),
            ..over.clone()
        })
    }

    /// The function that keeps the shadows in step.
    fn function_name(&self) -> QualifiedName {
        let table = &self.table.name;
        table.sibling(default_name(table.name.as_str(), "", "in_step"))
    }
}

fn excerpt_id(index: &Index) -> ObjectId {
    ObjectId::Index(index.qualified_name())
}

/// The name of a column's shadow.
fn shadow_of(column: &Name) -> Name {
    default_name(column.as_str(), "", "new")
}
