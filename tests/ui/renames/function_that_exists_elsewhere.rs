//! Only what is declared here can be renamed here.

use voxanne_schema::prelude::*;

sql_fn! {
    #[function(renamed_from = "old")]
    pub fn counts() -> bool;
}

fn main() {}
