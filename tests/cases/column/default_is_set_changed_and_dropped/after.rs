use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = "none")]
    pub label: String,
    #[col(default = 2)]
    pub amount: i32,
    pub note: Option<String>,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("change_defaults")
            .table::<Order>(),
    )
}
