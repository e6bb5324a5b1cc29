use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
}

impl TableRules for Order {
    type Columns = OrderColumns;
    fn rules(_c: OrderColumns, r: &mut Rules<Self>) {
        r.with("filfactor", 70);
        r.with("fillfactor", 5);
        r.with("toast.parallel_workers", 1);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("leave_room").table::<Order>())
}
