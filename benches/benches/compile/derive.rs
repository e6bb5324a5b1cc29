//! What `#[derive(Table)]` costs, and what the rules beside it cost.

use std::path::Path;

use crate::definitions::{Extent, sources};
use crate::measure::{Subject, in_rounds, pair, tell};
use crate::project::Project;
use crate::{Failure, SIZES};

const ROUNDS: usize = 5;
const EXTENTS: [(Extent, &str); 3] = [
    (Extent::Struct, "structs"),
    (Extent::Derive, "derive"),
    (Extent::Rules, "derive and rules"),
];

pub(crate) fn run(folder: &Path) -> Result<(), Failure> {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../voxanne-schema");
    let dependencies = format!("voxanne-schema = {{ path = {schema:?} }}");
    let project = Project::new(folder, "definitions")?;
    let mut subjects = Vec::new();
    let mut add = |extent, what, tables| {
        let subject = Subject::new(what, tables);
        project.write(&subject.name(), &dependencies, &sources(tables, extent))?;
        subjects.push(subject);
        Ok::<_, Failure>(())
    };
    add(Extent::Derive, "declaration", 0)?;
    for tables in SIZES {
        for (extent, what) in EXTENTS {
            add(extent, what, tables)?;
        }
    }
    in_rounds(&project, &mut subjects, ROUNDS)?;
    tell("`cargo check` of definitions", &subjects);
    for tables in SIZES {
        for what in ["derive", "derive and rules"] {
            if let Some((whole, structs)) = pair(&subjects, tables, what, "structs") {
                let a_table = (whole.wall - structs.wall) / tables as f64;
                println!("{tables:>6}  {what} over plain structs: {a_table:.2} a table (budget: 20)");
            }
        }
    }
    Ok(())
}
