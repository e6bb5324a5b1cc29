//! Indexes: on the twin of their table.

use voxanne_schema::model::Index;

use super::Expect;
use super::expected::Expected;
use crate::sql::{create_index_on, ident};

impl Expect for Index {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        into.twin(create_index_on(self, &into.twin_name, false));
        if self.replica_identity {
            let name = ident(&self.name);
            into.twin(format!(
                "ALTER TABLE {} REPLICA IDENTITY USING INDEX {name};",
                into.twin_name
            ));
        }
    }
}
