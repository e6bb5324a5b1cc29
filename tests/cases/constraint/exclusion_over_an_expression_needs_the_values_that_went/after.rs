use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "bookings", shared = "a test")]
pub struct Booking {
    #[col(primary_key, identity)]
    pub id: i64,
    pub to_day: i32,
}

impl TableRules for Booking {
    type Columns = BookingColumns;
    fn rules(_: BookingColumns, r: &mut Rules<Self>) {
        r.index(sql::<i32>("-to_day")).named("bookings_late");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_bookings").then("book_until_a_day").table::<Booking>())
}
