use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = 0)]
    pub amount: i64,
    #[col(default = "x")]
    pub code: String,
    pub weight: i32,
    pub label: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.check(c.amount.ge(0).and(c.code.ne("")));
        r.index((c.code, c.weight));
        r.index(c.label).filter(c.weight.gt(0)).named("orders_heavy");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .table::<Order>();
    d.module(module)
}
