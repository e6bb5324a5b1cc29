use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "bookings", shared = "a test")]
pub struct Booking {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = sql::<Int4Range>("'[10,15)'"))]
    pub days: Int4Range,
    pub room: i32,
}

impl TableRules for Booking {
    type Columns = BookingColumns;
    fn rules(c: BookingColumns, r: &mut Rules<Self>) {
        r.exclude(c.days.with("&&"));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_bookings").table::<Booking>())
}
