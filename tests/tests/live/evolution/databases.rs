//! The databases that cases run in: copies of one template a platform, which has the platform's
//! prelude already.

use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use voxanne_postgres::{Connection, prelude};
use voxanne_schema::Platform;
use voxanne_tests::cases::prelude::{READER, WRITER};

use crate::harness::{Database, server};

const PLATFORMS: [Platform; 2] = [Platform::Postgres, Platform::Supabase];

fn template(platform: Platform) -> String {
    format!("template_{}", platform.label())
}

/// Makes the templates, and the roles of the cases, before anybody wants them.
pub(crate) fn prepare() {
    static PREPARED: Once = Once::new();
    PREPARED.call_once(make);
}

fn make() {
    super::parallel::runtime().block_on(async {
        for platform in PLATFORMS {
            let name = template(platform);
            server().create_database(&name).await.unwrap();
            let mut session = Connection::connect(&server().url(&name)).await.unwrap();
            session.execute(prelude(platform)).await.unwrap();
            session.close().await.unwrap();
        }
        let mut session = Connection::connect(&server().url("postgres")).await.unwrap();
        for role in [READER, WRITER] {
            let role = role.name().unwrap();
            session.execute(&format!("CREATE ROLE {role}")).await.unwrap();
        }
        // Has what everybody has.
        session.execute("CREATE ROLE stranger").await.unwrap();
        session.close().await.unwrap();
    });
}

/// A fresh database of a platform, under a name that no other has.
pub(crate) async fn database(platform: Platform) -> Database {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let name = format!("case_{}", MADE.fetch_add(1, Ordering::Relaxed));
    Database::copy_of(server(), &template(platform), &name).await
}
