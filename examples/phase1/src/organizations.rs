//! Organizations, which are the tenants, and who belongs to them.

use voxanne_schema::platform::supabase::{AUTHENTICATED, AuthUser, SERVICE_ROLE};
use voxanne_schema::prelude::*;

use crate::tenancy::auth_org_id;

pub(crate) fn module() -> Module {
    Module::new("create_organizations_table_foundation")
        .table::<Organization>()
        .table::<OrganizationMember>()
        .updates_of("updated_at")
}

/// Clinics that use the service. Every other row belongs to one of them.
#[derive(Table)]
#[table(name = "organizations", shared = "the tenants themselves")]
pub struct Organization {
    #[col(primary_key, default = gen_random_uuid())]
    pub id: Uuid,
    pub name: String,
    #[col(default = "active")]
    pub status: String,
    #[col(default = now())]
    pub created_at: Timestamptz,
    #[col(default = now())]
    pub updated_at: Timestamptz,
}

impl TableRules for Organization {
    type Columns = OrganizationColumns;

    fn rules(c: OrganizationColumns, r: &mut Rules<'_, Self>) {
        r.check(c.status.is_in(["active", "inactive", "suspended"]));
        r.index(c.status).named("idx_organizations_status");
        r.policy("organizations_select")
            .on(Select)
            .to(AUTHENTICATED)
            .using(c.id.eq(auth_org_id()));
        r.grant(Select).to(AUTHENTICATED);
        r.grant((Select, Insert, Update, Delete)).to(SERVICE_ROLE);
        r.updated_at(c.updated_at);
    }
}

/// Who belongs to an organization.
#[derive(Table)]
#[table(name = "organization_members", tenant = org_id, primary_key(org_id, user_id))]
pub struct OrganizationMember {
    #[col(references = Organization::id, on_delete = cascade)]
    pub org_id: Uuid,
    #[col(references = AuthUser::id, on_delete = cascade)]
    pub user_id: Uuid,
    /// What the member may do in the organization.
    #[col(default = "member")]
    pub role: String,
    #[col(default = now())]
    pub created_at: Timestamptz,
}

impl TableRules for OrganizationMember {
    type Columns = OrganizationMemberColumns;

    fn rules(c: OrganizationMemberColumns, r: &mut Rules<'_, Self>) {
        r.check(c.role.is_in(["owner", "admin", "member"]));
        r.index(c.user_id).named("idx_organization_members_user");
        r.policy("organization_members_select")
            .on(Select)
            .to(AUTHENTICATED)
            .using(c.org_id.eq(auth_org_id()));
        r.grant(Select).to(AUTHENTICATED);
        r.grant((Select, Insert, Update, Delete)).to(SERVICE_ROLE);
    }
}
