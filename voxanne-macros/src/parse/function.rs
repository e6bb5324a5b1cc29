//! The functions in `sql_fn! { … }`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, LitStr, Path, Token, Type, Visibility, braced, parenthesized, token};

use super::attribute::{Assigned, Found, drain, words};
use super::doc;
use crate::errors::{Errors, error, with_help};
use crate::word::{FunctionWord, Vocabulary, returns};

/// The form of a whole function, for helps.
const FORM: &str = "write `pub fn auth_org_id() -> Uuid;`, or `{ \"…\" }` with a body in place of the `;`";

/// The form of a body, for helps.
pub(crate) const BODY_FORM: &str = "write `{ \"select …\" }` or `{ include_str!(\"body.sql\") }`";

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

/// The body of a function.
pub(crate) enum Body {
    /// `;`: the function exists elsewhere.
    Elsewhere,
    /// Its text.
    Text(Expr),
    /// Something else, of which an error was told.
    Malformed,
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
}

/// An argument.
pub(crate) struct Argument {
    /// Its name.
    pub(crate) ident: Ident,
    /// Its type.
    pub(crate) ty: Type,
    /// What it is when a call leaves it out.
    pub(crate) default: Option<Expr>,
}

/// What a function returns.
pub(crate) enum Returns {
    /// One value.
    Scalar(Type),
    /// Any number of values.
    SetOf(Type),
    /// The rows of a declared table.
    SetOfTable(Path),
    /// Rows of these columns.
    Table(Vec<(Ident, Type)>),
    /// A row for a trigger.
    Trigger(Ident),
    /// Nothing.
    Void,
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
        words(&attributes, errors, |found, input| says.take(found, input));
        for attribute in attributes.iter().filter(|a| !is_known(a)) {
            let message = "unknown attribute on a function";
            errors.at(
                &attribute.meta,
                message,
                "the attributes are doc comments and `#[function(…)]`",
            );
        }
        let (arguments, returns) = (arguments(input)?, Returns::parse(input)?);
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
    fn take(&mut self, found: &Found<FunctionWord>, input: ParseStream) -> syn::Result<()> {
        match found.word {
            FunctionWord::Name => self.name = Some(found.value(input)?),
            FunctionWord::Namespace => self.namespace = Some(found.value(input)?),
            FunctionWord::Language => self.language = Some(found.value_with(input, language)?),
            FunctionWord::Volatile => self.volatility.push((found.flag(input)?, "Volatile")),
            FunctionWord::Stable => self.volatility.push((found.flag(input)?, "Stable")),
            FunctionWord::Immutable => self.volatility.push((found.flag(input)?, "Immutable")),
            FunctionWord::SecurityDefiner => self.security.push((found.flag(input)?, "Definer")),
            FunctionWord::SecurityInvoker => self.security.push((found.flag(input)?, "Invoker")),
            FunctionWord::Strict => self.strict = Some(found.flag(input)?),
            FunctionWord::SearchPath => self.search_path = Some(found.value(input)?),
            FunctionWord::Execute => {
                let roles = found.list(input, Path::parse_mod_style)?;
                self.execute = Some(Assigned {
                    word: found.ident.clone(),
                    value: roles.into_iter().collect(),
                });
            }
        }
        Ok(())
    }
}

/// `plpgsql` or `"plpgsql"`
fn language(input: ParseStream) -> syn::Result<String> {
    if input.peek(LitStr) {
        return Ok(input.parse::<LitStr>()?.value());
    }
    Ok(input.call(Ident::parse_any)?.to_string())
}

/// `(org_id: Uuid, title: String = "none")`
fn arguments(input: ParseStream) -> syn::Result<Vec<Argument>> {
    let content;
    parenthesized!(content in input);
    let arguments = content.parse_terminated(Argument::parse, Token![,]);
    drain(&content);
    Ok(arguments?.into_iter().collect())
}

impl Argument {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let ident = input.call(Ident::parse_any)?;
        if !input.peek(Token![:]) {
            let message = format!("the argument `{ident}` has no type");
            return Err(error(
                &ident,
                &message,
                "write `name: Type`, or `name: Type = default`",
            ));
        }
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        let default = match input.parse::<Option<Token![=]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        Ok(Self { ident, ty, default })
    }
}

impl Returns {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        if input.parse::<Option<Token![->]>>()?.is_none() {
            return Ok(Self::Void);
        }
        let word = input
            .fork()
            .call(Ident::parse_any)
            .map(|word| word.to_string())
            .unwrap_or_default();
        let is_last = input.peek2(Token![;]) || input.peek2(token::Brace);
        match word.as_str() {
            returns::SETOF => {
                input.call(Ident::parse_any)?;
                Self::set(input)
            }
            returns::TABLE if input.peek2(token::Paren) => {
                input.call(Ident::parse_any)?;
                Self::columns(input)
            }
            returns::TRIGGER if is_last => Ok(Self::Trigger(input.call(Ident::parse_any)?)),
            returns::VOID if is_last => input.call(Ident::parse_any).map(|_| Self::Void),
            _ => match input.parse()? {
                Type::Tuple(unit) if unit.elems.is_empty() => Ok(Self::Void),
                ty => Ok(Self::Scalar(ty)),
            },
        }
    }

    /// What stands after `setof`.
    fn set(input: ParseStream) -> syn::Result<Self> {
        let fork = input.fork();
        let word = fork.call(Ident::parse_any);
        if word.is_ok_and(|word| word == returns::TABLE) && fork.peek(Ident::peek_any) {
            input.call(Ident::parse_any)?;
            return Ok(Self::SetOfTable(input.call(Path::parse_mod_style)?));
        }
        Ok(Self::SetOf(input.parse()?))
    }

    /// What stands after `table`.
    fn columns(input: ParseStream) -> syn::Result<Self> {
        let content;
        parenthesized!(content in input);
        let columns = Punctuated::<_, Token![,]>::parse_terminated_with(&content, |input| {
            let ident = input.call(Ident::parse_any)?;
            input.parse::<Token![:]>()?;
            Ok((ident, input.parse()?))
        });
        drain(&content);
        Ok(Self::Table(columns?.into_iter().collect()))
    }
}

impl Body {
    /// Reads `;` or `{ "…" }`. What is wrong inside the braces is said here, since the function ends
    /// after them all the same.
    fn parse(input: ParseStream, of: &Ident, errors: &Errors) -> syn::Result<Self> {
        if input.parse::<Option<Token![;]>>()?.is_some() {
            return Ok(Self::Elsewhere);
        }
        if !input.peek(token::Brace) {
            return Err(error(of, "expected a body or `;` after the function", FORM));
        }
        let content;
        let braces = braced!(content in input);
        let body = content.parse::<Expr>();
        let ended = content.is_empty();
        drain(&content);
        match body {
            Ok(text) if ended && is_text(&text) => return Ok(Self::Text(text)),
            _ => errors.push(syn::Error::new(
                braces.span.join(),
                with_help("the body is one string", BODY_FORM),
            )),
        }
        Ok(Self::Malformed)
    }
}

/// Whether it can be a string: a literal, a constant, or a macro such as `include_str!`.
fn is_text(body: &Expr) -> bool {
    match body {
        Expr::Lit(literal) => matches!(literal.lit, Lit::Str(_)),
        other => matches!(other, Expr::Macro(_) | Expr::Path(_)),
    }
}
