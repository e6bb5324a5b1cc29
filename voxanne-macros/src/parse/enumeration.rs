//! An enum with `#[pg_enum(…)]`.

use heck::ToSnakeCase;
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Data, DeriveInput, Fields, Generics, LitStr, Token, Variant};

use super::attribute::{Assigned, Found, words};
use super::{doc, form};
use crate::errors::Errors;
use crate::word::{EnumWord, LabelWord};

/// What `derive(PgEnum)` stands on.
pub(crate) struct Enumeration {
    /// The enum.
    pub(crate) ident: Ident,
    /// Its generics, which an enum cannot have.
    pub(crate) generics: Generics,
    /// Whether it is an enum at all.
    pub(crate) is_enum: bool,
    /// The doc comment as text.
    pub(crate) comment: Option<String>,
    /// What the attribute says.
    pub(crate) says: EnumSays,
    /// The labels, in their sort order.
    pub(crate) labels: Vec<Label>,
}

/// What `#[pg_enum(…)]` says of an enum.
#[derive(Default)]
pub(crate) struct EnumSays {
    /// `name = …`
    pub(crate) name: Option<Assigned<LitStr>>,
    /// `namespace = …`
    pub(crate) namespace: Option<Assigned<LitStr>>,
    /// `renamed_from = …`
    pub(crate) renamed_from: Option<Assigned<LitStr>>,
    /// `removed(…)`
    pub(crate) removed: Vec<Removed>,
}

/// A label that the enum had: `"lost" => Closed`, or `"lost"` alone where no row may have it.
pub(crate) struct Removed {
    /// The label.
    pub(crate) label: LitStr,
    /// The variant that takes its place.
    pub(crate) into: Option<Ident>,
}

/// One label.
pub(crate) struct Label {
    /// The variant.
    pub(crate) ident: Ident,
    /// Its data, which a label cannot have.
    pub(crate) fields: Fields,
    /// What the attribute says.
    pub(crate) says: LabelSays,
}

/// What `#[pg_enum(…)]` says of a label.
#[derive(Default)]
pub(crate) struct LabelSays {
    /// `label = …`
    pub(crate) label: Option<Assigned<LitStr>>,
    /// `renamed_from = …`
    pub(crate) renamed_from: Option<Assigned<LitStr>>,
}

impl Enumeration {
    /// Reads the enum.
    pub(crate) fn parse(input: &DeriveInput, errors: &Errors) -> Self {
        let mut says = EnumSays::default();
        words(
            &input.attrs,
            errors,
            &|word| form::of_enum(&input.ident, word),
            |found, input| says.take(found, input),
        );
        let variants: Vec<&Variant> = match &input.data {
            Data::Enum(data) => data.variants.iter().collect(),
            Data::Struct(_) | Data::Union(_) => Vec::new(),
        };
        Self {
            ident: input.ident.clone(),
            generics: input.generics.clone(),
            is_enum: matches!(input.data, Data::Enum(_)),
            comment: doc::comment(&input.attrs),
            says,
            labels: variants.into_iter().map(|v| Label::parse(v, errors)).collect(),
        }
    }

    /// The label of a variant.
    pub(crate) fn label_of(&self, variant: &Ident) -> Option<String> {
        let found = self.labels.iter().find(|label| label.ident == *variant)?;
        Some(found.text().0)
    }

    /// The type's name, and where it comes from.
    pub(crate) fn name(&self) -> (String, Span) {
        match &self.says.name {
            Some(name) => (name.value.value(), name.value.span()),
            None => (self.ident.unraw().to_string().to_snake_case(), self.ident.span()),
        }
    }
}

impl EnumSays {
    fn take(&mut self, found: &Found<'_, EnumWord>, input: ParseStream) -> syn::Result<()> {
        match found.word {
            EnumWord::Name => self.name = Some(found.text(input)?),
            EnumWord::Namespace => self.namespace = Some(found.text(input)?),
            EnumWord::RenamedFrom => self.renamed_from = Some(found.text(input)?),
            EnumWord::Removed => self.removed.extend(found.list(input, Removed::parse)?),
        }
        Ok(())
    }
}

impl Removed {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let label = input.parse()?;
        let arrow: Option<Token![=>]> = input.parse()?;
        let into = arrow.map(|_| input.call(Ident::parse_any)).transpose()?;
        Ok(Self { label, into })
    }
}

impl Label {
    fn parse(variant: &Variant, errors: &Errors) -> Self {
        let mut says = LabelSays::default();
        let forms = |word| form::of_label(variant, word);
        words(
            &variant.attrs,
            errors,
            &forms,
            |found: &Found<'_, LabelWord>, input| {
                match found.word {
                    LabelWord::Label => says.label = Some(found.text(input)?),
                    LabelWord::RenamedFrom => says.renamed_from = Some(found.text(input)?),
                }
                Ok(())
            },
        );
        Self {
            ident: variant.ident.clone(),
            fields: variant.fields.clone(),
            says,
        }
    }

    /// The label, and where it comes from.
    pub(crate) fn text(&self) -> (String, Span) {
        match &self.says.label {
            Some(label) => (label.value.value(), label.value.span()),
            None => (self.ident.unraw().to_string().to_snake_case(), self.ident.span()),
        }
    }
}
