use crate::cases::prelude::*;

/// Customers.
#[derive(Table)]
#[table(name = "customers", shared = "a test", no_rules)]
pub struct Customer {
    #[col(primary_key, identity)]
    pub id: i64,
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub is_gift: Option<bool>,
    pub amount: i32,
    #[col(references = Customer::id)]
    pub customer_id: i64,
    #[col(default = now())]
    pub placed_at: Timestamptz,
}

impl TableRules for Order {
    type Columns = OrderColumns;
    fn rules(c: OrderColumns, r: &mut Rules<Self>) {
        r.check(c.amount.gt(0)).named("orders_amount_check");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_customers").table::<Customer>())
        .module(Module::new("create_orders").table::<Order>())
}
