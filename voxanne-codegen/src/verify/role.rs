//! Roles belong to the cluster: no migration makes them, and none can be blamed for them.

use voxanne_schema::model::Role;

use super::Expect;
use super::expected::Expected;

impl Expect for Role {
    fn expect<'s>(&'s self, _into: &mut Expected<'s>) {}
}
