use crate::cases::prelude::*;

/// Where an order stands.
#[derive(PgEnum)]
pub enum OrderState {
    Open,
    Lost,
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
            .enumeration::<OrderState>()
            .table::<Order>()
            .default_privileges(DefaultPrivilegesRule::new(DefaultTarget::Types, PUBLIC))
            .default_privileges(
                DefaultPrivilegesRule::new(DefaultTarget::Types, READER).grant([Privilege::Usage]),
            ),
    )
}
