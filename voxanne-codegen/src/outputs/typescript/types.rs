//! From a PostgreSQL type to what JSON holds of it.

use voxanne_schema::data_type::{BaseType, DataType};
use voxanne_schema::model::Schema;

use super::text::string;

/// What PostgREST sends and takes for a type. What JSON has no form of its own for is text.
pub(super) fn type_of(data_type: &DataType, schema: &Schema) -> String {
    if let BaseType::Domain(_) = &data_type.base {
        let values = schema.values_of(&data_type.element());
        let known = !matches!(values.base, BaseType::Domain(_));
        let element = if known {
            type_of(&values, schema)
        } else {
            "string".to_owned()
        };
        return if data_type.array { array(&element) } else { element };
    }
    let element = match &data_type.base {
        BaseType::System(name) => system(name.as_str()).to_owned(),
        BaseType::User(name) if schema.enumeration(name).is_some() => {
            let (namespace, name) = (string(name.namespace.as_str()), string(name.name.as_str()));
            format!("Database[{namespace}][\"Enums\"][{name}]")
        }
        BaseType::Composite(name) if schema.composite(name).is_some() => {
            let (namespace, name) = (string(name.namespace.as_str()), string(name.name.as_str()));
            format!("Database[{namespace}][\"CompositeTypes\"][{name}]")
        }
        BaseType::User(_) | BaseType::Domain(_) | BaseType::Composite(_) => "string".to_owned(),
    };
    if data_type.array { array(&element) } else { element }
}

/// An array of a type. No element is null: definitions say so, and PostgreSQL cannot.
pub(super) fn array(element: &str) -> String {
    format!("{element}[]")
}

pub(super) fn or_null(of: String, nullable: bool) -> String {
    // `Json` holds null already, and says so once more as Supabase does: a row may lack a value.
    if nullable { format!("{of} | null") } else { of }
}

/// The types of `pg_catalog`, in any spelling that PostgreSQL reads.
fn system(name: &str) -> &'static str {
    match name {
        "boolean" | "bool" => "boolean",
        "smallint" | "int2" | "integer" | "int" | "int4" | "bigint" | "int8" | "real" | "float4"
        | "double precision" | "float8" | "numeric" | "decimal" | "oid" => "number",
        "json" | "jsonb" => "Json",
        "void" => "undefined",
        "record" => "Record<string, unknown>",
        _ => "string",
    }
}
