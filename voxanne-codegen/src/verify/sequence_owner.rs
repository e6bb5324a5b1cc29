//! Which column a sequence belongs to: a fact.

use voxanne_schema::model::SequenceOwner;
use voxanne_schema::object::{Describe, ObjectId};

use super::Expect;
use super::expected::Expected;
use super::label::label;

impl Expect for SequenceOwner {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        let column = format!("{}.{}.{}", self.table.namespace, self.table.name, self.column);
        into.fact(label(&ObjectId::SequenceOwner(self.id())), column);
    }
}
