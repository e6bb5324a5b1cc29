//! Renames that look forgotten: one thing goes, and one comes that is alike but for its name. Which of
//! the two it is nobody guesses.

use voxanne_schema::model::{Column, Table, Tenancy};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::rename::Named;

use super::follow::is_called_otherwise;
use crate::diff::Change;

/// Something that goes while its like comes.
pub(crate) struct Forgotten {
    /// What goes.
    pub(crate) dropped: ObjectId,
    /// What it is like, and both ways to say what is meant.
    pub(crate) message: String,
}

/// Every object that goes while its like comes.
pub(crate) fn forgotten(changes: &[Change<'_>]) -> Vec<Forgotten> {
    let created: Vec<&Object> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Create(object) => Some(*object),
            Change::Alter(_) | Change::Recreate(_) | Change::Drop(_) => None,
        })
        .collect();
    if created.is_empty() {
        return Vec::new();
    }
    let dropped = changes.iter().filter_map(|change| match change {
        Change::Drop(object) => Some(*object),
        Change::Create(_) | Change::Alter(_) | Change::Recreate(_) => None,
    });
    dropped
        .filter_map(|old| {
            let new = created.iter().find(|new| are_alike(old, new))?;
            let (old, new) = (Named::Object(old.id()), Named::Object(new.id()));
            Some(Forgotten {
                dropped: old.object(),
                message: message(&old, &new),
            })
        })
        .collect()
}

/// Two tables are alike whosever rows they hold, which no catalog shows. Every two namespaces are: a
/// namespace has nothing but its name.
fn are_alike(old: &Object, new: &Object) -> bool {
    if let (Object::Table(old), Object::Table(new)) = (old, new) {
        let plain = |table: &Table| {
            Object::Table(Table {
                tenancy: Tenancy::Unclassified,
                ..table.clone()
            })
        };
        return is_called_otherwise(&plain(old), &plain(new));
    }
    is_called_otherwise(old, new)
}

/// The new column that stands where one goes, and is of the same type.
pub(crate) fn columns_alike<'t>(previous: &Table, next: &'t Table, dropped: &Column) -> Option<&'t Column> {
    let place = previous
        .columns
        .iter()
        .position(|column| column.name == dropped.name)?;
    let added = next
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| previous.column(&column.name).is_none());
    added
        .filter(|(at, column)| column.data_type == dropped.data_type && at.abs_diff(place) <= 1)
        .min_by_key(|(at, _)| at.abs_diff(place))
        .map(|(_, column)| column)
}

/// What is asked of a column.
pub(crate) fn column_message(table: &Table, old: &Column, new: &Column) -> String {
    let of = |name: &Name| Named::Column(table.name.clone(), name.clone());
    message(&of(&old.name), &of(&new.name))
}

fn message(old: &Named, new: &Named) -> String {
    let name = old.name().map_or("", Name::as_str);
    let form = match old {
        Named::Column(..) => format!("#[col(renamed_from = \"{name}\")]"),
        Named::Label(..) => format!("#[pg_enum(renamed_from = \"{name}\")]"),
        Named::Attribute(..) => format!("#[attribute(renamed_from = \"{name}\")]"),
        Named::Object(id) => match id.kind().attribute() {
            Some(attribute) => format!("#[{attribute}(renamed_from = \"{name}\")]"),
            None => format!(".renamed_from(\"{name}\")"),
        },
    };
    format!("{old} goes and {new} comes, alike but for the name; if it is the same one, say `{form}`")
}
