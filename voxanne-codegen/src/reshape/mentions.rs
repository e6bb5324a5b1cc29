//! Whether the text or the tree of an expression names a column, and which expressions an object has.

use voxanne_schema::dispatch;
use voxanne_schema::expression::Expression;
use voxanne_schema::name::Name;
use voxanne_schema::object::Object;

use crate::kinds::Plan;

/// The expressions that an object holds, but those of a table's columns.
pub(crate) fn expressions(object: &Object) -> Vec<&Expression> {
    dispatch!(object, inner => Plan::expressions(inner))
}

/// The query of a view.
pub(super) fn query(object: &Object) -> Option<&str> {
    match object {
        Object::View(view) => Some(&view.query),
        Object::MaterializedView(view) => Some(&view.query),
        _ => None,
    }
}

/// Whether an expression of a table names one of its columns. Of SQL text that is known only by its
/// words; one that takes the whole row takes every column.
pub(super) fn names_column(expression: &Expression, table: &Name, column: &Name) -> bool {
    let takes_all = |sql: &&str| has_word(sql, table.as_str()) || sql.contains(".*");
    says_column(expression, column) || texts(expression).iter().any(takes_all)
}

/// Whether one of an object's expressions says the name of a column.
pub(crate) fn says(object: &Object, column: &Name) -> bool {
    expressions(object)
        .iter()
        .any(|expression| says_column(expression, column))
}

/// Whether an expression says the name of a column, in its tree or as a word of its text.
pub(crate) fn says_column(expression: &Expression, column: &Name) -> bool {
    let mut found = false;
    expression.walk(&mut |part| match part {
        Expression::Column(name) | Expression::RowColumn { column: name, .. } => found |= name == column,
        Expression::Raw { sql, .. } => found |= has_word(sql, column.as_str()),
        _ => {}
    });
    found
}

/// Whether an expression does more with a column than to ask whether it is null, which every type can be.
pub(super) fn compares_column(expression: &Expression, table: &Name, column: &Name) -> bool {
    let is_column = |part: &Expression| matches!(part, Expression::Column(name) | Expression::RowColumn { column: name, .. } if name == column);
    let (mut said, mut asked) = (0, 0);
    expression.walk(&mut |part| match part {
        Expression::IsNull(inner) | Expression::IsNotNull(inner) => asked += usize::from(is_column(inner)),
        other => said += usize::from(is_column(other)),
    });
    let takes =
        |sql: &str| [table, column].iter().any(|name| has_word(sql, name.as_str())) || sql.contains(".*");
    said > asked || texts(expression).into_iter().any(takes)
}

/// The SQL texts in an expression.
pub(crate) fn texts(expression: &Expression) -> Vec<&str> {
    let mut texts = Vec::new();
    expression.walk(&mut |part| {
        if let Expression::Raw { sql, .. } = part {
            texts.push(sql.as_str());
        }
    });
    texts
}

/// Whether a text has a word, whatever its case and its quotes.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    let (text, word) = (text.to_lowercase(), word.to_lowercase());
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    text.match_indices(&word).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(part_of_name) && !after.is_some_and(part_of_name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole() {
        assert!(has_word("lower(\"State\") = 'x'", "state"));
        assert!(!has_word("old_state = 1 and states", "state"));
    }

    #[test]
    fn a_whole_row_has_every_column() {
        let expression = Expression::raw("OLD.* IS DISTINCT FROM NEW.*");
        assert!(names_column(
            &expression,
            &Name::new("orders"),
            &Name::new("state")
        ));
    }
}
