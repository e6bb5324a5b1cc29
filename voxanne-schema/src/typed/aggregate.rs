//! Aggregates, said in a module.

use super::role::RoleList;
use super::{SqlFunction, SqlType};
use crate::model::{Aggregate, Grantee, Parallel};
use crate::name::{Name, QualifiedName};

/// An aggregate that is being said.
#[derive(Clone, Debug)]
pub struct AggregateRule {
    pub(crate) aggregate: Aggregate,
    pub(crate) execute: Vec<Grantee>,
    pub(crate) comment: Option<String>,
    pub(crate) renamed_from: Option<Name>,
}

impl AggregateRule {
    /// An aggregate of this name in `public`, whose state is an `S`, and whose next state a declared
    /// function makes of a state and the arguments.
    #[must_use]
    pub fn new<S: SqlType, F: SqlFunction>(name: &str) -> Self {
        Self {
            aggregate: Aggregate {
                name: QualifiedName::public(name),
                arguments: Vec::new(),
                transition: F::declaration().signature(),
                state: S::data_type(),
                initial: None,
                end: None,
                combine: None,
                parallel: Parallel::Unsafe,
            },
            execute: Vec::new(),
            comment: None,
            renamed_from: None,
        }
    }

    /// In another namespace.
    #[must_use]
    pub fn in_namespace(mut self, name: &str) -> Self {
        self.aggregate.name.namespace = Name::new(name);
        self
    }

    /// The next argument.
    #[must_use]
    pub fn argument<V: SqlType>(mut self) -> Self {
        self.aggregate.arguments.push(V::data_type());
        self
    }

    /// The state before the first row, as PostgreSQL reads it: `0`, `{}`.
    #[must_use]
    pub fn initial(mut self, state: &str) -> Self {
        self.aggregate.initial = Some(state.to_owned());
        self
    }

    /// The declared function that makes the value of the last state.
    #[must_use]
    pub fn ends_in<F: SqlFunction>(mut self) -> Self {
        self.aggregate.end = Some(F::declaration().signature());
        self
    }

    /// The declared function that makes one state of two.
    #[must_use]
    pub fn combines_by<F: SqlFunction>(mut self) -> Self {
        self.aggregate.combine = Some(F::declaration().signature());
        self
    }

    /// Where it may run when a query runs side by side.
    #[must_use]
    pub fn parallel(mut self, parallel: Parallel) -> Self {
        self.aggregate.parallel = parallel;
        self
    }

    /// A role that may execute it.
    #[must_use]
    pub fn execute(mut self, role: impl RoleList) -> Self {
        self.execute.extend(role.roles());
        self
    }

    /// What it is for.
    #[must_use]
    pub fn comment(mut self, text: &str) -> Self {
        self.comment = Some(text.to_owned());
        self
    }

    /// What it was called before. May stay once the rename is done.
    #[must_use]
    pub fn renamed_from(mut self, name: &str) -> Self {
        self.renamed_from = Some(Name::new(name));
        self
    }
}
