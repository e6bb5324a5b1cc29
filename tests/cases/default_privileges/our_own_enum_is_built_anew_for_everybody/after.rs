use crate::cases::prelude::*;

/// Where an order stands.
#[derive(PgEnum)]
#[pg_enum(removed("lost"))]
pub enum OrderState {
    Open,
    Paid,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key)]
    pub label: String,
    pub state: OrderState,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_database")
            .then("remove_lost")
            .enumeration::<OrderState>()
            .table::<Order>()
            .default_privileges(DefaultPrivilegesRule::new(DefaultTarget::Types, PUBLIC))
            .default_privileges(
                DefaultPrivilegesRule::new(DefaultTarget::Types, READER).grant([Privilege::Usage]),
            ),
    )
}
