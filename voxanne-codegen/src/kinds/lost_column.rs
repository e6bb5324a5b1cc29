//! The way back of a dropped column. Its values are lost: rows get none where they need none, and the
//! default where the column must have a value and no key looks at it.

use voxanne_schema::data_type::BaseType;
use voxanne_schema::expression::{Expression, Literal};
use voxanne_schema::model::{Column, ConstraintDefinition, IndexElement, IndexKey, Table};
use voxanne_schema::name::{Name, QualifiedName};

use super::Context;
use super::table::counted;
use crate::plan::{LockMode, Statement, Undo};
use crate::reshape::says_column;
use crate::sql::{self, ident, qualified};

/// What brings a column back that goes.
pub(super) fn bring_back(table: &Table, column: &Column, context: &Context<'_>) -> Undo {
    let keys = keys_over(table, &column.name, context);
    if let Some((key, _)) = keys.iter().find(|(_, needs_values)| *needs_values) {
        return Undo::Impossible(format!(
            "the values of {}.{} are lost, and the key `{key}` cannot come back without them",
            table.name, column.name
        ));
    }
    let by_itself = column.identity.is_some() || column.generated.is_some();
    let whole = by_itself || (!column.nullable && column.default.is_some() && keys.is_empty());
    let of_domain = OfDomain::new(column, context);
    // One value for all rows is none for a key, nor need it be one of the domain as it was before.
    let differs = (!keys.is_empty() || of_domain.is_another) && of_domain.has_default;
    if let Some(domain) = of_domain.required_by.filter(|_| !whole)
        && (differs || !of_domain.has_default)
    {
        return Undo::Impossible(format!(
            "the values of {}.{} are lost, and its domain `{domain}` accepts no row without one",
            table.name, column.name
        ));
    }
    if let (false, Some(parent)) = (whole, required_by_parent(table, column, context)) {
        return Undo::Impossible(format!(
            "the values of {}.{} are lost, and {parent}, from which it inherited, accepts no row without one",
            table.name, column.name
        ));
    }
    let settings = super::table::storage::settings(&table.name, [column], context.heirs);
    if column.identity.is_some() {
        let mut statements = counted::adding(table, column, Undo::WithOwner, context);
        statements.extend(settings);
        return Undo::Statements(statements);
    }
    let mut first = column.clone();
    if !whole {
        first.nullable = true;
        first.default = differs.then_some(Expression::Literal(Literal::Null));
    }
    let name = context.heirs.own_rows(&table.name);
    let add = format!(
        "ALTER TABLE {} ADD COLUMN {};",
        qualified(&table.name),
        sql::column(&first)
    );
    let add = Statement::owned(add);
    let mut statements = vec![if whole {
        // The server may write every row.
        add.holds(LockMode::AccessExclusive, &table.name)
    } else {
        add.locks(LockMode::AccessExclusive, &table.name)
    }];
    if let Some(default) = column.default.as_ref().filter(|_| !whole) {
        let set = format!(
            "ALTER TABLE {name} ALTER COLUMN {} SET DEFAULT {};",
            ident(&column.name),
            sql::default_value(default, &column.data_type)
        );
        statements.push(Statement::owned(set).locks(LockMode::AccessExclusive, &table.name));
    }
    if differs && column.default.is_none() && !whole {
        let drop = format!(
            "ALTER TABLE {name} ALTER COLUMN {} DROP DEFAULT;",
            ident(&column.name)
        );
        statements.push(Statement::owned(drop).locks(LockMode::AccessExclusive, &table.name));
    }
    statements.extend(settings);
    Undo::Statements(statements)
}

/// The table that was inherited from and will have the column on the way back as it had it: one that loses it
/// too gets it back without values, as the child does.
fn required_by_parent<'c>(
    table: &'c Table,
    column: &Column,
    context: &'c Context<'_>,
) -> Option<&'c QualifiedName> {
    let states = [context.previous, context.original];
    let requires = |parent: &&QualifiedName| {
        let was = states.iter().find_map(|state| state.table(parent));
        let was = was.and_then(|table| table.column(&column.name));
        let next = context.declared.schema.table(parent);
        let goes = next.is_some_and(|next| next.column(&column.name).is_none());
        was.is_some_and(|was| !was.nullable) && !goes
    };
    // It may have left its parents already, as a type changed.
    let former = context.original.table(&table.name);
    let former = former.into_iter().flat_map(|table| &table.inherits);
    table.inherits.iter().chain(former).find(requires)
}

/// What the domains of a column do with a row that has no value.
#[derive(Default)]
struct OfDomain<'c> {
    /// The first that accepts no null.
    required_by: Option<&'c QualifiedName>,
    /// Whether one gives rows a value.
    has_default: bool,
    /// Whether one is another than it was, and changes again on the way back.
    is_another: bool,
}

impl<'c> OfDomain<'c> {
    fn new(column: &Column, context: &Context<'c>) -> Self {
        let mut found = Self::default();
        let mut of = &column.data_type;
        while let BaseType::Domain(name) = &of.base {
            let Some(domain) = context.previous.domain(name).filter(|_| !of.array) else {
                break;
            };
            found.has_default |= domain.default.is_some();
            found.is_another |= context.other_domains.contains(&domain.name);
            if !domain.nullable {
                found.required_by = found.required_by.or(Some(&domain.name));
            }
            of = &domain.data_type;
        }
        found
    }
}

/// The keys that look at a column, and whether they refuse rows without values.
fn keys_over<'c>(table: &Table, column: &Name, context: &Context<'c>) -> Vec<(&'c Name, bool)> {
    let constraints = context.previous.constraints_of(&table.name);
    let constraints = constraints.filter_map(|constraint| {
        let needs_values = match &constraint.definition {
            ConstraintDefinition::PrimaryKey(columns) => columns.contains(column).then_some(true),
            ConstraintDefinition::Unique {
                columns,
                nulls_not_distinct,
            } => columns.contains(column).then_some(*nulls_not_distinct),
            ConstraintDefinition::ForeignKey(key) => key.columns.contains(column).then_some(false),
            ConstraintDefinition::Exclude(exclusion) => {
                let keys = exclusion.elements.iter().map(|element| &element.key);
                compares(keys, exclusion.filter.as_ref(), column)
            }
            ConstraintDefinition::Check(_) => None,
        };
        Some((&constraint.name, needs_values?))
    });
    let indexes = context.previous.indexes();
    let indexes = indexes.filter(|index| index.table == table.name && index.unique);
    let indexes = indexes.filter_map(|index| {
        let needs_values = compares(&index.keys, index.filter.as_ref(), column)?;
        Some((&index.name, needs_values || index.nulls_not_distinct))
    });
    constraints.chain(indexes).collect()
}

/// Whether rows are compared by a column, and whether only its values can keep them apart: a row without one
/// is like no other where the column itself is compared, but nobody knows what an expression makes of it, or
/// a filter.
fn compares<'k>(
    keys: impl IntoIterator<Item = &'k IndexKey>,
    filter: Option<&Expression>,
    column: &Name,
) -> Option<bool> {
    let (mut itself, mut computed) = (false, filter.is_some_and(|filter| says_column(filter, column)));
    for key in keys {
        match &key.element {
            IndexElement::Column(name) => itself |= name == column,
            IndexElement::Expression(expression) => computed |= says_column(expression, column),
        }
    }
    (itself || computed).then_some(!itself)
}
