//! A struct with `#[domain(…)]`.

use heck::ToSnakeCase;
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Data, DeriveInput, Expr, Fields, Generics, LitStr, Path, Token, Type};

use super::attribute::{Assigned, Found, words};
use super::{doc, form};
use crate::errors::Errors;
use crate::word::DomainWord;

/// What `derive(Domain)` stands on.
pub(crate) struct Domain {
    /// The struct.
    pub(crate) ident: Ident,
    /// Its generics, which a domain cannot have.
    pub(crate) generics: Generics,
    /// The type of its only field, where it is a struct of one field without a name.
    pub(crate) values: Option<Type>,
    /// The doc comment as text.
    pub(crate) comment: Option<String>,
    /// What the attribute says.
    pub(crate) says: DomainSays,
}

/// What `#[domain(…)]` says.
#[derive(Default)]
pub(crate) struct DomainSays {
    /// `name = …`
    pub(crate) name: Option<Assigned<LitStr>>,
    /// `namespace = …`
    pub(crate) namespace: Option<Assigned<LitStr>>,
    /// `not_null`
    pub(crate) not_null: Option<Ident>,
    /// `default = …`
    pub(crate) default: Option<Assigned<Expr>>,
    /// `collation = …`
    pub(crate) collation: Option<Assigned<LitStr>>,
    /// `check(…)`
    pub(crate) checks: Vec<DomainCheck>,
    /// `usage(…)`
    pub(crate) usage: Vec<Path>,
    /// `renamed_from = …`
    pub(crate) renamed_from: Option<Assigned<LitStr>>,
}

/// `email_has_at = "VALUE ~ '@'"`
pub(crate) struct DomainCheck {
    /// Its name.
    pub(crate) name: Ident,
    /// Its condition.
    pub(crate) condition: LitStr,
}

impl Domain {
    /// Reads the struct.
    pub(crate) fn parse(input: &DeriveInput, errors: &Errors) -> Self {
        let mut says = DomainSays::default();
        words(
            &input.attrs,
            errors,
            &|word| form::of_domain(&input.ident, word),
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

    /// The domain's name, and where it comes from.
    pub(crate) fn name(&self) -> (String, Span) {
        match &self.says.name {
            Some(name) => (name.value.value(), name.value.span()),
            None => (self.ident.unraw().to_string().to_snake_case(), self.ident.span()),
        }
    }
}

impl DomainSays {
    fn take(&mut self, found: &Found<'_, DomainWord>, input: ParseStream) -> syn::Result<()> {
        match found.word {
            DomainWord::Name => self.name = Some(found.text(input)?),
            DomainWord::Namespace => self.namespace = Some(found.text(input)?),
            DomainWord::NotNull => found.flag_in(&mut self.not_null, input)?,
            DomainWord::Default => self.default = Some(found.value(input)?),
            DomainWord::Collation => self.collation = Some(found.text(input)?),
            DomainWord::Check => self.checks.extend(found.list(input, DomainCheck::parse)?),
            DomainWord::Usage => self.usage.extend(found.list(input, Path::parse_mod_style)?),
            DomainWord::RenamedFrom => self.renamed_from = Some(found.text(input)?),
        }
        Ok(())
    }
}

impl DomainCheck {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let name = input.call(Ident::parse_any)?;
        input.parse::<Token![=]>()?;
        Ok(Self {
            name,
            condition: input.parse()?,
        })
    }
}
