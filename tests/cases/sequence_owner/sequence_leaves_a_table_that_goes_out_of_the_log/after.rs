use crate::cases::prelude::*;

/// Numbers.
#[derive(Sequence)]
pub struct OrderNo(i64);

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key)]
    pub id: i64,
    #[col(default = nextval::<OrderNo>())]
    pub no: i64,
    pub label: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(_c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.unlogged();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .sequence::<OrderNo>()
        .table::<Order>();
    d.module(module)
}
