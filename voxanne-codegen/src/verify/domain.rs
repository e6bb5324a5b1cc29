//! Domains: a twin with its default and its checks.

use voxanne_schema::model::Domain;

use super::Expect;
use super::expected::Expected;
use crate::sql::{create_domain, domain_check};

impl Expect for Domain {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        into.twin(create_domain(self, &into.twin_name));
        for check in self.checks.iter().filter(|check| !check.validated) {
            let add = format!(
                "ALTER DOMAIN {}\n    ADD {} NOT VALID;",
                into.twin_name,
                domain_check(check)
            );
            into.twin(add);
        }
    }
}
