//! Composite types: a twin with the attributes in their order.

use voxanne_schema::model::Composite;

use super::Expect;
use super::expected::Expected;
use crate::sql::create_composite;

impl Expect for Composite {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        into.twin(create_composite(self, &into.twin_name));
    }
}
