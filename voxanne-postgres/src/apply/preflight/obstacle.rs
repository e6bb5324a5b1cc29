//! What stands in the way of a run, in words.

use std::fmt;

use voxanne_codegen::migrations::MigrationName;
use voxanne_codegen::sql::ident;
use voxanne_schema::name::{Name, QualifiedName};
use voxanne_schema::object::{Dependency, ObjectId};

/// One thing that stands in the way of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Obstacle {
    /// The database already holds what a migration creates, or something else of that name.
    Taken {
        /// What the migration creates.
        object: ObjectId,
        /// The migration.
        migration: MigrationName,
    },
    /// The database lacks what a migration builds on.
    Missing {
        /// What it builds on.
        object: Dependency,
        /// The migration.
        needed_by: MigrationName,
        /// The migration that makes it, if one of this folder does.
        made_by: Option<MigrationName>,
    },
    /// The user may not create anything in a namespace.
    NoCreate {
        /// The namespace.
        namespace: Name,
        /// The user.
        user: String,
    },
    /// The user may not create a namespace or a publication in the database, and the run needs one,
    /// the namespace for the ledger if for nothing else.
    NoCreateNamespace {
        /// The database.
        database: String,
        /// The user.
        user: String,
    },
    /// Only a superuser may create or change an object.
    NotSuperuser {
        /// The object.
        object: ObjectId,
        /// The user.
        user: String,
    },
    /// The user is no member of a role that something is to belong to.
    NotMember {
        /// The role.
        role: Name,
        /// The user.
        user: String,
    },
    /// The user does not own a table that is altered.
    NotOwner {
        /// The table.
        table: QualifiedName,
        /// The user.
        user: String,
    },
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken { object, migration } => {
                write!(f, "{object}, which `{migration}` creates, is there already")
            }
            Self::Missing {
                object,
                needed_by,
                made_by,
            } => {
                match &object.column {
                    Some(column) => write!(f, "column `{column}` of {}", object.object)?,
                    None => write!(f, "{}", object.object)?,
                }
                write!(f, ", which `{needed_by}` builds on, is not there")?;
                match made_by {
                    Some(made_by) => write!(f, ", although `{made_by}` has made it"),
                    None => Ok(()),
                }
            }
            Self::NoCreate { namespace, user } => {
                write!(f, "user `{user}` may not create anything in schema `{namespace}`")
            }
            Self::NoCreateNamespace { database, user } => {
                write!(
                    f,
                    "user `{user}` may not create a schema or publication in database `{database}`"
                )
            }
            Self::NotSuperuser { object, user } => {
                write!(
                    f,
                    "only a superuser may create or change {object}, and user `{user}` is none"
                )
            }
            Self::NotMember { role, user } => {
                write!(
                    f,
                    "user `{user}` is no member of the role `{role}`, and cannot give it anything"
                )
            }
            Self::NotOwner { table, user } => {
                write!(
                    f,
                    "user `{user}` does not own table `{table}`, and only its owner may alter it"
                )
            }
        }
    }
}

impl Obstacle {
    /// What would mend it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Taken { .. } => {
                "check that the URL names the database that these migrations belong to; where it has what they make \
                 already, record them with `apply --baseline`; rename or drop what is there only if nobody needs it"
                    .to_owned()
            }
            Self::Missing {
                made_by: Some(made_by),
                ..
            } => format!("run `{made_by}` first: somebody has undone a part of it by hand, so run that part of its file again"),
            Self::Missing { made_by: None, .. } => {
                "create it first: no migration of this folder does, so the platform or another team must have it; or \
                 check that the URL names the right database"
                    .to_owned()
            }
            Self::NoCreate { namespace, user } => {
                format!("let the user in, `grant create, usage on schema {namespace} to {user}`, or connect as another one")
            }
            Self::NoCreateNamespace { database, user } => {
                format!("let the user in, `grant create on database {database} to {user}`, or connect as another one")
            }
            Self::NotSuperuser { .. } => {
                "connect as a superuser for this migration, or leave it to whoever runs the server".to_owned()
            }
            Self::NotMember { role, user } => format!("GRANT {} TO {};", ident(role), ident(&Name::new(user))),
            Self::NotOwner { table, .. } => format!("connect as the owner of `{table}`, or as a member of that role"),
        }
    }
}
