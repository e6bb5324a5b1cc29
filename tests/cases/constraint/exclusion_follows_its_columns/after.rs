use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "bookings", shared = "a test")]
pub struct Booking {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(renamed_from = "room")]
    pub place: i64,
    pub during: TstzRange,
    pub cancelled: bool,
}

impl TableRules for Booking {
    type Columns = BookingColumns;
    fn rules(c: BookingColumns, r: &mut Rules<Self>) {
        r.exclude((c.place.with("="), c.during.with("&&")))
            .renamed_from("bookings_room_during_excl");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_bookings")
            .then("call_rooms_places")
            .namespace("extensions")
            .extension(ExtensionRule::required("btree_gist"))
            .table::<Booking>(),
    )
}
