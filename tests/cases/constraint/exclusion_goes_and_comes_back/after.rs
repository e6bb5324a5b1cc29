use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "bookings", shared = "a test", no_rules)]
pub struct Booking {
    #[col(primary_key, identity)]
    pub id: i64,
    pub room: i64,
    pub during: TstzRange,
    pub cancelled: bool,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_bookings")
            .then("let_bookings_overlap")
            .namespace("extensions")
            .extension(ExtensionRule::required("btree_gist"))
            .table::<Booking>(),
    )
}
