//! Owners: facts.

use voxanne_schema::model::Ownership;
use voxanne_schema::object::{Describe, ObjectId};

use super::Expect;
use super::expected::Expected;
use super::label::label;

impl Expect for Ownership {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        into.fact(label(&ObjectId::Ownership(self.id())), self.role.as_str());
    }
}
