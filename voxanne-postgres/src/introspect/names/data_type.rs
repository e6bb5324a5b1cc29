//! Types as people write them: the catalog says `int8`, a definition says `bigint`.

use serde::Deserialize;
use voxanne_schema::data_type::{BaseType, DataType};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;

use super::super::found::Found;
use super::super::row;
use super::{Names, unknown};
use crate::error::Error;

/// A type, in whatever namespace.
#[derive(Clone, Debug)]
pub(super) struct Type {
    base: BaseType,
    /// The type of its elements, where it is an array.
    element: Option<u32>,
    /// The relation whose row it is.
    relation: Option<u32>,
}

pub(super) const QUERY: &str =
    "SELECT t.oid::int8 AS oid, n.nspname AS namespace, t.typname AS name, t.typtype AS kind,
    e.oid::int8 AS element, nullif(t.typrelid, 0)::int8 AS relation
FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
LEFT JOIN pg_type AS e ON e.typarray = t.oid";

pub(super) fn read(text: &str, found: &mut Found) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Row {
        oid: u32,
        namespace: Name,
        name: Name,
        kind: char,
        element: Option<u32>,
        relation: Option<u32>,
    }
    let of: Row = row(text, "a type")?;
    let base = if of.namespace == "pg_catalog" {
        BaseType::System(Name::new(spelling(of.name.as_str())))
    } else {
        let name = found.names.intern(of.namespace, of.name);
        match of.kind {
            'd' => BaseType::Domain(name),
            'c' => BaseType::Composite(name),
            _ => BaseType::User(name),
        }
    };
    let read = Type {
        base,
        element: of.element,
        relation: of.relation,
    };
    found.names.types.insert(of.oid, read);
    Ok(())
}

/// How people write a type of PostgreSQL's own.
fn spelling(name: &str) -> &str {
    match name {
        "bool" => "boolean",
        "int2" => "smallint",
        "int4" => "integer",
        "int8" => "bigint",
        "float4" => "real",
        "float8" => "double precision",
        // Without quotes that is another type.
        "char" => "\"char\"",
        "any" => "\"any\"",
        other => other,
    }
}

impl Names {
    /// A type by its number, and by its text where it has modifiers.
    pub(in crate::introspect) fn data_type(&self, oid: u32, text: Option<&str>) -> Result<DataType, Error> {
        let of = self.types.get(&oid).ok_or_else(|| unknown("type", oid))?;
        let element = of.element.and_then(|element| self.types.get(&element));
        let (base, array) = match element {
            Some(element) => (element.base.clone(), true),
            None => (of.base.clone(), false),
        };
        let mut data_type = DataType {
            base,
            modifiers: Vec::new(),
            array,
        };
        if let Some(text) = text {
            modify(&mut data_type, text);
        }
        Ok(data_type)
    }

    /// The type as an object: what somebody created, or the extension that brings it.
    pub(in crate::introspect) fn type_id(&self, oid: u32) -> Option<ObjectId> {
        let of = self.types.get(&oid)?;
        if let Some(element) = of.element {
            return self.type_id(element);
        }
        if let Some(extension) = self.extension_of(super::class::TYPE, oid) {
            return Some(ObjectId::Extension(extension.clone()));
        }
        match (&of.base, of.relation) {
            (BaseType::System(_), _) => None,
            (_, Some(relation)) => self.relation_id(relation),
            (BaseType::User(name), _) => Some(ObjectId::Enum(name.clone())),
            (BaseType::Domain(name), _) => Some(ObjectId::Domain(name.clone())),
            (BaseType::Composite(name), _) => Some(ObjectId::Composite(name.clone())),
        }
    }

    /// A name with its namespace, whose text is shared.
    pub(in crate::introspect) fn intern(&mut self, namespace: Name, name: Name) -> QualifiedName {
        QualifiedName { namespace, name }
    }
}

/// Adds the modifiers of a type as PostgreSQL writes it: `numeric(10,2)`, `interval day to second(3)`.
fn modify(data_type: &mut DataType, text: &str) {
    if let (BaseType::System(name), Some(fields)) = (&data_type.base, text.strip_prefix("interval "))
        && name == "interval"
    {
        let fields = fields.trim_end_matches("[]");
        data_type.base = BaseType::System(Name::from(format!("interval {fields}")));
        return;
    }
    let Some((_, rest)) = text.rsplit_once('(') else {
        return;
    };
    let Some((list, _)) = rest.split_once(')') else {
        return;
    };
    let modifiers = list.split(',').map(|number| number.trim().parse());
    if let Ok(modifiers) = modifiers.collect::<Result<Vec<i32>, _>>() {
        if let BaseType::System(name) = &data_type.base
            && name == "bpchar"
        {
            data_type.base = BaseType::System(Name::new("char"));
        }
        data_type.modifiers = modifiers;
    }
}
