use crate::cases::prelude::*;

sql_fn! {
    /// Whether a number counts.
    #[function(immutable, search_path = "", execute(READER))]
    pub fn counts(a: i64) -> bool { "SELECT a > 0" }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_them").function::<counts>())
}
