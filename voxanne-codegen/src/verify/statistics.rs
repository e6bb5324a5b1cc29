//! Extended statistics: on the twin of their table.

use voxanne_schema::model::Statistics;

use super::Expect;
use super::expected::Expected;
use crate::sql::{create_statistics_as, ident};

impl Expect for Statistics {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        let name = format!("pg_temp.{}", ident(&self.name));
        into.twin(create_statistics_as(self, &name, &into.twin_name));
        if let Some(target) = self.target {
            into.twin(format!("ALTER STATISTICS {name} SET STATISTICS {target};"));
        }
    }
}
