use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "customers", shared = "a test")]
pub struct Customer {
    #[col(primary_key)]
    pub id: i64,
}

impl TableRules for Customer {
    type Columns = CustomerColumns;
    fn rules(_c: CustomerColumns, r: &mut Rules<Self>) {
        r.unlogged();
    }
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
    #[col(references = Customer::id)]
    pub customer_id: Option<i64>,
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
            .then("know_customers")
            .table::<Customer>()
            .table::<Order>(),
    )
}
