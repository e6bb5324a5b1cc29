//! What the constraints, indexes and comments of a schema say, by table, gathered in one pass each.

use std::collections::BTreeMap;

use voxanne_schema::model::{CommentTarget, ConstraintDefinition, ForeignKey, Index, Schema, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;

/// The keys of one table.
#[derive(Debug, Default)]
pub(super) struct Keys<'s> {
    pub(super) primary: Option<&'s [Name]>,
    /// What tells rows apart besides: of constraints first, then of indexes, each by name.
    pub(super) unique: Vec<Vec<&'s Name>>,
    pub(super) foreign: Vec<&'s ForeignKey>,
}

/// The comments of one table.
#[derive(Debug, Default)]
pub(super) struct TableComments<'s> {
    pub(super) own: Option<&'s str>,
    columns: Vec<(&'s Name, &'s str)>,
}

/// Everything about tables and enums that stands in objects of its own.
#[derive(Debug, Default)]
pub(super) struct Facts<'s> {
    pub(super) keys: BTreeMap<&'s QualifiedName, Keys<'s>>,
    pub(super) tables: BTreeMap<&'s QualifiedName, TableComments<'s>>,
    pub(super) enums: BTreeMap<&'s QualifiedName, &'s str>,
}

impl<'s> TableComments<'s> {
    pub(super) fn column(&self, name: &Name) -> Option<&'s str> {
        self.columns
            .iter()
            .find(|(column, _)| *column == name)
            .map(|(_, text)| *text)
    }
}

impl<'s> Facts<'s> {
    pub(super) fn of(schema: &'s Schema) -> Self {
        let mut facts = Self::default();
        facts.constraints(schema);
        for index in schema.indexes() {
            if let Some(columns) = unique_columns(index) {
                facts.keys.entry(&index.table).or_default().unique.push(columns);
            }
        }
        facts.comments(schema);
        facts
    }

    fn constraints(&mut self, schema: &'s Schema) {
        for constraint in schema.constraints() {
            let keys = self.keys.entry(&constraint.table).or_default();
            match &constraint.definition {
                ConstraintDefinition::PrimaryKey(columns) => keys.primary = Some(columns),
                ConstraintDefinition::Unique { columns, .. } => keys.unique.push(columns.iter().collect()),
                ConstraintDefinition::ForeignKey(key) => keys.foreign.push(key),
                ConstraintDefinition::Check(_) | ConstraintDefinition::Exclude(_) => {}
            }
        }
    }

    fn comments(&mut self, schema: &'s Schema) {
        // They come sorted, those of one table together.
        let mut columns: Vec<(&QualifiedName, Vec<(&Name, &str)>)> = Vec::new();
        for comment in schema.comments() {
            let text = comment.text.as_str();
            match &comment.on {
                CommentTarget::Column(table, column) => match columns.last_mut() {
                    Some((last, columns)) if *last == table => columns.push((column, text)),
                    _ => columns.push((table, vec![(column, text)])),
                },
                CommentTarget::Attribute(..) => {}
                // Nothing but tables and enums has a place in the entities.
                CommentTarget::Object(object) => {
                    if let ObjectId::Table(table) = &**object {
                        self.tables.entry(table).or_default().own = Some(text);
                    } else if let ObjectId::Enum(name) = &**object {
                        self.enums.insert(name, text);
                    }
                }
            }
        }
        for (table, columns) in columns {
            self.tables.entry(table).or_default().columns = columns;
        }
    }
}

/// The columns that an index alone keeps unique, for all rows.
fn unique_columns(index: &Index) -> Option<Vec<&Name>> {
    let whole = index.unique && index.filter.is_none();
    whole.then(|| {
        index
            .keys
            .iter()
            .map(|key| key.column_name())
            .collect::<Option<Vec<_>>>()
    })?
}

/// Where the columns stand in the table.
pub(super) fn places<'n>(table: &Table, columns: impl IntoIterator<Item = &'n Name>) -> Option<Vec<usize>> {
    columns
        .into_iter()
        .map(|name| table.columns.iter().position(|column| column.name == *name))
        .collect()
}
