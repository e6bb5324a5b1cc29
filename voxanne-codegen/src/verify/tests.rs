use std::collections::BTreeMap;

use voxanne_schema::data_type::DataType;
use voxanne_schema::expression::{Expression, Operator};
use voxanne_schema::model::{
    Column, Command, Comment, CommentTarget, Constraint, ConstraintDefinition, Deferral, Enum, ForeignKey,
    Grant, GrantId, GrantTarget, Grantee, Index, IndexKey, IndexMethod, Member, Permissiveness, Policy,
    Privilege, PrivilegeScope, ReferentialAction, RowSecurity, Schema, Signature, Table, Tenancy,
};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};

use super::{Touch, verify, verify_all};

fn contacts() -> QualifiedName {
    QualifiedName::public("contacts")
}

fn column(name: &str, data_type: DataType, nullable: bool) -> Column {
    Column {
        name: name.into(),
        data_type,
        nullable,
        default: None,
        identity: None,
        sequence_options: Default::default(),
        sequence: None,
        options: Default::default(),
        generated: None,
        collation: None,
        storage: Default::default(),
    }
}

fn constraint(name: &str, definition: ConstraintDefinition) -> Constraint {
    Constraint {
        table: contacts(),
        name: name.into(),
        definition,
        validated: true,
        deferral: Deferral::default(),
        no_inherit: false,
        index: Default::default(),
    }
}

fn tenant_key() -> Constraint {
    let key = ForeignKey {
        columns: vec!["org_id".into()],
        references: QualifiedName::public("organizations"),
        referenced_columns: vec!["id".into()],
        on_delete: ReferentialAction::Cascade,
        on_update: ReferentialAction::NoAction,
        match_full: false,
        sets: Vec::new(),
    };
    constraint("contacts_org_id_fkey", ConstraintDefinition::ForeignKey(key))
}

fn phone_index() -> Index {
    Index {
        table: contacts(),
        on: voxanne_schema::model::Indexed::Table,
        name: "idx_contacts_org_phone".into(),
        unique: true,
        method: IndexMethod::Btree,
        keys: vec![IndexKey::column("org_id"), IndexKey::column("phone")],
        include: Vec::new(),
        filter: Some(Expression::IsNotNull(Box::new(Expression::column("phone")))),
        nulls_not_distinct: false,
        parameters: Default::default(),
        replica_identity: false,
    }
}

fn own_rows() -> Policy {
    let tenant = Expression::raw("(SELECT public.auth_org_id())");
    Policy {
        table: contacts(),
        name: "contacts_select".into(),
        permissiveness: Permissiveness::Permissive,
        command: Command::Select,
        roles: vec![Grantee::role("authenticated")],
        using: Some(Expression::binary(
            Operator::Equal,
            Expression::column("org_id"),
            tenant,
        )),
        with_check: None,
    }
}

fn granted() -> Grant {
    let columns = PrivilegeScope::Columns(vec!["phone".into(), "id".into()]);
    Grant {
        place: 0,
        grantable: Default::default(),
        on: GrantTarget::Table(contacts()),
        grantee: Grantee::role("authenticated"),
        privileges: BTreeMap::from([
            (Privilege::Select, PrivilegeScope::Whole),
            (Privilege::Insert, columns),
        ]),
    }
}

fn schema() -> Schema {
    let mut schema = Schema::new();
    let status = QualifiedName::public("lead_status_type");
    let objects: [Object; 9] = [
        Enum {
            name: status.clone(),
            labels: vec!["new".into(), "lost".into()],
        }
        .into(),
        Table {
            name: contacts(),
            columns: vec![
                column("id", DataType::system("uuid"), false),
                column("org_id", DataType::system("uuid"), false),
                column("phone", DataType::system("text"), true),
                column("status", DataType::user(status), false),
            ],
            tenancy: Tenancy::Tenant("org_id".into()),
            storage: Default::default(),
            partition_by: None,
            inherits: Vec::new(),
        }
        .into(),
        constraint(
            "contacts_pkey",
            ConstraintDefinition::PrimaryKey(vec!["id".into()]),
        )
        .into(),
        tenant_key().into(),
        phone_index().into(),
        own_rows().into(),
        RowSecurity {
            table: contacts(),
            forced: false,
        }
        .into(),
        granted().into(),
        Comment {
            on: CommentTarget::Column(contacts(), "phone".into()),
            text: "It's theirs.".into(),
        }
        .into(),
    ];
    for object in objects {
        schema.insert(object).expect("every object once");
    }
    schema
}

fn all(schema: &Schema) -> BTreeMap<ObjectId, Touch> {
    schema
        .objects()
        .map(|(id, _)| (id.clone(), Touch::Created))
        .collect()
}

fn changed(objects: impl IntoIterator<Item = ObjectId>) -> BTreeMap<ObjectId, Touch> {
    objects.into_iter().map(|id| (id, Touch::Changed)).collect()
}

/// What stands between the head and the comparison.
fn data(text: &str) -> &str {
    let (_, data) = text
        .split_once("facts text[]);\n\n")
        .expect("a table for the data");
    let (data, _) = data
        .split_once("-- From here on ")
        .expect("the comparison at the end");
    data.trim_end()
}

fn member(name: &str) -> Member {
    Member::new(contacts(), Name::new(name))
}

#[test]
fn what_is_created_reads_like_the_migration() {
    let schema = schema();
    let text = verify("20250110000300_create_contacts_table", &all(&schema), &schema);
    assert!(text.starts_with(
        "-- Verifies 20250110000300_create_contacts_table: generated by voxanne; change the definitions, not this file.\n"
    ));
    assert!(text.contains("\nBEGIN;\n"));
    assert!(text.ends_with("\nROLLBACK;\n"));
    assert_eq!(
        data(&text),
        "INSERT INTO voxanne_expected VALUES ('enum', 'public.lead_status_type', 'created', $twin$
CREATE TYPE pg_temp.lead_status_type AS ENUM ('new', 'lost');
$twin$, '{}');

INSERT INTO voxanne_expected VALUES ('table', 'public.contacts', 'created', $twin$
CREATE TABLE pg_temp.contacts (
    id uuid NOT NULL,
    org_id uuid NOT NULL,
    phone text,
    status public.lead_status_type NOT NULL,
    CONSTRAINT contacts_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX idx_contacts_org_phone
    ON pg_temp.contacts (org_id, phone)
    WHERE phone IS NOT NULL;
CREATE POLICY contacts_select ON pg_temp.contacts
    FOR SELECT TO authenticated
    USING (org_id = ((SELECT public.auth_org_id())));
$twin$, ARRAY[
    ['constraint public.contacts.contacts_org_id_fkey', 'FOREIGN KEY (org_id) REFERENCES public.organizations (id) ON DELETE CASCADE'],
    ['row-level security of public.contacts', 'enabled'],
    ['grant on table public.contacts to authenticated', 'INSERT (id, phone), SELECT'],
    ['comment on column public.contacts.phone', 'It''s theirs.']
]);"
    );
}

#[test]
fn the_whole_model_is_what_one_migration_would_have_made() {
    let schema = schema();
    assert_eq!(
        verify_all(&schema, "phase1"),
        verify("phase1", &all(&schema), &schema)
    );
}

#[test]
fn a_part_of_an_existing_table_needs_no_columns() {
    let schema = schema();
    let objects = changed([ObjectId::Index(QualifiedName::public("idx_contacts_org_phone"))]);
    assert_eq!(
        data(&verify("index", &objects, &schema)),
        "INSERT INTO voxanne_expected VALUES ('table', 'public.contacts', 'existing', $twin$
CREATE TABLE pg_temp.contacts (LIKE public.contacts);
CREATE UNIQUE INDEX idx_contacts_org_phone
    ON pg_temp.contacts (org_id, phone)
    WHERE phone IS NOT NULL;
$twin$, '{}');"
    );
}

#[test]
fn a_table_that_was_there_before_may_have_other_parts() {
    let schema = schema();
    let mut objects = all(&schema);
    assert!(verify("all", &objects, &schema).contains("('table', 'public.contacts', 'created'"));
    objects.insert(ObjectId::Table(contacts()), Touch::Changed);
    assert!(verify("altered", &objects, &schema).contains("('table', 'public.contacts', 'altered'"));
}

#[test]
fn what_was_dropped_must_be_gone() {
    let schema = schema();
    let gone = QualifiedName::public("gone");
    let objects = changed([
        ObjectId::Table(gone.clone()),
        ObjectId::Policy(Member::new(gone.clone(), "went_along")),
        ObjectId::Index(gone),
        ObjectId::Policy(member("gone")),
        ObjectId::Grant(GrantId {
            on: GrantTarget::Table(contacts()),
            grantee: Grantee::Public,
        }),
        ObjectId::Function(Signature {
            name: QualifiedName::public("gone"),
            arguments: vec![DataType::system("uuid")],
        }),
    ]);
    assert_eq!(
        data(&verify("dropped", &objects, &schema)),
        "INSERT INTO voxanne_expected VALUES ('table', 'public.contacts', 'existing', NULL, ARRAY[
    ['policy public.contacts.gone', NULL],
    ['grant on table public.contacts to PUBLIC', NULL]
]);

INSERT INTO voxanne_expected VALUES ('table', 'public.gone', 'dropped', NULL, '{}');

INSERT INTO voxanne_expected VALUES ('function', 'public.gone(uuid)', 'dropped', NULL, '{}');

INSERT INTO voxanne_expected VALUES ('index', 'public.gone', 'dropped', NULL, '{}');"
    );
}

#[test]
fn an_index_that_a_constraint_adopts_is_not_gone() {
    let mut schema = schema();
    let key = ConstraintDefinition::Unique {
        columns: vec!["phone".into()],
        nulls_not_distinct: false,
    };
    schema
        .insert(constraint("contacts_phone_key", key))
        .expect("a new name");
    let objects = changed([
        ObjectId::Index(QualifiedName::public("contacts_phone_key")),
        ObjectId::Constraint(member("contacts_phone_key")),
    ]);
    let text = verify("adopted", &objects, &schema);
    assert!(data(&text).contains("ADD CONSTRAINT contacts_phone_key UNIQUE (phone);"));
    assert!(!data(&text).contains("dropped"));
}

#[test]
fn a_policy_may_name_its_table_in_full() {
    let mut schema = Schema::new();
    let using = Expression::raw("EXISTS (SELECT FROM public.teams t WHERE t.id = public.contacts.org_id)");
    schema
        .insert(Policy {
            using: Some(using),
            ..own_rows()
        })
        .expect("the only object");
    let text = verify_all(&schema, "outside");
    assert!(data(&text).contains("WHERE t.id = contacts.org_id)"));
}

#[test]
fn nothing_in_the_catalog_is_nothing_to_verify() {
    let text = verify("backfill", &BTreeMap::new(), &schema());
    assert!(text.ends_with("\nBEGIN;\nROLLBACK;\n"));
    assert!(!text.contains("voxanne_expected"));
}
