use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "drafts_old", shared = "a test", no_rules)]
pub struct Old {
    #[col(primary_key, identity)]
    pub id: i64,
    pub a: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_texts").then("replace_drafts").table::<Old>())
}
