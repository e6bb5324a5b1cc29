//! Views.

use voxanne_schema::prelude::*;

use super::elsewhere::{Numeric65_30, Timestamp3};
use super::users::OrderState;

pub(crate) fn module() -> Module {
    Module::new("import_views")
        .as_found()
        .view::<Recent>()
        .view::<RecentOrder>()
}

#[derive(View)]
#[view(
    name = "recent",
    security_definer = "it was so before anybody declared it",
    query = include_str!("sql/recent.sql"),
    no_rules,
)]
pub struct Recent {
    pub id: Option<i32>,
    pub depth: Option<i32>,
    pub rn: Option<i64>,
}

#[derive(View)]
#[view(
    name = "recent_orders",
    security_definer = "it was so before anybody declared it",
    query = include_str!("sql/recent_orders.sql"),
    no_rules,
)]
pub struct RecentOrder {
    pub id: Option<i32>,
    #[col(name = "orderNumber")]
    pub order_number: Option<String>,
    pub state: Option<OrderState>,
    #[col(name = "userId")]
    pub user_id: Option<i64>,
    pub total: Option<Numeric65_30>,
    #[col(name = "createdAt")]
    pub created_at: Option<Timestamp3>,
    pub payload: Option<Jsonb>,
}
