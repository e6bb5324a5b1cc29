//! PostgreSQL's types in Rust.

use std::collections::BTreeMap;

use voxanne_schema::data_type::{BaseType, DataType};
use voxanne_schema::object::ObjectId;

use super::Importer;
use super::literal;

/// The types of `pg_catalog` that definitions have a Rust type for.
const SYSTEM: &[(&str, &str)] = &[
    ("bigint", "i64"),
    ("boolean", "bool"),
    ("bytea", "Bytea"),
    ("cidr", "Cidr"),
    ("date", "Date"),
    ("daterange", "DateRange"),
    ("double precision", "f64"),
    ("inet", "Inet"),
    ("int4range", "Int4Range"),
    ("int8range", "Int8Range"),
    ("integer", "i32"),
    ("interval", "Interval"),
    ("json", "Json"),
    ("jsonb", "Jsonb"),
    ("numeric", "Numeric"),
    ("numrange", "NumRange"),
    ("real", "f32"),
    ("smallint", "i16"),
    ("text", "String"),
    ("time", "Time"),
    ("timestamp", "Timestamp"),
    ("timestamptz", "Timestamptz"),
    ("tsrange", "TsRange"),
    ("tstzrange", "TstzRange"),
    ("uuid", "Uuid"),
];

/// Types that exist elsewhere, each under a name.
#[derive(Debug, Default)]
pub(super) struct Aliases(BTreeMap<DataType, String>);

impl Aliases {
    /// The declarations, for the module `elsewhere`.
    pub(super) fn declarations(&self) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        let mut out = String::from(
            "//! Types that exist elsewhere: of extensions, of PostgreSQL's own, or with modifiers.\n\n\
             use voxanne_schema::prelude::*;\n\nsql_type! {\n",
        );
        for (data_type, name) in &self.0 {
            let base = match &data_type.base {
                BaseType::System(base) => literal::word(base.as_str()),
                BaseType::User(base) | BaseType::Domain(base) | BaseType::Composite(base) => {
                    format!("{:?}.{:?}", base.namespace.as_str(), base.name.as_str())
                }
            };
            let modifiers: Vec<String> = data_type.modifiers.iter().map(i32::to_string).collect();
            let modifiers = if modifiers.is_empty() {
                String::new()
            } else {
                format!("({})", modifiers.join(", "))
            };
            out.push_str(&format!(
                "    /// `{}`\n",
                data_type.to_string().replace('`', "'")
            ));
            out.push_str(&format!("    pub {name} = {base}{modifiers};\n"));
        }
        out.push_str("}\n");
        Some(out)
    }
}

impl Importer<'_> {
    /// The Rust type of values of a type, in the module at hand; none where definitions cannot name it.
    pub(super) fn rust_type(&mut self, data_type: &DataType) -> Option<String> {
        let element = data_type.element();
        let element = match &element.base {
            BaseType::System(name) => match (name.as_str(), element.modifiers.as_slice()) {
                ("varchar", [length]) if *length > 0 => format!("Varchar<{length}>"),
                (name, []) => match SYSTEM.iter().find(|(system, _)| *system == name) {
                    Some((_, rust)) => (*rust).to_owned(),
                    None => self.alias(&element),
                },
                _ => self.alias(&element),
            },
            BaseType::User(name) => {
                let id = ObjectId::Enum(name.clone());
                if element.modifiers.is_empty() && self.types.contains_key(&id) {
                    self.type_name(&id)?
                } else if name.to_string() == "extensions.citext" {
                    "Citext".to_owned()
                } else {
                    self.alias(&element)
                }
            }
            BaseType::Domain(name) => self.type_name(&ObjectId::Domain(name.clone()))?,
            BaseType::Composite(name) => self.type_name(&ObjectId::Composite(name.clone()))?,
        };
        Some(if data_type.array {
            format!("Vec<{element}>")
        } else {
            element
        })
    }

    /// Whether a type has no Rust type but one that is made for it here.
    pub(super) fn is_elsewhere(&self, data_type: &DataType) -> bool {
        let element = data_type.element();
        match (&element.base, element.modifiers.as_slice()) {
            (BaseType::System(name), [length]) if name == "varchar" => *length <= 0,
            (BaseType::System(name), []) => !SYSTEM.iter().any(|(system, _)| name == system),
            (BaseType::System(_), _) => true,
            (BaseType::User(name), _) => !self.types.contains_key(&ObjectId::Enum(name.clone())),
            (BaseType::Domain(_) | BaseType::Composite(_), _) => false,
        }
    }

    fn alias(&mut self, element: &DataType) -> String {
        let name = match self.aliases.0.get(element) {
            Some(name) => name.clone(),
            None => {
                let name = self.names.alias(element);
                self.aliases.0.insert(element.clone(), name.clone());
                name
            }
        };
        self.uses.insert(("elsewhere".to_owned(), name.clone()));
        name
    }
}
