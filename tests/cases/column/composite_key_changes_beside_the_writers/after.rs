use crate::cases::prelude::*;

/// Seats.
#[derive(Table)]
#[table(name = "seats", shared = "a test", primary_key(hall, number), unique(number, label))]
pub struct Seat {
    pub hall: String,
    pub number: i64,
    pub label: Option<String>,
}

impl TableRules for Seat {
    type Columns = SeatColumns;

    fn rules(c: SeatColumns, r: &mut Rules<'_, Self>) {
        r.index(c.label).filter(c.number.gt(10)).named("seats_far");
    }
}

/// Tickets.
#[derive(Table)]
#[table(name = "tickets", shared = "a test", foreign_key((hall, number) => Seat(hall, number)))]
pub struct Ticket {
    #[col(primary_key, identity)]
    pub id: i64,
    pub hall: String,
    pub number: i64,
}

impl TableRules for Ticket {
    type Columns = TicketColumns;

    fn rules(c: TicketColumns, r: &mut Rules<'_, Self>) {
        r.index((c.hall, c.number));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_seats").then("number_more")
        .table::<Seat>()
        .table::<Ticket>();
    d.module(module)
}
