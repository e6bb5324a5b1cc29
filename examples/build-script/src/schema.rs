//! Rooms of a house, and when they are taken.

use voxanne_schema::prelude::*;

/// The schema.
pub(crate) fn schema() -> Declaration {
    Declaration::new("rooms", Platform::Postgres)
        .first_version(20260101000000)
        .module(
            Module::new("create_rooms")
                .enumeration::<RoomKind>()
                .table::<Room>()
                .table::<Booking>(),
        )
}

/// What a room is for.
#[derive(PgEnum)]
pub(crate) enum RoomKind {
    Office,
    Treatment,
    Storage,
}

/// Rooms of the house.
#[derive(Table)]
#[table(name = "rooms", shared = "one house, one tenant")]
pub(crate) struct Room {
    #[col(primary_key, default = gen_random_uuid())]
    pub id: Uuid,
    #[col(unique)]
    pub name: String,
    #[col(default = RoomKind::Office)]
    pub kind: RoomKind,
}

impl TableRules for Room {
    type Columns = RoomColumns;

    fn rules(c: RoomColumns, r: &mut Rules<'_, Self>) {
        r.check(c.name.ne(""));
    }
}

/// When a room is taken.
#[derive(Table)]
#[table(name = "bookings", shared = "one house, one tenant")]
pub(crate) struct Booking {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(references = Room::id, on_delete = cascade)]
    pub room_id: Uuid,
    pub starts_at: Timestamptz,
    pub ends_at: Timestamptz,
    pub note: Option<String>,
}

impl TableRules for Booking {
    type Columns = BookingColumns;

    fn rules(c: BookingColumns, r: &mut Rules<'_, Self>) {
        r.check(c.starts_at.lt(c.ends_at));
        r.index((c.room_id, c.starts_at));
    }
}
