//! One dependent that is dropped before a change of type and created again after it, in the same
//! transaction: the statements of both, with the comment that goes along.

use voxanne_schema::dispatch;
use voxanne_schema::model::{Column, CommentTarget, Grant, PrivilegeScope, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};

use super::World;
use crate::kinds::belongings::belongs_to;
use crate::kinds::{Heirs, Plan, aggregate, comment, function, materialized_view, ownership, view};
use crate::plan::{HazardKind, LockMode, Statement, Undo};
use crate::sql::{self, ident, qualified};

const IN_THE_WAY: &str = "stands in the way of the change of type";
const COMES_BACK: &str = "comes back in the transaction that dropped it";

/// The statements that drop an object, and bring it back on the way back.
pub(super) fn dropped(object: &Object, world: &World<'_>) -> Vec<Statement> {
    let mut back = created(object, false, world);
    back.iter_mut()
        .for_each(|statement| statement.undo = Undo::WithOwner);
    let Some(drop) = dispatch!(object, inner => inner.makes_way(&world.heirs)) else {
        return Vec::new();
    };
    vec![
        Statement {
            undo: Undo::Statements(back),
            ..drop
        }
        .serving(IN_THE_WAY),
    ]
}

/// The statements that create an object again; a constraint that is proven later says NOT VALID.
pub(super) fn created(object: &Object, later: bool, world: &World<'_>) -> Vec<Statement> {
    let mut statements = match object {
        Object::Function(function) => {
            let mut statements = function::create(function, &world.context());
            if let Some(first) = statements.first_mut() {
                first.undo = Undo::Statements(vec![Statement::owned(function::drop_sql(function))]);
            }
            statements.extend(grants(&function.object_id(), None, world));
            statements
        }
        Object::Procedure(procedure) => {
            let mut statements = function::create(&procedure.0, &world.context());
            if let Some(first) = statements.first_mut() {
                first.undo = Undo::Statements(procedure.makes_way(&world.heirs).into_iter().collect());
            }
            statements.extend(grants(&object.id(), None, world));
            statements
        }
        Object::Aggregate(of) => {
            let mut statements = aggregate::create(of, &world.context());
            if let Some(first) = statements.first_mut() {
                first.undo = Undo::Statements(of.makes_way(&world.heirs).into_iter().collect());
            }
            statements.extend(grants(&object.id(), None, world));
            statements
        }
        Object::View(view) => {
            return whole(
                object,
                view::create(view, &world.context()),
                view::drop_sql(view),
                world,
            );
        }
        Object::MaterializedView(view) => {
            let statements = materialized_view::create(view, &world.context());
            return whole(object, statements, materialized_view::drop_sql(view), world);
        }
        part => dispatch!(part, inner => inner.comes_back(later, &world.heirs)),
    };
    statements.extend(ownership::restored(&object.id(), world.before));
    statements.extend(commented(&CommentTarget::Object(Box::new(object.id())), world));
    statements
        .into_iter()
        .map(|statement| match statement.purpose {
            None => statement.serving(COMES_BACK),
            Some(_) => statement,
        })
        .collect()
}

/// A view with all that goes with it.
fn whole(view: &Object, mut statements: Vec<Statement>, drop: String, world: &World<'_>) -> Vec<Statement> {
    let name = match view {
        Object::View(view) => &view.name,
        Object::MaterializedView(view) => &view.name,
        _ => return statements,
    };
    if let Some(first) = statements.first_mut() {
        first.undo = Undo::Statements(vec![locked(drop, name)]);
    }
    for (object, comes_back) in belongings(view, world) {
        let steps = if comes_back {
            crate::kinds::create(object, &world.context().anew())
        } else {
            Ok(Vec::new())
        };
        let belonging = steps.into_iter().flatten().flat_map(|step| step.statements);
        statements.extend(belonging.map(|statement| Statement {
            undo: Undo::WithOwner,
            hazards: Vec::new(),
            ..statement
        }));
    }
    statements
        .into_iter()
        .map(|statement| match statement.purpose {
            None => statement.serving(COMES_BACK),
            Some(_) => statement,
        })
        .collect()
}

/// The grants, comments and indexes that go with a view, and whether they come back at once: what is
/// to be another waits for the rest of the plan where the view is another.
pub(super) fn belongings<'w>(form: &Object, world: &World<'w>) -> Vec<(&'w Object, bool)> {
    let id = form.id();
    let is_as_it_was = world.before.get(&id) == Some(form);
    let all = world.before.objects();
    let belonging = all.filter(|(_, object)| {
        belongs_to(object).is_some_and(|owner| {
            owner == id || world.before.get(&owner).and_then(belongs_to).as_ref() == Some(&id)
        })
    });
    belonging
        .map(|(own, object)| (object, is_as_it_was || world.after.get(own) == Some(object)))
        .collect()
}

fn locked(sql: String, table: &QualifiedName) -> Statement {
    Statement::owned(sql).locks(LockMode::AccessExclusive, table)
}

/// The comment that an object has.
pub(super) fn commented(on: &CommentTarget, world: &World<'_>) -> Option<Statement> {
    let Some(Object::Comment(comment)) = world.before.get(&ObjectId::Comment(on.clone())) else {
        return None;
    };
    Some(Statement::owned(comment::set(comment, Some(&comment.text))))
}

/// The grants on an object: all of a function's, or those of a table that name one column.
pub(super) fn grants(on: &ObjectId, column: Option<&Name>, world: &World<'_>) -> Vec<Statement> {
    let names_column = |grant: &&Grant| {
        column.is_none_or(|column| {
            grant
                .privileges
                .values()
                .any(|scope| matches!(scope, PrivilegeScope::Columns(columns) if columns.contains(column)))
        })
    };
    world
        .before
        .grants()
        .filter(|grant| grant.on.object() == *on)
        .filter(names_column)
        .flat_map(crate::kinds::grant::granting)
        .collect()
}

/// The end of a default, and its return.
pub(super) fn default(table: &QualifiedName, column: &Column) -> Option<(Statement, Statement)> {
    let value = column.default.as_ref()?;
    let action = |what: &str| {
        format!(
            "ALTER TABLE {} ALTER COLUMN {} {what};",
            qualified(table),
            ident(&column.name)
        )
    };
    let set = action(&format!(
        "SET DEFAULT {}",
        sql::default_value(value, &column.data_type)
    ));
    let drop = action("DROP DEFAULT");
    let statement = |up: &str, down: &str| Statement::new(up, down).locks(LockMode::AccessExclusive, table);
    Some((
        statement(&drop, &set).serving(IN_THE_WAY),
        statement(&set, &drop).serving(COMES_BACK),
    ))
}

/// The end of a generated column, which brings back what it was on the way back.
pub(super) fn drop_generated(table: &Table, column: &Column, world: &World<'_>) -> Statement {
    let mut back = add_generated(&table.name, column, world);
    back.iter_mut()
        .for_each(|statement| statement.undo = Undo::WithOwner);
    let statement = Statement {
        undo: Undo::Statements(back),
        ..locked(drop_column(&table.name, column), &table.name)
    }
    .serving("is computed anew");
    if column.generated.is_some() {
        return statement;
    }
    let message = format!(
        "the values of {}.{} are lost, and computed from here on",
        table.name, column.name
    );
    statement.hazard(HazardKind::DeletesData, message)
}

fn drop_column(table: &QualifiedName, column: &Column) -> String {
    format!(
        "ALTER TABLE {} DROP COLUMN {};",
        qualified(table),
        ident(&column.name)
    )
}

/// A generated column that is computed anew, with its comment and its grants.
pub(super) fn add_generated(table: &QualifiedName, column: &Column, world: &World<'_>) -> Vec<Statement> {
    let undo = Undo::Statements(vec![locked(drop_column(table, column), table)]);
    let add = format!(
        "ALTER TABLE {}\n    ADD COLUMN {};",
        qualified(table),
        sql::column(column)
    );
    let add = Statement::with_undo(add, undo)
        .holds(LockMode::AccessExclusive, table)
        .serving(COMES_BACK)
        .hazard(
            HazardKind::BlocksWriters,
            format!(
                "{table} is written anew, under a lock that nobody passes, as {} is computed again",
                column.name
            ),
        );
    let mut statements = vec![add];
    statements.extend(crate::kinds::table::storage::settings(
        table,
        [column],
        &Heirs::default(),
    ));
    statements.extend(grants(&ObjectId::Table(table.clone()), Some(&column.name), world));
    let comment = CommentTarget::Column(table.clone(), column.name.clone());
    statements.extend(commented(&comment, world));
    statements
}
