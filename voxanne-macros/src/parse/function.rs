//! The functions in `sql_fn! { … }`.

use heck::ToShoutySnakeCase;
use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, LitStr, Path, Token, Type, Visibility, token};

use super::attribute::{Assigned, Found, words};
use super::show::shown;
use super::signature::{Argument, Body, FORM, Mode, Returns, arguments};
use super::{doc, form};
use crate::errors::{Errors, error, with_help};
use crate::word::{FunctionWord, Vocabulary};

/// A function.
pub(crate) struct Function {
    /// Its name in Rust.
    pub(crate) ident: Ident,
    /// Who sees it.
    pub(crate) vis: Visibility,
    /// The doc comment, to be written again.
    pub(crate) docs: Vec<Attribute>,
    /// The doc comment as text.
    pub(crate) comment: Option<String>,
    /// What the attribute says.
    pub(crate) says: FunctionSays,
    /// Its arguments, in order.
    pub(crate) arguments: Vec<Argument>,
    /// What it returns.
    pub(crate) returns: Returns,
    /// Its body.
    pub(crate) body: Body,
}

/// What `#[function(…)]` says.
#[derive(Default)]
pub(crate) struct FunctionSays {
    /// `name = …`
    pub(crate) name: Option<Assigned<LitStr>>,
    /// `namespace = …`
    pub(crate) namespace: Option<Assigned<LitStr>>,
    /// `language = …`
    pub(crate) language: Option<Assigned<String>>,
    /// `volatile`, `stable` or `immutable`: the words, of which there should be one.
    pub(crate) volatility: Vec<(Ident, &'static str)>,
    /// `security_definer` or `security_invoker`: the words, of which there should be one.
    pub(crate) security: Vec<(Ident, &'static str)>,
    /// `strict`
    pub(crate) strict: Option<Ident>,
    /// `search_path = …`
    pub(crate) search_path: Option<Assigned<LitStr>>,
    /// `execute(…)`
    pub(crate) execute: Option<Assigned<Vec<Path>>>,
    /// `owned_by = …`
    pub(crate) owned_by: Option<Assigned<Path>>,
    /// `renamed_from = …`
    pub(crate) renamed_from: Option<Assigned<LitStr>>,
}

/// Reads every function. A malformed one does not hide the others.
pub(crate) fn parse(tokens: TokenStream, errors: &Errors) -> Vec<Function> {
    let mut functions = Vec::new();
    let parser = |input: ParseStream| {
        while !input.is_empty() {
            match Function::parse(input, errors) {
                Ok(function) => functions.push(function),
                Err(error) => {
                    errors.push(error);
                    skip_function(input);
                }
            }
        }
        Ok(())
    };
    let outcome = parser.parse2(tokens);
    if let Err(error) = outcome
        && errors.count() == 0
    {
        errors.push(error);
    }
    functions
}

/// Goes on after the next `;` or body.
fn skip_function(input: ParseStream) {
    while !input.is_empty() {
        let ends = input.peek(Token![;]) || input.peek(token::Brace);
        if input.parse::<TokenTree>().is_err() || ends {
            return;
        }
    }
}

impl Function {
    fn parse(input: ParseStream, errors: &Errors) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        input
            .parse::<Token![fn]>()
            .map_err(|e| expected(&e, "expected a function"))?;
        let ident = input.call(Ident::parse_any)?;
        let mut says = FunctionSays::default();
        words(
            &attributes,
            errors,
            &|word| form::of_function(&ident, word),
            |found, input| says.take(found, input),
        );
        for attribute in attributes.iter().filter(|a| !is_known(a)) {
            let message = "unknown attribute on a function";
            errors.at(
                &attribute.meta,
                message,
                "the attributes are doc comments and `#[function(…)]`",
            );
        }
        let arguments = arguments(input)?;
        let returns = Returns::parse(input, &arguments)?;
        let body = Body::parse(input, &ident, errors)?;
        Ok(Self {
            ident,
            vis,
            docs: doc::attributes(&attributes),
            comment: doc::comment(&attributes),
            says,
            arguments,
            returns,
            body,
        })
    }

    /// The type of the one value that an expression gets when it calls the function.
    pub(crate) fn value(&self) -> Option<&Type> {
        let mut given = self.arguments.iter().filter(|argument| argument.mode.gives());
        match (&self.returns, given.next(), given.next()) {
            (Returns::Scalar(ty), None, _) => Some(ty),
            (Returns::Out, Some(argument), None) => Some(&argument.ty),
            _ => None,
        }
    }

    /// Whether a call may give any number of values.
    pub(crate) fn is_variadic(&self) -> bool {
        let mut modes = self.arguments.iter().map(|argument| argument.mode);
        modes.any(|mode| mode == Mode::Variadic)
    }

    /// The function's name in SQL.
    pub(crate) fn name(&self) -> String {
        match &self.says.name {
            Some(name) => name.value.value(),
            None => self.ident.unraw().to_string(),
        }
    }
}

fn is_known(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc") || attribute.path().is_ident(FunctionWord::ATTRIBUTE)
}

fn expected(error: &syn::Error, message: &str) -> syn::Error {
    syn::Error::new(error.span(), with_help(message, FORM))
}

impl FunctionSays {
    fn take(&mut self, found: &Found<'_, FunctionWord>, input: ParseStream) -> syn::Result<()> {
        match found.word {
            FunctionWord::Name => self.name = Some(found.text(input)?),
            FunctionWord::Namespace => self.namespace = Some(found.text(input)?),
            FunctionWord::RenamedFrom => self.renamed_from = Some(found.text(input)?),
            FunctionWord::Language => self.language = Some(found.value_with(input, language)?),
            FunctionWord::Volatile => self.volatility.push((found.flag(input)?, "Volatile")),
            FunctionWord::Stable => self.volatility.push((found.flag(input)?, "Stable")),
            FunctionWord::Immutable => self.volatility.push((found.flag(input)?, "Immutable")),
            FunctionWord::SecurityDefiner => self.security.push((found.flag(input)?, "Definer")),
            FunctionWord::SecurityInvoker => self.security.push((found.flag(input)?, "Invoker")),
            FunctionWord::Strict => self.strict = Some(found.flag(input)?),
            FunctionWord::SearchPath => self.search_path = Some(found.text(input)?),
            FunctionWord::OwnedBy => self.owned_by = Some(found.value_with(input, role)?),
            FunctionWord::Execute => {
                let roles = found.list(input, role)?;
                if roles.is_empty() {
                    return Err(found.error("`execute` names no role", &found.form()));
                }
                self.execute = Some(Assigned {
                    word: found.ident.clone(),
                    value: roles.into_iter().collect(),
                });
            }
        }
        Ok(())
    }
}

/// A path to the constant of a role.
fn role(input: ParseStream) -> syn::Result<Path> {
    if let Ok(text) = input.fork().parse::<LitStr>() {
        let constant = text.value().to_shouty_snake_case();
        let help = format!(
            "write `{constant}`, with `const {constant}: RoleName = RoleName::new({});` in scope",
            shown(&text)
        );
        return Err(error(&text, "a role is a constant, not a text", &help));
    }
    input.call(Path::parse_mod_style)
}

/// `plpgsql` or `"plpgsql"`
fn language(input: ParseStream) -> syn::Result<String> {
    if input.peek(LitStr) {
        return Ok(input.parse::<LitStr>()?.value());
    }
    Ok(input.call(Ident::parse_any)?.to_string())
}
