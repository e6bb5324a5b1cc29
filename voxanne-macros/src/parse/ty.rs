//! What can be seen of a type without resolving it.

use syn::{GenericArgument, PathArguments, Type};

/// `T` of `Option<T>`, however the path to `Option` is written.
pub(crate) fn option_of(ty: &Type) -> Option<&Type> {
    let segment = match ungrouped(ty) {
        Type::Path(path) => path.path.segments.last()?,
        _ => return None,
    };
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(inner) if segment.ident == "Option" && arguments.args.len() == 1 => Some(inner),
        _ => None,
    }
}

/// Whether the type is an `Option`.
pub(crate) fn is_nullable(ty: &Type) -> bool {
    option_of(ty).is_some()
}

/// Whether the type is an `Option` of an `Option`.
pub(crate) fn is_nested_option(ty: &Type) -> bool {
    option_of(ty).is_some_and(is_nullable)
}

/// The type without the invisible groups that macros leave.
fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_seen() {
        assert!(is_nullable(&syn::parse_quote!(Option<Uuid>)));
        assert!(is_nullable(&syn::parse_quote!(::core::option::Option<Uuid>)));
        assert!(!is_nullable(&syn::parse_quote!(Vec<Option<Uuid>>)));
        assert!(is_nested_option(&syn::parse_quote!(Option<Option<Uuid>>)));
        assert!(!is_nested_option(&syn::parse_quote!(Option<Vec<Uuid>>)));
    }
}
