//! What everything is called in Rust: deterministic, valid, no two alike where they meet.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToShoutySnakeCase, ToUpperCamelCase};
use voxanne_schema::data_type::DataType;
use voxanne_schema::model::{Grantee, Schema, Signature};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};

use crate::entities::ident::{Noun, escaped, snake};
use crate::entities::reserved::RUST;

/// What the prelude of definitions and Rust's own bring into every module, and what stands there besides.
const RESERVED: &[&str] = &[
    "All",
    "AggregateRule",
    "Bytea",
    "Cidr",
    "Citext",
    "Composite",
    "Compression",
    "Date",
    "DateRange",
    "Declaration",
    "DefaultPrivilegesRule",
    "DefaultTarget",
    "Delete",
    "Domain",
    "EventTriggerRule",
    "Expr",
    "ExtensionRule",
    "Grantee",
    "Hazard",
    "IndexMethod",
    "Inet",
    "Insert",
    "Int4Range",
    "Int8Range",
    "Interval",
    "Json",
    "Jsonb",
    "Maximum",
    "Minimum",
    "Module",
    "NamespaceRule",
    "NumRange",
    "Numeric",
    "Operations",
    "Optional",
    "Parallel",
    "PgEnum",
    "Platform",
    "Privilege",
    "PublicationRule",
    "PublishedOperation",
    "References",
    "RoleName",
    "Rules",
    "SchemaEvent",
    "Select",
    "Sequence",
    "SqlFunction",
    "SqlType",
    "StatisticsKind",
    "Strategy",
    "Table",
    "TableRules",
    "Time",
    "Timestamp",
    "Timestamptz",
    "Trigger",
    "TriggerEvent",
    "Truncate",
    "TsRange",
    "TstzRange",
    "Update",
    "Uuid",
    "Varchar",
    "View",
    "ViewRules",
];

/// The same in lower case: functions, and Rust's own types.
const RESERVED_FUNCTIONS: &[&str] = &[
    "bool",
    "char",
    "coalesce",
    "current_timestamp_text",
    "date",
    "days",
    "event_trigger",
    "f32",
    "f64",
    "gen_random_uuid",
    "hours",
    "i16",
    "i32",
    "i64",
    "interval",
    "jsonb",
    "lower",
    "minutes",
    "module",
    "nextval",
    "nextval_as",
    "now",
    "null",
    "procedure",
    "record",
    "schema",
    "setof",
    "sole_value",
    "sql",
    "sql_fn",
    "sql_type",
    "str",
    "table",
    "timestamp",
    "timestamptz",
    "trigger",
    "u8",
    "void",
];

/// The names in Rust.
#[derive(Debug, Default)]
pub(super) struct Names {
    types: BTreeMap<ObjectId, String>,
    functions: BTreeMap<Signature, String>,
    roles: BTreeMap<Name, String>,
    taken: BTreeSet<String>,
}

impl Names {
    /// Names everything that gets a name.
    pub(super) fn of(schema: &Schema) -> Self {
        let mut names = Self {
            taken: RESERVED.iter().chain(RUST).map(|&word| word.to_owned()).collect(),
            ..Self::default()
        };
        let mut functions: BTreeSet<String> =
            RESERVED_FUNCTIONS.iter().map(|&word| word.to_owned()).collect();
        for (id, object) in schema.objects() {
            match object {
                Object::Table(table) => names.add_type(id, &table.name, true),
                Object::View(view) => names.add_type(id, &view.name, true),
                Object::MaterializedView(view) => names.add_type(id, &view.name, true),
                Object::Enum(of) => names.add_type(id, &of.name, false),
                Object::Domain(of) => names.add_type(id, &of.name, false),
                Object::Composite(of) => names.add_type(id, &of.name, false),
                Object::Sequence(of) => names.add_type(id, &of.name, false),
                Object::Function(function) => names.add_function(function.signature(), &mut functions),
                Object::Procedure(procedure) => names.add_function(procedure.0.signature(), &mut functions),
                _ => {}
            }
        }
        names
    }

    /// The struct or enum of an object.
    pub(super) fn type_of(&self, id: &ObjectId) -> Option<&str> {
        self.types.get(id).map(String::as_str)
    }

    /// The function.
    pub(super) fn function(&self, signature: &Signature) -> Option<&str> {
        self.functions.get(signature).map(String::as_str)
    }

    /// Calls a function otherwise: as whoever declares it does.
    pub(super) fn call_function(&mut self, signature: &Signature, name: &str) {
        self.functions.insert(signature.clone(), name.to_owned());
    }

    /// The constants of all roles that are called.
    pub(super) fn roles(&self) -> impl Iterator<Item = (&Name, &str)> {
        self.roles
            .iter()
            .map(|(role, constant)| (role, constant.as_str()))
    }

    /// The constant of a role, of which there is one from now on.
    pub(super) fn role(&mut self, grantee: &Grantee) -> String {
        let Grantee::Role(role) = grantee else {
            return "PUBLIC".to_owned();
        };
        if let Some(constant) = self.roles.get(role) {
            return constant.clone();
        }
        let wanted = snake(role.as_str(), Noun::Table).to_shouty_snake_case();
        let wanted = if wanted == "PUBLIC" {
            "PUBLIC_ROLE".to_owned()
        } else {
            wanted
        };
        let taken: BTreeSet<&str> = self.roles.values().map(String::as_str).collect();
        let constant = free(&wanted, |name| taken.contains(name));
        self.roles.insert(role.clone(), constant.clone());
        constant
    }

    /// The name of a type that exists elsewhere.
    pub(super) fn alias(&mut self, data_type: &DataType) -> String {
        let modifiers: Vec<String> = data_type.modifiers.iter().map(i32::to_string).collect();
        let base = match &data_type.base {
            voxanne_schema::data_type::BaseType::System(name) => name.as_str(),
            voxanne_schema::data_type::BaseType::User(name)
            | voxanne_schema::data_type::BaseType::Domain(name)
            | voxanne_schema::data_type::BaseType::Composite(name) => name.name.as_str(),
        };
        let wanted = snake(base, Noun::Enum).to_upper_camel_case();
        let wanted = if modifiers.is_empty() {
            wanted
        } else {
            format!("{wanted}{}", modifiers.join("_").replace('-', "Minus"))
        };
        self.take(&wanted, "Type")
    }

    fn add_type(&mut self, id: &ObjectId, name: &QualifiedName, is_plural: bool) {
        let noun = if is_plural { Noun::Table } else { Noun::Enum };
        let wanted = snake(name.name.as_str(), noun);
        let wanted = if is_plural { singular(&wanted) } else { wanted };
        let wanted = pascal(&wanted, noun);
        let suffix = match id {
            ObjectId::Sequence(_) => "Seq",
            ObjectId::Table(_) => "Row",
            ObjectId::View(_) | ObjectId::MaterializedView(_) => "View",
            _ => "Type",
        };
        let named = if self.taken.contains(&wanted) && name.namespace != "public" {
            let of_namespace = pascal(&snake(name.namespace.as_str(), noun), noun);
            self.take(&format!("{of_namespace}{wanted}"), suffix)
        } else {
            self.take(&wanted, suffix)
        };
        // The struct of a table's columns.
        self.taken.insert(format!("{named}Columns"));
        self.types.insert(id.clone(), named);
    }

    fn take(&mut self, wanted: &str, suffix: &str) -> String {
        let meets = |name: &str| self.taken.contains(name) || self.taken.contains(&format!("{name}Columns"));
        let name = if meets(wanted) {
            free(&format!("{wanted}{suffix}"), meets)
        } else {
            wanted.to_owned()
        };
        self.taken.insert(name.clone());
        name
    }

    fn add_function(&mut self, signature: Signature, taken: &mut BTreeSet<String>) {
        let wanted = snake(signature.name.name.as_str(), Noun::Table);
        let wanted = if RESERVED_FUNCTIONS.contains(&wanted.as_str()) {
            format!("{wanted}_fn")
        } else {
            wanted
        };
        let name = free(&wanted, |name| taken.contains(name));
        taken.insert(name.clone());
        self.functions.insert(signature, name);
    }
}

/// The name, with a number where it is taken.
fn free(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number: u32| {
        let between = if wanted.ends_with(|c: char| c.is_ascii_digit()) {
            "_"
        } else {
            ""
        };
        format!("{wanted}{between}{number}")
    });
    let mut candidates = std::iter::once(wanted.to_owned()).chain(numbered);
    candidates.find(|name| !is_taken(name)).unwrap_or_default()
}

/// A type's name, which a digit cannot begin.
fn pascal(snake: &str, noun: Noun) -> String {
    let pascal = snake.to_upper_camel_case();
    if pascal.is_empty() || !pascal.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return format!("{}{pascal}", noun.snake().to_upper_camel_case());
    }
    pascal
}

/// The noun for one row, as English makes most of them. What it gets wrong is said by `name = …` all the same.
fn singular(plural: &str) -> String {
    let (head, last) = plural
        .rsplit_once('_')
        .map_or(("", plural), |(head, last)| (head, last));
    let one = if last.len() < 4 {
        last.to_owned()
    } else if let Some(stem) = last.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        format!("{stem}y")
    } else if ["sses", "shes", "ches", "xes", "zes"]
        .iter()
        .any(|end| last.ends_with(end))
    {
        last[..last.len() - 2].to_owned()
    } else if last == "people" {
        "person".to_owned()
    } else if last == "children" {
        "child".to_owned()
    } else if ["ss", "us", "is", "news", "series"]
        .iter()
        .any(|end| last.ends_with(end))
    {
        last.to_owned()
    } else {
        last.strip_suffix('s').unwrap_or(last).to_owned()
    };
    if head.is_empty() {
        one
    } else {
        format!("{head}_{one}")
    }
}

/// The fields of the columns of a relation, in their order, with `r#` where that is needed.
pub(super) fn fields(columns: &[&Name]) -> Vec<String> {
    let mut taken: BTreeSet<String> = columns
        .iter()
        .filter(|column| snake(column.as_str(), Noun::Column) == column.as_str())
        .map(ToString::to_string)
        .collect();
    let named = columns.iter().map(|column| {
        let wanted = snake(column.as_str(), Noun::Column);
        if wanted == column.as_str() {
            return escaped(&wanted).into_owned();
        }
        let field = free(&wanted, |name| taken.contains(name));
        taken.insert(field.clone());
        escaped(&field).into_owned()
    });
    named.collect()
}

/// The variants of labels, in their order.
pub(super) fn variants(labels: &[Name]) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::from(["Self".to_owned()]);
    let named = labels.iter().map(|label| {
        let wanted = pascal(&snake(label.as_str(), Noun::Label), Noun::Label);
        let variant = free(&wanted, |name| taken.contains(name));
        taken.insert(variant.clone());
        variant
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_row_of_many() {
        let of = [
            "contacts",
            "categories",
            "addresses",
            "boxes",
            "status",
            "order_items",
            "people",
            "bus",
        ];
        let one: Vec<String> = of.iter().map(|plural| singular(plural)).collect();
        let wanted = [
            "contact",
            "category",
            "address",
            "box",
            "status",
            "order_item",
            "person",
            "bus",
        ];
        assert_eq!(one, wanted);
    }

    #[test]
    fn fields_are_told_apart_and_keep_their_names_where_they_can() {
        let names = ["type", "Name", "name", "first name", "1st", "self", "اسم"].map(Name::new);
        let columns: Vec<&Name> = names.iter().collect();
        let fields = fields(&columns);
        assert_eq!(
            fields,
            [
                "r#type",
                "name2",
                "name",
                "first_name",
                "column_1st",
                "self_column",
                "اسم"
            ]
        );
    }
}
