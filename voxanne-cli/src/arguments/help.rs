//! Examples and exit codes, which every `--help` ends with: what each code means to that command.

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

/// What the help of a command ends with.
struct Ending {
    command: &'static str,
    examples: Examples,
    /// When it ends with 1.
    findings: &'static str,
    /// When it ends with 3, if it uses a database.
    database: Option<&'static str>,
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
    (
        "$ diff --from postgresql://localhost/app --to db/migrations",
        "what does a database lack that its migrations make?",
    ),
];

/// What the help of each command ends with.
const ENDINGS: &[Ending] = &[
    Ending {
        command: "generate",
        examples: &[
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
        findings: "refused: data would be lost without --allow, or the written migrations are at odds",
        database: None,
    },
    Ending {
        command: "check",
        examples: &[
            ("$ check", "in CI, beside the tests"),
            ("$ check --json", "for tools"),
        ],
        findings: "something is stale, edited, missing or stray, or migrations have diverged",
        database: None,
    },
    Ending {
        command: "plan",
        examples: &[
            ("$ plan", "read what the next migration does"),
            ("$ plan --sql | less", "read it as it would be written"),
        ],
        findings: "the written migrations were edited, are incomplete or have diverged",
        database: None,
    },
    Ending {
        command: "rebase",
        examples: &[
            ("$ rebase", "the later branch moves behind the other"),
            (
                "$ rebase 20250201000000",
                "the one that begins with this migration moves",
            ),
        ],
        findings: "both branches change the same, or something else is wrong with the folder",
        database: None,
    },
    Ending {
        command: "squash",
        examples: &[
            ("$ squash", "all that is written becomes one migration"),
            (
                "$ squash --to 20250110000300",
                "those up to this one, and what comes later stays",
            ),
        ],
        findings: "they do not come to the same, a change would be cut in two, or the folder is wrong",
        database: Some("no scratch server was found, or it failed"),
    },
    Ending {
        command: "try",
        examples: &[
            ("$ try", "prove everything"),
            ("$ try --preload pgaudit", "on a server with pgaudit"),
            ("$ try --keep", "and look around in psql afterwards"),
        ],
        findings: "a migration, a verification, a sample or a check failed, or something is left",
        database: Some("no scratch server was found, or it failed"),
    },
    Ending {
        command: "diff",
        examples: &[
            (
                "$ diff --from postgresql://localhost/app --to db/migrations",
                "what would bring the database to what its migrations make",
            ),
            (
                "$ diff --from old.sql --to new.sql --rename users=people --plan",
                "and read it explained, with a table that is called otherwise",
            ),
            (
                "$ diff --from empty --to postgresql://localhost/app | psql -v ON_ERROR_STOP=1 -f - copy",
                "build the same in another database",
            ),
        ],
        findings: "refused, or there is a difference and `--exit-code` asks for it",
        database: Some("a database or scratch server failed, or a statement of a source did"),
    },
    Ending {
        command: "drift",
        examples: &[
            (
                "$ drift --database-url postgresql://localhost/app",
                "is the database what is declared?",
            ),
            (
                "$ drift --sql --allow deletes_data | psql -v ON_ERROR_STOP=1 -f - app",
                "make it so, although something goes that nobody declares",
            ),
            ("$ drift --adopt", "or declare what it has, on DATABASE_URL"),
            (
                "$ drift --format github",
                "in CI, on DATABASE_URL: each difference at the line that declares it",
            ),
        ],
        findings: "the database differs from the definitions",
        database: Some("the database, or the scratch server for the definitions, failed"),
    },
    Ending {
        command: "import",
        examples: &[
            (
                "$ import --database-url postgresql://localhost/app --output app-schema",
                "a crate of definitions of what the database has",
            ),
            (
                "$ import --from schema.sql --namespace billing",
                "of one namespace of what a file of SQL makes",
            ),
        ],
        findings: "never",
        database: Some("the database, or a scratch server for another source, failed"),
    },
    Ending {
        command: "apply",
        examples: &[
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
                "$ apply --baseline --to 20250110000300",
                "of a database that has those up to one already, take that for the beginning",
            ),
            (
                "$ apply --scratch",
                "apply everything to a server that is gone afterwards",
            ),
        ],
        findings: "refused, nothing was run: folder, ledger and database disagree, or something is in the way",
        database: Some(DATABASE),
    },
    Ending {
        command: "rollback",
        examples: &[
            ("$ rollback", "take the last migration back"),
            ("$ rollback --to 20250110000300", "everything after that one"),
            ("$ rollback --all --allow-data-loss", "everything, rows and all"),
        ],
        findings: "refused, nothing was run: rows would be lost, no way back, or folder and ledger disagree",
        database: Some(DATABASE),
    },
    Ending {
        command: "verify",
        examples: &[
            (
                "$ verify --database-url postgresql://localhost/app",
                "is the database what it should be?",
            ),
            ("$ verify --scratch", "do the migrations make what they say?"),
        ],
        findings: "the database is not what its migrations should have made, or folder and ledger disagree",
        database: Some(DATABASE),
    },
    Ending {
        command: "status",
        examples: &[
            (
                "$ status --database-url postgresql://localhost/app",
                "what is applied, what is pending",
            ),
            (
                "$ status --scratch",
                "what is there to apply to an empty database",
            ),
        ],
        findings: "a migration is edited, missing, unknown, out of order or unfinished",
        database: Some(DATABASE),
    },
];

/// What a database does that fails, for commands that may be given one.
const DATABASE: &str =
    "the database could not be reached or a statement failed, or no scratch server was found";

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
    let every = Ending {
        command: "",
        examples,
        findings: "something was found that a person should look at, or was refused",
        database: Some(DATABASE),
    };
    command = command.after_help(every.text(program));
    for ending in ENDINGS
        .iter()
        .filter(|ending| names.contains(&ending.command.to_owned()))
    {
        let text = ending.text(program);
        command = command.mut_subcommand(ending.command, |command| command.after_help(text));
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

impl Ending {
    fn text(&self, program: &Program) -> String {
        let mut text = String::from("Examples:");
        for (line, what) in self.examples {
            text.push_str(&format!("\n  {}\n      {what}", line.replace('$', &program.name)));
        }
        text.push_str("\n\nExit codes:");
        let database = self.database.map(|database| {
            [
                (Outcome::Database, database),
                (Outcome::Interrupted, "interrupted by Ctrl-C"),
            ]
        });
        let codes = [
            (Outcome::Fine, "everything is fine"),
            (Outcome::Findings, self.findings),
            (
                Outcome::Wrong,
                "wrong usage, wrong definitions, or files that cannot be read",
            ),
        ];
        for (outcome, when) in codes.into_iter().chain(database.into_iter().flatten()) {
            text.push_str(&format!("\n  {:<4} {when}", outcome.code()));
        }
        text
    }
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
                let ending = ENDINGS.iter().find(|ending| ending.command == name);
                assert_parse(&line, ending.map_or(&[][..], |ending| ending.examples));
            }
        }
        let [project, standalone] = lines();
        assert_parse(&project, WITH_DEFINITIONS);
        assert_parse(&standalone, WITHOUT_DEFINITIONS);
    }

    #[test]
    fn every_example_belongs_to_a_command() {
        for Ending { command, .. } in ENDINGS {
            let has_it = |line: &Command| line.get_subcommands().any(|other| other.get_name() == *command);
            assert!(lines().iter().any(has_it), "{command}");
        }
    }
}
