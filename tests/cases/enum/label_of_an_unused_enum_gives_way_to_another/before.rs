use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "lead_state")]
pub enum State {
    New,
    Won,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_states").enumeration::<State>())
}
