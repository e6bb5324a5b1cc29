//! Asks the catalog what is there. One query for all of it, by raw names, so that nothing needs
//! quoting and no privilege on a namespace is needed to look.

use voxanne_codegen::sql::{data_type, literal};
use voxanne_schema::data_type::{BaseType, DataType};
use voxanne_schema::model::{Member, Signature};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Dependency, Identity, ObjectId, Space};

use super::expect::Expectation;
use crate::connection::Connection;
use crate::error::Error;

/// How many questions go into one query.
const BATCH: usize = 500;

/// Whether each thing is there, in the same order. What cannot be asked is as it is expected.
pub(super) async fn ask(
    connection: &mut Connection,
    expectations: &[Expectation],
) -> Result<Vec<bool>, Error> {
    let mut answers: Vec<bool> = expectations
        .iter()
        .map(|expectation| expectation.present)
        .collect();
    let questions: Vec<(usize, String)> = expectations
        .iter()
        .enumerate()
        .filter_map(|(place, expectation)| Some((place, question(expectation)?)))
        .collect();
    for batch in questions.chunks(BATCH) {
        let rows: Vec<String> = batch
            .iter()
            .map(|(place, question)| format!("({place}, {question})"))
            .collect();
        let query = format!("SELECT * FROM (VALUES\n{}\n) AS q", rows.join(",\n"));
        for row in connection.query(&query).await? {
            let place = row
                .first()
                .and_then(|value| value.as_ref()?.parse::<usize>().ok());
            let is_there = row.get(1).is_some_and(|value| value.as_deref() == Some("t"));
            if let Some(answer) = place.and_then(|place| answers.get_mut(place)) {
                *answer = is_there;
            }
        }
    }
    Ok(answers)
}

/// The expression that tells whether something is there.
fn question(expectation: &Expectation) -> Option<String> {
    let Dependency { object, column } = &expectation.dependency;
    if let Some(column) = column {
        let ObjectId::Table(table) = object else {
            return None;
        };
        return Some(format!(
            "EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = {} AND attname = {} AND NOT attisdropped)",
            relation(table),
            literal(column.as_str())
        ));
    }
    match object {
        ObjectId::Role(name) => Some(named("pg_roles", "rolname", name)),
        ObjectId::Namespace(name) => Some(named("pg_namespace", "nspname", name)),
        ObjectId::Function(signature) | ObjectId::Procedure(signature) | ObjectId::Aggregate(signature) => {
            // Of a function that others made we know the name better than the arguments.
            let is_ours = !expectation.present || expectation.made_by.is_some();
            Some(function(signature, is_ours))
        }
        ObjectId::Partition(member) => Some(format!(
            "{} IS NOT NULL",
            relation(&member.table.sibling(member.name.clone()))
        )),
        ObjectId::Constraint(member) => Some(of_table("pg_constraint", "conrelid", "conname", member)),
        ObjectId::Trigger(member) => Some(of_table("pg_trigger", "tgrelid", "tgname", member)),
        ObjectId::Policy(member) => Some(of_table("pg_policy", "polrelid", "polname", member)),
        ObjectId::EventTrigger(name) => Some(named("pg_event_trigger", "evtname", name)),
        ObjectId::Publication(name) => Some(named("pg_publication", "pubname", name)),
        ObjectId::Statistics(name) => Some(format!(
            "{} IS NOT NULL",
            by_name("pg_statistic_ext", "stxname", "stxnamespace", name)
        )),
        other => match other.identity() {
            Identity::Qualified(name) => in_namespace(other.kind().space(), name, expectation.present),
            _ => None,
        },
    }
}

fn in_namespace(space: Space, name: &QualifiedName, wanted: bool) -> Option<String> {
    match space {
        // A table or view brings a type of its name along.
        Space::Rows if !wanted => {
            let (relation, row_type) = (relation(name), type_of(name));
            Some(format!("coalesce({relation}, {row_type}) IS NOT NULL"))
        }
        // An index of another table is no index of ours, but takes the name all the same.
        Space::Rows | Space::Relation => Some(format!("{} IS NOT NULL", relation(name))),
        Space::Type => Some(format!("{} IS NOT NULL", type_of(name))),
        Space::Own | Space::Routine => None,
    }
}

fn named(catalog: &str, column: &str, name: &Name) -> String {
    format!(
        "EXISTS (SELECT FROM pg_catalog.{catalog} WHERE {column} = {})",
        literal(name.as_str())
    )
}

/// The oid of a table, index, view or sequence; null if there is none.
pub(super) fn relation(name: &QualifiedName) -> String {
    by_name("pg_class", "relname", "relnamespace", name)
}

/// The oid of a type; null if there is none.
fn type_of(name: &QualifiedName) -> String {
    by_name("pg_type", "typname", "typnamespace", name)
}

fn by_name(catalog: &str, name_column: &str, namespace_column: &str, name: &QualifiedName) -> String {
    format!(
        "(SELECT oid FROM pg_catalog.{catalog} WHERE {name_column} = {} AND {namespace_column} = \
         (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = {}))",
        literal(name.name.as_str()),
        literal(name.namespace.as_str())
    )
}

fn of_table(catalog: &str, table_column: &str, name_column: &str, member: &Member) -> String {
    format!(
        "EXISTS (SELECT FROM pg_catalog.{catalog} WHERE {table_column} = {} AND {name_column} = {})",
        relation(&member.table),
        literal(member.name.as_str())
    )
}

/// A function of that name, and of those arguments where they matter.
fn function(signature: &Signature, with_arguments: bool) -> String {
    let mut conditions = format!(
        "proname = {} AND pronamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = {})",
        literal(signature.name.name.as_str()),
        literal(signature.name.namespace.as_str())
    );
    if with_arguments {
        conditions.push_str(&format!(" AND pronargs = {}", signature.arguments.len()));
        for (place, argument) in signature.arguments.iter().enumerate() {
            conditions.push_str(&format!(
                " AND proargtypes[{place}] = {}",
                argument_type(argument)
            ));
        }
    }
    format!("EXISTS (SELECT FROM pg_catalog.pg_proc WHERE {conditions})")
}

/// The oid of a type as a function's argument; null if it does not exist.
fn argument_type(argument: &DataType) -> String {
    match &argument.base {
        BaseType::System(_) => format!("to_regtype({})", literal(&data_type(argument))),
        BaseType::User(name) | BaseType::Domain(name) | BaseType::Composite(name) if argument.array => {
            format!(
                "(SELECT typarray FROM pg_catalog.pg_type WHERE oid = {})",
                type_of(name)
            )
        }
        BaseType::User(name) | BaseType::Domain(name) | BaseType::Composite(name) => type_of(name),
    }
}
