use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;
    fn rules(_: OrderColumns, r: &mut Rules<'_, Self>) {
        r.unlogged();
    }
}

#[derive(Table)]
#[table(name = "lines", shared = "a test")]
pub struct Line {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(references = Order::id)]
    pub order_id: i64,
    pub amount: i32,
}

impl TableRules for Line {
    type Columns = LineColumns;
    fn rules(_: LineColumns, r: &mut Rules<'_, Self>) {
        r.unlogged();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("change_orders").table::<Order>())
        .module(Module::new("create_lines").then("change_lines").table::<Line>())
}
