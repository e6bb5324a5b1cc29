use crate::cases::prelude::*;

/// Customers.
#[derive(Table)]
#[table(name = "customers", shared = "a test", no_rules)]
pub struct Customer {
    #[col(primary_key)]
    pub id: String,
    pub name: String,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    /// Who ordered.
    #[col(references = Customer::id, on_delete = cascade)]
    pub customer_id: String,
    #[col(references = Customer::id)]
    pub payer_id: Option<String>,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.customer_id);
        r.index(c.payer_id);
        r.policy("orders_read").on(Select).to(READER).using(c.customer_id.eq(c.payer_id));
        r.grant(Select).to(READER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .table::<Customer>()
        .table::<Order>();
    d.module(module)
}
