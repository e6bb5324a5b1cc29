use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "notes", shared = "a test", no_rules)]
pub struct Note {
    #[col(primary_key)]
    pub id: i64,
}

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
        r.foreign_key(c.customer_id).not_valid().initially_deferred();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_notes").table::<Note>())
        .module(Module::new("create_orders").table::<Customer>().table::<Order>())
}
