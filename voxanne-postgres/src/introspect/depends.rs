//! What depends on what, as the catalog keeps it.

use serde::Deserialize;
use voxanne_schema::lookup::Lookup;
use voxanne_schema::name::Name;
use voxanne_schema::object::{Dependencies, Dependency, ObjectId};

use super::found::Found;
use super::names::{Names, class};
use super::scope::Scope;
use super::{Set, row};
use crate::error::Error;

/// What expressions, queries and bodies need, by the number of what holds them.
#[derive(Debug, Default)]
pub(super) struct Depends {
    of: Lookup<(u32, u32), Vec<Reference>>,
}

#[derive(Debug)]
struct Reference {
    class: u32,
    oid: u32,
    column: Option<Name>,
}

impl Depends {
    /// What an object needs, sorted.
    pub(super) fn of(&self, class: u32, oid: u32, names: &Names) -> Vec<Dependency> {
        let mut dependencies = Dependencies::default();
        for reference in self.of.get(&(class, oid)).into_iter().flatten() {
            if let Some(object) = object(reference.class, reference.oid, names) {
                let column = reference.column.clone();
                dependencies.add(Dependency { object, column });
            }
        }
        dependencies.iter().cloned().collect()
    }
}

/// The object of a catalog's number.
pub(super) fn object(class: u32, oid: u32, names: &Names) -> Option<ObjectId> {
    if let Some(extension) = names.extension_of(class, oid) {
        return Some(ObjectId::Extension(extension.clone()));
    }
    if let Some(carried) = names.carried(class, oid) {
        return Some(ObjectId::Verbatim(carried.clone()));
    }
    match class {
        class::RELATION => names.relation_id(oid),
        class::PROC => names.routine_id(oid),
        class::TYPE => names.type_id(oid),
        _ => None,
    }
}

/// The set of dependencies.
pub(super) fn set(_scope: &Scope) -> Set {
    (QUERY.to_owned(), read)
}

/// A view depends through its rule, and until PostgreSQL 14 a generated column by itself and not through its default. What a default, a rule or an index says of its own relation goes
/// without saying.
const QUERY: &str = "SELECT CASE WHEN g.oid IS NULL THEN d.classid ELSE 'pg_attrdef'::regclass END::int8 AS class,
    coalesce(r.ev_class, g.oid, d.objid)::int8 AS oid,
    d.refclassid::int8 AS ref_class, d.refobjid::int8 AS ref_oid, a.attname AS column
FROM pg_depend AS d
LEFT JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
LEFT JOIN pg_attrdef AS f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
LEFT JOIN pg_attrdef AS g ON d.classid = 'pg_class'::regclass AND d.objsubid > 0 AND d.deptype = 'a'
    AND g.adrelid = d.objid AND g.adnum = d.objsubid
LEFT JOIN pg_index AS i ON d.classid = 'pg_class'::regclass AND i.indexrelid = d.objid
LEFT JOIN pg_attribute AS a ON d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
    AND a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE d.deptype IN ('n', 'a') AND d.objid >= 16384
    AND d.classid IN ('pg_attrdef'::regclass, 'pg_constraint'::regclass, 'pg_policy'::regclass, 'pg_proc'::regclass,
        'pg_publication_rel'::regclass, 'pg_rewrite'::regclass, 'pg_statistic_ext'::regclass, 'pg_trigger'::regclass,
        'pg_type'::regclass, 'pg_class'::regclass)
    AND d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass, 'pg_operator'::regclass,
        'pg_opclass'::regclass, 'pg_collation'::regclass, 'pg_ts_config'::regclass, 'pg_ts_dict'::regclass)
    AND (d.classid <> 'pg_rewrite'::regclass OR r.rulename = '_RETURN' AND d.refobjid <> r.ev_class)
    AND (d.classid <> 'pg_attrdef'::regclass OR d.refobjid <> f.adrelid)
    AND (d.classid <> 'pg_class'::regclass OR i.indexprs IS NOT NULL OR i.indpred IS NOT NULL OR g.oid IS NOT NULL)
    AND NOT (d.classid = d.refclassid AND d.objid = d.refobjid)";

fn read(text: &str, found: &mut Found) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Row {
        class: u32,
        oid: u32,
        ref_class: u32,
        ref_oid: u32,
        column: Option<Name>,
    }
    let of: Row = row(text, "a dependency")?;
    let reference = Reference {
        class: of.ref_class,
        oid: of.ref_oid,
        column: of.column,
    };
    found
        .depends
        .of
        .get_or_insert((of.class, of.oid), Vec::new())
        .push(reference);
    Ok(())
}
