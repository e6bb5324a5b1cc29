//! `import`: a crate of definitions of what a database has.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Serialize;
use voxanne_codegen::import::{ImportOptions, Proposal, import as definitions};
use voxanne_postgres::Unmodeled;
use voxanne_postgres::source::{Source, State};

use super::interrupt::{Interrupt, on_runtime};
use super::{Folders, count};
use crate::arguments::Import;
use crate::outcome::Outcome;
use crate::output::{Answer, Output};
use crate::report::{Failure, Problem};

/// What was written, for machines.
#[derive(Serialize)]
struct Document {
    folder: String,
    files: Vec<String>,
    objects: usize,
    /// What definitions have no words for.
    unsaid: Vec<String>,
    unmodeled: Vec<Unmodeled>,
    tenants: Vec<Proposal>,
}

/// Reads a source, and writes its definitions.
pub(crate) fn import(
    folders: &Folders<'_>,
    arguments: &Import,
    environment: Option<&str>,
    output: &mut Output<'_>,
) -> Result<Answer, Failure> {
    let source = source(arguments, environment)?;
    let folder = &arguments.output;
    refuse_full(folder)?;
    let name = name(arguments)?;
    let state = read(folders, arguments, &source, output)?;
    for note in &state.notes {
        output.note(note);
    }
    let options = ImportOptions {
        name: name.clone(),
        platform: folders.platform(),
    };
    let imported = definitions(&state.schema, &options);
    let mut files: BTreeMap<String, String> = imported
        .files
        .into_iter()
        .map(|(path, text)| (format!("src/{path}"), text))
        .collect();
    files.insert(
        "Cargo.toml".to_owned(),
        manifest(&name, arguments.checkout.as_deref())?,
    );
    files.insert("src/main.rs".to_owned(), main(&name));
    write(folder, &files, &["src/lib.rs", "src/main.rs"]).map_err(|error| not_written(folder, &error))?;

    let objects = state.schema.len();
    output.say(format_args!(
        "{} became {} in `{}`",
        count(objects, "object"),
        count(files.len(), "file"),
        folder.display()
    ));
    for proposal in &imported.proposals {
        output.say(format_args!(
            "`{}` may be a tenant's: {}",
            proposal.table, proposal.reason
        ));
    }
    if let Source::Database(_) = source {
        output.say(
            "next, in that folder: `cargo run -- generate` writes the migrations that make it, and \
             `cargo run -- apply --baseline` records them on the database",
        );
    }
    let mut warnings = Vec::new();
    if !imported.unsaid.is_empty() {
        let unsaid: Vec<String> = imported.unsaid.iter().map(ToString::to_string).collect();
        warnings.push(
            Problem::warning(format!(
                "definitions have no words for {}: {}",
                count(unsaid.len(), "object"),
                shortened(&unsaid)
            ))
            .code("unsaid")
            .help("they are declared all the same, in the form of the model, by `src/unsaid.json`"),
        );
    }
    if !state.unmodeled.is_empty() {
        let unmodeled: Vec<String> = state.unmodeled.iter().map(ToString::to_string).collect();
        warnings.push(
            Problem::warning(format!(
                "the database has what the model has no form for: {}",
                shortened(&unmodeled)
            ))
            .code("unmodeled")
            .help("it is not declared, and no migration will touch it"),
        );
    }
    let document = Document {
        folder: folder.display().to_string(),
        files: files.into_keys().collect(),
        objects,
        unsaid: imported.unsaid.iter().map(ToString::to_string).collect(),
        unmodeled: state.unmodeled,
        tenants: imported.proposals,
    };
    Ok(Answer {
        warnings,
        ..Answer::new(Outcome::Fine, document)
    })
}

/// The first of many, and how many there are besides.
fn shortened(all: &[String]) -> String {
    const SHOWN: usize = 20;
    let mut told = all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if all.len() > SHOWN {
        told.push_str(&format!(", and {} more", all.len() - SHOWN));
    }
    told
}

fn source(arguments: &Import, environment: Option<&str>) -> Result<Source, Failure> {
    let said = arguments
        .from
        .as_deref()
        .or(arguments.database.database_url.as_deref());
    let Some(said) = said.or(environment) else {
        return Err(Failure::new(
            Outcome::Wrong,
            Problem::error("there is nothing to import")
                .code("source")
                .help("name a database with `--database-url postgresql://user@host/name`, or another source with `--from`"),
        ));
    };
    Source::parse(said).map_err(Failure::from)
}

/// Nothing is written over.
fn refuse_full(folder: &Path) -> Result<(), Failure> {
    let is_free = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) => return Err(not_written(folder, &error)),
    };
    if is_free {
        return Ok(());
    }
    Err(Failure::new(
        Outcome::Wrong,
        Problem::error(format!("`{}` is not empty", folder.display()))
            .code("folder")
            .help("nothing is written over: name another folder with `--output`"),
    ))
}

/// The name of the crate.
fn name(arguments: &Import) -> Result<String, Failure> {
    let of_folder = || {
        arguments
            .output
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    let name = arguments.name.clone().or_else(of_folder).unwrap_or_default();
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let goes_on = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if starts && goes_on {
        return Ok(name);
    }
    Err(Failure::new(
        Outcome::Wrong,
        Problem::error(format!("`{name}` cannot be the name of a crate"))
            .code("name")
            .help("say one of ASCII letters, digits, `-` and `_` with `--name`"),
    ))
}

fn read(
    folders: &Folders<'_>,
    arguments: &Import,
    source: &Source,
    output: &mut Output<'_>,
) -> Result<State, Failure> {
    let workshop = folders.workshop(&arguments.server, &arguments.role, &arguments.namespace);
    output.progress(format_args!("reading {source}"));
    on_runtime(async {
        let interrupt = Interrupt::listen();
        let read = interrupt.or(workshop.one(source)).await?;
        read.map_err(Failure::from)
    })
}

fn manifest(name: &str, checkout: Option<&Path>) -> Result<String, Failure> {
    let version = env!("CARGO_PKG_VERSION");
    let mut dependencies = String::new();
    for package in ["voxanne-cli", "voxanne-schema"] {
        let from = match checkout {
            None => format!("\"{version}\""),
            Some(folder) => {
                let path = folder.join(package);
                let path = path.canonicalize().map_err(|error| not_found(&path, &error))?;
                format!("{{ path = {:?} }}", path.display().to_string())
            }
        };
        dependencies.push_str(&format!("{package} = {from}\n"));
    }
    Ok(format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n{dependencies}\n[workspace]\n"
    ))
}

fn main(name: &str) -> String {
    let library = name.replace('-', "_");
    format!(
        "//! The command line of the schema: `cargo run -- --help`.\n\nuse std::process::ExitCode;\n\n\
         fn main() -> ExitCode {{\n    voxanne_cli::run(voxanne_cli::Project::new(\n        \
         {library}::schema(),\n        env!(\"CARGO_MANIFEST_DIR\"),\n    ))\n}}\n"
    )
}

/// Writes all of the files, or none: they are written beside the folder, which then takes its place.
/// `roots` are the modules that lead to all others.
pub(super) fn write(folder: &Path, files: &BTreeMap<String, String>, roots: &[&str]) -> io::Result<()> {
    let beside = beside(folder);
    let written = files.iter().try_for_each(|(path, text)| {
        let path = beside.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)
    });
    let written = written.map(|()| lay_out(&beside, roots));
    // An empty folder gives way; one that is not empty by now stays, and this fails.
    let moved = written.and_then(|()| match fs::remove_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => fs::rename(&beside, folder),
    });
    if moved.is_err() {
        // What is left of it is of no use; why it failed is told.
        let _ = fs::remove_dir_all(&beside);
    }
    moved
}

/// Lays the code out as the team's own `rustfmt` does, where there is one: the code is the same without.
fn lay_out(folder: &Path, roots: &[&str]) {
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--edition", "2024"]).args(roots);
    rustfmt
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let _ = rustfmt.status();
}

/// A folder of this run alone.
fn beside(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().map(ToOwned::to_owned).unwrap_or_default();
    name.push(format!(".{}.unfinished", std::process::id()));
    folder.with_file_name(name)
}

pub(super) fn not_written(folder: &Path, error: &io::Error) -> Failure {
    Failure::new(
        Outcome::Wrong,
        Problem::error(format!("`{}` cannot be written: {error}", folder.display()))
            .code("folder")
            .help("name a folder that may be written with `--output`; nothing was left behind"),
    )
}

fn not_found(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        Outcome::Wrong,
        Problem::error(format!("`{}` cannot be read: {error}", path.display()))
            .code("checkout")
            .help("`--checkout` names the folder of a checkout of Voxanne, which holds this"),
    )
}
