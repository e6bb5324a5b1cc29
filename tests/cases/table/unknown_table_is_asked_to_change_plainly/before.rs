use crate::cases::prelude::*;

/// Words.
#[derive(Table)]
#[table(name = "words", shared = "a test", no_rules)]
pub struct Word {
    #[col(primary_key, identity)]
    pub id: i64,
    pub text: String,
}

/// Pages.
#[derive(Table)]
#[table(name = "pages", shared = "a test", no_rules)]
pub struct Page {
    #[col(primary_key, identity)]
    pub id: i64,
    pub number: i32,
    pub word_id: i64,
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_words").table::<Word>().table::<Page>();
    d.module(module)
}
