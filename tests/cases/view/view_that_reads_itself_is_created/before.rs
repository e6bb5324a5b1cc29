use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "folders", shared = "a test", no_rules)]
pub struct Folder {
    #[col(primary_key)]
    pub id: i32,
    pub parent_id: Option<i32>,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").table::<Folder>())
}
