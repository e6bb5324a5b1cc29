//! Keys and references: in the attributes where definitions can say them there, as rules or as objects where
//! not.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::model::{
    Constraint, ConstraintDefinition, Deferral, ForeignKey, IndexElement, ReferentialAction, Schema, Table,
};
use voxanne_schema::name::{Name, QualifiedName, default_name};
use voxanne_schema::object::{Describe, ObjectId};

use super::literal::word;
use super::{Importer, expression::Columns, literal};

/// As many columns as a tuple has that is a list of columns.
pub(super) const MOST_COLUMNS: usize = 6;

/// The keys of each table that references can point at: those that stand in attributes.
#[derive(Debug, Default)]
pub(super) struct Keys(BTreeMap<QualifiedName, Vec<Vec<Name>>>);

impl Keys {
    pub(super) fn of(schema: &Schema) -> Self {
        let mut keys: BTreeMap<QualifiedName, Vec<Vec<Name>>> = BTreeMap::new();
        for constraint in schema.constraints() {
            if is_in_attributes(constraint) {
                let of_table = keys.entry(constraint.table.clone()).or_default();
                of_table.push(constraint.key_columns().to_vec());
            }
        }
        Self(keys)
    }

    fn has(&self, table: &QualifiedName, columns: &[Name]) -> bool {
        let keys = self.0.get(table);
        keys.is_some_and(|keys| keys.iter().any(|key| key == columns))
    }

    /// Whether two keys of the attributes have the same columns, which Rust would take for one.
    fn is_double(&self, table: &QualifiedName, columns: &[Name]) -> bool {
        let keys = self.0.get(table);
        keys.is_some_and(|keys| keys.iter().filter(|key| *key == columns).count() > 1)
    }
}

/// Whether a key can stand in attributes.
fn is_in_attributes(constraint: &Constraint) -> bool {
    if !constraint.index.is_default() {
        return false;
    }
    match &constraint.definition {
        ConstraintDefinition::PrimaryKey(columns) => columns.len() <= MOST_COLUMNS,
        ConstraintDefinition::Unique {
            columns,
            nulls_not_distinct,
        } => columns.len() <= MOST_COLUMNS && !nulls_not_distinct,
        _ => false,
    }
}

/// What the attributes of a table say of its keys and references.
#[derive(Debug, Default)]
pub(super) struct KeyWords {
    /// For the table.
    pub(super) of_table: Vec<String>,
    /// For each column.
    pub(super) of_columns: BTreeMap<Name, Vec<String>>,
    /// Rules for keys of the attributes.
    pub(super) rules: Vec<String>,
}

impl Importer<'_> {
    /// Says what can be said of keys and references in attributes.
    pub(super) fn keys(&mut self, table: &Table, fields: &Columns) -> KeyWords {
        let mut words = KeyWords::default();
        let constraints: Vec<Constraint> = self.schema.constraints_of(&table.name).cloned().collect();
        let mut timed: BTreeSet<(Vec<Name>, bool)> = BTreeSet::new();
        for constraint in &constraints {
            let columns = constraint.key_columns().to_vec();
            let is_foreign = constraint.foreign_key().is_some();
            let is_timed = constraint.deferral != Deferral::NotDeferrable || !constraint.validated;
            // A rule about a key names its columns, so that one key alone can have them.
            let is_alone = {
                let same = constraints.iter().filter(|other| {
                    other.key_columns() == columns && other.foreign_key().is_some() == is_foreign
                });
                same.count() == 1
            };
            if (is_timed && (!is_alone || columns.len() > MOST_COLUMNS)) || constraint.no_inherit {
                continue;
            }
            let said = match &constraint.definition {
                ConstraintDefinition::PrimaryKey(_) | ConstraintDefinition::Unique { .. }
                    if is_in_attributes(constraint) && !self.keys.is_double(&table.name, &columns) =>
                {
                    self.key(constraint, table, fields, &mut words)
                }
                ConstraintDefinition::ForeignKey(key) => {
                    self.reference(constraint, key, table, fields, &mut words)
                }
                _ => false,
            };
            if !said {
                continue;
            }
            self.said.insert(ObjectId::Constraint(constraint.id()));
            if is_timed && timed.insert((columns.clone(), is_foreign)) {
                let method = if is_foreign { "foreign_key" } else { "key" };
                let mut rule = format!("r.{method}({})", tuple(&columns, fields, "c."));
                match constraint.deferral {
                    Deferral::NotDeferrable => {}
                    Deferral::Deferrable => rule.push_str(".deferrable()"),
                    Deferral::InitiallyDeferred => rule.push_str(".initially_deferred()"),
                }
                if !constraint.validated {
                    rule.push_str(".not_valid()");
                }
                words.rules.push(format!("{rule};"));
            }
        }
        words
    }

    fn key(&self, constraint: &Constraint, table: &Table, fields: &Columns, words: &mut KeyWords) -> bool {
        let columns = constraint.key_columns();
        let (word, usual) = if constraint.is_primary_key() {
            ("primary_key", default_name(table.name.name.as_str(), "", "pkey"))
        } else {
            (
                "unique",
                default_name(table.name.name.as_str(), &joined(columns), "key"),
            )
        };
        let is_usual = usual == constraint.name;
        if let ([column], true) = (columns, is_usual) {
            let said = words.of_columns.entry(column.clone()).or_default();
            // A column is the primary key or unique; where it is both, the table says the other.
            if said.iter().all(|word| word != "primary_key" && word != "unique") {
                said.push(word.to_owned());
                return true;
            }
        }
        let mut parts: Vec<String> = columns
            .iter()
            .filter_map(|name| fields.get(name).cloned())
            .collect();
        if !is_usual {
            parts.push(format!("name = {}", literal::word(constraint.name.as_str())));
        }
        words.of_table.push(format!("{word}({})", parts.join(", ")));
        true
    }

    fn reference(
        &mut self,
        constraint: &Constraint,
        key: &ForeignKey,
        table: &Table,
        fields: &Columns,
        words: &mut KeyWords,
    ) -> bool {
        let ForeignKey {
            columns,
            references,
            referenced_columns,
            on_delete,
            on_update,
            match_full,
            sets,
        } = key;
        if *match_full || !sets.is_empty() {
            return false;
        }
        let id = ObjectId::Table(references.clone());
        let Some(target) = self.schema.table(references) else {
            return false;
        };
        // A type of its own, such as `numeric(10, 2)`, is another one for whoever declares the other table.
        let is_of_two = |importer: &Self, column: &Name| {
            let column = table.column(column);
            importer.scope.has_home(&id) && column.is_some_and(|of| importer.is_elsewhere(&of.data_type))
        };
        let typed = columns.len() <= MOST_COLUMNS
            && !columns.iter().any(|column| is_of_two(self, column))
            && self.keys.has(references, referenced_columns)
            && columns.iter().zip(referenced_columns).all(|(own, other)| {
                let types = table.column(own).zip(target.column(other));
                types.is_some_and(|(own, other)| own.data_type == other.data_type)
            });
        if !typed {
            return false;
        }
        let theirs = self.fields_of(&id);
        let Some(rust) = self.type_name(&id) else {
            return false;
        };
        let mut actions = Vec::new();
        for (word, action) in [("on_delete", on_delete), ("on_update", on_update)] {
            if let Some(action) = action_word(*action) {
                actions.push(format!("{word} = {action}"));
            }
        }
        let usual = default_name(table.name.name.as_str(), &joined(columns), "fkey");
        let is_usual = usual == constraint.name;
        if let ([column], [referenced]) = (columns.as_slice(), referenced_columns.as_slice()) {
            let said = words.of_columns.entry(column.clone()).or_default();
            if said.iter().all(|word| !word.starts_with("references")) {
                let field = theirs.get(referenced).cloned().unwrap_or_default();
                said.push(format!("references = {rust}::{field}"));
                said.extend(actions);
                if !is_usual {
                    said.push(format!("foreign_key_name = {}", word(constraint.name.as_str())));
                }
                return true;
            }
        }
        let own: Vec<String> = columns
            .iter()
            .filter_map(|name| fields.get(name).cloned())
            .collect();
        let other: Vec<String> = referenced_columns
            .iter()
            .filter_map(|name| theirs.get(name).cloned())
            .collect();
        let mut parts = vec![format!("({}) => {rust}({})", own.join(", "), other.join(", "))];
        parts.extend(actions);
        if !is_usual {
            parts.push(format!("name = {}", word(constraint.name.as_str())));
        }
        words.of_table.push(format!("foreign_key({})", parts.join(", ")));
        true
    }

    /// Checks, unique keys and exclusions that stand in rules.
    pub(super) fn constraint_rule(
        &mut self,
        constraint: &Constraint,
        fields: &Columns,
    ) -> Option<Vec<String>> {
        let table = constraint.table.name.as_str();
        let (first, usual) = match &constraint.definition {
            ConstraintDefinition::Check(condition) => (
                format!("r.check({})", self.condition(condition, &prefixed(fields))?),
                // What a null test names is known to the rule, and no other text.
                default_name(table, "", "check"),
            ),
            ConstraintDefinition::Exclude(exclusion) => {
                let mut parts = Vec::new();
                let mut names = Vec::new();
                for element in &exclusion.elements {
                    let key = &element.key;
                    let plain = key.collation.is_none()
                        && key.nulls.is_none()
                        && key.direction == voxanne_schema::model::SortDirection::Ascending;
                    if !plain {
                        return None;
                    }
                    if key.class_namespace.is_some() {
                        return None;
                    }
                    let mut part = match &key.element {
                        IndexElement::Column(name) => {
                            names.push(name.clone());
                            format!("c.{}", fields.get(name)?)
                        }
                        IndexElement::Expression(expression) => {
                            names.push(Name::new("expr"));
                            self.key_expression(expression)?
                        }
                    };
                    part.push_str(&format!(".with({})", word(&element.operator)));
                    if let Some(class) = &key.operator_class {
                        part.push_str(&format!(".operator_class({})", word(class.as_str())));
                    }
                    for (parameter, value) in key.class_parameters.iter() {
                        part.push_str(&format!(".parameter({}, {})", word(parameter), word(value)));
                    }
                    parts.push(part);
                }
                let compared = match parts.as_slice() {
                    [one] => one.clone(),
                    parts if parts.len() <= 4 => format!("({})", parts.join(", ")),
                    _ => return None,
                };
                (
                    format!("r.exclude({compared})"),
                    default_name(table, &joined(&names), "excl"),
                )
            }
            _ => return None,
        };
        let mut calls = vec![first];
        if let ConstraintDefinition::Exclude(exclusion) = &constraint.definition {
            if exclusion.method != voxanne_schema::model::IndexMethod::Gist {
                calls.push(format!(".using(IndexMethod::{:?})", exclusion.method));
            }
            if let Some(filter) = &exclusion.filter {
                calls.push(format!(".filter({})", self.condition(filter, &prefixed(fields))?));
            }
        }
        let is_typed = calls.first().is_some_and(|first| first.contains("(c."));
        if usual != constraint.name || (constraint.is_check() && is_typed) {
            calls.push(format!(".named({})", word(constraint.name.as_str())));
        }
        match (constraint.deferral, constraint.is_check()) {
            (Deferral::NotDeferrable, _) => {}
            (Deferral::Deferrable, false) => calls.push(".deferrable()".to_owned()),
            (Deferral::InitiallyDeferred, false) => calls.push(".initially_deferred()".to_owned()),
            _ => return None,
        }
        match (constraint.validated, constraint.is_check()) {
            (true, _) => {}
            (false, true) => calls.push(".not_valid()".to_owned()),
            (false, false) => return None,
        }
        if constraint.no_inherit {
            if !constraint.is_check() {
                return None;
            }
            calls.push(".no_inherit()".to_owned());
        }
        Some(calls)
    }
}

fn action_word(action: ReferentialAction) -> Option<&'static str> {
    match action {
        ReferentialAction::NoAction => None,
        ReferentialAction::Restrict => Some("restrict"),
        ReferentialAction::Cascade => Some("cascade"),
        ReferentialAction::SetNull => Some("set_null"),
        ReferentialAction::SetDefault => Some("set_default"),
    }
}

fn joined(columns: &[Name]) -> String {
    let names: Vec<&str> = columns.iter().map(Name::as_str).collect();
    names.join("_")
}

/// The columns as rules name them: `c.name`.
pub(super) fn prefixed(fields: &Columns) -> Columns {
    fields
        .iter()
        .map(|(name, field)| (name.clone(), format!("c.{field}")))
        .collect()
}

/// One column, or a tuple of them.
pub(super) fn tuple(columns: &[Name], fields: &Columns, prefix: &str) -> String {
    let named: Vec<String> = columns
        .iter()
        .filter_map(|name| Some(format!("{prefix}{}", fields.get(name)?)))
        .collect();
    match named.as_slice() {
        [one] => one.clone(),
        _ => format!("({})", named.join(", ")),
    }
}
