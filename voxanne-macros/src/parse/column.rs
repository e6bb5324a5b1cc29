//! A field of the struct, with `#[col(…)]`.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, Field, LitStr, Path, Type, Visibility};

use super::attribute::{Assigned, Found, words};
use super::identity::IdentitySays;
use super::{default, doc, form, ty};
use crate::errors::Errors;
use crate::word::{ACTIONS, ColumnWord};

/// A column.
pub(crate) struct Column {
    /// Its place in the table.
    pub(crate) index: usize,
    /// The field.
    pub(crate) ident: Ident,
    /// Its type.
    pub(crate) ty: Type,
    /// Who sees the field.
    pub(crate) vis: Visibility,
    /// The doc comment, to be written again.
    pub(crate) docs: Vec<Attribute>,
    /// The doc comment as text.
    pub(crate) comment: Option<String>,
    /// What the attribute says.
    pub(crate) says: ColumnSays,
}

/// What `#[col(…)]` says.
#[derive(Default)]
pub(crate) struct ColumnSays {
    /// `primary_key`
    pub(crate) primary_key: Option<Ident>,
    /// `unique`
    pub(crate) unique: Option<Ident>,
    /// `immutable`
    pub(crate) immutable: Option<Ident>,
    /// `default = …`
    pub(crate) default: Option<Assigned<Expr>>,
    /// `generated = …`
    pub(crate) generated: Option<Assigned<Expr>>,
    /// `identity`, with what is said of it.
    pub(crate) identity: Option<IdentitySays>,
    /// `references = …`
    pub(crate) references: Option<Assigned<Path>>,
    /// `on_delete = …`, with the variant of `ReferentialAction`.
    pub(crate) on_delete: Option<Assigned<Ident>>,
    /// `on_update = …`, with the variant of `ReferentialAction`.
    pub(crate) on_update: Option<Assigned<Ident>>,
    /// `foreign_key_name = …`
    pub(crate) foreign_key_name: Option<Assigned<LitStr>>,
    /// `name = …`
    pub(crate) name: Option<Assigned<LitStr>>,
    /// `renamed_from = …`
    pub(crate) renamed_from: Option<Assigned<LitStr>>,
    /// `foreign_key_renamed_from = …`
    pub(crate) foreign_key_renamed_from: Option<Assigned<LitStr>>,
}

impl Column {
    /// Reads a field.
    pub(crate) fn parse(index: usize, field: &Field, errors: &Errors) -> Option<Self> {
        let mut says = ColumnSays::default();
        words(
            &field.attrs,
            errors,
            &|word| form::of_column(field, word),
            |found, input| says.take(found, input),
        );
        Some(Self {
            index,
            ident: field.ident.clone()?,
            ty: field.ty.clone(),
            vis: field.vis.clone(),
            docs: doc::attributes(&field.attrs),
            comment: doc::comment(&field.attrs),
            says,
        })
    }

    /// The field as it is written in attributes.
    pub(crate) fn field(&self) -> String {
        self.ident.unraw().to_string()
    }

    /// The column's name in SQL.
    pub(crate) fn name(&self) -> String {
        match &self.says.name {
            Some(name) => name.value.value(),
            None => self.field(),
        }
    }

    /// Whether its type can be one of PostgreSQL's, as far as it shows.
    pub(crate) fn has_type(&self) -> bool {
        !ty::is_nested_option(&self.ty) && ty::lacking(&self.ty).is_none()
    }

    /// The default, unless it can be seen to be none.
    pub(crate) fn default(&self) -> Option<&Assigned<Expr>> {
        let default = self.says.default.as_ref();
        default.filter(|default| default::mistake(&default.value, &self.ty).is_none())
    }

    /// Whether the column accepts null, as far as its type shows.
    pub(crate) fn is_nullable(&self) -> bool {
        ty::is_nullable(&self.ty)
    }
}

impl ColumnSays {
    /// A flag stands even where a value was given to it, so that what follows from it is checked too.
    fn take(&mut self, found: &Found<'_, ColumnWord>, input: ParseStream) -> syn::Result<()> {
        match found.word {
            ColumnWord::PrimaryKey => found.flag_in(&mut self.primary_key, input)?,
            ColumnWord::Unique => found.flag_in(&mut self.unique, input)?,
            ColumnWord::Immutable => found.flag_in(&mut self.immutable, input)?,
            ColumnWord::Default => self.default = Some(found.value(input)?),
            ColumnWord::Generated => self.generated = Some(found.value(input)?),
            ColumnWord::Identity => self.identity = Some(IdentitySays::parse(found, input)?),
            ColumnWord::References => self.references = Some(found.column(input)?),
            ColumnWord::OnDelete => self.on_delete = Some(found.choice(input, ACTIONS)?),
            ColumnWord::OnUpdate => self.on_update = Some(found.choice(input, ACTIONS)?),
            ColumnWord::ForeignKeyName => self.foreign_key_name = Some(found.text(input)?),
            ColumnWord::Name => self.name = Some(found.text(input)?),
            ColumnWord::RenamedFrom => self.renamed_from = Some(found.text(input)?),
            ColumnWord::ForeignKeyRenamedFrom => self.foreign_key_renamed_from = Some(found.text(input)?),
        }
        Ok(())
    }
}
