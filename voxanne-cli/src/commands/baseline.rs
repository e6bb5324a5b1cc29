//! `apply --baseline`: a database that has the schema already takes the ledger, once it is proven that it has.

use serde::Serialize;
use voxanne_codegen::migrations::{Migration, MigrationName};
use voxanne_codegen::way::{WayOptions, differences};
use voxanne_postgres::source::{OtherLedger, Source, State, Workshop, other_ledgers};
use voxanne_postgres::{BaselineOptions, Progress};

use super::bench::Place;
use super::database::Run;
use super::differences::{facets, grouped, head};
use super::folders::Folders;
use super::live::Live;
use super::{count, ledgers};
use crate::arguments::Apply;
use crate::outcome::Outcome;
use crate::output::{Answer, Output};
use crate::report::{Failure, Problem};

/// What was recorded, for machines.
#[derive(Serialize)]
struct Recorded<'r> {
    database: &'r Place,
    dry_run: bool,
    /// What was recorded as applied, or would be in a dry run.
    baseline: Vec<&'r MigrationName>,
    other_ledgers: Vec<OtherLedger>,
}

/// Records migrations as applied that the database has.
pub(super) async fn baseline(
    mut run: Run<'_>,
    folders: &Folders<'_>,
    arguments: &Apply,
    output: &mut Output<'_>,
) -> Result<Answer, Failure> {
    let options = BaselineOptions {
        to: arguments.to,
        dry_run: arguments.dry_run,
    };
    let others = run.interrupt.or(other_ledgers(run.runner.connection())).await??;
    let live = Live::new(output);
    let (url, interrupt) = (run.bench.url.clone(), run.interrupt.clone());
    let mut warnings = Vec::new();
    let proof = async |wanted: &[Migration]| {
        live.output()
            .progress("building what the migrations make, and comparing");
        let states = interrupt.or(states(folders, arguments, &url, wanted)).await??;
        for note in states.iter().flat_map(|state| &state.notes) {
            live.output().note(note);
        }
        warnings = proven(folders, &states, wanted)?;
        Ok::<(), Failure>(())
    };
    let mut show = |event: Progress<'_>| live.show(&event);
    let recorded = run.runner.baseline(run.migrations, &options, &mut show, proof);
    let recorded = live.watch(recorded).await?;
    say(&run, recorded, &others, options.dry_run, &mut live.output());
    let document = Recorded {
        database: &run.place,
        dry_run: options.dry_run,
        baseline: recorded.iter().map(|migration| &migration.record.name).collect(),
        other_ledgers: others,
    };
    Ok(Answer {
        warnings,
        ..Answer::new(Outcome::Fine, document)
    })
}

fn say(
    run: &Run<'_>,
    recorded: &[Migration],
    others: &[OtherLedger],
    dry_run: bool,
    output: &mut Output<'_>,
) {
    let place = run.place.words();
    if recorded.is_empty() {
        let nothing = if run.migrations.is_empty() {
            "there is no migration to record"
        } else {
            "nothing to record, the ledger has it already"
        };
        output.say(format_args!("{nothing}: {place}"));
        return;
    }
    let verb = if dry_run { "would record" } else { "recorded" };
    for migration in recorded {
        output.say(format_args!("{verb} {}", migration.record.name));
    }
    for other in others {
        output.say(format_args!("left as it is: {}", ledgers::words(other)));
    }
    let migrations = count(recorded.len(), "migration");
    if dry_run {
        output.say(format_args!(
            "the database has what {migrations} make, nothing changed: {place}"
        ));
    } else {
        output.say(format_args!(
            "the database has what they make; {migrations} recorded as its baseline, none run: {place}"
        ));
    }
}

/// Reads the database, and what the migrations make.
async fn states(
    folders: &Folders<'_>,
    arguments: &Apply,
    url: &str,
    wanted: &[Migration],
) -> Result<[State; 2], Failure> {
    let workshop = Workshop {
        declaration: None,
        written: wanted.to_vec(),
        ..folders.workshop(&arguments.target.server, &arguments.role, &[])
    };
    let database = Source::Database(url.to_owned());
    let states = workshop.states([&database, &Source::Written]).await;
    states.map_err(|(_, error)| Failure::from(error))
}

/// Shows that the database is what the migrations make. Gives what is worth a remark.
fn proven(
    folders: &Folders<'_>,
    [found, made]: &[State; 2],
    wanted: &[Migration],
) -> Result<Vec<Problem>, Failure> {
    let options = WayOptions {
        platform: folders.platform(),
        ..WayOptions::default()
    };
    let differences = differences(&found.schema, &made.schema, &options);
    if differences.is_empty() {
        let mut remarks = Vec::new();
        if !found.unmodeled.is_empty() {
            let unmodeled: Vec<String> = found.unmodeled.iter().map(ToString::to_string).collect();
            remarks.push(
                Problem::warning(format!(
                    "the database has what the model has no form for: {}",
                    unmodeled.join(", ")
                ))
                .code("unmodeled")
                .help("it was not compared, and no migration will touch it"),
            );
        }
        return Ok(remarks);
    }
    let mut lines = Vec::new();
    let told = grouped(&differences);
    for one in &told {
        lines.push(head(one));
        let facets = facets(one.difference, "the migrations");
        lines.extend(facets.into_iter().map(|line| format!("    {line}")));
    }
    let last = wanted
        .last()
        .map_or_else(String::new, |last| last.record.name.to_string());
    let mut problem = Problem::error(format!(
        "nothing was recorded: the database is not what the migrations up to `{last}` make; it differs in {} (`+` it lacks, `-` \
         it has besides, `~` it has otherwise)",
        count(told.len(), "object")
    ))
    .code("not_equal")
    .help(remedy(folders));
    problem.excerpt = Some(lines.join("\n"));
    Err(Failure::new(Outcome::Findings, problem))
}

/// What whoever reads the differences can do.
fn remedy(folders: &Folders<'_>) -> String {
    let general = "where it has those up to an earlier one alone, say so with `--to VERSION`";
    match folders.declaration() {
        Some(_) => format!(
            "`drift` compares with the definitions, `drift --sql` prints the SQL that brings the database to them, and \
             `drift --adopt` brings them to the database; {general}"
        ),
        None => format!(
            "`diff --from URL --to {}` prints the SQL that brings the database to the migrations; {general}",
            folders.path().display()
        ),
    }
}
