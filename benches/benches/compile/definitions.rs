//! Definitions as a team would write them, as source text: a file for each table, with 12 columns,
//! 3 indexes, 1 foreign key, 2 policies and a trigger that keeps `updated_at`.

use voxanne_codegen::entities::GeneratedFile;

/// How much of a table is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The struct alone, without the derive.
    Struct,
    /// With `#[derive(Table)]`, and rules that say nothing.
    Derive,
    /// With indexes, policies and the trigger.
    Rules,
}

const HEAD: &str = "\
use voxanne_schema::prelude::*;

use crate::state::State;
";

const STRUCT: &str = "
/// What is kept of {n}.
#[derive(Table)]
#[table(name = \"table_{n}\", shared = \"a benchmark\")]
pub struct Table{n} {
    #[col(primary_key, default = gen_random_uuid())]
    pub id: Uuid,
    #[col(references = Table{parent}::id, on_delete = cascade)]
    pub parent_id: Option<Uuid>,
    /// What people call it.
    pub name: String,
    pub note: Option<String>,
    #[col(default = 0)]
    pub amount: i32,
    pub ratio: Option<f64>,
    #[col(default = true)]
    pub active: bool,
    #[col(default = State::Open)]
    pub state: State,
    pub document: Option<Jsonb>,
    pub tags: Option<Vec<String>>,
    #[col(default = now())]
    pub created_at: Timestamptz,
    #[col(default = now())]
    pub updated_at: Timestamptz,
}
";

const NO_RULES: &str = "
impl TableRules for Table{n} {
    type Columns = Table{n}Columns;

    fn rules(_c: Table{n}Columns, _r: &mut Rules<'_, Self>) {}
}
";

const RULES: &str = "
impl TableRules for Table{n} {
    type Columns = Table{n}Columns;

    fn rules(c: Table{n}Columns, r: &mut Rules<'_, Self>) {
        r.index(c.parent_id).named(\"idx_table_{n}_parent\");
        r.index((c.name, c.created_at.desc())).named(\"idx_table_{n}_name\");
        r.index(c.updated_at)
            .filter(c.state.eq(State::Open))
            .named(\"idx_table_{n}_open\");

        r.policy(\"table_{n}_select\")
            .on(Select)
            .to(AUTHENTICATED)
            .using(c.active.eq(true));
        r.policy(\"table_{n}_update\")
            .on(Update)
            .to(AUTHENTICATED)
            .using(c.active.eq(true).and(c.state.ne(State::Lost)));
        r.grant((Select, Update)).to(AUTHENTICATED);

        r.updated_at(c.updated_at);
    }
}
";

const STATE: &str = "\
use voxanne_schema::prelude::*;

/// How far it has come.
#[derive(PgEnum)]
pub enum State {
    Open,
    Closed,
    Lost,
}
";

/// The sources of a crate with so many tables.
pub(crate) fn sources(tables: usize, extent: Extent) -> Vec<GeneratedFile> {
    let mut files = vec![
        file("lib.rs", root(tables, extent)),
        file("state.rs", STATE.to_owned()),
    ];
    for n in 0..tables {
        files.push(file(&format!("table_{n}.rs"), table(n, extent)));
    }
    files
}

fn file(path: &str, contents: String) -> GeneratedFile {
    GeneratedFile {
        path: path.to_owned(),
        contents,
    }
}

fn table(n: usize, extent: Extent) -> String {
    let parent = n.saturating_sub(1);
    let mut text = String::new();
    if extent == Extent::Rules {
        text.push_str("use voxanne_schema::platform::supabase::AUTHENTICATED;\n");
    }
    text.push_str(HEAD);
    if extent != Extent::Struct && n > 0 {
        text.push_str("use crate::table_{parent}::Table{parent};\n");
    }
    match extent {
        Extent::Struct => text.push_str(&without_attributes(STRUCT)),
        Extent::Derive => text.extend([STRUCT, NO_RULES]),
        Extent::Rules => text.extend([STRUCT, RULES]),
    }
    text.replace("{n}", &n.to_string())
        .replace("{parent}", &parent.to_string())
}

fn without_attributes(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("#["));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The modules, and the declaration, ten tables a migration.
fn root(tables: usize, extent: Extent) -> String {
    let mut text = "pub mod state;\n".to_owned();
    for n in 0..tables {
        text.push_str(&format!("pub mod table_{n};\n"));
    }
    if extent == Extent::Struct {
        return text;
    }
    text.push_str(
        "\nuse voxanne_schema::prelude::*;\n\npub fn schema() -> Declaration {\n    \
         Declaration::new(\"benchmark\", Platform::Supabase)\n        \
         .module(Module::new(\"create_foundation\").enumeration::<state::State>())\n",
    );
    for first in (0..tables).step_by(10) {
        text.push_str(&format!("        .module(Module::new(\"create_tables_{first}\")"));
        for n in first..tables.min(first + 10) {
            text.push_str(&format!("\n            .table::<table_{n}::Table{n}>()"));
        }
        text.push_str(")\n");
    }
    text.push_str("}\n");
    text
}
