//! The names behind the numbers by which the catalog refers to relations, types and routines.

mod data_type;

use serde::Deserialize;
use voxanne_schema::lookup::Lookup;
use voxanne_schema::model::{Member, Signature};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::ObjectId;

use super::found::Found;
use super::scope::Scope;
use super::{Set, row};
use crate::error::Error;

/// The numbers of the catalogs themselves, which are the same in every database.
pub(super) mod class {
    pub(in crate::introspect) const TYPE: u32 = 1247;
    pub(in crate::introspect) const PROC: u32 = 1255;
    pub(in crate::introspect) const RELATION: u32 = 1259;
    pub(in crate::introspect) const ATTRDEF: u32 = 2604;
    pub(in crate::introspect) const CONSTRAINT: u32 = 2606;
    pub(in crate::introspect) const REWRITE: u32 = 2618;
    pub(in crate::introspect) const TRIGGER: u32 = 2620;
    pub(in crate::introspect) const POLICY: u32 = 3256;
    pub(in crate::introspect) const STATISTICS: u32 = 3381;
    pub(in crate::introspect) const PUBLICATION_TABLE: u32 = 6106;
}

/// A relation, in whatever namespace.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    pub(super) name: QualifiedName,
    kind: Kind,
    /// The table that it is a partition of, however deep.
    root: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum Kind {
    #[serde(rename = "r", alias = "p")]
    Table,
    #[serde(rename = "v")]
    View,
    #[serde(rename = "m")]
    MaterializedView,
    #[serde(rename = "S")]
    Sequence,
    #[serde(rename = "i", alias = "I")]
    Index,
    #[serde(rename = "c")]
    Composite,
    #[serde(rename = "f")]
    Foreign,
}

/// A function, a procedure or an aggregate.
#[derive(Clone, Debug)]
struct Routine {
    kind: RoutineKind,
    signature: Signature,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum RoutineKind {
    #[serde(rename = "f", alias = "w")]
    Function,
    #[serde(rename = "p")]
    Procedure,
    #[serde(rename = "a")]
    Aggregate,
}

/// The names behind numbers.
#[derive(Debug, Default)]
pub(super) struct Names {
    relations: Lookup<u32, Relation>,
    types: Lookup<u32, data_type::Type>,
    routines: Lookup<u32, Routine>,
    /// The extension that brings an object.
    members: Lookup<(u32, u32), Name>,
    /// What is carried as SQL.
    carried: Lookup<(u32, u32), Name>,
}

impl Names {
    /// The relation of a number.
    pub(super) fn relation(&self, oid: u32) -> Result<&Relation, Error> {
        self.relations.get(&oid).ok_or_else(|| unknown("relation", oid))
    }

    /// The name of the relation of a number.
    pub(super) fn relation_name(&self, oid: u32) -> Result<QualifiedName, Error> {
        self.relation(oid).map(|relation| relation.name.clone())
    }

    /// The relation as an object; none where the model has no form for it.
    pub(super) fn relation_id(&self, oid: u32) -> Option<ObjectId> {
        let relation = self.relations.get(&oid)?;
        let name = relation.name.clone();
        Some(match (relation.kind, relation.root) {
            (Kind::Table, Some(root)) => {
                let root = self.relations.get(&root)?;
                ObjectId::Partition(Member::new(root.name.clone(), name.name))
            }
            (Kind::Table, None) => ObjectId::Table(name),
            (Kind::View, _) => ObjectId::View(name),
            (Kind::MaterializedView, _) => ObjectId::MaterializedView(name),
            (Kind::Sequence, _) => ObjectId::Sequence(name),
            (Kind::Index, _) => ObjectId::Index(name),
            (Kind::Composite, _) => ObjectId::Composite(name),
            (Kind::Foreign, _) => return None,
        })
    }

    /// Whether the relation is a partition.
    pub(super) fn is_partition(&self, oid: u32) -> bool {
        self.relations.get(&oid).is_some_and(|of| of.root.is_some())
    }

    /// Whether the relation is a foreign table.
    pub(super) fn is_foreign(&self, oid: u32) -> bool {
        self.relations
            .get(&oid)
            .is_some_and(|of| of.kind == Kind::Foreign)
    }

    /// Whether the relation is a table, and no partition.
    pub(super) fn is_whole_table(&self, oid: u32) -> bool {
        matches!(self.relation_id(oid), Some(ObjectId::Table(_)))
    }

    /// The signature of a routine.
    pub(super) fn signature(&self, oid: u32) -> Result<Signature, Error> {
        let routine = self.routines.get(&oid).ok_or_else(|| unknown("function", oid))?;
        Ok(routine.signature.clone())
    }

    /// The routine as an object.
    pub(super) fn routine_id(&self, oid: u32) -> Option<ObjectId> {
        let routine = self.routines.get(&oid)?;
        let signature = routine.signature.clone();
        Some(match routine.kind {
            RoutineKind::Function => ObjectId::Function(signature),
            RoutineKind::Procedure => ObjectId::Procedure(signature),
            RoutineKind::Aggregate => ObjectId::Aggregate(signature),
        })
    }

    /// Notes the name of something that is carried as SQL.
    pub(super) fn carry(&mut self, class: u32, oid: u32, name: Name) {
        self.carried.insert((class, oid), name);
    }

    /// The name of what is carried as SQL, where an object is.
    pub(super) fn carried(&self, class: u32, oid: u32) -> Option<&Name> {
        self.carried.get(&(class, oid))
    }

    /// The extension that brings an object.
    pub(super) fn extension_of(&self, class: u32, oid: u32) -> Option<&Name> {
        self.members.get(&(class, oid))
    }
}

fn unknown(what: &str, oid: u32) -> Error {
    Error::Catalog {
        what: format!("{what} {oid}"),
        reason: "it is referred to, and is not there".to_owned(),
    }
}

/// The sets of names.
pub(super) fn sets(scope: &Scope) -> Vec<Set> {
    vec![
        (MEMBERS.to_owned(), member),
        (RELATIONS.to_owned(), relation),
        (data_type::QUERY.to_owned(), data_type::read),
        (ROUTINES.to_owned(), routine),
        super::kinds::verbatim::names(scope),
    ]
}

const MEMBERS: &str = "SELECT d.classid::int8 AS class, d.objid::int8 AS oid, e.extname AS extension
FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid
WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass AND d.objsubid = 0";

fn member(text: &str, found: &mut Found) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Row {
        class: u32,
        oid: u32,
        extension: Name,
    }
    let of: Row = row(text, "a member of an extension")?;
    found.names.members.insert((of.class, of.oid), of.extension);
    Ok(())
}

const RELATIONS: &str = "SELECT c.oid::int8 AS oid, n.nspname AS namespace, c.relname AS name, c.relkind AS kind,
    CASE WHEN c.relispartition AND c.relkind IN ('r', 'p') THEN pg_partition_root(c.oid)::oid::int8 END AS root
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind <> 't' AND (c.oid >= 16384 OR c.relkind IN ('r', 'v') AND n.nspname <> 'pg_toast')";

fn relation(text: &str, found: &mut Found) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Row {
        oid: u32,
        namespace: Name,
        name: Name,
        kind: Kind,
        root: Option<u32>,
    }
    let of: Row = row(text, "a relation")?;
    let relation = Relation {
        name: found.names.intern(of.namespace, of.name),
        kind: of.kind,
        root: of.root,
    };
    found.names.relations.insert(of.oid, relation);
    Ok(())
}

const ROUTINES: &str =
    "SELECT p.oid::int8 AS oid, n.nspname AS namespace, p.proname AS name, p.prokind AS kind,
    p.proargtypes::oid[]::int8[] AS arguments
FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE p.oid >= 16384 OR EXISTS (SELECT FROM pg_aggregate AS a WHERE a.aggfnoid >= 16384
    AND p.oid IN (a.aggtransfn, a.aggfinalfn, a.aggcombinefn))
    OR EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgfoid = p.oid)
    OR EXISTS (SELECT FROM pg_event_trigger AS t WHERE t.evtfoid = p.oid)";

fn routine(text: &str, found: &mut Found) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Row {
        oid: u32,
        namespace: Name,
        name: Name,
        kind: RoutineKind,
        arguments: Vec<u32>,
    }
    let of: Row = row(text, "a function")?;
    let arguments = of.arguments.iter().map(|oid| found.names.data_type(*oid, None));
    let arguments = arguments.collect::<Result<_, _>>()?;
    let signature = Signature {
        name: found.names.intern(of.namespace, of.name),
        arguments,
    };
    found.names.routines.insert(
        of.oid,
        Routine {
            kind: of.kind,
            signature,
        },
    );
    Ok(())
}
