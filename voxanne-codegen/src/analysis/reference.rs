//! The names in a tree of squawk's that mean an object: relations, functions and types, never
//! columns, variables or aliases.

use std::ops::Range;

use squawk_syntax::{SyntaxElement, SyntaxKind, SyntaxNode};
use voxanne_schema::name::Name;

use super::scope;

/// A name that stands for an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) kind: ReferenceKind,
    pub(super) path: Path,
    /// Whether the statement fails when there is no such object.
    pub(super) must_exist: bool,
    /// Where it stands.
    pub(super) range: Range<usize>,
}

/// What a name must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReferenceKind {
    /// Something with rows.
    Relation,
    /// Something that is called.
    Call,
    /// A type: an enum, or a table as the type of its rows.
    Type,
    /// Any of them.
    Any,
}

/// A name as it is written, folded as PostgreSQL folds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Path {
    pub(super) namespace: Option<Name>,
    pub(super) name: Name,
}

/// What a node of the tree names.
#[derive(Debug)]
pub(super) enum Named {
    /// An object that must be there already.
    Reference(Reference),
    /// An object that the statement creates.
    Created(Path, usize),
}

impl Named {
    /// Where it stands.
    pub(super) fn start(&self) -> usize {
        match self {
            Self::Reference(reference) => reference.range.start,
            Self::Created(_, start) => *start,
        }
    }
}

/// Everything that is named in a tree, in its order.
pub(super) fn names(root: &SyntaxNode) -> impl Iterator<Item = Named> {
    root.descendants().filter_map(|node| match node.kind() {
        SyntaxKind::PATH_REF => path_reference(&node),
        SyntaxKind::CALL_EXPR => call(&node),
        SyntaxKind::CAST_EXPR => object_literal(&node),
        SyntaxKind::PATH => created(&node),
        _ => None,
    })
}

/// A path names what its parent says that it names.
fn path_reference(node: &SyntaxNode) -> Option<Named> {
    let parent = node.parent()?;
    let (kind, columns) = match parent.kind() {
        // A part of a longer path.
        SyntaxKind::PATH_REF | SyntaxKind::PATH => return None,
        SyntaxKind::RELATION_NAME_REF | SyntaxKind::TABLE_NAME_REF | SyntaxKind::VIEW_REF => {
            (ReferenceKind::Relation, 0)
        }
        SyntaxKind::PLPGSQL_PERCENT_ROWTYPE => (ReferenceKind::Relation, 0),
        SyntaxKind::PERCENT_TYPE => (ReferenceKind::Relation, 1),
        SyntaxKind::FUNCTION_NAME_REF | SyntaxKind::PROCEDURE_NAME_REF => (ReferenceKind::Call, 0),
        SyntaxKind::PATH_TYPE | SyntaxKind::TYPE_NAME_REF => (ReferenceKind::Type, 0),
        _ => (ReferenceKind::Any, 0),
    };
    let path = path(node, columns)?;
    if path.namespace.is_none() {
        let in_from = parent.kind() == SyntaxKind::RELATION_NAME_REF && !is_target(&parent);
        if kind == ReferenceKind::Any || (in_from && scope::is_common_table(&parent, path.name.as_str())) {
            return None;
        }
    }
    let must_exist = match kind {
        ReferenceKind::Relation => is_data_statement(&parent),
        ReferenceKind::Call => parent.kind() == SyntaxKind::PROCEDURE_NAME_REF,
        ReferenceKind::Type | ReferenceKind::Any => false,
    };
    Some(reference(kind, path, must_exist, node))
}

/// Whether the relation is one that rows are written to; a common table cannot be.
fn is_target(name: &SyntaxNode) -> bool {
    let statement = name.parent().and_then(|parent| match parent.kind() {
        SyntaxKind::RELATION_NAME => parent.parent(),
        _ => Some(parent),
    });
    let kind = statement.map(|statement| statement.kind());
    matches!(
        kind,
        Some(SyntaxKind::INSERT | SyntaxKind::UPDATE | SyntaxKind::DELETE)
    )
}

/// Whether the relation stands in a query or in a change of rows. Elsewhere, as in `DROP TABLE IF
/// EXISTS`, it may well be missing.
fn is_data_statement(name: &SyntaxNode) -> bool {
    let mut parents = name.ancestors().skip(1).take(2);
    parents.any(|parent| {
        matches!(
            parent.kind(),
            SyntaxKind::RELATION_FROM_ITEM
                | SyntaxKind::INSERT
                | SyntaxKind::UPDATE
                | SyntaxKind::DELETE
                | SyntaxKind::MERGE
                | SyntaxKind::TABLE
        )
    })
}

/// `f(…)`, `namespace.f(…)`.
fn call(node: &SyntaxNode) -> Option<Named> {
    let callee = node.first_child()?;
    let is_name = |node: &SyntaxNode| node.kind() == SyntaxKind::NAME_REF;
    let plain = match callee.kind() {
        SyntaxKind::NAME_REF => true,
        SyntaxKind::FIELD_EXPR => {
            callee.children().all(|part| is_name(&part)) && callee.children().count() == 2
        }
        _ => false,
    };
    let path = if plain { path(&callee, 0)? } else { return None };
    Some(reference(ReferenceKind::Call, path, true, &callee))
}

/// `'public.contacts'::regclass`: a text that PostgreSQL reads as an object before the first row.
fn object_literal(node: &SyntaxNode) -> Option<Named> {
    let literal = node
        .children()
        .find(|child| child.kind() == SyntaxKind::LITERAL)?;
    let to = node
        .children()
        .find(|child| child.kind() == SyntaxKind::PATH_TYPE)?;
    let kind = match path(&to.first_child()?, 0)?.name.as_str() {
        "regclass" => ReferenceKind::Relation,
        "regproc" => ReferenceKind::Call,
        "regtype" => ReferenceKind::Type,
        _ => return None,
    };
    let text = literal.text().to_string();
    let text = text.strip_prefix('\'')?.strip_suffix('\'')?;
    let parts: Vec<&str> = text.split('.').collect();
    let path = match *parts.as_slice() {
        [name] => from_parts(None, fold(name)?),
        [namespace, name] => from_parts(Some(fold(namespace)?), fold(name)?),
        _ => return None,
    };
    Some(reference(kind, path, false, &literal))
}

fn created(node: &SyntaxNode) -> Option<Named> {
    let is_part = node
        .parent()
        .is_some_and(|parent| parent.kind() == SyntaxKind::PATH);
    let path = if is_part { return None } else { path(node, 0)? };
    Some(Named::Created(path, node.text_range().start().into()))
}

fn reference(kind: ReferenceKind, path: Path, must_exist: bool, node: &SyntaxNode) -> Named {
    let range = node.text_range();
    Named::Reference(Reference {
        kind,
        path,
        must_exist,
        range: range.start().into()..range.end().into(),
    })
}

/// The name that a node spells, without as many columns at its end.
fn path(node: &SyntaxNode, columns: usize) -> Option<Path> {
    let tokens = node
        .descendants_with_tokens()
        .filter_map(SyntaxElement::into_token);
    let mut parts = Vec::with_capacity(3);
    for token in tokens {
        match token.kind() {
            SyntaxKind::WHITESPACE | SyntaxKind::COMMENT | SyntaxKind::DOT => {}
            _ => parts.push(fold(token.text())?),
        }
    }
    parts.truncate(parts.len().checked_sub(columns)?);
    let name = parts.pop()?;
    Some(from_parts(parts.pop(), name))
}

fn from_parts(namespace: Option<Name>, name: Name) -> Path {
    Path { namespace, name }
}

/// An identifier as the catalog keeps it. Nothing for one with escapes, and for what is none.
pub(super) fn fold(word: &str) -> Option<Name> {
    if let Some(quoted) = word.strip_prefix('"') {
        return Some(Name::from(quoted.strip_suffix('"')?.replace("\"\"", "\"")));
    }
    let mut characters = word.chars();
    let is_word = characters.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && characters.all(|c| c.is_alphanumeric() || c == '_' || c == '$');
    is_word.then(|| Name::from(word.to_ascii_lowercase()))
}
