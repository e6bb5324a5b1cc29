//! A struct with `#[sequence(…)]`.

use heck::ToSnakeCase;
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Data, DeriveInput, Expr, Fields, Generics, LitStr, Path, Type};

use super::attribute::{Assigned, Found, words};
use super::{doc, form};
use crate::errors::Errors;
use crate::word::SequenceWord;

/// What `derive(Sequence)` stands on.
pub(crate) struct Sequence {
    /// The struct.
    pub(crate) ident: Ident,
    /// Its generics, which a sequence cannot have.
    pub(crate) generics: Generics,
    /// The type of its only field, where it is a struct of one field without a name.
    pub(crate) values: Option<Type>,
    /// The doc comment as text.
    pub(crate) comment: Option<String>,
    /// What the attribute says.
    pub(crate) says: SequenceSays,
}

/// What `#[sequence(…)]` says.
#[derive(Default)]
pub(crate) struct SequenceSays {
    /// `name = …`
    pub(crate) name: Option<Assigned<LitStr>>,
    /// `namespace = …`
    pub(crate) namespace: Option<Assigned<LitStr>>,
    /// `start = …`, `increment = …`, `min = …`, `max = …`, `cache = …`
    pub(crate) numbers: Vec<Assigned<Expr>>,
    /// `cycle`, `unlogged`
    pub(crate) flags: Vec<Ident>,
    /// `owned_by = …`
    pub(crate) owned_by: Option<Assigned<Path>>,
    /// `usage(…)`
    pub(crate) usage: Vec<Path>,
    /// `renamed_from = …`
    pub(crate) renamed_from: Option<Assigned<LitStr>>,
}

impl Sequence {
    /// Reads the struct.
    pub(crate) fn parse(input: &DeriveInput, errors: &Errors) -> Self {
        let mut says = SequenceSays::default();
        words(
            &input.attrs,
            errors,
            &|word| form::of_sequence(&input.ident, word),
            |found, input| says.take(found, input),
        );
        let values = match &input.data {
            Data::Struct(data) => match &data.fields {
                Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                    fields.unnamed.first().map(|field| field.ty.clone())
                }
                _ => None,
            },
            Data::Enum(_) | Data::Union(_) => None,
        };
        Self {
            ident: input.ident.clone(),
            generics: input.generics.clone(),
            values,
            comment: doc::comment(&input.attrs),
            says,
        }
    }

    /// The sequence's name, and where it comes from.
    pub(crate) fn name(&self) -> (String, Span) {
        match &self.says.name {
            Some(name) => (name.value.value(), name.value.span()),
            None => (self.ident.unraw().to_string().to_snake_case(), self.ident.span()),
        }
    }
}

impl SequenceSays {
    fn take(&mut self, found: &Found<'_, SequenceWord>, input: ParseStream) -> syn::Result<()> {
        match found.word {
            SequenceWord::Name => self.name = Some(found.text(input)?),
            SequenceWord::Namespace => self.namespace = Some(found.text(input)?),
            SequenceWord::Start
            | SequenceWord::Increment
            | SequenceWord::Min
            | SequenceWord::Max
            | SequenceWord::Cache => self.numbers.push(found.value(input)?),
            SequenceWord::Cycle | SequenceWord::Unlogged => self.flags.push(found.flag(input)?),
            SequenceWord::OwnedBy => self.owned_by = Some(found.column(input)?),
            SequenceWord::Usage => self.usage.extend(found.list(input, Path::parse_mod_style)?),
            SequenceWord::RenamedFrom => self.renamed_from = Some(found.text(input)?),
        }
        Ok(())
    }
}
