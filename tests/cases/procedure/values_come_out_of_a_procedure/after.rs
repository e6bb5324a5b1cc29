use crate::cases::prelude::*;

sql_fn! {
    /// Counts what is small.
    #[function(language = plpgsql, execute(WRITER))]
    pub fn count_orders(least: i64, out counted: i64, inout seen: i64) -> procedure {
        "
BEGIN
    SELECT count(*), seen + count(*) INTO counted, seen FROM public.orders WHERE amount < least;
END;
"
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
            .function::<count_orders>(),
    )
}
