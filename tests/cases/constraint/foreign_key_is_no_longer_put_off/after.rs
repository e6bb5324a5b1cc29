use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "customers", shared = "a test", no_rules)]
pub struct Customer {
    #[col(primary_key)]
    pub id: i64,
    pub name: String,
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(references = Customer::id)]
    pub customer_id: i64,
}

impl TableRules for Order {
    type Columns = OrderColumns;
    fn rules(c: OrderColumns, r: &mut Rules<Self>) {
        r.index(c.customer_id);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("know_the_customer_at_once")
            .table::<Customer>()
            .table::<Order>(),
    )
}
