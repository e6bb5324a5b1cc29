//! What objects need and nobody has.

use voxanne_schema::data_type::{BaseType, DataType};
use voxanne_schema::declare::ExtensionRule;
use voxanne_schema::model::{
    Attribute, Column, Command, Comment, CommentTarget, Composite, Domain, Function, Grantee, Privilege,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Dependency, ObjectId};
use voxanne_schema::typed::role::RoleName;
use voxanne_schema::{Code, Declaration};

use crate::support::*;

#[test]
fn a_table_that_nobody_declares() {
    let key = foreign_key("contacts", &["owner_id"], "contatcs", &["id"]);
    let found = sound().with(key).finds(
        Code::MissingObject,
        &constraint_id("contacts", "contacts_owner_id_fkey"),
    );
    assert_eq!(
        found.message,
        "constraint `contacts_owner_id_fkey` on `public.contacts` needs table `public.contatcs`, which nobody declares"
    );
    assert_eq!(
        found.help,
        "did you mean table `public.contacts`? otherwise declare it in a module: `.table::<…>()`, or, if it exists without us: `Declaration::existing(ObjectId::Table(QualifiedName::new(\"public\", \"contatcs\")))`"
    );
}

#[test]
fn a_table_far_from_every_name_is_not_guessed() {
    let key = foreign_key("contacts", &["owner_id"], "invoices", &["id"]);
    let found = sound().with(key).finds(
        Code::MissingObject,
        &constraint_id("contacts", "contacts_owner_id_fkey"),
    );
    assert!(found.help.starts_with("declare it in a module"), "{found}");
}

#[test]
fn a_table_of_another_schema_is_suggested() {
    let key = foreign_key("contacts", &["owner_id"], "users", &["id"]);
    let found = sound().with(key).finds(
        Code::MissingObject,
        &constraint_id("contacts", "contacts_owner_id_fkey"),
    );
    assert!(
        found.help.starts_with("did you mean table `auth.users`?"),
        "{found}"
    );
}

#[test]
fn what_exists_without_us_is_not_missing() {
    let case = sound().with(foreign_key("contacts", &["owner_id"], "people", &["id"]));
    let people = ObjectId::Table(QualifiedName::public("people"));
    let declaration = case.declaration().existing(people).module(case.module());
    none(&findings(&declaration), Code::MissingObject);
}

#[test]
fn a_function_with_a_slip_in_its_name() {
    let case = sound().with(trigger("t", "auth_org_idd"));
    let found = case.finds(Code::MissingObject, &trigger_id("contacts", "t"));
    assert!(
        found
            .help
            .starts_with("did you mean function `public.auth_org_id()`?"),
        "{found}"
    );
}

#[test]
fn a_function_with_other_arguments() {
    let mut with_argument = function("moddatetime");
    with_argument.arguments.push(argument("column", "text"));
    let case = sound().with(with_argument).with(trigger("t", "moddatetime"));
    let found = case.finds(Code::MissingObject, &trigger_id("contacts", "t"));
    assert!(
        found
            .help
            .starts_with("did you mean function `public.moddatetime(text)`?"),
        "{found}"
    );
}

#[test]
fn a_namespace_and_an_enum_that_nobody_declares() {
    let mut audit = table("log", shared(), vec![id()]);
    audit.name = QualifiedName::new("audit", "log");
    let found = sound()
        .with(audit.clone())
        .finds(Code::MissingObject, &id_of(audit));
    assert_eq!(found.help, "declare it in a module: `.namespace(\"audit\")`");
    let mood = Column {
        data_type: DataType::user(QualifiedName::public("mood")),
        ..nullable("mood", "text")
    };
    let case = sound().with_column("contacts", mood);
    let found = case.finds(Code::MissingObject, &table_id("contacts"));
    assert!(found.help.contains(".enumeration::<…>()"), "{found}");
}

#[test]
fn a_type_of_an_extension() {
    let email = Column {
        data_type: DataType::user(QualifiedName::new("extensions", "citext")),
        ..nullable("email", "text")
    };
    let case = sound().with_column("contacts", email);
    let found = case.finds(Code::MissingObject, &table_id("contacts"));
    assert_eq!(
        found.help,
        "declare its extension: `.extension(ExtensionRule::required(\"citext\").in_namespace(\"extensions\"))`"
    );
    let with = |extension| {
        let declaration = case.declaration().module(case.module().extension(extension));
        findings(&declaration)
    };
    none(&with(ExtensionRule::required("citext")), Code::MissingObject);
    let elsewhere = ExtensionRule::required("citext").in_namespace("public");
    the_one(with(elsewhere), Code::MissingObject, Some(&table_id("contacts")));
}

#[test]
fn each_missing_object_is_told_once_for_each_that_needs_it() {
    let mut f = function("f");
    for column in ["a", "b"] {
        f.depends_on.push(Dependency {
            object: table_id("nowhere"),
            column: Some(Name::new(column)),
        });
    }
    sound().with(f.clone()).finds(Code::MissingObject, &id_of(f));
}

#[test]
fn a_role_that_nobody_declares() {
    let mut to = policy("contacts", "members", Command::Select);
    to.roles = vec![Grantee::role("authentcated")];
    let found = sound()
        .with(to)
        .finds(Code::UndeclaredRole, &policy_id("contacts", "members"));
    assert_eq!(
        found.help,
        "did you mean role `authenticated`? otherwise declare it: `Declaration::role(RoleName::new(\"authentcated\"))`; there are `anon`, `authenticated`, `authenticator`, `service_role`"
    );
    let to = grant("contacts", "reporting", &[Privilege::Select]);
    sound().with(to.clone()).finds(Code::UndeclaredRole, &id_of(to));
}

#[test]
fn a_declared_role_and_one_of_postgresqls_own() {
    let case = sound()
        .with(grant("contacts", "reporting", &[Privilege::Select]))
        .with(grant("contacts", "pg_monitor", &[Privilege::Select]));
    let declaration = case
        .declaration()
        .role(RoleName::new("reporting"))
        .module(case.module());
    none(&findings(&declaration), Code::UndeclaredRole);
}

#[test]
fn a_column_that_its_table_does_not_have() {
    let found = sound()
        .with(index(
            "appointments",
            "idx_appointments_x",
            &["org_id", "contactid"],
        ))
        .finds(Code::MissingColumn, &index_id("idx_appointments_x"));
    assert_eq!(
        found.message,
        "index `public.idx_appointments_x` needs the column `contactid`, which `public.appointments` does not have"
    );
    assert_eq!(
        found.help,
        "did you mean `contact_id`? `public.appointments` has `id`, `org_id`, `contact_id`"
    );
}

#[test]
fn a_column_of_a_table_that_the_platform_has() {
    let to = |column| {
        let mut key = foreign_key("contacts", &["owner_id"], "users", &[column]);
        if let voxanne_schema::model::ConstraintDefinition::ForeignKey(key) = &mut key.definition {
            key.references = QualifiedName::new("auth", "users");
        }
        key
    };
    let id = constraint_id("contacts", "contacts_owner_id_fkey");
    sound().with(to("uid")).finds(Code::MissingColumn, &id);
    sound().with(to("id")).finds_no(Code::MissingColumn);
}

#[test]
fn a_comment_on_a_column_that_is_gone() {
    let comment = |column: &str| Comment {
        on: CommentTarget::Column(QualifiedName::public("contacts"), Name::new(column)),
        text: "why".to_owned(),
    };
    sound()
        .with(comment("email"))
        .finds(Code::MissingColumn, &id_of(comment("email")));
    sound().with(comment("name")).finds_no(Code::MissingColumn);
}

#[test]
fn functions_that_need_each_other() {
    let needing = |name: &str, other: &str| {
        let mut f: Function = function(name);
        f.depends_on.push(Dependency {
            object: ObjectId::Function(signature(other)),
            column: None,
        });
        f
    };
    let case = sound()
        .with(needing("a", "b"))
        .with(needing("b", "c"))
        .with(needing("c", "a"));
    let found = case.finds(Code::DependencyCycle, &id_of(function("a")));
    assert_eq!(
        found.message,
        "function `public.a()` needs function `public.b()`, which needs function `public.c()`, which needs function `public.a()`"
    );
    sound().with(needing("a", "a")).finds_no(Code::DependencyCycle);
    sound()
        .with(needing("a", "b"))
        .with(function("b"))
        .finds_no(Code::DependencyCycle);
}

#[test]
fn tables_that_point_at_each_other_are_no_circle() {
    let case = sound()
        .with(foreign_key("organizations", &["id"], "contacts", &["id"]))
        .with(foreign_key("contacts", &["owner_id"], "contacts", &["id"]));
    case.finds_no(Code::DependencyCycle);
}

#[test]
fn a_schema_without_anything_has_nothing_to_find() {
    assert!(findings(&Declaration::new("empty", voxanne_schema::Platform::Postgres)).is_empty());
}

fn domain(name: &str, of: DataType) -> Domain {
    Domain {
        name: QualifiedName::public(name),
        data_type: of,
        collation: None,
        nullable: true,
        default: None,
        checks: Vec::new(),
    }
}

#[test]
fn domains_that_are_made_of_themselves_are_told() {
    let of = |name: &str| DataType {
        base: BaseType::Domain(QualifiedName::public(name)),
        ..DataType::system("text")
    };
    let alone = domain("a", of("a"));
    let case = sound().with(alone.clone()).with_column(
        "contacts",
        Column {
            data_type: of("a"),
            ..nullable("a", "text")
        },
    );
    case.finds(Code::DependencyCycle, &id_of(alone));

    let (first, second) = (domain("a", of("b")), domain("b", of("a").array_of()));
    let case = sound().with(first.clone()).with(second).with_column(
        "contacts",
        Column {
            data_type: of("b"),
            ..nullable("b", "text")
        },
    );
    case.finds(Code::DependencyCycle, &id_of(first));
}

#[test]
fn a_composite_type_that_holds_itself_is_told() {
    let name = QualifiedName::public("node");
    let next = Attribute {
        name: Name::new("next"),
        data_type: DataType {
            base: BaseType::Composite(name.clone()),
            ..DataType::system("text")
        },
    };
    let node = Composite {
        name,
        attributes: vec![next],
    };
    sound()
        .with(node.clone())
        .finds(Code::DependencyCycle, &id_of(node));
}
