use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "bookings", shared = "a test")]
pub struct Booking {
    #[col(primary_key, identity)]
    pub id: i64,
    pub room: i64,
    pub during: TstzRange,
    pub cancelled: bool,
}

impl TableRules for Booking {
    type Columns = BookingColumns;
    fn rules(c: BookingColumns, r: &mut Rules<Self>) {
        r.exclude((c.room.with("="), c.during.with("&&")));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_bookings")
            .then("take_a_room_once")
            .namespace("extensions")
            .extension(ExtensionRule::required("btree_gist"))
            .table::<Booking>(),
    )
}
