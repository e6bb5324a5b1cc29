//! What the user of the session may do, against what the migrations of a run do.

use std::collections::BTreeSet;

use voxanne_codegen::plan::Delta;
use voxanne_codegen::sql::literal;
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Identity, Object, ObjectId, ObjectKind};
use voxanne_schema::rename::{Named, Rename};

use super::obstacle::Obstacle;
use super::present::relation;
use crate::apply::agenda::Work;
use crate::connection::Connection;
use crate::error::Error;
use crate::ledger;

/// Every right that the run needs and the user lacks.
pub(super) async fn missing(connection: &mut Connection, work: &[Work<'_>]) -> Result<Vec<Obstacle>, Error> {
    let needs = Needs::of(work);
    let (user, database) = who(connection).await?;
    let mut obstacles = Vec::new();
    let ledger = !connection.query(ledger::EXISTS).await?.is_empty();
    let database_right = "SELECT has_database_privilege(current_database(), 'CREATE')";
    if (!ledger || needs.in_database) && !holds(connection, database_right).await? {
        obstacles.push(Obstacle::NoCreateNamespace {
            database,
            user: user.clone(),
        });
    }
    let superuser = "SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user";
    if !needs.everything.is_empty() && !holds(connection, superuser).await? {
        obstacles.extend(needs.everything.into_iter().map(|object| Obstacle::NotSuperuser {
            object,
            user: user.clone(),
        }));
    }
    for namespace in needs.within {
        let right = format!(
            "SELECT bool_and(has_schema_privilege(oid, 'CREATE')) FROM pg_catalog.pg_namespace WHERE nspname = {}",
            literal(namespace.as_str())
        );
        if !holds(connection, &right).await? {
            obstacles.push(Obstacle::NoCreate {
                namespace,
                user: user.clone(),
            });
        }
    }
    for role in needs.owners {
        let right = format!(
            "SELECT bool_and(pg_has_role(oid, 'USAGE')) FROM pg_catalog.pg_roles WHERE rolname = {}",
            literal(role.as_str())
        );
        if !holds(connection, &right).await? {
            obstacles.push(Obstacle::NotMember {
                role,
                user: user.clone(),
            });
        }
    }
    for table in needs.altered {
        let right = format!(
            "SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_catalog.pg_class WHERE oid = {}",
            relation(&table)
        );
        if !holds(connection, &right).await? {
            obstacles.push(Obstacle::NotOwner {
                table,
                user: user.clone(),
            });
        }
    }
    Ok(obstacles)
}

async fn who(connection: &mut Connection) -> Result<(String, String), Error> {
    let rows = connection
        .query("SELECT current_user, current_database()")
        .await?;
    let mut values = rows.into_iter().flatten().flatten();
    Ok((
        values.next().unwrap_or_default(),
        values.next().unwrap_or_default(),
    ))
}

/// Null, for what is not there (yet), counts as held: that it is missing is told elsewhere.
async fn holds(connection: &mut Connection, right: &str) -> Result<bool, Error> {
    let rows = connection.query(right).await?;
    let value = rows.into_iter().flatten().next().flatten();
    Ok(value.as_deref() != Some("f"))
}

/// What the migrations of a run do that takes a right.
#[derive(Default)]
struct Needs {
    /// Whether they create namespaces, or what the database has once.
    in_database: bool,
    /// What only a superuser may create.
    everything: BTreeSet<ObjectId>,
    /// In which namespaces they create anything.
    within: BTreeSet<Name>,
    /// To which roles they give anything.
    owners: BTreeSet<Name>,
    /// Which tables they alter, or give members to.
    altered: BTreeSet<QualifiedName>,
}

impl Needs {
    fn of(work: &[Work<'_>]) -> Self {
        let mut needs = Self::default();
        for delta in work.iter().flat_map(|work| &work.migration.record.changes) {
            match delta {
                Delta::Create(object) => {
                    needs.create(&object.id());
                    needs.more(object);
                }
                Delta::Alter(object) => {
                    needs.alter(&object.id());
                    needs.more(object);
                }
                Delta::Drop(id) => needs.alter(id),
                Delta::Rename(rename) => needs.rename(rename),
            }
        }
        needs
    }

    /// What takes the right to create in the database, or everything.
    fn more(&mut self, object: &Object) {
        if let Object::Ownership(ownership) = object {
            self.owners.insert(ownership.role.clone());
        }
        if let Object::EventTrigger(_) = object {
            self.everything.insert(object.id());
        }
        if let Object::Publication(publication) = object {
            self.in_database = true;
            if publication.all_tables || !publication.namespaces.is_empty() {
                self.everything.insert(object.id());
            }
        }
    }

    fn create(&mut self, id: &ObjectId) {
        match id.identity() {
            Identity::Named(_) => self.in_database |= id.kind() == ObjectKind::Namespace,
            Identity::Qualified(_) | Identity::Routine(_) => self.within.extend(id.namespace().cloned()),
            Identity::Member(_)
            | Identity::OfTable(_)
            | Identity::Owned(_)
            | Identity::Grant(_)
            | Identity::Default(_)
            | Identity::Comment(_) => {
                if id.kind() == ObjectKind::Partition {
                    self.within.extend(id.namespace().cloned());
                }
                self.alter(id);
            }
        }
    }

    /// A name in a namespace is given by whoever may create there.
    fn rename(&mut self, rename: &Rename) {
        self.alter(&rename.from.object());
        if let Named::Object(id) = &rename.from
            && let Identity::Qualified(_) | Identity::Routine(_) = id.identity()
        {
            self.within.extend(id.namespace().cloned());
        }
    }

    fn alter(&mut self, id: &ObjectId) {
        self.altered.extend(id.table().cloned());
    }
}
