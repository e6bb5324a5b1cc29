//! What sea-orm's dense format has beside the columns: relations as fields of the model, and the
//! keys of several columns by which rows can be found.

use super::Writer;
use super::relation::actions;
use super::source::Source;
use super::syntax::{Arguments, Indent, field, generic};
use crate::entities::ident::{Noun, escaped, snake};
use crate::entities::options::Format;
use crate::entities::plan::{self, Bridge, Cardinality, Entity, Reach, Relation};
use crate::entities::spelling::Taken;

impl Writer<'_> {
    /// Writes the relations as fields.
    pub(super) fn relation_fields(&self, into: &mut String, entity: &Entity<'_>) {
        let mut taken = Taken::of(entity.fields.iter().map(|field| field.spelling.snake.as_str()));
        for relation in entity
            .relations
            .iter()
            .filter(|relation| self.has_variant(relation))
        {
            self.relation_arguments(entity, relation)
                .write(into, Indent::Member, "sea_orm");
            let name = self.relation_field_name(&relation.variant, relation.target, &mut taken);
            field(into, &name, &self.wrapped(entity, relation));
        }
        for bridge in entity.bridges.iter().filter(|bridge| bridge.link.is_none()) {
            self.bridge_arguments(bridge)
                .write(into, Indent::Member, "sea_orm");
            let name = self.relation_field_name(&bridge.to_there, bridge.target, &mut taken);
            let target = self.entity_at(entity, bridge.target);
            field(into, &name, &generic("HasMany", &target));
        }
    }

    /// The variant's name, or with the target's where a column has it: `reviewed_by_members`. The
    /// macro takes no raw identifiers.
    fn relation_field_name(&self, variant: &str, target: usize, taken: &mut Taken) -> String {
        let short = snake(variant, Noun::Column);
        let long = format!("{short}_{}", self.plan.entities[target].spelling.snake);
        let short = (escaped(&short) == short).then_some(short);
        taken.take(short.into_iter().chain([long]))
    }

    /// Whether the relation is a variant of `Relation`: in the dense format, the macro knows no
    /// `has_one` by name.
    pub(super) fn has_variant(&self, relation: &Relation) -> bool {
        let nameless = relation.cardinality == Cardinality::HasOne && relation.reach != Reach::Related;
        self.options.format == Format::Compact || !nameless
    }

    /// Writes the `impl Related` that the macro leaves out, because several fields reach the entity.
    pub(super) fn related_to_repeated(&self, entity: &Entity<'_>, source: &mut Source) {
        for relation in &entity.relations {
            if relation.reach == Reach::Related && self.is_repeated(entity, relation) {
                source.item(|text| self.related_by(text, entity, relation));
            }
        }
    }

    /// Whether several fields reach the relation's target.
    fn is_repeated(&self, entity: &Entity<'_>, relation: &Relation) -> bool {
        let same = |other: &&Relation| other.target == relation.target && self.has_variant(other);
        entity.relations.iter().filter(same).count() > 1
    }

    /// `unique_key` for every key of several columns that the column is in, so that the macro adds
    /// `find_by_org_id_and_slug`. It takes the columns in the order of the fields, and none that
    /// is a raw identifier.
    pub(super) fn unique_key_arguments(
        &self,
        entity: &Entity<'_>,
        field: &plan::Field<'_>,
        arguments: &mut Arguments,
    ) {
        for places in &entity.unique {
            let fields = || places.iter().map(|place| &entity.fields[*place]);
            let names: Vec<&str> = fields().map(|field| field.spelling.snake.as_str()).collect();
            let holds = fields().any(|other| other.column.name == field.column.name);
            if holds && names.iter().all(|name| escaped(name) == *name) {
                arguments.text("unique_key", &names.join("_and_"));
            }
        }
    }

    fn relation_arguments(&self, entity: &Entity<'_>, relation: &Relation) -> Arguments {
        let mut arguments = Arguments::default();
        let to_itself = self.plan.entities[relation.target].table.name == entity.table.name;
        match (relation.cardinality, to_itself) {
            (_, true) => arguments.word("self_ref"),
            (Cardinality::BelongsTo, false) => arguments.word("belongs_to"),
            (Cardinality::HasOne, false) => arguments.word("has_one"),
            (Cardinality::HasMany, false) => arguments.word("has_many"),
        }
        // The macro makes no variant of a raw identifier, and loads by name alone what is repeated.
        let raw = escaped(&self.plan.entities[relation.target].spelling.snake).starts_with("r#");
        if let Reach::Named { reverse, .. } = &relation.reach {
            arguments.text("relation_enum", &relation.variant);
            if to_itself {
                arguments.text("relation_reverse", reverse);
            } else if relation.cardinality != Cardinality::BelongsTo {
                arguments.text("via_rel", reverse);
            }
        } else if raw || self.is_repeated(entity, relation) {
            arguments.text("relation_enum", &relation.variant);
        }
        if relation.cardinality == Cardinality::BelongsTo {
            arguments.text("from", &columns(entity, &relation.from));
            arguments.text("to", &columns(&self.plan.entities[relation.target], &relation.to));
            actions(relation, &mut arguments);
        }
        arguments
    }

    fn bridge_arguments(&self, bridge: &Bridge) -> Arguments {
        let mut arguments = Arguments::default();
        arguments.word("has_many");
        let between = escaped(&self.plan.entities[bridge.through].spelling.snake);
        arguments.text("relation_enum", &bridge.to_there);
        arguments.text("via", &format!("{between}::{}", bridge.to_here));
        arguments
    }

    fn wrapped(&self, entity: &Entity<'_>, relation: &Relation) -> String {
        let target = self.entity_at(entity, relation.target);
        match relation.cardinality {
            Cardinality::HasMany => generic("HasMany", &target),
            Cardinality::HasOne => generic("HasOne", &target),
            Cardinality::BelongsTo => {
                let mut from = relation.from.iter();
                if from.any(|place| entity.fields[*place].column.nullable) {
                    generic("BelongsTo", &generic("Option", &target))
                } else {
                    generic("BelongsTo", &target)
                }
            }
        }
    }
}

/// `a`, or `(a, b)`: the macro makes the variants of it, but not of raw identifiers.
fn columns(entity: &Entity<'_>, places: &[usize]) -> String {
    let name = |place: &usize| {
        let spelling = &entity.fields[*place].spelling;
        if escaped(&spelling.snake) == spelling.snake {
            spelling.snake.as_str()
        } else {
            spelling.pascal.as_str()
        }
    };
    let names: Vec<&str> = places.iter().map(name).collect();
    if names.len() == 1 {
        names.concat()
    } else {
        format!("({})", names.join(", "))
    }
}
