//! The commands on migrations and a database: what they share.

use voxanne_codegen::migrations::Migration;
use voxanne_postgres::{ApplyOptions, Runner};

use super::apply::apply;
use super::baseline::baseline;
use super::bench::{Bench, Place};
use super::folders::Folders;
use super::interrupt::{Interrupt, on_runtime};
use super::live::Live;
use super::rollback::rollback;
use super::status::{names_a_place, status};
use super::verify::verify;
use crate::arguments::{DatabaseCommand, Target};
use crate::output::{Answer, Output};
use crate::report::Failure;

/// Runs one of them.
pub(crate) fn database(
    folders: &Folders<'_>,
    command: &DatabaseCommand,
    database_url: Option<String>,
    output: &mut Output<'_>,
) -> Result<Answer, Failure> {
    let migrations = folders.migrations()?;
    let target = match command {
        DatabaseCommand::Apply(arguments) => {
            if arguments.baseline {
                names_a_place(&arguments.target, database_url.as_deref())?;
            }
            &arguments.target
        }
        DatabaseCommand::Rollback(arguments) => &arguments.target,
        DatabaseCommand::Verify(arguments) => &arguments.target,
        DatabaseCommand::Status(arguments) => {
            names_a_place(&arguments.target, database_url.as_deref())?;
            &arguments.target
        }
    };
    on_runtime(async {
        let run = Run::begin(folders, target, database_url, &migrations, output).await?;
        match command {
            DatabaseCommand::Apply(arguments) if arguments.baseline => {
                baseline(run, folders, arguments, output).await
            }
            DatabaseCommand::Apply(arguments) => apply(run, arguments, output).await,
            DatabaseCommand::Rollback(arguments) => rollback(run, arguments, output).await,
            DatabaseCommand::Verify(_) => verify(run, output).await,
            DatabaseCommand::Status(_) => status(run, output).await,
        }
    })
}

/// A command at work: the migrations, and a runner on the database.
pub(super) struct Run<'m> {
    pub(super) migrations: &'m [Migration],
    pub(super) runner: Runner,
    pub(super) place: Place,
    pub(super) interrupt: Interrupt,
    /// Last, so that the server outlives the session.
    pub(super) bench: Bench,
}

impl<'m> Run<'m> {
    async fn begin(
        folders: &Folders<'_>,
        target: &Target,
        database_url: Option<String>,
        migrations: &'m [Migration],
        output: &mut Output<'_>,
    ) -> Result<Self, Failure> {
        let interrupt = Interrupt::listen();
        let bench = Bench::open(target, database_url, || folders.platform(), output).await?;
        let connection = interrupt.or(bench.connect()).await??;
        let place = bench.place(&connection);
        let runner = Runner::new(connection, interrupt.runner_options());
        Ok(Self {
            migrations,
            runner,
            place,
            interrupt,
            bench,
        })
    }

    /// On a scratch server, applies everything first: it is empty.
    pub(super) async fn fill_scratch(&mut self, live: &Live<'_, '_>) -> Result<(), Failure> {
        if self.bench.is_scratch() {
            live.quiet(true);
            let options = ApplyOptions::default();
            live.watch(
                self.runner
                    .apply(self.migrations, &options, &mut |event| live.show(&event)),
            )
            .await?;
            live.quiet(false);
            let done = super::count(live.take_done().len(), "migration");
            live.output().note(format_args!("applied {done} there first"));
        }
        Ok(())
    }
}
