use crate::cases::prelude::*;

/// A price.
#[derive(Domain)]
pub struct Price(Numeric);

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key)]
    pub id: i64,
    pub price: Price,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.column(c.price).store(Strategy::External);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").domain::<Price>().table::<Order>())
}
