use crate::cases::prelude::*;

sql_fn! {
    #[function(language = "sql", immutable, security_invoker)]
    pub fn is_word(text: String) -> bool {
        "SELECT text !~ ' '"
    }
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.check(is_word(c.label)).named("orders_label_is_word");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .table::<Order>()
            .function::<is_word>(),
    )
}
