//! The smallest team's binary: one table, and everything that the command line can do with it, in
//! the current folder.

use std::process::ExitCode;

use voxanne_cli::Project;
use voxanne_schema::prelude::*;

/// Clinics that use the service.
#[derive(Table)]
#[table(name = "organizations", shared = "the tenants themselves")]
pub struct Organization {
    /// Which clinic.
    #[col(primary_key, default = gen_random_uuid())]
    pub id: Uuid,
    /// What it calls itself.
    pub name: String,
}

impl TableRules for Organization {
    type Columns = OrganizationColumns;
    fn rules(_: OrganizationColumns, _: &mut Rules<Self>) {}
}

fn schema() -> Declaration {
    Declaration::new("clinics", Platform::Postgres)
        .first_version(20_250_110_000_000)
        .module(Module::new("create_organizations").table::<Organization>())
}

fn main() -> ExitCode {
    voxanne_cli::run(Project::new(schema(), ".").entities("entities/src"))
}
