//! What a role may do with a table's rows: its grants, and what row-level security leaves of them. Whom a
//! table belongs to may do everything, and no policy binds it unless it is forced to.
//!
//! Says no more than the definitions show. Whether a condition keeps to the tenant is read off its
//! form: an equality of the tenant's column with the tenant of the session, alone or among others
//! that must hold as well. Any other condition is `by policy`, whatever it may come to.
//!
//! <https://www.postgresql.org/docs/15/sql-createpolicy.html>

use std::collections::BTreeSet;

use voxanne_schema::expression::{Expression, Literal, Operator};
use voxanne_schema::model::{
    Command, GrantTarget, Grantee, Permissiveness, Policy, Privilege, PrivilegeScope, Table,
};
use voxanne_schema::name::Name;
use voxanne_schema::object::ObjectId;

use super::Ground;

/// The rows that a role reaches with a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    /// It lacks the privilege.
    NotGranted,
    /// It has the privilege, and no policy lets it through.
    None,
    /// Those of the session's tenant.
    OwnTenant,
    /// Some of those.
    PartOfOwnTenant,
    /// Those that the policies let through.
    ByPolicy,
    /// All of them.
    All,
}

impl Rows {
    /// The word for them, as pages and migrations say it.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::NotGranted => "none",
            Self::None => "no rows",
            Self::OwnTenant => "own tenant",
            Self::PartOfOwnTenant => "own tenant, narrowed",
            Self::ByPolicy => "by policy",
            Self::All => "all",
        }
    }
}

/// What a role may do with one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Access {
    pub(crate) rows: Rows,
    /// The columns that the privilege is limited to, sorted; empty when it is not.
    pub(crate) columns: Vec<Name>,
}

/// The commands that policies know, in their usual order.
pub(crate) const COMMANDS: [(Command, Privilege); 4] = [
    (Command::Select, Privilege::Select),
    (Command::Insert, Privilege::Insert),
    (Command::Update, Privilege::Update),
    (Command::Delete, Privilege::Delete),
];

/// What a role may do with the rows of a table.
pub(crate) fn access(
    ground: Ground<'_>,
    table: &Table,
    role: &Grantee,
    (command, privilege): (Command, Privilege),
) -> Access {
    let rows = |rows| Access {
        rows,
        columns: Vec::new(),
    };
    let Some(columns) = granted(ground, table, role, privilege) else {
        return rows(Rows::NotGranted);
    };
    let security = ground.schema.row_security(&table.name);
    let owns = ground.is_owner(ObjectId::Table(table.name.clone()), role);
    let passes = security.is_none_or(|security| owns && !security.forced);
    let rows = if passes || ground.bypasses(role) {
        Rows::All
    } else {
        behind_policies(ground, table, role, command)
    };
    Access { rows, columns }
}

/// The columns that a privilege is limited to, none when it is for all; nothing when the role does
/// not have it, or does not reach the namespace.
fn granted(ground: Ground<'_>, table: &Table, role: &Grantee, privilege: Privilege) -> Option<Vec<Name>> {
    if !reaches(ground, &table.name.namespace, role) {
        return None;
    }
    if ground.is_owner(ObjectId::Table(table.name.clone()), role) {
        return Some(Vec::new());
    }
    let mut columns = BTreeSet::new();
    for grant in ground.schema.grants_on(&GrantTarget::Table(table.name.clone())) {
        if !is_for(&grant.grantee, role) {
            continue;
        }
        match grant.privileges.get(&privilege) {
            Some(PrivilegeScope::Whole) => return Some(Vec::new()),
            Some(PrivilegeScope::Columns(names)) => columns.extend(names.iter().cloned()),
            None => {}
        }
    }
    (!columns.is_empty()).then(|| columns.into_iter().collect())
}

/// Whether a role has USAGE on a namespace. On those that are not ours it is taken for granted.
fn reaches(ground: Ground<'_>, namespace: &Name, role: &Grantee) -> bool {
    let id = ObjectId::Namespace(namespace.clone());
    if !ground.schema.contains(&id) {
        return true;
    }
    ground
        .schema
        .grants_on(&GrantTarget::Namespace(namespace.clone()))
        .any(|grant| is_for(&grant.grantee, role) && grant.privileges.contains_key(&Privilege::Usage))
}

/// Whether what is given to the one is given to the other.
pub(super) fn is_for(given: &Grantee, role: &Grantee) -> bool {
    *given == Grantee::Public || given == role
}

/// The policies that stand between a role and the rows of a table, by name.
pub(super) fn policies_for<'g>(
    ground: Ground<'g>,
    table: &Table,
    role: &'g Grantee,
    command: Command,
) -> impl Iterator<Item = &'g Policy> {
    ground
        .schema
        .policies_of(&table.name)
        .filter(move |policy| matches!(policy.command, Command::All) || policy.command == command)
        .filter(move |policy| policy.roles.iter().any(|given| is_for(given, role)))
}

fn behind_policies(ground: Ground<'_>, table: &Table, role: &Grantee, command: Command) -> Rows {
    let policies: Vec<&Policy> = policies_for(ground, table, role, command).collect();
    let equality = Equality {
        tenant: table.tenant(),
        session: ground.tenant,
    };
    let read = || equality.rows(&policies, |policy| policy.using.as_ref());
    let written = || {
        equality.rows(&policies, |policy| {
            policy.with_check.as_ref().or(policy.using.as_ref())
        })
    };
    match (command.reads_rows(), command.writes_rows()) {
        (true, true) => both(read(), written()),
        (false, _) => written(),
        (true, false) => read(),
    }
}

/// What holds of an update: the rows that it finds, and the rows that it makes.
fn both(found: Rows, made: Rows) -> Rows {
    match (found, made) {
        (a, b) if a == b => a,
        (Rows::None, _) | (_, Rows::None) => Rows::None,
        (Rows::OwnTenant | Rows::PartOfOwnTenant, Rows::OwnTenant | Rows::PartOfOwnTenant) => {
            Rows::PartOfOwnTenant
        }
        _ => Rows::ByPolicy,
    }
}

/// What a policy without a condition comes to.
const EVERY_ROW: &Expression = &Expression::Literal(Literal::Boolean(true));

/// The condition that keeps to the tenant.
struct Equality<'e> {
    tenant: Option<&'e Name>,
    session: Option<&'e Expression>,
}

impl Equality<'_> {
    /// The rows that policies let through, by one of their two conditions. A policy without it lets
    /// every row through.
    fn rows(&self, policies: &[&Policy], condition: impl Fn(&Policy) -> Option<&Expression>) -> Rows {
        let of = |permissiveness: Permissiveness| {
            policies
                .iter()
                .filter(move |policy| policy.permissiveness == permissiveness)
                .map(|policy| condition(policy).unwrap_or(EVERY_ROW))
        };
        let opening: Vec<&Expression> = of(Permissiveness::Permissive)
            .filter(|condition| !is_constant(condition, false))
            .collect();
        let narrowing: Vec<&Expression> = of(Permissiveness::Restrictive)
            .filter(|condition| !is_constant(condition, true))
            .collect();
        if opening.is_empty() {
            return Rows::None;
        }
        let opens_all = opening.iter().any(|condition| is_constant(condition, true));
        let keeps = |condition: &&Expression| self.follows_from(condition);
        let is_it = |condition: &&Expression| self.is(condition);
        if narrowing.iter().any(keeps) || opening.iter().all(keeps) {
            let whole = (opens_all || opening.iter().any(is_it)) && narrowing.iter().all(is_it);
            return if whole {
                Rows::OwnTenant
            } else {
                Rows::PartOfOwnTenant
            };
        }
        if opens_all && narrowing.is_empty() {
            Rows::All
        } else {
            Rows::ByPolicy
        }
    }

    /// Whether a condition is the equality, and nothing else.
    fn is(&self, condition: &Expression) -> bool {
        let (Some(tenant), Some(session)) = (self.tenant, self.session) else {
            return false;
        };
        let Expression::Binary {
            operator: Operator::Equal,
            left,
            right,
        } = condition
        else {
            return false;
        };
        let is_tenant = |side: &Expression| matches!(side, Expression::Column(name) if name == tenant);
        let is_session = |side: &Expression| value(side) == value(session);
        is_tenant(left) && is_session(right) || is_session(left) && is_tenant(right)
    }

    /// Whether a row that satisfies the condition satisfies the equality.
    fn follows_from(&self, condition: &Expression) -> bool {
        match condition {
            Expression::And(all) => all.iter().any(|part| self.follows_from(part)),
            Expression::Or(all) => !all.is_empty() && all.iter().all(|part| self.follows_from(part)),
            other => self.is(other),
        }
    }
}

/// What is evaluated, once a query or once a row.
fn value(expression: &Expression) -> &Expression {
    if let Expression::Once(inner) = expression {
        value(inner)
    } else {
        expression
    }
}

fn is_constant(condition: &Expression, constant: bool) -> bool {
    matches!(condition, Expression::Literal(Literal::Boolean(value)) if *value == constant)
}

#[cfg(test)]
mod tests {
    use voxanne_schema::declare::Declaration;
    use voxanne_schema::model::{Grant, Namespace, RowSecurity, Tenancy};
    use voxanne_schema::platform::Platform;
    use voxanne_schema::platform::supabase::auth_uid;

    use super::*;
    use crate::outputs::testing::{Model, column, qualified};

    /// `org_id = (SELECT auth.uid())`: here, the session's tenant is its user.
    fn own() -> Expression {
        let session = auth_uid().into_expression().evaluated_once();
        Expression::binary(Operator::Equal, Expression::column("org_id"), session)
    }

    fn constant(value: bool) -> Expression {
        Expression::Literal(Literal::Boolean(value))
    }

    /// What `authenticated` may do with a table of tenants, given its policies: each with its kind,
    /// its command, and its one condition.
    fn rows(policies: &[(Permissiveness, Command, Expression)]) -> [Rows; 4] {
        let role = Grantee::role("authenticated");
        let model = Model::default().add(Grant {
            place: 0,
            grantable: Default::default(),
            on: GrantTarget::Table(qualified("rows")),
            grantee: role.clone(),
            privileges: COMMANDS.map(|(_, of)| (of, PrivilegeScope::Whole)).into(),
        });
        let model = policies.iter().enumerate().fold(model, |model, (place, policy)| {
            let (permissiveness, command, condition) = policy.clone();
            model.add(Policy {
                table: qualified("rows"),
                name: Name::from(format!("policy_{place}")),
                permissiveness,
                command,
                roles: vec![Grantee::Public],
                using: command.reads_rows().then(|| condition.clone()),
                with_check: command.writes_rows().then_some(condition),
            })
        });
        let model = model.add(RowSecurity {
            table: qualified("rows"),
            forced: false,
        });
        of(model, "rows", &role).map(|access| access.rows)
    }

    fn of(model: Model, name: &str, role: &Grantee) -> [Access; 4] {
        let model = model.add(Table {
            name: qualified(name),
            columns: vec![column("org_id", "uuid")],
            tenancy: Tenancy::Tenant(Name::new("org_id")),
            storage: Default::default(),
            partition_by: None,
            inherits: Vec::new(),
        });
        let declaration = Declaration::new("tests", Platform::Supabase).tenant(auth_uid());
        let declared = model.declared_by(declaration);
        let ground = Ground::of(&declared);
        let table = declared.schema.table(&qualified(name)).unwrap();
        COMMANDS.map(|command| access(ground, table, role, command))
    }

    #[test]
    fn what_policies_leave_follows_from_their_form() {
        use Command::{All, Insert, Select, Update};
        use Permissiveness::{Permissive, Restrictive};

        let other = || Expression::raw("true = false");
        let and = |a, b| Expression::And(vec![a, b]);
        let or = |a, b| Expression::Or(vec![a, b]);
        for (policies, expected) in [
            (vec![], [Rows::None; 4]),
            (vec![(Restrictive, All, own())], [Rows::None; 4]),
            (vec![(Permissive, All, own())], [Rows::OwnTenant; 4]),
            (vec![(Permissive, All, constant(false))], [Rows::None; 4]),
            (vec![(Permissive, All, constant(true))], [Rows::All; 4]),
            (
                vec![(Permissive, All, constant(true)), (Restrictive, All, own())],
                [Rows::OwnTenant; 4],
            ),
            (
                vec![(Permissive, All, other()), (Restrictive, All, own())],
                [Rows::PartOfOwnTenant; 4],
            ),
            (
                vec![(Permissive, All, and(other(), own()))],
                [Rows::PartOfOwnTenant; 4],
            ),
            (vec![(Permissive, All, or(other(), own()))], [Rows::ByPolicy; 4]),
            (
                vec![(Permissive, All, own()), (Permissive, All, other())],
                [Rows::ByPolicy; 4],
            ),
            (
                vec![(Permissive, All, own()), (Permissive, Update, constant(true))],
                [Rows::OwnTenant, Rows::OwnTenant, Rows::All, Rows::OwnTenant],
            ),
            (
                vec![(Permissive, Select, constant(true)), (Permissive, Insert, own())],
                [Rows::All, Rows::OwnTenant, Rows::None, Rows::None],
            ),
        ] {
            assert_eq!(rows(&policies), expected, "{policies:?}");
        }
    }

    #[test]
    fn nothing_is_reached_without_its_privileges() {
        let role = Grantee::role("anon");
        let grant = |scope| Grant {
            place: 0,
            grantable: Default::default(),
            on: GrantTarget::Table(qualified("other.rows")),
            grantee: Grantee::Public,
            privileges: [(Privilege::Select, scope)].into(),
        };
        let whole = || Model::default().add(grant(PrivilegeScope::Whole));
        let namespace = || Namespace {
            name: Name::new("other"),
        };
        let select = |model: Model| of(model, "other.rows", &role)[0].clone();

        assert_eq!(select(Model::default()).rows, Rows::NotGranted);
        // Without row-level security, whoever has the privilege has every row.
        assert_eq!(select(whole()).rows, Rows::All);
        assert_eq!(select(whole().add(namespace())).rows, Rows::NotGranted);
        let usage = Grant {
            place: 0,
            grantable: Default::default(),
            on: GrantTarget::Namespace(Name::new("other")),
            grantee: role.clone(),
            privileges: [(Privilege::Usage, PrivilegeScope::Whole)].into(),
        };
        assert_eq!(select(whole().add(namespace()).add(usage)).rows, Rows::All);
        let columns = vec![Name::new("b"), Name::new("a")];
        let access = select(Model::default().add(grant(PrivilegeScope::Columns(columns))));
        assert_eq!(access.columns, [Name::new("a"), Name::new("b")]);
    }
}
