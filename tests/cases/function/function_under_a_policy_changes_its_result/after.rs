use crate::cases::prelude::*;

sql_fn! {
    #[function(language = "sql", stable, security_invoker)]
    pub fn most() -> String {
        "SELECT '10'"
    }
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(_: OrderColumns, r: &mut Rules<'_, Self>) {
        r.policy("orders_read").on(Select).to(READER).using(most().ne(""));
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("limit_orders")
            .table::<Order>()
            .function::<most>(),
    )
}
