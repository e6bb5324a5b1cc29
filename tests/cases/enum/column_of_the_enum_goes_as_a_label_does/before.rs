use crate::cases::prelude::*;

/// Where state stands.
#[derive(PgEnum)]
#[pg_enum(name = "order_state")]
pub enum State {
    Open,
    Paid,
    Lost,
    Closed,
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(default = State::Open)]
    pub state: State,
    pub former: Option<State>,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index((c.state, c.former));
        r.check(c.former.ne(c.state));
    }
}

/// Shipments.
#[derive(Table)]
#[table(name = "shipments", shared = "a test")]
pub struct Shipment {
    #[col(primary_key, identity)]
    pub id: i64,
    #[col(references = Order::id)]
    pub order_id: i64,
    pub states: Vec<State>,
    #[col(default = State::Closed)]
    pub state: State,
}

impl TableRules for Shipment {
    type Columns = ShipmentColumns;

    fn rules(c: ShipmentColumns, r: &mut Rules<'_, Self>) {
        r.index(c.order_id);
        r.unique((c.order_id, c.state));
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .enumeration::<State>()
        .table::<Order>()
        .table::<Shipment>();
    d.module(module)
}
