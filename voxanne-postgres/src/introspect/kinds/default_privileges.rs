//! Default privileges, one object a creator, namespace, kind and role.

use std::collections::BTreeSet;

use serde::Deserialize;
use voxanne_schema::Platform;
use voxanne_schema::model::{self, DefaultPrivilegesId, DefaultTarget, Grantee, Privilege};
use voxanne_schema::name::Name;

use super::grant::privilege;
use super::{Introspect, strange};
use crate::error::Error;
use crate::introspect::found::Found;
use crate::introspect::scope::Scope;

#[derive(Deserialize)]
pub(in crate::introspect) struct DefaultPrivileges {
    /// Null where it is whoever reads this.
    creator: Option<Name>,
    namespace: Option<Name>,
    on: char,
    grantee: Option<Name>,
    privileges: Vec<Given>,
    to_owner: bool,
}

#[derive(Deserialize)]
struct Given {
    privilege: String,
    grantable: bool,
}

impl Introspect for model::DefaultPrivileges {
    type Row = DefaultPrivileges;

    fn query(scope: &Scope) -> String {
        // Where everybody had something by default and has it no more, there is no row to say so: hence
        // the grantee zero, which is everybody, with whatever is left.
        format!(
            r#"SELECT nullif(o.rolname, current_user) AS creator, n.nspname AS namespace, d.defaclobjtype AS on,
    r.rolname AS grantee, (SELECT coalesce(json_agg(json_build_object('privilege', x.privilege_type,
        'grantable', x.is_grantable) ORDER BY x.privilege_type), '[]')
        FROM aclexplode(d.defaclacl) AS x WHERE x.grantee = g.grantee) AS privileges,
    g.grantee = d.defaclrole OR r.rolname IS NOT DISTINCT FROM current_user AS to_owner
FROM pg_default_acl AS d JOIN pg_roles AS o ON o.oid = d.defaclrole
LEFT JOIN pg_namespace AS n ON n.oid = d.defaclnamespace
CROSS JOIN LATERAL (SELECT x.grantee FROM aclexplode(d.defaclacl) AS x
    UNION SELECT 0 WHERE d.defaclnamespace = 0 AND d.defaclobjtype IN ('f', 'T')) AS g
LEFT JOIN pg_roles AS r ON r.oid = g.grantee
WHERE (g.grantee <> d.defaclrole OR d.defaclnamespace <> 0) AND (n.oid IS NULL OR {})"#,
            scope.reads("n.nspname"),
        )
    }

    fn read(row: DefaultPrivileges, found: &mut Found) -> Result<(), Error> {
        let on = match row.on {
            'r' => DefaultTarget::Tables,
            'S' => DefaultTarget::Sequences,
            'f' => DefaultTarget::Functions,
            'T' => DefaultTarget::Types,
            'n' => DefaultTarget::Namespaces,
            'L' => {
                found.name("default privileges on large objects", String::new());
                return Ok(());
            }
            other => return Err(strange("default privileges", other)),
        };
        let id = DefaultPrivilegesId {
            creator: row.creator,
            namespace: row.namespace,
            on,
            grantee: row.grantee.map_or(Grantee::Public, Grantee::Role),
        };
        let mut privileges = BTreeSet::new();
        for given in row.privileges {
            if given.grantable {
                found.name("default privilege with the right to grant it", id.to_string());
            }
            match privilege(&given.privilege) {
                Some(privilege) => {
                    privileges.insert(privilege);
                }
                None => found.name(format!("default privilege {}", given.privilege), id.to_string()),
            }
        }
        let of = Self {
            id,
            privileges,
            to_owner: row.to_owner,
        };
        if of.privileges == of.id.built_in() || is_of_platform(&of, found.options.platform) {
            return Ok(());
        }
        found.add(of)
    }
}

/// Whether every database of the platform has them.
fn is_of_platform(of: &model::DefaultPrivileges, platform: Platform) -> bool {
    let Grantee::Role(grantee) = &of.id.grantee else {
        return false;
    };
    // Which of them there are depends on the server's version.
    let known = |privilege: &&Privilege| **privilege != Privilege::Maintain;
    let all: BTreeSet<_> = of.id.on.privileges().iter().filter(known).collect();
    of.id.creator.is_none()
        && of.id.namespace.as_ref().is_some_and(|name| name == "public")
        && platform.api_roles().iter().any(|role| role.name == *grantee)
        && of.privileges.iter().filter(known).collect::<BTreeSet<_>>() == all
}
