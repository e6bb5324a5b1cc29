use crate::cases::prelude::*;

sql_fn! {
    /// Whether a number counts.
    #[function(immutable, search_path = "", execute(READER), renamed_from = "a")]
    pub fn b(a: i64) -> bool { "SELECT a > 0" }
}

sql_fn! {
    /// Whether a number counts.
    #[function(immutable, search_path = "", execute(READER), renamed_from = "b")]
    pub fn a(a: i64) -> bool { "SELECT a > 1" }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_them")
            .then("turn_around")
            .function::<a>()
            .function::<b>(),
    )
}
