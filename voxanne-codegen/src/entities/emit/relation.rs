//! The enum of relations.

use voxanne_schema::model::ReferentialAction;

use super::Writer;
use super::syntax::{Arguments, Indent, derive, doc, enumeration};
use crate::entities::ident::escaped;
use crate::entities::plan::{Cardinality, Entity, Reach, Relation};

impl Writer<'_> {
    /// Writes `pub enum Relation { … }`.
    pub(super) fn relation_enum(&self, into: &mut String, entity: &Entity<'_>) {
        derive(into, ["Copy", "Clone", "Debug", "EnumIter", "DeriveRelation"]);
        let variants = entity.relations.iter();
        let variants = variants.map(|relation| (relation.variant.as_str(), relation));
        enumeration(into, "Relation", variants, |into, relation| {
            self.relation_attributes(into, entity, relation);
        });
    }

    fn relation_attributes(&self, into: &mut String, entity: &Entity<'_>, relation: &Relation) {
        let target = self.path_to(entity, relation.target, "Entity");
        let mut arguments = Arguments::default();
        match (relation.cardinality, &relation.reach) {
            (Cardinality::BelongsTo, _) => {
                arguments.text("belongs_to", &target);
                self.columns(entity, relation, &mut arguments);
                actions(relation, &mut arguments);
            }
            (Cardinality::HasOne, Reach::Related) => arguments.text("has_one", &target),
            (Cardinality::HasMany, Reach::Related) => arguments.text("has_many", &target),
            (Cardinality::HasMany, Reach::Named { reverse, .. }) => {
                arguments.text("has_many", &target);
                arguments.text("via_rel", &format!("Relation::{reverse}"));
            }
            (Cardinality::HasOne, Reach::Named { .. }) => {
                // sea-orm has no `has_one` by name; without its foreign key, this is the same.
                let note = "Has at most one: the columns at the other end are unique.";
                doc(into, Indent::Member, note);
                arguments.text("belongs_to", &target);
                self.columns(entity, relation, &mut arguments);
                arguments.word("skip_fk");
            }
        }
        arguments.write(into, Indent::Member, "sea_orm");
    }

    fn columns(&self, entity: &Entity<'_>, relation: &Relation, arguments: &mut Arguments) {
        let other = &self.plan.entities[relation.target];
        let prefix = self.path_to(entity, relation.target, "Column");
        arguments.text("from", &tuple("Column", entity, &relation.from));
        arguments.text("to", &tuple(&prefix, other, &relation.to));
    }

    /// The path from the file of an entity to something in the file of another, or of the same.
    pub(super) fn path_to(&self, entity: &Entity<'_>, target: usize, name: &str) -> String {
        let other = &self.plan.entities[target];
        if other.table.name == entity.table.name {
            name.to_owned()
        } else {
            text!["super::", escaped(&other.spelling.snake), "::", name]
        }
    }
}

/// `prefix::A`, or `(prefix::A, prefix::B)`.
fn tuple(prefix: &str, entity: &Entity<'_>, places: &[usize]) -> String {
    let columns: Vec<String> = places
        .iter()
        .map(|place| text![prefix, "::", entity.fields[*place].spelling.pascal])
        .collect();
    if columns.len() == 1 {
        columns.concat()
    } else {
        format!("({})", columns.join(", "))
    }
}

/// What the foreign key does, where it is more than to refuse.
pub(super) fn actions(relation: &Relation, arguments: &mut Arguments) {
    for (key, action) in [
        ("on_update", relation.on_update),
        ("on_delete", relation.on_delete),
    ] {
        let action = match action {
            ReferentialAction::NoAction => continue,
            ReferentialAction::Restrict => "Restrict",
            ReferentialAction::Cascade => "Cascade",
            ReferentialAction::SetNull => "SetNull",
            ReferentialAction::SetDefault => "SetDefault",
        };
        arguments.text(key, action);
    }
}
