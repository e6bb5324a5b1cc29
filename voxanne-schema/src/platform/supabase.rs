//! What a Supabase project has: the API's roles, `auth.users`, the claims of the caller.
//!
//! <https://supabase.com/docs/guides/database/postgres/roles>

use crate::expression::{Expression, FunctionName};
use crate::model::{
    Column as ModelColumn, Constraint, ConstraintDefinition, Deferral, Namespace, Role, Schema, Signature,
    Table as ModelTable, Tenancy, Volatility,
};
use crate::name::{Name, QualifiedName};
use crate::typed::role::RoleName;
use crate::typed::types::{Jsonb, Uuid};
use crate::typed::{Column, Expr, Key, SqlType, Table, TableStructure};

/// The role of requests without a login.
pub const ANON: RoleName = RoleName::new("anon");
/// The role of requests with a login.
pub const AUTHENTICATED: RoleName = RoleName::new("authenticated");
/// The role of the team's own services. It bypasses row-level security.
pub const SERVICE_ROLE: RoleName = RoleName::new("service_role");

/// The role that the API logs in as, before it becomes one of the others. Settings of a role hold from
/// its login on, so that those for the API are this role's.
pub const AUTHENTICATOR: RoleName = RoleName::new("authenticator");

/// `auth.users`: everybody who can log in.
#[derive(Debug)]
pub struct AuthUser;

#[expect(non_upper_case_globals, reason = "columns are named as they are")]
impl AuthUser {
    /// The user's id, which `auth.uid()` gives.
    pub const id: Column<Self, Uuid, 0> = Column::new();
}

#[diagnostic::do_not_recommend]
impl Table for AuthUser {
    const NAMESPACE: &'static str = "auth";
    const NAME: &'static str = "users";
    const COLUMNS: &'static [&'static str] = &["id"];

    fn structure(structure: &mut TableStructure) {
        structure.column("id", Uuid::column_type()).primary_key();
        structure.shared("the platform's own");
    }
}

#[diagnostic::do_not_recommend]
impl Key<Column<Self, Uuid, 0>> for AuthUser {}

/// `auth.uid()`: the user of the request; null without a login.
#[must_use]
pub fn auth_uid() -> Expr<Uuid> {
    call("uid")
}

/// `auth.jwt()`: the claims of the request; null without a login.
#[must_use]
pub fn auth_jwt() -> Expr<Jsonb> {
    call("jwt")
}

fn signature(name: &str) -> Signature {
    Signature {
        name: QualifiedName::new("auth", name),
        arguments: Vec::new(),
    }
}

fn call<V>(name: &str) -> Expr<V> {
    Expr::new(Expression::Call {
        function: FunctionName::User(signature(name)),
        arguments: Vec::new(),
        volatility: Volatility::Stable,
    })
}

pub(super) fn roles() -> Vec<Role> {
    [(ANON, false), (AUTHENTICATED, false), (SERVICE_ROLE, true)]
        .into_iter()
        .filter_map(|(role, bypasses_row_security)| {
            Some(Role {
                name: Name::new(role.name()?),
                bypasses_row_security,
            })
        })
        .collect()
}

pub(super) fn objects() -> Schema {
    let mut schema = Schema::new();
    for role in roles() {
        schema.replace(role);
    }
    schema.replace(Role {
        name: Name::new("authenticator"),
        bypasses_row_security: false,
    });
    for name in ["auth", "extensions"] {
        schema.replace(Namespace {
            name: Name::new(name),
        });
    }
    let users = AuthUser::qualified_name();
    schema.replace(ModelTable {
        name: users.clone(),
        columns: vec![ModelColumn {
            name: Name::new("id"),
            data_type: Uuid::data_type(),
            nullable: false,
            default: None,
            identity: None,
            sequence_options: Default::default(),
            sequence: None,
            options: Default::default(),
            generated: None,
            collation: None,
            storage: Default::default(),
        }],
        tenancy: Tenancy::Shared("the platform's own".to_owned()),
        storage: Default::default(),
        partition_by: None,
        inherits: Vec::new(),
    });
    schema.replace(Constraint {
        table: users,
        name: Name::new("users_pkey"),
        definition: ConstraintDefinition::PrimaryKey(vec![Name::new("id")]),
        validated: true,
        deferral: Deferral::default(),
        no_inherit: false,
        index: Default::default(),
    });
    schema
}

/// The functions that exist already.
#[must_use]
pub fn functions() -> Vec<Signature> {
    ["uid", "jwt", "role"].into_iter().map(signature).collect()
}
