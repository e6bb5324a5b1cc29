//! What follows the name of a function: its arguments, what it returns, its body.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Expr, Lit, Path, Token, Type, braced, parenthesized, token};

use super::attribute::drain;
use super::show::shown;
use crate::errors::{Errors, error, with_help};
use crate::word::{mode, returns};

/// The form of a whole function, for helps.
pub(super) const FORM: &str =
    "write `pub fn auth_org_id() -> Uuid;`, or `{ \"…\" }` with a body in place of the `;`";

/// The form of a body, for helps.
pub(crate) const BODY_FORM: &str = "write `{ \"select …\" }` or `{ include_str!(\"body.sql\") }`";

/// An argument.
pub(crate) struct Argument {
    /// How values pass through it.
    pub(crate) mode: Mode,
    /// Its name.
    pub(crate) ident: Ident,
    /// Its type.
    pub(crate) ty: Type,
    /// What it is when a call leaves it out.
    pub(crate) default: Option<Expr>,
}

/// How values pass through an argument.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// In.
    In,
    /// Out.
    Out,
    /// In and out again.
    InOut,
    /// In, any number of them.
    Variadic,
}

impl Mode {
    /// Whether the function gives its value back.
    pub(crate) fn gives(self) -> bool {
        matches!(self, Self::Out | Self::InOut)
    }

    /// The word before an argument, if it is one of ours and the argument's name follows.
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let word = input.fork().call(Ident::parse_any);
        let word = word.map(|word| word.to_string()).unwrap_or_default();
        let mode = match word.as_str() {
            _ if !input.peek2(Ident::peek_any) => return Ok(Self::In),
            mode::OUT => Self::Out,
            mode::INOUT => Self::InOut,
            mode::VARIADIC => Self::Variadic,
            _ => return Ok(Self::In),
        };
        input.call(Ident::parse_any)?;
        Ok(mode)
    }
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
    /// The values of its `out` and `inout` arguments.
    Out,
    /// Any number of rows of its `out` and `inout` arguments.
    SetOfOut(Ident),
    /// A row for a trigger.
    Trigger(Ident),
    /// Nothing.
    Void,
    /// Nothing at all: it is a procedure.
    Procedure,
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

/// `(org_id: Uuid, title: String = "none", out found: i64)`
pub(super) fn arguments(input: ParseStream) -> syn::Result<Vec<Argument>> {
    let content;
    parenthesized!(content in input);
    let arguments = content.parse_terminated(Argument::parse, Token![,]);
    drain(&content);
    Ok(arguments?.into_iter().collect())
}

impl Argument {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mode = Mode::parse(input)?;
        let ident = input.call(Ident::parse_any)?;
        if !input.peek(Token![:]) {
            let message = format!("the argument `{ident}` has no type");
            let help = format!("write `{ident}: Type`, or `{ident}: Type = default`");
            return Err(error(&ident, &message, &help));
        }
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        let default = match input.parse::<Option<Token![=]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        Ok(Self {
            mode,
            ident,
            ty,
            default,
        })
    }
}

impl Returns {
    /// What stands after the arrow. Without one, the arguments say it.
    pub(super) fn parse(input: ParseStream, arguments: &[Argument]) -> syn::Result<Self> {
        if input.parse::<Option<Token![->]>>()?.is_none() {
            let gives = arguments.iter().any(|argument| argument.mode.gives());
            return Ok(if gives { Self::Out } else { Self::Void });
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
            returns::TRIGGER | returns::EVENT_TRIGGER if is_last => {
                Ok(Self::Trigger(input.call(Ident::parse_any)?))
            }
            returns::PROCEDURE if is_last => input.call(Ident::parse_any).map(|_| Self::Procedure),
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
        if matches!(&word, Ok(word) if word == returns::RECORD) {
            return input.call(Ident::parse_any).map(Self::SetOfOut);
        }
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
    pub(super) fn parse(input: ParseStream, of: &Ident, errors: &Errors) -> syn::Result<Self> {
        if input.parse::<Option<Token![;]>>()?.is_some() {
            return Ok(Self::Elsewhere);
        }
        if !input.peek(token::Brace) {
            let message = format!("`{of}` ends without a body and without `;`");
            let help = "write `{ \"select …\" }` after it, or `;` where the function exists elsewhere";
            return Err(error(of, &message, help));
        }
        let content;
        let braces = braced!(content in input);
        let help = quoted(&content.fork());
        let body = content.parse::<Expr>();
        let ended = content.is_empty();
        drain(&content);
        match body {
            Ok(text) if ended && is_text(&text) => return Ok(Self::Text(text)),
            _ => errors.push(syn::Error::new(
                braces.span.join(),
                with_help("the body is one string", &help),
            )),
        }
        Ok(Self::Malformed)
    }
}

/// The body that was written without quotes, with them.
fn quoted(content: ParseStream) -> String {
    match content.call(Ident::parse_any) {
        Ok(first) if !content.is_empty() => {
            let rest = content.parse::<TokenStream>().unwrap_or_default();
            let text = shown(&rest);
            if text.contains(['"', '`']) {
                return BODY_FORM.to_owned();
            }
            format!("write `{{ \"{first} {text}\" }}`")
        }
        _ => BODY_FORM.to_owned(),
    }
}

/// Whether it can be a string: a literal, a constant, or a macro such as `include_str!`.
pub(super) fn is_text(body: &Expr) -> bool {
    match body {
        Expr::Lit(literal) => matches!(literal.lit, Lit::Str(_)),
        other => matches!(other, Expr::Macro(_) | Expr::Path(_)),
    }
}
