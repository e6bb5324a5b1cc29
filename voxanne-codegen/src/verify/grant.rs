//! Grants: facts, with exactly the declared privileges.

use voxanne_schema::model::{Grant, Privilege, PrivilegeScope};
use voxanne_schema::name::Name;
use voxanne_schema::object::{Describe, ObjectId};

use super::Expect;
use super::expected::Expected;
use super::label::label;

impl Expect for Grant {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        let id = ObjectId::Grant(self.id());
        let mut privileges: Vec<String> = self
            .privileges
            .iter()
            .map(|(p, scope)| privilege(*p, scope))
            .collect();
        if privileges.is_empty() {
            into.gone(&id);
        } else {
            privileges.sort_unstable();
            into.fact(label(&id), privileges.join(", "));
        }
    }
}

fn privilege(privilege: Privilege, scope: &PrivilegeScope) -> String {
    match scope {
        PrivilegeScope::Whole => privilege.sql().to_owned(),
        PrivilegeScope::Columns(columns) => {
            let mut columns: Vec<&str> = columns.iter().map(Name::as_str).collect();
            columns.sort_unstable();
            format!("{} ({})", privilege.sql(), columns.join(", "))
        }
    }
}
