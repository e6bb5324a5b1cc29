//! The one place that quotes SQL: identifiers, literals, types, expressions and whole clauses.
//! Keywords in capitals, four spaces, one clause a line once a statement is wide.

mod aggregate;
mod composite;
mod domain;
mod enumeration;
mod event_trigger;
mod expression;
mod function;
mod grant;
mod ident;
mod index;
mod partition;
mod policy;
mod presence;
mod publication;
mod sequence;
mod statistics;
mod storage;
mod table;
mod trigger;
mod view;

pub use aggregate::create_aggregate;
pub use composite::{attribute, create_composite};
pub use domain::{create_domain, domain_check};
pub use enumeration::create_enum;
pub use event_trigger::{create_event_trigger, event_trigger_enabled};
pub use expression::{atom, default_value, expression};
pub use function::{create_function, function_arguments, function_returns, routine, signature};
pub use grant::{grant_target, grantee, privileges};
pub(crate) use ident::dollar_quoted;
pub use ident::{columns, data_type, ident, literal, qualified};
pub use index::{create_index, create_index_on, index_keys};
pub use partition::{
    attach_partition, create_partition, for_values, outside_bound, partition_by, within_bound,
};
pub use policy::create_policy;
pub(crate) use presence::{is_missing, is_present, presence};
pub use publication::{
    create_publication, publication_list, publication_options, publication_options_after, published_table,
};
pub use sequence::{
    create_sequence, identity, identity_kind, identity_options, narrower_bounds, narrower_identity,
    sequence_options,
};
pub use statistics::{create_statistics, create_statistics_as};
pub use storage::{collation, column_settings, parameters, replica_identity, settings};
pub use table::{column, constraint, create_table, create_table_as, exclude, foreign_key};
pub use trigger::{create_trigger, trigger_enabled};
pub use view::{create_materialized_view, create_table_of, create_view, create_view_as};

/// The widest line that a statement may have before its clauses are broken up.
pub(crate) const WIDTH: usize = 100;

/// Indents every line of a text by four spaces, but empty ones.
pub(crate) fn indent(text: &str) -> String {
    let mut indented = String::with_capacity(text.len() + text.len() / 4 + 16);
    for (place, line) in text.lines().enumerate() {
        if place > 0 {
            indented.push('\n');
        }
        if !line.is_empty() {
            indented.push_str("    ");
            indented.push_str(line);
        }
    }
    indented
}

/// `head` and its clauses on one line where they fit, else one clause a line.
pub(crate) fn clauses(head: &str, clauses: &[String]) -> String {
    let width = head.len() + clauses.iter().map(|clause| clause.len() + 1).sum::<usize>();
    let separator = if width < WIDTH && clauses.iter().all(|clause| !clause.contains('\n')) {
        " "
    } else {
        "\n    "
    };
    let mut sql = head.to_owned();
    for clause in clauses {
        sql.push_str(separator);
        sql.push_str(clause);
    }
    sql.push(';');
    sql
}
