//! A domain narrows one type, which its only field has.

use voxanne_schema::prelude::*;

#[derive(Domain)]
pub struct Email {
    address: String,
}

fn main() {}
