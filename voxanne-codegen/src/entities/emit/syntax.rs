//! Pieces of Rust's syntax tree, built directly: parsing them from tokens takes longer than
//! printing them, and a schema has tens of thousands.

use proc_macro2::{Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::token;
use syn::{
    AngleBracketedGenericArguments, AttrStyle, Attribute, Expr, ExprLit, Fields, GenericArgument, Generics,
    Item, ItemEnum, ItemUse, Lit, LitStr, MacroDelimiter, Meta, MetaList, MetaNameValue, Path, PathArguments,
    PathSegment, Type, TypePath, UsePath, UseTree, Variant, Visibility,
};

use crate::entities::docs;
use crate::entities::ident::{ident, is_plain};

/// What stands between the parentheses of an attribute: `key`, `key = "value"`, …
#[derive(Default)]
pub(super) struct Arguments(Vec<TokenTree>);

impl Arguments {
    fn key(&mut self, key: &str) {
        if !self.0.is_empty() {
            self.0.push(Punct::new(',', Spacing::Alone).into());
        }
        self.0.push(Ident::new(key, Span::call_site()).into());
    }

    /// `key`
    pub(super) fn word(&mut self, key: &str) {
        self.key(key);
    }

    /// `key = "value"`
    pub(super) fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        self.0.push(Punct::new('=', Spacing::Alone).into());
        self.0.push(Literal::string(value).into());
    }

    /// `key = false`
    pub(super) fn no(&mut self, key: &str) {
        self.key(key);
        self.0.push(Punct::new('=', Spacing::Alone).into());
        self.0.push(Ident::new("false", Span::call_site()).into());
    }

    /// `#[name(…)]`, or nothing when there is nothing to say.
    pub(super) fn attribute(self, name: &str) -> Option<Attribute> {
        (!self.0.is_empty()).then(|| list(name, self.0.into_iter().collect()))
    }
}

/// `#[derive(…)]` of names and, after them, paths.
pub(super) fn derive<'d>(traits: impl IntoIterator<Item = &'d str>) -> Attribute {
    let mut tokens = Vec::new();
    for name in traits {
        if !tokens.is_empty() {
            tokens.push(Punct::new(',', Spacing::Alone).into());
        }
        // Only a path that somebody chose is more than an identifier, and it was parsed before.
        if is_plain(name) {
            tokens.push(TokenTree::Ident(ident(name)));
        } else {
            tokens.extend(name.parse::<TokenStream>().into_iter().flatten());
        }
    }
    list("derive", tokens.into_iter().collect())
}

fn list(name: &str, tokens: TokenStream) -> Attribute {
    attribute(Meta::List(MetaList {
        path: path(&[name]),
        delimiter: MacroDelimiter::Paren(token::Paren::default()),
        tokens,
    }))
}

fn attribute(meta: Meta) -> Attribute {
    Attribute {
        pound_token: token::Pound::default(),
        style: AttrStyle::Outer,
        bracket_token: token::Bracket::default(),
        meta,
    }
}

/// `#[a::b]`
pub(super) fn bare_attribute(segments: &[&str]) -> Attribute {
    attribute(Meta::Path(path(segments)))
}

/// `/// …` for every line of the text.
pub(super) fn doc(text: &str) -> Vec<Attribute> {
    docs::lines(text).iter().map(|line| doc_line(line)).collect()
}

/// One line of documentation, as it follows `///`.
pub(super) fn doc_line(line: &str) -> Attribute {
    name_value("doc", line)
}

fn name_value(name: &str, value: &str) -> Attribute {
    attribute(Meta::NameValue(MetaNameValue {
        path: path(&[name]),
        eq_token: token::Eq::default(),
        value: Expr::Lit(ExprLit {
            attrs: Vec::new(),
            lit: Lit::Str(LitStr::new(value, Span::call_site())),
        }),
    }))
}

/// `//! …` for every line of the text.
pub(super) fn module_doc(text: &str) -> Vec<Attribute> {
    doc(text).into_iter().map(inside).collect()
}

/// `#![name(path, …)]`
pub(super) fn inner(name: &str, paths: &[&str]) -> Attribute {
    inside(list(name, paths.join(", ").parse().unwrap_or_default()))
}

/// `#![name = "value"]`
pub(super) fn inner_value(name: &str, value: &str) -> Attribute {
    inside(name_value(name, value))
}

/// `#[path = "…"]`
pub(super) fn path_attribute(file: &str) -> Attribute {
    name_value("path", file)
}

fn inside(attribute: Attribute) -> Attribute {
    Attribute {
        style: AttrStyle::Inner(token::Not::default()),
        ..attribute
    }
}

/// `a::b::c`
pub(super) fn path(segments: &[&str]) -> Path {
    Path {
        leading_colon: None,
        segments: segments
            .iter()
            .map(|segment| PathSegment::from(ident(segment)))
            .collect(),
    }
}

/// The type of that path.
pub(super) fn type_of(segments: &[&str]) -> Type {
    Type::Path(TypePath {
        attrs: Vec::new(),
        qself: None,
        path: path(segments),
    })
}

/// `outer<inner>`
pub(super) fn generic(outer: &str, inner: Type) -> Path {
    let arguments = AngleBracketedGenericArguments {
        colon2_token: None,
        lt_token: token::Lt::default(),
        args: Punctuated::from_iter([GenericArgument::Type(inner)]),
        gt_token: token::Gt::default(),
    };
    Path::from(PathSegment {
        ident: ident(outer),
        arguments: PathArguments::AngleBracketed(arguments),
    })
}

/// The type `outer<inner>`.
pub(super) fn generic_type(outer: &str, inner: Type) -> Type {
    Type::Path(TypePath {
        attrs: Vec::new(),
        qself: None,
        path: generic(outer, inner),
    })
}

/// `pub`
pub(super) fn public() -> Visibility {
    Visibility::Public(token::Pub::default())
}

/// `pub enum name { … }`
pub(super) fn enumeration(
    attrs: Vec<Attribute>,
    name: &str,
    variants: impl Iterator<Item = (Vec<Attribute>, Ident)>,
) -> Item {
    let variant = |(attrs, ident)| Variant {
        attrs,
        ident,
        fields: Fields::Unit,
        discriminant: None,
    };
    let mut variants: Punctuated<Variant, token::Comma> = variants.map(variant).collect();
    if !variants.is_empty() {
        variants.push_punct(token::Comma::default());
    }
    Item::Enum(ItemEnum {
        attrs,
        vis: public(),
        enum_token: token::Enum::default(),
        ident: ident(name),
        generics: Generics::default(),
        brace_token: token::Brace::default(),
        variants,
    })
}

/// `use a::b::leaf;`
pub(super) fn import(vis: Visibility, segments: &[&str], leaf: UseTree) -> Item {
    let tree = segments.iter().rev().fold(leaf, |tree, segment| {
        UseTree::Path(UsePath {
            ident: ident(segment),
            colon2_token: token::PathSep::default(),
            tree: Box::new(tree),
        })
    });
    Item::Use(ItemUse {
        attrs: Vec::new(),
        vis,
        use_token: token::Use::default(),
        leading_colon: None,
        tree,
        semi_token: token::Semi::default(),
    })
}
