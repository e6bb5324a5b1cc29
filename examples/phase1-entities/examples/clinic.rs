//! A receptionist's morning, with the generated entities on a real database: a user of one
//! organization writes a contact and an appointment, is notified, and the other organization sees
//! nothing of it.
//!
//! ```sh
//! cargo run -p phase1-entities --example clinic
//! ```
//!
//! It brings its own scratch server with all migrations of Phase 1.

use std::error::Error;
use std::path::Path;

use phase1_entities::enums::{AppointmentStatus, LeadStatusType, NotificationPriority, NotificationType};
use phase1_entities::{appointments, contacts, notifications, organization_members, organizations};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::{DateTimeWithTimeZone, Uuid};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, EntityTrait, PaginatorTrait, QueryFilter, SqlErr, Statement, TransactionTrait,
};
use voxanne_codegen::migrations::Folder;
use voxanne_postgres::{
    ApplyOptions, Connection, Platform, Runner, RunnerOptions, ScratchOptions, ScratchServer, prelude,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = ScratchServer::start(&ScratchOptions::default())?;
    let url = prepare(&server).await?;
    let database = Database::connect(url).await?;

    let north = organization(&database, "Clinic North").await?;
    let south = organization(&database, "Clinic South").await?;

    let receptionist = as_user(&database, north).await?;
    let contact = contacts::ActiveModel {
        org_id: Set(north.organization),
        name: Set("Ada".to_owned()),
        phone: Set(Some("+4915112345678".to_owned())),
        ..Default::default()
    }
    .insert(&receptionist)
    .await?;
    assert_eq!(contact.lead_status, LeadStatusType::New);
    let appointment = appointments::ActiveModel {
        org_id: Set(north.organization),
        contact_id: Set(contact.id),
        service_type: Set("consultation".to_owned()),
        scheduled_at: Set(tomorrow(&receptionist).await?),
        ..Default::default()
    }
    .insert(&receptionist)
    .await?;
    assert_eq!(appointment.status, AppointmentStatus::Pending);
    receptionist.commit().await?;
    println!(
        "{} has {} minutes at {}",
        contact.name, appointment.duration_minutes, appointment.scheduled_at
    );

    notify(&database, north, &contact).await?;

    let reader = as_user(&database, north).await?;
    let agenda = appointments::Entity::find()
        .filter(appointments::Column::Status.eq(AppointmentStatus::Pending))
        .find_also_related(contacts::Entity)
        .all(&reader)
        .await?;
    let names: Vec<String> = agenda
        .iter()
        .filter_map(|(_, contact)| Some(contact.as_ref()?.name.clone()))
        .collect();
    println!(
        "Clinic North sees {} appointment: {}",
        agenda.len(),
        names.join(", ")
    );
    let told = notifications::Entity::find().all(&reader).await?;
    println!(
        "Clinic North's receptionist is told: {}",
        told.iter()
            .map(|n| n.title.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    );
    reader.commit().await?;
    assert_eq!((agenda.len(), told.len()), (1, 1));

    let other = as_user(&database, south).await?;
    let seen = (
        contacts::Entity::find().count(&other).await?,
        appointments::Entity::find().count(&other).await?,
        notifications::Entity::find().count(&other).await?,
        organizations::Entity::find().count(&other).await?,
    );
    println!(
        "Clinic South sees {} contacts, {} appointments, {} notifications",
        seen.0, seen.1, seen.2
    );
    assert_eq!(seen, (0, 0, 0, 1), "another organization's rows are visible");
    let stolen = appointments::ActiveModel {
        org_id: Set(south.organization),
        contact_id: Set(contact.id),
        service_type: Set("consultation".to_owned()),
        scheduled_at: Set(appointment.scheduled_at),
        ..Default::default()
    }
    .insert(&other)
    .await;
    let refusal = stolen
        .err()
        .ok_or("an appointment with another organization's contact was accepted")?;
    println!("Clinic South cannot book that contact: {}", first_line(&refusal));
    // SQLSTATE 23503: in that organization, there is no such contact.
    assert!(
        matches!(refusal.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))),
        "{refusal}"
    );
    other.rollback().await?;
    Ok(())
}

/// A user, and the organization that the user acts for.
#[derive(Clone, Copy)]
struct Identity {
    organization: Uuid,
    user: Uuid,
}

/// A database with Phase 1 on it.
async fn prepare(server: &ScratchServer) -> Result<String, Box<dyn Error>> {
    server.create_database("clinic").await?;
    let url = server.url("clinic");
    let mut connection = Connection::connect(&url).await?;
    connection.execute(prelude(Platform::Supabase)).await?;
    let folder = Folder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("../phase1/migrations"));
    let migrations = folder.read().map_err(|errors| {
        errors
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    })?;
    let mut runner = Runner::new(connection, RunnerOptions::default());
    runner
        .apply(&migrations, &ApplyOptions::default(), &mut |_| {})
        .await?;
    Ok(url)
}

/// An organization with one member. The service does this, not a user; only the account of the
/// member comes from where people sign up.
async fn organization(database: &DatabaseConnection, name: &str) -> Result<Identity, DbErr> {
    let user = sign_up(database).await?;
    let service = as_service(database).await?;
    let organization = organizations::ActiveModel {
        name: Set(name.to_owned()),
        ..Default::default()
    }
    .insert(&service)
    .await?;
    organization_members::ActiveModel {
        org_id: Set(organization.id),
        user_id: Set(user),
        ..Default::default()
    }
    .insert(&service)
    .await?;
    service.commit().await?;
    Ok(Identity {
        organization: organization.id,
        user,
    })
}

/// A new account. The platform keeps these, and the service may not write them.
async fn sign_up(database: &DatabaseConnection) -> Result<Uuid, DbErr> {
    let sql = "INSERT INTO auth.users (id) VALUES (gen_random_uuid()) RETURNING id";
    let row = database
        .query_one_raw(Statement::from_string(DbBackend::Postgres, sql))
        .await?
        .ok_or(DbErr::RecordNotFound("the account".to_owned()))?;
    row.try_get("", "id")
}

/// A transaction as the service, which acts for every organization.
async fn as_service(database: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let transaction = database.begin().await?;
    execute(&transaction, "SET LOCAL ROLE service_role", []).await?;
    Ok(transaction)
}

/// A transaction as a user of an organization. Role and claims are local to it, so that nothing
/// leaks to whom a pooler lends the connection next.
async fn as_user(database: &DatabaseConnection, identity: Identity) -> Result<DatabaseTransaction, DbErr> {
    let transaction = database.begin().await?;
    let claims = format!(
        r#"{{"sub": "{}", "role": "authenticated", "app_metadata": {{"org_id": "{}"}}}}"#,
        identity.user, identity.organization
    );
    execute(
        &transaction,
        "SELECT set_config('request.jwt.claims', $1, true)",
        [claims.into()],
    )
    .await?;
    execute(&transaction, "SET LOCAL ROLE authenticated", []).await?;
    Ok(transaction)
}

/// The service notifies the receptionist, through the function that no user may call.
async fn notify(database: &DatabaseConnection, to: Identity, about: &contacts::Model) -> Result<(), DbErr> {
    let service = as_service(database).await?;
    let call = Statement::from_sql_and_values(
        DbBackend::Postgres,
        "SELECT public.create_notification($1, $2, CAST($3 AS public.notification_type), $4, $5, $6, 'contact', NULL, CAST($7 AS public.notification_priority))",
        [
            to.organization.into(),
            to.user.into(),
            NotificationType::HotLead.into(),
            "Hot lead".into(),
            format!("{} called", about.name).into(),
            about.id.into(),
            NotificationPriority::High.into(),
        ],
    );
    service.query_one_raw(call).await?;
    service.commit().await
}

async fn execute<const N: usize>(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: [sea_orm::Value; N],
) -> Result<(), DbErr> {
    connection
        .execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values))
        .await?;
    Ok(())
}

async fn tomorrow(connection: &impl ConnectionTrait) -> Result<DateTimeWithTimeZone, DbErr> {
    let statement = Statement::from_string(DbBackend::Postgres, "SELECT now() + interval '1 day' AS moment");
    let row = connection
        .query_one_raw(statement)
        .await?
        .ok_or(DbErr::RecordNotFound("now".to_owned()))?;
    row.try_get("", "moment")
}

fn first_line(error: &DbErr) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}
