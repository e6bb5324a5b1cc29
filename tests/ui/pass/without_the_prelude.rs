//! What the macros write needs nothing in scope, and is not confused by names of the user's own.
#![deny(warnings)]
#![allow(non_snake_case)]

pub struct Option;
pub struct Some;
pub struct Column;
pub struct Vec;
pub mod core {}

#[derive(voxanne_schema::PgEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    None,
    Some,
}

#[derive(voxanne_schema::Table)]
#[table(name = "notes", shared = "everybody's", no_rules)]
pub struct Note {
    #[col(primary_key)]
    pub id: voxanne_schema::typed::types::Uuid,
    /// A field may have any name.
    #[col(default = Kind::None)]
    pub structure: Kind,
    pub COLUMNS: i32,
    pub new: bool,
    pub name: bool,
}

voxanne_schema::sql_fn! {
    pub fn call(name: i32, argument: i64) -> bool;
}

fn main() {}
