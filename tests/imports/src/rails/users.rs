//! Users.

use voxanne_schema::prelude::*;

use super::elsewhere::{Money, Numeric65_30, Timestamp3, Timestamp6, Timetz0, VarcharType};
use super::functions::logidze_logger;

pub(crate) fn module() -> Module {
    Module::new("import_users")
        .as_found()
        .enumeration::<OrderState>()
        .sequence::<OrderIdSeq>()
        .sequence::<UsersIdSeq>()
        .table::<Order>()
        .table::<User>()
}

#[derive(PgEnum)]
#[pg_enum(name = "OrderState")]
pub enum OrderState {
    #[pg_enum(label = "NEW")]
    New,
    #[pg_enum(label = "PAID")]
    Paid,
    #[pg_enum(label = "SENT")]
    Sent,
}

#[derive(Sequence)]
#[sequence(name = "Order_id_seq", owned_by = Order::id)]
pub struct OrderIdSeq(i32);

#[derive(Sequence)]
#[sequence(owned_by = User::id)]
pub struct UsersIdSeq(i64);

#[derive(Table)]
#[table(name = "Order")]
pub struct Order {
    #[col(primary_key, default = nextval::<OrderIdSeq>())]
    pub id: i32,
    #[col(name = "orderNumber")]
    pub order_number: String,
    #[col(default = OrderState::New)]
    pub state: OrderState,
    #[col(name = "userId", references = User::id, on_delete = set_null, on_update = cascade)]
    pub user_id: Option<i64>,
    pub total: Numeric65_30,
    #[col(name = "createdAt", default = sql::<Timestamp3>("CURRENT_TIMESTAMP"))]
    pub created_at: Timestamp3,
    pub payload: Option<Jsonb>,
}

impl TableRules for Order {
    type Columns = OrderColumns;

    fn rules(c: OrderColumns, r: &mut Rules<'_, Self>) {
        r.index(c.order_number).unique().named("Order_orderNumber_key");
    }
}

#[derive(Table)]
#[table(name = "users")]
pub struct User {
    #[col(primary_key, default = nextval::<UsersIdSeq>())]
    pub id: i64,
    #[col(default = sql::<VarcharType>("''::character varying"))]
    pub email: VarcharType,
    #[col(default = sql::<VarcharType>("''::character varying"))]
    pub encrypted_password: VarcharType,
    #[col(default = 0)]
    pub sign_in_count: i32,
    pub last_sign_in_ip: Option<Inet>,
    pub created_at: Timestamp6,
    pub updated_at: Timestamp6,
    pub amount: Option<Money>,
    #[col(default = sql::<f64>("0.1"))]
    pub ratio: Option<f64>,
    #[col(default = sql::<Date>("'2000-01-01'::date"))]
    pub birthday: Option<Date>,
    pub at: Option<Timetz0>,
    #[col(default = sql::<Vec<Varchar<255>>>("'{}'::character varying[]"))]
    pub tags: Vec<Varchar<255>>,
}

impl TableRules for User {
    type Columns = UserColumns;

    fn rules(c: UserColumns, r: &mut Rules<'_, Self>) {
        r.index(c.email).unique().named("index_users_on_email");
        r.index(sql::<String>("lower((email)::text)").asc().operator_class("varchar_pattern_ops"))
            .named("index_users_on_lower_email");
        r.trigger("counted")
            .after(Delete)
            .for_each_statement()
            .referencing_old("gone")
            .disabled()
            .executes::<logidze_logger>();
        r.trigger("logidze_on_users")
            .before((Insert, Update))
            .when(sql::<bool>("(COALESCE(current_setting('logidze.disabled'::text, true), ''::text) <> 'on'::text)"))
            .arguments(["null", "updated_at"])
            .executes::<logidze_logger>();
    }
}
