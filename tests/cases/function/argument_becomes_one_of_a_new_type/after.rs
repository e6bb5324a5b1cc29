use crate::cases::prelude::*;

/// How much haste an order asks for.
#[derive(PgEnum)]
#[pg_enum(name = "haste")]
pub enum Haste {
    Some,
    None,
}

/// One that is not forgotten.
#[derive(Domain)]
#[domain(check(known = "VALUE IS NOT NULL"))]
pub struct Known(Haste);

sql_fn! {
    /// How urgent it is.
    #[function(language = sql, immutable, execute(WRITER))]
    pub fn urgency(of: Known) -> i64 {
        "SELECT length($1::text)::bigint"
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .enumeration::<Haste>()
        .domain::<Known>()
        .function::<urgency>();
    d.module(module)
}
