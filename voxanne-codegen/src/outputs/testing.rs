//! A short way to write a declared model, for tests.

use voxanne_schema::data_type::DataType;
use voxanne_schema::declare::{Declaration, Declared, Module};
use voxanne_schema::model::{
    Column, Comment, CommentTarget, Constraint, ConstraintDefinition, Deferral, ForeignKey,
    ReferentialAction, Table, Tenancy,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::platform::Platform;

/// A model under construction: one module, `tables`, on Supabase.
#[derive(Default)]
pub(crate) struct Model(Vec<Object>);

/// `name`, or `namespace.name`.
pub(crate) fn qualified(name: &str) -> QualifiedName {
    match name.split_once('.') {
        Some((namespace, name)) => QualifiedName::new(namespace, name),
        None => QualifiedName::public(name),
    }
}

/// `numeric(10,2)`, `text[]`, `!other.kind` for a created type.
pub(crate) fn data_type(text: &str) -> DataType {
    let (text, array) = text.strip_suffix("[]").map_or((text, false), |of| (of, true));
    let (text, modifiers) = text
        .split_once('(')
        .map_or((text, ""), |(name, rest)| (name, rest.trim_end_matches(')')));
    let base = match text.strip_prefix('!') {
        Some(name) => DataType::user(qualified(name)),
        None => DataType::system(text),
    };
    DataType {
        modifiers: modifiers.split(',').filter_map(|m| m.parse().ok()).collect(),
        array,
        ..base
    }
}

/// A column; `?` after the type makes it nullable.
pub(crate) fn column(name: &str, of: &str) -> Column {
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

impl Model {
    /// Adds any object.
    pub(crate) fn add(mut self, object: impl Into<Object>) -> Self {
        self.0.push(object.into());
        self
    }

    /// Adds a table that is shared because it is a test, with its primary key if it has one.
    pub(crate) fn table(self, name: &str, key: &[&str], columns: &[(&str, &str)]) -> Self {
        let columns = columns.iter().map(|(name, of)| column(name, of)).collect();
        self.columns(name, key, columns)
    }

    /// The same with columns as they are.
    pub(crate) fn columns(self, name: &str, key: &[&str], columns: Vec<Column>) -> Self {
        let model = self.add(Table {
            name: qualified(name),
            columns,
            tenancy: Tenancy::Shared("a test".to_owned()),
            storage: Default::default(),
            partition_by: None,
            inherits: Vec::new(),
        });
        if key.is_empty() {
            return model;
        }
        model.constraint(name, "pkey", ConstraintDefinition::PrimaryKey(names(key)))
    }

    /// Adds a foreign key.
    pub(crate) fn refers(self, table: &str, columns: &[&str], to: &str, referenced: &[&str]) -> Self {
        let key = ForeignKey {
            columns: names(columns),
            references: qualified(to),
            referenced_columns: names(referenced),
            on_delete: ReferentialAction::Cascade,
            on_update: ReferentialAction::NoAction,
            match_full: false,
            sets: Vec::new(),
        };
        let name = format!("{}_fkey", columns.join("_"));
        self.constraint(table, &name, ConstraintDefinition::ForeignKey(key))
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

    /// Adds a comment on an object.
    pub(crate) fn comment(self, on: ObjectId, text: &str) -> Self {
        self.add(Comment {
            on: CommentTarget::Object(Box::new(on)),
            text: text.to_owned(),
        })
    }

    /// The same in another order.
    pub(crate) fn rotated(mut self, by: usize) -> Self {
        let count = self.0.len().max(1);
        self.0.rotate_left(by % count);
        self
    }

    /// What is declared, right or wrong.
    pub(crate) fn declared(self) -> Declared {
        self.declared_by(Declaration::new("tests", Platform::Supabase))
    }

    /// The same in a declaration that says more.
    pub(crate) fn declared_by(self, declaration: Declaration) -> Declared {
        let module = Module::new("tables");
        let module = self.0.into_iter().fold(module, Module::object);
        declaration.module(module).collect().0
    }
}

fn names(names: &[&str]) -> Vec<Name> {
    names.iter().map(Name::new).collect()
}
