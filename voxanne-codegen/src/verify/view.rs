//! Views: a table with the declared columns stands for what the query must give, and a view with the
//! query for its spelling.

use voxanne_schema::model::{CheckOption, MaterializedView, Parameters, View, ViewSecurity};

use super::Expect;
use super::expected::Expected;
use crate::sql::{create_table_of, create_view_as};

/// The name of the view with the query, as `compare.sql` knows it.
pub(super) const QUERY: &str = "pg_temp.voxanne_query";

impl Expect for View {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        into.twin(create_table_of(&self.columns, &into.twin_name));
        into.twin(create_view_as(self, QUERY));
    }
}

impl Expect for MaterializedView {
    fn expect<'s>(&'s self, into: &mut Expected<'s>) {
        into.twin(create_table_of(&self.columns, &into.twin_name));
        let query = View {
            name: self.name.clone(),
            columns: self.columns.clone(),
            query: self.query.clone(),
            security: ViewSecurity::Definer(String::new()),
            security_barrier: false,
            options: Parameters::new(),
            check_option: None::<CheckOption>,
            recursive: false,
            key: Vec::new(),
            depends_on: Vec::new(),
        };
        into.twin(create_view_as(&query, QUERY));
    }
}
