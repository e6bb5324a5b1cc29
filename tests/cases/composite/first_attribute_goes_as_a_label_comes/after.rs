use crate::cases::prelude::*;

/// What somebody prefers.
#[derive(PgEnum)]
pub enum Taste {
    Sweet,
    Sour,
    Bitter,
}

/// Where somebody eats, and what.
#[derive(Composite)]
pub struct Meal {
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
    let module = Module::new("create_users").then("forget_places")
        .enumeration::<Taste>()
        .composite::<Meal>()
        .table::<User>();
    d.module(module)
}
