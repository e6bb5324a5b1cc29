use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "bookings", shared = "a test")]
pub struct Booking {
    #[col(primary_key, identity)]
    pub id: i64,
    pub room: i32,
}

impl TableRules for Booking {
    type Columns = BookingColumns;
    fn rules(c: BookingColumns, r: &mut Rules<Self>) {
        r.index(c.room).named("bookings_room");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_bookings").then("book_for_good").table::<Booking>())
}
