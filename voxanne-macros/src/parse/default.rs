//! Defaults that can be seen to be none: null, and arrays written as Rust's.

use syn::{Expr, Lit, Type};

use super::show::shown;
use super::{form, ty};

/// What is wrong with a default that can be seen to be none, and what to write instead.
pub(crate) fn mistake(value: &Expr, ty: &Type) -> Option<(&'static str, String)> {
    if is_null(value) {
        let help = match ty::option_of(ty) {
            Some(_) => "take `default` away: a column that is an `Option` is null by itself".to_owned(),
            None => format!(
                "the column is never null: write `default = {}`",
                form::default(ty)
            ),
        };
        return Some(("null is never said as a default", help));
    }
    let array = ty::option_of(ty).unwrap_or(ty);
    let element = ty::vec_of(array)?;
    let items = items(value)?;
    let elements: Option<Vec<String>> = items.iter().map(array_element).collect();
    let elements = elements.map_or_else(|| "…".to_owned(), |elements| elements.join(","));
    let text = format!("'{{{}}}'", elements.replace('\'', "''"));
    let form = format!("default = sql::<Vec<{}>>({text:?})", shown(element));
    Some((
        "a default that is an array is SQL text",
        format!("write `{form}`"),
    ))
}

/// `None` and `null()`
fn is_null(value: &Expr) -> bool {
    match value {
        Expr::Path(path) => path.path.is_ident("None"),
        Expr::Call(call) => {
            matches!(&*call.func, Expr::Path(path) if path.path.is_ident("null")) && call.args.is_empty()
        }
        _ => false,
    }
}

/// The elements of `vec![…]`, `[…]` and `&[…]`; none where they cannot be read.
fn items(value: &Expr) -> Option<Vec<Expr>> {
    match value {
        Expr::Reference(reference) => items(&reference.expr),
        Expr::Array(array) => Some(array.elems.iter().cloned().collect()),
        Expr::Macro(call) if call.mac.path.is_ident("vec") => {
            let parser = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
            let items = call.mac.parse_body_with(parser);
            Some(items.map(|items| items.into_iter().collect()).unwrap_or_default())
        }
        _ => None,
    }
}

/// An element as it stands in the text of an array.
///
/// <https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO>
fn array_element(item: &Expr) -> Option<String> {
    let Expr::Lit(literal) = item else { return None };
    match &literal.lit {
        Lit::Str(text) => {
            let text = text.value();
            let is_plain = text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
            if is_plain && !text.is_empty() && !text.eq_ignore_ascii_case("null") {
                return Some(text);
            }
            Some(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
        }
        Lit::Int(number) => Some(number.base10_digits().to_owned()),
        Lit::Float(number) => Some(number.base10_digits().to_owned()),
        Lit::Bool(value) => Some(value.value.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn arrays_become_text() {
        let help = |value: Expr| {
            let mistake = mistake(&value, &parse_quote!(Option<Vec<String>>));
            mistake.map(|(_, help)| help).unwrap_or_default()
        };
        assert_eq!(
            help(parse_quote!(vec!["in_app", "email"])),
            "write `default = sql::<Vec<String>>(\"'{in_app,email}'\")`"
        );
        assert_eq!(
            help(parse_quote!(["it's", "null"])),
            "write `default = sql::<Vec<String>>(\"'{\\\"it''s\\\",\\\"null\\\"}'\")`"
        );
        assert_eq!(
            help(parse_quote!(&[first()])),
            "write `default = sql::<Vec<String>>(\"'{…}'\")`"
        );
        assert_eq!(help(parse_quote!(sql::<Vec<String>>("'{}'"))), "");
    }
}
