use crate::cases::prelude::*;

/// A code of three letters.
#[derive(Domain)]
#[domain(not_null, check(code_is_short = "char_length(VALUE) = 3"))]
pub struct Code(String);

/// What is paid with.
#[derive(Table)]
#[table(name = "currencies", shared = "a test", no_rules)]
pub struct Currency {
    #[col(primary_key)]
    pub code: Code,
    pub symbol: Option<String>,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_currencies")
        .domain::<Code>()
        .table::<Currency>();
    d.module(module)
}
