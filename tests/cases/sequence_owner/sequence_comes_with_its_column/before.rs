use crate::cases::prelude::*;

/// Shops.
#[derive(Table)]
#[table(name = "shops", shared = "a test", no_rules)]
pub struct Shop {
    #[col(primary_key)]
    pub id: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .table::<Shop>();
    d.module(module)
}
