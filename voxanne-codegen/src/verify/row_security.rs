//! Whether row-level security is on: a fact.

use voxanne_schema::model::RowSecurity;
use voxanne_schema::object::{Describe, ObjectId};

use super::Expect;
use super::expected::Expected;
use super::label::label;

impl Expect for RowSecurity {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        let how = if self.forced { "forced" } else { "enabled" };
        into.fact(label(&ObjectId::RowSecurity(self.id())), how);
    }
}
