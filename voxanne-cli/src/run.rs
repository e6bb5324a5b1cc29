//! From words to a command, and from its answer to an exit code.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write};
use std::path::Path;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::{CommandFactory, FromArgMatches};

use crate::arguments::{
    self, Common, Program, ProjectCommand, ProjectLine, StandaloneCommand, StandaloneLine,
};
use crate::commands::{self, Folders};
use crate::outcome::Outcome;
use crate::output::{Answer, FileNames, Format, Output, Streams};
use crate::project::Project;
use crate::report::{self, Failure, Problem};

/// The main function of a team's binary: reads the arguments, does what they say, and ends with the
/// exit code that `--help` documents.
///
/// ```no_run
/// # use voxanne_schema::prelude::*;
/// # fn schema() -> Declaration { Declaration::new("clinics", Platform::Postgres) }
/// fn main() -> std::process::ExitCode {
///     voxanne_cli::run(schema())
/// }
/// ```
#[must_use]
pub fn run(project: impl Into<Project>) -> ExitCode {
    let project = project.into();
    with_real_streams(|call| project_line(project, call))
}

/// The main function of the binary that needs no definitions.
#[must_use]
pub fn run_standalone() -> ExitCode {
    with_real_streams(standalone_line)
}

/// What [`run`] does, for tests: the arguments come without the program's name, the output goes where
/// it can be read, and the environment has no say. Returns the exit code.
pub fn run_with<A: Into<OsString>>(
    project: impl Into<Project>,
    arguments: impl IntoIterator<Item = A>,
    stdout: &mut (dyn Write + Send),
    stderr: &mut (dyn Write + Send),
) -> i32 {
    let call = Call {
        program: Program {
            name: "voxanne".to_owned(),
            width: Some(100),
        },
        arguments: arguments.into_iter().map(Into::into).collect(),
        streams: Streams {
            stdout,
            stderr,
            stdout_color: false,
            stderr_color: false,
            watched: false,
        },
        database_url: None,
    };
    i32::from(project_line(project.into(), call).code())
}

/// Everything that a process is given.
struct Call<'s> {
    program: Program,
    /// Without the program's name.
    arguments: Vec<OsString>,
    streams: Streams<'s>,
    /// `DATABASE_URL`.
    database_url: Option<String>,
}

fn with_real_streams(line: impl FnOnce(Call<'_>) -> Outcome) -> ExitCode {
    let mut arguments = env::args_os();
    let path = arguments.next().unwrap_or_default();
    let name = Path::new(&path)
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    let name = name
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "voxanne".to_owned());
    let (stdout, stderr) = (io::stdout(), io::stderr());
    let stdout_color = AutoStream::choice(&stdout) != ColorChoice::Never;
    let stderr_color = AutoStream::choice(&stderr) != ColorChoice::Never;
    let watched = stderr.is_terminal();
    let width = (!stdout.is_terminal()).then_some(100);
    let (mut stdout, mut stderr) = (stdout, stderr);
    let call = Call {
        program: Program { name, width },
        arguments: arguments.collect(),
        streams: Streams {
            stdout: &mut stdout,
            stderr: &mut stderr,
            stdout_color,
            stderr_color,
            watched,
        },
        database_url: env::var("DATABASE_URL").ok(),
    };
    ExitCode::from(line(call).code())
}

fn project_line(project: Project, call: Call<'_>) -> Outcome {
    let project = project.seen_from(&FileNames::here());
    parsed::<ProjectLine>(call, |line, database_url, output| {
        let name = line.command.name();
        let result = match line.command {
            ProjectCommand::Generate(arguments) => commands::generate(&project, arguments, output),
            ProjectCommand::Check(_) => commands::check(&project, output),
            ProjectCommand::Plan(arguments) => commands::plan(&project, &arguments, output),
            ProjectCommand::Rebase(arguments) => commands::rebase(&project, &arguments, output),
            ProjectCommand::Squash(arguments) => commands::squash(&project, &arguments, output),
            ProjectCommand::Try(arguments) => commands::try_all(&project, &arguments, output),
            ProjectCommand::Diff(arguments) => commands::diff(&Folders::of(&project), &arguments, output),
            ProjectCommand::Drift(arguments) => commands::drift(&project, &arguments, database_url, output),
            ProjectCommand::Database(command) => {
                commands::database(&Folders::of(&project), &command, database_url, output)
            }
        };
        (name, result)
    })
}

fn standalone_line(call: Call<'_>) -> Outcome {
    parsed::<StandaloneLine>(call, |line, database_url, output| {
        let name = line.command.name();
        let folders = Folders::from(line.folder);
        let result = match line.command {
            StandaloneCommand::Diff(arguments) => commands::diff(&folders, &arguments, output),
            StandaloneCommand::Import(arguments) => {
                commands::import(&folders, &arguments, database_url.as_deref(), output)
            }
            StandaloneCommand::Database(command) => {
                commands::database(&folders, &command, database_url, output)
            }
        };
        (name, result)
    })
}

/// The arguments that every line has.
trait Line: CommandFactory + FromArgMatches {
    fn common(&self) -> &Common;
}

impl Line for ProjectLine {
    fn common(&self) -> &Common {
        &self.common
    }
}

impl Line for StandaloneLine {
    fn common(&self) -> &Common {
        &self.common
    }
}

type Answered = (&'static str, Result<Answer, Failure>);

/// Reads the arguments, runs what they ask for, and ends the output.
fn parsed<L: Line>(
    call: Call<'_>,
    run: impl FnOnce(L, Option<String>, &mut Output<'_>) -> Answered,
) -> Outcome {
    let Call {
        program,
        arguments,
        streams,
        database_url,
    } = call;
    let words = std::iter::once(OsString::from(&program.name)).chain(arguments.iter().cloned());
    let matches = arguments::command::<L>(&program).try_get_matches_from(words);
    let line = match matches.and_then(|matches| L::from_arg_matches(&matches)) {
        Ok(line) => line,
        Err(error) => return not_parsed(&error, &arguments, streams),
    };
    let common = line.common();
    let format = if common.json { Format::Json } else { Format::Text };
    let mut output = Output::new(streams, format, common.color.decided());
    let (name, result) = run(line, database_url, &mut output);
    let answer = match result {
        Ok(answer) => {
            output.messages(|sink| {
                report::write_problems(sink, &answer.warnings);
                report::write_problems(sink, &answer.errors);
            });
            answer
        }
        Err(failure) => {
            output.messages(|sink| failure.write(sink));
            failure.with(())
        }
    };
    ended(Some(name), &answer, &mut output)
}

fn ended(command: Option<&str>, answer: &Answer, output: &mut Output<'_>) -> Outcome {
    match output.finish(command, answer) {
        Ok(()) => answer.outcome,
        Err(error) => {
            let problem = Problem::error(format!("cannot write the output: {error}"));
            output.messages(|sink| report::write_problems(sink, &[problem]));
            answer.outcome.max(Outcome::Wrong)
        }
    }
}

/// Help, the version, or what is wrong with the arguments, as clap lays it out.
fn not_parsed(error: &clap::Error, arguments: &[OsString], streams: Streams<'_>) -> Outcome {
    let wrong = error.use_stderr();
    let json = wrong && arguments.iter().any(|argument| argument == "--json");
    let format = if json { Format::Json } else { Format::Text };
    let mut output = Output::new(streams, format, color_of(arguments));
    let text = error.render();
    let plain = text.to_string();
    let shown = if output.is_colored(wrong) {
        text.ansi().to_string()
    } else {
        plain.clone()
    };
    if !wrong {
        output.show(|sink| sink.text(format_args!("{shown}")));
        return ended(None, &Answer::new(Outcome::Fine, ()), &mut output);
    }
    output.messages(|sink| sink.text(format_args!("{shown}")));
    let message = plain
        .lines()
        .next()
        .unwrap_or_default()
        .trim_start_matches("error: ");
    let problem = Problem::error(message).code("usage").help("see --help");
    ended(None, &Failure::new(Outcome::Wrong, problem).with(()), &mut output)
}

/// Whether arguments that do not parse say something of colour all the same.
fn color_of(arguments: &[OsString]) -> Option<bool> {
    let says = |when: &str| {
        let joined = OsString::from(format!("--color={when}"));
        arguments.contains(&joined)
            || arguments
                .windows(2)
                .any(|two| two[0] == "--color" && two[1] == when)
    };
    match (says("never"), says("always")) {
        (true, _) => Some(false),
        (false, true) => Some(true),
        (false, false) => None,
    }
}
