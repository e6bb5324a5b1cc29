//! `impl ActiveModelBehavior`, which keeps columns that PostgreSQL alone may write out of every
//! insert and update of an active model, and keeps views from being written at all.

use super::syntax::{Indent, doc, literal, push};
use crate::entities::ident::escaped;
use crate::entities::plan::{Entity, Field, Written};

/// Writes the impl of an entity.
pub(super) fn write(into: &mut String, entity: &Entity<'_>) {
    if entity.view {
        return read_only(into, entity);
    }
    let fields = written_by_postgresql(entity);
    if fields.is_empty() {
        into.push_str("impl ActiveModelBehavior for ActiveModel {}\n");
    } else {
        guarded(into, &fields);
    }
}

/// The fields that an active model must leave out.
fn written_by_postgresql<'e, 's>(entity: &'e Entity<'s>) -> Vec<&'e Field<'s>> {
    let key_columns = entity.fields.iter().filter(|field| field.in_key).count();
    // sea-orm itself leaves a key of one column to the server. In a longer one, an update needs it.
    let alone = |field: &&Field<'_>| field.in_key && key_columns == 1;
    let mut fields: Vec<_> = entity.fields.iter().collect();
    fields.retain(|field| {
        matches!(field.written, Written::Computed | Written::AlwaysNumbered) && !alone(field)
    });
    fields
}

/// The impl of an entity that has columns of that kind.
fn guarded(into: &mut String, fields: &[&Field<'_>]) {
    let names: Vec<String> = fields
        .iter()
        .map(|field| format!("`{}`", field.spelling.snake))
        .collect();
    let them = if names.len() == 1 { "it" } else { "them" };
    let names = names.join(", ");
    let note = format!("Left out, because PostgreSQL alone writes {them}: {names}.");
    let asks = fields.iter().any(|field| field.in_key);
    let insert = if asks { "insert" } else { "_insert" };
    begin(into);
    method(
        into,
        &note,
        "before_save",
        "mut self",
        &format!(", {insert}: bool"),
    );
    for field in fields {
        let name = escaped(&field.spelling.snake);
        if field.in_key {
            into.push_str("        if insert {\n");
            push(into, &["            self.", &name, UNSET, "        }\n"]);
        } else {
            push(into, &["        self.", &name, UNSET]);
        }
    }
    into.push_str("        Ok(self)\n    }\n}\n");
}

const UNSET: &str = " = sea_orm::ActiveValue::NotSet;\n";

/// The impl of a view, which refuses whatever would write.
fn read_only(into: &mut String, entity: &Entity<'_>) {
    let message = format!(
        "`{}` is a view: write to the tables that it reads",
        entity.table.name
    );
    begin(into);
    for (name, arguments) in [("before_save", ", _insert: bool"), ("before_delete", "")] {
        method(into, "Refused: a view is only read.", name, "self", arguments);
        into.push_str("        Err(DbErr::Custom(");
        literal(into, &message);
        into.push_str(".to_owned()))\n    }\n");
    }
    into.push_str("}\n");
}

fn begin(into: &mut String) {
    into.push_str("#[async_trait::async_trait]\nimpl ActiveModelBehavior for ActiveModel {\n");
}

/// Writes a method up to the brace behind which its body begins.
fn method(into: &mut String, note: &str, name: &str, receiver: &str, arguments: &str) {
    doc(into, Indent::Member, note);
    push(
        into,
        &["    async fn ", name, "<C>(", receiver, ", _db: &C", arguments],
    );
    into.push_str(") -> Result<Self, DbErr>\n    where\n        C: ConnectionTrait,\n    {\n");
}
