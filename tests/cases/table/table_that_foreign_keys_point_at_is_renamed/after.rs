use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "clients", shared = "a test", renamed_from = "customers", no_rules)]
pub struct Client {
    #[col(primary_key, identity)]
    pub id: i64,
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(references = Client::id, on_delete = cascade)]
    pub customer_id: i64,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.customer_id);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_customers")
            .then("call_them_clients")
            .table::<Client>(),
    )
    .module(Module::new("create_orders").table::<Order>())
}
