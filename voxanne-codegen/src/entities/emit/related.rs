//! How code gets from one entity to another: `impl Related`, and `impl Linked` for the ways that
//! must be named.

use super::Writer;
use super::source::Source;
use super::syntax::{Indent, doc, push};
use crate::entities::ident::escaped;
use crate::entities::plan::{Bridge, Cardinality, Entity, Reach, Relation};

impl Writer<'_> {
    /// Writes every `impl Related` of an entity.
    pub(super) fn related_impls(&self, entity: &Entity<'_>, source: &mut Source) {
        for relation in entity
            .relations
            .iter()
            .filter(|relation| relation.reach == Reach::Related)
        {
            source.item(|text| self.related_by(text, entity, relation));
        }
        for bridge in entity.bridges.iter().filter(|bridge| bridge.link.is_none()) {
            source.item(|text| self.related_through(text, entity, bridge));
        }
    }

    /// Writes every `impl Linked` of an entity.
    pub(super) fn links(&self, entity: &Entity<'_>, source: &mut Source) {
        for relation in &entity.relations {
            if let Reach::Named { link, reverse } = &relation.reach {
                self.linked_by_name(entity, relation, (link, reverse), source);
            }
        }
        for bridge in &entity.bridges {
            if let Some(link) = &bridge.link {
                self.linked_through(entity, bridge, link, source);
            }
        }
    }

    /// Writes `impl Related` by a variant of the entity's own `Relation`.
    pub(super) fn related_by(&self, into: &mut String, entity: &Entity<'_>, relation: &Relation) {
        let target = self.entity_at(entity, relation.target);
        related(into, &target, &def(None, &relation.variant), None);
    }

    /// The type of the entity at that place, as the file of another names it.
    pub(super) fn entity_at(&self, entity: &Entity<'_>, target: usize) -> String {
        self.path_to(entity, target, "Entity")
    }

    fn related_through(&self, into: &mut String, entity: &Entity<'_>, bridge: &Bridge) {
        let between = self.plan.entities[bridge.through].spelling.snake.as_str();
        let target = self.entity_at(entity, bridge.target);
        let to = def(Some(between), &bridge.to_there);
        let via = reversed(def(Some(between), &bridge.to_here));
        related(into, &target, &to, Some(&via));
    }

    fn linked_by_name(
        &self,
        entity: &Entity<'_>,
        relation: &Relation,
        names: (&str, &str),
        source: &mut Source,
    ) {
        let (link, reverse) = names;
        let other = &self.plan.entities[relation.target];
        let there = &other.spelling.snake;
        let note = match relation.cardinality {
            Cardinality::BelongsTo => {
                let verb = if relation.from.len() == 1 {
                    "refers"
                } else {
                    "refer"
                };
                format!(
                    "To the row of `{there}` that {} {verb} to.",
                    names_of(entity, &relation.from)
                )
            }
            Cardinality::HasOne | Cardinality::HasMany => {
                format!(
                    "To the rows of `{there}` that refer here by {}.",
                    names_of(other, &relation.to)
                )
            }
        };
        let hop = if self.has_variant(relation) {
            def(None, &relation.variant)
        } else if other.table.name == entity.table.name {
            reversed(def(None, reverse))
        } else {
            reversed(def(Some(there), reverse))
        };
        let target = self.entity_at(entity, relation.target);
        linked(&note, link, &target, &[hop], source);
    }

    fn linked_through(&self, entity: &Entity<'_>, bridge: &Bridge, link: &str, source: &mut Source) {
        let between = &self.plan.entities[bridge.through].spelling.snake;
        let note = format!(
            "To `{}`, through `{between}`.",
            self.plan.entities[bridge.target].spelling.snake
        );
        let back = reversed(def(Some(between), &bridge.to_here));
        let hops = [back, def(Some(between), &bridge.to_there)];
        linked(&note, link, &self.entity_at(entity, bridge.target), &hops, source);
    }
}

/// Writes a type that is `Linked`.
fn linked(note: &str, name: &str, target: &str, hops: &[String], source: &mut Source) {
    let name = &*escaped(name);
    source.item(|text| {
        doc(text, Indent::Item, note);
        push(text, &["#[derive(Clone, Copy, Debug)]\npub struct ", name, ";\n"]);
    });
    source.item(|text| {
        push(
            text,
            &["impl Linked for ", name, " {\n    type FromEntity = Entity;\n"],
        );
        push(text, &["    type ToEntity = ", target, ";\n"]);
        push(
            text,
            &[
                "    fn link(&self) -> Vec<RelationDef> {\n        vec![",
                &hops.join(", "),
            ],
        );
        text.push_str("]\n    }\n}\n");
    });
}

fn names_of(entity: &Entity<'_>, places: &[usize]) -> String {
    let names: Vec<String> = places
        .iter()
        .map(|place| format!("`{}`", entity.fields[*place].spelling.snake))
        .collect();
    names.join(" and ")
}

/// Writes `impl Related<target> for Entity { … }`.
fn related(into: &mut String, target: &str, to: &str, via: Option<&str>) {
    push(into, &["impl Related<", target, "> for Entity {\n"]);
    push(into, &["    fn to() -> RelationDef {\n        ", to, "\n    }\n"]);
    if let Some(via) = via {
        push(
            into,
            &[
                "    fn via() -> Option<RelationDef> {\n        Some(",
                via,
                ")\n    }\n",
            ],
        );
    }
    into.push_str("}\n");
}

/// `Relation::variant.def()`, of the module of another entity where one is named.
fn def(module: Option<&str>, variant: &str) -> String {
    let variant = escaped(variant);
    match module {
        Some(module) => format!("super::{}::Relation::{variant}.def()", escaped(module)),
        None => format!("Relation::{variant}.def()"),
    }
}

/// The same, the other way round.
fn reversed(definition: String) -> String {
    definition + ".rev()"
}
