//! What the model has no words for, and carries as the SQL that makes it and takes it away.

mod about;
mod of_partitions;
mod standing;

use serde::Deserialize;
use voxanne_schema::model::{self, Member};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Dependencies, Dependency, ObjectId};

use super::Introspect;
use crate::error::Error;
use crate::introspect::depends;
use crate::introspect::found::Found;
use crate::introspect::names::class;
use crate::introspect::scope::Scope;
use crate::introspect::{Set, row};

#[derive(Deserialize)]
pub(in crate::introspect) struct Verbatim {
    name: Name,
    create: Vec<String>,
    end: Vec<String>,
    /// The relation that it is about.
    relation: Option<u32>,
    /// The index that it is about, and the constraint whose that is.
    index: Option<u32>,
    key: Option<Name>,
    /// What it is about otherwise.
    class: u32,
    about: Option<u32>,
    needs: Vec<Needed>,
}

#[derive(Deserialize)]
struct Needed {
    class: u32,
    oid: u32,
    column: Option<Name>,
    namespace: Option<Name>,
}

/// One query of many: what it selects, and from where. Each row has the catalog and the number under which
/// dependencies are kept, a name, the statements of both directions, and what it is about.
pub(super) struct Part {
    /// The catalog whose number tells what it needs.
    pub(super) catalog: &'static str,
    /// That number.
    pub(super) oid: &'static str,
    /// The noun and what tells it from its like, as text.
    pub(super) name: &'static str,
    /// The statements that make it, without those that are null.
    pub(super) create: String,
    /// The statements that take it away.
    pub(super) end: String,
    pub(super) relation: &'static str,
    pub(super) index: &'static str,
    pub(super) key: &'static str,
    pub(super) about: &'static str,
    /// `FROM` and `WHERE`.
    pub(super) from: String,
}

impl Part {
    pub(super) fn new(
        catalog: &'static str,
        oid: &'static str,
        name: &'static str,
        create: String,
        end: impl Into<String>,
        from: String,
    ) -> Self {
        Self {
            catalog,
            oid,
            name,
            create,
            end: end.into(),
            relation: "NULL",
            index: "NULL",
            key: "NULL",
            about: "NULL",
            from,
        }
    }

    /// The same about a relation.
    pub(super) const fn of(mut self, relation: &'static str) -> Self {
        self.relation = relation;
        self
    }

    fn sql(&self) -> String {
        let Self {
            catalog,
            oid,
            name,
            create,
            end,
            relation,
            index,
            key,
            about,
            from,
        } = self;
        format!(
            "SELECT '{catalog}'::regclass::oid AS class, {oid} AS oid, {name} AS name,
    array_remove(ARRAY[{create}]::text[], NULL) AS create, array_remove(ARRAY[{end}]::text[], NULL) AS end,
    {relation}::oid AS relation, {index}::oid AS index, {key}::name AS key, {about}::oid AS about
{from}"
        )
    }
}

/// The statement that says whom an object belongs to, where that is not whoever reads this.
pub(super) fn owner(words: &str, of: &str, owner: &str) -> String {
    format!(
        "(SELECT format('ALTER {words} %s OWNER TO %I;', {of}, rolname) FROM pg_roles
        WHERE oid = {owner} AND rolname <> current_user)"
    )
}

/// The statement that comments on an object; null where nobody does.
pub(super) fn comment(words: &str, of: &str, oid: &str, catalog: &str) -> String {
    format!(
        "format('COMMENT ON {words} %s IS ', {of}) || quote_literal(obj_description({oid}, '{catalog}')) || ';'"
    )
}

/// The set of the names of what is an object of the catalog, so that others are known to need it.
pub(in crate::introspect) fn names(scope: &Scope) -> Set {
    let objects = standing::parts(scope)
        .into_iter()
        .chain(of_partitions::indexes(scope));
    let parts: Vec<String> = objects
        .map(|part| {
            let Part {
                catalog,
                oid,
                name,
                from,
                ..
            } = part;
            format!(
                "SELECT '{catalog}'::regclass::oid::int8 AS class, {oid}::int8 AS oid, {name} AS name\n{from}"
            )
        })
        .collect();
    (parts.join("\nUNION ALL "), read_name)
}

fn read_name(text: &str, found: &mut Found) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Row {
        class: u32,
        oid: u32,
        name: Name,
    }
    let of: Row = row(text, "what is carried as SQL")?;
    found.names.carry(of.class, of.oid, of.name);
    Ok(())
}

impl Introspect for model::Verbatim {
    type Row = Verbatim;

    fn query(scope: &Scope) -> String {
        let parts = standing::parts(scope).into_iter();
        let parts = parts
            .chain(of_partitions::indexes(scope))
            .chain(of_partitions::parts(scope))
            .chain(about::parts(scope));
        let parts: Vec<String> = parts.map(|part| part.sql()).collect();
        format!(
            "SELECT o.name, o.create, o.end, o.relation::int8 AS relation, o.index::int8 AS index, o.key,
    o.class::int8 AS class, o.about::int8 AS about,
    coalesce((SELECT json_agg(json_build_object('class', d.refclassid::int8, 'oid', d.refobjid::int8,
            'column', a.attname, 'namespace', (SELECT nspname FROM pg_namespace
                WHERE oid = d.refobjid AND d.refclassid = 'pg_namespace'::regclass)))
        FROM pg_depend AS d LEFT JOIN pg_attribute AS a ON d.refclassid = 'pg_class'::regclass
            AND d.refobjsubid > 0 AND a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype IN ('n', 'a')), '[]') AS needs
FROM ({}) AS o",
            parts.join("\nUNION ALL ")
        )
    }

    fn read(row: Verbatim, found: &mut Found) -> Result<(), Error> {
        let mut needs = Dependencies::default();
        for needed in row.needs {
            let object = match needed.namespace {
                Some(name) => Some(ObjectId::Namespace(name)),
                None => depends::object(needed.class, needed.oid, &found.names),
            };
            if let Some(object) = object {
                add(object, needed.column, &mut needs);
            }
        }
        let relation = row.relation.and_then(|oid| found.names.relation_id(oid));
        let view = relation
            .clone()
            .filter(|id| matches!(id, ObjectId::View(_) | ObjectId::MaterializedView(_)));
        if let (Some(key), Some(ObjectId::Table(table))) = (row.key, &relation) {
            needs.object(ObjectId::Constraint(Member::new(table.clone(), key)));
        } else if let Some(index) = row.index {
            let index = depends::object(class::RELATION, index, &found.names);
            index.into_iter().for_each(|index| needs.object(index));
        }
        let about = row
            .about
            .and_then(|oid| depends::object(row.class, oid, &found.names));
        for object in relation.into_iter().chain(about) {
            needs.object(ObjectId::Ownership(Box::new(object.clone())));
            add(object, None, &mut needs);
        }
        let own = ObjectId::Verbatim(row.name.clone());
        found.add(model::Verbatim {
            name: row.name,
            create: row.create.into_iter().map(ended).collect(),
            drop: row.end.into_iter().map(ended).collect(),
            view: view.map(Box::new),
            depends_on: needs
                .iter()
                .filter(|needed| needed.object != own)
                .cloned()
                .collect(),
        })
    }
}

/// Adds what is needed; with a partition, the table whose columns it has.
fn add(object: ObjectId, column: Option<Name>, to: &mut Dependencies) {
    if let ObjectId::Partition(member) = &object {
        let table = QualifiedName::clone(&member.table);
        to.add(Dependency {
            object: ObjectId::Table(table),
            column: column.clone(),
        });
        to.object(object);
        return;
    }
    to.add(Dependency { object, column });
}

/// PostgreSQL's own text ends with a semicolon, or does not.
fn ended(sql: String) -> String {
    if sql.ends_with(';') {
        sql
    } else {
        format!("{sql};")
    }
}
