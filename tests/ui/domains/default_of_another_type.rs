//! A default is of the type that the domain narrows.

use voxanne_schema::prelude::*;

#[derive(Domain)]
#[domain(default = 3)]
pub struct Email(String);

fn main() {}
