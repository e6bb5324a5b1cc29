//! `CREATE TYPE … AS ENUM`.

use voxanne_schema::model::Enum;

use super::WIDTH;
use super::ident::literal;

/// `CREATE TYPE … AS ENUM` under the name given in SQL, a label a line once that is wide.
#[must_use]
pub fn create_enum(enumeration: &Enum, name: &str) -> String {
    let labels: Vec<String> = enumeration
        .labels
        .iter()
        .map(|label| literal(label.as_str()))
        .collect();
    let head = format!("CREATE TYPE {name} AS ENUM (");
    let one_line = labels.join(", ");
    if head.len() + one_line.len() < WIDTH - 2 {
        format!("{head}{one_line});")
    } else {
        format!("{head}\n    {}\n);", labels.join(",\n    "))
    }
}
