use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "state_of_lead")]
pub enum State {
    New,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_states")
            .then("forget_a_rename")
            .enumeration::<State>(),
    )
}
