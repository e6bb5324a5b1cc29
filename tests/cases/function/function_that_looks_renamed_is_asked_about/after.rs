use crate::cases::prelude::*;

sql_fn! {
    /// Whether a number counts.
    #[function(immutable, search_path = "", execute(READER))]
    pub fn is_positive(a: i64) -> bool { "SELECT a > 0" }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_them")
            .then("forget_a_rename")
            .function::<is_positive>(),
    )
}
