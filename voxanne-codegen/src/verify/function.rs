//! Functions: a twin of the same arguments, attributes and body.

use voxanne_schema::model::Function;

use super::Expect;
use super::expected::Expected;
use crate::sql::create_function;

impl Expect for Function {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        into.twin(create_function(self, &into.twin_name, false));
    }
}
