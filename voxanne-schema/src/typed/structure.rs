//! What the attributes of `derive(Table)` say, as builder calls.

use std::marker::PhantomData;

use super::keys::SameTypes;
use super::types::ColumnType;
use super::{
    Assignable, Column, ColumnList, IntoExpr, Key, NeverNull, ReferencedColumn, SqlType, Table, TakesDefault,
};
use crate::diagnostic::Location;
use crate::model::{
    self, Constraint, ConstraintDefinition, ForeignKey, Identity, ReferentialAction, Tenancy,
};
use crate::name::{Name, QualifiedName, default_name};

/// A table as its attributes say it. Nothing here is generic over the table, so that the methods are
/// compiled once and not once a table.
#[derive(Clone, Debug)]
pub struct TableStructure {
    /// The table and its columns.
    pub table: model::Table,
    /// Its keys and references.
    pub constraints: Vec<Constraint>,
    /// Columns whose value never changes, besides the tenant.
    pub immutable: Vec<Name>,
    /// What it is for.
    pub comment: Option<String>,
    /// What its columns are for.
    pub column_comments: Vec<(Name, String)>,
    /// Where it was declared.
    pub location: Location,
}

impl TableStructure {
    /// What `T` says of itself.
    #[must_use]
    pub fn of<T: Table>() -> Self {
        let mut structure = Self::new(T::qualified_name());
        T::structure(&mut structure);
        structure
    }

    /// A table without columns.
    fn new(name: QualifiedName) -> Self {
        Self {
            table: model::Table {
                name,
                columns: Vec::new(),
                tenancy: Tenancy::Unclassified,
            },
            constraints: Vec::new(),
            immutable: Vec::new(),
            comment: None,
            column_comments: Vec::new(),
            location: Location {
                file: String::new(),
                line: 0,
            },
        }
    }

    /// Where the table was declared.
    pub fn declared_at(&mut self, file: &str, line: u32) {
        self.location = Location {
            file: file.to_owned(),
            line,
        };
    }

    /// What the table is for.
    pub fn comment(&mut self, text: &str) {
        self.comment = Some(text.to_owned());
    }

    /// Every row belongs to the tenant in this column, which is never null.
    pub fn tenant<T, V, const I: usize>(&mut self, column: Column<T, V, I>)
    where
        T: Table,
        V: SqlType + NeverNull<V::Base>,
    {
        self.table.tenancy = Tenancy::Tenant(column.name());
    }

    /// The rows belong to no single tenant.
    pub fn shared(&mut self, why: &str) {
        self.table.tenancy = Tenancy::Shared(why.to_owned());
    }

    /// The next column.
    pub fn column<V>(&mut self, name: &str, column_type: ColumnType<V>) -> ColumnStructure<'_, V> {
        self.table.columns.push(model::Column {
            name: Name::new(name),
            data_type: column_type.data_type,
            nullable: column_type.nullable,
            default: None,
            identity: None,
            generated: None,
        });
        ColumnStructure {
            inner: self,
            marker: PhantomData,
        }
    }

    /// A primary key of these columns.
    pub fn primary_key(&mut self, columns: &[&str]) {
        let columns = columns.iter().map(Name::new).collect();
        self.add(None, &[], "pkey", ConstraintDefinition::PrimaryKey(columns));
    }

    /// A unique key of these columns.
    pub fn unique(&mut self, columns: &[&str], name: Option<&str>) {
        let columns: Vec<Name> = columns.iter().map(Name::new).collect();
        let definition = ConstraintDefinition::Unique {
            columns: columns.clone(),
            nulls_not_distinct: false,
        };
        self.add(name, &columns, "key", definition);
    }

    /// A foreign key of several columns.
    pub fn foreign_key<C, R>(&mut self, columns: C, referenced: R) -> ForeignKeyStructure<'_>
    where
        C: ColumnList,
        R: ColumnList,
        R::Table: Key<R>,
        C::Types: SameTypes<R::Types>,
    {
        self.reference(&columns.names(), R::Table::qualified_name(), referenced.names())
    }

    fn add(&mut self, name: Option<&str>, columns: &[Name], suffix: &str, definition: ConstraintDefinition) {
        let table = &self.table.name;
        let joined: Vec<&str> = columns.iter().map(Name::as_str).collect();
        let name = name.map_or_else(
            || default_name(table.name.as_str(), &joined.join("_"), suffix),
            Name::new,
        );
        self.constraints.push(Constraint {
            table: table.clone(),
            name,
            definition,
            validated: true,
        });
    }

    fn reference(
        &mut self,
        columns: &[Name],
        references: QualifiedName,
        referenced_columns: Vec<Name>,
    ) -> ForeignKeyStructure<'_> {
        let key = ForeignKey {
            columns: columns.to_vec(),
            references,
            referenced_columns,
            on_delete: ReferentialAction::NoAction,
            on_update: ReferentialAction::NoAction,
        };
        self.add(None, columns, "fkey", ConstraintDefinition::ForeignKey(key));
        ForeignKeyStructure {
            constraint: self.constraints.last_mut(),
        }
    }
}

/// What the attributes of one column say. `V` is its type without null, so that a column whose type
/// PostgreSQL lacks causes no errors after the first.
#[derive(Debug)]
pub struct ColumnStructure<'s, V> {
    inner: &'s mut TableStructure,
    marker: PhantomData<fn() -> V>,
}

impl<'s, V> ColumnStructure<'s, V> {
    fn last(&mut self) -> Option<&mut model::Column> {
        self.inner.table.columns.last_mut()
    }

    fn name(&mut self) -> Vec<Name> {
        self.last()
            .map(|column| column.name.clone())
            .into_iter()
            .collect()
    }

    /// What the column is for.
    pub fn comment(mut self, text: &str) -> Self {
        if let Some(column) = self.last() {
            let name = column.name.clone();
            self.inner.column_comments.push((name, text.to_owned()));
        }
        self
    }

    /// What the column gets when an insert says nothing.
    pub fn default<E>(mut self, value: E) -> Self
    where
        V: TakesDefault<E>,
    {
        if let Some(column) = self.last() {
            column.default = Some(V::default(value));
        }
        self
    }

    /// `GENERATED ALWAYS AS (value) STORED`
    pub fn generated<E>(mut self, value: E) -> Self
    where
        E: IntoExpr,
        E::Type: Assignable<V>,
    {
        if let Some(column) = self.last() {
            column.generated = Some(value.into_expr().into_expression());
        }
        self
    }

    /// `GENERATED … AS IDENTITY`
    pub fn identity(mut self, identity: Identity) -> Self {
        if let Some(column) = self.last() {
            column.identity = Some(identity);
        }
        self
    }

    /// The column is the primary key.
    pub fn primary_key(mut self) -> Self {
        let columns = self.name();
        self.inner
            .add(None, &[], "pkey", ConstraintDefinition::PrimaryKey(columns));
        self
    }

    /// No two rows have the same value.
    pub fn unique(mut self) -> Self {
        let columns = self.name();
        let definition = ConstraintDefinition::Unique {
            columns: columns.clone(),
            nulls_not_distinct: false,
        };
        self.inner.add(None, &columns, "key", definition);
        self
    }

    /// The value never changes once it is written.
    pub fn immutable(mut self) -> Self {
        let columns = self.name();
        self.inner.immutable.extend(columns);
        self
    }

    /// The column points at a key of one column.
    pub fn references<R>(mut self, referenced: R) -> ForeignKeyStructure<'s>
    where
        R: ReferencedColumn,
        R::Table: Key<R>,
        V: SameTypes<R::Type>,
    {
        let columns = self.name();
        self.inner
            .reference(&columns, R::Table::qualified_name(), vec![referenced.name()])
    }
}

/// What the attributes of one reference say.
#[derive(Debug)]
pub struct ForeignKeyStructure<'s> {
    constraint: Option<&'s mut Constraint>,
}

impl ForeignKeyStructure<'_> {
    fn key(&mut self) -> Option<&mut ForeignKey> {
        match &mut self.constraint.as_mut()?.definition {
            ConstraintDefinition::ForeignKey(key) => Some(key),
            ConstraintDefinition::PrimaryKey(_)
            | ConstraintDefinition::Unique { .. }
            | ConstraintDefinition::Check(_) => None,
        }
    }

    /// What happens when the row that is pointed at is deleted.
    pub fn on_delete(mut self, action: ReferentialAction) -> Self {
        if let Some(key) = self.key() {
            key.on_delete = action;
        }
        self
    }

    /// What happens when the key that is pointed at changes.
    pub fn on_update(mut self, action: ReferentialAction) -> Self {
        if let Some(key) = self.key() {
            key.on_update = action;
        }
        self
    }

    /// The constraint's name, in place of PostgreSQL's own.
    pub fn named(mut self, name: &str) -> Self {
        if let Some(constraint) = self.constraint.as_mut() {
            constraint.name = Name::new(name);
        }
        self
    }
}
