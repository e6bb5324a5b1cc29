use crate::cases::prelude::*;

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_database")
            .namespace("ledger")
            .default_privileges(
                DefaultPrivilegesRule::new(DefaultTarget::Namespaces, [READER, WRITER])
                    .grant([Privilege::Usage, Privilege::Create]),
            ),
    )
}
