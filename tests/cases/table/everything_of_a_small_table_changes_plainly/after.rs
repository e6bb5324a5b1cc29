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
#[table(name = "orders", shared = "a test", unique(customer_id, label))]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(references = Customer::id)]
    pub customer_id: i64,
    pub amount: i64,
    pub label: String,
    #[col(default = gen_random_uuid())]
    pub token: Uuid,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.backfill(c.label).with("none");
        r.check(c.amount.gt(0)).named("orders_amount_positive");
        r.index(c.customer_id);
        r.index((c.label, c.amount)).named("orders_swapped");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .then("change_orders")
        .table::<Customer>()
        .table::<Order>();
    d.module(module)
}
