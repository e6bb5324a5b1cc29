use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amount: Varchar<10>,
    pub state: String,
    pub label: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.label);
        r.grant(Select).to(READER);
    }
}

/// Orders that count.
#[derive(View)]
#[view(name = "counted", query = "
    SELECT id, amount, state
    FROM public.orders
    WHERE amount <> ''
")]
pub struct Counted {
    pub id: Option<i64>,
    /// How much it counts.
    pub amount: Option<Varchar<10>>,
    pub state: Option<String>,
}

impl ViewRules for Counted {
    type Columns = CountedColumns;

    fn rules(_c: CountedColumns, r: &mut Rules<'_, Self>) {
        r.grant(Select).to(READER);
    }
}

/// The large ones of them.
#[derive(View)]
#[view(name = "large", no_rules, security_barrier, query = "
    SELECT id, amount, state
    FROM public.counted
    WHERE amount <> 'x'
")]
pub struct Large {
    pub id: Option<i64>,
    pub amount: Option<Varchar<10>>,
    pub state: Option<String>,
}


pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .table::<Order>()
        .view::<Counted>()
        .view::<Large>();
    d.module(module)
}
