use crate::cases::prelude::*;

sql_fn! {
    /// The labels of orders.
    #[function(language = "sql", stable, security_definer, search_path = "", execute(READER))]
    pub fn labels() -> String {
        "SELECT string_agg(label, ' ' ORDER BY id) FROM public.orders"
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
        r.index(c.label).named("orders_by");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Order>().function::<labels>())
}
