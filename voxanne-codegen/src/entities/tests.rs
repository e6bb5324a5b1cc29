//! What a team sees of its schema in Rust, by behaviour.

use std::collections::BTreeSet;

use super::emit::HEADER;
use super::testing::{Model, qualified};
use super::{DateTimeLibrary, EntityOptions, Format, GeneratedFile, SerdeDerives, entities};

/// Every file, each known to be Rust as prettyplease lays it out, and to say who wrote it.
fn files_with(model: &Model, options: &EntityOptions) -> Vec<GeneratedFile> {
    let files = entities(&model.0, options);
    for file in &files {
        assert!(file.contents.starts_with(HEADER), "{} has no header", file.path);
        let laid_out = syn::parse_file(&file.contents).map(|parsed| prettyplease::unparse(&parsed));
        let laid_out = laid_out.unwrap_or_else(|error| panic!("{}: {error}:\n{}", file.path, file.contents));
        assert_eq!(lines(&file.contents), lines(&laid_out), "{}", file.path);
    }
    files
}

/// The lines of Rust, without the comments and blank lines that a syntax tree does not keep.
fn lines(text: &str) -> Vec<&str> {
    let kept = |line: &&str| !line.is_empty() && !line.starts_with("// ");
    text.lines().filter(kept).collect()
}

fn files(model: &Model) -> Vec<GeneratedFile> {
    files_with(model, &EntityOptions::default())
}

/// One file, its white space gone where it says nothing, so that line breaks do not matter.
fn text(files: &[GeneratedFile], path: &str) -> String {
    let file = files.iter().find(|file| file.path == path);
    let contents = file.map_or("", |file| file.contents.as_str());
    let words: Vec<&str> = contents.split_whitespace().collect();
    words.join(" ").replace("( ", "(").replace(" )", ")")
}

#[track_caller]
fn has(text: &str, part: &str) {
    assert!(text.contains(part), "`{part}` is not in:\n{text}");
}

#[track_caller]
fn lacks(text: &str, part: &str) {
    assert!(!text.contains(part), "`{part}` is in:\n{text}");
}

/// Organizations, and contacts and appointments of theirs.
fn clinic() -> Model {
    Model::default()
        .table("organizations", &["id"], &[("id", "uuid"), ("name", "text")])
        .table(
            "contacts",
            &["id"],
            &[("id", "uuid"), ("org_id", "uuid"), ("name", "text")],
        )
        .tenant("contacts", "org_id")
        .unique("contacts", &["org_id", "id"])
        .refers("contacts", &["org_id"], "organizations", &["id"])
        .table(
            "appointments",
            &["id"],
            &[("id", "uuid"), ("org_id", "uuid"), ("contact_id", "uuid")],
        )
        .tenant("appointments", "org_id")
        .refers("appointments", &["org_id"], "organizations", &["id"])
        .refers(
            "appointments",
            &["org_id", "contact_id"],
            "contacts",
            &["org_id", "id"],
        )
}

#[test]
fn a_foreign_key_that_carries_the_tenant_is_a_relation_both_ways() {
    let files = files(&clinic());
    let (appointments, contacts) = (text(&files, "appointments.rs"), text(&files, "contacts.rs"));
    has(
        &appointments,
        "#[sea_orm(belongs_to = \"super::contacts::Entity\", from = \"(Column::OrgId, Column::ContactId)\", \
         to = \"(super::contacts::Column::OrgId, super::contacts::Column::Id)\", on_delete = \"Cascade\")] Contacts,",
    );
    has(&appointments, "impl Related<super::contacts::Entity> for Entity");
    has(
        &contacts,
        "#[sea_orm(has_many = \"super::appointments::Entity\")] Appointments,",
    );
    has(&contacts, "impl Related<super::appointments::Entity> for Entity");
}

#[test]
fn a_key_of_tenant_and_parent_joins_no_tenants_to_parents() {
    let model = clinic()
        .table(
            "contact_details",
            &["org_id", "contact_id"],
            &[("org_id", "uuid"), ("contact_id", "uuid")],
        )
        .tenant("contact_details", "org_id")
        .refers("contact_details", &["org_id"], "organizations", &["id"])
        .refers(
            "contact_details",
            &["org_id", "contact_id"],
            "contacts",
            &["org_id", "id"],
        );
    let files = files(&model);
    has(
        &text(&files, "contacts.rs"),
        "#[sea_orm(has_one = \"super::contact_details::Entity\")]",
    );
    has(
        &text(&files, "organizations.rs"),
        "#[sea_orm(has_many = \"super::contact_details::Entity\")]",
    );
    assert!(files.iter().all(|file| !file.contents.contains("fn via()")));
}

#[test]
fn a_table_of_two_foreign_keys_joins_their_tables() {
    let model = clinic()
        .table("tags", &["id"], &[("id", "uuid"), ("org_id", "uuid")])
        .tenant("tags", "org_id")
        .table(
            "contact_tags",
            &["org_id", "contact_id", "tag_id"],
            &[("org_id", "uuid"), ("contact_id", "uuid"), ("tag_id", "uuid")],
        )
        .tenant("contact_tags", "org_id")
        .refers(
            "contact_tags",
            &["org_id", "contact_id"],
            "contacts",
            &["org_id", "id"],
        )
        .refers("contact_tags", &["org_id", "tag_id"], "tags", &["org_id", "id"]);
    let tags = text(&files(&model), "tags.rs");
    has(
        &tags,
        "impl Related<super::contacts::Entity> for Entity { fn to() -> RelationDef { super::contact_tags::Relation::Contacts.def() }",
    );
    has(&tags, "Some(super::contact_tags::Relation::Tags.def().rev())");
}

#[test]
fn of_several_foreign_keys_the_one_with_the_tenant_speaks_and_the_others_have_names() {
    let model = clinic()
        .refers("appointments", &["contact_id"], "contacts", &["id"])
        .table(
            "reviews",
            &["id"],
            &[("id", "uuid"), ("contact_id", "uuid"), ("written_by_id", "uuid")],
        )
        .refers("reviews", &["contact_id"], "contacts", &["id"])
        .refers("reviews", &["written_by_id"], "contacts", &["id"]);
    let files = files(&model);
    let appointments = text(&files, "appointments.rs");
    has(&appointments, "from = \"(Column::OrgId, Column::ContactId)\"");
    has(
        &appointments,
        "from = \"Column::ContactId\", to = \"super::contacts::Column::Id\", on_delete = \"Cascade\")] ContactsByContactId,",
    );
    has(&appointments, "impl Linked for ContactsByContactId");
    assert_eq!(
        appointments
            .matches("impl Related<super::contacts::Entity>")
            .count(),
        1
    );
    let contacts = text(&files, "contacts.rs");
    has(
        &contacts,
        "via_rel = \"Relation::ContactsByContactId\")] AppointmentsByContactId,",
    );
    has(&contacts, "via_rel = \"Relation::WrittenBy\")] ReviewsWrittenBy,");
}

#[test]
fn equal_foreign_keys_have_names_alone() {
    let model = Model::default()
        .table("users", &["id"], &[("id", "uuid")])
        .table(
            "messages",
            &["id"],
            &[("id", "uuid"), ("sender_id", "uuid"), ("recipient_id", "uuid")],
        )
        .refers("messages", &["sender_id"], "users", &["id"])
        .refers("messages", &["recipient_id"], "users", &["id"]);
    let files = files(&model);
    let (messages, users) = (text(&files, "messages.rs"), text(&files, "users.rs"));
    lacks(&messages, "impl Related");
    has(
        &messages,
        "impl Linked for Sender { type FromEntity = Entity; type ToEntity = super::users::Entity;",
    );
    has(
        &users,
        "#[sea_orm(has_many = \"super::messages::Entity\", via_rel = \"Relation::Recipient\")]",
    );
    has(&users, "impl Linked for MessagesByRecipient");
}

#[test]
fn a_table_that_refers_to_itself_is_linked_both_ways() {
    let model = Model::default()
        .table("categories", &["id"], &[("id", "uuid"), ("parent_id", "uuid?")])
        .refers("categories", &["parent_id"], "categories", &["id"]);
    let categories = text(&files(&model), "categories.rs");
    has(
        &categories,
        "belongs_to = \"Entity\", from = \"Column::ParentId\", to = \"Column::Id\"",
    );
    has(
        &categories,
        "#[sea_orm(has_many = \"Entity\", via_rel = \"Relation::Parent\")] CategoriesByParent,",
    );
    has(&categories, "vec![Relation::Parent.def()]");
    lacks(&categories, "impl Related");
}

#[test]
fn a_reference_to_a_table_outside_is_a_column_alone() {
    let model = Model::default()
        .table("profiles", &["id"], &[("id", "uuid"), ("user_id", "uuid")])
        .refers("profiles", &["user_id"], "auth.users", &["id"]);
    let profiles = text(&files(&model), "profiles.rs");
    has(&profiles, "pub user_id: Uuid,");
    has(&profiles, "pub enum Relation {}");
}

#[test]
fn enums_keep_their_namespace_and_their_labels() {
    let model = Model::default()
        .labels("billing.invoice_status", &["draft", "in review"])
        .labels("twins", &["new", "New"])
        .enum_comment("billing.invoice_status", "How far it is.")
        .table(
            "billing.invoices",
            &["id"],
            &[
                ("id", "uuid"),
                ("status", "!billing.invoice_status"),
                ("past", "!billing.invoice_status[]?"),
                ("twin", "!public.twins"),
            ],
        );
    let files = files(&model);
    let enums = text(&files, "enums.rs");
    has(&enums, "/// How far it is. #[derive(");
    has(
        &enums,
        r#"enum_name = "billing\".\"invoice_status")] pub enum InvoiceStatus { #[sea_orm(string_value = "draft")] Draft, #[sea_orm(string_value = "in review")] InReview, }"#,
    );
    let invoices = text(&files, "invoices.rs");
    has(
        &invoices,
        "#[sea_orm(schema_name = \"billing\", table_name = \"invoices\")]",
    );
    has(
        &invoices,
        "pub status: InvoiceStatus, pub past: Option<Vec<InvoiceStatus>>,",
    );
    has(
        &invoices,
        "select_as = \"text\", save_as = \"public.twins\")] pub twin: String,",
    );
    has(
        &text(&files, "lib.rs"),
        "cannot tell the labels apart: `public.twins`.",
    );
}

#[test]
fn what_the_server_alone_writes_is_never_sent() {
    let model = Model::default().table(
        "prices",
        &["id"],
        &[
            ("id ##", "bigint"),
            ("net", "numeric(10,2)"),
            ("gross =", "numeric(10,2)"),
            ("revision ##", "integer"),
        ],
    );
    let prices = text(&files(&model), "prices.rs");
    has(&prices, "#[sea_orm(primary_key)] pub id: i64,");
    has(
        &prices,
        "self.gross = sea_orm::ActiveValue::NotSet; self.revision = sea_orm::ActiveValue::NotSet; Ok(self)",
    );
    lacks(&prices, "self.id");
    let options = EntityOptions {
        own_behavior: BTreeSet::from([qualified("prices")]),
        ..EntityOptions::default()
    };
    lacks(
        &text(&files_with(&model, &options), "prices.rs"),
        "ActiveModelBehavior for",
    );
}

#[test]
fn any_name_has_a_place_in_rust() {
    let model = Model::default()
        .table(
            "Odd \"Names\"",
            &["id"],
            &[
                ("id", "uuid"),
                ("type", "text"),
                ("createdAt", "text"),
                ("kind", "text"),
                ("Kind", "text"),
                ("self", "text"),
                ("2nd", "text"),
                ("", "text"),
                ("()", "text"),
                ("عمر", "text"),
                ("a\u{200e}b", "text"),
            ],
        )
        .table("type", &["id"], &[("id", "uuid")])
        .table("prelude", &["id"], &[("id", "uuid")])
        .table("Type", &["id"], &[("id", "uuid")])
        .table("aux", &["id"], &[("id", "uuid")])
        .table("عمر", &["id"], &[("id", "uuid")]);
    let files = files(&model);
    let odd = text(&files, "odd_names.rs");
    has(&odd, "table_name = \"Odd \\\"Names\\\"\"");
    has(
        &odd,
        "pub r#type: String, #[sea_orm(column_name = \"createdAt\")] pub created_at: String, pub kind: String,",
    );
    has(&odd, "#[sea_orm(column_name = \"Kind\")] pub kind_2: String,");
    has(&odd, "#[sea_orm(column_name = \"2nd\")] pub column_2nd: String,");
    let root = text(&files, "lib.rs");
    has(&root, "pub mod prelude_table;");
    has(&root, "pub mod r#type; pub mod type_2;");
    has(&root, "#[path = \"aux_.rs\"] pub mod aux;");
    has(&root, "#[path = \"u639u645u631.rs\"] pub mod عمر;");
    has(
        &root,
        "#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]",
    );
}

#[test]
fn without_a_primary_key_another_key_serves_and_without_any_there_is_no_entity() {
    let model = Model::default()
        .table(
            "events",
            &[],
            &[("source", "text"), ("number", "bigint"), ("maybe", "text?")],
        )
        .unique("events", &["maybe"])
        .unique("events", &["source", "number"])
        .table("by_index", &[], &[("code", "text"), ("partial", "text")])
        .unique_index("by_index", &["partial"], Some("code <> ''"))
        .unique_index("by_index", &["code"], None)
        .table("heap", &[], &[("line", "text")]);
    let files = files(&model);
    let events = text(&files, "events.rs");
    has(
        &events,
        "/// The table has no primary key; sea-orm goes by `source` and `number`",
    );
    has(
        &events,
        "#[sea_orm(primary_key)] pub source: String, #[sea_orm(primary_key)] pub number: i64,",
    );
    has(
        &text(&files, "by_index.rs"),
        "#[sea_orm(primary_key, auto_increment = false)] pub code: String,",
    );
    assert!(files.iter().all(|file| file.path != "heap.rs"));
    has(
        &text(&files, "lib.rs"),
        "no key tells the rows apart: `public.heap`.",
    );
}

#[test]
fn models_are_eq_unless_they_hold_floats() {
    let model = Model::default()
        .table(
            "a",
            &["id"],
            &[("id", "uuid"), ("body", "jsonb"), ("net", "numeric")],
        )
        .table("b", &["id"], &[("id", "uuid"), ("ratio", "real[]?")]);
    let files = files(&model);
    has(
        &text(&files, "a.rs"),
        "#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]",
    );
    has(
        &text(&files, "b.rs"),
        "#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]",
    );
}

#[test]
fn options_change_types_and_derives() -> Result<(), super::InvalidRustPath> {
    let model = Model::default().labels("kind", &["in_progress", "done"]).table(
        "jobs",
        &["id"],
        &[
            ("id", "uuid"),
            ("due", "timestamptz"),
            ("createdAt", "date"),
            ("kind", "!public.kind"),
        ],
    );
    let options = EntityOptions {
        date_time: DateTimeLibrary::Time,
        serde: SerdeDerives::Both,
        model_derives: vec!["Hash".parse()?],
        enum_derives: vec!["ts_rs::TS".parse()?],
        sibling_modules: vec!["queries".to_owned(), "no module".to_owned()],
        ..EntityOptions::default()
    };
    let files = files_with(&model, &options);
    let jobs = text(&files, "jobs.rs");
    has(&jobs, "use serde::{Deserialize, Serialize};");
    has(&jobs, "DeriveEntityModel, Serialize, Deserialize, Hash)]");
    has(&jobs, "pub due: TimeDateTimeWithTimeZone,");
    has(
        &jobs,
        "#[serde(rename = \"createdAt\")] pub created_at: TimeDate,",
    );
    let enums = text(&files, "enums.rs");
    has(
        &enums,
        "#[derive(EnumIter, DeriveActiveEnum, Serialize, Deserialize, ts_rs::TS)]",
    );
    has(&enums, "#[serde(rename_all = \"snake_case\")]");
    has(
        &text(&files, "lib.rs"),
        "pub mod prelude; pub mod queries; pub mod enums;",
    );
    lacks(&text(&files, "lib.rs"), "no module");
    Ok(())
}

#[test]
fn only_what_is_wanted_is_written() {
    let model = clinic()
        .labels("unused", &["a"])
        .table("auth.users", &["id"], &[("id", "uuid")]);
    let options = EntityOptions {
        namespaces: Some(BTreeSet::from(["public".into()])),
        tables: Some(BTreeSet::from([qualified("contacts"), qualified("auth.users")])),
        ..EntityOptions::default()
    };
    let files = files_with(&model, &options);
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["contacts.rs", "lib.rs", "prelude.rs"]);
    has(&text(&files, "contacts.rs"), "pub enum Relation {}");
}

#[test]
fn the_dense_format_has_relations_as_fields() {
    let options = EntityOptions {
        format: Format::Dense,
        ..EntityOptions::default()
    };
    let model = clinic().refers("appointments", &["contact_id"], "contacts", &["id"]);
    let files = files_with(&model, &options);
    let appointments = text(&files, "appointments.rs");
    has(&appointments, "#[sea_orm::model] #[derive(");
    has(
        &appointments,
        "#[sea_orm(belongs_to, relation_enum = \"Contacts\", from = \"(org_id, contact_id)\", to = \"(org_id, id)\", on_delete = \"Cascade\")] pub contacts: BelongsTo<super::contacts::Entity>,",
    );
    has(&appointments, "impl Related<super::contacts::Entity> for Entity");
    lacks(&appointments, "pub enum Relation");
    has(
        &text(&files, "contacts.rs"),
        "#[sea_orm(unique_key = \"id_and_org_id\")] pub org_id: Uuid,",
    );
    has(
        &text(&files, "contacts.rs"),
        "via_rel = \"ContactsByContactId\")] pub appointments_by_contact_id: HasMany<super::appointments::Entity>,",
    );
}

#[test]
fn comments_are_documentation() {
    let model = clinic()
        .comment("contacts", None, "People.\n\nWho called.")
        .comment("contacts", Some("name"), "As they said it.");
    let files = files(&model);
    let contacts = text(&files, "contacts.rs");
    has(&contacts, "/// People. /// /// Who called. #[derive(");
    has(&contacts, "/// As they said it. pub name: String,");
    let root = files
        .iter()
        .find(|file| file.path == "lib.rs")
        .map_or("", |file| &file.contents);
    has(
        root,
        "\n\n#![forbid(unsafe_code)]\n#![allow(clippy::doc_lazy_continuation, rustdoc::all)]\n\npub mod prelude;\n",
    );
}

#[test]
fn many_tables_are_written_on_many_threads_in_one_order() {
    let mut model = Model::default();
    for number in 0..300 {
        model = model.table(&format!("t{number:03}"), &["id"], &[("id", "uuid")]);
    }
    let files = files(&model);
    assert_eq!(files, entities(&model.0, &EntityOptions::default()));
    assert!(files.is_sorted_by(|a, b| a.path < b.path));
    assert_eq!(files.len(), 302);
}
