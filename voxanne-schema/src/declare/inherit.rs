//! What a table has from those that it inherits from, besides the columns that its struct names again: their
//! checks, and what their columns and checks were called before.

use std::collections::BTreeSet;

use super::collect::Collector;
use crate::model::{Constraint, Member};
use crate::name::{Name, QualifiedName};
use crate::object::{Object, ObjectId};
use crate::rename::Named;

/// Brings it to every table that inherits, to parents before their children.
pub(super) fn bring(collector: &mut Collector<'_>) {
    for (parent, child) in links(collector) {
        checks(collector, &parent, &child);
        former_names(collector, &parent, &child);
    }
}

/// Every parent with its child, such that a table comes as a child before it comes as a parent. In a circle,
/// which is told elsewhere, there is no such order.
fn links(collector: &Collector<'_>) -> Vec<(QualifiedName, QualifiedName)> {
    let tables = collector.declared.schema.tables();
    let mut waiting: Vec<_> = tables.filter(|table| !table.inherits.is_empty()).collect();
    let mut links = Vec::new();
    while !waiting.is_empty() {
        let names: BTreeSet<&QualifiedName> = waiting.iter().map(|table| &table.name).collect();
        let is_ready = |parents: &[QualifiedName]| parents.iter().all(|parent| !names.contains(parent));
        let Some(place) = waiting.iter().position(|table| is_ready(&table.inherits)) else {
            break;
        };
        let table = waiting.remove(place);
        let parents = table.inherits.iter();
        links.extend(parents.map(|parent| (parent.clone(), table.name.clone())));
    }
    links
}

/// The checks of the parent, which PostgreSQL wants on the child under their names. One that the child
/// declares itself is compared with the parent's later.
fn checks(collector: &mut Collector<'_>, parent: &QualifiedName, child: &QualifiedName) {
    let constraints = collector.declared.schema.constraints_of(parent);
    let checks: Vec<Constraint> = constraints
        .filter(|constraint| constraint.is_inheritable())
        .map(|constraint| Constraint {
            table: child.clone(),
            ..constraint.clone()
        })
        .collect();
    let module = collector.declared.module_of.get(&ObjectId::Table(child.clone()));
    let module = module.copied().unwrap_or(collector.module);
    for check in checks {
        let id = ObjectId::Constraint(Member::new(child.clone(), check.name.clone()));
        if collector.declared.schema.contains(&id) {
            continue;
        }
        collector.module = module;
        collector.bring(
            check,
            format!("`inherits`: what holds for rows of {parent} holds for these."),
        );
    }
}

/// A column or a check that the parent has under another name has it in the child as well.
fn former_names(collector: &mut Collector<'_>, parent: &QualifiedName, child: &QualifiedName) {
    let schema = &collector.declared.schema;
    let is_inheritable = |id: &ObjectId| {
        let constraint = schema.get(id).and_then(|object| match object {
            Object::Constraint(constraint) => Some(constraint),
            _ => None,
        });
        constraint.is_some_and(Constraint::is_inheritable)
    };
    let of_child = |named: &Named| match named {
        Named::Column(table, column) if table == parent => Some(Named::Column(child.clone(), column.clone())),
        Named::Object(id @ ObjectId::Constraint(member)) if member.table == *parent && is_inheritable(id) => {
            let member = Member::new(child.clone(), member.name.clone());
            Some(Named::Object(ObjectId::Constraint(member)))
        }
        _ => None,
    };
    let renames = collector.declared.renames.iter();
    let renames: Vec<(Named, Name)> = renames
        .filter_map(|(now, from)| Some((of_child(now)?, from.clone())))
        .filter(|(now, _)| now.is_in(&collector.declared.schema))
        .collect();
    for (now, from) in renames {
        collector.declared.renames.entry(now).or_insert(from);
    }
}
