//! Renames: what can have another name, and what follows when it gets one.
//!
//! PostgreSQL keeps references by number, so that all that refers to a renamed thing follows by itself;
//! a model keeps names, so that each of them is written anew here. What PostgreSQL keeps as text stays
//! as it is: bodies of functions, their search paths, arguments of triggers.

mod expression;
mod fragment;
mod object;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{CommentTarget, Schema};
use crate::name::{Name, QualifiedName};
use crate::object::{Object, ObjectId};

/// Something that has a name of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Named {
    /// An object.
    Object(ObjectId),
    /// A column of a table.
    Column(QualifiedName, Name),
    /// A label of an enum.
    Label(QualifiedName, Name),
    /// An attribute of a composite type.
    Attribute(QualifiedName, Name),
}

/// Something gets another name, and stays what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rename {
    /// What, as it was called.
    pub from: Named,
    /// Its name from now on.
    pub to: Name,
}

impl Named {
    /// The object, or the one that it is a part of.
    #[must_use]
    pub fn object(&self) -> ObjectId {
        match self {
            Self::Object(id) => id.clone(),
            Self::Column(table, _) => ObjectId::Table(table.clone()),
            Self::Label(enumeration, _) => ObjectId::Enum(enumeration.clone()),
            Self::Attribute(composite, _) => ObjectId::Composite(composite.clone()),
        }
    }

    /// Its own name. Roles and extensions have one that is not ours to change; grants, comments and
    /// row-level security have none.
    #[must_use]
    pub fn name(&self) -> Option<&Name> {
        match self {
            Self::Column(_, name) | Self::Label(_, name) | Self::Attribute(_, name) => Some(name),
            Self::Object(id) if id.kind().is_renamed() => id.name(),
            Self::Object(_) => None,
        }
    }

    /// The same thing, if it had another name.
    #[must_use]
    pub fn called(&self, to: &Name) -> Self {
        let mut other = self.clone();
        let name = match &mut other {
            Self::Column(_, name) | Self::Label(_, name) | Self::Attribute(_, name) => Some(name),
            Self::Object(id) if id.kind().is_renamed() => id.identity_mut().name(),
            Self::Object(_) => None,
        };
        if let Some(name) = name {
            name.clone_from(to);
        }
        other
    }

    /// Whether a model has it.
    #[must_use]
    pub fn is_in(&self, schema: &Schema) -> bool {
        match self {
            Self::Object(id) => schema.contains(id),
            Self::Column(table, column) => schema
                .table(table)
                .is_some_and(|table| table.column(column).is_some()),
            Self::Attribute(composite, attribute) => schema
                .composite(composite)
                .is_some_and(|composite| composite.attribute(attribute).is_some()),
            Self::Label(enumeration, label) => schema
                .enumeration(enumeration)
                .is_some_and(|enumeration| enumeration.labels.contains(label)),
        }
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Object(id) => id.fmt(f),
            Self::Column(table, column) => write!(f, "column `{table}.{column}`"),
            Self::Label(enumeration, label) => write!(f, "label `{label}` of enum `{enumeration}`"),
            Self::Attribute(composite, attribute) => write!(f, "attribute `{composite}.{attribute}`"),
        }
    }
}

impl Rename {
    /// Something gets another name.
    #[must_use]
    pub fn new(from: Named, to: Name) -> Self {
        Self { from, to }
    }

    /// The thing as it is called from now on.
    #[must_use]
    pub fn renamed(&self) -> Named {
        self.from.called(&self.to)
    }

    /// The rename that takes it back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let to = self.from.name().unwrap_or(&self.to).clone();
        Self::new(self.renamed(), to)
    }

    /// The same thing after the rename, whatever it is.
    #[must_use]
    pub fn follow(&self, named: &Named) -> Named {
        let mut named = named.clone();
        match &mut named {
            Named::Object(id) => self.id(id),
            Named::Column(table, column) => {
                self.column(table, column);
                self.table(table);
            }
            Named::Attribute(composite, attribute) => {
                self.attribute(composite, attribute);
                self.type_name(composite);
            }
            Named::Label(enumeration, label) => {
                self.label(enumeration, label);
                self.type_name(enumeration);
            }
        }
        named
    }

    /// The identity of an object after the rename.
    #[must_use]
    pub fn follow_id(&self, id: &ObjectId) -> ObjectId {
        let mut id = id.clone();
        self.id(&mut id);
        id
    }

    /// Carries the rename out on a model: on the thing itself and on all that refers to it.
    ///
    /// # Errors
    ///
    /// What is missing, or what has the name already.
    pub fn apply(&self, schema: &mut Schema) -> Result<(), String> {
        let renamed = self.renamed();
        if !self.from.is_in(schema) {
            return Err(format!("{} does not exist", self.from));
        }
        if renamed.is_in(schema) {
            return Err(format!("{renamed} exists already"));
        }
        let changed: Vec<(ObjectId, Object)> = match &self.from {
            // Nothing but a comment refers to these.
            Named::Object(
                id @ (ObjectId::Constraint(_)
                | ObjectId::Index(_)
                | ObjectId::Trigger(_)
                | ObjectId::Policy(_)),
            ) => {
                let comment = ObjectId::Comment(CommentTarget::Object(Box::new(id.clone())));
                let both = [id.clone(), comment];
                both.into_iter()
                    .filter_map(|id| schema.get(&id).map(|object| (id.clone(), self.rewritten(object))))
                    .collect()
            }
            _ => schema
                .objects()
                .map(|(id, object)| (id.clone(), object, self.rewritten(object)))
                .filter(|(_, object, rewritten)| *object != rewritten)
                .map(|(id, _, rewritten)| (id, rewritten))
                .collect(),
        };
        for (id, _) in &changed {
            schema.remove(id);
        }
        for (_, object) in changed {
            schema.replace(object);
        }
        Ok(())
    }

    fn rewritten(&self, object: &Object) -> Object {
        let mut object = object.clone();
        self.object(&mut object);
        object
    }
}
