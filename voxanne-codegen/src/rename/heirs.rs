//! What is inherited is renamed by its parent: PostgreSQL carries the name on to the children, and refuses it to
//! them.

use voxanne_schema::model::{Member, Schema, Table};
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Object, ObjectId};
use voxanne_schema::rename::Named;

use super::Renames;
use super::statements::before;
use crate::kinds::Refusal;

/// A column or a check of a table.
#[derive(Clone, Copy)]
enum Inherited<'n> {
    Column(&'n QualifiedName, &'n Name),
    Check(&'n QualifiedName, &'n Name),
}

impl<'n> Inherited<'n> {
    fn of(named: &'n Named, schema: &Schema) -> Option<Self> {
        match named {
            Named::Column(table, column) => Some(Self::Column(table, column)),
            Named::Object(ObjectId::Constraint(member)) => {
                is_check(named, schema).then_some(Self::Check(&member.table, &member.name))
            }
            Named::Object(_) | Named::Label(..) | Named::Attribute(..) => None,
        }
    }

    const fn table(self) -> &'n QualifiedName {
        match self {
            Self::Column(table, _) | Self::Check(table, _) => table,
        }
    }

    /// The same of another table.
    fn on(self, table: &QualifiedName) -> Named {
        match self {
            Self::Column(_, column) => Named::Column(table.clone(), column.clone()),
            Self::Check(_, name) => {
                Named::Object(ObjectId::Constraint(Member::new(table.clone(), name.clone())))
            }
        }
    }
}

/// Whether a thing is a check that is inherited.
pub(super) fn is_check(named: &Named, schema: &Schema) -> bool {
    let Named::Object(id) = named else {
        return false;
    };
    matches!(schema.get(id), Some(Object::Constraint(constraint)) if constraint.is_inheritable())
}

/// The parents of a table that have the same column or check.
fn givers<'s>(of: Inherited<'_>, schema: &'s Schema) -> Vec<&'s QualifiedName> {
    let table = schema.table(of.table());
    let parents = table.into_iter().flat_map(|table: &Table| &table.inherits);
    let gives = |parent: &&QualifiedName| match of {
        Inherited::Column(..) => of.on(parent).is_in(schema),
        Inherited::Check(..) => is_check(&of.on(parent), schema),
    };
    parents.filter(gives).collect()
}

/// Whether a thing gets its name with that of the table that it is inherited from. Both models, and the name,
/// are those of before all renames.
pub(super) fn follows_parent(named: &Named, original: &Schema) -> bool {
    Inherited::of(named, original).is_some_and(|of| !givers(of, original).is_empty())
}

/// The tables that get a name along with another, which is theirs as well.
pub(super) fn reached(named: &Named, original: &Schema) -> Vec<QualifiedName> {
    let Some(of) = Inherited::of(named, original) else {
        return Vec::new();
    };
    let mut reached = vec![of.table().clone()];
    let mut seen = 0;
    while let Some(parent) = reached.get(seen).cloned() {
        let children = original.tables().filter(|table| table.inherits.contains(&parent));
        for child in children {
            if !reached.contains(&child.name) {
                reached.push(child.name.clone());
            }
        }
        seen += 1;
    }
    reached.into_iter().skip(1).collect()
}

/// The renames that PostgreSQL would carry on to a table of which nobody says so, and those that it refuses.
pub(crate) fn torn(renames: &Renames, original: &Schema) -> Vec<Refusal> {
    let of_each = |place: usize| {
        let (done, rest) = renames.all.split_at(place);
        let rename = &rest.first()?.rename;
        Some(before(&rename.from, done))
    };
    let renamed: Vec<Named> = (0..renames.all.len()).filter_map(of_each).collect();
    let mut refusals = Vec::new();
    for named in &renamed {
        let Some(of) = Inherited::of(named, original) else {
            continue;
        };
        if givers(of, original).len() > 1 {
            refusals.push(Refusal {
                object: named.object(),
                message: format!("the {named} is inherited from several tables, and PostgreSQL renames it through none of them"),
                help: "let it inherit from one of them alone in one migration, rename in the next, and let it inherit again in the one after".to_owned(),
            });
        }
        let children = original
            .tables()
            .filter(|table| table.inherits.contains(of.table()));
        for child in children.filter(|child| !renamed.contains(&of.on(&child.name))) {
            refusals.push(Refusal {
                object: named.object(),
                message: format!(
                    "the {named} is renamed, and with it that of `{}`, which inherits it and goes or is declared with the former name",
                    child.name
                ),
                help: format!(
                    "rename it in both, or let `{}` go or inherit no longer in one migration and rename in the next",
                    child.name
                ),
            });
        }
    }
    refusals
}
