use crate::cases::prelude::*;

sql_fn! {
    /// Notes a change of the schema.
    #[function(language = plpgsql)]
    pub fn note_command() -> event_trigger {
        "
BEGIN
    RAISE DEBUG 'the schema changes: %', tg_tag;
END;
"
    }
}

#[derive(Table)]
#[table(name = "orders", shared = "a test")]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(_: OrderColumns, _: &mut Rules<'_, Self>) {}
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .namespace("archive")
            .then("change_it")
            .table::<Order>()
            .function::<note_command>()
            .event_trigger(
                EventTriggerRule::on::<note_command>(SchemaEvent::DdlCommandEnd, "watch")
                    .comment("Notes who changes what."),
            ),
    )
}
