use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(removed("medium" => Large))]
pub enum Size {
    Small,
    Large,
}

sql_fn! {
    /// How many of each size there are.
    #[function(language = "sql", stable, security_invoker)]
    pub fn sizes(out size: Size, out how_many: i64) -> setof record {
        "SELECT CASE WHEN amount < 4 THEN 'small' ELSE 'large' END::public.size, count(*) FROM public.orders GROUP BY 1 ORDER BY 1"
    }
}

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amount: i64,
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("change_it")
            .table::<Order>()
            .enumeration::<Size>()
            .function::<sizes>(),
    )
}
