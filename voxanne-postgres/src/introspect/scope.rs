//! Which rows of the catalog are asked for.

use voxanne_schema::name::Name;

use super::options::Options;

/// What every query needs to know.
#[derive(Debug)]
pub(super) struct Scope {
    /// The server's version as a number, such as 150018.
    pub(super) version: u32,
    options: Options,
}

impl Scope {
    pub(super) fn new(options: &Options, version: u32) -> Self {
        Self {
            version,
            options: options.clone(),
        }
    }

    /// Whether the server is of this major version, or a later one.
    pub(super) fn since(&self, major: u32) -> bool {
        self.version / 10_000 >= major
    }

    /// The text where the server is of this major version or a later one, and the other where not.
    pub(super) fn pick<'t>(&self, major: u32, since: &'t str, before: &'t str) -> &'t str {
        if self.since(major) { since } else { before }
    }

    /// The condition that a namespace, whose name this is, is read.
    pub(super) fn reads(&self, name: &str) -> String {
        let list = |names: &mut dyn Iterator<Item = &str>| {
            let quoted: Vec<String> = names.map(voxanne_codegen::sql::literal).collect();
            format!("ARRAY[{}]::pg_catalog.name[]", quoted.join(", "))
        };
        let options = &self.options;
        let mut excluded = options.excluded();
        let mut condition = format!("{name} <> ALL ({})", list(&mut excluded));
        if options.namespaces.is_empty() {
            condition.push_str(&format!(
                " AND {name} <> 'information_schema' AND {name} !~ '^pg_'"
            ));
        } else {
            let mut named = options.namespaces.iter().map(Name::as_str);
            condition.push_str(&format!(" AND {name} = ANY ({})", list(&mut named)));
        }
        condition
    }

    /// The condition that neither an extension nor another object brings the row of a catalog.
    pub(super) fn own(&self, class: &str, oid: &str) -> String {
        format!(
            "NOT EXISTS (SELECT FROM pg_depend AS brought WHERE brought.classid = '{class}'::regclass \
             AND brought.objid = {oid} AND brought.deptype IN ('e', 'i') AND brought.refobjid <> brought.objid)"
        )
    }
}
