//! Roles as constants, so that a policy cannot misspell one.

use crate::model::Grantee;
use crate::name::Name;

/// The name of a role, or `PUBLIC`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleName(Option<&'static str>);

/// Every role there is and will be.
pub const PUBLIC: RoleName = RoleName(None);

impl RoleName {
    /// The role of that name. A schema must declare it, or its platform have it.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(Some(name))
    }

    /// The name; nothing for `PUBLIC`.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        self.0
    }

    /// The role that owns something. `PUBLIC` owns nothing, and no schema has a role of that name.
    pub(crate) fn owner(self) -> Name {
        Name::new(self.0.unwrap_or("public"))
    }
}

impl From<RoleName> for Grantee {
    fn from(role: RoleName) -> Self {
        match role.0 {
            Some(name) => Self::Role(Name::new(name)),
            None => Self::Public,
        }
    }
}

/// One role, or an array of them.
#[diagnostic::on_unimplemented(
    message = "this is not a role",
    label = "`{Self}` is not a `RoleName` and not an array of them",
    note = "write a constant: `AUTHENTICATED`, `PUBLIC`, or `const WORKER: RoleName = RoleName::new(\"worker\");`"
)]
pub trait RoleList {
    /// The roles.
    fn roles(self) -> Vec<Grantee>;
}

#[diagnostic::do_not_recommend]
impl RoleList for RoleName {
    fn roles(self) -> Vec<Grantee> {
        vec![self.into()]
    }
}

#[diagnostic::do_not_recommend]
impl<const N: usize> RoleList for [RoleName; N] {
    fn roles(self) -> Vec<Grantee> {
        self.into_iter().map(Grantee::from).collect()
    }
}
