//! Publications: what they tell of, and what they have of which table. Of filters only that there is one:
//! the catalog spells them otherwise, and no twin of a table can be published.

use voxanne_schema::model::{Publication, PublishedTable};
use voxanne_schema::name::Name;
use voxanne_schema::object::ObjectId;

use super::Expect;
use super::expected::Expected;
use super::label::label;
use crate::sql::{ident, qualified};

impl Expect for Publication {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        let id = label(&ObjectId::Publication(self.name.clone()));
        let operations: Vec<&str> = self.operations.iter().map(|operation| operation.sql()).collect();
        let all = if self.all_tables { "all tables " } else { "" };
        let root = if self.via_root { " via root" } else { "" };
        into.fact(id.clone(), format!("{all}{}{root}", operations.join(" ")));
        for (name, table) in &self.tables {
            into.fact(format!("table {} in {id}", qualified(name)), part(table));
        }
        for namespace in &self.namespaces {
            into.fact(format!("schema {} in {id}", ident(namespace)), "whole");
        }
    }
}

fn part(table: &PublishedTable) -> String {
    let mut names: Vec<&str> = table.columns.iter().map(Name::as_str).collect();
    names.sort_unstable();
    match (names.is_empty(), table.filter.is_some()) {
        (true, false) => "whole".to_owned(),
        (true, true) => "some rows".to_owned(),
        (false, false) => format!("({})", names.join(", ")),
        (false, true) => format!("({}) some rows", names.join(", ")),
    }
}
