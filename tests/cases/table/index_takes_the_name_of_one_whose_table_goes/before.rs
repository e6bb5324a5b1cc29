use crate::cases::prelude::*;

#[derive(Table)]
#[table(name = "drafts", shared = "a test")]
pub struct Draft {
    #[col(primary_key)]
    pub id: i64,
    pub a: String,
}

impl TableRules for Draft {
    type Columns = DraftColumns;

    fn rules(c: DraftColumns, r: &mut Rules<'_, Self>) {
        r.index(c.a).named("all_texts");
    }
}

pub fn schema(d: Declaration) -> Declaration {
    d.module(Module::new("create_texts").table::<Draft>())
}
