use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub facts: Jsonb,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.facts).using(IndexMethod::Gin);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("find_orders").table::<Order>())
}
