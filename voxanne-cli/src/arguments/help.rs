//! Examples and exit codes, which every `--help` ends with.

use clap::{Command, CommandFactory};

use crate::outcome::Outcome;

/// The program that is being run.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    /// What it is called.
    pub(crate) name: String,
    /// How wide its help is, where no terminal says so.
    pub(crate) width: Option<usize>,
}

/// Examples, and what they do. `$` stands for the program.
type Examples = &'static [(&'static str, &'static str)];

/// Examples for a binary that knows definitions.
const WITH_DEFINITIONS: Examples = &[
    (
        "$ generate",
        "after a change of the definitions: write what follows from it",
    ),
    ("$ check", "in CI: is everything written?"),
    ("$ try", "prove all of it on a scratch server"),
    (
        "$ apply --database-url postgresql://localhost/app",
        "and bring a database up to it",
    ),
];

/// Examples for the binary that knows none.
const WITHOUT_DEFINITIONS: Examples = &[
    (
        "$ status --database-url postgresql://localhost/app",
        "where does a database stand?",
    ),
    (
        "$ apply --scratch --migrations db/migrations",
        "do the migrations run?",
    ),
];

/// Examples of each command.
const EXAMPLES: &[(&str, Examples)] = &[
    (
        "generate",
        &[
            ("$ generate", "write what is new"),
            (
                "$ generate --slug add_notes_to_contacts",
                "and say what the migration is called",
            ),
            (
                "$ generate --allow deletes_data",
                "although a column goes, with its values",
            ),
        ],
    ),
    (
        "check",
        &[
            ("$ check", "in CI, beside the tests"),
            ("$ check --json", "for tools"),
        ],
    ),
    (
        "plan",
        &[
            ("$ plan", "read what the next migration does"),
            ("$ plan --sql | less", "read it as it would be written"),
        ],
    ),
    (
        "try",
        &[
            ("$ try", "prove everything"),
            ("$ try --preload pgaudit", "on a server with pgaudit"),
            ("$ try --keep", "and look around in psql afterwards"),
        ],
    ),
    (
        "apply",
        &[
            (
                "$ apply --database-url postgresql://localhost/app --dry-run",
                "see what would happen",
            ),
            (
                "$ apply --database-url postgresql://localhost/app",
                "apply everything",
            ),
            (
                "$ apply --to 20250110000300",
                "up to one migration, on DATABASE_URL",
            ),
            (
                "$ apply --scratch",
                "apply everything to a server that is gone afterwards",
            ),
        ],
    ),
    (
        "rollback",
        &[
            ("$ rollback", "take the last migration back"),
            ("$ rollback --to 20250110000300", "everything after that one"),
            ("$ rollback --all --allow-data-loss", "everything, rows and all"),
        ],
    ),
    (
        "verify",
        &[
            (
                "$ verify --database-url postgresql://localhost/app",
                "is the database what it should be?",
            ),
            ("$ verify --scratch", "do the migrations make what they say?"),
        ],
    ),
    (
        "status",
        &[
            (
                "$ status --database-url postgresql://localhost/app",
                "what is applied, what is pending",
            ),
            (
                "$ status --scratch",
                "what is there to apply to an empty database",
            ),
        ],
    ),
];

/// The command line of a program, with its help complete.
pub(crate) fn command<Line: CommandFactory>(program: &Program) -> Command {
    let mut command = Line::command()
        .name(program.name.clone())
        .bin_name(program.name.clone())
        .version(version(&program.name))
        .max_term_width(100)
        .disable_help_subcommand(true);
    if let Some(width) = program.width {
        command = command.term_width(width);
    }
    let names: Vec<String> = command
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect();
    let has_definitions = names.iter().any(|name| name == "generate");
    let examples = if has_definitions {
        WITH_DEFINITIONS
    } else {
        WITHOUT_DEFINITIONS
    };
    command = command.after_help(end(examples, program));
    for name in names {
        let examples = EXAMPLES
            .iter()
            .find(|(of, _)| *of == name)
            .map_or(&[][..], |(_, examples)| examples);
        let end = end(examples, program);
        command = command.mut_subcommand(name, |command| command.after_help(end));
    }
    command
}

fn version(program: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    if program == "voxanne" {
        version.to_owned()
    } else {
        format!("(voxanne {version})")
    }
}

/// What help ends with.
fn end(examples: &[(&str, &str)], program: &Program) -> String {
    let mut text = String::from("Examples:");
    for (line, what) in examples {
        text.push_str(&format!("\n  {}\n      {what}", line.replace('$', &program.name)));
    }
    format!("{text}\n\nExit codes:\n{}", Outcome::HELP)
}

#[cfg(test)]
mod tests {
    use clap::Command;

    use super::*;
    use crate::arguments::{ProjectLine, StandaloneLine};

    fn lines() -> [Command; 2] {
        let program = Program {
            name: "voxanne".to_owned(),
            width: Some(100),
        };
        [
            command::<ProjectLine>(&program),
            command::<StandaloneLine>(&program),
        ]
    }

    fn assert_parse(line: &Command, examples: &[(&str, &str)]) {
        assert!(!examples.is_empty(), "`{}` has no examples", line.get_name());
        for (example, _) in examples {
            let words = example.split(" | ").next().unwrap_or_default().split(' ');
            assert!(line.clone().try_get_matches_from(words).is_ok(), "{example}");
        }
    }

    #[test]
    fn every_command_has_examples_that_parse() {
        for line in lines() {
            line.clone().debug_assert();
            for command in line.get_subcommands() {
                let name = command.get_name();
                let examples = EXAMPLES
                    .iter()
                    .find(|(of, _)| *of == name)
                    .map_or(&[][..], |(_, examples)| examples);
                assert_parse(&line, examples);
            }
        }
        let [project, standalone] = lines();
        assert_parse(&project, WITH_DEFINITIONS);
        assert_parse(&standalone, WITHOUT_DEFINITIONS);
    }

    #[test]
    fn every_example_belongs_to_a_command() {
        let [line, _] = lines();
        for (name, _) in EXAMPLES {
            assert!(
                line.get_subcommands().any(|command| command.get_name() == *name),
                "{name}"
            );
        }
    }
}
