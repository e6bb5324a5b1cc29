//! The beginning of a history becomes one migration, which makes at once what they made one after
//! another. What they did to rows is not in it: a database that has none of them has no rows.
//!
//! Nothing is written before somebody has seen that both come to the same: the plan is one step, the
//! writing another.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::declare::{Declared, ModuleInfo};
use voxanne_schema::model::Schema;

use super::exchange::Exchange;
use super::{Generator, Report};
use crate::analysis;
use crate::error::GenerateError;
use crate::migrations::{
    Draft, FolderError, History, Migration, MigrationName, Rendered, SQUASHED_FORMAT, Squashed,
};
use crate::plan::{Inputs, Plain, PlannedMigration, plan};
use crate::rename::Bodies;

/// The module of what is squashed, and its slug unless another one is chosen.
const BASELINE: &str = "baseline";

/// Migrations, and the one that is to stand for them.
#[derive(Clone, Debug)]
pub struct Squash {
    /// The migrations that go, in order.
    pub replaced: Vec<Migration>,
    /// The one that stands for them.
    pub baseline: Rendered,
    /// The one that comes after them, if any does: from now on after the baseline.
    pub next: Option<Migration>,
}

impl Generator {
    /// One migration in place of all up to `to` (a version or a whole name), or of all that are
    /// written. It has the version of the last of them. None where there are not two of them. Writes
    /// nothing.
    ///
    /// # Errors
    ///
    /// A wrong folder; that no migration is called `to`, or that a change goes on after it.
    pub fn squash(&self, to: Option<&str>) -> Result<Option<Squash>, GenerateError> {
        let wrong = |error| GenerateError::Folder(vec![error]);
        let written = self.folder().read().map_err(GenerateError::Folder)?;
        let count = end(&written, to).map_err(wrong)?;
        let (replaced, later) = written.split_at(count);
        let Some(last) = replaced.last().filter(|_| count > 1) else {
            return Ok(None);
        };
        let history = History::fold(replaced).map_err(wrong)?;
        let slug = self.plan.naming.slug.clone();
        let name = MigrationName {
            version: last.record.name.version,
            slug: slug.unwrap_or_else(|| BASELINE.to_owned()),
        };
        let mut baseline = self.at_once(&history.schema, name, &last.record.name)?;
        let record = &mut baseline.migration.record;
        record.format = SQUASHED_FORMAT;
        record.squashed = Some(Squashed::of(replaced, &history));
        baseline.plan = record.to_json();
        let next = later.first().cloned().map(|mut next| {
            next.record.parent = Some(baseline.migration.record.name.clone());
            next
        });
        Ok(Some(Squash {
            replaced: replaced.to_vec(),
            baseline,
            next,
        }))
    }

    /// The migration that makes a schema of nothing.
    fn at_once(
        &self,
        schema: &Schema,
        name: MigrationName,
        last: &MigrationName,
    ) -> Result<Rendered, GenerateError> {
        let declared = as_declared(self.declaration.collect().0, schema.clone());
        let nothing = Schema::new();
        let planned = plan(Inputs {
            previous: &nothing,
            made_by: &BTreeMap::new(),
            declared: &declared,
            bodies: &analysis::analyze(&[&declared.schema]),
            renames: None,
            original: &nothing,
            broken: &Bodies::default().broken,
            plain: &Plain::Nothing,
            other_domains: &BTreeSet::new(),
        })
        .map_err(GenerateError::definition)?;
        let one = joined(planned, last).map_err(|error| GenerateError::Folder(vec![error]))?;
        let mut history = History::default();
        let draft = Draft::new(&one, name, BASELINE, &mut history, &declared);
        Ok(draft
            .map_err(|error| GenerateError::Folder(vec![error]))?
            .render())
    }

    /// Writes a baseline in place of what it stands for.
    ///
    /// # Errors
    ///
    /// A file that cannot be written or removed.
    pub fn write_squash(&self, squash: &Squash) -> Result<Report, GenerateError> {
        let mut report = Report::default();
        self.exchange_of(squash).carry_out(&self.folder(), &mut report)?;
        report
            .migrations
            .push(squash.baseline.migration.record.name.clone());
        Ok(report)
    }

    pub(super) fn exchange_of(&self, squash: &Squash) -> Exchange {
        let folder = self.folder();
        let mut exchange = Exchange::default();
        exchange.bring(&folder, &squash.baseline);
        // The one migration that comes after another one now. Its own files stay as they are.
        if let Some(next) = &squash.next {
            let [.., plan] = folder.paths(&next.record.name);
            exchange.write(&folder, &plan, &next.record.to_json());
        }
        for replaced in &squash.replaced {
            for path in folder.paths(&replaced.record.name) {
                exchange.remove(&folder, &path);
            }
        }
        exchange
    }
}

/// How many migrations there are up to the one that is named.
fn end(written: &[Migration], to: Option<&str>) -> Result<usize, FolderError> {
    let Some(wanted) = to else {
        return Ok(written.len());
    };
    let is_wanted = |name: &MigrationName| name.to_string() == wanted || name.version.to_string() == wanted;
    let found = written
        .iter()
        .position(|migration| is_wanted(&migration.record.name));
    let Some(place) = found else {
        return Err(FolderError::Unknown {
            wanted: wanted.to_owned(),
            last: written.last().map(|last| last.record.name.clone()),
        });
    };
    let record = &written[place].record;
    if record.part.0 < record.part.1 {
        let last = written.get(place + (record.part.1 - record.part.0));
        return Err(FolderError::InsideOfAChange {
            migration: record.name.clone(),
            part: record.part,
            last: last.map(|last| last.record.name.clone()),
        });
    }
    Ok(place + 1)
}

/// A declaration of that schema, all in one module.
fn as_declared(mut declared: Declared, schema: Schema) -> Declared {
    declared.module_of = schema.objects().map(|(id, _)| (id.clone(), 0)).collect();
    declared.modules = vec![ModuleInfo {
        as_found: false,
        slug: BASELINE.to_owned(),
        later_slugs: Vec::new(),
        version: None,
    }];
    declared.schema = schema;
    declared.backfills.clear();
    declared.deduplications.clear();
    declared.conversions.clear();
    declared.renames.clear();
    declared.removed_labels.clear();
    declared
}

/// What makes a schema of nothing is one file: there is nobody to wait for.
fn joined(planned: Vec<PlannedMigration>, last: &MigrationName) -> Result<PlannedMigration, FolderError> {
    let mut planned = planned.into_iter();
    match (planned.next(), planned.next()) {
        (Some(one), None) => Ok(one),
        (one, _) => Err(FolderError::NoBaseline {
            last: last.clone(),
            reason: if one.is_some() {
                "what they come to cannot be made in one transaction"
            } else {
                "what they come to is nothing"
            },
        }),
    }
}
