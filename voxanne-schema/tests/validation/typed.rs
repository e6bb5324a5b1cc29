//! A small schema as teams declare it: typed, and sound but for what its warnings say.

use voxanne_schema::object::ObjectId;
use voxanne_schema::platform::supabase::{AUTHENTICATED, AuthUser, SERVICE_ROLE, auth_uid};
use voxanne_schema::prelude::*;
use voxanne_schema::{Code, Diagnostic};

use crate::support::{index_id, table_id, the_one};

sql_fn! {
    /// The organization of the caller.
    #[function(stable, execute(AUTHENTICATED, SERVICE_ROLE))]
    pub(crate) fn auth_org_id() -> Uuid {
        "SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb #>> '{app_metadata,org_id}'"
    }

    /// Writes into the log, for services.
    #[function(language = plpgsql, security_definer, search_path = "", execute(SERVICE_ROLE))]
    pub(crate) fn log_event(org_id: Uuid, what: String) -> void {
        "BEGIN INSERT INTO public.log (org_id, what) VALUES (org_id, what); END"
    }
}

#[derive(PgEnum)]
pub(crate) enum LeadStatus {
    New,
    Lost,
}

/// Clinics.
#[derive(Table)]
#[table(name = "organizations", shared = "the tenants themselves")]
pub(crate) struct Organization {
    #[col(primary_key, default = gen_random_uuid())]
    pub(crate) id: Uuid,
    pub(crate) name: String,
}

impl TableRules for Organization {
    type Columns = OrganizationColumns;
    fn rules(c: OrganizationColumns, r: &mut Rules<'_, Self>) {
        r.policy_on(Select)
            .to(AUTHENTICATED)
            .using(c.id.eq(auth_org_id()));
        r.grant(Select).to(AUTHENTICATED);
        r.check(c.name.ne(""));
    }
}

/// Who may act for whom.
#[derive(Table)]
#[table(name = "members", tenant = org_id, primary_key(org_id, user_id))]
pub(crate) struct Member {
    #[col(references = Organization::id, on_delete = cascade)]
    pub(crate) org_id: Uuid,
    #[col(references = AuthUser::id, on_delete = cascade)]
    pub(crate) user_id: Uuid,
}

impl TableRules for Member {
    type Columns = MemberColumns;
    fn rules(c: MemberColumns, r: &mut Rules<'_, Self>) {
        r.index(c.user_id);
        r.policy_on(Select)
            .to(AUTHENTICATED)
            .using(c.user_id.eq(auth_uid()));
        r.grant(Select).to(AUTHENTICATED);
    }
}

/// People who called.
#[derive(Table)]
#[table(name = "contacts", tenant = org_id, unique(org_id, id))]
pub(crate) struct Contact {
    #[col(primary_key, default = gen_random_uuid())]
    pub(crate) id: Uuid,
    #[col(references = Organization::id, on_delete = cascade)]
    pub(crate) org_id: Uuid,
    pub(crate) phone: Option<String>,
    #[col(default = LeadStatus::New)]
    pub(crate) status: LeadStatus,
    #[col(default = now())]
    pub(crate) updated_at: Timestamptz,
}

impl TableRules for Contact {
    type Columns = ContactColumns;
    fn rules(c: ContactColumns, r: &mut Rules<'_, Self>) {
        r.index((c.org_id, c.phone))
            .unique()
            .filter(c.phone.is_not_null());
        r.index((c.org_id, c.status, c.updated_at.desc()))
            .named("idx_contacts_status");
        r.index((c.org_id, c.updated_at.desc()))
            .filter(c.status.eq(LeadStatus::New))
            .named("idx_contacts_new");
        r.policy_on(All)
            .to(AUTHENTICATED)
            .using(c.org_id.eq(auth_org_id()));
        r.grant((Select, Insert, Update, Delete)).to(AUTHENTICATED);
        r.updated_at(c.updated_at);
    }
}

/// What happened, for services alone.
#[derive(Table)]
#[table(name = "log", tenant = org_id, foreign_key((org_id, contact_id) => Contact(org_id, id)))]
pub(crate) struct Log {
    #[col(primary_key, identity = by_default)]
    pub(crate) id: i64,
    #[col(references = Organization::id)]
    pub(crate) org_id: Uuid,
    pub(crate) contact_id: Option<Uuid>,
    pub(crate) what: String,
}

impl TableRules for Log {
    type Columns = LogColumns;
    fn rules(c: LogColumns, r: &mut Rules<'_, Self>) {
        r.index((c.org_id, c.contact_id));
        r.append_only();
        r.closed();
        r.grant((Select, Insert)).to(SERVICE_ROLE);
        r.backfill(c.org_id).with(sole_value(Organization::id));
    }
}

fn declaration() -> Declaration {
    Declaration::new("clinics", Platform::Supabase).module(
        Module::new("create_everything")
            .function::<auth_org_id>()
            .function::<log_event>()
            .enumeration::<LeadStatus>()
            .table::<Organization>()
            .table::<Member>()
            .table::<Contact>()
            .table::<Log>(),
    )
}

fn told(findings: &[Diagnostic]) -> Vec<String> {
    findings
        .iter()
        .map(|d| format!("{} {}", d.code, d.object.clone().expect("about an object")))
        .collect()
}

#[test]
fn a_schema_as_teams_declare_it() {
    let declared = declaration()
        .tenant(auth_org_id())
        .build()
        .expect("the definitions are sound");
    assert_eq!(
        told(&declared.validate()),
        ["leaky_index index `public.idx_contacts_status`"]
    );
}

#[test]
fn the_tenant_of_a_session_is_asked_for_once() {
    let findings = declaration().collect().1;
    assert_eq!(
        told(&findings),
        [
            "missing_tenant_guard table `public.contacts`",
            "leaky_index index `public.idx_contacts_status`"
        ]
    );
}

#[test]
fn findings_point_at_the_table() {
    let findings = declaration().tenant(auth_org_id()).collect().1;
    let found = the_one(findings, Code::LeakyIndex, Some(&index_id("idx_contacts_status")));
    let location = found.location.expect("tables know where they stand");
    assert!(
        location.file.ends_with("typed.rs") && location.line > 1,
        "{location}"
    );
}

#[test]
fn what_is_left_out_of_the_modules_is_missing() {
    let half = Declaration::new("clinics", Platform::Supabase)
        .tenant(auth_org_id())
        .module(Module::new("create_members").table::<Member>());
    let findings = half.collect().1;
    let told = told(&findings);
    for missing in [
        "missing_object constraint `members_org_id_fkey` on `public.members`",
        "missing_object policy `members_tenant_guard` on `public.members`",
    ] {
        assert!(told.iter().any(|one| one == missing), "{told:#?}");
    }
    let exists = half
        .existing(table_id("organizations"))
        .existing(ObjectId::Function(auth_org_id::declaration().signature()));
    assert!(exists.build().is_ok());
}
