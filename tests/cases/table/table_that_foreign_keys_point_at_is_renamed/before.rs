use crate::cases::prelude::*;

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
    #[col(references = Customer::id, on_delete = cascade)]
    pub customer_id: i64,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.customer_id);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_customers").table::<Customer>())
        .module(Module::new("create_orders").table::<Order>())
}
