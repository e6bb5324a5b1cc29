use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "lead_state")]
pub enum State {
    New,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_states").enumeration::<State>())
}
