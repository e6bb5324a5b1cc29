use crate::cases::prelude::*;

sql_fn! {
    #[function(language = sql, immutable, execute(READER))]
    pub fn rated(amount: i32) -> i32 {
        "SELECT amount"
    }
}

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amount: i32,
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
    SELECT id, public.rated(amount) AS amount, state
    FROM public.orders
    WHERE amount > 0
")]
pub struct Counted {
    pub id: Option<i64>,
    /// How much it counts.
    pub amount: Option<i32>,
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
    WHERE amount > 10
")]
pub struct Large {
    pub id: Option<i64>,
    pub amount: Option<i32>,
    pub state: Option<String>,
}

/// How many there are.
#[derive(View)]
#[view(name = "sums", materialized, query = "
    SELECT state, max(amount) AS most, count(*) AS orders
    FROM public.counted
    GROUP BY state
")]
pub struct Sum {
    pub state: Option<String>,
    pub most: Option<i32>,
    pub orders: Option<i64>,
}

impl ViewRules for Sum {
    type Columns = SumColumns;

    fn rules(c: SumColumns, r: &mut Rules<'_, Self>) {
        r.index(c.state).unique().named("sums_state");
        r.grant(Select).to(READER);
    }
}


pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders")
        .function::<rated>()
        .table::<Order>()
        .view::<Counted>()
        .view::<Large>()
        .view::<Sum>();
    d.module(module)
}
