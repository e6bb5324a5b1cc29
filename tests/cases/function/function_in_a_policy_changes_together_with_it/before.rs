use crate::cases::prelude::*;

sql_fn! {
    /// The smallest amount that readers see.
    #[function(language = "sql", stable, security_invoker, execute(READER))]
    pub fn least() -> i32 {
        "SELECT 5"
    }
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
}

impl TableRules for Order {
    type Columns = OrderColumns;
    fn rules(c: OrderColumns, r: &mut Rules<Self>) {
        r.grant(Select).to([READER]);
        r.policy("orders_read").on(Select).to(READER).using(c.amount.ge(least()));
        r.index(c.label).named("orders_by");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Order>().function::<least>())
}
