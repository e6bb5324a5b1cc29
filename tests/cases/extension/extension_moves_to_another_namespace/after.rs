use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("search_orders")
            .table::<Order>()
            .namespace("extensions")
            .namespace("tools")
            .extension(ExtensionRule::required("pg_trgm").in_namespace("tools")),
    )
}
