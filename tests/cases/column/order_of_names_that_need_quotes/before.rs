use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(name = "select")]
    pub chosen: Option<String>,
    #[col(name = "Mixed Case")]
    pub mixed: Option<String>,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index((c.chosen, c.mixed));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Order>())
}
