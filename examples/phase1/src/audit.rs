//! The audit log: rows are added, and leave only for the archive.

use voxanne_schema::declare::ExtensionRule;
use voxanne_schema::platform::supabase::{AUTHENTICATOR, SERVICE_ROLE};
use voxanne_schema::prelude::*;

pub(crate) fn module() -> Module {
    Module::new("enable_pgaudit_logging")
        .extension(pgaudit())
        .table::<AuditLog>()
        .table::<ArchivedAuditLog>()
        .function::<log_audit_event>()
        .function::<archive_old_audit_logs>()
        .function::<get_org_audit_logs>()
        .function::<detect_suspicious_activity>()
}

/// Writes and changes of structure are logged by the server itself, where it has pgaudit. Parameters
/// are not: they would put health data into the log.
#[must_use]
pub fn pgaudit() -> ExtensionRule {
    ExtensionRule::optional("pgaudit")
        .set_for(AUTHENTICATOR, "pgaudit.log", "write, ddl, role")
        .set_for(AUTHENTICATOR, "pgaudit.log_parameter", "off")
}

/// What was done, by whom. Append-only; the service alone reads it.
#[derive(Table)]
#[table(
    name = "audit_logs",
    shared = "events of every organization and of none; closed to all users"
)]
pub struct AuditLog {
    #[col(primary_key, identity)]
    pub id: i64,
    pub event_type: String,
    pub operation: String,
    pub schema_name: Option<String>,
    pub table_name: Option<String>,
    pub database_user: String,
    pub authenticated_user: Option<Uuid>,
    /// The organization, without a foreign key: the log outlives it.
    pub org_id: Option<Uuid>,
    pub session_id: Option<String>,
    pub app_name: Option<String>,
    pub client_addr: Option<Inet>,
    pub statement_text: Option<String>,
    /// SHA-256 of statement_text, in hexadecimal.
    pub statement_hash: Option<String>,
    pub command_tag: Option<String>,
    pub row_data: Option<String>,
    pub changed_columns: Option<Vec<String>>,
    #[col(default = now())]
    pub event_time: Timestamptz,
}

impl TableRules for AuditLog {
    type Columns = AuditLogColumns;

    fn rules(c: AuditLogColumns, r: &mut Rules<'_, Self>) {
        r.index((c.org_id, c.event_time.desc()))
            .named("idx_audit_logs_org_time");
        r.index(c.event_time).named("idx_audit_logs_time");
        r.append_only_archived_in::<ArchivedAuditLog>(c.id);
        r.closed();
        r.grant((Select, Insert)).to(SERVICE_ROLE);
    }
}

/// What was archived of the audit log. Append-only.
#[derive(Table)]
#[table(
    name = "audit_logs_archive",
    shared = "events of every organization and of none; closed to all users"
)]
pub struct ArchivedAuditLog {
    #[col(primary_key)]
    pub id: i64,
    pub event_type: String,
    pub operation: String,
    pub schema_name: Option<String>,
    pub table_name: Option<String>,
    pub database_user: String,
    pub authenticated_user: Option<Uuid>,
    pub org_id: Option<Uuid>,
    pub session_id: Option<String>,
    pub app_name: Option<String>,
    pub client_addr: Option<Inet>,
    pub statement_text: Option<String>,
    pub statement_hash: Option<String>,
    pub command_tag: Option<String>,
    pub row_data: Option<String>,
    pub changed_columns: Option<Vec<String>>,
    pub event_time: Timestamptz,
    #[col(default = now())]
    pub archived_at: Timestamptz,
}

impl TableRules for ArchivedAuditLog {
    type Columns = ArchivedAuditLogColumns;

    fn rules(c: ArchivedAuditLogColumns, r: &mut Rules<'_, Self>) {
        r.index((c.org_id, c.event_time.desc()))
            .named("idx_audit_logs_archive_org_time");
        r.append_only();
        r.closed();
        r.grant(Select).to(SERVICE_ROLE);
    }
}

sql_fn! {
    /// Writes one event to the audit log; gives its id.
    #[function(language = sql, volatile, search_path = "", execute(SERVICE_ROLE))]
    pub fn log_audit_event(
        event_type: String,
        operation: String,
        table_name: String,
        database_user: String = sql::<String>("session_user"),
        org_id: Option<Uuid> = null(),
        statement_text: Option<String> = null(),
        row_data: Option<String> = null(),
        changed_columns: Option<Vec<String>> = null(),
    ) -> i64 {
        include_str!("functions/log_audit_event.sql")
    }

    /// Moves old events to the archive, never just deletes them.
    #[function(language = plpgsql, volatile, security_definer, search_path = "", execute(SERVICE_ROLE))]
    pub fn archive_old_audit_logs(
        days_to_keep: i32 = 90,
    ) -> table(archived_count: i64, remaining_count: i64) {
        include_str!("functions/archive_old_audit_logs.sql")
    }

    /// The newest events of one organization.
    #[function(language = sql, stable, search_path = "", execute(SERVICE_ROLE))]
    pub fn get_org_audit_logs(
        org_id: Uuid,
        days_back: i32 = 30,
        limit: i32 = 1000,
    ) -> setof table AuditLog {
        include_str!("functions/get_org_audit_logs.sql")
    }

    /// What one organization did unusually often within the last day.
    #[function(language = sql, stable, search_path = "", execute(SERVICE_ROLE))]
    pub fn detect_suspicious_activity(
        org_id: Uuid,
        threshold: i32 = 100,
    ) -> table(pattern: String, count: i64, first_occurrence: Timestamptz, last_occurrence: Timestamptz) {
        include_str!("functions/detect_suspicious_activity.sql")
    }
}
