use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "notes", shared = "a test", no_rules)]
pub struct Note {
    #[col(primary_key, identity)]
    pub id: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("forget_orders")
            .allow(Hazard::DeletesData, "a test")
            .table::<Note>()
            .owned_by(WRITER),
    )
}
