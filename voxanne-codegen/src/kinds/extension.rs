//! Extensions. One that a server may lack is created where it is available, and queued elsewhere.

use voxanne_schema::model::{Extension, ExtensionPresence, RoleSetting};
use voxanne_schema::object::ObjectId;

use super::{Alteration, Context, Plan, Refusal};
use crate::diff::Pair;
use crate::plan::{Delta, Stage, Statement, Step};
use crate::sql::{ident, indent, literal};

impl Plan for Extension {
    const WEIGHT: u8 = 2;

    fn create(&self, _context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let mut statement = Statement::new(create_sql(self), drop_sql(self));
        if self.presence == ExtensionPresence::Optional {
            statement = statement.because(format!(
                "{} where the server has it; queued elsewhere.",
                self.name
            ));
        }
        Ok(vec![Step::new(
            Stage::Expand,
            vec![statement],
            vec![Delta::create(self.clone())],
        )])
    }

    fn drop(&self, _context: &Context<'_>) -> Result<Vec<Step>, Refusal> {
        let statement = Statement::new(drop_sql(self), create_sql(self));
        let delta = Delta::Drop(ObjectId::Extension(self.name.clone()));
        Ok(vec![Step::new(Stage::Contract, vec![statement], vec![delta])])
    }

    fn alter(pair: Pair<&Self>, _context: &Context<'_>) -> Result<Alteration, Refusal> {
        let Pair { previous, next } = pair;
        if previous.namespace != next.namespace {
            return Ok(Alteration::Recreate);
        }
        let statements = vec![
            Statement::new(reset_sql(previous), create_sql(previous)),
            Statement::new(create_sql(next), reset_sql(next)),
        ];
        let statements = statements
            .into_iter()
            .filter(|statement| !statement.sql.is_empty())
            .collect();
        Ok(Alteration::Steps(vec![Step::new(
            Stage::Expand,
            statements,
            vec![Delta::alter(next.clone())],
        )]))
    }
}

fn create_extension(extension: &Extension) -> String {
    format!(
        "CREATE EXTENSION IF NOT EXISTS {} WITH SCHEMA {};",
        ident(&extension.name),
        ident(&extension.namespace)
    )
}

fn create_sql(extension: &Extension) -> String {
    let create = create_extension(extension);
    if extension.presence == ExtensionPresence::Required && extension.settings.is_empty() {
        return create;
    }
    let mut body = String::from("BEGIN\n");
    if extension.presence == ExtensionPresence::Optional {
        body.push_str(&indent(&format!(
            "IF NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = {}) THEN\n    RAISE NOTICE '{} is queued: this server does not have it';\n    RETURN;\nEND IF;",
            literal(extension.name.as_str()),
            raise_text(extension.name.as_str()),
        )));
        body.push_str("\n\n");
    }
    body.push_str(&indent(&create));
    for setting in &extension.settings {
        body.push('\n');
        body.push_str(&indent(&set(setting)));
    }
    if extension.presence == ExtensionPresence::Optional {
        body.push_str(&format!(
            "\nEXCEPTION\n    WHEN object_not_in_prerequisite_state OR insufficient_privilege OR undefined_file THEN\n        RAISE NOTICE '{} is queued: %', SQLERRM;",
            raise_text(extension.name.as_str()),
        ));
    }
    body.push_str("\nEND;");
    format!("DO $extension$\n{body}\n$extension$;")
}

/// What `RAISE` prints as it is.
fn raise_text(text: &str) -> String {
    text.replace('\'', "''").replace('%', "%%")
}

fn set(setting: &RoleSetting) -> String {
    format!(
        "EXECUTE format(\n    'ALTER ROLE {} IN DATABASE %I SET {} = %L',\n    current_database(), {}\n);",
        ident(&setting.role),
        parameter(setting),
        literal(&setting.value),
    )
}

/// A parameter's name, each part quoted where it must be.
fn parameter(setting: &RoleSetting) -> String {
    let parts: Vec<String> = setting
        .parameter
        .as_str()
        .split('.')
        .map(|part| ident(&part.into()).into_owned())
        .collect();
    parts.join(".")
}

fn drop_sql(extension: &Extension) -> String {
    let drop = format!("DROP EXTENSION IF EXISTS {};", ident(&extension.name));
    match reset_sql(extension) {
        reset if reset.is_empty() => drop,
        reset => format!("{reset}\n\n{drop}"),
    }
}

/// The end of the settings that roles got, where the extension is there; nothing without settings.
fn reset_sql(extension: &Extension) -> String {
    if extension.settings.is_empty() {
        return String::new();
    }
    let resets: Vec<String> = extension
        .settings
        .iter()
        .map(|setting| {
            format!(
                "EXECUTE format('ALTER ROLE {} IN DATABASE %I RESET {}', current_database());",
                ident(&setting.role),
                parameter(setting),
            )
        })
        .collect();
    let known = format!(
        "IF EXISTS (SELECT FROM pg_extension WHERE extname = {}) THEN\n{}\nEND IF;",
        literal(extension.name.as_str()),
        indent(&resets.join("\n")),
    );
    format!("DO $extension$\nBEGIN\n{}\nEND;\n$extension$;", indent(&known))
}
