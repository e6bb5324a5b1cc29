use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "orders", shared = "a test", no_rules)]
pub struct Order {
    #[col(primary_key, identity)]
    pub id: i64,
    pub label: String,
    pub amount: i32,
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_orders").then("show").table::<Order>().object(model::View {
        name: QualifiedName::public("big_orders"),
        columns: vec![model::ViewColumn {
            name: Name::new("id"),
            data_type: <i64 as SqlType>::data_type(),
            nullable: false,
        }],
        query: "SELECT orders.id FROM public.orders".to_owned(),
        security: model::ViewSecurity::Definer(String::new()),
        security_barrier: false,
        options: Default::default(),
        check_option: None,
        recursive: false,
        key: Vec::new(),
        depends_on: Vec::new(),
    }))
}
