//! Text that PostgreSQL does not rewrite: bodies of functions that name what is called otherwise.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::declare::Declared;
use voxanne_schema::diagnostic::{Code, Diagnostic};
use voxanne_schema::model::Schema;
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::rename::Named;

use super::Renames;
use crate::analysis;

/// What renames mean for text.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    /// Functions and views, as they are called now, whose text up to now names something by its former
    /// name.
    pub(crate) broken: BTreeSet<ObjectId>,
    /// Text of the declaration that still does.
    pub(crate) stale: Vec<Diagnostic>,
}

/// Which bodies a plan's renames break, and which of them the declaration leaves so.
pub(crate) fn bodies(renames: &Renames, previous: &Schema, declared: &Declared) -> Bodies {
    let gone = gone(renames, previous, declared);
    let mut bodies = Bodies::default();
    for (text, named) in analysis::names(previous) {
        let is_kept_as_text = matches!(
            text,
            ObjectId::Function(_)
                | ObjectId::Procedure(_)
                | ObjectId::View(_)
                | ObjectId::MaterializedView(_)
        );
        if is_kept_as_text && named.iter().any(|id| is_renamed(id, renames)) {
            bodies.broken.insert(renames.follow_id(&text));
        }
    }
    let ids: Vec<&ObjectId> = gone.keys().collect();
    for (text, old) in analysis::names_gone(&declared.schema, &ids) {
        for old in old {
            bodies
                .stale
                .extend(gone.get(&old).map(|new| stale(&text, &old, new)));
        }
    }
    columns(renames, previous, declared, &mut bodies);
    bodies
}

/// What is called otherwise and whose former name nobody has: each with its name from now on.
fn gone(renames: &Renames, previous: &Schema, declared: &Declared) -> BTreeMap<ObjectId, ObjectId> {
    let ids = previous.objects().map(|(id, _)| id);
    ids.filter(|id| analysis::is_named(id.kind()))
        .map(|id| (id.clone(), renames.follow_id(id)))
        .filter(|(old, new)| old != new && !declared.knows(old) && declared.schema.contains(new))
        .collect()
}

fn is_renamed(id: &ObjectId, renames: &Renames) -> bool {
    renames.follow_id(id) != *id
}

fn stale(text: &ObjectId, old: &ObjectId, new: &ObjectId) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidRename,
        text.clone(),
        format!("the SQL of {text} names {old}, which is {new} from here on"),
        "write the new name: PostgreSQL keeps such text as it is written",
    )
}

/// A column of which a body speaks by its former name. Text does not tell whose column a word is, so
/// that only a body which is declared as it was is refused.
fn columns(renames: &Renames, previous: &Schema, declared: &Declared, bodies: &mut Bodies) {
    let columns = renamed_columns(renames);
    if columns.is_empty() {
        return;
    }
    for (text, named) in analysis::names(previous) {
        let now = renames.follow_id(&text);
        let Some((before, arguments)) = previous.get(&text).and_then(body) else {
            continue;
        };
        let after = declared.schema.get(&now).and_then(body);
        let tables: BTreeSet<ObjectId> = named.iter().map(|id| renames.follow_id(id)).collect();
        for (table, column, to) in &columns {
            if tables.contains(&ObjectId::Table((*table).clone()))
                && says(before, column)
                && !arguments.contains(column)
            {
                let unchanged = after.as_ref().is_some_and(|(after, _)| *after == before);
                bodies.broken.insert(now.clone());
                if unchanged && !is_ambiguous(&tables, &renames.schema, column) {
                    bodies.stale.push(stale_column(&now, table, column, to));
                }
            }
        }
    }
}

/// The columns that are called otherwise in the end: the table, the former name and the new one. One
/// that makes room on the way has another name in between.
fn renamed_columns(renames: &Renames) -> Vec<(&QualifiedName, &Name, &Name)> {
    let mut columns: Vec<(&QualifiedName, &Name, &Name)> = Vec::new();
    for renaming in &renames.all {
        let Named::Column(table, from) = &renaming.rename.from else {
            continue;
        };
        let to = &renaming.rename.to;
        let known = columns
            .iter_mut()
            .find(|(of, _, now)| *of == table && *now == from);
        match known {
            Some((_, _, now)) => *now = to,
            None => columns.push((table, from, to)),
        }
    }
    columns
}

fn stale_column(text: &ObjectId, table: &QualifiedName, column: &Name, to: &Name) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidRename,
        text.clone(),
        format!(
            "the body of {text} says `{column}`, and the column of `{table}` is called `{to}` from here on"
        ),
        "write the new name: PostgreSQL keeps bodies as they are written. Where the word means something else, any change of the body says that it was looked at",
    )
}

/// Whether another table that the body names keeps a column of the name.
fn is_ambiguous(tables: &BTreeSet<ObjectId>, schema: &Schema, column: &Name) -> bool {
    tables.iter().any(|id| match id {
        ObjectId::Table(name) => schema
            .table(name)
            .is_some_and(|table| table.column(column).is_some()),
        _ => false,
    })
}

/// The text of a function or a view, and what the function calls its arguments.
fn body(object: &Object) -> Option<(&str, Vec<Name>)> {
    match object {
        Object::Function(function) => {
            let arguments = function.arguments.iter().map(|argument| argument.name.clone());
            Some((&function.body, arguments.collect()))
        }
        Object::Procedure(procedure) => {
            let arguments = procedure.0.arguments.iter();
            let names = arguments.map(|argument| argument.name.clone());
            Some((&procedure.0.body, names.collect()))
        }
        Object::View(view) => Some((&view.query, Vec::new())),
        Object::MaterializedView(view) => Some((&view.query, Vec::new())),
        _ => None,
    }
}

/// Whether a word of the text is the name. One that is no word stands between quotes.
fn says(text: &str, name: &Name) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if !name.as_str().chars().all(is_word) {
        return text.contains(&format!("\"{}\"", name.as_str().replace('"', "\"\"")));
    }
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.any(|word| word.eq_ignore_ascii_case(name.as_str()))
}
