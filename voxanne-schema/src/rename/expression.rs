//! Expressions whose names follow a rename.

use super::{Named, Rename, fragment};
use crate::data_type::BaseType;
use crate::expression::{Expression, FunctionName, Literal};
use crate::name::{Name, QualifiedName};

impl Rename {
    /// An expression of a table, or of none.
    pub(super) fn expression(&self, expression: &mut Expression, table: Option<&QualifiedName>) {
        match expression {
            Expression::Column(column) | Expression::RowColumn { column, .. } => {
                if let Some(table) = table {
                    self.column(table, column);
                }
            }
            Expression::Literal(literal) => self.literal(literal),
            Expression::Call {
                function, arguments, ..
            } => {
                if let FunctionName::User(signature) = function {
                    self.signature(signature);
                }
                self.expressions(arguments, table);
            }
            Expression::Binary { left, right, .. } => {
                self.expression(left, table);
                self.expression(right, table);
            }
            Expression::And(all) | Expression::Or(all) => self.expressions(all, table),
            Expression::Not(inner)
            | Expression::IsNull(inner)
            | Expression::IsNotNull(inner)
            | Expression::Once(inner) => self.expression(inner, table),
            Expression::In { value, list } => {
                self.expression(value, table);
                self.expressions(list, table);
            }
            Expression::Cast { value, to } => {
                self.expression(value, table);
                self.data_type(to);
            }
            Expression::SoleValue { table, column } => {
                self.column(table, column);
                self.table(table);
            }
            Expression::NextValue(name) => self.sequence_name(name),
            Expression::Raw { sql, depends_on } => {
                self.fragment(sql, table);
                for dependency in depends_on {
                    self.dependency(dependency);
                }
            }
        }
    }

    fn expressions(&self, all: &mut [Expression], table: Option<&QualifiedName>) {
        for expression in all {
            self.expression(expression, table);
        }
    }

    fn literal(&self, literal: &mut Literal) {
        let Literal::Typed { text, data_type } = literal else {
            return;
        };
        if let (BaseType::User(of), Named::Label(enumeration, from)) = (&data_type.base, &self.from)
            && of == enumeration
        {
            if data_type.array {
                *text = in_array(text, from, &self.to);
            } else if *text == from.as_str() {
                self.to.as_str().clone_into(text);
            }
        }
        self.data_type(data_type);
    }

    /// Text that a person wrote, as far as its words can be told; see [`fragment`].
    pub(super) fn fragment(&self, sql: &mut String, table: Option<&QualifiedName>) {
        if let Some(renamed) = fragment::renamed(sql, self, table) {
            *sql = renamed;
        }
    }
}

/// `{new,contacted}` with one label renamed, where the labels stand without quotes.
fn in_array(text: &str, from: &Name, to: &Name) -> String {
    let Some(inner) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
        return text.to_owned();
    };
    if inner.contains(['"', '\\', '{']) || to.as_str().contains(['"', '\\', '{', '}', ',', ' ']) {
        return text.to_owned();
    }
    let labels: Vec<&str> = inner
        .split(',')
        .map(|label| {
            if label.trim() == from.as_str() {
                to.as_str()
            } else {
                label
            }
        })
        .collect();
    format!("{{{}}}", labels.join(","))
}
