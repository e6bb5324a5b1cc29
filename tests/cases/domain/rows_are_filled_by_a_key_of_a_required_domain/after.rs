use crate::cases::prelude::*;

/// A code of three letters.
#[derive(Domain)]
#[domain(not_null, check(code_is_short = "char_length(VALUE) = 3"))]
pub struct Code(String);

/// What is paid with.
#[derive(Table)]
#[table(name = "currencies", shared = "a test")]
pub struct Currency {
    #[col(primary_key)]
    pub code: Code,
    pub symbol: String,
}

impl TableRules for Currency {
    type Columns = CurrencyColumns;

    fn rules(c: CurrencyColumns, r: &mut Rules<'_, Self>) {
        r.backfill(c.symbol).with("?").in_batches_of(2);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_currencies")
        .then("require_symbols")
        .domain::<Code>()
        .table::<Currency>();
    d.module(module)
}
