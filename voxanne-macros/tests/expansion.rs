//! What the macros write does what the attributes say, and no lint has anything to say of it.
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    missing_copy_implementations
)]
#![deny(unreachable_pub, unused_qualifications, unused, clippy::all, clippy::pedantic)]

use voxanne_schema::model::{
    ConstraintDefinition, Identity, ReferentialAction, Returns, Tenancy, Volatility,
};
use voxanne_schema::prelude::*;
use voxanne_schema::typed::TableStructure;

mod declared {
    //! Definitions as a user writes them.

    use voxanne_schema::platform::supabase::{AUTHENTICATED, SERVICE_ROLE};
    use voxanne_schema::prelude::*;

    sql_fn! {
        /// The tenant of the session.
        pub(crate) fn auth_org_id() -> Uuid;

        /// Tells somebody
        /// something.
        #[function(language = plpgsql, security_definer, search_path = "", execute(SERVICE_ROLE, AUTHENTICATED))]
        pub(crate) fn notify(
            org_id: Uuid,
            r#type: Kind,
            entity: Option<Uuid> = null(),
            channels: Jsonb = jsonb("[]"),
        ) -> Uuid {
            "begin return gen_random_uuid(); end"
        }

        #[function(stable, strict, name = "contact_counts", namespace = "reports", search_path = "public, extensions")]
        fn counts() -> table(total: i64, r#type: Kind) { include_str!("counts.sql") }

        fn touch_all() {
            "update contacts set name = name"
        }

        #[function(language = plpgsql)]
        fn touch() -> trigger { "begin return new; end" }

        fn everybody() -> setof table Contact { "select * from contacts" }

        fn names() -> setof String { "select name from contacts" }
    }

    /// What a message is about.
    #[derive(PgEnum)]
    #[pg_enum(name = "kind_type")]
    pub(crate) enum Kind {
        /// Somebody wants to buy.
        HotLead,
        #[pg_enum(label = "call missed")]
        MissedCall,
    }

    /// The tenants.
    #[derive(Table)]
    #[table(
        name = "organizations",
        namespace = "core",
        shared = "the tenants themselves",
        no_rules
    )]
    pub(crate) struct Organization {
        /// Its number.
        #[col(primary_key, identity = by_default)]
        pub(crate) id: i64,
        #[col(unique)]
        pub(crate) slug: Varchar<40>,
    }

    /// People who have called
    /// or written.
    ///
    /// Never deleted.
    #[derive(Table)]
    #[table(
        name = "contacts",
        tenant = org_id,
        unique(org_id, id, name = "contacts_in_organization"),
        foreign_key((org_id, parent) => Contact(org_id, id), on_delete = restrict, name = "contacts_parent"),
    )]
    struct Contact {
        /// Its key.
        #[col(primary_key, default = gen_random_uuid())]
        id: Uuid,
        #[col(references = Organization::id, on_delete = cascade, on_update = set_default, default = 1)]
        org_id: i64,
        parent: Option<Uuid>,
        #[col(immutable)]
        name: String,
        #[col(generated = lower(Self::name))]
        search: Option<String>,
        #[col(default = Kind::HotLead)]
        r#type: Kind,
        #[col(name = "match")]
        matched: Vec<String>,
    }

    impl TableRules for Contact {
        type Columns = ContactColumns;
        fn rules(c: ContactColumns, r: &mut Rules<Self>) {
            r.index((c.org_id, c.r#type));
            r.check(c.id.ne(notify(auth_org_id(), Kind::MissedCall, null(), jsonb("[1]"))));
        }
    }

    /// All of it.
    pub(crate) fn module() -> Module {
        Module::new("everything")
            .table::<Contact>()
            .function::<touch_all>()
            .function::<touch>()
            .function::<everybody>()
            .function::<names>()
    }

    /// The private table.
    pub(crate) fn contact() -> voxanne_schema::typed::TableStructure {
        voxanne_schema::typed::TableStructure::of::<Contact>()
    }

    /// A private function.
    pub(crate) fn counts_declaration() -> voxanne_schema::typed::FunctionDeclaration {
        counts::declaration()
    }
}

mod unused {
    //! Nobody constructs a table, calls each function or uses each label: no warning says so.

    use voxanne_schema::prelude::*;

    sql_fn! {
        fn exists_elsewhere() -> Uuid;
        fn never_listed(a: i32) -> i32 { "select a" }
    }

    #[derive(PgEnum)]
    enum Kind {
        First,
        Second,
    }

    #[derive(Table)]
    #[table(name = "notes", shared = "everybody's")]
    struct Note {
        id: Uuid,
        kind: Kind,
    }

    impl TableRules for Note {
        type Columns = NoteColumns;
        fn rules(_: NoteColumns, _: &mut Rules<Self>) {}
    }
}

fn constraint<'s>(structure: &'s TableStructure, name: &str) -> &'s ConstraintDefinition {
    let found = structure
        .constraints
        .iter()
        .find(|constraint| constraint.name == name);
    &found.unwrap_or_else(|| panic!("no {name}")).definition
}

#[test]
fn a_table_says_what_its_attributes_say() {
    let contact = declared::contact();
    let names: Vec<String> = contact
        .table
        .columns
        .iter()
        .map(|column| column.name.to_string())
        .collect();
    assert_eq!(
        names,
        ["id", "org_id", "parent", "name", "search", "type", "match"]
    );
    let nullable = contact.table.columns.iter().filter(|column| column.nullable);
    assert_eq!(
        nullable.map(|column| column.name.as_str()).collect::<Vec<_>>(),
        ["parent", "search"]
    );
    assert_eq!(contact.table.name.to_string(), "public.contacts");
    assert_eq!(contact.table.tenancy, Tenancy::Tenant("org_id".into()));
    assert_eq!(contact.immutable, ["name"]);
    assert_eq!(
        contact.comment.as_deref(),
        Some("People who have called or written.\nNever deleted.")
    );
    assert_eq!(contact.column_comments, [("id".into(), "Its key.".to_owned())]);
    assert!(contact.location.file.ends_with("expansion.rs") && contact.location.line > 1);
    assert!(contact.table.columns[4].generated.is_some());
    assert_eq!(contact.table.columns[6].data_type.to_string(), "text[]");
}

#[test]
fn keys_and_references_have_their_names_and_actions() {
    let contact = declared::contact();
    let unique = constraint(&contact, "contacts_in_organization");
    assert!(matches!(unique, ConstraintDefinition::Unique { columns, .. } if *columns == ["org_id", "id"]));
    assert!(
        matches!(constraint(&contact, "contacts_pkey"), ConstraintDefinition::PrimaryKey(c) if *c == ["id"])
    );
    let ConstraintDefinition::ForeignKey(single) = constraint(&contact, "contacts_org_id_fkey") else {
        panic!("not a foreign key");
    };
    assert_eq!(single.references.to_string(), "core.organizations");
    assert_eq!(
        (single.on_delete, single.on_update),
        (ReferentialAction::Cascade, ReferentialAction::SetDefault)
    );
    let ConstraintDefinition::ForeignKey(composite) = constraint(&contact, "contacts_parent") else {
        panic!("not a foreign key");
    };
    assert_eq!(composite.columns, ["org_id", "parent"]);
    assert_eq!(composite.referenced_columns, ["org_id", "id"]);
    assert_eq!(composite.on_delete, ReferentialAction::Restrict);
}

#[test]
fn a_shared_table_says_why_and_counts() {
    let structure = TableStructure::of::<declared::Organization>();
    assert_eq!(
        structure.table.tenancy,
        Tenancy::Shared("the tenants themselves".to_owned())
    );
    assert_eq!(structure.table.columns[0].identity, Some(Identity::ByDefault));
    assert_eq!(structure.table.columns[1].data_type.to_string(), "varchar(40)");
}

#[test]
fn an_enum_has_its_name_and_labels() {
    let definition = declared::Kind::definition();
    assert_eq!(definition.name.to_string(), "public.kind_type");
    assert_eq!(definition.labels, ["hot_lead", "call missed"]);
    assert_eq!(declared::Kind::COMMENT, Some("What a message is about."));
    assert_eq!(declared::Kind::MissedCall.label(), "call missed");
    assert!(declared::Kind::LOCATION.0.ends_with("expansion.rs"));
}

#[test]
fn a_function_says_what_its_attributes_say() {
    let declared = declared::notify::declaration();
    assert_eq!(
        declared.signature().to_string(),
        "public.notify(uuid, public.kind_type, uuid, jsonb)"
    );
    assert_eq!(declared.comment.as_deref(), Some("Tells somebody something."));
    assert_eq!(
        declared.execute,
        [Grantee::role("service_role"), Grantee::role("authenticated")]
    );
    assert_eq!(declared.function.search_path, Some(Vec::new()));
    assert_eq!(declared.function.language, "plpgsql");
    assert_eq!(declared.function.arguments[1].name, "type");
    let defaults = declared
        .function
        .arguments
        .iter()
        .map(|argument| argument.default.is_some());
    assert_eq!(defaults.collect::<Vec<_>>(), [false, false, true, true]);
    assert_eq!(declared.body_file, None);
}

#[test]
fn a_body_may_stand_in_a_file() {
    let declared = declared::counts_declaration();
    assert_eq!(declared.signature().to_string(), "reports.contact_counts()");
    assert_eq!(declared.body_file.as_deref(), Some("counts.sql"));
    assert!(declared.function.body.starts_with("select count(*)"));
    assert!(declared.function.strict);
    assert_eq!(declared.function.volatility, Volatility::Stable);
    assert_eq!(
        declared.function.search_path,
        Some(vec!["public".into(), "extensions".into()])
    );
    let Returns::Table(columns) = &declared.function.returns else {
        panic!("not a table");
    };
    assert_eq!(columns[1].0, "type");
}

#[test]
fn each_function_is_found_on_its_own_line() {
    let lines = [
        declared::notify::declaration().location.line,
        declared::counts_declaration().location.line,
    ];
    assert!(lines[0] + 5 < lines[1], "{lines:?}");
    let _ = declared::module();
}
