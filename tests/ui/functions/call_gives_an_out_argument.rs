//! A call gives values to what goes in alone.

use voxanne_schema::prelude::*;

sql_fn! {
    pub fn fits(amount: i64, out is_small: bool) { "select amount < 10" }
}

fn main() {
    let small: Expr<bool> = fits(3, true);
}
