//! What exists elsewhere is not defined again.

use voxanne_schema::prelude::*;

sql_fn! { pub fn auth_org_id() -> Uuid; }

pub struct Helper;

pub fn module() -> Module {
    Module::new("create_helpers").function::<Helper>().function::<auth_org_id>()
}

fn main() {}
