//! Procedures and aggregates: twins, as of functions.

use voxanne_schema::model::{Aggregate, Procedure};

use super::Expect;
use super::expected::Expected;
use crate::sql::{create_aggregate, create_function};

impl Expect for Procedure {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        into.twin(create_function(&self.0, &into.twin_name, false));
    }
}

impl Expect for Aggregate {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        into.twin(create_aggregate(self, &into.twin_name, false));
    }
}
