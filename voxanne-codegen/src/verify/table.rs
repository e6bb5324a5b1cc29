//! Tables: a twin with the columns in their order.

use voxanne_schema::model::Table;

use super::Expect;
use super::expected::Expected;

impl Expect for Table {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        into.table = Some(self);
    }
}
