use crate::cases::prelude::*;

sql_fn! {
    /// Counts what is small.
    #[function(language = plpgsql)]
    pub fn forget_orders(variadic labels: Vec<String>) -> procedure {
        "
BEGIN
    DELETE FROM public.orders AS o WHERE o.label = ANY (labels);
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
            .function::<forget_orders>(),
    )
}
