use crate::cases::prelude::*;

/// Words.
#[derive(Table)]
#[table(name = "words", shared = "a test")]
pub struct Word {
    #[col(primary_key, identity)]
    pub id: i64,
    pub text: String,
}

impl TableRules for Word {
    type Columns = WordColumns;

    fn rules(c: WordColumns, r: &mut Rules<'_, Self>) {
        r.check(c.text.ne("")).named("words_not_empty");
    }
}

/// Pages.
#[derive(Table)]
#[table(name = "pages", shared = "a test")]
pub struct Page {
    #[col(primary_key, identity)]
    pub id: i64,
    pub number: i32,
    #[col(references = Word::id)]
    pub word_id: i64,
}

impl TableRules for Page {
    type Columns = PageColumns;

    fn rules(c: PageColumns, r: &mut Rules<'_, Self>) {
        r.check(c.number.gt(0)).named("pages_number_positive");
        r.index(c.word_id);
    }
}

pub fn schema(d: Declaration) -> Declaration {
    let module = Module::new("create_words")
        .then("check_words")
        .table::<Word>()
        .table::<Page>();
    d.module(module)
}
