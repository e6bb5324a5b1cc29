//! Only one label can stand for a former one, and that one is gone.

use voxanne_schema::prelude::*;

#[derive(PgEnum)]
pub enum State {
    #[pg_enum(renamed_from = "new")]
    Fresh,
    #[pg_enum(renamed_from = "new")]
    Raw,
    Done,
    #[pg_enum(renamed_from = "done")]
    Finished,
}

fn main() {}
