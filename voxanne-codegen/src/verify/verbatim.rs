//! What is carried as SQL is told by nothing but that, which no catalog keeps: nothing is expected of it.

use voxanne_schema::model::Verbatim;

use super::Expect;
use super::expected::Expected;

impl Expect for Verbatim {
    fn expect<'s>(&'s self, _into: &mut Expected<'s>) {}
}
