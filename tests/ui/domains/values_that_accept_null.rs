//! Null belongs to the column; checks have names of their own; words are known.

use voxanne_schema::prelude::*;

#[derive(Domain)]
#[domain(check(email_has_at = "VALUE ~ '@'", email_has_at = "VALUE <> ''"), nonull)]
pub struct Email(Option<String>);

fn main() {}
