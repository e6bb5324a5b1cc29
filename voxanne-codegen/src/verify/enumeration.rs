//! Enum types: a twin with the labels in their order.

use voxanne_schema::model::Enum;

use super::Expect;
use super::expected::Expected;
use crate::sql::create_enum;

impl Expect for Enum {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        into.twin(create_enum(self, &into.twin_name));
    }
}
