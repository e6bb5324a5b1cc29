//! `diff`: the migration from one state to another, printed and not written.

use serde::Serialize;
use voxanne_codegen::plan::{HazardKind, TransactionMode};
use voxanne_codegen::{AccessChange, GenerateError, Way, WayOptions, way};
use voxanne_postgres::Unmodeled;
use voxanne_postgres::source::{Source, SourceError, State};

use super::interrupt::{Interrupt, on_runtime};
use super::plan::{PlannedStatement, statements};
use super::plan_text::{self, Shown};
use super::{Folders, count};
use crate::arguments::{Allowed, Diff, WayArguments, plain};
use crate::outcome::Outcome;
use crate::output::{Answer, Output};
use crate::report::{Failure, Problem};

/// A way, for machines.
#[derive(Serialize)]
struct Document<'d> {
    from: String,
    to: String,
    /// Whether both states are the same.
    equal: bool,
    /// The scripts for psql.
    up: &'d str,
    down: &'d str,
    parts: Vec<Part<'d>>,
    irreversible: Vec<&'d str>,
    unmodeled: Pair<&'d [Unmodeled]>,
}

#[derive(Serialize)]
struct Part<'d> {
    transaction: TransactionMode,
    statements: Vec<PlannedStatement<'d>>,
    access: &'d [AccessChange],
}

#[derive(Serialize)]
struct Pair<T> {
    from: T,
    to: T,
}

/// Compares two sources, and prints the way from one to the other.
pub(crate) fn diff(
    folders: &Folders<'_>,
    arguments: &Diff,
    output: &mut Output<'_>,
) -> Result<Answer, Failure> {
    let words = [("--from", &arguments.from), ("--to", &arguments.to)];
    let [from, to] =
        words.map(|(word, source)| Source::parse(source).map_err(|error| named(word, None, error)));
    let (from, to) = (from?, to?);
    let states = read(folders, arguments, [&from, &to], output)?;
    for (word, state) in ["--from", "--to"].into_iter().zip(&states) {
        for note in &state.notes {
            output.note(format_args!("{word}: {note}"));
        }
    }
    let [before, after] = &states;
    let said = folders.declaration().filter(|_| to == Source::Declared);
    let options = WayOptions {
        said: said.map(|declaration| declaration.collect().0),
        platform: folders.platform(),
        ..WayOptions::default()
    };
    let options = allowing(&arguments.way, before, options);
    let way = options
        .and_then(|options| way(&before.schema, &after.schema, &options))
        .map_err(refused)?;
    let mut warnings = besides(before, after);
    warnings.extend(way.missing_roles.iter().map(|role| {
        Problem::warning(format!("the role `{role}` is named in --to, and --from has none"))
            .code("role")
            .help("roles are the server's: create it before this runs")
    }));
    if arguments.down && !way.is_planned_back {
        refuse_one_way(&way)?;
    }
    print(arguments, &way, output);
    let outcome = if arguments.exit_code && !way.is_empty() {
        Outcome::Findings
    } else {
        Outcome::Fine
    };
    let document = document([&from, &to], &way, &states);
    Ok(Answer {
        warnings,
        ..Answer::new(outcome, document)
    })
}

/// Reads both sources.
fn read(
    folders: &Folders<'_>,
    arguments: &Diff,
    sources: [&Source; 2],
    output: &mut Output<'_>,
) -> Result<[State; 2], Failure> {
    let workshop = folders.workshop(&arguments.server, &arguments.role, &arguments.namespace);
    output.progress("reading both states");
    on_runtime(async {
        let interrupt = Interrupt::listen();
        let read = interrupt.or(workshop.states(sources)).await?;
        read.map_err(|(place, error)| {
            let word = if place == 0 { "--from" } else { "--to" };
            named(word, sources.get(place).copied(), error)
        })
    })
}

/// The options of a way, with what was asked for.
pub(super) fn allowing(
    arguments: &WayArguments,
    before: &State,
    options: WayOptions,
) -> Result<WayOptions, GenerateError> {
    let renames = arguments.rename.iter();
    let renames = renames.map(|words| way::rename(&before.schema, words));
    let (renames, wrong): (Vec<_>, Vec<_>) = renames.partition(Result::is_ok);
    if !wrong.is_empty() {
        let wrong = wrong.into_iter().filter_map(Result::err).map(|wrong| *wrong);
        return Err(GenerateError::definition(wrong.collect()));
    }
    let mut options = WayOptions {
        renames: renames.into_iter().flatten().collect(),
        plain: plain(arguments.plain.clone()),
        any_column_order: arguments.any_column_order,
        ..options
    };
    for allowed in &arguments.allow {
        match allowed {
            Allowed::All => options.allow.extend(HazardKind::ALL),
            Allowed::One(kind) => options.allow.extend([*kind]),
        }
    }
    Ok(options)
}

/// A change that is refused is a finding: nothing is wrong with the sources.
pub(super) fn refused(error: GenerateError) -> Failure {
    match error {
        GenerateError::Definition { diagnostics, .. } => Failure {
            outcome: Outcome::Findings,
            problems: diagnostics.iter().map(Problem::from).collect(),
            text: None,
        },
        GenerateError::Hazards(hazards) => {
            let mut problems: Vec<Problem> = Vec::new();
            for hazard in &hazards {
                let kind = hazard.kind.label();
                let help = format!("allow it with `--allow {kind}`, or all of them with `--allow all`");
                problems.push(Problem::error(&hazard.message).code(kind).help(help));
            }
            Failure {
                outcome: Outcome::Findings,
                problems,
                text: None,
            }
        }
        other => Failure::from(other),
    }
}

/// What cannot be taken back has no way back to print.
fn refuse_one_way(way: &Way) -> Result<(), Failure> {
    let problems: Vec<Problem> = way
        .irreversible()
        .map(|why| {
            Problem::error(why).code("irreversible").help(
                "there is no way back to print: `diff` with --from and --to exchanged plans one that makes \
                 what there was anew, without what was lost",
            )
        })
        .collect();
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failure {
        outcome: Outcome::Findings,
        problems,
        text: None,
    })
}

/// What one state has and the model has no form for.
fn besides(before: &State, after: &State) -> Vec<Problem> {
    let names = |of: &[&Unmodeled]| of.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut found = Vec::new();
    if !before.unmodeled.is_empty() {
        let all: Vec<&Unmodeled> = before.unmodeled.iter().collect();
        found.push(
            Problem::warning(format!(
                "--from has what the model has no form for: {}",
                names(&all)
            ))
            .code("unmodeled")
            .help("it is left as it is"),
        );
    }
    let fresh: Vec<&Unmodeled> = after
        .unmodeled
        .iter()
        .filter(|of| !before.unmodeled.contains(of))
        .collect();
    if !fresh.is_empty() {
        found.push(
            Problem::warning(format!(
                "--to has what the model has no form for: {}",
                names(&fresh)
            ))
            .code("unmodeled")
            .help("nothing here makes it: create it by hand, before what needs it"),
        );
    }
    found
}

fn print(arguments: &Diff, way: &Way, output: &mut Output<'_>) {
    if arguments.plan {
        if way.is_empty() {
            return;
        }
        let parts = way.parts.len();
        let shown: Vec<Shown<'_>> = way
            .parts
            .iter()
            .enumerate()
            .map(|(place, part)| Shown {
                name: format!("part {} of {}", place + 1, count(parts, "part")),
                planned: &part.planned,
                access: &part.access,
            })
            .collect();
        output.show(|sink| plan_text::write(sink, &shown, &way.declared));
        return;
    }
    let script = if arguments.down { &way.down } else { &way.up };
    output.show(|sink| sink.text(format_args!("{script}")));
}

fn document<'d>(sources: [&Source; 2], way: &'d Way, states: &'d [State; 2]) -> impl Serialize + use<'d> {
    let [from, to] = sources.map(ToString::to_string);
    let [before, after] = states;
    let parts = way.parts.iter().map(|part| Part {
        transaction: part.planned.transaction,
        statements: statements(&part.planned, &way.declared),
        access: &part.access,
    });
    Document {
        from,
        to,
        equal: way.is_empty(),
        up: &way.up,
        down: &way.down,
        parts: parts.collect(),
        irreversible: way.irreversible().collect(),
        unmodeled: Pair {
            from: &before.unmodeled,
            to: &after.unmodeled,
        },
    }
}

/// What is wrong with a source, by the word that named it.
fn named(word: &str, source: Option<&Source>, error: SourceError) -> Failure {
    let mut failure = Failure::from(error);
    for problem in &mut failure.problems {
        let place = problem.place.take();
        let place = place.or_else(|| source.map(ToString::to_string));
        problem.place = Some(place.map_or_else(|| word.to_owned(), |place| format!("{word}: {place}")));
    }
    failure
}
