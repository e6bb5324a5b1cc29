//! Namespaces: that they are there, which the comparison looks at first for every object.

use voxanne_schema::model::Namespace;

use super::Expect;
use super::expected::Expected;

impl Expect for Namespace {
    fn expect<'s>(&'s self, _into: &mut Expected<'s>) {}
}
