use crate::cases::prelude::*;

/// Customers.
#[derive(Table)]
#[table(name = "customers", shared = "a test", no_rules)]
pub struct Customer {
    #[col(primary_key)]
    pub id: i64,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub customer_id: i64,
    pub amount: i32,
    pub label: Option<String>,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.amount).named("orders_amount");
        r.index((c.amount, c.label)).named("orders_swapped");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").table::<Customer>().table::<Order>();
    d.module(module)
}
