//! What only the whole schema can show. Every rule looks at the collected model and says everything
//! that is wrong at once; nothing here changes the model, and nothing reads SQL text.
//!
//! A file is a theme, a function is a rule. Rules find what they need in [`Facts`], which is gathered
//! once, so that the whole is linear in the number of objects but for its sorting.

mod aggregates;
mod backfills;
pub(crate) mod bounds;
mod columns;
mod composites;
mod constraint_triggers;
mod cycles;
mod database;
mod domains;
mod duplicates;
mod exclusions;
mod expressions;
mod facts;
mod findings;
mod foreign_keys;
mod functions;
mod grants;
mod indexes;
mod inheritance;
mod keys;
mod leaks;
mod modules;
mod names;
mod nearest;
mod ownerships;
mod partitions;
mod policies;
mod publications;
mod references;
mod remedies;
mod renames;
mod sequences;
mod statistics;
mod storage;
mod tenancy;
mod triggers;
mod views;

use crate::declare::Declared;
use crate::diagnostic::{self, Diagnostic};
use crate::object::Object;
use crate::parallel;
use facts::Facts;
use findings::Findings;

/// Everything that is wrong or questionable, sorted by object and code.
pub(crate) fn validate(declared: &Declared) -> Vec<Diagnostic> {
    let facts = Facts::gather(declared);
    let (mut findings, more) = parallel::join(|| of_objects(&facts), || of_references(&facts));
    findings.append(more);
    backfills::check(&facts, &mut findings);
    modules::check(declared, &mut findings);
    renames::check(declared, &mut findings);
    let mut diagnostics = findings.into_inner();
    diagnostic::sort(&mut diagnostics);
    diagnostics
}

/// What the rules of each kind find.
fn of_objects(facts: &Facts<'_>) -> Findings {
    let mut findings = Findings::default();
    for (_, object) in facts.declared.schema.objects() {
        names::lengths(object, &mut findings);
        check_object(facts, object, &mut findings);
    }
    names::clashes(facts, &mut findings);
    tenancy::check_guard(facts, &mut findings);
    findings
}

/// What is needed and missing, or needed in a circle.
fn of_references(facts: &Facts<'_>) -> Findings {
    let mut findings = Findings::default();
    let needs = references::check(facts, &mut findings);
    cycles::check(facts.declared, &needs, &mut findings);
    findings
}

/// The rules of each kind.
fn check_object(facts: &Facts<'_>, object: &Object, findings: &mut Findings) {
    match object {
        Object::Table(table) => {
            if let Some(own) = facts.table(&table.name) {
                columns::check(own, findings);
                domains::check_columns(facts, own, findings);
                storage::check_table(facts, own, findings);
                tenancy::check(facts, own, findings);
                keys::check_table(own, findings);
                duplicates::check(own, findings);
                partitions::check_table(own, findings);
                inheritance::check(facts, own, findings);
            }
        }
        Object::Constraint(constraint) => {
            let own = facts.table(&constraint.table);
            keys::check(facts, own, constraint, findings);
            exclusions::check_times(constraint, findings);
            storage::check_reference(facts, constraint, findings);
            foreign_keys::check(facts, own, constraint, findings);
            partitions::check_constraint(own, constraint, findings);
        }
        Object::Index(index) => {
            let own = facts.table(&index.table);
            indexes::check(facts, own, index, findings);
            keys::check_unique_index(own, index, findings);
            storage::check_index(index, findings);
            leaks::check(facts, own, index, findings);
            partitions::check_index(own, index, findings);
        }
        Object::Function(function) => functions::check(facts, function, findings),
        Object::Trigger(trigger) => {
            triggers::check(facts, trigger, findings);
            constraint_triggers::check(facts, trigger, findings);
            partitions::check_trigger(facts, trigger, findings);
        }
        Object::Partition(partition) => partitions::check(facts, partition, findings),
        Object::Policy(policy) => policies::check(facts, policy, findings),
        Object::Ownership(ownership) => ownerships::check(facts, ownership, findings),
        Object::Grant(grant) => grants::check(facts, grant, findings),
        Object::View(view) => views::check(view, findings),
        Object::MaterializedView(view) => views::check_materialized(view, findings),
        Object::Enum(enumeration) => columns::check_labels(enumeration, findings),
        Object::Domain(domain) => domains::check(domain, findings),
        Object::Composite(composite) => composites::check(composite, findings),
        Object::Procedure(procedure) => functions::check(facts, &procedure.0, findings),
        Object::Aggregate(aggregate) => aggregates::check(facts, aggregate, findings),
        Object::DefaultPrivileges(of) => database::default_privileges(of, findings),
        Object::EventTrigger(trigger) => database::event_trigger(facts, trigger, findings),
        Object::Publication(publication) => publications::check(facts, publication, findings),
        Object::Statistics(of) => statistics::check(of, findings),
        Object::Sequence(sequence) => sequences::check(facts, sequence, findings),
        Object::SequenceOwner(owner) => sequences::check_owner(facts, owner, findings),
        Object::Role(_)
        | Object::Namespace(_)
        | Object::Extension(_)
        | Object::RowSecurity(_)
        | Object::Verbatim(_)
        | Object::Comment(_) => {}
    }
}
