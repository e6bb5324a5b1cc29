//! Changes that reach what hangs on them: a column's type, an enum that loses or reorders labels, a
//! function whose signature changes. Everything in the way is dropped, the change is made, and all of
//! it is created again, in one transaction, so that no committed state lets anybody see or do more.
//!
//! This happens before all other changes of a plan, on the model as it was; the difference that
//! remains is planned as if the types had always been so.

mod affected;
mod back;
mod choice;
mod column;
mod conversion;
mod crossing;
mod mentions;
mod parts;
mod script;
mod seed;
mod shadow;

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::data_type::{BaseType, DataType};
use voxanne_schema::declare::Declared;
use voxanne_schema::model::{Column, Composite, Domain, Enum, Schema};
use voxanne_schema::name::{Name, QualifiedName, default_name};
use voxanne_schema::object::{Object, ObjectId};

pub(crate) use back::{domain_back, function_back, generated_again, without_labels};
pub(crate) use mentions::{expressions, has_word, says, says_column, texts};
pub(crate) use seed::{is_contained, is_extended};

use affected::Affected;
use seed::Seeds;

use column::{Fate, renamed};
use conversion::Types;

use crate::analysis::BodyDependencies;
use crate::diff::Change;
use crate::kinds::{Context, Heirs, Refusal, place_help};
use crate::plan::{Inputs, Plain, Stage, Step, Undo};

/// What there is after the types have changed, and how it comes about.
#[derive(Debug)]
pub(crate) struct Reshaped {
    /// The model in between.
    pub(crate) middle: Schema,
    /// The place of the module that asked first.
    pub(crate) module: usize,
    /// What comes before it, while writers pass.
    pub(crate) before: Vec<Step>,
    /// The statements, all of one transaction.
    pub(crate) step: Step,
}

/// Carries out what reaches dependents, if there is any such change.
///
/// # Errors
///
/// Every column whose values nobody can convert, every label whose rows nobody has spoken for, and
/// every dependent that can be neither restored nor changed at once.
pub(crate) fn reshape(
    inputs: Inputs<'_>,
    changes: &[Change<'_>],
    module_of: impl Fn(&ObjectId) -> usize,
) -> Result<Option<Reshaped>, Vec<Refusal>> {
    let existing = inputs.previous.tables().map(|table| table.name.clone()).collect();
    let mut world = World {
        before: inputs.previous,
        after: &inputs.declared.schema,
        bodies: inputs.bodies,
        declared: inputs.declared,
        existing: &existing,
        nobody_has: false,
        at_once: false,
        succeeded: Vec::new(),
        heirs: Heirs::of(inputs.previous, &inputs.declared.schema),
        rebuilt: Vec::new(),
        plain: inputs.plain,
        published: choice::published(inputs),
    };
    let Seeds {
        affected: seeds,
        mut refusals,
        objects,
    } = seed::seeds(&mut world, changes);
    if seeds.is_empty() && refusals.is_empty() {
        return Ok(None);
    }
    let affected = match shadow::choose(&seeds, &world) {
        Ok(affected) if refusals.is_empty() => affected,
        Ok(_) => return Err(refusals),
        Err(more) => {
            refusals.extend(more);
            return Err(refusals);
        }
    };
    refuse_moves(&affected, &world)?;
    let module = objects.iter().map(&module_of).min().unwrap_or_default();
    let defect = |why: String| vec![defect(objects.first(), &why)];
    let before = shadow::prepare(&affected, &world).map_err(defect)?;
    let script::Written { mut step, middle } = script::write(&affected, &world)?;
    if !affected.shadows.is_empty() {
        step.stage = Stage::Contract;
        let guards = script::guards_back(&seeds, &world);
        let undo = shadow::way_back(&seeds, &step.deltas, &middle, &world);
        step.statements
            .iter_mut()
            .for_each(|statement| statement.undo = Undo::WithOwner);
        if let Some(first) = step.statements.first_mut() {
            (first.undo, first.guards) = (undo, guards);
        }
    }
    Ok(Some(Reshaped {
        middle,
        module,
        before,
        step,
    }))
}

/// Columns change their places beside the writers, or not at all.
fn refuse_moves(affected: &Affected, world: &World<'_>) -> Result<(), Vec<Refusal>> {
    let moved = affected.moved.iter();
    let refused = moved.filter(|table| !affected.shadows.contains(*table));
    let why = affected.plain_because.as_deref().unwrap_or_default();
    let refusal = |name: &QualifiedName| Refusal {
        object: ObjectId::Table(name.clone()),
        message: format!(
            "the columns of `{name}` would stand in another order than declared, and cannot be moved: {why}"
        ),
        help: match (world.before.table(name), world.after.table(name)) {
            (Some(previous), Some(next)) => place_help(previous, next),
            _ => String::new(),
        },
    };
    let refusals: Vec<Refusal> = refused.map(refusal).collect();
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refusals)
    }
}

fn defect(object: Option<&ObjectId>, why: &str) -> Refusal {
    Refusal {
        object: object
            .cloned()
            .unwrap_or_else(|| ObjectId::Namespace(Name::new("public"))),
        message: format!("the plan does not fit the model: {why}"),
        help: "this is a defect of voxanne: please report it".to_owned(),
    }
}

/// The models before and after, and what is known of the change.
pub(super) struct World<'w> {
    before: &'w Schema,
    after: &'w Schema,
    bodies: &'w BodyDependencies,
    declared: &'w Declared,
    existing: &'w BTreeSet<QualifiedName>,
    /// Whether a label that goes is one that no row may have, whatever is declared.
    nobody_has: bool,
    /// Whether nothing comes after it, so that all of it must be done at once.
    at_once: bool,
    /// Functions that give way to one of the same name and other arguments, each with that one. While
    /// both stand, a call could mean either.
    succeeded: Vec<(ObjectId, ObjectId)>,
    /// The enums and domains that are built anew, with the name that the old one has meanwhile.
    rebuilt: Vec<(QualifiedName, QualifiedName)>,
    /// The tables that are changed plainly because somebody asks for it.
    plain: &'w Plain,
    /// Which tables inherit from which all the while.
    heirs: Heirs,
    /// Publications as they were, but for what they say of columns and rows, which is as it will be.
    published: BTreeMap<ObjectId, Object>,
}

impl World<'_> {
    fn context(&self) -> Context<'_> {
        const NONE: &BTreeSet<QualifiedName> = &BTreeSet::new();
        Context {
            previous: self.before,
            original: self.before,
            declared: self.declared,
            bodies: self.bodies,
            existing: self.existing,
            plain: self.plain,
            heirs: &self.heirs,
            other_domains: NONE,
        }
    }

    fn types(&self) -> Types<'_> {
        Types {
            before: self.before,
            after: self.after,
            forced: self.declared.unguided,
        }
    }

    /// An enum that is built anew, as it was and as it will be.
    fn rebuilt(&self, name: &QualifiedName) -> Option<(&Enum, &Enum)> {
        self.rebuilt.iter().find(|(of, _)| of == name)?;
        Some((self.before.enumeration(name)?, self.after.enumeration(name)?))
    }

    /// A domain that is built anew, as it was and as it will be; one that goes is built anew as it was,
    /// and the rest of the plan drops it.
    fn rebuilt_domain(&self, name: &QualifiedName) -> Option<(&Domain, &Domain)> {
        self.rebuilt.iter().find(|(of, _)| of == name)?;
        let was = self.before.domain(name)?;
        Some((was, self.after.domain(name).unwrap_or(was)))
    }

    /// The same of a composite type.
    fn rebuilt_composite(&self, name: &QualifiedName) -> Option<(&Composite, &Composite)> {
        self.rebuilt.iter().find(|(of, _)| of == name)?;
        let was = self.before.composite(name)?;
        Some((was, self.after.composite(name).unwrap_or(was)))
    }

    fn is_rebuilt(&self, name: &QualifiedName) -> bool {
        self.rebuilt.iter().any(|(of, _)| of == name)
    }

    /// The enum whose labels are the values of a type.
    fn labels_of<'t>(&'t self, data_type: &'t DataType) -> Option<&'t QualifiedName> {
        let mut of = data_type;
        loop {
            match &of.base {
                BaseType::System(_) | BaseType::Composite(_) => return None,
                BaseType::User(name) => return Some(name),
                BaseType::Domain(name) => of = &self.before.domain(name)?.data_type,
            }
        }
    }

    /// Notes that a type is built anew, and with it every domain and composite type that is made of it.
    fn rebuild(&mut self, name: &QualifiedName) {
        let mut waiting = vec![name.clone()];
        while let Some(name) = waiting.pop() {
            if self.rebuilt.iter().any(|(of, _)| *of == name) {
                continue;
            }
            let over = self
                .before
                .domains()
                .filter(|domain| domain.data_type.user_name() == Some(&name));
            waiting.extend(over.map(|domain| domain.name.clone()));
            let with = self.before.composites().filter(|composite| {
                let mut attributes = composite.attributes.iter();
                attributes.any(|attribute| attribute.data_type.user_name() == Some(&name))
            });
            waiting.extend(with.map(|composite| composite.name.clone()));
            let old = self.old_name(&name);
            self.rebuilt.push((name, old));
        }
    }

    /// A type as it is called while an enum is built anew.
    fn before_rebuild(&self, data_type: &DataType) -> DataType {
        let old = data_type
            .user_name()
            .and_then(|name| self.rebuilt.iter().find(|(of, _)| of == name));
        old.map_or_else(|| data_type.clone(), |(_, old)| renamed(data_type, old))
    }

    /// The type that a column has afterwards; its own where it goes.
    fn type_after<'c>(&'c self, table: &QualifiedName, column: &'c Column) -> &'c DataType {
        let next = self
            .after
            .table(table)
            .and_then(|table| table.column(&column.name));
        next.filter(|next| seed::is_retyped(column, next))
            .map_or(&column.data_type, |next| &next.data_type)
    }

    /// A name for the old enum that nothing else has.
    fn old_name(&self, name: &QualifiedName) -> QualifiedName {
        let mut old = name.sibling(default_name(name.name.as_str(), "", "old"));
        let taken = |name: &QualifiedName| {
            [self.before, self.after].iter().any(|schema| {
                schema.enumeration(name).is_some()
                    || schema.domain(name).is_some()
                    || schema.composite(name).is_some()
                    || schema.table(name).is_some()
                    || schema.contains(&ObjectId::Index(name.clone()))
            })
        };
        while taken(&old) {
            old = old.sibling(default_name(old.name.as_str(), "", "old"));
        }
        old
    }

    /// What becomes of the rows with a label that goes.
    fn fate(&self, of: &Enum, label: &Name) -> Fate {
        if self.nobody_has {
            return Fate::Absent;
        }
        let said = self.declared.removed_labels.get(&of.name);
        match said.and_then(|all| all.iter().find(|removed| removed.label == *label)) {
            Some(removed) => match &removed.into {
                Some(into) if of.labels.contains(into) => Fate::Becomes(into.clone()),
                Some(_) => Fate::Unsaid,
                None => Fate::Absent,
            },
            None if self.declared.unguided => Fate::Absent,
            None => Fate::Unsaid,
        }
    }
}
