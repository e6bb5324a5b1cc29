use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "notes", shared = "a test", no_rules)]
pub struct Note {
    #[col(primary_key)]
    pub id: i64,
}

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
        r.exclude((c.room.with("="), c.during.with("&&")))
            .filter(c.cancelled.eq(false))
            .initially_deferred();
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_notes").table::<Note>()).module(
        Module::new("create_bookings")
            .namespace("extensions")
            .extension(ExtensionRule::required("btree_gist"))
            .table::<Booking>(),
    )
}
