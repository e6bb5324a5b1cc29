//! Views.

use voxanne_schema::prelude::*;

use super::app_organizations::{Address, Role};
use super::elsewhere::CitextType;
use super::roles::READER;

pub(crate) fn module() -> Module {
    Module::new("import_views")
        .as_found()
        .view::<Active>()
        .view::<MyOrg>()
}

/// who is here
#[derive(View)]
#[view(
    name = "active",
    namespace = "app",
    security_definer = "it was so before anybody declared it",
    query = include_str!("sql/active.sql"),
)]
pub struct Active {
    pub user_id: Option<Uuid>,
}

impl ViewRules for Active {
    type Columns = ActiveColumns;

    fn rules(_: ActiveColumns, r: &mut Rules<'_, Self>) {
        r.grant(Select).to(READER);
    }
}

#[derive(View)]
#[view(name = "my_orgs", namespace = "app", query = include_str!("sql/my_orgs.sql"))]
pub struct MyOrg {
    pub id: Option<Uuid>,
    pub slug: Option<CitextType>,
    pub address: Option<Address>,
    pub settings: Option<Jsonb>,
    #[col(name = "createdAt")]
    pub created_at: Option<Timestamptz>,
    pub role: Option<Role>,
}

impl ViewRules for MyOrg {
    type Columns = MyOrgColumns;

    fn rules(_: MyOrgColumns, r: &mut Rules<'_, Self>) {
        r.grant(Select).to(READER);
    }
}
