//! What verifications find: every difference that somebody makes by hand is told by the verification
//! of the migration that made the object, and nothing else is.

use std::collections::BTreeSet;

use voxanne_codegen::migrations::Migration;
use voxanne_codegen::verify_all;
use voxanne_postgres::{Error, MigrationError, Runner, RunnerOptions};
use voxanne_schema::Platform;

use crate::harness::{Database, migrations, server};

/// What somebody does to a database, and what is told of it.
struct Difference {
    /// The slug of the migration that made what is changed, whose verification still holds in the end.
    made_by: &'static str,
    change: &'static str,
    /// How each line begins, in order.
    told: &'static [&'static str],
}

const fn difference(
    made_by: &'static str,
    change: &'static str,
    told: &'static [&'static str],
) -> Difference {
    Difference {
        made_by,
        change,
        told,
    }
}

const IMMUTABILITY: &str = "create_org_id_immutability_triggers";
const TENANT: &str = "create_auth_org_id_function";
const CONTACTS: &str = "create_contacts_table";
const APPOINTMENTS: &str = "create_appointments_table";
const NOTIFICATIONS: &str = "create_notifications_table";
const WEBHOOK_INDEX: &str = "add_org_id_to_processed_webhook_events_index";
const WEBHOOK_NOT_NULL: &str = "add_org_id_to_processed_webhook_events_contract";
const WEBHOOK_KEY: &str = "add_org_id_to_processed_webhook_events_retire";
const AUDIT: &str = "enable_pgaudit_logging";

const DIFFERENCES: &[Difference] = &[
    // Columns.
    difference(
        CONTACTS,
        "ALTER TABLE contacts ALTER COLUMN notes TYPE varchar(200)",
        &["column public.contacts.notes: expected text, found character varying(200)"],
    ),
    difference(
        CONTACTS,
        "ALTER TABLE contacts ALTER COLUMN name DROP NOT NULL",
        &["column public.contacts.name: expected text NOT NULL, found text"],
    ),
    difference(
        CONTACTS,
        "ALTER TABLE contacts ALTER COLUMN phone SET NOT NULL",
        &["column public.contacts.phone: expected text, found text NOT NULL"],
    ),
    difference(
        CONTACTS,
        "ALTER TABLE contacts ALTER COLUMN lead_score SET DEFAULT 'hot'",
        &["column public.contacts.lead_score: "],
    ),
    difference(
        CONTACTS,
        "ALTER TABLE contacts ALTER COLUMN updated_at DROP DEFAULT",
        &["column public.contacts.updated_at: "],
    ),
    difference(
        CONTACTS,
        "ALTER TABLE contacts DROP COLUMN email",
        &["column public.contacts.email is missing"],
    ),
    difference(
        CONTACTS,
        "ALTER TABLE contacts ADD COLUMN remarks text",
        &["column public.contacts.remarks: expected nothing, found text"],
    ),
    difference(
        CONTACTS,
        "ALTER TABLE contacts DROP COLUMN email, ADD COLUMN email text",
        &["order of columns in public.contacts: "],
    ),
    difference(
        AUDIT,
        "ALTER TABLE audit_logs ALTER COLUMN id DROP IDENTITY",
        &["column public.audit_logs.id: "],
    ),
    difference(
        WEBHOOK_NOT_NULL,
        "ALTER TABLE processed_webhook_events ALTER COLUMN org_id DROP NOT NULL",
        &["column public.processed_webhook_events.org_id: "],
    ),
    // Tables.
    difference(
        NOTIFICATIONS,
        "DROP TABLE notifications",
        &["table public.notifications is missing"],
    ),
    difference(
        AUDIT,
        "ALTER TABLE audit_logs_archive SET UNLOGGED",
        &["table public.audit_logs_archive: expected plain, found unlogged"],
    ),
    // Enums.
    difference(
        CONTACTS,
        "ALTER TYPE lead_status_type ADD VALUE 'asleep'",
        &["enum public.lead_status_type: "],
    ),
    difference(
        CONTACTS,
        "ALTER TYPE lead_status_type RENAME VALUE 'lost' TO 'gone'",
        &["enum public.lead_status_type: "],
    ),
    // Indexes.
    difference(
        CONTACTS,
        "DROP INDEX idx_contacts_org_created",
        &["index public.idx_contacts_org_created is missing"],
    ),
    difference(
        CONTACTS,
        "DROP INDEX idx_contacts_org_created;
         CREATE INDEX idx_contacts_org_created ON contacts (org_id, created_at)",
        &["index public.idx_contacts_org_created: "],
    ),
    difference(
        CONTACTS,
        "DROP INDEX idx_contacts_org_phone;
         CREATE UNIQUE INDEX idx_contacts_org_phone ON contacts (org_id, phone)",
        &["index public.idx_contacts_org_phone: "],
    ),
    difference(
        CONTACTS,
        "DROP INDEX idx_contacts_org_phone;
         CREATE INDEX idx_contacts_org_phone ON contacts (org_id, phone) WHERE phone IS NOT NULL",
        &["index public.idx_contacts_org_phone: expected UNIQUE "],
    ),
    difference(
        CONTACTS,
        "CREATE UNIQUE INDEX one_name ON contacts (name)",
        &["index public.one_name: expected nothing"],
    ),
    difference(
        WEBHOOK_INDEX,
        "UPDATE pg_index SET indisvalid = false
         WHERE indexrelid = 'idx_processed_webhook_events_org_event'::regclass",
        &["index public.idx_processed_webhook_events_org_event: "],
    ),
    // Policies.
    difference(
        CONTACTS,
        "ALTER POLICY contacts_select ON contacts USING (true)",
        &["policy public.contacts.contacts_select: "],
    ),
    difference(
        CONTACTS,
        "ALTER POLICY contacts_update ON contacts WITH CHECK (true)",
        &["policy public.contacts.contacts_update: "],
    ),
    difference(
        CONTACTS,
        "DROP POLICY contacts_select ON contacts;
         CREATE POLICY contacts_select ON contacts TO authenticated
            USING (org_id = (SELECT auth_org_id()))",
        &["policy public.contacts.contacts_select: expected PERMISSIVE SELECT "],
    ),
    difference(
        CONTACTS,
        "ALTER POLICY contacts_select ON contacts TO anon, authenticated",
        &["policy public.contacts.contacts_select: "],
    ),
    difference(
        CONTACTS,
        "DROP POLICY contacts_tenant_guard ON contacts",
        &["policy public.contacts.contacts_tenant_guard is missing"],
    ),
    difference(
        CONTACTS,
        "DROP POLICY contacts_tenant_guard ON contacts;
         CREATE POLICY contacts_tenant_guard ON contacts
            USING (org_id = (SELECT auth_org_id())) WITH CHECK (org_id = (SELECT auth_org_id()))",
        &["policy public.contacts.contacts_tenant_guard: expected RESTRICTIVE "],
    ),
    difference(
        AUDIT,
        "CREATE POLICY everybody ON audit_logs USING (true)",
        &["policy public.audit_logs.everybody: expected nothing"],
    ),
    // Row-level security.
    difference(
        CONTACTS,
        "ALTER TABLE contacts DISABLE ROW LEVEL SECURITY",
        &["row-level security of public.contacts is missing"],
    ),
    difference(
        CONTACTS,
        "ALTER TABLE contacts FORCE ROW LEVEL SECURITY",
        &["row-level security of public.contacts: expected enabled, found forced"],
    ),
    difference(
        AUDIT,
        "ALTER TABLE audit_logs DISABLE ROW LEVEL SECURITY",
        &["row-level security of public.audit_logs is missing"],
    ),
    // Triggers.
    difference(
        CONTACTS,
        "ALTER TABLE contacts DISABLE TRIGGER update_contacts_updated_at",
        &["trigger public.contacts.update_contacts_updated_at: "],
    ),
    difference(
        CONTACTS,
        "ALTER TABLE contacts ENABLE TRIGGER org_id_immutable_contacts",
        &["trigger public.contacts.org_id_immutable_contacts: "],
    ),
    difference(
        CONTACTS,
        "DROP TRIGGER org_id_immutable_contacts ON contacts",
        &["trigger public.contacts.org_id_immutable_contacts is missing"],
    ),
    difference(
        CONTACTS,
        "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
         CREATE OR REPLACE TRIGGER update_contacts_updated_at BEFORE UPDATE ON contacts
            FOR EACH ROW EXECUTE FUNCTION nothing()",
        &["trigger public.contacts.update_contacts_updated_at: "],
    ),
    difference(
        IMMUTABILITY,
        "DROP TRIGGER org_id_immutable_organization_members ON organization_members",
        &["trigger public.organization_members.org_id_immutable_organization_members is missing"],
    ),
    difference(
        AUDIT,
        "ALTER TABLE audit_logs DISABLE TRIGGER ALL",
        &[
            "trigger public.audit_logs.audit_logs_append_only: ",
            "trigger public.audit_logs.audit_logs_leaves_by_archive: ",
        ],
    ),
    // Functions.
    difference(
        TENANT,
        "CREATE OR REPLACE FUNCTION auth_org_id() RETURNS uuid STABLE LANGUAGE sql
            AS 'SELECT current_setting(''app.org_id'')::uuid'",
        &["body of function public.auth_org_id()"],
    ),
    difference(
        TENANT,
        "ALTER FUNCTION auth_org_id() VOLATILE",
        &["function public.auth_org_id(): "],
    ),
    difference(
        NOTIFICATIONS,
        "ALTER FUNCTION expire_old_notifications() SECURITY DEFINER",
        &["function public.expire_old_notifications(): "],
    ),
    difference(
        AUDIT,
        "ALTER FUNCTION archive_old_audit_logs(integer) RESET search_path",
        &["function public.archive_old_audit_logs(integer): "],
    ),
    difference(
        IMMUTABILITY,
        "CREATE OR REPLACE FUNCTION prevent_org_id_change() RETURNS trigger LANGUAGE plpgsql
            SET search_path = '' AS 'BEGIN RETURN NEW; END'",
        &["body of function public.prevent_org_id_change()"],
    ),
    difference(
        NOTIFICATIONS,
        "DROP FUNCTION expire_old_notifications()",
        &["function public.expire_old_notifications() is missing"],
    ),
    difference(
        AUDIT,
        "DO $$ BEGIN EXECUTE replace(
            pg_get_functiondef('archive_old_audit_logs(integer)'::regprocedure), 'DEFAULT 90', 'DEFAULT 0');
         END $$",
        &["arguments of function public.archive_old_audit_logs(integer): "],
    ),
    // Grants.
    difference(
        CONTACTS,
        "REVOKE UPDATE ON contacts FROM authenticated",
        &["grant on table public.contacts to authenticated: expected DELETE, INSERT, SELECT, UPDATE, "],
    ),
    difference(
        CONTACTS,
        "REVOKE ALL ON contacts FROM service_role",
        &["grant on table public.contacts to service_role is missing"],
    ),
    difference(
        CONTACTS,
        "GRANT TRUNCATE ON contacts TO authenticated",
        &["grant on table public.contacts to authenticated: "],
    ),
    difference(
        CONTACTS,
        "GRANT SELECT (phone) ON contacts TO anon",
        &["grant on table public.contacts to anon: expected nothing, found SELECT (phone)"],
    ),
    difference(
        NOTIFICATIONS,
        "GRANT SELECT ON notifications TO PUBLIC",
        &["grant on table public.notifications to PUBLIC: "],
    ),
    difference(
        CONTACTS,
        "GRANT SELECT ON contacts TO authenticated WITH GRANT OPTION",
        &["grant on table public.contacts to authenticated: "],
    ),
    difference(
        NOTIFICATIONS,
        "GRANT EXECUTE ON FUNCTION expire_old_notifications() TO PUBLIC",
        &["grant on function public.expire_old_notifications() to PUBLIC: "],
    ),
    difference(
        TENANT,
        "REVOKE EXECUTE ON FUNCTION auth_org_id() FROM authenticated",
        &["grant on function public.auth_org_id() to authenticated is missing"],
    ),
    // Constraints.
    difference(
        APPOINTMENTS,
        "ALTER TABLE appointments DROP CONSTRAINT appointments_duration_minutes_check",
        &["constraint public.appointments.appointments_duration_minutes_check is missing"],
    ),
    difference(
        APPOINTMENTS,
        "ALTER TABLE appointments DROP CONSTRAINT appointments_duration_minutes_check,
            ADD CONSTRAINT appointments_duration_minutes_check CHECK (duration_minutes > 0) NOT VALID",
        &["constraint public.appointments.appointments_duration_minutes_check: "],
    ),
    difference(
        APPOINTMENTS,
        "ALTER TABLE appointments DROP CONSTRAINT appointments_org_id_contact_id_fkey",
        &["constraint public.appointments.appointments_org_id_contact_id_fkey is missing"],
    ),
    difference(
        APPOINTMENTS,
        "ALTER TABLE appointments DROP CONSTRAINT appointments_org_id_contact_id_fkey,
            ADD CONSTRAINT appointments_org_id_contact_id_fkey FOREIGN KEY (org_id, contact_id)
            REFERENCES contacts (org_id, id) ON DELETE CASCADE",
        &["constraint public.appointments.appointments_org_id_contact_id_fkey: "],
    ),
    difference(
        APPOINTMENTS,
        "ALTER TABLE appointments DROP CONSTRAINT appointments_org_id_contact_id_fkey,
            ADD CONSTRAINT appointments_org_id_contact_id_fkey FOREIGN KEY (contact_id)
            REFERENCES contacts (id)",
        &["constraint public.appointments.appointments_org_id_contact_id_fkey: "],
    ),
    difference(
        APPOINTMENTS,
        "ALTER TABLE appointments DISABLE TRIGGER ALL; ALTER TABLE appointments ENABLE TRIGGER USER;
         ALTER TABLE appointments ENABLE ALWAYS TRIGGER org_id_immutable_appointments",
        &[
            "constraint public.appointments.appointments_org_id_contact_id_fkey: ",
            "constraint public.appointments.appointments_org_id_fkey: ",
        ],
    ),
    difference(
        NOTIFICATIONS,
        "ALTER TABLE notifications DROP CONSTRAINT notifications_user_id_fkey,
            ADD CONSTRAINT notifications_user_id_fkey FOREIGN KEY (user_id)
            REFERENCES auth.users (id) ON DELETE CASCADE NOT VALID",
        &["constraint public.notifications.notifications_user_id_fkey: "],
    ),
    difference(
        WEBHOOK_KEY,
        "ALTER TABLE processed_webhook_events
            ADD CONSTRAINT processed_webhook_events_event_id_key UNIQUE (event_id)",
        &["constraint public.processed_webhook_events.processed_webhook_events_event_id_key"],
    ),
    // Comments.
    difference(
        CONTACTS,
        "COMMENT ON TABLE contacts IS 'Prey.'",
        &["comment on table public.contacts: "],
    ),
    difference(
        CONTACTS,
        "COMMENT ON COLUMN contacts.phone IS NULL",
        &["comment on column public.contacts.phone is missing"],
    ),
];

#[tokio::test]
async fn every_difference_is_told_and_nothing_else() {
    let series = migrations(&[&phase1::baseline(), &phase1::schema()]);
    let everything = verify_all(&phase1::schema().build().unwrap().schema, "everything");
    let mut database = Database::new(server(), "verification", Platform::Supabase).await;
    for migration in &series {
        database.up(migration).await;
    }
    let mut runner = Runner::new(database.connection, RunnerOptions::default());

    let mut wrong = Vec::new();
    for (place, difference) in DIFFERENCES.iter().enumerate() {
        let own = &made_by(&series, difference.made_by).files.verify;
        // The whole takes a quarter of a second, so it is asked about every sixth.
        let whole = (place % 6 == 0).then_some(("the whole", &everything));
        for (whose, sql) in [("its migration's", own)].into_iter().chain(whole) {
            // The verification ends this transaction, and so undoes the change.
            let change = format!("BEGIN; {}", difference.change);
            if let Err(error) = runner.connection().execute(&change).await {
                panic!("{error}\n{change}");
            }
            let lines = found(&mut runner, sql).await;
            let is_told = lines.len() == difference.told.len()
                && lines
                    .iter()
                    .zip(difference.told)
                    .all(|(line, told)| line.starts_with(told));
            if !is_told {
                wrong.push(format!(
                    "{}\n  {whose} verification: {lines:#?}\n  expected: {:#?}",
                    difference.change, difference.told
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));

    let makers: BTreeSet<&str> = DIFFERENCES.iter().map(|difference| difference.made_by).collect();
    for maker in makers {
        let own = &made_by(&series, maker).files.verify;
        assert_eq!(found(&mut runner, own).await, [""; 0], "{maker}");
    }
    assert_eq!(found(&mut runner, &everything).await, [""; 0]);
}

fn made_by<'m>(series: &'m [Migration], slug: &str) -> &'m Migration {
    series
        .iter()
        .find(|migration| migration.record.name.slug == slug)
        .unwrap_or_else(|| panic!("no migration is called {slug}"))
}

/// What a verification tells, line by line; nothing when everything holds.
async fn found(runner: &mut Runner, sql: &str) -> Vec<String> {
    let error = match runner.verify_sql(sql).await {
        Ok(_) => return Vec::new(),
        Err(Error::Migration(error)) => *error,
        Err(other) => panic!("{other}"),
    };
    let MigrationError::NotVerified { source, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(source.code, "VX001", "{source}");
    let mut lines = source.message.lines();
    let title = lines.next().unwrap_or_default();
    assert!(title.ends_with(" does not hold:"), "{title}");
    lines.map(str::to_owned).collect()
}
