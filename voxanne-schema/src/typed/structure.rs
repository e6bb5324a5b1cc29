//! What the attributes of `derive(Table)` say, as builder calls.

use std::marker::PhantomData;

use super::keys::SameTypes;
use super::types::ColumnType;
use super::{
    Assignable, Column, ColumnList, IntoExpr, Key, NeverNull, ReferencedColumn, SqlType, Table, TableRules,
    TakesDefault,
};
use crate::diagnostic::Location;
use crate::model::{
    self, Constraint, ConstraintDefinition, Deferral, ForeignKey, Identity, PartitionElement, PartitionKey,
    PartitionMethod, ReferentialAction, SequenceOptions, Tenancy,
};
use crate::name::{Name, QualifiedName, default_name};
use crate::object::{Describe, ObjectId};
use crate::rename::Named;

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
    /// What the table was called before.
    renamed_from: Option<Name>,
    /// What its columns were called before.
    renamed_columns: Vec<(Name, Name)>,
    /// What its keys were called before, by their place.
    renamed_keys: Vec<(usize, Name)>,
}

impl TableStructure {
    /// What `T` says of itself.
    #[must_use]
    pub fn of<T: Table>() -> Self {
        let mut structure = Self::new(T::qualified_name());
        T::structure(&mut structure);
        for column in &mut structure.table.columns {
            column.sequence_options = column.sequence_options.shortened(&column.data_type);
        }
        structure
    }

    /// A table without columns.
    fn new(name: QualifiedName) -> Self {
        Self {
            table: model::Table {
                name,
                columns: Vec::new(),
                tenancy: Tenancy::Unclassified,
                storage: Default::default(),
                partition_by: None,
                inherits: Vec::new(),
            },
            constraints: Vec::new(),
            immutable: Vec::new(),
            comment: None,
            column_comments: Vec::new(),
            location: Location {
                file: String::new(),
                line: 0,
            },
            renamed_from: None,
            renamed_columns: Vec::new(),
            renamed_keys: Vec::new(),
        }
    }

    /// What the table was called before.
    pub fn renamed_from(&mut self, name: &str) {
        self.renamed_from = Some(Name::new(name));
    }

    /// What the table, or the view, was called before.
    pub(crate) fn former_name(&self) -> Option<&Name> {
        self.renamed_from.as_ref()
    }

    /// The table, its columns and its keys that were called otherwise before.
    pub(crate) fn renames(&self) -> impl Iterator<Item = (Named, &Name)> {
        let table = &self.table.name;
        let itself = self
            .renamed_from
            .iter()
            .map(|from| (Named::Object(ObjectId::Table(table.clone())), from));
        let columns = self.renamed_columns.iter();
        let columns = columns.map(|(column, from)| (Named::Column(table.clone(), column.clone()), from));
        let keys = self.renamed_keys.iter().filter_map(|(place, from)| {
            let key = self.constraints.get(*place)?;
            Some((Named::Object(ObjectId::Constraint(key.id())), from))
        });
        itself.chain(columns).chain(keys)
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

    /// The table has the columns and checks of another besides its own, and its rows are read with those of
    /// the other.
    pub fn inherits<P: TableRules>(&mut self) {
        self.table.inherits.push(P::qualified_name());
    }

    /// The table is partitioned by ranges of these columns.
    pub fn partition_by_range(&mut self, columns: &[&str]) {
        self.partition_by(PartitionMethod::Range, columns);
    }

    /// The table is partitioned by the values of this column.
    pub fn partition_by_list(&mut self, columns: &[&str]) {
        self.partition_by(PartitionMethod::List, columns);
    }

    /// The table is partitioned by a hash of these columns.
    pub fn partition_by_hash(&mut self, columns: &[&str]) {
        self.partition_by(PartitionMethod::Hash, columns);
    }

    fn partition_by(&mut self, method: PartitionMethod, columns: &[&str]) {
        let elements = columns
            .iter()
            .map(|name| PartitionElement::column(*name))
            .collect();
        self.table.partition_by = Some(PartitionKey { method, elements });
    }

    /// The next column.
    pub fn column<V>(&mut self, name: &str, column_type: ColumnType<V>) -> ColumnStructure<'_, V> {
        self.table.columns.push(model::Column {
            name: Name::new(name),
            data_type: column_type.data_type,
            nullable: column_type.nullable,
            default: None,
            identity: None,
            sequence_options: Default::default(),
            sequence: None,
            options: Default::default(),
            generated: None,
            collation: None,
            storage: Default::default(),
        });
        ColumnStructure {
            inner: self,
            marker: PhantomData,
        }
    }

    /// A primary key of these columns.
    pub fn primary_key(&mut self, columns: &[&str], name: Option<&str>) {
        let columns = columns.iter().map(Name::new).collect();
        self.add(name, &[], "pkey", ConstraintDefinition::PrimaryKey(columns));
    }

    /// What the last key was called before.
    pub fn key_renamed_from(&mut self, name: &str) {
        if let Some(place) = self.constraints.len().checked_sub(1) {
            self.renamed_keys.push((place, Name::new(name)));
        }
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
            deferral: Deferral::default(),
            no_inherit: false,
            index: Default::default(),
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
            match_full: false,
            sets: Vec::new(),
        };
        self.add(None, columns, "fkey", ConstraintDefinition::ForeignKey(key));
        ForeignKeyStructure { inner: self }
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

    /// What the column was called before.
    pub fn renamed_from(mut self, name: &str) -> Self {
        if let Some(column) = self.last() {
            let column = column.name.clone();
            self.inner.renamed_columns.push((column, Name::new(name)));
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

    fn count(mut self, say: impl FnOnce(&mut SequenceOptions)) -> Self {
        if let Some(column) = self.last() {
            say(&mut column.sequence_options);
        }
        self
    }

    /// The first number of an identity.
    pub fn start(self, number: i64) -> Self {
        self.count(|options| options.start = Some(number))
    }

    /// How far one number of an identity is from the next; below zero where it counts down.
    pub fn increment(self, by: i64) -> Self {
        self.count(|options| options.increment = Some(by))
    }

    /// The smallest number of an identity.
    pub fn min(self, number: i64) -> Self {
        self.count(|options| options.min = Some(number))
    }

    /// The largest number of an identity.
    pub fn max(self, number: i64) -> Self {
        self.count(|options| options.max = Some(number))
    }

    /// How many numbers of an identity a session takes at once.
    pub fn cache(self, count: i64) -> Self {
        self.count(|options| options.cache = Some(count))
    }

    /// An identity that begins anew once it is through.
    pub fn cycle(self) -> Self {
        self.count(|options| options.cycle = true)
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
    inner: &'s mut TableStructure,
}

impl ForeignKeyStructure<'_> {
    fn key(&mut self) -> Option<&mut ForeignKey> {
        match &mut self.inner.constraints.last_mut()?.definition {
            ConstraintDefinition::ForeignKey(key) => Some(key),
            ConstraintDefinition::PrimaryKey(_)
            | ConstraintDefinition::Unique { .. }
            | ConstraintDefinition::Check(_)
            | ConstraintDefinition::Exclude(_) => None,
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
    pub fn named(self, name: &str) -> Self {
        if let Some(constraint) = self.inner.constraints.last_mut() {
            constraint.name = Name::new(name);
        }
        self
    }

    /// What the constraint was called before.
    pub fn renamed_from(self, name: &str) -> Self {
        self.inner.key_renamed_from(name);
        self
    }
}
