//! `CREATE TYPE … AS (…)`.

use voxanne_schema::model::{Attribute, Composite};

use super::WIDTH;
use super::ident::{data_type, ident};

/// `CREATE TYPE … AS (…)` under the name given in SQL, an attribute a line once that is wide.
#[must_use]
pub fn create_composite(composite: &Composite, name: &str) -> String {
    let attributes: Vec<String> = composite.attributes.iter().map(attribute).collect();
    let head = format!("CREATE TYPE {name} AS (");
    let one_line = attributes.join(", ");
    if attributes.len() < 4 && head.len() + one_line.len() < WIDTH - 2 {
        format!("{head}{one_line});")
    } else {
        format!("{head}\n    {}\n);", attributes.join(",\n    "))
    }
}

/// `street text`
#[must_use]
pub fn attribute(attribute: &Attribute) -> String {
    format!("{} {}", ident(&attribute.name), data_type(&attribute.data_type))
}
