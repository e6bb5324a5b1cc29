//! In which order things get their new names. Where a name is still another's, that one goes first;
//! where names go in a circle, or the other is to be dropped, it makes room under a name of its own.

use std::collections::{BTreeMap, BTreeSet};

use voxanne_schema::declare::Declared;
use voxanne_schema::model::{Member, Schema};
use voxanne_schema::name::{Name, QualifiedName, default_name};
use voxanne_schema::object::{Identity, Object, ObjectId, Space};
use voxanne_schema::rename::{Named, Rename};

use super::follow::followed;
use super::{Renaming, Why, heirs};

/// Renames under way.
pub(super) struct Order<'o> {
    /// What there is after the renames so far.
    schema: Schema,
    declared: &'o Declared,
    /// What written migrations have renamed, as it is called now.
    done: BTreeMap<Named, Name>,
    all: Vec<Renaming>,
    /// The tables that are called otherwise, or have columns that are.
    tables: BTreeSet<QualifiedName>,
}

/// A rename that waits for its name.
pub(super) struct Pending {
    pub(super) rename: Rename,
    pub(super) why: Why,
}

impl<'o> Order<'o> {
    pub(super) fn new(previous: &Schema, declared: &'o Declared, done: &BTreeMap<Named, Name>) -> Self {
        Self {
            schema: previous.clone(),
            declared,
            done: done.clone(),
            all: Vec::new(),
            tables: BTreeSet::new(),
        }
    }

    /// Renames what is declared to be of a kind.
    pub(super) fn phase(&mut self, is_of: fn(&Named) -> bool) {
        let pending = self.effective(is_of);
        self.run(pending);
    }

    /// Renames constraints, indexes, triggers, policies and their like: those of which it is declared,
    /// and those whose names follow from a table's or a column's.
    pub(super) fn members(&mut self, is_member: fn(&Named) -> bool) {
        let mut pending = self.effective(is_member);
        pending.extend(followed(
            &self.schema,
            &self.declared.schema,
            &self.tables,
            &pending,
        ));
        pending.extend(self.inherited(&pending));
        self.run(pending);
    }

    /// A check whose name follows from a table's has it where it is inherited as well.
    fn inherited(&self, asked: &[Pending]) -> Vec<Pending> {
        let mut reached: Vec<&QualifiedName> = self.tables.iter().collect();
        let mut seen = 0;
        while let Some(parent) = reached.get(seen).copied() {
            let children = self
                .schema
                .tables()
                .filter(|table| table.inherits.contains(parent));
            let children: Vec<_> = children
                .map(|table| &table.name)
                .filter(|name| !reached.contains(name))
                .collect();
            reached.extend(children);
            seen += 1;
        }
        let heirs: BTreeSet<QualifiedName> = reached.into_iter().skip(self.tables.len()).cloned().collect();
        let mut all = followed(&self.schema, &self.declared.schema, &heirs, asked);
        all.retain(|pending| heirs::is_check(&pending.rename.from, &self.schema));
        all
    }

    /// The renames, and what there is after them; nothing where there are none.
    pub(super) fn finish(self) -> Option<(Vec<Renaming>, Schema)> {
        (!self.all.is_empty()).then_some((self.all, self.schema))
    }

    /// The declared renames that are still to be done.
    fn effective(&self, is_of: fn(&Named) -> bool) -> Vec<Pending> {
        let declared = self.declared.renames.iter().filter(|(now, _)| is_of(now));
        let mut open: BTreeMap<&Named, Named> = declared
            .filter(|(now, from)| !(now.is_in(&self.schema) && self.done.get(*now) == Some(from)))
            .map(|(now, from)| (now, now.called(from)))
            .filter(|(now, source)| now != &source && source.is_in(&self.schema))
            .collect();
        // Of a chain that is done, what has the middle name now is no source any more.
        loop {
            let stays = |source: &Named| is_declared(source, self.declared) && !open.contains_key(source);
            let done: Vec<&Named> = open
                .iter()
                .filter(|(_, source)| stays(source))
                .map(|(now, _)| *now)
                .collect();
            if done.is_empty() {
                break;
            }
            open.retain(|now, _| !done.contains(now));
        }
        let pending = open.into_iter().filter_map(|(now, from)| {
            let to = now.name()?.clone();
            let rename = Rename::new(from, to);
            Some(Pending {
                rename,
                why: Why::Declared,
            })
        });
        pending.collect()
    }

    fn run(&mut self, mut pending: Vec<Pending>) {
        while !pending.is_empty() {
            let has_room = |pending: &Pending| self.occupant(&pending.rename).is_none();
            // What is inherited gets its name with that of the parent.
            let follows = |named: &Named| heirs::follows_parent(named, &self.schema);
            let free = pending
                .iter()
                .position(|pending| has_room(pending) && !follows(&pending.rename.from));
            let mut occupants = pending.iter().filter_map(|one| self.occupant(&one.rename));
            let in_the_way = occupants.find(|occupant| !follows(occupant));
            let free = free.or_else(|| match in_the_way {
                Some(_) => None,
                None => pending.iter().position(has_room),
            });
            if let Some(place) = free {
                let Pending { rename, why } = pending.remove(place);
                self.apply(rename, why);
                continue;
            }
            let first = || pending.first().and_then(|first| self.occupant(&first.rename));
            let Some(occupant) = in_the_way.or_else(first) else {
                return;
            };
            let aside = self.aside(&occupant);
            let renamed = aside.renamed();
            self.apply(aside, Why::MakesRoom);
            if occupant.is_in(&self.schema) {
                return;
            }
            for waiting in pending
                .iter_mut()
                .filter(|waiting| waiting.rename.from == occupant)
            {
                waiting.rename.from = renamed.clone();
            }
        }
    }

    /// Carries a rename out. One that does not fit would be found by the fold of the history.
    fn apply(&mut self, rename: Rename, why: Why) {
        let identities = identities(&rename, &self.schema);
        if rename.apply(&mut self.schema).is_err() {
            return;
        }
        let follow = |table: &QualifiedName| match rename.follow_id(&ObjectId::Table(table.clone())) {
            ObjectId::Table(table) => table,
            _ => table.clone(),
        };
        self.tables = self.tables.iter().map(follow).collect();
        match rename.renamed() {
            Named::Object(ObjectId::Table(table) | ObjectId::MaterializedView(table))
            | Named::Column(table, _) => {
                self.tables.insert(table);
            }
            Named::Object(_) | Named::Label(..) | Named::Attribute(..) => {}
        }
        self.done = self
            .done
            .iter()
            .map(|(now, from)| (rename.follow(now), from.clone()))
            .collect();
        self.all.push(Renaming {
            rename,
            why,
            identities,
        });
    }

    /// A name that nothing has and nothing will have.
    fn aside(&self, occupant: &Named) -> Rename {
        let name = occupant.name().map_or("", Name::as_str);
        let mut number = 1_u32;
        loop {
            let suffix = match number {
                1 => "outgoing".to_owned(),
                number => format!("outgoing_{number}"),
            };
            let rename = Rename::new(occupant.clone(), default_name(name, "", &suffix));
            if self.occupant(&rename).is_none() && !rename.renamed().is_in(&self.declared.schema) {
                return rename;
            }
            number = number.saturating_add(1);
        }
    }

    /// What has the name that a rename gives.
    fn occupant(&self, rename: &Rename) -> Option<Named> {
        let named = rename.renamed();
        let mut relations = std::iter::once(named.clone()).chain(self.sharing(&named, &rename.from));
        relations
            .find(|other| other.is_in(&self.schema) && *other != rename.from)
            .or_else(|| self.key_called(&named, rename))
            .or_else(|| self.column_below(rename))
    }

    /// The column of a table that inherits, where it has the name that the inherited one would get as well.
    fn column_below(&self, rename: &Rename) -> Option<Named> {
        let Named::Column(_, from) = &rename.from else {
            return None;
        };
        let below = heirs::reached(&rename.from, &self.schema);
        let mut tables = below.iter().filter_map(|name| self.schema.table(name));
        let table =
            tables.find(|table| table.column(from).is_some() && table.column(&rename.to).is_some())?;
        Some(Named::Column(table.name.clone(), rename.to.clone()))
    }

    /// What of other kinds could have the name already.
    fn sharing(&self, named: &Named, from: &Named) -> Vec<Named> {
        let Named::Object(id) = named else {
            return Vec::new();
        };
        match (id, id.identity()) {
            (ObjectId::Constraint(member), _) if self.has_index(from) => {
                relations(&member.table.sibling(member.name.clone()))
            }
            (_, Identity::Qualified(name)) => match id.kind().space() {
                // Only what has rows brings a type along.
                Space::Type => relations(name).into_iter().take(3).chain(types(name)).collect(),
                Space::Rows => relations(name).into_iter().chain(types(name)).collect(),
                Space::Relation => relations(name),
                Space::Own | Space::Routine => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The key whose index has a name that a relation is to have.
    fn key_called(&self, named: &Named, rename: &Rename) -> Option<Named> {
        let relation = match named {
            Named::Object(id) if id.kind().space().is_relation() => match id.identity() {
                Identity::Qualified(name) => name.clone(),
                _ => return None,
            },
            Named::Object(ObjectId::Constraint(member)) if self.has_index(&rename.from) => {
                member.table.sibling(member.name.clone())
            }
            _ => return None,
        };
        let keys = self.schema.constraints().filter(|constraint| {
            constraint.has_index()
                && constraint.name == relation.name
                && constraint.table.namespace == relation.namespace
        });
        keys.map(|key| {
            let member = Member::new(key.table.clone(), key.name.clone());
            Named::Object(ObjectId::Constraint(member))
        })
        .find(|key| *key != rename.from)
    }

    fn has_index(&self, named: &Named) -> bool {
        match named {
            Named::Object(id) => {
                matches!(self.schema.get(id), Some(Object::Constraint(constraint)) if constraint.has_index())
            }
            Named::Column(..) | Named::Label(..) | Named::Attribute(..) => false,
        }
    }
}

/// Every relation that could have a name, those with rows first.
fn relations(name: &QualifiedName) -> Vec<Named> {
    [
        ObjectId::Table,
        ObjectId::View,
        ObjectId::MaterializedView,
        ObjectId::Index,
        ObjectId::Sequence,
    ]
    .map(|of| Named::Object(of(name.clone())))
    .into()
}

/// Every type that could.
fn types(name: &QualifiedName) -> Vec<Named> {
    [ObjectId::Enum, ObjectId::Domain, ObjectId::Composite]
        .map(|of| Named::Object(of(name.clone())))
        .into()
}

fn is_declared(named: &Named, declared: &Declared) -> bool {
    named.is_in(&declared.schema)
}

/// The identity columns whose sequences are called otherwise after a rename.
fn identities(rename: &Rename, schema: &Schema) -> Vec<Name> {
    let (table, only) = match &rename.from {
        Named::Object(ObjectId::Table(table)) => (table, None),
        Named::Column(table, column) => (table, Some(column)),
        Named::Object(_) | Named::Label(..) | Named::Attribute(..) => return Vec::new(),
    };
    let columns = schema.table(table).into_iter().flat_map(|table| &table.columns);
    columns
        .filter(|column| column.identity.is_some() && only.is_none_or(|only| column.name == *only))
        .map(|column| column.name.clone())
        .collect()
}
