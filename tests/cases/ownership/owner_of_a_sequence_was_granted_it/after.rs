use crate::cases::prelude::*;

/// Numbers of orders.
#[derive(Sequence)]
#[sequence(name = "order_no", owned_by = Order::no)]
pub struct OrderNo(i64);

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key)]
    pub id: i64,
    pub no: i64,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(_: OrderColumns, r: &mut Rules<'_, Self>) {
        r.owned_by(WRITER);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("count_orders")
            .sequence::<OrderNo>()
            .table::<Order>(),
    )
}
