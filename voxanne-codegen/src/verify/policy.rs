//! Policies: on the twin of their table.

use voxanne_schema::model::Policy;

use super::Expect;
use super::expected::Expected;
use crate::sql::{create_policy, ident};

impl Expect for Policy {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        let mut policy = create_policy(self, &into.twin_name);
        // A subselect may name the row outside by the table's full name, which its twin does not have.
        let outside = text![into.name, "."];
        if policy.contains(&outside) {
            policy = policy.replace(&outside, &format!("{}.", ident(&self.table.name)));
        }
        into.twin(policy);
    }
}
