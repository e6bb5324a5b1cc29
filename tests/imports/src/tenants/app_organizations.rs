//! App organizations.

use voxanne_schema::prelude::*;

use super::elsewhere::{Char2, CitextType};
use super::roles::{READER, WRITER};

pub(crate) fn module() -> Module {
    Module::new("import_app_organizations")
        .as_found()
        .enumeration::<Role>()
        .composite::<Address>()
        .table::<Member>()
        .table::<Organization>()
}

#[derive(PgEnum)]
#[pg_enum(namespace = "app")]
pub enum Role {
    Owner,
    Admin,
    Member,
}

#[derive(Composite)]
#[composite(namespace = "app", usage(PUBLIC, READER))]
pub struct Address {
    pub street: String,
    #[attribute(name = "Zip Code")]
    pub zip_code: Varchar<10>,
    pub country: Char2,
}

#[derive(Table)]
#[table(name = "members", namespace = "app", primary_key(org_id, user_id))]
pub struct Member {
    #[col(references = Organization::id, on_delete = cascade)]
    pub org_id: Uuid,
    pub user_id: Uuid,
    #[col(default = Role::Member)]
    pub role: Role,
    #[col(default = "active")]
    pub status: Varchar<20>,
    pub الاسم: Option<String>,
    pub user: Option<String>,
    #[col(default = sql::<Vec<Role>>("ARRAY['member'::app.role]"))]
    pub invited_roles: Option<Vec<Role>>,
}

impl TableRules for Member {
    type Columns = MemberColumns;

    fn rules(c: MemberColumns, r: &mut Rules<'_, Self>) {
        r.foreign_key(c.org_id).initially_deferred();
        r.column(c.status).statistics(1000);
        r.column(c.user).store(Strategy::External);
        r.check(sql::<bool>("(role = ANY (ARRAY['owner'::app.role, 'admin'::app.role])) OR ((status)::text <> 'left'::text)"))
            .named("one_of");
        r.check(sql::<bool>("(status)::text = ANY (ARRAY['active'::character varying, 'invited'::character varying, 'left'::character varying])"))
            .named("status_is_known");
        r.index(sql::<String>(r#"lower("user")"#))
            .unique()
            .nulls_not_distinct()
            .named("Members By Lower User");
        r.index(c.الاسم.operator_class("gin_trgm_ops"))
            .using(IndexMethod::Gin)
            .named("members_name_trgm");
        r.statistics((c.role, c.status))
            .kinds([StatisticsKind::Dependencies, StatisticsKind::Mcv])
            .target(500)
            .named("members_stats");
        r.force_row_security();
        r.policy("everybody").to(PUBLIC).using(sql::<bool>("true"));
        r.policy("insert_own")
            .restrictive()
            .on(Insert)
            .to(WRITER)
            .with_check(sql::<bool>("( SELECT private.is_member(members.org_id) AS is_member) AND ((status)::text = ANY (ARRAY['active'::text, 'invited'::text]))"));
        r.grant(Select).columns((c.org_id, c.role)).to(READER);
        r.grant(Update).columns(c.الاسم).to(READER);
        r.owned_by(WRITER);
    }
}

#[derive(Table)]
#[table(name = "organizations", namespace = "app")]
pub struct Organization {
    #[col(primary_key, default = gen_random_uuid())]
    pub id: Uuid,
    #[col(unique)]
    pub slug: CitextType,
    pub address: Option<Address>,
    #[col(default = jsonb(r#"{"a": [1, 2]}"#))]
    pub settings: Jsonb,
    #[col(name = "createdAt", default = sql::<Timestamptz>("(now() AT TIME ZONE 'utc'::text)"))]
    pub created_at: Timestamptz,
}

impl TableRules for Organization {
    type Columns = OrganizationColumns;

    fn rules(c: OrganizationColumns, r: &mut Rules<'_, Self>) {
        r.with("autovacuum_vacuum_scale_factor", "0.01");
        r.with("toast.autovacuum_enabled", "false");
        r.check(sql::<bool>("length((slug)::text) <= 40")).named("slug_is_short");
        r.index(c.settings.operator_class("jsonb_path_ops"))
            .using(IndexMethod::Gin)
            .named("organizations_settings");
        r.row_security();
        r.policy("Members can view their organizations.")
            .on(Select)
            .to([READER, WRITER])
            .using(sql::<bool>("private.is_member(id)"));
    }
}
