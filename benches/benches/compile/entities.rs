//! Our entities beside sea-orm-cli's, of the same tables: ours from the model, theirs from a
//! database to which our migrations were applied. Both as they were generated, nothing mended.

use std::path::Path;

use voxanne_codegen::entities::{EntityOptions, GeneratedFile, entities};
use voxanne_codegen::migrations::History;
use voxanne_codegen::{Generated, PlanOptions, generate};
use voxanne_postgres::{Connection, Platform, ScratchOptions, ScratchServer, prelude};

use crate::measure::{Subject, in_rounds, pair, tell};
use crate::project::Project;
use crate::{Failure, SIZES, sea_orm_cli};

const ROUNDS: usize = 3;
/// As the entities of the example have it, which a service would use.
const DEPENDENCIES: &str = "sea-orm = { version = \"2.0.4\", default-features = false, features = [\
    \"macros\", \"sqlx-postgres\", \"runtime-tokio\", \"with-chrono\", \"with-json\", \"with-uuid\", \
    \"postgres-array\"] }";

pub(crate) fn run(folder: &Path) -> Result<(), Failure> {
    let project = Project::new(folder, "entities")?;
    let bare = Subject::new("sea-orm", 0);
    project.write(&bare.name(), DEPENDENCIES, &[empty()])?;
    let mut subjects = vec![bare];
    let program = sea_orm_cli::program(folder);
    if let Err(error) = &program {
        println!("nothing to compare with: {error}");
    }
    for tables in SIZES {
        let declaration = voxanne_benches::declaration(tables);
        let generated = generate(&declaration, History::default(), &PlanOptions::default())?;
        let ours = Subject::new("ours", tables);
        let files = entities(&generated.declared.schema, &EntityOptions::default());
        project.write(&ours.name(), DEPENDENCIES, &files)?;
        subjects.push(ours);
        let Ok(program) = &program else { continue };
        let theirs = Subject::new("theirs", tables);
        let sources = project.add(&theirs.name(), DEPENDENCIES)?;
        tokio::runtime::Runtime::new()?.block_on(introspect(program, &generated, &sources))?;
        let written = std::fs::read_dir(&sources)?.count();
        if written < tables {
            return Err(format!("sea-orm-cli wrote {written} files for {tables} tables").into());
        }
        subjects.push(theirs);
    }
    in_rounds(&project, &mut subjects, ROUNDS)?;
    tell("`cargo check` of compact entities", &subjects);
    for tables in SIZES {
        if let Some((ours, theirs)) = pair(&subjects, tables, "ours", "theirs") {
            println!(
                "{tables:>6}  ours / theirs: {:.3} (processor {:.3}; budget: 1)",
                ours.wall / theirs.wall,
                ours.processor / theirs.processor
            );
        }
    }
    Ok(())
}

fn empty() -> GeneratedFile {
    GeneratedFile {
        path: "lib.rs".to_owned(),
        contents: String::new(),
    }
}

async fn introspect(program: &Path, generated: &Generated, sources: &Path) -> Result<(), Failure> {
    let server = ScratchServer::start(&ScratchOptions::default())?;
    server.create_database("benchmark").await?;
    let url = server.url("benchmark");
    let mut session = Connection::connect(&url).await?;
    session.execute(prelude(Platform::Supabase)).await?;
    for rendered in &generated.migrations {
        session.execute(&rendered.migration.files.up).await?;
    }
    // sea-orm-cli asks for one table after another. A server that does not know how large its own
    // catalogs have become needs seconds for each.
    session.execute("ANALYZE").await?;
    session.close().await?;
    sea_orm_cli::generate(program, &url, sources)
}
