//! Every attribute accepts null; attributes differ; a type is one that PostgreSQL has.

use voxanne_schema::prelude::*;

#[derive(Composite)]
pub struct Address {
    pub street: Option<String>,
    #[attribute(name = "street")]
    pub town: String,
    pub number: u8,
}

#[derive(Composite)]
pub struct Pair(String, String);

fn main() {}
