//! A short way to write a model, for tests.

use voxanne_schema::data_type::DataType;
use voxanne_schema::expression::Expression;
use voxanne_schema::model::{
    Column, Comment, CommentTarget, Constraint, ConstraintDefinition, Deferral, Enum, ForeignKey, Identity,
    Index, IndexKey, IndexMethod, ReferentialAction, Schema, Table, Tenancy,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};

/// `name`, or `namespace.name`.
pub(super) fn qualified(name: &str) -> QualifiedName {
    match name.split_once('.') {
        Some((namespace, name)) => QualifiedName::new(namespace, name),
        None => QualifiedName::public(name),
    }
}

/// A type as people write it: `numeric(10,2)`, `text[]`, `!public.kind` for a created one.
pub(super) fn data_type(text: &str) -> DataType {
    let (text, array) = text
        .strip_suffix("[]")
        .map_or((text, false), |element| (element, true));
    let (text, modifiers) = text
        .split_once('(')
        .map_or((text, ""), |(name, rest)| (name, rest.trim_end_matches(')')));
    let base = match text.strip_prefix('!') {
        Some(name) => DataType::user(qualified(name)),
        None => DataType::system(text),
    };
    DataType {
        modifiers: modifiers
            .split(',')
            .filter_map(|m| m.trim().parse().ok())
            .collect(),
        array,
        ..base
    }
}

/// A column; `?` after the type makes it nullable.
pub(super) fn column(name: &str, of: &str) -> Column {
    Column {
        name: Name::new(name),
        data_type: data_type(of.trim_end_matches('?')),
        nullable: of.ends_with('?'),
        default: None,
        identity: None,
        sequence_options: Default::default(),
        sequence: None,
        options: Default::default(),
        generated: None,
        collation: None,
        storage: Default::default(),
    }
}

/// A model under construction.
#[derive(Default)]
pub(super) struct Model(pub Schema);

impl Model {
    /// Adds any object.
    pub(super) fn add(mut self, object: impl Into<Object>) -> Self {
        self.0.replace(object);
        self
    }

    /// Adds a table with the primary key given, if any; a column `a = b` is generated, `id #` and
    /// `id ##` are identity columns by default and always.
    pub(super) fn table(self, name: &str, key: &[&str], columns: &[(&str, &str)]) -> Self {
        let columns = columns.iter().map(|(name, of)| {
            let mut column = column(name.trim_end_matches([' ', '#', '=']), of);
            if name.ends_with("##") {
                column.identity = Some(Identity::Always);
            } else if name.ends_with('#') {
                column.identity = Some(Identity::ByDefault);
            } else if name.ends_with('=') {
                column.generated = Some(Expression::raw("…"));
            }
            column
        });
        let table = Table {
            name: qualified(name),
            columns: columns.collect(),
            tenancy: Tenancy::Unclassified,
            storage: Default::default(),
            partition_by: None,
            inherits: Vec::new(),
        };
        let model = self.add(table);
        if key.is_empty() {
            return model;
        }
        model.constraint(name, "pkey", ConstraintDefinition::PrimaryKey(names(key)))
    }

    /// Says which column holds the tenant.
    pub(super) fn tenant(mut self, table: &str, column: &str) -> Self {
        if let Some(mut table) = self.0.table(&qualified(table)).cloned() {
            table.tenancy = Tenancy::Tenant(Name::new(column));
            self.0.replace(table);
        }
        self
    }

    /// Adds a unique constraint.
    pub(super) fn unique(self, table: &str, columns: &[&str]) -> Self {
        let definition = ConstraintDefinition::Unique {
            columns: names(columns),
            nulls_not_distinct: false,
        };
        self.constraint(table, &format!("{}_key", columns.join("_")), definition)
    }

    /// Adds a foreign key.
    pub(super) fn refers(self, table: &str, columns: &[&str], to: &str, referenced: &[&str]) -> Self {
        let key = ForeignKey {
            columns: names(columns),
            references: qualified(to),
            referenced_columns: names(referenced),
            on_delete: ReferentialAction::Cascade,
            on_update: ReferentialAction::NoAction,
            match_full: false,
            sets: Vec::new(),
        };
        self.constraint(
            table,
            &format!("{}_{to}_fkey", columns.join("_")),
            ConstraintDefinition::ForeignKey(key),
        )
    }

    fn constraint(self, table: &str, name: &str, definition: ConstraintDefinition) -> Self {
        self.add(Constraint {
            table: qualified(table),
            name: Name::new(name),
            definition,
            validated: true,
            deferral: Deferral::default(),
            no_inherit: false,
            index: Default::default(),
        })
    }

    /// Adds a unique index on columns.
    pub(super) fn unique_index(self, table: &str, columns: &[&str], filter: Option<&str>) -> Self {
        self.add(Index {
            table: qualified(table),
            on: voxanne_schema::model::Indexed::Table,
            name: Name::from(format!("{table}_{}_idx", columns.join("_"))),
            unique: true,
            method: IndexMethod::Btree,
            keys: columns.iter().copied().map(IndexKey::column).collect(),
            include: Vec::new(),
            filter: filter.map(Expression::raw),
            nulls_not_distinct: false,
            parameters: Default::default(),
            replica_identity: false,
        })
    }

    /// Adds an enum.
    pub(super) fn labels(self, name: &str, labels: &[&str]) -> Self {
        self.add(Enum {
            name: qualified(name),
            labels: names(labels),
        })
    }

    /// Adds a comment to a table, or to one of its columns.
    pub(super) fn comment(self, table: &str, column: Option<&str>, text: &str) -> Self {
        let table = qualified(table);
        let on = match column {
            Some(column) => CommentTarget::Column(table, Name::new(column)),
            None => CommentTarget::Object(Box::new(ObjectId::Table(table))),
        };
        self.add(Comment {
            on,
            text: text.to_owned(),
        })
    }

    /// Adds a comment to an enum.
    pub(super) fn enum_comment(self, name: &str, text: &str) -> Self {
        self.add(Comment {
            on: CommentTarget::Object(Box::new(ObjectId::Enum(qualified(name)))),
            text: text.to_owned(),
        })
    }
}

fn names(names: &[&str]) -> Vec<Name> {
    names.iter().map(Name::new).collect()
}
