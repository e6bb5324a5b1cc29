use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "rooms", shared = "a test", no_rules)]
pub struct Room {
    #[col(primary_key)]
    pub id: i64,
}

#[derive(Table)]
#[table(name = "orders", shared = "a test", namespace = "shop", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_rooms")
            .then("open_the_shop")
            .table::<Order>()
            .table::<Room>()
            .namespace("shop")
            .object(model::Grant {
                place: 0,
                grantable: Default::default(),
                on: model::GrantTarget::Namespace(Name::new("shop")),
                grantee: READER.into(),
                privileges: [(Privilege::Usage, model::PrivilegeScope::Whole)].into(),
            }),
    )
}
