//! `try`: the whole proof, as a checklist.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use clap::ValueEnum as _;
use voxanne_codegen::Prepared;
use voxanne_postgres::{DumpOptions, ScratchServer};

use super::interrupt::{Interrupt, on_runtime};
use super::live::Live;
use super::try_text::{self, Shown};
use super::{Folders, bench, count, milliseconds};
use crate::arguments::{AllowedHazard, Try};
use crate::checklist::{self, Checklist};
use crate::outcome::Outcome;
use crate::output::{Answer, Output};
use crate::project::Project;
use crate::report::{Failure, Problem};
use crate::trial::{Material, Samples, Trial};

/// The database that `--keep` leaves.
const KEPT: &str = "kept";

/// Proves the migrations on a scratch server.
pub(crate) fn try_all(
    project: &Project,
    arguments: &Try,
    output: &mut Output<'_>,
) -> Result<Answer, Failure> {
    let start = Instant::now();
    let (prepared, mut warnings) = prepare(project)?;
    let migrations = &prepared.written;
    let slugs: Vec<&str> = migrations
        .iter()
        .map(|migration| migration.record.name.slug.as_str())
        .collect();
    let samples = Samples::read(&project.samples_path(), &slugs).map_err(Failure::from)?;
    let checklists = checklist::read(&project.checks_path()).map_err(Failure::from)?;
    warnings.extend(no_checks(project, &checklists, output));
    let platform = Folders::of(project).platform();
    on_runtime(async {
        let interrupt = Interrupt::listen();
        let (server, url) = bench::start(&arguments.scratch, platform, output).await?;
        let version = server.version().to_string();
        output.say(format_args!("PostgreSQL {version}, a scratch server"));
        let dump = DumpOptions {
            bin: Some(server.bin_dir().to_owned()),
            ..DumpOptions::default()
        };
        let shown = Mutex::new(Shown::default());
        let live = Live::new(output);
        let tell = |event: crate::trial::Event<'_>| {
            let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
            try_text::event(&mut live.output(), &mut shown, &event);
        };
        let material = Material {
            migrations,
            samples: &samples,
            checklists: &checklists,
        };
        let proof = async {
            let mut trial = Trial::begin(material, url, interrupt.runner_options(), dump, &tell).await?;
            let kept = prove(&mut trial, arguments.keep.then_some(&server)).await?;
            Ok::<_, voxanne_postgres::Error>((trial.lines, kept))
        };
        let (lines, kept) = interrupt.or(live.watch(proof)).await??;
        let mut output = live.output();
        let summary = try_text::Summary::of(&lines, migrations.len(), start.elapsed());
        summary.say(&mut output);
        let failed = summary.failed();
        let document = serde_json::json!({
            "server": version,
            "migrations": migrations.len(),
            "acceptance": summary.acceptance,
            "passed": failed == 0,
            "took_ms": milliseconds(start.elapsed()),
            "kept": kept,
            "lines": lines.iter().map(|line| try_text::document(line, &output.files)).collect::<Vec<_>>(),
        });
        let mut answer = Answer {
            warnings,
            ..Answer::new(Outcome::Fine, document)
        };
        if failed > 0 {
            answer.outcome = Outcome::Findings;
            answer
                .errors
                .push(Problem::error(format!("{} failed", count(failed, "line"))).code("failed"));
        }
        if let Some(url) = kept {
            keep(&url, &interrupt, &mut output).await;
        }
        Ok(answer)
    })
}

/// What is written, and whether the definitions are ahead of it.
fn prepare(project: &Project) -> Result<(Prepared, Vec<Problem>), Failure> {
    let mut generator = project.generator().clone();
    for hazard in AllowedHazard::value_variants() {
        // Nothing of what is new is tried, so nothing of it needs to be allowed.
        generator = generator.allow(hazard.0);
    }
    let prepared = generator.prepare()?;
    if prepared.written.is_empty() {
        let path = project.generator().folder();
        let message = format!("there are no migrations in `{}`", path.path().display());
        return Err(Failure::wrong(message, "write the first ones with `generate`"));
    }
    let mut warnings = Vec::new();
    let ahead = prepared.generated.migrations.len();
    if ahead > 0 {
        let message = format!(
            "the definitions are ahead of the migrations: {} not written yet",
            count(ahead, "migration")
        );
        warnings.push(
            Problem::warning(message)
                .code("stale")
                .help("write what is new with `generate`, then try again"),
        );
    }
    Ok((prepared, warnings))
}

fn no_checks(project: &Project, checklists: &[Checklist], output: &Output<'_>) -> Option<Problem> {
    checklists.is_empty().then(|| {
        let folder = output.files.of(&project.checks_path());
        let help = "write some: `-- check 1: contacts can be read`, then `select … as passed, … as seen;`";
        Problem::warning(format!("there are no acceptance checks in `{folder}`"))
            .code("no_checks")
            .help(help)
    })
}

/// Goes all the way up and down. With a server to keep it on, keeps a copy of the database as it is
/// in between, and tells where.
async fn prove(
    trial: &mut Trial<'_>,
    keep: Option<&ScratchServer>,
) -> Result<Option<String>, voxanne_postgres::Error> {
    let all_applied = trial.up().await?;
    trial.check(all_applied).await?;
    let mut kept = None;
    if let Some(server) = keep {
        server.create_database_from(KEPT, bench::DATABASE).await?;
        kept = Some(server.url(KEPT));
    }
    trial.down().await?;
    trial.compare().await?;
    Ok(kept)
}

/// Waits with the copy until somebody presses Ctrl-C.
async fn keep(url: &str, interrupt: &Interrupt, output: &mut Output<'_>) {
    output.note(format_args!(
        "\nkept as it was before the way down: psql '{url}'\nCtrl-C removes it"
    ));
    interrupt.pressed().await;
}
