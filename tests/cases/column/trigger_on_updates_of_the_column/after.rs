use crate::cases::prelude::*;

/// Orders.
#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub amount: i64,
    pub label: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.label);
    }
}

sql_fn! {
    /// Notes a change.
    #[function(language = plpgsql)]
    pub fn note_change() -> trigger {
        "
BEGIN
    RETURN NULL;
END;
"
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_orders").then("change_orders")
        .table::<Order>()
        .function::<note_change>()
        .object(model::Trigger {
            table: QualifiedName::public("orders"),
            name: Name::new("orders_amount_noted"),
            timing: model::TriggerTiming::After,
            events: vec![TriggerEvent::Insert, TriggerEvent::Update],
            update_of: vec![Name::new("amount")],
            level: model::TriggerLevel::Row,
            when: None,
            function: note_change::declaration().signature(),
            arguments: Vec::new(),
            enabled: model::TriggerEnabled::Replica,
            transitions: Default::default(),
            constraint: None,
        });
    d.module(module)
}
