//! A module takes each as what it is.

use voxanne_schema::prelude::*;

#[derive(View)]
#[view(name = "open_orders", no_rules, query = "SELECT 1::bigint AS id")]
pub struct OpenOrder {
    pub id: i64,
}

pub fn module() -> Module {
    Module::new("create").table::<OpenOrder>()
}

fn main() {}
