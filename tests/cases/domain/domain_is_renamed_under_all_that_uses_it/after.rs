use crate::cases::prelude::*;

/// An address.
#[derive(Domain)]
#[domain(name = "address", renamed_from = "email", check(email_has_at = "VALUE ~ '@'"))]
pub struct Email(String);

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test")]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub email: Email,
}

impl TableRules for User {
    type Columns = UserColumns;

    fn rules(c: UserColumns, r: &mut Rules<'_, Self>) {
        r.index(c.email).unique().named("users_email");
        r.index(c.id).filter(c.email.ne("x@y.z")).named("users_known");
        r.check(c.email.ne("root@example.org")).named("users_not_root");
        r.policy("users_read").on(Select).to(READER).using(c.email.ne("hidden@example.org"));
        r.grant(Select).to(READER);
    }
}

sql_fn! {
    /// Whose address it is.
    #[function(stable)]
    pub fn user_of(address: Email) -> i64 {
        "SELECT id FROM public.users WHERE email = address"
    }
}

/// Addresses.
#[derive(View)]
#[view(name = "addresses", no_rules, query = "SELECT id, email FROM public.users")]
pub struct Address {
    pub id: Option<i64>,
    pub email: Option<Email>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users").then("change_users")
        .domain::<Email>()
        .table::<User>()
        .function::<user_of>()
        .view::<Address>();
    d.module(module)
}
