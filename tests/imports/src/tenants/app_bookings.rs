//! App bookings.

use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("import_app_bookings")
        .as_found()
        .table::<Booking>()
}

#[derive(Table)]
#[table(name = "bookings", namespace = "app")]
pub struct Booking {
    #[col(primary_key, identity)]
    pub id: i64,
    pub room: i32,
    pub during: TstzRange,
    pub note: Option<String>,
}

impl TableRules for Booking {
    type Columns = BookingColumns;

    fn rules(c: BookingColumns, r: &mut Rules<'_, Self>) {
        r.replica_identity_full();
        r.exclude((c.room.with("="), c.during.with("&&")))
            .filter(sql::<bool>("note IS DISTINCT FROM 'draft'::text"));
        r.grant(All).to(PUBLIC);
    }
}
