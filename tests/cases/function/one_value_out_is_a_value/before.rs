use crate::cases::prelude::*;

sql_fn! {
    /// Whether an amount fits.
    #[function(language = "sql", immutable, security_invoker)]
    pub fn checked(amount: i64, out fits: bool) {
        "SELECT amount < 100"
    }
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amount: i64,
    pub label: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.check(checked(c.amount)).named("orders_amount_fits");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .table::<Order>()
            .function::<checked>(),
    )
}
