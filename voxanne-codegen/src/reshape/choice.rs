//! In which form a dependent comes back: as it was, or at once as it will be.

use std::collections::BTreeMap;

use voxanne_schema::data_type::DataType;
use voxanne_schema::expression::{Expression, Literal};
use voxanne_schema::model::{Function, Permissiveness, Schema};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Dependency, Object, ObjectId};

use super::World;
use super::affected::Affected;
use super::mentions::{compares_column, expressions, has_word, query, texts};
use crate::kinds::Refusal;
use crate::plan::Inputs;
use crate::sql::literal;

/// In which form a dependent comes back.
pub(super) enum Form<'f> {
    /// As it was, or as it will be.
    This(&'f Object),
    /// Not at all: it is no longer declared, and cannot be restored as it was.
    Gone,
}

/// Publications of states that nobody declared, as they were but for what they say of columns and rows.
pub(super) fn published(inputs: Inputs<'_>) -> BTreeMap<ObjectId, Object> {
    let mut published = BTreeMap::new();
    if !inputs.declared.unguided {
        return published;
    }
    for (id, object) in inputs.previous.objects() {
        let (Object::Publication(was), Some(Object::Publication(is))) =
            (object, inputs.declared.schema.get(id))
        else {
            continue;
        };
        let mut form = was.clone();
        let whole = was.tables.iter().filter(|(_, table)| table.is_whole());
        let parts = is.tables.iter().filter(|(name, table)| {
            !table.is_whole() && was.tables.get(*name).is_some_and(|was| !was.is_whole())
        });
        form.tables = whole
            .chain(parts)
            .map(|(name, table)| (name.clone(), table.clone()))
            .collect();
        published.insert(id.clone(), form.into());
    }
    published
}

impl World<'_> {
    /// The form of a dependent. As it will be, where everything that this needs is there; otherwise
    /// as it was, and the rest of the plan changes it.
    pub(super) fn form<'f>(
        &'f self,
        id: &ObjectId,
        was: &'f Object,
        affected: &Affected,
    ) -> Result<Form<'f>, Refusal> {
        let successor = self.succeeded.iter().find(|(was, _)| was == id);
        if let Some(successor) = successor.and_then(|(_, successor)| self.after.get(successor)) {
            return Ok(Form::This(successor));
        }
        // What is published of a table is changed by the rest of the plan, unless nobody knows what it says of
        // other types.
        if matches!(was, Object::Publication(_)) {
            let next = self.published.get(id).filter(|is| self.is_placeable(id, is));
            return Ok(Form::This(next.unwrap_or(was)));
        }
        let Some(is) = self.after.get(id) else {
            // What no longer needs to stand need not be built again, unless it forbids something.
            let for_speed = matches!(was, Object::Index(index) if !index.unique)
                || matches!(was, Object::Statistics(_))
                || query(was).is_some();
            // Of texts that somebody else wrote nobody knows what they say of other types.
            let for_others = self.declared.unguided
                && matches!(
                    was,
                    Object::Constraint(_) | Object::Trigger(_) | Object::Verbatim(_)
                );
            let mistyped = match was {
                Object::Policy(policy) if self.names_another_type(was, &policy.table, affected) => {
                    Some(policy)
                }
                _ => None,
            };
            if let Some(policy) = mistyped.filter(|_| !self.declared.unguided)
                && policy.permissiveness == Permissiveness::Restrictive
            {
                return Err(Refusal {
                    object: id.clone(),
                    message: format!("{id} goes, and cannot stand until then, as a column that it names changes its type"),
                    help: "drop it in one migration, and change the type in the next: until all else has changed, rows would be seen that it hides".to_owned(),
                });
            }
            let cannot_stand = mistyped.is_some() || self.is_stale(id, was, affected);
            return Ok(if for_speed || for_others || cannot_stand {
                Form::Gone
            } else {
                Form::This(was)
            });
        };
        if is != was && self.keeps_its_form(id, was, affected) {
            return Ok(Form::This(was));
        }
        if is == was || self.is_placeable(id, is) {
            return Ok(Form::This(is));
        }
        // What nobody declared is left to the rest of the plan, which makes it anew.
        let stale = self.is_stale(id, was, affected);
        let others_stand_on_it = matches!(
            was,
            Object::Function(_) | Object::Procedure(_) | Object::Aggregate(_)
        ) || query(was).is_some();
        if self.declared.unguided && (stale || !others_stand_on_it) {
            return Ok(Form::Gone);
        }
        if stale {
            return Err(Refusal {
                object: id.clone(),
                message: format!(
                    "{id} holds a type that changes, and its next form needs what does not exist before that"
                ),
                help: "change the type in one migration, and add the rest in the next".to_owned(),
            });
        }
        Ok(Form::This(was))
    }

    /// Whether a policy can come back as it was, as every column that it names keeps a type of that name: the rest of
    /// the plan changes it then, in order with all else that says who may do what.
    fn keeps_its_form(&self, id: &ObjectId, was: &Object, affected: &Affected) -> bool {
        let Object::Policy(policy) = was else {
            return false;
        };
        let elsewhere = |named: &ObjectId| match named {
            ObjectId::Table(table) => *table != policy.table && affected.columns.contains_key(table),
            // What it calls may be called otherwise from now on, or give another type.
            other => matches!(other, ObjectId::Function(_)),
        };
        !self.is_stale(id, was, affected)
            && !self.bodies.of(id).any(elsewhere)
            && !was.dependencies().objects().any(elsewhere)
            && !self.names_another_type(was, &policy.table, affected)
    }

    /// Whether an object holds a column of its table against something, which is of another type from now on.
    fn names_another_type(&self, was: &Object, table: &QualifiedName, affected: &Affected) -> bool {
        let retyped = affected.columns.get(table);
        let changes = |name: &&Name| {
            let retype = retyped.and_then(|columns| columns.get(*name));
            retype.is_none_or(|retype| retype.was.data_type != retype.to || self.is_other_domain(&retype.to))
        };
        let mut changed = affected.touched(table).into_iter().filter(changes);
        changed.any(|column| {
            let mut all = expressions(was).into_iter();
            all.any(|expression| compares_column(expression, &table.name, column))
        })
    }

    /// Whether a type is a domain over another type than before.
    fn is_other_domain(&self, data_type: &DataType) -> bool {
        let base = |schema: &Schema| {
            let domain = data_type.user_name().and_then(|name| schema.domain(name));
            domain.map(|domain| domain.data_type.clone())
        };
        base(self.before) != base(self.after)
    }

    /// Whether everything that an object needs is there before the rest of the plan has run.
    pub(super) fn is_placeable(&self, id: &ObjectId, object: &Object) -> bool {
        let dependencies = object.dependencies();
        let needed = dependencies.iter().all(|needed| self.has(needed));
        let named = self.bodies.of(id).all(|object| {
            // What only the old form named may be gone.
            self.has(&Dependency {
                object: object.clone(),
                column: None,
            }) || !self.after.contains(object)
        });
        needed && named && !self.names_new_column(id, object)
    }

    fn has(&self, needed: &Dependency) -> bool {
        let Dependency { object, column } = needed;
        if let (ObjectId::Table(table), Some(column)) = (object, column)
            && let Some(table) = self.before.table(table)
        {
            return table.column(column).is_some();
        }
        // Roles and the like exist elsewhere.
        self.before.contains(object)
            || self.succeeded.iter().any(|(_, successor)| successor == object)
            || matches!(object, ObjectId::Role(_))
            || self.is_new_type(object)
            || self.declared.existing.contains(object)
            || self.declared.existing_ids.contains(object)
    }

    /// Whether it is a type that is created before it is needed, with what it is made of. What its checks
    /// call must be there.
    fn is_new_type(&self, object: &ObjectId) -> bool {
        if !matches!(
            object,
            ObjectId::Enum(_) | ObjectId::Domain(_) | ObjectId::Composite(_)
        ) {
            return false;
        }
        let dependencies = self.after.get(object).map(Object::dependencies);
        let dependencies = dependencies.unwrap_or_default();
        let mut needed = dependencies.iter();
        needed.all(|needed| matches!(needed.object, ObjectId::Namespace(_)) || self.has(needed))
    }

    /// Whether SQL text has the name of a column that does not exist yet.
    fn names_new_column(&self, id: &ObjectId, object: &Object) -> bool {
        let mut all: Vec<&str> = expressions(object)
            .iter()
            .flat_map(|expression| texts(expression))
            .collect();
        if let Object::Function(Function { language, body, .. }) = object
            && language == "sql"
        {
            all.push(body);
        }
        all.extend(query(object));
        if all.is_empty() {
            return false;
        }
        let own = match object {
            Object::Index(index) => Some(&index.table),
            _ => id.table(),
        };
        let named = self.bodies.of(id).filter_map(|named| match named {
            ObjectId::Table(name) => Some(name),
            _ => None,
        });
        own.into_iter().chain(named).any(|table| {
            let (Some(was), Some(is)) = (self.before.table(table), self.after.table(table)) else {
                return false;
            };
            let mut fresh = is
                .columns
                .iter()
                .filter(|column| was.column(&column.name).is_none());
            fresh.any(|column| all.iter().any(|text| has_word(text, column.name.as_str())))
        })
    }

    /// Whether an object as it was cannot stand any more: it names a label that goes, or the enum of
    /// a column that is of another type from now on.
    pub(super) fn is_stale(&self, id: &ObjectId, object: &Object, affected: &Affected) -> bool {
        if let Some(query) = query(object) {
            // Its columns have the types that it reads.
            let changes = self.after.get(id).is_some_and(|is| is != object);
            return changes || self.is_stale_text(id, query, affected);
        }
        expressions(object)
            .into_iter()
            .any(|expression| self.is_stale_expression(id, expression, affected))
    }

    /// The same of an expression.
    pub(super) fn is_stale_expression(&self, id: &ObjectId, of: &Expression, affected: &Affected) -> bool {
        let mut stale = false;
        of.walk(&mut |part| match part {
            Expression::Literal(Literal::Typed { text, data_type }) => {
                let name = data_type.user_name();
                stale |= name.is_some_and(|name| {
                    let gone = affected.types.contains(name)
                        && self.before.enumeration(name).is_some()
                        && !self
                            .after
                            .enumeration(name)
                            .is_some_and(|is| is.labels.iter().any(|label| label.as_str() == text));
                    gone || affected.left.contains(name)
                });
            }
            Expression::Cast { to, .. } => {
                stale |= to.user_name().is_some_and(|name| affected.left.contains(name));
            }
            Expression::Raw { sql, .. } => stale |= self.is_stale_text(id, sql, affected),
            _ => {}
        });
        stale
    }

    fn is_stale_text(&self, id: &ObjectId, sql: &str, affected: &Affected) -> bool {
        let labels = affected.types.iter().filter_map(|name| {
            let (was, is) = (self.before.enumeration(name)?, self.after.enumeration(name)?);
            Some(was.labels.iter().filter(|label| !is.labels.contains(label)))
        });
        let mut gone = labels.flatten();
        gone.any(|label| sql.contains(&literal(label.as_str())))
            || self
                .bodies
                .of(id)
                .any(|named| matches!(named, ObjectId::Enum(name) | ObjectId::Domain(name) | ObjectId::Composite(name) if affected.left.contains(name)))
    }
}
