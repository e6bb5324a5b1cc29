//! Every mistake is told in one go.

use voxanne_schema::prelude::*;

#[derive(Table)]
#[table(nam = "contacts", tenant = organization)]
pub struct Contact {
    #[col(primary_key = true, defualt = gen_random_uuid())]
    pub id: Option<Uuid>,
    #[col(on_delete = cascade)]
    pub org_id: Uuid,
    #[col(default = "new")]
    pub attempts: i32,
}

fn main() {}
