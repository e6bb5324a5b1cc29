use crate::cases::prelude::*;

#[derive(PgEnum)]
#[pg_enum(name = "lead_state")]
pub enum State {
    New,
    Won,
}

sql_fn! {
    #[function(immutable, search_path = "")]
    pub fn is_won(state: State) -> bool { "SELECT state::text = 'won'" }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_states")
            .enumeration::<State>()
            .function::<is_won>(),
    )
}
