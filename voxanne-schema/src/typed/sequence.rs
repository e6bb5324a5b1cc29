//! What `derive(Sequence)` says of a sequence, as builder calls.

use super::role::RoleList;
use super::types::Counted;
use super::{Column, Expr, SqlType, Table};
use crate::diagnostic::Location;
use crate::expression::Expression;
use crate::model::{self, Grantee, SequenceOptions, SequenceOwner};
use crate::name::{Name, QualifiedName};

/// A sequence declared by `derive(Sequence)`: a counter of its own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a sequence of PostgreSQL",
    label = "not a sequence",
    note = "write `#[derive(Sequence)]` on a struct with one integer: `pub struct OrderNo(i64);`"
)]
pub trait Sequence: 'static {
    /// The type of its numbers.
    type Values: SqlType + Counted;
    /// The namespace that holds it.
    const NAMESPACE: &'static str;
    /// Its name.
    const NAME: &'static str;

    /// The whole definition.
    fn declaration() -> SequenceDeclaration;
}

/// `nextval('…')`: the next number of a sequence.
#[must_use]
pub fn nextval<S: Sequence>() -> Expr<S::Values> {
    Expr::new(Expression::NextValue(QualifiedName::new(S::NAMESPACE, S::NAME)))
}

/// The next number of a sequence for a column of another integer type, which PostgreSQL converts it to as it
/// is stored: `nextval_as::<OrderNo, i32>()`. A number that does not fit is refused then.
#[must_use]
pub fn nextval_as<S: Sequence, V: SqlType + Counted>() -> Expr<V> {
    Expr::new(Expression::NextValue(QualifiedName::new(S::NAMESPACE, S::NAME)))
}

/// A sequence with what its declaration says around it.
#[derive(Clone, Debug)]
pub struct SequenceDeclaration {
    /// The sequence.
    sequence: model::Sequence,
    options: SequenceOptions,
    /// What it is for, from its doc comment.
    pub comment: Option<String>,
    /// Who may take numbers from it; nobody else.
    pub usage: Vec<Grantee>,
    /// Where it was declared.
    pub location: Location,
    /// What it was called before.
    pub renamed_from: Option<Name>,
    /// The column that it belongs to.
    owner: Option<(QualifiedName, Name)>,
}

impl SequenceDeclaration {
    /// A sequence that counts 1, 2, 3.
    #[must_use]
    pub fn new<V: SqlType + Counted>(namespace: &str, name: &str) -> Self {
        Self {
            sequence: model::Sequence::new(QualifiedName::new(namespace, name), V::data_type()),
            options: SequenceOptions::default(),
            comment: None,
            usage: Vec::new(),
            location: Location {
                file: String::new(),
                line: 0,
            },
            renamed_from: None,
            owner: None,
        }
    }

    /// The sequence, with what follows from its direction where nobody says it.
    #[must_use]
    pub fn sequence(&self) -> model::Sequence {
        let Self {
            sequence, options, ..
        } = self;
        model::Sequence {
            unlogged: sequence.unlogged,
            ..options.sequence(sequence.name.clone(), sequence.data_type.clone())
        }
    }

    /// Where it was declared.
    #[must_use]
    pub fn declared_at(mut self, file: &str, line: u32) -> Self {
        self.location = Location {
            file: file.to_owned(),
            line,
        };
        self
    }

    /// What it is for.
    #[must_use]
    pub fn comment(mut self, text: &str) -> Self {
        self.comment = Some(text.to_owned());
        self
    }

    /// What it was called before.
    #[must_use]
    pub fn renamed_from(mut self, name: &str) -> Self {
        self.renamed_from = Some(Name::new(name));
        self
    }

    /// The column that it belongs to, and with which it goes: `serial` has one like it.
    #[must_use]
    pub fn owned_by<T: Table, V: SqlType, const I: usize>(mut self, column: Column<T, V, I>) -> Self {
        self.owner = Some((T::qualified_name(), column.name()));
        self
    }

    /// Whom the sequence belongs to, where it does to anybody.
    #[must_use]
    pub(crate) fn owner(&self) -> Option<SequenceOwner> {
        let (table, column) = self.owner.clone()?;
        Some(SequenceOwner {
            sequence: self.sequence.name.clone(),
            table,
            column,
        })
    }

    /// The first number.
    #[must_use]
    pub fn start(mut self, number: i64) -> Self {
        self.options.start = Some(number);
        self
    }

    /// How far one number is from the next; below zero where it counts down.
    #[must_use]
    pub fn increment(mut self, by: i64) -> Self {
        self.options.increment = Some(by);
        self
    }

    /// The smallest number.
    #[must_use]
    pub fn min(mut self, number: i64) -> Self {
        self.options.min = Some(number);
        self
    }

    /// The largest number.
    #[must_use]
    pub fn max(mut self, number: i64) -> Self {
        self.options.max = Some(number);
        self
    }

    /// How many numbers a session takes at once.
    #[must_use]
    pub fn cache(mut self, count: i64) -> Self {
        self.options.cache = Some(count);
        self
    }

    /// It begins anew once it is through.
    #[must_use]
    pub fn cycle(mut self) -> Self {
        self.options.cycle = true;
        self
    }

    /// It is kept out of the write-ahead log, and begins anew after a crash.
    #[must_use]
    pub fn unlogged(mut self) -> Self {
        self.sequence.unlogged = true;
        self
    }

    /// A role that may take numbers from it.
    #[must_use]
    pub fn usage(mut self, role: impl RoleList) -> Self {
        self.usage.extend(role.roles());
        self
    }
}
