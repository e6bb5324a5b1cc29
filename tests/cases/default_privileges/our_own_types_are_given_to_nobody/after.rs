use crate::cases::prelude::*;

/// Where an order stands.
#[derive(PgEnum)]
pub enum OrderState {
    Open,
    Paid,
}

/// A currency.
#[derive(Domain)]
#[domain(check(currency_is_short = "char_length(VALUE) = 3"))]
pub struct Currency(String);

/// A price.
#[derive(Composite)]
pub struct Price {
    pub amount: i64,
    pub currency: Currency,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_database")
            .namespace("ledger")
            .then("add_types")
            .enumeration::<OrderState>()
            .domain::<Currency>()
            .composite::<Price>()
            .default_privileges(DefaultPrivilegesRule::new(DefaultTarget::Types, PUBLIC))
            .default_privileges(
                DefaultPrivilegesRule::new(DefaultTarget::Types, READER).grant([Privilege::Usage]),
            ),
    )
}
