//! Indexes that hold what another one holds.

use std::collections::BTreeMap;

use super::facts::TableFacts;
use super::findings::{Findings, quoted};
use crate::diagnostic::Code;
use crate::expression::Expression;
use crate::model::{
    Constraint, ConstraintDefinition, Index, IndexElement, IndexMethod, NullsOrder, SortDirection,
};
use crate::name::Name;
use crate::object::{Describe, ObjectId};

/// The keys of an index without its expressions: what cannot be equal is not compared.
type Shape<'i> = (
    &'static str,
    Vec<(Option<&'i Name>, bool, bool, Option<&'i Name>)>,
);

/// An index of a table, of its own or of a constraint.
#[derive(Clone, Copy)]
struct Entry<'i> {
    name: &'i Name,
    index: Option<&'i Index>,
}

/// Indexes of one table that hold the same entries. A constraint's index is kept before others, a
/// unique one before those that are not.
pub(super) fn check(own: &TableFacts<'_>, findings: &mut Findings) {
    let mut seen: BTreeMap<Shape<'_>, Vec<Entry<'_>>> = BTreeMap::new();
    let (primary, others): (Vec<&Constraint>, Vec<&Constraint>) = own
        .constraints
        .iter()
        .partition(|constraint| constraint.is_primary_key());
    for constraint in primary.into_iter().chain(others) {
        let columns = match &constraint.definition {
            ConstraintDefinition::PrimaryKey(columns) | ConstraintDefinition::Unique { columns, .. } => {
                columns
            }
            ConstraintDefinition::Check(_)
            | ConstraintDefinition::ForeignKey(_)
            | ConstraintDefinition::Exclude(_) => continue,
        };
        report_repeated_key(own, constraint, findings);
        let keys = columns
            .iter()
            .map(|name| (Some(name), true, false, None))
            .collect();
        let entry = Entry {
            name: &constraint.name,
            index: None,
        };
        let same = seen.entry((IndexMethod::Btree.sql(), keys)).or_default();
        report_repeated(
            own,
            entry,
            same,
            || ObjectId::Constraint(constraint.id()),
            findings,
        );
    }
    let (unique, others): (Vec<&Index>, Vec<&Index>) = own.indexes.iter().partition(|index| index.unique);
    for index in unique.into_iter().chain(others) {
        let entry = Entry {
            name: &index.name,
            index: Some(index),
        };
        let same = seen.entry(shape(index)).or_default();
        report_repeated(own, entry, same, || ObjectId::Index(index.id()), findings);
    }
}

/// Equal keys of one table: inside `CREATE TABLE`, PostgreSQL makes one of them and says nothing.
fn report_repeated_key(own: &TableFacts<'_>, key: &Constraint, findings: &mut Findings) {
    let nulls = |key: &Constraint| {
        matches!(
            key.definition,
            ConstraintDefinition::Unique {
                nulls_not_distinct: true,
                ..
            }
        )
    };
    let is_key = |other: &Constraint| {
        matches!(
            other.definition,
            ConstraintDefinition::PrimaryKey(_) | ConstraintDefinition::Unique { .. }
        )
    };
    let first = own.constraints.iter().find(|other| {
        let before = (!other.is_primary_key(), &other.name) < (!key.is_primary_key(), &key.name);
        before && is_key(other) && other.key_columns() == key.key_columns() && nulls(other) == nulls(key)
    });
    if let Some(first) = first {
        let names = quoted([&first.name, &key.name]);
        let message = format!("the keys {names} of `{}` are equal", own.table.name);
        let help = format!("leave `{}` out: the other one says the same", key.name);
        findings.report(Code::RepeatedKey, ObjectId::Constraint(key.id()), message, help);
    }
}

fn report_repeated<'i>(
    own: &TableFacts<'_>,
    entry: Entry<'i>,
    same: &mut Vec<Entry<'i>>,
    id: impl FnOnce() -> ObjectId,
    findings: &mut Findings,
) {
    if let Some(first) = same.iter().find(|first| first.repeats(entry)) {
        let names = quoted([first.name, entry.name]);
        let message = format!("the indexes {names} of `{}` hold the same keys", own.table.name);
        let help = format!(
            "leave `{}` out: each write keeps both, and no query needs it",
            entry.name
        );
        findings.report(Code::DuplicateIndex, id(), message, help);
    } else {
        same.push(entry);
    }
}

impl<'i> Entry<'i> {
    /// Whether both hold the same entries, given keys of one shape.
    fn repeats(self, other: Entry<'_>) -> bool {
        self.filter() == other.filter()
            && self.include() == other.include()
            && self.expressions().eq(other.expressions())
            && !self
                .index
                .zip(other.index)
                .is_some_and(|(a, b)| a.unique && b.unique && a.nulls_not_distinct != b.nulls_not_distinct)
    }

    fn filter(self) -> Option<&'i Expression> {
        self.index.and_then(|index| index.filter.as_ref())
    }

    fn include(self) -> &'i [Name] {
        self.index.map_or(&[], |index| &index.include)
    }

    fn expressions(self) -> impl Iterator<Item = &'i Expression> {
        let keys = self.index.map_or(&[][..], |index| &index.keys);
        keys.iter().filter_map(|key| match &key.element {
            IndexElement::Expression(expression) => Some(expression),
            IndexElement::Column(_) => None,
        })
    }
}

/// Directions and places of nulls as they come out, not as they are written.
fn shape(index: &Index) -> Shape<'_> {
    let keys = index.keys.iter().map(|key| {
        let ascending = key.direction == SortDirection::Ascending;
        let nulls_first = key.nulls.map_or(!ascending, |nulls| nulls == NullsOrder::First);
        (
            key.column_name(),
            ascending,
            nulls_first,
            key.operator_class.as_ref(),
        )
    });
    (index.method.sql(), keys.collect())
}
