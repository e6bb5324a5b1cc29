use crate::cases::prelude::*;

sql_fn! {
    #[function(language = "sql", stable, security_invoker)]
    pub fn most() -> i64 {
        "SELECT 10::bigint"
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

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.policy("orders_read")
            .on(Select)
            .to(READER)
            .using(c.id.lt(most()));
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Order>().function::<most>())
}
