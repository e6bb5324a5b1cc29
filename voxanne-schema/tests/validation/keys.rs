//! Primary keys, unique keys, foreign keys.

use voxanne_schema::Code;
use voxanne_schema::expression::{Expression, FunctionName};
use voxanne_schema::model::{Column, Identity, Index, Signature, Volatility};
use voxanne_schema::name::{Name, QualifiedName};

use crate::support::*;

#[test]
fn a_unique_key_without_the_tenant() {
    let found = sound().with(unique("contacts", &["phone"])).finds(
        Code::UniqueKeyWithoutTenant,
        &constraint_id("contacts", "contacts_phone_key"),
    );
    assert_eq!(
        found.message,
        "the unique key `contacts_phone_key` of `public.contacts` lacks the tenant `org_id`: it tells one tenant what another has"
    );
    assert!(
        found.help.starts_with("`#[table(unique(org_id, phone))]`"),
        "{found}"
    );
    sound()
        .with(unique("contacts", &["phone", "org_id"]))
        .finds_no(Code::UniqueKeyWithoutTenant);
    sound()
        .with(unique("organizations", &["name"]))
        .finds_no(Code::UniqueKeyWithoutTenant);
}

#[test]
fn a_unique_index_without_the_tenant() {
    let on = |columns: &[&str]| Index {
        unique: true,
        ..index("contacts", "idx_contacts_phone", columns)
    };
    let found = sound()
        .with(on(&["phone"]))
        .finds(Code::UniqueKeyWithoutTenant, &index_id("idx_contacts_phone"));
    assert_eq!(found.help, "`r.index((c.org_id, c.phone)).unique()`");
    sound()
        .with(on(&["org_id", "phone"]))
        .finds_no(Code::UniqueKeyWithoutTenant);
    sound()
        .with(index("contacts", "idx_contacts_phone", &["phone"]))
        .finds_no(Code::UniqueKeyWithoutTenant);
}

#[test]
fn keys_that_the_server_makes_up_need_no_tenant() {
    let generated = |default| Column {
        default: Some(default),
        ..column("token", "uuid")
    };
    let uuid_ossp = Expression::Call {
        function: FunctionName::User(Signature {
            name: QualifiedName::new("extensions", "uuid_generate_v4"),
            arguments: Vec::new(),
        }),
        arguments: Vec::new(),
        volatility: Volatility::Volatile,
    };
    for default in [
        system_call("gen_random_uuid", Volatility::Volatile),
        Expression::raw("extensions.gen_random_uuid()"),
        uuid_ossp,
    ] {
        let case = sound().with_column("contacts", generated(default));
        case.with(unique("contacts", &["token"]))
            .finds_no(Code::UniqueKeyWithoutTenant);
    }
    let counted = sound().with_column(
        "contacts",
        generated(system_call("nextval", Volatility::Volatile)),
    );
    let id = constraint_id("contacts", "contacts_token_key");
    counted
        .with(unique("contacts", &["token"]))
        .finds(Code::UniqueKeyWithoutTenant, &id);
}

#[test]
fn an_identity_is_made_up_where_nobody_can_choose_it() {
    let number = |identity| {
        let number = Column {
            identity: Some(identity),
            ..column("number", "bigint")
        };
        sound()
            .with_column("contacts", number)
            .with(unique("contacts", &["number"]))
    };
    number(Identity::Always).finds_no(Code::UniqueKeyWithoutTenant);
    let id = constraint_id("contacts", "contacts_number_key");
    number(Identity::ByDefault).finds(Code::UniqueKeyWithoutTenant, &id);
}

#[test]
fn a_number_of_a_table_that_only_services_write() {
    let events = || {
        let events = table(
            "events",
            tenant(),
            vec![column("id", "bigint"), org_id(), column("event_id", "text")],
        );
        sound()
            .with(events)
            .with(row_security("events"))
            .with(primary_key("events", &["id"]))
    };
    events().finds_no(Code::UniqueKeyWithoutTenant);
    let open =
        events()
            .with(guard("events"))
            .with(policy("events", "members", voxanne_schema::model::Command::All));
    open.finds(
        Code::UniqueKeyWithoutTenant,
        &constraint_id("events", "events_pkey"),
    );
    // The id of an event at its sender: two tenants may have the same.
    let natural = events().with(unique("events", &["event_id"]));
    natural.finds(
        Code::UniqueKeyWithoutTenant,
        &constraint_id("events", "events_event_id_key"),
    );
}

#[test]
fn a_table_without_a_primary_key() {
    let case = sound().without(&constraint_id("appointments", "appointments_pkey"));
    case.finds(Code::NoPrimaryKey, &table_id("appointments"));
    sound().finds_no(Code::NoPrimaryKey);
}

#[test]
fn a_table_with_two_primary_keys() {
    let mut second = primary_key("contacts", &["org_id", "id"]);
    second.name = Name::new("contacts_second");
    let found = sound()
        .with(second)
        .finds(Code::InvalidRule, &constraint_id("contacts", "contacts_second"));
    assert_eq!(
        found.message,
        "`public.contacts` has two primary keys, `contacts_pkey` and `contacts_second`"
    );
}

#[test]
fn a_primary_key_that_accepts_null() {
    let case = sound().with(primary_key("contacts", &["id", "phone"]));
    case.finds(Code::InvalidRule, &constraint_id("contacts", "contacts_pkey"));
    sound()
        .with(unique("contacts", &["org_id", "phone"]))
        .finds_no(Code::InvalidRule);
}

#[test]
fn a_key_of_no_columns_or_of_one_twice() {
    let id = constraint_id("contacts", "contacts_pkey");
    sound()
        .with(primary_key("contacts", &[]))
        .finds(Code::InvalidRule, &id);
    sound()
        .with(primary_key("contacts", &["id", "id"]))
        .finds(Code::InvalidRule, &id);
}

#[test]
fn a_foreign_key_to_columns_that_are_no_key() {
    let found = sound()
        .with(foreign_key("contacts", &["owner_id"], "organizations", &["name"]))
        .finds(
            Code::InvalidRule,
            &constraint_id("contacts", "contacts_owner_id_fkey"),
        );
    assert_eq!(
        found.message,
        "the foreign key `contacts_owner_id_fkey` points at `name` of `public.organizations`, which is no key"
    );
    assert_eq!(
        found.help,
        "add `#[table(unique(name))]` to `public.organizations`"
    );
    // A key in another order is a key, and so is a whole unique index.
    let turned = foreign_key(
        "appointments",
        &["contact_id", "org_id"],
        "contacts",
        &["id", "org_id"],
    );
    sound().with(turned).finds_no(Code::InvalidRule);
}

#[test]
fn a_foreign_key_to_a_unique_index() {
    let to = |filter| {
        let by_name = Index {
            unique: true,
            filter,
            ..index("organizations", "idx_organizations_name", &["name"])
        };
        sound()
            .with(by_name)
            .with(foreign_key("contacts", &["name"], "organizations", &["name"]))
    };
    to(None).finds_no(Code::InvalidRule);
    let filter = Expression::IsNotNull(Box::new(Expression::column("name")));
    to(Some(filter)).finds(
        Code::InvalidRule,
        &constraint_id("contacts", "contacts_name_fkey"),
    );
}

#[test]
fn a_foreign_key_of_unequal_length() {
    let case = sound().with(foreign_key(
        "contacts",
        &["owner_id"],
        "contacts",
        &["org_id", "id"],
    ));
    case.finds(
        Code::InvalidRule,
        &constraint_id("contacts", "contacts_owner_id_fkey"),
    );
}

#[test]
fn a_foreign_key_that_no_index_serves() {
    let case = sound().without(&index_id("idx_appointments_contact"));
    let id = constraint_id("appointments", "appointments_org_id_contact_id_fkey");
    let found = case.finds(Code::UnindexedForeignKey, &id);
    assert_eq!(
        found.message,
        "no index of `public.appointments` leads with `org_id`, `contact_id` of the foreign key `appointments_org_id_contact_id_fkey`: each delete in `public.contacts` reads the whole table"
    );
    assert_eq!(found.help, "`r.index((c.org_id, c.contact_id))`");
}

#[test]
fn what_serves_a_foreign_key() {
    let none = || {
        let case = sound().without(&index_id("idx_appointments_contact"));
        case.without(&constraint_id("appointments", "appointments_org_id_fkey"))
    };
    let turned = index("appointments", "i", &["contact_id", "org_id"]);
    none().with(turned).finds_no(Code::UnindexedForeignKey);
    none()
        .with(unique("appointments", &["org_id", "contact_id", "id"]))
        .finds_no(Code::UnindexedForeignKey);
    let only_some = |filter| Index {
        filter: Some(filter),
        ..index("appointments", "i", &["org_id", "contact_id"])
    };
    let id = constraint_id("appointments", "appointments_org_id_contact_id_fkey");
    let narrow = only_some(equal("id", Expression::column("org_id")));
    none().with(narrow).finds(Code::UnindexedForeignKey, &id);
    let not_null = Expression::IsNotNull(Box::new(Expression::column("contact_id")));
    none()
        .with(only_some(not_null))
        .finds_no(Code::UnindexedForeignKey);
    none()
        .with(index("appointments", "i", &["org_id", "id", "contact_id"]))
        .finds(Code::UnindexedForeignKey, &id);
}
