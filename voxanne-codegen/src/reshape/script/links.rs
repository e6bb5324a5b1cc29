//! Tables that inherit, while a type changes: PostgreSQL changes what is inherited through the parent alone, and
//! a column of two parents through neither. So every table that is reached stands alone for the moment.

use std::collections::BTreeSet;

use voxanne_schema::model::Table;
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Object, ObjectId};

use super::Script;
use crate::kinds::inherit::{kept, left, link, unlink};

impl<'s> Script<'s> {
    /// The tables that inherit and are reached, or inherit from one that is; parents behind their children.
    fn linked(&self) -> Vec<&'s Table> {
        let reached = self.reached();
        let tables = self.world.before.tables();
        let is_linked = |table: &&Table| {
            let mut related = table.inherits.iter().chain([&table.name]);
            !table.inherits.is_empty() && related.any(|name| reached.contains(name))
        };
        tables.filter(is_linked).collect()
    }

    /// The tables of which a column, a default or a check is touched.
    fn reached(&self) -> BTreeSet<QualifiedName> {
        let affected = self.affected;
        let places = affected.generated.iter().chain(&affected.defaults);
        let members = affected.members.iter().filter_map(|id| match id {
            ObjectId::Constraint(member) => Some(&member.table),
            _ => None,
        });
        let tables = affected.columns.keys().chain(&affected.moved);
        let all = tables.chain(places.map(|(table, _)| table)).chain(members);
        all.cloned().collect()
    }

    /// The parents that a table has afterwards too.
    fn again(&self, table: &'s Table) -> Vec<&'s QualifiedName> {
        let after = self.world.after.table(&table.name);
        after.map(|after| kept(table, after)).unwrap_or_default()
    }

    /// They stand alone.
    pub(super) fn unlink(&mut self) {
        let mut explained = false;
        for table in self.linked() {
            let again = self.again(table);
            for parent in table.inherits.iter().rev() {
                let mut cut = unlink(&table.name, parent).serving(APART);
                if !again.contains(&parent) {
                    cut = left(cut, &table.name, parent);
                } else if !explained {
                    cut =
                        cut.because("Each table changes by itself, and inherits again before anybody looks.");
                    explained = true;
                }
                self.statements.push(cut);
            }
        }
    }

    /// And inherit again. What no longer inherits afterwards is left alone.
    pub(super) fn relink(&mut self) {
        for table in self.linked() {
            let again = self.again(table);
            let made = again
                .iter()
                .map(|parent| link(&table.name, parent).serving(APART));
            self.statements.extend(made);
            let middle = self
                .tables
                .entry(table.name.clone())
                .or_insert_with(|| table.clone());
            middle.inherits = again.into_iter().cloned().collect();
        }
    }

    /// Whether a check is proven later of a table that inherits it: until then the parent's is not proven either.
    pub(super) fn heir_is_proven_later(&self, check: &Object) -> bool {
        let Object::Constraint(check) = check else {
            return false;
        };
        let heirs = self.world.heirs.below(&check.table).into_iter();
        let mut plain = heirs.map(|heir| self.world.plain.takes(heir) || self.affected.rewrites(heir));
        plain.any(|plain| !plain)
    }
}

/// Why links are cut and made again.
const APART: &str = "PostgreSQL changes what is inherited through the parent alone";
