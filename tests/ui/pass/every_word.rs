//! Every word of every attribute, in one module.
#![deny(warnings)]

use voxanne_schema::platform::supabase::{AUTHENTICATED, AuthUser, SERVICE_ROLE};
use voxanne_schema::prelude::*;

sql_fn! {
    pub fn auth_org_id() -> Uuid;

    #[function(name = "uid", namespace = "auth", volatile)]
    pub fn caller() -> Option<Uuid>;

    /// Counts.
    #[function(
        name = "counts",
        namespace = "audit",
        language = "sql",
        immutable,
        security_invoker,
        strict,
        search_path = "audit",
        execute(SERVICE_ROLE, AUTHENTICATED)
    )]
    pub fn count_all(org_id: Uuid, since: Option<Timestamptz> = null()) -> table(kind: Kind, total: i64) {
        "select 1"
    }

    pub fn half(amount: i64, inout rest: i64 = 0, out halved: i64) { "select 0, 1" }

    pub fn fits(amount: i64, out is_small: bool) { "select amount < 10" }

    pub fn found(variadic labels: Vec<String>, out label: String) -> setof record { "select ''" }

    pub fn words(out: i64, inout: i64, variadic: i64, record: i64) -> i64 { "select 1" }
}

/// Kinds.
#[derive(PgEnum)]
#[pg_enum(name = "kind_type", namespace = "audit", removed("third" => Second), removed("fourth"))]
pub enum Kind {
    First,
    #[pg_enum(label = "second one")]
    Second,
}

/// Organizations.
#[derive(Table)]
#[table(name = "organizations", shared = "the tenants themselves", no_rules)]
pub struct Organization {
    #[col(primary_key)]
    pub id: Uuid,
    #[col(unique)]
    pub name: String,
}

/// Members.
#[derive(Table)]
#[table(
    name = "members",
    namespace = "audit",
    tenant = org_id,
    primary_key(org_id, user_id),
    unique(user_id, org_id, name = "members_by_user"),
    foreign_key((org_id, invited_by) => Member(org_id, user_id), on_delete = no_action, on_update = cascade, name = "members_invited_by"),
)]
pub struct Member {
    #[col(references = Organization::id, on_delete = cascade, on_update = restrict, foreign_key_name = "members_org")]
    pub org_id: Uuid,
    #[col(references = AuthUser::id)]
    pub user_id: Uuid,
    pub invited_by: Option<Uuid>,
    #[col(identity)]
    pub number: i32,
    #[col(identity(by_default, start = 10, increment = 2, min = -9, max = 99, cache = 5, cycle))]
    pub counted: i32,
    #[col(default = Kind::Second, immutable)]
    pub kind: Kind,
    #[col(generated = lower(sql::<String>("kind::text")))]
    pub search: Option<String>,
    #[col(name = "box")]
    pub mailbox: Option<Vec<String>>,
    pub r#type: Varchar<20>,
}

impl TableRules for Member {
    type Columns = MemberColumns;
    fn rules(c: MemberColumns, r: &mut Rules<Self>) {
        r.index((c.org_id, c.r#type));
        r.policy("members_select").on(Select).to(AUTHENTICATED).using(c.org_id.eq(auth_org_id()).and(c.user_id.eq(caller())));
    }
}

fn main() {
    let _ = Module::new("members")
        .enumeration::<Kind>()
        .table::<Organization>()
        .table::<Member>()
        .function::<count_all>();
}
