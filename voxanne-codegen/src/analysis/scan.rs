//! Names with a namespace, found without a tree: for texts that squawk does not read to their end.

use super::reference::{Path, Reference, ReferenceKind, fold};
use super::token::Token;

/// Every `namespace.name` of a text. What follows tells a call from the rest; nothing here must
/// exist, for the namespace may be an alias and the name a column.
pub(super) fn names(text: &str, tokens: &[Token]) -> Vec<Reference> {
    let mut references = Vec::new();
    for (at, window) in tokens.windows(3).enumerate() {
        let [namespace, dot, name] = window else {
            continue;
        };
        let inside = at > 0 && tokens[at - 1].is_symbol(b'.');
        if inside || !dot.is_symbol(b'.') || !namespace.is_name() || !name.is_name() {
            continue;
        }
        let called = tokens.get(at + 3).is_some_and(|token| token.is_symbol(b'('));
        if let (Some(namespace), Some(folded)) = (fold(namespace.text(text)), fold(name.text(text))) {
            references.push(Reference {
                kind: if called {
                    ReferenceKind::Call
                } else {
                    ReferenceKind::Any
                },
                path: Path {
                    namespace: Some(namespace),
                    name: folded,
                },
                must_exist: false,
                range: window[0].start..name.end,
            });
        }
    }
    references
}
