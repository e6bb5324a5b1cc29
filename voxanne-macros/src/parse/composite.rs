//! A struct with `#[composite(…)]`, and its fields with `#[attribute(…)]`.

use heck::ToSnakeCase;
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Data, DeriveInput, Field, Fields, Generics, LitStr, Path, Type};

use super::attribute::{Assigned, Found, words};
use super::{doc, form};
use crate::errors::Errors;
use crate::word::{AttributeWord, CompositeWord};

/// What `derive(Composite)` stands on.
pub(crate) struct Composite {
    /// The struct.
    pub(crate) ident: Ident,
    /// Its generics, which a composite type cannot have.
    pub(crate) generics: Generics,
    /// Whether it is a struct whose fields have names.
    pub(crate) is_named: bool,
    /// The doc comment as text.
    pub(crate) comment: Option<String>,
    /// What the attribute says.
    pub(crate) says: CompositeSays,
    /// The attributes, in their place.
    pub(crate) attributes: Vec<Attribute>,
}

/// What `#[composite(…)]` says.
#[derive(Default)]
pub(crate) struct CompositeSays {
    /// `name = …`
    pub(crate) name: Option<Assigned<LitStr>>,
    /// `namespace = …`
    pub(crate) namespace: Option<Assigned<LitStr>>,
    /// `usage(…)`
    pub(crate) usage: Vec<Path>,
    /// `renamed_from = …`
    pub(crate) renamed_from: Option<Assigned<LitStr>>,
}

/// One attribute.
pub(crate) struct Attribute {
    /// The field.
    pub(crate) ident: Ident,
    /// Its type.
    pub(crate) ty: Type,
    /// The doc comment as text.
    pub(crate) comment: Option<String>,
    /// `name = …`
    pub(crate) name: Option<Assigned<LitStr>>,
    /// `renamed_from = …`
    pub(crate) renamed_from: Option<Assigned<LitStr>>,
}

impl Composite {
    /// Reads the struct.
    pub(crate) fn parse(input: &DeriveInput, errors: &Errors) -> Self {
        let mut says = CompositeSays::default();
        words(
            &input.attrs,
            errors,
            &|word| form::of_composite(&input.ident, word),
            |found, input| says.take(found, input),
        );
        let fields = match &input.data {
            Data::Struct(data) => match &data.fields {
                Fields::Named(fields) => Some(&fields.named),
                Fields::Unnamed(_) | Fields::Unit => None,
            },
            Data::Enum(_) | Data::Union(_) => None,
        };
        let attributes = fields.into_iter().flatten();
        Self {
            ident: input.ident.clone(),
            generics: input.generics.clone(),
            is_named: fields.is_some(),
            comment: doc::comment(&input.attrs),
            says,
            attributes: attributes
                .filter_map(|field| Attribute::parse(field, errors))
                .collect(),
        }
    }

    /// The type's name, and where it comes from.
    pub(crate) fn name(&self) -> (String, Span) {
        match &self.says.name {
            Some(name) => (name.value.value(), name.value.span()),
            None => (self.ident.unraw().to_string().to_snake_case(), self.ident.span()),
        }
    }
}

impl CompositeSays {
    fn take(&mut self, found: &Found<'_, CompositeWord>, input: ParseStream) -> syn::Result<()> {
        match found.word {
            CompositeWord::Name => self.name = Some(found.text(input)?),
            CompositeWord::Namespace => self.namespace = Some(found.text(input)?),
            CompositeWord::Usage => self.usage.extend(found.list(input, Path::parse_mod_style)?),
            CompositeWord::RenamedFrom => self.renamed_from = Some(found.text(input)?),
        }
        Ok(())
    }
}

impl Attribute {
    fn parse(field: &Field, errors: &Errors) -> Option<Self> {
        let (mut name, mut renamed_from) = (None, None);
        words(
            &field.attrs,
            errors,
            &|word| form::of_attribute(field, word),
            |found: &Found<'_, AttributeWord>, input| {
                match found.word {
                    AttributeWord::Name => name = Some(found.text(input)?),
                    AttributeWord::RenamedFrom => renamed_from = Some(found.text(input)?),
                }
                Ok(())
            },
        );
        Some(Self {
            ident: field.ident.clone()?,
            ty: field.ty.clone(),
            comment: doc::comment(&field.attrs),
            name,
            renamed_from,
        })
    }

    /// The attribute's name, and where it comes from.
    pub(crate) fn text(&self) -> (String, Span) {
        match &self.name {
            Some(name) => (name.value.value(), name.value.span()),
            None => (self.ident.unraw().to_string(), self.ident.span()),
        }
    }
}
