//! Language.

use voxanne_schema::prelude::*;

use super::elsewhere::{Char20, Timestamptz3};

pub(crate) fn module() -> Module {
    Module::new("import_language")
        .as_found()
        .sequence::<LanguageLanguageIdSeq>()
        .table::<Language>()
}

#[derive(Sequence)]
#[sequence(owned_by = Language::language_id)]
pub struct LanguageLanguageIdSeq(i16);

#[derive(Table)]
#[table(name = "language", primary_key(language_id, name = "language_pk"), no_rules)]
pub struct Language {
    #[col(default = nextval::<LanguageLanguageIdSeq>())]
    pub language_id: i16,
    pub name: Char20,
    #[col(default = sql::<Timestamptz3>("now()"))]
    pub last_update: Option<Timestamptz3>,
}
