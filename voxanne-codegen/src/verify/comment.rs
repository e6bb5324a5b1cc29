//! Comments: facts.

use voxanne_schema::model::Comment;
use voxanne_schema::object::{Describe, ObjectId};

use super::Expect;
use super::expected::Expected;
use super::label::label;

impl Expect for Comment {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        into.fact(label(&ObjectId::Comment(self.id())), self.text.as_str());
    }
}
