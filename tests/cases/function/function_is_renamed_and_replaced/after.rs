use crate::cases::prelude::*;

sql_fn! {
    /// Whether a number counts.
    #[function(immutable, search_path = "", execute(READER), renamed_from = "counts")]
    pub fn is_positive(a: i64) -> bool { "SELECT a > 1" }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(
        Module::new("create_them")
            .then("replace_it")
            .function::<is_positive>(),
    )
}
