//! Which names a `WITH` clause gives to a query: these hide the tables of the same name.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::reference::fold;

/// Whether a name without a namespace means a query of a `WITH` clause around it.
///
/// A query of the clause sees those before it, all of them under `RECURSIVE`; the statement itself
/// sees all.
pub(super) fn is_common_table(name_ref: &SyntaxNode, name: &str) -> bool {
    let mut left: Option<SyntaxNode> = None;
    let mut below = name_ref.clone();
    for node in name_ref.ancestors().skip(1) {
        if node.kind() == SyntaxKind::WITH_CLAUSE {
            if defines_before(&node, &below, name) {
                return true;
            }
            left = Some(node.clone());
        } else if let Some(clause) = with_clause(&node)
            && left.as_ref() != Some(&clause)
            && clause.children().any(|query| defines(&query, name))
        {
            return true;
        }
        below = node;
    }
    false
}

/// The clause of a statement. That of a compound one stands in its first query.
fn with_clause(statement: &SyntaxNode) -> Option<SyntaxNode> {
    let mut node = statement.clone();
    loop {
        let child = node.first_child()?;
        if child.kind() == SyntaxKind::WITH_CLAUSE {
            return Some(child);
        }
        if node.kind() != SyntaxKind::COMPOUND_SELECT {
            return None;
        }
        node = child;
    }
}

fn defines_before(clause: &SyntaxNode, query: &SyntaxNode, name: &str) -> bool {
    let recursive = clause
        .children_with_tokens()
        .any(|element| element.kind() == SyntaxKind::RECURSIVE_KW);
    clause
        .children()
        .take_while(|other| recursive || other != query)
        .any(|other| defines(&other, name))
}

fn defines(query: &SyntaxNode, name: &str) -> bool {
    let own = query
        .children()
        .find(|child| child.kind() == SyntaxKind::CTE_NAME);
    let own = own.and_then(|own| fold(own.text().to_string().trim()));
    own.is_some_and(|own| own == name)
}
