use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: Option<String>,
}

pub fn key() -> model::Constraint {
    model::Constraint {
        table: QualifiedName::public("orders"),
        name: Name::new("orders_label_key"),
        definition: model::ConstraintDefinition::Unique {
            columns: vec![Name::new("label")],
            nulls_not_distinct: true,
        },
        validated: true,
        deferral: model::Deferral::default(),
        no_inherit: false,
        index: Default::default(),
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_orders")
            .then("one_order_without_a_label")
            .table::<Order>()
            .object(key()),
    )
}
