//! The trigger functions that rules bring along. Their bodies name no table, so that one function
//! serves every table that asks for it.

use crate::model::{Function, Returns, Security, Signature, Volatility};
use crate::name::{Name, QualifiedName, default_name};

/// Refuses every change of a column.
pub(super) fn prevent_change(column: &Name) -> (Function, String) {
    let body = format!(
        "\nBEGIN\n    RAISE EXCEPTION '{} is immutable'\n        USING ERRCODE = 'integrity_constraint_violation',\n              TABLE = TG_TABLE_NAME,\n              SCHEMA = TG_TABLE_SCHEMA;\nEND;\n",
        column.as_str().replace('\'', "''").replace('%', "%%")
    );
    let name = default_name(&format!("prevent_{column}"), "", "change");
    let comment = format!("Refuses every change of {column}, also from and to null.");
    (trigger_function(name, body), comment)
}

/// Sets a column to the moment of the update.
pub(super) fn set_to_now(column: &Name) -> (Function, String) {
    let field = plain_or_quoted(column);
    let body = format!("\nBEGIN\n    NEW.{field} := now();\n    RETURN NEW;\nEND;\n");
    let name = default_name("set", "", column.as_str());
    let comment = format!("Keeps {column} at the moment of the last update.");
    (trigger_function(name, body), comment)
}

/// Refuses every change of a table.
pub(super) fn refuse_change() -> (Function, String) {
    let body = "
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation',
              TABLE = TG_TABLE_NAME,
              SCHEMA = TG_TABLE_SCHEMA;
END;
";
    let comment = "Refuses the statement: rows of an append-only table never change.".to_owned();
    (
        trigger_function(Name::new("refuse_change"), body.to_owned()),
        comment,
    )
}

/// Refuses to delete a row whose copy does not stand in the archive: the trigger's arguments are the
/// archive's namespace and name, then the columns by which the copy is found.
pub(super) fn refuse_unarchived_delete() -> (Function, String) {
    let body = "
DECLARE
    same_row text;
    archived boolean;
BEGIN
    SELECT string_agg(format('copy.%1$I = ($1).%1$I', key), ' AND ')
    INTO same_row
    FROM unnest(TG_ARGV[2:]) AS key;

    EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I AS copy WHERE %s)', TG_ARGV[0], TG_ARGV[1], same_row)
    INTO archived
    USING OLD;

    IF NOT archived THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation',
                  HINT = format('A row may leave once its copy stands in %I.%I.', TG_ARGV[0], TG_ARGV[1]);
    END IF;
    RETURN NULL;
END;
";
    let comment = "Refuses to delete a row whose copy does not stand in the archive.".to_owned();
    (
        trigger_function(Name::new("refuse_unarchived_delete"), body.to_owned()),
        comment,
    )
}

fn trigger_function(name: Name, body: String) -> Function {
    Function {
        name: QualifiedName::public(name),
        arguments: Vec::new(),
        returns: Returns::Trigger,
        language: Name::new("plpgsql"),
        volatility: Volatility::Volatile,
        security: Security::Invoker,
        strict: false,
        options: Default::default(),
        search_path: Some(Vec::new()),
        body,
        depends_on: Vec::new(),
    }
}

pub(super) fn signature(function: &(Function, String)) -> Signature {
    function.0.signature()
}

/// A record's field in PL/pgSQL: as it is where that is safe, quoted elsewhere.
fn plain_or_quoted(name: &Name) -> String {
    let text = name.as_str();
    let plain = text.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && text.contains('_');
    if plain {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('"', "\"\""))
    }
}
