use crate::cases::prelude::*;

sql_fn! {
    /// The labels of orders.
    #[function(language = "sql", stable, security_definer, search_path = "", execute(READER, WRITER))]
    pub fn labels() -> String {
        "SELECT string_agg(label, ' ' ORDER BY id) FROM public.orders WHERE amount > 5"
    }
}

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
    fn rules(c: OrderColumns, r: &mut Rules<Self>) {
        r.index((c.label, c.amount)).named("orders_by");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("hide_small_orders").table::<Order>().function::<labels>())
}
