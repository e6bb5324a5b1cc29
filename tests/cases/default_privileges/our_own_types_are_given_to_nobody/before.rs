use crate::cases::prelude::*;

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_database")
            .namespace("ledger")
            .default_privileges(DefaultPrivilegesRule::new(DefaultTarget::Types, PUBLIC))
            .default_privileges(
                DefaultPrivilegesRule::new(DefaultTarget::Types, READER).grant([Privilege::Usage]),
            ),
    )
}
