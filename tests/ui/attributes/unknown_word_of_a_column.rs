//! `primray_key` and `foo` are no words of `#[col(…)]`.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(name = "contacts", no_rules)]
pub struct Contact {
    #[col(primray_key, default = gen_random_uuid())]
    pub id: Uuid,
    #[col(foo)]
    pub name: String,
}

fn main() {}
