//! Names that are too long, empty or taken, and columns and labels that stand twice.

use voxanne_schema::Code;
use voxanne_schema::data_type::DataType;
use voxanne_schema::expression::{Expression, Literal};
use voxanne_schema::model::{Column, Command, Enum, Identity, IndexKey, Returns, Volatility};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};

use crate::support::*;

fn enumeration(name: &str, labels: &[&str]) -> Enum {
    Enum {
        name: QualifiedName::public(name),
        labels: names(labels),
    }
}

fn enum_id(name: &str) -> ObjectId {
    ObjectId::Enum(QualifiedName::public(name))
}

#[test]
fn names_over_63_bytes() {
    let long = "n".repeat(64);
    let mut with_argument = function("f");
    with_argument.arguments.push(argument(&long, "text"));
    let mut with_result = function("g");
    with_result.returns = Returns::Table(vec![(Name::new(&long), DataType::system("text"))]);
    let objects: Vec<Object> = vec![
        table(&long, shared(), vec![id()]).into(),
        table("short", shared(), vec![id(), column(&long, "text")]).into(),
        enumeration("moods", &["good", &long]).into(),
        index("contacts", &long, &["org_id", "name"]).into(),
        policy("contacts", &long, Command::Select).into(),
        trigger(&long, "f").into(),
        check("contacts", &long, equal("name", Expression::column("phone"))).into(),
        with_argument.into(),
        with_result.into(),
    ];
    for object in objects {
        let id = object.id();
        sound().with(object).finds(Code::NameTooLong, &id);
    }
}

#[test]
fn the_message_says_which_name_and_by_how_much() {
    let long = "ä".repeat(35);
    let case = sound().with_column("contacts", nullable(&long, "text"));
    let found = case.finds(Code::NameTooLong, &table_id("contacts"));
    assert_eq!(
        found.message,
        format!("the column `{long}` of table `public.contacts` is 70 bytes long, and PostgreSQL keeps 63")
    );
    assert_eq!(found.help, "shorten it by 7 bytes: `#[col(name = \"…\")]`");
}

#[test]
fn a_name_of_63_bytes_fits() {
    sound()
        .with(index("contacts", &"n".repeat(63), &["org_id", "name"]))
        .finds_no(Code::NameTooLong);
}

#[test]
fn an_empty_name() {
    sound()
        .with(policy("contacts", "", Command::Select))
        .finds(Code::InvalidRule, &policy_id("contacts", ""));
}

#[test]
fn an_index_named_as_a_table() {
    let found = sound()
        .with(index("contacts", "appointments", &["org_id", "name"]))
        .finds(Code::NameClash, &index_id("appointments"));
    assert_eq!(
        found.message,
        "index `public.appointments` has the name of table `public.appointments`, and tables, views, sequences, indexes and keys share one space of names"
    );
    assert_eq!(found.help, "give it another name: `r.index(…).named(\"…\")`");
}

#[test]
fn a_key_named_as_an_index() {
    let mut key = unique("contacts", &["org_id", "name"]);
    key.name = Name::new("idx_contacts_created");
    sound()
        .with(key)
        .finds(Code::NameClash, &index_id("idx_contacts_created"));
}

#[test]
fn a_check_named_as_an_index_is_fine() {
    let condition = equal("name", Expression::column("phone"));
    sound()
        .with(check("contacts", "idx_contacts_created", condition))
        .finds_no(Code::NameClash);
}

#[test]
fn an_enum_named_as_a_table() {
    sound()
        .with(enumeration("contacts", &["a"]))
        .finds(Code::NameClash, &table_id("contacts"));
}

#[test]
fn an_enum_named_as_an_index_is_fine() {
    sound()
        .with(enumeration("idx_contacts_created", &["a"]))
        .finds_no(Code::NameClash);
}

#[test]
fn functions_that_differ_in_a_length_alone() {
    let with = |length: i32| {
        let mut f = function("f");
        let mut of = argument("code", "varchar");
        of.data_type.modifiers.push(length);
        f.arguments.push(of);
        f
    };
    let case = sound().with(with(10)).with(with(20));
    case.finds(Code::NameClash, &id_of(with(20)));
    let mut of_text = function("f");
    of_text.arguments.push(argument("code", "text"));
    sound().with(with(10)).with(of_text).finds_no(Code::NameClash);
}

#[test]
fn two_declarations_of_one_object() {
    let again = index("contacts", "idx_contacts_created", &["org_id", "name"]);
    sound()
        .also(again)
        .finds(Code::DuplicateObject, &index_id("idx_contacts_created"));
}

#[test]
fn what_the_platform_has_is_not_declared_again() {
    let mut users = table("users", shared(), vec![id()]);
    users.name = QualifiedName::new("auth", "users");
    let id = id_of(users.clone());
    let found = sound().with(users.clone()).finds(Code::DuplicateObject, &id);
    assert_eq!(
        found.message,
        "table `auth.users` is declared, and exists already"
    );
    sound().on_postgres().with(users).finds_no(Code::DuplicateObject);
}

#[test]
fn two_columns_of_one_name() {
    let twice = sound().with_table("contacts", |table| table.columns.push(nullable("name", "text")));
    twice.finds(Code::InvalidRule, &table_id("contacts"));
    let cased = sound().with_table("contacts", |table| table.columns.push(nullable("Name", "text")));
    cased.finds_no(Code::InvalidRule);
}

#[test]
fn two_labels_of_one_text() {
    sound()
        .with(enumeration("moods", &["good", "good"]))
        .finds(Code::InvalidRule, &enum_id("moods"));
    sound()
        .with(enumeration("moods", &["good", "Good"]))
        .finds_no(Code::InvalidRule);
}

#[test]
fn an_identity_that_is_no_number() {
    let identity = |data_type| Column {
        identity: Some(Identity::Always),
        ..column("number", data_type)
    };
    sound()
        .with_column("contacts", identity("text"))
        .finds(Code::InvalidRule, &table_id("contacts"));
    sound()
        .with_column("contacts", identity("bigint"))
        .finds_no(Code::InvalidRule);
}

#[test]
fn a_value_from_two_sources() {
    let both = Column {
        identity: Some(Identity::Always),
        default: Some(Expression::Literal(Literal::Integer(1))),
        ..column("number", "bigint")
    };
    let found = sound()
        .with_column("contacts", both)
        .finds(Code::InvalidRule, &table_id("contacts"));
    assert_eq!(
        found.message,
        "the column `number` of `public.contacts` has a default and an identity"
    );
}

#[test]
fn a_default_that_names_a_column() {
    let with = |default| Column {
        default: Some(default),
        ..column("nick", "text")
    };
    let found = sound()
        .with_column("contacts", with(Expression::column("name")))
        .finds(Code::InvalidRule, &table_id("contacts"));
    assert_eq!(
        found.message,
        "the default of `public.contacts.nick` names the column `name`, which has no value there"
    );
    let text = Expression::Literal(Literal::Text("none".to_owned()));
    sound()
        .with_column("contacts", with(text))
        .finds_no(Code::InvalidRule);
}

#[test]
fn a_default_that_looks_into_a_table() {
    let default = Expression::SoleValue {
        table: QualifiedName::public("organizations"),
        column: Name::new("id"),
    };
    let owner = Column {
        default: Some(default),
        ..nullable("owner_id", "uuid")
    };
    sound()
        .with_column("contacts", owner)
        .finds(Code::InvalidRule, &table_id("contacts"));
}

#[test]
fn a_generated_value_that_may_change() {
    let with = |volatility| Column {
        generated: Some(system_call("f", volatility)),
        ..nullable("derived", "text")
    };
    sound()
        .with_column("contacts", with(Volatility::Stable))
        .finds(Code::InvalidRule, &table_id("contacts"));
    sound()
        .with_column("contacts", with(Volatility::Immutable))
        .finds_no(Code::InvalidRule);
}

#[test]
fn a_check_that_looks_at_an_old_row() {
    use voxanne_schema::expression::Row;
    let old = Expression::RowColumn {
        row: Row::Old,
        column: Name::new("name"),
    };
    sound()
        .with(check("contacts", "contacts_old", equal("name", old)))
        .finds(Code::InvalidRule, &constraint_id("contacts", "contacts_old"));
    let mut own = index("contacts", "idx_contacts_name", &["org_id"]);
    own.keys.push(IndexKey::column("name"));
    sound().with(own).finds_no(Code::InvalidRule);
}
