//! `try`: the whole proof, as a checklist.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;
use std::{fs, io};

use serde_json::json;
use voxanne_codegen::Prepared;
use voxanne_codegen::plan::HazardKind;
use voxanne_postgres::ScratchServer;
use voxanne_postgres::trial::{
    self, Checklist, Event, File, FileKind, Line, Material, Samples, TrialOptions,
};

use super::interrupt::{Interrupt, on_runtime};
use super::live::Live;
use super::try_text::{self, Shown};
use super::{Folders, bench, count, milliseconds};
use crate::arguments::Try;
use crate::outcome::Outcome;
use crate::output::{Answer, Output};
use crate::project::Project;
use crate::report::{Failure, Problem};

/// The database that `--keep` leaves.
const KEPT: &str = "kept";

/// What came of it.
struct Proof {
    /// The version of the server.
    server: String,
    lines: Vec<Line>,
    /// Where the copy is that was to be kept.
    kept: Option<String>,
}

/// Proves the migrations on a scratch server.
pub(crate) fn try_all(
    project: &Project,
    arguments: &Try,
    output: &mut Output<'_>,
) -> Result<Answer, Failure> {
    let start = Instant::now();
    let (prepared, mut warnings) = prepare(project)?;
    let migrations = prepared.written.as_slice();
    let samples = Samples::read(&project.samples_path(), migrations)?;
    let checklists = Checklist::read(&project.checks_path())?;
    warnings.extend(no_checks(project, &checklists, output));
    let files = if checklists.iter().any(Checklist::looks_at_files) {
        files(project, &prepared)?
    } else {
        Vec::new()
    };
    let material = Material {
        migrations,
        samples: &samples,
        checklists: &checklists,
        files: &files,
    };
    let platform = Folders::of(project).platform();
    on_runtime(async {
        let interrupt = Interrupt::listen();
        // Bound until the end, for it goes away when it is dropped.
        let (server, _) = bench::start(&arguments.scratch, platform, output).await?;
        output.say(format_args!("PostgreSQL {}, a scratch server", server.version()));
        let options = TrialOptions {
            database: bench::DATABASE.to_owned(),
            runner: interrupt.runner_options(),
            keep: arguments.keep.then(|| KEPT.to_owned()),
        };
        let proof = proof(material, &server, options, &interrupt, output).await?;
        let answer = answer(&proof, migrations.len(), start, output);
        if let Some(url) = &proof.kept {
            wait(url, &interrupt, output).await;
        }
        Ok(Answer { warnings, ..answer })
    })
}

/// Goes through everything, and shows it.
async fn proof(
    material: Material<'_>,
    server: &ScratchServer,
    options: TrialOptions,
    interrupt: &Interrupt,
    output: &mut Output<'_>,
) -> Result<Proof, Failure> {
    let kept = options.keep.as_ref().map(|name| server.url(name));
    let shown = Mutex::new(Shown::default());
    let live = Live::new(output);
    let tell = |event: Event<'_>| {
        let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
        try_text::event(&mut live.output(), &mut shown, &event);
    };
    // The runner need not stop in an orderly way: its server goes with it.
    let proven = live.watch(trial::prove(material, server, options, &tell));
    Ok(Proof {
        server: server.version().to_string(),
        lines: interrupt.or(proven).await??,
        kept,
    })
}

/// Says what it all comes to.
fn answer(proof: &Proof, migrations: usize, start: Instant, output: &mut Output<'_>) -> Answer {
    let summary = try_text::Summary::of(&proof.lines, migrations, start.elapsed());
    summary.say(output);
    let failed = summary.failed();
    let document = json!({
        "server": proof.server,
        "migrations": migrations,
        "acceptance": summary.acceptance,
        "passed": failed == 0,
        "took_ms": milliseconds(start.elapsed()),
        "kept": proof.kept,
        "lines": proof.lines.iter().map(|line| try_text::document(line, &output.files)).collect::<Vec<_>>(),
    });
    if failed == 0 {
        return Answer::new(Outcome::Fine, document);
    }
    let problem = Problem::error(format!("{} failed", count(failed, "line"))).code("failed");
    Answer {
        errors: vec![problem],
        ..Answer::new(Outcome::Findings, document)
    }
}

/// What is written, and whether the definitions are ahead of it.
fn prepare(project: &Project) -> Result<(Prepared, Vec<Problem>), Failure> {
    let mut generator = project.generator().clone();
    for hazard in HazardKind::ALL {
        // Nothing of what is new is tried, so nothing of it needs to be allowed.
        generator = generator.allow(hazard);
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

/// What was generated, as it stands on disk: a file that is not there is not in it.
fn files(project: &Project, prepared: &Prepared) -> Result<Vec<File>, Failure> {
    let mut files = Vec::new();
    for migration in &prepared.written {
        let name = format!("{}.sql", migration.record.name);
        let [up, down] = [&migration.files.up, &migration.files.down];
        for (kind, contents) in [(FileKind::Migration, up), (FileKind::Rollback, down)] {
            files.push(File {
                kind,
                name: name.clone(),
                contents: contents.clone(),
            });
        }
    }
    let typescript = project.generator().typescript_path();
    for path in prepared.outputs.iter().map(|output| &output.path) {
        let contents = match fs::read_to_string(path) {
            Ok(contents) => contents,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => {
                let message = format!("cannot read `{}`: {error}", path.display());
                return Err(Failure::wrong(message, "write it anew with `generate`"));
            }
        };
        let name = path.file_name().unwrap_or_default();
        files.push(File {
            kind: if typescript.as_ref() == Some(path) {
                FileKind::TypeScript
            } else {
                FileKind::Document
            },
            name: name.to_string_lossy().into_owned(),
            contents,
        });
    }
    Ok(files)
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

/// Waits with the copy until somebody presses Ctrl-C.
async fn wait(url: &str, interrupt: &Interrupt, output: &mut Output<'_>) {
    output.note(format_args!(
        "\nkept as it was before the way down: psql '{url}'\nCtrl-C removes it"
    ));
    interrupt.pressed().await;
}
