use crate::cases::prelude::*;

sql_fn! {
    /// How urgent it is.
    #[function(language = sql, immutable, execute(READER))]
    pub fn urgency(of: String) -> i64 {
        "SELECT length($1)::bigint"
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .function::<urgency>();
    d.module(module)
}
