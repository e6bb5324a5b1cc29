//! The pure heart of generation: a declaration and the written migrations in, new migrations out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use voxanne_schema::declare::{Declaration, Declared};
use voxanne_schema::diagnostic::{Code, Diagnostic};
use voxanne_schema::model::Schema;
use voxanne_schema::name::Name;
use voxanne_schema::object::ObjectId;
use voxanne_schema::parallel;
use voxanne_schema::rename::Named;

use crate::allowances;
use crate::analysis;
use crate::error::GenerateError;
use crate::migrations::{Draft, History, Migration, Rendered};
use crate::naming::{Namer, Naming};
use crate::plan::{Hazard, HazardKind, Inputs, Plain, PlannedMigration, plan};
use crate::rename::{self, Bodies};

/// What generation may do and how it names what it makes.
#[derive(Clone, Debug, Default)]
pub struct PlanOptions {
    /// How new migrations are called.
    pub naming: Naming,
    /// Hazards that somebody has allowed by name.
    pub allow: BTreeSet<HazardKind>,
    /// Which tables are changed plainly, and not beside their writers.
    pub plain: Plain,
}

/// New migrations, with what a person should know of them.
#[derive(Clone, Debug)]
pub struct Generated {
    /// What is declared.
    pub declared: Declared,
    /// The new migrations, in order, as plans.
    pub planned: Vec<PlannedMigration>,
    /// The same, as text.
    pub migrations: Vec<Rendered>,
    /// What the written and the new migrations come to.
    pub history: History,
    /// What is questionable.
    pub warnings: Vec<Diagnostic>,
}

/// The migrations that lead from the written ones to a declaration.
///
/// # Errors
///
/// Everything that is wrong in the declaration; every change that cannot be planned; hazards that
/// nobody has allowed.
pub fn generate(
    declaration: &Declaration,
    history: History,
    options: &PlanOptions,
) -> Result<Generated, GenerateError> {
    generate_beside(declaration, history, options, |_| ()).map(|(generated, ())| generated)
}

/// The same, and what else comes from the declaration alone, at the same time.
pub(crate) fn generate_beside<R: Send>(
    declaration: &Declaration,
    history: History,
    options: &PlanOptions,
    beside: impl Fn(&Declared) -> R + Sync,
) -> Result<(Generated, R), GenerateError> {
    let (declared, mut warnings) = checked(declaration)?;
    let (next, other) = parallel::join(|| next(&declared, history, options), || beside(&declared));
    let Next {
        planned,
        migrations,
        history,
        warnings: of_plan,
    } = next?;
    warnings.extend(of_plan);
    let generated = Generated {
        declared,
        planned,
        migrations,
        history,
        warnings,
    };
    Ok((generated, other))
}

/// What comes next, as plans and as text, and what all comes to.
struct Next {
    /// What is questionable in the plan.
    warnings: Vec<Diagnostic>,
    planned: Vec<PlannedMigration>,
    migrations: Vec<Rendered>,
    history: History,
}

/// What there is, and what is known of how it came about.
pub(crate) struct Before<'b> {
    /// What there is.
    pub(crate) schema: &'b Schema,
    /// Which module, by its slug, made each object.
    pub(crate) made_by: BTreeMap<ObjectId, Arc<str>>,
    /// What is called otherwise than it was.
    pub(crate) former_names: BTreeMap<Named, Name>,
}

/// The migrations that lead from what there is to what is declared, as plans, and what is questionable
/// in them.
pub(crate) fn planned(
    before: Before<'_>,
    declared: &Declared,
    options: &PlanOptions,
) -> Result<(Vec<PlannedMigration>, Vec<Diagnostic>), GenerateError> {
    let original = before.schema;
    let renames = rename::resolve(original, declared, &before.former_names);
    let mut made_by = before.made_by;
    let mut previous = original;
    let mut texts = Bodies::default();
    if let Some(renames) = &renames {
        texts = rename::bodies(renames, previous, declared);
        if !texts.stale.is_empty() {
            return Err(GenerateError::definition(texts.stale));
        }
        let made = made_by.into_iter();
        made_by = made
            .map(|(id, module)| (renames.follow_id(&id), module))
            .collect();
        previous = &renames.schema;
    }
    refuse_unknown_tables(&options.plain, previous)?;
    let bodies = match &renames {
        None => analysis::analyze(&[previous, &declared.schema]),
        Some(renames) => {
            let original = analysis::analyze(&[original]);
            let declared = analysis::analyze(&[&declared.schema]);
            declared.with(original.under_other_names(|needed| renames.follow_dependency(needed)))
        }
    };
    let inputs = Inputs {
        previous,
        made_by: &made_by,
        declared,
        bodies: &bodies,
        renames: renames.as_ref(),
        original,
        broken: &texts.broken,
        plain: &options.plain,
        other_domains: &BTreeSet::new(),
    };
    let mut planned = plan(inputs).map_err(GenerateError::definition)?;
    let warnings = allowances::apply(&mut planned, declared);
    refuse_hazards(&planned, options)?;
    Ok((planned, warnings))
}

fn next(declared: &Declared, mut history: History, options: &PlanOptions) -> Result<Next, GenerateError> {
    let before = Before {
        schema: &history.schema,
        made_by: history.made_by(),
        former_names: history.former_names(),
    };
    let (planned, warnings) = planned(before, declared, options)?;
    let namer = Namer::new(&options.naming, declared);
    let migrations = parallel::pipe(
        |push| {
            for parts in planned.chunk_by(|a, b| a.module == b.module) {
                let (module, names) = namer
                    .names(parts, &history)
                    .map_err(|found| GenerateError::definition(vec![*found]))?;
                for (part, name) in parts.iter().zip(names) {
                    let draft = Draft::new(part, name, &module, &mut history, declared);
                    push(draft.map_err(|error| GenerateError::Folder(vec![error]))?);
                }
            }
            Ok(())
        },
        |draft: Draft<'_>| draft.render(),
    )?;
    Ok(Next {
        planned,
        migrations,
        history,
        warnings,
    })
}

/// The migrations that a series of declarations come to, each generated on top of the last, from
/// nothing. This is what a folder holds after the same series of runs.
///
/// # Errors
///
/// As [`generate`].
pub fn generate_series(
    declarations: &[&Declaration],
    options: &PlanOptions,
) -> Result<Vec<Migration>, GenerateError> {
    let mut history = History::default();
    let mut migrations = Vec::new();
    for declaration in declarations {
        let generated = generate(declaration, history, options)?;
        history = generated.history;
        migrations.extend(
            generated
                .migrations
                .into_iter()
                .map(|rendered| rendered.migration),
        );
    }
    Ok(migrations)
}

/// A name that no table has would ask for nothing, in silence.
fn refuse_unknown_tables(plain: &Plain, previous: &Schema) -> Result<(), GenerateError> {
    let Plain::Tables(names) = plain else {
        return Ok(());
    };
    let one = |name: &String| Plain::Tables([name.clone()].into());
    let unknown = names
        .iter()
        .filter(|name| !previous.tables().any(|table| one(name).takes(&table.name)));
    let found: Vec<Diagnostic> = unknown
        .map(|name| {
            Diagnostic::general(
                Code::InvalidRule,
                format!(
                    "`{name}` is asked to be changed plainly, and there is no such table before this change"
                ),
                "name a table that exists as it is called from now on, as in `orders` or `billing.orders`",
            )
        })
        .collect();
    if found.is_empty() {
        Ok(())
    } else {
        Err(GenerateError::definition(found))
    }
}

/// A declaration without errors, and its warnings.
pub(crate) fn checked(declaration: &Declaration) -> Result<(Declared, Vec<Diagnostic>), GenerateError> {
    let (declared, mut diagnostics) = declaration.collect();
    diagnostics.extend(analysis::check(&declared));
    if diagnostics.iter().any(Diagnostic::is_error) {
        // The errors come last, where a terminal stops.
        diagnostics.sort_by_key(Diagnostic::is_error);
        return Err(GenerateError::definition(diagnostics));
    }
    Ok((declared, diagnostics))
}

fn refuse_hazards(planned: &[PlannedMigration], options: &PlanOptions) -> Result<(), GenerateError> {
    let mut refused: Vec<Hazard> = Vec::new();
    for statement in planned.iter().flat_map(PlannedMigration::statements) {
        for hazard in &statement.hazards {
            let allowed = hazard.allowed.is_some()
                || options.allow.contains(&hazard.kind)
                || options.plain.lets_pass(hazard, statement);
            if hazard.kind.needs_allowance() && !allowed && !refused.contains(hazard) {
                refused.push(hazard.clone());
            }
        }
    }
    if refused.is_empty() {
        Ok(())
    } else {
        Err(GenerateError::Hazards(refused))
    }
}
