//! Nothing is defined of a function that exists elsewhere.

use voxanne_schema::prelude::*;

sql_fn! {
    #[function(language = sql, execute(PUBLIC))]
    pub fn auth_org_id(default_to: Option<Uuid> = null()) -> Uuid;
}

fn main() {}
