use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "others", shared = "a test", no_rules)]
pub struct Other {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("forget_orders").table::<Other>())
}
