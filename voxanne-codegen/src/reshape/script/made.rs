//! Types that are made of others, domains and composite types: which are new, and which are built anew
//! under their name because they change, or because what they are made of does.

use std::collections::BTreeSet;

use voxanne_schema::model::{Attribute, CommentTarget, Composite, Domain, Schema};
use voxanne_schema::name::QualifiedName;
use voxanne_schema::object::{Object, ObjectId};

use super::Script;
use crate::kinds::{self, Refusal};
use crate::plan::{Delta, Statement, Undo};
use crate::reshape::parts;
use crate::sql::{create_composite, create_domain, ident, qualified};

/// A type in its old and its new form.
#[derive(Clone, Copy)]
enum Made<'s> {
    Domain(&'s Domain, &'s Domain),
    Composite(&'s Composite, &'s Composite),
}

impl<'s> Made<'s> {
    fn name(self) -> &'s QualifiedName {
        match self {
            Self::Domain(_, is) => &is.name,
            Self::Composite(_, is) => &is.name,
        }
    }

    fn id(self) -> ObjectId {
        match self {
            Self::Domain(..) => ObjectId::Domain(self.name().clone()),
            Self::Composite(..) => ObjectId::Composite(self.name().clone()),
        }
    }

    /// PostgreSQL's noun in statements.
    const fn noun(self) -> &'static str {
        match self {
            Self::Domain(..) => "DOMAIN",
            Self::Composite(..) => "TYPE",
        }
    }

    fn next(self) -> Object {
        match self {
            Self::Domain(_, is) => is.clone().into(),
            Self::Composite(_, is) => is.clone().into(),
        }
    }

    /// Whether the new form is made of a type.
    fn is_made_of(self, name: &QualifiedName) -> bool {
        match self {
            Self::Domain(_, is) => is.data_type.user_name() == Some(name),
            Self::Composite(_, is) => {
                let mut attributes = is.attributes.iter();
                attributes.any(|attribute| attribute.data_type.user_name() == Some(name))
            }
        }
    }

    /// The types that the new form is made of.
    fn made_of(self) -> BTreeSet<ObjectId> {
        match self {
            Self::Domain(_, is) => is.data_type.object().into_iter().collect(),
            Self::Composite(_, is) => {
                let attributes = is.attributes.iter();
                attributes
                    .filter_map(|attribute| attribute.data_type.object())
                    .collect()
            }
        }
    }
}

impl<'s> Script<'s> {
    /// Types that do not exist yet, with those that they are made of before them.
    pub(super) fn with_made_of(&self, wanted: BTreeSet<ObjectId>) -> Vec<ObjectId> {
        let mut all = Vec::new();
        for id in wanted {
            new_types_of(id, self.world.before, self.world.after, &mut all);
        }
        all
    }

    /// The types that are built anew, what others are made of first.
    fn made(&self) -> Vec<(Made<'s>, &'s QualifiedName)> {
        let world = self.world;
        let of = |name| {
            let domain = world.rebuilt_domain(name).map(|(was, is)| Made::Domain(was, is));
            domain.or_else(|| {
                world
                    .rebuilt_composite(name)
                    .map(|(was, is)| Made::Composite(was, is))
            })
        };
        let rebuilt = world.rebuilt.iter();
        let mut waiting: Vec<_> = rebuilt.filter_map(|(name, old)| Some((of(name)?, old))).collect();
        let mut ordered = Vec::with_capacity(waiting.len());
        while !waiting.is_empty() {
            let is_ready = |(made, _): &(Made<'_>, _)| {
                let mut others = waiting.iter().filter(|(other, _)| other.name() != made.name());
                !others.any(|(other, _)| made.is_made_of(other.name()))
            };
            let place = waiting.iter().position(is_ready).unwrap_or_default();
            ordered.push(waiting.remove(place));
        }
        ordered
    }

    /// The old ones make room, and the new ones come.
    ///
    /// # Errors
    ///
    /// Where a type that they are made of from now on cannot be created.
    pub(super) fn rename_made(&mut self) -> Result<(), Vec<Refusal>> {
        for (made, old) in self.made() {
            self.create_types(made.made_of())?;
            let (name, noun) = (made.name(), made.noun());
            let rename = |from: &QualifiedName, to: &QualifiedName| {
                let sql = format!("ALTER {noun} {} RENAME TO {};", qualified(from), ident(&to.name));
                Statement::owned(sql)
            };
            let belonging = self.belonging(made);
            let mut back = vec![rename(old, name)];
            back.extend(belonging.clone());
            let reason = format!(
                "The old {} makes room for the new one, which takes its name.",
                name.name
            );
            let statement = Statement {
                undo: Undo::Statements(back),
                ..rename(name, old)
            };
            let statement = match made {
                Made::Domain(..) => statement,
                // Without columns there are no values to lose.
                Made::Composite(..) if self.affected.columns.is_empty() => statement,
                Made::Composite(was, is) => kinds::composite::losses(was, is, statement),
            };
            self.statements.push(statement.because(reason));
            let sql_name = qualified(name);
            let create = match made {
                Made::Domain(_, is) => create_domain(is, &sql_name),
                Made::Composite(_, is) => create_composite(is, &sql_name),
            };
            self.statements
                .push(Statement::new(create, format!("DROP {noun} {sql_name};")));
            self.statements.extend(belonging);
            self.deltas.push(Delta::alter(made.next()));
        }
        Ok(())
    }

    /// Its owner, its grants and its comments.
    fn belonging(&self, made: Made<'_>) -> Vec<Statement> {
        let (world, id) = (self.world, made.id());
        let context = world.context();
        let mut belonging = vec![match made {
            Made::Domain(_, is) => kinds::domain::kept_to_owner(is, &context),
            Made::Composite(_, is) => kinds::composite::kept_to_owner(is, &context),
        }];
        belonging.extend(kinds::ownership::restored(&id, world.before));
        belonging.extend(parts::grants(&id, None, world));
        belonging.extend(parts::commented(
            &CommentTarget::Object(Box::new(id.clone())),
            world,
        ));
        if let Made::Composite(was, is) = made {
            let kept = was
                .attributes
                .iter()
                .filter(|old| is.attribute(&old.name).is_some());
            belonging.extend(kept.filter_map(|attribute| {
                let target = CommentTarget::Attribute(Box::new(id.clone()), attribute.name.clone());
                parts::commented(&target, world)
            }));
        }
        belonging
    }

    /// The old ones go, what is made of others first.
    pub(super) fn drop_old_made(&mut self) {
        let world = self.world;
        for (made, old) in self.made().into_iter().rev() {
            let name = qualified(old);
            let create = match made {
                Made::Domain(was, _) => {
                    let made_of = Domain {
                        data_type: world.before_rebuild(&was.data_type),
                        ..was.clone()
                    };
                    create_domain(&made_of, &name)
                }
                Made::Composite(was, _) => {
                    let old = |attribute: &Attribute| Attribute {
                        data_type: world.before_rebuild(&attribute.data_type),
                        ..attribute.clone()
                    };
                    let made_of = Composite {
                        name: was.name.clone(),
                        attributes: was.attributes.iter().map(old).collect(),
                    };
                    create_composite(&made_of, &name)
                }
            };
            self.statements.push(
                Statement::new(format!("DROP {} {name};", made.noun()), create)
                    .serving("has given its name and its rows to the new one"),
            );
        }
    }
}

/// Adds a type that is new, behind those that it is made of.
fn new_types_of(id: ObjectId, before: &Schema, after: &Schema, all: &mut Vec<ObjectId>) {
    if before.contains(&id) || all.contains(&id) {
        return;
    }
    let made_of: Vec<ObjectId> = match after.get(&id) {
        Some(Object::Domain(domain)) => domain.data_type.object().into_iter().collect(),
        Some(Object::Composite(composite)) => {
            let attributes = composite.attributes.iter();
            attributes
                .filter_map(|attribute| attribute.data_type.object())
                .collect()
        }
        _ => Vec::new(),
    };
    for inner in made_of {
        new_types_of(inner, before, after, all);
    }
    if !all.contains(&id) {
        all.push(id);
    }
}
