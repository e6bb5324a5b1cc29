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
        r.exclude(sql::<TstzRange>("tstzrange(lower(during), NULL)").with("&&"))
            .filter(c.cancelled.eq(false))
            .named("bookings_one_open_end");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_bookings")
            .then("one_open_end")
            .table::<Booking>(),
    )
}
