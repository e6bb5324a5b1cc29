//! A struct with `#[table(…)]`.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Data, DeriveInput, Fields, Generics, LitStr, Path, Visibility};

use super::attribute::{Assigned, Found, words};
use super::column::Column;
use super::key::{ForeignKeySays, KeySays};
use super::partition::PartitionSays;
use super::{doc, form};
use crate::errors::Errors;
use crate::word::{ColumnWord, TableWord, Vocabulary};

/// What `derive(Table)` stands on.
pub(crate) struct Table {
    /// The struct.
    pub(crate) ident: Ident,
    /// Who sees it.
    pub(crate) vis: Visibility,
    /// Its generics, which a table cannot have.
    pub(crate) generics: Generics,
    /// What it is.
    pub(crate) shape: Shape,
    /// The doc comment as text.
    pub(crate) comment: Option<String>,
    /// What the attribute says.
    pub(crate) says: TableSays,
    /// Whether the attribute could be read as it is, so that what it lacks is really missing.
    pub(crate) is_readable: bool,
    /// The columns, in their place.
    pub(crate) columns: Vec<Column>,
}

/// What the derive stands on, of which only one can be a table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A struct with named fields.
    Named,
    /// A struct without names.
    Unnamed,
    /// An enum or a union.
    NoStruct,
}

/// What `#[table(…)]` says.
#[derive(Default)]
pub(crate) struct TableSays {
    /// `name = …`
    pub(crate) name: Option<Assigned<LitStr>>,
    /// `namespace = …`
    pub(crate) namespace: Option<Assigned<LitStr>>,
    /// `tenant = …`
    pub(crate) tenant: Option<Assigned<Ident>>,
    /// `shared = …`
    pub(crate) shared: Option<Assigned<LitStr>>,
    /// `primary_key(…)`
    pub(crate) primary_key: Option<KeySays>,
    /// `unique(…)`
    pub(crate) uniques: Vec<KeySays>,
    /// `foreign_key(…)`
    pub(crate) foreign_keys: Vec<ForeignKeySays>,
    /// `partition_by = …`
    pub(crate) partition_by: Option<PartitionSays>,
    /// `inherits(…)`
    pub(crate) inherits: Vec<Assigned<Path>>,
    /// `no_rules`
    pub(crate) no_rules: bool,
    /// `renamed_from = …`
    pub(crate) renamed_from: Option<Assigned<LitStr>>,
}

impl Table {
    /// Reads the struct.
    pub(crate) fn parse(input: &DeriveInput, errors: &Errors) -> Self {
        let mut says = TableSays::default();
        let before = errors.count();
        let key = form::key(input);
        words(
            &input.attrs,
            errors,
            &|word| form::of_table(input, word),
            |found, input| says.take(found, input, &key),
        );
        let is_readable = errors.count() == before;
        Self::with(input, says, is_readable, TableWord::ATTRIBUTE, errors)
    }

    /// The struct with its columns, given what its own attribute says.
    pub(super) fn with(
        input: &DeriveInput,
        says: TableSays,
        is_readable: bool,
        attribute: &str,
        errors: &Errors,
    ) -> Self {
        misplaced(&input.attrs, ColumnWord::ATTRIBUTE, "a field", errors);
        let mut columns = Vec::new();
        let shape = match &input.data {
            Data::Struct(data) => match &data.fields {
                Fields::Named(fields) => {
                    for (index, field) in fields.named.iter().enumerate() {
                        misplaced(&field.attrs, attribute, "the struct", errors);
                        columns.extend(Column::parse(index, field, errors));
                    }
                    Shape::Named
                }
                Fields::Unnamed(_) | Fields::Unit => Shape::Unnamed,
            },
            Data::Enum(_) | Data::Union(_) => Shape::NoStruct,
        };
        Self {
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            generics: input.generics.clone(),
            shape,
            comment: doc::comment(&input.attrs),
            says,
            is_readable,
            columns,
        }
    }

    /// The table's name; the struct's until the user gives one.
    pub(crate) fn name(&self) -> String {
        match &self.says.name {
            Some(name) => name.value.value(),
            None => self.ident.unraw().to_string(),
        }
    }

    /// Whether a path leads to the table itself, as far as it shows.
    pub(crate) fn is(&self, path: &Path) -> bool {
        path.is_ident("Self") || path.is_ident(&self.ident)
    }

    /// The column of the table itself that a reference names and that does not exist.
    pub(crate) fn lacking<'c>(&self, column: &'c Column) -> Option<&'c Ident> {
        let mut segments = column.says.references.as_ref()?.value.segments.iter();
        let (of, field, None) = (segments.next()?, segments.next()?, segments.next()) else {
            return None;
        };
        let is_own = of.ident == "Self" || of.ident == self.ident;
        (is_own && self.column(&field.ident).is_none()).then_some(&field.ident)
    }

    /// The column of a field.
    pub(crate) fn column(&self, field: &Ident) -> Option<&Column> {
        self.columns
            .iter()
            .find(|column| column.ident.unraw() == field.unraw())
    }
}

/// Says that an attribute stands in the wrong place.
fn misplaced(attributes: &[Attribute], name: &str, place: &str, errors: &Errors) {
    for attribute in attributes.iter().filter(|a| a.path().is_ident(name)) {
        let message = format!("`#[{name}(…)]` belongs on {place}");
        errors.at(&attribute.meta, &message, "move it there");
    }
}

impl TableSays {
    fn take(&mut self, found: &Found<'_, TableWord>, input: ParseStream, key: &str) -> syn::Result<()> {
        match found.word {
            TableWord::Name => self.name = Some(found.text(input)?),
            TableWord::Namespace => self.namespace = Some(found.text(input)?),
            TableWord::RenamedFrom => self.renamed_from = Some(found.text(input)?),
            TableWord::Tenant => self.tenant = Some(found.value(input)?),
            TableWord::Shared => self.shared = Some(found.text(input)?),
            TableWord::PrimaryKey => self.primary_key = Some(KeySays::parse(found, input, key, true)?),
            TableWord::Unique => self.uniques.push(KeySays::parse(found, input, key, true)?),
            TableWord::ForeignKey => self.foreign_keys.push(ForeignKeySays::parse(found, input)?),
            TableWord::PartitionBy => self.partition_by = Some(PartitionSays::parse(found, input)?),
            TableWord::Inherits => {
                let parents = found.list(input, Path::parse_mod_style)?;
                self.inherits = parents.into_iter().map(|parent| found.assigned(parent)).collect();
            }
            TableWord::NoRules => {
                self.no_rules = true;
                found.flag(input)?;
            }
        }
        Ok(())
    }
}
