//! Migrations written by hand, for what no generated one does.

use voxanne_codegen::migrations::{
    Checksums, Migration, MigrationFiles, MigrationName, Record, StatementRecord, Version, checksum,
};
use voxanne_codegen::plan::{Stage, TransactionMode};

/// A migration whose files are one transaction each.
pub(crate) fn migration(number: u64, up: &str, down: &str) -> Migration {
    let name = MigrationName {
        version: Version::new(20_260_101_000_000 + number).unwrap(),
        slug: format!("step_{number}"),
    };
    let mut migration = Migration {
        record: Record {
            format: 1,
            name,
            parent: None,
            module: "by_hand".into(),
            stage: Stage::Expand,
            part: (1, 1),
            transaction: TransactionMode::Inside,
            undo_transaction: TransactionMode::Inside,
            plain: Vec::new(),
            irreversible: Vec::new(),
            squashed: None,
            checksums: Checksums {
                up: String::new(),
                down: String::new(),
                verify: String::new(),
            },
            statements: vec![statement(0, up.len(), TransactionMode::Inside, None)],
            undo: vec![statement(0, down.len(), TransactionMode::Inside, None)],
            changes: Vec::new(),
        },
        files: MigrationFiles {
            up: up.into(),
            down: down.into(),
            verify: String::new(),
        },
    };
    seal(&mut migration);
    migration
}

/// A migration whose statements run one by one, each with how it runs and what cleans up after it.
pub(crate) fn one_by_one(number: u64, up: &[Part<'_>], down: &[Part<'_>]) -> Migration {
    let mut migration = migration(number, "", "");
    let (text, statements) = file(up);
    migration.files.up = text;
    migration.record.statements = statements;
    migration.record.transaction = TransactionMode::Alone;
    let (text, statements) = file(down);
    migration.files.down = text;
    migration.record.undo = statements;
    migration.record.undo_transaction = TransactionMode::Alone;
    seal(&mut migration);
    migration
}

/// A statement, how it runs, what cleans up after it.
pub(crate) type Part<'p> = (&'p str, TransactionMode, Option<&'p str>);

fn file(parts: &[Part<'_>]) -> (String, Vec<StatementRecord>) {
    let mut text = String::from("-- by hand\n\n");
    let mut statements = Vec::new();
    for (sql, mode, clean_up) in parts {
        let from = text.len();
        text.push_str(sql);
        statements.push(statement(from, text.len(), *mode, *clean_up));
        text.push_str("\n\n");
    }
    (text, statements)
}

fn statement(
    from: usize,
    to: usize,
    transaction: TransactionMode,
    clean_up: Option<&str>,
) -> StatementRecord {
    StatementRecord {
        at: (from, to),
        transaction,
        locks: Vec::new(),
        hazards: Vec::new(),
        clean_up: clean_up.map(str::to_owned),
    }
}

fn seal(migration: &mut Migration) {
    migration.record.checksums = Checksums {
        up: checksum(&migration.files.up),
        down: checksum(&migration.files.down),
        verify: checksum(&migration.files.verify),
    };
}

/// The same migrations with another lock_timeout, which is as long to write.
pub(crate) fn impatient(migrations: &[Migration]) -> Vec<Migration> {
    let mut migrations = migrations.to_vec();
    for migration in &mut migrations {
        let shorter = |text: &str| text.replace("lock_timeout = '5s'", "lock_timeout = 300 ");
        migration.files.up = shorter(&migration.files.up);
        migration.files.down = shorter(&migration.files.down);
        seal(migration);
    }
    migrations
}

/// Migrations each of which adds its number to a log, so that one that ran twice shows.
pub(crate) fn logged(count: u64) -> Vec<Migration> {
    let first = migration(0, "create table log (n int);", "drop table log;");
    let others = (1..count).map(|n| {
        migration(
            n,
            &format!("insert into log values ({n});"),
            &format!("delete from log where n = {n};"),
        )
    });
    std::iter::once(first).chain(others).collect()
}
