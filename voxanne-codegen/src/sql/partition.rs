//! `PARTITION BY` and `FOR VALUES`, and the same bounds as conditions on columns.

use voxanne_schema::data_type::DataType;
use voxanne_schema::expression::{Expression, Literal};
use voxanne_schema::model::{
    BoundValue, IndexElement, Partition, PartitionBound, PartitionElement, PartitionKey, Table,
};

use super::WIDTH;
use super::expression::{atom, default_value, expression};
use super::ident::{ident, qualified};
use super::storage::{collation, parameters};

/// `PARTITION BY RANGE (created_at)`
#[must_use]
pub fn partition_by(key: &PartitionKey) -> String {
    let elements: Vec<String> = key.elements.iter().map(element).collect();
    text!["PARTITION BY ", key.method.sql(), " (", elements.join(", "), ")"]
}

fn element(element: &PartitionElement) -> String {
    let mut sql = match &element.element {
        IndexElement::Column(name) => ident(name).into_owned(),
        IndexElement::Expression(of) => match of {
            Expression::Call { .. } => expression(of),
            other => text!["(", expression(other), ")"],
        },
    };
    if let Some(name) = &element.collation {
        sql.push_str(&text![" ", collation(name)]);
    }
    if let Some(class) = &element.operator_class {
        sql.push_str(&text![" ", ident(class)]);
    }
    sql
}

/// `FOR VALUES FROM (…) TO (…)`, by a key of the table.
#[must_use]
pub fn for_values(bound: &PartitionBound, key: &PartitionKey, table: &Table) -> String {
    let ends = |values: &[BoundValue]| {
        let written = values.iter().enumerate().map(|(place, value)| match value {
            BoundValue::Least => "MINVALUE".to_owned(),
            BoundValue::Most => "MAXVALUE".to_owned(),
            BoundValue::Value(value) => constant(value, type_at(place, key, table)),
        });
        written.collect::<Vec<_>>().join(", ")
    };
    match bound {
        PartitionBound::Range { from, to } => {
            text!["FOR VALUES FROM (", ends(from), ") TO (", ends(to), ")"]
        }
        PartitionBound::List(values) => {
            let values: Vec<String> = values
                .iter()
                .map(|value| constant(value, type_at(0, key, table)))
                .collect();
            text!["FOR VALUES IN (", values.join(", "), ")"]
        }
        PartitionBound::Hash { modulus, remainder } => {
            format!("FOR VALUES WITH (MODULUS {modulus}, REMAINDER {remainder})")
        }
        PartitionBound::Default => "DEFAULT".to_owned(),
    }
}

/// The type of a column of the key.
fn type_at<'t>(place: usize, key: &PartitionKey, table: &'t Table) -> Option<&'t DataType> {
    let name = key.elements.get(place)?.column_name()?;
    Some(&table.column(name)?.data_type)
}

fn constant(value: &Expression, data_type: Option<&DataType>) -> String {
    match (value, data_type) {
        (Expression::Literal(Literal::Integer(value)), _) => value.to_string(),
        (value, Some(data_type)) => default_value(value, data_type).into_owned(),
        (value, None) => expression(value),
    }
}

/// `CREATE TABLE … PARTITION OF …`, under the names given in SQL.
#[must_use]
pub fn create_partition(partition: &Partition, name: &str, parent: &str, bound: &str) -> String {
    let head = text!["CREATE TABLE ", name];
    let mut clauses = vec![text!["PARTITION OF ", parent], bound.to_owned()];
    clauses.extend(partition.partition_by.as_ref().map(partition_by));
    if !partition.parameters.is_empty() {
        clauses.push(text!["WITH (", parameters(&partition.parameters), ")"]);
    }
    super::clauses(&head, &clauses)
}

/// `ALTER TABLE … ATTACH PARTITION …`
#[must_use]
pub fn attach_partition(partition: &Partition, bound: &str) -> String {
    let head = text!["ALTER TABLE ", qualified(&partition.parent())];
    let attach = text![
        "ATTACH PARTITION ",
        qualified(&partition.qualified_name()),
        " ",
        bound
    ];
    let fits = head.len() + attach.len() + 2 <= WIDTH;
    text![head, if fits { " " } else { "\n    " }, attach, ";"]
}

/// The condition that holds for the rows of a bound, of one column; none for others.
#[must_use]
pub fn within_bound(bound: &PartitionBound, key: &PartitionKey, table: &Table) -> Option<String> {
    let (column, data_type, nullable) = sole_column(key, table)?;
    let literal = |value: &Expression| typed(value, data_type);
    match bound {
        PartitionBound::Range { from, to } => {
            let mut all: Vec<String> = Vec::new();
            if nullable {
                all.push(text![column, " IS NOT NULL"]);
            }
            if let [BoundValue::Value(from)] = from.as_slice() {
                all.push(text![column, " >= ", literal(from)]);
            }
            if let [BoundValue::Value(to)] = to.as_slice() {
                all.push(text![column, " < ", literal(to)]);
            }
            (!all.is_empty()).then(|| all.join(" AND "))
        }
        PartitionBound::List(values) => {
            let (listed, null) = listed(values, &literal);
            let one_of = match listed.as_slice() {
                [] => return Some(text![column, " IS NULL"]),
                [one] => text![column, " = ", one],
                several => text![column, " IN (", several.join(", "), ")"],
            };
            Some(match (null, nullable) {
                (true, _) => text![column, " IS NULL OR ", one_of],
                (false, true) => text![column, " IS NOT NULL AND ", one_of],
                (false, false) => one_of,
            })
        }
        PartitionBound::Hash { .. } | PartitionBound::Default => None,
    }
}

/// The condition that holds for all rows but those of a bound, of one column; none for others.
#[must_use]
pub fn outside_bound(bound: &PartitionBound, key: &PartitionKey, table: &Table) -> Option<String> {
    let (column, data_type, nullable) = sole_column(key, table)?;
    let literal = |value: &Expression| typed(value, data_type);
    match bound {
        PartitionBound::Range { from, to } => {
            let mut any: Vec<String> = Vec::new();
            if nullable {
                any.push(text![column, " IS NULL"]);
            }
            if let [BoundValue::Value(from)] = from.as_slice() {
                any.push(text![column, " < ", literal(from)]);
            }
            if let [BoundValue::Value(to)] = to.as_slice() {
                any.push(text![column, " >= ", literal(to)]);
            }
            (!any.is_empty()).then(|| any.join(" OR "))
        }
        PartitionBound::List(values) => {
            let (listed, null) = listed(values, &literal);
            let none_of = match listed.as_slice() {
                [] => return Some(text![column, " IS NOT NULL"]),
                [one] => text![column, " <> ", one],
                several => text![column, " NOT IN (", several.join(", "), ")"],
            };
            Some(match (null, nullable) {
                (true, _) => text![column, " IS NOT NULL AND ", none_of],
                (false, true) => text![column, " IS NULL OR ", none_of],
                (false, false) => none_of,
            })
        }
        PartitionBound::Hash { .. } | PartitionBound::Default => None,
    }
}

/// The values of a list but null, and whether null is among them.
fn listed(values: &[Expression], literal: &impl Fn(&Expression) -> String) -> (Vec<String>, bool) {
    let null = Expression::Literal(Literal::Null);
    let listed = values.iter().filter(|value| **value != null).map(literal);
    (listed.collect(), values.contains(&null))
}

/// The only column of a key, its type, and whether it accepts null.
fn sole_column<'t>(key: &PartitionKey, table: &'t Table) -> Option<(String, &'t DataType, bool)> {
    let [element] = key.elements.as_slice() else {
        return None;
    };
    let column = table.column(element.column_name()?)?;
    let plain = element.collation.is_none() && element.operator_class.is_none();
    plain.then(|| {
        (
            ident(&column.name).into_owned(),
            &column.data_type,
            column.nullable,
        )
    })
}

/// A constant in a condition: of the column's type, so that it is compared as in the bound.
fn typed(value: &Expression, data_type: &DataType) -> String {
    match value {
        Expression::Literal(Literal::Typed { text, data_type: of }) if of == data_type => {
            super::literal(text)
        }
        Expression::Literal(Literal::Integer(value)) if *value >= 0 => value.to_string(),
        Expression::Literal(Literal::Text(text)) => super::literal(text),
        other => atom(other),
    }
}
