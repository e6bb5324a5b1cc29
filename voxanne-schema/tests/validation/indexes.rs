//! Indexes: what they can be, whom they serve, and which say the same.

use voxanne_schema::Code;
use voxanne_schema::declare::ExtensionRule;
use voxanne_schema::expression::{Expression, FunctionName, Literal};
use voxanne_schema::model::{Command, Index, IndexElement, IndexKey, IndexMethod, NullsOrder, Volatility};
use voxanne_schema::name::{Name, QualifiedName};

use crate::support::*;

const NAME: &str = "idx_contacts_x";

fn on(columns: &[&str]) -> Index {
    index("contacts", NAME, columns)
}

fn gin(columns: &[&str]) -> Index {
    Index {
        method: IndexMethod::Gin,
        ..on(columns)
    }
}

/// Contacts that nobody sees but roles that bypass row-level security.
fn closed() -> Case {
    let case = sound().without(&policy_id("contacts", "members"));
    case.without(&policy_id("contacts", "contacts_tenant_guard"))
}

#[test]
fn an_index_of_nothing() {
    sound().with(on(&[])).finds(Code::InvalidRule, &index_id(NAME));
    sound().with(on(&["org_id"])).finds_no(Code::InvalidRule);
}

#[test]
fn what_a_method_cannot_do() {
    let hash = |columns: &[&str]| Index {
        method: IndexMethod::Hash,
        ..on(columns)
    };
    let unique = Index {
        unique: true,
        ..hash(&["org_id"])
    };
    let mut sorted = gin(&[]);
    sorted.keys.push(descending("tags"));
    let carrying = Index {
        include: names(&["name"]),
        ..gin(&["tags"])
    };
    for bad in [unique, hash(&["org_id", "name"]), sorted, carrying] {
        sound().with(bad).finds(Code::InvalidRule, &index_id(NAME));
    }
    sound().with(hash(&["org_id"])).finds_no(Code::InvalidRule);
    sound().with(gin(&["tags", "notes"])).finds_no(Code::InvalidRule);
}

#[test]
fn more_keys_than_postgresql_takes() {
    let mut wide = on(&[]);
    wide.keys = vec![IndexKey::column("org_id"); 33];
    sound()
        .with(wide.clone())
        .finds(Code::InvalidRule, &index_id(NAME));
    wide.keys.pop();
    sound().with(wide).finds_no(Code::InvalidRule);
}

#[test]
fn a_gin_index_that_leads_with_the_tenant() {
    let case = sound().with(gin(&["org_id", "tags"]));
    let found = case.finds(Code::InvalidRule, &index_id(NAME));
    assert_eq!(
        found.message,
        "the index `idx_contacts_x` has the key `org_id` of the type `uuid`, which a gin index cannot hold"
    );
    let module = case.module().extension(ExtensionRule::required("btree_gin"));
    none(&findings(&case.declaration().module(module)), Code::InvalidRule);
    let mut with_class = gin(&["name"]);
    with_class.keys[0].operator_class = Some(Name::new("gin_trgm_ops"));
    sound().with(with_class).finds_no(Code::InvalidRule);
}

#[test]
fn an_index_on_json() {
    sound()
        .with(on(&["org_id", "payload"]))
        .finds(Code::InvalidRule, &index_id(NAME));
    sound().with(on(&["org_id", "notes"])).finds_no(Code::InvalidRule);
}

#[test]
fn a_filter_that_changes_with_time() {
    let at = |value| Index {
        filter: Some(equal("created_at", value)),
        ..on(&["org_id"])
    };
    let found = sound()
        .with(at(system_call("now", Volatility::Stable)))
        .finds(Code::InvalidRule, &index_id(NAME));
    assert_eq!(
        found.message,
        "the filter of the index `idx_contacts_x` calls `now`, whose result may change"
    );
    let text = Literal::Text("2025-01-10".to_owned());
    sound()
        .with(at(Expression::Literal(text)))
        .finds_no(Code::InvalidRule);
}

#[test]
fn an_index_that_does_not_lead_with_the_tenant() {
    let found = sound()
        .with(on(&["created_at"]))
        .finds(Code::IndexWithoutTenant, &index_id(NAME));
    assert_eq!(
        found.message,
        "the index `idx_contacts_x` of `public.contacts` does not lead with the tenant `org_id`"
    );
    assert_eq!(found.help, "`r.index((c.org_id, c.created_at))`");
    sound()
        .with(on(&["org_id", "name"]))
        .finds_no(Code::IndexWithoutTenant);
    sound().with(gin(&["tags"])).finds_no(Code::IndexWithoutTenant);
    closed()
        .with(on(&["created_at"]))
        .finds_no(Code::IndexWithoutTenant);
    sound()
        .with(index("organizations", NAME, &["name"]))
        .finds_no(Code::IndexWithoutTenant);
}

#[test]
fn an_index_for_a_foreign_key_without_a_tenant() {
    let mut owner = foreign_key("contacts", &["owner_id"], "users", &["id"]);
    if let voxanne_schema::model::ConstraintDefinition::ForeignKey(key) = &mut owner.definition {
        key.references = QualifiedName::new("auth", "users");
    }
    sound()
        .with(owner)
        .with(on(&["owner_id"]))
        .finds_no(Code::IndexWithoutTenant);
    sound()
        .with(on(&["owner_id"]))
        .finds(Code::IndexWithoutTenant, &index_id(NAME));
}

#[test]
fn an_index_on_an_enum() {
    let mut sorted = on(&["org_id", "status"]);
    sorted.keys.push(descending("created_at"));
    let found = sound()
        .with(sorted.clone())
        .finds(Code::LeakyIndex, &index_id(NAME));
    assert_eq!(
        found.message,
        "row-level security keeps queries from searching the index `idx_contacts_x` by `status`: the operators of an enum are not leakproof"
    );
    assert_eq!(
        found.help,
        "one partial index for each label that queries ask for, `r.index((c.org_id, c.created_at.desc())).filter(c.status.eq(…))`, or a text column with a check"
    );
    closed().with(sorted.clone()).finds_no(Code::LeakyIndex);
    sorted.unique = true;
    sound().with(sorted).finds_no(Code::LeakyIndex);
}

#[test]
fn a_partial_index_for_a_label() {
    let new = Expression::Literal(Literal::Text("new".to_owned()));
    let partial = |columns: &[&str]| Index {
        filter: Some(equal("status", new.clone())),
        ..on(columns)
    };
    sound()
        .with(partial(&["org_id", "created_at"]))
        .finds_no(Code::LeakyIndex);
    sound()
        .with(partial(&["org_id", "status"]))
        .finds_no(Code::LeakyIndex);
}

#[test]
fn other_operators_that_leak() {
    for column in ["amount", "notes", "tags"] {
        sound()
            .with(on(&["org_id", column]))
            .finds(Code::LeakyIndex, &index_id(NAME));
    }
    for column in ["name", "owner_id", "created_at"] {
        sound().with(on(&["org_id", column])).finds_no(Code::LeakyIndex);
    }
    sound()
        .with(gin(&["tags"]))
        .finds(Code::LeakyIndex, &index_id(NAME));
    closed().with(gin(&["tags"])).finds_no(Code::LeakyIndex);
}

#[test]
fn an_index_on_a_call() {
    let mut lower = on(&["org_id"]);
    lower
        .keys
        .push(IndexKey::new(IndexElement::Expression(Expression::Call {
            function: FunctionName::System(Name::new("lower")),
            arguments: vec![Expression::column("name")],
            volatility: Volatility::Immutable,
        })));
    let found = sound().with(lower).finds(Code::LeakyIndex, &index_id(NAME));
    assert_eq!(
        found.help,
        "keep the result in a column and index that: `#[col(generated = lower(Self::email))]`"
    );
}

#[test]
fn two_indexes_on_the_same_keys() {
    let found = sound()
        .with(on(&["org_id", "created_at"]))
        .finds(Code::DuplicateIndex, &index_id(NAME));
    assert_eq!(
        found.message,
        "the indexes `idx_contacts_created`, `idx_contacts_x` of `public.contacts` hold the same keys"
    );
}

#[test]
fn an_index_on_the_keys_of_a_unique_key() {
    sound()
        .with(on(&["org_id", "id"]))
        .finds(Code::DuplicateIndex, &index_id(NAME));
    let again = unique("contacts", &["id"]);
    sound().with(again).finds(
        Code::DuplicateIndex,
        &constraint_id("contacts", "contacts_id_key"),
    );
}

#[test]
fn the_unique_one_of_two_indexes_is_kept() {
    let unique = Index {
        unique: true,
        ..index("contacts", "z_unique", &["org_id", "created_at"])
    };
    sound()
        .with(unique)
        .finds(Code::DuplicateIndex, &index_id("idx_contacts_created"));
}

#[test]
fn indexes_that_differ() {
    let mut turned = on(&["org_id"]);
    turned.keys.push(descending("created_at"));
    let partial = Index {
        filter: Some(equal("name", Expression::column("phone"))),
        ..on(&["org_id", "created_at"])
    };
    let carrying = Index {
        include: names(&["name"]),
        ..on(&["org_id", "created_at"])
    };
    let brin = Index {
        method: IndexMethod::Brin,
        ..on(&["org_id", "created_at"])
    };
    for other in [turned, partial, carrying, brin, on(&["created_at", "org_id"])] {
        sound().with(other).finds_no(Code::DuplicateIndex);
    }
}

#[test]
fn a_place_for_nulls_that_is_the_default_anyway() {
    let mut same = on(&["org_id", "created_at"]);
    same.keys[1].nulls = Some(NullsOrder::Last);
    sound()
        .with(same.clone())
        .finds(Code::DuplicateIndex, &index_id(NAME));
    same.keys[1].nulls = Some(NullsOrder::First);
    sound().with(same).finds_no(Code::DuplicateIndex);
}

#[test]
fn a_policy_for_reading_alone_opens_a_table_too() {
    let case = closed().with(policy("contacts", "readers", Command::Select));
    case.with(on(&["created_at"]))
        .finds(Code::IndexWithoutTenant, &index_id(NAME));
}
