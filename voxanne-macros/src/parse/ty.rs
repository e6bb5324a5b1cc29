//! What can be seen of a type without resolving it.

use syn::{GenericArgument, PathArguments, PathSegment, Type};

use super::show::shown;

/// `T` of `Option<T>`, however the path to `Option` is written.
pub(crate) fn option_of(ty: &Type) -> Option<&Type> {
    only_argument(ty, "Option")
}

/// `T` of `Vec<T>`, however the path to `Vec` is written.
pub(crate) fn vec_of(ty: &Type) -> Option<&Type> {
    only_argument(ty, "Vec")
}

fn only_argument<'t>(ty: &'t Type, of: &str) -> Option<&'t Type> {
    let segment = match ungrouped(ty) {
        Type::Path(path) => path.path.segments.last()?,
        _ => return None,
    };
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(inner) if segment.ident == of && arguments.args.len() == 1 => Some(inner),
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

/// A type that PostgreSQL lacks.
pub(crate) struct Lacking<'t> {
    /// The type, inside of others.
    pub(crate) ty: &'t Type,
    /// What is wrong with it.
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) help: String,
}

/// A type that nobody can mean to be one of PostgreSQL's: a primitive of Rust's, a collection, an array
/// of options. What else PostgreSQL lacks, the compiler tells.
pub(crate) fn lacking(ty: &Type) -> Option<Lacking<'_>> {
    if let Some(inner) = option_of(ty) {
        return lacking(inner);
    }
    if let Some(element) = vec_of(ty) {
        if let Some(inner) = option_of(element) {
            return lacking(inner).or_else(|| {
                Some(Lacking {
                    ty: element,
                    message: "the elements of an array are never null".to_owned(),
                    help: format!("write `Vec<{}>`", shown(inner)),
                })
            });
        }
        if shown(element) == "u8" {
            return Some(Lacking::instead(ty, "`Bytea`"));
        }
        return lacking(element);
    }
    let instead = match ungrouped(ty) {
        Type::Reference(reference) if shown(&*reference.elem) == "str" => "`String`",
        Type::Path(path) if path.qself.is_none() => instead(path.path.segments.last()?)?,
        _ => return None,
    };
    Some(Lacking::instead(ty, instead))
}

impl<'t> Lacking<'t> {
    fn instead(ty: &'t Type, instead: &str) -> Self {
        Self {
            ty,
            message: format!("PostgreSQL has no type for `{}`", shown(ty)),
            help: format!("write {instead}"),
        }
    }
}

/// The types to write in place of Rust's own.
fn instead(segment: &PathSegment) -> Option<&'static str> {
    let arguments = match &segment.arguments {
        PathArguments::None => 0,
        PathArguments::AngleBracketed(arguments) => arguments.args.len(),
        PathArguments::Parenthesized(_) => return None,
    };
    let instead = match (segment.ident.to_string().as_str(), arguments) {
        ("i8" | "u8", 0) => "`i16`",
        ("u16", 0) => "`i32`",
        ("u32" | "isize", 0) => "`i64`",
        ("u64" | "usize", 0) => "`i64`, or `Numeric` where that is too small",
        ("u128" | "i128", 0) => "`Numeric`",
        ("char" | "str", 0) => "`String`",
        ("HashMap" | "BTreeMap", 2) => "`Jsonb`",
        _ => return None,
    };
    Some(instead)
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

    #[test]
    fn types_that_postgresql_lacks_are_seen() {
        let help = |ty: Type| lacking(&ty).map(|lacking| lacking.help).unwrap_or_default();
        assert_eq!(help(syn::parse_quote!(Option<u32>)), "write `i64`");
        assert_eq!(help(syn::parse_quote!(Vec<char>)), "write `String`");
        assert_eq!(help(syn::parse_quote!(Option<Vec<u8>>)), "write `Bytea`");
        assert_eq!(help(syn::parse_quote!(&'static str)), "write `String`");
        assert_eq!(help(syn::parse_quote!(Vec<Option<Uuid>>)), "write `Vec<Uuid>`");
        for sound in ["i64", "Option<Vec<String>>", "kinds::Status", "Map<String>"] {
            assert_eq!(help(syn::parse_str(sound).unwrap()), "");
        }
    }
}
