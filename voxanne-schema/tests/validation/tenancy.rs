//! Whose rows a table holds, and what foreign keys reveal of them.

use voxanne_schema::Code;
use voxanne_schema::expression::{Expression, Literal};
use voxanne_schema::model::{
    Column, Command, ConstraintDefinition, Grantee, Permissiveness, Privilege, ReferentialAction, Tenancy,
};
use voxanne_schema::object::ObjectId;

use crate::support::*;

#[test]
fn a_sound_schema_has_no_findings() {
    let printed: Vec<String> = sound().findings().iter().map(ToString::to_string).collect();
    assert!(printed.is_empty(), "{printed:#?}");
}

#[test]
fn a_table_of_nobody() {
    let found = sound()
        .with_tenancy("contacts", Tenancy::Unclassified)
        .finds(Code::UnclassifiedTable, &table_id("contacts"));
    assert_eq!(
        found.message,
        "`public.contacts` is neither a tenant's nor shared"
    );
    assert_eq!(
        found.help,
        "say whose rows it holds: `#[table(tenant = org_id)]` if each belongs to one tenant, `#[table(shared = \"why\")]` if none does"
    );
}

#[test]
fn a_shared_table_without_a_reason() {
    let without = Tenancy::Shared(" ".to_owned());
    sound()
        .with_tenancy("organizations", without)
        .finds(Code::UnclassifiedTable, &table_id("organizations"));
    sound().finds_no(Code::UnclassifiedTable);
}

#[test]
fn a_tenant_column_that_does_not_exist() {
    let tenancy = Tenancy::Tenant("tenant_id".into());
    let found = sound()
        .with_tenancy("contacts", tenancy)
        .finds(Code::InvalidTenant, &table_id("contacts"));
    assert_eq!(
        found.message,
        "the tenant column `tenant_id` of `public.contacts` does not exist"
    );
}

#[test]
fn a_tenant_column_that_accepts_null() {
    let case = sound().with_column("contacts", nullable("org_id", "uuid"));
    case.finds(Code::InvalidTenant, &table_id("contacts"));
}

#[test]
fn a_tenant_column_of_another_type_than_the_tenant_of_a_session() {
    let case = sound().with_column("contacts", column("org_id", "text"));
    let found = case.finds(Code::InvalidTenant, &table_id("contacts"));
    assert_eq!(
        found.message,
        "the tenant column `org_id` of `public.contacts` is of the type `text`, and the tenant of a session of the type `uuid`"
    );
    case.without_tenant_of_session().finds_no(Code::InvalidTenant);
}

#[test]
fn a_default_tenant() {
    let with = |default| Column {
        default: Some(default),
        ..org_id()
    };
    let one = Expression::Literal(Literal::Text("a0000000-0000-0000-0000-000000000001".to_owned()));
    let found = sound()
        .with_column("contacts", with(one))
        .finds(Code::InvalidTenant, &table_id("contacts"));
    assert_eq!(
        found.message,
        "rows of `public.contacts` that name no tenant fall to one and the same tenant"
    );
    sound()
        .with_column("contacts", with(call("auth_org_id")))
        .finds_no(Code::InvalidTenant);
}

#[test]
fn a_tenant_table_with_its_row_security_off() {
    let off = ObjectId::RowSecurity(voxanne_schema::name::QualifiedName::public("contacts"));
    let case = sound().without(&off);
    case.finds(Code::RowSecurityOff, &table_id("contacts"));
    case.finds(Code::PolicyWithoutRowSecurity, &table_id("contacts"));
    sound().finds_no(Code::RowSecurityOff);
    sound()
        .with_tenancy("contacts", shared())
        .without(&off)
        .finds_no(Code::RowSecurityOff);
}

#[test]
fn nobody_says_what_the_tenant_of_a_session_is() {
    let unguarded = || {
        let case = sound().without(&policy_id("contacts", "contacts_tenant_guard"));
        case.without(&policy_id("appointments", "appointments_tenant_guard"))
    };
    let found = unguarded()
        .without_tenant_of_session()
        .finds(Code::MissingTenantGuard, &table_id("appointments"));
    assert_eq!(
        found.message,
        "policies open `public.appointments` and one other table, and nobody says what the tenant of a session is"
    );
    assert_eq!(found.help, "say it: `Declaration::tenant(auth_org_id())`");
    unguarded().finds(Code::MissingTenantGuard, &table_id("contacts"));
}

#[test]
fn a_tenant_table_that_no_policy_opens_needs_no_guard() {
    let mut case = sound().without_tenant_of_session();
    for table in ["contacts", "appointments"] {
        case = case.without(&policy_id(table, &format!("{table}_tenant_guard")));
        case = case.without(&policy_id(table, "members"));
    }
    case.finds_no(Code::MissingTenantGuard);
}

#[test]
fn a_foreign_key_that_does_not_carry_the_tenant() {
    let without = constraint_id("appointments", "appointments_org_id_contact_id_fkey");
    let case =
        sound()
            .without(&without)
            .with(foreign_key("appointments", &["contact_id"], "contacts", &["id"]));
    let found = case.finds(
        Code::ForeignKeyAcrossTenants,
        &constraint_id("appointments", "appointments_contact_id_fkey"),
    );
    assert_eq!(
        found.message,
        "the foreign key `appointments_contact_id_fkey` from `public.appointments` to `public.contacts` does not carry the tenant: it accepts, and so reveals, rows of other tenants"
    );
    assert_eq!(
        found.help,
        "`#[table(foreign_key((org_id, contact_id) => …(org_id, id)))]`"
    );
}

#[test]
fn the_key_that_is_wanting_is_told_as_well() {
    let case = sound().with(foreign_key("contacts", &["owner_id"], "appointments", &["id"]));
    let found = case.finds(
        Code::ForeignKeyAcrossTenants,
        &constraint_id("contacts", "contacts_owner_id_fkey"),
    );
    assert_eq!(
        found.help,
        "`#[table(foreign_key((org_id, owner_id) => …(org_id, id)))]`, with `#[table(unique(org_id, id))]` on `public.appointments`"
    );
}

#[test]
fn a_foreign_key_that_maps_the_tenant_elsewhere() {
    let crossed = foreign_key(
        "appointments",
        &["org_id", "contact_id"],
        "contacts",
        &["id", "org_id"],
    );
    let id = constraint_id("appointments", "appointments_org_id_contact_id_fkey");
    sound().with(crossed).finds(Code::ForeignKeyAcrossTenants, &id);
}

#[test]
fn a_foreign_key_to_a_shared_table_is_fine() {
    sound().finds_no(Code::ForeignKeyAcrossTenants);
}

#[test]
fn a_foreign_key_from_a_shared_table_that_users_write() {
    let queue = || {
        let case = sound().with(table("queue", shared(), vec![id(), column("contact_id", "uuid")]));
        case.with(foreign_key("queue", &["contact_id"], "contacts", &["id"]))
            .with(row_security("queue"))
    };
    let id = constraint_id("queue", "queue_contact_id_fkey");
    let mut open = policy("queue", "anybody", Command::Insert);
    open.with_check = Some(Expression::raw("true"));
    queue()
        .with(open.clone())
        .finds(Code::ForeignKeyAcrossTenants, &id);
    queue().finds_no(Code::ForeignKeyAcrossTenants);
    queue()
        .with(policy("queue", "readers", Command::Select))
        .finds_no(Code::ForeignKeyAcrossTenants);
    open.roles = vec![Grantee::role("service_role")];
    queue().with(open).finds_no(Code::ForeignKeyAcrossTenants);
}

#[test]
fn without_row_security_a_grant_alone_lets_users_write() {
    let queue = || {
        let case = sound().with(table("queue", shared(), vec![id(), column("contact_id", "uuid")]));
        case.with(foreign_key("queue", &["contact_id"], "contacts", &["id"]))
    };
    let id = constraint_id("queue", "queue_contact_id_fkey");
    let case = queue().with(grant("queue", "authenticated", &[Privilege::Insert]));
    case.finds(Code::ForeignKeyAcrossTenants, &id);
    let case = queue().with(grant("queue", "service_role", &[Privilege::Insert]));
    case.finds_no(Code::ForeignKeyAcrossTenants);
}

#[test]
fn set_null_that_would_empty_the_tenant() {
    let with = |action| {
        let mut key = foreign_key(
            "appointments",
            &["org_id", "contact_id"],
            "contacts",
            &["org_id", "id"],
        );
        if let ConstraintDefinition::ForeignKey(key) = &mut key.definition {
            key.on_delete = action;
        }
        key
    };
    let id = constraint_id("appointments", "appointments_org_id_contact_id_fkey");
    let found = sound()
        .with(with(ReferentialAction::SetNull))
        .finds(Code::InvalidRule, &id);
    assert_eq!(
        found.message,
        "`on_delete = set_null` of the foreign key `appointments_org_id_contact_id_fkey` would empty `org_id`, which accepts no null"
    );
    sound()
        .with(with(ReferentialAction::Restrict))
        .finds_no(Code::InvalidRule);
}

#[test]
fn a_policy_for_a_role_that_bypasses_row_security() {
    let to = |roles: &[&str]| {
        let mut policy = policy("contacts", "services", Command::Select);
        policy.roles = roles.iter().map(|role| Grantee::role(*role)).collect();
        policy
    };
    let case = sound().with(to(&["authenticated", "service_role"]));
    let found = case.finds(Code::PolicyForBypassingRole, &policy_id("contacts", "services"));
    assert_eq!(
        found.message,
        "the policy `services` on `public.contacts` is for `service_role`, who bypasses row-level security anyway"
    );
    sound()
        .with(to(&["authenticated"]))
        .finds_no(Code::PolicyForBypassingRole);
}

#[test]
fn a_restrictive_policy_opens_nothing() {
    let mut case = sound();
    for table in ["contacts", "appointments"] {
        let mut narrow = policy(table, "members", Command::All);
        narrow.permissiveness = Permissiveness::Restrictive;
        case = case
            .with(narrow)
            .without(&policy_id(table, &format!("{table}_tenant_guard")));
    }
    case.finds_no(Code::MissingTenantGuard);
}
