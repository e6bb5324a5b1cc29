use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "drafts", shared = "a test", no_rules)]
pub struct Draft {
    #[col(primary_key, identity)]
    pub old_id: i64,
    pub a: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_texts").table::<Draft>())
}
