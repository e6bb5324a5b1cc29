use crate::cases::prelude::*;

/// What somebody prefers.
#[derive(PgEnum)]
pub enum Taste {
    Sweet,
    Sour,
}

/// Where somebody eats, and what.
#[derive(Composite)]
pub struct Meal {
    pub place: String,
    pub dish: String,
    pub taste: Taste,
}

/// Users.
#[derive(Table)]
#[table(name = "users", shared = "a test", no_rules)]
pub struct User {
    #[col(primary_key, identity)]
    pub id: i64,
    pub lunch: Meal,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_users")
        .enumeration::<Taste>()
        .composite::<Meal>()
        .table::<User>();
    d.module(module)
}
