use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "bookings", shared = "a test")]
pub struct Booking {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = 1)]
    pub from_day: i32,
    pub to_day: i32,
}

impl TableRules for Booking {
    type Columns = BookingColumns;
    fn rules(_: BookingColumns, r: &mut Rules<Self>) {
        r.exclude(sql::<Int4Range>("int4range(from_day, to_day, '[]')").with("&&"))
            .named("bookings_days");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_bookings").table::<Booking>())
}
